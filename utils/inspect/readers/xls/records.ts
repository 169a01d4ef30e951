// BIFF records: the stream of a workbook is a sequence of numbered records, read window by window, so that a large
// workbook never stands in memory as a whole.
import { Damaged } from '../../errors.ts';
import type { Budget } from '../../reader.ts';

/** Bytes read at once. */
const WINDOW = 1 << 20;

/** One record: its bytes are `bytes.subarray(start, start + length)`, valid until the call returns. */
export type OnRecord = (
  type: number,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  length: number,
  position: number,
) => void;

export interface RecordScan {
  budget: Budget;
  signal: AbortSignal;
  onRecord: OnRecord;
  /** Whether zeros here are the padding at the end of the stream. */
  isOver: () => boolean;
}

/** Reads all records. @throws Damaged where the last one is cut off. */
export async function scanRecords(stream: Blob, scan: RecordScan): Promise<void> {
  let carry = new Uint8Array(0);
  let position = 0;
  for (let from = 0; from < stream.size; from += WINDOW) {
    scan.signal.throwIfAborted();
    const piece = new Uint8Array(await stream.slice(from, from + WINDOW).arrayBuffer());
    scan.budget.spend(piece.length);
    let bytes = piece;
    if (carry.length > 0) {
      bytes = new Uint8Array(carry.length + piece.length);
      bytes.set(carry);
      bytes.set(piece, carry.length);
    }
    const view = new DataView(bytes.buffer);
    let at = 0;
    while (at + 4 <= bytes.length) {
      const type = bytes[at]! | (bytes[at + 1]! << 8);
      const length = bytes[at + 2]! | (bytes[at + 3]! << 8);
      if (type === 0 && length === 0 && scan.isOver()) return;
      if (at + 4 + length > bytes.length) break;
      scan.onRecord(type, bytes, view, at + 4, length, position + at);
      at += 4 + length;
    }
    position += at;
    carry = bytes.slice(at);
  }
  if (carry.length > 0 && !scan.isOver()) throw new Damaged('The workbook is cut off.');
}

/** A record with those that continue it, read across their borders. */
export class Segments {
  private readonly segments: readonly Uint8Array[];
  private segment: Uint8Array;
  private index = 0;
  private at = 0;
  private latin: string | undefined;
  /** Set where more was asked for than there is. */
  cutOff = false;

  constructor(segments: readonly Uint8Array[]) {
    this.segments = segments;
    this.segment = segments[0] ?? new Uint8Array(0);
  }

  /** Whether anything is left. */
  get more(): boolean {
    while (this.at >= this.segment.length) if (!this.next()) return false;
    return true;
  }

  private next(): boolean {
    if (this.index + 1 >= this.segments.length) return false;
    this.segment = this.segments[++this.index]!;
    this.at = 0;
    this.latin = undefined;
    return true;
  }

  /** The next whole segment, whatever is left of this one. */
  skipSegment(): boolean {
    return this.next();
  }

  u8(): number {
    if (this.at >= this.segment.length && !this.more) {
      this.cutOff = true;
      return 0;
    }
    return this.segment[this.at++]!;
  }

  u16(): number {
    return this.u8() | (this.u8() << 8);
  }

  u32(): number {
    return (this.u16() | (this.u16() << 16)) >>> 0;
  }

  f64(): number {
    for (let i = 0; i < 8; i++) scratch.setUint8(i, this.u8());
    return scratch.getFloat64(0, true);
  }

  skip(count: number): void {
    let left = count;
    while (left > 0) {
      if (!this.more) {
        this.cutOff = true;
        return;
      }
      const here = Math.min(left, this.segment.length - this.at);
      this.at += here;
      left -= here;
    }
  }

  /** Characters, of one byte or two; at each border stands anew how many bytes they have. */
  chars(count: number, isWide: boolean): string {
    let wide = isWide;
    let left = count;
    let text = '';
    while (left > 0) {
      if (this.at >= this.segment.length) {
        if (!this.more) {
          this.cutOff = true;
          return text;
        }
        wide = (this.segment[this.at++]! & 1) !== 0;
      }
      const room = this.segment.length - this.at;
      const take = Math.min(left, wide ? room >> 1 : room);
      if (take === 0) {
        // Half a character at the end of a segment: no program writes that.
        this.at = this.segment.length;
        continue;
      }
      if (wide) {
        text += utf16.decode(this.segment.subarray(this.at, this.at + take * 2));
        this.at += take * 2;
      } else {
        // One decoding a segment: most of its strings are slices of it.
        this.latin ??= latin1.decode(this.segment);
        text += this.latin.slice(this.at, this.at + take);
        this.at += take;
      }
      left -= take;
    }
    return text;
  }

  /** A string of BIFF8: flags, perhaps formatting and phonetics around the characters. */
  unicode(count = this.u16()): string {
    const flags = this.u8();
    const runs = flags & 8 ? this.u16() : 0;
    const phonetic = flags & 4 ? this.u32() : 0;
    const text = this.chars(count, (flags & 1) !== 0);
    this.skip(runs * 4 + phonetic);
    return text;
  }

  /** Bytes in the code page of the file. */
  coded(count: number, decoder: TextDecoder): string {
    const bytes = new Uint8Array(Math.min(count, 65_536));
    let at = 0;
    while (at < bytes.length && this.more) bytes[at++] = this.u8();
    if (at < count) this.cutOff = true;
    return decoder.decode(bytes.subarray(0, at));
  }
}

const scratch = new DataView(new ArrayBuffer(8));
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const latin1 = new TextDecoder('windows-1252');

/** All shared strings, as far as they go. */
export function readStrings(segments: readonly Uint8Array[]): { strings: string[]; cutOff: boolean } {
  const source = new Segments(segments);
  source.skip(8);
  const strings: string[] = [];
  while (source.more) {
    const text = source.unicode();
    if (source.cutOff) {
      if (text !== '') strings.push(text);
      return { strings, cutOff: true };
    }
    strings.push(text);
  }
  return { strings, cutOff: false };
}
