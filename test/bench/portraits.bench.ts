// How quickly pictures are looked at, against the browser decoding them and no more.
import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { drawPortrait } from '../fixtures/portraits.ts';
import { writeZip } from '../fixtures/zip.ts';
import type { Bench } from './bench.ts';

const PORTRAITS = 200;
/** Raised when what is drawn changes, so that old files are not used again. */
const VERSION = 1;

async function made(folder: string, name: string, make: () => Promise<Uint8Array>): Promise<string> {
  const file = path.join(folder, `v${VERSION}-${name}`);
  if (!existsSync(file)) {
    await writeFile(`${file}.part`, await make());
    await rename(`${file}.part`, file);
  }
  return file;
}

async function zipOfPortraits(): Promise<Uint8Array> {
  const members = [];
  for (let seed = 1; seed <= PORTRAITS; seed++) {
    const data = await sharp(await drawPortrait(seed))
      .jpeg({ quality: 90 })
      .toBuffer();
    members.push({ name: `${seed}.jpg`, data, method: 0 });
  }
  return writeZip(members);
}

export const bench: Bench = {
  title: `Pictures in one worker. ${PORTRAITS} portraits of 300 × 400 in a zip; a photo of 12 megapixels. Ratios are wall times; decode is createImageBitmap and getImageData of each whole picture; networks is the quick face network over each, twice, as a sure portrait needs it.`,
  rounds: 5,
  async files(folder) {
    return {
      'portraits.zip': await made(folder, 'portraits.zip', zipOfPortraits),
      'large.jpg': await made(folder, 'large.jpg', async () =>
        sharp(await drawPortrait(5, { width: 750, height: 1000 }))
          .resize(3000, 4000)
          .jpeg({ quality: 90 })
          .toBuffer(),
      ),
    };
  },
  comparisons: [
    {
      name: 'zip of portraits, cold',
      file: 'portraits.zip',
      job: 'photos',
      reference: 'decode',
      most: 3,
      perSecond: { of: PORTRAITS, aim: 60 },
    },
    {
      name: 'the same, against its networks alone',
      file: 'portraits.zip',
      job: 'photos',
      reference: 'networks',
    },
    {
      name: 'zip of portraits, all detectors, cold',
      file: 'portraits.zip',
      job: 'inspect',
      reference: 'decode',
      perSecond: { of: PORTRAITS, aim: 30 },
    },
    {
      name: '12 megapixels, models loaded',
      file: 'large.jpg',
      job: 'photos',
      reference: 'decode',
      prewarmed: true,
      most: 1,
    },
  ],
  memory: [
    {
      name: 'zip of portraits, peak over the idle worker',
      file: 'portraits.zip',
      job: 'photos',
      most: 150 * 1024 ** 2,
    },
    {
      name: '12 megapixels, peak over the idle worker',
      file: 'large.jpg',
      job: 'photos',
      most: 150 * 1024 ** 2,
    },
  ],
};
