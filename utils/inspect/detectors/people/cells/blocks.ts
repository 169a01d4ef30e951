// A table's cells, as they stream by, gathered into blocks of rows: every distinct string is looked at once, a block ends
// where rows are missing, where a row of headings comes, or when it is full.
import type { TableChunk } from '../../../part.ts';
import { KIND_TRAITS, TRAIT } from './classes.ts';
import { glance, glanced } from './classify.ts';

/** Rows in a block, at first and once a table has proved to go on the same way. */
export const BLOCK_ROWS = { first: 128, steady: 1024 };
/** Cells in a block: wide sheets get fewer rows. */
const BLOCK_CELLS = 32_768;

/** Room at first: a document can have thousands of tables open at once, one in the other, and none has a cell yet. */
const FEW_CELLS = 128;

/** The cells of some rows. Rows and columns count from 0; the arrays are longer than `count`. */
export interface Block {
  count: number;
  rows: Uint32Array;
  cols: Uint32Array;
  kinds: Uint16Array;
  ids: Uint32Array;
  flags: Uint8Array;
  texts: string[];
  /** Blank rows between this block and the one before. */
  gap: number;
  /** Whether a cell may name several people, and whether one is a heading word for word. */
  several: boolean;
  headings: boolean;
  /** Whether a cell may be a word for a sum. */
  totals: boolean;
  /** Cells at and behind this have no text kept. */
  kept: number;
}

function newBlock(size: number): Block {
  return {
    count: 0,
    rows: new Uint32Array(size),
    cols: new Uint32Array(size),
    kinds: new Uint16Array(size),
    ids: new Uint32Array(size),
    flags: new Uint8Array(size),
    texts: new Array<string>(size).fill(''),
    gap: 0,
    several: false,
    headings: false,
    totals: false,
    kept: 0,
  };
}

/** Rows of a block whose texts are kept whatever they are, and rows whose words are kept. */
const HEAD = 24;
const LOOKED_AT = 128;
/** Blank rows that may stand between the rows of one table. */
const USUAL_GAP = 8;

/** What more is asked of a cell, wherever it stands. */
const SPECIAL = TRAIT.several | TRAIT.heading | TRAIT.figure | TRAIT.total;

/** What is known of each string of one `strings` array: its kind, and behind that its id, side by side because both are asked for. */
interface Memo {
  known: Uint32Array;
}

export class Blocks {
  private memos = new WeakMap<readonly string[], Memo>();
  private block = newBlock(FEW_CELLS);
  private row = -1;
  private rowStart = 0;
  private rowHeadings = 0;
  private rowNumbers = 0;
  private rowsInBlock = 0;
  /** Blank rows before the row that is being read. */
  private rowGap = 0;
  private full: (block: Block) => void;
  /** Rows that a block may have; the listener raises it when all goes on the same way. */
  limit = BLOCK_ROWS.first;

  constructor(full: (block: Block) => void) {
    this.full = full;
  }

  add(chunk: TableChunk): void {
    const { count, rows, cols, values, flags, strings } = chunk;
    const memo = this.memoOf(strings);
    if (memo.known.length < 2 * strings.length) this.grow(memo, strings.length);
    const { known } = memo;
    // Behind its stable part the array held other texts in the chunk before.
    if (chunk.stable !== undefined) known.fill(0, 2 * chunk.stable, 2 * strings.length);
    let block = this.block;
    let { rows: toRows, cols: toCols, kinds: toKinds, ids: toIds, flags: toFlags, texts } = block;
    let at = block.count;
    let current = this.row;
    let headings = this.rowHeadings;
    let figures = this.rowNumbers;
    let inBlock = this.rowsInBlock;
    for (let i = 0; i < count; i++) {
      const value = values[i] as number;
      let kind = known[2 * value] as number;
      if (kind === 0) {
        kind = glance(strings[value] as string);
        known[2 * value] = kind;
        known[2 * value + 1] = glanced.id;
      }
      const id = known[2 * value + 1] as number;
      if (id === 0) continue;
      const row = rows[i] as number;
      if (row !== current || at === toRows.length) {
        block.count = at;
        if (row !== current) {
          this.rowHeadings = headings;
          this.rowNumbers = figures;
          this.turn(row);
          current = row;
          headings = 0;
          figures = 0;
          inBlock = this.rowsInBlock;
        }
        if (this.block.count === this.block.rows.length) this.widen();
        block = this.block;
        at = block.count;
        ({ rows: toRows, cols: toCols, kinds: toKinds, ids: toIds, flags: toFlags, texts } = block);
      }
      toRows[at] = row;
      toCols[at] = cols[i] as number;
      toKinds[at] = kind;
      toIds[at] = id;
      toFlags[at] = flags[i] as number;
      const traits = KIND_TRAITS[kind] as number;
      if (inBlock <= LOOKED_AT || (traits & SPECIAL) !== 0) {
        // Texts are kept for headings and for the close look, which never goes further down than this.
        // Those that may name several people are taken apart wherever they stand.
        if (
          (traits & TRAIT.several) !== 0 ||
          inBlock <= HEAD ||
          (inBlock <= LOOKED_AT && (traits & TRAIT.text) !== 0)
        ) {
          texts[at] = strings[value] as string;
          block.kept = at + 1;
          if ((traits & TRAIT.several) !== 0) block.several = true;
        }
        if ((traits & TRAIT.heading) !== 0) {
          headings++;
          block.headings = true;
        } else if ((traits & TRAIT.figure) !== 0) figures++;
        if ((traits & TRAIT.total) !== 0) block.totals = true;
      }
      at++;
    }
    block.count = at;
    this.rowHeadings = headings;
    this.rowNumbers = figures;
  }

