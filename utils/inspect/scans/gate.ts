// Is this picture a page of text? Asked of every picture that is not tiny, so it has to be quick: on a small copy, letters
// that stand in a row side by side, several rows of them, and not much else.
import { type Writing, writingOf } from './chains.ts';
import { componentsOf } from './components.ts';
import { flattened, type Grey, inkOf } from './grey.ts';

/** The longest side of the copy that is looked at, pixels. */
export const GATE_SIDE = 1024;

export interface Gate {
  /** Lines run up and down: a quarter turn makes them level. */
  sideways: boolean;
  /** About how many lines there are. */
  lines: number;
  /** Median height of letters, as a share of the longest side. */
  letter: number;
}

/** So few letters are a logo, a label, a sign. */
const LEAST_LETTERS = 40;
const LEAST_LINES = 4;
/** Of all that could be letters, so much stands in rows of three and more. */
const IN_ROWS = 0.55;
/** Larger ones (as a share of the longest side) are a poster or no letters at all. */
const MOST_LETTER = 0.05;

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
  return { sideways, lines: best.lines, letter };
}

function measure(writing: Writing | undefined): {
  inRows: number;
  share: number;
  lines: number;
  letter: number;
} {
  if (!writing) return { inRows: 0, share: 0, lines: 0, letter: 0 };
  let inRows = 0;
  const feet: number[] = [];
  for (const chain of writing.chains) {
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
  return { inRows, share: inRows / Math.max(1, writing.letters), lines, letter: writing.letter };
}
