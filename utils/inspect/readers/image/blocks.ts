// Where each kind of picture keeps its metadata: blocks of Exif, XMP, IPTC and plain texts, found without decoding a
// pixel and without reading more than headers.
import { BlobWindow } from '../../container/window.ts';

export interface Blocks {
  exif: Uint8Array[];
  xmp: Uint8Array[];
  iptc: Uint8Array[];
  /** Comments and keyword-value pairs as text. */
  texts: { name: string; text: string }[];
  /** The structure is cut off or broken. */
  damaged: boolean;
}

/** One block is not larger than this: what is larger is no metadata. */
const MOST_BLOCK = 16 * 1024 ** 2;
const MOST_BLOCKS = 10_000;

type Find = (window: BlobWindow, blocks: Blocks) => Promise<void>;

const FINDERS: Readonly<Record<string, Find>> = {
  jpeg: findInJpeg,
  png: findInPng,
  webp: findInWebp,
  gif: findInGif,
  heic: findInIsoMedia,
  avif: findInIsoMedia,
  tiff: findInTiff,
};

export async function findBlocks(file: Blob, format: string): Promise<Blocks> {
  const blocks: Blocks = { exif: [], xmp: [], iptc: [], texts: [], damaged: false };
  await FINDERS[format]?.(new BlobWindow(file), blocks);
  return blocks;
}

async function take(window: BlobWindow, at: number, length: number): Promise<Uint8Array | undefined> {
  if (length <= 0 || length > MOST_BLOCK || !(await window.need(at, length))) return undefined;
  return window.slice(at, length).slice();
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}

const XMP_HEAD = 'http://ns.adobe.com/xap/1.0/\0';
const XMP_MORE = 'http://ns.adobe.com/xmp/extension/\0';
const PHOTOSHOP_HEAD = 'Photoshop 3.0\0';

async function findInJpeg(window: BlobWindow, blocks: Blocks): Promise<void> {
  let at = 2;
  for (let count = 0; count < MOST_BLOCKS; count++) {
    if (!(await window.need(at, 4))) {
      blocks.damaged = true;
      return;
    }
    const [mark, code, high, low] = window.slice(at, 4) as unknown as [number, number, number, number];
    if (mark !== 0xff) {
      blocks.damaged = true;
      return;
    }
    if (code === 0xff) {
      at++;
      continue;
    }
    // Scan data begins: metadata stands before it.
    if (code === 0xda || code === 0xd9) return;
    const length = high * 256 + low;
    const data = length > 2 ? await take(window, at + 4, length - 2) : new Uint8Array(0);
    if (!data || length < 2) {
      blocks.damaged = true;
      return;
    }
    if (code === 0xe1 && startsWith(data, 'Exif\0')) blocks.exif.push(data.subarray(6));
    else if (code === 0xe1 && startsWith(data, XMP_HEAD)) blocks.xmp.push(data.subarray(XMP_HEAD.length));
    else if (code === 0xe1 && startsWith(data, XMP_MORE))
      blocks.xmp.push(data.subarray(XMP_MORE.length + 40));
    else if (code === 0xed && startsWith(data, PHOTOSHOP_HEAD))
      blocks.iptc.push(data.subarray(PHOTOSHOP_HEAD.length));
    else if (code === 0xfe) addText(blocks, 'comment', decode(data));
    at += 2 + length;
  }
}

async function findInPng(window: BlobWindow, blocks: Blocks): Promise<void> {
  let at = 8;
  for (let count = 0; count < MOST_BLOCKS; count++) {
    if (!(await window.need(at, 8))) {
      blocks.damaged = true;
      return;
    }
    const length = big32(window.slice(at, 4));
    const type = latin1(window.slice(at + 4, 4));
    if (type === 'IEND') return;
    if (type === 'eXIf' || type === 'tEXt' || type === 'zTXt' || type === 'iTXt') {
      const data = await take(window, at + 8, length);
      if (data) await pngChunk(type, data, blocks);
    }
    at += 12 + length;
  }
}

