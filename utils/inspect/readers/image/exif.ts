// Exif: the TIFF structure inside pictures (JEITA CP-3451, TIFF 6.0). Only what names people or places is read.
import { untilNul } from '../../trim.ts';
// Own code rather than exifreader (MPL-2.0, 133 kB): it decodes some two thousand tags of which a dozen matter here, and
// needs a DOM for XMP, which workers do not have.

export interface Exif {
  /** Tag → text, of the tags in `TEXT_TAGS` that have one. */
  texts: Map<ExifText, string>;
  /** Where the picture was taken is in it. */
  location: boolean;
  /** The thumbnail, as a range of the bytes given. */
  thumbnail?: { offset: number; length: number };
  /** XMP and IPTC blocks that a TIFF file keeps in its tags, as ranges. */
  xmp: { offset: number; length: number }[];
  iptc: { offset: number; length: number }[];
}

export type ExifText =
  | 'author'
  | 'copyright'
  | 'owner'
  | 'description'
  | 'comment'
  | 'title'
  | 'keywords'
  | 'subject'
  | 'host';

const TEXT_TAGS: Readonly<Record<number, ExifText>> = {
  270: 'description',
  315: 'author',
  316: 'host',
  33432: 'copyright',
  37510: 'comment',
  40091: 'title',
  40092: 'comment',
  40093: 'author',
  40094: 'keywords',
  40095: 'subject',
  42032: 'owner',
};
const SUB_IFD = 34665;
const GPS_IFD = 34853;
const XMP = 700;
const IPTC = 33723;
const PHOTOSHOP = 34377;
const THUMBNAIL = 513;
const THUMBNAIL_LENGTH = 514;

/** Bytes of one value, by type. */
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const MOST_ENTRIES = 2000;

/** @param bytes from the byte order mark (`II` or `MM`) on. @returns undefined where it is no Exif. */
export function readExif(bytes: Uint8Array): Exif | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 8) return undefined;
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return undefined;
  const little = order === 0x4949;
  const u16 = (at: number) => (at + 2 <= bytes.length ? view.getUint16(at, little) : 0);
  const u32 = (at: number) => (at + 4 <= bytes.length ? view.getUint32(at, little) : 0);
  const exif: Exif = { texts: new Map(), location: false, xmp: [], iptc: [] };
  const gps = { latitude: 0, longitude: 0, found: 0 };
  const seen = new Set<number>();
  let thumbnail = 0;
  let thumbnailLength = 0;

  const degrees = (at: number, count: number): number => {
    let value = 0;
    for (let i = 0; i < Math.min(3, count); i++) {
      const denominator = u32(at + i * 8 + 4);
      if (denominator !== 0) value += u32(at + i * 8) / denominator / 60 ** i;
    }
    return value;
  };

  const directory = (at: number, kind: 'main' | 'gps' | 'thumbnail'): number => {
    if (at === 0 || at + 2 > bytes.length || seen.has(at)) return 0;
    seen.add(at);
    const count = Math.min(u16(at), MOST_ENTRIES);
    for (let i = 0; i < count; i++) {
      const entry = at + 2 + i * 12;
      if (entry + 12 > bytes.length) return 0;
      const tag = u16(entry);
      const type = u16(entry + 2);
      const values = u32(entry + 4);
      const length = (SIZES[type] ?? 0) * values;
      const data = length <= 4 ? entry + 8 : u32(entry + 8);
      if (data + length > bytes.length) continue;
      if (kind === 'gps') {
        if (tag === 2 || tag === 4) {
          gps.found++;
          if (tag === 2) gps.latitude = degrees(data, values);
          else gps.longitude = degrees(data, values);
        }
      } else if (kind === 'thumbnail') {
        if (tag === THUMBNAIL) thumbnail = u32(entry + 8);
        else if (tag === THUMBNAIL_LENGTH) thumbnailLength = u32(entry + 8);
      } else if (tag === SUB_IFD) directory(u32(entry + 8), 'main');
      else if (tag === GPS_IFD) directory(u32(entry + 8), 'gps');
      else if (tag === XMP) exif.xmp.push({ offset: data, length });
      else if (tag === IPTC || tag === PHOTOSHOP) exif.iptc.push({ offset: data, length });
      else if (Object.hasOwn(TEXT_TAGS, tag)) {
        const name = TEXT_TAGS[tag]!;
        const text = decodeTag(bytes.subarray(data, data + length), tag, little);
        if (text !== '' && !exif.texts.has(name)) exif.texts.set(name, text);
      }
    }
    return u32(at + 2 + count * 12);
  };

  const next = directory(u32(4), 'main');
  directory(next, 'thumbnail');
  exif.location = gps.found === 2 && (gps.latitude !== 0 || gps.longitude !== 0);
  if (thumbnail > 0 && thumbnailLength > 0 && thumbnail + thumbnailLength <= bytes.length) {
    exif.thumbnail = { offset: thumbnail, length: thumbnailLength };
  }
  return exif;
}

function decodeTag(bytes: Uint8Array, tag: number, little: boolean): string {
  // The XP… tags are UTF-16; comments begin with eight bytes that name their encoding.
  if (tag >= 40091 && tag <= 40095) return trim(new TextDecoder('utf-16le').decode(bytes));
  if (tag === 37510) {
    const code = String.fromCharCode(...bytes.subarray(0, 8));
    const rest = bytes.subarray(8);
    if (code.startsWith('UNICODE'))
      return trim(new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(rest));
    return code.startsWith('ASCII') || code.startsWith('\0') ? trim(decode8(rest)) : '';
  }
  return trim(decode8(bytes));
}

function decode8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function trim(text: string): string {
  return untilNul(text).trim();
}
