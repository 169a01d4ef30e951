// The layout of one block: where its headings stand, which columns it has, and which of them belong together.
import { type Heading, headingOf } from '../../../lexicon/headers.ts';
import { personNameScore } from '../../../lexicon/names/index.ts';
import { RANK_TOKENS_SURE } from '../../../lexicon/ranks.ts';
import { foldedHash } from '../../../lexicon/text.ts';
import { FIELDS } from '../../../report.ts';
import type { Block } from '../cells/blocks.ts';
import { CLASS, type Class, has, KIND_HIGH, KIND_LOW, KIND_TRAITS, TRAIT } from '../cells/classes.ts';
import { lookClosely, NUMBER_KIND } from '../cells/classify.ts';
import { addKind, type ColumnStats, emptyStats } from './columns.ts';
import { addLabel, type Labels } from './pseudonyms.ts';

/** How many rows of a block may be titles and headings before the first row of data. */
const HEAD_ROWS = 24;
/** How many values of a column in a block get the close look. */
export const CLOSE_LOOKS = { first: 60, steady: 12 };

const NUMERIC =
  (1 << CLASS.number) | (1 << CLASS.decimal) | (1 << CLASS.date) | (1 << CLASS.money) | (1 << CLASS.time);
const TEXT = (1 << CLASS.word) | (1 << CLASS.words);
const HEADING = 1 << (CLASS.heading - 32);
const DEEP = 1 << (CLASS.deep - 32);

/** Cells of a block by column: `order[starts[c]..starts[c + 1]]` are the cells of column `cols[c]`, in row order. */
export interface Sorted {
  cols: number[];
  starts: number[];
  order: Uint32Array;
}

let slots = new Int32Array(256).fill(-1);

/** Sorts the cells of a block by column. */
export function byColumn(block: Block): Sorted {
  return ofGrid(block) ?? ofAny(block);
}

/** Where every row has the same columns, as most tables have; nothing for others. */
function ofGrid({ count, rows, cols }: Block): Sorted | undefined {
  let width = 1;
  while (width < count && rows[width] === rows[0] && (cols[width] as number) > (cols[width - 1] as number))
    width++;
  if (count % width !== 0) return undefined;
  for (let i = width; i < count; i++) if (cols[i] !== cols[i - width]) return undefined;
  const height = count / width;
  const order = new Uint32Array(count);
  const starts: number[] = [];
  for (let col = 0, o = 0; col < width; col++) {
    starts.push(o);
    for (let i = col; i < count; i += width) order[o++] = i;
  }
  starts.push(width * height);
  return { cols: Array.from(cols.subarray(0, width)), starts, order };
}

function ofAny(block: Block): Sorted {
  const seen: number[] = [];
  for (let i = 0; i < block.count; i++) {
    const col = block.cols[i] as number;
    if (col >= slots.length) {
      const wide = new Int32Array(Math.max(col + 1, slots.length * 2)).fill(-1);
      wide.set(slots);
      slots = wide;
    }
    if (slots[col] === -1) {
      slots[col] = 0;
      seen.push(col);
    }
    slots[col] = (slots[col] as number) + 1;
  }
  seen.sort((a, b) => a - b);
  const starts: number[] = [];
  let at = 0;
  for (const col of seen) {
    starts.push(at);
    const n = slots[col] as number;
    slots[col] = at;
    at += n;
  }
  starts.push(at);
  const order = new Uint32Array(block.count);
  for (let i = 0; i < block.count; i++) {
    const col = block.cols[i] as number;
    const slot = slots[col] as number;
    order[slot] = i;
    slots[col] = slot + 1;
  }
  for (const col of seen) slots[col] = -1;
  return { cols: seen, starts, order };
}

export interface Head {
  /** First row of the headings, and the first row of data after them. */
  firstRow: number;
  dataRow: number;
  headings: Map<number, Heading>;
  /** Texts above the headings: titles. */
  titles: string[];
}

interface Row {
  row: number;
  cells: { col: number; text: string; kind: number }[];
}

/**
 * Finds the row (or two rows) of headings in the first rows of a block.
 * @param strict the block goes on where another ended: only headings word for word count.
 */
