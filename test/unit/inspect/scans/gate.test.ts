// The gate: pages of text pass, pictures do not, and turned pages are known by their letters.
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test, vi } from 'vitest';
import { gateOf } from '../../../../utils/inspect/scans/gate.ts';
import { makePeople, Random } from '../../../fixtures/people.ts';
import { drawPortrait } from '../../../fixtures/portraits.ts';
import { tableOf } from '../../../fixtures/rosters.ts';
import { type Grey, noisy, resized, skewed, turned } from '../../../fixtures/scans/degrade.ts';
import { draw } from '../../../fixtures/scans/draw.ts';
import { tablePage, textPage } from '../../../fixtures/scans/layout.ts';

// Pages are drawn, which takes long beside other work on the machine.
vi.setConfig({ testTimeout: 120_000 });

const small = (page: Grey) => resized(page, Math.round((page.width * 1024) / page.height), 1024);

const prose =
  'Each record would have to be opened and read by hand, which takes longer than the limit allows. '.repeat(
    12,
  );

test('a page of text passes, and a quarter turn is seen', async () => {
  const page = small(await draw(textPage(prose, 'Helvetica', 11), 150));
  expect(gateOf(page)).toMatchObject({ sideways: false });
  expect(gateOf(page)!.lines).toBeGreaterThan(8);
  expect(gateOf(turned(page, 1))).toMatchObject({ sideways: true });
});

function list(seed: number) {
  const random = new Random(seed);
  const table = tableOf(random, makePeople(random, 20), ['surname', 'initials', 'rank', 'number', 'station']);
  return tablePage(table, { style: 'plain', font: 'Helvetica', size: 10, title: 'Duty list', headings: 1 });
}

test('a letter runs on, a list has columns', async () => {
  const letter = await draw(textPage(prose, 'Times-Roman', 11), 150);
  expect(gateOf(small(letter))).toMatchObject({ tabular: false });
  expect(gateOf(small(await draw(list(1), 150)))).toMatchObject({ tabular: true });
});

test('a rota passes, though most of its cells hold a letter or two', async () => {
  const random = new Random(5);
  const people = makePeople(random, 16);
  const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  const codes = ['E', 'L', 'N', 'RD', 'AL', 'T', 'C'];
  const table = [
    ['Name', ...days],
    ...people.map(({ surname }) => [surname, ...days.map(() => random.pick(codes))]),
  ];
  const page = tablePage(table, { style: 'plain', font: 'Helvetica', size: 10, title: '', headings: 1 });
  expect(gateOf(small(await draw(page, 150)))).toMatchObject({ sideways: false, tabular: true });
});

describe('a page with nothing on it but writing is bare', () => {
  let drawn: Promise<Grey[]> | undefined;
  const pages = () => {
    drawn ??= drawAll();
    return drawn;
  };
  const drawAll = async (): Promise<Grey[]> => [
    await draw(textPage(prose, 'Times-Roman', 11), 150),
    noisy(skewed(await draw(textPage(prose, 'Helvetica', 10), 200), 0.7), new Random(2), 0.7),
    await draw(list(2), 150),
  ];
  const grey = async (portrait: Sharp): Promise<Grey> => {
    const { data, info } = await portrait.greyscale().raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  };
  const with_ = (page: Grey, photo: Grey, left: number, top: number): Grey => {
    const data = page.data.slice();
    for (let y = 0; y < photo.height; y++)
      data.set(photo.data.subarray(y * photo.width, (y + 1) * photo.width), (top + y) * page.width + left);
    return { ...page, data };
  };
  /** Dots, as faxes and newspapers make shades of grey. */
  const dithered = ({ width, height, data }: Grey): Grey => {
    const random = new Random(9);
    return { width, height, data: data.map((value) => (value > random.int(0, 255) ? 255 : 0)) };
  };

  test('by itself', async () => {
    // A list has a title larger than its other letters: it may be taken for more than writing.
    for (const page of (await pages()).slice(0, 2)) expect(gateOf(small(page))).toMatchObject({ bare: true });
  });

  test.each([1, 2, 3])('and not with a photo on it (%i)', async (seed) => {
    const photo = await grey(sharp(await drawPortrait(seed)).resize(150, 200));
    const pale = { ...photo, data: photo.data.map((value) => 140 + value * 0.45) };
    for (const page of await pages()) {
      for (const one of [photo, pale, dithered(photo)]) {
        const gate = gateOf(small(with_(page, one, page.width - 400, 700)));
        expect(gate?.bare ?? false).toBe(false);
      }
    }
  });
});

test('blank paper, noise and soft shapes do not pass', () => {
  const random = new Random(4);
  const picture = (value: (x: number, y: number) => number): Grey => ({
    width: 800,
    height: 600,
    data: Uint8Array.from({ length: 480_000 }, (_, i) => value(i % 800, Math.floor(i / 800))),
  });
  expect(gateOf(picture(() => 250))).toBeUndefined();
  expect(gateOf(picture(() => random.int(0, 255)))).toBeUndefined();
  expect(gateOf(picture((x, y) => 128 + 120 * Math.sin(x / 23) * Math.cos(y / 31)))).toBeUndefined();
});