  /** Hands on what is left. */
  end(): void {
    this.turn(0xffffffff);
    this.flush(this.block.count);
  }

  private turn(row: number): void {
    const block = this.block;
    const cells = block.count - this.rowStart;
    if (
      this.row >= 0 &&
      this.rowsInBlock > 3 &&
      cells >= 2 &&
      this.rowHeadings >= 2 &&
      this.rowHeadings >= 0.6 * cells &&
      this.rowNumbers === 0
    ) {
      // A row of headings in the midst of rows: a new table may begin here.
      this.flush(this.rowStart);
    }
    if (row === 0xffffffff) return;
    const gap = row > this.row ? row - this.row - 1 : 0;
    // Headings may have a blank row below them.
    const headed =
      gap > 0 &&
      gap < 3 &&
      cells >= 2 &&
      this.rowHeadings >= Math.max(2, 0.5 * cells) &&
      this.rowNumbers === 0;
    // Blank rows between all of its rows are a table's habit: the same number of them again ends nothing.
    const usual = gap > 0 && gap <= USUAL_GAP && gap === this.rowGap;
    if (
      this.row >= 0 &&
      this.block.count > 0 &&
      (row < this.row ||
        (gap >= 3 && !usual) ||
        // Figures, and blank rows: a small table has ended.
        (gap === 2 &&
          !usual &&
          this.rowsInBlock > 2 &&
          cells >= 2 &&
          this.rowNumbers > 0 &&
          block.headings) ||
        (gap >= 1 && !headed && !usual && this.rowsInBlock >= 5) ||
        this.rowsInBlock >= this.limit ||
        this.block.count >= BLOCK_CELLS)
    ) {
      this.flush(this.block.count);
      this.block.gap = row < this.row ? 1 : gap;
    }
    this.row = row;
    this.rowGap = gap;
    this.rowStart = this.block.count;
    this.rowHeadings = 0;
    this.rowNumbers = 0;
    this.rowsInBlock++;
  }

  /** Hands on the first `count` cells; the rest begins the next block. */
  private flush(count: number): void {
    const block = this.block;
    const rest = block.count - count;
    if (count > 0) {
      block.count = count;
      this.full(block);
      // What is left over is looked at again: one row at most.
      block.several = rest > 0;
      block.headings = rest > 0;
      block.totals = rest > 0;
    }
    if (rest > 0) {
      block.rows.copyWithin(0, count, count + rest);
      block.cols.copyWithin(0, count, count + rest);
      block.kinds.copyWithin(0, count, count + rest);
      block.ids.copyWithin(0, count, count + rest);
      block.flags.copyWithin(0, count, count + rest);
      block.texts.copyWithin(0, count, count + rest);
    }
    block.texts.fill('', rest, Math.max(rest, block.kept));
    block.kept = rest;
    block.count = rest;
    block.gap = 0;
    this.rowStart = 0;
    this.rowsInBlock = rest > 0 ? 1 : 0;
  }

  private widen(): void {
    const old = this.block;
    const wide = newBlock(old.rows.length * 2);
    wide.rows.set(old.rows);
    wide.cols.set(old.cols);
    wide.kinds.set(old.kinds);
    wide.ids.set(old.ids);
    wide.flags.set(old.flags);
    for (let i = 0; i < old.count; i++) wide.texts[i] = old.texts[i] as string;
    wide.count = old.count;
    wide.gap = old.gap;
    wide.several = old.several;
    wide.headings = old.headings;
    wide.totals = old.totals;
    wide.kept = old.kept;
    this.block = wide;
  }

  private memoOf(strings: readonly string[]): Memo {
    let memo = this.memos.get(strings);
    if (!memo) {
      memo = { known: new Uint32Array(2 * strings.length) };
      this.memos.set(strings, memo);
    }
    return memo;
  }

  private grow(memo: Memo, size: number): void {
    const known = new Uint32Array(Math.max(2 * size, 2 * memo.known.length));
    known.set(memo.known);
    memo.known = known;
  }
}

/** The cells that are wanted, by their index, as a block. */
export function pick(block: Block, wanted: (i: number) => boolean): Block {
  const chosen: number[] = [];
  for (let i = 0; i < block.count; i++) if (wanted(i)) chosen.push(i);
  return {
    count: chosen.length,
    rows: Uint32Array.from(chosen, (i) => block.rows[i] as number),
    cols: Uint32Array.from(chosen, (i) => block.cols[i] as number),
    kinds: Uint16Array.from(chosen, (i) => block.kinds[i] as number),
    ids: Uint32Array.from(chosen, (i) => block.ids[i] as number),
    flags: Uint8Array.from(chosen, (i) => block.flags[i] as number),
    texts: chosen.map((i) => block.texts[i] as string),
    gap: 0,
    several: block.several,
    headings: block.headings,
    totals: block.totals,
    kept: chosen.length,
  };
}
