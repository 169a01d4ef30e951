// Records as they come by, a table's rows or a text's lines, and the runs of them in which somebody is named in the same place.
import { headingOf } from '../../../lexicon/headers.ts';
import type { TableChunk } from '../../../part.ts';
import type { Run, Surroundings } from './features.ts';
import { type Candidate, type Evidence, evidenceOf } from './tokens.ts';

/** Records that are kept, and of these the ones that the model looks at; cells of a row, and letters of a line. */
const KEPT = { records: 600, looks: 160, cells: 24, letters: 400 };
/** What a record without a name in the place takes from a run; records that make one. */
const RUN = { without: 0.22, least: 5 };

interface Cell {
  col: number;
  text: string;
}

export interface Rec {
  row: number;
  cells: Cell[];
  flags: number;
  /** A blank line stands before it. */
  isAfterBlank?: boolean;
}

/** Takes records in, and finds the likeliest run in them. */
export class Records {
  readonly isTable: boolean;
  readonly kept: Rec[] = [];
  private full = false;
  /** Rows seen in all. */
  rows = 0;
  private lastRow = -1;

  constructor(isTable: boolean) {
    this.isTable = isTable;
  }

  chunk({ count, rows, cols, values, flags, strings }: TableChunk): void {
    if (this.full) {
      if (count > 0) this.rows += Math.max(0, (rows[count - 1] as number) - this.lastRow);
      if (count > 0) this.lastRow = Math.max(this.lastRow, rows[count - 1] as number);
      return;
    }
    for (let i = 0; i < count; i++) {
      const row = rows[i] as number;
      let last = this.kept.at(-1);
      if (last === undefined || last.row !== row) {
        if (this.kept.length >= KEPT.records) {
          this.full = true;
          this.rows += Math.max(0, (rows[count - 1] as number) - this.lastRow);
          this.lastRow = rows[count - 1] as number;
          return;
        }
        last = { row, cells: [], flags: 0 };
        this.kept.push(last);
        this.rows++;
        this.lastRow = row;
      }
      last.flags |= flags[i] as number;
      if (last.cells.length < KEPT.cells)
        last.cells.push({ col: cols[i] as number, text: strings[values[i] as number] as string });
    }
  }

  /** Takes the next line of a text; a blank one divides. Pieces of one that is very long are taken as lines. */
  line(text: string, row: number): void {
    if (text === '') {
      this.isAfterBlank = true;
      return;
    }
    if (text.length > KEPT.letters || (text.match(/&/g)?.length ?? 0) >= PIECES) {
      if (text.length <= LONG.letters && this.kept.length < KEPT.records)
        for (const piece of text.split(/[&;|]|, /).slice(0, LONG.pieces))
          if (piece.length <= LONG.piece && piece.trim() !== '') this.put(piece.trim(), row);
      return;
    }
    this.put(text, row);
  }
  private isAfterBlank = false;

  private put(text: string, row: number): void {
    if (this.kept.length >= KEPT.records) return;
    this.rows++;
    this.kept.push({ row, cells: [{ col: 0, text }], flags: 0, isAfterBlank: this.isAfterBlank });
    this.isAfterBlank = false;
  }

  /** The first and the last column of what is kept. */
  columns(): [first: number, last: number] {
    let [first, last] = [Number.MAX_SAFE_INTEGER, 0];
    for (const { cells } of this.kept)
      for (const { col } of cells) {
        first = Math.min(first, col);
        last = Math.max(last, col);
      }
    return [Math.min(first, last), last];
  }

  /** The runs in which most is named, each with what the records before it say; the likeliest first. */
  runs(): Found[] {
    const looked = this.kept.slice(0, KEPT.looks);
    if (looked.length < RUN.least) return [];
    const evidence = looked.map(({ cells }) => evidenceOf(cells, this.isTable));
    const plain = runsOf(looked, evidence, this.isTable, TRIED).map((found) => ({ ...found, of: this.kept }));
    if (this.isTable) return plain;
    return [
      ...plain,
      ...stacksOf(this.kept, looked, evidence).flatMap((stack) => {
        const some = stack.slice(0, KEPT.looks);
        const inside = some.map(({ cells }) => evidenceOf(cells, true));
        return runsOf(some, inside, true, TRIED - 1).map((found) => ({ ...found, isStack: true, of: stack }));
      }),
    ];
  }

