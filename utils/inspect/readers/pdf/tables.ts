// Tables recovered from words and their places. Lines whose words stand in groups far apart form a block; where no line
// of a block has ink, there is the gap between two columns ("coverage valleys"). Pure: boxes in, rows out.
import type { Word } from './words.ts';

export interface Table {
  /** Where columns part, from left to right (x, points): one fewer than columns. */
  separators: number[];
  /** Cells by row; '' is blank. */
  rows: string[][];
  /** The words of each row. */
  words: Word[][];
  /** First and last line of the page that belong to it. */
  firstLine: number;
  lastLine: number;
}

interface Line {
  words: Word[];
  top: number;
  bottom: number;
  middle: number;
  height: number;
  /** Groups of words far apart. */
  groups: { left: number; right: number }[];
}

/** Wider than so many line heights is no blank between words. */
const WIDE = 0.62;
/** So few lines are no table. */
const LEAST_LINES = 3;
/** Lines in one group that may stand within a table: a heading between rows, a wrapped cell. */
const MOST_SINGLES = 2;
/** A wider gap between lines (in line heights) ends a table. */
const FAR_BELOW = 4;
/** A share of lines may cross the gap between two columns: headings over both, texts too long for their cell. */
const CROSSING = 0.08;
/** With so many lines even a narrow gap that no word crosses is a gap between columns. */
const MANY_LINES = 8;
/** Cells longer than this on average are sentences: columns of a newspaper. */
const SENTENCE = 42;

/** Lines from top to bottom, words from left to right. */
export function linesOf(words: readonly Word[]): Line[] {
  const sorted = [...words].sort((a, b) => a.top + a.bottom - b.top - b.bottom);
  const lines: Line[] = [];
  let line: Line | undefined;
  for (const word of sorted) {
    const height = word.bottom - word.top;
    const middle = (word.top + word.bottom) / 2;
    if (line && middle - line.middle <= 0.4 * Math.min(height, line.height)) {
      line.words.push(word);
      line.top = Math.min(line.top, word.top);
      line.bottom = Math.max(line.bottom, word.bottom);
    } else {
      line = { words: [word], top: word.top, bottom: word.bottom, middle, height, groups: [] };
      lines.push(line);
    }
  }
  for (const each of lines) {
    each.words.sort((a, b) => a.left - b.left);
    let group: { left: number; right: number } | undefined;
    for (const word of each.words) {
      if (group && word.left - group.right < WIDE * each.height)
        group.right = Math.max(group.right, word.right);
      else {
        group = { left: word.left, right: word.right };
        each.groups.push(group);
      }
    }
  }
  return lines;
}

/**
 * The tables among `words`.
 * @param before separators of a table that the page before ended with: used again where the words respect them.
 */
export function tablesOf(words: readonly Word[], before?: readonly number[]): Table[] {
  const lines = linesOf(words);
  const tables: Table[] = [];
  for (let i = 0; i < lines.length; ) {
    if (lines[i]!.groups.length < 2) {
      i++;
      continue;
    }
    const end = endOfBlock(lines, i);
    const block = lines.slice(i, end);
    const table = tableOf(block, i, tables.length === 0 ? before : undefined);
    if (table) tables.push(table);
    i = end;
  }
  return tables;
}

function endOfBlock(lines: readonly Line[], start: number): number {
  let end = start + 1;
  let singles = 0;
  for (let i = start + 1; i < lines.length; i++) {
    const line = lines[i]!;
    const previous = lines[i - 1]!;
    if (line.top - previous.bottom > FAR_BELOW * Math.max(line.height, previous.height)) break;
    if (line.groups.length >= 2) {
      singles = 0;
      end = i + 1;
    } else if (++singles > MOST_SINGLES) break;
  }
  return end;
}

function tableOf(
  block: readonly Line[],
  firstLine: number,
  before: readonly number[] | undefined,
): Table | undefined {
  const wide = block.filter((line) => line.groups.length >= 2);
  if (wide.length < LEAST_LINES && !(before && wide.length > 0)) return undefined;
  const goesOn = before !== undefined && respects(block, before);
  const apart = goesOn ? [...before] : wideSeparators(wide);
  if (isNewspaper(block, apart)) return undefined;
  const separators = goesOn ? apart : [...apart, ...narrowSeparators(wide, apart)].sort((a, b) => a - b);
  if (separators.length === 0 || (wide.length < LEAST_LINES && separators.length !== before?.length)) {
    return undefined;
  }
  return fill(block, separators, firstLine);
}

/** Two or three columns, and sentences in them. */
function isNewspaper(block: readonly Line[], separators: readonly number[]): boolean {
  if (separators.length === 0 || separators.length > 2) return false;
  let letters = 0;
  let cells = 0;
  for (const { words } of block) {
    const seen = new Set<number>();
    for (const { column, text } of byColumn(words, separators)) {
      letters += text.length + 1;
      seen.add(column);
    }
    cells += seen.size;
  }
  return letters / cells > SENTENCE;
}

