// One page: its words in plain sight and those that are hidden, its tables, pictures, comments and fields.
import type { Place } from '../../part.ts';
import type { ReadContext } from '../../reader.ts';
import type { RuleId } from '../../rules.ts';
import { type Annotations, readAnnotations } from './annotations.ts';
import type { Attachments } from './attachments.ts';
import { area, type Box, projection, share } from './geometry.ts';
import type { Images } from './images.ts';
import { objectsOff } from './layers.ts';
import { textOf } from './layout.ts';
import { type PageImage, type PageObjects, readObjects } from './objects.ts';
import type { Document, Pdfium, Pointer } from './pdfium.ts';
import { putText } from './properties.ts';
import type { Vocabulary } from './revisions.ts';
import { TableStream } from './table-stream.ts';
import { tablesOf } from './tables.ts';
import { judgeVisibility } from './visibility.ts';
import { readWords, type Word } from './words.ts';

/** What goes on from page to page. */
export interface Walk {
  context: ReadContext;
  pdfium: Pdfium;
  /** The form's handle, or 0. */
  form: Pointer;
  /** The document has layers that are switched off. */
  layersOff: boolean;
  attachments: Attachments;
  images: Images;
  /** By rule; '' is in plain sight. */
  tables: Map<RuleId | '', TableStream>;
  found: PageFindings;
  /** What the document says, where there are earlier versions to compare it with. */
  vocabulary: Vocabulary | undefined;
}

/** How much is there. */
export interface Amount {
  words?: number;
  images?: number;
  drawings?: number;
  entries?: number;
}

/** Counted over all pages, said once for each way of hiding and page. */
export interface PageFindings {
  add(rule: RuleId, page: number, amount: Amount): void;
  /** Pages whose text was recognised from a scan. */
  recognised: number[];
  redactions: number[];
}

/** So much of a picture outside is no hairline of rounding. */
const OUTSIDE = 0.02;

/** @param number counts from 1. */
export async function readPage(walk: Walk, document: Document, page: Pointer, number: number): Promise<void> {
  const { context, pdfium, found } = walk;
  const { shown, medium, project } = boxesOf(pdfium, document, page, number - 1);
  const place = [...context.place, `page ${number}`];
  const objects = readObjects(pdfium, page, project, walk.layersOff);
  context.signal.throwIfAborted();
  const words = readWords(pdfium, page, project);
  context.budget.spend(words.length * 8);
  const annotations = readAnnotations(pdfium, page, project, walk.form);
  const off = objectsOff(pdfium, page, objects.layered);
  const { hidden, recognised } = judgeVisibility(pdfium, page, words, {
    objects,
    annotations: annotations.covers,
    shown,
    medium,
    off,
  });
  if (walk.vocabulary) for (const word of words) walk.vocabulary.add(word.text);
  if (off.size > 0) sayOff(walk, objects, off, number);
  redact(annotations, words, hidden);
  if (annotations.redactions.length > 0) found.redactions.push(number);
  if (recognised.size > 0) found.recognised.push(number);

  const groups = new Map<RuleId | '', Word[]>([['', []]]);
  for (const word of words) {
    const rule = hidden.get(word) ?? '';
    const group = groups.get(rule);
    if (group) group.push(word);
    else groups.set(rule, [word]);
  }
  putFields(annotations, groups);
  for (const [rule, group] of groups) {
    putWords(walk, rule, group, number, place);
    if (rule !== '' && isSomething(group)) found.add(rule, number, { words: group.length });
  }
  putText(context, [...place, 'annotations'], annotations.visible);
  if (annotations.comments > 0) {
    found.add('pdf-comments', number, { entries: annotations.comments });
    putText(context, [...place, 'comments'], annotations.texts, [...context.hidden, 'pdf-comments']);
  }
  for (const file of annotations.files) await walk.attachments.one(pdfium, file, place);
  await putImages(
    walk,
    page,
    objects,
    off,
    words.length - hidden.size - recognised.size === 0,
    shown,
    medium,
    number,
    place,
  );
}

/** What stands in layers that are switched off, beside its words. */
function sayOff({ found }: Walk, objects: PageObjects, off: ReadonlySet<Pointer>, number: number): void {
  let images = 0;
  let drawings = 0;
  for (const { pointer } of objects.layered) {
    if (!off.has(pointer) || objects.texts.has(pointer)) continue;
    if (objects.images.some((image) => image.pointer === pointer)) images++;
    else drawings++;
  }
  found.add('pdf-layer-off', number, { ...(images ? { images } : {}), ...(drawings ? { drawings } : {}) });
}

