// Texts on their way to the host: one run of UTF-8 with a NUL after each text (a NUL in the file itself becomes
// U+FFFD), decoded there in one call. Texts of cells are looked up in a small table first, so that a value that comes
// again within a chunk is the same string; two texts are only taken for one after all their bytes were compared.
import { take } from './memory';

/** Texts in a chunk at the most: one for each cell. */
const TEXTS: u32 = 8192;
const SLOTS: u32 = 8192;
const SLOT_TABLE: usize = memory.data(8192 * 8);
/** Where each text begins, from the arena's start. */
const STARTS: usize = memory.data((8192 + 1) * 4);
/** Longer texts than this are refused: no application writes them, and they would fill the memory. */
const LONGEST: usize = 64 << 20;

let arena: usize = 0;
let arenaEnd: usize = 0;
/** Where the next byte goes. */
let at: usize = 0;
/** Where the text that is being collected begins. */
let open: usize = 0;
let count: u32 = 0;
let tooLong: bool = false;

export function arenaInit(size: usize): void {
  arena = take(size + 64);
  arenaEnd = arena + size;
  at = open = arena;
}

export function arenaStart(): usize {
  return arena;
}

/** Bytes of complete texts. */
export function arenaBytes(): usize {
  return open - arena;
}

export function textCount(): u32 {
  return count;
}

export function arenaOverflow(): bool {
  return tooLong;
}

/** Forgets the complete texts; one that is being collected stays. */
export function arenaReset(): void {
  memory.copy(arena, open, at - open);
  at -= open - arena;
  open = arena;
  count = 0;
  memory.fill(SLOT_TABLE, 0, SLOTS * 8);
}

function room(size: usize): void {
  if (at + size <= arenaEnd) return;
  let capacity = (arenaEnd - arena) * 2;
  while (capacity < at - arena + size) capacity *= 2;
  if (capacity > LONGEST) {
    // The text is dropped: the host stops at the next turn.
    tooLong = true;
    at = open;
    return room(size);
  }
  const moved = take(capacity + 64);
  memory.copy(moved, arena, at - arena);
  at += moved - arena;
  open += moved - arena;
  arena = moved;
  arenaEnd = moved + capacity;
}

export function textOpen(): void {
  at = open;
}

export function textLength(): usize {
  return at - open;
}

export function textStart(): usize {
  return open;
}

export function appendByte(byte: u32): void {
  room(1);
  store<u8>(at++, <u8>byte);
}

export function appendCodePoint(code: u32): void {
  // NUL is the divider.
  if (code == 0) code = 0xfffd;
  if (code < 0x80) {
    appendByte(code);
    return;
  }
  if (code < 0x800) appendByte(0xc0 | (code >> 6));
  else {
    if (code < 0x10000) appendByte(0xe0 | (code >> 12));
    else {
      appendByte(0xf0 | (code >> 18));
      appendByte(0x80 | ((code >> 12) & 63));
    }
    appendByte(0x80 | ((code >> 6) & 63));
  }
  appendByte(0x80 | (code & 63));
}

export function appendBytes(from: usize, to: usize): void {
  const size = to - from;
  if (size > LONGEST / 2) {
    tooLong = true;
    return;
  }
  room(size);
  memory.copy(at, from, size);
  at += size;
}

function hashOf(p: usize, size: usize): u64 {
  const K: u64 = 0x9e3779b97f4a7c15;
  let h: u64 = <u64>size * K;
  while (size > 8) {
    h = (h ^ load<u64>(p)) * K;
    h ^= h >> 29;
    p += 8;
    size -= 8;
  }
  if (size > 0) {
    h = (h ^ (load<u64>(p) << ((8 - size) << 3))) * K;
    h ^= h >> 29;
  }
  return h * K;
}

function same(a: usize, b: usize, size: usize): bool {
  while (size > 8) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
    size -= 8;
  }
  if (size == 0) return true;
  return (load<u64>(a) ^ load<u64>(b)) << ((8 - size) << 3) == 0;
}

/** Adds the open text to the table as it is, whether it is there already or not. @returns its index in the chunk. */
export function textClose(): u32 {
  room(1);
  store<u8>(at++, 0);
  store<u32>(STARTS + (count << 2), <u32>(open - arena));
  open = at;
  store<u32>(STARTS + ((count + 1) << 2), <u32>(open - arena));
  return count++;
}

/** The same without note of where it begins, for shared strings: there may be any number of them. */
export function sharedClose(): void {
  room(1);
  store<u8>(at++, 0);
  open = at;
  count++;
}

/**
 * Finds or adds the text of `size` bytes at `p` (which may be the open text). At least 8 bytes behind it can be read.
 * @returns its index in the chunk.
 */
export function intern(p: usize, size: usize): u32 {
  const h = hashOf(p, size);
  const slot = SLOT_TABLE + ((<usize>(h >> 40) & (SLOTS - 1)) << 3);
  const mark = h & 0xffffffff00000000;
  const known = load<u64>(slot);
  if (known != 0 && (known & 0xffffffff00000000) == mark) {
    const index = <u32>known - 1;
    const start = load<u32>(STARTS + (index << 2));
    if (load<u32>(STARTS + ((index + 1) << 2)) - start - 1 == <u32>size && same(arena + start, p, size)) {
      at = open;
      return index;
    }
  }
  if (p != open) {
    at = open;
    room(size + 16);
    let from = p;
    const to = at + size;
    while (at < to) {
      v128.store(at, v128.load(from));
      at += 16;
      from += 16;
    }
    at = to;
  }
  const index = textClose();
  store<u64>(slot, mark | <u64>(index + 1));
  return index;
}

/** Whether the chunk should be handed out before more texts come. */
export function arenaFull(): bool {
  return open - arena > 512 * 1024 || count >= TEXTS;
}
