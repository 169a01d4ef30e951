// Raw DEFLATE (RFC 1951), streaming: input arrives in pieces, output goes into a window that the caller empties. The
// decoding tables and the shape of the fast loop follow libdeflate (MIT); what is refused follows zlib, so that both
// agree on every stream, sound or corrupted.
import { take } from './memory';

/** Table entries: bits 0-5 bits to drop (with extra bits), 8-11 length of the codeword alone, 16-30 payload. */
const LITERAL: u32 = 0x80000000;
const EXCEPTION: u32 = 0x8000;
const SUBTABLE: u32 = 0x4000;
const END_OF_BLOCK: u32 = 0x2000;
const INVALID: u32 = 0x1000;

const LIT_BITS: u32 = 11;
const DIST_BITS: u32 = 8;
/** Entries that any code can need at the most, by zlib's `enough` (288 symbols, 15 bits, root 11; 32 symbols, root 8). */
const LIT_TABLE: usize = memory.data(2342 * 4);
const DIST_TABLE: usize = memory.data(402 * 4);
const PRE_TABLE: usize = memory.data(128 * 4);
const LENGTHS: usize = memory.data(512);
const COUNTS: usize = memory.data(16 * 4);
const OFFSETS: usize = memory.data(17 * 4);
const SORTED: usize = memory.data(288 * 2);
const LIT_RESULTS: usize = memory.data(288 * 4);
const DIST_RESULTS: usize = memory.data(32 * 4);
const PRE_RESULTS: usize = memory.data(19 * 4);
const PRE_ORDER: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** What one run came to. */
export const INPUT_WANTED: i32 = 0;
const WINDOW_FULL: i32 = 1;
export const DONE: i32 = 2;
export const CORRUPT: i32 = -1;

/** Bytes that the fast loop may read or write beyond its bounds. */
const IN_SLACK: usize = 32;
export const OUT_SLACK: usize = 320;
/** A dynamic block's header takes less. */
const HEADER_MAX: usize = 1024;
const HISTORY: usize = 32768;

const IN_BLOCK_START: u32 = 0;
const IN_CODES: u32 = 1;
const IN_STORED: u32 = 2;
const IN_END: u32 = 3;

let input: usize = 0;
let inputCap: usize = 0;
let inNext: usize = 0;
let inEnd: usize = 0;
let inLast: bool = false;
let bitBuf: u64 = 0;
let bitCount: u32 = 0;
let state: u32 = IN_BLOCK_START;
let lastBlock: bool = false;
let storedLeft: usize = 0;
let fixedReady: bool = false;

let window: usize = 0;
let windowEnd: usize = 0;
let outNext: usize = 0;

export function inflateInit(inputSize: usize, windowSize: usize): void {
  inputCap = inputSize;
  input = take(inputSize + 64);
  inNext = inEnd = input;
  window = take(windowSize + OUT_SLACK);
  windowEnd = window + windowSize;
  outNext = window;
  for (let i: u32 = 0; i < 256; i++) store<u32>(LIT_RESULTS + (i << 2), LITERAL | (i << 16));
  store<u32>(LIT_RESULTS + (256 << 2), EXCEPTION | END_OF_BLOCK);
  let length: u32 = 3;
  for (let i: u32 = 0; i < 28; i++) {
    const extra: u32 = i < 8 ? 0 : (i - 4) >> 2;
    store<u32>(LIT_RESULTS + ((257 + i) << 2), (length << 16) | extra);
    length += 1 << extra;
  }
  store<u32>(LIT_RESULTS + (285 << 2), 258 << 16);
  store<u32>(LIT_RESULTS + (286 << 2), EXCEPTION | INVALID);
  store<u32>(LIT_RESULTS + (287 << 2), EXCEPTION | INVALID);
  let distance: u32 = 1;
  for (let i: u32 = 0; i < 30; i++) {
    const extra: u32 = i < 4 ? 0 : (i - 2) >> 1;
    store<u32>(DIST_RESULTS + (i << 2), (distance << 16) | extra);
    distance += 1 << extra;
  }
  store<u32>(DIST_RESULTS + (30 << 2), EXCEPTION | INVALID);
  store<u32>(DIST_RESULTS + (31 << 2), EXCEPTION | INVALID);
  for (let i: u32 = 0; i < 19; i++) store<u32>(PRE_RESULTS + (i << 2), i << 16);
}

/** Where the next bytes of input are to be put, and (inputRoom) how many fit. */
export function inputSpace(): usize {
  if (inNext > input) {
    memory.copy(input, inNext, inEnd - inNext);
    inEnd = input + (inEnd - inNext);
    inNext = input;
  }
  return inEnd;
}

