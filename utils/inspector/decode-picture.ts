// The browser side of `DecodePicture`, in a worker: the browser's own decoders, upright by Exif.
import type { DecodePicture } from '../inspect/pixels/pictures.ts';

/** Pictures up to so many times the wanted size come whole: the browser's own resizing is worth its loss of detail above. */
const WORTH_RESIZING = 1.6;

export const decodePicture: DecodePicture = async (bytes, { format, width, height, longest }) => {
  const stored = Math.max(width, height);
  // Of a turned picture the stored width is its height: what comes is then larger than asked for, never smaller.
  const bitmap = await createImageBitmap(bytes, {
    ...(stored > longest * WORTH_RESIZING
      ? { resizeWidth: Math.ceil((width * longest) / Math.min(width, height)), resizeQuality: 'medium' }
      : {}),
  });
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('There is no canvas to draw on.');
    // A JPEG has nothing that could be seen through.
    if (format !== 'jpeg') {
      context.fillStyle = '#fff';
      context.fillRect(0, 0, bitmap.width, bitmap.height);
    }
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return { width: bitmap.width, height: bitmap.height, pixels: data };
  } finally {
    bitmap.close();
  }
};
