// Which words of a page nobody sees, and why. Geometry finds the suspects at no cost; where there are any, the page is
// drawn with and without them: a word whose absence changes no pixel cannot be seen, whatever the order of painting.
import type { RuleId } from '../../rules.ts';
import { type Box, share } from './geometry.ts';
import type { Cover, PageObjects, TextObject } from './objects.ts';
import type { Pdfium, Pointer } from './pdfium.ts';
import { changed, flatLight, withAndWithout } from './render.ts';
import type { Word } from './words.ts';

export interface PageBoxes {
  /** What is shown: 0, 0, width, height. */
  shown: Box;
  /** The whole medium, in the same coordinates; equal to `shown` where nothing is cropped. */
  medium: Box;
}

export interface Surroundings extends PageBoxes {
  objects: PageObjects;
  /** Boxes of annotations that can cover text. */
  annotations: readonly Box[];
  /** Objects of layers that are switched off. */
  off: ReadonlySet<Pointer>;
}

export interface Visibility {
  /** Word → the rule that names how it is hidden. Words in plain sight are not in it. */
  hidden: Map<Word, RuleId>;
  /** Words that a scanner's text recognition has laid under or over the picture of the page. */
  recognised: Set<Word>;
}

/** Lighter than this is white enough to vanish on paper. */
const WHITISH = 215;
/** A cover that is as light as the text on it. */
const ALIKE = 70;
/** More transparent than this is as good as nothing. */
const FAINT = 40;
/** Smaller than this (points) is no letter for eyes. */
const TINY = 1.2;
/** So much of a word has to be under a box. */
const COVERED = 0.5;
/** A picture over so much of the page is the page. */
const WHOLE_PAGE = 0.6;
/** A word that is seen changes at least so much of its box. */
const INK = 0.015;
/** Darker than this hides what a scan showed. */
const DARK = 90;

const INVISIBLE_MODES = new Set([3, 7]);
const MEANT = /[\p{L}\p{N}]/u;

export function judgeVisibility(
  pdfium: Pdfium,
  page: Pointer,
  words: readonly Word[],
  { objects, annotations, shown, medium, off }: Surroundings,
): Visibility {
  const hidden = new Map<Word, RuleId>();
  const recognised = new Set<Word>();
  const scan = objects.images.find((image) => share(shown, image) > WHOLE_PAGE);
  const covers = new Grid(objects.covers);
  const suspects: { word: Word; object: TextObject; cover: boolean; unseen: boolean; part?: Box }[] = [];

  for (const word of words) {
    const object = objects.texts.get(word.object);
    if (!object || !MEANT.test(word.text)) continue;
    if (off.has(word.object)) {
      hidden.set(word, 'pdf-layer-off');
      continue;
    }
    if (share(word, shown) === 0) {
      hidden.set(word, share(word, medium) > 0 ? 'pdf-cropped' : 'invisible-text');
      continue;
    }
    if (Math.min(word.bottom - word.top, word.right - word.left) < TINY && word.text.length > 1) {
      hidden.set(word, 'invisible-text');
      continue;
    }
    const unseen = INVISIBLE_MODES.has(object.mode) || object.alpha < FAINT;
    if (unseen && scan) {
      recognised.add(word);
      suspects.push({ word, object, cover: false, unseen });
      continue;
    }
    const cover =
      covers.any(word, (box) =>
        coversText(box, object, box.light === undefined && share(shown, box) > WHOLE_PAGE),
      ) || annotations.some((box) => share(word, box) >= COVERED);
    if (unseen || cover || object.light > WHITISH) suspects.push({ word, object, cover, unseen });
    else {
      const part = covers.part(word, (box) => coversText(box, object, box.light === undefined));
      if (part) suspects.push({ word, object, cover: true, unseen, part });
    }
  }
  if (suspects.length === 0) return { hidden, recognised };

  const pictures = withAndWithout(
    pdfium,
    page,
    new Set(suspects.filter(({ unseen }) => !unseen).map(({ object }) => object.pointer)),
    around(suspects.map(({ word }) => word)),
  );
  if (!pictures) return { hidden, recognised };
  for (const { word, object, cover, unseen, part } of suspects) {
    const inner = part ?? inset(word);
    if (recognised.has(word)) {
      // The scan shows a black bar where its text layer still has words.
      const light = flatLight(pictures.before, inner);
      if (light !== undefined && light < DARK) {
        recognised.delete(word);
        hidden.set(word, 'covered-text');
      }
      continue;
    }
    if (!unseen && changed(pictures.before, pictures.after, inner) > INK) continue;
    const light = flatLight(pictures.before, inner);
    // Half a word under a box: nothing but the box is to be seen there.
    if (part && light === undefined) continue;
    if (unseen) hidden.set(word, 'invisible-text');
    else if (scan && scan.order > object.order && light === undefined) recognised.add(word);
    else if (light === undefined && !underPicture(word) && !overlaid(word)) continue;
    else if (cover && !(object.light > WHITISH && (light ?? 0) > WHITISH)) hidden.set(word, 'covered-text');
    else hidden.set(word, 'invisible-text');
  }

  /** Of two words on the same spot PDFium tells the first: where ink remains, the second one is seen. */
  function overlaid(word: Word): boolean {
    return words.some((other) => other !== word && share(word, other) > 0.2);
  }
  function underPicture(word: Word): boolean {
    return covers.any(word, (cover) => cover.light === undefined);
  }
  forgetDoubles(words, hidden);
  return { hidden, recognised };
}

