// CRC-32 as in zip (polynomial 0xEDB88320, reflected), sixteen streams at once: a block is cut into sixteen stretches,
// lane j of the vectors is the CRC of stretch j, and a byte's table entry is the sum of those of its two halves, each
// looked up for all lanes by one swizzle. At the block's end the sixteen are joined by moving each over the stretches
// behind it. Table look-ups alone (the usual way) took nearly as long as inflating.

const TABLE: usize = memory.data(8 * 1024);
/** Moves a CRC over STRETCH zero bytes, one table for each of its bytes. */
const SHIFT: usize = memory.data(4 * 1024);
const STRETCH: u32 = 256;
const BLOCK: u32 = 16 * STRETCH;

/** Byte k of the entries of 0 to 15 at 32 k, of 0, 16, … 240 at 32 k + 16. */
const HALVES: usize = memory.data(8 * 16, 16);
/** 16 × 16 bytes on their way from rows to columns. */
const SQUARE: usize = memory.data(256, 16);
const COLUMNS: usize = memory.data(256, 16);
const LANES: usize = memory.data(64, 16);

let crc: u32 = 0xffffffff;

export function crcInit(): void {
  for (let i: u32 = 0; i < 256; i++) {
    let c = i;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >> 1) ^ 0xedb88320 : c >> 1;
    store<u32>(TABLE + (i << 2), c);
  }
  for (let i: u32 = 0; i < 256; i++) {
    let c = load<u32>(TABLE + (i << 2));
    for (let k: u32 = 1; k < 8; k++) {
      c = (c >> 8) ^ load<u32>(TABLE + ((c & 255) << 2));
      store<u32>(TABLE + (k << 10) + (i << 2), c);
    }
  }
  for (let n: u32 = 0; n < 16; n++) {
    for (let k: u32 = 0; k < 4; k++) {
      store<u8>(HALVES + (k << 5) + n, load<u8>(TABLE + (n << 2) + k));
      store<u8>(HALVES + (k << 5) + 16 + n, load<u8>(TABLE + (n << 6) + k));
    }
  }
  // The shift is linear: work it out for single bits, the rest is sums of them.
  for (let bit: u32 = 0; bit < 32; bit++) {
    let c: u32 = 1 << bit;
    for (let k: u32 = 0; k < STRETCH; k++) c = (c >> 8) ^ load<u32>(TABLE + ((c & 255) << 2));
    const row = SHIFT + ((bit >> 3) << 10);
    const one: u32 = 1 << (bit & 7);
    for (let i: u32 = one; i < one << 1; i++)
      store<u32>(row + (i << 2), c ^ load<u32>(row + ((i ^ one) << 2)));
  }
}

/** Eight bytes, xored with the CRC before them. */
function step(c: u64): u32 {
  const low = <u32>c;
  const high = <u32>(c >> 32);
  return (
    load<u32>((low << 2) & 0x3fc, TABLE + 7168) ^
    load<u32>((low >> 6) & 0x3fc, TABLE + 6144) ^
    load<u32>((low >> 14) & 0x3fc, TABLE + 5120) ^
    load<u32>((low >> 22) & 0x3fc, TABLE + 4096) ^
    load<u32>((high << 2) & 0x3fc, TABLE + 3072) ^
    load<u32>((high >> 6) & 0x3fc, TABLE + 2048) ^
    load<u32>((high >> 14) & 0x3fc, TABLE + 1024) ^
    load<u32>((high >> 22) & 0x3fc, TABLE)
  );
}

function shift(c: u32): u32 {
  return (
    load<u32>((c << 2) & 0x3fc, SHIFT) ^
    load<u32>((c >> 6) & 0x3fc, SHIFT + 1024) ^
    load<u32>((c >> 14) & 0x3fc, SHIFT + 2048) ^
    load<u32>((c >> 22) & 0x3fc, SHIFT + 3072)
  );
}

