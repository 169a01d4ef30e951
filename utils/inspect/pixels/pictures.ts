// The decode room: from the bytes of a picture to pixels, at the size that somebody asks for. What the browser can decode
// it decodes (a `DecodePicture` is brought along from outside, Node's is another); TIFF and HEIC are decoded here. Detectors
// share what was decoded: a picture is opened once, however many of them look at it.
import { imageSize } from 'image-size';
import { Damaged, OverLimit, ReadError } from '../errors.ts';
import type { ImagePart, ReaderFinding } from '../part.ts';
import type { LoadAsset } from '../reader.ts';
import { openHeic } from './heic.ts';
import { type Raster, rasterOf, shrink } from './raster.ts';
import { openTiff } from './tiff.ts';

/**
 * Decodes a picture of a common kind (jpeg, png, gif, webp, bmp, avif: of a moving one the first frame), upright by its
 * Exif data, on white, its longest side `longest` pixels or more where it has so many: whoever asks makes the rest smaller.
 * @throws anything where it can't be decoded.
 */
export type DecodePicture = (
  bytes: Blob,
  wanted: { format: string; width: number; height: number; longest: number },
) => Promise<Raster>;

/** A picture that can be decoded, page by page. */
export interface Picture {
  /** Pixels of the first page as stored: turned ones are not upright yet. */
  width: number;
  height: number;
  /** More than one in a TIFF with many, and in some HEIC files. */
  pages: number;
  /**
   * The pixels of a page (from 0), upright, the longest side at most `longest`; never enlarged. What was decoded last is
   * kept, so that asking again for the same or for less costs little. Do not write into it.
   * @returns undefined where that page can't be decoded: a finding has been made of it.
   * @throws TimedOut, and what the inspection was aborted with.
   */
  page(at: number, longest: number): Promise<Raster | undefined>;
}

export interface Pictures {
  /**
   * Opens a picture.
   * @returns undefined where it can't be decoded (a finding has been made of it) or is of a kind that has no pixels
   *   (drawings: emf, wmf, svg).
   */
  open(part: ImagePart): Promise<Picture | undefined>;
}

/** Kinds that the browser decodes, and Node's library. */
const COMMON: ReadonlySet<string> = new Set(['jpeg', 'png', 'gif', 'webp', 'bmp', 'avif']);
const PIXEL_FORMATS: ReadonlySet<string> = new Set([...COMMON, 'tiff', 'heic']);

/** A phone takes up to 200 megapixels; more would take more memory to decode than a worker may have. */
const MOST_PIXELS = 210_000_000;
/** No camera or scanner makes longer ones, but a picture of a few bytes can say that it is: it fills gigabytes line by line. */
const LONGEST_SIDE = 100_000;
/** TIFF and HEIC are decoded whole, at four bytes a pixel. */
const MOST_WHOLE_PIXELS = 105_000_000;
/** A compressed picture stands in memory while it is decoded. */
const MOST_BYTES = 512 * 1024 ** 2;
/** Decoded at this size at least, so that detectors that want different sizes decode once. */
const SHARED_SIDE = 1024;

export interface PicturesOptions {
  decode: DecodePicture;
  asset: LoadAsset;
  /** Takes what is to be said of a picture that can't be decoded. */
  note: (finding: ReaderFinding) => void;
  /** @throws TimedOut and the like: called before whatever takes long. */
  check: () => void;
}

