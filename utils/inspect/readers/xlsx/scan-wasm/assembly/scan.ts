// The general scanner: any XML in UTF-8, token by token, in as many pieces as it comes. What the exact shapes (fast.ts)
// do not cover comes here. It reads what it can: where tags do not match, cells are still cells. scan-ts.ts is its
// oracle, down to what is done with nonsense.
import { appendByte, appendBytes, appendCodePoint, sharedClose, textOpen } from './arena';
import {
  chunkFull,
  DATE,
  emitCollected,
  HIDDEN_ROW,
  HIDDEN_TEXT,
  styleFlags,
  T_BOOLEAN,
  T_DATE,
  T_ERROR,
  T_INLINE,
  T_NUMBER,
  T_SHARED,
  T_STRING,
} from './cells';

/** What one token came to. */
export const OK: i32 = 0;
/** The token goes on beyond the end. */
const MORE: i32 = 1;
/** `<sheetData>` begins; the scanner stands behind its tag, `marked()` is its `<`. */
export const DATA_BEGINS: i32 = 2;
/** `</sheetData>` has been passed. */
export const DATA_ENDS: i32 = 3;
/** `<sheetData/>`: both at once. */
export const EMPTY_DATA: i32 = 5;
/** The chunk is full: hand it out, then go on. */
export const CHUNK_FULL: i32 = 4;
export const BROKEN: i32 = -2;

/** What is scanned. */
export const SHEET: u32 = 0;
export const STRINGS: u32 = 1;

export const HEAD: u32 = 0;
export const DATA: u32 = 1;
export const TAIL: u32 = 2;

const IN_CONTENT: u32 = 0;
const IN_COMMENT: u32 = 1;
const IN_INSTRUCTION: u32 = 2;
const IN_CDATA: u32 = 3;

export let kind: u32 = 0;
export let phase: u32 = 0;
let lex: u32 = IN_CONTENT;
let pos: usize = 0;
let end: usize = 0;
let last: bool = false;
let mark: usize = 0;

/** Texts are collected (inside `v`, or `t` below `is` or `si`). */
let collecting: bool = false;
/** Inside `is`, or `si`. */
let inText: bool = false;
let inPhonetic: u32 = 0;
let inExtension: u32 = 0;
let inCell: bool = false;
/** No row, or no column, yet: one more is the first. */
export const NO_ROW: u32 = 0xffffffff;
let rowNumber: u32 = NO_ROW;
let rowFlags: u32 = 0;
/** Rows that say no height of their own are too low to be seen. */
let lowRows = false;

export function setLowRows(low: bool): void {
  lowRows = low;
}
let column: u32 = NO_ROW;
let cellRow: u32 = 0;
let cellColumn: u32 = 0;
let cellType: u32 = 0;
let cellFlags: u32 = 0;
/** Bytes of the prefix of `<sheetData>`, with its colon. */
const prefixAt: usize = memory.data(16);
let prefixSize: u32 = 0;

/** What an attribute list gave. */
let attrColumn: u32 = 0;
let attrRow: u32 = 0;
let attrHasRef: bool = false;
let attrStyle: u32 = 0;
let attrType: u32 = 0;
let attrNumber: u32 = 0;
let attrHidden: bool = false;

const NOT_FOUND: usize = 0;

export function scanInit(what: u32): void {
  kind = what;
  phase = what == SHEET ? HEAD : DATA;
}

/** Nothing is scanned. */
export function skipAll(): void {
  phase = TAIL;
}

/** What lies before `at` has been read by fast.ts. */
export function skipTo(at: usize): void {
  pos = at;
}

export function setBounds(from: usize, to: usize, isLast: bool): void {
  pos = from;
  end = to;
  last = isLast;
}

export function position(): usize {
  return pos;
}

export function marked(): usize {
  return mark;
}

/** For fast.ts: whether it may run. */
export function fastAllowed(): bool {
  return lex == IN_CONTENT && phase == DATA && !collecting && !inCell && !(kind == STRINGS && inText);
}

export function currentRow(): u32 {
  return rowNumber;
}

export function currentRowFlags(): u32 {
  return rowFlags;
}

export function currentColumn(): u32 {
  return column;
}

export function prefixLength(): u32 {
  return prefixSize;
}

