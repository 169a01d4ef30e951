// A binary fuse filter of 8 bits a slot (Graf and Lemire, "Binary Fuse Filters: Fast and Smaller Than Xor Filters", 2022): about nine
// bits for each key, and one answer in 256 wrong for keys that were never put in. Of a key that was put in the answer is always yes.
import type { Key } from './keyed.ts';

export interface Filter {
  seed: number;
  /** Slots of a segment: a power of two. */
  segment: number;
  /** Segments that a key can begin in; there are two more behind them. */
  segments: number;
  slots: Uint8Array;
}

function stir(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Where a key's three slots are, and what they must give together: set by `place`. */
const at = new Uint32Array(3);
let print = 0;

function place(filter: Filter, { high, low }: Key): void {
  const { seed, segment, segments } = filter;
  const a = stir(high ^ seed);
  const b = stir((low + Math.imul(a, 0x9e3779b1)) | 0);
  const c = stir(a ^ Math.imul(b, 0x85ebca6b));
  const first = Math.floor((a / 4294967296) * (segments * segment));
  at[0] = first;
  at[1] = (first + segment) ^ (b & (segment - 1));
  at[2] = (first + 2 * segment) ^ ((b >>> 16) & (segment - 1));
  print = c & 0xff;
}

/** Whether a key was put in; of others, one in 256 seems so. */
export function has(filter: Filter, key: Key): boolean {
  place(filter, key);
  const { slots } = filter;
  return (
    ((slots[at[0] as number] as number) ^
      (slots[at[1] as number] as number) ^
      (slots[at[2] as number] as number)) ===
    print
  );
}

/** Slots in all, for so many keys. */
export const sizeOf = ({ segment, segments }: Pick<Filter, 'segment' | 'segments'>): number =>
  (segments + 2) * segment;

function shapeFor(count: number): { segment: number; segments: number } {
  const n = Math.max(count, 2);
  // Segments stay below 2^16, so that both halves of one word can point into them.
  const segment = 2 ** Math.min(16, Math.max(2, Math.floor(Math.log(n) / Math.log(3.33) + 2.25)));
  const factor = Math.max(1.125, 0.875 + (0.25 * Math.log(1e6)) / Math.log(n));
  const segments = Math.max(1, Math.ceil((n * factor) / segment) - 2);
  return { segment, segments };
}

/** Makes the filter of some keys. @param keys all different */
export function build(keys: readonly Key[]): Filter {
  let shape = shapeFor(keys.length);
  for (let attempt = 1; ; attempt++) {
    // Hardly one attempt in a hundred fails; a set that goes on failing gets more room.
    if (attempt % 20 === 0) shape = { ...shape, segments: Math.ceil(shape.segments * 1.1) + 1 };
    const filter: Filter = { seed: stir(attempt), ...shape, slots: new Uint8Array(sizeOf(shape)) };
    if (fill(filter, keys)) return filter;
  }
}

/** Peels slots that only one key points to, then fills them in the opposite order; says whether every key found one. */
function fill(filter: Filter, keys: readonly Key[]): boolean {
  const size = filter.slots.length;
  const counts = new Uint32Array(size);
  const sums = new Uint32Array(size);
  for (const [index, key] of keys.entries()) {
    place(filter, key);
    for (let i = 0; i < 3; i++) {
      const slot = at[i] as number;
      counts[slot] = (counts[slot] as number) + 1;
      sums[slot] = (sums[slot] as number) ^ (index + 1);
    }
  }
  const alone: number[] = [];
  for (let slot = 0; slot < size; slot++) if (counts[slot] === 1) alone.push(slot);
  const order: { index: number; slot: number }[] = [];
  for (let slot = alone.pop(); slot !== undefined; slot = alone.pop()) {
    if (counts[slot] !== 1) continue;
    const index = (sums[slot] as number) - 1;
    order.push({ index, slot });
    place(filter, keys[index] as Key);
    for (let i = 0; i < 3; i++) {
      const other = at[i] as number;
      counts[other] = (counts[other] as number) - 1;
      sums[other] = (sums[other] as number) ^ (index + 1);
      if (counts[other] === 1) alone.push(other);
    }
  }
  if (order.length < keys.length) return false;
  for (let i = order.length - 1; i >= 0; i--) {
    const { index, slot } = order[i] as { index: number; slot: number };
    place(filter, keys[index] as Key);
    let rest = print;
    for (let which = 0; which < 3; which++) {
      const other = at[which] as number;
      if (other !== slot) rest ^= filter.slots[other] as number;
    }
    filter.slots[slot] = rest;
  }
  return true;
}
