// Where one table ends and another begins below it without a line that says so: a summary, and the list that it was made from.
// The columns tell: where figures stood stand words, or the rows become wider than their headings.
import type { Block } from '../cells/blocks.ts';
import { has, KIND_TRAITS, TRAIT } from '../cells/classes.ts';

/**
 * Rows that are looked at below a place, and how many there must be at least; how many of the cells of a column must be of one
 * sort; rows above that a table has without a blank one below; columns by which rows become wider for that alone to count.
 */
const SEAM = { below: 8, least: 3, same: 0.8, above: 2, wider: 2 };

type Sort = 'figure' | 'words' | undefined;

interface Row {
  row: number;
  /** Index of its first cell, and of the first cell after it. */
  from: number;
  to: number;
}

function sortOf(kind: number): Sort {
  if (has(kind, 'nobody')) return undefined;
  if (has(kind, 'number') || has(kind, 'decimal') || has(kind, 'money') || has(kind, 'percent'))
    return 'figure';
  return ((KIND_TRAITS[kind] as number) & TRAIT.text) !== 0 ? 'words' : undefined;
}

/** How many figures, words and cells each column has in some rows. */
class Columns {
  readonly cells = new Map<number, { all: number; figure: number; words: number }>();
  rows = 0;

  add(block: Block, { from, to }: Row): void {
    this.rows++;
    for (let i = from; i < to; i++) {
      const col = block.cols[i] as number;
      const known = this.cells.get(col) ?? { all: 0, figure: 0, words: 0 };
      this.cells.set(col, known);
      known.all++;
      const sort = sortOf(block.kinds[i] as number);
      if (sort) known[sort]++;
    }
  }

  sort(col: number): Sort {
    const known = this.cells.get(col);
    if (!known) return undefined;
    const least = SEAM.same * known.all;
    if (known.figure >= least && known.words === 0) return 'figure';
    return known.words >= least && known.figure === 0 ? 'words' : undefined;
  }

  /** Columns that are filled in most rows. */
  full(): number[] {
    return [...this.cells].filter(([, { all }]) => all >= SEAM.same * this.rows).map(([col]) => col);
  }
}

function rowsOf(block: Block, dataRow: number): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < block.count; ) {
    const row = block.rows[i] as number;
    let to = i + 1;
    while (to < block.count && block.rows[to] === row) to++;
    if (row >= dataRow) rows.push({ row, from: i, to });
    i = to;
  }
  return rows;
}

/**
 * The first row of a block in which another table begins.
 * @param dataRow the first row that is looked at: below the headings, if there are any
 * @param headed columns that have a heading
 */
export function seamOf(block: Block, dataRow: number, headed: ReadonlySet<number>): number | undefined {
  const all = rowsOf(block, dataRow);
  // What stands alone in its row is a title: of the table below it, if it stands at its top.
  const rows = all.filter(({ from, to }) => to - from > 1);
  const above = new Columns();
  for (let at = 1; at + SEAM.least <= rows.length; at++) {
    const [before, here] = [rows[at - 1] as Row, rows[at] as Row];
    above.add(block, before);
    const gap = here.row - before.row > 1;
    if (!gap && at < SEAM.above) continue;
    const below = new Columns();
    for (const row of rows.slice(at, at + SEAM.below)) below.add(block, row);
    const first = new Set(block.cols.subarray(here.from, here.to));
    if (!isSeam(above, below, first, gap, headed)) continue;
    const title = all.find(({ row }) => row > before.row);
    return (title ?? here).row;
  }
  return undefined;
}

/** @param first the columns of the first row below */
function isSeam(
  above: Columns,
  below: Columns,
  first: ReadonlySet<number>,
  gap: boolean,
  headed: ReadonlySet<number>,
): boolean {
  let turned = 0;
  let compared = 0;
  for (const col of above.cells.keys()) {
    const [a, b] = [above.sort(col), below.sort(col)];
    if (!a || !b) continue;
    compared++;
    if (a !== b) turned++;
  }
  const wide = below.full();
  // Rows that are as wide as their headings go on, though the first of them were not filled in; a table beside this one is no part of it.
  const last = Math.max(...above.cells.keys(), ...headed);
  let fresh = 0;
  while (first.has(last + 1 + fresh) && wide.includes(last + 1 + fresh)) fresh++;
  if (fresh >= SEAM.wider && (turned > 0 || gap || above.rows > SEAM.above)) return true;
  return turned > 0 && (gap || fresh > 0 ? turned >= 0.3 * compared : turned >= 0.5 * compared);
}