export function createPictures({ decode, asset, note, check }: PicturesOptions): Pictures {
  const open = new WeakMap<ImagePart, Promise<Picture | undefined>>();

  function say(part: ImagePart, error: ReadError): undefined {
    const { place, hidden } = part;
    note({
      rule: error.rule,
      severity: 'medium',
      where: [...place],
      hidden: [...hidden],
      message: error.message,
    });
    return undefined;
  }

  async function attempt<T>(part: ImagePart, step: () => Promise<T>): Promise<T | undefined> {
    check();
    try {
      return await step();
    } catch (error) {
      if (error instanceof ReadError && error.rule === 'timed-out') throw error;
      return say(part, error instanceof ReadError ? error : undecodable());
    }
  }

  async function start(part: ImagePart): Promise<Picture> {
    const { bytes, format, pixels } = part;
    if (pixels) {
      const { width, height } = pixels;
      const page = remembering(part, async (_, longest) => rasterOf(pixels, longest));
      return { width, height, pages: 1, page };
    }
    if (bytes.size > MOST_BYTES) throw tooLarge();
    if (format === 'tiff') {
      const pages = await openTiff(await bytes.arrayBuffer());
      return paged(part, pages);
    }
    if (format === 'heic') {
      return paged(part, await openHeic(new Uint8Array(await bytes.arrayBuffer()), asset));
    }
    const { width, height } = sizeOf(new Uint8Array(await bytes.arrayBuffer()));
    if (!(width > 0 && height > 0)) throw undecodable();
    if (width * height > MOST_PIXELS || Math.max(width, height) > LONGEST_SIDE) throw tooLarge();
    return {
      width,
      height,
      pages: 1,
      page: remembering(part, (_, longest) => decode(bytes, { format, width, height, longest })),
    };
  }

  /** A picture whose pages are decoded whole. */
  function paged(
    part: ImagePart,
    pages: readonly { width: number; height: number; decode(): Raster | Promise<Raster> }[],
  ): Picture {
    const [main] = pages;
    if (!main) throw undecodable();
    return {
      width: main.width,
      height: main.height,
      pages: pages.length,
      page: remembering(part, async (at) => {
        const page = pages[at];
        if (!page) throw new RangeError(`The picture has no page ${at}.`);
        if (
          page.width * page.height > MOST_WHOLE_PIXELS ||
          Math.max(page.width, page.height) > LONGEST_SIDE
        ) {
          throw tooLarge();
        }
        return page.decode();
      }),
    };
  }

  /**
   * Keeps the page that was decoded last, as those share it who want it small, and once more at a larger size. What somebody asks
   * for is the same picture whoever has asked before: one that is shrunk from a slightly larger one has its letters blurred.
   */
  function remembering(
    part: ImagePart,
    decodePage: (at: number, longest: number) => Promise<Raster>,
  ): Picture['page'] {
    interface Kept {
      at: number;
      longest: number;
      raster: Raster | undefined;
    }
    const kept: { small?: Kept; large?: Kept } = {};
    return async (at, longest) => {
      const size = longest <= SHARED_SIDE ? 'small' : 'large';
      const failed = [kept.small, kept.large].some((one) => one?.at === at && !one.raster);
      if (failed) return undefined;
      let one = kept[size];
      if (!one || one.at !== at || (size === 'large' && one.longest !== longest)) {
        const side = Math.max(longest, SHARED_SIDE);
        delete kept[size];
        const raster = await attempt(part, async () => shrink(await decodePage(at, side), side));
        one = { at, longest: side, raster };
        kept[size] = one;
      }
      return one.raster && shrink(one.raster, longest);
    };
  }

  return {
    open(part) {
      if (!part.pixels && !PIXEL_FORMATS.has(part.format)) return Promise.resolve(undefined);
      const known = open.get(part);
      if (known) return known;
      const opened = attempt(part, () => start(part));
      open.set(part, opened);
      return opened;
    },
  };
}

/** BITMAPCOREHEADER, of OS/2 and the first Windows: sizes of two bytes, which image-size does not know. */
const CORE_HEADER = 12;

function sizeOf(bytes: Uint8Array): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (
    bytes.length > 26 &&
    bytes[0] === 0x42 &&
    bytes[1] === 0x4d &&
    view.getUint32(14, true) === CORE_HEADER
  ) {
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  }
  return imageSize(bytes);
}

function tooLarge(): OverLimit {
  return new OverLimit('The picture has more pixels than Cordon can decode, so it cannot say what it shows.');
}

function undecodable(): Damaged {
  return new Damaged('The picture cannot be decoded, so Cordon cannot say what it shows.');
}
