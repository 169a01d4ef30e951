// Reads every workbook of the corpus (CORDON_CORPUS) and compares cell by cell with SheetJS, an independent reader;
// and what is hidden with the labels of the corpus. Skipped where there is no corpus.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { hiddenDetector } from '../../../../../utils/inspect/detectors/hidden.ts';
import { inspect } from '../../../../../utils/inspect/inspect.ts';
import { collect } from '../../../../fixtures/collect.ts';
import { differences } from '../../../../fixtures/sheetjs.ts';

const corpus = process.env.CORDON_CORPUS ?? '';
const manifest = join(corpus, 'manifest.tsv');
const present = corpus !== '' && existsSync(manifest);
if (!present) console.log('CORDON_CORPUS is not set: the corpus of workbooks is not read.');

const files = present
  ? readFileSync(manifest, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t') as [file: string, bytes: string, type: string, features: string])
      .filter(([, , type]) => /^(xlsx|xlsm|xltx|xltm)$/.test(type))
      .map(([file, , , features]) => ({ file, features: new Set(features.split(',')) }))
  : [];
const bytesOf = (file: string) => new Uint8Array(readFileSync(join(corpus, 'files', file)));

/** Where SheetJS 0.18.5 reads something else, and why it is the one that errs. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'tdf111974.xlsm': 'two sheets have an empty r:id; SheetJS then shifts the parts of those behind them',
  'SheetsWithoutRelId.xlsx': 'a sheet without r:id: SheetJS gives it the part of the second one',
  'issue.2488.xlsx': 'a boolean cell without a value: SheetJS makes it FALSE',
  'excel4_sample_macro.xlsm': 'SheetJS leaves out the results of formulas on macro sheets',
  'excel4_sample_macro.xltm': 'SheetJS leaves out the results of formulas on macro sheets',
};

describe.skipIf(!present)('workbooks of the corpus', () => {
  it('have the same cells as SheetJS finds, and the same hidden sheets', { timeout: 300_000 }, async () => {
    const differing: Record<string, string[]> = {};
    let cells = 0;
    for (const { file, features } of files) {
      if (features.has('encrypted') || features.has('corrupt')) continue;
      const bytes = bytesOf(file);
      const book = XLSX.read(bytes, { cellFormula: false, cellHTML: false });
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
      const base = file.slice(file.lastIndexOf('/') + 1);
      if (wrong.length && !(base in EXPLAINED)) differing[file] = wrong.slice(0, 5);
    }
    expect(differing).toEqual({});
    expect(cells).toBeGreaterThan(30_000);
  });

  /** Labels of the corpus that are exact, and the rule that has to be found for them. */
  const RULE_OF: Readonly<Record<string, string>> = {
    'hidden-rows': 'hidden-rows',
    'filtered-rows': 'filtered-rows',
    'hidden-cols': 'hidden-columns',
    'pivot-cache-records': 'pivot-cache',
    'external-link-cache': 'external-link-cache',
    comments: 'comments',
    'threaded-comments': 'comments',
    'custom-xml': 'custom-xml',
    connections: 'connections',
    'query-table': 'connections',
    'data-model': 'data-model',
    vba: 'macros',
    encrypted: 'encrypted',
    'docprops-author': 'metadata',
    'docprops-lastmodby': 'metadata',
    'docprops-company': 'metadata',
    'docprops-manager': 'metadata',
    'embedded-ole': 'embedded-file',
    'embedded-office': 'embedded-file',
    'embedded-workbook': 'embedded-file',
    'xl-shared-revision-log': 'earlier-version',
    'hidden-sheet': 'hidden-sheet',
    'veryhidden-sheet': 'hidden-sheet',
  };
  /** Where a label holds, and yet nothing is to be said of it. */
  const EXCUSED = [
    'PivotCacheWithoutSourceData-output.xlsx', // its records part has no record
    'protect.xlsx', // from here on: encrypted with the password that Excel itself tries, and so read
    'autostart-encrypt-standardpassword.xlsm',
    'dde-test-encrypt-standardpassword.xlsm',
    'dde-test-encrypt-standardpassword.xlsx',
  ];

  it('give one Report each, with the rule of each label', { timeout: 300_000 }, async () => {
    const missing: string[] = [];
    for (const { file, features } of files) {
      const report = await inspect(new Blob([bytesOf(file)]), file, {
        asset: async (name) => {
          throw new Error(`no asset ${name} in this test`);
        },
        detectors: [hiddenDetector],
      });
      if (report.inspected !== 'full') {
        expect(
          report.findings.map((f) => f.rule),
          file,
        ).toEqual(
          expect.arrayContaining([expect.stringMatching(/^(encrypted|damaged|unknown-format|over-limit)$/)]),
        );
      }
      if (EXCUSED.includes(file.slice(file.lastIndexOf('/') + 1))) continue;
      const rules = new Set<string>(report.findings.map((finding) => finding.rule));
      for (const feature of features) {
        const rule = RULE_OF[feature];
        if (rule && !rules.has(rule)) missing.push(`${file}: ${feature}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
