// A short bench for CI: a few ratios with margins so wide that only a change for the worse fails, on a busy machine
// too. The bars to be reached stand in the long benches.
import type { Bench } from './bench.ts';
import { writeBigCsv } from './documents.ts';
import { writeBigWorkbook } from './workbooks.ts';

const ROWS = 40_000;

export const bench: Bench = {
  title: `A gate against becoming slower: ${ROWS} rows × 8 columns, and a csv of 20 MB. Best of the rounds of each.`,
  rounds: 2,
  mostRounds: 10,
  async files(folder) {
    return {
      'gate-shared.xlsx': await writeBigWorkbook(folder, 'shared', ROWS),
      'gate-inline.xlsx': await writeBigWorkbook(folder, 'inline', ROWS),
      'gate.csv': await writeBigCsv(folder, 20_000_000),
    };
  },
  comparisons: [
    { name: 'scan, shared strings', file: 'gate-shared.xlsx', job: 'scan', reference: 'unzip', most: 2.2 },
    {
      name: 'scan, inline strings, prewarmed',
      file: 'gate-inline.xlsx',
      job: 'scan',
      reference: 'unzip',
      prewarmed: true,
      most: 2.2,
    },
    {
      name: 'with all detectors, prewarmed',
      file: 'gate-shared.xlsx',
      job: 'inspect',
      reference: 'unzip',
      prewarmed: true,
      most: 6,
    },
    { name: 'csv', file: 'gate.csv', job: 'content', reference: 'udsv', most: 2 },
  ],
  memory: [],
};
