// The first look at a worksheet: what is hidden in it, what will be taken out, and what has to stay together. The second
// look (sheet.ts) writes; it needs all of this of every sheet, since formulas refer from one to another.

import { ReadError } from '../../inspect/errors.ts';
import { CELL_FLAG } from '../../inspect/part.ts';
import { isTrue, readXml } from '../../inspect/readers/ooxml/xml.ts';
import { isLow, isNarrow } from '../../inspect/readers/thin.ts';
import { type Range, rangesOf } from '../../inspect/readers/xlsx/colour-rules.ts';
import { Merges } from '../../inspect/readers/xlsx/merges.ts';
import { isMaskedCell, type MaskedCells } from '../masked.ts';
import { type Area, areaOf, overlaps } from './area.ts';
import { LAST_COL } from './formula.ts';
import type { SheetObject } from './objects.ts';

export interface SheetFacts {
  name: string;
  /** In the original. */
  part: string;
  kind: string;
  hiddenRows: Set<number>;
  hiddenCols: Set<number>;
  /** What lay in them had content: formulas that refer there do not hold. */
  emptiedRows: number[];
  emptiedCols: Set<number>;
  emptiedCells: { row: number; col: number }[];
  /** Cells under others that they were merged with. */
  merges: Merges;
  /** Top left cells of merges that are seen in part: they stay though their row or column is hidden. */
  kept: Set<string>;
  masked: readonly MaskedCells[];
  /** `si` of shared formulas → the formula and where it stands. */
  shared: Map<string, { formula: string; row: number; col: number }>;
  /** The cells that stay, with their borders and fills. */
  used: { firstRow: number; lastRow: number; firstCol: number; lastCol: number } | undefined;
  /** Shapes that show objects, by their numbers, and what is seen of them: filled where the workbook is looked at. */
  shapes: Set<string>;
  objects: SheetObject[];
  /** There are cells of linked data types or with pictures in them. */
  rich: boolean;
  /** Cells that stay and refer to shared strings. */
  sharedReferences: number;
  /** Where a table or a colour rule may lay a colour behind white letters: there they can be seen. */
  coloured: Area[];
  /** Header cells of tables whose own text goes: `row,col` → the new text. Filled by tables.ts. */
  forced: Map<string, string>;
}

/** Takes texts: by their numbers in the shared strings, or as they are. */
interface Texts {
  shared(index: number): void;
  text(text: string): void;
}

export interface FactsOptions {
  name: string;
  kind: string;
  part: string;
  /** `CELL_FLAG` bits by cell style. */
  styles: Uint8Array;
  masked: readonly MaskedCells[];
  /** Ranges of tables. */
  coloured: readonly Area[];
  /** Told of each text that stays: by its number in the shared strings, or as it is. */
  seen: Texts;
  /** Told of each text that goes because it names somebody. */
  named: Texts;
}

export const cellKey = (row: number, col: number): string => `${row},${col}`;

export function isMasked(facts: SheetFacts, row: number, col: number): boolean {
  return isMaskedCell(facts.masked, facts.name, row, col);
}

/** May something lie behind this cell that its own style does not know of? */
export function isColoured(facts: SheetFacts, row: number, col: number): boolean {
  const cell = { firstRow: row, lastRow: row, firstCol: col, lastCol: col };
  return facts.coloured.some((area) => overlaps(area, cell));
}

/** How many rows of a sheet have a cell with something in it. What breaks off counts as far as it goes. */
export async function countRows(source: AsyncIterable<Uint8Array>): Promise<number> {
  let rows = 0;
  let any = false;
  const reading = readXml(source, {
    open(name) {
      if (name === 'v' || name === 'is') any = true;
    },
    close(name) {
      if (name !== 'row') return;
      if (any) rows++;
      any = false;
    },
  });
  await reading.catch((error: unknown) => {
    if (!(error instanceof ReadError) || error.rule !== 'damaged') throw error;
  });
  return rows;
}

