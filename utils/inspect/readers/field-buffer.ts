// Collects fields that come as UTF-8 bytes into chunks. Fields repeat: each distinct one of a chunk becomes a string
// once, and is found again by its bytes (by hash, then byte by byte: a collision must not hide a value).
import { CELL_FLAG, type TableSink } from '../part.ts';
import { isNumber } from './cell-buffer.ts';

const CHUNK_CELLS = 16_384;
/** Bytes of distinct text in a chunk at most. */
const CHUNK_TEXT = 1 << 20;
const SLOTS = 1 << 16;

export class FieldBuffer {
  private readonly table: TableSink;
  private readonly rows = new Uint32Array(CHUNK_CELLS);
  private readonly cols = new Uint32Array(CHUNK_CELLS);
  private readonly values = new Uint32Array(CHUNK_CELLS);
  private readonly flags = new Uint8Array(CHUNK_CELLS);
  private count = 0;
  /** Distinct texts behind one another, each with a NUL after it. */
  private arena = new Uint8Array(CHUNK_TEXT + (1 << 16));
  private length = 0;
  private readonly starts = new Uint32Array(CHUNK_CELLS + 1);
  private texts = 0;
  /** Number of the text + 1, by hash; 0 is free. */
  private readonly slots = new Uint32Array(SLOTS);

  constructor(table: TableSink) {
    this.table = table;
  }

  /** Adds a cell, without the white space around it; a blank one is left out. */
  add(row: number, col: number, bytes: Uint8Array, from: number, to: number): void {
    let start = from;
    let end = to;
    while (start < end && bytes[start]! <= 32) start++;
    while (end > start && bytes[end - 1]! <= 32) end--;
    if (start === end) return;
    const i = this.count;
    this.rows[i] = row;
    this.cols[i] = col;
    this.values[i] = this.find(bytes, start, end);
    this.count = i + 1;
    if (this.count === CHUNK_CELLS || this.length > CHUNK_TEXT) this.flush();
  }

  private find(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (;;) {
      const text = this.slots[slot]!;
      if (text === 0) break;
      if (this.isText(text - 1, bytes, start, end)) return text - 1;
      slot = (slot + 1) & (SLOTS - 1);
    }
    const need = this.length + (end - start) + 1;
    if (need > this.arena.length) {
      const larger = new Uint8Array(need * 2);
      larger.set(this.arena.subarray(0, this.length));
      this.arena = larger;
    }
    for (let i = start; i < end; i++) this.arena[this.length++] = bytes[i]!;
    this.arena[this.length++] = 0;
    this.texts++;
    this.starts[this.texts] = this.length;
    this.slots[slot] = this.texts;
    return this.texts - 1;
  }

  private isText(text: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.starts[text]!;
    const size = end - start;
    if (this.starts[text + 1]! - 1 - from !== size) return false;
    for (let i = 0; i < size; i++) if (this.arena[from + i] !== bytes[start + i]) return false;
    return true;
  }

  /** Hands on what has been collected; to be called once more at the end. */
  flush(): void {
    const { count } = this;
    if (count === 0) return;
    const strings = this.decode();
    const numbers = Uint8Array.from(strings, (text) => (isNumber(text) ? CELL_FLAG.number : 0));
    for (let i = 0; i < count; i++) this.flags[i] = numbers[this.values[i]!]!;
    this.table.chunk({
      count,
      rows: this.rows.subarray(0, count),
      cols: this.cols.subarray(0, count),
      values: this.values.subarray(0, count),
      flags: this.flags.subarray(0, count),
      strings,
    });
    this.count = 0;
    this.length = 0;
    this.texts = 0;
    this.slots.fill(0);
  }

  /** All texts in one call, which is many times quicker than one by one. */
  private decode(): string[] {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const strings = decoder.decode(this.arena.subarray(0, this.length - 1)).split('\0');
    if (strings.length === this.texts) return strings;
    // A field with a NUL in it.
    return Array.from({ length: this.texts }, (_, i) =>
      decoder.decode(this.arena.subarray(this.starts[i]!, this.starts[i + 1]! - 1)),
    );
  }
}
