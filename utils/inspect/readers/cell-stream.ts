// Collects cells into chunks for Readers of binary workbooks: shared strings go by their number, other texts stand
// behind them in the same array for the length of a chunk.
import { CELL_FLAG, type TableChunk } from '../part.ts';
import { serialToIso } from './xlsx/scan.ts';

const CHUNK_CELLS = 16_384;

/** The strings and styles that the cells of every sheet of a workbook refer to. */
export interface CellBook {
  /** The shared strings, `sharedCount` of them, and behind them those of the chunk at hand. */
  strings: string[];
  sharedCount: number;
  /** 1 for each shared string that a cell refers to. */
  used: Uint8Array;
  /** `CELL_FLAG` bits by cell style. */
  styles: Uint8Array;
  date1904: boolean;
}

/** Cells of one sheet on their way into chunks. */
export class CellStream {
  private readonly rows = new Uint32Array(CHUNK_CELLS);
  private readonly cols = new Uint32Array(CHUNK_CELLS);
  private readonly values = new Uint32Array(CHUNK_CELLS);
  private readonly flags = new Uint8Array(CHUNK_CELLS);
  private count = 0;
  /** The lowest row on the sheet so far. */
  private last = -1;
  private readonly book: CellBook;
  private emit: (chunk: TableChunk) => void = () => {};

  constructor(book: CellBook) {
    this.book = book;
  }

  /** Begins a table; the arrays are used again from sheet to sheet. */
  begin(emit: (chunk: TableChunk) => void): void {
    this.emit = emit;
    this.count = 0;
    this.last = -1;
    this.book.strings.length = this.book.sharedCount;
  }

  /** A cell with a shared string; one that does not exist is nothing. */
  shared(row: number, col: number, index: number, flags: number): void {
    if (index >= this.book.sharedCount) return;
    this.book.used[index] = 1;
    if (this.book.strings[index] !== '') this.put(row, col, index, flags);
  }

  text(row: number, col: number, text: string, flags: number): void {
    if (text === '') return;
    this.put(row, col, this.book.strings.push(text) - 1, flags);
  }

  /** A number, or a date where the style says so. @param flags of style, row and column; `date` asks for a date. */
  number(row: number, col: number, value: number, flags: number): void {
    const text = String(value);
    const { date, number } = CELL_FLAG;
    const iso = flags & date ? serialToIso(text, this.book.date1904) : undefined;
    const index = this.book.strings.push(iso ?? text) - 1;
    this.put(row, col, index, iso === undefined ? (flags & ~date) | number : flags);
  }

  private put(row: number, col: number, value: number, flags: number): void {
    const at = this.count++;
    this.rows[at] = row;
    this.cols[at] = col;
    this.values[at] = value;
    this.flags[at] = flags;
    if (row > this.last) this.last = row;
    if (this.count === CHUNK_CELLS) this.flush();
  }

  /** For writers that say of a row that it is hidden behind its cells: those that are still here are marked. */
  hideRow(row: number): void {
    if (row > this.last) return;
    for (let i = 0; i < this.count; i++) if (this.rows[i] === row) this.flags[i]! |= CELL_FLAG.hiddenRow;
  }

  /** Hands on what has been collected; to be called once more at the end of a sheet. */
  flush(): void {
    const { count, book } = this;
    if (count > 0) {
      this.emit({
        count,
        rows: this.rows.subarray(0, count),
        cols: this.cols.subarray(0, count),
        values: this.values.subarray(0, count),
        flags: this.flags.subarray(0, count),
        strings: book.strings,
        stable: book.sharedCount,
      });
    }
    this.count = 0;
    book.strings.length = book.sharedCount;
  }
}

/** Error values by their code, as Excel shows them. */
export const ERRORS: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

const double = new DataView(new ArrayBuffer(8));

/** The number in an RK value: 30 bits of an integer or of a double, perhaps a hundredfold. */
export function rkNumber(rk: number): number {
  let value: number;
  if (rk & 2) value = rk >> 2;
  else {
    double.setInt32(4, rk & ~3, true);
    double.setInt32(0, 0, true);
    value = double.getFloat64(0, true);
  }
  return rk & 1 ? value / 100 : value;
}
