import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { encode as encodeBmp } from 'bmp-ts';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../../bin/assets.ts';
import { decodePicture } from '../../../../bin/node-decode-picture.ts';
import type { ImagePart, ReaderFinding } from '../../../../utils/inspect/part.ts';
import { createPictures } from '../../../../utils/inspect/pixels/pictures.ts';
import { type Raster, rasterOf, shrink, turn } from '../../../../utils/inspect/pixels/raster.ts';

/** Red, green, blue, grey: top left, top right, bottom left, bottom right. */
const CORNERS = ['220,30,30', '30,160,30', '30,30,220', '128,128,128'];

function drawn(width: number, height: number): Sharp {
  const [a, b, c, d] = CORNERS.map((colour) => `rgb(${colour})`);
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 2 2" preserveAspectRatio="none"><path d="M0 0h1v1h-1z" fill="${a}"/><path d="M1 0h1v1h-1z" fill="${b}"/><path d="M0 1h1v1h-1z" fill="${c}"/><path d="M1 1h1v1h-1z" fill="${d}"/></svg>`,
    ),
  ).flatten({ background: '#fff' });
}

/** Which of `CORNERS` stands in each corner of the raster, or -1 where it is none of them. */
function corners({ width, height, pixels }: Raster): number[] {
  return [0.25, 0.75].flatMap((v) =>
    [0.25, 0.75].map((u) => {
      const at = (Math.floor(v * height) * width + Math.floor(u * width)) * 4;
      return CORNERS.findIndex((colour) =>
        colour.split(',').every((value, c) => Math.abs(Number(value) - pixels[at + c]!) < 24),
      );
    }),
  );
}

function room() {
  const findings: ReaderFinding[] = [];
  const pictures = createPictures({
    decode: decodePicture,
    asset: loadAsset,
    note: (finding) => findings.push(finding),
    check: () => undefined,
  });
  const open = (format: string, bytes: Uint8Array<ArrayBuffer>) => {
    const part: ImagePart = { place: ['a'], hidden: [], name: 'a', format, bytes: new Blob([bytes]) };
    return pictures.open(part);
  };
  return { open, pictures, findings };
}

const bytesOf = async (image: Sharp) => new Uint8Array(await image.toBuffer());

