// A page made ready for reading: upright, level, without shadows and rules, its lines found.
import { turnBars } from './bars.ts';
import { type Writing, writingOf } from './chains.ts';
import { type Components, componentsOf } from './components.ts';
import { flattened, type Grey, inkOf, stretched } from './grey.ts';
import { type Line, linesOf } from './lines.ts';
import { withoutRules } from './rules.ts';
import { isStraight, levelled, slantOf } from './slant.ts';

export interface Page {
  grey: Grey;
  lines: Line[];
  /** Median height of letters, pixels. */
  letter: number;
}

/** Letters that are broader than high: pixels are twice as high as wide. */
const BROAD = 1.1;
/** Smaller specks on a page that is read (pixels high). */
const LEAST_LETTER = 4;

/** @returns undefined where nothing can be read. */
export function pageOf(source: Grey): Page | undefined {
  let grey = flattened(source);
  let found = look(grey);
  if (found && found.writing.broad > BROAD) {
    grey = stretched(grey);
    found = look(grey);
  }
  if (!found) return undefined;
  const slant = slantOf(found.parts, found.writing, grey.width, grey.height);
  if (!isStraight(slant, grey.height)) grey = levelled(grey, slant);
  let ink = inkOf(grey);
  if (turnBars(grey, ink, found.writing.letter)) ink = inkOf(grey);
  withoutRules(ink, grey, found.writing.letter);
  const parts = componentsOf(ink);
  const writing = parts && writingOf(parts, LEAST_LETTER);
  if (!parts || !writing) return undefined;
  return { grey, lines: linesOf(parts, writing), letter: writing.letter };
}

function look(grey: Grey): { parts: Components; writing: Writing } | undefined {
  const parts = componentsOf(inkOf(grey));
  const writing = parts && writingOf(parts, LEAST_LETTER);
  return parts && writing ? { parts, writing } : undefined;
}
