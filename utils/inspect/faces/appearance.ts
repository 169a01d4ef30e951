// What a face looks like, beyond being one: is it drawn, and is it the same photo as another?
import type { Raster } from '../pixels/raster.ts';
import type { Face } from './find.ts';

/** Two neighbours that differ by no more than this (of 255, in any colour) are of one colour, where a face has full contrast. */
const SAME_COLOUR = 2;
/**
 * Full contrast, and the least that can be judged: from dark to light in nine tenths of the face. In an underexposed or faded
 * photo neighbours differ by less, and drawings are neither.
 */
const FULL_CONTRAST = 130;
const LEAST_CONTRAST = 12;

/**
 * How much of a face is in flat colour: drawings are filled with colours, photographs have shades and grain everywhere.
 * @returns 0 to 1.
 */
export function drawnShare(raster: Raster, face: Face): number {
  const { width, height, pixels } = raster;
  const left = Math.max(0, Math.round(face.x - face.width / 2));
  const right = Math.min(width - 2, Math.round(face.x + face.width / 2));
  const top = Math.max(0, Math.round(face.y - face.height / 2));
  const bottom = Math.min(height - 2, Math.round(face.y + face.height / 2));
  const contrast = contrastIn(raster, left, right, top, bottom);
  if (contrast < LEAST_CONTRAST) return 0;
  const same = SAME_COLOUR * Math.min(1, contrast / FULL_CONTRAST);
  let flat = 0;
  let all = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * width + x) * 4;
      const below = at + width * 4;
      all++;
      let most = 0;
      for (let c = 0; c < 3; c++) {
        const value = pixels[at + c]!;
        most = Math.max(most, Math.abs(value - pixels[at + 4 + c]!), Math.abs(value - pixels[below + c]!));
      }
      if (most <= same) flat++;
    }
  }
  return all === 0 ? 0 : flat / all;
}

function contrastIn(
  { width, pixels }: Raster,
  left: number,
  right: number,
  top: number,
  bottom: number,
): number {
  const counts = new Uint32Array(256);
  let all = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++, all++) counts[pixels[(y * width + x) * 4 + 1]!]!++;
  }
  const quantile = (share: number) => {
    let sum = 0;
    return counts.findIndex((count) => {
      sum += count;
      return sum > all * share;
    });
  };
  return quantile(0.95) - quantile(0.05);
}

/** Cells a side of a fingerprint. */
const CELLS = 16;
/** A cell is lighter than its neighbour from this difference on (of 255): in even backgrounds there is nothing but noise. */
const LIGHTER = 3;

/**
 * 256 bits of a picture as a whole: which of two neighbouring cells is the lighter one (a difference hash). The same photo
 * at another size or compressed otherwise has nearly the same bits.
 */
export function fingerprint(raster: Raster): Uint32Array {
  const w = raster.width / (CELLS + 1);
  const h = raster.height / CELLS;
  const light = new Float32Array((CELLS + 1) * CELLS);
  for (let i = 0; i < light.length; i++) {
    const x = i % (CELLS + 1);
    const y = Math.floor(i / (CELLS + 1));
    light[i] = meanLight(raster, x * w, y * h, w, h);
  }
  const bits = new Uint32Array((CELLS * CELLS) / 32);
  for (let i = 0; i < CELLS * CELLS; i++) {
    const at = Math.floor(i / CELLS) * (CELLS + 1) + (i % CELLS);
    if (light[at]! + LIGHTER < light[at + 1]!) bits[i >> 5]! |= 1 << (i & 31);
  }
  return bits;
}

function meanLight(raster: Raster, left: number, top: number, w: number, h: number): number {
  const { width, height, pixels } = raster;
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, Math.floor(value)));
  const x0 = clamp(left, width - 1);
  const x1 = clamp(left + w, width - 1);
  const y0 = clamp(top, height - 1);
  const y1 = clamp(top + h, height - 1);
  let sum = 0;
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const at = (y * width + x) * 4;
      sum += pixels[at]! * 0.3 + pixels[at + 1]! * 0.59 + pixels[at + 2]! * 0.11;
    }
  }
  return sum / ((x1 - x0 + 1) * (y1 - y0 + 1));
}

/** In how many bits two fingerprints differ. */
export function difference(a: Uint32Array, b: Uint32Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) {
    let bits = a[i]! ^ b[i]!;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return count;
}
