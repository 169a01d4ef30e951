// Light writing in dark bars, as headings of printed tables often are: the bars are found and turned over, so that their
// writing is dark on light like all other.
import type { Grey, Ink } from './grey.ts';

/** The page is looked at in squares of so many letter heights. */
const SQUARE = 0.5;
/** So much ink around a square (three by three) is no writing, however heavy. */
const DARK = 0.56;
/** Bars are at least so many squares wide and high. */
const LEAST_ACROSS = 6;
const LEAST_DOWN = 2;

/** Turns dark bars over, in place. @returns whether there were any. */
export function turnBars(grey: Grey, ink: Ink, letter: number): boolean {
  const side = Math.max(4, Math.round(letter * SQUARE));
  const across = Math.floor(grey.width / side);
  const down = Math.floor(grey.height / side);
  if (across < 3 || down < 3) return false;
  const share = shares(ink, side, across, down);
  const dark = new Uint8Array(across * down);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      let sum = 0;
      let count = 0;
      for (let dy = Math.max(0, y - 1); dy <= Math.min(down - 1, y + 1); dy++) {
        for (let dx = Math.max(0, x - 1); dx <= Math.min(across - 1, x + 1); dx++) {
          sum += share[dy * across + dx]!;
          count++;
        }
      }
      // At the edge of a bar half of what lies around is paper: the square itself then has to be dark.
      const own = share[y * across + x]!;
      if (sum / count >= DARK || (own >= 0.9 && sum / count >= 0.4)) dark[y * across + x] = 1;
    }
  }
  let any = false;
  for (const bar of barsOf(dark, across, down)) {
    any = true;
    turn(
      grey,
      bar.map((square) => ({ x: (square % across) * side, y: Math.floor(square / across) * side })),
      side,
    );
  }
  return any;
}

function shares({ width, data }: Ink, side: number, across: number, down: number): Float32Array {
  const share = new Float32Array(across * down);
  for (let y = 0; y < down * side; y++) {
    const row = Math.floor(y / side) * across;
    for (let at = y * width, square = row; square < row + across; square++) {
      let count = 0;
      for (const end = at + side; at < end; at++) count += data[at]!;
      share[square]! += count;
    }
  }
  const whole = side * side;
  for (let i = 0; i < share.length; i++) share[i]! /= whole;
  return share;
}

/** Dark squares that touch, where they make a bar and neither a spot nor the dark around a page. */
function barsOf(dark: Uint8Array, across: number, down: number): number[][] {
  const bars: number[][] = [];
  const seen = new Uint8Array(dark.length);
  for (let start = 0; start < dark.length; start++) {
    if (dark[start] === 0 || seen[start] === 1) continue;
    const bar = [start];
    seen[start] = 1;
    let [left, right, top, bottom] = [across, 0, down, 0];
    for (let at = 0; at < bar.length; at++) {
      const x = bar[at]! % across;
      const y = Math.floor(bar[at]! / across);
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (const [nx, ny] of [
        [x - 1, y],
        [x + 1, y],
        [x, y - 1],
        [x, y + 1],
      ] as const) {
        if (nx < 0 || ny < 0 || nx >= across || ny >= down) continue;
        const next = ny * across + nx;
        if (dark[next] === 0 || seen[next] === 1) continue;
        seen[next] = 1;
        bar.push(next);
      }
    }
    const wide = right - left + 1;
    const high = bottom - top + 1;
    const isEdge = left === 0 || top === 0 || right === across - 1 || bottom === down - 1;
    if (wide >= LEAST_ACROSS && high >= LEAST_DOWN && wide > 1.5 * high && !(isEdge && high > down / 6))
      bars.push(bar);
  }
  return bars;
}

function turn({ width, data }: Grey, squares: readonly { x: number; y: number }[], side: number): void {
  const histogram = new Uint32Array(256);
  for (const { x, y } of squares) {
    for (let dy = 0; dy < side; dy += 2) {
      for (let dx = 0; dx < side; dx += 2) histogram[data[(y + dy) * width + x + dx]!]!++;
    }
  }
  let half = histogram.reduce((sum, count) => sum + count, 0) / 2;
  let ground = 0;
  while (ground < 255 && half > histogram[ground]!) half -= histogram[ground++]!;
  const reach = Math.max(40, 255 - ground);
  for (const { x, y } of squares) {
    for (let dy = 0; dy < side; dy++) {
      for (let dx = 0, at = (y + dy) * width + x; dx < side; dx++, at++) {
        data[at] = Math.max(0, Math.min(255, (255 * (255 - data[at]!)) / reach));
      }
    }
  }
}
