// A page while it is read: line by line, each once, a few for the probe and all of them where that is worth it.
import type { Word } from '../readers/pdf/words.ts';
import type { Line, Segment } from './lines.ts';
import type { Page } from './page.ts';
import { type Strip, stripOf } from './strip.ts';
import type { Read, Recogniser } from './tesseract.ts';

/** All pages are as wide as A4 in points, so that columns of one page can be held against those of the next. */
const PAGE_WIDTH = 595;
/** A line as high as this many of its capitals, and how much of it is above its foot. */
const LINE = 1.6;
const ABOVE_FOOT = 1.25;
/** A blank between two words is narrower than so many capitals are high. */
const BLANK = 0.8;

export interface ReadLine {
  words: (Read & { piece: number })[];
  /** Text between wide gaps. */
  cells: string[];
  /** Mean of the words' confidence by their letters, 0 to 100; 0 where nothing was read. */
  confidence: number;
  /** How much of the line was read, 0 to 1. */
  share: number;
}

/** A line without gaps that is longer than so many of its capitals are high is prose, or a row of many narrow columns. */
const LONG = 26;
/** So much of it (in the same measure) tells which of the two. */
const PIECE = 15;

/** One segment, and a long one. */
export function isLong({ segments, cap }: Line): boolean {
  const [only] = segments;
  return segments.length === 1 && only!.right - only!.left > LONG * cap;
}

export class Reading {
  readonly page: Page;
  private readonly recogniser: Recogniser;
  private readonly done = new Map<Line, ReadLine>();
  private readonly glanced = new Map<Line, ReadLine>();

  constructor(page: Page, recogniser: Recogniser) {
    this.page = page;
    this.recogniser = recogniser;
  }

  /** Up to `count` lines, evenly over the page; those with hardly anything on them are left out. */
  sample(count: number): Line[] {
    const { lines } = this.page;
    const rich = lines.filter((line) => line.segments.reduce((sum, { letters }) => sum + letters, 0) >= 6);
    const from = rich.length > 0 ? rich : lines;
    if (from.length <= count) return from;
    return Array.from({ length: count }, (_, i) => from[Math.floor(((i + 0.5) * from.length) / count)]!);
  }

  /** A line, or a piece of it where it is long: its beginning or its end, so that a row shows now this column, now that. */
  glance(line: Line): ReadLine {
    const known = this.done.get(line) ?? this.glanced.get(line);
    if (known) return known;
    if (!isLong(line)) return this.line(line);
    const [whole] = line.segments as [Segment];
    const long = PIECE * line.cap;
    const share = long / (whole.right - whole.left);
    const piece =
      this.glanced.size % 2 === 0
        ? { ...whole, right: whole.left + long }
        : { ...whole, left: whole.right - long };
    const read = this.read({ ...line, segments: [piece], left: piece.left, right: piece.right }, share);
    this.glanced.set(line, read);
    return read;
  }

  line(line: Line): ReadLine {
    let read = this.done.get(line);
    if (!read) {
      read = this.read(line, 1);
      this.done.set(line, read);
    }
    return read;
  }

  private read(line: Line, share: number): ReadLine {
    const strip = stripOf(this.page.grey, line);
    const cells = new Array<string>(strip.pieces.length).fill('');
    let weight = 0;
    let confidence = 0;
    const words = snapped(this.recogniser.line(strip), strip).map((word) => {
      const middle = (word.left + word.right) / 2;
      let piece = strip.pieces.findIndex(({ to }) => middle < to + 20);
      if (piece < 0) piece = strip.pieces.length - 1;
      cells[piece] = cells[piece] === '' ? word.text : `${cells[piece]} ${word.text}`;
      weight += word.text.length;
      confidence += word.text.length * word.confidence;
      const { from, left, scale } = strip.pieces[piece]!;
      return {
        ...word,
        left: left + (word.left - from) / scale,
        right: left + (word.right - from) / scale,
        piece,
      };
    });
    return { words, cells, confidence: weight === 0 ? 0 : confidence / weight, share };
  }

  /**
   * All that has been read, line by line, in points on a page as wide as A4. Words with no more than a blank between them
   * are one, so that a heading that is wider than the column below is not divided between two.
   */
  words(): Word[][] {
    const scale = PAGE_WIDTH / this.page.grey.width;
    const lines: Word[][] = [];
    for (const line of this.page.lines) {
      const read = this.done.get(line);
      const words: Word[] = [];
      let before: Word | undefined;
      for (const { text, left, right } of read?.words ?? []) {
        if (before && left * scale - before.right < BLANK * line.cap * scale) {
          before.text += ` ${text}`;
          before.right = right * scale;
          continue;
        }
        before = {
          text,
          object: 0,
          newLine: words.length === 0,
          left: left * scale,
          right: right * scale,
          top: (line.foot - ABOVE_FOOT * line.cap) * scale,
          bottom: (line.foot + (LINE - ABOVE_FOOT) * line.cap) * scale,
        };
        words.push(before);
      }
      if (words.length > 0) lines.push(words);
    }
    return lines;
  }
}

/** How far (pixels of the strip) the recogniser may be wrong about where a word ends. */
const WRONG = 26;

/** The recogniser says only roughly where words begin and end: the blank between two of them is where there is no ink. */
function snapped(words: readonly Read[], { blanks }: Strip): Read[] {
  const out = words.map((word) => ({ ...word }));
  for (let i = 0; i + 1 < out.length; i++) {
    const left = out[i]!;
    const right = out[i + 1]!;
    const middle = (left.right + right.left) / 2;
    let best: { from: number; to: number } | undefined;
    let score = 0;
    for (const blank of blanks) {
      const distance = Math.max(0, blank.from - middle, middle - blank.to);
      if (distance > WRONG || blank.from <= left.left || blank.to >= right.right) continue;
      const value = (blank.to - blank.from) / (1 + distance / 4);
      if (value > score) {
        score = value;
        best = blank;
      }
    }
    if (!best) continue;
    left.right = best.from;
    right.left = best.to;
  }
  return out;
}
