// Chance from a seed.

/** Numbers from 0 to below 1, the same ones for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS =
  'the calls about noise in this month were fewer than before and most of them came after midnight from streets near water'.split(
    ' ',
  );

/** A line of words that names nobody. */
export function sentence(next: () => number): string {
  return Array.from({ length: 10 }, () => WORDS[Math.floor(next() * WORDS.length)]).join(' ');
}
