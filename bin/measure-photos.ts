// `npm run measure:photos -- FOLDER…`: what Cordon takes the pictures of a folder for, as a Markdown table, one row a folder.
// Photographs of people are not part of this repository: the folders are wherever they were unpacked.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createFaceFinder, type Look } from '../utils/inspect/faces/look.ts';
import { identify } from '../utils/inspect/identify.ts';
import { createPictures } from '../utils/inspect/pixels/pictures.ts';
import { loadAsset } from './assets.ts';
import { decodePicture } from './node-decode-picture.ts';

const finder = createFaceFinder(loadAsset);

async function measure(folder: string): Promise<void> {
  const counts: Record<Look['kind'] | 'undecoded', number> = {
    portrait: 0,
    group: 0,
    face: 0,
    none: 0,
    undecoded: 0,
  };
  let all = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = new Blob([await readFile(path.join(entry.parentPath, entry.name))]);
    const { format } = await identify(bytes);
    const pictures = createPictures({
      decode: decodePicture,
      asset: loadAsset,
      note: () => undefined,
      check: () => undefined,
    });
    const picture = await pictures.open({ place: [entry.name], hidden: [], name: entry.name, format, bytes });
    const look = picture && (await finder.look(picture, 0));
    counts[look?.kind ?? 'undecoded']++;
    all++;
  }
  console.log(`| ${folder} | ${all} | ${Object.values(counts).join(' | ')} |`);
}

console.log('| folder | pictures | portrait | group | one or two faces | nobody | not decoded |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const folder of process.argv.slice(2)) await measure(folder);
