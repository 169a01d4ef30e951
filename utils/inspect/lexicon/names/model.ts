// The name model at work: what a single word is likely to be. The data is unpacked on first use; after that a word
// costs a few hundred nanoseconds.
import { unpackBytes } from '../packing.ts';
import { DATA } from './data.ts';
import { foldWord } from './fold.ts';
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
} from './format.ts';

/** What a word is likely to be. Scores are 0 to 1: 0.5 means as often a name as not, where names, words and places are equally to be expected. */
export interface WordScore {
  surname: number;
  forename: number;
  /** A common name that is a common word or a place as well (North, White, May, Bolton): it proves nothing by itself. */
  ambiguous: boolean;
}

interface Model {
  isName: Int8Array;
  isForename: Int8Array;
  /** Open addressing: hash + 1 in `keys`, entry in `entries`. */
  keys: Uint32Array;
  entries: Uint8Array;
  mask: number;
}

/** What the data module holds (layout: format.ts). */
export interface NamesData {
  nameScale: number;
  nameBias: number;
  forenameScale: number;
  forenameBias: number;
  /** Words in the gazetteer. */
  words: number;
  /** Packed (lexicon/packing.ts). */
  weights: string;
  /** Packed (lexicon/packing.ts). */
  gazetteer: string;
}

let data: NamesData = DATA;
let loaded: Model | undefined;

function model(): Model {
  loaded ??= unpack();
  return loaded;
}

/** Scores by other data from here on: for measuring a model that has not seen some names. */
export function useNames(other: NamesData = DATA): void {
  data = other;
  loaded = undefined;
  lastWord = '';
  lastScore = NOBODY;
}

function unpack(): Model {
  const weights = unpackBytes(data.weights);
  const packed = unpackBytes(data.gazetteer);
  const size = 1 << Math.ceil(Math.log2(data.words * 2));
  const keys = new Uint32Array(size);
  const entries = new Uint8Array(size);
  const mask = size - 1;
  let position = 0;
  const bit = (): number => {
    const value = (packed[position >> 3]! >> (position & 7)) & 1;
    position++;
    return value;
  };
  const bits = (count: number): number => {
    let value = 0;
    for (let at = 0; at < count; at++) value |= bit() << at;
    return value;
  };
  let hash = 0;
  for (let word = 0; word < data.words; word++) {
    let high = 0;
    while (bit()) high++;
    hash += (high << RICE_BITS) | bits(RICE_BITS);
    const entry = bits(ENTRY_BITS);
    let slot = Math.imul(hash, 0x9e3779b1) >>> 8;
    while (keys[slot & mask] !== 0) slot++;
    keys[slot & mask] = hash + 1;
    entries[slot & mask] = entry;
  }
  if (hash >= 2 ** HASH_BITS) throw new Error('the name model is damaged');
  return {
    isName: new Int8Array(weights.buffer, 0, WEIGHTS),
    isForename: new Int8Array(weights.buffer, WEIGHTS, WEIGHTS),
    keys,
    entries,
    mask,
  };
}

const indices = new Uint16Array(MAX_INDICES);
const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
const LEVEL_SCORES = LEVELS.map(sigmoid);
const NOBODY: WordScore = Object.freeze({ surname: 0, forename: 0, ambiguous: false });

let lastWord = '';
let lastScore: WordScore = NOBODY;

/** Scores of one word: no blanks in it; hyphens and apostrophes are folded away. Holds the last answer, so asking twice is cheap. */
export function wordScore(word: string): WordScore {
  if (word === lastWord) return lastScore;
  lastScore = scoreFolded(foldWord(word));
  lastWord = word;
  return lastScore;
}

/** The same for a word that has been folded before. */
export function scoreFolded(folded: string): WordScore {
  if (folded.length < 2 || folded.length > MAX_LETTERS) return NOBODY;
  const { isName, isForename, keys, entries, mask } = model();
  const hash = wordHash(folded);
  for (let slot = Math.imul(hash, 0x9e3779b1) >>> 8; ; slot++) {
    const key = keys[slot & mask];
    if (key === 0) break;
    if (key === hash + 1) {
      const entry = entries[slot & mask]!;
      return {
        surname: LEVEL_SCORES[entry & 7]!,
        forename: LEVEL_SCORES[(entry >> 3) & 7]!,
        ambiguous: entry >> 6 === 1,
      };
    }
  }
  const count = weightIndices(folded, indices);
  let name = 0;
  let forename = 0;
  for (let at = 0; at < count; at++) {
    const index = indices[at]!;
    name += isName[index]!;
    forename += isForename[index]!;
  }
  return fromLogits(data.nameBias + name * data.nameScale, data.forenameBias + forename * data.forenameScale);
}

/** Surname and forename scores from "is a name" and "is a forename, if it is a name". A surname that is a forename too counts as both. */
function fromLogits(name: number, forename: number): WordScore {
  const isName = sigmoid(name);
  const share = sigmoid(forename);
  return {
    surname: (isName * (1 - share)) / (1 - 0.7 * share),
    forename: (isName * share) / (0.3 + 0.7 * share),
    ambiguous: false,
  };
}
