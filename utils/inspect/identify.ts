// What the bytes are, whatever the name says: signatures first, then what a container says of itself, then text.
import { rootStreamNames } from './container/compound.ts';
import { detectEncoding, TextPieces } from './container/text.ts';
import { readEntry, readZipDirectory } from './container/zip.ts';
import { ReadError } from './errors.ts';
import {
  COMPOUND_STREAMS,
  MEDIA_BRANDS,
  OOXML_KINDS,
  OOXML_ROOTS,
  SIGNATURES,
  type Signature,
  ZIP_MIMETYPES,
} from './formats.ts';
import { identifyText } from './identify-text.ts';
import type { Budget } from './reader.ts';
import { OpcPackage } from './readers/ooxml/package.ts';
import { XmlReader } from './readers/ooxml/xml.ts';

export interface Identified {
  /** `xlsx`, `csv`, `pdf`, …, or `unknown`; `empty` for no bytes at all. */
  format: string;
}

/** How much of a file is looked at for signatures and for what text it is. */
const HEAD = 65_536;

/** Looks at the first bytes, and inside a container at what it says of itself. Never throws for odd bytes. */
export async function identify(file: Blob): Promise<Identified> {
  return { format: await formatOf(file) };
}

async function formatOf(file: Blob): Promise<string> {
  if (file.size === 0) return 'empty';
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  if (
    matches(head, { format: 'zip', bytes: 'PK\x03\x04' }) ||
    matches(head, { format: 'zip', bytes: 'PK\x05\x06' })
  ) {
    return zipFormat(file);
  }
  const signed = SIGNATURES.find((signature) => matches(head, signature))?.format ?? mediaFormat(head);
  // A PDF may have up to 1024 bytes before its header; but a picture may carry a PDF of itself.
  if (signed === undefined && indexOf(head.subarray(0, 1029), '%PDF-') >= 0) return 'pdf';
  if (signed === 'ole') return compoundFormat(file);
  if (signed === 'ico' || signed === 'exe' || signed === undefined) {
    // A self-extracting archive is a program with a zip behind it; split archives begin with a marker.
    if (await hasZipBehind(file)) return zipFormat(file);
  }
  if (signed !== undefined) return signed;
  if (isOldTar(head)) return 'tar';
  const encoding = detectEncoding(head, head.length === file.size);
  if (encoding) return identifyText(new TextPieces(encoding).decode(head), file.size <= HEAD);
  return isMpegAudio(head) ? 'mp3' : 'unknown';
}

function matches(head: Uint8Array, { at = 0, bytes, and }: Signature): boolean {
  return bytesAt(head, at, bytes) && (!and || bytesAt(head, and.at, and.bytes));
}

function bytesAt(head: Uint8Array, at: number, bytes: string): boolean {
  if (at + bytes.length > head.length) return false;
  for (let i = 0; i < bytes.length; i++) if (head[at + i] !== bytes.charCodeAt(i)) return false;
  return true;
}

