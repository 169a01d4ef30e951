// A table of an OpenDocument file: a sheet, or a table in a text. Rows and cells come repeated, up to a million times
// for what is blank; only what is filled is put out, and of what is repeated no more than a bound.
import { CELL_FLAG, type Place, type TableEnd, type TableSink } from '../../part.ts';
import { CellBuffer } from '../cell-buffer.ts';

/** Cells put out at most for one row with its repetitions. */
const MOST_REPEATED = 100_000;
/** And for all rows of a sheet: what comes again says nothing new, and thousands of rows of it would never end. */
const MOST_REPEATED_IN_ALL = 2_000_000;
/** As many as a sheet has: a cell is not repeated beyond them. What is written there by itself is still read. */
const MOST_COLUMNS = 16_384;

/** Cells over others that are remembered at one time. */
const MOST_HEADS = 1000;

export class SheetTable {
  readonly place: Place;
  /** Cells with something in them. */
  filled = 0;
  /** Its cells can be set to show nothing. */
  readonly isProtected: boolean;
  private readonly sink: TableSink;
  private readonly cells: CellBuffer;
  private readonly pending: { column: number; text: string; flags: number }[] = [];
  private readonly filters: NonNullable<TableEnd['filter']>[] = [];
  private readonly hiddenColumns: { from: number; to: number }[] = [];
  /** Styles of the cells that name none of their own. */
  private readonly columnStyles: { from: number; to: number; style: string }[] = [];
  private rowStyle: string | undefined;
  /** Cells that others lie under. */
  private heads: { left: number; right: number; bottom: number; text: string }[] = [];
  private nextColumn = 0;
  private row = 0;
  private column = 0;
  private repeat = 1;
  private rowFlags = 0;
  private filtered = false;
  private repeatsLeft = MOST_REPEATED_IN_ALL;

  constructor(place: Place, sink: TableSink, isProtected: boolean) {
    this.place = place;
    this.isProtected = isProtected;
    this.sink = sink;
    this.cells = new CellBuffer(sink);
  }

  addColumns(count: number, hidden: boolean, style: string | undefined): void {
    if (style !== undefined && this.columnStyles.length < MOST_COLUMNS)
      this.columnStyles.push({ from: this.nextColumn, to: this.nextColumn + count - 1, style });
    if (hidden) this.hiddenColumns.push({ from: this.nextColumn, to: this.nextColumn + count - 1 });
    this.nextColumn += count;
  }

  startRow(repeat: number, hidden: boolean, filtered: boolean, style: string | undefined): void {
    this.rowStyle = style;
    this.repeat = repeat;
    this.rowFlags = hidden || filtered ? CELL_FLAG.hiddenRow : 0;
    this.filtered = filtered;
    this.column = 0;
    this.pending.length = 0;
  }

  /** The style of the next cell, where it names none. */
  get usualStyle(): string | undefined {
    if (this.rowStyle !== undefined) return this.rowStyle;
    const { column } = this;
    return this.columnStyles.find(({ from, to }) => column >= from && column <= to)?.style;
  }

  /** The cell at hand lies over so many columns and rows, itself among them. */
  spans(columns: number, rows: number, text: string): void {
    const [top, left] = [this.row, this.column];
    this.heads = this.heads.filter(({ bottom }) => bottom >= top);
    if (this.heads.length < MOST_HEADS)
      this.heads.push({ left, right: left + columns - 1, bottom: top + rows - 1, text: text.trim() });
  }

  /**
   * A cell, `repeat` times side by side; blank ones only move on.
   * @param covered it lies under one that spans several. What says the same as that one is nothing.
   */
  addCell(text: string, repeat: number, flags: number, covered = false): void {
    const said = text.trim();
    const isRepeat =
      covered &&
      this.heads.some(
        ({ left, right, bottom, text: head }) =>
          head === said && this.row <= bottom && this.column >= left && this.column <= right,
      );
    if (said !== '' && !isRepeat) {
      const own = covered ? flags | CELL_FLAG.hiddenText | CELL_FLAG.covered : flags;
      const times = Math.min(repeat, this.repeatsLeft + 1, Math.max(1, MOST_COLUMNS - this.column));
      this.repeatsLeft -= times - 1;
      for (let i = 0; i < times && this.pending.length < MOST_REPEATED; i++) {
        const column = this.column + i;
        this.pending.push({ column, text, flags: own | this.rowFlags | this.columnFlags(column) });
      }
    }
    this.column += repeat;
  }

  private columnFlags(column: number): number {
    for (const { from, to } of this.hiddenColumns) {
      if (column >= from && column <= to) return CELL_FLAG.hiddenColumn;
    }
    return 0;
  }

  endRow(): void {
    const { pending, repeat, row } = this;
    this.row += repeat;
    if (pending.length === 0) return;
    const most = Math.min(MOST_REPEATED, pending.length + this.repeatsLeft);
    const times = Math.min(repeat, Math.max(1, Math.floor(most / pending.length)));
    this.repeatsLeft -= pending.length * (times - 1);
    for (let i = 0; i < times; i++) {
      for (const { column, text, flags } of pending) this.cells.add(row + i, column, text, flags);
    }
    this.filled += pending.length * times;
    if (!this.filtered) return;
    const last = this.filters[this.filters.length - 1];
    if (last && last.lastRow + 1 >= row) last.lastRow = row + times - 1;
    else this.filters.push({ firstRow: row, lastRow: row + times - 1 });
  }

  end(): void {
    this.cells.flush();
    const [filter] = this.filters;
    this.sink.end(filter ? { filter, filters: this.filters } : undefined);
  }
}
