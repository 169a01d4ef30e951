// Lines of writing on a page whose lines are level: chains at one height, whatever gaps lie between them.
import type { Chain, Writing } from './chains.ts';
import type { Components } from './components.ts';

/** A group of letters without a wide gap: a word, several, the text of a cell. Pixels. */
export interface Segment {
  left: number;
  right: number;
  /** Where letters without descenders stand. */
  foot: number;
  /** Height of capitals and figures. */
  cap: number;
  letters: number;
}

export interface Line {
  segments: Segment[];
  foot: number;
  cap: number;
  left: number;
  right: number;
}

/** Chains nearer to one another than so many letter heights are one segment. */
const JOIN = 1.6;
/** Lower lines than this, against the median letter, are what is left of rules. */
const LEAST_CAP = 0.62;

export function linesOf(parts: Components, writing: Writing): Line[] {
  const { letter } = writing;
  const chains = writing.chains
    .filter((chain) => isWriting(parts, chain, letter))
    .map((chain) => ({ chain, ...standOf(parts, chain) }))
    .sort((a, b) => a.foot - b.foot);
  const rows: { foot: number; cap: number; weight: number; members: typeof chains }[] = [];
  // Long chains first: they say where the lines are, strays then find theirs.
  for (const member of [...chains].sort((a, b) => b.chain.letters.length - a.chain.letters.length)) {
    let best: (typeof rows)[number] | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const row of rows) {
      const cap = Math.max(row.cap, letter);
      const near = nearest(row.members, member.chain);
      // Held against its neighbour first: lines may still bend a little.
      const off = Math.abs(member.foot - (near ? near.foot : row.foot));
      const middle = Math.abs(member.foot - member.cap / 2 - ((near ?? row).foot - (near ?? row).cap / 2));
      const distance = Math.min(off, middle);
      if (distance < 0.42 * cap && distance < least && !overlapping(row.members, member.chain)) {
        least = distance;
        best = row;
      }
    }
    const weight = member.chain.letters.length;
    if (best) {
      best.foot = (best.foot * best.weight + member.foot * weight) / (best.weight + weight);
      best.cap = (best.cap * best.weight + member.cap * weight) / (best.weight + weight);
      best.weight += weight;
      best.members.push(member);
    } else rows.push({ foot: member.foot, cap: member.cap, weight, members: [member] });
  }
  return rows
    .map(({ foot, cap, members }) => {
      const segments: Segment[] = [];
      for (const member of members.sort((a, b) => a.chain.left - b.chain.left)) {
        const last = segments.at(-1);
        const { left, right } = member.chain;
        const letters = member.chain.letters.length;
        if (last && left - last.right < JOIN * Math.max(letter, last.cap * 0.8)) {
          const sum = last.letters + letters;
          last.foot = (last.foot * last.letters + member.foot * letters) / sum;
          last.cap = Math.max(last.cap, member.cap);
          last.letters = sum;
          last.right = Math.max(last.right, right);
        } else segments.push({ left, right, foot: member.foot, cap: member.cap, letters });
      }
      const height = heightOf(segments) ?? cap;
      // A speck beside a line is no letter of it.
      const kept = segments.filter((segment) => segment.letters > 1 || segment.cap >= LEAST_CAP * height);
      const first = kept[0] ?? segments[0]!;
      return { segments: kept, foot, cap: height, left: first.left, right: (kept.at(-1) ?? first).right };
    })
    .filter((line) => line.cap >= LEAST_CAP * letter && line.segments.some(({ letters }) => letters > 1))
    .sort((a, b) => a.foot - b.foot);
}

/** Capitals of a line: those of its larger half, by letters, so that neither a speck nor `aeo` speaks for it. */
function heightOf(segments: readonly Segment[]): number | undefined {
  const caps = segments.filter(({ letters }) => letters > 1).sort((a, b) => a.cap - b.cap);
  let left = caps.reduce((sum, { letters }) => sum + letters, 0) * 0.7;
  for (const { cap, letters } of caps) {
    left -= letters;
    if (left <= 0) return cap;
  }
  return undefined;
}

/** A single stroke beside no other, a speck, the rest of a rule: no writing. */
function isWriting(parts: Components, { letters, left, right, top, bottom }: Chain, letter: number): boolean {
  const height = bottom - top;
  if (height < 0.5 * letter) return false;
  if (letters.length > 1) return true;
  const only = letters[0]!;
  const width = right - left;
  if (width < 0.12 * letter && height > 1.5 * letter) return false;
  return parts.area[only]! >= 0.1 * width * height && width < 4 * letter;
}

/** Feet by their median, so that g and y do not pull; capitals by the higher letters. */
function standOf(parts: Components, { letters }: Chain): { foot: number; cap: number } {
  const feet = Array.from(letters, (i) => parts.bottom[i]!).sort((a, b) => a - b);
  const foot = feet[Math.floor((feet.length - 1) * 0.4)]!;
  const heights = Array.from(letters, (i) => foot - parts.top[i]!)
    .filter((height) => height > 0)
    .sort((a, b) => a - b);
  return { foot, cap: heights[Math.floor((heights.length - 1) * 0.85)] ?? 1 };
}

type Member = { chain: Chain; foot: number; cap: number };

function nearest(members: readonly Member[], { left, right }: Chain): Member | undefined {
  let best: Member | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const member of members) {
    if (member.chain.letters.length < 2 && members.length > 1) continue;
    const distance = Math.max(member.chain.left - right, left - member.chain.right);
    if (distance < least) {
      least = distance;
      best = member;
    }
  }
  return best;
}

function overlapping(members: readonly Member[], { left, right }: Chain): boolean {
  return members.some(
    ({ chain }) =>
      Math.min(chain.right, right) - Math.max(chain.left, left) >
      0.5 * Math.min(chain.right - chain.left, right - left),
  );
}