/** Reads what stands around the cells of a sheet, and where cells are. */
export async function readFacts(
  open: () => AsyncIterable<Uint8Array>,
  options: FactsOptions,
): Promise<SheetFacts> {
  const facts: SheetFacts = {
    name: options.name,
    part: options.part,
    kind: options.kind,
    hiddenRows: new Set(),
    hiddenCols: new Set(),
    emptiedRows: [],
    emptiedCols: new Set(),
    emptiedCells: [],
    merges: new Merges(await mergesOf(open())),
    kept: new Set(),
    masked: options.masked.filter((mask) => mask.sheet === options.name),
    shared: new Map(),
    used: undefined,
    shapes: new Set(),
    objects: [],
    rich: false,
    sharedReferences: 0,
    coloured: [...options.coloured],
    forced: new Map(),
  };
  const merges: Area[] = [];
  let row = -1;
  let col = -1;
  let hiddenRow = false;
  // Rows and columns that say no size of their own are too thin to be seen.
  let low = false;
  let narrow = false;
  let emptied = false;
  let cell:
    | { row: number; col: number; style: number; type: string; value: string; any: boolean }
    | undefined;
  let inside: 'v' | 'f' | 't' | undefined;
  let formula: { si: string; text: string } | undefined;
  let phonetic = 0;
  /** Cells whose own style makes them invisible. What lies behind them is only known at the end. */
  const invisible: { row: number; col: number; type: string; value: string }[] = [];
  let deferred: { row: number; col: number; type: string; value: string }[] = [];

  const see = (type: string, value: string) => {
    if (type === 's') {
      facts.sharedReferences++;
      options.seen.shared(Number(value));
    } else if (value !== '' && (type === 'str' || type === 'inlineStr')) options.seen.text(value);
  };
  const closeCell = () => {
    if (!cell) return;
    const { style, type, value, any } = cell;
    const gone = hiddenRow || facts.hiddenCols.has(cell.col);
    if (any && facts.merges.covers(cell.row, cell.col)) {
      facts.emptiedCells.push({ row: cell.row, col: cell.col });
    } else if (any && gone) {
      if (hiddenRow && !emptied) facts.emptiedRows.push(cell.row);
      emptied ||= hiddenRow;
      facts.emptiedCols.add(cell.col);
      // Whether it heads a merge that is seen is only known at the end of the sheet.
      deferred.push({ row: cell.row, col: cell.col, type, value });
      if (deferred.length > 200_000) deferred = deferred.slice(-1000);
    } else if (any && ((options.styles[style] ?? 0) & CELL_FLAG.hiddenText) !== 0) {
      invisible.push({ row: cell.row, col: cell.col, type, value });
    } else if (any && !isMasked(facts, cell.row, cell.col)) see(type, value);
    else if (any && type === 's') options.named.shared(Number(value));
    else if (any) options.named.text(value);
    if (!gone) {
      const u = facts.used;
      facts.used = u
        ? {
            firstRow: Math.min(u.firstRow, cell.row),
            lastRow: Math.max(u.lastRow, cell.row),
            firstCol: Math.min(u.firstCol, cell.col),
            lastCol: Math.max(u.lastCol, cell.col),
          }
        : { firstRow: cell.row, lastRow: cell.row, firstCol: cell.col, lastCol: cell.col };
    }
    cell = undefined;
  };

  await readXml(open(), {
    open(name, attributes) {
      switch (name) {
        case 'conditionalFormatting':
          for (const ref of (attributes.sqref ?? '').split(/\s+/)) {
            const area = areaOf(ref);
            if (area) facts.coloured.push(area);
          }
          break;
        case 'oleObject':
          facts.shapes.add(attributes.shapeId ?? '');
          break;
        case 'sheetFormatPr':
          low = isTrue(attributes.customHeight) && isLow(attributes.defaultRowHeight);
          narrow = isNarrow(attributes.defaultColWidth);
          if (narrow) for (let i = 0; i <= LAST_COL; i++) facts.hiddenCols.add(i);
          break;
        case 'col': {
          const min = Math.max(1, Number(attributes.min ?? 0) || 1);
          const max = Math.min(LAST_COL + 1, Number(attributes.max ?? min) || min);
          const gone = isTrue(attributes.hidden) || isNarrow(attributes.width);
          for (let i = min; i <= max; i++) {
            if (gone) facts.hiddenCols.add(i - 1);
            else if (narrow) facts.hiddenCols.delete(i - 1);
          }
          break;
        }
        case 'row': {
          row = Number(attributes.r ?? 0) > 0 ? Number(attributes.r) - 1 : row + 1;
          col = -1;
          emptied = false;
          hiddenRow = isTrue(attributes.hidden) || (attributes.ht === undefined ? low : isLow(attributes.ht));
          if (hiddenRow) facts.hiddenRows.add(row);
          break;
        }
        case 'c': {
          if (cell) break;
          const at = areaOf(attributes.r);
          col = at ? at.firstCol : col + 1;
          cell = {
            row: at ? at.firstRow : row,
            col,
            style: Number(attributes.s ?? 0) || 0,
            type: attributes.t ?? 'n',
            value: '',
            any: false,
          };
          if (attributes.vm !== undefined && !hiddenRow && !facts.hiddenCols.has(col)) facts.rich = true;
          break;
        }
        case 'f':
          if (!cell) break;
          cell.any = true;
          inside = 'f';
          formula = attributes.t === 'shared' ? { si: attributes.si ?? '', text: '' } : undefined;
          break;
        case 'v':
          if (cell) inside = 'v';
          break;
        case 'rPh':
          phonetic++;
          break;
        case 't':
          if (cell && phonetic === 0) inside = 't';
          break;
        case 'mergeCell': {
          const area = areaOf(attributes.ref);
          if (area) merges.push(area);
          break;
        }
      }
    },
    close(name) {
      if (name === 'c') closeCell();
      else if (name === 'rPh') phonetic--;
      else if (name === 'f' && cell && formula && formula.text !== '')
        facts.shared.set(formula.si, { formula: formula.text, row: cell.row, col: cell.col });
      if (name === 'f' || name === 'v' || name === 't') inside = undefined;
    },
    text(text) {
      if (!cell || inside === undefined) return;
      if (inside === 'f') {
        if (formula) formula.text += text;
        return;
      }
      cell.any = true;
      cell.value += text;
    },
  });
  for (const { row: r, col: c, type, value } of invisible) {
    if (isColoured(facts, r, c)) see(type, value);
    else facts.emptiedCells.push({ row: r, col: c });
  }
  facts.emptiedRows.sort((a, b) => a - b);
  keepMergeHeads(facts, merges);
  for (const { row: r, col: c, type, value } of deferred) if (facts.kept.has(cellKey(r, c))) see(type, value);
  return facts;
}

