// The job of the bombs' bench: an inspection as the extension runs it.
import { inspect } from '../../utils/inspect/inspect.ts';
import { decodePicture } from '../../utils/inspector/decode-picture.ts';
import { serveJobs } from './serve-jobs.ts';

const asset = async (name: string) => {
  const response = await fetch(new URL(`/inspect/${name}`, location.origin));
  return new Uint8Array(await response.arrayBuffer());
};

serveJobs({
  jobs: {
    inspect: async (file) => {
      // What every inspection loads is loaded: the bomb's own share is what is measured.
      await inspect(new Blob(['a,b\n1,2\n']), 'a.csv', { asset, decodePicture });
      return async () => {
        const { inspected, findings } = await inspect(file, 'bomb', { asset, decodePicture });
        return [inspected, ...new Set(findings.map(({ rule }) => rule))].join(', ');
      };
    },
  },
});
