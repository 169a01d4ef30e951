// From columns to a finding: what speaks for people, for staff, for others, and against, every weight in a table.
import type { Field } from '../../../report.ts';
import type { RuleId } from '../../../rules.ts';
import { wordTable } from '../../../word-table.ts';
import { CLASS } from '../cells/classes.ts';
import { type Column, type ColumnStats, closeShare, isRankAndNumber, share } from '../columns/columns.ts';
import { isNameStatistic, isOfAnimals } from '../columns/things.ts';

/** Log-odds that a kind of name column adds, by what vouches for it: the heading, the values, or both. */
const NAME_WEIGHTS = {
  /** Surnames under their heading, with values that are names. */
  surname: { both: 4.6, values: 2.8, heading: 1.6 },
  name: { both: 5.2, values: 3.4, heading: 1.0 },
  forename: { both: 1.6, values: 2.0, heading: 0.6 },
  initials: { both: 1.6, values: 1.2, heading: 1.0 },
  /** On top, without a heading: many different values that are hardly ever anything but names. */
  clear: { name: 1.3, surname: 1.5 },
  /** `PC 1234 Smith` in one cell. */
  ranked: 3.0,
} as const;

/** What the other columns say beside a name: log-odds, and whether it makes the people staff or somebody else. */
const FIELD_WEIGHTS: Partial<
  Record<
    Field | 'unique-number',
    { both: number; heading: number; values: number; staff: number; other: number }
  >
> = {
  rank: { both: 3, heading: 1.6, values: 2.6, staff: 3, other: 0 },
  'staff-number': { both: 2.6, heading: 1.2, values: 0, staff: 3, other: 0 },
  'unique-number': { both: 0, heading: 0, values: 0.5, staff: 0.3, other: 0 },
  grade: { both: 1.8, heading: 1, values: 1.2, staff: 1.5, other: 0 },
  vetting: { both: 3, heading: 1.6, values: 2, staff: 5, other: 0 },
  role: { both: 1.6, heading: 1, values: 1.2, staff: 1.5, other: 0 },
  unit: { both: 1, heading: 0.7, values: 0.8, staff: 1, other: 0 },
  location: { both: 0.7, heading: 0.5, values: 0.4, staff: 0.5, other: 0 },
  contract: { both: 1.4, heading: 0.8, values: 1, staff: 1.5, other: 0 },
  gender: { both: 1, heading: 0.6, values: 0.8, staff: 0.2, other: 0.2 },
  title: { both: 1.4, heading: 0.4, values: 1.4, staff: 0, other: 0.3 },
  'e-mail': { both: 2.2, heading: 0.5, values: 2, staff: 0.5, other: 0.3 },
  phone: { both: 0.7, heading: 0.3, values: 0.4, staff: 0, other: 0.6 },
  'call-sign': { both: 1.4, heading: 1, values: 0, staff: 2, other: 0 },
  shift: { both: 1, heading: 0.7, values: 0.8, staff: 1.5, other: 0 },
  manager: { both: 1.2, heading: 0.7, values: 0, staff: 1.5, other: 0 },
  'start-date': { both: 0.8, heading: 0.6, values: 0, staff: 0.8, other: 0 },
  salary: { both: 0.6, heading: 0.4, values: 0, staff: 1, other: 0 },
  photo: { both: 0.4, heading: 0.4, values: 0, staff: 0.3, other: 0 },
  'date-of-birth': { both: 2.4, heading: 1.4, values: 0, staff: 0, other: 2 },
  age: { both: 0.5, heading: 0.3, values: 0, staff: 0, other: 0.8 },
  address: { both: 1.2, heading: 0.6, values: 0.8, staff: 0, other: 1.5 },
  postcode: { both: 0.5, heading: 0.3, values: 0.3, staff: 0, other: 0.8 },
  offence: { both: 1, heading: 0.6, values: 0.6, staff: 0, other: 2 },
  'person-role': { both: 1.6, heading: 0.8, values: 1.6, staff: 0, other: 4 },
  health: { both: 0.8, heading: 0.6, values: 0.8, staff: 0, other: 1.2 },
  ethnicity: { both: 0.6, heading: 0.4, values: 0.6, staff: 0, other: 0.6 },
  religion: { both: 0.6, heading: 0.4, values: 0.6, staff: 0, other: 0.8 },
  'sexual-orientation': { both: 0.6, heading: 0.4, values: 0.6, staff: 0, other: 0.8 },
  'union-membership': { both: 0.6, heading: 0.4, values: 0.4, staff: 0.5, other: 0 },
  'national-insurance': { both: 3, heading: 1.4, values: 3, staff: 0.5, other: 0.5 },
  'nhs-number': { both: 2, heading: 1, values: 1, staff: 0, other: 2 },
  'driving-licence': { both: 2.4, heading: 1, values: 2.4, staff: 0, other: 1 },
  passport: { both: 1.6, heading: 1, values: 0, staff: 0, other: 1 },
  'bank-account': { both: 1.4, heading: 0.8, values: 0.3, staff: 0, other: 0.8 },
};

