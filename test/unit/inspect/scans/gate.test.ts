// The gate: pages of text pass, pictures do not, and turned pages are known by their letters.
import { expect, test } from 'vitest';
import { gateOf } from '../../../../utils/inspect/scans/gate.ts';
import { Random } from '../../../fixtures/people.ts';
import { type Grey, resized, turned } from '../../../fixtures/scans/degrade.ts';
import { draw } from '../../../fixtures/scans/draw.ts';
import { textPage } from '../../../fixtures/scans/layout.ts';

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
