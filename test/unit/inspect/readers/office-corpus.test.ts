// Reads the documents of the corpus (CORDON_CORPUS) and compares them with independent readers: .ods cell by cell with
// SheetJS, .docx word by word with mammoth. Skipped where there is no corpus.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import mammoth from 'mammoth';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { collect } from '../../../fixtures/collect.ts';

const corpus = process.env.CORDON_CORPUS ?? '';
const manifest = join(corpus, 'manifest.tsv');
const present = corpus !== '' && existsSync(manifest);
if (!present) console.log('CORDON_CORPUS is not set: the corpus of documents is not read.');

const files = present
  ? readFileSync(manifest, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t') as [file: string, bytes: string, type: string, features: string])
      .filter(([, , , features]) => !/encrypted|corrupt/.test(features))
  : [];
const ofType = (type: string) => files.filter(([, , t]) => t === type).map(([file]) => file);
const bytesOf = (file: string) => new Uint8Array(readFileSync(join(corpus, 'files', file)));

const words = (text: string) => new Set(text.match(/[\p{L}\p{N}]{3,}/gu) ?? []);

/** Where the other reader finds something else, and why. */
const EXPLAINED: Readonly<Record<string, string>> = {
  '017097.docx': 'mammoth drops line breaks, so that two words become one',
  'OOCalcTest.ods': 'SheetJS takes covered cells that are repeated for one: the rest of the row slips',
};

/** What SheetJS cannot be asked to read: it writes out every repeated row. */
const ENDLESS = new Set(['issue_594_dos.ods']);

describe.skipIf(!present)('documents of the corpus', () => {
  it('.ods have the cells that SheetJS finds', { timeout: 120_000 }, async () => {
    const differing: Record<string, string[]> = {};
    let cells = 0;
    for (const file of ofType('ods')) {
      if (ENDLESS.has(basename(file))) continue;
      const bytes = bytesOf(file);
      const book = XLSX.read(bytes, { cellText: true, sheetRows: 2000 });
      const { tables } = await collect(new Blob([bytes]));
      const wrong: string[] = [];
      for (const name of book.SheetNames) {
        const table = tables.find((t) => t.place.length === 2 && t.place[1] === `sheet "${name}"`);
        for (const [reference, cell] of Object.entries(book.Sheets[name]!) as [string, XLSX.CellObject][]) {
          if (reference.startsWith('!') || cell.v === undefined || String(cell.v).trim() === '') continue;
          const { r, c } = XLSX.utils.decode_cell(reference);
          const ours = table?.rows.get(r)?.get(c);
          cells++;
          const flags = table?.flags.get(`${r},${c}`) ?? 0;
          const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
          const same =
            ours !== undefined &&
            (cell.t === 'n' || cell.t === 'd'
              ? (flags & 8) !== 0 || Number(ours) === cell.v || plain(ours) === plain(String(cell.w))
              : cell.t === 'b'
                ? ours === (cell.v ? 'TRUE' : 'FALSE')
                : cell.t === 'e' || plain(ours) === plain(String(cell.v)));
          if (!same) wrong.push(`${name}!${reference}`);
        }
      }
      if (wrong.length > 0 && !(basename(file) in EXPLAINED)) differing[file] = wrong.slice(0, 5);
    }
    expect(differing).toEqual({});
    expect(cells).toBeGreaterThan(1000);
  });

  it('.docx have the words that mammoth finds', { timeout: 120_000 }, async () => {
    const differing: Record<string, string[]> = {};
    let count = 0;
    for (const file of ofType('docx')) {
      const bytes = bytesOf(file);
      let theirs: string;
      try {
        theirs = (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value;
      } catch {
        continue; // What mammoth cannot open is no oracle.
      }
      const { tables, texts } = await collect(new Blob([bytes]));
      const ours = words(
        [
          ...texts.map((t) => t.text),
          ...tables.flatMap((t) => [...t.rows.values()].flatMap((row) => [...row.values()])),
        ].join('\n'),
      );
      const missing = [...words(theirs)].filter((word) => !ours.has(word));
      count += words(theirs).size;
      if (missing.length > 0 && !(basename(file) in EXPLAINED)) differing[file] = missing.slice(0, 5);
    }
    expect(differing).toEqual({});
    expect(count).toBeGreaterThan(2500);
  });
});
