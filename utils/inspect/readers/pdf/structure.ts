// The file below PDFium: its objects as they lie in the bytes, whether anything refers to them or not. Only what PDFium
// does not tell is looked for: layers that are switched off, XMP, files that no list names, and where each saved
// revision ends.
import { joinBytes } from '../../container/join-bytes.ts';
import type { Budget } from '../../reader.ts';

export interface Structure {
  /** Some layer is switched off when the document is opened. */
  layersOff: boolean;
  /** Embedded files have an encryption of their own, while the pages have none. */
  filesEncrypted: boolean;
  /** XMP packets, as XML. */
  xmp: string[];
  /** Embedded files with the names that file specifications give them. */
  files: { name: string; read: () => Promise<Uint8Array<ArrayBuffer>> }[];
}

export interface Span {
  /** The object's dictionary, from behind `obj`. */
  header: string;
  /** Where its stream begins and ends, if it has one. */
  from: number;
  to: number;
}

/** Dictionaries are shorter than this; longer ones are cut. */
const MOST_HEADER = 65_536;
const MOST_OBJECTS = 2_000_000;
/** XMP packets are a few kilobytes. */
const MOST_XMP = 8 * 1024 ** 2;
const MOST_PACKETS = 50;

const latin1 = new TextDecoder('latin1');