  /** How many people the run names, and its last row: by the records that are kept, and by their share of those that are not. */
  count({ run: { key, first, last, named }, of, isTable }: Found): {
    count: number;
    first: number;
    last: number;
  } {
    const names = new Set<string>();
    /** `Baker A`, `Baker B`: the same word with a letter is nobody. */
    const longest = new Set<string>();
    let rows = 0;
    let single = 0;
    let lastRow = of[last]?.row ?? 0;
    const take = (candidate: Candidate | undefined, at: number): void => {
      const record = of[at] as Rec;
      if (!candidate) return;
      rows++;
      if (candidate.words === 1) single++;
      names.add(candidate.text.toLowerCase());
      longest.add(longestOf(candidate.text.toLowerCase()));
      lastRow = record.row;
    };
    for (const [at, candidate] of named.entries()) take(candidate, first + at);
    // What follows the records that were looked at goes on in the same way.
    const isOpen = last >= KEPT.looks - 3;
    if (isOpen)
      for (let at = Math.max(last + 1, KEPT.looks); at < of.length; at++)
        take(atKey(evidenceOf((of[at] as Rec).cells, isTable), key), at);
    // Surnames alone repeat among different people; the same few again and again are nobody's list.
    const count = single >= 0.5 * rows && names.size >= DIFFERENT * rows ? rows : names.size;
    const more = isOpen && this.rows > this.kept.length ? this.rows / this.kept.length : 1;
    return {
      count: longest.size < LABELS * rows ? longest.size : Math.round(count * more),
      first: of[first]?.row ?? 0,
      last: more > 1 ? Math.max(lastRow, this.lastRow) : lastRow,
    };
  }
}

/** Share of the names whose longest words differ, below which they are labels. */
const LABELS = 0.15;
const longestOf = (name: string): string =>
  name.split(/[ ,.]+/).reduce((a, b) => (b.length > a.length ? b : a), '');

/** Share of surnames alone that differ, for each to be somebody. */
const DIFFERENT = 0.4;

/** Pieces of a line, letters of one that is taken apart and of a piece, and pieces that are taken. */
const PIECES = 8;
const LONG = { letters: 20_000, piece: 200, pieces: 400 };

/** A run, with what stands before it. */
export interface Found {
  run: Run;
  before: Surroundings['before'];
  isTable: boolean;
  /** Its records were put together of several lines each. */
  isStack?: boolean;
  of: readonly Rec[];
}

function runsOf(
  looked: readonly Rec[],
  evidence: readonly Evidence[],
  isTable: boolean,
  most: number,
): Omit<Found, 'of'>[] {
  const heads = isTable ? headRows(looked) : 0;
  return likeliest(evidence, most).flatMap(({ key, first: from, last }) => {
    const first = Math.max(from, heads);
    const records = evidence.slice(first, last + 1);
    const named = records.map((record) => atKey(record, key));
    if (named.filter(Boolean).length < RUN.least) return [];
    const before = looked.slice(Math.max(0, first - 6), first).map(({ cells }) => cells);
    return [{ run: { key, records, first, last, named }, before, isTable }];
  });
}

/** How many of the first rows end with the one of headings: of which more cells are known as such than of the one that follows. */
function headRows(rows: readonly Rec[]): number {
  const known = rows
    .slice(0, HEADS.rows + 1)
    .map(({ cells }) =>
      cells.length < 2 ? 0 : cells.filter(({ text }) => headingOf(text) !== undefined).length / cells.length,
    );
  const most = Math.max(0, ...known.slice(0, HEADS.rows));
  const at = known.indexOf(most);
  return most >= HEADS.share && most - (known[at + 1] ?? 0) >= HEADS.more ? at + 1 : 0;
}
const HEADS = { rows: 5, share: 0.5, more: 0.2 };

/** Records that go over several lines: between blank ones, from a label to where it comes again, or so many lines each. */
function stacksOf(all: readonly Rec[], looked: readonly Rec[], evidence: readonly Evidence[]): Rec[][] {
  const starts: ((rec: Rec, at: number) => boolean)[] = [];
  const blanks = looked.filter(({ isAfterBlank }) => isAfterBlank).length;
  if (blanks >= STACK.least && blanks <= 0.6 * looked.length) starts.push((rec) => rec.isAfterBlank === true);
  const labelled = evidence.filter(({ labels }) => labels.length > 0).length;
  if (labelled >= 0.5 * looked.length) starts.push(byLabels());
  const period = periodOf(evidence);
  if (period) starts.push((_rec, at) => at >= period.from && (at - period.from) % period.lines === 0);
  return starts.flatMap((isStart) => {
    const stack: Rec[] = [];
    for (const [at, rec] of all.entries()) {
      const text = rec.cells[0]?.text ?? '';
      const last = stack.at(-1);
      if (isStart(rec, at) || !last || last.cells.length >= STACK.lines)
        stack.push({ row: rec.row, cells: [{ col: 0, text }], flags: 0 });
      else last.cells.push({ col: last.cells.length, text });
    }
    return stack.length >= RUN.least && stack.length <= 0.6 * all.length ? [stack] : [];
  });
}
const STACK = { least: 4, lines: 12 };