/** What speaks against a roster, for each column of the kind (at most twice). */
const AGAINST = wordTable<number>({
  organisation: -1.8,
  money: -0.9,
  count: -0.8,
  area: -0.6,
  thing: -1.2,
  event: -0.5,
  period: -0.4,
  sport: -1.6,
  identifier: 0,
  remark: 0,
  date: 0,
  figures: -0.25,
});

/**
 * What speaks against a roster takes no more than this from a table whose columns say by their values that its people are staff,
 * or whose data they are: one find is a find, whatever stands beside it.
 */
const AGAINST_EVIDENCE = { evidence: 2, most: -1 };

/** Another column, headed `Name`, names something that is no person: who is named beside it is its contact, and the list is of things. */
const CONTACTS = -2.4;

/** How often surnames occur is no list of people. Where a title speaks of staff it may be theirs. */
const NAME_STATISTIC = -3;

/** What is left of a score where the names are those of dogs or horses. */
const ANIMALS = -5;

/** What a date of birth, or ethnicity, says of strangers where the title speaks of staff. */
const BORN_STAFF = 0.4;

/** What offences say of strangers where no heading says that they are such. */
const BY_VALUES = 0.5;

/** Who is spoken of by a heading's possessor. */
const OWNER_WEIGHTS = {
  staff: { score: 1.2, staff: 3, other: 0 },
  'other-person': { score: 1.2, staff: 0, other: 4 },
  'public-office': { score: 0, staff: 0, other: 0 },
  organisation: { score: -2.5, staff: 0, other: 0 },
  area: { score: -2, staff: 0, other: 0 },
  thing: { score: -2, staff: 0, other: 0 },
  sport: { score: -2.5, staff: 0, other: 0 },
  author: { score: -4.4, staff: 0, other: 0 },
} as const;

/** Who has a number of an employer is staff, whatever else they are: claimants, applicants, students. */
const EMPLOYED = 2;

/** Numbers, ranks and units without names: each has to be vouched for by its heading. */
const NAMELESS = {
  bias: -3.6,
  'staff-number': 2.6,
  rank: 2.2,
  vetting: 1.6,
  'call-sign': 1,
  role: 0.8,
  unit: 0.8,
  location: 0.5,
  grade: 0.8,
  contract: 0.8,
  gender: 0.8,
  'start-date': 0.6,
  shift: 0.6,
  'date-of-birth': 1,
  salary: 0.4,
} as const;

/** Names each with a number, and nothing else that speaks of staff: share, how good as names, and log-odds. */
const NUMBERED = { share: 0.9, values: 0.6, weight: 1.6, staff: 5, unheaded: 2 };

/** The same few names over and over, with nothing to say whose they are: so many rows, share that is different, log-odds. */
const REPEATED = { rows: 12, different: 0.6, weight: -1.4 };
const isRepeated = ({ n, distinct, widest }: ColumnStats): boolean =>
  n >= REPEATED.rows && distinct < REPEATED.different * n && widest < CATEGORIES;

