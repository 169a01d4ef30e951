// Cuts a block into the tables that stand in it, side by side or one under the other.
import { type Block, pick } from '../cells/blocks.ts';
import { has, personOf } from '../cells/classes.ts';
import { type ColumnStats, judgeAll } from '../columns/columns.ts';
import { findHead, type Group, groups, type Head, type Sorted, statsOf } from '../columns/layout.ts';
import { isPseudonyms } from '../columns/pseudonyms.ts';
import { NO_CONTEXT } from '../context.ts';
import { weigh } from '../verdict/score.ts';
import { continues, type Piece, type Region } from './region.ts';

/** A block on the table, and how closely its values are looked at. */
export interface Cutting {
  block: Block;
  sorted: Sorted;
  /** Values of a column that are looked at closely. */
  looks: number;
  /** Whether a text is a staff number by the force's own patterns. */
  isOwnNumber: ((text: string) => boolean) | undefined;
}

/** What a column of the block holds, from a row on (to `lastRow`, or to the end). */
export function statsAt(
  { block, sorted, looks, isOwnNumber }: Cutting,
  at: number,
  dataRow: number,
  lastRow?: number,
): ColumnStats {
  return statsOf(block, sorted, at, dataRow, looks, lastRow, isOwnNumber);
}

/** The stretches of columns (and rows) of a block that are tables of their own. */
export function split(cutting: Cutting, head: Head | undefined, open: readonly Region[]): Piece[] {
  const { block, sorted } = cutting;
  const firstRow = block.rows[0] as number;
  const lastRow = block.rows[block.count - 1] as number;
  const dataRow = head?.dataRow ?? firstRow;
  const all: Piece = { columns: [], head, firstRow: head?.firstRow ?? firstRow, dataRow, lastRow };
  for (let at = 0; at < sorted.cols.length; at++) {
    const stats = statsAt(cutting, at, dataRow);
    stats.heading = head?.headings.get(stats.col);
    all.columns.push(stats);
  }
  // What goes on as before needs no cutting.
  if (!head) {
    const claimed = claim(cutting, all, open);
    if (claimed) return claimed;
  }
  const found = groups(sorted, head);
  if (found.length > 1) {
    const pieces = found.map((group) => pieceOf(cutting, group, all));
    const people = pieces.filter((piece) => holdsPeople(piece));
    if (people.length >= 2) return pieces;
    if (people.length === 1) {
      const one = people[0] as Piece;
      // Other stretches with rows of their own are other tables; with the same rows they are columns behind a blank one.
      const aligned = pieces.filter((piece) => piece === one || rowsAlike(piece, one));
      if (aligned.length === 1) return pieces;
      const joined: Piece = { ...one, columns: aligned.flatMap((piece) => piece.columns) };
      return [joined, ...pieces.filter((piece) => !aligned.includes(piece))];
    }
  }
  return splitRows(cutting, all);
}

/** The pieces of a block that go on with open tables, and whatever stands beside these. */
function claim(cutting: Cutting, all: Piece, open: readonly Region[]): Piece[] | undefined {
  const { block, sorted } = cutting;
  const pieces: Piece[] = [];
  const taken = new Set<number>();
  for (const region of open) {
    const known = [...region.columns.keys()];
    const from = Math.min(...known);
    let to = Math.max(...known);
    const columns = all.columns.filter(({ col }) => {
      if (taken.has(col) || col < from) return false;
      // A column right beside the last one that is filled later on: remarks, dates of leaving.
      if (col === to + 1 && !open.some((other) => other.columns.has(col))) to = col;
      return col <= to;
    });
    const piece: Piece = { ...all, columns };
    if (!continues(region, piece, block.gap)) continue;
    pieces.push(piece);
    for (const { col } of columns) taken.add(col);
  }
  if (pieces.length === 0) return undefined;
  for (const group of groups(sorted, undefined)) {
    const cols = sorted.cols.slice(group.from, group.to);
    if (!cols.some((col) => taken.has(col))) pieces.push(pieceOf(cutting, group, all));
  }
  return pieces;
}

/** The piece that a group of columns is. */
function pieceOf(cutting: Cutting, group: Group, all: Piece): Piece {
  const { block, sorted } = cutting;
  let first = 0xffffffff;
  let last = 0;
  for (let o = sorted.starts[group.from] as number; o < (sorted.starts[group.to] as number); o++) {
    const row = block.rows[sorted.order[o] as number] as number;
    if (row < first) first = row;
    if (row > last) last = row;
  }
  const head = all.head;
  const columns = all.columns.slice(group.from, group.to);
  const headed = columns.some((stats) => stats.heading);
  if (head && !headed && first >= head.firstRow) {
    // Its headings may stand in another row than those of its neighbour.
    const own = findHead(cut(block, sorted, group));
    if (own && own.firstRow !== head.firstRow) {
      const again: ColumnStats[] = [];
      for (let at = group.from; at < group.to; at++) {
        const stats = statsAt(cutting, at, own.dataRow);
        stats.heading = own.headings.get(stats.col);
        again.push(stats);
      }
      return { columns: again, head: own, firstRow: own.firstRow, dataRow: own.dataRow, lastRow: last };
    }
  }
  return {
    columns,
    head: headed ? head : undefined,
    firstRow: headed && head ? head.firstRow : first,
    dataRow: all.dataRow,
    lastRow: last,
  };
}

