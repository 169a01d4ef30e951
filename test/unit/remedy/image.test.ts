// Pictures without what is not the picture: every pixel as it was, the way up kept, nothing else left.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { remedy } from '../../../utils/remedy/index.ts';
import { writeZip } from '../../fixtures/zip.ts';
import { partsOf } from '../../remedy/checklist.ts';

const asset = async (name: string) => {
  throw new Error(`no asset ${name} in this test`);
};
const NEEDLE = /needle/;
const FORMATS = ['jpeg', 'png', 'webp'] as const;

/** A picture with a camera's notes in it; `orientation` as Exif has it. */
async function picture(
  format: (typeof FORMATS)[number],
  orientation: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const pixels = Buffer.from(Array.from({ length: 24 * 16 * 3 }, (_, i) => (i * 37) % 256));
  const bytes = await sharp(pixels, { raw: { width: 24, height: 16, channels: 3 } })
    .withExif({ IFD0: { Artist: 'needle-artist', ImageDescription: 'needle-place' } })
    .withMetadata({ orientation })
    .toFormat(format, { lossless: true })
    .toBuffer();
  return new Uint8Array(bytes);
}

async function clean(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const made = await remedy(new Blob([bytes]), name, { kind: 'clean', asset });
  if (made.outcome !== 'cleaned') throw new Error(made.reason);
  return new Uint8Array(await made.file.arrayBuffer());
}

const pixelsOf = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('a cleaned picture', () => {
  it.each(FORMATS)('%s has its pixels and its way up, and nothing else', async (format) => {
    for (const orientation of [1, 6]) {
      const plain = await picture(format, orientation);
      const tail = new TextEncoder().encode('needle-tail');
      const before = new Uint8Array([...plain, ...(format === 'webp' ? [] : tail)]);
      expect(textOf(before)).toMatch(NEEDLE);
      const after = await clean(before, `a.${format}`);
      expect(textOf(after)).not.toMatch(NEEDLE);
      expect(await pixelsOf(after)).toEqual(await pixelsOf(plain));
      const { orientation: kept } = await sharp(after).metadata();
      expect(kept ?? 1).toBe(orientation);
    }
  });

  it('is refused where it is cut off', async () => {
    const png = await picture('png', 1);
    const made = await remedy(new Blob([png.slice(0, png.length - 14)]), 'a.png', { kind: 'clean', asset });
    expect(made).toEqual({ outcome: 'refused', reason: 'unread' });
  });

  it('lies cleaned in a cleaned zip, beside what no remedy is needed for', async () => {
    const zip = writeZip([
      { name: 'a.jpeg', data: await picture('jpeg', 1) },
      { name: 'notes.txt', data: 'as it was' },
      { name: '__MACOSX/._a.jpeg', data: 'needle-leftover' },
    ]);
    const made = await remedy(new Blob([zip]), 'all.zip', { kind: 'clean', asset });
    if (made.outcome !== 'cleaned') throw new Error(made.reason);
    expect(made.name).toBe('all-cleaned.zip');
    const parts = await partsOf(made.file);
    expect([...parts.keys()]).toEqual(['a.jpeg', 'notes.txt']);
    expect(parts.get('notes.txt')).toBe('as it was');
    expect(parts.get('a.jpeg')).not.toMatch(NEEDLE);
  });
});