export function findHead(block: Block, strict = false): Head | undefined {
  if (strict && !mayHaveHead(block)) return undefined;
  const rows: Row[] = [];
  for (let i = 0; i < block.count; i++) {
    const row = block.rows[i] as number;
    let last = rows[rows.length - 1];
    if (!last || last.row !== row) {
      if (rows.length >= HEAD_ROWS) break;
      last = { row, cells: [] };
      rows.push(last);
    }
    last.cells.push({
      col: block.cols[i] as number,
      text: block.texts[i] as string,
      kind: block.kinds[i] as number,
    });
  }
  // What stands in the same column again is a value, not a heading.
  const times = new Map<string, number>();
  for (const row of rows)
    for (const cell of row.cells)
      if (cell.text) times.set(`${cell.col} ${cell.text}`, (times.get(`${cell.col} ${cell.text}`) ?? 0) + 1);
  let best = -1;
  let bestScore = 0;
  // In the midst of a table a block is cut where headings may begin: they stand at its top or not at all.
  for (let at = 0; at < (strict ? Math.min(rows.length, 2) : rows.length); at++) {
    const score = headScore(at, rows, times, strict);
    if (score > bestScore) {
      best = at;
      bestScore = score;
    }
  }
  if (best < 0) return undefined;
  const row = rows[best] as Row;
  const headings = new Map<number, Heading>();
  const above = best > 0 && isHeadingsAbove(rows[best - 1] as Row, row) ? (rows[best - 1] as Row) : undefined;
  const below = !above && isHeadingsBelow(rows[best + 1], row) ? (rows[best + 1] as Row) : undefined;
  const upper = above ?? (below ? row : undefined);
  const lower = below ?? row;
  const lowers = textByColumn(lower);
  const uppers = textByColumn(upper);
  // A sheet can have sixteen thousand columns: each is looked up once, from left to right.
  let over: string | undefined;
  for (const col of [...new Set([...lowers.keys(), ...uppers.keys()])].sort((a, b) => a - b)) {
    const own = lowers.get(col) ?? '';
    const direct = uppers.get(col) ?? '';
    // A merged cell stands over the columns to its right.
    over = uppers.get(col) ?? over;
    const alone = own ? headingOf(own) : direct ? headingOf(direct) : undefined;
    const both = own && over !== undefined ? headingOf(`${over} ${own}`) : undefined;
    const heading =
      !alone || (both && !both.weak && (alone.weak || !isField(alone))) ? (both ?? alone) : alone;
    if (heading) headings.set(col, heading);
  }
  const firstRow = (above ?? row).row;
  const titles = rows
    .filter((other) => other.row < firstRow)
    .flatMap((other) => other.cells.map((cell) => cell.text));
  const next = rows[rows.indexOf(lower) + 1];
  const third =
    !strict &&
    upper !== undefined &&
    isThird(next, rows.slice(rows.indexOf(lower) + 2, rows.indexOf(lower) + 6))
      ? next
      : undefined;
  return { firstRow, dataRow: (third ?? lower).row + 1, headings, titles };
}

/** The first cell of each column in a row. */
function textByColumn(row: Row | undefined): Map<number, string> {
  return new Map(row?.cells.toReversed().map(({ col, text }) => [col, text]));
}

/** Whether one of the first two rows has enough headings word for word, as `headScore` asks where it is strict. */
function mayHaveHead(block: Block): boolean {
  if (!block.headings) return false;
  let i = 0;
  for (let at = 0; at < 2 && i < block.count; at++) {
    const row = block.rows[i];
    let cells = 0;
    let exactly = 0;
    for (; i < block.count && block.rows[i] === row; i++) {
      cells++;
      if (((KIND_TRAITS[block.kinds[i] as number] as number) & TRAIT.heading) !== 0) exactly++;
    }
    if (exactly >= Math.min(MANY.share, EXACT) * cells) return true;
  }
  return false;
}

