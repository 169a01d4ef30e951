// Letters in a row: each component is tied to the next one on its right, and what is tied together is a chain (a word, a
// cell, a line of prose). Chains tell writing from pictures, and which way the lines run.
import type { Components } from './components.ts';

/** A run of letters along a line. Pixels; `right` and `bottom` one past the last. */
export interface Chain {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Components that are letters, from left to right. */
  letters: Int32Array;
}

export interface Writing {
  /** Median height of letters. */
  letter: number;
  /** Median width of letters, against their height. */
  broad: number;
  /** How many components could be letters by their size. */
  letters: number;
  /** Chains of one letter or more. */
  chains: Chain[];
}

/** Lower ones are specks and dots. */
const LEAST_HEIGHT = 3;
/** Letters farther apart than so many letter heights belong to different chains. */
const GAP = 1.15;
/** Heights of letters of one size, against their median. */
const LOW = 0.45;
const HIGH = 2.6;

/** @returns undefined where there is nothing like letters. */
export function writingOf(parts: Components, least = LEAST_HEIGHT): Writing | undefined {
  const first = medianHeight(parts, least);
  if (first === 0) return undefined;
  const writing = writingAt(parts, first, least);
  // What stands in rows is writing: where its size is another (a page on a desk with a grain), that one counts.
  const heights: number[] = [];
  for (const { letters } of writing?.chains ?? []) {
    if (letters.length >= 4) for (const i of letters) heights.push(parts.bottom[i]! - parts.top[i]!);
  }
  heights.sort((a, b) => a - b);
  const better = heights[heights.length >> 1];
  if (!better || Math.abs(better - first) <= 0.12 * first) return writing;
  return writingAt(parts, better, least);
}

function writingAt(parts: Components, letter: number, least: number): Writing | undefined {
  const order: number[] = [];
  const widths: number[] = [];
  for (let i = 0; i < parts.count; i++) {
    const height = parts.bottom[i]! - parts.top[i]!;
    const width = parts.right[i]! - parts.left[i]!;
    if (height < Math.max(least, LOW * letter) || height > HIGH * letter || width > 9 * height) continue;
    // A rule or its remains, not an I: much thinner than any stroke is high.
    if (width > 6 * letter && height < 0.7 * letter) continue;
    order.push(i);
    widths.push(width / height);
  }
  if (order.length === 0) return undefined;
  order.sort((a, b) => parts.left[a]! - parts.left[b]!);
  widths.sort((a, b) => a - b);
  return {
    letter,
    broad: widths[Math.floor(widths.length * 0.5)]!,
    letters: order.length,
    chains: tied(parts, order, letter),
  };
}

function medianHeight(parts: Components, least: number): number {
  const histogram = new Uint32Array(512);
  let count = 0;
  for (let i = 0; i < parts.count; i++) {
    const height = parts.bottom[i]! - parts.top[i]!;
    const width = parts.right[i]! - parts.left[i]!;
    if (height < least || height >= 400 || width > 12 * height || parts.area[i]! < 5) continue;
    // What is low and broad is a dash, what is high and thin may be a rule.
    if (height > 12 * width) continue;
    histogram[height]!++;
    count++;
  }
  let left = count / 2;
  for (let height = 0; height < 512; height++) {
    left -= histogram[height]!;
    if (left <= 0 && count > 0) return height;
  }
  return 0;
}

function tied(parts: Components, order: readonly number[], letter: number): Chain[] {
  const band = Math.max(2, letter);
  const bands = new Map<number, number[]>();
  for (const i of order) {
    const last = Math.floor((parts.bottom[i]! - 1) / band);
    for (let b = Math.floor(parts.top[i]! / band); b <= last; b++) {
      const list = bands.get(b);
      if (list) list.push(i);
      else bands.set(b, [i]);
    }
  }
  const next = new Map<number, number>();
  const before = new Map<number, number>();
  for (const [, list] of bands) {
    for (let at = 0; at < list.length; at++) {
      const i = list[at]!;
      const limit = parts.right[i]! + GAP * letter;
      for (let to = at + 1; to < list.length; to++) {
        const j = list[to]!;
        if (parts.left[j]! > limit) break;
        if (!sideBySide(parts, i, j)) continue;
        const known = next.get(i);
        if (known !== undefined && parts.left[known]! <= parts.left[j]!) break;
        next.set(i, j);
        break;
      }
    }
  }
  for (const i of order) {
    const j = next.get(i);
    if (j === undefined) continue;
    const rival = before.get(j);
    if (rival === undefined || closer(parts, i, rival, j)) before.set(j, i);
  }
  const chains: Chain[] = [];
  const used = new Set<number>();
  for (const i of order) {
    if (used.has(i) || (before.get(i) !== undefined && next.get(before.get(i)!) === i)) continue;
    const letters: number[] = [];
    let at: number | undefined = i;
    while (at !== undefined && !used.has(at)) {
      used.add(at);
      letters.push(at);
      const following = next.get(at);
      at = following !== undefined && before.get(following) === at ? following : undefined;
    }
    chains.push(chainOf(parts, letters));
  }
  return chains;
}

/** `j` stands on the right of `i`, on the same line. */
function sideBySide(parts: Components, i: number, j: number): boolean {
  const overlap = Math.min(parts.bottom[i]!, parts.bottom[j]!) - Math.max(parts.top[i]!, parts.top[j]!);
  const lower = Math.min(parts.bottom[i]! - parts.top[i]!, parts.bottom[j]! - parts.top[j]!);
  if (overlap < 0.45 * lower) return false;
  return (
    parts.left[j]! + parts.right[j]! > parts.right[i]! + parts.left[i]! + 1 &&
    parts.right[j]! > parts.right[i]!
  );
}

function closer(parts: Components, i: number, rival: number, j: number): boolean {
  const distance = (k: number) =>
    Math.max(0, parts.left[j]! - parts.right[k]!) +
    Math.abs(parts.bottom[k]! - parts.bottom[j]!) +
    Math.abs(parts.top[k]! - parts.top[j]!);
  return distance(i) < distance(rival);
}

function chainOf(parts: Components, letters: readonly number[]): Chain {
  let left = Number.POSITIVE_INFINITY;
  let right = 0;
  let top = Number.POSITIVE_INFINITY;
  let bottom = 0;
  for (const i of letters) {
    left = Math.min(left, parts.left[i]!);
    right = Math.max(right, parts.right[i]!);
    top = Math.min(top, parts.top[i]!);
    bottom = Math.max(bottom, parts.bottom[i]!);
  }
  return { left, right, top, bottom, letters: Int32Array.from(letters) };
}