function indexOf(head: Uint8Array, bytes: string): number {
  for (let i = 0; i + bytes.length <= head.length; i++) if (bytesAt(head, i, bytes)) return i;
  return -1;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** ISO base media (mp4, mov, heic, avif) by its brands: the major one, then the compatible ones. */
function mediaFormat(head: Uint8Array): string | undefined {
  if (!bytesAt(head, 4, 'ftyp')) return undefined;
  const length = Math.min(((head[2] ?? 0) << 8) | (head[3] ?? 0), 256);
  const brands = [latin1(head.subarray(8, 12))];
  for (let at = 16; at + 4 <= length; at += 4) brands.push(latin1(head.subarray(at, at + 4)));
  for (const brand of brands) if (Object.hasOwn(MEDIA_BRANDS, brand)) return MEDIA_BRANDS[brand];
  return brands.includes('mif1') || brands.includes('msf1') ? 'heic' : 'mp4';
}

/** A tar of before POSIX has no signature, but a checksum over its header. */
function isOldTar(head: Uint8Array): boolean {
  if (head.length < 512 || head[0] === 0) return false;
  const field = /^ *([0-7]{1,6})[ \0]/.exec(latin1(head.subarray(148, 156)));
  if (!field) return false;
  let sum = 0;
  for (let i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? 32 : head[i]!;
  return sum === Number.parseInt(field[1]!, 8);
}

/** Two MPEG audio frame headers, one where the other ends, would be surer; the first eleven bits and valid fields do. */
function isMpegAudio(head: Uint8Array): boolean {
  const [a, b = 0, c = 0] = head;
  return a === 0xff && (b & 0xe6) === 0xe2 && c >> 4 !== 15 && c >> 4 !== 0 && ((c >> 2) & 3) !== 3;
}

/** Whether a valid end record of a zip stands at the end of a file that does not begin as one. */
async function hasZipBehind(file: Blob): Promise<boolean> {
  const tail = new Uint8Array(await file.slice(Math.max(0, file.size - 65_557)).arrayBuffer());
  if (indexOf(tail, 'PK\x05\x06') < 0) return false;
  try {
    const directory = await readZipDirectory(file);
    return directory.damaged === undefined && directory.entries.some((entry) => entry.known === 'both');
  } catch (error) {
    if (error instanceof ReadError) return false;
    throw error;
  }
}

async function compoundFormat(file: Blob): Promise<string> {
  const names = new Set(await rootStreamNames(file));
  return COMPOUND_STREAMS.find(([stream]) => names.has(stream))?.[1] ?? 'ole';
}

/** What is unpacked to identify a file is little, and counted again when it is read. */
function smallBudget(): Budget {
  let left = 16 * 1024 ** 2;
  return {
    get left() {
      return left;
    },
    spend(n) {
      left -= n;
      if (left < 0) throw new ReadError('over-limit', 'Too much to unpack for telling what the file is.');
    },
    member() {},
  };
}

/** A zip: OpenDocument by its mimetype member, OOXML by its relationships and content types, else an archive. */
async function zipFormat(file: Blob): Promise<string> {
  try {
    const pack = await OpcPackage.open(file, smallBudget());
    const mimetype = pack.entry('mimetype');
    if (mimetype && mimetype.size < 256 && !mimetype.encrypted) {
      const said = latin1(await readEntry(file, mimetype, smallBudget(), 1024)).trim();
      if (Object.hasOwn(ZIP_MIMETYPES, said)) return ZIP_MIMETYPES[said]!;
    }
    return (await ooxmlFormat(pack)) ?? 'zip';
  } catch (error) {
    // Damaged on the way: whoever reads the zip says so.
    if (error instanceof ReadError) return 'zip';
    throw error;
  }
}

/** Where the main parts stand unless the package says so, which it cannot once it is encrypted. */
const ENCRYPTED_PARTS = [
  ['xl/workbook.xml', 'xlsx'],
  ['xl/workbook.bin', 'xlsb'],
  ['word/document.xml', 'docx'],
  ['ppt/presentation.xml', 'pptx'],
] as const;

async function ooxmlFormat(pack: OpcPackage): Promise<string | undefined> {
  if (!pack.has('[Content_Types].xml') && !pack.has('_rels/.rels')) return undefined;
  const main = await pack.main();
  if (main === undefined) return undefined;
  const type = (await pack.contentType(main)).replace(/\.main(\+xml)?$/, '');
  if (Object.hasOwn(OOXML_KINDS, type)) return OOXML_KINDS[type];
  if (pack.entry(main)?.encrypted) {
    // Zip encryption leaves the names legible, and nothing else.
    return ENCRYPTED_PARTS.find(([name]) => name === main.toLowerCase())?.[1];
  }
  let root: string | undefined;
  const reader = new XmlReader({
    open: (name) => {
      root ??= name;
    },
  });
  for await (const piece of pack.source(main).inflated()) {
    reader.write(piece);
    if (root !== undefined) break;
  }
  return root !== undefined && Object.hasOwn(OOXML_ROOTS, root) ? OOXML_ROOTS[root] : undefined;
}
