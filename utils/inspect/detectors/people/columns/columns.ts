// What a column holds: its heading and its values, weighed together.
import type { Heading } from '../../../lexicon/headers.ts';
import type { Field } from '../../../report.ts';
import {
  CLASS,
  CLASSES,
  type Class,
  forenameOf,
  has,
  KIND_HIGH,
  KIND_LOW,
  personOf,
  surnameOf,
} from '../cells/classes.ts';
import { addLabels, areModels, isPseudonyms, type Labels } from './pseudonyms.ts';
import { settleThings } from './things.ts';

/** Sums over the values of one column in one stretch of rows. */
export interface ColumnStats {
  col: number;
  /** Values that are something (nobody's placeholders are counted apart). */
  n: number;
  nobody: number;
  /** Different values, summed over the blocks. */
  distinct: number;
  /** The most different values in one block. */
  widest: number;
  /** How many values of each class, by index in CLASSES. */
  counts: Uint32Array;
  /** The same of the values that had the close look only. */
  closeCounts: Uint32Array;
  /** Values that had the close look (each as often as it stands there), and the sums of their name scores. */
  close: number;
  /** Different values that had the close look, summed over the blocks. */
  varieties: number;
  /** The smallest whole number among the first values; infinite where there is none. */
  smallest: number;
  surname: number;
  forename: number;
  person: number;
  /** Of those: names that are no common words or places. */
  clear: number;
  /** Of the first values: how many were held against the force's own patterns of staff numbers, and how many matched. */
  tried: number;
  matched: number;
  /** What is known of words followed by a running number or letter. */
  labels?: Labels | undefined;
  heading?: Heading | undefined;
}

export function emptyStats(col: number): ColumnStats {
  return {
    col,
    n: 0,
    nobody: 0,
    distinct: 0,
    widest: 0,
    counts: new Uint32Array(CLASSES.length),
    closeCounts: new Uint32Array(CLASSES.length),
    close: 0,
    varieties: 0,
    smallest: Number.POSITIVE_INFINITY,
    surname: 0,
    forename: 0,
    person: 0,
    clear: 0,
    tried: 0,
    matched: 0,
  };
}

export function addKind(stats: ColumnStats, kind: number, times: number): void {
  const low = KIND_LOW[kind] as number;
  if ((low & 1) !== 0) {
    stats.nobody += times;
    return;
  }
  stats.n += times;
  const high = (KIND_HIGH[kind] as number) & 0x7fffff;
  addBits(stats.counts, low, high, times);
  if (has(kind, 'deep')) {
    addBits(stats.closeCounts, low, high, times);
    stats.close += times;
    const surname = surnameOf(kind);
    stats.surname += times * surname;
    stats.forename += times * forenameOf(kind);
    const person = personOf(kind);
    stats.person += times * person;
    if (person >= 0.6 && !has(kind, 'ambiguous') && !has(kind, 'common') && !has(kind, 'place'))
      stats.clear += times;
  }
}

function addBits(counts: Uint32Array, low: number, high: number, times: number): void {
  for (let bits = low; bits !== 0; bits &= bits - 1) {
    const bit = 31 - Math.clz32(bits & -bits);
    counts[bit] = (counts[bit] as number) + times;
  }
  for (let bits = high; bits !== 0; bits &= bits - 1) {
    const bit = 63 - Math.clz32(bits & -bits);
    counts[bit] = (counts[bit] as number) + times;
  }
}

export function addStats(into: ColumnStats, from: ColumnStats): void {
  into.n += from.n;
  into.nobody += from.nobody;
  into.distinct += from.distinct;
  into.widest = Math.max(into.widest, from.widest);
  into.close += from.close;
  into.varieties += from.varieties;
  into.smallest = Math.min(into.smallest, from.smallest);
  into.surname += from.surname;
  into.forename += from.forename;
  into.person += from.person;
  into.clear += from.clear;
  into.tried += from.tried;
  into.matched += from.matched;
  into.labels = addLabels(into.labels, from.labels);
  for (let i = 0; i < CLASSES.length; i++) {
    into.counts[i] = (into.counts[i] as number) + (from.counts[i] as number);
    into.closeCounts[i] = (into.closeCounts[i] as number) + (from.closeCounts[i] as number);
  }
}