/** How much a row looks like headings: what is known of it, against what looks like data. */
function headScore(
  at: number,
  rows: readonly Row[],
  times: ReadonlyMap<string, number>,
  strict: boolean,
): number {
  const row = rows[at] as Row;
  const next = rows[at + 1];
  const rowsSeen = rows.length;
  let known = 0;
  let data = 0;
  let exactly = 0;
  const texts = new Set<string>();
  for (const cell of row.cells) {
    texts.add(cell.text);
    if (has(cell.kind, 'weekday') || has(cell.kind, 'month') || has(cell.kind, 'date')) {
      // A date above another is a value.
      const below = has(cell.kind, 'date') ? next?.cells.find((other) => other.col === cell.col) : undefined;
      if (below && has(below.kind, 'date')) data += 1;
      else known += 0.5;
      continue;
    }
    if (((KIND_LOW[cell.kind] as number) & NUMERIC) !== 0) data += 1;
    if ((times.get(`${cell.col} ${cell.text}`) ?? 0) > 1) data += 1;
    const exact = ((KIND_HIGH[cell.kind] as number) & HEADING) !== 0;
    if (isSomebody(cell.text) || (!exact && isWholeName(cell.text))) data += 1;
    if (exact) exactly++;
    if (!exact && (strict || isValue(cell.kind))) {
      data += 0.5;
      continue;
    }
    const heading = headingOf(cell.text);
    // `Scale 4` and `Team 2` are values as often as headings.
    if (heading) known += heading.loose || (!exact && /\d/.test(cell.text)) ? LOOSE : heading.weak ? 0.6 : 1;
  }
  const cells = row.cells.length;
  if (!next && rowsSeen > 1) return 0;
  if (at === 0 && !strict && (isShortCapitals(row, rows.slice(1, 5)) || isNumbered(row, rows.slice(1, 5))))
    return CONTRAST.score;
  // A row that looks like the rows above it is one of them, unless nearly all of it can be nothing but headings.
  if (at > 1 && exactly < EXACT * cells && rows.slice(at - 2, at).every((above) => isAlike(above, row)))
    return 0;
  // `Ward`, `Officer` and `Grant` are values too: nearly all of a row must be headings.
  if (
    strict &&
    (cells < 2 || known < 1.5 || exactly < (exactly >= MANY.exactly ? MANY.share : EXACT) * cells)
  )
    return 0;
  if ((texts.size < cells * 0.7 && !isTwice(row)) || data > cells * 0.4) return 0;
  if (known < 0.5 * Math.min(cells, 6) - 0.01 && known < 0.34 * cells) {
    // Few of the words are known: then the rows below have to show that this one is none of them.
    if (strict || data > 0 || !standsOut(row, rows.slice(at + 1, at + 5))) return 0;
    if (known < CONTRAST.known) return at === 0 ? CONTRAST.score : 0;
  }
  if (cells === 1 && (at > 2 || known < 0.6 || !next || rowsSeen < 3)) return 0;
  // A title of one cell above a wider row is no row of headings.
  if (cells === 1 && next && next.cells.length > 1) return 0;
  return known / Math.sqrt(cells) + known * 0.3;
}

/** Whether a row says the same again, twice or three times: headings of tables side by side. */
function isTwice({ cells }: Row): boolean {
  return [2, 3].some((times) => {
    const width = cells.length / times;
    return (
      Number.isInteger(width) &&
      width >= 2 &&
      cells.every(({ text }, at) => text === cells[at % width]?.text) &&
      cells.every(({ kind }) => has(kind, 'heading'))
    );
  });
}

/** Whether the first row is one of short capitals (`SN`, `FN`, `RK`) above rows that are not. */
function isShortCapitals(row: Row, below: readonly Row[]): boolean {
  if (row.cells.length < 3 || below.length < 3) return false;
  if (!row.cells.every(({ kind }) => has(kind, 'initials'))) return false;
  const others = row.cells.filter(
    ({ col }) =>
      !below.some((other) => other.cells.some((cell) => cell.col === col && has(cell.kind, 'initials'))),
  );
  return others.length >= 0.5 * row.cells.length;
}

/** Whether the first row numbers the columns (`c1`, `c2`, `c3`; `Field 1`, `Field 2`) above rows that are no such labels. */
function isNumbered(row: Row, below: readonly Row[]): boolean {
  if (row.cells.length < 3 || below.length < 3) return false;
  const labels = row.cells.map(({ text }) => COLUMN_LABEL.exec(text.trim()));
  const [first] = labels;
  if (!first || Number(first[2]) > 1) return false;
  return (
    labels.every(
      (label, at) => label && label[1] === first[1] && Number(label[2]) === Number(first[2]) + at,
    ) &&
    !below.some(({ cells }) => cells.some(({ text }) => COLUMN_LABEL.exec(text.trim())?.[1] === first[1]))
  );
}
const COLUMN_LABEL = /^([a-z]{1,12}[ _.-]?)(\d{1,3})$/i;

