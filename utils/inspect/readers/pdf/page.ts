// One page: its words in plain sight and those that are hidden, its tables, pictures, comments and fields.
import type { Place } from '../../part.ts';
import type { ReadContext } from '../../reader.ts';
import type { RuleId } from '../../rules.ts';
import { type Annotations, readAnnotations } from './annotations.ts';
import type { Attachments } from './attachments.ts';
import { area, type Box, projection, share } from './geometry.ts';
import type { Images } from './images.ts';
import { textOf } from './layout.ts';
import { type PageImage, type PageObjects, readObjects } from './objects.ts';
import type { Pdfium, Pointer } from './pdfium.ts';
import { putText } from './properties.ts';
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
}

/** Counted over all pages, said once for each way of hiding and page. */
export interface PageFindings {
  add(rule: RuleId, page: number, amount: { words?: number; images?: number; entries?: number }): void;
  /** Pages whose text was recognised from a scan. */
  recognised: number[];
  redactions: number[];
}

/** So much of a picture outside is no hairline of rounding. */
const OUTSIDE = 0.02;

/** @param number counts from 1. */
export async function readPage(walk: Walk, page: Pointer, number: number): Promise<void> {
  const { context, pdfium, found } = walk;
  const { shown, medium, project } = boxesOf(pdfium, page);
  const place = [...context.place, `page ${number}`];
  const objects = readObjects(pdfium, page, project);
  context.signal.throwIfAborted();
  const words = readWords(pdfium, page, project);
  context.budget.spend(words.length * 8);
  const annotations = readAnnotations(pdfium, page, project, walk.form);
  const layersOff = walk.layersOff;
  const { hidden, recognised } = judgeVisibility(pdfium, page, words, {
    objects,
    annotations: annotations.covers,
    shown,
    medium,
    layersOff,
  });
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
    if (rule !== '') found.add(rule, number, { words: group.length });
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
    words.length - hidden.size - recognised.size === 0,
    shown,
    medium,
    number,
    place,
  );
}

function boxesOf(pdfium: Pdfium, page: Pointer) {
  const { call, scratch } = pdfium;
  call.FPDF_GetPageBoundingBox!(page, scratch);
  const crop = {
    left: pdfium.float(0),
    top: pdfium.float(1),
    right: pdfium.float(2),
    bottom: pdfium.float(3),
  };
  const project = projection(crop, call.FPDFPage_GetRotation!(page));
  const shown = project(crop.left, crop.bottom, crop.right, crop.top);
  const medium = call.FPDFPage_GetMediaBox!(page, scratch, scratch + 4, scratch + 8, scratch + 12)
    ? project(pdfium.float(0), pdfium.float(1), pdfium.float(2), pdfium.float(3))
    : shown;
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
  { images }: PageObjects,
  textless: boolean,
  shown: Box,
  medium: Box,
  number: number,
  place: Place,
): Promise<void> {
  const hiddenOf = (image: PageImage): RuleId | undefined => {
    const outside = 1 - share(image, shown);
    return outside > OUTSIDE && area(medium) > area(shown) * 1.02 && outsideCrop(image, shown, medium)
      ? 'pdf-cropped'
      : undefined;
  };
  let cropped = 0;
  for (const image of images) if (hiddenOf(image)) cropped++;
  if (cropped > 0) walk.found.add('pdf-cropped', number, { images: cropped });
  await walk.images.ofPage(walk.pdfium, page, images, shown, place, textless, hiddenOf);
}

/** A part of the picture lies on the medium, but beyond the crop. */
function outsideCrop(image: Box, shown: Box, medium: Box): boolean {
  return share(image, medium) - share(image, shown) > OUTSIDE;
}
