// How a file looks, as LibreOffice draws it: its pages as pictures, before and after.
import { loadAsset } from '../../bin/assets.ts';
import { withPdfium } from '../../utils/inspect/readers/pdf/pdfium.ts';
import { type Picture, render } from '../../utils/inspect/readers/pdf/render.ts';
import { convert } from './office.ts';

/** Pixels a point: a letter of 6 points is still legible. */
const SCALE = 1;
/** A difference of light in one pixel that an eye can see, of 255. */
const SEEN = 40;
/** Letters are placed by fractions of a pixel: a thousandth of a page may come out differently. */
const SAME = 0.001;

async function pagesOf(pdf: Uint8Array<ArrayBuffer>): Promise<Picture[]> {
  return withPdfium(loadAsset, async (pdfium) => {
    const document = pdfium.open(pdf);
    try {
      const pages: Picture[] = [];
      for (let at = 0; at < pdfium.call.FPDF_GetPageCount!(document.handle); at++) {
        const page = pdfium.call.FPDF_LoadPage!(document.handle, at);
        const picture = render(pdfium, page, SCALE);
        if (picture) pages.push(picture);
        pdfium.call.FPDF_ClosePage!(page);
      }
      return pages;
    } finally {
      document.close();
    }
  });
}

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

/**
 * Renders a file before and after.
 * @param drop pages of the original that are not to be seen again, from 0: hidden slides that LibreOffice prints.
 * @returns a line for each page that looks different; undefined where LibreOffice cannot open the original.
 */
export async function looksDifferent(
  before: { name: string; bytes: Uint8Array<ArrayBuffer> },
  after: { name: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<string[] | undefined> {
  const ending = (name: string) => name.slice(name.lastIndexOf('.'));
  const made = await convert(
    { [`before${ending(before.name)}`]: before.bytes, [`after${ending(after.name)}`]: after.bytes },
    'pdf',
  );
  const first = made.get('before.pdf');
  const second = made.get('after.pdf');
  if (!first) return undefined;
  if (!second) return ['the copy does not open'];
  const [a, b] = [await pagesOf(first), await pagesOf(second)];
  if (a.length !== b.length) return [`${a.length} pages before, ${b.length} after`];
  return a.flatMap((page, at) => {
    const share = difference(page, b[at] as Picture);
    return share > SAME ? [`page ${at + 1}: ${(share * 100).toFixed(2)} % of it`] : [];
  });
}
