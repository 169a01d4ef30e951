// What spellings of one person have in common: names and numbers, folded to the atoms that fingerprints are made of. The tool that
// makes a filter and the detector that asks it must fold alike: a change here asks for a new `FORMAT` in format.ts.
import { isHonour, isParticle, isTitle } from '../lexicon/names/parts.ts';
import { RANK_TOKENS } from '../lexicon/ranks.ts';
import { plain } from '../lexicon/text.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: all that is ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;
const toAscii = (text: string): string => (ASCII.test(text) ? text : plain(text));

/** One word of a name: letters only, without accents, lower case; `Mac…` as `Mc…`, `Saint` as `St`. */
export function foldWord(word: string): string {
  const lower = toAscii(word).toLowerCase();
  const letters = /^[a-z]+$/.test(lower) ? lower : lower.replace(/[^a-z]/g, '');
  if (letters === 'saint') return 'st';
  return /^mac[a-z]{3}/.test(letters) ? `mc${letters.slice(3)}` : letters;
}

/** A name taken apart: two words that tell the person, in any order, or one word and a first letter. */
export interface FoldedName {
  /** Readings as forename and surname (their order does not count), the likeliest first. */
  pairs: readonly (readonly [string, string])[];
  /** Surname and first letter of the forename, where that is all there is (or all that is asked for). */
  initials: readonly (readonly [surname: string, letter: string])[];
}

const NOBODY: FoldedName = { pairs: [], initials: [] };
/** Longer texts, and names of more words, are no names. */
const LONGEST = 60;
const MOST_WORDS = 6;

/**
 * Folds a whole name as one cell or one line has it: `Smith, Jane A`, `PC 1234 O'Neill, S.`, `Jane Smith-Jones`.
 * A lone word is no name by itself: `foldNamePart` is for what is paired with another cell.
 */
export function foldName(text: string): FoldedName {
  if (text.length > LONGEST || text.includes('@')) return NOBODY;
  const flat = toAscii(text).replace(/\([^()]{0,60}\)/g, ' ');
  const comma = flat.indexOf(',');
  if (comma < 0) return byOrder(wordsOf(flat));
  const family = wordsOf(flat.slice(0, comma));
  const given = wordsOf(flat.slice(comma + 1).replace(/,/g, ' '));
  const surname = family.words.join('');
  if (surname.length < 2 || family.words.length > 3) return NOBODY;
  const first = given.words[0];
  if (first !== undefined) return { pairs: [[first, surname]], initials: [[surname, first.charAt(0)]] };
  return given.letters === '' ? NOBODY : { pairs: [], initials: [[surname, given.letters.charAt(0)]] };
}

function byOrder({ words, letters }: Words): FoldedName {
  const count = words.length;
  if (count === 0 || count > MOST_WORDS) return NOBODY;
  const [first, second] = words as [string, string];
  const last = words[count - 1] as string;
  if (count === 1) return letters === '' ? NOBODY : { pairs: [], initials: [[first, letters.charAt(0)]] };
  // `Smith Jones JA`: a double surname with initials, or a whole name with a middle letter.
  const pairs: (readonly [string, string])[] = [[first, last]];
  if (count > 2) {
    pairs.push([first, (words[count - 2] as string) + last]);
    pairs.push([last, first + second]);
    pairs.push([first, second]);
  }
  const initials: (readonly [string, string])[] = [
    [last, first.charAt(0)],
    [first, second.charAt(0)],
  ];
  if (letters !== '' && count === 2) initials.push([first + last, letters.charAt(0)]);
  return { pairs, initials };
}

interface Words {
  words: string[];
  letters: string;
}

/** The words of a name without titles, ranks, honours and numbers, particles joined to what follows; its initials apart. */
function wordsOf(flat: string): Words {
  const tokens = flat
    .replace(/\b(\p{L})\.\s*(?=\p{L}(?:[.\s]|$))/gu, '$1')
    .split(/[\s/;:|]+/)
    .filter((token) => token !== '' && !/\d/.test(token));
  const written = tokens.some((token) => /\p{Ll}/u.test(token));
  const words: string[] = [];
  let letters = '';
  let particles = '';
  for (const token of tokens) {
    const bare = token.replace(/[^\p{L}'-]/gu, '');
    if (bare === '') continue;
    const lower = bare.toLowerCase().replace(/[^a-z]/g, '');
    if (particles === '' && (isTitle(lower) || RANK_TOKENS.has(lower) || isHonour(lower))) {
      // `Gill Con` and `Major`: titles are only what stands before a name, or leaves one.
      if (words.length !== 1 || token !== tokens[tokens.length - 1]) continue;
    }
    if (
      bare.length === 1 &&
      !(words.length > 0 && isParticle(lower) && token !== tokens[tokens.length - 1])
    ) {
      letters += lower;
      continue;
    }
    if (written && bare.length <= 3 && bare === bare.toUpperCase() && !/['-]/.test(bare)) {
      letters += lower;
      continue;
    }
    // `Ben Smith` has a forename; `Jan van der Berg` has none there.
    if (isParticle(lower) && words.length + letters.length > 0 && token !== tokens[tokens.length - 1]) {
      particles += lower;
      continue;
    }
    const word = foldWord(particles + lower);
    particles = '';
    if (word.length > 1) words.push(word);
  }
  return { words, letters };
}

/** One cell of a name that is spread over several: a surname or a forename (the first of them), folded; empty where it is neither. */
export function foldNamePart(text: string): string {
  if (text.length > 40 || /[\d@]/.test(text)) return '';
  return foldWord(text);
}

/** A first letter, where a cell holds initials (`J`, `J.A.`, `JA`); empty otherwise. */
export function foldInitials(text: string): string {
  const letters = toAscii(text).replace(/[\s.-]/g, '');
  return /^[A-Z]{1,4}$/.test(letters) || /^[a-z]$/.test(letters) ? letters.charAt(0).toLowerCase() : '';
}

/** A staff, collar or pay number: capital letters and digits, without leading zeros; empty where it is none. */
export function foldNumber(text: string): string {
  if (text.length > 20 || text.length < 2) return '';
  if (PLAIN.test(text)) return text;
  const bare = text.replace(/[\s/-]/g, '').toUpperCase();
  if (!/^[A-Z]{0,4}\d{2,12}[A-Z]{0,2}$/.test(bare)) return '';
  return bare.replace(/^([A-Z]*)0+(?=\d)/, '$1');
}

/** The usual case, and nothing to be folded in it. */
const PLAIN = /^[1-9]\d{1,11}$/;

/** How a folded number looks: `AA99999`. */
export function shapeOf(number: string): string {
  return number.replace(/[A-Z]/g, 'A').replace(/\d/g, '9');
}

/** The local part of an e-mail address, folded; empty where it is none. */
export function foldMail(text: string): string {
  const at = text.indexOf('@');
  const local = at < 0 ? text : text.slice(0, at);
  return /^[\w.'+-]{2,64}$/.test(local) ? local.toLowerCase().replace(/[^a-z0-9]/g, '') : '';
}

/** The names that stand in an address (`jane.smith2@…`), as a text; empty where it has no two. */
export function nameInMail(text: string): string {
  const local = text.slice(0, Math.max(0, text.indexOf('@')));
  const parts = local.split(/[._-]+/).map((part) => part.replace(/(?<!\d)\d{1,12}$/, ''));
  return parts.length >= 2 && parts.length <= 4 && parts.every((part) => /^[a-z]+$/i.test(part))
    ? parts.join(' ')
    : '';
}
