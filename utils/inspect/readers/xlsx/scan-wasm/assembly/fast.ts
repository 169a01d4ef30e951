// The shapes that spreadsheet programs write, without white space, comments or references: rows, cells and shared
// strings, read with wide loads and no state machine. The first byte that does not fit hands over to scan.ts, which
// reads on to where these shapes may begin again. Every shape is checked to its last byte: nothing is guessed.
import { appendBytes, arenaFull, sharedClose, textOpen } from './arena';
import {
  chunkFull,
  DATE,
  emitBoolean,
  emitSerial,
  emitShared,
  emitText,
  HIDDEN_TEXT,
  NUMBER,
  styleFlags,
  T_BOOLEAN,
  T_DATE,
  T_ERROR,
  T_INLINE,
  T_NUMBER,
  T_SHARED,
  T_STRING,
} from './cells';
import {
  currentColumn,
  currentRow,
  currentRowFlags,
  isTrue,
  NO_ROW,
  prefixBytes,
  prefixLength,
  resume,
  rowFlagsOf,
} from './scan';

/** What is read ahead of a cell at the most; a longer one goes to scan.ts. */
const AHEAD: usize = 1024;
const TEXT_MAX: usize = 200;
const SPACE_MAX: usize = 48;

/** What stands behind the number of the row that was read last, up to its `>`: rows of a sheet mostly have the same. */
const TAIL: usize = memory.data(80);
let tailSize: usize = 0;
let tailFlags: u32 = 0;

/** The prefix of element names as a number, and the bytes of it that count. */
let prefix: u64 = 0;
let prefixMask: u64 = 0;
let prefixSize: usize = 0;

/** To be called once `<sheetData>` has been seen. @returns whether the shapes can be used at all. */
export function fastInit(): bool {
  prefixSize = prefixLength();
  if (prefixSize > 8) return false;
  prefixMask = prefixSize == 0 ? 0 : prefixSize == 8 ? ~(<u64>0) : ((<u64>1) << ((<u64>prefixSize) << 3)) - 1;
  prefix = load<u64>(prefixBytes()) & prefixMask;
  return true;
}

/** Behind the prefix at `p`, or 0. `P` is u8 for names without prefix (nothing to check), u16 for names with one. */
function prefixed<P>(p: usize): usize {
  if (sizeof<P>() == 1) return p;
  return (load<u64>(p) & prefixMask) == prefix ? p + prefixSize : 0;
}

/** Behind white space at `p`: some programs put each element on a line of its own. */
function skipSpace(p: usize): usize {
  const stop = p + SPACE_MAX;
  while (p < stop) {
    const byte = load<u8>(p);
    if (byte != 32 && byte != 10 && byte != 13 && byte != 9) break;
    p++;
  }
  return p;
}

/** Behind an end tag at `p` whose local name with its `>` is `name` (`size` bytes), and the white space after it, or 0. */
function spacedEnd<P>(p: usize, name: u32, size: usize): usize {
  if (load<u16>(p) != 0x2f3c) return 0;
  p = prefixed<P>(p + 2);
  if (p == 0 || (load<u32>(p) & (((<u32>1) << ((<u32>size) << 3)) - 1)) != name) return 0;
  return skipSpace(p + size);
}

/** Behind `</v></c>` at `p`, or 0. */
function cellEnd<P>(p: usize): usize {
  if (sizeof<P>() == 1 && load<u64>(p) == 0x3e632f3c3e762f3c) return p + 8;
  const spaced = spacedEnd<P>(p, 0x3e76, 2);
  return spaced == 0 ? 0 : spacedEnd<P>(spaced, 0x3e63, 2);
}

/** Behind `<v>` at `p`, or 0. */
function valueStart<P>(p: usize): usize {
  if (sizeof<P>() == 1) return (load<u32>(p) & 0xffffff) == 0x3e763c ? p + 3 : 0;
  if (load<u8>(p) != 60) return 0;
  p = prefixed<P>(p + 1);
  return p != 0 && load<u16>(p) == 0x3e76 ? p + 2 : 0;
}

/** Behind `<t>` or `<t xml:space="preserve">` at `p`, or 0. */
function textStart<P>(p: usize): usize {
  if (load<u8>(p) != 60) return 0;
  p = prefixed<P>(p + 1);
  if (p == 0 || load<u8>(p) != 116) return 0;
  if (load<u8>(p, 1) == 62) return p + 2;
  // ` xml:space="preserve">`, its last eight bytes overlapping the eight before them
  const long =
    load<u64>(p, 1) == 0x6170733a6c6d7820 &&
    load<u64>(p, 9) == 0x73657270223d6563 &&
    load<u64>(p, 15) == 0x3e22657672657365;
  return long ? p + 23 : 0;
}

