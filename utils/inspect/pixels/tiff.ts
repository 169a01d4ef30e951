// TIFF, page by page (utif2: the only pure one that knows fax compression). No browser decodes it.
import type { IFD } from 'utif2';
import { onWhite, type Raster, upright } from './raster.ts';

export interface TiffPage {
  /** As stored. */
  width: number;
  height: number;
  decode(): Raster;
}

const SUBFILE = 't254';
const WIDTH = 't256';
const HEIGHT = 't257';
const ORIENTATION = 't274';

/** @throws whatever utif2 throws of a broken file. */
export async function openTiff(bytes: ArrayBuffer): Promise<TiffPage[]> {
  // CommonJS, which its types do not say.
  const { default: utif } = (await import('utif2')) as unknown as { default: typeof import('utif2') };
  return (
    utif
      .decode(bytes)
      .filter((ifd) => first(ifd, WIDTH) > 0 && first(ifd, HEIGHT) > 0)
      // Bit 0: a smaller version of another page.
      .filter((ifd, at) => at === 0 || (first(ifd, SUBFILE) & 1) === 0)
      .map((ifd) => ({
        width: first(ifd, WIDTH),
        height: first(ifd, HEIGHT),
        decode() {
          // Decoded into a copy, so that pages do not pile up in memory.
          const page = { ...ifd };
          utif.decodeImage(bytes, page);
          const pixels = new Uint8ClampedArray(utif.toRGBA8(page).buffer as ArrayBuffer);
          return upright(
            onWhite({ width: page.width, height: page.height, pixels }),
            first(ifd, ORIENTATION),
          );
        },
      }))
  );
}

function first(ifd: IFD, tag: string): number {
  const value = ifd[tag] as number[] | undefined;
  return Number(value?.[0] ?? 0);
}
