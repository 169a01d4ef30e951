// Cells that name several people each, by lines or commas: `PC Smith, PC Jones, DS Khan`. They are taken apart, and read as a list.
import { headingOf } from '../../../lexicon/headers.ts';
import { personNameScore } from '../../../lexicon/names/index.ts';
import { RANK_TOKENS } from '../../../lexicon/ranks.ts';
import type { TableChunk } from '../../../part.ts';
import { isNameBehindRank } from '../cells/classify.ts';

/** Cells that are tried before a table without such lists is left alone, and the share of them that must be lists. */
const TRIES = { cells: 200, share: 0.2, most: 20_000 };
/** Of the pieces of a cell, so many must be people; each by so high a name score. */
const PEOPLE = { pieces: 2, share: 0.6, score: 0.6, ranked: 0.4 };

/** One column of single people, as a list. */
export class CellLists {
  private feed: (chunk: TableChunk) => void;
  /** The row of the table that each row of the list came from. */
  private rows: number[] = [];
  private tried = 0;
  private lists = 0;
  private columns = { first: 0xffffffff, last: 0 };

  constructor(feed: (chunk: TableChunk) => void) {
    this.feed = feed;
  }

  /** @param heading the text at the top of the cell's column, if any */
  add(row: number, col: number, text: string, heading: { row: number; text: string } | undefined): void {
    if (this.tried >= TRIES.most || (this.tried >= TRIES.cells && this.lists < TRIES.share * this.tried))
      return;
    this.tried++;
    const people = peopleIn(text);
    if (people.length === 0) return;
    this.lists++;
    if (this.rows.length === 0 && heading && isOfPeople(heading.text)) this.put(heading.row, heading.text);
    for (const person of people) this.put(row, person);
    this.columns.first = Math.min(this.columns.first, col);
    this.columns.last = Math.max(this.columns.last, col);
  }

  /** Cells that named several people. */
  get count(): number {
    return this.lists;
  }

  /** Where rows of the list stand in the table. */
  span(first: number, last: number): [firstRow: number, lastRow: number, firstCol: number, lastCol: number] {
    return [this.rows[first] ?? 0, this.rows[last] ?? 0, this.columns.first, this.columns.last];
  }

  private put(row: number, text: string): void {
    const at = Uint32Array.of(this.rows.length);
    this.rows.push(row);
    const zero = Uint32Array.of(0);
    this.feed({ count: 1, rows: at, cols: zero, values: zero, flags: new Uint8Array(1), strings: [text] });
  }
}

/** What stands between people: the first that gives people counts. */
const APART = [/;#(?:\d{1,9};#)?/, /\n/, /[;|]/, /\s[&+]\s/, /\s\/\s/, /[,/]|\s[&+]\s|\sand\s/];

/** The people that a cell names; nobody where it is something else, or one who fills it. */
function peopleIn(text: string): string[] {
  for (const apart of APART) {
    const pieces = text
      .split(apart)
      .map((piece) => piece.trim())
      .filter((piece) => piece !== '');
    if (pieces.length < PEOPLE.pieces) continue;
    const people = pieces.filter(isPerson).length;
    if (people >= PEOPLE.pieces && people >= PEOPLE.share * pieces.length) return pieces;
  }
  return oneIn(text);
}

/** `Desk 14⏎Jane Doe`: lines of which one is a name, and the others a place, a number or a post. */
function oneIn(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length < 2 || lines.length > ONE.lines) return [];
  const people = lines.filter(isPerson);
  return people.length === 1 && lines.some((line) => /\d/.test(line)) ? people : [];
}
const ONE = { lines: 4 };

/** A whole name, or a rank and a name. */
export function isPerson(text: string): boolean {
  const words = text.split(/\s+/);
  if (words.length < 2 || words.length > 6) return false;
  if (isNameBehindRank(text)) return true;
  const ranked = RANK_TOKENS.has((words[0] as string).toLowerCase().replace(/[^a-z]/g, ''));
  return personNameScore(text).score >= (ranked ? PEOPLE.ranked : PEOPLE.score);
}

function isOfPeople(text: string): boolean {
  const heading = headingOf(text);
  return heading !== undefined && (heading.what === 'name' || heading.owner !== undefined);
}