/** `EPDF_GetPageBoxByIndex`: what pages inherit counts as well. */
const MEDIA_BOX = 0;

export function boxesOf(pdfium: Pdfium, document: Document, page: Pointer, index: number) {
  const { call, scratch } = pdfium;
  const box = () => ({
    left: pdfium.float(0),
    top: pdfium.float(1),
    right: pdfium.float(2),
    bottom: pdfium.float(3),
  });
  call.FPDF_GetPageBoundingBox!(page, scratch);
  const crop = box();
  const project = projection(crop, call.FPDFPage_GetRotation!(page));
  const shown = project(crop.left, crop.bottom, crop.right, crop.top);
  let medium = shown;
  if (call.EPDF_GetPageBoxByIndex!(document.handle, index, MEDIA_BOX, scratch)) {
    const whole = box();
    medium = project(whole.left, whole.bottom, whole.right, whole.top);
  }
  return { shown, medium, project };
}

/** Words under a redaction that nobody has carried out. */
function redact(annotations: Annotations, words: readonly Word[], hidden: Map<Word, RuleId>): void {
  if (annotations.redactions.length === 0) return;
  for (const word of words) {
    if (annotations.redactions.some((box) => share(word, box) >= 0.5)) hidden.set(word, 'covered-text');
  }
}

/** A form's values stand where the form shows them, so that a roster typed into it is a table as well. */
function putFields({ fields }: Annotations, groups: Map<RuleId | '', Word[]>): void {
  for (const { value, hidden, ...box } of fields) {
    const rule = hidden ? 'invisible-text' : '';
    const group = groups.get(rule) ?? [];
    groups.set(rule, group);
    for (const [at, line] of value.split(/\r\n|[\r\n]/).entries()) {
      if (line.trim() === '') continue;
      const height = Math.min(12, box.bottom - box.top);
      const top = box.top + at * height;
      group.push({
        text: line.trim(),
        object: 0,
        newLine: true,
        left: box.left,
        right: Math.min(box.right, box.left + line.length * height * 0.5),
        top,
        bottom: top + height,
      });
    }
  }
}

/** A digit or two under a curve of a chart is nothing that anybody hides. */
function isSomething(words: readonly Word[]): boolean {
  return words.some(({ text }) => /\p{L}{2}|\p{N}{3}/u.test(text));
}

function putWords(walk: Walk, rule: RuleId | '', words: readonly Word[], number: number, place: Place): void {
  if (words.length === 0) return;
  const hidden = rule === '' ? walk.context.hidden : [...walk.context.hidden, rule];
  let stream = walk.tables.get(rule);
  if (!stream) {
    stream = new TableStream(walk.context, hidden);
    walk.tables.set(rule, stream);
  }
  const tables = tablesOf(words, stream.before(number));
  stream.put(tables, number, place);
  const text = textOf(words, tables);
  if (text !== '') walk.context.sink.text({ place, hidden, text });
}

async function putImages(
  walk: Walk,
  page: Pointer,
  { images, drawings, covers }: PageObjects,
  off: ReadonlySet<Pointer>,
  textless: boolean,
  shown: Box,
  medium: Box,
  number: number,
  place: Place,
): Promise<void> {
  const cropped = area(medium) > area(shown) * 1.01;
  const hiddenOf = (image: PageImage): RuleId | undefined =>
    off.has(image.pointer)
      ? 'pdf-layer-off'
      : cropped && outsideCrop(image, shown, medium)
        ? 'pdf-cropped'
        : undefined;
  const outside = cropped ? images.filter((image) => hiddenOf(image) === 'pdf-cropped').length : 0;
  if (outside > 0) walk.found.add('pdf-cropped', number, { images: outside });
  const drawn = cropped ? drawings.filter((box) => outsideCrop(box, shown, medium)).length : 0;
  if (drawn > 0) walk.found.add('pdf-cropped', number, { drawings: drawn });
  await walk.images.ofPage(
    walk.pdfium,
    page,
    images,
    shown,
    place,
    textless,
    drawings.length + covers.length,
    hiddenOf,
  );
}

/** A part of it lies on the medium, but beyond the crop. */
function outsideCrop(box: Box, shown: Box, medium: Box): boolean {
  return share(box, medium) - share(box, shown) > OUTSIDE;
}
