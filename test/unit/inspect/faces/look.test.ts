import sharp from 'sharp';
import { expect, it } from 'vitest';
import { loadAsset } from '../../../../bin/assets.ts';
import { decodePicture } from '../../../../bin/node-decode-picture.ts';
import { difference } from '../../../../utils/inspect/faces/appearance.ts';
import { createFaceFinder, type Look } from '../../../../utils/inspect/faces/look.ts';
import { createPictures } from '../../../../utils/inspect/pixels/pictures.ts';
import { drawGroup, drawPortrait } from '../../../fixtures/portraits.ts';

async function look(bytes: Buffer): Promise<Look> {
  const pictures = createPictures({
    decode: decodePicture,
    asset: loadAsset,
    note: () => undefined,
    check: () => undefined,
  });
  const part = {
    place: ['a'],
    hidden: [],
    name: 'a',
    format: 'png',
    bytes: new Blob([new Uint8Array(bytes)]),
  };
  return (await createFaceFinder(loadAsset).look((await pictures.open(part))!, 0))!;
}

it('knows a portrait, whoever it shows', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    expect(await look(await drawPortrait(seed))).toMatchObject({ kind: 'portrait', faces: 1 });
  }
});

it.each([
  ['small', { width: 120, height: 160 }],
  ['grey', { grey: true }],
  ['turned', { turned: 90 }],
  ['turned the other way', { turned: 270 }],
  ['upside down', { turned: 180 }],
] as const)('knows a portrait that is %s', async (_, drawn) => {
  for (const seed of [3, 5, 8]) expect((await look(await drawPortrait(seed, drawn))).kind).toBe('portrait');
});

it.each([3, 5, 8, 10])('counts %i people in a group', async (people) => {
  expect(await look(await drawGroup(people * 100, people))).toMatchObject({ kind: 'group', faces: people });
});

it.each([
  ['four in a row', 4, { perRow: 4, height: 500 }],
  ['a passing-out parade of 42', 42, { perRow: 14 }],
] as const)('counts %s', async (_, people, drawn) => {
  const { kind, faces } = await look(await drawGroup(people * 10, people, drawn));
  expect(kind).toBe('group');
  expect(Math.abs(faces - people)).toBeLessThanOrEqual(people * 0.1);
});

it('knows a group photo that lies on its side', async () => {
  expect(await look(await drawGroup(500, 5, { turned: 90 }))).toMatchObject({ kind: 'group', faces: 5 });
});

it('takes no cartoon for a photo', async () => {
  for (let seed = 1; seed <= 6; seed++) {
    expect((await look(await drawPortrait(seed, { cartoon: true }))).kind).toBe('none');
  }
  expect((await look(await drawGroup(1, 5, { cartoon: true }))).kind).toBe('none');
});

it.each([
  [
    'a pattern',
    '<pattern id="a" width="9" height="7" patternUnits="userSpaceOnUse"><circle cx="4" cy="3" r="2.5"/></pattern>',
    'url(#a)',
  ],
  [
    'a gradient',
    '<linearGradient id="a"><stop stop-color="#e8b48c"/><stop offset="1" stop-color="#402010"/></linearGradient>',
    'url(#a)',
  ],
  ['one colour', '', '#c68863'],
])('sees nobody in %s', async (_, definition, fill) => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="500"><defs>${definition}</defs><rect width="400" height="500" fill="#fff"/><rect width="400" height="500" fill="${fill}"/></svg>`;
  expect((await look(await sharp(Buffer.from(svg)).png().toBuffer())).kind).toBe('none');
});

it('knows the same photo again at another size or compressed otherwise, and tells people apart', async () => {
  const prints = [];
  for (let seed = 1; seed <= 8; seed++) {
    const photo = await drawPortrait(seed);
    const print = (await look(photo)).fingerprint!;
    prints.push(print);
    for (const other of [
      await sharp(photo).resize(150).png().toBuffer(),
      await sharp(await sharp(photo).jpeg({ quality: 45 }).toBuffer())
        .png()
        .toBuffer(),
    ]) {
      expect(difference(print, (await look(other)).fingerprint!)).toBeLessThanOrEqual(14);
    }
  }
  for (const [i, a] of prints.entries())
    for (const b of prints.slice(i + 1)) expect(difference(a, b)).toBeGreaterThan(16);
});