/** What a column holds, and what says so. `values` and `heading` are 0 to 1. */
export interface Column {
  stats: ColumnStats;
  /** A field of people, or what else the heading says, or nothing known. */
  what: Heading['what'] | 'unique-number' | 'figures' | 'pseudonym' | undefined;
  heading: number;
  values: number;
  /** Whether its values are names (surname, forename or whole). */
  names: boolean;
}

export function share(stats: ColumnStats, ...classes: Class[]): number {
  if (stats.n === 0) return 0;
  let sum = 0;
  for (const name of classes) sum += stats.counts[CLASS[name]] as number;
  return Math.min(1, sum / stats.n);
}

/** Of the values looked at closely, the share of a class that only the close look tells. */
export function closeShare(stats: ColumnStats, name: Class): number {
  const close = stats.close;
  return close === 0 ? 0 : (stats.closeCounts[CLASS[name]] as number) / close;
}
const mean = (sum: number, stats: ColumnStats): number => (stats.close === 0 ? 0 : sum / stats.close);

/** Classes that are told by their values alone, the share of values that is asked for, and how many different ones. */
const BY_VALUES: readonly {
  what: Field | 'date' | 'period' | 'count' | 'money' | 'organisation';
  share: (stats: ColumnStats) => number;
  least: number;
  different?: number;
}[] = [
  { what: 'e-mail', share: (s) => share(s, 'person-email'), least: 0.5 },
  { what: 'national-insurance', share: (s) => share(s, 'nino'), least: 0.5 },
  { what: 'driving-licence', share: (s) => share(s, 'licence'), least: 0.5 },
  { what: 'vetting', share: (s) => share(s, 'vetting'), least: 0.6, different: 2 },
  {
    what: 'rank',
    share: (s) =>
      Math.max(share(s, 'rank'), share(s, 'rank') > 0.05 || rankLike(s) ? share(s, 'rank', 'rank-short') : 0),
    least: 0.5,
  },
  { what: 'nhs-number', share: (s) => share(s, 'nhs'), least: 0.8 },
  { what: 'phone', share: (s) => share(s, 'phone'), least: 0.7 },
  { what: 'contract', share: (s) => share(s, 'contract'), least: 0.7 },
  { what: 'gender', share: (s) => share(s, 'gender'), least: 0.9 },
  { what: 'title', share: (s) => share(s, 'honorific'), least: 0.8 },
  { what: 'grade', share: (s) => share(s, 'grade'), least: 0.7, different: 2 },
  { what: 'person-role', share: (s) => share(s, 'person-role'), least: 0.6 },
  { what: 'ethnicity', share: (s) => share(s, 'ethnicity'), least: 0.7, different: 2 },
  { what: 'religion', share: (s) => share(s, 'religion'), least: 0.7, different: 2 },
  { what: 'sexual-orientation', share: (s) => share(s, 'orientation'), least: 0.7, different: 2 },
  { what: 'health', share: (s) => share(s, 'health'), least: 0.6, different: 2 },
  { what: 'address', share: (s) => closeShare(s, 'address'), least: 0.6 },
  { what: 'postcode', share: (s) => share(s, 'postcode'), least: 0.7 },
  { what: 'date', share: (s) => share(s, 'date'), least: 0.7 },
  { what: 'period', share: (s) => share(s, 'month', 'weekday'), least: 0.7 },
  { what: 'money', share: (s) => share(s, 'money', 'decimal'), least: 0.6 },
  { what: 'shift', share: (s) => share(s, 'shift', 'time'), least: 0.7 },
  {
    what: 'organisation',
    // Posts have words of bodies in them: `Business Support Officer`.
    share: (s) => (closeShare(s, 'role') >= closeShare(s, 'org') ? 0 : closeShare(s, 'org')),
    least: 0.5,
  },
  { what: 'role', share: (s) => closeShare(s, 'role'), least: 0.45 },
  { what: 'offence', share: (s) => closeShare(s, 'offence'), least: 0.6 },
  { what: 'location', share: (s) => Math.max(share(s, 'place'), closeShare(s, 'place')), least: 0.5 },
  { what: 'unit', share: (s) => Math.max(share(s, 'unit'), closeShare(s, 'unit')), least: 0.5 },
];

