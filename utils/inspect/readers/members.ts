// What all readers of archives do with a member: hand it on with its place, and say of each that cannot be read why.
import { checkSwelling } from '../budget.ts';
import { Damaged, Encrypted, OverLimit, ReadError } from '../errors.ts';
import type { ReadContext } from '../reader.ts';
import type { Inspected } from '../report.ts';
import type { RuleId } from '../rules.ts';

/** The last step of a member's path, whatever its separators: `a/../b\\c.csv` → `c.csv`. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).findLast((step) => step !== '') ?? path;
}

/** Keeps count of members for one archive, so that its reader can say how much of it was read. */
export class Members {
  private readonly context: ReadContext;
  private read = 0;
  private failed = 0;

  constructor(context: ReadContext) {
    this.context = context;
  }

  /** Hands a member on. @param path as the archive has it: one step of the place. */
  async file(path: string, bytes: Blob, hidden: readonly RuleId[] = []): Promise<void> {
    this.read++;
    const { sink, place } = this.context;
    await sink.file({
      place: [...place, path],
      hidden: [...this.context.hidden, ...hidden],
      name: baseName(path),
      bytes,
    });
  }

  /** Says that a member cannot be read, or not to its end. */
  cannot(path: string, error: ReadError): void {
    this.failed++;
    this.context.sink.finding({
      rule: error.rule,
      severity: 'medium',
      where: [...this.context.place, path],
      hidden: [...this.context.hidden],
      message: error.message,
    });
  }

  encrypted(path: string): void {
    this.cannot(
      path,
      new Encrypted(
        'This member of the archive is protected with a password, so Cordon cannot see what is in it.',
      ),
    );
  }

  unsupported(path: string, method = 'a method'): void {
    this.cannot(
      path,
      new ReadError(
        'unknown-format',
        `This member of the archive is packed with ${method} that Cordon cannot unpack, so it cannot say what is in it.`,
      ),
    );
  }

  damaged(path: string): void {
    this.cannot(
      path,
      new Damaged('This member of the archive is damaged: what could be read of it was inspected.'),
    );
  }

  /** Says something of the archive as a whole. @param severity low: that there is no document in what is missed. */
  archive(error: ReadError, severity: 'low' | 'medium' = 'medium'): void {
    this.failed++;
    this.context.sink.finding({
      rule: error.rule,
      severity,
      where: [...this.context.place],
      hidden: [...this.context.hidden],
      message: error.message,
    });
  }

  /** Runs a step that reads one member; what ends only this member is said, what ends the inspection goes on up. */
  async attempt(path: string, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof ReadError) || error instanceof OverLimit || error.rule === 'timed-out')
        throw error;
      this.cannot(path, error);
    }
  }

  /** Takes over how much was read of something within, which has Members of its own. */
  include(inner: Members): void {
    this.read += inner.read;
    this.failed += inner.failed;
  }

  /** How much of the archive was read. */
  result(): Inspected {
    if (this.failed === 0) return 'full';
    return this.read > 0 ? 'partial' : 'none';
  }
}

/**
 * Collects pieces of a member as they are unpacked; what came before a failure is still there. Pieces become Blobs now
 * and then, so that the browser may move them out of memory.
 */
export class BlobPieces {
  private readonly packedSize: number;
  private readonly blobs: Blob[] = [];
  private pending: Uint8Array<ArrayBuffer>[] = [];
  private pendingSize = 0;
  size = 0;

  /** @param packedSize how many bytes it is all unpacked from. */
  constructor(packedSize: number) {
    this.packedSize = packedSize;
  }

  /** @throws OverLimit where a little swells to a lot, as only a bomb does. */
  add(piece: Uint8Array): void {
    checkSwelling(this.size + piece.length, this.packedSize);
    this.pending.push(piece.slice());
    this.pendingSize += piece.length;
    this.size += piece.length;
    if (this.pendingSize > 4 * 1024 ** 2) {
      this.blobs.push(new Blob(this.pending));
      this.pending = [];
      this.pendingSize = 0;
    }
  }

  blob(): Blob {
    return new Blob([...this.blobs, ...this.pending]);
  }

  /** Lets go of what was collected. */
  drop(): void {
    this.blobs.length = 0;
    this.pending = [];
  }
}
