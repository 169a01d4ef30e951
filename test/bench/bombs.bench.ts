// Files made to do harm: how long it takes until they are stopped, and how much memory for the moment.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeBombs } from '../fixtures/bombs.ts';
import type { Bench } from './bench.ts';

const MOST_MS = 5000;
const MOST_BYTES = 64 * 1024 ** 2;

const bombs = makeBombs();

export const bench: Bench = {
  title:
    'Files made to do harm, each in a browser of its own: wall time of the whole inspection, and the peak of the process over the idle worker. Beside them what was found.',
  rounds: 1,
  async files(folder, wanted) {
    const files: Record<string, string> = {};
    for (const { name, bytes } of bombs) {
      if (!wanted.has(name)) continue;
      files[name] = path.join(folder, name);
      await writeFile(files[name], bytes);
    }
    return files;
  },
  comparisons: [],
  memory: bombs.map(({ name }) => ({
    name,
    file: name,
    job: 'inspect',
    most: MOST_BYTES,
    mostMs: MOST_MS,
  })),
};
