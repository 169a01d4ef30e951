// Whole names: `Surname, First`, `SURNAME First M`, `F Last`, `P.Borriello`, `Dr Jane O'Neill`, `PC 1234 Smith (Belfast)`.
// Which word is the surname is found by form first (comma, capitals, initials), and by the better score where the form is silent.
import { foldWord } from './fold.ts';
import { scoreFolded } from './model.ts';
import { isHonour, isOrganisation, isParticle, isTitle } from './parts.ts';

/** A string read as one person's name. The parts are folded (lower case, no accents or apostrophes), so that people can be counted. */
export interface PersonName {
  /** 0 to 1: how likely this string names one person. */
  score: number;
  /** '' where there is none. Particles belong to it: `vanderberg`, `odonaill`. */
  surname: string;
  /** The first forename that is written out; '' where only initials are given. */
  forename: string;
  /** First letters of all forenames, as far as given. */
  initials: string;
  /** Every part of it is a common word or a place as well. */
  ambiguous: boolean;
}

const NOBODY: PersonName = Object.freeze({
  score: 0,
  surname: '',
  forename: '',
  initials: '',
  ambiguous: false,
});

/** Longest string that is read as one name. */
const MAX_LENGTH = 80;
const MAX_WORDS = 6;

interface Word {
  /** As written, without dots. */
  text: string;
  folded: string;
  initial: boolean;
  capitals: boolean;
  particle: boolean;
  /** Stands before the first comma. */
  beforeComma: boolean;
}

const BRACKETS = /\s*[([{][^)\]}]*[)\]}]\s*/g;
const NUMBER = /^[A-Z]{0,3}\d{1,8}[A-Z]{0,2}$/;
const NOT_A_NAME = /[@&/\\<>=+*_#%£$€!?;:"“”|~^[\](){}]/;
const PREFIX = /^(?:t|a|tp|ty)\/(?=\p{L})/iu;
const CAPITALS = /^[^\p{Ll}]*\p{Lu}[^\p{Ll}]*$/u;

/** Reads a string as a person's name and says how likely it is one. */
export function personNameScore(text: string): PersonName {
  if (text.length < 2 || text.length > MAX_LENGTH) return NOBODY;
  const words = wordsOf(text);
  if (words === undefined || words.length === 0 || words.length > MAX_WORDS) return NOBODY;
  const hasComma = words.some((word) => !word.beforeComma);
  if (words.length === 1) return single(words[0]!);
  if (hasComma) {
    const before = words.filter((word) => word.beforeComma);
    const after = words.filter((word) => !word.beforeComma);
    return before.length === 0 || after.length === 0 ? NOBODY : assemble(before, after, COMMA);
  }
  return uncommaed(words);
}

/** Splits a string into the words of a name; undefined where it cannot be one. */
function wordsOf(text: string): Word[] | undefined {
  const plain = text.includes('(') || text.includes('[') ? text.replace(BRACKETS, ' ') : text;
  const words: Word[] = [];
  let commas = 0;
  let numbers = 0;
  let titles = 0;
  for (const piece of plain
    .replace(/,/g, ' , ')
    .replace(/(\p{L})\.(?=\p{L})/gu, '$1. ')
    .split(/\s+/)) {
    if (piece === '') continue;
    if (piece === ',') {
      commas++;
      continue;
    }
    // `Smith v Hughes`: a case, not a person.
    if (piece === 'v' || piece === 'vs' || piece === 'v.') return undefined;
    if (NUMBER.test(piece)) {
      numbers++;
      continue;
    }
    const bare = piece.replace(/^['‘’.-]+|['’.:;-]+$/g, '').replace(PREFIX, '');
    if (bare === '') continue;
    const lower = bare.toLowerCase();
    if (isTitle(lower)) {
      titles++;
      continue;
    }
    if (isHonour(lower) && words.length > 0) continue;
    if (NOT_A_NAME.test(bare) || /\d/.test(bare)) return undefined;
    const folded = foldWord(bare);
    if (folded === '' || isOrganisation(folded)) return undefined;
    const capitals = CAPITALS.test(bare);
    words.push({
      text: bare,
      folded,
      initial:
        folded.length === 1 ||
        (capitals && folded.length <= 3 && !/[aeiouy]/.test(folded)) ||
        (folded.length === 2 && piece.endsWith('.')),
      capitals,
      particle: folded.length > 1 && isParticle(folded),
      beforeComma: commas === 0,
    });
  }
  if (commas > 1 + titles || numbers > 2) return undefined;
  // `O Neill`, `Seán Ó Dónaill`: an O that is no initial, for a surname follows it. `O Smith` stays an initial at the beginning.
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (word.folded !== 'o' || next === undefined || next.initial || !(word.text === 'Ó' || at > 0)) continue;
    word.particle = true;
    word.initial = false;
  }
  return words;
}

/** Log-odds that the form of a string adds to what its words say. */
const COMMA = 1;
const CAPITAL_SURNAME = 1;
const PLAIN_ORDER = 0.5;
const REVERSE_ORDER = -0.5;
/** What an initial adds: it fits a person, but it fits codes as well. */
const INITIAL = 0.7;
/** What is taken away where no word begins with a capital. */
const NO_CAPITALS = -2;

