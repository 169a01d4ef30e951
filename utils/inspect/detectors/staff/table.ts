// One table against the force's list: each column by itself, and neighbouring ones together as the parts of a name, or a name and a
// number. What the columns are called does not matter, except that a column of figures is not one of staff numbers.
import type { StaffList } from '../../fingerprints/staff-list.ts';
import { headingOf } from '../../lexicon/headers.ts';
import { mix } from '../../lexicon/text.ts';
import { CELL_FLAG, type TableChunk, type TableEnd } from '../../part.ts';
import type { RuleId } from '../../rules.ts';
import { NUMBERED_OTHERWISE } from '../people/columns/columns.ts';
import { type Cell, lookAt } from './cell.ts';
import { chanceOf, isEnough, type Sort, Tally } from './tally.ts';

/** Cells of a name stand so close together: `Surname | Rank | Forename`. A number may stand further off. */
const APART = { names: 2, number: 4 };
/** Cells of a row that are read with others: wider rows are rotas, with a name to a cell. */
const TOGETHER = 16;
/** Tallies kept apart; what is more goes into one of each sort. */
const TALLIES = 2000;
/** Texts at the top of a column that may be its heading, and texts of the table that may be its title. */
const TOPS = { column: 3, columns: 4000, titles: 60, rows: 200 };
/** Of so few different words, those that stand in a column so often are a category. */
const CATEGORY = { different: 40, times: 30 };
/** Fewer people from the list are no finding. */
const LEAST = 3;
/** Numbers of nothing but digits: so long where no heading speaks of staff numbers, and so many and so large a share of them. */
const DIGITS = { least: 5, people: 5, share: 0.5 };

/** A tally with where its matches stand. */
interface Seen {
  sort: Sort;
  cols: readonly [number, number];
  tally: Tally;
  digits: number;
  firstRow: number;
  lastRow: number;
}

/** What was found in a table. Rows and columns count from 0. */
export interface Matched {
  people: number;
  weight: number;
  sorts: Sort[];
  firstRow: number;
  lastRow: number;
  firstCol: number;
  lastCol: number;
  hidden: RuleId[];
}

export class StaffTable {
  private list: StaffList;
  private memos = new WeakMap<readonly string[], (Cell | null | undefined)[]>();
  private seen = new Map<number, Seen>();
  private overflow = new Map<Sort, Seen>();
  private tops = new Map<number, string[]>();
  /** The first texts of the table, for what its titles say. */
  readonly titles: string[] = [];
  private row = -1;
  private rows = 0;
  private cells: Cell[] = [];
  private cols: number[] = [];
  private flags = 0;
  private rowHit = false;
  private hiddenRows = { first: 0xffffffff, last: 0, count: 0 };
  private hiddenColumn = false;
  private hiddenText = false;

  constructor(list: StaffList) {
    this.list = list;
  }

  chunk({ count, rows, cols, values, flags, strings, stable }: TableChunk): void {
    let memo = this.memos.get(strings);
    if (!memo) {
      memo = [];
      this.memos.set(strings, memo);
    } else if (stable !== undefined) memo.length = Math.min(memo.length, stable);
    for (let i = 0; i < count; i++) {
      const row = rows[i] as number;
      if (row !== this.row) this.turn(row);
      const value = values[i] as number;
      let cell = memo[value];
      if (cell === undefined) {
        cell = lookAt(strings[value] as string, this.list) ?? null;
        memo[value] = cell;
      }
      const col = cols[i] as number;
      if (this.rows < TOPS.rows) this.top(col, strings[value] as string);
      if (cell === null || ((flags[i] as number) & CELL_FLAG.date) !== 0) continue;
      this.flags |= flags[i] as number;
      this.single(cell, col);
      if (
        this.cells.length < TOGETHER &&
        !(cell.isWord && cell.letter === '' && this.isCategory(col, cell.id))
      ) {
        this.cells.push(cell);
        this.cols.push(col);
      }
    }
  }

