// Random access to a Blob through one window of its bytes, so that a directory of many small records costs few reads
// and the file never stands in memory as a whole.

/** Little-endian reads at absolute offsets. `need()` first: it brings the bytes in. */
export class BlobWindow {
  readonly size: number;
  private readonly blob: Blob;
  private readonly span: number;
  private start = 0;
  private bytes = new Uint8Array(0);
  private view = new DataView(this.bytes.buffer);

  /** @param span how many bytes to read at once (more when one `need` asks for more). */
  constructor(blob: Blob, span = 65_536) {
    this.blob = blob;
    this.size = blob.size;
    this.span = span;
  }

  /** Makes `length` bytes at `offset` readable. @returns false where the file ends before. */
  async need(offset: number, length: number): Promise<boolean> {
    if (offset < 0 || offset + length > this.size) return false;
    if (offset >= this.start && offset + length <= this.start + this.bytes.length) return true;
    const end = Math.min(this.size, offset + Math.max(length, this.span));
    this.bytes = new Uint8Array(await this.blob.slice(offset, end).arrayBuffer());
    this.view = new DataView(this.bytes.buffer);
    this.start = offset;
    return true;
  }

  u16(offset: number): number {
    return this.view.getUint16(offset - this.start, true);
  }

  u32(offset: number): number {
    return this.view.getUint32(offset - this.start, true);
  }

  /** As a number: sizes beyond 2^53 do not occur in a file that exists. */
  u64(offset: number): number {
    return Number(this.view.getBigUint64(offset - this.start, true));
  }

  /** The bytes themselves, valid until the next `need`. */
  slice(offset: number, length: number): Uint8Array {
    return this.bytes.subarray(offset - this.start, offset - this.start + length);
  }

  /** Offset of the first byte after `offset` that is in the window, and how many bytes of it there are. */
  rest(offset: number): Uint8Array {
    return this.bytes.subarray(offset - this.start);
  }
}