/** Several of the two-letter ranks together are ranks. */
function rankLike(s: ColumnStats): boolean {
  return share(s, 'rank-short') >= 0.9 && s.widest >= 2 && share(s, 'vetting') < 0.5;
}

/** Different numbers under a heading of vetting that can be its levels. */
const VETTING_LEVELS = 4;

/** Fields whose heading is only believed where the values do not speak against it. */
const VALUES_OF: Partial<Record<Field, (s: ColumnStats) => number>> = {
  rank: (s) =>
    Math.max(
      share(s, 'rank', 'rank-short', 'grade'),
      share(s, 'word', 'words') * 0.6,
      share(s, 'code', 'number') * 0.1,
    ),
  grade: (s) =>
    Math.max(share(s, 'grade', 'rank', 'rank-short'), share(s, 'word', 'words', 'code', 'number') * 0.6),
  role: (s) => Math.max(closeShare(s, 'role'), share(s, 'word', 'words', 'rank', 'rank-short', 'code') * 0.7),
  unit: (s) => share(s, 'word', 'words', 'code', 'unit', 'place', 'number') * 0.8,
  location: (s) => share(s, 'word', 'words', 'place', 'code', 'address', 'number') * 0.8,
  'staff-number': (s) =>
    share(s, 'number', 'code', 'phone', 'words') > 0.6 && s.distinct >= 0.4 * s.n ? 1 : 0,
  'e-mail': (s) => share(s, 'person-email'),
  phone: (s) => Math.max(share(s, 'phone'), share(s, 'number', 'code', 'words') * 0.6),
  gender: (s) => share(s, 'gender', 'initials'),
  'date-of-birth': (s) => share(s, 'date', 'number'),
  age: (s) => share(s, 'number', 'words', 'code'),
  vetting: (s) =>
    Math.max(
      share(s, 'vetting'),
      share(s, 'word', 'words', 'date') * 0.6,
      // `NPPV` above 1, 2 and 3.
      s.widest <= VETTING_LEVELS ? share(s, 'number') * 0.6 : 0,
    ),
  title: (s) => share(s, 'honorific'),
  'start-date': (s) => share(s, 'date', 'number', 'decimal', 'words'),
  salary: (s) => share(s, 'number', 'decimal', 'money', 'words'),
  manager: (s) => Math.max(mean(s.person, s), share(s, 'number', 'code') * 0.5),
  'national-insurance': (s) => Math.max(share(s, 'nino'), share(s, 'code', 'words', 'number') * 0.5),
  'nhs-number': (s) => Math.max(share(s, 'nhs'), share(s, 'number', 'words') * 0.4),
  'driving-licence': (s) => Math.max(share(s, 'licence'), share(s, 'code', 'number', 'words') * 0.5),
  passport: (s) => (share(s, 'number', 'code', 'phone') > 0.6 && s.distinct >= 0.5 * s.n ? 1 : 0),
  'bank-account': (s) => share(s, 'number', 'bank', 'date', 'code', 'words'),
  postcode: (s) => Math.max(share(s, 'postcode'), share(s, 'number', 'code') * 0.6),
  offence: (s) => share(s, 'word', 'words', 'prose') * 0.8,
  'person-role': (s) => Math.max(share(s, 'person-role'), share(s, 'word', 'words') * 0.5),
};

/** Whether values are staff numbers by the force's own patterns: most match, hardly one repeats, and no heading says otherwise. */
function isOwnNumber(stats: ColumnStats, heading: Heading | undefined): boolean {
  return (
    stats.tried >= 3 &&
    stats.matched >= 0.8 * stats.tried &&
    stats.distinct >= 0.4 * stats.n &&
    (heading === undefined || !(NUMBERED_OTHERWISE as readonly string[]).includes(heading.what))
  );
}
/** `PC 1234` in most cells, with hardly one twice: whoever it is, by rank and number. */
export function isRankAndNumber(stats: ColumnStats): boolean {
  return (
    stats.n >= 3 &&
    !isPseudonyms(stats) &&
    closeShare(stats, 'ranked') >= 0.8 &&
    closeShare(stats, 'numbered') >= 0.8 &&
    mean(stats.person, stats) < 0.2 &&
    stats.distinct >= 0.4 * stats.n
  );
}

