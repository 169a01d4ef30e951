// Takes out of a picture what is not the picture: camera, place, author, thumbnails, whatever stands behind the end.
// The picture's own data are not touched, so that every pixel stays as it is. Colour profiles and the way up stay too.

import { crc32 } from '../inspect/container/crc32.ts';
import { joinBytes } from '../inspect/container/join-bytes.ts';
import { Refused } from './remedy.ts';

export interface CleanedImage {
  bytes: Uint8Array<ArrayBuffer>;
  /** Anything was taken out. */
  changed: boolean;
}

const CLEANERS: Readonly<Record<string, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>>> = {
  jpeg: cleanJpeg,
  png: cleanPng,
  gif: cleanGif,
  webp: cleanWebp,
};

/** Can metadata be taken out of this format? */
export function isCleanableImage(format: string): boolean {
  return Object.hasOwn(CLEANERS, format);
}

/** @throws Refused where the file breaks the rules of its format. */
export function cleanImage(bytes: Uint8Array<ArrayBuffer>, format: string): CleanedImage {
  const clean = CLEANERS[format];
  if (!clean) throw new Refused('format');
  const out = clean(bytes);
  return { bytes: out, changed: out.length !== bytes.length };
}

const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);
const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The way up, 1 to 8 (Exif tag 274), from the byte order mark on; 1 where it is not said. */
function orientationOf(exif: Uint8Array): number {
  if (exif.length < 14) return 1;
  const view = new DataView(exif.buffer, exif.byteOffset, exif.length);
  const little = view.getUint16(0) === 0x4949;
  if (!little && view.getUint16(0) !== 0x4d4d) return 1;
  const at = view.getUint32(4, little);
  if (at + 2 > exif.length) return 1;
  const count = view.getUint16(at, little);
  for (let i = 0; i < count; i++) {
    const entry = at + 2 + i * 12;
    if (entry + 12 > exif.length) return 1;
    if (view.getUint16(entry, little) !== 274) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** An Exif block that says the way up and nothing else. */
function orientationOnly(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(26));
  view.setUint32(0, 0x4d4d002a);
  view.setUint32(4, 8);
  view.setUint16(8, 1);
  view.setUint16(10, 274);
  view.setUint16(12, 3);
  view.setUint32(14, 1);
  view.setUint16(18, value);
  return new Uint8Array(view.buffer);
}

/** Markers that stand alone, without a length (ITU T.81, table B.1). */
const isLoneMarker = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

function cleanJpeg(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let orientation = 1;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw new Refused('unread');
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9) break;
    if (isLoneMarker(marker)) {
      at += 2;
      continue;
    }
    const length = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) throw new Refused('unread');
    const data = bytes.subarray(at + 4, end);
    if (marker === 0xe1 && latin1(data.subarray(0, 6)) === 'Exif\0\0') {
      const found = orientationOf(data.subarray(6));
      if (found !== 1) orientation = found;
    } else if (keepsSegment(marker, data)) kept.push(segment(marker, data));
    at = end;
    if (marker !== 0xda) continue;
    const scan = endOfScan(bytes, at);
    kept.push(bytes.subarray(at, scan));
    at = scan;
  }
  if (orientation !== 1) {
    const exif = joinBytes([ascii('Exif\0\0'), orientationOnly(orientation)]);
    const jfif = kept[1]?.[1] === 0xe0 ? 2 : 1;
    kept.splice(jfif, 0, segment(0xe1, exif));
  }
  kept.push(Uint8Array.of(0xff, 0xd9));
  return joinBytes(kept);
}

/** Application segments that change what is seen: JFIF, the colour profile, Adobe's colour transform. Comments go. */
function keepsSegment(marker: number, data: Uint8Array): boolean {
  if (marker === 0xfe) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  if (marker === 0xe0) return latin1(data.subarray(0, 5)) === 'JFIF\0';
  if (marker === 0xe2) return latin1(data.subarray(0, 12)) === 'ICC_PROFILE\0';
  return marker === 0xee && latin1(data.subarray(0, 5)) === 'Adobe';
}

function segment(marker: number, data: Uint8Array): Uint8Array {
  // JFIF may carry a thumbnail behind its fourteen bytes.
  const body = marker === 0xe0 ? joinBytes([data.subarray(0, 12), Uint8Array.of(0, 0)]) : data;
  const length = body.length + 2;
  return joinBytes([Uint8Array.of(0xff, marker, length >> 8, length & 255), body]);
}

/** Where the entropy-coded data end: at the next marker that is not a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

/** Chunks that change what is seen (PNG third edition, 11): all others go. */
const PNG_KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT'.split(' '),
);

