// Ranges of cells.

/** Columns and rows from 0, inclusive. */
export interface Area {
  firstRow: number;
  lastRow: number;
  firstCol: number;
  lastCol: number;
}

/** `AB` → 27 */
export function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters.toUpperCase()) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

/** 27 → `AB` */
export function columnLetters(index: number): string {
  let out = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26))
    out = String.fromCharCode(65 + ((n - 1) % 26)) + out;
  return out;
}

/** `B3:D10`, or undefined where it is no range. */
export function areaOf(ref: string | undefined): Area | undefined {
  const m = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?$/.exec(ref ?? '');
  if (!m) return undefined;
  const [c1, r1] = [columnIndex(m[1] as string), Number(m[2]) - 1];
  const c2 = m[3] === undefined ? c1 : columnIndex(m[3]);
  const r2 = m[4] === undefined ? r1 : Number(m[4]) - 1;
  return {
    firstRow: Math.min(r1, r2),
    lastRow: Math.max(r1, r2),
    firstCol: Math.min(c1, c2),
    lastCol: Math.max(c1, c2),
  };
}

export const overlaps = (a: Area, b: Area): boolean =>
  a.firstRow <= b.lastRow && b.firstRow <= a.lastRow && a.firstCol <= b.lastCol && b.firstCol <= a.lastCol;
