// Where the style of a table lays a colour behind its cells: white letters can be seen there, though their own style has no fill.
import { CELL_FLAG, type TableChunk } from '../../part.ts';
import { isTrue, readXml } from '../ooxml/xml.ts';
import { type Range, rangesOf } from './colour-rules.ts';
import { keyOf } from './merges.ts';
import type { CellContext, PartSource, ScanSheet } from './scan.ts';

/** What of a table part decides where its style has colours (ECMA-376 part 1, 18.5.1). */
interface TableLook {
  ref: string;
  headerRows: number;
  totalsRows: number;
  style: string | undefined;
  firstColumn: boolean;
  lastColumn: boolean;
}

/** Reads a table part. */
export async function readTableLook(source: AsyncIterable<Uint8Array>): Promise<TableLook> {
  const look: TableLook = {
    ref: '',
    headerRows: 1,
    totalsRows: 0,
    style: undefined,
    firstColumn: false,
    lastColumn: false,
  };
  await readXml(source, {
    open(name, attributes) {
      if (name === 'table') {
        look.ref = attributes.ref ?? '';
        look.headerRows = Number(attributes.headerRowCount ?? 1) || 0;
        look.totalsRows = Number(attributes.totalsRowCount ?? 0) || 0;
      } else if (name === 'tableStyleInfo') {
        look.style = attributes.name;
        look.firstColumn = isTrue(attributes.showFirstColumn);
        look.lastColumn = isTrue(attributes.showLastColumn);
      }
    },
  });
  return look;
}

/**
 * The cells that may have a colour behind them by the table's style. Of the built-in styles it is known which of their parts have a
 * strong one; the stripes and tints of the others leave white letters as unseen as paper does. A style of the workbook's own
 * may colour anything.
 */
export function shadedRanges({
  ref,
  headerRows,
  totalsRows,
  style,
  firstColumn,
  lastColumn,
}: TableLook): Range[] {
  const [all] = rangesOf(ref);
  if (!all || ref === '' || !style) return [];
  const [, family, digits] = /^TableStyle(Light|Medium|Dark)(\d+)$/.exec(style) ?? [];
  if (family === undefined || family === 'Dark') return [all];
  const number = Number(digits);
  const isLight = family === 'Light';
  const header = !isLight || (number >= 8 && number <= 14);
  const ends = !isLight && number >= 8 && number <= 21;
  const ranges: Range[] = [];
  if (header && headerRows > 0) ranges.push({ ...all, bottom: all.top + headerRows - 1 });
  if (ends && totalsRows > 0) ranges.push({ ...all, top: all.bottom - totalsRows + 1 });
  if (ends && firstColumn) ranges.push({ ...all, right: all.left });
  if (ends && lastColumn) ranges.push({ ...all, left: all.right });
  return ranges;
}

const isWithin = (ranges: readonly Range[], row: number, column: number): boolean =>
  ranges.some((r) => row >= r.top && row <= r.bottom && column >= r.left && column <= r.right);

const isUnseenIn = ({ rows, cols, flags }: TableChunk, i: number, ranges: readonly Range[]): boolean =>
  (flags[i]! & CELL_FLAG.hiddenText) !== 0 && isWithin(ranges, rows[i]!, cols[i]!);

/** Are there cells in these ranges that their own style makes invisible? */
export function hasUnseenIn(chunk: TableChunk, ranges: readonly Range[]): boolean {
  for (let i = 0; i < chunk.count; i++) if (isUnseenIn(chunk, i, ranges)) return true;
  return false;
}

/** Cells looked at on one sheet; others count as unseen. */
const MOST_SEEN = 100_000;

/**
 * Cells whose letters have the colour of the paper, but stand where a table's style may lay another one behind them.
 * @param anyGround the workbook's styles, of which those are flagged that show nothing on any colour.
 */
export async function seenCells(
  scan: ScanSheet,
  source: () => PartSource,
  cells: CellContext,
  anyGround: Uint8Array,
  shaded: readonly Range[],
): Promise<ReadonlySet<number>> {
  const seen = new Set<number>();
  const look = (styles: Uint8Array, note: (key: number) => void) =>
    scan(
      source(),
      { ...cells, styles },
      { write: () => undefined, hiddenColumns: new Uint8Array(0), lowRows: false },
      (chunk) => {
        for (let i = 0; i < chunk.count; i++)
          if (isUnseenIn(chunk, i, shaded)) note(keyOf(chunk.rows[i]!, chunk.cols[i]!));
      },
    );
  await look(cells.styles, (key) => {
    if (seen.size < MOST_SEEN) seen.add(key);
  });
  await look(anyGround, (key) => seen.delete(key));
  return seen;
}

export function markSeen({ count, rows, cols, flags }: TableChunk, seen: ReadonlySet<number>): void {
  if (seen.size === 0) return;
  for (let i = 0; i < count; i++) if (seen.has(keyOf(rows[i]!, cols[i]!))) flags[i]! &= ~CELL_FLAG.hiddenText;
}
