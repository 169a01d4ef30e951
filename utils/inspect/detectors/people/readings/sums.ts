// Which figures of a column are the sums of others below them: a search with a bounded number of tries.

/** Sums of decimals are seldom exact to the last place. */
const NEARLY = 1e-6;

/** A line of a group: with what is below it, where it is a group itself. */
export interface Child {
  at: number;
  below?: readonly Child[];
}

/** How many lines may be tried for one sum, and in all, before no more is looked for. */
const TRIES = 4000;
const MOST_TRIES = 400_000;

/** Lines from the top among which the first group of members is. */
const FIRST_GROUP = 8;

/** Which lines are the sums of which others below them. */
export class Sums {
  private figures: Float64Array;
  private end: number;
  private below: (readonly Child[] | undefined)[] = [];
  private ends: Uint32Array;
  private tries = 0;

  /** @param end where the lines end, and the sum of all stands, if there is one */
  constructor(figures: Float64Array, end: number) {
    this.figures = figures;
    this.end = end;
    this.ends = new Uint32Array(figures.length + 1);
    // A group without groups in it stands near the top, else there are none.
    const isLikely = Array.from({ length: Math.min(FIRST_GROUP, end) }, (_, at) => at).some(
      (at) => (this.search(at + 1, figures[at] as number)?.length ?? 0) > 1,
    );
    if (!isLikely) return;
    // From the end: what a line's group takes in is known before the line is looked at.
    for (let i = end - 1; i >= 0; i--) {
      const found = this.search(i + 1, figures[i] as number);
      if (!found || found.length < 2) continue;
      this.below[i] = found;
      this.ends[i] = this.after(found.at(-1) as Child);
    }
  }

  /** All lines from the first on: by the sum of all where that stands below them, else as they come. */
  top(): readonly Child[] {
    const all = this.end < this.figures.length && this.search(0, this.figures[this.end] as number);
    if (all && this.after(all.at(-1) as Child) === this.end) return all;
    const children: Child[] = [];
    for (let at = 0; at < this.end; at = this.after(children.at(-1) as Child))
      children.push(this.readings(at)[0] as Child);
    return children;
  }

  /** What a line can be: a group, a group of one, a member. */
  private readings(at: number): Child[] {
    const { below, figures } = this;
    const readings: Child[] = [];
    if (below[at]) readings.push({ at, below: below[at] });
    readings.push({ at });
    if (at + 1 < this.end && figures[at] === figures[at + 1])
      readings.push({
        at,
        below: [below[at + 1] ? { at: at + 1, below: below[at + 1] } : { at: at + 1 }],
      } as Child);
    return readings;
  }

  /** The line behind a child and all that is below it. */
  private after({ at, below }: Child): number {
    if (!below) return at + 1;
    return below === this.below[at] ? (this.ends[at] as number) : this.after(below.at(-1) as Child);
  }

  /** Lines from `from` on, one after the other, that come to `sum`; the last of them may be nothing. */
  private search(from: number, sum: number): Child[] | undefined {
    const nearly = NEARLY * Math.max(1, Math.abs(sum));
    const failed = new Set<string>();
    const path: { child: Child; rest: number; left: Child[] }[] = [];
    let [at, rest] = [from, sum];
    // A plain sum needs as many tries as it has parts.
    for (let tries = 0; ; tries++) {
      if (tries > TRIES + 2 * path.length || ++this.tries > MOST_TRIES) return undefined;
      const isThere = Math.abs(rest) <= nearly && path.length > 0;
      if (isThere && (at >= this.end || this.figures[at] !== 0)) return path.map(({ child }) => child);
      const isLost = at >= this.end || rest < -nearly || failed.has(`${at} ${Math.round(rest * 1e4)}`);
      const left = isLost ? [] : this.readings(at);
      const child = left.shift();
      if (child) {
        path.push({ child, rest, left });
        rest -= this.figures[at] as number;
        at = this.after(child);
        continue;
      }
      // Back to the last line that can be something else.
      for (;;) {
        const step = path.at(-1);
        if (!step) return undefined;
        const other = step.left.shift();
        if (other) {
          step.child = other;
          at = this.after(other);
          rest = step.rest - (this.figures[other.at] as number);
          break;
        }
        failed.add(`${step.child.at} ${Math.round(step.rest * 1e4)}`);
        path.pop();
      }
    }
  }
}
