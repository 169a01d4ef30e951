// Blank rows between the rows of a table, and lines that stand alone among them. Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../accuracy/feed.ts';
import { makePeople, RANKS, Random, STATIONS } from '../../../../fixtures/people.ts';
import type { Table } from '../../../../fixtures/rosters.ts';

const random = new Random(20_270_405);

const rowsOf = (n: number): Table =>
  makePeople(random, n).map((p) => [p.surname, p.forename, p.number, RANKS[p.rank]?.[1] as string]);
const HEADINGS: Table = [['Surname', 'First name', 'Collar number', 'Rank']];

async function found(table: Table) {
  return detect(people, { name: 'reply.xlsx', tables: [{ name: 'Sheet1', table }] });
}

describe('blank rows between the rows of a table', () => {
  for (const gap of [1, 2, 3, 4, 6])
    it(`are no end of it: ${gap}`, async () => {
      for (const n of [9, 40, 150]) {
        const spaced = rowsOf(n).flatMap((row): Table => [row, ...Array.from({ length: gap }, () => [])]);
        expect(await found([...HEADINGS, ...spaced])).toMatchObject([{ rule: 'staff-roster', people: n }]);
      }
    });

  it('part a small table of figures from the rows without headings below it', async () => {
    const all: Table = makePeople(random, 70).map((p) => [
      `${p.surname.toUpperCase()} ${p.forename}`,
      p.email,
      p.unit,
      1,
    ]);
    const summary: Table = [['Grade', 'FTE'], ['D', 14], ['E', 9.5], ['F', 3], [], []];
    const found70 = await found([...summary, ...all]);
    expect(found70).toMatchObject([{ rule: 'staff-roster', people: 70 }]);
    expect(found70[0]?.where.at(-1)).toBe('A7:D76');
  });

  it('part two tables that are unlike', async () => {
    const figures = Array.from({ length: 20 }, (_, at) => [`Q${at + 1}`, at * 17, at * 3, '4%']);
    const all = await found([...HEADINGS, ...rowsOf(30), [], [], [], ...figures]);
    expect(all).toMatchObject([{ people: 30 }]);
    expect(all[0]?.where.at(-1)).toBe('A1:D31');
  });
});

describe('lines that stand alone in a table', () => {
  it('are titles of groups and notes, not people, whichever column they stand in', async () => {
    for (const col of [0, 1, 2]) {
      const rows = rowsOf(48).flatMap((row, at): Table => {
        const title = [...Array(col).fill(null), `${random.pick(STATIONS)} – Section ${at % 5}`];
        return at % 6 === 0 ? [title, row] : [row];
      });
      const all = await found([...HEADINGS, ...rows, ['* on secondment'], ['End of report']]);
      expect(all).toMatchObject([{ people: 48 }]);
    }
  });

  it('are people where the table has nothing else', async () => {
    const rows = rowsOf(40).map(([surname, forename]) => [`${surname}, ${forename}`]);
    expect(await found([['Officer'], ...rows])).toMatchObject([{ people: 40 }]);
  });
});
