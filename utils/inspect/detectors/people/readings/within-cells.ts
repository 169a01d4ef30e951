// Another reading of a table: a column whose cells are texts (what a log says, what a form wants to know), or log-ins, and nearly each of
// them names somebody. Who is named is read as a list.
import type { TableChunk } from '../../../part.ts';
import { personsWithin } from '../cells/within.ts';
import type { Mentioned } from './mentioned.ts';

/** Cells of a column that are tried, in which share of them somebody has to be named, and cells that are read of it at most. */
const TRIED = { cells: 48, least: 6, share: 0.5, again: 4, most: 20_000 };
/** Columns that are looked at, and the length of the texts. */
const COLUMNS = 96;
const LENGTH = { shortest: 5, longest: 1000 };
/** From here on the cells are names by themselves, which the plain reading sees. */
const WHOLE = 0.7;

/** Streets and towns are called like people. */
const ADDRESS =
  /\b(?:road|street|lane|avenue|close|drive|court|terrace|gardens|rd|st|ave?|blvd|dr|ln|hwy|pkwy|ct|cir|highway|boulevard)\b/i;

interface Texts {
  tried: number;
  named: number;
  whole: number;
  state: 'trying' | 'reading' | 'left';
  people: Mentioned[];
}

export class WithinCells {
  private columns = new Map<number, Texts>();
  private left = new Uint8Array(COLUMNS);

  /** Takes the next cells. A column that names nobody costs a look at its first cells, and at a few of each chunk. */
  chunk({ count, rows, cols, values, flags, strings }: TableChunk): void {
    const again = new Uint8Array(COLUMNS);
    for (let i = 0; i < count; i++) {
      const col = cols[i] as number;
      if (col >= COLUMNS) continue;
      if (this.left[col] === 1 && (again[col] as number) >= TRIED.again) continue;
      const text = strings[values[i] as number] as string;
      if (text.length < LENGTH.shortest || text.length > LENGTH.longest || !/\p{L}{3}/u.test(text)) continue;
      if (ADDRESS.test(text)) continue;
      again[col] = Math.min(255, (again[col] as number) + 1);
      this.take(col, rows[i] as number, text, flags[i] as number);
    }
  }

  private take(col: number, row: number, text: string, flags: number): void {
    let column = this.columns.get(col);
    if (!column) {
      column = { tried: 0, named: 0, whole: 0, state: 'trying', people: [] };
      this.columns.set(col, column);
    }
    if (column.people.length >= TRIED.most) return;
    column.tried++;
    const all = personsWithin(text);
    const people = all.filter(({ isSure }) => isSure);
    if (people.length > 0) column.named++;
    if (people.length === 1 && people[0]?.from === 0 && people[0].to === text.length && /^\p{Lu}/u.test(text))
      if (people[0].name.length + people[0].number.length >= text.length - 2) column.whole++;
    const named = people.length > 0 ? people : all.slice(0, 1);
    const isSure = people.length > 0;
    for (const { name, number } of named) column.people.push({ row, name, number, flags, isSure });
    if (column.tried % TRIED.cells !== 0) return;
    const isOne = column.named >= TRIED.share * column.tried && column.whole < WHOLE * column.named;
    column.state = isOne ? 'reading' : 'left';
    this.left[col] = isOne ? 0 : 1;
    // What was tried in vain says nothing of what comes later.
    if (!isOne) this.columns.set(col, { tried: 0, named: 0, whole: 0, state: 'trying', people: [] });
  }

  /** The people of each such column. */
  lists(): { col: number; people: Mentioned[] }[] {
    return [...this.columns]
      .filter(
        ([, { tried, named, whole }]) =>
          named >= TRIED.least && named >= TRIED.share * tried && whole < WHOLE * named,
      )
      .map(([col, { people }]) => ({ col, people }));
  }
}