/** Behind `</t></is></c>` at `p`, or 0. */
function inlineEnd<P>(p: usize): usize {
  if (sizeof<P>() == 1 && load<u64>(p) == 0x73692f3c3e742f3c && load<u64>(p, 5) >> 24 == 0x3e632f3c3e) {
    return p + 13;
  }
  p = spacedEnd<P>(p, 0x3e74, 2);
  if (p != 0) p = spacedEnd<P>(p, 0x3e7369, 3);
  return p == 0 ? 0 : spacedEnd<P>(p, 0x3e63, 2);
}

/** The `<` that ends a text without references or control characters at `p`, or 0. Line feeds and tabs pass. */
function plainEnd(p: usize): usize {
  const lt = i8x16.splat(60);
  const amp = i8x16.splat(38);
  const space = i8x16.splat(32);
  const stop = p + TEXT_MAX;
  while (p < stop) {
    const v = v128.load(p);
    let hits = i8x16.bitmask(v128.or(v128.or(i8x16.eq(v, lt), i8x16.eq(v, amp)), i8x16.lt_u(v, space)));
    while (hits) {
      const at = p + ctz(hits);
      const byte = load<u8>(at);
      if (byte == 60) return at;
      if (byte != 10 && byte != 9) return 0;
      hits &= hits - 1;
    }
    p += 16;
  }
  return 0;
}

/** Behind a `<f>` element (its text is a formula, not a value) at `p`, or 0. */
function skipFormula<P>(p: usize): usize {
  if (load<u8>(p) != 60) return 0;
  let q = prefixed<P>(p + 1);
  if (q == 0 || load<u8>(q) != 102) return p;
  q++;
  const stop = q + TEXT_MAX;
  // Attributes: names, digits and ranges; anything odd is left to scan.ts.
  let quotes: u32 = 0;
  while (q < stop) {
    const byte = load<u8>(q);
    if (byte == 62) break;
    if (byte == 34) quotes++;
    else if (byte == 39 || byte == 60 || byte == 38) return 0;
    q++;
  }
  if (q >= stop || quotes & 1) return 0;
  if (load<u8>(q - 1) == 47) return q + 1;
  q = formulaEnd(q + 1);
  if (q == 0 || load<u16>(q) != 0x2f3c) return 0;
  q = prefixed<P>(q + 2);
  return q != 0 && load<u16>(q) == 0x3e66 ? q + 2 : 0;
}

/** The `<` behind a formula's text; references in it do not matter. */
function formulaEnd(p: usize): usize {
  const lt = i8x16.splat(60);
  const stop = p + TEXT_MAX;
  while (p < stop) {
    const hits = i8x16.bitmask(i8x16.eq(v128.load(p), lt));
    if (hits) return p + ctz(hits);
    p += 16;
  }
  return 0;
}

/** Eight digits or fewer, as loaded, `count` of them (1 to 8). @returns 0xffffffff where one is none. */
function digits(word: u64, count: u32): u32 {
  let x = (word ^ 0x3030303030303030) << (64 - ((<u64>count) << 3));
  if (((x + 0x7676767676767676) | x) & 0x8080808080808080) return 0xffffffff;
  x = (x * 2561) >> 8;
  x = ((x & 0x00ff00ff00ff00ff) * 6553601) >> 16;
  return <u32>(((x & 0x0000ffff0000ffff) * 42949672960001) >> 32);
}

/** How many bytes of `word` come before the first byte that equals those of `pattern`; 8 where there is none. */
function before(word: u64, pattern: u64): u32 {
  const x = word ^ pattern;
  const hit = (x - 0x0101010101010101) & ~x & 0x8080808080808080;
  return <u32>(ctz(hit) >> 3);
}

const LT8: u64 = 0x3c3c3c3c3c3c3c3c;
const QUOTE8: u64 = 0x2222222222222222;