/** Whether hardly any group of words reaches over one of the separators. */
function respects(lines: readonly Line[], separators: readonly number[]): boolean {
  let crossing = 0;
  let several = 0;
  for (const { groups } of lines) {
    if (groups.some(({ left, right }) => separators.some((x) => left < x - 1 && right > x + 1))) crossing++;
    if (groups.length >= 2) several++;
  }
  return several > 0 && crossing <= Math.max(1, CROSSING * 2 * lines.length);
}

function wideSeparators(lines: readonly Line[]): number[] {
  const height = median(lines.map((line) => line.height));
  const groups = lines.map((line) => line.groups);
  return valleys(groups, Math.floor(CROSSING * lines.length), Math.max(2, 0.3 * height));
}

/** Where no word of many lines stands, beside those gaps that are known. */
function narrowSeparators(lines: readonly Line[], known: readonly number[]): number[] {
  if (lines.length < MANY_LINES) return [];
  const height = median(lines.map((line) => line.height));
  const words = lines.map((line) => line.words);
  return valleys(words, 0, Math.max(1.5, 0.18 * height)).filter((x) => {
    if (known.some((other) => Math.abs(other - x) <= 0.5 * height)) return false;
    // A heading of two words leaves a gap as well: the column has to go on on both sides.
    const left = Math.max(Number.NEGATIVE_INFINITY, ...known.filter((other) => other < x));
    const right = Math.min(Number.POSITIVE_INFINITY, ...known.filter((other) => other > x));
    const both = lines.filter(
      (line) =>
        line.words.some((word) => word.left > left && word.right < x) &&
        line.words.some((word) => word.left > x && word.right < right),
    );
    return both.length * 2 > lines.length;
  });
}

/** Middles of the stretches that at most `most` rows cover, between those that more do. Bins of half a point. */
function valleys(
  rows: readonly (readonly { left: number; right: number }[])[],
  most: number,
  least: number,
): number[] {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    for (const { left, right } of row) {
      from = Math.min(from, left);
      to = Math.max(to, right);
    }
  }
  const length = Math.ceil((to - from) * 2) + 2;
  if (!Number.isFinite(length) || length < 3 || length > 60_000) return [];
  const delta = new Int32Array(length + 1);
  for (const row of rows) {
    for (const { left, right } of row) {
      const begin = Math.floor((left - from) * 2);
      delta[begin]!++;
      delta[Math.max(begin + 1, Math.ceil((right - from) * 2))]!--;
    }
  }
  const found: number[] = [];
  let open = -1;
  let count = 0;
  let begun = false;
  for (let i = 0; i < length; i++) {
    count += delta[i]!;
    if (count > most) {
      if (begun && open >= 0 && (i - open) / 2 >= least) found.push(from + (open + i) / 4);
      begun = true;
      open = -1;
    } else if (open < 0) open = i;
  }
  return found;
}

function fill(block: readonly Line[], separators: number[], firstLine: number): Table {
  const columns = separators.length + 1;
  const rows: string[][] = [];
  const words: Word[][] = [];
  let previous: Line | undefined;
  for (const line of block) {
    const cells = new Array<string>(columns).fill('');
    for (const group of byColumn(line.words, separators)) {
      const at = group.column;
      cells[at] = cells[at] === '' ? group.text : `${cells[at]} ${group.text}`;
    }
    const last = rows.at(-1);
    if (last && previous && isContinuation(cells, last, line, previous)) {
      for (const [at, cell] of cells.entries()) {
        if (cell !== '') last[at] = last[at] === '' ? cell : `${last[at]} ${cell}`;
      }
      words.at(-1)!.push(...line.words);
    } else {
      rows.push(cells);
      words.push([...line.words]);
    }
    previous = line;
  }
  return { separators, rows, words, firstLine, lastLine: firstLine + block.length - 1 };
}

function byColumn(words: readonly Word[], separators: readonly number[]): { column: number; text: string }[] {
  return words.map((word) => {
    const middle = (word.left + word.right) / 2;
    let column = 0;
    while (column < separators.length && middle > separators[column]!) column++;
    return { column, text: word.text };
  });
}

/** The second line of a cell that was too long for one: nothing in the first column, close to the line above. */
function isContinuation(
  cells: readonly string[],
  last: readonly string[],
  line: Line,
  previous: Line,
): boolean {
  if (cells[0] !== '' || last[0] === '') return false;
  const filled = cells.filter((cell) => cell !== '').length;
  if (filled * 2 > cells.length || filled >= last.filter((cell) => cell !== '').length) return false;
  return line.middle - previous.middle < 1.3 * Math.max(line.height, previous.height);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