async function mergesOf(source: AsyncIterable<Uint8Array>): Promise<Range[]> {
  const ranges: Range[] = [];
  await readXml(source, {
    open(name, attributes) {
      if (name === 'mergeCell') ranges.push(...rangesOf(attributes.ref ?? ''));
    },
  });
  return ranges;
}

/** A merged cell shows the text of its top left corner, even where that corner's row or column is hidden. */
function keepMergeHeads(facts: SheetFacts, merges: readonly Area[]): void {
  for (const { firstRow, lastRow, firstCol, lastCol } of merges) {
    if (!facts.hiddenRows.has(firstRow) && !facts.hiddenCols.has(firstCol)) continue;
    let rowSeen = false;
    for (let r = firstRow; r <= lastRow && !rowSeen; r++) rowSeen = !facts.hiddenRows.has(r);
    let colSeen = false;
    for (let c = firstCol; c <= lastCol && !colSeen; c++) colSeen = !facts.hiddenCols.has(c);
    if (rowSeen && colSeen) facts.kept.add(cellKey(firstRow, firstCol));
  }
}

/** Does an area of this sheet keep everything that was in it? */
export function staysWhole(facts: SheetFacts, area: Area): boolean {
  const { firstRow, lastRow, firstCol, lastCol } = area;
  if (facts.emptiedCols.size > 0) {
    // Cells in hidden rows count under their columns too: then both have to be met.
    for (const col of facts.hiddenCols)
      if (col >= firstCol && col <= lastCol && facts.emptiedCols.has(col)) return false;
  }
  if (anyBetween(facts.emptiedRows, firstRow, lastRow)) return false;
  return staysSeen(facts, area);
}

/** Does it keep everything that was in rows and columns which are not hidden? */
export function staysSeen(facts: SheetFacts, { firstRow, lastRow, firstCol, lastCol }: Area): boolean {
  const area = { firstRow, lastRow, firstCol, lastCol };
  if (facts.masked.some((masked) => overlaps(masked, area))) return false;
  return !facts.emptiedCells.some(
    ({ row, col }) => row >= firstRow && row <= lastRow && col >= firstCol && col <= lastCol,
  );
}

/** Is one of `sorted` within [first, last]? */
function anyBetween(sorted: readonly number[], first: number, last: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < first) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && (sorted[low] as number) <= last;
}
