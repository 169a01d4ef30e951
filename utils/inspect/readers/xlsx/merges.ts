// Cells that lie under another one that they were merged with: no program draws them, and what they hold goes out with the
// file all the same (Excel empties them when a person merges cells; programs and the format painter do not). Merges stand
// behind the cells in the file, so a sheet that has some is read again as far as the last of them.
import { CELL_FLAG, type TableChunk } from '../../part.ts';
import type { Range } from './colour-rules.ts';
import type { CellContext, PartSource, ScanSheet } from './scan.ts';

/** Cells that are remembered at most: more than a person could merge. */
const MOST_COVERED = 500_000;

/** Thrown to end a scan: what lies behind the last merge need not be read. */
class Enough extends Error {}

/** Row and column as one number. */
/** One number for a cell. */
export const keyOf = (row: number, column: number): number => row * 16_384 + column;

/** Which merge lies over a cell, asked row by row, as cells come. */
export class Merges {
  private readonly sorted: readonly Range[];
  /** The last row under any of them, -1 where there are none. */
  readonly lastRow: number;
  private row = -1;
  private next = 0;
  private live: Range[] = [];

  /** @param ranges those of a single cell are none. */
  constructor(ranges: readonly Range[]) {
    this.sorted = ranges
      .filter(({ top, left, bottom, right }) => bottom > top || right > left)
      .sort((a, b) => a.top - b.top);
    this.lastRow = this.sorted.reduce((last, { bottom }) => Math.max(last, bottom), -1);
  }

  /** The merge that has this cell in it. */
  over(row: number, column: number): Range | undefined {
    if (row !== this.row) this.go(row);
    return this.live.find(({ left, right }) => column >= left && column <= right);
  }

  /** Does the cell lie under the top left one of a merge? */
  covers(row: number, column: number): boolean {
    const range = this.over(row, column);
    return range !== undefined && (range.top !== row || range.left !== column);
  }

  private go(row: number): void {
    // Rows that are out of order are rare, and allowed.
    if (row < this.row) {
      this.next = 0;
      this.live = [];
    }
    this.row = row;
    this.live = this.live.filter(({ bottom }) => bottom >= row);
    for (let range = this.sorted[this.next]; range && range.top <= row; range = this.sorted[++this.next])
      if (range.bottom >= row) this.live.push(range);
  }
}

/** The cells with something in them that is not seen because another cell lies over them. What repeats that one is nothing. */
export async function coveredCells(
  scan: ScanSheet,
  source: () => PartSource,
  cells: CellContext,
  ranges: readonly Range[],
): Promise<ReadonlySet<number>> {
  const merges = new Merges(ranges);
  const covered = new Set<number>();
  if (merges.lastRow < 0) return covered;
  const heads = new Map<Range, string>();
  try {
    await scan(
      source(),
      cells,
      { write: () => undefined, hiddenColumns: new Uint8Array(0), lowRows: false },
      ({ count, rows, cols, values, strings }) => {
        for (let i = 0; i < count; i++) {
          const [row, column] = [rows[i]!, cols[i]!];
          if (row > merges.lastRow) throw new Enough();
          const range = merges.over(row, column);
          if (!range) continue;
          const text = strings[values[i]!]!;
          if (row === range.top && column === range.left) heads.set(range, text.trim());
          else if (text.trim() !== '' && text.trim() !== heads.get(range) && covered.size < MOST_COVERED)
            covered.add(keyOf(row, column));
        }
      },
    );
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  } finally {
    // A scan that was ended in the middle of a chunk leaves the chunk's own texts behind the shared ones.
    cells.strings.length = cells.sharedCount;
  }
  return covered;
}

/** Marks them in a chunk. */
export function markCovered({ count, rows, cols, flags }: TableChunk, covered: ReadonlySet<number>): void {
  for (let i = 0; i < count; i++)
    if (covered.has(keyOf(rows[i]!, cols[i]!))) flags[i]! |= CELL_FLAG.hiddenText | CELL_FLAG.covered;
}
