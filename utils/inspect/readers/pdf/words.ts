// The words of a page with their places, in the order in which the page draws them. PDFium divides characters into
// words and lines (by generated blanks); only the first and the last character of each word are asked for their boxes,
// because every question is a call into WebAssembly.
import type { Box, Project } from './geometry.ts';
import type { Pdfium, Pointer } from './pdfium.ts';

export interface Word extends Box {
  text: string;
  /** The text object that draws its first character; 0 for the value of a form field. */
  object: Pointer;
  /** Begins a new line, as PDFium sees it. */
  newLine: boolean;
}

const BLANK = /[\s\0\u00a0\ufffe\uffff]/;

/** Words of an opened page. */
export function readWords(pdfium: Pdfium, page: Pointer, project: Project): Word[] {
  const textPage = pdfium.call.FPDFText_LoadPage!(page);
  if (textPage === 0) return [];
  try {
    return wordsOf(pdfium, textPage, project);
  } finally {
    pdfium.call.FPDFText_ClosePage!(textPage);
  }
}

function wordsOf(pdfium: Pdfium, textPage: Pointer, project: Project): Word[] {
  const count = pdfium.call.FPDFText_CountChars!(textPage);
  if (count <= 0) return [];
  const at = pdfium.alloc(2 * count + 2);
  const written = pdfium.call.FPDFText_GetText!(textPage, 0, count, at);
  const text = new TextDecoder('utf-16le').decode(pdfium.bytes(at, 2 * Math.max(0, written - 1)));
  pdfium.free(at);
  // Characters without a meaning are left out of the text: then the positions have to be asked for.
  const shifted = text.length !== count;
  const index = shifted
    ? (i: number) => pdfium.call.FPDFText_GetCharIndexFromTextIndex!(textPage, i)
    : (i: number) => i;

  const words: Word[] = [];
  let newLine = true;
  for (let i = 0; i < text.length; ) {
    const code = text.charCodeAt(i);
    if (code <= 32 || (code >= 160 && BLANK.test(text[i]!))) {
      if (code === 10 || code === 13) newLine = true;
      i++;
      continue;
    }
    const start = i;
    while (i < text.length) {
      const c = text.charCodeAt(i);
      if (c <= 32 || (c >= 160 && BLANK.test(text[i]!))) break;
      i++;
    }
    const first = index(start);
    const last = index(i - 1);
    if (first < 0) continue;
    const box = charBox(pdfium, textPage, first, project);
    if (last > first) {
      const end = charBox(pdfium, textPage, last, project);
      box.left = Math.min(box.left, end.left);
      box.right = Math.max(box.right, end.right);
      box.top = Math.min(box.top, end.top);
      box.bottom = Math.max(box.bottom, end.bottom);
    }
    words.push({
      ...box,
      text: text.slice(start, i),
      object: pdfium.call.FPDFText_GetTextObject!(textPage, first),
      newLine,
    });
    newLine = false;
  }
  return words;
}

/** With the whole height of the letter's line: a full stop stands as high as the word before it. */
function charBox(pdfium: Pdfium, textPage: Pointer, index: number, project: Project): Box {
  pdfium.call.FPDFText_GetLooseCharBox!(textPage, index, pdfium.scratch);
  return project(pdfium.float(0), pdfium.float(3), pdfium.float(2), pdfium.float(1));
}
