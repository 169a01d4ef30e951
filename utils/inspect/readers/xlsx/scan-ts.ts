// The sheet scanner in plain TypeScript: every cell, streamed, over inflated bytes. It is the oracle for the fused
// WebAssembly scanner and stands in for it where that cannot run.

import { Damaged } from '../../errors.ts';
import { CELL_FLAG, type TableChunk } from '../../part.ts';
import { isLow } from '../thin.ts';
import { type CellContext, CHUNK_CELLS, type ScanSheet, type SheetFrame, serialToIso } from './scan.ts';
import { decodeTexts } from './shared-strings.ts';
import { asUtf8, isName, TextArena, XmlBytes } from './xml-bytes.ts';

/** See ScanSheet. */
export const scanSheetTs: ScanSheet = async (source, context, frame, emit) => {
  const scanner = new SheetScanner(context, frame, emit);
  try {
    for await (const piece of asUtf8(source.inflated())) scanner.feed(piece);
    scanner.end();
  } finally {
    scanner.flush();
  }
};

/** `t=` of a cell. */
const TYPES = { n: 0, s: 1, str: 2, inlineStr: 3, b: 4, e: 5, d: 6 } as const;
type CellType = (typeof TYPES)[keyof typeof TYPES];

/** Chunk arrays fill up to so many bytes of own text as well, so that long inline strings do not pile up. */
const CHUNK_TEXT = 1 << 20;

class SheetScanner extends XmlBytes {
  private readonly context: CellContext;
  private readonly frame: SheetFrame;
  private readonly emit: (chunk: TableChunk) => void;
  private phase: 'head' | 'data' | 'tail' = 'head';
  private hiddenColumns: Uint8Array = new Uint8Array(0);
  private lowRows = false;

  private row = -1;
  private rowFlag = 0;
  private column = -1;
  private cellRow = 0;
  private cellColumn = 0;
  private inCell = false;
  private inInline = false;
  private phonetic = 0;
  private extension = 0;
  private type: CellType = TYPES.n;
  private style = 0;
  private textStart = 0;

  private readonly rows = new Uint32Array(CHUNK_CELLS);
  private readonly cols = new Uint32Array(CHUNK_CELLS);
  private readonly values = new Uint32Array(CHUNK_CELLS);
  private readonly flags = new Uint8Array(CHUNK_CELLS);
  private count = 0;
  private readonly arena = new TextArena();
  private ends: number[] = [];
  /** Which of the chunk's own texts are date serials. */
  private dates: number[] = [];

  constructor(context: CellContext, frame: SheetFrame, emit: (chunk: TableChunk) => void) {
    super();
    this.context = context;
    this.frame = frame;
    this.emit = emit;
  }

  /** Head and tail go to the frame; what is between is tokenized here. */
  feed(piece: Uint8Array): void {
    if (this.phase === 'head') this.feedHead(piece);
    else if (this.phase === 'data') {
      const rest = this.write(piece);
      if (this.stop) {
        this.phase = 'tail';
        this.frame.write(rest);
      }
    } else this.frame.write(piece);
  }

  private head = new Uint8Array(0);

  /** The head is small: it is kept until `<sheetData` turns up in it. Only a sheet without any has a long one. */
  private feedHead(piece: Uint8Array): void {
    const joined = new Uint8Array(this.head.length + piece.length);
    joined.set(this.head);
    joined.set(piece, this.head.length);
    const tag = findSheetData(joined);
    if (tag) {
      this.frame.write(joined.subarray(0, tag.start));
      this.hiddenColumns = this.frame.hiddenColumns;
      this.lowRows = this.frame.lowRows;
      this.head = new Uint8Array(0);
      this.phase = tag.selfClosing ? 'tail' : 'data';
      this.feed(joined.slice(tag.end));
      return;
    }
    // Keep from the last tag on: it may be the one, cut off.
    const keep = joined.lastIndexOf(0x3c);
    if (joined.length > 1 << 20 && keep > 0 && !insideComment(joined)) {
      this.frame.write(joined.subarray(0, keep));
      this.head = joined.slice(keep);
    } else this.head = joined;
  }

  end(): void {
    if (this.phase === 'head') this.frame.write(this.head);
    else if (this.phase === 'data') throw new Damaged('A worksheet is cut off.');
  }

  protected open(bytes: Uint8Array, start: number, end: number, stop: number, selfClosing: boolean): void {
    const first = bytes[start];
    const length = end - start;
    if (length === 1) {
      if (first === 0x63) {
        if (this.inCell) return;
        this.openCell(bytes, end, stop);
        if (selfClosing) this.inCell = false;
      } else if (first === 0x76) {
        if (this.inCell && !this.inInline && this.extension === 0 && !selfClosing) this.beginText();
      } else if (first === 0x74 && this.inInline && this.phonetic === 0 && !selfClosing) {
        this.wantText = true;
      }
    } else if (length === 3 && isName(bytes, start, end, 'row')) this.openRow(bytes, end, stop);
    else if (selfClosing) return;
    else if (length === 2 && isName(bytes, start, end, 'is')) {
      if (this.inCell && this.extension === 0) {
        this.beginText();
        this.wantText = false;
        this.inInline = true;
      }
    } else if (isName(bytes, start, end, 'rPh')) this.phonetic++;
    else if (isName(bytes, start, end, 'extLst')) this.extension++;
  }

