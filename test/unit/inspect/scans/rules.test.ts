// Ruled lines are taken out, and the letters that they touch stay.
import { expect, test } from 'vitest';
import type { Grey } from '../../../../utils/inspect/scans/grey.ts';
import { inkOf } from '../../../../utils/inspect/scans/grey.ts';
import { withoutRules } from '../../../../utils/inspect/scans/rules.ts';

const LETTER = 10;

/** White, with black rectangles: left, top, right, bottom. */
function drawn(
  boxes: readonly (readonly [number, number, number, number])[],
  width = 203,
  height = 150,
): Grey {
  const data = new Uint8Array(width * height).fill(255);
  for (const [left, top, right, bottom] of boxes)
    for (let y = top; y < bottom; y++) data.fill(0, y * width + left, y * width + right);
  return { width, height, data };
}

function left(boxes: Parameters<typeof drawn>[0]): Grey {
  const grey = drawn(boxes);
  const ink = inkOf(grey);
  withoutRules(ink, grey, LETTER);
  // What is no ink any more is paper in the page as well.
  for (let i = 0; i < ink.data.length; i++) if (ink.data[i] === 0) expect(grey.data[i]).toBe(255);
  return grey;
}

test('lines across and down are taken out, to the edges of the picture', () => {
  expect(left([[0, 40, 203, 42]]).data).toEqual(drawn([]).data);
  expect(left([[201, 0, 203, 150]]).data).toEqual(drawn([]).data);
  expect(
    left([
      [0, 0, 2, 150],
      [0, 148, 203, 150],
    ]).data,
  ).toEqual(drawn([]).data);
});

test('strokes as long as those of letters stay', () => {
  const letters = [
    [20, 20, 22, 34],
    [40, 20, 60, 22],
  ] as const;
  expect(left(letters).data).toEqual(drawn(letters).data);
});

test('a dotted line with holes of two pixels is one line; with larger ones it is dots', () => {
  const dots = (gap: number, down: boolean) =>
    Array.from({ length: 16 }, (_, i): [number, number, number, number] => {
      const at = 3 + i * (6 + gap);
      return down ? [30, at, 32, at + 6] : [at, 30, at + 6, 32];
    });
  expect(left(dots(2, false)).data).toEqual(drawn([]).data);
  expect(left(dots(2, true)).data).toEqual(drawn([]).data);
  expect(left(dots(3, false)).data).toEqual(drawn(dots(3, false)).data);
  expect(left(dots(3, true)).data).toEqual(drawn(dots(3, true)).data);
});

test('of a letter that stands on a line the letter is left', () => {
  const stem = [50, 20, 53, 40] as const;
  const page = left([stem, [0, 40, 203, 42]]);
  expect(page.data).toEqual(drawn([stem]).data);
});
