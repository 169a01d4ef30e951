// What was released lately, so that the last line knows it again when it leaves (see last-line.ts). Only digests are kept,
// of the first bytes of each thing: a file that goes in pieces is known by its first one. In session storage, because the
// background sleeps between a release and what follows from it.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { browser } from 'wxt/browser';
import type { HeldItem } from '../messages/protocol.ts';

/** Two workbooks of one program share their first kilobytes, but not this many. */
const HEAD_BYTES = 16_384;
/** Digests kept; the oldest go first. */
const MOST = 1_000;
/** Of one hold. A folder of thousands of files would push out everything else. */
const MOST_OF_HOLD = 200;
const KEY = 'released';

export interface Released {
  /** The digests by which these are known. */
  digests(items: readonly Pick<HeldItem, 'bytes'>[]): Promise<string[]>;
  remember(digests: readonly string[]): Promise<void>;
  has(digest: string): Promise<boolean>;
}

export function digestOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes.subarray(0, HEAD_BYTES)));
}

/** @see Released */
export function createReleased(): Released {
  const known = browser.storage.session.get(KEY).then(
    (stored) => new Set((stored[KEY] as string[] | undefined) ?? []),
    () => new Set<string>(),
  );

  return {
    async digests(items) {
      const heads = await Promise.allSettled(
        items.slice(0, MOST_OF_HOLD).map(({ bytes }) => bytes.slice(0, HEAD_BYTES).arrayBuffer()),
      );
      // One that can't be read any more (changed on the disk) has failed its inspection as well.
      return heads.flatMap((head) =>
        head.status === 'fulfilled' ? [digestOf(new Uint8Array(head.value))] : [],
      );
    },
    async remember(digests) {
      const all = await known;
      for (const digest of digests) {
        all.delete(digest);
        all.add(digest);
      }
      for (const oldest of all) {
        if (all.size <= MOST) break;
        all.delete(oldest);
      }
      // Storage that is full must not keep back what was released: the last line then judges it once more.
      await browser.storage.session.set({ [KEY]: [...all] }).catch(() => undefined);
    },
    has: async (digest) => (await known).has(digest),
  };
}
