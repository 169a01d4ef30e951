// The data behind a pivot table, as a table: a heading a field, then its records. What each format has its own way of
// writing, the Readers of .xlsx, .xlsb and .xls read; what becomes of it is the same for all.
import { HANDFUL } from '../detectors/hidden.ts';
import type { Place, TableSink } from '../part.ts';
import type { ReadContext } from '../reader.ts';
import { CellBuffer } from './cell-buffer.ts';
import type { Teller } from './teller.ts';

/** A column of the source, with the values that records refer to by number. */
export interface PivotField {
  name: string;
  items: string[];
}

export class PivotRows {
  private readonly here: Place;
  private readonly table: TableSink;
  private readonly cells: CellBuffer;
  /** By field, then by item: a record refers to it. */
  private readonly used = new Map<PivotField, boolean[]>();
  private row = 0;
  private filled = 0;

  constructor({ sink, hidden }: ReadContext, here: Place) {
    this.here = here;
    this.table = sink.table({ place: here, hidden: [...hidden, 'pivot-cache'], addressing: 'rows' });
    this.cells = new CellBuffer(this.table);
  }

  /** The headings. Once, before the first record. */
  head(fields: readonly PivotField[]): void {
    fields.forEach(({ name }, column) => {
      this.cells.add(0, column, name);
    });
  }

  startRecord(): void {
    this.row++;
  }

  /** A value that stands in the record itself. */
  put(column: number, text: string): void {
    if (text === '') return;
    this.cells.add(this.row, column, text);
    this.filled++;
  }

  /** A value that the record refers to by its number. */
  refer(field: PivotField, column: number, item: number): void {
    const text = field.items[item];
    if (text === undefined) return;
    const used = this.used.get(field) ?? [];
    used[item] = true;
    this.used.set(field, used);
    this.put(column, text);
  }

  /**
   * Ends the table. What no record refers to was a value once, and is still there to be read: it goes below the records,
   * each field in its own column.
   */
  end(fields: readonly PivotField[]): void {
    const records = this.row;
    let last = records;
    fields.forEach((field, column) => {
      const used = this.used.get(field);
      this.row = records;
      field.items.forEach((item, i) => {
        if (used?.[i] || item === '') return;
        this.row++;
        this.put(column, item);
      });
      last = Math.max(last, this.row);
    });
    this.row = last;
    this.cells.flush();
    this.table.end();
  }

  /** Says that it is there, where it holds anything. After `end`. */
  tell(teller: Teller): void {
    if (this.filled === 0) return;
    teller.found(
      'pivot-cache',
      this.here,
      `The data behind a pivot table is in the file: ${this.row} rows that need not be on any sheet.`,
      { rows: this.row, cells: this.filled },
      this.filled > HANDFUL,
    );
  }
}
