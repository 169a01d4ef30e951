// Tables whose cells stand one under the other in a single column: a CSV pasted into column A, records stacked line by line.
// Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../../accuracy/feed.ts';
import { makePeople, type Person, RANKS, Random, rankOf } from '../../../../../fixtures/people.ts';
import type { Table } from '../../../../../fixtures/rosters.ts';

const random = new Random(20_261_124);
const crowd = (n: number): Person[] => makePeople(random, n).map((person) => ({ ...person, officer: true }));
const short = (p: Person): string => RANKS[p.rank]?.[1] as string;
const column = (lines: readonly string[]): Table => lines.map((line) => [line]);

async function inTable(table: Table) {
  return detect(people, { name: 'reply.xlsx', tables: [{ name: 'Sheet1', table }] });
}
const above = (found: Awaited<ReturnType<typeof inTable>>) =>
  found.filter(({ severity }) => severity !== 'low');

/** One finding above low that counts everybody, in this range. */
async function expectAll(table: Table, n: number, where?: string): Promise<void> {
  const found = above(await inTable(table));
  expect(found).toHaveLength(1);
  expect(found[0]?.rule).toBe('staff-roster');
  expect(Math.abs((found[0]?.people ?? 0) - n)).toBeLessThanOrEqual(Math.max(1, Math.round(0.03 * n)));
  if (where) expect(found[0]?.where.at(-1)).toBe(where);
}

const STREETS = ['High Street', 'Mill Lane', 'Church Road', 'Station Road', 'The Green', 'Park Avenue'];
const TOWNS = ['Selby', 'Ripon', 'Malton', 'Thirsk', 'Otley', 'Goole', 'Whitby', 'Pickering'];
const pick = (list: readonly string[], at: number): string => list[at % list.length] as string;

describe('lines of a text table in the cells of one column', () => {
  const HEADING = ['Surname', 'Initials', 'Rank', 'Collar No', 'Station'];
  const line = (p: Person): string[] => [p.surname, p.initials, short(p), String(p.number), p.station];

  for (const separator of [',', ';', '|', '\t', ', '])
    for (const isHeaded of [true, false])
      it(`finds everybody by ${JSON.stringify(separator)}, ${isHeaded ? 'with' : 'without'} headings`, async () => {
        const staff = crowd(60);
        const lines = [...(isHeaded ? [HEADING] : []), ...staff.map(line)].map((fields) =>
          fields.join(separator),
        );
        await expectAll(column(lines), 60, `A1:A${lines.length}`);
      });

  it('finds them in another column, below titles and blank rows, with fields in quotation marks', async () => {
    const staff = crowd(300);
    await expectAll(
      [
        [null, null, 'Nominal roll of the district'],
        [null, null, 'As on the third of the month'],
        [],
        [null, null, 'Name,Rank,Collar No,Station'],
        ...staff.map((p) => [
          null,
          null,
          `"${p.surname}, ${p.initials}",${short(p)},${p.number},"${p.station}"`,
        ]),
      ],
      300,
      'C4:C304',
    );
  });

  it('finds them below another table, and behind many lines of prose', async () => {
    const staff = crowd(40);
    await expectAll(
      [
        ['District', 'Officers', 'Total'],
        ...TOWNS.map((town, at) => [town, 20 + at, 30 + 2 * at]),
        ...column(
          Array.from({ length: 90 }, (_, at) => `Note ${at}: counts, as far as known, of that quarter.`),
        ),
        ...column(staff.map((p) => line(p).join(','))),
      ],
      40,
    );
  });

  it('says nothing of prose, addresses, wards and measurements in one column', async () => {
    const n = 120;
    const rows = Array.from({ length: n }, (_, at) => at);
    const tables = [
      rows.map(
        (at) =>
          `In ${pick(TOWNS, at)} the board met${at % 3 ? ', as planned,' : ''} and agreed, after a vote${at % 4 ? ', to go on' : ''}.`,
      ),
      rows.map(
        (at) => `${at + 1} ${pick(STREETS, at)}, ${pick(TOWNS, at * 3)}, YO${(at % 9) + 1} ${at % 8}AB`,
      ),
      rows.map((at) => `${pick(TOWNS, at)}, ${pick(TOWNS, at + 1)}, ${pick(TOWNS, at + 3)}`),
      rows.map((at) => `Ward,${pick(TOWNS, at)} ${at},${at * 7},${at * 3 + 1}`),
      rows.map((at) => `2026-01-${10 + (at % 20)};${pick(TOWNS, at)};Burglary;${at % 9}`),
      rows.map(
        (at) => `${pick(TOWNS, at)} Supplies Ltd,Vehicles,${1000 + at * 13}.50,${pick(TOWNS, at * 5)}`,
      ),
    ];
    for (const lines of tables) expect(above(await inTable(column(lines)))).toEqual([]);
  });
});

describe('records stacked in one column', () => {
  it('finds names, ranks and stations in turn', async () => {
    for (const n of [15, 40, 300]) {
      const staff = crowd(n);
      await expectAll(
        column(staff.flatMap((p) => [`${p.surname} ${p.initials}`, rankOf(p), p.station])),
        n,
        `A1:A${3 * n}`,
      );
    }
  });

  it('finds them in other orders, with blank rows, below a title, and with lines missing', async () => {
    const staff = crowd(60);
    await expectAll(
      column(staff.flatMap((p) => [short(p), `${p.forename} ${p.surname}`, String(p.number), p.station])),
      60,
    );
    await expectAll(
      staff.flatMap((p) => [[`${p.forename} ${p.surname}`], [rankOf(p)], [p.station], []]),
      60,
    );
    await expectAll(
      column([
        'Team list',
        ...staff.flatMap((p, at) => [
          `${p.surname}, ${p.forename}`,
          rankOf(p),
          ...(at % 10 === 7 ? [] : [p.station]),
        ]),
      ]),
      60,
    );
    await expectAll(column(staff.flatMap((p) => [p.surname, p.forename, String(p.number), p.station])), 60);
  });

  it('says nothing of stacked addresses, wards with figures, and crimes', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => at);
    const tables = [
      rows.flatMap((at) => [
        `${pick(TOWNS, at)} Supplies Ltd`,
        `${at + 1} ${pick(STREETS, at)}`,
        pick(TOWNS, at * 3),
        `YO${(at % 9) + 1} ${at % 8}AB`,
      ]),
      rows.flatMap((at) => [`${pick(TOWNS, at)} ward`, String(40 + at * 7)]),
      rows.flatMap((at) => ['Theft from a shop', `2026-01-${10 + (at % 20)}`, pick(TOWNS, at)]),
      rows.flatMap((at) => [pick(['Chair', 'Desk', 'Lamp', 'Radio'], at), String(at % 7), pick(TOWNS, at)]),
    ];
    for (const lines of tables) expect(above(await inTable(column(lines)))).toEqual([]);
  });
});
