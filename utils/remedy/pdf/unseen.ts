// Takes out of a page what nobody sees of it: texts that leave no mark on the page, single letters under a box, pictures
// that lie under others or beyond the crop. What can be seen is told by drawing the page with and without them.
import { area, type Box, type Project, share } from '../../inspect/readers/pdf/geometry.ts';
import { type PageObjects, readObjects } from '../../inspect/readers/pdf/objects.ts';
import { boxesOf } from '../../inspect/readers/pdf/page.ts';
import type { Document, Pdfium, Pointer } from '../../inspect/readers/pdf/pdfium.ts';
import { changed, flatLight, lookingScale, type Picture, render } from '../../inspect/readers/pdf/render.ts';
import { judgeVisibility, type PageBoxes } from '../../inspect/readers/pdf/visibility.ts';
import { readWords, type Word } from '../../inspect/readers/pdf/words.ts';
import type { RuleId } from '../../inspect/rules.ts';

export interface Unseen {
  /** What was taken out: words and pictures by rule. */
  counts: Map<RuleId, number>;
  /** Something is covered in part that cannot be taken out by itself: the page has to become a picture. */
  mixed: boolean;
  /** Where words too small to be read were taken out, as the page is shown. */
  specks: Box[];
}

/** So many pictures of a page are looked at one by one. */
const MOST_IMAGES = 60;
/** Of a picture that is partly out of sight so much is taken for something. */
const PART = 0.003;
/** So much of a picture under something is worth a look at it alone. */
const COVERED = 0.9;
/** A bleed is less than this share of its picture. */
const BLEED = 0.05;
/** Letters that are smaller (points) are specks: the reader calls them hidden. */
const SPECK = 1.2;
/** Smaller pictures (points a side) show nobody. */
const LEAST_IMAGE = 8;
/** Of a letter, so much of its box may change by its neighbours' ink. */
const NEIGHBOUR = 0.01;
/** More letters than this are no page. */
const MOST_LETTERS = 400_000;

interface Letter {
  index: number;
  /** As it is shown, and in the page's own coordinates: left, top, right, bottom. */
  box: Box;
  own: [left: number, top: number, right: number, bottom: number];
  blank: boolean;
}

