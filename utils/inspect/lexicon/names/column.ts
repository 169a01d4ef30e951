// Names by the column: one word may be a name by chance, a column of them is not.
import { type PersonName, personNameScore } from './person.ts';
import { nameScore } from './word.ts';

/** What a column of names may hold: surnames, forenames, or whole names (surname with forename or initials). */
export type NamesKind = 'surname' | 'forename' | 'person';

/** What the distinct values of a column are, taken together. Means and shares are 0 to 1. */
export interface NamesShare {
  /** Distinct values looked at (blank ones are left out). */
  distinct: number;
  /** Mean surname score: about 0.8 for people, 0.3 for wards and towns, 0.1 for words. */
  surname: number;
  /** Mean forename score. */
  forename: number;
  /** Mean score as whole names: meaningful where values have two words or more. */
  person: number;
  /** Share of values that are names, but common words or places as well (White, Bolton). */
  ambiguous: number;
  /** Share of values that have a surname and a forename or initials. */
  several: number;
  /** What the column holds, if it is likelier to hold names than not. */
  columnOf: NamesKind | undefined;
  /** 0 to 1: how likely it is that the column holds names, judged by its values alone, names and anything else being equally to be expected. */
  confidence: number;
}

/** Upper ends of the score ranges of EVIDENCE. */
const RANGES: readonly number[] = [0.05, 0.15, 0.35, 0.65, 0.9];

/**
 * Log-odds that one value speaks for a column of names, by the range that its score is in: how often people's
 * names fall into it against how often the values of wards, villages, towns and firms do, which are the nearest to
 * names of what stands in tables. Rounded from counts with a model that had not seen a third of the names
 * (docs/models.md), the unseen ones given double weight, so that a force full of rare names is known too.
 */
const EVIDENCE: Readonly<Record<NamesKind, readonly number[]>> = {
  surname: [-1, -1.6, -1.4, -0.1, 0.9, 2.4],
  forename: [-2.3, -2, -0.7, 0.7, 2, 3],
  person: [-2.3, -1, 0.2, 0.8, 1.6, 3],
};
/** Values of a column are of one kind, so that each counts less than if it stood alone. */
const DEPENDENCE = 0.5;
/** Log-odds against names before anything is seen: fewer than this many values prove nothing. */
const BEFORE = -1;
/** Values after which nothing changes any more. */
const ENOUGH = 400;

/** Looks at the distinct values of a column, the first 400 of them, each as it stands in its cell. */
export function namesShare(values: Iterable<string>): NamesShare {
  const seen = new Set<string>();
  const sum = { surname: 0, forename: 0, person: 0, ambiguous: 0, several: 0 };
  const evidence: Record<NamesKind, number> = { surname: BEFORE, forename: BEFORE, person: BEFORE };
  for (const raw of values) {
    const value = raw.trim();
    if (value === '' || seen.has(value)) continue;
    seen.add(value);
    const { surname, forename, ambiguous } = nameScore(value);
    const person = personNameScore(value);
    const scores: Record<NamesKind, number> = { surname, forename, person: person.score };
    for (const kind of KINDS) {
      sum[kind] += scores[kind];
      evidence[kind] += DEPENDENCE * EVIDENCE[kind][rangeOf(scores[kind])]!;
    }
    if (ambiguous || person.ambiguous) sum.ambiguous++;
    if (isSeveral(person)) sum.several++;
    if (seen.size === ENOUGH) break;
  }
  const count = Math.max(1, seen.size);
  const several = sum.several / count;
  const single: NamesKind = evidence.surname >= evidence.forename ? 'surname' : 'forename';
  const kind = several >= 0.5 ? 'person' : single;
  return {
    distinct: seen.size,
    surname: sum.surname / count,
    forename: sum.forename / count,
    person: sum.person / count,
    ambiguous: sum.ambiguous / count,
    several,
    columnOf: evidence[kind] > 0 ? kind : undefined,
    confidence: 1 / (1 + Math.exp(-evidence[kind])),
  };
}

const KINDS: readonly NamesKind[] = ['surname', 'forename', 'person'];

function rangeOf(score: number): number {
  const range = RANGES.findIndex((end) => score < end);
  return range < 0 ? RANGES.length : range;
}

function isSeveral({ surname, forename, initials }: PersonName): boolean {
  return surname !== '' && (forename !== '' || initials !== '');
}
