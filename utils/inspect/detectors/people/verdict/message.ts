// The Finding itself: its place, its severity, and one plain sentence that says what was found and by which columns.
import type { Field, Finding, Severity } from '../../../report.ts';
import type { RuleId } from '../../../rules.ts';
import type { Judgement } from './score.ts';

/** Column letters as spreadsheets have them: 0 → A, 49 → AX. */
function letters(col: number): string {
  let out = '';
  for (let n = col + 1; n > 0; n = Math.floor((n - 1) / 26))
    out = String.fromCharCode(65 + ((n - 1) % 26)) + out;
  return out;
}

/** How a range of a table is named; rows and columns count from 0. */
export function range(
  addressing: 'a1' | 'rows',
  firstRow: number,
  lastRow: number,
  firstCol: number,
  lastCol: number,
): string {
  if (addressing === 'rows') return `rows ${firstRow + 1} to ${lastRow + 1}`;
  return `${letters(firstCol)}${firstRow + 1}:${letters(lastCol)}${lastRow + 1}`;
}

/** What a field is called in a sentence. */
const WORDS: Partial<Record<Field, string>> = {
  'staff-number': 'staff number',
  'e-mail': 'e-mail address',
  'date-of-birth': 'date of birth',
  'start-date': 'start date',
  'call-sign': 'call sign',
  'person-role': 'part in the case',
  'sexual-orientation': 'sexual orientation',
  'union-membership': 'union membership',
  'national-insurance': 'National Insurance number',
  'nhs-number': 'NHS number',
  'driving-licence': 'driving licence number',
  'bank-account': 'bank account',
  'public-office': 'public office',
  manager: 'line manager',
  vetting: 'vetting level',
  contract: 'contract type',
  health: 'health',
};

const wordOf = (field: Field): string => WORDS[field] ?? field;

/** `a, b and c`. */
function listOf(items: readonly string[]): string {
  return items.length < 2
    ? (items[0] ?? '')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** Severities by who they are, how many and how sure: the first row that fits. */
const SEVERITY: readonly {
  when: (found: {
    rule: RuleId;
    people: number;
    confidence: number;
    publicOffice: boolean;
    alone: boolean;
    evidence: boolean;
    weighty: boolean;
    minutes: boolean;
    text: boolean;
  }) => boolean;
  severity: Severity;
  why: string;
}[] = [
  {
    when: (f) => f.publicOffice,
    severity: 'low',
    why: 'people in public office, or pay that is published by law: the policy decides',
  },
  { when: (f) => f.minutes && f.people <= 15, severity: 'low', why: 'those who were at a meeting' },
  {
    when: (f) => f.text && f.people < 8 && !f.weighty,
    severity: 'low',
    why: 'names as they stand in any letter',
  },
  { when: (f) => f.people < 5 && !f.weighty, severity: 'low', why: 'a handful of names, as in any letter' },
  {
    when: (f) => f.people < 5,
    severity: 'medium',
    why: 'a handful of people, with numbers or vetting levels',
  },
  { when: (f) => f.confidence < 0.75, severity: 'medium', why: 'Cordon is not sure' },
  {
    when: (f) => !f.evidence && !f.weighty,
    severity: 'medium',
    why: 'names, and nothing that speaks of staff or of what is private',
  },
  {
    when: (f) => f.alone && f.people < 15 && f.rule !== 'staff-match',
    severity: 'medium',
    why: 'names with nothing beside them',
  },
  { when: () => true, severity: 'high', why: 'a list of people' },
];

const WEIGHTY: ReadonlySet<Field> = new Set([
  'staff-number',
  'vetting',
  'national-insurance',
  'nhs-number',
  'driving-licence',
  'passport',
  'bank-account',
  'date-of-birth',
  'offence',
  'health',
  'call-sign',
]);

/** Which kind of people a rule speaks of. */
const SUBJECT: Partial<Record<RuleId, [one: string, many: string]>> = {
  'staff-roster': ['officer or member of staff', 'officers or staff'],
  'personal-data': ['person', 'people'],
  'personal-identifiers': ['person', 'people'],
};

const COUNT = new Intl.NumberFormat('en-GB');

/** Makes the Finding. `where` and `hidden` are taken as they are. */
export function findingOf(
  judgement: Judgement,
  people: number,
  rows: number,
  where: string[],
  hidden: RuleId[],
  what = 'table',
  minutes = false,
): Finding {
  const { rule, fields, reasons, publicOffice } = judgement;
  const confidence = Math.round(Math.min(0.999, judgement.confidence) * 1000) / 1000;
  const alone = fields.every(
    (field) =>
      field === 'name' ||
      field === 'surname' ||
      field === 'forename' ||
      field === 'initials' ||
      field === 'title',
  );
  const weighty = fields.some((field) => WEIGHTY.has(field));
  const severity =
    SEVERITY.find((row) =>
      row.when({
        rule,
        people,
        confidence,
        publicOffice,
        alone,
        evidence: judgement.evidence,
        weighty,
        minutes,
        text: !what.startsWith('table'),
      }),
    )?.severity ?? 'high';
  return {
    rule,
    severity,
    confidence,
    people,
    fields,
    where,
    hidden,
    message: sentence(rule, people, reasons, publicOffice, what),
    counts: { rows },
  };
}

/** The same, with what it was made of. */
export function toldOf(...of: Parameters<typeof findingOf>): Told {
  const [judgement, , , , , what = 'table'] = of;
  return { ...findingOf(...of), [CASE]: { judgement, what } };
}

/** The same finding of another rule, or of people in public office. */
export function retold(finding: Finding, { judgement, what }: Case, rule: RuleId): Finding {
  const isOffice = finding.fields.includes('public-office');
  const message = sentence(rule, finding.people, judgement.reasons, isOffice, what);
  return { ...finding, rule, message };
}

/** What a finding was made of, which goes with it until it is clear whose people they are. */
export const CASE = Symbol('case');
export interface Case {
  judgement: Judgement;
  what: string;
  /** How sure the model of records is that they are staff: log-odds. */
  model?: number;
  /** Only the model sees anybody. */
  isByModel?: true;
}
export type Told = Finding & { [CASE]?: Case };

function sentence(
  rule: RuleId,
  people: number,
  reasons: readonly Field[],
  publicOffice: boolean,
  what: string,
): string {
  const named = reasons.slice(0, 5).map(wordOf);
  const number = COUNT.format(people);
  const by = named.length > 0 ? ` by ${listOf(named)}` : '';
  if (publicOffice)
    return `A ${what} names ${number} people${by}; its headings speak of public office or of pay that is published.`;
  if (rule === 'staff-match')
    return `A ${what} names ${number} ${people === 1 ? 'person' : 'people'} from the force's own staff list${by}.`;
  const [one, many] = SUBJECT[rule] ?? ['person', 'people'];
  if (rule === 'personal-identifiers')
    return `A ${what} holds numbers that identify ${number} people: ${listOf(named)}.`;
  return `A ${what} identifies ${number} ${people === 1 ? one : many}${by}.`;
}
