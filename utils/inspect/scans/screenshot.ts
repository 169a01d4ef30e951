// Screenshots of spreadsheets: the letters of the columns, the numbers of the rows and the menus above are the program's,
// not the table's, and would be taken for its headings and its first column.
import type { Word } from '../readers/pdf/words.ts';

/** So many letters in their order, so many numbers each one more than the one above. */
const LEAST_LETTERS = 3;
const LEAST_NUMBERS = 5;
/** So much of the lines below has a number, as far as it was read. */
const NUMBERED = 0.6;

/** @param lines words of each line, from top to bottom and from left to right. */
export function withoutSheetFrame(lines: readonly (readonly Word[])[]): Word[][] {
  const numbers = rowNumbers(lines);
  if (!numbers) return lines.map((line) => [...line]);
  const letters = lines.findIndex((line, at) => at <= numbers.first && isLetters(line));
  return lines
    .slice(letters >= 0 ? letters + 1 : numbers.first)
    .map((line) => line.filter((word) => !numbers.words.has(word)));
}

/** A, B, C … where nearly each that was read stands farther on than the one before. */
function isLetters(line: readonly Word[]): boolean {
  const letters = line
    .filter(({ text }) => /^[A-Za-z]{1,2}$/.test(text))
    .map(({ text }) => text.toUpperCase());
  if (letters.length < LEAST_LETTERS || letters.length < line.length * 0.7) return false;
  let onward = 0;
  for (let i = 1; i < letters.length; i++) if (letters[i]! > letters[i - 1]!) onward++;
  return onward >= (letters.length - 1) * 0.7;
}

/** First words of lines that count the lines. */
function rowNumbers(lines: readonly (readonly Word[])[]): { first: number; words: Set<Word> } | undefined {
  const starts = new Map<number, { at: number; word: Word }[]>();
  for (const [at, line] of lines.entries()) {
    const word = line[0];
    const number = word && numberOf(word.text);
    if (number === undefined) continue;
    // The same for all lines that are counted on.
    const start = number - at;
    const list = starts.get(start);
    if (list) list.push({ at, word: word! });
    else starts.set(start, [{ at, word: word! }]);
  }
  const best = [...starts.values()].sort((a, b) => b.length - a.length)[0];
  if (!best || best.length < LEAST_NUMBERS) return undefined;
  const first = best[0]!.at;
  if (best.length < (lines.length - first) * NUMBERED) return undefined;
  const right = Math.max(...best.map(({ word }) => word.right));
  const words = new Set(best.map(({ word }) => word));
  // Those that were misread stand in the same column.
  for (const line of lines.slice(first)) if (line[0] && line[0].right <= right + 1) words.add(line[0]);
  return { first, words };
}

function numberOf(text: string): number | undefined {
  const digits = text.replace(/[OoQ]/g, '0').replace(/[Il|]/g, '1').replace(/S/g, '5').replace(/[.,]$/, '');
  return /^\d{1,5}$/.test(digits) ? Number(digits) : undefined;
}