  end(info?: TableEnd): Matched | undefined {
    this.turn(-1);
    const all = [...this.seen.values(), ...this.overflow.values()];
    const enough = (seen: Seen): boolean => isEnough(seen.tally, all.length, LEAST);
    let good = all.filter((seen) => seen.sort !== 'numbers' && enough(seen));
    // A column by itself says more; where none does, all of a sort together may: a rota has a few in each.
    const sorts = new Set(all.map(({ sort }) => sort));
    for (const sort of sorts) {
      if (sort === 'numbers' || good.some((seen) => seen.sort === sort)) continue;
      const whole = together(all.filter((seen) => seen.sort === sort));
      if (whole && enough(whole)) good.push(whole);
    }
    const named = good.length > 0;
    good = [
      ...good,
      ...all.filter((seen) => seen.sort === 'numbers' && this.isStaffNumbers(seen, named) && enough(seen)),
    ];
    if (good.length === 0) return undefined;
    let people = 0;
    for (const sort of new Set(good.map((seen) => seen.sort))) {
      const whole = together(good.filter((seen) => seen.sort === sort));
      people = Math.max(people, Math.round(whole?.tally.people ?? 0));
    }
    return {
      people,
      weight: Math.max(...good.map(({ tally }) => tally.weight)),
      sorts: [...new Set(good.map(({ sort }) => sort))],
      firstRow: Math.min(...good.map(({ firstRow }) => firstRow)),
      lastRow: Math.max(...good.map(({ lastRow }) => lastRow)),
      firstCol: Math.min(...good.map(({ cols }) => cols[0])),
      lastCol: Math.max(...good.map(({ cols }) => cols[1])),
      hidden: this.hidden(info),
    };
  }

  /** What stands again and again in a column with few different words (ranks, units, stations) is no part of a name. */
  private isCategory(col: number, id: number): boolean {
    let known = this.varieties.get(col);
    if (!known) {
      known = new Map();
      this.varieties.set(col, known);
    }
    if (known.size > CATEGORY.different) return false;
    const times = (known.get(id) ?? 0) + 1;
    known.set(id, times);
    return times > CATEGORY.times;
  }
  private varieties = new Map<number, Map<number, number>>();

  private top(col: number, text: string): void {
    if (this.titles.length < TOPS.titles && text.length > 2) this.titles.push(text.slice(0, 200));
    const top = this.tops.get(col);
    if (top) {
      if (top.length < TOPS.column) top.push(text);
    } else if (this.tops.size < TOPS.columns) this.tops.set(col, [text]);
  }

  /** Numbers that could be staff numbers: their heading says so, or nothing else and they look like nothing else. */
  private isStaffNumbers(seen: Seen, named: boolean): boolean {
    const headings = (this.tops.get(seen.cols[0]) ?? []).flatMap((text) => headingOf(text) ?? []);
    if (headings.some(({ what }) => (NUMBERED_OTHERWISE as readonly string[]).includes(what))) return false;
    if (named || seen.digits === 0 || headings.some(({ what }) => what === 'staff-number')) return true;
    const { matched, tested } = seen.tally;
    return seen.digits >= DIGITS.least && matched >= DIGITS.people && matched >= DIGITS.share * tested;
  }

  private single(cell: Cell, col: number): void {
    const { list } = this;
    if (cell.isName) {
      let seen = this.seenOf('names', col, col);
      if (seen.tally.isNew(cell.id)) this.tell(seen, cell, cell.hasName(), READINGS);
      seen = this.seenOf('initials', col, col);
      if (seen.tally.isNew(cell.id)) this.tell(seen, cell, cell.hasInitials(), READINGS);
    }
    if (cell.isMail) {
      const seen = this.seenOf('mails', col, col);
      if (seen.tally.isNew(cell.id)) this.tell(seen, cell, cell.hasMail(), READINGS + 1);
    }
    if (cell.isNumbered) {
      const seen = this.seenOf('numbered', col, col);
      if (seen.tally.isNew(cell.id)) this.tell(seen, cell, cell.hasNumbered(), READINGS);
    }
    if (cell.number !== '') {
      const seen = this.seenOf('numbers', col, col);
      if (seen.tally.isNew(cell.id)) {
        seen.digits = seen.tally.tested === 0 ? cell.digits : Math.min(seen.digits, cell.digits);
        this.note(seen, cell.id, list.hasNumber(cell.numberKey), cell.chance);
      }
    }
  }

  /** The row is whole: its parts of names are read together. */
  private turn(row: number): void {
    const { cells, cols } = this;
    for (let a = 0; a < cells.length; a++)
      for (let b = a + 1; b < cells.length; b++) {
        const apart = (cols[b] as number) - (cols[a] as number);
        if (apart > APART.number || apart <= 0) break;
        this.two(cells[a] as Cell, cells[b] as Cell, cols[a] as number, cols[b] as number, apart);
      }
    if (this.rowHit) this.hide();
    this.rowHit = false;
    this.flags = 0;
    cells.length = 0;
    cols.length = 0;
    this.row = row;
    this.rows++;
  }