function low(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

function high(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** Two of the four rounds of interleaving that turn sixteen rows at `from` into columns. */
function interleave(from: usize, stride: usize, to: usize): void {
  for (let k: usize = 0; k < 4; k++) {
    const a = v128.load(from);
    const b = v128.load(from + 4 * stride);
    const c = v128.load(from + 8 * stride);
    const d = v128.load(from + 12 * stride);
    const ac = low(a, c);
    const bd = low(b, d);
    const acHigh = high(a, c);
    const bdHigh = high(b, d);
    v128.store(to, low(ac, bd));
    v128.store(to, high(ac, bd), 16);
    v128.store(to, low(acHigh, bdHigh), 32);
    v128.store(to, high(acHigh, bdHigh), 48);
    from += stride;
    to += 64;
  }
}

/** One block at `p`. A function of its own: it is what runs hot. */
export function crcBlock(before: u32, p: usize): u32 {
  const nibble = i8x16.splat(15);
  const low0 = v128.load(HALVES);
  const high0 = v128.load(HALVES + 16);
  const low1 = v128.load(HALVES + 32);
  const high1 = v128.load(HALVES + 48);
  const low2 = v128.load(HALVES + 64);
  const high2 = v128.load(HALVES + 80);
  const low3 = v128.load(HALVES + 96);
  const high3 = v128.load(HALVES + 112);
  let c0 = i8x16.replace_lane(i8x16.splat(0), 0, <i8>before);
  let c1 = i8x16.replace_lane(i8x16.splat(0), 0, <i8>(before >> 8));
  let c2 = i8x16.replace_lane(i8x16.splat(0), 0, <i8>(before >> 16));
  let c3 = i8x16.replace_lane(i8x16.splat(0), 0, <i8>(before >> 24));
  const stop = p + STRETCH;
  while (p < stop) {
    interleave(p, STRETCH, SQUARE);
    interleave(SQUARE, 16, COLUMNS);
    for (let i: usize = 0; i < 256; i += 16) {
      const index = v128.xor(c0, v128.load(COLUMNS + i));
      const lo = v128.and(index, nibble);
      const hi = v128.and(i16x8.shr_u(index, 4), nibble);
      c0 = v128.xor(c1, v128.xor(v128.swizzle(low0, lo), v128.swizzle(high0, hi)));
      c1 = v128.xor(c2, v128.xor(v128.swizzle(low1, lo), v128.swizzle(high1, hi)));
      c2 = v128.xor(c3, v128.xor(v128.swizzle(low2, lo), v128.swizzle(high2, hi)));
      c3 = v128.xor(v128.swizzle(low3, lo), v128.swizzle(high3, hi));
    }
    p += 16;
  }
  // Four vectors of bytes become sixteen words.
  const evenLow = low(c0, c1);
  const evenHigh = high(c0, c1);
  const oddLow = low(c2, c3);
  const oddHigh = high(c2, c3);
  v128.store(LANES, v128.shuffle<u16>(evenLow, oddLow, 0, 8, 1, 9, 2, 10, 3, 11));
  v128.store(LANES, v128.shuffle<u16>(evenLow, oddLow, 4, 12, 5, 13, 6, 14, 7, 15), 16);
  v128.store(LANES, v128.shuffle<u16>(evenHigh, oddHigh, 0, 8, 1, 9, 2, 10, 3, 11), 32);
  v128.store(LANES, v128.shuffle<u16>(evenHigh, oddHigh, 4, 12, 5, 13, 6, 14, 7, 15), 48);
  let c = load<u32>(LANES);
  for (let i: usize = 4; i < 64; i += 4) c = shift(c) ^ load<u32>(LANES + i);
  return c;
}

/** Adds the bytes from `p` to `end`. */
export function crcUpdate(p: usize, end: usize): void {
  let c = crc;
  while (end - p >= BLOCK) {
    c = crcBlock(c, p);
    p += BLOCK;
  }
  while (end - p >= 8) {
    c = step(load<u64>(p) ^ <u64>c);
    p += 8;
  }
  while (p < end) c = (c >> 8) ^ load<u32>(TABLE + (((c ^ load<u8>(p++)) & 255) << 2));
  crc = c;
}

export function crcValue(): u32 {
  return ~crc;
}
