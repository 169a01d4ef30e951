// Pictures: PNG chunks (their sums made good again), JPEG segments, RIFF chunks and boxes of ISO media files.
import { crc32 } from 'node:zlib';
import type { Random } from '../../fixtures/people.ts';
import { mutateBytes } from './bytes.ts';

interface Chunk {
  head: Uint8Array;
  data: Uint8Array;
  tail: Uint8Array;
}

const text = (bytes: Uint8Array, at: number, length: number) =>
  Buffer.from(bytes.subarray(at, at + length)).toString('latin1');

function split(
  bytes: Uint8Array,
): { begin: Uint8Array; chunks: Chunk[]; seal?: (chunk: Chunk) => void } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: Chunk[] = [];
  const take = (at: number, head: number, length: number, tail: number) => {
    const end = Math.min(bytes.length, at + head + Math.max(0, length));
    chunks.push({
      head: bytes.slice(at, at + head),
      data: bytes.slice(at + head, end),
      tail: bytes.slice(end, end + tail),
    });
    return Math.max(at + head, end) + tail;
  };
  if (text(bytes, 1, 3) === 'PNG') {
    for (let at = 8; at + 12 <= bytes.length; ) at = take(at, 8, view.getUint32(at), 4);
    const seal = (chunk: Chunk) => {
      const head = new DataView(chunk.head.buffer);
      head.setUint32(0, chunk.data.length);
      chunk.tail = new Uint8Array(4);
      new DataView(chunk.tail.buffer).setUint32(
        0,
        crc32(Buffer.concat([chunk.head.subarray(4), chunk.data])),
      );
    };
    return { begin: bytes.slice(0, 8), chunks, seal };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    let at = 2;
    while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
      at = take(at, 4, view.getUint16(at + 2) - 2, 0);
    }
    take(at, 0, bytes.length - at, 0);
    return { begin: bytes.slice(0, 2), chunks };
  }
  if (text(bytes, 0, 4) === 'RIFF') {
    for (let at = 12; at + 8 <= bytes.length; ) {
      const length = view.getUint32(at + 4, true);
      at = take(at, 8, length, length % 2);
    }
    return { begin: bytes.slice(0, 12), chunks };
  }
  if (text(bytes, 4, 4) === 'ftyp') {
    for (let at = 0; at + 8 <= bytes.length; ) at = take(at, 8, view.getUint32(at) - 8, 0);
    return { begin: new Uint8Array(0), chunks };
  }
  return undefined;
}

export function mutateChunks(random: Random, bytes: Uint8Array): Uint8Array {
  const parts = random.chance(0.25) ? undefined : split(bytes);
  if (!parts || parts.chunks.length === 0) return mutateBytes(random, bytes);
  const { begin, chunks, seal } = parts;
  for (let i = random.pick([1, 1, 2, 4]); i > 0; i--) {
    const at = random.int(0, chunks.length - 1);
    const chunk = chunks[at]!;
    const kind = random.int(0, 7);
    if (kind === 0 && chunks.length > 1) chunks.splice(at, 1);
    else if (kind === 1) chunks.splice(at, 0, { ...chunk });
    else if (kind === 2) chunks.push(...chunks.splice(at, 1));
    else if (kind === 3) chunk.head = mutateBytes(random, chunk.head).slice();
    else if (kind === 4) chunk.data = random.pick(chunks).data;
    else {
      chunk.data = mutateBytes(random, chunk.data);
      if (random.chance(0.8) && chunk.head.length >= 8) seal?.(chunk);
    }
  }
  return new Uint8Array(
    Buffer.concat([begin, ...chunks.flatMap(({ head, data, tail }) => [head, data, tail])]),
  );
}
