// Records that stand one under the other in one column without a word of what is what: name, rank, station; name, rank, station.
import { foldedHash } from '../../../lexicon/text.ts';
import { type Class, has, personOf, surnameOf } from '../cells/classes.ts';
import { lookClosely, quickKind } from '../cells/classify.ts';

/** What can be told by its values alone, and so marks the same place of every record. */
const ANCHORS: readonly (readonly Class[])[] = [
  ['rank', 'rank-short'],
  ['grade'],
  ['number', 'code'],
  ['person-email', 'office-email'],
  ['date'],
  ['phone'],
  ['postcode'],
  ['gender'],
];

/** Lines of a record; records that there must be; share of the cells that records make up, and of the anchors that stand evenly. */
const STACK = { least: 2, most: 8, records: 4, covered: 0.6, evenly: 0.7 };
/** What the names of a stack must score in the mean, and the first of them by itself. */
const NAMES = { mean: 0.4, first: 0.3, whole: 0.6 };

/** How the records of a column are built. */
export interface StackShape {
  /** Cells of a record. */
  size: number;
  /** What marks the record, and how many of its cells stand before that. */
  anchor: readonly Class[] | 'name';
  before: number;
}

const kindOfText = (text: string): number => quickKind(text, foldedHash(text), false);

/** The shape of the records that most of the cells are; nothing where they are none. */
export function stackOf(texts: readonly string[]): StackShape | undefined {
  if (texts.length < STACK.records * STACK.least) return undefined;
  const kinds = texts.map(kindOfText);
  for (const anchor of ANCHORS) {
    const at = [...kinds.keys()].filter((i) => isAnchor(kinds[i] as number, anchor));
    const size = evenStep(at);
    if (size === undefined || at.length < STACK.records || at.length * size < STACK.covered * texts.length)
      continue;
    const before = nameBefore(texts, at, size);
    if (before !== undefined) return { size, anchor, before };
  }
  return byNames(texts);
}

/** Records that begin with a name, and have nothing else that can be told by its values. */
function byNames(texts: readonly string[]): StackShape | undefined {
  const at = [...texts.keys()].filter((i) => isWholeName(texts[i] as string));
  const size = evenStep(at);
  if (size === undefined || at.length < STACK.records || at.length * size < STACK.covered * texts.length)
    return undefined;
  return { size, anchor: 'name', before: 0 };
}

function isWholeName(text: string): boolean {
  if (!/^\p{Lu}/u.test(text) || !text.includes(' ') || text.length > 60) return false;
  const kind = lookClosely(text, foldedHash(text));
  if (OTHERWISE.some((name) => has(kind, name))) return false;
  return personOf(kind) >= NAMES.whole;
}
const OTHERWISE = ['place', 'unit', 'rank', 'org', 'role'] as const;

const isAnchor = (kind: number, anchor: readonly Class[]): boolean => anchor.some((name) => has(kind, name));

/** The distance at which most of the places follow upon one another. */
function evenStep(places: readonly number[]): number | undefined {
  const times = new Map<number, number>();
  for (let i = 1; i < places.length; i++) {
    const step = (places[i] as number) - (places[i - 1] as number);
    times.set(step, (times.get(step) ?? 0) + 1);
  }
  for (const [step, n] of times)
    if (step >= STACK.least && step <= STACK.most && n >= STACK.evenly * (places.length - 1)) return step;
  return undefined;
}

/** How many cells before the anchor a record begins: with its name, or with the anchor; nothing where no cell of it is a name. */
function nameBefore(texts: readonly string[], anchors: readonly number[], size: number): number | undefined {
  let best = 0;
  let score = 0;
  for (let distance = 1; distance < size; distance++) {
    const scores = anchors.map((at) => texts[at - distance]).filter((text) => text !== undefined);
    if (scores.length === 0) continue;
    const mean = scores.reduce((sum, text) => sum + nameLike(text), 0) / scores.length;
    if (mean > score) {
      best = distance;
      score = mean;
    }
  }
  if (score < NAMES.mean) return undefined;
  const first = texts[(anchors[0] as number) - best];
  // Where nobody's name stands so far before the first anchor, records begin with the anchor.
  return first !== undefined && nameLike(first) >= NAMES.first ? best : 0;
}

function nameLike(text: string): number {
  if (!/^\p{L}/u.test(text)) return 0;
  const kind = lookClosely(text, foldedHash(text));
  if (has(kind, 'place') || has(kind, 'unit') || has(kind, 'rank') || has(kind, 'org')) return 0;
  return has(kind, 'word') ? Math.max(surnameOf(kind), personOf(kind)) : personOf(kind);
}

/** So many records in a row whose names are not known as such are still records. */
const MISSED = 3;

/** A cell of the column. */
export interface StackCell {
  row: number;
  text: string;
  flags: number;
}

/** Puts the cells together again to records, one after the other. A line that is missing makes one record shorter, and no more. */
export class Stack {
  private shape: StackShape;
  private put: (record: readonly StackCell[]) => void;
  private queue: StackCell[] = [];
  private isBegun = false;
  /** Records in a row whose anchor was not known. */
  private missed = 0;

  constructor(shape: StackShape, put: (record: readonly StackCell[]) => void) {
    this.shape = shape;
    this.put = put;
  }

  add(cell: StackCell): void {
    this.queue.push(cell);
    if (!this.isAnchor(cell.text)) {
      const { anchor, size } = this.shape;
      // A name that is not known as one stands where the next record begins.
      if (anchor === 'name' && this.isBegun && this.queue.length >= 2 * size && this.missed < MISSED) {
        this.missed++;
        this.emit(size);
      }
      // Far more lines than a record has are no record: remarks at the end.
      if (this.queue.length > 4 * STACK.most) this.emit(this.queue.length - STACK.most);
      return;
    }
    this.missed = 0;
    const start = this.queue.length - 1 - this.shape.before;
    if (start > 0) this.emit(start);
    this.isBegun = true;
  }

  private isAnchor(text: string): boolean {
    const { anchor } = this.shape;
    return anchor === 'name' ? isWholeName(text) : isAnchor(kindOfText(text), anchor);
  }

  /** Whether the cells of late have been records: hardly more lines since the last anchor than one has. */
  get goesOn(): boolean {
    return this.queue.length <= 2 * this.shape.size;
  }

  end(): void {
    if (this.queue.length > 0) this.emit(this.queue.length);
  }

  private emit(count: number): void {
    const cells = this.queue.splice(0, count);
    if (this.isBegun) this.put(cells.slice(0, this.shape.size));
    else this.putHeadings(cells.slice(-this.shape.size));
  }

  /** What stands above the first record: its headings, or titles, which are left out. */
  private putHeadings(cells: readonly StackCell[]): void {
    if (cells.length === this.shape.size && cells.every(({ text }) => has(kindOfText(text), 'heading')))
      this.put(cells);
  }
}
