// Whether a cleaned copy is worth offering: what was found would go, and what would stay is seen anyway. Pure.
import type { Finding, Report } from '../inspect/report.ts';
import { familyOf } from '../inspect/rules.ts';
import { namingCells } from './masked.ts';
import type { CopyKind, RemedyKind } from './remedy.ts';

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

/** Would this go in a cleaned copy? */
function goes(finding: Finding): boolean {
  return finding.hidden.length > 0 || !['people', 'uninspected'].includes(familyOf(finding.rule));
}

/**
 * The copy that mends this report, or undefined where none does. A finding of low severity stands in nobody's way, so
 * that it need not go.
 */
export function offeredRemedy(report: Report): RemedyKind | undefined {
  const { findings, format, inspected } = report;
  if (inspected === 'none' || report.verdict === 'allow') return undefined;
  const grave = findings.filter((finding) => finding.severity !== 'low' || goes(finding));
  if (grave.length === 0 || !grave.every(goes)) return undefined;
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

/** Would copies of this kind mend all of these files, and at least one by that kind itself? */
export function offersCopies(reports: readonly Report[], kind: CopyKind): boolean {
  const copies = reports.map((report) => copyOf(report, kind));
  if (!copies.every((copy) => copy !== undefined)) return false;
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
