// What the names of picture files say: staff numbers, people's names, or nothing, as cameras and programs give them.
import { namesShare } from '../../lexicon/names/index.ts';
import { RANK_TOKENS } from '../../lexicon/ranks.ts';
import type { Field } from '../../report.ts';

/** Names that cameras, phones, scanners and programs give: `IMG_1234`, `image12`, `Screenshot …`, `P1010012`. */
const GIVEN_BY_MACHINES =
  /^(img|image|images|picture|pic|pict|photo|foto|dsc[a-z]?|dscn|p10|pxl|mvimg|gopr|scan|screenshot|screen|wa|vid|file|untitled|unnamed|download|avatar|portrait|head|headshot|profile|user|team|staff|person|face)?[-_ ()\d]*$/i;

/** A staff, collar or pay number: three to eight digits, perhaps with a letter or two before or behind. */
const NUMBER = /^(?:[a-z]{0,2}[-_ ]?\d{3,8}|\d{3,8}[-_ ]?[a-z]{1,2})$/i;

/** Numbers that fill so much of the range from the least to the greatest are running numbers. */
const RUNNING = 0.6;
/** So many names tell what kind they are. */
const ENOUGH = 3;
const MOST = 0.6;

/** `a/b/PC 1234.jpg` → `PC 1234`. */
export function stemOf(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? name;
  return base.replace(/\.[a-z0-9]{2,5}$/i, '').trim();
}

/** Without a rank before it, words divided by blanks: `PC_1234` → `1234`, `SMITH_John-1234` → `SMITH John 1234`. */
function wordsOf(stem: string): string[] {
  const words = stem.split(/[-_ .,()]+/).filter((word) => word !== '');
  return words.length > 1 && RANK_TOKENS.has(words[0]!.toLowerCase()) ? words.slice(1) : words;
}

/**
 * @param stems of pictures that are portraits.
 * @param isOwnNumber knows the force's own numbers.
 * @returns what the names are, as `fields` of a finding.
 */
export function fieldsOfNames(
  stems: readonly string[],
  isOwnNumber: ((text: string) => boolean) | undefined,
): Field[] {
  const fields: Field[] = [];
  const words = stems.map(wordsOf);
  const numbers = words.map((list) => list.find((word) => isOwnNumber?.(word) || NUMBER.test(word)));
  const own = numbers.filter((number) => number !== undefined && isOwnNumber?.(number)).length;
  const numbered = numbers.filter((number, i) => number !== undefined && !isGivenByMachine(stems[i]!)).length;
  if (own > stems.length * MOST) fields.push('staff-number');
  else if (stems.length >= ENOUGH && numbered > stems.length * MOST && !areRunning(numbers))
    fields.push('staff-number');
  else if (stems.length < ENOUGH && startsWithRank(stems) && numbered > 0) fields.push('staff-number');

  const texts = words
    .map((list) => list.filter((word) => /^\p{L}[\p{L}'’]*$/u.test(word)).join(' '))
    .filter((text) => text !== '');
  if (texts.length > stems.length * MOST) {
    const names = namesShare(texts);
    const least = stems.length >= ENOUGH ? 0.5 : 0.9;
    if (names.columnOf !== undefined && names.confidence >= least && names.several >= 0.5)
      fields.push('name');
  }
  return fields;
}

function startsWithRank(stems: readonly string[]): boolean {
  return stems.some((stem) => {
    const [first, ...rest] = stem.split(/[-_ .,()]+|(?<=\p{L})(?=\d)/u);
    return rest.length > 0 && RANK_TOKENS.has(first!.toLowerCase());
  });
}

function isGivenByMachine(stem: string): boolean {
  // A plain number is not: collar numbers are.
  return GIVEN_BY_MACHINES.test(stem) && !/^\d+$/.test(stem);
}

/** Are these 1, 2, 3 … or parts of such a series? */
function areRunning(numbers: readonly (string | undefined)[]): boolean {
  const values = numbers.flatMap((number) => (number ? [Number(number.replace(/\D/g, ''))] : []));
  const distinct = new Set(values).size;
  if (distinct < 2) return false;
  const range =
    values.reduce((most, v) => Math.max(most, v), 0) -
    values.reduce((least, v) => Math.min(least, v), Number.POSITIVE_INFINITY);
  return distinct / (range + 1) >= RUNNING;
}