function cleanPng(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  let orientation = 1;
  let ended = false;
  for (let at = 8; at + 12 <= bytes.length && !ended; ) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw new Refused('unread');
    const type = latin1(bytes.subarray(at + 4, at + 8));
    if (type === 'eXIf') orientation = orientationOf(bytes.subarray(at + 8, at + 8 + length));
    else if (type === 'iCCP') kept.push(namelessProfile(bytes.subarray(at + 8, at + 8 + length)));
    else if (PNG_KEPT.has(type)) kept.push(bytes.subarray(at, end));
    ended = type === 'IEND';
    at = end;
  }
  if (!ended) throw new Refused('unread');
  // Right behind the header, so that it stands before the picture's data.
  if (orientation !== 1) kept.splice(2, 0, pngChunk('eXIf', orientationOnly(orientation)));
  return joinBytes(kept);
}

/** A colour profile has a name, which may be anything. */
function namelessProfile(data: Uint8Array): Uint8Array {
  const end = data.indexOf(0);
  if (end < 0) throw new Refused('unread');
  return pngChunk('iCCP', joinBytes([ascii('ICC'), data.subarray(end)]));
}

export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = joinBytes([ascii(type), data]);
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, data.length);
  view.setUint32(4, crc32(body));
  const frame = new Uint8Array(view.buffer);
  return joinBytes([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function cleanGif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const flags = bytes[10] ?? 0;
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const kept: Uint8Array[] = [bytes.subarray(0, at)];
  /** Behind a run of sub-blocks. */
  const skip = (from: number): number => {
    let here = from;
    for (;;) {
      const size = bytes[here];
      if (size === undefined) throw new Refused('unread');
      here += size + 1;
      if (size === 0) return here;
    }
  };
  for (;;) {
    const kind = bytes[at];
    if (kind === 0x3b) break;
    if (kind === 0x2c) {
      const local = bytes[at + 9] ?? 0;
      const end = skip(at + 10 + (local & 0x80 ? 3 * 2 ** ((local & 7) + 1) : 0) + 1);
      kept.push(bytes.subarray(at, end));
      at = end;
    } else if (kind === 0x21) {
      const label = bytes[at + 1];
      const end = skip(at + 2);
      const application = latin1(bytes.subarray(at + 3, at + 14));
      const loops = label === 0xff && (application === 'NETSCAPE2.0' || application === 'ANIMEXTS1.0');
      // Text extensions (0x01) and the timing of pictures (0xf9) are seen.
      if (label === 0xf9 || label === 0x01 || loops) kept.push(bytes.subarray(at, end));
      at = end;
    } else throw new Refused('unread');
  }
  kept.push(Uint8Array.of(0x3b));
  return joinBytes(kept);
}

const WEBP_KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Bits of VP8X that say which metadata follow: Exif, XMP. */
const WEBP_EXIF = 0x08;
const WEBP_XMP = 0x04;

function cleanWebp(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const size = Math.min(bytes.length, view.getUint32(4, true) + 8);
  const kept: Uint8Array[] = [];
  let orientation = 1;
  for (let at = 12; at + 8 <= size; ) {
    const type = latin1(bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length & 1);
    if (at + 8 + length > bytes.length) throw new Refused('unread');
    if (type === 'EXIF') {
      const data = bytes.subarray(at + 8, at + 8 + length);
      orientation = orientationOf(latin1(data.subarray(0, 6)) === 'Exif\0\0' ? data.subarray(6) : data);
    } else if (WEBP_KEPT.has(type)) kept.push(bytes.slice(at, Math.min(end, bytes.length)));
    at = end;
  }
  if (orientation !== 1) kept.push(riffChunk('EXIF', orientationOnly(orientation)));
  const head = kept[0];
  if (head && latin1(head.subarray(0, 4)) === 'VP8X') {
    head[8] = ((head[8] as number) & ~(WEBP_EXIF | WEBP_XMP)) | (orientation === 1 ? 0 : WEBP_EXIF);
  } else if (orientation !== 1) kept.pop();
  const body = joinBytes(kept);
  const riff = new Uint8Array(12);
  riff.set(ascii('RIFF'));
  new DataView(riff.buffer).setUint32(4, body.length + 4, true);
  riff.set(ascii('WEBP'), 8);
  return joinBytes([riff, body]);
}

function riffChunk(type: string, data: Uint8Array): Uint8Array {
  const head = new Uint8Array(8);
  head.set(ascii(type));
  new DataView(head.buffer).setUint32(4, data.length, true);
  return joinBytes([head, data, new Uint8Array(data.length & 1)]);
}
