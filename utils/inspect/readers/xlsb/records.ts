// Records of binary workbook parts ([MS-XLSB] 2.1.4): a number and a length of seven bits a byte each, then the data.
import { Damaged } from '../../errors.ts';

/** One record: its data are `bytes[start..start + length)`, valid until the call returns. */
export type OnRecord = (type: number, data: RecordData) => void;

/** More than this is in no record that Excel writes; one that claims more would have to be kept in memory whole. */
const MOST = 64 * 1024 ** 2;

/** The data of the record at hand, read from its beginning. Beyond its end there are zeros. */
export class RecordData {
  bytes = new Uint8Array(0);
  view = new DataView(this.bytes.buffer);
  start = 0;
  end = 0;
  private at = 0;

  begin(start: number, end: number): void {
    this.start = start;
    this.end = end;
    this.at = start;
  }

  get length(): number {
    return this.end - this.start;
  }

  get more(): boolean {
    return this.at < this.end;
  }

  skip(count: number): void {
    this.at += count;
  }

  /** Goes to `offset` in the record. */
  rewind(offset: number): void {
    this.at = this.start + offset;
  }

  u8(): number {
    return this.at < this.end ? this.bytes[this.at++]! : 0;
  }

  u16(): number {
    return this.u8() | (this.u8() << 8);
  }

  u32(): number {
    if (this.at + 4 > this.end) {
      this.at = this.end;
      return 0;
    }
    const value = this.view.getUint32(this.at, true);
    this.at += 4;
    return value;
  }

  f64(): number {
    if (this.at + 8 > this.end) {
      this.at = this.end;
      return 0;
    }
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  /** A string of two-byte characters with its length before it; a missing one is ''. */
  text(): string {
    const length = this.u32();
    return length === 0xffffffff ? '' : this.chars(length);
  }

  chars(count: number): string {
    const size = Math.min(count * 2, this.end - this.at);
    if (size <= 0) return '';
    const text = utf16(this.bytes, this.at, size >> 1);
    this.at += size;
    return text;
  }
}

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });
const units: number[] = [];

/** Short texts are quicker without the decoder. */
function utf16(bytes: Uint8Array, at: number, count: number): string {
  if (count > 24) return decoder.decode(bytes.subarray(at, at + count * 2));
  units.length = count;
  for (let i = 0; i < count; i++) units[i] = bytes[at + i * 2]! | (bytes[at + i * 2 + 1]! << 8);
  return String.fromCharCode(...units);
}

/** Hands on every record of a part. @throws Damaged where the last one is cut off. */
export async function scanRecords(source: AsyncIterable<Uint8Array>, onRecord: OnRecord): Promise<void> {
  const data = new RecordData();
  let buffer = new Uint8Array(1 << 17);
  let filled = 0;
  let view = new DataView(buffer.buffer);
  data.bytes = buffer;
  data.view = view;
  /** No record is whole before so many bytes are there. */
  let needed = 0;
  for await (const piece of source) {
    if (filled + piece.length > buffer.length) {
      const larger = new Uint8Array(Math.max(filled + piece.length, buffer.length * 2));
      larger.set(buffer.subarray(0, filled));
      buffer = larger;
      view = new DataView(buffer.buffer);
      data.bytes = buffer;
      data.view = view;
    }
    buffer.set(piece, filled);
    filled += piece.length;
    if (filled < needed) continue;
    let at = 0;
    needed = 0;
    for (;;) {
      let from = at;
      if (from + 2 > filled) break;
      let type = buffer[from++]!;
      if (type & 128) type = (type & 127) | ((buffer[from++]! & 127) << 7);
      let length = 0;
      let whole = false;
      for (let shift = 0; shift < 28 && from < filled; shift += 7) {
        const byte = buffer[from++]!;
        length |= (byte & 127) << shift;
        if (byte < 128 || shift === 21) {
          whole = true;
          break;
        }
      }
      if (!whole) break;
      if (length > MOST) throw new Damaged('A record of the workbook claims to be larger than any can be.');
      if (from + length > filled) {
        needed = from + length - at;
        break;
      }
      data.begin(from, from + length);
      onRecord(type, data);
      at = from + length;
    }
    buffer.copyWithin(0, at, filled);
    filled -= at;
  }
  if (filled > 0) throw new Damaged('A part of the workbook is cut off.');
}
