// Pages as pixels, and what of them changes when some objects are left out: the only proof that something can be seen.
import type { Box } from './geometry.ts';
import type { Pdfium, Pointer } from './pdfium.ts';

const FORMAT_BGRA = 4;
/** Annotations are drawn as well. */
const FLAG_ANNOTATIONS = 1;
const WHITE = 0xffffffff;

export interface Picture {
  width: number;
  height: number;
  /** Pixels a point. */
  scale: number;
  /** Where the picture begins on the page, in pixels. */
  x: number;
  y: number;
  /** BGRA, rows without gaps. */
  pixels: Uint8Array<ArrayBuffer>;
}

/**
 * The page as it is shown, at `scale` pixels a point; undefined where there is no memory for it.
 * @param region only this part of it.
 * @param form the form's handle: fields are drawn only with it.
 */
export function render(
  pdfium: Pdfium,
  page: Pointer,
  scale: number,
  region?: Box,
  form: Pointer = 0,
): Picture | undefined {
  const { call } = pdfium;
  const pageWidth = Math.max(1, Math.round(call.FPDF_GetPageWidthF!(page) * scale));
  const pageHeight = Math.max(1, Math.round(call.FPDF_GetPageHeightF!(page) * scale));
  const x = region ? clamp(Math.floor(region.left * scale), pageWidth - 1) : 0;
  const y = region ? clamp(Math.floor(region.top * scale), pageHeight - 1) : 0;
  const width = region ? clamp(Math.ceil(region.right * scale), pageWidth, x + 1) - x : pageWidth;
  const height = region ? clamp(Math.ceil(region.bottom * scale), pageHeight, y + 1) - y : pageHeight;
  const bitmap = call.FPDFBitmap_CreateEx!(width, height, FORMAT_BGRA, 0, 0);
  if (bitmap === 0) return undefined;
  try {
    call.FPDFBitmap_FillRect!(bitmap, 0, 0, width, height, WHITE);
    call.FPDF_RenderPageBitmap!(bitmap, page, -x, -y, pageWidth, pageHeight, 0, FLAG_ANNOTATIONS);
    if (form !== 0) {
      // No colour of ours under fields that can be filled in.
      call.FPDF_SetFormFieldHighlightAlpha!(form, 0);
      call.FPDF_FFLDraw!(form, bitmap, page, -x, -y, pageWidth, pageHeight, 0, FLAG_ANNOTATIONS);
    }
    return { width, height, scale, x, y, pixels: bitmapBytes(pdfium, bitmap, width, height) };
  } finally {
    call.FPDFBitmap_Destroy!(bitmap);
  }
}

function clamp(value: number, most: number, least = 0): number {
  return Math.max(least, Math.min(most, value));
}

/** A copy of a bitmap's 4-byte pixels. */
export function bitmapBytes(
  pdfium: Pdfium,
  bitmap: Pointer,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  const stride = pdfium.call.FPDFBitmap_GetStride!(bitmap);
  const buffer = pdfium.call.FPDFBitmap_GetBuffer!(bitmap);
  if (stride === width * 4) return new Uint8Array(pdfium.bytes(buffer, stride * height));
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) pixels.set(pdfium.bytes(buffer + y * stride, width * 4), y * width * 4);
  return pixels;
}

/** How large a page is rendered for looking: letters of 4 points still leave marks. */
export function lookingScale(pdfium: Pdfium, page: Pointer): number {
  const longest = Math.max(pdfium.call.FPDF_GetPageWidthF!(page), pdfium.call.FPDF_GetPageHeightF!(page), 1);
  return Math.min(1.5, 2000 / longest);
}

/** A difference of light that an eye can see, of 255. */
const SEEN = 20;

/** The share of `box` that is not the same in both pictures, 0 to 1. */
export function changed(before: Picture, after: Picture, box: Box): number {
  const { scale, width, height, x: x0, y: y0 } = before;
  const left = Math.max(0, Math.floor(box.left * scale) - x0);
  const right = Math.min(width, Math.ceil(box.right * scale) - x0);
  const top = Math.max(0, Math.floor(box.top * scale) - y0);
  const bottom = Math.min(height, Math.ceil(box.bottom * scale) - y0);
  const pixels = (right - left) * (bottom - top);
  if (right <= left || bottom <= top) return 0;
  let different = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left, at = (y * width + left) * 4; x < right; x++, at += 4) {
      if (
        Math.abs(before.pixels[at]! - after.pixels[at]!) > SEEN ||
        Math.abs(before.pixels[at + 1]! - after.pixels[at + 1]!) > SEEN ||
        Math.abs(before.pixels[at + 2]! - after.pixels[at + 2]!) > SEEN
      ) {
        different++;
      }
    }
  }
  return different / pixels;
}

/** Whether `box` is all one colour, and how light that is; undefined where there is something to be seen. */
export function flatLight(picture: Picture, box: Box): number | undefined {
  const { scale, width, height, x: x0, y: y0, pixels } = picture;
  const left = Math.max(0, Math.ceil(box.left * scale) - x0);
  const right = Math.min(width, Math.floor(box.right * scale) - x0);
  const top = Math.max(0, Math.ceil(box.top * scale) - y0);
  const bottom = Math.min(height, Math.floor(box.bottom * scale) - y0);
  if (right <= left || bottom <= top) return undefined;
  let low = 255;
  let high = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left, at = (y * width + left) * 4; x < right; x++, at += 4) {
      const light = (pixels[at]! * 29 + pixels[at + 1]! * 150 + pixels[at + 2]! * 77) >> 8;
      if (light < low) low = light;
      if (light > high) high = light;
    }
  }
  return high - low <= SEEN ? (low + high) / 2 : undefined;
}

/** Draws a part of a page with some objects, and without them. */
export function withAndWithout(
  pdfium: Pdfium,
  page: Pointer,
  objects: Iterable<Pointer>,
  region: Box,
): { before: Picture; after: Picture } | undefined {
  const scale = lookingScale(pdfium, page);
  const before = render(pdfium, page, scale, region);
  if (!before) return undefined;
  const list = [...objects];
  for (const object of list) pdfium.call.FPDFPageObj_SetIsActive!(object, 0);
  const after = list.length === 0 ? before : render(pdfium, page, scale, region);
  for (const object of list) pdfium.call.FPDFPageObj_SetIsActive!(object, 1);
  return after && { before, after };
}
