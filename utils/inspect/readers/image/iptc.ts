// IPTC-IIM: what picture desks write into photographs, alone or inside Photoshop's resources.
import { decodeText } from '../mail/mime.ts';

export type IptcText =
  | 'author'
  | 'copyright'
  | 'caption'
  | 'writer'
  | 'title'
  | 'headline'
  | 'keywords'
  | 'contact'
  | 'place';

/** Data sets of record 2. */
const SETS: Readonly<Record<number, IptcText>> = {
  5: 'title',
  25: 'keywords',
  80: 'author',
  85: 'author',
  90: 'place',
  92: 'place',
  105: 'headline',
  110: 'copyright',
  116: 'copyright',
  118: 'contact',
  120: 'caption',
  122: 'writer',
};

/** @param bytes an IIM block, or Photoshop resources (`8BIM`…) that may hold one. */
export function readIptc(bytes: Uint8Array): Map<IptcText, string> {
  const found = new Map<IptcText, string>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let block = bytes;
  if (bytes.length >= 12 && view.getUint32(0) === 0x3842494d) {
    block = new Uint8Array(0);
    for (let at = 0; at + 12 <= bytes.length && view.getUint32(at) === 0x3842494d; ) {
      const id = view.getUint16(at + 4);
      const nameLength = (bytes[at + 6]! + 2) & ~1;
      const sizeAt = at + 6 + nameLength;
      if (sizeAt + 4 > bytes.length) break;
      const size = view.getUint32(sizeAt);
      if (id === 0x0404) block = bytes.subarray(sizeAt + 4, sizeAt + 4 + size);
      // No `& ~1`: a size of 2 GB and more would become negative.
      at = sizeAt + 4 + size + (size % 2);
    }
  }
  for (let at = 0; at + 5 <= block.length && block[at] === 0x1c; ) {
    const length = (block[at + 3]! << 8) | block[at + 4]!;
    // Extended lengths are for pictures, not for words.
    if (length & 0x8000) break;
    const name = block[at + 1] === 2 ? SETS[block[at + 2]!] : undefined;
    const text = decodeText(block.subarray(at + 5, at + 5 + length))
      .replaceAll('\0', '')
      .trim();
    if (name && text !== '') {
      const before = found.get(name);
      found.set(name, before === undefined ? text : `${before}; ${text}`);
    }
    at += 5 + length;
  }
  return found;
}