  protected close(bytes: Uint8Array, start: number, end: number): void {
    const first = bytes[start];
    const length = end - start;
    if (length === 1) {
      if (first === 0x63) this.closeCell();
      else if (first === 0x76 || first === 0x74) this.wantText = false;
    } else if (length === 2 && isName(bytes, start, end, 'is')) {
      this.inInline = false;
      this.wantText = false;
    } else if (isName(bytes, start, end, 'rPh')) this.phonetic = Math.max(0, this.phonetic - 1);
    else if (isName(bytes, start, end, 'extLst')) this.extension = Math.max(0, this.extension - 1);
    else if (isName(bytes, start, end, 'sheetData')) this.stop = true;
  }

  protected text(bytes: Uint8Array, start: number, end: number, raw: boolean): void {
    this.arena.add(bytes, start, end, raw);
  }

  private openRow(bytes: Uint8Array, from: number, stop: number): void {
    this.row++;
    this.column = -1;
    this.rowFlag = 0;
    let low = this.lowRows;
    eachAttribute(bytes, from, stop, (nameStart, nameEnd, start, end) => {
      if (isName(bytes, nameStart, nameEnd, 'r')) {
        const row = digits(bytes, start, end);
        if (row > 0) this.row = row - 1;
      } else if (isName(bytes, nameStart, nameEnd, 'hidden')) {
        if (isTrueBytes(bytes, start, end)) this.rowFlag = CELL_FLAG.hiddenRow;
      } else if (isName(bytes, nameStart, nameEnd, 'ht')) {
        low = isLow(String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 256))));
      }
    });
    if (low) this.rowFlag = CELL_FLAG.hiddenRow;
  }

  private openCell(bytes: Uint8Array, from: number, stop: number): void {
    this.inCell = true;
    this.inInline = false;
    this.phonetic = 0;
    this.extension = 0;
    this.type = TYPES.n;
    this.style = 0;
    this.textStart = this.arena.length;
    this.cellRow = Math.max(0, this.row);
    this.cellColumn = this.column + 1;
    eachAttribute(bytes, from, stop, (nameStart, nameEnd, start, end) => {
      if (nameEnd - nameStart !== 1) return;
      const name = bytes[nameStart];
      if (name === 0x72) this.reference(bytes, start, end);
      else if (name === 0x73) this.style = Math.max(0, digits(bytes, start, end));
      else if (name === 0x74) this.type = cellType(bytes, start, end);
    });
    this.column = this.cellColumn;
  }

  /** `AB12`; anything else leaves the cell where it would be without a reference. */
  private reference(bytes: Uint8Array, start: number, end: number): void {
    let column = 0;
    let i = start;
    for (; i < end; i++) {
      const c = bytes[i]! & 0xdf;
      if (c < 0x41 || c > 0x5a) break;
      column = column * 26 + (c - 0x40);
    }
    const row = digits(bytes, i, end);
    if (column < 1 || column > 16_384 || row < 1 || row > 1_048_576) return;
    this.cellColumn = column - 1;
    this.cellRow = row - 1;
  }

  private beginText(): void {
    this.arena.length = this.textStart;
    this.wantText = true;
  }

  private closeCell(): void {
    if (!this.inCell) return;
    this.inCell = false;
    this.inInline = false;
    this.wantText = false;
    const { arena, textStart, context } = this;
    const length = arena.length - textStart;
    if (length === 0) return;
    if (this.type === TYPES.s) {
      const index = digits(arena.bytes, textStart, arena.length);
      arena.length = textStart;
      if (index < 0 || index >= context.sharedCount) return;
      context.used[index] = 1;
      if (context.strings[index] !== '') this.put(index, 0);
      return;
    }
    let flags = 0;
    if (this.type === TYPES.n) {
      flags = CELL_FLAG.number;
      if ((context.styles[this.style] ?? 0) & CELL_FLAG.date) this.dates.push(this.ends.length, this.count);
    } else if (this.type === TYPES.b) {
      const word = isTrueBytes(arena.bytes, textStart, arena.length) ? TRUE : FALSE;
      arena.length = textStart;
      arena.add(word, 0, word.length, false);
      flags = CELL_FLAG.number;
    } else if (this.type === TYPES.e) flags = CELL_FLAG.number;
    else if (this.type === TYPES.d) flags = CELL_FLAG.date;
    this.ends.push(arena.length);
    this.put(context.sharedCount + this.ends.length - 1, flags);
  }

  private put(value: number, flags: number): void {
    const i = this.count;
    this.rows[i] = this.cellRow;
    this.cols[i] = this.cellColumn;
    this.values[i] = value;
    this.flags[i] =
      flags |
      this.rowFlag |
      (this.hiddenColumns[this.cellColumn] ?? 0) |
      ((this.context.styles[this.style] ?? 0) & CELL_FLAG.hiddenText);
    this.count++;
    if (this.count === CHUNK_CELLS || this.arena.length > CHUNK_TEXT) this.flush();
  }

  flush(): void {
    const { count, context } = this;
    if (count > 0) {
      const { strings, sharedCount } = context;
      decodeTexts(this.arena, this.ends, strings);
      for (let i = 0; i < this.dates.length; i += 2) {
        const text = sharedCount + this.dates[i]!;
        const iso = serialToIso(strings[text]!, context.date1904);
        if (iso === undefined) continue;
        strings[text] = iso;
        const cell = this.dates[i + 1]!;
        this.flags[cell] = (this.flags[cell]! & ~CELL_FLAG.number) | CELL_FLAG.date;
      }
      this.emit({
        count,
        rows: this.rows.subarray(0, count),
        cols: this.cols.subarray(0, count),
        values: this.values.subarray(0, count),
        flags: this.flags.subarray(0, count),
        strings,
        stable: sharedCount,
      });
      strings.length = sharedCount;
    }
    this.count = 0;
    this.ends = [];
    this.dates = [];
    this.arena.clear();
    this.textStart = 0;
  }
}