export function prefixBytes(): usize {
  return prefixAt;
}

/** Takes over where the exact shapes end. */
export function resume(at: usize, row: u32, flags: u32, col: u32): void {
  pos = at;
  rowNumber = row;
  rowFlags = flags;
  column = col;
}

/** Whether the part may end here. */
export function complete(): bool {
  return lex == IN_CONTENT && pos >= end && kind == STRINGS;
}

function isSpace(byte: u32): bool {
  return byte <= 32;
}

/** First `byte` in [p, to), or NOT_FOUND. Up to 15 bytes beyond are read. */
function find(p: usize, to: usize, byte: i8): usize {
  const wanted = i8x16.splat(byte);
  while (p < to) {
    const hits = i8x16.bitmask(i8x16.eq(v128.load(p), wanted));
    if (hits) {
      p += ctz(hits);
      return p < to ? p : NOT_FOUND;
    }
    p += 16;
  }
  return NOT_FOUND;
}

/** Text as it stands; a NUL, which no XML may hold, would divide it and is replaced. */
function collectRaw(p: usize, to: usize): void {
  while (true) {
    const nul = find(p, to, 0);
    if (nul == NOT_FOUND) break;
    appendBytes(p, nul);
    appendCodePoint(0);
    p = nul + 1;
  }
  if (p < to) appendBytes(p, to);
}

/** Text with references; one that is none stays as it is written. */
function collect(p: usize, to: usize): void {
  while (p < to) {
    const amp = find(p, to, 38);
    if (amp == NOT_FOUND) {
      collectRaw(p, to);
      return;
    }
    if (amp > p) collectRaw(p, amp);
    const semi = find(amp, min(to, amp + 12), 59);
    if (semi != NOT_FOUND && reference(amp + 1, semi)) {
      p = semi + 1;
    } else {
      appendByte(38);
      p = amp + 1;
    }
  }
}

function reference(p: usize, to: usize): bool {
  const size = to - p;
  if (size < 2) return false;
  if (load<u8>(p) == 35) {
    let code: u32 = 0;
    const hex = (load<u8>(p + 1) | 32) == 120;
    p += hex ? 2 : 1;
    if (p >= to) return false;
    for (; p < to; p++) {
      const byte = <u32>load<u8>(p);
      let digit = byte - 48;
      if (digit > 9) {
        digit = (byte | 32) - 87;
        if (!hex || digit < 10 || digit > 15) return false;
      }
      code = code * (hex ? 16 : 10) + digit;
      if (code > 0x10ffff) return false;
    }
    if (code >= 0xd800 && code < 0xe000) return false;
    appendCodePoint(code);
    return true;
  }
  const a = load<u8>(p);
  const b = load<u8>(p + 1);
  if (size == 2 && b == 116) {
    if (a == 108) appendByte(60);
    else if (a == 103) appendByte(62);
    else return false;
    return true;
  }
  const c = load<u8>(p + 2);
  if (size == 3 && a == 97 && b == 109 && c == 112) {
    appendByte(38);
    return true;
  }
  const d = load<u8>(p + 3);
  if (size != 4 || c != 111) return false;
  if (a == 113 && b == 117 && d == 116) appendByte(34);
  else if (a == 97 && b == 112 && d == 115) appendByte(39);
  else return false;
  return true;
}

/** A run of text up to the next tag, or as much of it as is there. */
function text(): i32 {
  let to = find(pos, end, 60);
  const cut = to == NOT_FOUND;
  if (cut) to = end;
  if (!collecting) {
    pos = to;
    return cut ? MORE : OK;
  }
  if (cut && !last) {
    // A reference may go on in the next piece.
    let amp = to;
    const low = to - pos > 12 ? to - 12 : pos;
    while (amp > low) {
      amp--;
      if (load<u8>(amp) == 59) break;
      if (load<u8>(amp) == 38) {
        to = amp;
        break;
      }
    }
  }
  collect(pos, to);
  pos = to;
  return cut ? MORE : OK;
}