export function takeOutUnseen(pdfium: Pdfium, document: Document, page: Pointer, index: number): Unseen {
  const { call } = pdfium;
  const { shown, medium, project } = boxesOf(pdfium, document, page, index);
  const objects = readObjects(pdfium, page, project, false);
  const result: Unseen = { counts: new Map(), mixed: objects.tooMany, specks: [] };
  const count = (rule: RuleId, number: number) =>
    result.counts.set(rule, (result.counts.get(rule) ?? 0) + number);
  const top = new Set<Pointer>();
  for (let i = 0; i < call.FPDFPage_CountObjects!(page); i++) top.add(call.FPDFPage_GetObject!(page, i));
  const scale = lookingScale(pdfium, page);
  const before = render(pdfium, page, scale);
  if (!before) return { ...result, mixed: true };

  const doomed = new Set<Pointer>();
  const letters: Letter[] = [];
  if (objects.texts.size > 0) texts(before);
  images(before);
  drawings();
  let dirty = false;
  for (const pointer of doomed) {
    if (!top.has(pointer)) {
      // Within a form: its instructions are not written anew.
      result.mixed = true;
    } else if (call.FPDFPage_RemoveObject!(page, pointer)) {
      call.FPDFPageObj_Destroy!(pointer);
      dirty = true;
    }
  }
  for (const quad of runsOf(letters)) {
    for (const [at, value] of quad.entries()) pdfium.view.setFloat32(pdfium.scratch + 4 * at, value, true);
    if (call.EPDFText_RedactInRect!(page, pdfium.scratch, 1, 0)) dirty = true;
    else result.mixed = true;
  }
  if (dirty && !call.FPDFPage_GenerateContent!(page)) result.mixed = true;
  return result;

  function texts(now: Picture): void {
    const without = pictureWithout(pdfium, page, [...objects.texts.keys()], scale);
    if (!without) {
      result.mixed = true;
      return;
    }
    const hiddenOf = new Map<Pointer, Box[]>();
    for (const [word, rule] of hiddenWords(pdfium, page, objects, { shown, medium, project })) {
      count(rule, 1);
      if (Math.min(word.bottom - word.top, word.right - word.left) < SPECK) result.specks.push(word);
      const known = hiddenOf.get(word.object);
      if (known) known.push(word);
      else hiddenOf.set(word.object, [word]);
    }
    const byObject = lettersOf(pdfium, page, project, objects);
    if (!byObject) {
      result.mixed = true;
      return;
    }
    for (const pointer of objects.texts.keys()) {
      const known = hiddenOf.get(pointer) ?? [];
      const real = (byObject.get(pointer) ?? []).filter(({ blank }) => !blank);
      if (real.length === 0) {
        // Letters that nobody can name, or none: where the whole box is unmoved, nothing is lost.
        const box = boundsOf(pdfium, pointer, project, top.has(pointer));
        if (box && changed(now, without, box) === 0) doomed.add(pointer);
        continue;
      }
      const gone = real.filter(
        ({ box }) =>
          changed(now, without, inset(box)) <= NEIGHBOUR ||
          known.some(
            (one) =>
              share(box, one) > 0.5 &&
              (result.specks.includes(one) || flatLight(now, inset(box)) !== undefined),
          ),
      );
      if (gone.length === 0) continue;
      if (known.length === 0 && gone.length === real.length) count('invisible-text', 1);
      if (gone.length === real.length && top.has(pointer)) doomed.add(pointer);
      else {
        letters.push(
          ...gone.filter((letter) => gone.length === real.length || known.length > 0 || isRun(gone, letter)),
        );
      }
    }
  }

  function images(now: Picture): void {
    const large = objects.images.filter(
      (image) => Math.min(image.right - image.left, image.bottom - image.top) >= LEAST_IMAGE,
    );
    if (large.length === 0) return;
    const without = pictureWithout(
      pdfium,
      page,
      large.map(({ pointer }) => pointer),
      scale,
    );
    let alone = 0;
    for (const image of large) {
      let isUnseen = without !== undefined && changed(now, without, grown(image)) === 0;
      // Under another picture: only without it by itself can that be told.
      const isUnder = objects.covers.some(
        (cover) => cover.order > image.order && share(image, cover) > COVERED,
      );
      if (!isUnseen && isUnder && ++alone <= MOST_IMAGES) {
        const bare = pictureWithout(pdfium, page, [image.pointer], scale);
        isUnseen = bare !== undefined && changed(now, bare, grown(image)) === 0;
      }
      if (isUnseen) doomed.add(image.pointer);
      else if (share(image, medium) - share(image, shown) > BLEED || coversPart(image, now))
        result.mixed = true;
    }
  }

  /** A box was put over a part of the picture where there is something to be seen without it. */
  function coversPart(image: PageObjects['images'][number], now: Picture): boolean {
    const covers = objects.covers.filter(
      (cover) =>
        cover.order > image.order && cover.light !== undefined && share(image, overlap(image, cover)) > PART,
    );
    if (covers.length === 0) return false;
    const without = pictureWithout(
      pdfium,
      page,
      covers.map(({ pointer }) => pointer),
      scale,
    );
    if (!without) return true;
    return covers.some((cover) => {
      const part = inset(overlap(image, cover));
      return changed(now, without, part) > PART && flatLight(without, part) === undefined;
    });
  }

  /** Lines and shapes that lie beyond the crop altogether. */
  function drawings(): void {
    if (area(medium) <= area(shown) * 1.01) return;
    for (const pointer of top) {
      const type = call.FPDFPageObj_GetType!(pointer);
      if (type !== PATH && type !== SHADING && type !== FORM) continue;
      const box = boundsOf(pdfium, pointer, project, true);
      if (box && area(box) > 0 && share(box, shown) === 0) doomed.add(pointer);
    }
  }
}

const PATH = 2;
const SHADING = 4;
const FORM = 5;

/** Neighbours are hidden as well: one letter alone may be a thin one. */
function isRun(letters: readonly Letter[], letter: Letter): boolean {
  return letters.some((other) => Math.abs(other.index - letter.index) === 1);
}

