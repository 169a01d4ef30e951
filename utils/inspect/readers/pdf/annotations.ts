// Annotations of a page: comments, redactions that were drawn but not carried out, files pinned to the page, values
// of form fields.
import type { Box, Project } from './geometry.ts';
import type { Pdfium, Pointer } from './pdfium.ts';

/** `FPDF_ANNOT_…` */
const SUBTYPE = {
  text: 1,
  link: 2,
  freeText: 3,
  popup: 16,
  fileAttachment: 17,
  widget: 20,
  redact: 28,
} as const;

/** Kinds that people put there to say something: notes, marks, stamps, drawings. */
const COMMENTS = new Set([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
/** Kinds that draw nothing over text that could cover it. */
const NO_COVER = new Set<number>([
  SUBTYPE.text,
  SUBTYPE.link,
  SUBTYPE.popup,
  SUBTYPE.fileAttachment,
  SUBTYPE.widget,
]);
const FLAG_HIDDEN = 2 | 32;
/** So many annotations are looked at on a page. */
const MOST = 20_000;

export interface Field extends Box {
  name: string;
  value: string;
  hidden: boolean;
}

export interface Annotations {
  /** Number of comments, with and without a text. */
  comments: number;
  /** Texts of comments, with who wrote them. */
  texts: string[];
  /** Texts that stand on the page as part of it (typewriter, call-outs). */
  visible: string[];
  /** Boxes of annotations that can cover text. */
  covers: Box[];
  /** What the unapplied redactions are to take out. */
  redactions: Box[];
  fields: Field[];
  /** Handles of attachments, valid as long as the document. */
  files: Pointer[];
}

/** @param form the form's handle, or 0 where the document has no form. */
export function readAnnotations(pdfium: Pdfium, page: Pointer, project: Project, form: Pointer): Annotations {
  const { call } = pdfium;
  const result: Annotations = {
    comments: 0,
    texts: [],
    visible: [],
    covers: [],
    redactions: [],
    fields: [],
    files: [],
  };
  const count = Math.min(MOST, call.FPDFPage_GetAnnotCount!(page));
  for (let i = 0; i < count; i++) {
    const annotation = call.FPDFPage_GetAnnot!(page, i);
    if (annotation === 0) continue;
    try {
      readOne(pdfium, annotation, project, form, result);
    } finally {
      call.FPDFPage_CloseAnnot!(annotation);
    }
  }
  return result;
}

function readOne(
  pdfium: Pdfium,
  annotation: Pointer,
  project: Project,
  form: Pointer,
  result: Annotations,
): void {
  const { call, scratch } = pdfium;
  const subtype = call.FPDFAnnot_GetSubtype!(annotation);
  const hidden = (call.FPDFAnnot_GetFlags!(annotation) & FLAG_HIDDEN) !== 0;
  const box = call.FPDFAnnot_GetRect!(annotation, scratch)
    ? project(pdfium.float(0), pdfium.float(3), pdfium.float(2), pdfium.float(1))
    : undefined;
  const string = (key: string) =>
    pdfium
      .withString(key, (name) =>
        pdfium.utf16((at, room) => call.FPDFAnnot_GetStringValue!(annotation, name, at, room)),
      )
      .trim();

  if (subtype === SUBTYPE.widget) {
    if (form === 0 || !box) return;
    const value = pdfium
      .utf16((at, room) => call.FPDFAnnot_GetFormFieldValue!(form, annotation, at, room))
      .trim();
    if (value === '' || value === 'Off') return;
    const name = pdfium.utf16((at, room) => call.FPDFAnnot_GetFormFieldName!(form, annotation, at, room));
    result.fields.push({ ...box, name, value, hidden });
    return;
  }
  if (subtype === SUBTYPE.redact) result.redactions.push(...quadsOf(pdfium, annotation, project, box));
  if (subtype === SUBTYPE.fileAttachment) {
    const file = call.FPDFAnnot_GetFileAttachment!(annotation);
    if (file !== 0) result.files.push(file);
  }
  if (box && !hidden && !NO_COVER.has(subtype)) result.covers.push(box);
  if (COMMENTS.has(subtype)) result.comments++;
  else if (subtype !== SUBTYPE.fileAttachment) return;
  const text = string('Contents');
  if (text === '') return;
  if (subtype === SUBTYPE.freeText && !hidden) result.visible.push(text);
  else result.texts.push([string('T'), text].filter(Boolean).join(': '));
}

/** The areas of a redaction; its whole rectangle where it names none. */
function quadsOf(pdfium: Pdfium, annotation: Pointer, project: Project, box: Box | undefined): Box[] {
  const { call, scratch } = pdfium;
  const boxes: Box[] = [];
  const count = Math.min(1000, call.FPDFAnnot_CountAttachmentPoints!(annotation));
  for (let i = 0; i < count; i++) {
    if (!call.FPDFAnnot_GetAttachmentPoints!(annotation, i, scratch)) continue;
    const xs = [0, 2, 4, 6].map((at) => pdfium.float(at));
    const ys = [1, 3, 5, 7].map((at) => pdfium.float(at));
    boxes.push(project(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)));
  }
  return boxes.length > 0 || !box ? boxes : [box];
}
