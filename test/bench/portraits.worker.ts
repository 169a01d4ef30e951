// The jobs of the portraits' bench.
import { packedBytes, readZipDirectory } from '../../utils/inspect/container/zip.ts';
import { photo } from '../../utils/inspect/detectors/photo/index.ts';
import { findFaces, SHORT_RANGE } from '../../utils/inspect/faces/find.ts';
import { network } from '../../utils/inspect/faces/look.ts';
import { type InspectOptions, inspect } from '../../utils/inspect/inspect.ts';
import { shrink } from '../../utils/inspect/pixels/raster.ts';
import type { LoadAsset } from '../../utils/inspect/reader.ts';
import { decodePicture } from '../../utils/inspector/decode-picture.ts';
import { serveJobs } from './serve-jobs.ts';

const asset: LoadAsset = async (name) =>
  new Uint8Array(await (await fetch(new URL(`/inspect/${name}`, location.origin))).arrayBuffer());

const options: InspectOptions = { asset, decodePicture };

const isZip = async (file: Blob) => (await file.slice(0, 2).text()) === 'PK';

async function picturesIn(file: Blob): Promise<Blob[]> {
  if (!(await isZip(file))) return [file];
  const { entries } = await readZipDirectory(file);
  return Promise.all(entries.map(async (entry) => new Blob([await packedBytes(file, entry).arrayBuffer()])));
}

/** Found in the file, as people in portraits. */
const inspected = (file: Blob, more: Partial<InspectOptions>) => async () => {
  const name = (await isZip(file)) ? 'a.zip' : 'a.jpg';
  const { findings } = await inspect(file, name, { ...options, ...more });
  return `${findings.find(({ rule }) => rule === 'staff-photo')?.people ?? 0} people`;
};

serveJobs({
  jobs: {
    decode: async (file) => {
      const pictures = await picturesIn(file);
      return async () => {
        let bytes = 0;
        for (const picture of pictures) {
          const bitmap = await createImageBitmap(picture);
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          const context = canvas.getContext('2d', { willReadFrequently: true })!;
          context.drawImage(bitmap, 0, 0);
          bytes += context.getImageData(0, 0, bitmap.width, bitmap.height).data.length;
          bitmap.close();
        }
        return `${pictures.length} pictures, ${Math.round(bytes / 1e6)} MB`;
      };
    },
    networks: async (file) => {
      const pictures = await picturesIn(file);
      const wanted = { format: 'jpeg', width: 300, height: 400, longest: 400 };
      const rasters = await Promise.all(pictures.map((picture) => decodePicture(picture, wanted)));
      const small = rasters.map((raster) => shrink(raster, 192));
      const near = await network(asset, 'faces-near.bin');
      return async () => {
        let faces = 0;
        for (const raster of small) {
          faces += findFaces(near, SHORT_RANGE, raster, 0.5).length;
          findFaces(near, SHORT_RANGE, raster, 0.5, 0.15);
        }
        return `${faces} faces`;
      };
    },
    photos: async (file) => inspected(file, { detectors: [photo] }),
    inspect: async (file) => inspected(file, {}),
  },
  warm: async () => {
    const pixels = await new OffscreenCanvas(300, 400)
      .convertToBlob({ type: 'image/jpeg' })
      .catch(() => undefined);
    if (pixels) await inspect(pixels, 'warm.jpg', { ...options, detectors: [photo] });
  },
});
