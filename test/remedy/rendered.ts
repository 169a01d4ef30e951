// How a file looks, as LibreOffice draws it: its pages as pictures, before and after.
import { loadAsset } from '../../bin/assets.ts';
import { type Pdfium, withPdfium } from '../../utils/inspect/readers/pdf/pdfium.ts';
import { type Picture, render } from '../../utils/inspect/readers/pdf/render.ts';
import { convert } from './office.ts';

/** Pixels a point: a letter of 6 points is still legible. */
const SCALE = 1;
/** A difference of light in one pixel that an eye can see, of 255. */
const SEEN = 40;
/** Letters are placed by fractions of a pixel: a thousandth of a page may come out differently. */
const SAME = 0.001;

/** The share of pixels that differ, 0 to 1; 1 where the pages are not of one size. */
function difference(a: Picture, b: Picture): number {
  if (a.width !== b.width || a.height !== b.height) return 1;
  let different = 0;
  for (let at = 0; at < a.pixels.length; at += 4)
    for (let channel = 0; channel < 3; channel++)
      if (Math.abs((a.pixels[at + channel] as number) - (b.pixels[at + channel] as number)) > SEEN) {
        different++;
        break;
      }
  return different / (a.width * a.height);
}

/** Milliseconds: pages of a sheet with a colour down to its last row would take longer than anybody waits. */
const PATIENCE = 60_000;

/** A file and its copy. */
export interface Pair {
  before: { name: string; bytes: Uint8Array<ArrayBuffer> };
  after: { name: string; bytes: Uint8Array<ArrayBuffer> };
}

export interface Difference {
  /** From 0; undefined where it is about the whole file. */
  page?: number;
  what: string;
  before?: Picture | undefined;
  after?: Picture | undefined;
}

const ending = (name: string) => name.slice(name.lastIndexOf('.'));

/** What LibreOffice makes of each of the files as PDF, by name. One that it breaks off at costs none of the others. */
async function printed(
  all: Readonly<Record<string, Uint8Array>>,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = Object.fromEntries(Object.entries(all).filter(([name]) => !name.endsWith('.pdf')));
  if (Object.keys(files).length === 0) return new Map();
  const patience = PATIENCE * (Object.keys(files).length > 1 ? 2 : 1);
  const made = await convert(files, 'pdf', patience).catch(() => new Map<string, Uint8Array<ArrayBuffer>>());
  const pdfOf = (name: string) => name.replace(/\.[^.]*$/, '.pdf');
  const missing = Object.keys(files).filter((name) => !made.has(pdfOf(name)));
  if (Object.keys(files).length > 1)
    for (const name of missing) {
      const alone = await printed({ [name]: files[name] as Uint8Array });
      for (const [pdf, bytes] of alone) made.set(pdf, bytes);
    }
  return made;
}

/**
 * Renders files before and after.
 * @returns for each pair what looks different; undefined where LibreOffice cannot open the original.
 */
export async function differencesSeen(pairs: readonly Pair[]): Promise<(Difference[] | undefined)[]> {
  const files: Record<string, Uint8Array> = {};
  for (const [i, { before, after }] of pairs.entries()) {
    files[`${i}before${ending(before.name)}`] = before.bytes;
    files[`${i}after${ending(after.name)}`] = after.bytes;
  }
  const made = await printed(files);
  for (const [name, bytes] of Object.entries(files))
    if (name.endsWith('.pdf')) made.set(name, new Uint8Array(bytes));
  const seen: (Difference[] | undefined)[] = [];
  for (const i of pairs.keys()) {
    const first = made.get(`${i}before.pdf`);
    const second = made.get(`${i}after.pdf`);
    if (first && second) seen.push(await compared(first, second));
    else seen.push(first ? [{ what: 'the copy does not open' }] : undefined);
  }
  return seen;
}

/** Pages that are held against each other: a sheet of a million rows has ten thousand. */
const MOST_PAGES = 100;
/** Pages that are kept as pictures for who wants to look at them: a picture takes two megabytes. */
const MOST_PICTURES = 6;

function compared(
  first: Uint8Array<ArrayBuffer>,
  second: Uint8Array<ArrayBuffer>,
): Promise<Difference[] | undefined> {
  return withPdfium(loadAsset, async (pdfium) => {
    const open = (bytes: Uint8Array<ArrayBuffer>) => {
      const document = pdfium.open(bytes);
      return { document, pages: pdfium.call.FPDF_GetPageCount!(document.handle) };
    };
    const [a, b] = [open(first), open(second)];
    const different: Difference[] = [];
    if (a.pages !== b.pages) different.push({ what: `${a.pages} pages before, ${b.pages} after` });
    let kept = 0;
    for (let page = 0; page < Math.min(a.pages, b.pages, MOST_PAGES); page++) {
      const before = draw(pdfium, a.document.handle, page);
      const after = draw(pdfium, b.document.handle, page);
      const share = before && after ? difference(before, after) : Number(before !== after);
      if (share <= SAME) continue;
      const what = `page ${page + 1}: ${(share * 100).toFixed(2)} % of it`;
      different.push({ page, what, ...(kept++ < MOST_PICTURES ? { before, after } : {}) });
    }
    b.document.close();
    a.document.close();
    return different;
  }).catch(() => undefined);
}

function draw(pdfium: Pdfium, document: number, at: number): Picture | undefined {
  const page = pdfium.call.FPDF_LoadPage!(document, at);
  if (page === 0) return undefined;
  const picture = render(pdfium, page, SCALE);
  pdfium.call.FPDF_ClosePage!(page);
  return picture;
}

/** A line for each thing that looks different; undefined where LibreOffice cannot open the original. */
export async function looksDifferent(
  before: Pair['before'],
  after: Pair['after'],
): Promise<string[] | undefined> {
  const [seen] = await differencesSeen([{ before, after }]);
  return seen?.map(({ what }) => what);
}
