// Tables on their way to the detectors: a table that goes on over several pages is one table, its heading said once.
import { CELL_FLAG, type Place, type TableSink } from '../../part.ts';
import type { ReadContext } from '../../reader.ts';
import type { RuleId } from '../../rules.ts';
import type { Table } from './tables.ts';

interface Open {
  sink: TableSink;
  separators: number[];
  heading: string;
  rows: number;
  page: number;
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/** Tables that are hidden in one way (or in plain sight), page after page. */
export class TableStream {
  private readonly context: Pick<ReadContext, 'sink'>;
  private readonly hidden: readonly RuleId[];
  private open: Open | undefined;

  constructor(context: Pick<ReadContext, 'sink'>, hidden: readonly RuleId[]) {
    this.context = context;
    this.hidden = hidden;
  }

  /** Separators of the table that page `page` may go on with. */
  before(page: number): readonly number[] | undefined {
    return this.open?.page === page - 1 ? this.open.separators : undefined;
  }

  /** @param page counts from 1. */
  put(tables: readonly Table[], page: number, place: Place): void {
    for (const [at, table] of tables.entries()) {
      const goesOn = at === 0 && this.open?.page === page - 1 && same(this.open.separators, table.separators);
      if (!goesOn) {
        this.end();
        this.open = {
          sink: this.context.sink.table({
            place: [...place, `table ${at + 1}`],
            hidden: this.hidden,
            addressing: 'rows',
          }),
          separators: table.separators,
          heading: table.rows[0]!.join('\t'),
          rows: 0,
          page,
        };
      }
      this.write(table);
      this.open!.page = page;
    }
  }

  end(): void {
    this.open?.sink.end();
    this.open = undefined;
  }

  private write(table: Table): void {
    const open = this.open!;
    const rows: number[] = [];
    const cols: number[] = [];
    const strings: string[] = [];
    for (const [at, row] of table.rows.entries()) {
      if (at === 0 && open.rows > 0 && row.join('\t') === open.heading) continue;
      for (const [col, cell] of row.entries()) {
        if (cell === '') continue;
        rows.push(open.rows);
        cols.push(col);
        strings.push(cell);
      }
      open.rows++;
    }
    open.sink.chunk({
      count: strings.length,
      rows: Uint32Array.from(rows),
      cols: Uint32Array.from(cols),
      values: Uint32Array.from(strings, (_, i) => i),
      flags: Uint8Array.from(strings, (text) => (NUMBER.test(text) ? CELL_FLAG.number : 0)),
      strings,
      stable: 0,
    });
  }
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => Math.abs(x - b[i]!) < 0.01);
}
