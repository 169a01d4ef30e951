// A third opinion. Where the rules find nobody, the rows of a table or the lines of a text are taken for what they have in common, and
// a small model says whether they name people. It knows no shape by itself: what it weighs are shares and means (features.ts).
import { judgeRecords } from '../../../lexicon/records/model.ts';
import type { Place } from '../../../part.ts';
import type { Field } from '../../../report.ts';
import type { RuleId } from '../../../rules.ts';
import { contextOf } from '../context.ts';
import { CASE, findingOf, type Told } from '../verdict/message.ts';
import { FEATURES, featuresOf, isElse } from './features.ts';
import type { Records } from './runs.ts';

/**
 * From here on it is a finding, and from there on it may be a grave one, or one of a few people; people that it names at least, and people that
 * are no longer a few.
 */
const SURE = { finding: 0.85, grave: 0.95, people: 5, many: 8 };
/** Share of the records that have to have what a field says. */
const FIELD = 0.4;

/** Fields by the feature that tells them. */
const FIELDS: readonly [Field, string][] = [
  ['rank', 'ranked'],
  ['rank', 'has-rank'],
  ['staff-number', 'numbered'],
  ['role', 'has-role'],
  ['unit', 'has-unit'],
  ['location', 'has-place'],
  ['vetting', 'has-vetting'],
  ['shift', 'has-shift'],
  ['phone', 'has-phone'],
  ['e-mail', 'has-mailbox'],
  ['date-of-birth', 'has-birth'],
  ['postcode', 'has-postcode'],
  ['offence', 'has-offence'],
  ['health', 'has-health'],
  ['person-role', 'has-part-in-case'],
];

export interface Asked {
  place: Place;
  /** The first words of a text. */
  head: string;
  hidden: readonly RuleId[];
  locate: (firstRow: number, lastRow: number) => string[];
}

/** What the records say of people, or nothing. */
export function findingIn(records: Records, { place, head, hidden, locate }: Asked): Told | undefined {
  const judged = records
    .runs()
    .filter((each) => !isElse(each))
    .map((each) => {
      const row = featuresOf(each, [...place, head]);
      return { each, row, ...judgeRecords(row) };
    });
  const [found] = judged.sort((a, b) => b.people - a.people);
  if (!found || found.people < SURE.finding) return undefined;
  const { each, row, people, staff } = found;
  const of = (name: string): number => row[FEATURES.indexOf(name)] as number;
  // Single words that nothing else vouches for: villages, wards and farms are called like people.
  const titles = each.before
    .filter((row) => row.length === 1)
    .flatMap((row) => row.map(({ text }) => text))
    .filter((text) => text.length <= TITLE && !/[.:;,]$/.test(text));
  const isVouched =
    VOUCHERS.some((name) => of(name) >= FIELD) ||
    contextOf(place).staff ||
    (of('strong') >= STRONG && contextOf(titles).staff);
  if (of('whole') < WHOLE && !isVouched) return undefined;
  const fields: Field[] = [of('whole') >= 0.5 ? 'name' : 'surname'];
  for (const [field, feature] of FIELDS)
    if (of(feature) >= FIELD && !fields.includes(field)) fields.push(field);
  if (of('number') >= NUMBERED && !fields.includes('staff-number') && staff >= 0.5)
    fields.push('staff-number');
  const { count, first, last } = records.count(each);
  if (count < (people < SURE.grave ? SURE.many : SURE.people)) return undefined;
  const rule: RuleId = staff >= 0.5 ? 'staff-roster' : 'personal-data';
  const judgement = {
    rule,
    score: logOdds(people),
    confidence: people,
    fields,
    reasons: reasonsOf(fields, row),
    publicOffice: false,
    staff: 0,
    other: 0,
    open: 0,
    names: true,
    headed: of('headed') > 0,
    evidence: fields.length > 1 || of('context-staff') + of('context-police') + of('context-other') > 0,
  };
  const minutes = contextOf([...place, head]).minutes;
  const where = locate(first, last);
  const what = records.isTable ? 'table' : 'list';
  const finding = findingOf(judgement, count, count, where, [...hidden], what, minutes);
  const severity = finding.severity === 'high' && people < SURE.grave ? 'medium' : finding.severity;
  return { ...finding, severity, [CASE]: { judgement, what, model: logOdds(staff), isByModel: true } };
}

/** The fields, those first without which the model would be least sure: the name is always there. */
function reasonsOf(fields: readonly Field[], row: Float64Array): Field[] {
  const all = judgeRecords(row).people;
  const worth = (field: Field): number => {
    const without = row.slice();
    for (const [of, feature] of FIELDS) if (of === field) without[FEATURES.indexOf(feature)] = 0;
    return all - judgeRecords(without).people;
  };
  const [name, ...rest] = fields;
  const sorted = rest.map((field) => ({ field, worth: worth(field) })).sort((a, b) => b.worth - a.worth);
  return [...(name ? [name] : []), ...sorted.map(({ field }) => field)];
}

/** Share of whole names below which it is single words that are listed, and what vouches for these. */
const WHOLE = 0.3;
const VOUCHERS = ['ranked', 'numbered', 'other-forename', 'head-name', 'head-staff', 'head-other'];

/** Share of words that are surnames for certain, for a title to vouch for them. */
const STRONG = 0.7;
/** Letters of a line that may be a title. */
const TITLE = 60;

/** How like staff numbers the numbers of the records have to be. */
const NUMBERED = 0.8;

/** How sure the model is, in log-odds, that the people whom it sees best are staff. */
export function staffIn(records: Records, place: Place, head: string): number | undefined {
  const rows = records.runs().map((each) => featuresOf(each, [...place, head]));
  const [best] = rows.map(judgeRecords).sort((a, b) => b.people - a.people);
  return best && logOdds(best.staff);
}

const logOdds = (share: number): number => Math.log(share / (1 - share));
