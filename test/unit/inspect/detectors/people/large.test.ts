// Large rosters, drawn from seeds: one finding, the exact range and the right number of people, however many rows there are,
// in whatever order, and whatever odd stretches they have. Names are of a generator that the name model has not seen.
import { fakerEN_GB as faker } from '@faker-js/faker';
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../accuracy/feed.ts';
import { Random } from '../../../../fixtures/people.ts';
import type { Cell, Table } from '../../../../fixtures/rosters.ts';

const rank = (r: Random): string =>
  r.pick(['Constable', 'Constable', 'Constable', 'Sergeant', 'Inspector', 'Chief Inspector', 'EO1', 'AO']);
const initials = (r: Random): string =>
  Array.from({ length: r.int(1, 3) }, () => r.pick([...'ABCDEFGHJKLMNPRSTW'])).join('');
const surname = (): string => faker.person.lastName();
const forename = (): string => faker.person.firstName();
/** Surnames that are colours, places and compass points before they are surnames. */
const ODD = 'White Black North West May King England Church Park Bolton Bury Wood Hill Stone'.split(' ');
const rows = (n: number, row: (i: number) => Cell[]): Table => Array.from({ length: n }, (_, i) => row(i));

const LAYOUTS: Record<string, (r: Random, n: number) => Table> = {
  'number first': (r, n) => [
    ['Service number', 'Initials', 'Surname', 'Rank', 'Cost centre'],
    ...rows(n, (i) => [100_000 + i, initials(r), surname(), rank(r), `CC${r.int(1000, 1090)}`]),
  ],
  'headings of its own': (r, n) => [
    ['Payroll no', 'Init', 'Fam. name', 'Subst. rank', 'Cost centre'],
    ...rows(n, (i) => [100_000 + i, initials(r), surname(), rank(r), `CC${r.int(1000, 1090)}`]),
  ],
  'without headings': (r, n) =>
    rows(n, (i) => [100_000 + i * 3, initials(r), surname() + (i % 3 ? '' : `-${surname()}`), rank(r)]),
  'sorted, with runs of odd surnames': (r, n) => [
    ['Staff No', 'Surname', 'Forename', 'Rank'],
    ...rows(n, (i) => [100_000 + i, i % 3 ? surname() : r.pick(ODD), forename(), rank(r)]).sort((a, b) =>
      String(a[1]) < String(b[1]) ? -1 : 1,
    ),
  ],
  'staff without rank and number behind the officers': (r, n) => [
    ['Name', 'Rank', 'Unit', 'Collar No'],
    ...rows(n, (i) => [
      `${surname()}, ${forename()}${i < n / 2 ? '' : ` ${initials(r)}-${surname()}`}`,
      i < n / 2 ? rank(r) : null,
      r.pick(['Custody', 'CID', 'Response']),
      i < n / 2 ? 100_000 + i : null,
    ]),
  ],
  'remarks from the middle on': (r, n) => [
    ['Surname', 'Forename', 'Rank', 'Service number'],
    ...rows(n, (i) => [
      surname(),
      forename(),
      rank(r),
      100_000 + i,
      i === n - 1 || (i > n / 2 && i % 7 === 0) ? 'On leave until further notice' : null,
    ]),
  ],
  'a blank row every 500': (r, n) => [
    ['Surname', 'Forename', 'Rank', 'Service number'],
    ...rows(n, (i) => [surname(), forename(), rank(r), 100_000 + i]).flatMap((row, i) =>
      i % 500 === 499 && i < n - 1 ? [row, []] : [row],
    ),
  ],
  'headings on every page': (r, n) =>
    rows(n, (i) => [surname(), forename(), rank(r), 100_000 + i]).flatMap((row, i) =>
      i % 60 === 0 ? [['Surname', 'Forename', 'Rank', 'Service number'], row] : [row],
    ),
  'surnames and posts that are headings elsewhere': (r, n) => [
    ['Surname', 'Forename', 'Role', 'Service number'],
    ...rows(n, (i) => [
      r.chance(0.3) ? r.pick(['Ward', 'Post', 'Court', 'Place', 'Case']) : surname(),
      r.chance(0.3) ? r.pick(['Grant', 'Mark', 'Grade']) : forename(),
      r.pick(['Officer', 'Supervisor', 'Manager', 'Location']),
      100_000 + i,
    ]),
  ],
};

async function check(layout: string, seed: number, size: number): Promise<string | undefined> {
  faker.seed(seed * 7 + size);
  const table = (LAYOUTS[layout] as (r: Random, n: number) => Table)(new Random(seed * 31 + size), size);
  const found = await detect(people, { name: 'f', tables: [{ name: 'S', table }] });
  const width = Math.max(...table.map((row) => row.findLastIndex((cell) => cell !== null) + 1));
  const range = `A1:${'ABCDE'[width - 1]}${table.length}`;
  const [one] = found;
  const right =
    found.length === 1 &&
    one?.rule === 'staff-roster' &&
    one.severity === 'high' &&
    Math.abs(one.people - size) <= 0.01 * size &&
    one.where.at(-1) === range;
  if (right) return undefined;
  const said = found.map((f) => `${f.rule} ${f.severity} ${f.people} ${f.where.at(-1)}`).join('; ');
  return `${layout}, seed ${seed}, ${size} rows: ${said || 'nothing'}; right is ${range}`;
}

async function failures(sizes: readonly number[], seeds: number, layouts: readonly string[]) {
  const wrong: (string | undefined)[] = [];
  for (const size of sizes)
    for (let seed = 1; seed <= seeds; seed++)
      for (const layout of layouts) wrong.push(await check(layout, seed, size));
  return wrong.filter((text) => text !== undefined);
}

const ALL = Object.keys(LAYOUTS);

describe('large rosters', () => {
  it('are told in one finding at 15 and 100 rows, by 20 seeds', async () => {
    expect(await failures([15, 100], 20, ALL)).toEqual([]);
  });

  for (const size of [1500, 3000, 6000, 10_000])
    it(`are told in one finding at ${size} rows, by 20 seeds`, async () => {
      const wrong: (string | undefined)[] = [];
      // Every seed one layout: each layout comes twice at least.
      for (let seed = 1; seed <= 20; seed++)
        wrong.push(await check(ALL[seed % ALL.length] as string, seed, size));
      expect(wrong.filter((text) => text !== undefined)).toEqual([]);
    });

  it('are told in one finding at 60,000 rows', async () => {
    expect(await failures([60_000], 1, ALL.slice(0, 3))).toEqual([]);
  });
});
