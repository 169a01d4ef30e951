// A tokenizer over the UTF-8 bytes of an XML part: tags, text and CDATA as byte ranges, nothing made into strings. It
// is for the two parts of a workbook that are large, sheets and shared strings; XmlReader (saxes) reads the rest.
import { Damaged } from '../../errors.ts';
import { xmlDecoder, xmlEncoding } from '../ooxml/xml.ts';

const LT = 0x3c;
const GT = 0x3e;
const AMP = 0x26;
/** Of a tag, comment or entity that is cut off by the end of a piece; longer ones are no XML that anyone writes. */
const LONGEST_TOKEN = 1 << 24;

export abstract class XmlBytes {
  /** Whether text is wanted just now: between cells it is white space. */
  protected wantText = false;
  /** Set by `close` to end the tokenizing behind that tag. */
  protected stop = false;
  private carry = new Uint8Array(0);
  private inside: 'content' | 'comment' | 'cdata' | 'instruction' = 'content';

  /** A start tag: its local name and the bytes of its attributes. Offsets are into `bytes`. */
  protected abstract open(
    bytes: Uint8Array,
    nameStart: number,
    nameEnd: number,
    attributesEnd: number,
    selfClosing: boolean,
  ): void;
  protected abstract close(bytes: Uint8Array, nameStart: number, nameEnd: number): void;
  /** @param raw entities are to be resolved (not so in CDATA). An entity is never cut in two. */
  protected abstract text(bytes: Uint8Array, start: number, end: number, raw: boolean): void;

  /** Takes the next bytes. @returns what stands behind the tag at which `stop` was set; else nothing. @throws Damaged */
  write(piece: Uint8Array): Uint8Array {
    let bytes = piece;
    if (this.carry.length) {
      bytes = new Uint8Array(this.carry.length + piece.length);
      bytes.set(this.carry);
      bytes.set(piece, this.carry.length);
    }
    const done = this.tokens(bytes);
    if (this.stop) {
      this.carry = EMPTY;
      return bytes.subarray(done);
    }
    if (bytes.length - done > LONGEST_TOKEN) throw new Damaged('A part of the file is not well-formed XML.');
    this.carry = done < bytes.length ? bytes.slice(done) : EMPTY;
    return EMPTY;
  }

  /** @throws Damaged where the part ends inside a tag. */
  finish(): void {
    if (this.inside !== 'content' || this.carry.some((byte) => byte === LT)) {
      throw new Damaged('A part of the file is cut off.');
    }
  }

  /** @returns how many bytes were used up; the rest waits for the next piece. */
  private tokens(bytes: Uint8Array): number {
    const end = bytes.length;
    let at = 0;
    while (at < end) {
      if (this.inside !== 'content') {
        at = this.skipInside(bytes, at);
        if (this.isInside()) return at;
        continue;
      }
      let tag = at;
      while (tag < end && bytes[tag] !== LT) tag++;
      if (tag > at && this.wantText) {
        const cut = tag === end ? entityBoundary(bytes, at, end) : tag;
        if (cut > at) this.text(bytes, at, cut, true);
        if (cut < tag) return cut;
      }
      if (tag === end) return end;
      if (tag + 1 === end) return tag;
      const second = bytes[tag + 1]!;
      if (second === 0x21 || second === 0x3f) {
        const after = this.special(bytes, tag, second);
        if (after < 0) return tag;
        at = after;
        continue;
      }
      const close = tagEnd(bytes, tag + 1, end);
      if (close < 0) return tag;
      if (second === 0x2f) this.closeTag(bytes, tag + 2, close);
      else this.openTag(bytes, tag + 1, close);
      at = close + 1;
      if (this.stop) return at;
    }
    return end;
  }

  private openTag(bytes: Uint8Array, start: number, close: number): void {
    let name = start;
    let end = start;
    for (; end < close; end++) {
      const c = bytes[end]!;
      if (c === 0x3a) name = end + 1;
      else if (c <= 0x20 || c === 0x2f) break;
    }
    const selfClosing = bytes[close - 1] === 0x2f;
    this.open(bytes, name, end, selfClosing ? close - 1 : close, selfClosing);
  }

  private closeTag(bytes: Uint8Array, start: number, close: number): void {
    let name = start;
    let end = start;
    for (; end < close; end++) {
      const c = bytes[end]!;
      if (c === 0x3a) name = end + 1;
      else if (c <= 0x20) break;
    }
    this.close(bytes, name, end);
  }

  /** Comment, CDATA, instruction or DOCTYPE. @returns the offset behind its opening, or -1 where it is cut off. */
  private special(bytes: Uint8Array, tag: number, second: number): number {
    if (second === 0x3f) {
      this.inside = 'instruction';
      return tag + 2;
    }
    const rest = bytes.length - tag;
    if (startsWith(bytes, tag, '<!--')) {
      this.inside = 'comment';
      return tag + 4;
    }
    if (startsWith(bytes, tag, '<![CDATA[')) {
      this.inside = 'cdata';
      return tag + 9;
    }
    if (rest < 9) return -1;
    throw new Damaged('A part of the file declares entities of its own, which Cordon does not expand.');
  }

  private isInside(): boolean {
    return this.inside !== 'content';
  }

