// The layout of the name model's data, shared by the trainer that writes it and the scorer that reads it, so that
// the two cannot drift apart.
//
// Two things are in it:
// - weights: two int8 tables of WEIGHTS entries, indexed by a hash of each run of 2 to 4 letters of a word (with
//   marks for its beginning and end). Table one says "name or not", table two "forename or surname".
// - the gazetteer: words for which the letters alone mislead, as sorted 26-bit hashes (differences, Rice coded),
//   each with what is known of it: an index into a small table of scores, and whether it is both name and word.

/** Entries in each weight table; a power of two. */
export const WEIGHTS = 1 << 15;
/** Bits of the hash by which the gazetteer knows a word: a stranger is mistaken for a listed word once in about 1,500. */
export const HASH_BITS = 26;
/** Low bits of each difference that are written plainly. */
export const RICE_BITS = 10;
/** Log-odds that a gazetteer score stands for: score index 0 to 7. */
export const LEVELS: readonly number[] = [-5, -3, -1.6, -0.5, 0.5, 1.6, 3, 5];
/** Bits for each gazetteer word: three for its surname level, three for its forename level, one for "ambiguous". */
export const ENTRY_BITS = 7;

/** Longest word that is looked at; what is longer is no name. */
export const MAX_LETTERS = 24;
const START = 27;
const END = 28;

/** Numbers of the weights that belong to a folded word (letters a to z), written into `into`; gives their count. */
export function weightIndices(folded: string, into: Uint16Array): number {
  const length = folded.length;
  let count = 0;
  for (let from = -1; from < length; from++) {
    let hash = from < 0 ? START : folded.charCodeAt(from) - 96;
    const last = Math.min(from + 3, length);
    for (let at = from + 1; at <= last; at++) {
      const code = at === length ? END : folded.charCodeAt(at) - 96;
      hash = (Math.imul(hash, 0x2c1b3c6d) + code) | 0;
      hash ^= hash >>> 15;
      into[count++] = Math.imul(hash, 0x297a2d39) >>> 17;
    }
  }
  return count;
}

/** Room that `weightIndices` needs at most. */
export const MAX_INDICES = (MAX_LETTERS + 1) * 3;

/** The gazetteer's hash of a folded word. */
export function wordHash(folded: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < folded.length; at++) hash = Math.imul(hash ^ folded.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> (32 - HASH_BITS);
}
