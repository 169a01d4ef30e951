// What encoding bytes are in, and their text, piece by piece. Used for text files and for XML parts.
import { joinBytes } from './join-bytes.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'utf-32le' | 'utf-32be';

/**
 * The encoding of the text that begins with `head`, or undefined where it is no text: byte order mark, then the
 * positions of NULs (UTF-16 without a mark), then strict UTF-8, then windows-1252.
 * @param whole `head` is all there is: a character cut off at its end is then an error.
 */
export function detectEncoding(head: Uint8Array, whole: boolean): Encoding | undefined {
  const [a, b, c, d] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && head.length >= 4 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  const wide = nulPattern(head);
  if (wide) return wide;
  let controls = 0;
  for (const byte of head) if (isControl(byte)) controls++;
  // A stray control character is in many exports; a NUL, or many of them, is in no text.
  if (controls > head.length / 200 || (controls > 0 && head.includes(0))) return undefined;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !whole });
    return 'utf-8';
  } catch {
    return looksLike1252(head) ? 'windows-1252' : undefined;
  }
}

/** Controls that text does not have (tab, line ends, form feed, Ctrl-Z and ESC it may have). */
function isControl(byte: number): boolean {
  return byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 26 && byte !== 27;
}

/** UTF-32 without a mark: no character is beyond 0x10FFFF, so one byte of every four is always NUL and the next nearly always too. */
function nulPattern32(head: Uint8Array): Encoding | undefined {
  const units = head.length >> 2;
  if (units < 2) return undefined;
  let little = true;
  let big = true;
  for (let i = 0; i < units * 4; i += 4) {
    if (head[i + 3] !== 0 || head[i + 2]! > 1 || (head[i] === 0 && head[i + 1] === 0)) little = false;
    if (head[i] !== 0 || head[i + 1]! > 1 || (head[i + 2] === 0 && head[i + 3] === 0)) big = false;
  }
  return little ? 'utf-32le' : big ? 'utf-32be' : undefined;
}

/** UTF-16 without a mark: Latin text has its NULs in every second byte, and nearly none in the others. */
function nulPattern(head: Uint8Array): Encoding | undefined {
  const wide = nulPattern32(head);
  if (wide) return wide;
  const pairs = head.length >> 1;
  if (pairs < 2) return undefined;
  let even = 0;
  let odd = 0;
  let strange = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    const x = head[i]!;
    const y = head[i + 1]!;
    if (x === 0) even++;
    if (y === 0) odd++;
    if ((x === 0 && isControl(y)) || (y === 0 && isControl(x))) strange++;
  }
  if (strange > pairs / 200) return undefined;
  if (odd > pairs * 0.6 && even < pairs * 0.02) return 'utf-16le';
  if (even > pairs * 0.6 && odd < pairs * 0.02) return 'utf-16be';
  return undefined;
}

/** Of all byte strings that are no UTF-8, those that read as Western text: few high bytes, none unassigned. */
function looksLike1252(head: Uint8Array): boolean {
  let high = 0;
  for (const byte of head) {
    if (byte >= 128) high++;
    if (byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d) return false;
  }
  return high < head.length * 0.4 || head.length < 16;
}

/**
 * Turns pieces of bytes into pieces of text. UTF-8 that turns out not to be UTF-8 further down goes on as
 * windows-1252, so that no row is lost.
 */
export class TextPieces {
  private decoder: TextDecoder | undefined;
  private readonly wide32: 'le' | 'be' | undefined;
  private carry = new Uint8Array(0);
  private encoding: Encoding;

  constructor(encoding: Encoding) {
    this.encoding = encoding;
    this.wide32 = encoding === 'utf-32le' ? 'le' : encoding === 'utf-32be' ? 'be' : undefined;
    if (!this.wide32) this.decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' });
  }

  /** The text of the next bytes. @param last no more come. */
  decode(bytes: Uint8Array, last = false): string {
    if (this.wide32) return this.decode32(bytes);
    if (this.encoding !== 'utf-8') return this.decoder!.decode(bytes, { stream: !last });
    // The last few bytes are held back up to a character's beginning, so that a failure names this piece alone.
    const joined = this.carry.length ? joinBytes([this.carry, bytes]) : bytes;
    const cut = last ? joined.length : characterBoundary(joined);
    try {
      const text = this.decoder!.decode(joined.subarray(0, cut));
      this.carry = joined.slice(cut);
      return text;
    } catch {
      this.encoding = 'windows-1252';
      this.decoder = new TextDecoder('windows-1252');
      this.carry = new Uint8Array(0);
      return this.decoder.decode(joined, { stream: !last });
    }
  }

  private decode32(bytes: Uint8Array): string {
    const joined = this.carry.length ? joinBytes([this.carry, bytes]) : bytes;
    const view = new DataView(joined.buffer, joined.byteOffset, joined.length);
    const whole = joined.length - (joined.length % 4);
    let text = '';
    for (let i = 0; i < whole; i += 4) {
      const code = view.getUint32(i, this.wide32 === 'le');
      if (code !== 0xfeff) text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    }
    this.carry = joined.slice(whole);
    return text;
  }
}

/** Where the last UTF-8 character that may be cut off begins. */
function characterBoundary(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
