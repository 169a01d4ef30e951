// People all over a sheet: a duty rota with days across and surnames in its cells, an organisation chart drawn over the cells, teams in
// columns. Whatever the cells lie beside, each that names somebody is read as a line of one list.
import { foldedHash } from '../../../lexicon/text.ts';
import type { TableChunk } from '../../../part.ts';
import type { Block } from '../cells/blocks.ts';
import { has, surnameOf } from '../cells/classes.ts';
import { isNameBehindRank, lookClosely } from '../cells/classify.ts';
import { isPerson } from './cell-lists.ts';
import { CellRows } from './cell-rows.ts';

/** Cells that are looked at, and the length of their texts; days that make a rota of a table, and rows in which they may stand. */
const LOOKS = { cells: 1500, shortest: 3, longest: 200 };
const ROTA = { days: 3, rows: 6 };
/** People and share of the pieces of a rota's cells that must be these; ranks and names in cells of any other table. */
const LEAST = { people: 6, share: 0.6, ranked: 4 };
/** A table with hardly anything but people in its cells: columns and people at least, share of the texts, and of different ones. */
const GRID = { columns: 3, people: 6, share: 0.8, different: 0.8 };
/** Surname score of one word by itself. */
const SURNAME = 0.4;

/** `Smith 4411`, `4411 Smith`: a word with a number of its own. */
const NUMBERED = /^(?:\p{Lu}[\p{L}'’-]+ \d{3,6}|\d{3,6} \p{Lu}[\p{L}'’-]+)$/u;

const DAY = /^(?:mon|tue|wed|thu|fri|sat|sun|llun|maw|mer|iau|gwe|sad|sul)[a-z]{0,6}\b/i;

interface Piece {
  row: number;
  text: string;
  flags: number;
}

export class Scattered {
  private days = new Set<number>();
  private daysRow = -1;
  private looked = 0;
  private inRota: Piece[] = [];
  /** Of a rota: what is written like a name and known as one no more than as a word or a place (`Ward`, `Price`). */
  private likely: Piece[] = [];
  private pieces = 0;
  private ranked: Piece[] = [];
  private span = { firstCol: 0xffffffff, lastCol: 0 };
  private used: Piece[] = [];
  private grid: Piece[] = [];
  private gridColumns = new Set<number>();
  private texts = 0;

  /** Takes the next block of the table. */
  block(block: Block, isFirst: boolean): void {
    if (isFirst) this.findDays(block);
    for (let i = 0; i < block.kept && this.looked < LOOKS.cells; i++) {
      const text = block.texts[i] as string;
      if (text.length < LOOKS.shortest || text.length > LOOKS.longest || !/\p{L}{2}/u.test(text)) continue;
      this.texts++;
      if (isPerson(text) || NUMBERED.test(text)) {
        this.grid.push({ row: block.rows[i] as number, text, flags: block.flags[i] as number });
        this.gridColumns.add(block.cols[i] as number);
      }
      if (!/^\p{Lu}/u.test(text)) continue;
      this.looked++;
      const cell = { row: block.rows[i] as number, text, flags: block.flags[i] as number };
      if (this.days.has(block.cols[i] as number) && cell.row > this.daysRow)
        this.addOfRota(cell, block.cols[i] as number);
      else if (isNameBehindRank(text)) {
        this.ranked.push(cell);
        this.widen(block.cols[i] as number);
      }
    }
  }

  /** Hands the people on as one list with a heading; says whether there are any. */
  list(feed: (chunk: TableChunk) => void): boolean {
    const isRota = this.inRota.length >= LEAST.people && this.inRota.length >= LEAST.share * this.pieces;
    if (!isRota && this.ranked.length < LEAST.ranked) return this.gridOf(feed);
    this.used = isRota ? [...this.inRota, ...this.likely, ...this.ranked] : this.ranked;
    const rows = new CellRows(feed);
    rows.put(0, ['Officer'], 0);
    for (const [at, { text, flags }] of this.used.entries()) rows.put(at + 1, [text], flags);
    rows.flush();
    return true;
  }