/** So many different values in one stretch of rows are more than a few. */
const CATEGORIES = 24;

/** `Mr J Smith` in most cells: the police call others so, and one another by rank. */
const TITLED = { share: 0.6, other: 0.8 };

/** How much somebody worked, or was away, is known of staff. */
const WORKED = 1.2;

/** Where nothing is known: most tables hold nobody. */
const BIAS = -4;
/** A police mail domain among the addresses. */
const POLICE_MAIL = 2;
/** Words of the force in a title above the table, in the sheet's or the file's name. */
const STAFF_CONTEXT = 1;
const OTHER_CONTEXT = 0.7;
/** The fewer the rows, the less the values prove: added where a table has no heading for its names. */
const FEW_ROWS = (rows: number): number => (rows >= 25 ? 0 : rows >= 12 ? -0.5 : rows >= 6 ? -1 : -1.8);
/** What has to speak for staff, or for others, before a list of names is a grave matter. */
const EVIDENCE = 0.5;
/** What a heading that is known only in part says of whose people they are. */
const LOOSE = 0.4;
/** From here on, and with less that speaks for staff, people are others than staff. */
const OTHERS = 1.5;
/** Where next to nothing speaks for staff, this much says that they are others. */
export const STRANGERS = { staff: 1, other: 0.7 };
/** Lists of people in public office are told (at severity low) from this score on, as if they had the second one. */
const PUBLIC_OFFICE = { from: -2.5, least: 0.2 };
/** Columns that speak of elections, for the people beside them to be elected. */
const ELECTED = 2;
/** Fields that nobody publishes of people in public office, and the weight from which on they are certain. */
export const PRIVATE: readonly Field[] = [
  'staff-number',
  'rank',
  'vetting',
  'national-insurance',
  'nhs-number',
  'driving-licence',
  'passport',
  'bank-account',
  'offence',
  'person-role',
  'call-sign',
];
const SURE = 2;
/** A finding is reported from here on. */
export const REPORT_FROM = 0.5;

export interface Judgement {
  rule: RuleId;
  score: number;
  confidence: number;
  fields: Field[];
  /** Fields that made the case, heaviest first; for the message. */
  reasons: Field[];
  publicOffice: boolean;
  staff: number;
  other: number;
  /** As much of that as only says what somebody does (applies, visits, claims), which staff do as well. */
  open: number;
  names: boolean;
  /** Vouched for by a heading. */
  headed: boolean;
  /** Something says that they are the force's own people, or whose data they are: more than names. */
  evidence: boolean;
}

/** What makes a column of names clear without a heading: score, share of names that are nothing else, different values. */
const CLEAR = {
  name: { score: 0.85, clear: 0.6, different: 6 },
  surname: { score: 0.7, clear: 0.55, different: 40 },
  /** Surnames with initials, which no forename vouches for. */
  initialed: { score: 0.65, clear: 0.5, different: 20 },
};
/** Whole names that can be nothing else: what they must reach for it, and log-odds. */
const CERTAIN = { score: 0.83, clear: 0.8, different: 12, share: 0.7, weight: 0.8 };
const isCertain = ({ stats, what, values }: Column): boolean =>
  what === 'name' &&
  values >= CERTAIN.score &&
  stats.clear >= CERTAIN.clear * stats.close &&
  stats.distinct >= Math.max(CERTAIN.different, CERTAIN.share * stats.n);
/** Mean score as forenames below which none is written out. */
const NO_FORENAME = 0.15;

/** How clear a column of names is, from 0 to 1: names a little below what is asked for are a little less so. */
function clearness(column: Column): number {
  if (isClear(column)) return 1;
  const short = CLEAR.name.score - column.values;
  return column.what === 'name' && short < SHORT && isClear({ ...column, values: 1 }) ? 1 - short / SHORT : 0;
}
const SHORT = 0.07;

