// One table as far as it has been seen: what goes on with it, what it holds, where it stands, and which others are like it.
import type { Heading } from '../../../lexicon/headers.ts';
import { FIELDS, type Field, type PeopleColumn } from '../../../report.ts';
import { type Block, pick } from '../cells/blocks.ts';
import { addStats, type Column, type ColumnStats, judge, judgeAll, share } from '../columns/columns.ts';
import type { Head, Sorted } from '../columns/layout.ts';
import { range } from '../verdict/message.ts';
import type { Judgement } from '../verdict/score.ts';
import { type Cells, Tally } from '../verdict/tally.ts';

/** A table as far as it has been seen. */
export interface Region {
  columns: Map<number, ColumnStats>;
  firstRow: number;
  /** Rows that have been added, with or without anybody in them. */
  seen: number;
  headings: Map<number, Heading>;
  titles: string[];
  /** Blocks that wait until it is clear what the columns hold; then `undefined`, and rows are counted as they come. */
  waiting: { cells: Cells; dataRow: number; lastRow: number }[] | undefined;
  waitingCells: number;
  tally: Tally;
  /** The block in which it was last seen, for telling when it has ended. */
  lastSeen: number;
  /** Rows and columns are swapped: the people stand side by side. */
  turned?: boolean;
  /** Rows under headings, first and last: a stretch for each time that there are headings. */
  data: [first: number, last: number][];
  /** Where all of it stands, once tables have been put together. */
  span?: Span;
}

/** A part of a block that is one table, or a part of one. */
export interface Piece {
  columns: ColumnStats[];
  head: Head | undefined;
  firstRow: number;
  dataRow: number;
  lastRow: number;
}

/** A table that was found to hold people. */
export interface Found {
  /** What its columns say, and where they stand. */
  columns: PeopleColumn[];
  judgement: Judgement;
  people: number;
  rows: number;
  region: Region;
}

/** Rows and columns, counting from 0. */
type Span = readonly [firstRow: number, lastRow: number, firstCol: number, lastCol: number];

export function spanOf(region: Region): Span {
  if (region.span) return region.span;
  const cols = [...region.columns.values()].filter((stats) => stats.n > 0).map((stats) => stats.col);
  const lastRow = Math.max(region.firstRow, region.tally.lastRow);
  return region.turned
    ? [Math.min(...cols), Math.max(...cols), region.firstRow, lastRow]
    : [region.firstRow, lastRow, Math.min(...cols), Math.max(...cols)];
}

/** What encloses both. */
export function outline(a: Span, b: Span): Span {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.max(a[3], b[3])];
}

/** Share of the fields of two tables that must be the same for them to be one list in parts. */
const SAME_FIELDS = 0.6;

/** Whether two tables tell the same of the same kind of people: by the same sort of name, with most of the same fields. */
export function isAlike(a: Found, b: Found): boolean {
  if (a.judgement.rule !== b.judgement.rule || a.judgement.publicOffice !== b.judgement.publicOffice)
    return false;
  if (a.region.turned || b.region.turned) return false;
  const [x, y] = [new Set(a.judgement.fields), new Set(b.judgement.fields)];
  if (IDENTITY.some((field) => x.has(field) !== y.has(field))) return false;
  const shared = [...x].filter((field) => y.has(field)).length;
  return shared >= SAME_FIELDS * Math.max(x.size, y.size);
}
const IDENTITY = ['name', 'surname', 'forename', 'initials', 'staff-number', 'e-mail'] as const;

export function overlap(region: Region, piece: Piece): boolean {
  return piece.columns.some((stats) => region.columns.has(stats.col));
}

/**
 * What it takes to say that a table has ended though its rows go on: only a table whose structure changes ends without a blank
 * row or new headings. A few odd values never end one, and names count only where many different ones were looked at.
 */
const ENDS = {
  /** A column has changed when the share of texts, or of figures, among its values changes by so much. */
  shape: 0.7,
  /** Of the columns of a table with headings or many rows, so many must have changed; of another, one. */
  columns: 0.5,
  rows: 400,
  /** Values fewer than these say nothing of a column. */
  values: 3,
  /** Change of the mean name score, and different values that it must rest on, in rows that follow and after a blank one. */
  person: 0.45,
  /** A line or two after a blank one that are so unlike names where names stand, or the other way round, are no part of it. */
  stranger: 0.55,
  varieties: { follows: 16, apart: 3 },
};