  /** Hands on what stands in a table of hardly anything but people, without a word of who they are. */
  private gridOf(feed: (chunk: TableChunk) => void): boolean {
    const { grid } = this;
    if (this.gridColumns.size < GRID.columns || grid.length < GRID.people) return false;
    if (grid.length < GRID.share * this.texts) return false;
    if (new Set(grid.map(({ text }) => text)).size < GRID.different * grid.length) return false;
    this.used = grid;
    for (const col of this.gridColumns) this.widen(col);
    const rows = new CellRows(feed);
    for (const [at, { text, flags }] of grid.entries()) rows.put(at, [text], flags);
    rows.flush();
    return true;
  }

  /** Where the people stand in the table. */
  where(): [firstRow: number, lastRow: number, firstCol: number, lastCol: number] {
    const rows = this.used.map(({ row }) => row);
    return [Math.min(...rows), Math.max(...rows), this.span.firstCol, this.span.lastCol];
  }

  private findDays(block: Block): void {
    const firstRow = block.rows[0] as number;
    let found = new Set<number>();
    let row = -1;
    for (let i = 0; i < block.count && (block.rows[i] as number) < firstRow + ROTA.rows; i++) {
      if (block.rows[i] !== row) {
        found = new Set();
        row = block.rows[i] as number;
      }
      const kind = block.kinds[i] as number;
      if (has(kind, 'weekday') || has(kind, 'date') || DAY.test(block.texts[i] as string))
        found.add(block.cols[i] as number);
      if (found.size >= ROTA.days && found.size > this.days.size) {
        this.days = found;
        this.daysRow = row;
      }
    }
  }

  private addOfRota(cell: Piece, col: number): void {
    const pieces = apart(cell.text);
    this.pieces += pieces.length;
    for (const text of pieces)
      if (isPerson(text) || isSurname(text)) {
        this.inRota.push({ ...cell, text });
        this.widen(col);
      } else if (isLikeName(text)) this.likely.push({ ...cell, text });
  }

  private widen(col: number): void {
    this.span.firstCol = Math.min(this.span.firstCol, col);
    this.span.lastCol = Math.max(this.span.lastCol, col);
  }
}

/** What stands in a cell by lines, commas and strokes; a stroke within `T/Sgt` divides nothing. */
function apart(text: string): string[] {
  return text
    .split(/[\n,;&+|]| \/ | and /)
    .flatMap((piece) => {
      const parts = piece.split('/');
      return parts.length > 1 && parts.every((part) => /\p{L}{3}/u.test(part)) ? parts : [piece];
    })
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

/** Written as the names in a rota are, and not known as anything that stands in one beside people. */
function isLikeName(text: string): boolean {
  if (!/^\p{Lu}[\p{L}\p{M}'’.-]*(?: \p{Lu}[\p{L}\p{M}'’.-]+)?$/u.test(text) || text.length < 2) return false;
  const kind = lookClosely(text, foldedHash(text));
  return !BESIDE.some((name) => has(kind, name));
}
const BESIDE = [
  'unit',
  'role',
  'rank',
  'shift',
  'nobody',
  'heading',
  'weekday',
  'month',
  'yes-no',
  'total',
] as const;

/** One word that is a surname and that the lexicon does not know as anything else. */
function isSurname(text: string): boolean {
  if (!/^\p{Lu}[\p{L}\p{M}'’-]+$/u.test(text)) return false;
  const kind = lookClosely(text, foldedHash(text));
  return surnameOf(kind) >= SURNAME && !OTHERWISE.some((name) => has(kind, name));
}
const OTHERWISE = [
  'common',
  'unit',
  'role',
  'rank',
  'shift',
  'place',
  'offence',
  'nobody',
  'heading',
] as const;
