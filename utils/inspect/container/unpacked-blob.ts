// What a packed member unpacks to, unpacked anew each time that it is read: a gigabyte of text in a zip never stands in
// memory, nor in the browser's store of Blobs. Only readers that go from front to back are given one.

/** So many bytes of the beginning and of the end are kept, because that is where a file says what it is. */
export const KEPT = 128 * 1024;

export interface Unpacking {
  size: number;
  /** The first and last bytes, `KEPT` of them or all that there are. */
  head: Uint8Array<ArrayBuffer>;
  tail: Uint8Array<ArrayBuffer>;
  /** Unpacks from the beginning. What comes behind `size` bytes, an exception too, is never asked for. */
  open: () => AsyncIterable<Uint8Array>;
}

/**
 * Reads like the Blob that it stands for. What takes a Blob's own bytes (`new Blob([this])`, structured clone, decoders of
 * pictures) would see nothing: `standing` makes a true Blob of it.
 */
export class UnpackedBlob extends Blob {
  private readonly from: Unpacking;

  constructor(from: Unpacking) {
    super();
    this.from = from;
  }

  override get size(): number {
    return this.from.size;
  }

  override slice(start = 0, end = this.size, type?: string): Blob {
    const { size, head, tail, open } = this.from;
    const inside = (at: number) => Math.max(0, Math.min(size, at < 0 ? size + at : at));
    const from = inside(start);
    const to = Math.max(from, inside(end));
    if (to <= head.length) return new Blob([head.subarray(from, to)], type === undefined ? {} : { type });
    const behind = size - tail.length;
    if (from >= behind) return new Blob([tail.subarray(from - behind, to - behind)]);
    return new UnpackedBlob({
      size: to - from,
      head: from < head.length ? head.subarray(from) : new Uint8Array(0),
      tail: to > behind ? tail.subarray(0, to - behind) : new Uint8Array(0),
      open: () => rangeOf(open(), from, to),
    });
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const pieces: AsyncIterator<Uint8Array> = rangeOf(this.from.open(), 0, this.size);
    return new ReadableStream({
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value.slice());
      },
      async cancel() {
        await pieces.return?.();
      },
    });
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const out = new Uint8Array(this.size);
    let at = 0;
    for await (const piece of rangeOf(this.from.open(), 0, this.size)) {
      out.set(piece, at);
      at += piece.length;
    }
    return out.buffer;
  }

  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.arrayBuffer());
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }
}

async function* rangeOf(
  pieces: AsyncIterable<Uint8Array>,
  from: number,
  to: number,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const piece of pieces) {
    const part = piece.subarray(Math.max(0, from - at), Math.max(0, to - at));
    at += piece.length;
    if (part.length > 0) yield part;
    if (at >= to) return;
  }
}
