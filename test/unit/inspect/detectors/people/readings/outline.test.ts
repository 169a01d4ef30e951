// Pivot tables as they stand in the cells: groups with the sums of what is below them. Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../../accuracy/feed.ts';
import { makePeople, type Person, Random, rankOf, STATIONS } from '../../../../../fixtures/people.ts';
import type { Table } from '../../../../../fixtures/rosters.ts';

const random = new Random(20_261_130);
const staff = makePeople(random, 120);
const UNITS = [
  'Local Policing',
  'Crime Operations',
  'Roads Policing',
  'Custody',
  'Legal Services',
  'Finance',
];

const found = async (table: Table) =>
  detect(people, { name: 'reply.xlsx', tables: [{ name: 'Sheet1', table }] });

interface Item {
  groups: string[];
  label: string;
  figure: number;
}

/** The pivot table of these, in the order in which their groups come, with a grand total. */
function pivot(items: readonly Item[], headings: [string, string], indent = ''): Table {
  const table: Table = [[...headings]];
  const add = (within: readonly Item[], depth: number) => {
    for (const name of [...new Set(within.map(({ groups, label }) => groups[depth] ?? label))]) {
      const inIt = within.filter(({ groups, label }) => (groups[depth] ?? label) === name);
      table.push([indent.repeat(depth) + name, inIt.reduce((sum, { figure }) => sum + figure, 0)]);
      if (inIt.some(({ groups }) => groups.length > depth)) add(inIt, depth + 1);
    }
  };
  add(items, 0);
  table.push(['Grand Total', items.reduce((sum, { figure }) => sum + figure, 0)]);
  return table;
}

const of = (name: (person: Person) => string, figure: () => number, deep = false): Item[] =>
  staff.map((person, at) => ({
    groups: [UNITS[at % UNITS.length] as string, ...(deep ? [rankOf(person)] : [])],
    label: name(person),
    figure: figure(),
  }));

const NAMES: Record<string, (person: Person) => string> = {
  'surname and initials': (p) => `${p.surname} ${p.initials}`,
  'surname, comma, initials': (p) => `${p.surname}, ${p.initials}`,
  'whole names': (p) => `${p.forename} ${p.surname}`,
};

describe('a pivot table', () => {
  for (const [names, name] of Object.entries(NAMES))
    for (const [figures, heading, figure] of [
      ['counts', 'Count of Surname', () => 1],
      ['sums', 'Sum of Overtime', () => random.int(1, 90) / 4],
    ] as const)
      for (const [depth, deep, indent] of [
        ['one level', false, ''],
        ['two levels, indented', true, '   '],
      ] as const)
        it(`names its people: ${names}, ${figures}, ${depth}`, async () => {
          const different = new Set(staff.map(name)).size;
          const findings = await found(pivot(of(name, figure, deep), ['Row Labels', heading], indent));
          const [finding, ...others] = findings;
          expect(others).toEqual([]);
          expect(finding?.rule).toBe('staff-roster');
          expect(finding?.severity).not.toBe('low');
          // A rank with one officer reads as well as an officer: the count of such tables is a little low.
          expect(finding?.people).toBeGreaterThanOrEqual((deep ? 0.85 : 0.97) * different);
          expect(finding?.people).toBeLessThanOrEqual(1.03 * different);
        });

  const counts = (outer: readonly string[], inner: readonly string[]) =>
    outer.flatMap((group) => inner.map((label) => ({ groups: [group], label, figure: random.int(2, 400) })));
  it.each([
    [
      'ranks by district',
      counts(STATIONS.slice(0, 12), ['Constable', 'Sergeant', 'Inspector', 'Chief Inspector']),
    ],
    ['stations by unit', counts(UNITS, STATIONS.slice(0, 10))],
    [
      'offences by month',
      counts(['January', 'February', 'March'], ['Burglary', 'Robbery', 'Theft', 'Fraud']),
    ],
    [
      'suppliers by directorate',
      counts(UNITS, ['Baker & Sons Ltd', 'Marshall Fleet plc', 'Dell UK', 'Mason Group', 'Turner Services']),
    ],
    [
      'streets by ward',
      counts(['Abbey', 'Marshall', 'Ward End'], ['Baker Street', 'Grey Road', 'Hill Lane', 'Mason Close']),
    ],
  ])('without people is left alone: %s', async (_, items) => {
    expect(await found(pivot(items, ['Row Labels', 'Sum of Count']))).toEqual([]);
  });

  it('is not seen in a list with figures that add up by chance now and then', async () => {
    const roster: Table = staff.map((p) => [`${p.surname} ${p.initials}`, random.int(1, 3)]);
    const plain = await found([['Name', 'Days'], ...roster]);
    expect(plain).toHaveLength(1);
    expect(plain[0]?.people).toBeGreaterThanOrEqual(0.97 * new Set(roster.map(([name]) => name)).size);
  });
});
