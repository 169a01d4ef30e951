// Counting distinct people in bounded memory: exact up to `CAPACITY`, then by sampling (an estimate within about one per cent).

const CAPACITY = 1 << 16;
/** From the first size this leads to twice the capacity. */
const GROWTH = 8;

/**
 * Distinct 32-bit hashes by adaptive sampling (Wegman's method, Flajolet 1990): when the set is full, only hashes with one more
 * trailing zero bit are kept, and each then stands for twice as many.
 */
export class Distinct {
  private keys = new Uint32Array(256);
  private used = 0;
  private depth = 0;

  add(hash: number): void {
    // Zero marks an empty slot; spread the hash, so that its low bits can serve as the sample.
    let h = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
    h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
    h = (h ^ (h >>> 16)) >>> 0 || 1;
    if (this.depth > 0 && (h & ((1 << this.depth) - 1)) !== 0) return;
    this.put(h);
  }

  get size(): number {
    return this.used * 2 ** this.depth;
  }

  /** The same hashes, to go on with by themselves. */
  copy(): Distinct {
    const copy = new Distinct();
    copy.keys = this.keys.slice();
    copy.used = this.used;
    copy.depth = this.depth;
    return copy;
  }

  /** Takes in all that another set holds. */
  merge(other: Distinct): void {
    while (this.depth < other.depth) this.thin();
    for (const h of other.keys)
      if (h !== 0 && (this.depth === 0 || (h & ((1 << this.depth) - 1)) === 0)) this.put(h);
  }

  private put(h: number): void {
    const mask = this.keys.length - 1;
    let at = (h >>> 7) & mask;
    for (;;) {
      const key = this.keys[at];
      if (key === h) return;
      if (key === 0) break;
      at = (at + 1) & mask;
    }
    this.keys[at] = h;
    this.used++;
    if (this.used * 2 > this.keys.length) {
      if (this.used < CAPACITY) this.rehash(this.keys.length * GROWTH);
      else this.thin();
    }
  }

  private rehash(size: number): void {
    const old = this.keys;
    this.keys = new Uint32Array(size);
    this.used = 0;
    for (let i = 0; i < old.length; i++) if (old[i] !== 0) this.put(old[i] as number);
  }

  private thin(): void {
    this.depth++;
    const old = this.keys;
    const mask = (1 << this.depth) - 1;
    this.keys = new Uint32Array(old.length);
    this.used = 0;
    for (let i = 0; i < old.length; i++) {
      const h = old[i] as number;
      if (h !== 0 && (h & mask) === 0) this.put(h);
    }
  }
}