/** @param budget pays for what is unpacked. */
export async function readStructure(bytes: Uint8Array<ArrayBuffer>, budget: Budget): Promise<Structure> {
  const spans = new Map<number, Span>();
  const headers: string[] = [];
  const xmp: string[] = [];
  const packed: Span[] = [];
  for (const { number, span } of objectsOf(bytes)) {
    spans.set(number, span);
    if (span.to > span.from && span.header.includes('/ObjStm')) packed.push(span);
    else headers.push(span.header);
    if (
      span.to - span.from < MOST_XMP &&
      /\/Subtype\s*\/XML/.test(span.header) &&
      xmp.length < MOST_PACKETS
    ) {
      xmp.push(new TextDecoder().decode(await unpacked(bytes, span, budget)));
    }
  }
  for (const span of packed) headers.push(latin1.decode(await unpacked(bytes, span, budget)));

  let layers = false;
  let off = false;
  const files = new Map<number, string>();
  for (const header of headers) {
    layers ||= header.includes('/OCProperties') || header.includes('/OCGs');
    off ||=
      /\/OFF\s*(?:\[\s*)?\d/.test(header) ||
      /\/BaseState\s*\/OFF/.test(header) ||
      /\/VE\s*\[/.test(header) ||
      /\/(?:View|Print)State\s*\/OFF/.test(header);
    if (header.includes('/EF')) noteFiles(header, files);
  }
  return {
    layersOff: layers && off,
    filesEncrypted: headers.some(
      (header) => /\/StmF\s*\/Identity/.test(header) && /\/EFF\s*\/(?!Identity)/.test(header),
    ),
    xmp,
    files: [...files].flatMap(([number, name]) => {
      const span = spans.get(number);
      return span && span.to > span.from ? [{ name, read: () => unpacked(bytes, span, budget) }] : [];
    }),
  };
}

/** `/EF << /F 12 0 R >>` and the name that stands beside it. */
function noteFiles(header: string, files: Map<number, string>): void {
  for (const { 1: entries, index } of header.matchAll(/\/EF\s*<<([^<>]*)>>/g)) {
    const around = header.slice(Math.max(0, index - 2000), index + 2000);
    const name =
      /\/UF?\s*\(((?:[^()\\]|\\.)*)\)/s.exec(around)?.[1] ??
      /\/F\s*\(((?:[^()\\]|\\.)*)\)/s.exec(around)?.[1];
    for (const { 1: number } of entries!.matchAll(/(\d{1,10})\s{1,20}\d{1,5}\s{1,20}R/g)) {
      files.set(Number(number), /^[\x20-\x7e]*$/.test(name ?? '') ? (name ?? '') : '');
    }
  }
}

const O = 0x6f;
const B = 0x62;
const J = 0x6a;

const isBlank = (byte: number | undefined) =>
  byte === 32 || byte === 10 || byte === 13 || byte === 9 || byte === 12 || byte === 0;
const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 48 && byte <= 57;

/** Every `N G obj` in the bytes, streams skipped where they say how long they are. */
export function* objectsOf(bytes: Uint8Array): Generator<{ number: number; span: Span }> {
  let count = 0;
  for (let i = bytes.indexOf(B); i >= 0; i = bytes.indexOf(B, i + 1)) {
    if (bytes[i - 1] !== O || bytes[i + 1] !== J) continue;
    let at = i - 2;
    while (isBlank(bytes[at])) at--;
    if (!isDigit(bytes[at])) continue;
    while (isDigit(bytes[at])) at--;
    if (!isBlank(bytes[at])) continue;
    while (isBlank(bytes[at])) at--;
    let number = 0;
    for (let power = 1; isDigit(bytes[at]) && power <= 1e9; at--, power *= 10)
      number += (bytes[at]! - 48) * power;
    if (++count > MOST_OBJECTS) return;
    const start = i + 2;
    const text = latin1.decode(bytes.subarray(start, start + 1024));
    const span = spanOf(
      bytes,
      start,
      text.includes('endobj') ? text : latin1.decode(bytes.subarray(start, start + MOST_HEADER)),
    );
    yield { number, span };
    if (span.to > i) i = span.to - 1;
  }
}

function spanOf(bytes: Uint8Array, start: number, text: string): Span {
  const end = text.indexOf('endobj');
  const stream = text.search(/>>\s*stream\r?\n?/);
  if (stream < 0 || (end >= 0 && end < stream))
    return { header: end < 0 ? text : text.slice(0, end), from: 0, to: 0 };
  const header = text.slice(0, stream + 2);
  const from = start + stream + /^>>\s*stream\r?\n?/.exec(text.slice(stream))![0].length;
  const length = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(header)?.[1] ?? -1);
  if (length >= 0 && from + length <= bytes.length && isEnd(bytes, from + length))
    return { header, from, to: from + length };
  let found = indexOfEnd(bytes, from);
  // The line end before `endstream` is not part of the stream.
  if (bytes[found - 1] === 10) found--;
  if (bytes[found - 1] === 13) found--;
  return { header, from, to: found < 0 ? bytes.length : found };
}

const END = Uint8Array.from('endstream', (c) => c.charCodeAt(0));

function isEnd(bytes: Uint8Array, at: number): boolean {
  let i = at;
  while (isBlank(bytes[i]) && i < at + 4) i++;
  return END.every((byte, k) => bytes[i + k] === byte);
}

function indexOfEnd(bytes: Uint8Array, from: number): number {
  for (let i = bytes.indexOf(END[0]!, from); i >= 0; i = bytes.indexOf(END[0]!, i + 1)) {
    if (END.every((byte, k) => bytes[i + k] === byte)) return i;
  }
  return -1;
}

/** The filters of a stream, by their names, the outermost first. */
export function filtersOf(header: string): string[] {
  const filters = /\/Filter\s*(\[[^[\]]*\]|\/\w+)/.exec(header)?.[1] ?? '';
  return [...filters.matchAll(/\/(\w+)/g)].map(([, name]) => name!);
}

/** A stream's bytes, deflated ones inflated as far as they can be; other filters are not undone. */
async function unpacked(
  bytes: Uint8Array<ArrayBuffer>,
  { header, from, to }: Span,
  budget: Budget,
): Promise<Uint8Array<ArrayBuffer>> {
  const raw = bytes.subarray(from, to);
  const names = filtersOf(header);
  if (names.length === 0) {
    budget.spend(raw.length);
    return raw;
  }
  if (names.length !== 1 || !/^(?:FlateDecode|Fl)$/.test(names[0]!)) return new Uint8Array(0);
  return inflated(raw, budget);
}

async function inflated(raw: Uint8Array<ArrayBuffer>, budget: Budget): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream('deflate'));
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      budget.spend(value.length);
      pieces.push(value);
    }
  } catch (error) {
    // A stream with a line end behind it, or one that breaks off: what came before counts.
    if (!(error instanceof TypeError)) {
      await reader.cancel().catch(() => undefined);
      throw error;
    }
  }
  return joinBytes(pieces);
}

const EOF = Uint8Array.from('%%EOF', (c) => c.charCodeAt(0));
/** What stands behind the last `%%EOF` may be blanks or a program's droppings. */
const LEAST_REVISION = 100;

/**
 * Where the file once ended: offsets behind each `%%EOF` but the last, oldest first. Left out are the one that a linearised
 * file has near its beginning, and those that nothing but another table of the same objects follows.
 */
export function revisionsOf(bytes: Uint8Array): number[] {
  const ends: number[] = [];
  for (let i = bytes.indexOf(EOF[0]!); i >= 0; i = bytes.indexOf(EOF[0]!, i + 1)) {
    if (EOF.every((byte, k) => bytes[i + k] === byte)) ends.push(i + EOF.length);
  }
  if (latin1.decode(bytes.subarray(0, 2048)).includes('/Linearized')) ends.shift();
  ends.pop();
  return ends.filter((end) => bytes.length - end > LEAST_REVISION && hasObjects(bytes.subarray(end)));
}

function hasObjects(bytes: Uint8Array): boolean {
  for (const { span } of objectsOf(bytes)) if (!/\/Type\s*\/XRef\b/.test(span.header)) return true;
  return false;
}
