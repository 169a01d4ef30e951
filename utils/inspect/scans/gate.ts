// Is this picture a page of text? Asked of every picture that is not tiny, so it has to be quick: on a small copy, letters
// that stand in a row side by side, several rows of them, and not much else.
import type { Raster } from '../pixels/raster.ts';
import { type Chain, type Writing, writingOf } from './chains.ts';
import { type Components, componentsOf } from './components.ts';
import { flattened, type Grey, greyOf, inkOf } from './grey.ts';

/** The longest side of the copy that is looked at, pixels. */
export const GATE_SIDE = 1024;

export interface Gate {
  /** Lines run up and down: a quarter turn makes them level. */
  sideways: boolean;
  /** About how many lines there are. */
  lines: number;
  /** Median height of letters, as a share of the longest side. */
  letter: number;
  /** Lines are cut up by wide gaps, as those of tables are, and not those of a letter. */
  tabular: boolean;
  /** There is nothing on it but writing, rules, and a speck here and there: no photo, no crest, no seal. */
  bare: boolean;
}

/** So few letters are a logo, a label, a sign. */
const LEAST_LETTERS = 40;
const LEAST_LINES = 4;
/** Of all that could be letters, so much stands in rows of three and more. */
const IN_ROWS = 0.55;
/** A cell's code is as high as the letters of its line (against their median), stands on it, and is no farther from it than that. */
const ALIKE = 0.7;
const SAME_LINE = 0.35;
const IN_REACH = 40;
/** Larger ones (as a share of the longest side) are a poster or no letters at all. */
const MOST_LETTER = 0.05;
/** Runs of letters a line, from which on it has columns. */
const COLUMNS = 1.8;
/** Larger than writing, against its height on both sides; a box of rules is as large, but mostly paper. */
const LARGE = 3;
const FULL = 0.12;
/** Thinner than this, against the height of letters, is a rule. */
const THIN = 0.5;
/**
 * In no square of so many letter heights does what is neither writing nor a rule fill more than this: dots of an i and dirt do
 * not, a photo does, even where a fax made specks of it.
 */
const SQUARE = 4;
const MOST_SPECKS = 0.2;

const asked = new WeakMap<Raster, { gate: Gate | undefined }>();

/** The same of a picture that others ask about as well: each is looked at once. @param raster at GATE_SIDE. */
export function gateAt(raster: Raster): Gate | undefined {
  let known = asked.get(raster);
  if (!known) {
    known = { gate: gateOf(greyOf(raster)) };
    asked.set(raster, known);
  }
  return known.gate;
}

/** @returns undefined where it is no page of text. */
export function gateOf(small: Grey): Gate | undefined {
  const parts = componentsOf(inkOf(flattened(small)));
  if (!parts) return undefined;
  const level = measure(writingOf(parts));
  // The same components, seen from the side.
  const side = measure(
    level.share > 0.85
      ? undefined
      : writingOf({
          ...parts,
          left: parts.top,
          right: parts.bottom,
          top: parts.left,
          bottom: parts.right,
        }),
  );
  const sideways = side.inRows > level.inRows * 1.2;
  const best = sideways ? side : level;
  const letter = best.letter / Math.max(small.width, small.height);
  if (letter > MOST_LETTER) return undefined;
  if (best.inRows < LEAST_LETTERS || best.lines < LEAST_LINES || best.share < IN_ROWS) return undefined;
  const { lines } = best;
  return { sideways, lines, letter, tabular: best.runs >= COLUMNS * lines, bare: isBare(parts, best, small) };
}

function isBare(parts: Components, { letter, written }: Measured, { width, height }: Grey): boolean {
  const side = Math.max(8, SQUARE * letter);
  const across = Math.ceil(width / side);
  const specks = new Uint32Array(across * Math.ceil(height / side));
  for (let i = 0; i < parts.count; i++) {
    if (written.has(i)) continue;
    const wide = parts.right[i]! - parts.left[i]!;
    const high = parts.bottom[i]! - parts.top[i]!;
    const area = parts.area[i]!;
    if (Math.min(wide, high) <= THIN * letter && area > 4) {
      if (Math.max(wide, high) > LARGE * letter) continue;
    } else if (Math.min(wide, high) > LARGE * letter) {
      if (area > FULL * wide * high) return false;
      continue;
    }
    const x = Math.floor((parts.left[i]! + parts.right[i]!) / 2 / side);
    const y = Math.floor((parts.top[i]! + parts.bottom[i]!) / 2 / side);
    specks[y * across + x]! += area;
  }
  return specks.every((area) => area <= MOST_SPECKS * side * side);
}

interface Measured {
  inRows: number;
  share: number;
  lines: number;
  letter: number;
  runs: number;
  /** Components that are letters beside others. */
  written: ReadonlySet<number>;
}

/** Chains of one or two letters on the line of a longer one: codes in the cells of a rota. */
function isBeside({ left, right, bottom, top }: Chain, long: readonly Chain[], letter: number): boolean {
  if (bottom - top < ALIKE * letter) return false;
  return long.some(
    (other) =>
      Math.abs(other.bottom - bottom) < SAME_LINE * letter &&
      Math.max(other.left - right, left - other.right) < IN_REACH * letter,
  );
}

function measure(writing: Writing | undefined): Measured {
  const written = new Set<number>();
  if (!writing) return { inRows: 0, share: 0, lines: 0, letter: 0, runs: 0, written };
  let inRows = 0;
  let beside = 0;
  let runs = 0;
  const feet: number[] = [];
  const long = writing.chains.filter(({ letters }) => letters.length >= 3);
  for (const chain of writing.chains) {
    if (chain.letters.length < 3 && isBeside(chain, long, writing.letter)) {
      beside += chain.letters.length;
      runs++;
    }
    if (chain.letters.length > 1) for (const letter of chain.letters) written.add(letter);
    if (chain.letters.length < 3) continue;
    inRows += chain.letters.length;
    feet.push(chain.bottom);
  }
  feet.sort((a, b) => a - b);
  let lines = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const foot of feet) {
    if (foot - last > writing.letter) {
      lines++;
      last = foot;
    }
  }
  return {
    inRows,
    share: (inRows + beside) / Math.max(1, writing.letters),
    lines,
    letter: writing.letter,
    runs: runs + feet.length,
    written,
  };
}
