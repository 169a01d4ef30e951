// Learning: from weighted lists of names and words to the weights and the gazetteer of the name model. No chance in
// it but a seeded one, so that the same lists give the same bytes.
import { foldWord } from '../../utils/inspect/lexicon/names/fold.ts';
import {
  ENTRY_BITS,
  HASH_BITS,
  LEVELS,
  MAX_INDICES,
  MAX_LETTERS,
  RICE_BITS,
  WEIGHTS,
  weightIndices,
  wordHash,
} from '../../utils/inspect/lexicon/names/format.ts';
import type { NamesData } from '../../utils/inspect/lexicon/names/model.ts';
import { packBytes } from '../../utils/inspect/lexicon/packing.ts';
import type { NameEntry, WordEntry } from './sources.ts';

/** How often a folded word is met as each thing. */
export interface Masses {
  surname: number;
  forename: number;
  /** As a name of unknown kind. */
  either: number;
  other: number;
  /** It is a place, whatever else it is. */
  place: boolean;
}

/** Words in the gazetteer: what fits into the budget of 250 kB for the whole name model. */
const ROOM = 44_000;
const SEED = 20_230_808;

/** A random number generator with a seed (mulberry32): numbers in 0..1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A word as the running text counts it is partly a name: how much of its count one unit of name weight explains. */
const TEXT_COUNT_OF_NAMES = 0.02;

/** Adds up, for each folded word, how often it is met as a surname, a forename, a word or a place. */
function weigh(names: readonly NameEntry[], words: readonly WordEntry[]): Map<string, Masses> {
  const masses = new Map<string, Masses>();
  const at = (folded: string): Masses => {
    const known = masses.get(folded) ?? { surname: 0, forename: 0, either: 0, other: 0, place: false };
    masses.set(folded, known);
    return known;
  };
  for (const { name, kind, weight } of names) {
    const folded = foldWord(name);
    if (folded.length > 1 && folded.length <= MAX_LETTERS)
      at(folded)[kind === 'unknown' ? 'either' : kind] += weight;
  }
  for (const { word, kind, weight } of words) {
    const folded = foldWord(word);
    if (folded.length < 2 || folded.length > MAX_LETTERS) continue;
    const known = at(folded);
    const explained = kind === 'word' ? TEXT_COUNT_OF_NAMES * (known.surname + known.forename) : 0;
    if (kind === 'place') known.place = true;
    known.other += Math.max(weight * 0.02, weight - explained);
  }
  return masses;
}

/** The truth as far as the lists tell, for one word. */
export interface Truth {
  /** Share of its uses as a name, where names and other words are equally to be expected. */
  name: number;
  /** Share of its uses as a name in which it is a forename; undefined where that is not known. */
  forename: number | undefined;
  ambiguous: boolean;
}

function truthOf({ surname, forename, either, other }: Masses): Truth {
  const named = surname + forename + either;
  const kinds = surname + forename;
  const name = named / (named + other);
  return {
    name,
    forename: kinds > either * 0.2 ? forename / kinds : undefined,
    ambiguous: named > 2e-6 && other > 2e-6 && name > 0.02 && name < 0.99,
  };
}

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** Logistic regression on the letter runs, by AdaGrad. Returns a weight for each run and the bias. */
function regress(
  words: readonly string[],
  target: (index: number) => number,
  weightOf: (index: number) => number,
  random: () => number,
): { weights: Float64Array; bias: number } {
  const weights = new Float64Array(WEIGHTS);
  const squares = new Float64Array(WEIGHTS).fill(1e-3);
  let bias = 0;
  const order = words.map((_, index) => index);
  const indices = new Uint16Array(MAX_INDICES);
  for (let epoch = 0; epoch < 5; epoch++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1));
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    for (const index of order) {
      const count = weightIndices(words[index]!, indices);
      let logit = bias;
      for (let at = 0; at < count; at++) logit += weights[indices[at]!]!;
      const slope = (sigmoid(logit) - target(index)) * weightOf(index);
      bias -= 0.002 * slope;
      for (let at = 0; at < count; at++) {
        const run = indices[at]!;
        const gradient = slope + 1e-5 * weights[run]!;
        squares[run]! += gradient * gradient;
        weights[run]! -= (0.12 * gradient) / Math.sqrt(squares[run]!);
      }
    }
  }
  return { weights, bias };
}

function quantise(weights: Float64Array): { table: Int8Array; scale: number } {
  const sorted = Float64Array.from(weights, Math.abs).sort();
  const scale = sorted[Math.floor(sorted.length * 0.9995)]! / 127;
  return {
    table: Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))),
    scale,
  };
}

