// Cells that are masked because they name people: whole columns, between two rows.

/** Columns and rows from 0, inclusive. */
export interface MaskedCells {
  /** The sheet's name; '' for a text table. */
  sheet: string;
  col: number;
  firstRow: number;
  lastRow: number;
}

/** What stands in a masked cell. */
export const MASK = 'removed';

export function isMaskedCell(
  masked: readonly MaskedCells[],
  sheet: string,
  row: number,
  col: number,
): boolean {
  return masked.some(
    (mask) => mask.sheet === sheet && mask.col === col && row >= mask.firstRow && row <= mask.lastRow,
  );
}
