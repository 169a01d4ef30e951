// Rows that a reading makes of a table's cells, gathered and handed on as a table of their own.
import type { TableChunk } from '../../../part.ts';

/** Cells that are handed on together. */
const TOGETHER = 2048;

export class CellRows {
  private feed: (chunk: TableChunk) => void;
  private rows: number[] = [];
  private cols: number[] = [];
  private flags: number[] = [];
  private strings: string[] = [];

  constructor(feed: (chunk: TableChunk) => void) {
    this.feed = feed;
  }

  /**
   * Adds the next row; blank texts are left out.
   * @param row counts from 0, and is larger than the one before
   * @param flags how the cells are hidden (`CELL_FLAG`)
   */
  put(row: number, texts: readonly string[], flags: number): void {
    for (const [col, text] of texts.entries()) {
      if (text === '') continue;
      this.rows.push(row);
      this.cols.push(col);
      this.flags.push(flags);
      this.strings.push(text);
    }
    if (this.strings.length >= TOGETHER) this.flush();
  }

  /** Hands on what is left. */
  flush(): void {
    const { strings } = this;
    if (strings.length === 0) return;
    this.feed({
      count: strings.length,
      rows: Uint32Array.from(this.rows),
      cols: Uint32Array.from(this.cols),
      values: Uint32Array.from(strings.keys()),
      flags: Uint8Array.from(this.flags),
      strings,
    });
    this.rows = [];
    this.cols = [];
    this.flags = [];
    this.strings = [];
  }
}
