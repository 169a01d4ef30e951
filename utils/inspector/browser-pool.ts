// The pool as extension pages use it: the offscreen document, Firefox's background page, the check page.
import { whenReleased } from './alive.ts';
import type { FromWorker } from './jobs.ts';
import { createPool, type Pool } from './pool.ts';
import InspectionWorker from './worker.ts?worker';

/** More workers than this gain nothing: one file is one job, and each holds models and buffers of its own. */
const MOST_WORKERS = 4;

/** A pool of as many workers as there are cores to spare, two at least. */
export function createBrowserPool(): Pool {
  const spare = (navigator.hardwareConcurrency || 2) - 1;
  return createPool({
    size: Math.max(2, Math.min(MOST_WORKERS, spare)),
    createWorker: ({ message, death }) => {
      const name = crypto.randomUUID();
      const worker = new InspectionWorker({ name });
      const ended = new AbortController();
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        // Its lock is its own by now.
        if (data.type === 'alive') whenReleased(name, death, ended.signal);
        else message(data);
      };
      worker.onerror = death;
      return {
        post: (data) => worker.postMessage(data),
        terminate() {
          ended.abort();
          worker.terminate();
        },
      };
    },
  });
}
