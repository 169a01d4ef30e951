// Headings that were misread: `Sumame` for `Surname`. Letters that touch in print are taken for another one, and a column
// whose heading nobody knows says less of itself.
import { headingOf } from '../lexicon/headers.ts';

/** What is read for what stands there, and the other way round. */
const MISTAKEN: readonly (readonly [read: string, meant: string])[] = [
  ['m', 'rn'],
  ['rn', 'm'],
  ['d', 'cl'],
  ['cl', 'd'],
  ['vv', 'w'],
];
/** Headings stand in the first rows of a table, below its titles. */
const ROWS = 5;
/** Longer texts are no headings. */
const LONGEST = 40;

/** @param rows cells of a table as they were read; those of headings are put right in place. */
export function mendHeadings(rows: string[][]): void {
  for (const row of rows.slice(0, ROWS)) {
    // One that is known vouches for its row: a name is nothing to mend.
    if (!row.some((cell) => cell !== '' && headingOf(cell))) continue;
    for (const [at, cell] of row.entries()) row[at] = mended(cell);
  }
}

function mended(text: string): string {
  if (text === '' || text.length > LONGEST || headingOf(text)) return text;
  for (const [read, meant] of MISTAKEN) {
    for (let at = text.indexOf(read); at >= 0; at = text.indexOf(read, at + 1)) {
      const other = text.slice(0, at) + meant + text.slice(at + read.length);
      if (headingOf(other)) return other;
    }
  }
  return text;
}