function isClear(column: Column): boolean {
  const { stats, what, values } = column;
  const isInitialed = stats.close > 0 && stats.forename < NO_FORENAME * stats.close;
  const whole = isInitialed ? CLEAR.initialed : CLEAR.name;
  const least = what === 'surname' ? CLEAR.surname : what === 'name' ? whole : undefined;
  return (
    least !== undefined &&
    stats.heading === undefined &&
    values >= least.score &&
    stats.clear >= least.clear * stats.close &&
    stats.distinct >= Math.max(least.different, 0.5 * Math.min(stats.n, 200))
  );
}

/** So many columns of whole names, and cells, none of them clear by itself; and what they must reach together. */
const GRID = { columns: 3, cells: 10, score: 0.65, clear: 0.5, different: 0.9 };

function isClearGrid(grid: readonly Column[], cells: number): boolean {
  const sum = (of: (stats: ColumnStats) => number): number =>
    grid.reduce((all, { stats }) => all + of(stats), 0);
  const close = sum((stats) => stats.close);
  return (
    grid.length >= GRID.columns &&
    cells >= GRID.cells &&
    !grid.some(isClear) &&
    sum((stats) => stats.person) >= GRID.score * close &&
    sum((stats) => stats.clear) >= GRID.clear * close &&
    sum((stats) => stats.distinct) >= GRID.different * cells
  );
}

function isNamedThing({ stats, names }: Column): boolean {
  return (
    !names &&
    stats.heading?.what === 'name' &&
    stats.heading.owner === undefined &&
    stats.n >= 3 &&
    share(stats, 'word', 'words') >= 0.7 &&
    stats.distinct >= 0.5 * Math.min(stats.n, 100)
  );
}

/** Addresses beside the names of bodies are theirs, whoever reads them. */
const MAIL_OF_BODIES = -2.5;

function isOfBodies(columns: readonly Column[]): boolean {
  return columns.some(
    (column) =>
      (column.stats.n > 0 && column.what === 'organisation') ||
      (!column.names &&
        column.stats.heading?.what === 'name' &&
        column.stats.heading.owner === undefined &&
        column.stats.n >= 3 &&
        share(column.stats, 'word', 'words', 'prose') >= 0.7),
  );
}

/** Columns that speak of a sport, for the people beside them to be its players. */
const SPORTING = 2;
/** What is left of a score where they are. */
const PLAYERS = -2.5;
/** Fields that a force's own teams have beside their matches. */
const OF_A_FORCE: readonly Field[] = ['rank', 'vetting', 'call-sign'];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

type By = 'both' | 'heading' | 'values';
function by(column: Column): By | undefined {
  if (column.heading >= 0.5 && column.values >= 0.5) return 'both';
  if (column.heading >= 1) return 'heading';
  if (column.heading === 0 && column.values >= 0.5) return 'values';
  return column.heading > 0 ? 'heading' : undefined;
}

/** The same judgement with a lower score. */
export function lessSure(judgement: Judgement, less: number): Judgement {
  const score = judgement.score - less;
  return { ...judgement, score, confidence: sigmoid(score) };
}