  /** Goes on to the end of a comment, CDATA section or instruction; stays inside where it is not there yet. */
  private skipInside(bytes: Uint8Array, from: number): number {
    const closing = this.inside === 'comment' ? '-->' : this.inside === 'cdata' ? ']]>' : '?>';
    let at = from;
    for (; at + closing.length <= bytes.length; at++) {
      if (bytes[at] === closing.charCodeAt(0) && startsWith(bytes, at, closing)) {
        if (this.inside === 'cdata' && this.wantText && at > from) this.text(bytes, from, at, false);
        this.inside = 'content';
        return at + closing.length;
      }
    }
    if (this.inside === 'cdata' && this.wantText && at > from) this.text(bytes, from, at, false);
    return at;
  }
}

const EMPTY = new Uint8Array(0);

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Where a tag's `>` is: not inside an attribute's quotes. -1 where it is still to come. */
function tagEnd(bytes: Uint8Array, from: number, end: number): number {
  let quote = 0;
  for (let i = from; i < end; i++) {
    const c = bytes[i]!;
    if (quote !== 0) {
      if (c === quote) quote = 0;
    } else if (c === GT) return i;
    else if (c === 0x22 || c === 0x27) quote = c;
  }
  return -1;
}

/** Leaves an entity that may be cut off by the end of the piece for the next one. */
function entityBoundary(bytes: Uint8Array, from: number, end: number): number {
  for (let i = end - 1; i >= from && i > end - 12; i--) {
    if (bytes[i] === 0x3b) return end;
    if (bytes[i] === AMP) return i;
  }
  return end;
}

/** Whether a range of bytes is this (ASCII) name. */
export function isName(bytes: Uint8Array, start: number, end: number, name: string): boolean {
  return end - start === name.length && startsWith(bytes, start, name);
}

/** Text bytes that grow, with entities resolved as they come in. */
export class TextArena {
  bytes = new Uint8Array(1 << 16);
  length = 0;
  /** Whether all of it is ASCII: then byte offsets are string offsets. */
  ascii = true;

  clear(): void {
    this.length = 0;
    this.ascii = true;
  }

  add(bytes: Uint8Array, start: number, end: number, raw: boolean): void {
    const need = this.length + (end - start);
    if (need > this.bytes.length) {
      const larger = new Uint8Array(Math.max(need, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    const out = this.bytes;
    let at = this.length;
    let high = 0;
    for (let i = start; i < end; i++) {
      const c = bytes[i]!;
      if (c === AMP && raw) {
        const semicolon = entityEnd(bytes, i + 1, end);
        const code = semicolon < 0 ? -1 : entityCode(bytes, i + 1, semicolon);
        if (code >= 0) {
          // An entity's text is never longer than the entity.
          at = putUtf8(out, at, code);
          if (code > 127) high |= 0x80;
          i = semicolon;
          continue;
        }
      }
      out[at++] = c;
      high |= c;
    }
    this.length = at;
    if (high & 0x80) this.ascii = false;
  }
}

function entityEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let i = from; i < end && i < from + 11; i++) if (bytes[i] === 0x3b) return i;
  return -1;
}

const ENTITIES: readonly (readonly [string, number])[] = [
  ['amp', 38],
  ['lt', 60],
  ['gt', 62],
  ['quot', 34],
  ['apos', 39],
];

function entityCode(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== 0x23) {
    return ENTITIES.find(([name]) => isName(bytes, start, end, name))?.[1] ?? -1;
  }
  const digits = String.fromCharCode(...bytes.subarray(start + 1, end));
  if (!/^(?:[xX][0-9a-fA-F]+|[0-9]+)$/.test(digits)) return -1;
  const code = /^[xX]/.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
  return code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? code : -1;
}

function putUtf8(out: Uint8Array, start: number, code: number): number {
  let at = start;
  if (code < 0x80) {
    out[at++] = code;
  } else if (code < 0x800) {
    out[at++] = 0xc0 | (code >> 6);
    out[at++] = 0x80 | (code & 63);
  } else if (code < 0x10000) {
    out[at++] = 0xe0 | (code >> 12);
    out[at++] = 0x80 | ((code >> 6) & 63);
    out[at++] = 0x80 | (code & 63);
  } else {
    out[at++] = 0xf0 | (code >> 18);
    out[at++] = 0x80 | ((code >> 12) & 63);
    out[at++] = 0x80 | ((code >> 6) & 63);
    out[at++] = 0x80 | (code & 63);
  }
  return at;
}

/** The part's bytes as UTF-8: as they are, or (UTF-16 and other encodings) transcoded piece by piece. */
export async function* asUtf8(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let transcode: ReturnType<typeof xmlDecoder> | undefined;
  let first = true;
  const encoder = new TextEncoder();
  for await (const piece of source) {
    if (piece.length === 0) continue;
    if (first) {
      first = false;
      if (!/^(utf-?8|us-ascii|utf-16)$/.test(xmlEncoding(piece))) transcode = xmlDecoder(piece);
    }
    yield transcode ? encoder.encode(transcode.decode(piece)) : piece;
  }
  if (transcode) yield encoder.encode(transcode.decode(EMPTY, true));
}
