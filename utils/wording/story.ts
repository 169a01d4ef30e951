// A Report in plain words: what would happen first, then where, what it shows and what to do. It looks only at rule,
// people, fields, where and hidden, so it can never quote a value, and it is the same in every view and language.
import { type Field, type Finding, isUninspected, type Report } from '../inspect/report.ts';
import { familyOf, type RuleId } from '../inspect/rules.ts';
import { baseName, showName } from './names.ts';
import { sayPlace } from './place.ts';
import { type MessageKey, type PluralKey, snake, type Translator } from './translator.ts';

/** One Finding in words. */
export interface FindingStory {
  rule: RuleId;
  /** "This file names 9,483 officers and staff" */
  headline: string;
  /** "worksheet “Data 2”, which is hidden, columns A to I, rows 2 to 10,800" */
  where: string;
  /** "surname, initials, rank"; '' where the Finding is not about fields. */
  fields: string;
  /** What the user can do about it, once the file is out of the page. */
  todo: string;
}

/** One file (or text) in words. */
export interface FileStory {
  /** As shown: without its folders and anything that could mislead. */
  name: string;
  size: string;
  /** What matters, worst first; empty where nothing was found. */
  findings: FindingStory[];
  /** What else there is (findings of low severity), a line each. */
  also: string[];
}

/** What a story is about; the headline's subject depends on it. */
export type Subject = 'file' | 'text' | 'named';

const PEOPLE_HEADLINES = [
  'staff-roster',
  'staff-match',
  'personal-data',
  'personal-identifiers',
  'staff-photo',
  'group-photo',
] as const satisfies RuleId[];
type PeopleRule = (typeof PEOPLE_HEADLINES)[number];
const isPeopleRule = (rule: RuleId): rule is PeopleRule => PEOPLE_HEADLINES.some((known) => known === rule);

const UNINSPECTED_HEADLINES: Partial<Record<RuleId, { headline: MessageKey; todo: MessageKey }>> = {
  encrypted: { headline: 'headline_encrypted', todo: 'todo_encrypted' },
  damaged: { headline: 'headline_damaged', todo: 'todo_damaged' },
  'unknown-format': { headline: 'headline_unknown_format', todo: 'todo_unknown_format' },
  'over-limit': { headline: 'headline_over_limit', todo: 'todo_over_limit' },
  'timed-out': { headline: 'headline_timed_out', todo: 'todo_timed_out' },
};

function subjectWords(subject: Subject, name: string, { t }: Translator): string {
  if (subject === 'text') return t('subject_text');
  return subject === 'named' && name ? t('subject_named', showName(baseName(name))) : t('subject_file');
}

/** Words for what could not be inspected; a file that could not even be opened is not called damaged. */
const uninspectedWords = ({ rule, unreadable }: Finding) =>
  unreadable
    ? ({ headline: 'headline_unreadable', todo: 'todo_unreadable' } as const)
    : UNINSPECTED_HEADLINES[rule];

/** What a rule is called; what is encrypted and was read all the same is no part that needs a password. */
function ruleWords(finding: Finding): MessageKey {
  const { rule } = finding;
  return rule === 'encrypted' && !isUninspected(finding) ? 'rule_encrypted_open' : `rule_${snake(rule)}`;
}

function headline(finding: Finding, subject: Subject, name: string, words: Translator): string {
  const who = subjectWords(subject, name, words);
  const { rule } = finding;
  if (isPeopleRule(rule)) {
    const key = `headline_${snake(rule)}` as const;
    return finding.people > 0
      ? words.plural(key satisfies PluralKey, finding.people, who)
      : words.t(`${key}_some`, who);
  }
  // "This file has a password" is true of the file itself only: of a file inside it, say that it contains one.
  const own = finding.where.length <= 1 && isUninspected(finding) ? uninspectedWords(finding) : undefined;
  return own ? words.t(own.headline, who) : words.t('headline_contains', who, words.t(ruleWords(finding)));
}

