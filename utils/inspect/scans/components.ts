// Connected components: what of the ink hangs together, letters above all. Runs of a row are joined with those of the
// row above that they touch (eight neighbours).
import type { Ink } from './grey.ts';

/** Boxes of components, `right` and `bottom` one past the last pixel. */
export interface Components {
  count: number;
  left: Int32Array;
  top: Int32Array;
  right: Int32Array;
  bottom: Int32Array;
  /** Pixels of ink. */
  area: Int32Array;
}

/** More runs than this are no page: noise, a halftone, a photograph. */
const MOST_RUNS = 600_000;

/** @returns undefined where there is far too much detail for a page of text. */
export function componentsOf({ width, height, data }: Ink): Components | undefined {
  let room = 1 << 14;
  let starts = new Int32Array(room);
  let ends = new Int32Array(room);
  let rows = new Int32Array(room);
  let parents = new Int32Array(room);
  let runs = 0;
  let above = 0;
  let aboveEnd = 0;
  const root = (run: number): number => {
    let at = run;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  };
  let at = data.indexOf(1);
  for (let y = 0; y < height; y++) {
    const first = runs;
    const base = y * width;
    const end = base + width;
    while (at >= 0 && at < end) {
      let stop = at + 1;
      while (stop < end && data[stop] === 1) stop++;
      if (runs === room) {
        if (room >= MOST_RUNS) return undefined;
        room *= 2;
        starts = grown(starts, room);
        ends = grown(ends, room);
        rows = grown(rows, room);
        parents = grown(parents, room);
      }
      starts[runs] = at - base;
      ends[runs] = stop - base;
      rows[runs] = y;
      parents[runs] = runs;
      runs++;
      at = data.indexOf(1, stop);
    }
    for (let run = first, other = above; run < runs && other < aboveEnd; ) {
      if (ends[other]! < starts[run]!) other++;
      else if (ends[run]! < starts[other]!) run++;
      else {
        const a = root(run);
        const b = root(other);
        if (a < b) parents[b] = a;
        else parents[a] = b;
        if (ends[other]! < ends[run]!) other++;
        else run++;
      }
    }
    above = first;
    aboveEnd = runs;
  }
  const index = new Int32Array(runs).fill(-1);
  let count = 0;
  for (let run = 0; run < runs; run++) if (parents[run] === run) index[run] = count++;
  const left = new Int32Array(count).fill(width);
  const top = new Int32Array(count).fill(height);
  const right = new Int32Array(count);
  const bottom = new Int32Array(count);
  const area = new Int32Array(count);
  for (let run = 0; run < runs; run++) {
    const at = index[root(run)]!;
    if (starts[run]! < left[at]!) left[at] = starts[run]!;
    if (ends[run]! > right[at]!) right[at] = ends[run]!;
    if (rows[run]! < top[at]!) top[at] = rows[run]!;
    if (rows[run]! >= bottom[at]!) bottom[at] = rows[run]! + 1;
    area[at]! += ends[run]! - starts[run]!;
  }
  return { count, left, top, right, bottom, area };
}

function grown(list: Int32Array<ArrayBuffer>, room: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(room);
  out.set(list);
  return out;
}
