// The tables of a page that was read: as in a PDF, with the dirt of scans taken out first.
import { type Table, tablesOf } from '../readers/pdf/tables.ts';
import type { Word } from '../readers/pdf/words.ts';
import { mendHeadings } from './headings.ts';

/** A column with something in so few of its rows, and that no more than a mark or two, is dirt or the rest of a rule. */
const SELDOM = 0.25;
const MARK = 2;
/** A first row in letters so much larger than the others is a title, not headings. */
const TITLE = 1.25;

/** Lines above a table that may be its title, and how long each is at most. */
const TITLES = 3;
const TITLE_LENGTH = 120;

/** @param lines words by line. @returns the tables, and words that are no writing. */
export function cleanTables(
  lines: readonly (readonly Word[])[],
  before: readonly number[] | undefined,
): { tables: Table[]; dirt: ReadonlySet<Word> } {
  const words = lines.flat();
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
  const clean = words.filter((word) => !dirt.has(word) && !aside.has(word));
  const tables = dirt.size + aside.size === 0 ? first : tablesOf(clean, before);
  for (const { rows } of tables) mendHeadings(rows);
  return { tables: titled(tables, lines, dirt), dirt };
}

/** What stands right above a table belongs to it, as titles in a sheet do: it says what the table is about. */
function titled(
  tables: readonly Table[],
  lines: readonly (readonly Word[])[],
  dirt: ReadonlySet<Word> = new Set(),
): Table[] {
  const told = new Set(tables.flatMap((table) => table.words.flat()));
  return tables.map((table) => {
    const first = lines.findIndex((line) => line.some((word) => table.words[0]!.includes(word)));
    const titles: string[] = [];
    for (let at = first - 1; at >= 0 && titles.length < TITLES; at--) {
      const line = lines[at]!.filter((word) => !dirt.has(word));
      if (line.some((word) => told.has(word))) break;
      const text = line.map((word) => word.text).join(' ');
      if (text.length > TITLE_LENGTH) break;
      if (text !== '') titles.unshift(text);
    }
    const blank = table.separators.map(() => '');
    return {
      ...table,
      rows: [...titles.map((title) => [title, ...blank]), ...table.rows],
      words: [...titles.map(() => []), ...table.words],
    };
  });
}

function heightOf(words: readonly Word[]): number {
  const heights = words.map(({ top, bottom }) => bottom - top).sort((a, b) => a - b);
  return heights[heights.length >> 1] ?? 0;
}
