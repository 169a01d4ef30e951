// CRC-32 as in zip (polynomial 0xEDB88320, reflected). Three streams of eight bytes a step run side by side, because
// one alone waits for its own table look-ups; they are joined by moving a CRC over a block of zeros.

const TABLE: usize = memory.data(8 * 1024);
/** Moves a CRC over BLOCK zero bytes, one table for each of its bytes. */
const SHIFT: usize = memory.data(4 * 1024);
const BLOCK: u32 = 2048;

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
  // The shift is linear: work it out for single bits, the rest is sums of them.
  for (let bit: u32 = 0; bit < 32; bit++) {
    let c: u32 = 1 << bit;
    for (let k: u32 = 0; k < BLOCK; k++) c = (c >> 8) ^ load<u32>(TABLE + ((c & 255) << 2));
    const row = SHIFT + ((bit >> 3) << 10);
    const one: u32 = 1 << (bit & 7);
    for (let i: u32 = one; i < one << 1; i++)
      store<u32>(row + (i << 2), c ^ load<u32>(row + ((i ^ one) << 2)));
  }
}

function step(c: u64): u32 {
  return (
    load<u32>(TABLE + 7168 + <usize>((c & 255) << 2)) ^
    load<u32>(TABLE + 6144 + <usize>(((c >> 8) & 255) << 2)) ^
    load<u32>(TABLE + 5120 + <usize>(((c >> 16) & 255) << 2)) ^
    load<u32>(TABLE + 4096 + <usize>(((c >> 24) & 255) << 2)) ^
    load<u32>(TABLE + 3072 + <usize>(((c >> 32) & 255) << 2)) ^
    load<u32>(TABLE + 2048 + <usize>(((c >> 40) & 255) << 2)) ^
    load<u32>(TABLE + 1024 + <usize>(((c >> 48) & 255) << 2)) ^
    load<u32>(TABLE + <usize>((c >> 56) << 2))
  );
}

function shift(c: u32): u32 {
  return (
    load<u32>(SHIFT + ((c & 255) << 2)) ^
    load<u32>(SHIFT + 1024 + (((c >> 8) & 255) << 2)) ^
    load<u32>(SHIFT + 2048 + (((c >> 16) & 255) << 2)) ^
    load<u32>(SHIFT + 3072 + ((c >> 24) << 2))
  );
}

/** Three blocks at `p`. A function of its own: it is what runs hot. */
export function crcBlocks(c0: u32, p: usize): u32 {
  const end = p + BLOCK;
  let c1: u32 = 0;
  let c2: u32 = 0;
  while (p < end) {
    c0 = step(load<u64>(p) ^ <u64>c0);
    c1 = step(load<u64>(p, 2048) ^ <u64>c1);
    c2 = step(load<u64>(p, 4096) ^ <u64>c2);
    p += 8;
  }
  return shift(shift(c0) ^ c1) ^ c2;
}

/** Adds the bytes from `p` to `end`. */
export function crcUpdate(p: usize, end: usize): void {
  let c = crc;
  while (end - p >= 3 * BLOCK) {
    c = crcBlocks(c, p);
    p += 3 * BLOCK;
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
