// Columns that name people, to be emptied in a copy: which cells these are follows from what was found.
import type { Field, Finding, Inspection } from '../inspect/report.ts';
import { familyOf } from '../inspect/rules.ts';
import type { Ledger } from './remedy.ts';
import { type Area, areaOf, overlaps } from './workbook/area.ts';

/** Cells to be emptied. */
export interface MaskedCells extends Area {
  /** The sheet's name; '' for a text table. */
  sheet: string;
}

/** What says who somebody is, or how to reach them. Ranks, posts, units and pay stay: they are what answers are about. */
const NAMING: ReadonlySet<Field> = new Set([
  'name',
  'surname',
  'forename',
  'initials',
  'title',
  'staff-number',
  'e-mail',
  'phone',
  'call-sign',
  'manager',
  'photo',
  'date-of-birth',
  'address',
  'national-insurance',
  'nhs-number',
  'driving-licence',
  'passport',
  'bank-account',
] satisfies Field[]);

/** What has to be among them: without any of these the columns do not name anybody. */
const WHO: ReadonlySet<Field> = new Set([
  'name',
  'surname',
  'forename',
  'staff-number',
  'e-mail',
  'national-insurance',
  'nhs-number',
  'driving-licence',
  'passport',
] satisfies Field[]);

/** The sheet on which a finding stands, where it is one of the file's own that can be seen; '' in a text table. */
function sheetOf({ where, hidden }: Finding): string | undefined {
  if (hidden.includes('hidden-sheet')) return undefined;
  if (where.length === 2) return '';
  return where.length === 3 ? /^sheet "([\s\S]*)"$/.exec(where[1] ?? '')?.[1] : undefined;
}

/** The cells that name people in what a Finding is about; [] where it does not say which these are. */
export function namingCells(finding: Finding): MaskedCells[] {
  const sheet = sheetOf(finding);
  const { columns = [] } = finding;
  if (sheet === undefined || familyOf(finding.rule) !== 'people') return [];
  if (!columns.some(({ field }) => WHO.has(field))) return [];
  return columns.flatMap(({ field, range }) => {
    const area = NAMING.has(field) ? areaOf(range) : undefined;
    return area ? [{ ...area, sheet }] : [];
  });
}

/** All of a file. */
export const maskedCells = ({ findings }: Pick<Inspection, 'findings'>): MaskedCells[] =>
  findings.flatMap(namingCells);

export function isMaskedCell(
  masked: readonly MaskedCells[],
  sheet: string,
  row: number,
  col: number,
): boolean {
  const cell = { firstRow: row, lastRow: row, firstCol: col, lastCol: col };
  return masked.some((area) => area.sheet === sheet && overlaps(area, cell));
}

/** Says how many columns are emptied. */
export function noteMasked(masked: readonly MaskedCells[], ledger: Ledger): void {
  ledger.add('masked-columns', new Set(masked.map(({ sheet, firstCol }) => `${firstCol} ${sheet}`)).size);
}
