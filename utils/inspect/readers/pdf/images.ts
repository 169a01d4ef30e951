// Pictures on pages: handed on as the JPEG that they are where they are one, as PNG otherwise. A page that is a picture
// in strips is drawn and handed on as a whole.
import type { ImagePart, Place } from '../../part.ts';
import type { Pixels } from '../../pixels/raster.ts';
import type { ReadContext } from '../../reader.ts';
import type { RuleId } from '../../rules.ts';
import { type Box, share } from './geometry.ts';
import type { PageImage } from './objects.ts';
import type { Pdfium, Pointer } from './pdfium.ts';
import { bitmapBytes, render } from './render.ts';

/** Smaller pictures (pixels a side) are rules, bullets and icons. */
const LEAST_SIDE = 40;
/** Larger ones are made smaller: a face or a letter is still a face or a letter. */
const MOST_PIXELS = 6_000_000;
/** More than this cannot be unpacked within reason. */
const MOST_SOURCE = 120_000_000;
/** Pictures handed on in one document, and pixels that are not JPEG. */
const MOST_IMAGES = 3000;
const MOST_TOTAL = 1_500_000_000;
/** A picture over so much of the page is the page. */
const WHOLE_PAGE = 0.6;
/** Of pictures in layers (a scanner's paper, ink and colour apart) each covers so much at least. */
const LAYER = 0.3;
/** So many strokes and shapes without any text may be letters that were turned into lines. */
const LETTERS_AS_LINES = 150;
/** Dots an inch at which a page is drawn. */
const PAGE_DPI = 150;

export class Images {
  /** Pictures that were left out, because they are too large or too many. */
  private leftOut = 0;
  private readonly context: ReadContext;
  private readonly seen = new Set<string>();
  private pixels = 0;
  private given = 0;

  constructor(context: ReadContext) {
    this.context = context;
  }

  /**
   * @param textless nothing is written on the page beside its pictures.
   * @param drawings how many lines and shapes are drawn on it.
   * @param hiddenOf how a picture is hidden.
   * @returns how many pictures came for the first time.
   */
  async ofPage(
    pdfium: Pdfium,
    page: Pointer,
    images: readonly PageImage[],
    shown: Box,
    place: Place,
    textless: boolean,
    drawings: number,
    hiddenOf: (image: PageImage) => RuleId | undefined,
  ): Promise<number> {
    const before = this.given;
    const visible = images.filter((image) => !hiddenOf(image));
    const largest = Math.max(0, ...visible.map((image) => share(shown, image)));
    const covered = visible.reduce((sum, image) => sum + share(shown, image), 0);
    const inStrips = visible.length > 1 && largest < WHOLE_PAGE && covered >= WHOLE_PAGE;
    const inLayers = visible.filter((image) => share(shown, image) >= LAYER).length > 1;
    const asLines = visible.length === 0 && drawings >= LETTERS_AS_LINES;
    if (textless && (inStrips || inLayers || asLines)) {
      await this.wholePage(pdfium, page, place);
      for (const [at, image] of images.entries()) {
        const rule = hiddenOf(image);
        if (rule) await this.one(pdfium, image, [...place, `image ${at + 1}`], rule);
      }
      return this.given - before;
    }
    for (const [at, image] of images.entries()) {
      const here = images.length === 1 ? place : [...place, `image ${at + 1}`];
      await this.one(pdfium, image, here, hiddenOf(image));
    }
    return this.given - before;
  }

  private async wholePage(pdfium: Pdfium, page: Pointer, place: Place): Promise<void> {
    const points = pdfium.call.FPDF_GetPageWidthF!(page) * pdfium.call.FPDF_GetPageHeightF!(page);
    const scale = Math.min(PAGE_DPI / 72, Math.sqrt(MOST_PIXELS / Math.max(1, points)));
    const picture = render(pdfium, page, scale);
    if (!picture || this.tooMuch(picture.width * picture.height)) return;
    const { width, height, pixels } = picture;
    await this.put(place, undefined, { pixels: { width, height, channels: 3, data: rgb(pixels, 4) } });
  }

