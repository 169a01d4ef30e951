// Whether a cleaned copy is worth a try: what was found would go, as far as the Report says. Whether there is one that may go is
// known once it was made and inspected; nothing is offered before. Pure.
import type { Finding, Report } from '../inspect/report.ts';
import { familyOf } from '../inspect/rules.ts';
import { namingCells } from './masked.ts';
import type { CopyKind, RefusalId, RemedyKind } from './remedy.ts';

/** Formats of which a copy without hidden content can be made. */
const CLEANABLE = new Set([
  'xlsx',
  'xlsm',
  'xltx',
  'xltm',
  'pdf',
  'docx',
  'docm',
  'dotx',
  'dotm',
  'pptx',
  'potx',
  'ppsx',
  'pptm',
  'potm',
  'ppsm',
  'odt',
  'ott',
  'ods',
  'ots',
  'odp',
  'otp',
  'jpeg',
  'png',
  'gif',
  'webp',
  'eml',
  'mbox',
  'zip',
]);

/** Workbooks that can only be sent as text tables. */
const TABLES_ONLY = new Set(['xlsb', 'xls', 'fods']);

/** Could this go in a cleaned copy? Members of a zip that cannot be cleaned are left out of it. */
function goes(finding: Finding, format: string): boolean {
  if (format === 'zip' && finding.where.length > 1) return true;
  return finding.hidden.length > 0 || !['people', 'uninspected'].includes(familyOf(finding.rule));
}

/**
 * The copy that mends this report, or undefined where none does. A finding of low severity stands in nobody's way, so
 * that it need not go.
 */
export function offeredRemedy(report: Report): RemedyKind | undefined {
  const { findings, format, inspected } = report;
  if (inspected === 'none' || report.verdict === 'allow') return undefined;
  const grave = findings.filter((finding) => finding.severity !== 'low' || goes(finding, format));
  if (grave.length === 0 || !grave.every((finding) => goes(finding, format))) return undefined;
  if (CLEANABLE.has(format)) return 'clean';
  return TABLES_ONLY.has(format) ? 'csv' : undefined;
}

/** Workbooks of which there is a choice: a cleaned one, or their visible sheets as text tables. */
const TABLES_TOO = new Set(['xlsx', 'xlsm', 'xltx', 'xltm', 'ods', 'ots']);

/** Are the visible sheets as CSV, which is what the regulator recommends, worth offering beside a cleaned workbook? */
export function offersTables(report: Report): boolean {
  return TABLES_TOO.has(report.format) && offeredRemedy(report) === 'clean';
}

const MASKABLE = new Set(['xlsx', 'xlsm', 'xltx', 'xltm', 'csv', 'tsv', 'ods', 'ots', ...TABLES_ONLY]);

/**
 * Is a copy without the columns that name people worth offering? Where people stand in plain sight in a table whose columns
 * are known. What else stays in the copy is for the inspection of the copy to say.
 */
export function offersMask({ findings, format, inspected, verdict }: Report): boolean {
  if (inspected === 'none' || verdict === 'allow' || !MASKABLE.has(format)) return false;
  return findings.some((finding) => finding.severity !== 'low' && namingCells(finding).length > 0);
}

/** The copy to be made of one file where copies of this kind are wanted; undefined where none would mend it. */
export function copyOf(report: Report, kind: CopyKind): RemedyKind | undefined {
  if (kind === 'csv' && offersTables(report)) return 'csv';
  if (kind === 'mask' && offersMask(report)) return 'mask';
  if (kind === 'faces' && offersFaces(report)) return 'faces';
  return offeredRemedy(report);
}

/** Why no copy of this file is tried. */
export function whyNone({ findings, format, inspected }: Report): RefusalId {
  if (inspected === 'none') return findings.some(({ rule }) => rule === 'encrypted') ? 'password' : 'unread';
  if (format === 'msg') return 'outlook';
  return CLEANABLE.has(format) || TABLES_ONLY.has(format) || MASKABLE.has(format) ? 'plain-sight' : 'format';
}

/**
 * Are copies of this kind worth a try: for all of these files, and at least one by that kind itself?
 * @param part some of the files may be left out, so that the others are enough.
 */
export function offersCopies(reports: readonly Report[], kind: CopyKind, part = false): boolean {
  const copies = reports.map((report) => copyOf(report, kind));
  if (part ? copies.every((copy) => copy === undefined) : copies.includes(undefined)) return false;
  // Of some workbooks nothing but tables can be made: that is no choice.
  return kind === 'clean' || (kind === 'csv' ? reports.some(offersTables) : copies.includes(kind));
}

/** Pictures in which faces can be covered: those of one page that does not move. */
const COVERABLE = new Set(['jpeg', 'png', 'webp', 'bmp', 'avif', 'heic', 'tiff']);

const isPhoto = ({ rule }: Finding): boolean => rule === 'staff-photo' || rule === 'group-photo';

/**
 * Is a copy with covered faces worth offering? Where people are seen in a picture, and nothing else of weight speaks of
 * people. A single portrait may be of low severity and still be held, by the policy for the site.
 */
export function offersFaces({ findings, format, verdict }: Report): boolean {
  if (verdict === 'allow' || !COVERABLE.has(format)) return false;
  const others = findings.filter((finding) => familyOf(finding.rule) === 'people' && !isPhoto(finding));
  return findings.some(isPhoto) && others.every(({ severity }) => severity === 'low');
}
