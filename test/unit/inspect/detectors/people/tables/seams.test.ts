// Tables one under the other with no line that parts them: a summary, and below it what it was made from. And headings that
// the values below them refute. Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../../accuracy/feed.ts';
import { makePeople, type Person, Random, rankOf, STATIONS } from '../../../../../fixtures/people.ts';
import type { Table } from '../../../../../fixtures/rosters.ts';

const random = new Random(20_270_611);
const staff = makePeople(random, 150);
const figure = () => random.int(3, 900);
const blank = (n: number): Table => Array.from({ length: n }, () => []);

const found = async (table: Table) =>
  detect(people, { name: 'reply.xlsx', tables: [{ name: 'Sheet1', table }] });

/** Counts under their headings, `rows` of them. */
const SUMMARIES: Record<string, (rows: number) => Table> = {
  'stations and two counts': (rows) => [
    ['District', 'Officers', 'Staff'],
    ...STATIONS.slice(0, rows).map((place) => [place, figure(), figure()]),
  ],
  'ranks and a count': (rows) => [
    ['Rank', 'Headcount'],
    ...['Constable', 'Sergeant', 'Inspector', 'Chief Inspector', 'Superintendent', 'ACC']
      .slice(0, rows)
      .map((rank) => [rank, figure()]),
  ],
  'months, counts and a total': (rows) => [
    ['Month', 'Leavers', 'Joiners', 'Net'],
    ...['January', 'February', 'March', 'April', 'May', 'June']
      .slice(0, rows)
      .map((month) => [month, figure(), figure(), figure()]),
    ['Total', 99, 101, 2],
  ],
  'counts without headings': (rows) => STATIONS.slice(0, rows).map((place) => [place, figure()]),
};
const ROSTERS: Record<string, (p: Person) => Table[number]> = {
  'surname first': (p) => [p.surname, p.initials, rankOf(p), p.station, p.number],
  'rank first': (p) => [rankOf(p), p.surname, p.forename, p.station],
  'number first': (p) => [p.number, p.surname, p.initials, rankOf(p), p.station],
  'whole names': (p) => [`${p.forename} ${p.surname}`, rankOf(p), p.station, p.number],
};

describe('a list under a summary', () => {
  for (const [summary, rows] of Object.entries(SUMMARIES))
    for (const [roster, row] of Object.entries(ROSTERS))
      it(`is found without headings: ${summary}, ${roster}`, async () => {
        for (const many of [2, 3, 6])
          for (const gap of [0, 1, 2, 3, 5]) {
            const above = [...rows(many), ...blank(gap)];
            const [finding, ...others] = await found([...above, ...staff.map(row)]);
            const what = `${many} rows, ${gap} blank`;
            expect(finding, what).toMatchObject({ rule: 'staff-roster', severity: 'high' });
            expect(others, what).toEqual([]);
            expect(Math.abs((finding?.people ?? 0) - staff.length), what).toBeLessThanOrEqual(4);
            const first = Number(/[A-Z](\d+):/.exec(finding?.where.at(-1) ?? '')?.[1]);
            expect(first, what).toBe(above.length + 1);
          }
      });

  it('is found with a title or headings of its own between them, and when it is short', async () => {
    const above = SUMMARIES['stations and two counts']?.(3) as Table;
    const rows = staff.slice(0, 15).map(ROSTERS['surname first'] as (p: Person) => Table[number]);
    for (const between of [
      [['Raw data']],
      [[], ['Raw data'], []],
      [[], ['Surname', 'Init', 'Rank', 'Stn', 'No']],
    ])
      expect(await found([...above, ...between, ...rows]), JSON.stringify(between)).toMatchObject([
        { rule: 'staff-roster', people: 15 },
      ]);
  });

  it('leaves what stands above a summary, and beside it, as it is', async () => {
    const headings = ['Surname', 'Initials', 'Rank', 'Station', 'Number'];
    const rows = staff.slice(0, 40).map(ROSTERS['surname first'] as (p: Person) => Table[number]);
    const summary = SUMMARIES['ranks and a count']?.(5) as Table;
    for (const gap of [0, 1, 2, 4])
      expect(await found([headings, ...rows, ...blank(gap), ...summary]), `${gap}`).toMatchObject([
        { rule: 'staff-roster', people: 40 },
      ]);
    for (const at of [0, 3, 20]) {
      const beside = [headings, ...rows].map((row, index) =>
        index >= at && index < at + summary.length
          ? [...row, null, ...(summary[index - at] as Table[number])]
          : row,
      );
      expect(await found(beside), `${at}`).toMatchObject([{ rule: 'staff-roster', people: 40 }]);
    }
  });

  it('is no cut in a table whose first rows are not filled in', async () => {
    const headings = ['Collar number', 'Rank', 'Station', 'Shift', 'Start date'];
    const rows = staff
      .slice(0, 30)
      .map((p, at): Table[number] =>
        at < 3 ? ['Vacant', rankOf(p), p.station] : [p.number, rankOf(p), p.station, 'Late', '01/04/2019'],
      );
    expect(await found([headings, ...rows])).toMatchObject([{ rule: 'staff-roster', people: 27 }]);
  });
});

describe('ordinary tables one under the other', () => {
  it('stay silent, whatever their gap', async () => {
    const streets = makePeople(random, 40).map((p): Table[number] => [
      `${p.surname} Street`,
      p.station,
      figure(),
      'Speed hump',
    ]);
    const suppliers = makePeople(random, 40).map((p): Table[number] => [
      `${p.surname} & Sons Ltd`,
      'Fleet',
      figure() * 10,
      '12/03/2025',
      'Tyres',
    ]);
    const stations = STATIONS.map((place): Table[number] => [
      place,
      'Local policing',
      'Grade B',
      figure(),
      figure(),
    ]);
    for (const lower of [streets, suppliers, stations])
      for (const upper of Object.values(SUMMARIES))
        for (const gap of [0, 1, 2, 3])
          expect(await found([...upper(3), ...blank(gap), ...lower])).toEqual([]);
  });
});

describe('headings that the values refute', () => {
  const rows = staff.slice(0, 60).map((p): Table[number] => [rankOf(p), p.surname, p.initials, p.station]);
  for (const headings of [
    ['Rank', 'Number', '', ''],
    ['Rank', 'Total', 'Male', 'Female'],
    ['Grade', 'Headcount', 'Cost', 'Age'],
    ['Surname', 'Rank', 'Station', 'Initials'],
  ])
    it(`hide nobody: ${headings.join(', ')}`, async () => {
      const [finding] = await found([headings, ...rows]);
      expect(finding).toMatchObject({ rule: 'staff-roster', people: expect.closeTo(60, -1) });
    });

  it('are believed where the words below them name nobody', async () => {
    const table = STATIONS.map((place): Table[number] => [
      'Constable',
      random.pick(['Nil', 'Withheld', 'Few']),
      place,
    ]);
    expect(await found([['Rank', 'Number', 'Station'], ...table])).toEqual([]);
    const wards = makePeople(random, 40).map((p): Table[number] => [p.surname, figure(), figure()]);
    expect(await found([['Ward', 'Total', 'Rank'], ...wards])).toEqual([]);
  });
});
