// The Node side of `DecodePicture`: sharp (libvips), which decodes a JPEG at reduced size, and bmp-ts for what libvips lacks.
import { decode as decodeBmp } from 'bmp-ts';
import sharp from 'sharp';
import type { DecodePicture } from '../utils/inspect/pixels/pictures.ts';

// One picture at a time comes to each worker thread: neither a cache nor threads of its own would help.
sharp.cache(false);
sharp.concurrency(1);

/** A header that says less than what the decoder finds is no reason to refuse a small picture. */
const SMALL = 4_000_000;

export const decodePicture: DecodePicture = async (bytes, { format, width: said, height: high, longest }) => {
  const buffer = Buffer.from(await bytes.arrayBuffer());
  if (format === 'bmp') {
    const { width, height, data } = decodeBmp(buffer, { toRGBA: true });
    const pixels = new Uint8ClampedArray(data);
    // The fourth byte means nothing in nearly all of them, and is 0.
    for (let i = 3; i < pixels.length; i += 4) pixels[i] = 255;
    return { width, height, pixels };
  }
  // A picture that breaks off is shown as far as it goes, in browsers too.
  const { data, info } = await sharp(buffer, {
    failOn: 'none',
    limitInputPixels: Math.max(4 * said * high, SMALL),
  })
    .autoOrient()
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: new Uint8ClampedArray(data) };
};