/** A few people among rows of something else: the rows from the first name to the last are looked at by themselves. */
function splitRows(cutting: Cutting, all: Piece): Piece[] {
  const { block, sorted } = cutting;
  if (holdsPeople(all) || all.lastRow - all.dataRow < 8) return [all];
  for (let at = 0; at < sorted.cols.length; at++) {
    const stats = all.columns[at] as ColumnStats;
    const likely = stats.close > 0 ? stats.person / stats.close : 0;
    if (isPseudonyms(stats) || stats.close < 4 || likely < 0.08 || likely > 0.75) continue;
    const rows: number[] = [];
    for (let o = sorted.starts[at] as number; o < (sorted.starts[at + 1] as number); o++) {
      const i = sorted.order[o] as number;
      const row = block.rows[i] as number;
      if (row >= all.dataRow && isName(block.kinds[i] as number)) rows.push(row);
    }
    const run = longestRun(rows);
    if (
      run.length < 4 ||
      (run[run.length - 1] as number) - (run[0] as number) > 0.8 * (all.lastRow - all.dataRow)
    )
      continue;
    const dataRow = run[0] as number;
    const lastRow = run[run.length - 1] as number;
    const inner = cutRows(block, Math.max(all.firstRow, dataRow - 2), lastRow);
    const head = findHead(inner);
    const piece: Piece = {
      columns: [],
      head,
      firstRow: head?.firstRow ?? dataRow,
      dataRow: head?.dataRow ?? dataRow,
      lastRow,
    };
    for (let index = 0; index < sorted.cols.length; index++) {
      const inside = statsAt(cutting, index, piece.dataRow, lastRow);
      inside.heading = (head ?? all.head)?.headings.get(inside.col);
      if (inside.n + inside.nobody > 0) piece.columns.push(inside);
    }
    if (holdsPeople(piece)) {
      return [
        rowsOf(cutting, all, all.firstRow, piece.firstRow - 1),
        piece,
        rowsOf(cutting, { ...all, head: undefined }, lastRow + 1, all.lastRow),
      ];
    }
  }
  return [all];
}

/** Some rows of a piece, counted again. */
function rowsOf(cutting: Cutting, all: Piece, firstRow: number, lastRow: number): Piece {
  const { sorted } = cutting;
  const dataRow = Math.max(firstRow, all.head?.dataRow ?? firstRow);
  const columns = sorted.cols.map((_col, at) => {
    const stats = statsAt(cutting, at, dataRow, lastRow);
    stats.heading = all.head?.headings.get(stats.col);
    return stats;
  });
  return {
    columns: columns.filter((stats) => stats.n + stats.nobody > 0),
    head: all.head,
    firstRow,
    dataRow,
    lastRow,
  };
}

/** Whether the rows of a piece look like people by themselves: a low bar, only for cutting. */
export function holdsPeople(piece: Piece): boolean {
  const columns = judgeAll(piece.columns);
  const judgement = weigh(columns, Math.max(...piece.columns.map((stats) => stats.n), 0), NO_CONTEXT);
  return judgement.score > -1;
}

function rowsAlike(a: Piece, b: Piece): boolean {
  const most = (piece: Piece): number => Math.max(...piece.columns.map((stats) => stats.n), 0);
  const [x, y] = [most(a), most(b)];
  return Math.min(x, y) >= 0.6 * Math.max(x, y);
}

export function isName(kind: number): boolean {
  return (
    has(kind, 'deep') &&
    !has(kind, 'nobody') &&
    !has(kind, 'org') &&
    !has(kind, 'heading') &&
    personOf(kind) >= 0.7
  );
}

/** The longest run of rows that follow closely upon one another. */
function longestRun(rows: readonly number[]): number[] {
  let best: number[] = [];
  let run: number[] = [];
  for (const row of rows) {
    if (run.length > 0 && row - (run[run.length - 1] as number) > 2) run = [];
    run.push(row);
    if (run.length > best.length) best = [...run];
  }
  return best;
}

/** The cells of a group of columns, as a block. */
function cut(block: Block, sorted: Sorted, group: Group): Block {
  const cols = new Set(sorted.cols.slice(group.from, group.to));
  return pick(block, (i) => cols.has(block.cols[i] as number));
}

/** The cells of some rows, as a block. */
function cutRows(block: Block, first: number, last: number): Block {
  return pick(block, (i) => (block.rows[i] as number) >= first && (block.rows[i] as number) <= last);
}
