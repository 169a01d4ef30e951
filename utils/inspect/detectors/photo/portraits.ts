// Counts portraits: the same photo twice, at whatever size, is one person.
import { difference } from '../../faces/appearance.ts';

/**
 * Fingerprints that differ in no more of their 256 bits are of one photo. Of 100,000 pairs of different people none differed
 * in fewer than 27; the same photo at half or twice the size or compressed hard differed in 14 at most.
 */
const SAME_PHOTO = 16;

/** Looks up fingerprints that are nearly the same, by the sixteen halves of their words. */
export class Portraits {
  /** Distinct ones. */
  count = 0;
  private readonly known: Uint32Array[] = [];
  private readonly buckets = new Map<number, number[]>();

  /** @returns whether this one is new. */
  add(print: Uint32Array): boolean {
    // Where nothing but an even wall is, all photos are alike: those halves tell nothing.
    const halves = [...print].flatMap((word) => [word & 0xffff, word >>> 16]);
    const keys = halves.flatMap((half, i) => (half === 0 ? [] : [i * 65_536 + half]));
    for (const key of keys) {
      for (const at of this.buckets.get(key) ?? []) {
        if (difference(this.known[at]!, print) <= SAME_PHOTO) return false;
      }
    }
    const at = this.known.push(print) - 1;
    for (const key of keys) {
      const bucket = this.buckets.get(key);
      if (bucket) bucket.push(at);
      else this.buckets.set(key, [at]);
    }
    this.count++;
    return true;
  }
}
