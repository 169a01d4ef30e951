// Cards side by side on a page: each says line by line whose it is, so that a line across the page has one name beside another,
// then a rank beside another. As a table that says nothing; with a row for each card it does.
import { personNameScore } from '../lexicon/names/index.ts';
import { RANK_TOKENS } from '../lexicon/ranks.ts';
import type { Table } from '../readers/pdf/tables.ts';

/** More columns are a table. */
const MOST_COLUMNS = 5;
/** So many rows, and so large a share of them, say the same kind of thing in every column. */
const LEAST_ROWS = 4;
const ALIKE = 0.6;
/** So many names stand as far below the last as most do. */
const RHYTHM = 0.6;
/** Longer cells are sentences. */
const LONGEST = 60;

/** @returns for each of the tables that is one of cards a table with a row for each card; undefined where none is. */
export function stacked(tables: readonly Table[]): Table[] | undefined {
  if (!tables.some(isStack)) return undefined;
  return tables.map((table) => (isStack(table) ? inRows(table) : table));
}

function isStack({ rows, separators }: Table): boolean {
  const columns = separators.length + 1;
  if (columns < 2 || columns > MOST_COLUMNS) return false;
  const full = rows.filter((row) => row.filter((cell) => cell !== '').length >= 2);
  const alike = full.filter((row) => areAlike(row.filter((cell) => cell !== '')));
  // The same figure or word in every column all the way down is no list of people.
  const kinds = new Set(alike.map((row) => kindOf(row.find((cell) => cell !== '')!)));
  return (
    alike.length >= LEAST_ROWS && alike.length >= ALIKE * full.length && kinds.size >= 2 && kinds.has('name')
  );
}

function areAlike(cells: readonly string[]): boolean {
  const kind = kindOf(cells[0]!);
  return kind !== '' && cells.every((cell) => kindOf(cell) === kind);
}

/** `name`, `rank`, or the words themselves without their figures (`warrant no #`). */
function kindOf(cell: string): string {
  if (cell.length > LONGEST) return '';
  const words = cell.split(/\s+/);
  if (words.some((word) => RANK_TOKENS.has(word.toLowerCase()))) return 'rank';
  const masked = cell.toLowerCase().replace(/\d+/g, '#');
  if (masked.includes('#')) return masked;
  return words.length <= 4 && personNameScore(cell).score >= 0.55 ? 'name' : masked;
}

/** Each card a row: from a line of names on to the next one. Where there is no rhythm in them, all lines are one column. */
function inRows(table: Table): Table {
  const { rows, separators } = table;
  const names = [...rows.keys()].filter((at) => {
    const cells = rows[at]!.filter((cell) => cell !== '');
    return cells.length > 0 && cells.filter((cell) => kindOf(cell) === 'name').length > cells.length / 2;
  });
  const steps = names.slice(1).map((at, i) => at - names[i]!);
  const step = [...steps].sort((a, b) => a - b)[steps.length >> 1] ?? 0;
  const isRhythm = step > 1 && steps.filter((each) => each === step).length >= RHYTHM * steps.length;
  const starts = isRhythm ? names : [...rows.keys()];
  const height = isRhythm ? step : 1;
  const out: string[][] = [];
  const words: Table['words'] = [];
  for (let column = 0; column <= separators.length; column++) {
    const left = separators[column - 1] ?? Number.NEGATIVE_INFINITY;
    const right = separators[column] ?? Number.POSITIVE_INFINITY;
    for (const start of starts) {
      const card = Array.from({ length: height }, (_, k) => rows[start + k]?.[column] ?? '');
      if (card.every((cell) => cell === '')) continue;
      out.push(height > 1 ? card : [card[0]!, '']);
      const lines = table.words.slice(start, start + height).flat();
      words.push(
        lines.filter((word) => {
          const middle = (word.left + word.right) / 2;
          return middle > left && middle <= right;
        }),
      );
    }
  }
  // Where the columns of such a table part is nowhere on the page: to the right of everything.
  const end = table.words.flat().reduce((most, word) => Math.max(most, word.right), 0);
  const columns = Math.max(2, height);
  return {
    ...table,
    separators: Array.from({ length: columns - 1 }, (_, i) => end + 1 + i),
    rows: out,
    words,
  };
}