/** Drawn later, and opaque; or drawn before in the same lightness, so that the text drowns in it. */
function coversText(cover: Cover, text: TextObject, wholePage: boolean): boolean {
  if (cover.order > text.order) return true;
  if (cover.light === undefined) return !wholePage;
  return Math.abs(cover.light - text.light) < ALIKE;
}

/** The smallest box with all of them in it. */
function around(boxes: readonly Box[]): Box {
  const whole = { ...boxes[0]! };
  for (const { left, top, right, bottom } of boxes) {
    whole.left = Math.min(whole.left, left);
    whole.top = Math.min(whole.top, top);
    whole.right = Math.max(whole.right, right);
    whole.bottom = Math.max(whole.bottom, bottom);
  }
  return whole;
}

/** Without the margins, where neighbours reach in. */
function inset(box: Box): Box {
  const x = (box.right - box.left) * 0.05;
  const y = (box.bottom - box.top) * 0.15;
  return { left: box.left + x, right: box.right - x, top: box.top + y, bottom: box.bottom - y };
}

/** The same word is drawn again on the same spot and seen there: a shadow, an outline, a box that was filled in anew. */
function forgetDoubles(words: readonly Word[], hidden: Map<Word, RuleId>): void {
  const seen = new Map<string, Word[]>();
  for (const word of words) {
    if (hidden.has(word)) continue;
    const list = seen.get(word.text);
    if (list) list.push(word);
    else seen.set(word.text, [word]);
  }
  for (const word of [...hidden.keys()]) {
    if (seen.get(word.text)?.some((other) => share(word, other) > 0.4)) hidden.delete(word);
  }
}

/** Covers by the cells of a coarse grid, so that a page of a thousand boxes and words stays quick. */
class Grid {
  private readonly cells = new Map<number, Cover[]>();
  private readonly small: Cover[] = [];
  private readonly large: Cover[] = [];

  constructor(covers: readonly Cover[]) {
    for (const cover of covers) {
      const [x0, x1, y0, y1] = cellsOf(cover);
      if ((x1 - x0 + 1) * (y1 - y0 + 1) > 400) {
        this.large.push(cover);
        continue;
      }
      this.small.push(cover);
      for (let x = x0; x <= x1; x++) {
        for (let y = y0; y <= y1; y++) {
          const key = x * 4096 + y;
          const list = this.cells.get(key);
          if (list) list.push(cover);
          else this.cells.set(key, [cover]);
        }
      }
    }
  }

  /** Whether some cover over most of `box` is one that counts. */
  any(box: Box, counts: (cover: Cover) => boolean): boolean {
    const x = Math.floor((box.left + box.right) / 2 / CELL);
    const y = Math.floor((box.top + box.bottom) / 2 / CELL);
    const fits = (cover: Cover) => share(box, cover) >= COVERED && counts(cover);
    return (this.cells.get(x * 4096 + y)?.some(fits) ?? false) || this.large.some(fits);
  }

  /** The part of a word that a cover lies over from top to bottom, a letter wide at least. */
  part(word: Word, counts: (cover: Cover) => boolean): Box | undefined {
    const height = word.bottom - word.top;
    const letter = (word.right - word.left) / word.text.length;
    for (const cover of this.near(word)) {
      const left = Math.max(word.left, cover.left);
      const right = Math.min(word.right, cover.right);
      const top = Math.max(word.top, cover.top);
      const bottom = Math.min(word.bottom, cover.bottom);
      if (right - left < 0.8 * letter || bottom - top < 0.75 * height || !counts(cover)) continue;
      return inset({ left, right, top, bottom });
    }
    return undefined;
  }

  /** Covers in the cells of `box`, some of them more than once; all where it has more cells than there are covers. */
  private *near(box: Box): Generator<Cover> {
    const [x0, x1, y0, y1] = cellsOf(box);
    // A letter can be made as wide as numbers go.
    if ((x1 - x0 + 1) * (y1 - y0 + 1) > this.small.length) {
      yield* this.small;
      return;
    }
    for (let x = x0; x <= x1; x++) {
      for (let y = y0; y <= y1; y++) yield* this.cells.get(x * 4096 + y) ?? [];
    }
  }
}

/** Points. */
const CELL = 32;

function cellsOf(box: Box): [number, number, number, number] {
  return [
    Math.floor(box.left / CELL),
    Math.floor(box.right / CELL),
    Math.floor(box.top / CELL),
    Math.floor(box.bottom / CELL),
  ];
}
