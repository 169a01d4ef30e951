// A cleaned copy of a PDF: comments out, forms and stamps drawn into their pages, what nobody sees taken out by PDFium, and
// then everything made anew of what the pages draw. Each page is drawn before and after; where it is not the same, or where
// something stays hidden, the page becomes a picture of itself.
import { Damaged, Encrypted } from '../../inspect/errors.ts';
import type { Budget, LoadAsset } from '../../inspect/reader.ts';
import type { Box } from '../../inspect/readers/pdf/geometry.ts';
import { readObjects } from '../../inspect/readers/pdf/objects.ts';
import { boxesOf } from '../../inspect/readers/pdf/page.ts';
import { type Document, type Pdfium, type Pointer, withPdfium } from '../../inspect/readers/pdf/pdfium.ts';
import { readBookmarks, readInfo, readScripts } from '../../inspect/readers/pdf/properties.ts';
import { lookingScale, type Picture, render } from '../../inspect/readers/pdf/render.ts';
import { readStructure, revisionsOf } from '../../inspect/readers/pdf/structure.ts';
import { Ledger, Refused } from '../remedy.ts';
import { Objects } from './objects.ts';
import type { PagePicture } from './pages.ts';
import { pictureOfPage } from './picture.ts';
import { scrubbed } from './scrub.ts';
import { BadSyntax } from './syntax.ts';
import { hiddenWords, takeOutUnseen } from './unseen.ts';

