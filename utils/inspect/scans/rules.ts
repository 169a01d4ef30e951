// Ruled lines: taken out before letters are looked for, because they tie everything together and recognisers stumble
// over them. A run of ink that is much longer than any stroke of a letter is a rule; a longer one may have small holes.
import type { Grey, Ink } from './grey.ts';
import { runsOf } from './runs.ts';

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
  const across: Stretches = [];
  const down: Stretches = [];
  const { starts, ends, rows } = runsOf(ink);
  findAcross(starts, ends, rows, across, letter);
  findDown(starts, ends, rows, width, down, letter);
  if (across.length + down.length === 0) return;
  const marks = new Uint8Array(data.length);
  for (let i = 0; i < across.length; i += 3) {
    const base = across[i + 2]! * width;
    marks.fill(MARK_ACROSS, base + across[i]!, base + across[i + 1]!);
  }
  for (let i = 0; i < down.length; i += 3) {
    const x = down[i + 2]!;
    for (let y = down[i]!; y < down[i + 1]!; y++) marks[y * width + x]! |= MARK_DOWN;
  }
  const words = new Uint32Array(marks.buffer, 0, marks.length >> 2);
  for (let at = 0; at < marks.length; at++) {
    // Four pixels at once where there is no rule, which is nearly everywhere.
    if ((at & 3) === 0 && words[at >> 2] === 0) {
      at += 3;
      continue;
    }
    const mark = marks[at]!;
    if (mark === 0) continue;
    data[at] = 0;
    grey.data[at] = 255;
    // The pale edge of the rule goes with it, not the letter that touches it.
    if (mark & MARK_ACROSS) {
      if (at >= width && data[at - width] === 0) grey.data[at - width] = 255;
      if (at + width < height * width && marks[at + width] === 0 && data[at + width] === 0)
        grey.data[at + width] = 255;
    }
    if (mark & MARK_DOWN) {
      const x = at % width;
      if (x > 0 && data[at - 1] === 0) grey.data[at - 1] = 255;
      if (x + 1 < width && marks[at + 1] === 0 && data[at + 1] === 0) grey.data[at + 1] = 255;
    }
  }
}

/** From, to (one past the last), and the row or column: three numbers for each stretch. */
type Stretches = number[];

/** `runs` from left to right, row after row. */
function findAcross(
  starts: Int32Array,
  ends: Int32Array,
  rows: Int32Array,
  found: Stretches,
  letter: number,
): void {
  const whole = Math.max(24, ACROSS.whole * letter);
  const holed = Math.max(48, ACROSS.holed * letter);
  // A stretch of runs with small holes between them.
  let begin = 0;
  let last = Number.NEGATIVE_INFINITY;
  let full = 0;
  let row = -1;
  const close = () => {
    if (last - begin >= holed && full >= FULL * (last - begin)) found.push(begin, last, row);
  };
  for (let i = 0; i < starts.length; i++) {
    const from = starts[i]!;
    const to = ends[i]!;
    if (to - from >= whole) found.push(from, to, rows[i]!);
    if (rows[i] === row && from - last <= HOLE) full += to - from;
    else {
      close();
      row = rows[i]!;
      begin = from;
      full = to - from;
    }
    last = to;
  }
  close();
}

/** The same down the columns, in one walk over the ink: for each column, what it has come to so far. */
function findDown(
  starts: Int32Array,
  ends: Int32Array,
  rows: Int32Array,
  width: number,
  found: Stretches,
  letter: number,
): void {
  const whole = Math.max(20, DOWN.whole * letter);
  const holed = Math.max(36, DOWN.holed * letter);
  const last = new Int32Array(width).fill(-1 - HOLE - 1);
  const run = new Int32Array(width);
  const begin = new Int32Array(width);
  const full = new Int32Array(width);
  const endRun = (x: number) => {
    if (run[x]! >= whole) found.push(last[x]! + 1 - run[x]!, last[x]! + 1, x);
  };
  const endStretch = (x: number) => {
    const long = last[x]! + 1 - begin[x]!;
    if (long >= holed && full[x]! >= FULL * long) found.push(begin[x]!, last[x]! + 1, x);
  };
  for (let i = 0; i < starts.length; i++) {
    const y = rows[i]!;
    for (let x = starts[i]!; x < ends[i]!; x++) {
      const hole = y - last[x]! - 1;
      if (hole === 0) {
        run[x]!++;
        full[x]!++;
      } else {
        endRun(x);
        run[x] = 1;
        if (hole <= HOLE) full[x]!++;
        else {
          endStretch(x);
          begin[x] = y;
          full[x] = 1;
        }
      }
      last[x] = y;
    }
  }
  for (let x = 0; x < width; x++) {
    endRun(x);
    endStretch(x);
  }
}
