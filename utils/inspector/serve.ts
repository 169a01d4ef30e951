// The inside of an inspection worker, whatever kind of worker it is: takes jobs, answers with Inspections.
import { type InspectOptions, inspect } from '../inspect/inspect.ts';
import type { DecodePicture } from '../inspect/pixels/pictures.ts';
import type { LoadAsset } from '../inspect/reader.ts';
import { prewarm } from '../inspect/warm-up.ts';
import { lookAt } from '../look/look.ts';
import type { FromWorker, ToWorker } from './jobs.ts';

export interface Surroundings {
  asset: LoadAsset;
  decodePicture: DecodePicture;
  /** Opens a source that is a path (Node only). */
  open: (path: string) => Promise<Blob>;
  post: (message: FromWorker) => void;
}

/** Returns the function that handles one message from the pool. */
export function createServer({
  asset,
  decodePicture,
  open,
  post,
}: Surroundings): (message: ToWorker) => Promise<void> {
  let isWanted = false;
  return async (message) => {
    if (message.type === 'prewarm') return prewarm(asset, () => isWanted);
    isWanted = true;
    const { id, name, source, options } = message.job;
    try {
      const blob = typeof source === 'string' ? await open(source) : source;
      const inspectOptions: InspectOptions = {
        ...options,
        asset,
        decodePicture,
        onProgress: (progress) => post({ type: 'progress', id, progress }),
      };
      if (message.type === 'remedy') {
        // What makes copies is loaded when the first one is wanted: most workers never make any.
        const { makeCheckedCopy } = await import('../remedy/checked.ts');
        const copy = await makeCheckedCopy(blob, name, message.job.kind, inspectOptions, message.job.without);
        post({ type: 'remedied', id, copy });
      } else if (message.type === 'look') {
        post({ type: 'looked', id, look: await lookAt(blob, name, message.job.where, inspectOptions) });
      } else post({ type: 'done', id, inspection: await inspect(blob, name, inspectOptions) });
    } catch (error) {
      // The text of a foreign exception may quote the file: only its kind is passed on.
      post({ type: 'failed', id, message: error instanceof Error ? error.name : 'Error' });
    }
  };
}
