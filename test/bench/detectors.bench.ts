// How long the detectors take over a large workbook, against the browser's own inflater on the same workbook.
import type { Bench } from './bench.ts';
import { writeBigWorkbook } from './workbooks.ts';

const ROWS = 100_000;

export const bench: Bench = {
  title: `Detectors over ${ROWS} rows × 8 columns, every cell in memory beforehand. Ratios are to DecompressionStream alone on the same workbook.`,
  rounds: 5,
  async files(folder) {
    return {
      'shared.xlsx': await writeBigWorkbook(folder, 'shared', ROWS),
      'inline.xlsx': await writeBigWorkbook(folder, 'inline', ROWS),
    };
  },
  comparisons: [
    { name: 'shared strings, first file', file: 'shared.xlsx', job: 'detect', reference: 'unzip' },
    { name: 'shared strings, next file', file: 'shared.xlsx', job: 'again', reference: 'unzip', most: 0.5 },
    { name: 'inline strings, next file', file: 'inline.xlsx', job: 'again', reference: 'unzip' },
  ],
  memory: [],
};
