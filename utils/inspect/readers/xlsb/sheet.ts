// One sheet of a binary workbook: every cell, and what stands around them.
import { CELL_FLAG, type TableEnd } from '../../part.ts';
import { type CellBook, type CellStream, ERRORS, rkNumber } from '../cell-stream.ts';
import { NO_HEIGHT, NO_WIDTH } from '../thin.ts';
import { plainHeader } from '../xlsx/sheet-frame.ts';
import type { RecordData } from './records.ts';

const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

type Filter = NonNullable<TableEnd['filter']>;

/** The ranges that filters with a criterion govern, in a sheet or in a table part. */
export class Filters {
  readonly found: Filter[] = [];
  private open: Filter | undefined;

  record(type: number, data: RecordData): void {
    if (type === 161) {
      const first = data.u32() + 1;
      this.open = { firstRow: first, lastRow: Math.max(first, data.u32()) };
    } else if (type === 163 && this.open) {
      this.found.push(this.open);
      this.open = undefined;
    } else if (type === 162) this.open = undefined;
  }
}

export class SheetRecords {
  readonly filters = new Filters();
  readonly printed: string[] = [];
  readonly validations: string[] = [];
  readonly links: string[] = [];
  private readonly book: CellBook;
  private readonly cells: CellStream;
  private readonly hiddenColumns = new Uint8Array(MOST_COLUMNS);
  private row = 0;
  private rowFlag = 0;
  private col = -1;

  constructor(book: CellBook, cells: CellStream) {
    this.book = book;
    this.cells = cells;
  }

  /** Where the cell at hand is, and how it looks. */
  private position(data: RecordData, short: boolean): number {
    // A number beyond Excel’s last column would have the tallies of columns grow to it.
    this.col = Math.min(short ? this.col + 1 : data.u32(), MOST_COLUMNS - 1);
    const style = data.u32() & 0xffffff;
    return (this.book.styles[style] ?? 0) | this.rowFlag | (this.hiddenColumns[this.col] ?? 0);
  }

  record(type: number, data: RecordData): void {
    const { cells } = this;
    switch (type) {
      case 0: {
        // BrtRowHdr
        const row = data.u32();
        data.skip(4);
        const height = data.u16();
        data.skip(1);
        const said = data.u8();
        this.row = Math.min(row, MOST_ROWS - 1);
        this.col = -1;
        this.rowFlag = said & 0x10 || height <= NO_HEIGHT * 20 ? CELL_FLAG.hiddenRow : 0;
        return;
      }
      case 1:
      case 12:
        this.position(data, type === 12);
        return;
      case 2:
      case 13: {
        const flags = this.position(data, type === 13);
        cells.number(this.row, this.col, rkNumber(data.u32() | 0), flags);
        return;
      }
      case 3:
      case 11:
      case 14: {
        const flags = this.position(data, type === 14) & ~CELL_FLAG.date;
        cells.text(this.row, this.col, ERRORS[data.u8()] ?? '#ERROR', flags | CELL_FLAG.number);
        return;
      }
      case 4:
      case 10:
      case 15: {
        const flags = this.position(data, type === 15) & ~CELL_FLAG.date;
        cells.text(this.row, this.col, data.u8() ? 'TRUE' : 'FALSE', flags | CELL_FLAG.number);
        return;
      }
      case 5:
      case 9:
      case 16: {
        const flags = this.position(data, type === 16);
        cells.number(this.row, this.col, data.f64(), flags);
        return;
      }
      case 6:
      case 8:
      case 17:
      case 62: {
        const flags = this.position(data, type === 17) & ~CELL_FLAG.date;
        if (type === 62) data.skip(1);
        cells.text(this.row, this.col, data.text(), flags);
        return;
      }
      case 7:
      case 18: {
        const flags = this.position(data, type === 18) & ~CELL_FLAG.date;
        cells.shared(this.row, this.col, data.u32(), flags);
        return;
      }
      default:
        this.around(type, data);
    }
  }

  private around(type: number, data: RecordData): void {
    switch (type) {
      case 60: {
        // BrtColInfo
        const first = data.u32();
        const last = Math.min(data.u32(), MOST_COLUMNS - 1);
        const width = data.u32();
        data.skip(4);
        const isHidden = (data.u16() & 1) !== 0 || width <= NO_WIDTH * 256;
        this.hiddenColumns.fill(isHidden ? CELL_FLAG.hiddenColumn : 0, first, last + 1);
        return;
      }
      case 485: {
        // BrtWsFmtInfo, before any column: of those that say nothing of themselves. Every row says its height.
        if (data.u32() <= NO_WIDTH * 256) this.hiddenColumns.fill(CELL_FLAG.hiddenColumn);
        return;
      }
      case 161:
      case 162:
      case 163:
        this.filters.record(type, data);
        return;
      case 479: {
        // BrtBeginHeaderFooter
        data.skip(2);
        for (let i = 0; i < 6; i++) {
          const text = plainHeader(data.text());
          if (text !== '') this.printed.push(text);
        }
        return;
      }
      case 64: {
        // BrtDVal
        const flags = data.u32();
        data.skip(data.u32() * 16);
        for (let i = 0; i < 4; i++) {
          const said = data.text();
          if (said.trim() !== '') this.validations.push(said);
        }
        const length = data.u32();
        if ((flags & 0x0f) !== 3 || length < 3 || data.u8() !== 0x17) return;
        this.validations.push(data.chars(data.u16()).replaceAll(/[,\0]/g, '\n'));
        return;
      }
      case 494: {
        // BrtHLink: the relationship and the place in it, then what is shown.
        data.skip(16);
        data.text();
        data.text();
        for (let i = 0; i < 2; i++) {
          const said = data.text();
          if (said.trim() !== '') this.links.push(said);
        }
        return;
      }
    }
  }
}
