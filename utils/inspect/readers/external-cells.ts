// The cells that a workbook keeps of another one, which its formulas refer to: a table for each sheet of that other one, and
// one finding for all. The same for every kind of workbook whose parts are walked.
import { HANDFUL } from '../detectors/hidden.ts';
import type { Place, TableSink } from '../part.ts';
import { CellBuffer } from './cell-buffer.ts';
import type { Walk } from './ooxml/walk.ts';

export class ExternalCells {
  private readonly walk: Walk;
  private readonly here: Place;
  private sheet = '';
  private sink: TableSink | undefined;
  private cells: CellBuffer | undefined;
  private count = 0;
  private readonly rows = new Set<string>();

  /** @param here the link's place. */
  constructor(walk: Walk, here: Place) {
    this.walk = walk;
    this.here = here;
  }

  /** The cells that come next are of this sheet. */
  startSheet(name: string): void {
    this.endSheet();
    this.sheet = name;
  }

  /** A cell, counted from 0; a blank one is nothing. */
  put(row: number, column: number, text: string): void {
    if (text === '') return;
    if (!this.cells) {
      const { context } = this.walk;
      this.sink = context.sink.table({
        place: [...this.here, `sheet "${this.sheet}"`],
        hidden: [...context.hidden, 'external-link-cache'],
        addressing: 'a1',
      });
      this.cells = new CellBuffer(this.sink);
    }
    this.cells.add(row, column, text);
    this.rows.add(`${this.sheet}!${row}`);
    this.count++;
  }

  endSheet(): void {
    this.cells?.flush();
    this.sink?.end();
    this.sink = undefined;
    this.cells = undefined;
  }

  /** Ends the last sheet and says what was there, also where the reading broke off. */
  end(): void {
    this.endSheet();
    const { count, rows } = this;
    if (count === 0) return;
    this.walk.found(
      'external-link-cache',
      this.here,
      `The file keeps ${count} cells of another workbook that its formulas refer to.`,
      { rows: rows.size, cells: count },
      count > HANDFUL,
    );
  }
}