function uncommaed(words: readonly Word[]): PersonName {
  const firstFull = words.findIndex((word) => !word.initial);
  if (firstFull < 0) return NOBODY;
  const capitals = words.filter((word) => word.capitals && !word.initial && !word.particle);
  const mixed = words.filter((word) => !word.capitals && !word.initial && !word.particle);
  if (capitals.length > 0 && mixed.length > 0 && capitals.length + mixed.length >= 2) {
    // SURNAME First M, or First SURNAME
    const surname = words.filter((word) => (word.capitals && !word.initial) || word.particle);
    const rest = words.filter((word) => !surname.includes(word));
    return assemble(surname, rest, CAPITAL_SURNAME);
  }
  let lastStart = words.length - 1;
  if (words[lastStart]!.initial) {
    // Smith J, Smith J A: the surname comes first
    const initials = words.findIndex((word, at) => at > 0 && word.initial);
    const surname = words.slice(0, initials);
    const rest = words.slice(initials);
    if (firstFull === 0 && rest.every((word) => word.initial)) return assemble(surname, rest, PLAIN_ORDER);
  }
  while (lastStart > 0 && words[lastStart - 1]!.particle) lastStart--;
  const ahead =
    lastStart === 0 ? NOBODY : assemble(words.slice(lastStart), words.slice(0, lastStart), PLAIN_ORDER);
  if (firstFull > 0) return ahead;
  let firstEnd = 1;
  while (firstEnd < words.length && words[firstEnd - 1]!.particle) firstEnd++;
  if (firstEnd === words.length) return lastStart === 0 ? assemble(words, [], PLAIN_ORDER) : ahead;
  const reverse = assemble(words.slice(0, firstEnd), words.slice(firstEnd), REVERSE_ORDER);
  return reverse.score > ahead.score ? reverse : ahead;
}

function single(word: Word): PersonName {
  if (word.initial) return NOBODY;
  const parts = evidence([word], 'surname');
  const asForename = evidence([word], 'forename');
  const surname = sigmoid(parts.logit);
  const forename = sigmoid(asForename.logit);
  return surname >= forename
    ? { score: surname, surname: word.folded, forename: '', initials: '', ambiguous: parts.ambiguous }
    : {
        score: forename,
        surname: '',
        forename: word.folded,
        initials: word.folded[0]!,
        ambiguous: parts.ambiguous,
      };
}

function assemble(surnames: readonly Word[], others: readonly Word[], form: number): PersonName {
  const family = evidence(surnames, 'surname');
  if (family.count === 0) return NOBODY;
  const given = others.filter((word) => !word.particle && !word.initial);
  const initials = others.filter((word) => word.initial);
  let logit = form + family.logit;
  let ambiguous = family.ambiguous;
  let weakest = family.logit;
  if (given.length > 0) {
    const first = evidence(given.slice(0, 1), 'forename');
    logit += first.logit;
    ambiguous &&= first.ambiguous;
    weakest = Math.min(weakest, first.logit);
    if (given.length > 1) {
      const rest = evidence(given.slice(1), 'either');
      logit += rest.logit * MIDDLE;
      ambiguous &&= rest.ambiguous;
    }
  }
  // One good half does not make up for a bad one: `Adam Smith Institute`, `George Street`.
  logit = Math.min(logit, weakest + BEST_OVER_WEAKEST);
  if (initials.length > 0) logit += INITIAL;
  if (!/\p{Lu}/u.test(surnames[0]!.text) && !others.some((word) => /\p{Lu}/u.test(word.text)))
    logit += NO_CAPITALS;
  return {
    score: sigmoid(logit),
    surname: surnames.map((word) => word.folded).join(''),
    forename: given[0]?.folded ?? '',
    initials: others
      .filter((word) => !word.particle)
      .map((word) => (word.initial && word.folded.length <= 3 ? word.folded : word.folded[0]))
      .join(''),
    ambiguous,
  };
}

/** Log-odds by which a whole name may be likelier than the less likely of its surname and first forename. */
const BEST_OVER_WEAKEST = 4;
/** A middle name counts less than the first and the last. */
const MIDDLE = 0.5;

/** Log-odds of some words as names of a kind: the mean over their parts, particles left out. */
function evidence(
  words: readonly Word[],
  kind: 'surname' | 'forename' | 'either',
): { logit: number; ambiguous: boolean; count: number } {
  let sum = 0;
  let count = 0;
  let ambiguous = true;
  for (const word of words) {
    if (word.particle && words.length > 1) continue;
    const parts = word.text.includes('-') ? word.text.split('-').map(foldWord) : [word.folded];
    for (const part of parts) {
      if (part.length < 2 || (parts.length > 1 && isParticle(part))) continue;
      const score = scoreFolded(part);
      const value =
        kind === 'either'
          ? Math.max(score.surname, score.forename)
          : kind === 'surname'
            ? score.surname
            : score.forename;
      sum += Math.max(-5, Math.min(5, Math.log((value + 1e-9) / (1 - value + 1e-9))));
      ambiguous &&= score.ambiguous;
      count++;
    }
  }
  return count === 0 ? { logit: 0, ambiguous: false, count } : { logit: sum / count, ambiguous, count };
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
