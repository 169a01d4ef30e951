// Pictures in Office's drawing records ([MS-ODRAW]): blips in a store, or one behind the other.
import type { Place } from '../../part.ts';
import type { Voice } from './office.ts';

export interface Blip {
  format: 'jpeg' | 'png' | 'tiff';
  bytes: Uint8Array<ArrayBuffer>;
}

/** Record type of a blip → the format of the picture in it, and with what it begins. */
const BLIPS: Readonly<Record<number, readonly [format: Blip['format'], magic: number]>> = {
  61469: ['jpeg', 0xffd8],
  61470: ['png', 0x8950],
  61481: ['tiff', 0],
  61482: ['jpeg', 0xffd8],
};
const STORE_ENTRY = 0xf007;

/** The pictures in a run of drawing records; what is no such record ends the run. */
export function* blipsIn(bytes: Uint8Array, from = 0, to = bytes.length, depth = 0): Generator<Blip> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = from; at + 8 <= to; ) {
    const isContainer = (view.getUint8(at) & 0x0f) === 0x0f;
    const type = view.getUint16(at + 2, true);
    const end = at + 8 + view.getUint32(at + 4, true);
    if (type < 0xf000 || type > 0xf1ff || end > to) return;
    const blip = BLIPS[type];
    if (blip) {
      const [format, magic] = blip;
      // One or two digests of 16 bytes and a byte stand before the picture.
      const start = [17, 33]
        .map((skip) => at + 8 + skip)
        .find((s) => s + 2 <= end && view.getUint16(s) === magic);
      const begin = magic === 0 ? at + 8 + 17 : start;
      if (begin !== undefined && begin < end) yield { format, bytes: bytes.slice(begin, end) };
    } else if (isContainer && depth < 8) yield* blipsIn(bytes, at + 8, end, depth + 1);
    else if (type === STORE_ENTRY && end > at + 44) {
      yield* blipsIn(bytes, at + 44 + view.getUint8(at + 8 + 33), end, depth + 1);
    }
    at = end;
  }
}

/** Hands on pictures, numbered. */
export async function readPictures(voice: Voice, place: Place, blips: Iterable<Blip>): Promise<void> {
  const { context } = voice;
  for (const { format, bytes } of blips) {
    context.signal.throwIfAborted();
    context.budget.spend(bytes.length);
    const name = `picture ${voice.next('picture')}.${format}`;
    await context.sink.image({
      place: [...place, `image "${name}"`],
      hidden: context.hidden,
      name,
      format,
      bytes: new Blob([bytes]),
    });
  }
}
