// Pictures: handed on as they are, and what stands behind their end. What their metadata say is read wherever a picture
// comes from (metadata.ts), pixels are for detectors.
import type { Reader } from '../../reader.ts';
import { readTail } from './tail.ts';

export const imageReader: Reader = {
  formats: ['jpeg', 'png', 'gif', 'webp', 'bmp', 'avif', 'tiff', 'heic'],
  async read(file, format, context) {
    const { sink, place, hidden } = context;
    await sink.image({ bytes: file, format, place, hidden, name: place.at(-1) ?? '' });
    if (format === 'jpeg' || format === 'png') await readTail(file, format, context);
    return 'full';
  },
};
