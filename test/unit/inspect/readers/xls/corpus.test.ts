// Reads every binary workbook of the corpus (CORDON_CORPUS) and compares cell by cell with SheetJS, an independent
// reader. Skipped where there is no corpus.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { collect } from '../../../../fixtures/collect.ts';
import { differences } from '../../../../fixtures/sheetjs.ts';

const corpus = process.env.CORDON_CORPUS ?? '';
const manifest = join(corpus, 'manifest.tsv');
const present = corpus !== '' && existsSync(manifest);
if (!present) console.log('CORDON_CORPUS is not set: the corpus of binary workbooks is not read.');

const files = present
  ? readFileSync(manifest, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t') as [file: string, bytes: string, type: string, features: string])
      .filter(([, , type]) => /^(xls|xlt|xlsb)$/.test(type))
      .map(([file, , , features]) => ({ file, features: new Set(features.split(',')) }))
  : [];

/** Where SheetJS 0.18.5 reads something else, and why it is the one that errs. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'testEXCEL.xlsb':
    'the list of sheets has records that SheetJS takes for names: it finds sheets that are not there',
  'excel4_sample_macro.xlsb': 'SheetJS leaves out the results of formulas on macro sheets',
};

/** Damaged files that SheetJS throws on. */
const REFUSED: readonly string[] = ['clusterfuzz-testcase-minimized-POIHSSFFuzzer-6483562584932352.xls'];

function readWithSheetJs(bytes: Uint8Array): XLSX.WorkBook | undefined {
  try {
    return XLSX.read(bytes, { cellFormula: false, cellHTML: false, cellStyles: true });
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

describe.skipIf(!present)('binary workbooks of the corpus', () => {
  it('have the same cells as SheetJS finds, and the same hidden sheets', { timeout: 300_000 }, async () => {
    const differing: Record<string, string[]> = {};
    const refused: string[] = [];
    let cells = 0;
    for (const { file, features } of files) {
      if (features.has('encrypted') || features.has('corrupt')) continue;
      const base = file.slice(file.lastIndexOf('/') + 1);
      if (base in EXPLAINED) continue;
      const bytes = new Uint8Array(readFileSync(join(corpus, 'files', file)));
      const book = readWithSheetJs(bytes);
      if (!book) {
        refused.push(base);
        continue;
      }
      const { tables } = await collect(new Blob([bytes]));
      const wrong: string[] = [];
      book.SheetNames.forEach((name, i) => {
        const sheet = book.Sheets[name];
        if (!sheet || sheet['!type'] === 'chart') return;
        const table = tables.find((t) => t.place.length === 2 && t.place[1] === `sheet "${name}"`);
        if (!table) {
          if (Object.keys(sheet).some((key) => !key.startsWith('!'))) wrong.push(`no ${name}`);
          return;
        }
        cells += table.cells;
        wrong.push(...differences(sheet, table));
        const hidden = (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) > 0;
        if (hidden !== table.hidden.includes('hidden-sheet')) wrong.push(`state of ${name}`);
      });
      if (wrong.length > 0) differing[file] = wrong.slice(0, 5);
    }
    expect(differing).toEqual({});
    expect(refused).toEqual(REFUSED);
    expect(cells).toBeGreaterThan(10_000);
  });
});