/** Rows and cells up to near `end`, as long as they have the shape and the chunk has room. */
export function cellsFast<P>(pos: usize, end: usize): void {
  if (end - pos < AHEAD || end < pos) return;
  const safe = end - AHEAD;
  let p = pos;
  let row = currentRow();
  let flags = currentRowFlags();
  let column = currentColumn();
  // What must stand behind a cell's letters: the row's number as in its own tag, and the quote.
  let rowMask: u64 = ~(<u64>0);
  let rowTail: u64 = 0;
  let rowTailSize: usize = 0;
  if (row < 1_048_576) {
    let number = row + 1;
    rowTail = 34;
    rowTailSize = 1;
    while (number > 0) {
      rowTail = (rowTail << 8) | <u64>(48 + (number % 10));
      rowTailSize++;
      number /= 10;
    }
    if (rowTailSize < 8) rowMask = ((<u64>1) << ((<u64>rowTailSize) << 3)) - 1;
  }
  while (p < safe) {
    const word = load<u64>(p);
    if (<u8>word != 60) {
      const byte = <u8>word;
      if (byte == 10 || byte == 13 || byte == 32 || byte == 9) {
        p++;
        continue;
      }
      break;
    }
    let q = p + 1;
    if (sizeof<P>() == 2) {
      q = prefixed<P>(q);
      if (q == 0) {
        // The end of a row, or something else.
        if (<u8>(word >> 8) != 47) break;
        q = prefixed<P>(p + 2);
        if (q == 0 || load<u32>(q) != 0x3e776f72) break;
        p = q + 4;
        continue;
      }
    }
    const tag = sizeof<P>() == 1 ? word >> 8 : load<u64>(q);
    if (<u8>tag == 99) {
      if (row == NO_ROW) break;
      q++;
      let c = column + 1;
      let style: u32 = 0;
      let type: u32 = T_NUMBER;
      let odd = false;
      while (load<u8>(q) == 32) {
        const name = load<u64>(q);
        if (<u32>name == 0x223d7220) {
          q += 4;
          const letter = <u32>load<u8>(q) - 65;
          if (letter > 25) {
            odd = true;
            break;
          }
          const second = <u32>load<u8>(q, 1) - 65;
          if (second > 25) {
            c = letter;
            q += 1;
          } else {
            c = (letter + 1) * 26 + second;
            q += 2;
            const third = <u32>load<u8>(q) - 65;
            if (third <= 25) {
              c = (c + 1) * 26 + third;
              q += 1;
            }
          }
          // The row has to be the one that its own tag gave.
          if ((load<u64>(q) & rowMask) != rowTail || c >= 16_384) {
            odd = true;
            break;
          }
          q += rowTailSize;
        } else if (<u32>name == 0x223d7320) {
          const size = before(name >> 32, QUOTE8);
          if (size == 0 || size > 3) {
            odd = true;
            break;
          }
          style = digits(name >> 32, size);
          if (style == 0xffffffff) {
            odd = true;
            break;
          }
          q += 5 + size;
        } else if (<u32>name == 0x223d7420) {
          const value = <u16>(name >> 32);
          if (value == 0x2273) {
            type = T_SHARED;
            q += 6;
          } else if (value == 0x226e) {
            type = T_NUMBER;
            q += 6;
          } else if (value == 0x2262) {
            type = T_BOOLEAN;
            q += 6;
          } else if (value == 0x2265) {
            type = T_ERROR;
            q += 6;
          } else if (value == 0x2264) {
            type = T_DATE;
            q += 6;
          } else if (name >> 32 == 0x22727473) {
            type = T_STRING;
            q += 8;
          } else if (load<u64>(q, 4) == 0x7453656e696c6e69 && load<u16>(q, 12) == 0x2272) {
            type = T_INLINE;
            q += 14;
          } else {
            odd = true;
            break;
          }
        } else {
          odd = true;
          break;
        }
      }
      if (odd) break;
      if (load<u8>(q) == 47) {
        if (load<u8>(q, 1) != 62) break;
        column = c;
        p = q + 2;
        continue;
      }
      if (load<u8>(q) != 62) break;
      q++;
      if (load<u8>(q) != 60) q = skipSpace(q);
      const shown = flags | (styleFlags(style) & (HIDDEN_TEXT | DATE));
      const plain = shown & ~DATE;
      if (type == T_SHARED) {
        q = valueStart<P>(q);
        if (q == 0) break;
        const value = load<u64>(q);
        const size = before(value, LT8);
        if (size == 0 || size > 7) break;
        const index = digits(value, size);
        if (index == 0xffffffff) break;
        q = cellEnd<P>(q + size);
        if (q == 0) break;
        emitShared(row, c, index, plain);
      } else if (type == T_INLINE) {
        if (load<u8>(q) != 60) break;
        q = prefixed<P>(q + 1);
        if (q == 0 || (load<u32>(q) & 0xffffff) != 0x3e7369) break;
        q = textStart<P>(skipSpace(q + 3));
        if (q == 0) break;
        const to = plainEnd(q);
        if (to == 0) break;
        const after = inlineEnd<P>(to);
        if (after == 0) break;
        if (to > q) emitText(row, c, q, to - q, plain);
        q = after;
      } else {
        q = skipFormula<P>(q);
        if (q == 0) break;
        if (load<u8>(q) != 60) q = skipSpace(q);
        q = valueStart<P>(q);
        if (q == 0) break;
        const to = plainEnd(q);
        // An empty value is left to scan.ts.
        if (to == 0 || to == q) break;
        const after = cellEnd<P>(to);
        if (after == 0) break;
        if (type == T_STRING) emitText(row, c, q, to - q, plain);
        else if (type == T_NUMBER) {
          if (shown & DATE) emitSerial(row, c, q, to - q, plain | DATE);
          else emitText(row, c, q, to - q, plain | NUMBER);
        } else if (type == T_BOOLEAN) {
          emitBoolean(row, c, isTrue(q, to), plain | NUMBER);
        } else emitText(row, c, q, to - q, plain | (type == T_ERROR ? NUMBER : DATE));
        q = after;
      }
      column = c;
      p = q;
      if (chunkFull()) break;
      continue;
    }
    if (sizeof<P>() == 1 && (word & 0xffffffffffff) == 0x3e776f722f3c) {
      p += 6;
      continue;
    }
    // <row r="
    if ((tag & 0xffffffffffffff) != 0x223d7220776f72) break;
    q += 7;
    const number = load<u64>(q);
    const size = before(number, QUOTE8);
    if (size == 0 || size > 7 || <u8>number == 48) break;
    const next = digits(number, size);
    if (next > 1_048_576) break;
    const tailAt = q + size + 1;
    let to = tailAt;
    if (tailSize > 0 && sameTail(tailAt)) {
      to = tailAt + tailSize;
    } else {
      to = rowEnd(tailAt);
      if (to == 0) break;
      const closing = load<u8>(to - 2) == 47;
      const found = rowFlagsOf(tailAt, closing ? to - 2 : to - 1);
      tailFlags = found;
      tailSize = to - tailAt;
      if (tailSize > 64) tailSize = 0;
      else memory.copy(TAIL, tailAt, tailSize);
    }
    row = next - 1;
    column = NO_ROW;
    flags = tailFlags;
    p = to;
    rowTailSize = size + 1;
    rowMask = size == 7 ? ~(<u64>0) : ((<u64>1) << ((<u64>rowTailSize) << 3)) - 1;
    rowTail = number & rowMask;
  }
  resume(p, row, flags, column);
}

