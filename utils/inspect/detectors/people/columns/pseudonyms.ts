// Lists whose people have been given a word and a running number or letter in place of a name: `Leaver 1`, `Driver A`.
import { RANK_TOKENS_SURE } from '../../../lexicon/ranks.ts';
import type { ColumnStats } from './columns.ts';

/** What is known of the texts of a column that may be a word and a running number. */
export interface Labels {
  /** Texts looked at, those that are such labels, and those whose number follows upon one before or repeats it. */
  tried: number;
  matched: number;
  steps: number;
  /** The smallest and the largest number (`A` is 1). */
  least: number;
  most: number;
  /** The words before the number, with the last number of each. */
  stems: Map<string, number>;
  last: number;
  /** Words before a number of three digits or more among the first texts, each once. */
  owners: Set<string>;
  /** These words with their numbers, each once. */
  owned: Set<string>;
}

/** Different words before the number, at most, and how many values there must be for each. */
const STEMS = { most: 4, each: 3 };
/** One to three words, and a number of up to four digits, one or two letters, or a letter and a number (`A1` after `Z`) behind them. */
const LABEL =
  /^(\p{L}[\p{L}'’-]*(?: \p{L}[\p{L}'’-]*){0,2}?)(?:[ _#.:-]{0,3}(\d{1,4})|[ _#.:-]{1,3}([A-Z]{1,2}|[A-Z]\d{1,2}))$/u;
/** Share of the texts that must be labels, share of these that must follow upon one another, and what the first is at most. */
const RUNNING = { share: 0.9, steps: 0.7, first: 2 };
/** Where they stand in no order: the largest number, at most, for each value there is. */
const DENSE = 1.5;
/** A rank with a number above this is an officer's own number, however many there are. */
const RANKED = 999;

/** Texts that are looked at for whose numbers they are, digits that these have, and how many must be somebody else's. */
const OWNERS = { tried: 60, digits: 3, least: 8, different: 0.7 };

/** Of a few labels fewer words have to be different. */
const FEW = { least: 5, different: 0.5 };

/** After `Z` some begin with `A` again. */
const ALPHABET = 26;

/** Takes in one more text; nothing is kept of a column that begins otherwise. */
export function addLabel(labels: Labels | undefined, text: string): Labels {
  const known = labels ?? {
    tried: 0,
    matched: 0,
    steps: 0,
    least: Number.POSITIVE_INFINITY,
    most: 0,
    stems: new Map(),
    last: Number.NaN,
    owners: new Set(),
    owned: new Set(),
  };
  known.tried++;
  const isDone = known.stems.size > STEMS.most && known.tried > OWNERS.tried;
  const parts = isDone || !endsLikeOne(text) ? null : labelOf(text);
  if (!parts) return known;
  const stem = (parts[1] as string).toLowerCase();
  if (known.tried <= OWNERS.tried && (parts[2]?.length ?? 0) >= OWNERS.digits) {
    known.owners.add(stem);
    known.owned.add(`${stem} ${parts[2]}`);
  }
  if (known.stems.size > STEMS.most) return known;
  const number = parts[2] === undefined ? letters(parts[3] as string) : Number(parts[2]);
  const before = known.stems.get(stem);
  known.matched++;
  const again = before === ALPHABET && number === 1 && parts[3] !== undefined;
  if (again || number - known.last === 1 || number === before || number - (before ?? Number.NaN) === 1)
    known.steps++;
  known.stems.set(stem, number);
  known.least = Math.min(known.least, number);
  known.most = Math.max(known.most, number);
  known.last = number;
  return known;
}

/** Of the labels that were taken apart of late: the same ones come again and again. */
const recent = new Map<string, RegExpExecArray | null>();
const RECENT = 4096;

function labelOf(text: string): RegExpExecArray | null {
  let parts = recent.get(text);
  if (parts === undefined) {
    parts = LABEL.exec(text.trim());
    if (recent.size >= RECENT) recent.clear();
    recent.set(text, parts);
  }
  return parts;
}

/** A digit or a capital at the end, as all that `LABEL` knows: most texts need no pattern. */
function endsLikeOne(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return (last >= 48 && last <= 57) || (last >= 65 && last <= 90) || last <= 32 || last >= 128;
}

/** `A` is 1, `Z` 26, `AA` and `A1` 27. */
function letters(text: string): number {
  const ordinal = (at: number): number => text.charCodeAt(at) - 64;
  if (/\d/.test(text)) return Number(text.slice(1)) * ALPHABET + ordinal(0);
  return text.length === 1 ? ordinal(0) : ordinal(0) * ALPHABET + ordinal(1);
}

/** What is known of a column from two stretches of rows. */
export function addLabels(a: Labels | undefined, b: Labels | undefined): Labels | undefined {
  if (!a || !b) return a ?? b;
  return {
    tried: a.tried + b.tried,
    matched: a.matched + b.matched,
    steps: a.steps + b.steps,
    least: Math.min(a.least, b.least),
    most: Math.max(a.most, b.most),
    stems: new Map([...a.stems, ...b.stems]),
    last: b.last,
    owners: new Set([...a.owners, ...b.owners]),
    owned: new Set([...a.owned, ...b.owned]),
  };
}

/** Whether few words have many numbers (`Ford 3000`, `Ford 4000`, `Austin 3000`): models of a make, lots of a sale; nobody's own. */
export function areModels({ labels }: ColumnStats): boolean {
  return (
    labels !== undefined &&
    ((labels.owned.size >= OWNERS.least && labels.owners.size < OWNERS.different * labels.owned.size) ||
      (labels.owned.size >= FEW.least && labels.owners.size <= FEW.different * labels.owned.size))
  );
}

/** Whether nearly all values are the same word, or one of a few, with a number or a letter that runs from the first: nobody is named. */
export function isPseudonyms({ labels, n }: ColumnStats): boolean {
  if (!labels || labels.matched < STEMS.each || labels.matched < RUNNING.share * labels.tried) return false;
  const { stems, matched, steps, least, most } = labels;
  if (labels.tried < 0.5 * Math.min(n, 8)) return false;
  if (stems.size > STEMS.most || matched < STEMS.each * stems.size || least > RUNNING.first) return false;
  if (most > RANKED && [...stems.keys()].some(isRank)) return false;
  return steps >= RUNNING.steps * (matched - stems.size) || most <= DENSE * n;
}

const isRank = (stem: string): boolean => stem.split(' ').some((word) => RANK_TOKENS_SURE.has(word));