/** Nearly all begin with `Mr`, `Mrs`, `Miss` or `Ms`, and go on like a name. */
const isTitled = (stats: ColumnStats): boolean =>
  stats.n >= 5 &&
  closeShare(stats, 'honorific') >= TITLED.share &&
  share(stats, 'words') >= TITLED.share &&
  mean(stats.person, stats) >= TITLED.person;
const TITLED = { share: 0.8, person: 0.4, values: 0.75 };

/** Headings under which numbers are something else, whatever they look like. */
export const NUMBERED_OTHERWISE = [
  'count',
  'money',
  'salary',
  'period',
  'date',
  'date-of-birth',
  'start-date',
  'age',
  'phone',
  'postcode',
  'nhs-number',
  'bank-account',
  'event',
] as const;

/** Vetting levels are next to conclusive, whatever stands above them: `Level`, `Status`, `Clearance held`. */
function isVetting(stats: ColumnStats, heading: Heading): boolean {
  return (
    !(VETTED_OTHERWISE as readonly string[]).includes(heading.what) &&
    stats.widest >= 2 &&
    share(stats, 'vetting') >= 0.6 &&
    share(stats, 'rank', 'gender') < 0.3
  );
}
/** Headings under which short codes are something else for certain. */
const VETTED_OTHERWISE = [
  'initials',
  'rank',
  'area',
  'location',
  'organisation',
  'ethnicity',
  'shift',
] as const;

const NAME_FIELDS: ReadonlySet<string> = new Set(['surname', 'forename', 'name', 'initials', 'manager']);

/** So many different words in one stretch of rows are no category, however often they repeat. */
const CATEGORIES = 30;

/** What single words under `Name` must reach to be taken for people. */
const ONE_WORD = 0.6;

/** `Match?` above yes and no, `Coach 1` above people with numbers of their own: no sport. */
function isNoMatch(stats: ColumnStats): boolean {
  return (
    stats.heading?.what === 'sport' &&
    (share(stats, 'yes-no') >= 0.9 || (closeShare(stats, 'numbered') >= 0.75 && share(stats, 'words') >= 0.9))
  );
}

/** Decides what a column holds. */
export function judge(stats: ColumnStats): Column {
  const heading = isNoMatch(stats) ? undefined : stats.heading;
  const column: Column = {
    stats,
    what: heading?.what,
    heading: heading ? (heading.weak ? 0.5 : 1) : 0,
    values: 0,
    names: false,
  };
  if (stats.n === 0) return column;
  if (isOwnNumber(stats, heading)) {
    column.what = 'staff-number';
    column.heading = 1;
    column.values = 1;
    return column;
  }
  if (isPseudonyms(stats)) {
    column.what = 'pseudonym';
    column.values = 1;
    return column;
  }
  if (isRankAndNumber(stats)) {
    column.what = 'staff-number';
    column.heading = 1;
    column.values = 1;
    return column;
  }
  if (areModels(stats) && closeShare(stats, 'ranked') < 0.4) {
    column.what = 'identifier';
    return column;
  }
  if (heading?.what === 'identifier' && heading.owner === 'staff' && share(stats, 'number', 'code') >= 0.8) {
    // `Employee reference`: a number of the person, not of the row.
    column.what = 'staff-number';
    column.values = 1;
    return column;
  }
  const values = nameValues(stats);
  if (heading && NAME_FIELDS.has(heading.what)) {
    column.values = valueOfName(heading.what as Field, stats);
    // One word is no whole name: it has to be a surname by itself.
    const oneWord = heading.what === 'name' && share(stats, 'word') >= 0.8;
    const least = oneWord ? ONE_WORD : heading.weak ? 0.5 : 0.2;
    column.names = heading.what !== 'initials' && column.values >= least;
    if (
      column.names &&
      heading.what === 'name' &&
      values.what === 'surname' &&
      values.score > 0.6 &&
      share(stats, 'word') > 0.8
    )
      column.what = 'name';
    if (!column.names && heading.what !== 'initials')
      column.what = heading.weak ? other(stats, column) : heading.what;
    return column;
  }
  if (isTitled(stats)) {
    // `Mr J Smith` is a person, whatever stands above.
    column.what = 'name';
    column.values = Math.max(TITLED.values, mean(stats.person, stats));
    column.names = true;
    return column;
  }
  if (heading?.what === 'rank' && share(stats, 'number') >= 0.8) {
    // First, second, third of a list: no rank of the police.
    column.what = 'count';
    return column;
  }
  if (heading && isVetting(stats, heading)) {
    column.what = 'vetting';
    column.values = share(stats, 'vetting');
    return column;
  }
  if (share(stats, 'sport') >= 0.5) {
    column.what = 'sport';
    return column;
  }
  if (heading) {
    const check = VALUES_OF[heading.what as Field];
    column.values = check ? check(stats) : 0.5;
    // `Officer`, `Trainer`, `Team leader`: whatever a heading says of posts, a column of clear names is a column of names.
    const open =
      heading.weak ||
      [
        'role',
        'unit',
        'location',
        'identifier',
        'remark',
        'person-role',
        'shift',
        'period',
        'date',
        'count',
        'staff-number',
        'rank',
        'public-office',
      ].includes(heading.what);
    if (open && values.score >= 0.7 && mean(stats.clear, stats) > 0.5 && values.what === 'name') {
      column.what = 'name';
      column.values = values.score;
      column.names = true;
    } else if (check && column.values < (heading.weak ? 0.3 : 0.2) && stats.n >= 3)
      column.what = other(stats, column);
    else if (['remark', 'identifier', 'date'].includes(heading.what)) {
      const better = other(stats, { ...column });
      if (better && better !== 'date' && better !== 'figures' && better !== 'unique-number')
        column.what = better;
    }
    return column;
  }
  if (values.score >= 0.55) {
    column.what = values.what;
    column.values = values.score;
    column.names = values.what !== 'initials';
    return column;
  }
  column.what = other(stats, column);
  return column;
}

