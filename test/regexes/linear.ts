// Tells whether a backtracking engine can be made to take more than linear time over a regular expression. It can where
// two ways lead through the same text again and again: within one loop (exponential), or from one loop into a later one
// (quadratic and worse). The search for a match that begins anywhere counts as a loop of its own. Weideman et al.,
// "Analyzing matching time behavior of backtracking regular expression matchers by using ambiguity of NFA" (2016).
import { type Node, parseRegExp } from './parse.ts';

/** Characters that stand for all others: what ASCII and Latin have, and a few of every other kind. */
const SAMPLES = [
  ...Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code)),
  ...'\u0301\u0370αΩжЖשع字ツ\u1680\u2003\u2013\u2014\u2018\u2019\u201c\u2022\u2026\u2028\u202e\u20ac\u2192\u25a0\u3000\ufb01\ufeff\uffff٣Ⅷ',
  '😀',
  '𝒜',
];

/** What stands before a place decides whether `\b` and, with the flag m, `^` hold there. */
const KINDS = [/\w/, /[\n\r\u2028\u2029]/, /[^\w\n\r\u2028\u2029]/];
const WORD = 0;
const LINE = 1;

type Assert = 'start' | 'end' | 'boundary' | 'no-boundary';

/** One character of the pattern: a state of the automaton is to have just read it. */
interface Position {
  /** The samples that it reads, as bits. */
  set: bigint;
  /** What can be read next. */
  follow: { to: number; asserts: Assert[] }[];
  /** The match can end here, whatever follows. */
  accepts: boolean;
}

/** ε-automaton after Thompson. */
interface Step {
  /** Reads a position (its number), or nothing. */
  reads?: number;
  assert?: Assert;
  to: Step[];
}

const MOST_POSITIONS = 4000;
const MOST_STEPS = 200_000;

class TooLarge extends Error {}

class Automaton {
  readonly positions: Position[] = [];
  private readonly sets = new Map<string, bigint>();
  private readonly flags: string;
  private readonly kinds: bigint[];

  constructor(source: string, flags: string) {
    this.flags = flags.replace(/[gyd]/g, '');
    this.kinds = KINDS.map((kind) => this.bits((c) => kind.test(c)));
    const end: Step = { to: [] };
    // The first two stand for what is before the pattern: the start of the text, and any text.
    this.positions.push(
      { set: 0n, follow: [], accepts: false },
      { set: this.bits(() => true), follow: [], accepts: false },
    );
    const begin = this.build(parseRegExp(source), end);
    const exits = this.exits;
    const connect = (position: Position, from: Step, atStart: boolean) => {
      // Twice at most: in `(a*)*` the next `a` can be read by the inner loop, or by the outer one and the inner one again.
      const seen = new Map<Step, number>();
      let steps = 0;
      const walk = (step: Step, asserts: Assert[]): void => {
        if (++steps > MOST_STEPS) throw new TooLarge();
        const times = seen.get(step) ?? 0;
        if (times > 1) return;
        if (step === end) {
          if (asserts.length === 0) position.accepts = true;
          return;
        }
        if (step.reads !== undefined) {
          position.follow.push({ to: step.reads, asserts });
          return;
        }
        // At the start alone without m; and nothing is read after the end.
        if (step.assert === 'start' && !flags.includes('m') && !atStart) return;
        const more = step.assert ? [...asserts, step.assert] : asserts;
        seen.set(step, times + 1);
        for (const next of step.to) walk(next, more);
        seen.set(step, times);
      };
      walk(from, []);
      if (!flags.includes('m'))
        position.follow = position.follow.filter(({ asserts }) => !asserts.includes('end'));
      for (const edge of position.follow)
        if (atStart) edge.asserts = edge.asserts.filter((one) => one !== 'start');
    };
    connect(this.positions[0]!, begin, true);
    if (!flags.includes('y')) {
      this.positions[0]!.follow.push({ to: 1, asserts: [] });
      connect(this.positions[1]!, begin, false);
      // Searching on is no match.
      this.positions[1]!.accepts = false;
      this.positions[1]!.follow.push({ to: 1, asserts: [] });
    }
    for (const [number, exit] of exits) connect(this.positions[number]!, exit, false);
  }

  /** Where it goes on after a position. */
  private readonly exits = new Map<number, Step>();

  private bits(has: (c: string) => boolean): bigint {
    return SAMPLES.reduce((set, c, i) => (has(c) ? set | (1n << BigInt(i)) : set), 0n);
  }

  private setOf(source: string): bigint {
    let set = this.sets.get(source);
    if (set === undefined) {
      const pattern = new RegExp(`^(?:${source})$`, this.flags.replace('m', ''));
      set = this.bits((c) => pattern.test(c) || (c.length > 1 && pattern.test(c[0]!)));
      this.sets.set(source, set);
    }
    return set;
  }

  private read(set: bigint, exit: Step): Step {
    const number = this.positions.length;
    if (number > MOST_POSITIONS) throw new TooLarge();
    this.positions.push({ set, follow: [], accepts: false });
    this.exits.set(number, exit);
    return { reads: number, to: [] };
  }

