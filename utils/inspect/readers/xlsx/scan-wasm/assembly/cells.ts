// The chunk that is being filled, and what a cell's text becomes: an index into the shared strings, or a text in the
// arena, with the cell's flags.
import {
  appendBytes,
  arenaFull,
  arenaReset,
  intern,
  textClose,
  textLength,
  textOpen,
  textStart,
} from './arena';
import { take } from './memory';
import { isTrue, unsigned } from './scan';

/** The bits of CELL_FLAG in part.ts. */
export const HIDDEN_ROW: u32 = 1;
export const HIDDEN_TEXT: u32 = 4;
export const DATE: u32 = 8;
export const NUMBER: u32 = 16;

/** Cell types (`t=`). */
export const T_NUMBER: u32 = 0;
export const T_SHARED: u32 = 1;
export const T_STRING: u32 = 2;
export const T_INLINE: u32 = 3;
export const T_BOOLEAN: u32 = 4;
export const T_ERROR: u32 = 5;
export const T_DATE: u32 = 6;

/** Cells in a chunk: no more than CHUNK_CELLS in scan.ts; fewer stay in the cache. */
const CELLS: u32 = 8192;
const ROWS: usize = memory.data(8192 * 4);
const COLS: usize = memory.data(8192 * 4);
const VALUES: usize = memory.data(8192 * 4);
const FLAGS: usize = memory.data(8192);
/** Pairs of text and cell: date serials that the host turns into ISO 8601. */
const SERIALS: usize = memory.data(8192 * 8);
const SCRATCH: usize = memory.data(64);

/** The host's mark of a shared string without text. */
const EMPTY: u32 = 128;

let cells: u32 = 0;
let serials: u32 = 0;
let sharedCount: u32 = 0;
let used: usize = 0;
let styles: usize = 0;
let styleCount: u32 = 0;
let columns: usize = 0;
let columnCount: u32 = 0;
let base1904: bool = false;

/** What the cells refer to. The host then writes styles and used marks to where these are. */
export function cellContext(shared: u32, styleBytes: u32, date1904: bool): void {
  sharedCount = shared;
  used = take(shared + 16);
  styles = take(styleBytes + 16);
  styleCount = styleBytes;
  base1904 = date1904;
}

export function usedAt(): usize {
  return used;
}

export function stylesAt(): usize {
  return styles;
}

/** Room for the flags of `count` columns. */
export function columnsAt(count: u32): usize {
  columns = take(count + 16);
  columnCount = count;
  return columns;
}

export function cellCount(): u32 {
  return cells;
}

export function serialCount(): u32 {
  return serials;
}

export function rowsAt(): usize {
  return ROWS;
}

export function colsAt(): usize {
  return COLS;
}

export function valuesAt(): usize {
  return VALUES;
}

export function flagsAt(): usize {
  return FLAGS;
}

export function serialsAt(): usize {
  return SERIALS;
}

export function chunkFull(): bool {
  return cells >= CELLS || arenaFull();
}

export function chunkReset(): void {
  cells = 0;
  serials = 0;
  arenaReset();
}

export function styleFlags(style: u32): u32 {
  return style < styleCount ? load<u8>(styles + style) : 0;
}

function columnFlags(column: u32): u32 {
  return column < columnCount ? load<u8>(columns + column) : 0;
}

function emit(row: u32, column: u32, value: u32, flags: u32): void {
  const i = cells;
  store<u32>(ROWS + (i << 2), row);
  store<u32>(COLS + (i << 2), column);
  store<u32>(VALUES + (i << 2), value);
  store<u8>(FLAGS + i, <u8>(flags | columnFlags(column)));
  cells = i + 1;
}

/** A cell with a shared string; out of range it is nothing. */
export function emitShared(row: u32, column: u32, index: u32, flags: u32): void {
  if (index >= sharedCount) return;
  const marks = load<u8>(used + index);
  store<u8>(used + index, marks | 1);
  // An empty string is a blank cell.
  if (marks & EMPTY) return;
  emit(row, column, index, flags);
}

/** A cell with the `size` bytes at `p` as its text. */
export function emitText(row: u32, column: u32, p: usize, size: usize, flags: u32): void {
  emit(row, column, sharedCount + intern(p, size), flags);
}

/** Two digits at `to`. */
function two(to: usize, value: u32): void {
  store<u8>(to, <u8>(48 + value / 10));
  store<u8>(to, <u8>(48 + (value % 10)), 1);
}

/**
 * A number with a date's style. Whole days become ISO 8601 here, as `serialToIso` would have them; for all else the
 * host is asked.
 */
export function emitSerial(row: u32, column: u32, p: usize, size: usize, flags: u32): void {
  let days: u32 = 0;
  let i: usize = 0;
  if (size <= 7) {
    for (; i < size; i++) {
      const digit = <u32>load<u8>(p + i) - 48;
      if (digit > 9) break;
      days = days * 10 + digit;
    }
  }
  if (i == size && days > 60 && days < 2_900_000) {
    // Days to a date: Howard Hinnant's civil_from_days, counted from 0000-03-01.
    const z = days + (base1904 ? 695_361 : 693_899);
    const era = z / 146_097;
    const doe = z - era * 146_097;
    const yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    const doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const mp = (5 * doy + 2) / 153;
    const month = mp < 10 ? mp + 3 : mp - 9;
    const year = yoe + era * 400 + (month <= 2 ? 1 : 0);
    two(SCRATCH, year / 100);
    two(SCRATCH + 2, year % 100);
    store<u8>(SCRATCH, 45, 4);
    two(SCRATCH + 5, month);
    store<u8>(SCRATCH, 45, 7);
    two(SCRATCH + 8, doy - (153 * mp + 2) / 5 + 1);
    emitText(row, column, SCRATCH, 10, flags);
    return;
  }
  if (p != textStart()) {
    textOpen();
    appendBytes(p, p + size);
  }
  const text = textClose();
  store<u32>(SERIALS + (serials << 3), text);
  store<u32>(SERIALS + (serials << 3), cells, 4);
  serials++;
  emit(row, column, sharedCount + text, flags);
}

const TRUE: usize = memory.data<u8>([84, 82, 85, 69, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const FALSE: usize = memory.data<u8>([70, 65, 76, 83, 69, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

export function emitBoolean(row: u32, column: u32, value: bool, flags: u32): void {
  if (value) emitText(row, column, TRUE, 4, flags);
  else emitText(row, column, FALSE, 5, flags);
}

/** A cell whose text has been collected in the arena. `shown` is what its row and style say (`HIDDEN_*`, `DATE`). */
export function emitCollected(row: u32, column: u32, type: u32, shown: u32): void {
  const p = textStart();
  const size = textLength();
  if (size == 0) return;
  const plain = shown & ~DATE;
  if (type == T_SHARED) {
    const index = unsigned(p, p + size);
    textOpen();
    if (index >= 0 && index < <i64>sharedCount) emitShared(row, column, <u32>index, plain);
  } else if (type == T_BOOLEAN) {
    const value = isTrue(p, p + size);
    textOpen();
    emitBoolean(row, column, value, plain | NUMBER);
  } else if (type == T_NUMBER) {
    if (shown & DATE) emitSerial(row, column, p, size, plain | DATE);
    else emitText(row, column, p, size, plain | NUMBER);
  } else
    emitText(row, column, p, size, type == T_ERROR ? plain | NUMBER : type == T_DATE ? plain | DATE : plain);
}