/** What no heading is: a long number that is no year, a name behind a rank. */
function isSomebody(text: string): boolean {
  if (/\d{3,}/.test(text) && !/\b(?:19|20)\d\d\b/.test(text)) return true;
  const [first = '', ...others] = text.toLowerCase().split(/\s+/, 4);
  return (
    others.length > 0 &&
    RANK_TOKENS_SURE.has(first.replace(/[^a-z]/g, '')) &&
    personNameScore(text).score >= 0.5
  );
}

/** A whole name that is nothing else. */
function isWholeName(text: string): boolean {
  if (!/^\p{Lu}.*\s/u.test(text) || headingOf(text)) return false;
  const name = personNameScore(text);
  return name.score >= WHOLE && !name.ambiguous;
}
const WHOLE = 0.95;

/** Whether two rows have their cells in the same columns, and figures in the same of them; or several cells of text alone. */
function isAlike(a: Row, b: Row): boolean {
  if (a.cells.length < 2 || a.cells.length !== b.cells.length) return false;
  return a.cells.every((cell, at) => {
    const other = b.cells[at] as Row['cells'][number];
    return cell.col === other.col && isFigure(cell.kind) === isFigure(other.kind);
  });
}
const isFigure = (kind: number): boolean => ((KIND_LOW[kind] as number) & NUMERIC) !== 0;

/** What must be known of a row of headings whose other words are not: one heading in part. */
const CONTRAST = { known: 0.6, width: 0.8, score: 0.05, below: 0.75 };

/** Words without digits above figures, numbers, dates, or values that the lexicon knows; as wide as the rows below. */
function standsOut(row: Row, below: readonly Row[]): boolean {
  const [next] = below;
  if (!next || below.length < 3 || row.cells.length < 2) return false;
  if (row.cells.length < CONTRAST.width * next.cells.length) return false;
  if (row.cells.some((cell) => /^[\d£$€-]/.test(cell.text) || isValue(cell.kind))) return false;
  return row.cells.some(({ col }) => {
    const values = below.map((other) => other.cells.find((cell) => cell.col === col));
    const least = CONTRAST.below * below.length;
    return (
      values.filter((cell) => cell && /\d/.test(cell.text)).length >= least ||
      values.filter((cell) => cell && isValue(cell.kind)).length >= least
    );
  });
}

/** Share of a row in the midst of a table that must be headings word for word. */
const EXACT = 0.7;
/** So many headings word for word in a row are enough with a smaller share. */
const MANY = { exactly: 4, share: 0.6 };
/** What a heading known only in part counts for, as against one known word for word. */
const LOOSE = 0.4;

/** Whether the lexicon knows a text as a value: a rank, a place, a kind of contract. */
function isValue(kind: number): boolean {
  return VALUES.some((name) => has(kind, name));
}
const VALUES: readonly Class[] = [
  'rank',
  'grade',
  'place',
  'contract',
  'gender',
  'vetting',
  'nobody',
  'honorific',
  'ethnicity',
  'shift',
  'initials',
];

function textOnly(row: Row): boolean {
  return row.cells.every(
    (cell) => ((KIND_LOW[cell.kind] as number) & NUMERIC) === 0 && cell.text.length < 60,
  );
}

function isHeadingsAbove(above: Row, row: Row): boolean {
  if (above.row !== row.row - 1 || !textOnly(above)) return false;
  // One short word alone stands over its own column; a longer text is a title.
  if (above.cells.length < 2)
    return row.cells.length > 1 && !/\s\S+\s/.test((above.cells[0] as Row['cells'][number]).text);
  if (above.cells.length > row.cells.length + 1) return false;
  if (above.cells.some((cell) => headingOf(cell.text))) return true;
  // `Sur` above `name`: only both together are a heading.
  return row.cells.some((cell) => {
    const over = above.cells.find((other) => other.col === cell.col);
    const both = over && headingOf(`${over.text} ${cell.text}`);
    return both !== undefined && isField(both) && !both.weak;
  });
}