/** What a column of single words must reach to be surnames by the company it keeps: mean score, and share of clear names. */
const IN_COMPANY = { surname: 0.3, clear: 0.25, person: 0.3 };

/**
 * Decides what the columns of one table hold, each in the light of the others: single words beside initials or
 * first names are surnames at a lower score than by themselves.
 */
export function judgeAll(all: readonly ColumnStats[]): Column[] {
  let columns = inCompany(all);
  if (!columns.some(isPerson)) {
    const refuted = all.filter(isRefuted);
    if (refuted.length > 0) {
      // One heading may be wrong; where two are, they all belong to something else.
      const bare = inCompany(
        all.map((stats) =>
          refuted.length >= REFUTED || refuted.includes(stats) ? { ...stats, heading: undefined } : stats,
        ),
      );
      if (bare.some(isPerson)) columns = bare;
    }
  }
  settleThings(columns);
  return columns;
}

/** A value or two in a table of so many rows are no column of names, unless a heading says so. */
const STRAY = { rows: 50, share: 0.01 };

const isPerson = ({ names, what }: Column): boolean => names && (what === 'surname' || what === 'name');

/** So many headings that their values refute make all of them worthless; share of values that refute one. */
const REFUTED = 2;
const REFUTES = 0.9;
/** What is written in figures, or has them in it. */
const FIGURED: ReadonlySet<Heading['what']> = new Set([
  'count',
  'money',
  'salary',
  'age',
  'phone',
  'staff-number',
  'date',
  'date-of-birth',
  'start-date',
]);

/** Whether the values of a column can't be what its heading says, whatever they are. */
function isRefuted(stats: ColumnStats): boolean {
  const what = stats.heading?.what;
  if (what === undefined || stats.n < 5) return false;
  const initials = share(stats, 'initials');
  if (what === 'surname') return Math.max(initials, share(stats, 'rank', 'rank-short', 'number')) >= REFUTES;
  const words = share(stats, 'word', 'words');
  if (words < REFUTES || isPseudonyms(stats)) return false;
  if (what === 'initials') return initials <= 1 - REFUTES;
  // Only those that are names beyond doubt: `Total` stands above `Nil`, `Number` above `Withheld`.
  if (!FIGURED.has(what) && what !== 'rank') return false;
  return nameValues(stats).score >= NAMED && stats.clear >= CLEARLY * stats.close;
}
/** Name score, and share of names that are nothing else, of values that are looked at again without their heading. */
const NAMED = 0.45;
const CLEARLY = 0.35;