export function inputRoom(): usize {
  return input + inputCap - inEnd;
}

/** `count` bytes were put there; `last` with the last of them. */
export function inputAdded(count: usize, last: bool): void {
  inEnd += count;
  inLast = last;
}

/** End of what has been written to the window. */
export function written(): usize {
  return outNext;
}

export function windowStart(): usize {
  return window;
}

/** Bytes that the window can still take before it has to slide. */
export function windowRoom(): usize {
  return windowEnd - outNext;
}

/**
 * Makes room: what lies before `keep` goes, apart from the history that matches may still refer to.
 * @returns by how much everything moved down.
 */
export function slide(keep: usize): usize {
  const history = outNext - window > HISTORY ? outNext - HISTORY : window;
  const from = min(keep, history);
  const by = from - window;
  if (by > 0) {
    memory.copy(window, from, outNext - from);
    outNext -= by;
  }
  return by;
}

/** Doubles the window, where a single token fills it. @returns by how much it moved up. */
export function widen(): usize {
  const size = windowEnd - window;
  const moved = take(size * 2 + OUT_SLACK);
  memory.copy(moved, window, outNext - window);
  const by = moved - window;
  outNext += by;
  window = moved;
  windowEnd = moved + size * 2;
  return by;
}

/** Copies input to the window as it is (an entry that is stored, not deflated). */
export function copyThrough(limit: usize): i32 {
  const room = min(limit, windowEnd - outNext);
  const count = min(room, inEnd - inNext);
  memory.copy(outNext, inNext, count);
  outNext += count;
  inNext += count;
  if (inNext < inEnd) return WINDOW_FULL;
  return inLast ? DONE : INPUT_WANTED;
}

/** Bits in the buffer become at least `count`, as far as there is input. */
function fill(count: u32): bool {
  while (bitCount < count) {
    if (inNext >= inEnd) return false;
    bitBuf |= (<u64>load<u8>(inNext++)) << bitCount;
    bitCount += 8;
  }
  return true;
}

function drop(count: u32): void {
  bitBuf >>= count;
  bitCount -= count;
}

/** Whole bytes in the bit buffer go back to the input: it may move, or be copied from, before the next bit is read. */
function unread(): void {
  inNext -= bitCount >> 3;
  bitCount &= 7;
  bitBuf &= ((<u64>1) << bitCount) - 1;
}

