// How many of those asked for are on the list, and whether that is more than chance: for one column, two columns together, or a text.
import { WRONG } from '../../fingerprints/staff-list.ts';

/** By what somebody was looked for. */
export type Sort = 'names' | 'initials' | 'numbers' | 'numbered' | 'mails';

/** Different ones that are kept; of more, a sample. */
const CAPACITY = 1 << 14;

/**
 * Different ones asked for, and of these on the list. Of many only a sample is asked for (as `Distinct` keeps one: those whose hash
 * ends in so many zero bits), so that a table of any length costs no more than a long one.
 */
export class Tally {
  private keys = new Uint32Array(64);
  private hits = new Uint8Array(64);
  private used = 0;
  private hitCount = 0;
  private depth = 0;
  /** Sum of what chance expects, over every one that was asked for. */
  private chances = 0;
  private times = 0;

  /** Whether one has to be asked for: it is of the sample, and was not asked for before. */
  isNew(id: number): boolean {
    const h = spread(id);
    if (this.depth > 0 && (h & ((1 << this.depth) - 1)) !== 0) return false;
    return this.keys[this.slotOf(h)] === 0;
  }

  /** @param id one for which `isNew` holds */
  add(id: number, hit: boolean, chance: number): void {
    this.chances += chance;
    this.times++;
    this.put(spread(id), hit);
  }

  merge(other: Tally): void {
    while (this.depth < other.depth) this.thin();
    const mask = (1 << this.depth) - 1;
    for (let i = 0; i < other.keys.length; i++) {
      const h = other.keys[i] as number;
      if (h !== 0 && (h & mask) === 0) this.put(h, other.hits[i] === 1);
    }
    this.chances += other.chances;
    this.times += other.times;
  }

  private slotOf(h: number): number {
    const mask = this.keys.length - 1;
    let at = (h >>> 7) & mask;
    while (this.keys[at] !== h && this.keys[at] !== 0) at = (at + 1) & mask;
    return at;
  }

  private put(h: number, hit: boolean): void {
    const at = this.slotOf(h);
    if (this.keys[at] === h) {
      // The same in two columns, read in two ways: a hit in either counts.
      if (hit && this.hits[at] === 0) {
        this.hits[at] = 1;
        this.hitCount++;
      }
      return;
    }
    this.keys[at] = h;
    this.used++;
    if (hit) {
      this.hits[at] = 1;
      this.hitCount++;
    }
    if (this.used * 2 <= this.keys.length) return;
    if (this.used < CAPACITY) this.keep(this.keys.length * 2, 0);
    else this.thin();
  }

  private thin(): void {
    this.depth++;
    this.keep(this.keys.length, (1 << this.depth) - 1);
  }

  private keep(size: number, mask: number): void {
    const { keys, hits } = this;
    this.keys = new Uint32Array(size);
    this.hits = new Uint8Array(size);
    this.used = 0;
    this.hitCount = 0;
    for (let i = 0; i < keys.length; i++) {
      const h = keys[i] as number;
      if (h !== 0 && (h & mask) === 0) this.put(h, hits[i] === 1);
    }
  }

  /** How many different ones there are, as near as the sample tells. */
  get tested(): number {
    return this.used * 2 ** this.depth;
  }

  get matched(): number {
    return this.hitCount * 2 ** this.depth;
  }

  /** The share of strangers that would match. */
  get chance(): number {
    return this.times === 0 ? 0 : Math.min(1, this.chances / this.times);
  }

  /** Those beyond what chance gives. */
  get people(): number {
    const { chance } = this;
    return chance >= 1 ? 0 : Math.max(0, (this.matched - this.tested * chance) / (1 - chance));
  }

  /**
   * How much likelier it is that people of the list were asked for than that strangers were (natural logarithm). Chance is taken to
   * be half as much again, for strangers may share more of their names with a force than its own people do.
   */
  get weight(): number {
    const n = this.used;
    const k = this.hitCount;
    if (n === 0) return 0;
    const chance = Math.min(1, MARGIN.factor * this.chance + MARGIN.more);
    const share = k / n;
    if (share <= chance || chance >= 1) return 0;
    return k * Math.log(share / chance) + (share < 1 ? (n - k) * Math.log((1 - share) / (1 - chance)) : 0);
  }
}

const MARGIN = { factor: 1.5, more: 0.002 };

/** Spreads a hash, so that its low bits can serve as the sample; never zero, which marks an empty slot. */
function spread(id: number): number {
  let h = Math.imul(id ^ (id >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0 || 1;
}

/** From here on it is no chance: with a thousand columns looked at, one wrong answer in some twenty files of that sort at most. */
const ENOUGH = 10;

/** Whether so many are no chance. @param looks how many tallies were looked at */
export function isEnough(tally: Tally, looks: number, least: number): boolean {
  return tally.people >= least && tally.weight >= ENOUGH + Math.log(Math.max(1, looks));
}

/** 0.5 to 1, from the weight. */
export const sureness = (weight: number): number => 1 / (1 + Math.exp(-(weight - 8) / 1.5));

/** What strangers match by chance, by sort: the list's own figure, and wrong answers for each way in which a name is read. */
export function chanceOf(sort: Sort, chance: { names: number; initials: number }, readings = 1): number {
  if (sort === 'names') return chance.names + readings * WRONG;
  if (sort === 'initials') return chance.initials + readings * WRONG;
  return readings * WRONG;
}