const encoder = new TextEncoder();
const TRUE = encoder.encode('TRUE');
const FALSE = encoder.encode('FALSE');

function cellType(bytes: Uint8Array, start: number, end: number): CellType {
  // By length and first letter: this runs for nearly every cell.
  const first = bytes[start];
  if (end - start === 1) {
    if (first === 0x73) return TYPES.s;
    if (first === 0x62) return TYPES.b;
    if (first === 0x65) return TYPES.e;
    if (first === 0x64) return TYPES.d;
  } else if (isName(bytes, start, end, 'str')) return TYPES.str;
  else if (isName(bytes, start, end, 'inlineStr')) return TYPES.inlineStr;
  return TYPES.n;
}

function isTrueBytes(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    isName(bytes, start, end, '1') || isName(bytes, start, end, 'true') || isName(bytes, start, end, 'on')
  );
}

/** A whole number of up to ten digits (white space around it is let pass), or -1. */
function digits(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  let seen = 0;
  for (let i = start; i < end; i++) {
    const c = bytes[i]!;
    if (c >= 0x30 && c <= 0x39) {
      value = value * 10 + (c - 0x30);
      seen++;
    } else if (c > 0x20) return -1;
  }
  return seen > 0 && seen <= 10 ? value : -1;
}

function eachAttribute(
  bytes: Uint8Array,
  from: number,
  stop: number,
  take: (nameStart: number, nameEnd: number, start: number, end: number) => void,
): void {
  let i = from;
  while (i < stop) {
    while (i < stop && bytes[i]! <= 0x20) i++;
    const nameStart = i;
    while (i < stop && bytes[i] !== 0x3d && bytes[i]! > 0x20) i++;
    const nameEnd = i;
    while (i < stop && bytes[i] !== 0x22 && bytes[i] !== 0x27) i++;
    if (i >= stop) return;
    const quote = bytes[i];
    const start = ++i;
    while (i < stop && bytes[i] !== quote) i++;
    take(nameStart, nameEnd, start, i);
    i++;
  }
}

/** The `<sheetData>` start tag, comments skipped; undefined where it is not there yet. */
function findSheetData(bytes: Uint8Array): { start: number; end: number; selfClosing: boolean } | undefined {
  for (let i = bytes.indexOf(0x3c); i >= 0; i = bytes.indexOf(0x3c, i + 1)) {
    if (bytes[i + 1] === 0x21 && bytes[i + 2] === 0x2d) {
      const end = commentEnd(bytes, i + 4);
      if (end < 0) return undefined;
      i = end - 1;
      continue;
    }
    let name = i + 1;
    let end = name;
    for (; end < bytes.length; end++) {
      const c = bytes[end]!;
      if (c === 0x3a) name = end + 1;
      else if (c <= 0x20 || c === 0x2f || c === 0x3e) break;
    }
    if (!isName(bytes, name, end, 'sheetData')) continue;
    const close = bytes.indexOf(0x3e, end);
    if (close < 0) return undefined;
    return { start: i, end: close + 1, selfClosing: bytes[close - 1] === 0x2f };
  }
  return undefined;
}

function commentEnd(bytes: Uint8Array, from: number): number {
  for (let i = bytes.indexOf(0x3e, from); i >= 0; i = bytes.indexOf(0x3e, i + 1)) {
    if (bytes[i - 1] === 0x2d && bytes[i - 2] === 0x2d && i - 2 >= from) return i + 1;
  }
  return -1;
}

function insideComment(bytes: Uint8Array): boolean {
  for (let i = bytes.indexOf(0x3c); i >= 0; i = bytes.indexOf(0x3c, i + 1)) {
    if (bytes[i + 1] !== 0x21 || bytes[i + 2] !== 0x2d) continue;
    const end = commentEnd(bytes, i + 4);
    if (end < 0) return true;
    i = end - 1;
  }
  return false;
}
