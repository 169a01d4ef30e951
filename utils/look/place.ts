// Which place of a file can be looked at. Apart from what reads the place: the background asks for it at each start, and must not
// carry all Readers for it.
import type { Finding } from '../inspect/report.ts';
import { familyOf, isHiddenCells } from '../inspect/rules.ts';

/** Rows (and columns, where they are said) from 0, inclusive. */
export interface Range {
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
}

function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The cells of the last step of a place, as Readers write it; undefined where it is no range. */
export function rangeOf(step: string | undefined): Range | undefined {
  const cells = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(step ?? '');
  if (cells) {
    const [, left = '', top, right = '', bottom] = cells;
    return {
      firstRow: Number(top) - 1,
      lastRow: Number(bottom) - 1,
      firstColumn: columnOf(left),
      lastColumn: columnOf(right),
    };
  }
  const rows = /^rows (\d{1,9}) to (\d{1,9})$/.exec(step ?? '');
  if (!rows) return undefined;
  return { firstRow: Number(rows[1]) - 1, lastRow: Number(rows[2]) - 1, firstColumn: 0, lastColumn: 16_383 };
}

/** Is this Finding in a table, so that there are rows to look at? */
export function canLook({ where }: Pick<Finding, 'where'>): boolean {
  return where.length > 1 && rangeOf(where.at(-1)) !== undefined;
}

/** The gravest place that can be looked at: where people are named, else what is hidden and has cells. */
export function placeToLookAt(findings: readonly Finding[]): Finding | undefined {
  const places = findings.filter(canLook);
  return (
    places.find(({ rule }) => familyOf(rule) === 'people') ?? places.find(({ rule }) => isHiddenCells(rule))
  );
}