  private async one(pdfium: Pdfium, image: PageImage, place: Place, rule: RuleId | undefined): Promise<void> {
    const { call, scratch } = pdfium;
    const { pointer } = image;
    if (!call.FPDFImageObj_GetImagePixelSize!(pointer, scratch, scratch + 4)) return;
    const width = pdfium.int(0);
    const height = pdfium.int(1);
    if (width < LEAST_SIDE || height < LEAST_SIDE) return;
    this.context.signal.throwIfAborted();
    const size = call.FPDFImageObj_GetImageDataRaw!(pointer, 0, 0) >>> 0;
    if (size === 0) return;
    if (size > MOST_SOURCE) {
      this.leftOut++;
      return;
    }
    const raw = pdfium.filled((at, room) => call.FPDFImageObj_GetImageDataRaw!(pointer, at, room));
    const key = `${width} ${height} ${raw.length} ${sampleOf(raw)}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    if (raw[0] === 0xff && raw[1] === 0xd8 && raw[2] === 0xff) {
      if (this.tooMuch(0)) return;
      this.context.budget.spend(raw.length);
      await this.put(place, rule, { jpeg: new Blob([raw]) });
      return;
    }
    if (width * height > MOST_SOURCE) {
      this.leftOut++;
      return;
    }
    if (this.tooMuch(width * height)) return;
    this.context.budget.spend(width * height);
    const pixels = decoded(pdfium, pointer);
    if (pixels) await this.put(place, rule, { pixels: smaller(pixels) });
  }

  /** Says that pictures were left out, where some were. */
  say(): void {
    if (this.leftOut === 0) return;
    const { sink, place, hidden } = this.context;
    sink.finding({
      rule: 'over-limit',
      severity: 'medium',
      where: [...place],
      hidden: [...hidden],
      message: `The PDF has ${this.leftOut === 1 ? 'a picture that is' : 'pictures that are'} too large or too many to be looked at.`,
      counts: { images: this.leftOut },
    });
  }

  private tooMuch(pixels: number): boolean {
    this.pixels += pixels;
    const left = this.seen.size <= MOST_IMAGES && this.pixels <= MOST_TOTAL;
    if (!left) this.leftOut++;
    return !left;
  }

  private async put(
    place: Place,
    rule: RuleId | undefined,
    picture: { jpeg: Blob } | { pixels: Pixels },
  ): Promise<void> {
    const part: ImagePart = {
      place,
      hidden: rule ? [...this.context.hidden, rule] : this.context.hidden,
      name: '',
      ...('jpeg' in picture
        ? { format: 'jpeg', bytes: picture.jpeg }
        : { format: 'pixels', bytes: new Blob(), pixels: picture.pixels }),
    };
    this.given++;
    await this.context.sink.image(part);
  }
}

/** Enough to tell pictures apart: bytes from all over it (FNV-1a). */
function sampleOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  const step = Math.max(1, Math.floor(bytes.length / 4096));
  for (let i = 0; i < bytes.length; i += step) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}

/** `FPDFBitmap_…`: bytes a pixel by format. */
const CHANNELS: Readonly<Record<number, number>> = { 1: 1, 2: 3, 3: 4, 4: 4, 5: 4 };

function decoded(pdfium: Pdfium, image: Pointer): Pixels | undefined {
  const { call } = pdfium;
  const bitmap = call.FPDFImageObj_GetBitmap!(image);
  if (bitmap === 0) return undefined;
  try {
    const width = call.FPDFBitmap_GetWidth!(bitmap);
    const height = call.FPDFBitmap_GetHeight!(bitmap);
    const channels = CHANNELS[call.FPDFBitmap_GetFormat!(bitmap)];
    if (!channels) return undefined;
    if (channels === 4) {
      return { width, height, channels: 3, data: rgb(bitmapBytes(pdfium, bitmap, width, height), 4) };
    }
    const stride = call.FPDFBitmap_GetStride!(bitmap);
    const buffer = call.FPDFBitmap_GetBuffer!(bitmap);
    const row = width * channels;
    const data = new Uint8Array(row * height);
    if (stride === row) data.set(pdfium.bytes(buffer, data.length));
    else for (let y = 0; y < height; y++) data.set(pdfium.bytes(buffer + y * stride, row), y * row);
    return channels === 1
      ? { width, height, channels: 1, data }
      : { width, height, channels: 3, data: rgb(data, 3) };
  } finally {
    call.FPDFBitmap_Destroy!(bitmap);
  }
}

/** Blue-green-red, with a fourth byte or without, to red-green-blue. */
function rgb(bgr: Uint8Array, step: 3 | 4): Uint8Array {
  const count = Math.floor(bgr.length / step);
  const out = new Uint8Array(count * 3);
  for (let i = 0, from = 0, to = 0; i < count; i++, from += step, to += 3) {
    out[to] = bgr[from + 2]!;
    out[to + 1] = bgr[from + 1]!;
    out[to + 2] = bgr[from]!;
  }
  return out;
}

/** Means over squares of pixels, so many that `MOST_PIXELS` are left. */
function smaller(pixels: Pixels): Pixels {
  const factor = Math.ceil(Math.sqrt((pixels.width * pixels.height) / MOST_PIXELS));
  if (factor <= 1) return pixels;
  const { channels } = pixels;
  const width = Math.floor(pixels.width / factor);
  const height = Math.floor(pixels.height / factor);
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let dy = 0; dy < factor; dy++) {
          let at = ((y * factor + dy) * pixels.width + x * factor) * channels + c;
          for (let dx = 0; dx < factor; dx++, at += channels) sum += pixels.data[at]!;
        }
        data[(y * width + x) * channels + c] = sum / (factor * factor);
      }
    }
  }
  return { width, height, channels, data };
}
