// What the first file of a day waits for, beside the same file a moment later: a worker that is new, and one that is warm.
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { Bench } from './bench.ts';
import { writeBigWorkbook } from './workbooks.ts';

export const bench: Bench = {
  title:
    'The first file in a new worker (small workbook, 500 rows: compiling, tables of names, everything that is loaded once), beside the same file once more in a worker that has seen one. Wall times of the inspection.',
  rounds: 5,
  async files(folder) {
    const file = path.join(folder, 'small.xlsx');
    await copyFile(await writeBigWorkbook(folder, 'shared', 500), file);
    return { 'small.xlsx': file };
  },
  comparisons: [
    {
      name: 'first file in a new worker',
      file: 'small.xlsx',
      job: 'inspect',
      reference: 'again',
      mostMs: 400,
    },
    {
      name: 'first file, warmed up while it was picked',
      file: 'small.xlsx',
      job: 'inspect',
      reference: 'again',
      prewarmed: true,
      mostMs: 300,
    },
  ],
  memory: [],
};
