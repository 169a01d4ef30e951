// A page as a picture in the copy, where its instructions cannot be taken over safely.
import type { Pdfium, Pointer } from '../../inspect/readers/pdf/pdfium.ts';
import { render } from '../../inspect/readers/pdf/render.ts';
import { deflated } from './filters.ts';
import type { PagePicture } from './pages.ts';

/** Print of six points can still be read. */
const DPI = 200;
const MOST_PIXELS = 12_000_000;

/** @param form the form's handle, or 0. @returns undefined where there is no memory for it. */
export async function pictureOfPage(
  pdfium: Pdfium,
  page: Pointer,
  form: Pointer,
): Promise<PagePicture | undefined> {
  const points: [number, number] = [
    pdfium.call.FPDF_GetPageWidthF!(page),
    pdfium.call.FPDF_GetPageHeightF!(page),
  ];
  const scale = Math.min(DPI / 72, Math.sqrt(MOST_PIXELS / Math.max(1, points[0] * points[1])));
  const picture = render(pdfium, page, scale, undefined, form);
  if (!picture) return undefined;
  const { width, height, pixels } = picture;
  const channels = isGrey(pixels) ? 1 : 3;
  return { width, height, channels, data: await deflated(rows(pixels, width, height, channels)), points };
}

function isGrey(pixels: Uint8Array): boolean {
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i] !== pixels[i + 1] || pixels[i] !== pixels[i + 2]) return false;
  }
  return true;
}

/** Rows as PNG has them: each says by how much it differs from the one above, which paper does not. */
function rows(bgra: Uint8Array, width: number, height: number, channels: 1 | 3): Uint8Array<ArrayBuffer> {
  const length = width * channels + 1;
  const out = new Uint8Array(length * height);
  for (let y = 0; y < height; y++) {
    out[y * length] = UP;
    for (let x = 0, from = y * width * 4, to = y * length + 1; x < width; x++, from += 4) {
      for (let c = 0; c < channels; c++, to++) {
        const above = y === 0 ? 0 : bgra[from - width * 4 + 2 - c]!;
        out[to] = bgra[from + 2 - c]! - above;
      }
    }
  }
  return out;
}

/** PNG's filter type. */
const UP = 2;