/** Weighs the columns of one table. */
export function weigh(
  columns: readonly Column[],
  rows: number,
  context: { staff: boolean; publicOffice: boolean; other: boolean; bodies?: boolean | undefined },
): Judgement {
  let score = BIAS;
  let staff = context.staff ? 1 : 0;
  let other = context.other ? 2 : 0;
  let open = 0;
  let publicOffice = context.publicOffice;
  let headed = false;
  const fields = new Map<Field, number>();
  const note = (field: Field, weight: number): void => {
    fields.set(field, Math.max(fields.get(field) ?? -9, weight));
  };
  const names = columns.filter((column) => column.names);
  let best = -9;
  let given = 0;
  for (const column of names) {
    const what =
      column.what === 'surname' || column.what === 'forename'
        ? column.what
        : column.what === 'manager'
          ? undefined
          : 'name';
    if (!what) continue;
    const how = by(column) ?? 'values';
    const s = column.stats;
    // First names alone, under `Name`: dogs, babies and storms have them too.
    const onlyForenames = what === 'name' && share(s, 'word') >= 0.7 && s.forename > 1.5 * s.surname;
    let weight: number = NAME_WEIGHTS[onlyForenames ? 'forename' : what][how];
    if (how !== 'heading') weight += 2 * (column.values - 0.7);
    if (how === 'values')
      weight += NAME_WEIGHTS.clear[what === 'surname' ? 'surname' : 'name'] * clearness(column);
    if (how === 'values' && isCertain(column)) weight += CERTAIN.weight;
    if (how === 'values' && isRepeated(s)) weight += REPEATED.weight;
    if (closeShare(s, 'honorific') >= TITLED.share) other += TITLED.other;
    if (
      column.stats.heading?.weak &&
      !(share(column.stats, 'words') >= 0.7 && column.stats.clear >= 0.5 * column.stats.close)
    )
      weight -= 0.6;
    const ranked = Math.max(share(column.stats, 'ranked'), closeShare(column.stats, 'ranked'));
    if (ranked >= 0.4) {
      weight = Math.max(weight, NAME_WEIGHTS.ranked + (how === 'values' ? 1.6 : 1));
      staff += 3;
      note('rank', 2);
    }
    const numbered = Math.max(share(column.stats, 'numbered'), closeShare(column.stats, 'numbered'));
    if (numbered >= 0.4 && (ranked >= 0.4 || how !== 'values')) {
      weight += 0.8;
      // `Claimant`, `Applicant`: each with a number of an employer in the cell is staff.
      staff += numbered >= NUMBERED.share ? NUMBERED.staff : 1;
      note('staff-number', 1);
    } else if (numbered >= NUMBERED.share && column.values >= NUMBERED.values && s.distinct >= 0.4 * s.n) {
      // `Smith 4411`, `4411 Smith`: without a rank or a heading, but each with a number of its own.
      weight += NUMBERED.weight;
      staff += NUMBERED.unheaded;
      note('staff-number', 1);
    }
    // Somebody's manager is staff; who holds a public office is in public.
    if (column.stats.heading?.what === 'manager') staff += FIELD_WEIGHTS.manager?.staff ?? 0;
    if (column.stats.heading?.what === 'public-office') publicOffice = true;
    const owner = column.stats.heading?.owner;
    if (owner) {
      weight += OWNER_WEIGHTS[owner].score;
      staff += OWNER_WEIGHTS[owner].staff;
      other += OWNER_WEIGHTS[owner].other;
      if (column.stats.heading?.isOpen) open += OWNER_WEIGHTS[owner].other;
      if (owner === 'public-office') publicOffice = true;
    }
    if (how !== 'values') headed = true;
    note(what, weight);
    if (what === 'forename') given = Math.max(given, weight);
    else best = Math.max(best, weight);
  }
  const initials = columns.find((column) => column.what === 'initials');
  if (initials && names.length > 0) {
    const weight = NAME_WEIGHTS.initials[by(initials) ?? 'values'];
    given = Math.max(given, weight);
    note('initials', weight);
  }
  // Teams side by side: what each column is too short to show, all of them show together.
  const grid = names.filter(({ what, stats }) => what === 'name' && stats.heading === undefined);
  const cells = grid.reduce((sum, { stats }) => sum + stats.n, 0);
  if (isClearGrid(grid, cells)) best += NAME_WEIGHTS.clear.name;
  const different = grid.reduce((sum, { stats }) => sum + stats.distinct, 0);
  if (grid.length > 1 && cells >= REPEATED.rows && different < REPEATED.different * cells)
    best += REPEATED.weight;
  const hasNames = best > -9 || given > 0;
  if (hasNames) {
    score += Math.max(best, 0) + given;
    // Names alone, each vouched for twice, need no other column.
    if (!headed)
      score += FEW_ROWS(grid.length > 1 ? Math.max(rows, cells) : rows) * (fields.has('rank') ? 0.3 : 1);
  }
  const seen = new Map<string, number>();
  let against = 0;
  for (const column of columns) {
    const what = column.what;
    if (!what || (column.names && what !== 'manager') || what === 'initials') continue;
    if (what === 'public-office') publicOffice = true;
    const owner = column.stats.heading?.owner;
    // `Respondent`, `Complainant` above running numbers: a key of theirs, and no more.
    if (owner === 'other-person') other += what === 'unique-number' ? 1 : 2;
    // `Candidate no`: a number of an examination as well.
    if (owner === 'public-office' && what !== 'count' && what !== 'identifier') publicOffice = true;
    if (column.stats.heading?.worked && hasNames && column.stats.n > 0) {
      if (!seen.has('worked')) {
        score += WORKED;
        staff += 1;
      }
      seen.set('worked', 1);
      continue;
    }
    const weights = FIELD_WEIGHTS[what as Field];
    const how = by(column);
    if (weights && how && column.stats.n > 0) {
      const times = (seen.get(what) ?? 0) + 1;
      seen.set(what, times);
      if (times > 1) continue;
      const weight = weights[how];
      if (weight > 0 && what !== 'unique-number') note(what as Field, weight);
      if (hasNames) score += weight;
      staff += weights.staff * (weight > 0 ? 1 : 0) * (column.stats.heading?.loose ? LOOSE : 1);
      if (what === 'staff-number' && owner === 'staff' && how === 'both') staff += EMPLOYED;
      // Rosters abroad give the year of birth.
      const known = context.staff && (what === 'date-of-birth' || what === 'ethnicity') ? BORN_STAFF : 1;
      // Courses and modules are called like offences.
      const sure = what === 'offence' && how === 'values' ? BY_VALUES : 1;
      other += weights.other * (weight > 0 ? known * sure : 0);
    } else if (what in AGAINST) {
      const times = (seen.get(what) ?? 0) + 1;
      seen.set(what, times);
      const doubt = column.stats.heading?.loose ? LOOSE : 1;
      if (times <= 2 && column.stats.n > 0) against += (AGAINST[what] as number) * doubt;
    }
    if (
      what === 'e-mail' &&
      column.stats.n > 0 &&
      (column.stats.counts[CLASS['police-email']] as number) >= 0.5 * column.stats.n
    ) {
      score += POLICE_MAIL;
      staff += 3;
    }
  }
  if (hasNames && !context.staff && isNameStatistic(columns)) against += NAME_STATISTIC;
  if (hasNames && context.bodies && !context.staff) against += AGAINST.organisation as number;
  if (hasNames && columns.some(isNamedThing) && names.every((column) => column.stats.heading?.weak))
    against += CONTACTS;
  if (hasNames) {
    const evidence = Math.max(staff - (context.staff ? 1 : 0), other - (context.other ? 2 : 0));
    score += evidence >= AGAINST_EVIDENCE.evidence ? Math.max(against, AGAINST_EVIDENCE.most) : against;
    // Dates of birth, sexes and units say nothing of people then.
    if (isOfAnimals(columns)) score = Math.min(score, ANIMALS);
  }
  const mail = columns.find((column) => column.what === 'e-mail' && column.values >= 0.5);
  if (!hasNames) {
    score = mail
      ? Math.max(nameless(columns, note), mailOnly(mail, rows) + (isOfBodies(columns) ? MAIL_OF_BODIES : 0))
      : nameless(columns, note);
    const identifiers = identifiersOnly(columns, rows);
    if (identifiers > score) {
      const found = columns
        .filter((column) => IDENTIFIERS.has(column.what as Field) && column.values >= 0.5)
        .map((column) => column.what as Field);
      return {
        rule: 'personal-identifiers',
        score: identifiers,
        confidence: sigmoid(identifiers),
        fields: found,
        reasons: found,
        publicOffice,
        staff,
        other,
        open,
        names: false,
        headed,
        evidence: true,
      };
    }
    headed = true;
  }
  if (context.staff && score > -3) score += STAFF_CONTEXT;
  // What a title says of others, and the columns as well: bail sheets, lists of victims.
  if (context.other && hasNames && other > 2 && score > -3) score += OTHER_CONTEXT;
  if (
    columns.filter(({ stats }) => stats.heading?.sporting).length >= SPORTING &&
    !OF_A_FORCE.some((field) => (fields.get(field) ?? 0) >= SURE)
  )
    score = Math.min(score, PLAYERS);
  const strangers = hasNames && staff < STRANGERS.staff && other >= STRANGERS.other;
  const rule: RuleId = other > staff && (other >= OTHERS || strangers) ? 'personal-data' : 'staff-roster';
  const isElected = hasNames && columns.filter(({ stats }) => stats.heading?.elected).length >= ELECTED;
  if (isElected) publicOffice = true;
  // What only an employer knows, or what is private, is never a matter of public office; but members of parliament have numbers, too.
  if (PRIVATE.some((field) => (fields.get(field) ?? 0) >= SURE && !(isElected && field === 'staff-number')))
    publicOffice = false;
  // Whoever holds a public office is told as that, whatever speaks against a roster.
  if (publicOffice && hasNames && score > PUBLIC_OFFICE.from) score = Math.max(score, PUBLIC_OFFICE.least);
  if (publicOffice) note('public-office', 0);
  const order = [...fields].sort((a, b) => b[1] - a[1]);
  return {
    rule,
    score,
    confidence: sigmoid(score),
    fields: order.map(([field]) => field),
    reasons: order.filter(([, weight]) => weight > 0).map(([field]) => field),
    publicOffice,
    staff,
    other,
    open,
    names: hasNames,
    headed,
    evidence: Math.max(staff, other) >= EVIDENCE,
  };
}

