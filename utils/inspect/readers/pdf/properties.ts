// What belongs to the document as a whole: its properties, bookmarks and scripts.
import type { Place } from '../../part.ts';
import type { Budget, ReadContext } from '../../reader.ts';
import { trimNul } from '../../trim.ts';
import { wordTable } from '../../word-table.ts';
import type { Document, Pdfium, Pointer } from './pdfium.ts';

/** Keys of the Info dictionary whose values people typed in, and how a message calls them. */
const TYPED = ['Title', 'Subject', 'Keywords', 'Author'];
/** Keys that name a person or an employer. */
const NAMING = wordTable<string>({
  Author: 'author',
  Manager: 'manager',
  Company: 'company',
  LastModifiedBy: 'last modified by',
  SourceModifiedBy: 'last modified by',
});
/** Packets of an XFA form that people read or write. */
const XFA_TEXTS = new Set(['datasets', 'template']);
const MOST_KEYS = 200;
const MOST_BOOKMARKS = 50_000;

/** Values of the Info dictionary by key; only those that are filled in. */
export function readInfo(pdfium: Pdfium, document: Document): Map<string, string> {
  const { call } = pdfium;
  const keys = new Set(TYPED);
  // Keys that are not in the standard: Company, Manager, whatever a program puts there.
  const count = Math.min(MOST_KEYS, call.EPDF_GetMetaKeyCount!(document.handle, 1));
  for (let i = 0; i < count; i++) {
    const name = pdfium.filled((at, room) => call.EPDF_GetMetaKeyName!(document.handle, i, 1, at, room));
    keys.add(trimNul(new TextDecoder().decode(name)));
  }
  const values = new Map<string, string>();
  for (const key of keys) {
    const value = pdfium.withString(key, (name) =>
      pdfium.utf16((at, room) => call.FPDF_GetMetaText!(document.handle, name, at, room)),
    );
    if (value.trim() !== '') values.set(key, value.trim());
  }
  return values;
}

/** Says what the properties tell about people. @param creators as XMP names them. */
export function reportProperties(
  context: ReadContext,
  info: ReadonlyMap<string, string>,
  creators: readonly string[],
): void {
  const place = [...context.place, 'document properties'];
  const named = new Set([...info.keys()].flatMap((key) => NAMING[key] ?? []));
  if (creators.length > 0) named.add('author');
  const lines = new Set([...info.values(), ...creators]);
  if (lines.size > 0) {
    context.sink.text({ place, hidden: [...context.hidden, 'metadata'], text: [...lines].join('\n') });
  }
  if (named.size === 0) return;
  context.sink.finding({
    rule: 'metadata',
    severity: 'low',
    where: place,
    hidden: [...context.hidden, 'metadata'],
    message: `The document properties are filled in: ${[...named].join(', ')}.`,
    counts: { entries: named.size },
  });
}

/** Titles of all bookmarks, in order. */
export function readBookmarks(pdfium: Pdfium, document: Document): string[] {
  const { call } = pdfium;
  const titles: string[] = [];
  const seen = new Set<Pointer>();
  const waiting: Pointer[] = [call.FPDFBookmark_GetFirstChild!(document.handle, 0)];
  while (waiting.length > 0 && seen.size < MOST_BOOKMARKS) {
    const bookmark = waiting.pop()!;
    // Broken files go round in circles.
    if (bookmark === 0 || seen.has(bookmark)) continue;
    seen.add(bookmark);
    const title = pdfium.utf16((at, room) => call.FPDFBookmark_GetTitle!(bookmark, at, room)).trim();
    if (title !== '') titles.push(title);
    waiting.push(
      call.FPDFBookmark_GetNextSibling!(document.handle, bookmark),
      call.FPDFBookmark_GetFirstChild!(document.handle, bookmark),
    );
  }
  return titles;
}

/** Scripts that run when the document is opened. */
export function readScripts(pdfium: Pdfium, document: Document): string[] {
  const { call } = pdfium;
  const scripts: string[] = [];
  const count = Math.min(1000, call.FPDFDoc_GetJavaScriptActionCount!(document.handle));
  for (let i = 0; i < count; i++) {
    const action = call.FPDFDoc_GetJavaScriptAction!(document.handle, i);
    if (action === 0) continue;
    scripts.push(pdfium.utf16((at, room) => call.FPDFJavaScriptAction_GetScript!(action, at, room)));
    call.FPDFDoc_CloseJavaScriptAction!(action);
  }
  return scripts;
}

/** Texts of an XFA form: what was filled in, and what the form itself says. Such a form's pages may show nothing of it. */
export function readXfa(pdfium: Pdfium, document: Document, budget: Budget): string[] {
  const { call, scratch } = pdfium;
  const lines: string[] = [];
  const count = Math.min(100, call.FPDF_GetXFAPacketCount!(document.handle));
  for (let i = 0; i < count; i++) {
    const bytes = pdfium.filled((at, room) => call.FPDF_GetXFAPacketName!(document.handle, i, at, room));
    const name = trimNul(new TextDecoder().decode(bytes));
    if (!XFA_TEXTS.has(name)) continue;
    const xml = pdfium.filled((at, room) => {
      pdfium.view.setUint32(scratch, 0, true);
      call.FPDF_GetXFAPacketContent!(document.handle, i, at, room, scratch);
      return pdfium.int(0);
    });
    budget.spend(xml.length);
    for (const [, text] of new TextDecoder().decode(xml).matchAll(/>([^<>]+)</g)) {
      if (text!.trim() === '') continue;
      lines.push(text!.trim().replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'));
    }
  }
  return lines;
}

/** Puts lines there as one text, where there are any. */
export function putText(
  context: ReadContext,
  place: Place,
  lines: readonly string[],
  hidden = context.hidden,
): void {
  if (lines.length > 0) context.sink.text({ place, hidden, text: lines.join('\n') });
}
