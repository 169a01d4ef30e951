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
  endBrokenFaxes(utif.decode as unknown as FaxSteps);
  endBrokenDirectories(utif as unknown as DirectorySteps);
  return (
    (utif.decode as (bytes: ArrayBuffer, options: object) => IFD[])(bytes, { parseMN: false })
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

/** The steps of utif2's fax decoders that are called for each bit, and for each run of pixels. */
interface FaxSteps {
  _findDiff: ((line: number[], x: number, colour: number) => number | undefined) & { ends?: true };
  _addNtimes: (line: number[], times: number, colour: number) => void;
}

/** Codes have 13 bits at most, but some machines fill up lines with zeros. */
const MOST_BITS_OF_A_CODE = 4096;

/**
 * After a code that is none, utif2 reads on to the end, looking up all bits since then at each bit: hours for a megabyte.
 * @param steps are changed in place, once.
 */
function endBrokenFaxes(steps: FaxSteps): void {
  const { _findDiff: findDiff, _addNtimes: addNtimes } = steps;
  if (findDiff.ends) return;
  let calls = 0;
  steps._findDiff = (line, x, colour) => {
    calls++;
    // Twice for each bit.
    if (calls > 2 * MOST_BITS_OF_A_CODE) throw new Error('The fax breaks off.');
    return findDiff(line, x, colour);
  };
  steps._findDiff.ends = true;
  steps._addNtimes = (line, times, colour) => {
    calls = 0;
    addNtimes(line, times, colour);
  };
}

/** What reads one directory of a TIFF, and calls itself for those below it. */
interface DirectorySteps {
  _readIFD: DirectoryReader & { ends?: true };
}

interface Numbers {
  readUshort(data: Uint8Array, at: number): number;
  readUint(data: Uint8Array, at: number): number;
}

type DirectoryReader = (
  numbers: Numbers,
  data: Uint8Array,
  offset: number,
  found: IFD[],
  depth: number,
  options: object,
) => number;

const MOST_DIRECTORIES = 10_000;
const DEEPEST = 8;
/** Bytes of one value, by its type. */
const VALUE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

/**
 * utif2 follows directories in circles, and believes that there are as many values as an entry says: 200 bytes can make it
 * fill the memory.
 * @param steps are changed in place, once.
 */
function endBrokenDirectories(steps: DirectorySteps): void {
  const { _readIFD: read } = steps;
  if (read.ends) return;
  const counts = new WeakMap<Uint8Array, number>();
  steps._readIFD = (numbers, data, offset, found, depth, options) => {
    const count = (counts.get(data) ?? 0) + 1;
    counts.set(data, count);
    if (count > MOST_DIRECTORIES || depth > DEEPEST) throw new Error('The directories lead in circles.');
    const entries = numbers.readUshort(data, offset);
    if (!(offset + 2 + entries * 12 <= data.length)) throw new Error('A directory reaches beyond the file.');
    for (let at = offset + 2, i = 0; i < entries; i++, at += 12) {
      const size = VALUE_BYTES[numbers.readUshort(data, at + 2)] ?? 0;
      if (size * numbers.readUint(data, at + 4) > data.length)
        throw new Error('An entry is larger than the file.');
    }
    return read(numbers, data, offset, found, depth, options);
  };
  steps._readIFD.ends = true;
}

function first(ifd: IFD, tag: string): number {
  const value = ifd[tag] as number[] | undefined;
  return Number(value?.[0] ?? 0);
}
