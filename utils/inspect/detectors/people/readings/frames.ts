// Another reading of a text: lines that repeat a frame (`INSERT INTO t VALUES (1, 'Smith', 'Jane');`, `Whilst Smith is away Jones will
// cover.`) are the rows of a table, whatever the frame is made of. What is the same in the lines divides them; what differs is cells.
import { headingOf } from '../../../lexicon/headers.ts';
import { RANK_TOKENS } from '../../../lexicon/ranks.ts';
import { TITLES } from '../../../lexicon/vocabulary.ts';
import { STUDY } from './within-lines.ts';
import { wordPattern } from './words-of-lines.ts';

/** Lines that are kept, how long they are, and the letters of all of them. */
const KEPT = { lines: 20_000, shortest: 4, longest: 600, letters: 2_000_000 };
/** Lines that make a frame at least; share of them that a word or a sign must be in to belong to it; share that must have all of it. */
const FRAME = { lines: 6, common: 0.8, whole: 0.6 };
/** Kinds of lines, told apart by their signs, that are tried where the text as a whole has no frame; cells of a row. */
const KINDS = 12;
const MOST_CELLS = 24;
/** The same word that many times in a line is told apart. */
const TIMES = 40;

const TOKEN = wordPattern();
const SIGN = /[^\s\p{L}\p{M}\d]/gu;
/** Ranks and titles say who somebody is, however many have the same. */
const SAYS_WHO = new Set([...RANK_TOKENS, ...TITLES]);

/** `b. 3/4/1979` */
const BORN = 'b';

interface Line {
  text: string;
  row: number;
}

/** Rows of a table that a frame makes of lines. */
export interface Framed {
  headings: string[];
  rows: { row: number; cells: string[] }[];
}

interface Token {
  key: string;
  from: number;
  to: number;
}

export class Frames {
  private lines: Line[] = [];
  private letters = 0;

  add(text: string, row: number): void {
    if (STUDY.test(text)) return;
    if (text.length < KEPT.shortest || text.length > KEPT.longest) return;
    if (this.lines.length >= KEPT.lines || this.letters >= KEPT.letters) return;
    this.lines.push({ text, row });
    this.letters += text.length;
  }

  /** The tables that the lines make: one where they all have one frame, else one for each kind of line. */
  tables(): Framed[] {
    const { lines } = this;
    if (lines.length < FRAME.lines) return [];
    const whole = framed(lines);
    if (whole) return [whole];
    const kinds = Map.groupBy(lines, ({ text }) => (text.match(SIGN) ?? []).join(''));
    return [...kinds.values()]
      .filter((kind) => kind.length >= FRAME.lines && kind.length < lines.length)
      .sort((a, b) => b.length - a.length)
      .slice(0, KINDS)
      .flatMap((kind) => framed(kind) ?? [])
      .sort((a, b) => (a.rows[0]?.row ?? 0) - (b.rows[0]?.row ?? 0));
  }
}

/** What a line is made of: each word and sign with how many times it has come before. */
function tokensOf(text: string): Token[] {
  const times = new Map<string, number>();
  return [...text.matchAll(TOKEN)].flatMap(({ 0: word, index }) => {
    const at = (times.get(word) ?? 0) + 1;
    times.set(word, at);
    return at > TIMES ? [] : [{ key: `${word} ${at}`, from: index, to: index + word.length }];
  });
}

/** The lines as rows, if most of them have a frame in common. */
function framed(lines: readonly Line[]): Framed | undefined {
  const counts = new Map<string, number>();
  const all = lines.map(({ text }) => tokensOf(text));
  for (const tokens of all) for (const { key } of tokens) counts.set(key, (counts.get(key) ?? 0) + 1);
  const least = FRAME.common * lines.length;
  const isCommon = ({ key }: Token): boolean => (counts.get(key) as number) >= least && isPartOfFrame(key);
  const frames = all.map((tokens) => tokens.filter(isCommon));
  const byFrame = Map.groupBy(frames.keys(), (at) => frames[at]?.map(({ key }) => key).join('\n') ?? '');
  const [frame, members] = [...byFrame].reduce((a, b) => (b[1].length > a[1].length ? b : a));
  if (frame === '' || members.length < Math.max(FRAME.lines, FRAME.whole * lines.length)) return undefined;
  const rows = members.map((at) => {
    const { text, row } = lines[at] as Line;
    return { row, cells: between(text, frames[at] as Token[]) };
  });
  const width = rows[0]?.cells.length ?? 0;
  const kept = Array.from({ length: width }, (_, at) => at).filter((at) =>
    rows.some(({ cells }) => cells[at] !== '' && cells[at] !== rows[0]?.cells[at]),
  );
  if (kept.length === 0 || kept.length > MOST_CELLS) return undefined;
  const first = lines[members[0] as number] as Line;
  const before = headingsOf(first.text, frames[members[0] as number] as Token[]);
  return {
    headings: kept.map((at) => before[at] as string),
    rows: rows.map(({ row, cells }) => ({ row, cells: kept.map((at) => cells[at] as string) })),
  };
}

/** A figure is no part of a frame, and neither is what says who somebody is. */
const isPartOfFrame = (key: string): boolean => {
  const word = key.slice(0, key.lastIndexOf(' '));
  return !/^\d/.test(word) && !SAYS_WHO.has(word.toLowerCase());
};

/** What stands before, between and behind the parts of a frame. */
function between(text: string, frame: readonly Token[]): string[] {
  const cells: string[] = [];
  let from = 0;
  for (const token of frame) {
    cells.push(text.slice(from, token.from).trim());
    from = token.to;
  }
  cells.push(text.slice(from).trim());
  return cells;
}

/** The words of the frame before each cell, where they are a heading: `user="…"`, `Raised by: …`. */
function headingsOf(text: string, frame: readonly Token[]): string[] {
  const headings = [''];
  let words: string[] = [];
  let end = -1;
  for (const token of frame) {
    const word = text.slice(token.from, token.to);
    // What stands apart from the words before it begins anew; signs end nothing.
    if (text.slice(end, token.from).trim() !== '' && end >= 0) words = [];
    if (/\p{L}/u.test(word)) words.push(word);
    end = token.to;
    if (words.at(-1) === BORN) words.push('born');
    const heading = [words.slice(-2).join(' '), words.at(-1) ?? ''].find((known) => {
      const said = headingOf(known);
      return said !== undefined && !said.loose;
    });
    headings.push(heading ?? '');
  }
  return headings;
}
