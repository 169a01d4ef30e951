// What is written beside a face: is this a warrant card, a pass, an identity card, or a board of a team with names below the
// photos? Asked only where a picture has a face with room beside it; first on the small copy, whether there are a few
// short lines of writing near by, and only then are these read.
import type { FacesAt } from '../faces/look.ts';
import { personNameScore } from '../lexicon/names/index.ts';
import { RANK_TOKENS } from '../lexicon/ranks.ts';
import type { Picture } from '../pixels/pictures.ts';
import { cut, type Raster, turn } from '../pixels/raster.ts';
import type { LoadAsset } from '../reader.ts';
import { trimEnd } from '../trim.ts';
import { type Chain, writingOf } from './chains.ts';
import { componentsOf } from './components.ts';
import { flattened, type Grey, greyOf, inkOf } from './grey.ts';
import { pageOf } from './page.ts';
import { Reading } from './reading.ts';
import { recogniser } from './tesseract.ts';

/** What stands beside the faces. */
export interface Beside {
  /** Words of a card, and whose it is. */
  isCard: boolean;
  /** Lines with a name, with or without a rank. */
  names: number;
  numbers: number;
  ranks: number;
}

/** The copy on which writing is looked for, pixels a side. */
const SMALL_SIDE = 1024;
/** Writing on a card is so far from the face at most, in sides of the face. */
const REACH_X = 9;
const REACH_Y = 7;
/** Letters on a card, against the face's side. */
const LOW_LETTER = 0.04;
const HIGH_LETTER = 0.75;
/** So much writing is worth reading: lines, letters in rows of three and more. */
const LEAST_LINES = 3;
const LEAST_LETTERS = 14;
/** More lines, and longer ones, beside one face are an article with a photograph. */
const MOST_LINES = 22;
const LONG_LINE = 45;
/** Of the picture around a face: its photo, in sides of the face to each side, above, below. */
const PHOTO = { side: 1.05, above: 1.2, below: 1.15 };
const LETTER = 22;
const MOST_READ_SIDE = 3600;
const MOST_READ_LINES = 40;
/** Letters read with less confidence are none. */
const LEGIBLE = 45;

/** What only a card says. */
const CARD =
  /\b(warrant|identity|identification|id card|(staff|visitor'?s?|temporary|security) pass|pass (no|number)|card (no|number|holder)|holder|bearer|valid (to|until)|expir(es|y)|date of issue|issued|collar (no|number)|shoulder (no|number)|(staff|employee|employment|payroll) (no|number|id)|contractor|visitor|gwarant|cerdyn|deiliad)\b/i;
/** What a card says, and a van, a wall and a jacket as well. */
const FORCE = /\b(police|constabulary|heddlu|constable|special constabulary|force|pcso)\b/i;
const NUMBER = /^[A-Z]{0,3}[-/]?\d{3,8}[A-Z]{0,2}$/;

/** @returns undefined where there is nothing to read beside the faces. */
export async function besideFaces(
  picture: Picture,
  page: number,
  at: FacesAt,
  asset: LoadAsset,
  check: () => void,
): Promise<Beside | undefined> {
  const whole = await picture.page(page, SMALL_SIDE);
  if (!whole || at.boxes.length === 0) return undefined;
  const small = at.quarters === 0 ? whole : turn(whole, at.quarters);
  const area = writingNear(greyOf(small), at);
  if (!area) return undefined;
  const scale = Math.max(1, LETTER / area.letter);
  const side = Math.min(MOST_READ_SIDE, Math.round(Math.max(small.width, small.height) * scale));
  const large = await picture.page(page, side);
  if (!large) return undefined;
  const lines = await readLines(at.quarters === 0 ? large : turn(large, at.quarters), area, at, asset, check);
  return told(lines, at.boxes.length);
}

/** A part of the small copy, in shares of it. */
interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Height of its letters on the small copy, pixels. */
  letter: number;
}

function writingNear(grey: Grey, at: FacesAt): Area | undefined {
  const { width, height } = grey;
  const flat = flattened(grey);
  const ink = inkOf(flat);
  for (const photo of photosOf(at, width, height)) fill(ink.data, width, photo, 0);
  const parts = componentsOf(ink);
  const writing = parts && writingOf(parts);
  if (!writing) return undefined;
  const faces = at.boxes.map((box) => ({
    x: box.x * width,
    y: box.y * height,
    side: Math.sqrt(box.width * width * box.height * height),
  }));
  const near = writing.chains.filter((chain) => {
    if (chain.letters.length < 3) return false;
    const x = (chain.left + chain.right) / 2;
    const y = (chain.top + chain.bottom) / 2;
    const letter = chain.bottom - chain.top;
    return faces.some(
      (face) =>
        Math.abs(x - face.x) < REACH_X * face.side &&
        Math.abs(y - face.y) < REACH_Y * face.side &&
        letter > LOW_LETTER * face.side &&
        letter < HIGH_LETTER * face.side,
    );
  });
  const letters = near.reduce((sum, chain) => sum + chain.letters.length, 0);
  const lines = linesIn(near);
  if (lines < LEAST_LINES || letters < LEAST_LETTERS) return undefined;
  if (lines > MOST_LINES * faces.length || letters > LONG_LINE * lines) return undefined;
  const heights = near.map((chain) => chain.bottom - chain.top).sort((a, b) => a - b);
  const letter = heights[heights.length >> 2]!;
  const room = 2 * letter;
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), 0);
  return {
    left: Math.max(0, least(near.map((chain) => chain.left)) - room) / width,
    top: Math.max(0, least(near.map((chain) => chain.top)) - room) / height,
    right: Math.min(width, most(near.map((chain) => chain.right)) + room) / width,
    bottom: Math.min(height, most(near.map((chain) => chain.bottom)) + room) / height,
    letter,
  };
}

