// The report as a text table, for a disclosure log: a line for each finding, and one for each file without any. Places and
// rule ids, never a value.
import type { Finding } from '../../utils/inspect/report.ts';
import type { Result } from './results.ts';

const HEADINGS = [
  'file',
  'verdict',
  'format',
  'bytes',
  'inspected',
  'rule',
  'severity',
  'people',
  'fields',
  'where',
  'hidden',
];

/** A field as RFC 4180 has it. Names that a workbook would take for a formula are made text; some programs look
 * past blanks at the beginning. */
function field(value: string | number): string {
  const text =
    typeof value === 'string' && /^[\s\p{Cf}]*[=+\-@\uff0b\uff0d\uff1d\uff20\t\r]/u.test(value)
      ? `'${value}`
      : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const ofFinding = ({ rule, severity, people, fields, where, hidden }: Finding) => [
  rule,
  severity,
  people,
  fields.join('; '),
  where.slice(1).join('; '),
  hidden.join('; '),
];

/** The results in their order, as CSV with headings. */
export function csvOf(results: readonly Result[]): string {
  const lines: (string | number)[][] = [HEADINGS];
  for (const { path, standing, report } of results) {
    const file = [path, standing, report?.format ?? '', report?.bytes ?? '', report?.inspected ?? ''];
    const findings = report?.findings ?? [];
    for (const finding of findings) lines.push([...file, ...ofFinding(finding)]);
    if (findings.length === 0) lines.push([...file, '', '', '', '', '', '']);
  }
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');
}
