// What pictures carry beside what they show is blanked in its place.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { blankMetafile, blankTiff } from '../../../utils/remedy/beside.ts';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const words = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer);
const record = (type: number, ...data: Buffer[]) => {
  const inner = Buffer.concat(data);
  return Buffer.concat([words(type, 8 + inner.length), inner]);
};
const comment = (data: string) => {
  const bytes = Buffer.from(data.padEnd(Math.ceil(data.length / 4) * 4, '.'), 'latin1');
  return record(70, words(bytes.length), bytes);
};
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1').replaceAll('\0', '');

/** A header with a description, records, and the end. */
function metafile(description: string, ...records: Buffer[]): Uint8Array<ArrayBuffer> {
  const said = utf16(description);
  const header = Buffer.alloc(100 + Math.ceil(said.length / 4) * 4);
  words(1, header.length).copy(header);
  header.write(' EMF', 40, 'latin1');
  words(description.length, 100).copy(header, 60);
  said.copy(header, 100);
  return new Uint8Array(Buffer.concat([header, ...records, record(14, words(0, 16, 20))]));
}

describe('a metafile', () => {
  it('keeps what it draws, and not what it was made of', () => {
    const before = metafile(
      'Microsoft Excel\0C:\\Users\\needle-name\\list.xlsx\0\0',
      comment('needle-private'),
      comment('EMF+drawn'),
      comment('GDICneedle-second-version'),
      record(84, Buffer.from('seen')),
    );
    const after = blankMetafile(before);
    expect(after.length).toBe(before.length);
    expect(text(after)).not.toContain('needle');
    expect(text(after)).not.toContain('Excel');
    expect(text(after)).toContain('EMF+drawn');
    expect(text(after)).toContain('seen');
  });
  it('is left as it is where there is nothing of the kind, or it is none', () => {
    for (const bytes of [metafile('', comment('EMF+drawn')), new Uint8Array(200), new Uint8Array(3)])
      expect(blankMetafile(bytes)).toBe(bytes);
  });
  it.each([
    ['with a record of no size', [words(70, 0)]],
    ['cut off', [words(70, 4000)]],
  ])('ends where it breaks off: %s', (_, records) => {
    expect(blankMetafile(metafile('needle', ...records)).length).toBeGreaterThan(100);
  });
});

type Tag = readonly [tag: number, type: number, value: number | string | readonly Tag[]];

/** A picture of 8 × 8 grey pixels; texts and directories within it stand behind it. */
function tiff(little: boolean, tags: readonly Tag[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2048);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  bytes.fill(0x80, 8, 72);
  let free = 72;
  const directory = (own: readonly Tag[]): number => {
    const at = free;
    free += 2 + own.length * 12 + 4;
    view.setUint16(at, own.length, little);
    own.forEach(([tag, type, value], i) => {
      const entry = at + 2 + i * 12;
      view.setUint16(entry, tag, little);
      view.setUint16(entry + 2, type, little);
      view.setUint32(entry + 4, typeof value === 'string' ? value.length : 1, little);
      if (typeof value === 'number' && type === 3) view.setUint16(entry + 8, value, little);
      else if (typeof value === 'number') view.setUint32(entry + 8, value, little);
      else if (typeof value === 'string') {
        const to = value.length > 4 ? free : entry + 8;
        bytes.set(Buffer.from(value, 'latin1'), to);
        if (value.length > 4) {
          view.setUint32(entry + 8, free, little);
          free += value.length + (value.length % 2);
        }
      } else view.setUint32(entry + 8, directory(value), little);
    });
    return at;
  };
  const needed: Tag[] = [
    [256, 3, 8],
    [257, 3, 8],
    [258, 3, 8],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 3, 8],
    [279, 4, 64],
  ];
  view.setUint32(4, directory([...needed, ...tags].sort(([x], [y]) => x - y)), little);
  return bytes.slice(0, free);
}

const SAID: readonly Tag[] = [
  [270, 2, 'needle-words\0'],
  [274, 3, 6],
  [315, 2, 'needle-artist\0'],
  [700, 1, '<x:xmpmeta>needle-xmp</x:xmpmeta>'],
  [
    34665,
    4,
    [
      [37510, 7, 'needle-comment'],
      [42033, 2, 'nee\0'],
    ],
  ],
  [34853, 4, [[28, 7, 'needle-place']]],
];

describe('a TIFF', () => {
  it.each([
    ['least', true],
    ['most', false],
  ])(
    'keeps its pixels and its way up, and not who made it where: %s significant byte first',
    async (_, little) => {
      const before = tiff(little, SAID);
      expect(text(before).match(/nee/g)).toHaveLength(6);
      const after = blankTiff(before);
      expect(after.length).toBe(before.length);
      expect(text(after)).not.toContain('nee');
      for (const bytes of [before, after])
        expect(await sharp(bytes).metadata()).toMatchObject({ width: 8, height: 8, orientation: 6 });
      const raw = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();
      expect((await raw(after)).equals(await raw(before))).toBe(true);
    },
  );
  it('is left as it is where it says nothing, or is none', () => {
    for (const bytes of [tiff(true, [[274, 3, 6]]), new Uint8Array(9), new Uint8Array(3)])
      expect(blankTiff(bytes)).toBe(bytes);
  });
  it('that leads to itself comes to an end', () => {
    const bytes = tiff(true, [[330, 4, 72]]);
    expect(blankTiff(bytes)).toBe(bytes);
  });
});