/** Numbers with rank and unit, vetting lists without names. */
function nameless(columns: readonly Column[], note: (field: Field, weight: number) => void): number {
  let score: number = NAMELESS.bias;
  const found = new Set<string>();
  const key = columns.some(
    (column) =>
      column.what === 'staff-number' && column.heading >= 0.5 && column.values >= 0.6 && column.stats.n > 0,
  );
  if (!key) return -9;
  for (const column of columns) {
    const what = column.what as keyof typeof NAMELESS;
    if (isRankAndNumber(column.stats) && !found.has('rank')) {
      found.add('rank');
      score += NAMELESS.rank;
      note('rank', NAMELESS.rank);
    }
    if (what in NAMELESS && column.values >= 0.5 && column.stats.n > 0 && !found.has(what)) {
      found.add(what);
      score += NAMELESS[what];
      note(what as Field, NAMELESS[what]);
    } else if (!(what in NAMELESS)) score += (AGAINST[what] ?? 0) * 0.8;
  }
  return score;
}

/** E-mail addresses that are people's, and nothing else. */
function mailOnly(column: Column, rows: number): number {
  const police = (column.stats.counts[CLASS['police-email']] as number) >= 0.5 * column.stats.n;
  return (police ? 2.6 : 0.4) + 2 * (column.values - 0.5) + FEW_ROWS(rows) * 0.5;
}

const IDENTIFIERS: ReadonlySet<string> = new Set([
  'national-insurance',
  'nhs-number',
  'driving-licence',
  'passport',
  'bank-account',
]);

/** Identifiers without names: only where the values pass their own checks. */
function identifiersOnly(columns: readonly Column[], rows: number): number {
  let score = -9;
  for (const column of columns) {
    const s = column.stats;
    if (s.n < 5) continue;
    const headed = column.heading >= 0.5;
    if (column.what === 'national-insurance' && share(s, 'nino') >= 0.6)
      score = Math.max(score, headed ? 3.5 : 3);
    if (column.what === 'driving-licence' && share(s, 'licence') >= 0.6)
      score = Math.max(score, headed ? 3.5 : 3);
    if (column.what === 'nhs-number' && share(s, 'nhs') >= 0.8)
      score = Math.max(score, headed ? 3 : rows >= 10 ? 1.4 : -1);
    if (
      column.what === 'bank-account' &&
      headed &&
      columns.filter((c) => c.what === 'bank-account' && c.heading >= 0.5).length >= 2
    )
      score = Math.max(score, 1.6);
    if (column.what === 'passport' && headed && column.values >= 0.6) score = Math.max(score, 1.2);
  }
  return score;
}
