// What an inspection says: the Report and its Findings, as other programs read them (schema cordon.report/1).
// Keys are never renamed; new ones may be added. Nothing in a Report quotes a person's data.
import { familyOf, type RuleId } from './rules.ts';

export const REPORT_SCHEMA = 'cordon.report/1';

export const SEVERITIES = ['low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const VERDICTS = ['allow', 'warn', 'block'] as const;
export type VerdictKind = (typeof VERDICTS)[number];

/** How much of the file was read: all of it, some of it (a Finding says why), nothing (a Finding says why). */
export type Inspected = 'full' | 'partial' | 'none';

/**
 * Classes of information about people, as `fields` names them. Closed list, so that a cell value can never
 * stand in a Report by way of a column heading.
 */
export const FIELDS = [
  'name',
  'surname',
  'forename',
  'initials',
  'title',
  'rank',
  'grade',
  'role',
  'unit',
  'location',
  'staff-number',
  'e-mail',
  'phone',
  'contract',
  'gender',
  'date-of-birth',
  'age',
  'address',
  'postcode',
  'vetting',
  'salary',
  'start-date',
  'manager',
  'call-sign',
  'shift',
  'photo',
  'offence',
  'person-role',
  'health',
  'ethnicity',
  'religion',
  'sexual-orientation',
  'union-membership',
  'national-insurance',
  'nhs-number',
  'driving-licence',
  'passport',
  'bank-account',
  'public-office',
] as const;
export type Field = (typeof FIELDS)[number];

/** A column of a table (or a row, where people stand side by side) and what it says of them. */
export interface PeopleColumn {
  field: Field;
  /** Its cells without the headings, as sheets name them, in text tables too: `B2:B10800`. */
  range: string;
}

export interface Finding {
  rule: RuleId;
  severity: Severity;
  /** 0 to 1: how sure Cordon is that the rule holds here. Facts read from the format (a hidden sheet) are 1. */
  confidence: number;
  /** Distinct people, as near as can be told; 0 where the rule is not about people. */
  people: number;
  fields: Field[];
  /** From the file inwards: file, archive member, sheet, range; page; paragraph. */
  where: string[];
  /** Rule ids of every way in which that place is hidden; empty in plain sight. */
  hidden: RuleId[];
  /** One plain English sentence: what, and which columns made the case. Never a value. */
  message: string;
  /** Which columns say what, where the people stand in a table whose columns are known. */
  columns?: PeopleColumn[];
  /** The bytes themselves could not be had (the file was moved, the drive is gone): nothing is said about the file. */
  unreadable?: true;
  /** How much is there, where it is counted: rows, cells, members… */
  counts?: Record<string, number>;
}

export interface Report {
  schema: typeof REPORT_SCHEMA;
  /** As the path was given; in the browser, the file's name. */
  file: string;
  bytes: number;
  /** What the bytes are, whatever the name says: `xlsx`, `csv`, … or `unknown`. */
  format: string;
  verdict: VerdictKind;
  inspected: Inspected;
  findings: Finding[];
  /** Wall time of the inspection, milliseconds. */
  ms: number;
}

/** A Report before the policy has spoken. */
export type Inspection = Omit<Report, 'verdict'>;

/**
 * Does a Finding say that something was not read, or not to its end? `encrypted` of low severity does not: so much is said
 * of what opens without being asked for a password (an owner's, or the one that Excel itself tries), and was read.
 */
export function isUninspected({ rule, severity }: Pick<Finding, 'rule' | 'severity'>): boolean {
  return familyOf(rule) === 'uninspected' && !(rule === 'encrypted' && severity === 'low');
}

/** Orders Findings worst first: severity, then people, then confidence. */
export function byGravity(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    b.people - a.people ||
    b.confidence - a.confidence
  );
}
