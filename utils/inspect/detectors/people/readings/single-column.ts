// Another reading of a table: cells that stand alone in their rows, one under the other, and hold the fields of a person together
// (a CSV pasted into one column) or in turn (name, rank and station, and the next name).
import type { TableChunk, TableEnd, TablePart } from '../../../part.ts';
import type { Field, Finding } from '../../../report.ts';
import type { Regions, RegionsOptions } from '../tables/regions.ts';
import { range } from '../verdict/message.ts';
import { fieldsOf, type LineShape, linesOf } from './cell-lines.ts';
import { CellRows } from './cell-rows.ts';
import { Stack, type StackCell, type StackShape, stackOf } from './cell-stacks.ts';

/** Cells that are judged together, at least and at most; how often a column is refused before it is left alone; columns that are tried. */
const WINDOW = { least: 5, most: 64 };
const REFUSALS = 16;
const COLUMNS = 4;
/** So many cells in a row that are no lines end a list of these; lists in a column. */
const STRANGERS = 8;
const LISTS = 16;
/** After so many blank rows something new may begin. */
const NEW_LIST = 3;

type Reading = Pick<Regions, 'chunk' | 'end'>;
/** `rowsOf` tells in which lines of the text records stand, where `locate` has no range of a sheet to name. */
type Read = (options: Pick<RegionsOptions, 'locate'> & { rowsOf?: RowsOf }) => Reading;
type RowsOf = (first: number, last: number) => [firstRow: number, lastRow: number];

/** Cells that stand alone in their rows and are kept as lines of a text; how long they may be together; rows of several cells for each. */
const LONE = { cells: 4000, letters: 400_000, wide: 0.2 };

/** Text that stands in the cells of a sheet. */
export interface Lines {
  texts: string[];
  /** How its cells are hidden, all of their flags together. */
  flags: number;
  span: [firstRow: number, lastRow: number, firstCol: number, lastCol: number];
}

export class SingleColumns {
  /** The cells that stand alone in their rows, for reading them as the lines of a text. */
  private lone: StackCell[] = [];
  private letters = 0;
  /** Rows that have several cells. */
  private wide = 0;
  private cols = { first: 0xffffffff, last: 0 };
  private part: TablePart;
  private read: Read;
  private columns = new Map<number, SingleColumn>();
  /** The first cell of the row that is being read, and whether it is the only one so far. */
  private row = -1;
  private isAlone = false;
  private col = 0;
  private text = '';
  private flags = 0;

  constructor(part: TablePart, read: Read) {
    this.part = part;
    this.read = read;
  }

  /** Takes the next cells of the table. Costs next to nothing for cells that have neighbours. */
  chunk({ count, rows, cols, values, flags, strings }: TableChunk): void {
    // The row that is done with: its other cells say nothing more.
    let done = this.isAlone ? -1 : this.row;
    for (let i = 0; i < count; i++) {
      const row = rows[i] as number;
      if (row === done) continue;
      const text = strings[values[i] as number] as string;
      if (text === '') continue;
      if (row === this.row) {
        this.isAlone = false;
        this.wide++;
        done = row;
        continue;
      }
      done = -1;
      if (this.isAlone) this.take();
      this.row = row;
      this.isAlone = true;
      this.col = cols[i] as number;
      this.text = text;
      this.flags = flags[i] as number;
    }
  }

  /** What the cells hold that could be taken apart or put together. */
  end(info: TableEnd | undefined): Finding[] {
    if (this.isAlone) this.take();
    this.isAlone = false;
    // Names alone, that only look as if something stood beside them, are read better as they stand.
    return [...this.columns.values()]
      .flatMap((column) => column.end(info))
      .filter(({ fields }) => fields.some((field) => !NAMES.has(field)));
  }

  /** The lines of a text that was written into a sheet, a cell each; nothing where it is a table. */
  lines(): Lines | undefined {
    const [first] = this.lone;
    const last = this.lone.at(-1);
    if (!first || !last || this.wide > LONE.wide * this.lone.length) return undefined;
    return {
      texts: this.lone.map(({ text }) => text),
      flags: this.lone.reduce((all, { flags }) => all | flags, 0),
      span: [first.row, last.row, this.cols.first, this.cols.last],
    };
  }

  private take(): void {
    if (this.lone.length < LONE.cells && this.letters < LONE.letters) {
      this.lone.push({ row: this.row, text: this.text, flags: this.flags });
      this.letters += this.text.length;
      this.cols.first = Math.min(this.cols.first, this.col);
      this.cols.last = Math.max(this.cols.last, this.col);
    }
    let column = this.columns.get(this.col);
    if (!column) {
      if (this.columns.size >= COLUMNS) return;
      column = new SingleColumn(this.part, this.col, this.read);
      this.columns.set(this.col, column);
    }
    column.add({ row: this.row, text: this.text, flags: this.flags });
  }
}
const NAMES: ReadonlySet<Field> = new Set([
  'name',
  'surname',
  'forename',
  'initials',
  'title',
  'public-office',
]);

