// How quickly workbooks are read, against the browser's own inflater on the same entries, and against SheetJS.
import type { Bench, Comparison } from './bench.ts';
import {
  writeBigCsv,
  writeBigDocument,
  writeBigPdf,
  writeBinaryWorkbook,
  writeZipOfDocuments,
} from './documents.ts';
import { writeBigWorkbook } from './workbooks.ts';

const ROWS = 100_000;
const OTHERS = ['libreoffice', 'openpyxl', 'sdk', 'odd'] as const;

/** The other formats, whole: each beside the quickest library that reads the same. `most`: megabytes of memory. */
const OTHER_FORMATS = [
  { name: 'csv of 100 MB', file: 'people.csv', reference: 'udsv', most: 100 },
  { name: `xls of ${ROWS} rows`, file: 'people.xls', reference: 'sheetjs', most: 150 },
  { name: `xlsb of ${ROWS} rows`, file: 'people.xlsb', reference: 'sheetjs', most: 100 },
  { name: `ods of ${ROWS} rows`, file: 'people.ods', reference: 'sheetjs', most: 100 },
  { name: 'docx of 500 pages', file: 'letter.docx', reference: 'mammoth', most: 100 },
  { name: 'pdf of 300 pages', file: 'letter.pdf', reference: 'pdf.js', most: 200 },
  {
    name: 'zip of 1,000 documents',
    file: 'documents.zip',
    reference: 'fflate, mammoth, SheetJS, uDSV',
    most: 150,
  },
] as const;

const against: Omit<Comparison, 'name' | 'file'> = { job: 'scan', reference: 'unzip' };

export const bench: Bench = {
  title: `Workbooks of ${ROWS} rows × 8 columns. Ratios are wall times, in a worker of its own process each; unzip is DecompressionStream alone on the same entries, written in 64 kB pieces, its input in memory beforehand.`,
  rounds: 7,
  async files(folder) {
    const files: Record<string, string> = {};
    for (const style of ['shared', 'inline', ...OTHERS] as const) {
      files[`${style}.xlsx`] = await writeBigWorkbook(folder, style, ROWS);
    }
    files['million.xlsx'] = await writeBigWorkbook(folder, 'shared', 1_000_000);
    files['people.csv'] = await writeBigCsv(folder, 100_000_000);
    for (const kind of ['xls', 'xlsb', 'ods'] as const) {
      files[`people.${kind}`] = await writeBinaryWorkbook(folder, kind, ROWS);
    }
    files['letter.docx'] = await writeBigDocument(folder, 500);
    files['letter.pdf'] = await writeBigPdf(folder, 300);
    files['documents.zip'] = await writeZipOfDocuments(folder, 1000);
    return files;
  },
  comparisons: [
    { name: 'shared strings, cold', file: 'shared.xlsx', most: 1.1, ...against },
    { name: 'shared strings, prewarmed', file: 'shared.xlsx', most: 0.8, prewarmed: true, ...against },
    { name: 'inline strings, cold', file: 'inline.xlsx', most: 1.1, ...against },
    { name: 'inline strings, prewarmed', file: 'inline.xlsx', most: 0.8, prewarmed: true, ...against },
    ...OTHERS.flatMap((style) => [
      { name: `as ${style} writes, cold`, file: `${style}.xlsx`, most: 2, ...against },
      { name: `as ${style} writes, prewarmed`, file: `${style}.xlsx`, most: 2, prewarmed: true, ...against },
    ]),
    { name: 'whole reader, shared, cold', file: 'shared.xlsx', job: 'read', reference: 'unzip' },
    {
      name: 'with all detectors, shared, prewarmed',
      file: 'shared.xlsx',
      job: 'inspect',
      reference: 'unzip',
      prewarmed: true,
      most: 1.5,
    },
    {
      name: 'against SheetJS, shared, cold',
      file: 'shared.xlsx',
      job: 'scan',
      reference: 'sheetjs',
      timesQuicker: 18,
      rounds: 3,
    },
    { name: 'a million rows, cold', file: 'million.xlsx', rounds: 3, most: 1.1, ...against },
    ...OTHER_FORMATS.map(({ name, file, reference }) => ({
      name: `${name}, cold`,
      file,
      job: 'content',
      reference,
      most: 1,
      rounds: 3,
    })),
  ],
  memory: [
    {
      name: 'a million rows, peak over the idle worker',
      file: 'million.xlsx',
      job: 'scan',
      most: 100 * 1024 ** 2,
    },
    ...OTHER_FORMATS.flatMap(({ name, file, reference, most }) => [
      { name: `${name}, peak over the idle worker`, file, job: 'content', most: most * 1024 ** 2 },
      { name: `${name}, peak of ${reference}`, file, job: reference },
    ]),
  ],
};