/** Inside a comment, an instruction or CDATA: on to its end. */
function opaque(): i32 {
  const closing: u32 = lex == IN_COMMENT ? 0x3e2d2d : lex == IN_CDATA ? 0x3e5d5d : 0x3e3f;
  const size: usize = lex == IN_INSTRUCTION ? 2 : 3;
  const mask: u32 = size == 3 ? 0xffffff : 0xffff;
  const from = pos;
  let p = pos;
  while (true) {
    p = find(p, end, <i8>(closing & 255));
    if (p == NOT_FOUND || p + size > end) {
      const to = p == NOT_FOUND ? end : p;
      if (lex == IN_CDATA && collecting) collectRaw(from, to);
      pos = to;
      return MORE;
    }
    if ((load<u32>(p) & mask) == closing) break;
    p++;
  }
  if (lex == IN_CDATA && collecting) collectRaw(from, p);
  lex = IN_CONTENT;
  pos = p + size;
  return OK;
}

/** Behind the `>` that ends the tag at `p`, or NOT_FOUND: it is not all there. */
function tagEnd(p: usize): usize {
  let quote: u32 = 0;
  for (; p < end; p++) {
    const byte = <u32>load<u8>(p);
    if (quote) {
      if (byte == quote) quote = 0;
    } else if (byte == 62) return p + 1;
    else if (byte == 34 || byte == 39) quote = byte;
  }
  return NOT_FOUND;
}

/** `AB12`; anything else leaves the cell where it would be without a reference. */
function cellReference(p: usize, to: usize): void {
  let c: u32 = 0;
  for (; p < to; p++) {
    const letter = (<u32>load<u8>(p) & 0xdf) - 64;
    if (letter < 1 || letter > 26 || c > 16_384) break;
    c = c * 26 + letter;
  }
  const r = unsigned(p, to);
  if (c < 1 || c > 16_384 || r < 1 || r > 1_048_576) return;
  attrHasRef = true;
  attrColumn = c - 1;
  attrRow = <u32>r - 1;
}

/** A whole number of up to ten digits (white space about it does not matter), or -1. */
export function unsigned(p: usize, to: usize): i64 {
  let value: i64 = 0;
  let seen = 0;
  for (; p < to; p++) {
    const byte = <u32>load<u8>(p);
    const digit = byte - 48;
    if (digit <= 9) {
      value = value * 10 + digit;
      if (++seen > 10) return -1;
    } else if (byte > 32) return -1;
  }
  return seen > 0 ? value : -1;
}

/** Whether the value is a number of points that shows nothing of a row: as `isLow` of readers/thin.ts. */
function isLow(p: usize, to: usize): bool {
  while (p < to && isSpace(load<u8>(p))) p++;
  while (to > p && isSpace(load<u8>(to - 1))) to--;
  if (to - p > 40) return false;
  let negative = false;
  if (p < to && (load<u8>(p) == 43 || load<u8>(p) == 45)) negative = load<u8>(p++) == 45;
  let value: f64 = 0;
  let scale: f64 = 1;
  let seen = false;
  let point = false;
  for (; p < to; p++) {
    const byte = load<u8>(p);
    if (byte == 46 && !point) point = true;
    else if (byte >= 48 && byte <= 57) {
      value = value * 10 + <f64>(byte - 48);
      if (point) scale *= 10;
      seen = true;
    } else break;
  }
  if (!seen) return false;
  if (p < to) {
    if ((load<u8>(p++) | 32) != 101) return false;
    let down = false;
    if (p < to && (load<u8>(p) == 43 || load<u8>(p) == 45)) down = load<u8>(p++) == 45;
    if (p >= to) return false;
    let exponent: i32 = 0;
    for (; p < to; p++) {
      const byte = load<u8>(p);
      if (byte < 48 || byte > 57) return false;
      if (exponent < 400) exponent = exponent * 10 + (byte - 48);
    }
    for (; exponent > 0; exponent--) {
      if (down) scale *= 10;
      else value *= 10;
    }
  }
  return !(negative && value > 0) && value / scale <= 2;
}

function typeOf(p: usize, to: usize): u32 {
  const size = to - p;
  const first = load<u8>(p);
  if (size == 1) {
    if (first == 115) return T_SHARED;
    if (first == 98) return T_BOOLEAN;
    if (first == 101) return T_ERROR;
    if (first == 100) return T_DATE;
  }
  if (size == 3 && first == 115 && load<u16>(p + 1) == 0x7274) return T_STRING;
  if (size == 9 && load<u64>(p) == 0x7453656e696c6e69 && load<u8>(p + 8) == 114) return T_INLINE;
  return T_NUMBER;
}

