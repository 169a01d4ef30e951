// Tables that are no lists of people though some of their headings say so: equipment with its serial numbers and condition, how
// often a surname occurs, and animals.
import { type Column, share } from './columns.ts';

/** Share of values that must be known as health for `Condition` to speak of it. */
const HEALTH = 0.2;

/**
 * Takes `Serial` and `Condition` for what they are beside things. Where somebody is named, or no column speaks of things, they
 * stay a staff number and somebody's health.
 */
export function settleThings(columns: readonly Column[]): void {
  if (columns.some(({ names }) => names) || !columns.some(isOfThing)) return;
  for (const column of columns) {
    const { heading, tried, matched } = column.stats;
    if (!heading?.ofThings || heading.owner === 'staff') continue;
    // By the force's own patterns it is a staff number, whatever stands beside it.
    if (column.what === 'staff-number' && !(tried > 0 && matched >= 0.8 * tried)) column.what = 'identifier';
    else if (column.what === 'health' && share(column.stats, 'health') < HEALTH) column.what = 'remark';
  }
}

function isOfThing({ what, stats }: Column): boolean {
  if (stats.n === 0) return false;
  if (what === 'thing') return true;
  if (!stats.heading?.ofThings) return false;
  return what === 'health' ? share(stats, 'health') < HEALTH : what !== 'staff-number';
}

/** Share of surnames that must be different, and of the figures that must be whole numbers or parts. */
const STATISTIC = { different: 0.98, figures: 0.8 };

/** What may stand beside a surname and how often it occurs. */
const FIGURES: ReadonlySet<Column['what']> = new Set(['count', 'figures', 'unique-number']);

/** Whether a table says how often surnames (or first names) occur: each stands there once, with a count, and with nothing of a person's. */
export function isNameStatistic(columns: readonly Column[]): boolean {
  const filled = columns.filter(({ stats }) => stats.n > 0);
  const names = filled.filter((column) => column.names);
  const [name] = names;
  if (!name || names.length > 1 || (name.what !== 'surname' && name.what !== 'forename')) return false;
  if (name.stats.heading?.owner === 'staff') return false;
  if (name.stats.distinct < STATISTIC.different * name.stats.n) return false;
  const others = filled.filter((column) => column !== name);
  return (
    others.every(({ what }) => FIGURES.has(what)) &&
    others.some(
      ({ stats }) =>
        stats.heading?.what === 'count' &&
        stats.heading.frequency === true &&
        share(stats, 'number', 'decimal', 'percent') >= STATISTIC.figures,
    )
  );
}

/** What stands beside the name of a person, a handler or an owner, and not beside an animal's. */
const OF_PEOPLE: ReadonlySet<Column['what']> = new Set([
  'rank',
  'grade',
  'staff-number',
  'surname',
  'initials',
  'e-mail',
]);

/** Share of an animal's names that are one word, and that must be different from surnames: `Rex`, `Bella`. */
const ANIMAL_NAMES = 0.9;

/**
 * Whether the names of a table are those of animals: of one word, under a plain heading, beside a breed. A handler's name has a
 * surname in it, or a rank or a number beside it.
 */
export function isOfAnimals(columns: readonly Column[]): boolean {
  const filled = columns.filter(({ stats }) => stats.n > 0);
  if (!filled.some(({ stats }) => stats.heading?.ofAnimals)) return false;
  const names = filled.filter((column) => column.names);
  return (
    names.length > 0 &&
    names.every(
      ({ what, stats }) =>
        what !== 'surname' &&
        stats.heading?.owner !== 'staff' &&
        share(stats, 'word') >= ANIMAL_NAMES &&
        stats.surname <= stats.forename,
    ) &&
    filled.every((column) => column.names || !OF_PEOPLE.has(column.what))
  );
}
