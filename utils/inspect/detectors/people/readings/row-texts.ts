// Another reading of a text table: its rows put together again as lines of a text, which may have been divided at commas that divide
// nothing (`COSTA, Amy (39046) – Pass, with merit`).
import type { TableChunk } from '../../../part.ts';
import type { Mentioned } from './mentioned.ts';
import { WithinLines } from './within-lines.ts';

/** Rows with more cells are no lines of a text. */
const CELLS = 5;

export class RowTexts {
  private lines = new WithinLines();
  private row = -1;
  private cells: string[] = [];

  chunk({ count, rows, values, strings }: TableChunk): void {
    for (let i = 0; i < count && !this.lines.isOver; i++) {
      const row = rows[i] as number;
      if (row !== this.row) {
        this.flush();
        this.row = row;
      }
      if (this.cells.length <= CELLS) this.cells.push(strings[values[i] as number] as string);
    }
  }

  end(): Mentioned[] {
    this.flush();
    return this.lines.list()?.people ?? [];
  }

  private flush(): void {
    const { cells } = this;
    if (cells.length > 1 && cells.length <= CELLS) this.lines.add(cells.join(', '), this.row);
    this.cells = [];
  }
}
