// Collects cells one by one into the chunks that detectors take, for Readers whose tables come as texts.
import { CELL_FLAG, type TableSink } from '../part.ts';

const CHUNK_CELLS = 16_384;
/** Characters of distinct text in a chunk at most: long texts do not pile up. */
const CHUNK_TEXT = 1 << 20;

const NUMBER = /^[-+]?(\d+([.,]\d+)*|\.\d+)([eE][-+]?\d+)?%?$/;

/** Whether a text is a number as people and programs write it. */
export function isNumber(text: string): boolean {
  // `+` to `9`: most texts begin with something else, and need no pattern.
  const first = text.charCodeAt(0);
  return first >= 43 && first <= 57 && NUMBER.test(text);
}

/** A chunk's strings are its own, each distinct one once. Texts that are numbers get their flag here. */
export class CellBuffer {
  private readonly table: TableSink;
  /** Small at first: many tables are. */
  private rows = new Uint32Array(64);
  private cols = new Uint32Array(64);
  private values = new Uint32Array(64);
  private flags = new Uint8Array(64);
  private strings: string[] = [];
  private stringFlags: number[] = [];
  private readonly index = new Map<string, number>();
  private count = 0;
  private size = 0;

  constructor(table: TableSink) {
    this.table = table;
  }

  /** Adds a cell; a blank one is left out. @param flags CELL_FLAG bits beside `number`. */
  add(row: number, col: number, text: string, flags = 0): void {
    if (text === '') return;
    let value = this.index.get(text);
    if (value === undefined) {
      value = this.strings.length;
      this.index.set(text, value);
      this.strings.push(text);
      this.stringFlags.push(isNumber(text) ? CELL_FLAG.number : 0);
      this.size += text.length;
    }
    if (this.count === this.flags.length) this.grow();
    this.rows[this.count] = row;
    this.cols[this.count] = col;
    this.values[this.count] = value;
    this.flags[this.count] = this.stringFlags[value]! | flags;
    if (++this.count === CHUNK_CELLS || this.size > CHUNK_TEXT) this.flush();
  }

  private grow(): void {
    const length = this.flags.length * 4;
    const copy = <T extends Uint32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.rows = copy(this.rows, new Uint32Array(length));
    this.cols = copy(this.cols, new Uint32Array(length));
    this.values = copy(this.values, new Uint32Array(length));
    this.flags = copy(this.flags, new Uint8Array(length));
  }

  /** Hands on what has been collected; to be called once more at the end. */
  flush(): void {
    if (this.count === 0) return;
    const { count, strings } = this;
    this.table.chunk({
      count,
      rows: this.rows.subarray(0, count),
      cols: this.cols.subarray(0, count),
      values: this.values.subarray(0, count),
      flags: this.flags.subarray(0, count),
      strings,
    });
    this.count = 0;
    this.size = 0;
    this.strings = [];
    this.stringFlags = [];
    this.index.clear();
  }
}