/** Formats that have cells, of which a table of text can be made. */
const TABLES = /^(xls[xmb]?|xlt[xm]|fods|ods|ots|csv|tsv|sylk)$/;

function todo(finding: Finding, subject: Subject, format: string): MessageKey {
  if (subject === 'text') return 'todo_people_text';
  const uninspected = isUninspected(finding) ? uninspectedWords(finding) : undefined;
  if (uninspected) return uninspected.todo;
  if (finding.rule === 'staff-photo' || finding.rule === 'group-photo') return 'todo_photo';
  if (familyOf(finding.rule) !== 'people') return 'todo_hidden';
  if (finding.hidden.length === 0) return 'todo_people_visible';
  return TABLES.test(format) ? 'todo_people_hidden' : 'todo_people_hidden_pages';
}

/** The fields of a Finding, as a list in words. */
function sayFields(fields: readonly Field[], words: Translator): string {
  return fields.map((field) => words.t(`field_${snake(field)}`)).join(words.t('list_separator'));
}

/**
 * Is `finding` only the hiding place of another one? "It has a hidden worksheet" adds nothing where people have been
 * found in that worksheet and the place says that it is hidden.
 */
function saidElsewhere(finding: Finding, all: readonly Finding[]): boolean {
  return all.some(
    (other) =>
      other !== finding &&
      familyOf(other.rule) === 'people' &&
      other.severity !== 'low' &&
      other.hidden.includes(finding.rule) &&
      finding.where.slice(0, 2).every((step, index) => other.where[index] === step),
  );
}

/** Has the whole file been said to be damaged, or too large, already? Each of its parts that is says nothing more. */
function saidBefore(finding: Finding, at: number, all: readonly Finding[]): boolean {
  return (
    isUninspected(finding) &&
    all.slice(0, at).some(({ rule, where }) => rule === finding.rule && where.length <= 1)
  );
}

/** What was typed has lines, also where they were read as the rows of a table. */
function sayPlaceInText(finding: Finding, words: Translator): string {
  if (finding.where.length <= 1) return words.t('place_text');
  const where = finding.where.map((step) => step.replace(/^row(s?) (?=\d)/, 'line$1 '));
  return sayPlace({ ...finding, where }, words);
}

/** One Finding in words. */
export function tellFinding(
  finding: Finding,
  subject: Subject,
  name: string,
  words: Translator,
  format = '',
): FindingStory {
  return {
    rule: finding.rule,
    headline: headline(finding, subject, name, words),
    where: subject === 'text' ? sayPlaceInText(finding, words) : sayPlace(finding, words),
    fields: sayFields(finding.fields, words),
    todo: words.t(todo(finding, subject, format)),
  };
}

/** A whole Report in words. Its Findings stand worst first, as the inspector orders them. */
export function tellReport(report: Report, subject: Subject, words: Translator): FileStory {
  const worth = report.findings.filter(
    (finding, at, all) => !saidElsewhere(finding, all) && !saidBefore(finding, at, all),
  );
  const main = worth.filter((finding) => finding.severity !== 'low');
  // A policy can stop what the detectors call low: then it is what the story is about.
  const shown = main.length > 0 || report.verdict === 'allow' ? main : worth;
  const rest = worth.filter((finding) => !shown.includes(finding));
  return {
    name: showName(baseName(report.file)),
    size: words.size(report.bytes),
    findings: shown.map((finding) => tellFinding(finding, subject, report.file, words, report.format)),
    also: [
      ...new Set(
        rest.map((finding) =>
          words.t('finding_where', words.t(ruleWords(finding)), sayPlace(finding, words)),
        ),
      ),
    ],
  };
}

/** The first letter as a capital, for words that begin a line. */
export function capital(text: string): string {
  const [first = '', ...rest] = text;
  return first.toLocaleUpperCase() + rest.join('');
}
