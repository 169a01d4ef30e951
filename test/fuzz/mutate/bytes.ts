// Mutations that know nothing of a format: bits, numbers, blocks. They lean towards both ends, where headers and
// directories stand.
import type { Random } from '../../fixtures/people.ts';

/** Nothing grows beyond this by mutation, so that a run stays quick: bombs are tested by themselves. */
export const MOST_BYTES = 96 * 1024;

const NUMBERS = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

function somewhere(random: Random, length: number): number {
  if (length <= 1) return 0;
  const end = Math.min(length, 512) - 1;
  const where = random.next();
  if (where < 0.35) return random.int(0, end);
  if (where < 0.5) return length - 1 - random.int(0, end);
  return random.int(0, length - 1);
}

function splice(bytes: Uint8Array, from: number, to: number, between: Uint8Array): Uint8Array {
  const out = new Uint8Array(from + between.length + bytes.length - to);
  out.set(bytes.subarray(0, from));
  out.set(between, from);
  out.set(bytes.subarray(to), from + between.length);
  return out;
}

function setNumber(random: Random, bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const width = random.pick([1, 2, 4]);
  let at = somewhere(random, out.length);
  if (random.chance(0.7)) at -= at % width;
  const value = random.chance(0.2)
    ? out.length + random.int(-2, 2)
    : random.chance(0.2)
      ? random.int(0, 0xffff)
      : random.pick(NUMBERS);
  const big = random.chance(0.5);
  for (let i = 0; i < width && at + i < out.length; i++) {
    out[at + i] = (value >>> (8 * (big ? width - 1 - i : i))) & 255;
  }
  return out;
}

const MUTATIONS: readonly ((random: Random, bytes: Uint8Array) => Uint8Array)[] = [
  setNumber,
  setNumber,
  (random, bytes) => {
    const out = bytes.slice();
    for (let i = random.int(1, 8); i > 0; i--) out[somewhere(random, out.length)]! ^= 1 << random.int(0, 7);
    return out;
  },
  (random, bytes) => {
    const out = bytes.slice();
    for (let i = random.int(1, 16); i > 0; i--) out[somewhere(random, out.length)] = random.int(0, 255);
    return out;
  },
  (random, bytes) => {
    const at = somewhere(random, bytes.length);
    return splice(bytes, at, Math.min(bytes.length, at + random.int(1, 64)), new Uint8Array(0));
  },
  (random, bytes) => {
    const at = somewhere(random, bytes.length);
    const block = bytes.slice(at, at + 2 ** random.int(0, 12));
    const to = somewhere(random, bytes.length);
    return splice(bytes, to, to, block);
  },
  (random, bytes) => {
    const at = somewhere(random, bytes.length);
    const block = new Uint8Array(random.int(1, 128)).fill(random.pick([0, 0xff, 0x20, 0x41, 0x0a]));
    return splice(bytes, at, at, block);
  },
  (random, bytes) => bytes.slice(0, somewhere(random, bytes.length)),
  (random, bytes) => {
    const out = bytes.slice();
    const length = 2 ** random.int(2, 10);
    out.copyWithin(somewhere(random, out.length), somewhere(random, out.length), out.length);
    return out.subarray(0, Math.max(1, out.length - (random.chance(0.2) ? length : 0)));
  },
];

/** @returns other bytes, the given ones are left alone. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let out = bytes;
  for (let i = random.pick([1, 1, 1, 2, 3, 6]); i > 0 && out.length > 0; i--) {
    out = random.pick(MUTATIONS)(random, out);
  }
  return out.subarray(0, MOST_BYTES);
}