async function pngChunk(type: string, data: Uint8Array, blocks: Blocks): Promise<void> {
  if (type === 'eXIf') {
    blocks.exif.push(data);
    return;
  }
  const end = data.indexOf(0);
  if (end < 0) return;
  const name = latin1(data.subarray(0, end));
  let value = data.subarray(end + 1);
  if (type === 'zTXt') value = await inflate(value.subarray(1));
  else if (type === 'iTXt') {
    const packed = value[0] === 1;
    const language = value.indexOf(0, 2);
    const translated = value.indexOf(0, language + 1);
    if (language < 0 || translated < 0) return;
    value = value.subarray(translated + 1);
    if (packed) value = await inflate(value);
  }
  if (name === 'XML:com.adobe.xmp') blocks.xmp.push(value);
  else if (/^Raw profile type (exif|APP1)$/i.test(name)) {
    const bytes = hexProfile(decode(value));
    const exif = startsWith(bytes, 'Exif\0') ? bytes.subarray(6) : bytes;
    blocks.exif.push(exif);
  } else if (/^Raw profile type (iptc|8bim)$/i.test(name)) blocks.iptc.push(hexProfile(decode(value)));
  else if (/^Raw profile type xmp$/i.test(name)) blocks.xmp.push(hexProfile(decode(value)));
  else addText(blocks, name, decode(value));
}

/** ImageMagick's way: a name, a length, then hex digits. */
function hexProfile(text: string): Uint8Array {
  const digits = text.replace(/^\s*\S+\s+\d+\s/, '').replace(/[^0-9a-f]/gi, '');
  return Uint8Array.from({ length: digits.length >> 1 }, (_, i) =>
    Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16),
  );
}