  /** @returns where `node` begins, going on to `next`. */
  private build(node: Node, next: Step): Step {
    switch (node.kind) {
      case 'set':
        return this.read(this.setOf(node.source), next);
      case 'sequence':
        return node.parts.reduceRight((after, part) => this.build(part, after), next);
      case 'choice':
        return { to: node.options.map((option) => this.build(option, next)) };
      case 'assert':
        return { assert: node.what, to: [next] };
      case 'look': {
        // What it reads comes to nothing: from there the match can only fail.
        const body = this.build(node.body, { to: [] });
        return { to: [body, { assert: 'no-boundary' as const, to: [] }, next] };
      }
      case 'reference': {
        const loop: Step = { to: [next] };
        loop.to.push(
          this.read(
            this.bits(() => true),
            loop,
          ),
        );
        return loop;
      }
      case 'repeat': {
        let after = next;
        if (node.most === Infinity) {
          const loop: Step = { to: [] };
          loop.to.push(this.build(node.body, loop), next);
          after = loop;
        } else {
          for (let i = node.least; i < node.most; i++) after = { to: [this.build(node.body, after), next] };
        }
        for (let i = 0; i < node.least; i++) after = this.build(node.body, after);
        return after;
      }
    }
  }

  /** Kinds of character that can come next by all of these edges, after one of the kind `before`. */
  nextKinds(before: number, edges: readonly { to: number; asserts: Assert[] }[]): number[] {
    let set = -1n;
    for (const { to } of edges) set &= this.positions[to]!.set;
    if (set === 0n) return [];
    const asserts = edges.flatMap((edge) => edge.asserts);
    return [WORD, LINE, 2].filter((kind) => {
      if ((set & this.kinds[kind]!) === 0n) return false;
      const isBoundary = (before === WORD) !== (kind === WORD);
      if (asserts.includes('boundary') && !isBoundary) return false;
      if (asserts.includes('no-boundary') && isBoundary) return false;
      if (asserts.includes('start') && before !== LINE) return false;
      return !asserts.includes('end') || kind === LINE;
    });
  }

  /** Is there a text that leads all runs at once from `from` to `to`, among positions that are `allowed` for each? */
  reaches(
    from: number[],
    to: number[],
    kind: number,
    allowed: ReadonlySet<number>[],
    distinct = false,
  ): boolean {
    const key = (run: readonly number[], k: number, apart: boolean) => `${run.join()},${k},${apart}`;
    const waiting: { run: number[]; kind: number; apart: boolean }[] = [
      { run: from, kind, apart: !distinct },
    ];
    const seen = new Set<string>();
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const edges = one.run.map((at, i) =>
        this.positions[at]!.follow.filter((edge) => allowed[i]!.has(edge.to)),
      );
      for (const combination of product(edges)) {
        // Two edges between the same places are two ways as well.
        const parted = one.apart || new Set(combination).size > 1;
        for (const next of this.nextKinds(one.kind, combination)) {
          const run = combination.map((edge) => edge.to);
          if (parted && next === kind && run.every((at, i) => at === to[i])) return true;
          const known = key(run, next, parted);
          if (seen.has(known)) continue;
          seen.add(known);
          if (seen.size > MOST_STEPS) throw new TooLarge();
          waiting.push({ run, kind: next, apart: parted });
        }
      }
    }
    return false;
  }
}

function* product<T>(lists: readonly (readonly T[])[]): Generator<T[]> {
  const [first, ...rest] = lists;
  if (!first) {
    yield [];
    return;
  }
  for (const one of first) for (const others of product(rest)) yield [one, ...others];
}

/** Everything that can be reached from each position, in one step or more. */
function reachable(positions: readonly Position[]): Set<number>[] {
  return positions.map((_, from) => {
    const seen = new Set<number>();
    const waiting = [from];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const { to } of positions[at]!.follow) {
        if (seen.has(to)) continue;
        seen.add(to);
        waiting.push(to);
      }
    }
    return seen;
  });
}

export type Verdict = 'linear' | 'polynomial' | 'exponential' | 'too large to tell';

/** What the worst text does to a pattern. */
export function complexity(source: string, flags: string): Verdict {
  try {
    const automaton = new Automaton(source, flags);
    const { positions } = automaton;
    const reach = reachable(positions);
    const looping = positions.flatMap((_, at) => (reach[at]!.has(at) ? [at] : []));
    const loopOf = (at: number) =>
      new Set(looping.filter((other) => reach[at]!.has(other) && reach[other]!.has(at)));
    const loops = new Map(looping.map((at) => [at, loopOf(at)] as const));
    for (const at of looping) {
      const loop = loops.get(at)!;
      for (const kind of [0, 1, 2]) {
        if (automaton.reaches([at, at], [at, at], kind, [loop, loop], true)) return 'exponential';
      }
    }
    for (const q of looping) {
      for (const p of looping) {
        const [first, second] = [loops.get(q)!, loops.get(p)!];
        if (first.has(p) || !reach[q]!.has(p)) continue;
        // Where the match can end within the loop, it does, and nothing is tried again.
        if ([...second].some((at) => positions[at]!.accepts)) continue;
        const between = new Set([...reach[q]!].filter((at) => at === p || reach[at]!.has(p)));
        for (const kind of [0, 1, 2]) {
          if (automaton.reaches([q, q, p], [q, p, p], kind, [first, between, second])) return 'polynomial';
        }
      }
    }
    return 'linear';
  } catch (error) {
    if (error instanceof TooLarge) return 'too large to tell';
    throw error;
  }
}
