// Ruled lines: taken out before letters are looked for, because they tie everything together and recognisers stumble
// over them. A run of ink that is much longer than any stroke of a letter is a rule; a longer one may have small holes.
import type { Grey, Ink } from './grey.ts';

/** Runs longer than so many letter heights are no strokes of letters: without a hole, and with holes of a pixel or two. */
const ACROSS = { whole: 3.2, holed: 6 };
const DOWN = { whole: 2.4, holed: 3.6 };
const HOLE = 2;
/** So much of a run with holes is ink. */
const FULL = 0.7;

const MARK_ACROSS = 1;
const MARK_DOWN = 2;

/** Takes rules out of the ink and out of the page (both in place). @param letter median height of letters. */
export function withoutRules(ink: Ink, grey: Grey, letter: number): void {
  const { width, height, data } = ink;
  const marks = new Uint8Array(data.length);
  markAcross(ink, marks, letter);
  markDown(ink, marks, letter);
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = y * width; x < width; x++, at++) {
      const mark = marks[at]!;
      if (mark === 0) continue;
      data[at] = 0;
      grey.data[at] = 255;
      // The pale edge of the rule goes with it, not the letter that touches it.
      if (mark & MARK_ACROSS) {
        if (y > 0 && data[at - width] === 0) grey.data[at - width] = 255;
        if (y + 1 < height && marks[at + width] === 0 && data[at + width] === 0) grey.data[at + width] = 255;
      }
      if (mark & MARK_DOWN) {
        if (x > 0 && data[at - 1] === 0) grey.data[at - 1] = 255;
        if (x + 1 < width && marks[at + 1] === 0 && data[at + 1] === 0) grey.data[at + 1] = 255;
      }
    }
  }
}

function markAcross({ width, height, data }: Ink, marks: Uint8Array, letter: number): void {
  const whole = Math.max(24, ACROSS.whole * letter);
  const holed = Math.max(48, ACROSS.holed * letter);
  for (let y = 0; y < height; y++) {
    const end = (y + 1) * width;
    let at = data.indexOf(1, y * width);
    // A stretch of runs with small holes between them.
    let begin = -1;
    let last = -1;
    let full = 0;
    while (at >= 0 && at < end) {
      let stop = at + 1;
      while (stop < end && data[stop] === 1) stop++;
      if (stop - at >= whole) marks.fill(MARK_ACROSS, at, stop);
      if (begin >= 0 && at - last <= HOLE) full += stop - at;
      else {
        if (begin >= 0 && last - begin >= holed && full >= FULL * (last - begin))
          marks.fill(MARK_ACROSS, begin, last);
        begin = at;
        full = stop - at;
      }
      last = stop;
      at = data.indexOf(1, stop);
    }
    if (begin >= 0 && last - begin >= holed && full >= FULL * (last - begin))
      marks.fill(MARK_ACROSS, begin, last);
  }
}

function markDown({ width, height, data }: Ink, marks: Uint8Array, letter: number): void {
  const whole = Math.max(20, DOWN.whole * letter);
  const holed = Math.max(36, DOWN.holed * letter);
  const run = new Uint16Array(width);
  const stretch = new Uint16Array(width);
  const full = new Uint16Array(width);
  const hole = new Uint8Array(width).fill(HOLE + 1);
  for (let y = 0; y <= height; y++) {
    for (let x = 0, at = y * width; x < width; x++, at++) {
      if (y < height && data[at] === 1) {
        run[x]!++;
        full[x]!++;
        stretch[x]! += 1 + hole[x]!;
        if (hole[x]! > HOLE) {
          stretch[x] = 1;
          full[x] = 1;
        }
        hole[x] = 0;
        continue;
      }
      if (run[x]! >= whole)
        for (let back = 1; back <= run[x]!; back++) marks[at - back * width]! |= MARK_DOWN;
      run[x] = 0;
      const holes = hole[x]!;
      if (holes > HOLE) continue;
      hole[x] = holes + 1;
      if ((holes < HOLE && y < height) || stretch[x]! < holed || full[x]! < FULL * stretch[x]!) continue;
      for (let back = holes + 1; back <= holes + stretch[x]!; back++) marks[at - back * width]! |= MARK_DOWN;
    }
  }
}