/** Reads the attributes in [p, to) of a row or a cell. */
function attributes(p: usize, to: usize, isRow: bool): void {
  attrHasRef = false;
  attrStyle = 0;
  attrType = T_NUMBER;
  attrNumber = 0;
  attrHidden = false;
  let low = isRow && lowRows;
  while (true) {
    while (p < to && isSpace(load<u8>(p))) p++;
    const name = p;
    while (p < to && load<u8>(p) != 61 && !isSpace(load<u8>(p))) p++;
    const nameSize = p - name;
    while (p < to && load<u8>(p) != 34 && load<u8>(p) != 39) p++;
    if (p >= to) break;
    const quote = load<u8>(p);
    const value = ++p;
    while (p < to && load<u8>(p) != quote) p++;
    const valueEnd = p++;
    if (nameSize == 1) {
      const letter = load<u8>(name);
      if (letter == 114) {
        if (isRow) {
          const number = unsigned(value, valueEnd);
          if (number > 0) attrNumber = <u32>number;
        } else cellReference(value, valueEnd);
      } else if (letter == 115) {
        const style = unsigned(value, valueEnd);
        attrStyle = style > 0 ? <u32>min(style, 0x7fffffff) : 0;
      } else if (letter == 116) attrType = typeOf(value, valueEnd);
    } else if (isRow && nameSize == 6 && load<u32>(name) == 0x64646968 && load<u16>(name, 4) == 0x6e65) {
      if (isTrue(value, valueEnd)) attrHidden = true;
    } else if (isRow && nameSize == 2 && load<u16>(name) == 0x7468) {
      low = isLow(value, valueEnd);
    }
  }
  if (low) attrHidden = true;
}

/** `1`, `true`, `on` */
export function isTrue(p: usize, to: usize): bool {
  const size = to - p;
  if (size == 1) return load<u8>(p) == 49;
  if (size == 4) return load<u32>(p) == 0x65757274;
  return size == 2 && load<u16>(p) == 0x6e6f;
}

/** Flags of a row whose attributes are [p, to). For fast.ts. */
export function rowFlagsOf(p: usize, to: usize): u32 {
  attributes(p, to, true);
  return attrHidden ? HIDDEN_ROW : 0;
}

/** Local names that matter, as `nameOf` gives them. */
const N_OTHER: u32 = 0;
const N_C: u32 = 1;
const N_V: u32 = 2;
const N_T: u32 = 3;
const N_ROW: u32 = 4;
const N_IS: u32 = 5;
const N_SI: u32 = 6;
const N_PHONETIC: u32 = 7;
const N_EXTENSION: u32 = 8;
const N_SHEET_DATA: u32 = 9;

function nameOf(p: usize, to: usize): u32 {
  const size = to - p;
  const first = load<u8>(p);
  if (size == 1) return first == 99 ? N_C : first == 118 ? N_V : first == 116 ? N_T : N_OTHER;
  if (size == 2) {
    const word = load<u16>(p);
    return word == 0x7369 ? N_IS : word == 0x6973 ? N_SI : N_OTHER;
  }
  if (size == 3 && first == 114) {
    const rest = load<u16>(p, 1);
    return rest == 0x776f ? N_ROW : rest == 0x6850 ? N_PHONETIC : N_OTHER;
  }
  if (size == 6 && load<u32>(p) == 0x4c747865 && load<u16>(p, 4) == 0x7473) return N_EXTENSION;
  return size == 9 && load<u64>(p) == 0x7461447465656873 && load<u8>(p, 8) == 97 ? N_SHEET_DATA : N_OTHER;
}

function openCell(p: usize, to: usize): void {
  attributes(p, to, false);
  if (attrHasRef) {
    column = attrColumn;
    cellRow = attrRow;
  } else {
    column++;
    cellRow = rowNumber == NO_ROW ? 0 : rowNumber;
  }
  cellColumn = column;
  cellType = attrType;
  cellFlags = styleFlags(attrStyle) & (HIDDEN_TEXT | DATE);
  inText = false;
  inPhonetic = inExtension = 0;
  textOpen();
}

function closeItem(): i32 {
  inText = collecting = false;
  inPhonetic = 0;
  sharedClose();
  return chunkFull() ? CHUNK_FULL : OK;
}