/** How many lines the chains stand on. */
function linesIn(chains: readonly Chain[]): number {
  let lines = 0;
  let foot = Number.NEGATIVE_INFINITY;
  for (const chain of [...chains].sort((a, b) => a.bottom - b.bottom)) {
    if (chain.bottom - foot < 0.6 * (chain.bottom - chain.top)) continue;
    foot = chain.bottom;
    lines++;
  }
  return lines;
}

type Box = [left: number, top: number, right: number, bottom: number];

/** The photos that the faces belong to, in whole pixels. */
function photosOf(at: FacesAt, width: number, height: number): Box[] {
  return at.boxes.map((box) => {
    const across = box.width * width;
    const down = box.height * height;
    const x = box.x * width;
    const y = box.y * height;
    return [
      Math.max(0, Math.floor(x - PHOTO.side * across)),
      Math.max(0, Math.floor(y - PHOTO.above * down)),
      Math.min(width, Math.ceil(x + PHOTO.side * across)),
      Math.min(height, Math.ceil(y + PHOTO.below * down)),
    ];
  });
}

function fill(data: Uint8Array, width: number, [left, top, right, bottom]: Box, value: number): void {
  for (let y = top; y < bottom; y++) if (right > left) data.fill(value, y * width + left, y * width + right);
}

async function readLines(
  large: Raster,
  area: Area,
  at: FacesAt,
  asset: LoadAsset,
  check: () => void,
): Promise<string[][]> {
  const left = Math.floor(area.left * large.width);
  const top = Math.floor(area.top * large.height);
  const width = Math.ceil(area.right * large.width) - left;
  const height = Math.ceil(area.bottom * large.height) - top;
  const grey = greyOf(cut(large, left, top, width, height));
  // The photo itself becomes paper: hair and cloth have strokes like letters.
  const paper = medianOf(grey.data);
  for (const [l, t, r, b] of photosOf(at, large.width, large.height)) {
    const box: Box = [
      Math.max(0, l - left),
      Math.max(0, t - top),
      Math.min(width, r - left),
      Math.min(height, b - top),
    ];
    fill(grey.data, width, box, paper);
  }
  const page = pageOf(grey);
  if (!page) return [];
  const reading = new Reading(page, await recogniser(asset));
  const lines: string[][] = [];
  for (const line of page.lines.slice(0, MOST_READ_LINES)) {
    check();
    if (line.segments.reduce((sum, { letters }) => sum + letters, 0) < 3) continue;
    const { cells, confidence } = reading.line(line);
    if (confidence >= LEGIBLE) lines.push(cells.filter((cell) => cell !== ''));
  }
  return lines;
}

function medianOf(data: Uint8Array): number {
  const histogram = new Uint32Array(256);
  for (const value of data) histogram[value]!++;
  let left = data.length / 2;
  for (let value = 0; value < 256; value++) {
    left -= histogram[value]!;
    if (left <= 0) return value;
  }
  return 255;
}

function told(lines: readonly (readonly string[])[], faces: number): Beside | undefined {
  let names = 0;
  let numbers = 0;
  let ranks = 0;
  let card = 0;
  let force = 0;
  let prose = 0;
  for (const cells of lines) {
    const text = cells.join(' ');
    if (CARD.test(text)) card++;
    if (FORCE.test(text)) force++;
    for (const cell of cells) {
      const words = cell
        .split(/\s+/)
        .map((word) => trimEnd(word.replace(/^[^\p{L}\p{N}]+/u, ''), /[^\p{L}\p{N}]/u));
      if (words.length > 8) prose++;
      if (words.some((word) => NUMBER.test(word))) numbers++;
      if (words.some((word) => RANK_TOKENS.has(word.toLowerCase()))) ranks++;
      if (isName(words)) names++;
    }
  }
  if (lines.length === 0 || prose > lines.length / 3) return undefined;
  const isCard =
    (card > 0 && (names > 0 || numbers > 0)) ||
    (force > 0 && names > 0 && (numbers > 0 || ranks > 0)) ||
    (names > 0 && numbers > 0 && ranks > 0);
  return { isCard: isCard && (faces <= 2 || names + numbers >= faces / 2), names, numbers, ranks };
}

/** Two to four words that are a name, a rank before them or not. */
function isName(words: readonly string[]): boolean {
  const bare = words.filter(
    (word) => /^\p{Lu}[\p{L}\p{M}'’-]*$/u.test(word) && !RANK_TOKENS.has(word.toLowerCase()),
  );
  if (bare.length < 2 || bare.length > 4 || bare.length < words.length - 2) return false;
  return personNameScore(bare.join(' ')).score >= 0.55;
}
