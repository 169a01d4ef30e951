// What pictures of documents carry beside what they show, where their format cannot be put together anew: it is blanked in its
// place, so that no offset in the file changes. JPEG, PNG, GIF and WebP are cut (image.ts).

/** @returns a copy without it, of the same length; the bytes themselves where there is nothing of the kind. */
export type Blanker = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;

const EMF_SIGNATURE = 0x464d4520;
const EMR_COMMENT = 70;
/** Comments that draw: what stands in others is for the program that wrote them, or a second version of the picture. */
const EMF_PLUS = 0x2b464d45;
/** Where the header says how long the description is, in characters, and where it stands. */
const DESCRIPTION = 60;

/** An enhanced metafile names the program and the document that it was made of, and keeps what programs put aside (MS-EMF 2.3.3). */
export function blankMetafile(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 88 || view.getUint32(40, true) !== EMF_SIGNATURE) return bytes;
  const blank = new Blank(bytes);
  blank.fill(view.getUint32(DESCRIPTION + 4, true), view.getUint32(DESCRIPTION, true) * 2);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    if (size < 8 || at + size > bytes.length) break;
    if (view.getUint32(at, true) === EMR_COMMENT && size >= 16 && view.getUint32(at + 12, true) !== EMF_PLUS)
      blank.fill(at + 12, size - 12);
    at += size;
  }
  return blank.result();
}

/** Tags that say who made a picture, with what and where, or hold another one (TIFF 6.0; Exif; Adobe). */
const TIFF_TAGS = new Set([
  269, 270, 271, 272, 285, 305, 306, 315, 316, 337, 700, 32932, 33432, 33723, 34377, 37724, 34665, 34853,
  40965,
]);
const SUB_IFDS = 330;
/** Bytes of a value by its type. */
const TIFF_SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const TIFF_TEXT = 2;
const BLANK = 0x20;
const MOST_DIRECTORIES = 1000;

/** A picture in TIFF names its author, its camera and its place in tags. */
export function blankTiff(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.length < 8) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const little = view.getUint16(0) === 0x4949;
  if ((!little && view.getUint16(0) !== 0x4d4d) || view.getUint16(2, little) !== 42) return bytes;
  const blank = new Blank(bytes);
  const open = [{ at: view.getUint32(4, little), all: false }];
  const seen = new Set<number>();
  for (let next = open.pop(); next && seen.size < MOST_DIRECTORIES; next = open.pop()) {
    const { at, all } = next;
    if (at === 0 || at + 2 > bytes.length || seen.has(at)) continue;
    seen.add(at);
    const count = view.getUint16(at, little);
    for (let entry = at + 2; entry < at + 2 + count * 12 && entry + 12 <= bytes.length; entry += 12) {
      const tag = view.getUint16(entry, little);
      const items = view.getUint32(entry + 4, little);
      const type = view.getUint16(entry + 2, little);
      const size = (TIFF_SIZES[type] ?? 1) * items;
      const value = size > 4 ? view.getUint32(entry + 8, little) : entry + 8;
      // A directory of its own, with nothing in it that the picture needs.
      if ((tag === 34665 || tag === 34853 || tag === 40965) && size === 4)
        open.push({ at: view.getUint32(entry + 8, little), all: true });
      else if (all || TIFF_TAGS.has(tag)) {
        // Readers warn of a text with zeros in it.
        if (type === TIFF_TEXT) blank.fill(value, size - 1, BLANK);
        else blank.fill(value, size);
      }
      if (tag === SUB_IFDS)
        for (let i = 0; i < Math.min(items, 16) && value + i * 4 + 4 <= bytes.length; i++)
          open.push({ at: view.getUint32(value + i * 4, little), all });
    }
    const end = at + 2 + count * 12;
    if (end + 4 <= bytes.length) open.push({ at: view.getUint32(end, little), all });
  }
  return blank.result();
}

/** Puts zeros, or blanks, into a copy of some bytes, once there is something to blank. */
class Blank {
  private readonly bytes: Uint8Array<ArrayBuffer>;
  private copy: Uint8Array<ArrayBuffer> | undefined;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }

  fill(from: number, length: number, by = 0): void {
    const to = Math.min(this.bytes.length, from + length);
    if (!this.bytes.subarray(from, to).some((byte) => byte !== by)) return;
    this.copy ??= this.bytes.slice();
    this.copy.fill(by, from, to);
  }

  result(): Uint8Array<ArrayBuffer> {
    return this.copy ?? this.bytes;
  }
}
