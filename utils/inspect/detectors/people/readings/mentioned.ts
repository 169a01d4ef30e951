// A list of people who are named within texts: those that are sure make the case, and where they do, those that stand in the same place
// and are written like names are counted with them.
import type { TableChunk } from '../../../part.ts';
import type { Finding } from '../../../report.ts';
import { isNameBehindRank } from '../cells/classify.ts';
import { CellRows } from './cell-rows.ts';

export interface Mentioned {
  /** Where the text stands. */
  row: number;
  name: string;
  number: string;
  flags: number;
  isSure: boolean;
}

interface Reading {
  chunk(chunk: TableChunk): void;
  end(): Finding[];
}

/** Whether so many of them have a rank or a number of their own that they are nobody's authors, contacts or members. */
export const areOfStaff = (people: readonly Mentioned[]): boolean =>
  people.filter(({ name, number }) => number !== '' || isNameBehindRank(name)).length >=
  OF_STAFF * people.length;
const OF_STAFF = 0.5;

/** What such a list says. `read` begins a reading whose rows are those of the list that it is given. */
export function findingsOf(
  people: readonly Mentioned[],
  read: (rowOf: (at: number) => number) => Reading,
  heading = '',
): Finding[] {
  const listed = (some: readonly Mentioned[], head: string): Finding[] => {
    const first = head === '' ? 0 : 1;
    const regions = read((at) => some[Math.max(0, at - first)]?.row ?? 0);
    const rows = new CellRows((chunk) => regions.chunk(chunk));
    if (head !== '') rows.put(0, [head], 0);
    for (const [at, { name, number, flags }] of some.entries())
      rows.put(at + first, [number === '' ? name : `${name} ${number}`], flags);
    rows.flush();
    return regions.end();
  };
  if (!areTheirs(people)) return [];
  const sure = people.filter(({ isSure }) => isSure);
  const [best] = listed(sure, heading).sort((a, b) => b.people - a.people);
  if (!best || sure.length === people.length) return best ? [best] : [];
  const [all] = listed(people, COUNTED).sort((a, b) => b.people - a.people);
  if (!all || all.people <= best.people || all.rule !== best.rule) return [best];
  const { confidence, fields } = best;
  const severity = confidence < SURE && all.severity === 'high' ? 'medium' : all.severity;
  return [{ ...all, confidence, severity, fields }];
}
/** What confidence a grave finding has. */
const SURE = 0.75;
/** Whether numbers belong to one person each: `Ford 3000`, `Austin 3000` have models. */
function areTheirs(people: readonly Mentioned[]): boolean {
  const numbered = people.filter(({ number }) => number !== '');
  const numbers = new Set(numbered.map(({ number }) => number));
  const pairs = new Set(numbered.map(({ name, number }) => `${number} ${name.toLowerCase()}`));
  const names = new Set(numbered.map(({ name }) => name.toLowerCase()));
  if (pairs.size >= MAKES.least && names.size < MAKES.different * pairs.size) return false;
  return pairs.size <= THEIRS * numbers.size;
}
const THEIRS = 1.3;
/** Names with numbers, each once; fewer different names among so many are makes with their models. */
const MAKES = { least: 6, different: 0.6 };

/** The heading under which people are counted whose names say little by themselves. */
const COUNTED = 'Name';
