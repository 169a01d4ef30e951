// The tables of a page that was read: as in a PDF, with the dirt of scans taken out first.
import { type Table, tablesOf } from '../readers/pdf/tables.ts';
import type { Word } from '../readers/pdf/words.ts';

/** A column with something in so few of its rows, and that no more than a mark or two, is dirt or the rest of a rule. */
const SELDOM = 0.25;
const MARK = 2;
/** A first row in letters so much larger than the others is a title, not headings. */
const TITLE = 1.25;

/** @returns the tables, and words that are no writing. */
export function cleanTables(
  words: readonly Word[],
  before: readonly number[] | undefined,
): { tables: Table[]; dirt: ReadonlySet<Word> } {
  const dirt = new Set<Word>();
  const aside = new Set<Word>();
  const first = tablesOf(words, before);
  for (const { rows, words: byRow, separators } of first) {
    const usual = heightOf(byRow.slice(1).flat());
    if (rows.length > 3 && heightOf(byRow[0]!) > TITLE * usual) for (const word of byRow[0]!) aside.add(word);
    for (let column = 0; column <= separators.length; column++) {
      const filled = rows.filter((row) => row[column] !== '');
      if (filled.length > rows.length * SELDOM) continue;
      if (filled.some((row) => row[column]!.length > MARK)) continue;
      for (const word of byRow.flat()) {
        const middle = (word.left + word.right) / 2;
        const left = separators[column - 1] ?? Number.NEGATIVE_INFINITY;
        const right = separators[column] ?? Number.POSITIVE_INFINITY;
        if (middle > left && middle <= right) dirt.add(word);
      }
    }
  }
  if (dirt.size + aside.size === 0) return { tables: first, dirt };
  const clean = words.filter((word) => !dirt.has(word) && !aside.has(word));
  return { tables: tablesOf(clean, before), dirt };
}

function heightOf(words: readonly Word[]): number {
  const heights = words.map(({ top, bottom }) => bottom - top).sort((a, b) => a - b);
  return heights[heights.length >> 1] ?? 0;
}