function inCompany(all: readonly ColumnStats[]): Column[] {
  const columns = all.map(judge);
  const rows = Math.max(...all.map(({ n }) => n), 0);
  for (const column of columns)
    if (column.names && column.heading === 0 && rows >= STRAY.rows && column.stats.n <= STRAY.share * rows) {
      column.names = false;
      column.what = undefined;
    }
  settleConstants(columns);
  // Nobody has three names of one word each: a table of words.
  const oneWord = columns.filter(
    ({ stats }) =>
      stats.heading?.what === 'name' && share(stats, 'word') >= 0.8 && closeShare(stats, 'ranked') < 0.4,
  );
  const posted = columns.some(
    ({ what, values }) => (what === 'rank' || what === 'staff-number') && values >= 0.5,
  );
  if (oneWord.length >= 3 && !posted)
    for (const column of oneWord.filter(({ names }) => names)) {
      column.names = false;
      column.what = undefined;
    }
  const given = columns.find(
    ({ stats }) => stats.heading && CONTRADICTED.has(stats.heading.what) && isClearlyNames(stats),
  );
  if (given && (posted || columns.some(isOfStaff))) {
    given.what = 'name';
    given.names = true;
    given.values = mean(given.stats.person, given.stats);
    return columns;
  }
  if (columns.some((column) => column.names && (column.what === 'surname' || column.what === 'name')))
    return columns;
  const managers = columns.filter((column) => column.what === 'manager' && column.names);
  if (managers.length === 1 && !columns.some((column) => column.names && column.what === 'forename')) {
    // Who is nobody's manager by name is the person meant.
    (managers[0] as Column).what = 'name';
    return columns;
  }
  const posts = columns.some(
    (column) => (column.what === 'rank' || column.what === 'staff-number') && column.values >= 0.5,
  );
  for (const column of columns) {
    // `Name` beside ranks: `Featherstone TP` is a person, though codes look like that as well.
    const stats = column.stats;
    const open = stats.heading?.what === 'name' && !stats.heading.loose;
    if (
      !posts ||
      !open ||
      column.names ||
      column.what === 'pseudonym' ||
      stats.close < 3 ||
      share(stats, 'word', 'words') < 0.75
    )
      continue;
    if (mean(stats.person, stats) < IN_COMPANY.person || closeShare(stats, 'org') > 0.2) continue;
    column.what = 'name';
    column.names = true;
    column.values = 0.6;
    return columns;
  }
  for (const [at, column] of columns.entries()) {
    const stats = column.stats;
    if (column.names || stats.close < 3) continue;
    if (column.heading > 0 ? !MEANT.has(column.what ?? '') : column.what !== undefined) continue;
    const company = [columns[at - 1], columns[at + 1]].some(
      (other) => other?.what === 'initials' || (other?.names && other.what === 'forename'),
    );
    if (!company || share(stats, 'word') < 0.7 || stats.distinct < 0.3 * stats.n) continue;
    if (mean(stats.surname, stats) < IN_COMPANY.surname || stats.clear < IN_COMPANY.clear * stats.close)
      continue;
    column.what = 'surname';
    column.names = true;
    column.values = Math.max(0.6, mean(stats.surname, stats));
  }
  return columns;
}

/** Headings of one word that may be meant of people where first names stand beside it: `family` beside `given`. */
const MEANT: ReadonlySet<string> = new Set(['thing', 'remark', 'organisation', 'identifier']);

/** Headings that clear names contradict where the table speaks of staff: `Operator`, `Recipient`, `Contract staff`. */
const CONTRADICTED: ReadonlySet<Heading['what']> = new Set(['organisation', 'sport', 'event']);

/** A column that only those have who work: vetting levels, shifts, hours. */
const isOfStaff = ({ what, values, stats }: Column): boolean =>
  stats.n > 0 &&
  (stats.heading?.worked === true || (values >= 0.5 && (what === 'vetting' || what === 'shift')));

