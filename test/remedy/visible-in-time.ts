// `differences` in a thread of its own: SheetJS never ends on a few files (a row that stands there 999,999,999 times).
import { Worker } from 'node:worker_threads';

/** Milliseconds for the other reader; what takes longer is not compared. */
const PATIENCE = 60_000;

/**
 * @see differences in visible.ts
 * @throws Error where the other reader cannot open a file, or takes longer than a minute.
 */
export async function differencesInTime(
  before: Uint8Array<ArrayBuffer>,
  after: Uint8Array<ArrayBuffer>,
): Promise<string[]> {
  const worker = new Worker(new URL('./visible-thread.ts', import.meta.url), {
    workerData: { before, after },
  });
  const { promise, resolve, reject } = Promise.withResolvers<string[]>();
  const late = setTimeout(() => reject(new Error('The other reader came to no end.')), PATIENCE);
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('The other reader said nothing.')));
  try {
    return await promise;
  } finally {
    clearTimeout(late);
    await worker.terminate();
  }
}