describe('a picture', () => {
  it.each([
    ['jpeg', (image: Sharp) => bytesOf(image.jpeg())],
    ['png', (image: Sharp) => bytesOf(image.png())],
    ['gif', (image: Sharp) => bytesOf(image.gif())],
    ['webp', (image: Sharp) => bytesOf(image.webp())],
    ['avif', (image: Sharp) => bytesOf(image.avif())],
    ['tiff', (image: Sharp) => bytesOf(image.tiff({ compression: 'lzw' }))],
    ['tiff', (image: Sharp) => bytesOf(image.tiff({ compression: 'jpeg' }))],
    [
      'bmp',
      async (image: Sharp) => {
        const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
        for (let i = 0; i < data.length; i += 4) data.subarray(i, i + 4).reverse();
        return new Uint8Array(encodeBmp({ data, width: info.width, height: info.height, bitPP: 24 }).data);
      },
    ],
  ] as const)('is decoded at the size asked for: %s', async (format, encode) => {
    const { open, findings } = room();
    const picture = await open(format, await encode(drawn(600, 400)));
    expect(picture).toMatchObject({ width: 600, height: 400, pages: 1 });
    const small = (await picture!.page(0, 90))!;
    expect([small.width, small.height]).toEqual([90, 60]);
    expect(corners(small)).toEqual([0, 1, 2, 3]);
    const whole = (await picture!.page(0, 5000))!;
    expect([whole.width, whole.height]).toEqual([600, 400]);
    expect(findings).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is upright whatever its orientation tag (%i)', async (orientation) => {
    // What a camera stores is drawn backwards from the upright picture, for every value of the tag.
    const upright = await bytesOf(drawn(400, 300).png());
    const stored: Record<number, (image: Sharp) => Sharp | Promise<Sharp>> = {
      1: (image) => image,
      2: (image) => image.flop(),
      3: (image) => image.rotate(180),
      4: (image) => image.flip(),
      5: async (image) => sharp(await image.rotate(90).toBuffer()).flop(),
      6: (image) => image.rotate(270),
      7: async (image) => sharp(await image.rotate(270).toBuffer()).flop(),
      8: (image) => image.rotate(90),
    };
    const raw = await bytesOf((await stored[orientation]!(sharp(upright))).png());
    for (const format of ['jpeg', 'tiff'] as const) {
      const { open } = room();
      const picture = await open(format, await bytesOf(sharp(raw).withMetadata({ orientation })[format]()));
      const page = (await picture!.page(0, 200))!;
      expect([page.width, page.height]).toEqual([200, 150]);
      expect(corners(page)).toEqual([0, 1, 2, 3]);
    }
  });

  it('has every page of a TIFF', async () => {
    const pages = await Promise.all(
      [40, 60, 80].map(async (width) => bytesOf(drawn(width, 40).resize(80, 40, { fit: 'fill' }).png())),
    );
    const { open } = room();
    const picture = await open('tiff', await bytesOf(sharp(pages, { join: { animated: true } }).tiff()));
    expect(picture?.pages).toBe(3);
    expect(corners((await picture!.page(2, 80))!)).toEqual([0, 1, 2, 3]);
  });

  it.each(['png', 'tiff'] as const)('is the same whoever has asked before: %s', async (format) => {
    const stripes = Buffer.alloc(1900 * 600, 255);
    for (let at = 0; at < stripes.length; at++) if ((at % 1900) % 7 < 2) stripes[at] = 0;
    const bytes = await bytesOf(sharp(stripes, { raw: { width: 1900, height: 600, channels: 1 } })[format]());
    const pixelsAfter = async (...sides: number[]) => {
      const picture = (await room().open(format, bytes))!;
      let page: Raster | undefined;
      for (const side of sides) page = await picture.page(0, side);
      return Buffer.from(page!.pixels);
    };
    for (const side of [300, 1593]) {
      const alone = await pixelsAfter(side);
      for (const before of [200, 1024, 1638, 1900])
        expect((await pixelsAfter(before, side)).equals(alone), `${side} after ${before}`).toBe(true);
    }
  });

  it('stands on white where it is transparent', async () => {
    const { open } = room();
    const clear = sharp({ create: { width: 50, height: 50, channels: 4, background: '#0000' } });
    const page = await (await open('png', await bytesOf(clear.png())))!.page(0, 50);
    expect([...page!.pixels.slice(0, 4)]).toEqual([255, 255, 255, 255]);
  });

  it('that would fill the memory is refused before it is decoded', async () => {
    const head = Buffer.alloc(17);
    head.write('IHDR');
    head.writeUInt32BE(60_000, 4);
    head.writeUInt32BE(60_000, 8);
    head.set([8, 2, 0, 0, 0], 12);
    const png = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x0d', 'latin1'),
      head,
      Buffer.from(Uint32Array.of(crc32(head)).buffer).reverse(),
    ]);
    const { open, findings } = room();
    expect(await open('png', new Uint8Array(png))).toBeUndefined();
    expect(findings).toMatchObject([{ rule: 'over-limit', where: ['a'] }]);
  });

  it('that cannot be decoded is said to be so, once', async () => {
    const { open, findings } = room();
    const good = await bytesOf(drawn(300, 300).png());
    good.fill(0x55, 60);
    const picture = await open('png', good);
    expect(await picture?.page(0, 100)).toBeUndefined();
    expect(await picture?.page(0, 100)).toBeUndefined();
    expect(await open('tiff', Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0))).toBeUndefined();
    expect(await open('heic', Uint8Array.of(0, 0, 0, 8))).toBeUndefined();
    expect(findings.map(({ rule }) => rule)).toEqual(['damaged', 'damaged', 'damaged']);
  });

  it('of a kind that has no pixels is nothing', async () => {
    const { open, findings } = room();
    expect(await open('emf', new Uint8Array(100))).toBeUndefined();
    expect(findings).toEqual([]);
  });
});

