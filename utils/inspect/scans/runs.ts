// Ink by its runs: most of a page is paper, and whoever looks at the ink alone has a tenth of the work.
import type { Ink } from './grey.ts';

export interface Runs {
  /** Columns from and to (one past the last), from left to right, row after row. */
  starts: Int32Array;
  ends: Int32Array;
  rows: Int32Array;
}

export function runsOf({ width, height, data }: Ink): Runs {
  let room = 1 << 16;
  let starts = new Int32Array(room);
  let ends = new Int32Array(room);
  let rows = new Int32Array(room);
  let count = 0;
  for (let y = 0, base = 0; y < height; y++, base += width) {
    for (let x = 0; x < width; ) {
      if (data[base + x] === 0) {
        x++;
        continue;
      }
      const from = x;
      while (x < width && data[base + x] === 1) x++;
      if (count === room) {
        room *= 2;
        starts = grown(starts, room);
        ends = grown(ends, room);
        rows = grown(rows, room);
      }
      starts[count] = from;
      ends[count] = x;
      rows[count] = y;
      count++;
    }
  }
  return { starts: starts.subarray(0, count), ends: ends.subarray(0, count), rows: rows.subarray(0, count) };
}

function grown(list: Int32Array<ArrayBuffer>, room: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(room);
  out.set(list);
  return out;
}