/** What inflates of a zlib stream, up to the size of a block. */
async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const reader = new Blob([bytes.slice()])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'))
    .getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value.slice());
      size += value.length;
      if (size > MOST_BLOCK) {
        await reader.cancel();
        break;
      }
    }
  } catch (error) {
    // A broken text in a picture: what came before the break is read.
    if (!(error instanceof Error)) throw error;
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

async function findInWebp(window: BlobWindow, blocks: Blocks): Promise<void> {
  for (let at = 12, count = 0; count < MOST_BLOCKS && (await window.need(at, 8)); count++) {
    const type = latin1(window.slice(at, 4));
    const length = window.u32(at + 4);
    if (type === 'EXIF' || type === 'XMP ') {
      const data = await take(window, at + 8, length);
      if (data && type === 'XMP ') blocks.xmp.push(data);
      else if (data) blocks.exif.push(startsWith(data, 'Exif\0') ? data.subarray(6) : data);
    }
    at += 8 + length + (length & 1);
  }
}

async function findInGif(window: BlobWindow, blocks: Blocks): Promise<void> {
  if (!(await window.need(0, 13))) {
    blocks.damaged = true;
    return;
  }
  const colours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + colours(window.slice(10, 1)[0]!);
  const skip = async (): Promise<Uint8Array[]> => {
    const pieces: Uint8Array[] = [];
    for (let count = 0; count < 1_000_000 && (await window.need(at, 1)); count++) {
      const length = window.slice(at, 1)[0]!;
      if (length > 0 && pieces.length < 65_536 && (await window.need(at, length + 1))) {
        pieces.push(window.slice(at + 1, length).slice());
      }
      at += length + 1;
      if (length === 0) break;
    }
    return pieces;
  };
  for (let count = 0; count < MOST_BLOCKS && (await window.need(at, 2)); count++) {
    const [mark, label] = window.slice(at, 2) as unknown as [number, number];
    if (mark === 0x3b) return;
    if (
      mark === 0x21 &&
      label === 0xff &&
      (await window.need(at, 14)) &&
      latin1(window.slice(at + 3, 11)) === 'XMP DataXMP'
    ) {
      // The packet stands there as it is, followed by a trailer that leads any reader of blocks to its end.
      const from = at + 14;
      at = from;
      await skip();
      const data = await take(window, from, Math.min(at - from, MOST_BLOCK));
      if (data) blocks.xmp.push(data);
    } else if (mark === 0x21) {
      at += 2;
      const pieces = await skip();
      if (label === 0xfe) addText(blocks, 'comment', pieces.map(decode).join(''));
    } else if (mark === 0x2c && (await window.need(at, 10))) {
      at += 10 + colours(window.slice(at + 9, 1)[0]!) + 1;
      await skip();
    } else {
      blocks.damaged = true;
      return;
    }
  }
}

async function findInTiff(window: BlobWindow, blocks: Blocks): Promise<void> {
  const bytes = await take(window, 0, Math.min(window.size, MOST_BLOCK));
  if (bytes) blocks.exif.push(bytes);
}

/** HEIC and AVIF: the items of the `meta` box, found by type and place. */
async function findInIsoMedia(window: BlobWindow, blocks: Blocks): Promise<void> {
  const meta = await findMeta(window);
  if (!meta) return;
  const view = new DataView(meta.buffer, meta.byteOffset, meta.length);
  const wanted = new Map<number, 'exif' | 'xmp'>();
  const places: { id: number; offset: number; length: number }[] = [];
  for (const box of boxes(meta, 4)) {
    if (box.type === 'iinf') {
      const version = meta[box.start]!;
      for (const item of boxes(meta, box.start + (version === 0 ? 6 : 8), box.end)) {
        if (item.type !== 'infe' || meta[item.start]! < 2) continue;
        const wide = meta[item.start] === 3;
        const id = wide ? view.getUint32(item.start + 4) : view.getUint16(item.start + 4);
        const type = latin1(meta.subarray(item.start + (wide ? 10 : 8), item.start + (wide ? 14 : 12)));
        const rest = latin1(meta.subarray(item.start + 12, item.end));
        if (type === 'Exif') wanted.set(id, 'exif');
        else if (type === 'mime' && rest.includes('rdf+xml')) wanted.set(id, 'xmp');
      }
    } else if (box.type === 'iloc') places.push(...itemPlaces(view, box.start, box.end));
  }
  for (const { id, offset, length } of places) {
    const kind = wanted.get(id);
    const data = kind && (await take(window, offset, length));
    if (!data) continue;
    if (kind === 'xmp') blocks.xmp.push(data);
    else {
      // Four bytes say how far it is to the TIFF header.
      const skip = 4 + big32(data);
      blocks.exif.push(data.subarray(skip < data.length ? skip : 4));
    }
  }
}

async function findMeta(window: BlobWindow): Promise<Uint8Array | undefined> {
  for (let at = 0, count = 0; count < 100 && (await window.need(at, 8)); count++) {
    let length = big32(window.slice(at, 4));
    const type = latin1(window.slice(at + 4, 4));
    if (length === 1 && (await window.need(at, 16))) length = big32(window.slice(at + 12, 4));
    if (length < 8) return undefined;
    if (type === 'meta') return take(window, at + 8, Math.min(length - 8, window.size - at - 8));
    at += length;
  }
  return undefined;
}

function* boxes(
  bytes: Uint8Array,
  from: number,
  to = bytes.length,
): Generator<{ type: string; start: number; end: number }> {
  for (let at = from; at + 8 <= to; ) {
    const length = big32(bytes.subarray(at, at + 4));
    if (length < 8 || at + length > to) return;
    yield { type: latin1(bytes.subarray(at + 4, at + 8)), start: at + 8, end: at + length };
    at += length;
  }
}

function itemPlaces(
  view: DataView,
  start: number,
  end: number,
): { id: number; offset: number; length: number }[] {
  const found: { id: number; offset: number; length: number }[] = [];
  const version = view.getUint8(start);
  const sizes = view.getUint16(start + 4);
  const [offsetSize, lengthSize, baseSize, indexSize] = [
    sizes >> 12,
    (sizes >> 8) & 15,
    (sizes >> 4) & 15,
    sizes & 15,
  ];
  let at = start + 6;
  const read = (size: number): number => {
    if (at + size > end) throw new RangeError('iloc');
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + view.getUint8(at + i);
    at += size;
    return value;
  };
  try {
    const count = read(version < 2 ? 2 : 4);
    for (let i = 0; i < count && i < MOST_BLOCKS; i++) {
      const id = read(version < 2 ? 2 : 4);
      const construction = version > 0 ? read(2) & 15 : 0;
      read(2);
      const base = read(baseSize);
      const extents = read(2);
      for (let k = 0; k < extents; k++) {
        if (version > 0) read(indexSize);
        const offset = base + read(offsetSize);
        const length = read(lengthSize);
        if (construction === 0) found.push({ id, offset, length });
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return found;
}

function addText(blocks: Blocks, name: string, text: string): void {
  const trimmed = text.replaceAll('\0', '').trim();
  if (trimmed !== '') blocks.texts.push({ name, text: trimmed });
}

function big32(bytes: Uint8Array): number {
  return ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