function startTag(): i32 {
  const after = tagEnd(pos + 1);
  if (after == NOT_FOUND) return MORE;
  let to = after - 1;
  const closed = load<u8>(to - 1) == 47;
  if (closed) to--;
  const start = pos + 1;
  let p = start;
  let local = start;
  for (; p < to; p++) {
    const byte = load<u8>(p);
    if (isSpace(byte) || byte == 47) break;
    if (byte == 58) local = p + 1;
  }
  const tag = pos;
  pos = after;
  const name = nameOf(local, p);
  if (phase == HEAD) {
    if (name != N_SHEET_DATA) return OK;
    mark = tag;
    phase = closed ? TAIL : DATA;
    prefixSize = <u32>(local - start);
    if (prefixSize <= 8) memory.copy(prefixAt, start, prefixSize);
    return closed ? EMPTY_DATA : DATA_BEGINS;
  }
  if (kind == STRINGS) {
    if (name == N_SI) {
      inText = true;
      if (closed) return closeItem();
    } else if (closed) return OK;
    else if (name == N_PHONETIC) inPhonetic++;
    else if (name == N_T) collecting = inText && inPhonetic == 0;
    return OK;
  }
  if (name == N_C) {
    if (inCell) return OK;
    openCell(p, to);
    inCell = !closed;
  } else if (name == N_V) {
    if (inCell && !inText && inExtension == 0 && !closed) {
      textOpen();
      collecting = true;
    }
  } else if (name == N_T) {
    if (inText && inPhonetic == 0 && !closed) collecting = true;
  } else if (name == N_ROW) {
    attributes(p, to, true);
    rowNumber = attrNumber > 0 ? attrNumber - 1 : rowNumber + 1;
    rowFlags = attrHidden ? HIDDEN_ROW : 0;
    column = NO_ROW;
  } else if (closed) return OK;
  else if (name == N_IS) {
    if (inCell && inExtension == 0) {
      textOpen();
      collecting = false;
      inText = true;
    }
  } else if (name == N_PHONETIC) inPhonetic++;
  else if (name == N_EXTENSION) inExtension++;
  return OK;
}

function endTag(): i32 {
  const after = tagEnd(pos + 2);
  if (after == NOT_FOUND) return MORE;
  let p = pos + 2;
  let local = p;
  for (; p < after - 1; p++) {
    const byte = load<u8>(p);
    if (isSpace(byte)) break;
    if (byte == 58) local = p + 1;
  }
  pos = after;
  if (phase != DATA) return OK;
  const name = nameOf(local, p);
  if (name == N_V || name == N_T) collecting = false;
  else if (name == N_PHONETIC) {
    if (inPhonetic > 0) inPhonetic--;
  } else if (name == N_EXTENSION) {
    if (inExtension > 0) inExtension--;
  } else if (kind == STRINGS) {
    if (name == N_SI) {
      return closeItem();
    }
  } else if (name == N_IS) inText = collecting = false;
  else if (name == N_C) {
    if (!inCell) return OK;
    inCell = inText = collecting = false;
    emitCollected(cellRow, cellColumn, cellType, rowFlags | cellFlags);
    if (chunkFull()) return CHUNK_FULL;
  } else if (name == N_SHEET_DATA) {
    phase = TAIL;
    return DATA_ENDS;
  }
  return OK;
}

/** One token. */
export function token(): i32 {
  if (lex != IN_CONTENT) return opaque();
  if (pos >= end) return MORE;
  if (load<u8>(pos) != 60) return text();
  const left = end - pos;
  if (left < 2) return MORE;
  const next = load<u8>(pos + 1);
  if (next == 47) return endTag();
  if (next == 63) {
    lex = IN_INSTRUCTION;
    pos += 2;
    return OK;
  }
  if (next != 33) return startTag();
  if (left < 4) return MORE;
  if (load<u32>(pos) == 0x2d2d213c) {
    lex = IN_COMMENT;
    pos += 4;
    return OK;
  }
  if (left < 9) return MORE;
  if (load<u64>(pos) != 0x41544144435b213c || load<u8>(pos + 8) != 91) return BROKEN;
  lex = IN_CDATA;
  pos += 9;
  return OK;
}
