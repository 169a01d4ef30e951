// How quickly workbooks are read, against the browser's own inflater on the same entries, and against SheetJS.
import type { Bench, Comparison } from './bench.ts';
import { writeBigWorkbook } from './workbooks.ts';

const ROWS = 100_000;
const OTHERS = ['libreoffice', 'openpyxl', 'sdk', 'odd'] as const;

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
  ],
  memory: [
    {
      name: 'a million rows, peak over the idle worker',
      file: 'million.xlsx',
      job: 'scan',
      most: 100 * 1024 ** 2,
    },
  ],
};