/** The same word in every row (`uk`, a force's name) is nobody's name where others stand beside it, one after the other. */
function settleConstants(columns: readonly Column[]): void {
  if (!columns.some(({ names, stats }) => names && stats.distinct >= CONSTANT.others * stats.n)) return;
  for (const column of columns) {
    const { n, distinct } = column.stats;
    if (!column.names || column.heading > 0 || n < CONSTANT.rows || distinct > CONSTANT.share * n) continue;
    column.names = false;
    column.what = undefined;
  }
}
const CONSTANT = { rows: 8, share: 0.13, others: 0.5 };

/** Whole names, and hardly anything else: `Recipient` of an award, though recipients of grants are bodies. */
const isClearlyNames = (stats: ColumnStats): boolean =>
  mean(stats.person, stats) >= 0.7 && stats.clear >= 0.65 * stats.close && share(stats, 'words') >= 0.8;

/** What the values say where no heading does. */
function other(stats: ColumnStats, column: Column): Column['what'] {
  for (const rule of BY_VALUES) {
    const found = rule.share(stats);
    if (found >= rule.least && stats.widest >= (rule.different ?? 1)) {
      column.values = found;
      return rule.what;
    }
  }
  if (share(stats, 'initials') >= 0.8 && stats.n >= 3) {
    column.values = share(stats, 'initials');
    return 'initials';
  }
  const numeric = share(stats, 'number', 'code');
  if (numeric >= 0.8) {
    column.values = numeric;
    return stats.distinct >= 0.95 * stats.n && stats.n >= 4 ? 'unique-number' : 'figures';
  }
  return undefined;
}

/** How far the values fit a heading that says "name". */
function valueOfName(what: Field, stats: ColumnStats): number {
  if (what === 'initials') return share(stats, 'initials');
  const text = share(stats, 'word', 'words');
  if (text < 0.6 || share(stats, 'prose') > 0.3) return 0;
  const against = Math.max(closeShare(stats, 'org'), closeShare(stats, 'role') * 0.8);
  const best =
    what === 'surname'
      ? mean(stats.surname, stats)
      : what === 'forename'
        ? Math.max(mean(stats.forename, stats), share(stats, 'initials'))
        : mean(stats.person, stats);
  const score = Math.max(best, mean(stats.person, stats) * 0.9);
  return Math.max(0, score - against * 0.5) * text;
}

/** The best reading of values as names, without a heading. */
function nameValues(stats: ColumnStats): { what: Field; score: number } {
  const none = { what: 'name' as Field, score: 0 };
  if (stats.close === 0 || share(stats, 'word', 'words') < 0.75 || share(stats, 'prose') > 0.2) return none;
  const place = Math.max(closeShare(stats, 'place'), share(stats, 'place'));
  const against = Math.max(
    closeShare(stats, 'org'),
    closeShare(stats, 'role'),
    place,
    closeShare(stats, 'unit'),
    share(stats, 'rank'),
    share(stats, 'month', 'weekday', 'nobody'),
    closeShare(stats, 'offence'),
  );
  const ranked = closeShare(stats, 'ranked');
  if (ranked >= 0.4) return { what: 'name', score: Math.min(1, mean(stats.person, stats) + 0.2) };
  const one = share(stats, 'word');
  const clear = stats.clear / stats.close;
  if (one >= 0.7) {
    const surname = mean(stats.surname, stats);
    const forename = mean(stats.forename, stats);
    const score =
      Math.max(surname, forename) - Math.max(0, against - 0.15) * 1.2 - share(stats, 'common') * 0.5;
    // Few different words over many rows are a category, whatever they look like.
    const few = stats.distinct < 0.2 * stats.n && stats.n > 20 && stats.widest < CATEGORIES ? 0.5 : 1;
    return {
      what: surname >= forename ? 'surname' : 'forename',
      score: Math.max(0, score) * few * (clear > 0.3 ? 1 : 0.6),
    };
  }
  const person = mean(stats.person, stats);
  const few = stats.distinct < 0.05 * stats.n && stats.n > 40 && stats.widest < CATEGORIES ? 0.5 : 1;
  return {
    what: 'name',
    score: Math.max(0, person - Math.max(0, against - 0.2) * 0.9) * few * (clear > 0.3 ? 1 : 0.6),
  };
}