/** Whether so many rows have been seen that a table's structure is known. */
export const isSettled = (region: Region): boolean => region.seen >= ENDS.rows;

/** Whether a piece goes on with a region: the same columns filled in the same way, and no other headings. */
export function continues(region: Region, piece: Piece, gap: number): boolean {
  if (!overlap(region, piece)) return false;
  if (piece.head) {
    if (gap > 0 || piece.head.headings.size === 0) return false;
    for (const [col, heading] of piece.head.headings)
      if (region.columns.has(col) && region.headings.get(col)?.what !== heading.what) return false;
    return region.headings.size > 0;
  }
  const headed = region.headings.size > 0;
  const varieties =
    gap > 0 ? ENDS.varieties.apart : headed ? Number.POSITIVE_INFINITY : ENDS.varieties.follows;
  let shared = 0;
  let compared = 0;
  let changed = 0;
  // So short a table says nothing of its columns by shares: words under figures are another one.
  if (gap > 0 && isTurned(region, piece)) return false;
  for (const stats of piece.columns) {
    const known = region.columns.get(stats.col);
    if (!known) continue;
    shared++;
    if (stats.n < ENDS.values || known.n < ENDS.values) {
      if (gap > 0 && Math.abs(meanPerson(stats) - meanPerson(known)) > ENDS.stranger) return false;
      continue;
    }
    compared++;
    const letters = Math.abs(share(stats, 'word', 'words') - share(known, 'word', 'words'));
    const figures = Math.abs(share(stats, ...FIGURES) - share(known, ...FIGURES));
    if (Math.max(letters, figures) > ENDS.shape) changed++;
    else if (Math.min(stats.varieties, known.varieties) >= varieties) {
      const person = Math.abs(stats.person / stats.close - known.person / known.close);
      if (person > ENDS.person) return false;
    }
  }
  const settled = gap === 0 && (headed || isSettled(region));
  if (changed > (settled ? ENDS.columns * compared : 0)) return false;
  return shared >= 0.5 * Math.min(region.columns.size, piece.columns.length);
}

/** Whether words stand where figures stood, or the other way round, in a good part of the columns of two tables, one of them very short. */
function isTurned(region: Region, piece: Piece): boolean {
  let compared = 0;
  let turned = 0;
  for (const stats of piece.columns) {
    const known = region.columns.get(stats.col);
    if (!known || Math.min(stats.n, known.n) === 0) continue;
    if (Math.min(stats.n, known.n) >= ENDS.values || Math.max(stats.n, known.n) < ENDS.values) return false;
    compared++;
    const [wordsA, wordsB] = [share(stats, 'word', 'words'), share(known, 'word', 'words')];
    const [figuresA, figuresB] = [share(stats, ...FIGURES), share(known, ...FIGURES)];
    if (Math.max(Math.min(wordsA, figuresB), Math.min(wordsB, figuresA)) > ENDS.shape) turned++;
  }
  return turned > 0 && turned >= 0.3 * compared;
}
const meanPerson = (stats: ColumnStats): number => (stats.close === 0 ? 0 : stats.person / stats.close);
const FIGURES = ['number', 'decimal', 'money', 'percent', 'date', 'time'] as const;

/** What the columns of a table hold, by all of it that has been seen. */
export function columnsOf(region: Region): Column[] {
  return judgeAll([...region.columns.values()].sort((a, b) => a.col - b.col));
}

/** Cells of a table that are kept before its people are counted: what its columns hold is then known for good. */
const WAITING_CELLS = 1 << 18;

/** Counts what has waited. */
export function settle(region: Region): void {
  if (!region.waiting) return;
  const columns = columnsOf(region);
  for (const { cells, dataRow, lastRow } of region.waiting)
    region.tally.add(cells, columns, dataRow, lastRow);
  region.waiting = undefined;
}

