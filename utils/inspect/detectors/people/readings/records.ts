// People written one under the other, a line for each field (`Name: …`, `Rank: …`), as forms and cards have them: they are read as
// the rows of the table that they are.
import { headingOf } from '../../../lexicon/headers.ts';
import type { TableChunk } from '../../../part.ts';

/** Cells that are kept, at most; records fewer than this are no list. */
const RECORDS = { cells: 200_000, least: 3 };

/** Fields and their values, record by record. */
export class Records {
  private columns = new Map<string, number>();
  private records: { row: number; values: Map<number, string> }[] = [];
  private cells = 0;

  /** @param key a heading as the lexicon has it, with or without a colon */
  add(row: number, key: string, value: string): void {
    const heading = headingOf(key);
    if (!heading || heading.loose || this.cells >= RECORDS.cells) return;
    const name = key
      .toLowerCase()
      .replace(/[^\p{L}\d]+/gu, ' ')
      .trim();
    let column = this.columns.get(name);
    if (column === undefined) {
      column = this.columns.size;
      this.columns.set(name, column);
    }
    let last = this.records.at(-1);
    // A field for the second time is the next one's.
    if (!last || last.values.has(column)) {
      last = { row, values: new Map() };
      this.records.push(last);
    }
    last.values.set(column, value);
    this.cells++;
  }

  /** The row in which a record begins. */
  rowOf(record: number): number {
    return this.records[Math.min(record, this.records.length) - 1]?.row ?? 0;
  }

  /** All records as one table, headings first; nothing where there are too few of them to be a list. */
  table(): TableChunk | undefined {
    if (this.records.length < RECORDS.least) return undefined;
    const strings = [...this.columns.keys()];
    const rows = strings.map(() => 0);
    const cols = strings.map((_, at) => at);
    for (const [at, { values }] of this.records.entries())
      for (const [column, value] of [...values].sort(([a], [b]) => a - b)) {
        rows.push(at + 1);
        cols.push(column);
        strings.push(value);
      }
    return {
      count: strings.length,
      rows: Uint32Array.from(rows),
      cols: Uint32Array.from(cols),
      values: Uint32Array.from(strings.keys()),
      flags: new Uint8Array(strings.length),
      strings,
    };
  }
}
