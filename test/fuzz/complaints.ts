// What is wrong with what an inspection gave: the Report's shape as DESIGN's contract has it, and the time it took.
import * as v from 'valibot';
import { FIELDS, REPORT_SCHEMA, type Report, SEVERITIES, VERDICTS } from '../../utils/inspect/report.ts';
import { familyOf, RULE_IDS } from '../../utils/inspect/rules.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const sentence = v.pipe(v.string(), v.minLength(8), v.regex(/^[A-Z\d"].*[.)]$/s));
const rule = v.picklist(RULE_IDS);

const finding = v.object({
  rule,
  severity: v.picklist(SEVERITIES),
  confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  people: count,
  fields: v.array(v.picklist(FIELDS)),
  where: v.pipe(v.array(v.string()), v.minLength(1)),
  hidden: v.array(rule),
  message: sentence,
  counts: v.optional(v.record(v.string(), count)),
});

const report = v.object({
  schema: v.literal(REPORT_SCHEMA),
  file: v.string(),
  bytes: count,
  format: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  verdict: v.picklist(VERDICTS),
  inspected: v.picklist(['full', 'partial', 'none']),
  findings: v.array(finding),
  ms: v.pipe(v.number(), v.minValue(0)),
});

/** What the inspector says of an exception that no reader meant to throw. */
const UNNAMED = 'The file breaks the rules of its own format, so it could not be read to its end.';

/** Short names of what is wrong, [] where nothing is. @param bytes the size of the file that was inspected. */
export function complaints(given: Report, name: string, bytes: number): string[] {
  const parsed = v.safeParse(report, given);
  if (!parsed.success) {
    return parsed.issues.map((issue) => `shape: ${v.getDotPath(issue)?.replace(/\d+/g, 'n')}: ${issue.type}`);
  }
  const wrong: string[] = [];
  if (given.file !== name || given.bytes !== bytes) wrong.push('shape: file or bytes');
  const said = given.findings.some((one) => familyOf(one.rule) === 'uninspected');
  if (given.inspected !== 'full' && !said) wrong.push(`silent: ${given.inspected} without a reason`);
  if (given.findings.some((one) => one.where[0] !== name)) wrong.push('shape: where begins elsewhere');
  for (const one of given.findings) {
    if (one.rule === 'timed-out') wrong.push('slow');
    if (one.message === UNNAMED) wrong.push(`unnamed exception: ${given.format}`);
  }
  return [...new Set(wrong)];
}
