// Unpacks one member of an archive: into memory where it is small or its reader has to go about in it, and only in passing
// where it is a large text, which is then unpacked again as it is read.
import { checkSwelling } from '../budget.ts';
import { KEPT, UnpackedBlob } from '../container/unpacked-blob.ts';
import { readStream } from '../container/zip.ts';
import { OverLimit, ReadError } from '../errors.ts';
import { BITMAPS, READ_FROM_FRONT } from '../formats.ts';
import { identify } from '../identify.ts';
import type { Budget } from '../reader.ts';
import { BlobPieces } from './members.ts';

/** Members up to this size are kept as they are unpacked. */
const SMALL = 8 * 1024 ** 2;

/** What is unpacked a second time was paid for the first time, and its reader pays as it reads. */
const PAID: Budget = { left: Number.POSITIVE_INFINITY, spend: () => undefined, member: () => undefined };

/**
 * Unpacks one member.
 * @param open unpacks from the beginning, as often as it is asked to.
 * @param packedSize bytes that it is all unpacked from.
 * @returns what came, up to the failure if there was one.
 * @throws OverLimit and TimedOut, which end more than this member.
 */
export async function unpackMember(
  open: (budget: Budget) => AsyncIterable<Uint8Array>,
  packedSize: number,
  budget: Budget,
): Promise<{ blob: Blob; failure?: unknown }> {
  const pieces = new BlobPieces(packedSize);
  let tail: Tail | undefined;
  let format: string | undefined;
  let head = new Uint8Array(0);
  let size = 0;
  let failed: { failure?: unknown } = {};
  try {
    for await (const piece of open(budget)) {
      size += piece.length;
      const swells = format === undefined || tail !== undefined || BITMAPS.has(format);
      checkSwelling(size, packedSize, swells ? 'file' : 'document');
      if (tail) {
        tail.add(piece);
        continue;
      }
      pieces.add(piece);
      if (format === undefined && size > SMALL) {
        const begun = pieces.blob();
        ({ format } = await identify(begun.slice(0, 1024 ** 2)));
        if (READ_FROM_FRONT.has(format)) {
          tail = new Tail();
          head = new Uint8Array(await begun.slice(0, KEPT).arrayBuffer());
          tail.add(new Uint8Array(await begun.slice(-KEPT).arrayBuffer()));
          pieces.drop();
        }
      }
    }
  } catch (error) {
    if (error instanceof OverLimit || (error instanceof ReadError && error.rule === 'timed-out')) throw error;
    failed = { failure: error };
  }
  if (!tail) return { blob: pieces.blob(), ...failed };
  const unpacked = new UnpackedBlob({ size, head, tail: tail.bytes(), open: () => open(PAID) });
  // A program or a text with a zip behind it is read as that zip.
  return { blob: tail.hasZipEnd() ? await standing(unpacked, packedSize) : unpacked, ...failed };
}

/** The same bytes as a Blob that can be read from anywhere. @throws OverLimit as `unpackMember`. */
export async function standing(file: Blob, packedSize = Number.POSITIVE_INFINITY): Promise<Blob> {
  if (!(file instanceof UnpackedBlob)) return file;
  const pieces = new BlobPieces(packedSize);
  for await (const piece of readStream(file.stream())) pieces.add(piece);
  return pieces.blob();
}

/** The last bytes of what goes by. */
class Tail {
  private readonly kept = new Uint8Array(8 * KEPT);
  private length = 0;

  add(piece: Uint8Array): void {
    const last = piece.subarray(Math.max(0, piece.length - KEPT));
    if (this.length + last.length > this.kept.length) {
      this.kept.copyWithin(0, this.length - KEPT, this.length);
      this.length = KEPT;
    }
    this.kept.set(last, this.length);
    this.length += last.length;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.kept.slice(Math.max(0, this.length - KEPT), this.length);
  }

  hasZipEnd(): boolean {
    const bytes = this.bytes();
    for (let i = bytes.indexOf(0x50); i >= 0; i = bytes.indexOf(0x50, i + 1)) {
      if (bytes[i + 1] === 0x4b && bytes[i + 2] === 5 && bytes[i + 3] === 6) return true;
    }
    return false;
  }
}