function isHeadingsBelow(below: Row | undefined, row: Row): below is Row {
  if (!below || below.row !== row.row + 1 || below.cells.length < 2 || !textOnly(below)) return false;
  const known = below.cells.filter((cell) => {
    if (isValue(cell.kind)) return false;
    const over = row.cells.findLast((above) => above.col <= cell.col);
    const both = over ? headingOf(`${over.text} ${cell.text}`) : undefined;
    return has(cell.kind, 'heading') || (both !== undefined && isField(both) && !both.weak);
  });
  return known.length >= 0.6 * below.cells.length;
}

/** Share of the cells of a third row of headings that are unlike what stands below them. */
const THIRD = 0.3;

/** Whether the row below two rows of headings is one more: codes, words in brackets, units of what stands below. */
function isThird(row: Row | undefined, below: readonly Row[]): boolean {
  if (!row || below.length < 3 || row.cells.length < 2 || !textOnly(row)) return false;
  if (!row.cells.every(({ text, kind }) => isLabel(text) || has(kind, 'heading'))) return false;
  const unlike = row.cells.filter(({ col, text }) => {
    const values = below.map((other) => other.cells.find((cell) => cell.col === col)).filter(Boolean);
    if (values.length < 0.6 * below.length) return false;
    const digits = /\d/.test(text);
    return values.every((cell) => /\d/.test(cell?.text ?? '') !== digits);
  });
  return unlike.length >= THIRD * row.cells.length;
}

/** `(collar)`, `HR001`, `AS010`: what is written above a column for machines, or in brackets. */
const isLabel = (text: string): boolean =>
  /^\(.{1,30}\)$|^[A-Z]{1,4}_?\d{1,4}$|^[A-Z]{2,12}_[A-Z_]{2,20}$/.test(text);

/** Whether a heading speaks of people. */
const isField = (heading: Heading): boolean => (FIELDS as readonly string[]).includes(heading.what);

/** A stretch of columns that belong together. */
export interface Group {
  /** Indices into `Sorted.cols`. */
  from: number;
  to: number;
}

/** Columns apart by at least one blank column, or where the same headings begin again. */
export function groups(sorted: Sorted, head: Head | undefined): Group[] {
  const found: Group[] = [];
  let from = 0;
  let first: string | undefined;
  let names = 0;
  for (let at = 0; at <= sorted.cols.length; at++) {
    const col = sorted.cols[at];
    const gap =
      at === sorted.cols.length || (at > 0 && (col as number) - (sorted.cols[at - 1] as number) > 1);
    if (gap && at > from) {
      found.push({ from, to: at });
      from = at;
      first = undefined;
      names = 0;
    }
    if (col === undefined) break;
    const what = head?.headings.get(col)?.what;
    if (at === from) first = what;
    else if (
      first !== undefined &&
      what === first &&
      names > 0 &&
      at - from >= 2 &&
      head?.headings.get(sorted.cols[from + 1] as number)?.what ===
        head?.headings.get(sorted.cols[at + 1] as number)?.what &&
      at + 1 < sorted.cols.length &&
      // Two numbers of one person, whose name stands behind the second.
      !(first === 'staff-number' && !isNamed(sorted, head, from, at) && isNamed(sorted, head, at))
    ) {
      found.push({ from, to: at });
      from = at;
      names = 0;
    }
    if (what === 'surname' || what === 'name' || what === 'staff-number') names++;
  }
  return found;
}

/** Whether one of the columns from `from` up to `to` is headed as one of names. */
function isNamed(sorted: Sorted, head: Head | undefined, from: number, to?: number): boolean {
  return sorted.cols.slice(from, to).some((col) => {
    const what = head?.headings.get(col)?.what;
    return what === 'surname' || what === 'name';
  });
}

/** Values of a column in a block that are held against the force's patterns of staff numbers. */
const OWN_TRIES = 24;
/** Texts of a column in a block that are asked whether they are a word with a running number. */
const LABELS = 48;
/** What a value that was looked at before takes from the column's close looks. */
const REPEATED = 0.2;
/** Strings that had their close look. */
const looked = new Map<string, number>();