function nearestLevel(share: number): number {
  const logit = Math.log(Math.max(1e-9, share) / Math.max(1e-9, 1 - share));
  let best = 0;
  for (const [level, value] of LEVELS.entries())
    if (Math.abs(value - logit) < Math.abs(LEVELS[best]! - logit)) best = level;
  return best;
}

/** Places are few beside the words of a dictionary, but they are what is taken for surnames first. */
const PLACES_COUNT = 3;

/** Trains everything. The same lists in the same order give the same data. */
export function train(nameEntries: readonly NameEntry[], wordEntries: readonly WordEntry[]): NamesData {
  const masses = weigh(nameEntries, wordEntries);
  const random = seeded(SEED);
  const words = [...masses.keys()].sort();
  const truths = words.map((word) => truthOf(masses.get(word)!));
  const importance = (index: number): number => {
    const { surname, forename, either, other, place } = masses.get(words[index]!)!;
    const named = surname + forename + either;
    return Math.min(4, 0.15 * ((named + other) / 1e-7) ** 0.35) * (place && named < 1e-7 ? PLACES_COUNT : 1);
  };
  const names = regress(words, (index) => truths[index]!.name, importance, random);
  const kinds = words.flatMap((_, index) =>
    truths[index]!.name > 0.3 && truths[index]!.forename !== undefined ? [index] : [],
  );
  const forenames = regress(
    kinds.map((index) => words[index]!),
    (at) => truths[kinds[at]!]!.forename!,
    (at) => importance(kinds[at]!),
    random,
  );
  const nameTable = quantise(names.weights);
  const forenameTable = quantise(forenames.weights);

  const indices = new Uint16Array(MAX_INDICES);
  const score = (
    word: string,
    { table, scale }: { table: Int8Array; scale: number },
    bias: number,
  ): number => {
    const count = weightIndices(word, indices);
    let sum = 0;
    for (let at = 0; at < count; at++) sum += table[indices[at]!]!;
    return sigmoid(bias + scale * sum);
  };
  // The gazetteer takes those words first for which the letters alone mislead most, the commoner before the rarer.
  const candidates = words.map((word, index) => {
    const truth = truths[index]!;
    const guess = score(word, nameTable, names.bias);
    const guessedForename = score(word, forenameTable, forenames.bias);
    const { surname, forename, either, other } = masses.get(word)!;
    const error =
      Math.abs(guess - truth.name) +
      (truth.forename === undefined ? 0 : 0.5 * truth.name * Math.abs(guessedForename - truth.forename)) +
      (truth.ambiguous ? 0.5 : 0);
    const gain = error < 0.1 ? 0 : error * (surname + forename + either + other) ** 0.5;
    return { word, gain, truth, guessedForename };
  });
  candidates.sort((one, two) => two.gain - one.gain || (one.word < two.word ? -1 : 1));
  const chosen = new Map<number, number>();
  for (const { word, gain, truth, guessedForename } of candidates) {
    if (chosen.size >= ROOM || gain === 0) break;
    const hash = wordHash(word);
    if (chosen.has(hash)) continue;
    const share = truth.forename ?? guessedForename;
    const surname = nearestLevel((truth.name * (1 - share)) / (1 - 0.7 * share));
    const forename = nearestLevel((truth.name * share) / (0.3 + 0.7 * share));
    chosen.set(hash, surname | (forename << 3) | (truth.ambiguous ? 1 << 6 : 0));
  }
  const weights = new Int8Array(2 * WEIGHTS);
  weights.set(nameTable.table, 0);
  weights.set(forenameTable.table, WEIGHTS);
  return {
    nameScale: nameTable.scale,
    nameBias: names.bias,
    forenameScale: forenameTable.scale,
    forenameBias: forenames.bias,
    words: chosen.size,
    weights: packBytes(new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength)),
    gazetteer: packBytes(pack(chosen)),
  };
}

/** The gazetteer's bits: sorted hashes as Rice-coded differences, each followed by its entry. Lowest bit first. */
function pack(entries: ReadonlyMap<number, number>): Uint8Array {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let at = 0; at < count; at++) bits.push((value >> at) & 1);
  };
  let previous = 0;
  for (const hash of [...entries.keys()].sort((one, two) => one - two)) {
    if (hash >= 2 ** HASH_BITS) throw new Error('a hash is too long');
    const difference = hash - previous;
    for (let high = difference >> RICE_BITS; high > 0; high--) bits.push(1);
    bits.push(0);
    put(difference, RICE_BITS);
    put(entries.get(hash)!, ENTRY_BITS);
    previous = hash;
  }
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [at, bit] of bits.entries()) bytes[at >> 3]! |= bit << (at & 7);
  return bytes;
}