const MOST_BYTES = 256 * 1024 ** 2;
const MOST_PAGES = 5000;
/** `FPDF_GetFormType`: a form whose pages are made by a program when it is opened. */
const XFA_FULL = 2;
/** `FPDF_ANNOT_…` */
const ANNOTATION = { text: 1, link: 2, popup: 16, file: 17, sound: 18, widget: 20, redact: 28 } as const;
/** Kinds that people put there to say something. */
const COMMENTS = new Set([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
/** Kinds of which nothing belongs to the page's look. */
const NO_LOOK = new Set<number>([ANNOTATION.text, ANNOTATION.popup, ANNOTATION.file, ANNOTATION.sound]);
const FLAG_HIDDEN = 2 | 32;
/** `FPDFPage_Flatten` */
const FLATTEN_FAILED = 0;

export interface PdfOptions {
  asset: LoadAsset;
  budget: Budget;
}

/** @throws Refused, ReadError */
export function cleanPdf(file: Blob, { asset, budget }: PdfOptions): Promise<{ file: Blob; ledger: Ledger }> {
  if (file.size > MOST_BYTES) throw new Refused('too-large');
  return withPdfium(asset, async (pdfium) => {
    budget.spend(file.size);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const ledger = new Ledger();
    const original = open(pdfium, bytes);
    try {
      if (original.pages === 0) throw new Refused('unread');
      if (original.pages > MOST_PAGES) throw new Refused('too-large');
      if (pdfium.call.FPDF_GetFormType!(original.handle) === XFA_FULL) throw new Refused('dynamic-form');
      await noteDocument(pdfium, original, bytes, ledger, budget);
      for (let i = 0; i < original.pages; i++) {
        await onPage(original, i, (page) => takeOutComments(pdfium, page, ledger));
      }
      const stripped = await strip(pdfium, bytes, ledger, budget);
      return { file: await settle(pdfium, original, stripped, ledger, budget), ledger };
    } catch (error) {
      if (error instanceof BadSyntax) throw new Refused('unread');
      throw error;
    } finally {
      original.close();
    }
  });
}

function open(pdfium: Pdfium, bytes: Uint8Array): Document {
  try {
    return pdfium.open(bytes);
  } catch (error) {
    if (error instanceof Encrypted) throw new Refused('password');
    if (error instanceof Damaged) throw new Refused('unread');
    throw error;
  }
}

/** @throws Refused where the page cannot be opened. */
async function onPage<T>(
  document: Document,
  index: number,
  use: (page: Pointer) => Promise<T> | T,
): Promise<T> {
  const result = await document.withPage(index, async (page) => ({ value: await use(page) }));
  if (!result) throw new Refused('unread');
  return result.value;
}

/** What goes with the document as a whole. */
async function noteDocument(
  pdfium: Pdfium,
  document: Document,
  bytes: Uint8Array<ArrayBuffer>,
  ledger: Ledger,
  budget: Budget,
): Promise<void> {
  const isLocked = pdfium.call.EPDF_IsEncrypted!(document.handle) !== 0;
  const structure = await readStructure(isLocked ? pdfium.decrypted(bytes) : bytes, budget);
  if (structure.xmp.length > 0 || readInfo(pdfium, document).size > 0) ledger.add('metadata');
  ledger.add('macros', readScripts(pdfium, document).length);
  ledger.add('bookmarks', readBookmarks(pdfium, document).length);
  const listed = pdfium.call.FPDFDoc_GetAttachmentCount!(document.handle);
  ledger.add('pdf-attachment', Math.max(listed, structure.files.length));
  if (structure.layersOff) ledger.add('pdf-layer-off');
  ledger.add('earlier-version', revisionsOf(bytes).length);
}

/**
 * Notes and pinned files go, redactions that were drawn are carried out. What is left of annotations belongs to the look of
 * the page.
 */
function takeOutComments(pdfium: Pdfium, page: Pointer, ledger: Ledger | undefined): void {
  const { call } = pdfium;
  let redactions = false;
  for (let i = call.FPDFPage_GetAnnotCount!(page) - 1; i >= 0; i--) {
    const annotation = call.FPDFPage_GetAnnot!(page, i);
    if (annotation === 0) continue;
    const subtype = call.FPDFAnnot_GetSubtype!(annotation);
    const hidden = (call.FPDFAnnot_GetFlags!(annotation) & FLAG_HIDDEN) !== 0;
    call.FPDFPage_CloseAnnot!(annotation);
    if (COMMENTS.has(subtype)) ledger?.add('pdf-comments');
    else if (subtype === ANNOTATION.widget) ledger?.add('form-fields');
    else if (subtype === ANNOTATION.link) ledger?.add('links');
    if (subtype === ANNOTATION.redact) redactions = true;
    else if (hidden || NO_LOOK.has(subtype)) call.FPDFPage_RemoveAnnot!(page, i);
  }
  if (!redactions) return;
  ledger?.add('covered-text');
  call.EPDFPage_ApplyRedactions!(page);
  call.FPDFPage_GenerateContent!(page);
}

interface Stripped {
  stripped: Uint8Array<ArrayBuffer>;
  /** Pages, from 0, that have to become pictures. */
  pictures: Set<number>;
  /** Page → where letters too small to be read were taken out: it may look different there. */
  specks: Map<number, Box[]>;
}

/**
 * The same file with everything drawn into its pages, and without what nobody sees of them. @throws Refused
 */
async function strip(pdfium: Pdfium, bytes: Uint8Array, ledger: Ledger, budget: Budget): Promise<Stripped> {
  const document = pdfium.open(bytes);
  const pictures = new Set<number>();
  const specks = new Map<number, Box[]>();
  try {
    for (let i = 0; i < document.pages; i++) {
      budget.spend(0);
      await onPage(document, i, (page) => {
        takeOutComments(pdfium, page, undefined);
        // Fields whose look is made when it is asked for have one from now on.
        render(pdfium, page, 0.1, undefined, document.form());
        if (pdfium.call.FPDFPage_Flatten!(page, 0) === FLATTEN_FAILED) pictures.add(i);
      });
      await onPage(document, i, (page) => {
        const { counts, mixed, specks: gone } = takeOutUnseen(pdfium, document, page, i);
        if (gone.length > 0) specks.set(i, gone);
        for (const [rule, count] of counts) ledger.add(rule, count);
        if (mixed) pictures.add(i);
      });
    }
    return { stripped: pdfium.saved(document), pictures, specks };
  } finally {
    document.close();
  }
}

/** Makes the copy, looks at each page of it, and makes it once more with pictures of the pages that are not as they were. */
async function settle(
  pdfium: Pdfium,
  original: Document,
  { stripped, pictures: asPictures, specks }: Stripped,
  ledger: Ledger,
  budget: Budget,
): Promise<Blob> {
  const objects = new Objects(stripped);
  const pictures = new Map<number, PagePicture>();
  const takePictures = async (pages: Iterable<number>) => {
    for (const at of pages) {
      budget.spend(0);
      const picture = await onPage(original, at, (page) => pictureOfPage(pdfium, page, original.form()));
      if (!picture) throw new Refused('too-large');
      budget.spend(picture.data.length);
      pictures.set(at, picture);
    }
  };
  await takePictures(asPictures);
  const make = async () => {
    const made = await scrubbed(objects, original.pages, pictures, budget);
    if (made.unfit.length === 0) return made.file;
    await takePictures(made.unfit);
    return (await scrubbed(objects, original.pages, pictures, budget)).file;
  };
  const copy = await make();
  const wrong = await wrongPages(pdfium, original, copy, { pictures, specks }, budget);
  if (wrong.length > 0) await takePictures(wrong);
  ledger.add('pages-to-pictures', pictures.size);
  return wrong.length > 0 ? await make() : copy;
}

/** Pages of the copy that do not look as they did, or in which something is hidden still. */
async function wrongPages(
  pdfium: Pdfium,
  original: Document,
  copy: Blob,
  { pictures, specks }: { pictures: ReadonlyMap<number, PagePicture>; specks: Stripped['specks'] },
  budget: Budget,
): Promise<number[]> {
  const wrong: number[] = [];
  const document = open(pdfium, new Uint8Array(await copy.arrayBuffer()));
  try {
    if (document.pages !== original.pages) throw new Refused('unread');
    for (let i = 0; i < original.pages; i++) {
      if (pictures.has(i)) continue;
      budget.spend(0);
      const before = await onPage(original, i, (page) =>
        render(pdfium, page, lookingScale(pdfium, page), undefined, original.form()),
      );
      const isRight = await document.withPage(i, (page) => {
        const after = render(pdfium, page, lookingScale(pdfium, page));
        if (!before || !after) return false;
        for (const speck of specks.get(i) ?? []) for (const one of [before, after]) blank(one, speck);
        if (!isSame(before, after)) return false;
        const boxes = boxesOf(pdfium, document, page, i);
        const objects = readObjects(pdfium, page, boxes.project, false);
        return hiddenWords(pdfium, page, objects, boxes).size === 0;
      });
      if (!isRight) wrong.push(i);
    }
    return wrong;
  } finally {
    document.close();
  }
}

/** A difference of light that an eye can see, of 255, and how many pixels may have it: the rims of a letter. */
const SEEN = 20;
const MOST_DIFFERENT = 8;

function isSame(before: Picture, after: Picture): boolean {
  if (before.width !== after.width || before.height !== after.height) return false;
  let different = 0;
  for (let i = 0; i < before.pixels.length; i += 4) {
    if (
      Math.abs(before.pixels[i]! - after.pixels[i]!) > SEEN ||
      Math.abs(before.pixels[i + 1]! - after.pixels[i + 1]!) > SEEN ||
      Math.abs(before.pixels[i + 2]! - after.pixels[i + 2]!) > SEEN
    ) {
      if (++different > MOST_DIFFERENT) return false;
    }
  }
  return true;
}

function blank({ pixels, width, height, scale }: Picture, box: Box): void {
  const [left, right] = [Math.floor(box.left * scale) - 1, Math.ceil(box.right * scale) + 1];
  const [top, bottom] = [Math.floor(box.top * scale) - 1, Math.ceil(box.bottom * scale) + 1];
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
    pixels.fill(
      0,
      (y * width + Math.max(0, left)) * 4,
      (y * width + Math.min(width, Math.max(0, right))) * 4,
    );
  }
}
