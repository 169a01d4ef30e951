// The inspection pool in Node: the same pool as in the browser, over worker threads.
import os from 'node:os';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import { createPool, type Pool } from '../utils/inspector/pool.ts';

/**
 * A pool of `size` worker threads, as many as there are cores unless said.
 * @param resourceLimits of each thread; as Node has them unless said.
 */
export function createNodePool(size = os.availableParallelism(), resourceLimits: ResourceLimits = {}): Pool {
  return createPool({
    size,
    createWorker: ({ message, death }) => {
      // Some libraries write to the console; what is printed here is Reports only.
      const worker = new Worker(new URL('./node-worker.ts', import.meta.url), {
        stdout: true,
        resourceLimits,
      });
      worker.stdout.resume();
      worker.on('message', message);
      worker.on('error', death);
      worker.on('messageerror', death);
      return { post: (data) => worker.postMessage(data), terminate: () => void worker.terminate() };
    },
  });
}
