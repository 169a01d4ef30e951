// Which packages of others a build put code of into what it wrote: asked of the bundler, which alone knows what was left over.
import { readFileSync } from 'node:fs';
import { listAssets } from '../assets.ts';

/** What `bin/build-models.ts` takes the weights from: in the package, though no build sees where they came from. */
const BUILT_IN = ['node_modules/@mediapipe/face_detection'];

/** The file beside a build's folder in which the build leaves the list. */
export const packagesFile = (output: string): string => `${output}.packages.json`;

/** The folder of the package that a file belongs to, from `node_modules/` on; undefined where it is of no package. */
export function packageOf(file: string): string | undefined {
  const parts = file.replaceAll('\\', '/').split('/');
  const [first, last] = [parts.indexOf('node_modules'), parts.lastIndexOf('node_modules')];
  // The name, with its scope where it has one, and the file behind it.
  const end = last + (parts[last + 1]?.startsWith('@') ? 3 : 2);
  return first < 0 || parts.length <= end ? undefined : parts.slice(first, end).join('/');
}

interface Chunk {
  type: 'chunk' | 'asset';
  modules?: Record<string, { renderedLength: number }>;
}

/** A plugin for the bundler that puts into `places` the package of each module that is not empty in a chunk. */
export const noting = (places: Set<string>) => ({
  name: 'note-packages',
  generateBundle(_options: unknown, bundle: Record<string, Chunk>) {
    for (const { modules = {} } of Object.values(bundle))
      for (const [file, { renderedLength }] of Object.entries(modules)) {
        const place = renderedLength > 0 ? packageOf(file) : undefined;
        if (place) places.add(place);
      }
  },
});

/** What a build left. */
export const packagesOf = (output: string): string[] =>
  JSON.parse(readFileSync(packagesFile(output), 'utf8'));

/** Those of which code went in, and those of which only data did. */
export function packagesWithData(code: Iterable<string>): Set<string> {
  const data = listAssets()
    .map(({ path }) => packageOf(path))
    .filter((place) => place !== undefined);
  return new Set([...code, ...data, ...BUILT_IN]);
}
