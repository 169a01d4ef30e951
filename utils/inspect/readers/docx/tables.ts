// Tables of a Word document, and tables within their cells: cells go to the sink row by row, what was deleted from them to
// a table of its own.
import { CELL_FLAG, type Place, type TableSink } from '../../part.ts';
import { CellBuffer } from '../cell-buffer.ts';
import type { Walk } from '../ooxml/walk.ts';
import { NO_WIDTH_POINTS } from '../thin.ts';
import { type Cell, type Flow, withRule } from './flow.ts';

export interface Table {
  place: Place;
  sink: TableSink;
  cells: CellBuffer;
  /** Cells whose text was deleted with changes tracked; opened when there are any. */
  deletedSink?: TableSink;
  deletedCells?: CellBuffer;
  row: number;
  column: number;
  /** What is behind its text, as `Flow` has it. */
  fill: string;
  /** The row at hand is drawn without any height. */
  low: boolean;
  /** Columns are as wide as the file says, whatever stands in them; in twentieths of a point. */
  fixed: boolean;
  grid: number[];
  /** Texts of the cells that others lie under when they are merged: the last one, and by column. */
  head: string;
  heads: Map<number, string>;
}

/** Twentieths of a point: rows of exactly so much or less show nothing of a text. */
const NO_HEIGHT = 40;

/** Is a row so low that nothing of it is seen? Only one of an exact height is: others grow with their text. */
export function isNoHeight(height: string | undefined, rule: string | undefined): boolean {
  return rule === 'exact' && Number(height) <= NO_HEIGHT;
}

/**
 * Is a cell so narrow that nothing of it is seen? Where columns are as wide as the file says; others grow with their text.
 * @param said what the cell says of its width, `kind` the unit of it.
 * @param grid what the table says of the columns that it takes.
 */
export function isNoWidth(
  said: string | undefined,
  kind: string | undefined,
  grid: readonly number[],
): boolean {
  const own = (kind ?? 'dxa') === 'dxa' ? Number(said) : 0;
  // Writers that do not know a width write a zero.
  const width = own > 0 ? own : grid.reduce((sum, column) => sum + column, 0);
  return width > 0 && width <= NO_WIDTH_POINTS * 20;
}

/** The tables that are open, innermost last. */
export class Tables {
  private readonly open: Table[] = [];
  private readonly walk: Walk;

  constructor(walk: Walk) {
    this.walk = walk;
  }

  /** The innermost one. */
  get here(): Table | undefined {
    return this.open[this.open.length - 1];
  }

  /** Begins a table in `flow`. */
  start(flow: Flow): void {
    const { here } = this;
    const { context } = this.walk;
    flow.tables++;
    const nested = flow.cell !== undefined && here !== undefined;
    const place = nested
      ? [...here.place, `row ${here.row + 1}`, `table ${flow.tables}`]
      : [...flow.place, `table ${flow.tables}`];
    const sink = context.sink.table({
      place,
      hidden: [...context.hidden, ...flow.hidden],
      addressing: 'rows',
    });
    this.open.push({
      place,
      sink,
      cells: new CellBuffer(sink),
      row: -1,
      column: 0,
      fill: flow.fill,
      low: false,
      fixed: false,
      grid: [],
      head: '',
      heads: new Map(),
    });
  }

  end(): void {
    const table = this.open.pop();
    if (!table) return;
    table.cells.flush();
    table.sink.end();
    table.deletedCells?.flush();
    table.deletedSink?.end();
  }

  startRow(): void {
    const { here } = this;
    if (!here) return;
    here.row++;
    here.column = 0;
    here.low = false;
  }

  /** Leaves out columns before a row's first cell. */
  indent(columns: number): void {
    if (this.here) this.here.column += columns;
  }

  /** Puts a finished cell into the innermost table. @param flow the one around that table. */
  put(table: Table, cell: Cell, flow: Flow): void {
    const { row, column } = table;
    table.column += cell.span;
    if (row < 0) return;
    const { width, kind } = cell;
    if (table.fixed && isNoWidth(width, kind, table.grid.slice(column, column + cell.span)))
      cell.unseen = true;
    const text = cell.texts.join('\n');
    const concealed = cell.concealed.join('\n');
    if (cell.merged === undefined) {
      table.head = text;
      table.heads.set(column, text);
    }
    if (cell.unseen) {
      const all = [text, concealed].filter((part) => part.trim() !== '').join('\n');
      // Some programs repeat there what the cell above says: that is seen.
      const heads =
        cell.merged === 'down' ? table.heads.get(column) : cell.merged === 'across' ? table.head : undefined;
      if (all !== '' && all !== heads)
        table.cells.add(
          row,
          column,
          all,
          CELL_FLAG.hiddenText | (cell.merged === undefined ? 0 : CELL_FLAG.covered),
        );
    } else if (text.trim() !== '') {
      table.cells.add(row, column, text);
      // A cell is shown or not as a whole: what is hidden beside visible text goes as a text of its own.
      if (concealed !== '') {
        this.walk.text([...table.place, `row ${row + 1}`], withRule(flow.hidden, 'hidden-text'), concealed);
      }
    } else if (concealed !== '') table.cells.add(row, column, concealed, CELL_FLAG.hiddenText);
    const deleted = cell.deleted.join('\n');
    if (deleted.trim() === '') return;
    if (!table.deletedCells) {
      const { context } = this.walk;
      table.deletedSink = context.sink.table({
        place: table.place,
        hidden: withRule([...context.hidden, ...flow.hidden], 'tracked-changes'),
        addressing: 'rows',
      });
      table.deletedCells = new CellBuffer(table.deletedSink);
    }
    table.deletedCells.add(row, column, deleted);
  }

  /** Ends all that are open. */
  endAll(): void {
    while (this.open.length > 0) this.end();
  }
}
