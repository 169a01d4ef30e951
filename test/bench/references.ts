// The quickest libraries that read the same content, as jobs beside which the readers are measured. Each hands over what
// the readers hand over: every cell as a text, every paragraph. A library is loaded before the clock starts.

import type { Job } from './bench.ts';
import { counted } from './content.ts';

type SheetJs = typeof import('xlsx');
type Mammoth = typeof import('mammoth');
type Udsv = typeof import('udsv');

/** Every cell of every sheet. */
function readBook(xlsx: SheetJs, bytes: ArrayBuffer | Uint8Array): [cells: number, letters: number] {
  const book = xlsx.read(bytes, { dense: true, cellHTML: false, cellFormula: false });
  let cells = 0;
  let letters = 0;
  for (const name of book.SheetNames) {
    for (const row of (book.Sheets[name] as { '!data'?: { v?: unknown }[][] })['!data'] ?? []) {
      for (const cell of row ?? []) {
        if (cell?.v === undefined) continue;
        cells++;
        letters += String(cell.v).length;
      }
    }
  }
  return [cells, letters];
}

function readCsv({ inferSchema, initParser }: Udsv, bytes: ArrayBuffer | Uint8Array): [number, number] {
  const text = new TextDecoder().decode(bytes);
  const rows = initParser(inferSchema(text, { header: () => [[]] })).stringArrs(text) as string[][];
  let cells = 0;
  let letters = 0;
  for (const row of rows) {
    for (const cell of row) {
      if (cell === '') continue;
      cells++;
      letters += cell.length;
    }
  }
  return [cells, letters];
}

/** mammoth gives paragraphs and cells alike as lines with a blank one between. */
async function readWord(mammoth: Mammoth, arrayBuffer: ArrayBuffer): Promise<number> {
  return (await mammoth.extractRawText({ arrayBuffer })).value.replaceAll('\n', '').length;
}

export const references: Record<string, Job> = {
  sheetjs: async (file) => {
    const [xlsx, bytes] = [await import('xlsx'), await file.arrayBuffer()];
    return async () => counted(...readBook(xlsx, bytes));
  },
  /** The quickest CSV parser of JavaScript; it wants the whole text at once. */
  udsv: async (file) => {
    const udsv = await import('udsv');
    return async () => counted(...readCsv(udsv, await file.arrayBuffer()));
  },
  mammoth: async (file) => {
    const [{ default: mammoth }, bytes] = [await import('mammoth'), await file.arrayBuffer()];
    return async () => counted(0, await readWord(mammoth, bytes));
  },
  'pdf.js': async (file) => {
    const { extractText, getDocumentProxy } = await import('unpdf');
    const bytes = new Uint8Array(await file.arrayBuffer());
    return async () => {
      const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: false });
      return counted(0, text.join('').length);
    };
  },
  /** Each member by the quickest library for it. */
  'fflate, mammoth, SheetJS, uDSV': async (file) => {
    const [{ unzipSync }, { default: mammoth }, xlsx, udsv] = [
      await import('fflate'),
      await import('mammoth'),
      await import('xlsx'),
      await import('udsv'),
    ];
    const bytes = new Uint8Array(await file.arrayBuffer());
    return async () => {
      let cells = 0;
      let letters = 0;
      for (const [name, member] of Object.entries(unzipSync(bytes))) {
        if (name.endsWith('.docx')) {
          letters += await readWord(mammoth, member.slice().buffer);
          continue;
        }
        const [more, text] = name.endsWith('.csv') ? readCsv(udsv, member) : readBook(xlsx, member);
        cells += more;
        letters += text;
      }
      return counted(cells, letters);
    };
  },
};