/** A table that begins with a piece; `titles` are the lines above it. */
export function regionOf(piece: Piece, titles: readonly string[], turn: number): Region {
  return {
    columns: new Map(),
    firstRow: piece.firstRow,
    seen: 0,
    headings: piece.head?.headings ?? new Map(),
    data: [],
    titles: [...titles, ...(piece.head?.titles ?? [])].slice(0, 40),
    waiting: [],
    waitingCells: 0,
    tally: new Tally(),
    lastSeen: turn,
  };
}

/** Takes a piece of a block into a table: what its columns hold, and its cells to be counted. */
export function absorb(region: Region, block: Block, sorted: Sorted, piece: Piece): void {
  const stretch = region.data.at(-1);
  if (!stretch || piece.head) region.data.push([piece.dataRow, piece.lastRow]);
  else stretch[1] = Math.max(stretch[1], piece.lastRow);
  region.seen += Math.max(...piece.columns.map((stats) => stats.n + stats.nobody));
  for (const stats of piece.columns) {
    const known = region.columns.get(stats.col);
    if (known) addStats(known, stats);
    else
      region.columns.set(stats.col, { ...stats, heading: region.headings.get(stats.col) ?? stats.heading });
  }
  if (!region.waiting) {
    region.tally.add(block, columnsOf(region), piece.dataRow, piece.lastRow);
    return;
  }
  const inside = new Set(piece.columns.map((stats) => stats.col));
  const cells =
    inside.size === sorted.cols.length && piece.dataRow <= (block.rows[0] as number)
      ? copy(block)
      : pick(block, (i) => (block.rows[i] as number) >= piece.dataRow && inside.has(block.cols[i] as number));
  region.waiting.push({ cells, dataRow: piece.dataRow, lastRow: piece.lastRow });
  region.waitingCells += cells.count;
  if (region.waitingCells > WAITING_CELLS) settle(region);
}

/** Adds what another table of the same layout holds, and its people. */
export function join(region: Region, other: Region): void {
  for (const [col, stats] of other.columns) {
    const known = region.columns.get(col);
    if (known) addStats(known, stats);
    else region.columns.set(col, stats);
  }
  region.firstRow = Math.min(region.firstRow, other.firstRow);
  region.data.push(...other.data);
  region.tally.merge(other.tally);
}

function copy(block: Block): Cells {
  const { count } = block;
  return {
    count,
    rows: block.rows.slice(0, count),
    cols: block.cols.slice(0, count),
    kinds: block.kinds.slice(0, count),
    ids: block.ids.slice(0, count),
    flags: block.flags.slice(0, count),
    totals: block.totals,
  };
}

/** Stretches told at most, over all columns: a workbook of a thousand small tables is not told table by table. */
const MOST_STRETCHES = 200;

/** What the columns of a table say, and where. Nothing where they are too many to be told one by one. */
export function peopleColumns(region: Region, columns: readonly Column[]): PeopleColumn[] {
  const told = columns.flatMap((column) => {
    const field = fieldOf(column);
    return field === undefined || column.stats.n === 0 ? [] : [{ field, col: column.stats.col }];
  });
  if (told.length * region.data.length > MOST_STRETCHES) return [];
  return told.flatMap(({ field, col }) =>
    region.data.map(([first, last]) => ({
      field,
      range: region.turned ? range('a1', col, col, first, last) : range('a1', first, last, col, col),
    })),
  );
}

/** What a column says of people, as a Report calls it. */
function fieldOf({ names, what }: Column): Field | undefined {
  if (names && what !== 'surname' && what !== 'forename' && what !== 'manager') return 'name';
  return FIELDS.find((field) => field === what);
}

/** Whether most columns of two tables hold the same, by headings or by values. */
export function sameLayout(a: Region, b: Region): boolean {
  if (a === b) return true;
  let same = 0;
  for (const [col, stats] of a.columns) {
    const other = b.columns.get(col);
    if (!other) continue;
    if ((a.headings.get(col)?.what ?? judge(stats).what) === (b.headings.get(col)?.what ?? judge(other).what))
      same++;
  }
  return same >= 0.6 * Math.max(a.columns.size, b.columns.size);
}