function sameTail(p: usize): bool {
  let i: usize = 0;
  while (i + 8 <= tailSize) {
    if (load<u64>(p + i) != load<u64>(TAIL + i)) return false;
    i += 8;
  }
  const rest = tailSize - i;
  return rest == 0 || (load<u64>(p + i) ^ load<u64>(TAIL + i)) << ((8 - rest) << 3) == 0;
}

/** Behind the `>` of a row's tag, or 0 where it is long or odd. */
function rowEnd(p: usize): usize {
  const stop = p + TEXT_MAX;
  for (; p < stop; p++) {
    const byte = load<u8>(p);
    if (byte == 62) return p + 1;
    if (byte == 39 || byte == 60) return 0;
    if (byte == 34) {
      do p++;
      while (p < stop && load<u8>(p) != 34);
    }
  }
  return 0;
}

/** Shared strings of one plain run: `<si><t>…</t></si>`. @returns where it stopped. */
export function stringsFast(pos: usize, end: usize): usize {
  if (end - pos < AHEAD || end < pos) return pos;
  const safe = end - AHEAD;
  let p = pos;
  while (p < safe) {
    if (load<u32>(p) != 0x3e69733c) break;
    const q = textStart<u8>(p + 4);
    if (q == 0) break;
    const to = plainEnd(q);
    if (to == 0) break;
    // </t></si>
    if (load<u64>(to) != 0x69732f3c3e742f3c || load<u8>(to, 8) != 62) break;
    textOpen();
    if (to > q) appendBytes(q, to);
    sharedClose();
    p = to + 9;
    if (arenaFull()) break;
  }
  return p;
}
