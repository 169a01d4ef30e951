// Tables that are read on their side: names in a row, and what belongs to each below.
import { headingOf } from '../../../lexicon/headers.ts';
import { foldedHash } from '../../../lexicon/text.ts';
import type { Block } from '../cells/blocks.ts';
import { has } from '../cells/classes.ts';
import { lookClosely } from '../cells/classify.ts';
import { isName } from './cutting.ts';

/** When a table is read on its side: at least so many names in one row, at most so many rows. */
const ACROSS = { people: 6, columns: 4, rows: 80, share: 0.75, headings: 3 };

/** Whether people seem to stand side by side in a block of so many columns. */
export function isSideways(block: Block, columns: number): boolean {
  const rows = (block.rows[block.count - 1] as number) - (block.rows[0] as number);
  if (columns < ACROSS.columns || rows > ACROSS.rows) return false;
  return hasRowOfNames(block) || hasColumnOfHeadings(block);
}

/** The block with rows and columns swapped. */
export function turn(block: Block): Block {
  const order = Array.from({ length: block.count }, (_, i) => i).sort(
    (a, b) =>
      (block.cols[a] as number) - (block.cols[b] as number) ||
      (block.rows[a] as number) - (block.rows[b] as number),
  );
  return {
    count: block.count,
    rows: Uint32Array.from(order, (i) => block.cols[i] as number),
    cols: Uint32Array.from(order, (i) => block.rows[i] as number),
    kinds: Uint16Array.from(order, (i) => block.kinds[i] as number),
    ids: Uint32Array.from(order, (i) => block.ids[i] as number),
    flags: Uint8Array.from(order, (i) => block.flags[i] as number),
    texts: order.map((i) => block.texts[i] as string),
    gap: 0,
    several: block.several,
    headings: block.headings,
    totals: block.totals,
    kept: block.count,
  };
}

/** Whether the first column of a block is one of headings, a name among them, and its first row is none. */
function hasColumnOfHeadings(block: Block): boolean {
  const firstCol = block.cols[0] as number;
  const firstRow = block.rows[0] as number;
  let cells = 0;
  let headings = 0;
  let named = false;
  let across = 0;
  let width = 0;
  for (let i = 0; i < block.count; i++) {
    const isHeading = has(block.kinds[i] as number, 'heading');
    if (block.rows[i] === firstRow) {
      width++;
      if (isHeading) across++;
    }
    if (block.cols[i] !== firstCol) continue;
    cells++;
    if (!isHeading) continue;
    headings++;
    named ||= NAMED.has(headingOf(block.texts[i] as string)?.what ?? '');
  }
  return named && headings >= ACROSS.headings && headings >= 0.6 * cells && across < 0.5 * width;
}
const NAMED: ReadonlySet<string> = new Set(['name', 'surname', 'forename']);

/** Whether most cells of one of the first rows are whole names. */
function hasRowOfNames(block: Block): boolean {
  let row = -1;
  let cells = 0;
  let names = 0;
  let rows = 0;
  for (let i = 0; i <= block.count; i++) {
    if (i === block.count || block.rows[i] !== row) {
      if (names >= ACROSS.people && names >= ACROSS.share * cells) return true;
      if (i === block.count || ++rows > 6) return false;
      row = block.rows[i] as number;
      cells = 0;
      names = 0;
    }
    cells++;
    const kind = block.kinds[i] as number;
    if (
      has(kind, 'words') &&
      isName(lookClosely(block.texts[i] as string, foldedHash(block.texts[i] as string)))
    )
      names++;
  }
  return false;
}