/** Ids in the column being counted; 0 is free. */
const distinctKeys = new Uint32Array(4096);
const tally = new Uint16Array(65_536);

/** Counts one column of a block from `dataRow` on, looking closely at up to `looks` of its values. */
export function statsOf(
  block: Block,
  sorted: Sorted,
  index: number,
  dataRow: number,
  looks: number,
  lastRow = 0xffffffff,
  isOwn?: (text: string) => boolean,
): ColumnStats {
  const stats = emptyStats(sorted.cols[index] as number);
  const { order } = sorted;
  const { rows, kinds, ids, texts, kept } = block;
  let o = sorted.starts[index] as number;
  let end = sorted.starts[index + 1] as number;
  // Rows follow one another.
  while (o < end && (rows[order[o] as number] as number) < dataRow) o++;
  while (o < end && (rows[order[end - 1] as number] as number) > lastRow) end--;
  touched = 0;
  distinctKeys.fill(0);
  let left = looks;
  let labelled = 0;
  let labels: Labels | undefined;
  let distinct = 0;
  let varieties = 0;
  // Texts of the first rows of a block only are there.
  for (; o < end && (order[o] as number) < kept; o++) {
    const i = order[o] as number;
    const text = texts[i] as string;
    let kind = kinds[i] as number;
    const isText = ((KIND_LOW[kind] as number) & TEXT) !== 0 && ((KIND_LOW[kind] as number) & 1) === 0;
    if (isText && (labelled < LABELS || left > 0) && text !== '') {
      if (labelled < LABELS) {
        labelled++;
        labels = addLabel(labels, text);
      }
      if (left > 0) {
        if (((KIND_HIGH[kind] as number) & DEEP) === 0) {
          const before = looked.get(text);
          if (before === undefined) {
            kind = lookClosely(text, foldedHash(text));
            if (looked.size >= 50_000) looked.clear();
            looked.set(text, kind);
            left--;
          } else {
            kind = before;
            left -= REPEATED;
          }
          kinds[i] = kind;
        } else left -= REPEATED;
      }
    }
    countKind(kind, 1);
    if (!isFirst(ids[i] as number)) continue;
    distinct++;
    if (((KIND_HIGH[kind] as number) & DEEP) !== 0) varieties++;
    if (isOwn && stats.tried < OWN_TRIES && text !== '' && /\d/.test(text)) {
      stats.tried++;
      if (isOwn(text)) stats.matched++;
    }
    if (kind === NUMBER_KIND && text !== '') stats.smallest = Math.min(stats.smallest, Number(text));
  }
  let lastId = 0;
  let lastKind = 0;
  let times = 0;
  for (; o < end; o++) {
    const i = order[o] as number;
    const kind = kinds[i] as number;
    if (kind === lastKind) times++;
    else {
      if (times > 0) countKind(lastKind, times);
      lastKind = kind;
      times = 1;
    }
    const id = ids[i] as number;
    if (id === lastId) continue;
    lastId = id;
    if (!isFirst(id)) continue;
    distinct++;
    if (((KIND_HIGH[kind] as number) & DEEP) !== 0) varieties++;
  }
  if (times > 0) countKind(lastKind, times);
  stats.distinct = distinct;
  stats.varieties = varieties;
  stats.widest = distinct;
  stats.labels = labels;
  for (let at = 0; at < touched; at++) {
    const kind = touchedKinds[at] as number;
    addKind(stats, kind, tally[kind] as number);
    tally[kind] = 0;
  }
  return stats;
}

/** Kinds in the column being counted. */
const touchedKinds = new Uint16Array(65_536);
let touched = 0;

function countKind(kind: number, times: number): void {
  const before = tally[kind] as number;
  if (before === 0) touchedKinds[touched++] = kind;
  tally[kind] = before + times;
}

/** Whether an id comes for the first time in the column being counted; in one of very many different values some are taken for seen. */
function isFirst(id: number): boolean {
  let slot = (id ^ (id >>> 13)) & 4095;
  for (let tries = 0; tries < 64; tries++) {
    const key = distinctKeys[slot];
    if (key === id) return false;
    if (key === 0) {
      distinctKeys[slot] = id;
      return true;
    }
    slot = (slot + 1) & 4095;
  }
  return false;
}