  private two(a: Cell, b: Cell, colA: number, colB: number, apart: number): void {
    const { list } = this;
    const isNear = apart <= APART.names;
    if (isNear && a.isWord && b.isWord) {
      const id = mix(a.id, b.id);
      const seen = this.seenOf('names', colA, colB);
      if (seen.tally.isNew(id)) {
        const [x, y] = [a.words, b.words];
        const chance = chanceOf('names', list.chance, x.length * y.length);
        if (x.length * y.length > 0)
          this.note(
            seen,
            id,
            x.some((one) => y.some((other) => list.hasPair(one, other))),
            chance,
          );
      }
    }
    if (isNear && (a.letter !== '' || b.letter !== '')) {
      const [surname, letter] = b.letter !== '' ? [a, b.letter] : [b, a.letter];
      if (surname.isWord) {
        const id = mix(a.id, b.id);
        const seen = this.seenOf('initials', colA, colB);
        const key = seen.tally.isNew(id) ? surname.words[0] : undefined;
        if (key) this.note(seen, id, list.hasInitial(key, letter), chanceOf('initials', list.chance));
      }
    }
    const [number, words] = a.number !== '' ? [a, b] : [b, a];
    if (number.number !== '' && words.isWord) {
      const id = mix(a.id, b.id);
      const seen = this.seenOf('numbered', colA, colB);
      if (seen.tally.isNew(id)) {
        const chance = chanceOf('numbered', list.chance, words.words.length);
        this.note(
          seen,
          id,
          words.words.some((word) => list.hasNumbered(word, number.numberKey)),
          chance,
        );
      }
    }
  }

  /** Notes what the list said of one string; what it cannot be is not counted. */
  private tell(seen: Seen, cell: Cell, hit: boolean | undefined, readings: number): void {
    if (hit === undefined) return;
    this.note(
      seen,
      cell.id,
      hit,
      chanceOf(seen.sort === 'mails' ? 'names' : seen.sort, this.list.chance, readings),
    );
  }

  private seenOf(sort: Sort, colA: number, colB: number): Seen {
    const key = (colA * 8 + (colB - colA)) * 8 + SORTS[sort];
    let seen = this.seen.get(key);
    if (seen) return seen;
    const isFull = this.seen.size >= TALLIES;
    seen = (isFull ? this.overflow.get(sort) : undefined) ?? {
      sort,
      cols: [colA, colB],
      tally: new Tally(),
      digits: 0,
      firstRow: 0xffffffff,
      lastRow: 0,
    };
    if (isFull) this.overflow.set(sort, seen);
    else this.seen.set(key, seen);
    return seen;
  }

  private note(seen: Seen, id: number, hit: boolean, chance: number): void {
    seen.tally.add(id, hit, chance);
    if (!hit) return;
    this.rowHit = true;
    seen.firstRow = Math.min(seen.firstRow, this.row);
    seen.lastRow = Math.max(seen.lastRow, this.row);
  }

  private hide(): void {
    if ((this.flags & CELL_FLAG.hiddenColumn) !== 0) this.hiddenColumn = true;
    if ((this.flags & CELL_FLAG.hiddenText) !== 0) this.hiddenText = true;
    if ((this.flags & CELL_FLAG.hiddenRow) === 0) return;
    const rows = this.hiddenRows;
    rows.count++;
    rows.first = Math.min(rows.first, this.row);
    rows.last = Math.max(rows.last, this.row);
  }

  private hidden(info: TableEnd | undefined): RuleId[] {
    const hidden: RuleId[] = [];
    const { count, first, last } = this.hiddenRows;
    if (count > 0) {
      const filters = info?.filters ?? (info?.filter ? [info.filter] : []);
      const touched = filters.filter((filter) => first <= filter.lastRow && last >= filter.firstRow);
      if (touched.length > 0) hidden.push('filtered-rows');
      if (!touched.some((filter) => first >= filter.firstRow && last <= filter.lastRow))
        hidden.push('hidden-rows');
    }
    if (this.hiddenColumn) hidden.push('hidden-columns');
    if (this.hiddenText) hidden.push('hidden-text');
    return hidden;
  }
}

/** A whole name is read in up to four ways. */
const READINGS = 4;
const SORTS: Record<Sort, number> = { names: 0, initials: 1, numbers: 2, numbered: 3, mails: 4 };

/** Several tallies as one; nothing where there is none. */
function together(all: readonly Seen[]): Seen | undefined {
  const [first] = all;
  if (!first || all.length === 1) return first;
  const tally = new Tally();
  for (const seen of all) tally.merge(seen.tally);
  return {
    ...first,
    tally,
    cols: [Math.min(...all.map(({ cols }) => cols[0])), Math.max(...all.map(({ cols }) => cols[1]))],
    firstRow: Math.min(...all.map(({ firstRow }) => firstRow)),
    lastRow: Math.max(...all.map(({ lastRow }) => lastRow)),
  };
}
