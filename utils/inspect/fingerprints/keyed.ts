// Atoms to 64-bit keys: HMAC-SHA-256 (RFC 2104, FIPS 180-4) under the filter's own key, for texts of up to 55 bytes. Written out,
// because two compressions with nothing allocated are five times as quick as a general library, and a large table asks for 100,000.

const K = new Uint32Array(64);
const START = new Uint32Array(8);
{
  // The first 32 bits of the fractions of the square and cube roots of the primes, by whole-number roots: no rounding.
  const root = (n: bigint, power: bigint): bigint => {
    let low = 0n;
    let high = n;
    while (low < high) {
      const middle = (low + high + 1n) / 2n;
      if (middle ** power <= n) low = middle;
      else high = middle - 1n;
    }
    return low;
  };
  for (let n = 2n, count = 0; count < 64; n++) {
    let prime = true;
    for (let d = 2n; d * d <= n; d++) if (n % d === 0n) prime = false;
    if (!prime) continue;
    if (count < 8) START[count] = Number(root(n << 64n, 2n) & 0xffffffffn);
    K[count++] = Number(root(n << 96n, 3n) & 0xffffffffn);
  }
}

const W = new Int32Array(64);

/** One compression: `state` (8 words) over the sixteen words that stand in W. */
function compress(state: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15] as number;
    const y = W[i - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = ((W[i - 16] as number) + s0 + (W[i - 7] as number) + s1) | 0;
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] as number) + (W[i] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = ((state[0] as number) + a) | 0;
  state[1] = ((state[1] as number) + b) | 0;
  state[2] = ((state[2] as number) + c) | 0;
  state[3] = ((state[3] as number) + d) | 0;
  state[4] = ((state[4] as number) + e) | 0;
  state[5] = ((state[5] as number) + f) | 0;
  state[6] = ((state[6] as number) + g) | 0;
  state[7] = ((state[7] as number) + h) | 0;
}

/** A 64-bit key, in two halves; each unsigned. */
export interface Key {
  high: number;
  low: number;
}

/** Longer atoms do not fit into one block. */
const LONGEST_ATOM = 55;

/**
 * A keyed function from atoms (ASCII, at most `LONGEST_ATOM` letters; what is longer counts by its beginning) to keys.
 * @param secret the filter's key, at most 64 bytes
 */
export function keyed(secret: Uint8Array): (atom: string) => Key {
  const inner = Int32Array.from(START);
  const outer = Int32Array.from(START);
  for (const [state, pad] of [
    [inner, 0x36],
    [outer, 0x5c],
  ] as const) {
    for (let i = 0; i < 16; i++) {
      let word = 0;
      for (let b = 0; b < 4; b++) word = (word << 8) | ((secret[i * 4 + b] ?? 0) ^ pad);
      W[i] = word;
    }
    compress(state);
  }
  const state = new Int32Array(8);
  return (atom) => {
    const length = Math.min(atom.length, LONGEST_ATOM);
    W.fill(0, 0, 16);
    for (let i = 0; i < length; i++)
      W[i >> 2] = (W[i >> 2] as number) | ((atom.charCodeAt(i) & 0x7f) << (24 - 8 * (i & 3)));
    W[length >> 2] = (W[length >> 2] as number) | (0x80 << (24 - 8 * (length & 3)));
    W[15] = (64 + length) * 8;
    state.set(inner);
    compress(state);
    W.fill(0, 8, 16);
    for (let i = 0; i < 8; i++) W[i] = state[i] as number;
    W[8] = 0x80 << 24;
    W[15] = (64 + 32) * 8;
    state.set(outer);
    compress(state);
    return { high: (state[0] as number) >>> 0, low: (state[1] as number) >>> 0 };
  };
}

function stir(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Two atoms' keys as one; `tag` tells what they are to each other, and their order counts. */
export function joined(a: Key, b: Key, tag: number): Key {
  const high = stir((a.high + Math.imul(b.low, 0x9e3779b1) + tag) | 0);
  const low = stir((a.low ^ Math.imul(b.high, 0x85ebca77) ^ high) | 0);
  return { high: stir((high + Math.imul(b.high ^ a.low, 0xc2b2ae3d)) | 0), low };
}

/** The same in whatever order they come. */
export function joinedEither(a: Key, b: Key, tag: number): Key {
  return a.high > b.high || (a.high === b.high && a.low > b.low) ? joined(b, a, tag) : joined(a, b, tag);
}