/** What takes a column's cells, once it is known how they are to be read. */
interface Taker {
  /** Whether a cell is built like the others. */
  fits(cell: StackCell): boolean;
  add(cell: StackCell): void;
  end(info: TableEnd | undefined): Finding[];
}

class SingleColumn {
  private part: TablePart;
  private col: number;
  private read: Read;
  private waiting: StackCell[] = [];
  private refusals = 0;
  private lastRow = 0;
  private taker: Taker | undefined;
  private ended: Taker[] = [];
  /** Cells that are unlike those of the list, since the last that was like them. */
  private strangers: StackCell[] = [];

  constructor(part: TablePart, col: number, read: Read) {
    this.part = part;
    this.col = col;
    this.read = read;
  }

  add(cell: StackCell): void {
    if (this.taker && this.continue(this.taker, cell)) return;
    if (cell.row - this.lastRow > NEW_LIST) this.refusals = 0;
    this.lastRow = cell.row;
    if (this.refusals >= REFUSALS || this.ended.length >= LISTS) return;
    this.waiting.push(cell);
    if (this.waiting.length < WINDOW.most) return;
    this.decide();
    if (this.taker) return;
    this.refusals++;
    // What begins in the midst of these is seen with what follows.
    this.waiting.splice(0, WINDOW.most / 2);
  }

  end(info: TableEnd | undefined): Finding[] {
    if (!this.taker && this.waiting.length >= WINDOW.least) this.decide();
    if (this.taker) this.close(this.taker);
    return this.ended.flatMap((taker) => taker.end(info));
  }

  /** Gives the list its next cell. Says whether it goes on: else what is unlike it waits to be judged by itself. */
  private continue(taker: Taker, cell: StackCell): boolean {
    this.strangers.push(cell);
    if (taker.fits(cell)) {
      for (const each of this.strangers.splice(0)) taker.add(each);
      return true;
    }
    if (this.strangers.length < STRANGERS) return true;
    this.strangers.pop();
    this.waiting = this.strangers.splice(0);
    this.close(taker);
    return false;
  }

  private close(taker: Taker): void {
    for (const each of this.strangers.splice(0)) taker.add(each);
    this.ended.push(taker);
    this.taker = undefined;
    this.refusals = 0;
  }

  private decide(): void {
    const texts = this.waiting.map(({ text }) => text);
    const lines = linesOf(texts);
    const stack = lines ? undefined : stackOf(texts);
    if (lines) this.taker = this.lines(lines);
    else if (stack) this.taker = this.stacked(stack);
    else return;
    for (const cell of this.waiting) this.taker.add(cell);
    this.waiting = [];
  }

  private where(firstRow: number, lastRow: number): string[] {
    return [...this.part.place, range(this.part.addressing, firstRow, lastRow, this.col, this.col)];
  }

  /** Every cell is a line, in the row in which it stands. */
  private lines({ separator, fields }: LineShape): Taker {
    const regions = this.read({ locate: (first, last) => this.where(first, last) });
    const rows = new CellRows((chunk) => regions.chunk(chunk));
    return {
      fits: ({ text }) => fieldsOf(text, separator).length === fields,
      add: ({ row, text, flags }) => rows.put(row, fieldsOf(text, separator), flags),
      end: (info) => {
        rows.flush();
        return regions.end(info);
      },
    };
  }

  /** Several cells make a row. */
  private stacked(shape: StackShape): Taker {
    const spans: { first: number; last: number }[] = [];
    const rowsOf: RowsOf = (first, last) => [spans[first]?.first ?? 0, spans[last]?.last ?? 0];
    const regions = this.read({ rowsOf, locate: (first, last) => this.where(...rowsOf(first, last)) });
    const rows = new CellRows((chunk) => regions.chunk(chunk));
    const stack = new Stack(shape, (record) => {
      const flags = record.reduce((all, cell) => all | cell.flags, 0);
      rows.put(
        spans.length,
        record.map(({ text }) => text.trim()),
        flags,
      );
      spans.push({ first: record[0]?.row ?? 0, last: record.at(-1)?.row ?? 0 });
    });
    return {
      fits: () => stack.goesOn,
      add: (cell) => stack.add(cell),
      end: () => {
        stack.end();
        rows.flush();
        return regions.end();
      },
    };
  }
}