/** Words that the reader calls hidden, as it does when the page is inspected. */
export function hiddenWords(
  pdfium: Pdfium,
  page: Pointer,
  objects: PageObjects,
  { shown, medium, project }: PageBoxes & { project: Project },
): Map<Word, RuleId> {
  const words = readWords(pdfium, page, project);
  const { hidden } = judgeVisibility(pdfium, page, words, {
    objects,
    annotations: [],
    shown,
    medium,
    off: new Set(),
  });
  return hidden;
}

/** Boxes over letters that follow one another on a line: their middles, so that neighbours stay. */
function runsOf(letters: readonly Letter[]): Letter['own'][] {
  const runs: Letter['own'][] = [];
  let last: Letter | undefined;
  for (const letter of [...letters].sort((a, b) => a.index - b.index)) {
    const own = inner(letter.own);
    const run = runs.at(-1);
    const isNext = last?.index === letter.index - 1 && Math.abs(last.own[1] - letter.own[1]) < 0.5;
    if (run && isNext && Math.abs(last!.own[3] - letter.own[3]) < 0.5) {
      run[0] = Math.min(run[0], own[0]);
      run[2] = Math.max(run[2], own[2]);
    } else runs.push(own);
    last = letter;
  }
  return runs;
}

function pictureWithout(
  pdfium: Pdfium,
  page: Pointer,
  objects: readonly Pointer[],
  scale: number,
  region?: Box,
): Picture | undefined {
  for (const object of objects) pdfium.call.FPDFPageObj_SetIsActive!(object, 0);
  const picture = render(pdfium, page, scale, region);
  for (const object of objects) pdfium.call.FPDFPageObj_SetIsActive!(object, 1);
  return picture;
}

/** Only of objects that stand on the page itself: those in forms are told in the form's coordinates. */
function boundsOf(pdfium: Pdfium, object: Pointer, project: Project, onPage: boolean): Box | undefined {
  const { call, scratch } = pdfium;
  if (!onPage || !call.FPDFPageObj_GetBounds!(object, scratch, scratch + 4, scratch + 8, scratch + 12))
    return undefined;
  return project(pdfium.float(0), pdfium.float(1), pdfium.float(2), pdfium.float(3));
}

/** The letters of each text, by what draws them; undefined where they are too many. */
function lettersOf(
  pdfium: Pdfium,
  page: Pointer,
  project: Project,
  objects: PageObjects,
): Map<Pointer, Letter[]> | undefined {
  const { call, scratch } = pdfium;
  const letters = new Map<Pointer, Letter[]>();
  const textPage = call.FPDFText_LoadPage!(page);
  if (textPage === 0) return undefined;
  try {
    const count = call.FPDFText_CountChars!(textPage);
    if (count > MOST_LETTERS) return undefined;
    for (let index = 0; index < count; index++) {
      if (call.FPDFText_IsGenerated!(textPage, index)) continue;
      const object = call.FPDFText_GetTextObject!(textPage, index);
      if (!objects.texts.has(object) || !call.FPDFText_GetLooseCharBox!(textPage, index, scratch)) continue;
      const own: Letter['own'] = [pdfium.float(0), pdfium.float(1), pdfium.float(2), pdfium.float(3)];
      const code = call.FPDFText_GetUnicode!(textPage, index);
      const letter: Letter = {
        index,
        own,
        box: project(own[0], own[3], own[2], own[1]),
        blank: code <= 32 || (code >= 160 && /\s/.test(String.fromCodePoint(code & 0x10ffff))),
      };
      const list = letters.get(object);
      if (list) list.push(letter);
      else letters.set(object, [letter]);
    }
    return letters;
  } finally {
    call.FPDFText_ClosePage!(textPage);
  }
}

function overlap(a: Box, b: Box): Box {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

function grown({ left, top, right, bottom }: Box): Box {
  return { left: left - 1, top: top - 1, right: right + 1, bottom: bottom + 1 };
}

/** Without the margins, where neighbours reach in. */
function inset(box: Box): Box {
  const x = (box.right - box.left) * 0.1;
  const y = (box.bottom - box.top) * 0.15;
  return { left: box.left + x, right: box.right - x, top: box.top + y, bottom: box.bottom - y };
}

/** The middle of a letter: enough for it to be taken out, and not its neighbours. */
function inner([left, top, right, bottom]: Letter['own']): Letter['own'] {
  const x = (right - left) * 0.3;
  const y = (top - bottom) * 0.3;
  return [left + x, top - y, right - x, bottom + y];
}
