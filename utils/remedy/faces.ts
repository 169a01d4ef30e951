// A copy of a picture in which every face is one flat colour, and which carries nothing but its pixels. No blur: what is
// blurred can be guessed at, a flat colour cannot.
import { joinBytes } from '../inspect/container/join-bytes.ts';
import { everyFace } from '../inspect/faces/every.ts';
import type { Face } from '../inspect/faces/find.ts';
import { identify } from '../inspect/identify.ts';
import { createPictures, type DecodePicture } from '../inspect/pixels/pictures.ts';
import type { Raster } from '../inspect/pixels/raster.ts';
import type { Budget, LoadAsset } from '../inspect/reader.ts';
import { pngChunk } from './image.ts';
import { deflated } from './pdf/filters.ts';
import { Ledger, Refused } from './remedy.ts';

export interface FacesOptions {
  asset: LoadAsset;
  budget: Budget;
  decodePicture?: DecodePicture;
}

/** Larger pictures are made smaller: longest side, pixels. */
const MOST_SIDE = 4096;
/** A face is found from the brows to the chin: hair, ears and neck are covered as well, shares of its box. */
const ACROSS = 1.9;
const DOWN = 2.2;
/** The middle of a head lies above the middle of its face, by so much of the box. */
const UP = 0.15;

/** @throws Refused where it is no picture of one page, or no face is found. */
export async function coverFaces(
  file: Blob,
  { asset, budget, decodePicture }: FacesOptions,
): Promise<{ file: Blob; ledger: Ledger }> {
  const { format } = await identify(file);
  if (!decodePicture) throw new Refused('format');
  budget.spend(file.size);
  const pictures = createPictures({
    decode: decodePicture,
    asset,
    note: () => undefined,
    check: () => budget.spend(0),
  });
  const picture = await pictures.open({ place: [], hidden: [], name: '', format, bytes: file });
  if (!picture) throw new Refused('format');
  // What moves or has pages shows more than one picture, and the copy would show the first only.
  if (picture.pages > 1 || format === 'gif') throw new Refused('format');
  const seen = await picture.page(0, MOST_SIDE);
  if (!seen) throw new Refused('unread');
  budget.spend(seen.pixels.length);
  const faces = await everyFace(asset, seen);
  if (faces.length === 0) throw new Refused('no-faces');
  const raster = { ...seen, pixels: seen.pixels.slice() };
  for (const face of faces) cover(raster, face);
  const ledger = new Ledger();
  ledger.add('faces', faces.length);
  ledger.add('metadata');
  return { file: await written(raster), ledger };
}

/** An ellipse over the head in the mean colour of what lies under it. */
function cover({ width, height, pixels }: Raster, face: Face): void {
  const a = (face.width * ACROSS) / 2;
  const b = (face.height * DOWN) / 2;
  const middle = face.y - face.height * UP;
  const sums = [0, 0, 0];
  let count = 0;
  const inside = (paint: (at: number) => void) => {
    for (let y = Math.max(0, Math.floor(middle - b)); y < Math.min(height, middle + b); y++) {
      const reach = a * Math.sqrt(Math.max(0, 1 - ((y - middle) / b) ** 2));
      const last = Math.min(width, Math.ceil(face.x + reach));
      for (let x = Math.max(0, Math.floor(face.x - reach)); x < last; x++) paint((y * width + x) * 4);
    }
  };
  inside((at) => {
    for (let c = 0; c < 3; c++) sums[c]! += pixels[at + c]!;
    count++;
  });
  if (count === 0) return;
  const colour = sums.map((sum) => Math.round(sum / count));
  inside((at) => {
    for (let c = 0; c < 3; c++) pixels[at + c] = colour[c]!;
  });
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** PNG's filter: each pixel by how much it differs from its neighbour on the left. */
const SUB = 1;

async function written({ width, height, pixels }: Raster): Promise<Blob> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = new Uint8Array((width * 3 + 1) * height);
  for (let y = 0, to = 0; y < height; y++) {
    rows[to++] = SUB;
    for (let x = 0, from = y * width * 4; x < width; x++, from += 4) {
      for (let c = 0; c < 3; c++) rows[to++] = pixels[from + c]! - (x === 0 ? 0 : pixels[from + c - 4]!);
    }
  }
  const file = joinBytes([
    SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('IDAT', await deflated(rows)),
    pngChunk('IEND', new Uint8Array(0)),
  ]);
  return new Blob([file], { type: 'image/png' });
}
