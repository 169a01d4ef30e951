// Names by the column: one word may be a name by chance, a column of them is not.
import { personNameScore } from './person.ts';
import { nameScore } from './word.ts';

/** What the distinct values of a column are, taken together. Every share is 0 to 1. */
export interface NamesShare {
  /** Distinct values looked at (blank ones are left out). */
  distinct: number;
  /** Mean surname score. Above 0.6: a column of surnames; towns and words stay below 0.35 (docs/models.md). */
  surname: number;
  /** Mean forename score. */
  forename: number;
  /** Mean score as whole names: meaningful where values have two words or more. */
  person: number;
  /** Share of values that are names, but common words or places as well. A column with a high share of them needs other evidence. */
  ambiguous: number;
}

/** Looks at the distinct values of a column, the first 400 of them. */
export function namesShare(words: Iterable<string>): NamesShare {
  const seen = new Set<string>();
  let surname = 0;
  let forename = 0;
  let person = 0;
  let ambiguous = 0;
  for (const raw of words) {
    const word = raw.trim();
    if (word === '' || seen.has(word)) continue;
    seen.add(word);
    const score = nameScore(word);
    const whole = personNameScore(word);
    surname += score.surname;
    forename += score.forename;
    person += whole.score;
    if (score.ambiguous || whole.ambiguous) ambiguous++;
    if (seen.size === ENOUGH) break;
  }
  const count = Math.max(1, seen.size);
  return {
    distinct: seen.size,
    surname: surname / count,
    forename: forename / count,
    person: person / count,
    ambiguous: ambiguous / count,
  };
}

/** Values after which a mean does not move any more. */
const ENOUGH = 400;
