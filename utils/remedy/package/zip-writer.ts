// Writes a zip archive: deflated by the platform, members one after the other, no dates and no user names in it.
import { crc32 } from '../../inspect/container/crc32.ts';
import { readStream } from '../../inspect/container/zip.ts';

/** What a member's bytes may come from. */
export type MemberSource = Blob | Uint8Array<ArrayBuffer> | string | AsyncIterable<string>;

interface Written {
  name: Uint8Array<ArrayBuffer>;
  method: number;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/** 1 January 1980, the first day that zip knows: when a file was made is nobody's business. */
const DATE = 0x0021;
const UTF8_NAMES = 0x0800;
/** Beyond this, zip needs its 64-bit fields, which this writer does not write. */
const MOST_BYTES = 0xffff_ffff;
const MOST_MEMBERS = 0xffff;

export class TooLargeToWrite extends Error {}

export class ZipWriter {
  private readonly pieces: Blob[] = [];
  private readonly members: Written[] = [];
  private at = 0;

  /** Adds a member. @param stored as it is (pictures that no deflate makes smaller; ODF's `mimetype`). */
  async add(name: string, source: MemberSource, stored = false): Promise<void> {
    const encoded = new TextEncoder().encode(name);
    let crc = 0;
    let size = 0;
    async function* measured(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
      for await (const piece of bytesOf(source)) {
        crc = crc32(piece, crc);
        size += piece.length;
        yield piece;
      }
    }
    const packed = await (stored ? gather(measured()) : deflate(measured()));
    if (this.at + packed.size > MOST_BYTES || size > MOST_BYTES || this.members.length >= MOST_MEMBERS)
      throw new TooLargeToWrite();
    const member: Written = {
      name: encoded,
      method: stored ? 0 : 8,
      crc,
      packed: packed.size,
      size,
      offset: this.at,
    };
    const header = new DataView(new ArrayBuffer(30));
    header.setUint32(0, 0x04034b50, true);
    header.setUint16(4, 20, true);
    describe(header, 6, member);
    header.setUint16(26, encoded.length, true);
    this.pieces.push(new Blob([header.buffer, encoded, packed]));
    this.at += 30 + encoded.length + packed.size;
    this.members.push(member);
  }

  /** The archive. */
  end(type = 'application/zip'): Blob {
    const start = this.at;
    const directory: BlobPart[] = [];
    let length = 0;
    for (const member of this.members) {
      const entry = new DataView(new ArrayBuffer(46));
      entry.setUint32(0, 0x02014b50, true);
      entry.setUint16(4, 20, true);
      entry.setUint16(6, 20, true);
      describe(entry, 8, member);
      entry.setUint16(28, member.name.length, true);
      entry.setUint32(42, member.offset, true);
      directory.push(entry.buffer, member.name);
      length += 46 + member.name.length;
    }
    const end = new DataView(new ArrayBuffer(22));
    end.setUint32(0, 0x06054b50, true);
    end.setUint16(8, this.members.length, true);
    end.setUint16(10, this.members.length, true);
    end.setUint32(12, length, true);
    end.setUint32(16, start, true);
    return new Blob([...this.pieces, ...directory, end.buffer], { type });
  }
}

/** The fields that local header and directory share: flags, method, time, date, crc, sizes. */
function describe(view: DataView, at: number, member: Written): void {
  view.setUint16(at, UTF8_NAMES, true);
  view.setUint16(at + 2, member.method, true);
  view.setUint16(at + 6, DATE, true);
  view.setUint32(at + 8, member.crc, true);
  view.setUint32(at + 12, member.packed, true);
  view.setUint32(at + 16, member.size, true);
}

async function* bytesOf(source: MemberSource): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (typeof source === 'string') yield new TextEncoder().encode(source);
  else if (source instanceof Uint8Array) yield source;
  else if (source instanceof Blob)
    yield* readStream(source.stream()) as AsyncGenerator<Uint8Array<ArrayBuffer>>;
  else {
    const encoder = new TextEncoder();
    for await (const piece of source) yield encoder.encode(piece);
  }
}

async function gather(source: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const pieces: Blob[] = [];
  for await (const piece of source) pieces.push(new Blob([piece]));
  return new Blob(pieces);
}

async function deflate(source: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const stream = new CompressionStream('deflate-raw');
  const packed = gather(readStream(stream.readable as ReadableStream<Uint8Array<ArrayBuffer>>) as never);
  const writer = stream.writable.getWriter();
  try {
    for await (const piece of source) {
      await writer.ready;
      await writer.write(piece);
    }
    await writer.close();
  } catch (error) {
    // The reading side ends with the same error; it is told by this one.
    packed.catch(() => undefined);
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
  return packed;
}