/** A label that comes again begins a record. */
function byLabels(): (rec: Rec) => boolean {
  let seen = new Set<string>();
  return ({ cells }) => {
    const label = /^[^\p{L}]*([\p{L}][\p{L}\d_. -]{0,24}?)["']?\s*[:=>]/u
      .exec(cells[0]?.text ?? '')?.[1]
      ?.replace(/\d+/g, '')
      .toLowerCase();
    if (label === undefined) return false;
    const isAgain = seen.has(label);
    if (isAgain) seen = new Set();
    seen.add(label);
    return isAgain;
  };
}

/** So many lines each, with somebody in the first: where names are far likelier every so many lines than between them. */
function periodOf(evidence: readonly Evidence[]): { lines: number; from: number } | undefined {
  const scores = evidence.map(({ candidates }) => Math.max(0, ...candidates.map(({ score }) => score)));
  let best: { lines: number; from: number; worth: number } | undefined;
  for (let lines = 2; lines <= PERIOD.most; lines++)
    for (let from = 0; from < Math.min(scores.length, lines + PERIOD.intro); from++) {
      let [own, n, rest, m] = [0, 0, 0, 0];
      for (let at = from; at < scores.length; at++)
        if ((at - from) % lines === 0) {
          own += scores[at] as number;
          n++;
        } else {
          rest += scores[at] as number;
          m++;
        }
      if (n < RUN.least || own < PERIOD.score * n) continue;
      const worth = own / n - rest / m;
      if (worth > Math.max(PERIOD.apart, (best?.worth ?? 0) + 0.02)) best = { lines, from, worth };
    }
  return best;
}
const PERIOD = { most: 7, intro: 4, score: 0.55, apart: 0.25 };

/** The best candidate of a record in a place. */
function atKey({ candidates }: Evidence, key: string): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates)
    if (candidate.keys.includes(key) && (best === undefined || candidate.score > best.score))
      best = candidate;
  return best;
}

/** Places that are tried. */
const TRIED = 3;

interface Stretch {
  key: string;
  first: number;
  last: number;
  sum: number;
}

/** The places, each with the stretch of records in which names are most: the greatest sum of scores less what each record without one takes. */
function likeliest(evidence: readonly Evidence[], most: number): Stretch[] {
  const byKey = new Map<string, { at: number; score: number }[]>();
  for (const [at, { candidates }] of evidence.entries())
    for (const { keys, score } of candidates)
      for (const key of keys) {
        const list = byKey.get(key);
        if (!list) byKey.set(key, [{ at, score }]);
        else if (list.at(-1)?.at !== at) list.push({ at, score });
        else if ((list.at(-1)?.score ?? 0) < score) (list.at(-1) as { score: number }).score = score;
      }
  return [...byKey]
    .filter(([, list]) => list.length >= RUN.least)
    .map(([key, list]) => densest(key, list))
    .filter(({ sum }) => sum > 0)
    .sort((a, b) => b.sum - a.sum)
    .slice(0, most);
}

function densest(key: string, list: readonly { at: number; score: number }[]): Stretch {
  // A label is no part of the records that don't have it.
  const without = key.startsWith('k') ? LABELLED : RUN.without;
  const best: Stretch = { key, first: 0, last: 0, sum: 0 };
  let sum = 0;
  let first = -1;
  let before = -1;
  for (const { at, score } of list) {
    if (before >= 0) sum -= (at - before - 1) * without;
    if (sum <= 0 || first < 0) {
      sum = 0;
      first = at;
    }
    sum += score - without * NAMED;
    before = at;
    if (sum > best.sum) Object.assign(best, { first, last: at, sum });
  }
  return best;
}
/** What a record takes from a run that goes by a label; and share of what one without a name takes that one with a bad name does. */
const LABELLED = 0.01;
const NAMED = 0.6;