/** Builds a decoding table. @returns false where zlib would refuse the code. */
function build(
  table: usize,
  tableBits: u32,
  lengths: usize,
  symbols: u32,
  results: usize,
  isPre: bool,
): bool {
  memory.fill(COUNTS, 0, 64);
  for (let i: u32 = 0; i < symbols; i++) {
    const at = COUNTS + ((<u32>load<u8>(lengths + i)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let longest: u32 = 15;
  while (longest > 0 && load<u32>(COUNTS + (longest << 2)) == 0) longest--;
  const invalid = EXCEPTION | INVALID | 1;
  if (longest == 0) {
    // No codes at all: zlib objects only once one is used (a code of code lengths is refused at once).
    if (isPre) return false;
    for (let i: u32 = 0; i < 1 << tableBits; i++) store<u32>(table + (i << 2), invalid);
    return true;
  }
  let used: u32 = 0;
  store<u32>(OFFSETS, 0);
  store<u32>(OFFSETS + 4, load<u32>(COUNTS));
  for (let len: u32 = 1; len <= longest; len++) {
    const count = load<u32>(COUNTS + (len << 2));
    if (len < longest) store<u32>(OFFSETS + ((len + 1) << 2), load<u32>(OFFSETS + (len << 2)) + count);
    used = (used << 1) + count;
    if (used > (<u32>1) << len) return false;
  }
  for (let i: u32 = 0; i < symbols; i++) {
    const at = OFFSETS + ((<u32>load<u8>(lengths + i)) << 2);
    const to = load<u32>(at);
    store<u16>(SORTED + (to << 1), <u16>i);
    store<u32>(at, to + 1);
  }
  let next = SORTED + (load<u32>(COUNTS) << 1);
  if (used < (<u32>1) << longest) {
    if (isPre || longest != 1) return false;
    const only = load<u32>(results + ((<u32>load<u16>(next)) << 2)) + 0x101;
    for (let i: u32 = 0; i < 1 << tableBits; i += 2) {
      store<u32>(table + (i << 2), only);
      store<u32>(table + (i << 2) + 4, invalid);
    }
    return true;
  }
  let len: u32 = 1;
  let count: u32 = 0;
  while ((count = load<u32>(COUNTS + (len << 2))) == 0) len++;
  let codeword: u32 = 0;
  let end: u32 = 1 << len;
  // A code that starts beyond the table has its first codeword below the prefix 0.
  if (len > tableBits) end = 1 << tableBits;
  while (len <= tableBits) {
    do {
      store<u32>(table + (codeword << 2), load<u32>(results + ((<u32>load<u16>(next)) << 2)) + len * 0x101);
      next += 2;
      if (codeword == end - 1) {
        for (; len < tableBits; len++) {
          memory.copy(table + (end << 2), table, end << 2);
          end <<= 1;
        }
        return true;
      }
      const bit: u32 = 1 << (31 - clz(codeword ^ (end - 1)));
      codeword = (codeword & (bit - 1)) | bit;
    } while (--count);
    do {
      if (++len <= tableBits) {
        memory.copy(table + (end << 2), table, end << 2);
        end <<= 1;
      }
    } while ((count = load<u32>(COUNTS + (len << 2))) == 0);
  }
  const mask: u32 = (1 << tableBits) - 1;
  end = 1 << tableBits;
  let prefix: u32 = 0xffffffff;
  let start: u32 = 0;
  while (true) {
    if ((codeword & mask) != prefix) {
      prefix = codeword & mask;
      start = end;
      let bits = len - tableBits;
      let space = count;
      while (space < (<u32>1) << bits) {
        bits++;
        space = (space << 1) + load<u32>(COUNTS + ((tableBits + bits) << 2));
      }
      end = start + (1 << bits);
      store<u32>(table + (prefix << 2), (start << 16) | EXCEPTION | SUBTABLE | (bits << 8) | tableBits);
    }
    const entry = load<u32>(results + ((<u32>load<u16>(next)) << 2)) + (len - tableBits) * 0x101;
    next += 2;
    const stride: u32 = 1 << (len - tableBits);
    for (let i = start + (codeword >> tableBits); i < end; i += stride) store<u32>(table + (i << 2), entry);
    if (codeword == ((<u32>1) << len) - 1) return true;
    const bit: u32 = 1 << (31 - clz(codeword ^ (((<u32>1) << len) - 1)));
    codeword = (codeword & (bit - 1)) | bit;
    count--;
    while (count == 0) count = load<u32>(COUNTS + (++len << 2));
  }
}

function fixedTables(): void {
  if (fixedReady) return;
  fixedReady = true;
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  memory.fill(LENGTHS + 288, 5, 32);
  build(LIT_TABLE, LIT_BITS, LENGTHS, 288, LIT_RESULTS, false);
  build(DIST_TABLE, DIST_BITS, LENGTHS + 288, 32, DIST_RESULTS, false);
}

/** Reads a dynamic block's codes. All of the header is in the input, or the input ends. */
function dynamicTables(): bool {
  fixedReady = false;
  if (!fill(14)) return false;
  const literals = <u32>(bitBuf & 31) + 257;
  const distances = <u32>((bitBuf >> 5) & 31) + 1;
  const pres = <u32>((bitBuf >> 10) & 15) + 4;
  drop(14);
  if (literals > 286 || distances > 30) return false;
  memory.fill(LENGTHS, 0, 19);
  for (let i: u32 = 0; i < pres; i++) {
    if (!fill(3)) return false;
    store<u8>(LENGTHS + load<u8>(PRE_ORDER + i), <u8>(bitBuf & 7));
    drop(3);
  }
  if (!build(PRE_TABLE, 7, LENGTHS, 19, PRE_RESULTS, true)) return false;
  const total = literals + distances;
  let i: u32 = 0;
  while (i < total) {
    fill(14);
    const entry = load<u32>(PRE_TABLE + ((<usize>(bitBuf & 127)) << 2));
    const bits = entry & 63;
    const symbol = (entry >> 16) & 31;
    const extra: u32 = symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
    if (bitCount < bits + extra) return false;
    drop(bits);
    if (symbol < 16) {
      store<u8>(LENGTHS + i++, <u8>symbol);
      continue;
    }
    let value: u8 = 0;
    let times: u32 = symbol == 18 ? 11 : 3;
    if (symbol == 16) {
      if (i == 0) return false;
      value = load<u8>(LENGTHS + i - 1);
    }
    times += <u32>bitBuf & ((1 << extra) - 1);
    drop(extra);
    if (i + times > total) return false;
    memory.fill(LENGTHS + i, value, times);
    i += times;
  }
  // A block that could not end is refused.
  if (load<u8>(LENGTHS + 256) == 0) return false;
  return (
    build(LIT_TABLE, LIT_BITS, LENGTHS, literals, LIT_RESULTS, false) &&
    build(DIST_TABLE, DIST_BITS, LENGTHS + literals, distances, DIST_RESULTS, false)
  );
}

/**
 * The hot loop: symbols until the block ends (DONE), or input or window come near their ends (INPUT_WANTED).
 * Small and by itself, so that the browser's optimised code replaces it early.
 */
export function decodeFast(inFast: usize, outFast: usize): i32 {
  let p = inNext;
  let o = outNext;
  let bits = bitBuf;
  let n = bitCount;
  const base = window;
  let result = INPUT_WANTED;
  bits |= load<u64>(p) << n;
  p += 7 - ((n >> 3) & 7);
  n |= 56;
  let e = load<u32>(LIT_TABLE + ((<usize>(bits & 2047)) << 2));
  while (p < inFast && o < outFast) {
    let saved = bits;
    bits >>= e;
    n -= e;
    if (e & LITERAL) {
      store<u8>(o, <u8>(e >> 16));
      e = load<u32>(LIT_TABLE + ((<usize>(bits & 2047)) << 2));
      saved = bits;
      bits >>= e;
      n -= e;
      o++;
      if (e & LITERAL) {
        store<u8>(o, <u8>(e >> 16));
        e = load<u32>(LIT_TABLE + ((<usize>(bits & 2047)) << 2));
        saved = bits;
        bits >>= e;
        n -= e;
        o++;
        if (e & LITERAL) {
          store<u8>(o, <u8>(e >> 16));
          o++;
          bits |= load<u64>(p) << n;
          p += 7 - ((n >> 3) & 7);
          n |= 56;
          e = load<u32>(LIT_TABLE + ((<usize>(bits & 2047)) << 2));
          continue;
        }
      }
    }
    if (e & EXCEPTION) {
      if (e & SUBTABLE) {
        e = load<u32>(
          LIT_TABLE + ((<usize>((e >> 16) + (<u32>bits & (((<u32>1) << ((e >> 8) & 15)) - 1)))) << 2),
        );
        saved = bits;
        bits >>= e;
        n -= e;
        if (e & LITERAL) {
          store<u8>(o, <u8>(e >> 16));
          o++;
          bits |= load<u64>(p) << n;
          p += 7 - ((n >> 3) & 7);
          n |= 56;
          e = load<u32>(LIT_TABLE + ((<usize>(bits & 2047)) << 2));
          continue;
        }
      }
      if (e & EXCEPTION) {
        result = e & END_OF_BLOCK ? DONE : CORRUPT;
        break;
      }
    }
    const length = (e >> 16) + (<u32>(saved & (((<u64>1) << e) - 1)) >> ((e >> 8) & 15));
    bits |= load<u64>(p) << n;
    p += 7 - ((n >> 3) & 7);
    n |= 56;
    e = load<u32>(DIST_TABLE + ((<usize>(bits & 255)) << 2));
    if (e & EXCEPTION) {
      if (e & SUBTABLE) {
        bits >>= 8;
        n -= 8;
        e = load<u32>(
          DIST_TABLE + ((<usize>((e >> 16) + (<u32>bits & (((<u32>1) << ((e >> 8) & 15)) - 1)))) << 2),
        );
      }
      if (e & EXCEPTION) {
        result = CORRUPT;
        break;
      }
    }
    const distance = <usize>((e >> 16) + (<u32>(bits & (((<u64>1) << e) - 1)) >> ((e >> 8) & 15)));
    bits >>= e;
    n -= e;
    if (distance > o - base) {
      result = CORRUPT;
      break;
    }
    bits |= load<u64>(p) << n;
    p += 7 - ((n >> 3) & 7);
    n |= 56;
    e = load<u32>(LIT_TABLE + ((<usize>(bits & 2047)) << 2));
    let from = o - distance;
    const end = o + length;
    if (distance >= 16) {
      v128.store(o, v128.load(from));
      o += 16;
      while (o < end) {
        from += 16;
        v128.store(o, v128.load(from));
        o += 16;
      }
    } else if (distance >= 8) {
      do {
        store<u64>(o, load<u64>(from));
        o += 8;
        from += 8;
      } while (o < end);
    } else if (distance == 1) {
      const run = i8x16.splat(load<i8>(from));
      do {
        v128.store(o, run);
        o += 16;
      } while (o < end);
    } else {
      do store<u8>(o++, load<u8>(from++));
      while (o < end);
    }
    o = end;
  }
  n &= 63;
  bitBuf = bits & (((<u64>1) << n) - 1);
  bitCount = n;
  inNext = p;
  outNext = o;
  unread();
  return result;
}

/** Symbol by symbol, for the last bytes of the input. */
function decodeSlow(outFast: usize): i32 {
  while (outNext < outFast) {
    fill(56);
    let bits = bitBuf;
    let used: u32 = 0;
    let e = load<u32>(LIT_TABLE + ((<usize>(bits & 2047)) << 2));
    if (e & SUBTABLE && e & EXCEPTION) {
      bits >>= LIT_BITS;
      used = LIT_BITS;
      e = load<u32>(
        LIT_TABLE + ((<usize>((e >> 16) + (<u32>bits & (((<u32>1) << ((e >> 8) & 15)) - 1)))) << 2),
      );
    }
    used += e & 63;
    if (used > bitCount) return CORRUPT;
    if (e & LITERAL) {
      store<u8>(outNext++, <u8>(e >> 16));
      drop(used);
      continue;
    }
    if (e & EXCEPTION) {
      if (!(e & END_OF_BLOCK)) return CORRUPT;
      drop(used);
      return DONE;
    }
    const length = (e >> 16) + (<u32>(bits & (((<u64>1) << e) - 1)) >> ((e >> 8) & 15));
    bits >>= e;
    e = load<u32>(DIST_TABLE + ((<usize>(bits & 255)) << 2));
    if (e & EXCEPTION && e & SUBTABLE) {
      bits >>= DIST_BITS;
      used += DIST_BITS;
      e = load<u32>(
        DIST_TABLE + ((<usize>((e >> 16) + (<u32>bits & (((<u32>1) << ((e >> 8) & 15)) - 1)))) << 2),
      );
    }
    used += e & 63;
    if (used > bitCount || e & EXCEPTION) return CORRUPT;
    const distance = <usize>((e >> 16) + (<u32>(bits & (((<u64>1) << e) - 1)) >> ((e >> 8) & 15)));
    if (distance > outNext - window) return CORRUPT;
    drop(used);
    for (let i: u32 = 0; i < length; i++) {
      store<u8>(outNext, load<u8>(outNext - distance));
      outNext++;
    }
  }
  return INPUT_WANTED;
}

/** Inflates until about `limit` more bytes are in the window, it is full, the input is used up, or the stream ends. */
export function inflate(limit: usize): i32 {
  const stop = min(outNext + limit, windowEnd - OUT_SLACK);
  while (true) {
    if (state == IN_END) return DONE;
    if (outNext >= stop) return WINDOW_FULL;
    const have = inEnd - inNext;
    if (state == IN_BLOCK_START) {
      if (lastBlock) {
        state = IN_END;
        continue;
      }
      if (!inLast && have < HEADER_MAX) return INPUT_WANTED;
      if (!fill(3)) return CORRUPT;
      lastBlock = (bitBuf & 1) != 0;
      const kind = <u32>(bitBuf >> 1) & 3;
      drop(3);
      if (kind == 0) {
        drop(bitCount & 7);
        unread();
        if (inEnd - inNext < 4) return CORRUPT;
        const length = load<u16>(inNext);
        if (length != (~load<u16>(inNext, 2) & 0xffff)) return CORRUPT;
        inNext += 4;
        storedLeft = length;
        state = IN_STORED;
      } else if (kind == 1) {
        fixedTables();
        state = IN_CODES;
      } else {
        if (kind == 3 || !dynamicTables()) return CORRUPT;
        state = IN_CODES;
      }
    } else if (state == IN_STORED) {
      const count = min(min(storedLeft, inEnd - inNext), stop - outNext);
      memory.copy(outNext, inNext, count);
      outNext += count;
      inNext += count;
      storedLeft -= count;
      if (storedLeft == 0) state = IN_BLOCK_START;
      else if (inNext >= inEnd) return inLast ? CORRUPT : INPUT_WANTED;
    } else {
      let result = INPUT_WANTED;
      if (have > IN_SLACK) result = decodeFast(inEnd - IN_SLACK, stop);
      if (result == INPUT_WANTED && outNext < stop) {
        if (!inLast) {
          unread();
          return INPUT_WANTED;
        }
        result = decodeSlow(stop);
      }
      if (result == CORRUPT) return CORRUPT;
      if (result == DONE) state = IN_BLOCK_START;
    }
  }
}