it('turns by quarters', async () => {
  const { data, info } = await drawn(60, 40).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const raster = { width: info.width, height: info.height, pixels: new Uint8ClampedArray(data) };
  expect(corners(turn(raster, 1))).toEqual([2, 0, 3, 1]);
  expect(corners(turn(raster, 2))).toEqual([3, 2, 1, 0]);
  expect(corners(turn(raster, 3))).toEqual([1, 3, 0, 2]);
});

it('keeps the mean when it makes smaller, at any ratio', () => {
  const pixels = new Uint8ClampedArray(97 * 53 * 4);
  for (let i = 0; i < 97 * 53; i++) pixels.set([i % 256, (i * 7) % 256, (i * 31) % 256, 255], i * 4);
  const mean = (raster: Raster) =>
    raster.pixels.reduce((sum, value, i) => sum + (i % 4 === 3 ? 0 : value), 0) /
    (raster.pixels.length * 0.75);
  const raster = { width: 97, height: 53, pixels };
  for (const side of [96, 50, 31, 7]) expect(mean(shrink(raster, side))).toBeCloseTo(mean(raster), -0.5);
});

const CORPUS = process.env.CORDON_CORPUS;
const HEIC = [
  'ShapeCrawler+ShapeCrawler/tests/ShapeCrawler.DevTests/Assets/images/04 heic image.heic',
  'apache+tika/tika-parsers/tika-parsers-standard/tika-parsers-standard-modules/tika-parser-image-module/src/test/resources/test-documents/testHEIF.heic',
  'apache+tika/tika-parsers/tika-parsers-standard/tika-parsers-standard-modules/tika-parser-image-module/src/test/resources/test-documents/IMG_1034.heic',
];

it.skipIf(!CORPUS).each(HEIC)('decodes HEIC (needs CORDON_CORPUS): %s', async (file) => {
  const { open, findings } = room();
  const picture = await open('heic', new Uint8Array(await readFile(path.join(CORPUS!, 'files', file))));
  const page = (await picture!.page(0, 100))!;
  expect(Math.max(page.width, page.height)).toBe(100);
  expect(new Set(page.pixels).size).toBeGreaterThan(20);
  expect(findings).toEqual([]);
});

describe('pixels that a reader has decoded', () => {
  const open = (channels: 1 | 3, data: number[]) => {
    const { pictures } = room();
    const pixels = { width: 2, height: 1, channels, data: Uint8Array.from(data) };
    return pictures.open({ place: ['a'], hidden: [], name: '', format: 'pixels', bytes: new Blob(), pixels });
  };

  it('are a picture of one page, grey or in colour', async () => {
    const grey = await (await open(1, [0, 201]))!.page(0, 100);
    expect([...grey!.pixels]).toEqual([0, 0, 0, 255, 201, 201, 201, 255]);
    const colour = await (await open(3, [1, 2, 3, 250, 251, 252]))!.page(0, 100);
    expect([...colour!.pixels]).toEqual([1, 2, 3, 255, 250, 251, 252, 255]);
  });

  it('are shrunk in grey as they are in colour', () => {
    const [width, height] = [97, 61];
    const data = Uint8Array.from({ length: width * height }, (_, i) => (i * 37 + (i >> 3) * 11) % 256);
    const colour = Uint8Array.from({ length: 3 * data.length }, (_, i) => data[Math.floor(i / 3)]!);
    for (const longest of [97, 96, 61, 40, 7]) {
      const grey = rasterOf({ width, height, channels: 1, data }, longest);
      const same = rasterOf({ width, height, channels: 3, data: colour }, longest);
      expect([grey.width, grey.height]).toEqual([same.width, same.height]);
      // Sums are rounded at other steps.
      for (const [i, value] of grey.pixels.entries())
        expect(Math.abs(value - same.pixels[i]!)).toBeLessThan(2);
    }
  });
});
