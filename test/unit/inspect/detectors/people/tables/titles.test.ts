// Lines above a table without headings are no people. Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../../accuracy/feed.ts';
import { makePeople, RANKS, Random } from '../../../../../fixtures/people.ts';
import type { Table } from '../../../../../fixtures/rosters.ts';

const random = new Random(20_261_126);

/** Rows of a surname, initials, a rank and a gender. */
const rowsOf = (n: number): Table =>
  makePeople(random, n).map((p) => [p.surname, p.initials, RANKS[p.rank]?.[1] as string, p.gender]);

async function found(table: Table) {
  return detect(people, { name: 'reply.xlsx', tables: [{ name: 'Sheet1', table }] });
}

describe('titles above rows without headings', () => {
  const titles: Record<string, Table> = {
    'two lines and a blank one': [['Nominal roll of the district'], ['Extract run 03/11/2026'], []],
    'two lines right above': [['Nominal roll of the district'], ['Extract run 03/11/2026']],
    'one line': [['Duty list of the section']],
    'lines in another column': [[null, 'Nominal roll of the district'], [null, 'Not for release'], []],
  };
  for (const [name, lines] of Object.entries(titles))
    it(`counts the rows alone: ${name}`, async () => {
      for (const n of [15, 20, 60]) {
        const all = await found([...lines, ...rowsOf(n)]);
        expect(all).toMatchObject([{ rule: 'staff-roster', people: n }]);
        expect(all[0]?.where.at(-1)).toBe(`A${lines.length + 1}:D${lines.length + n}`);
      }
    });

  it('keeps a first row that has a name alone', async () => {
    const [, ...rows] = rowsOf(20);
    expect(await found([['Sutcliffe'], ...rows])).toMatchObject([{ people: 20 }]);
  });
});

describe('headings that only number the columns', () => {
  for (const stem of ['c', 'Column', 'Field ', 'col_', 'V'])
    it(`counts the rows alone: ${stem}1`, async () => {
      for (const first of [0, 1])
        for (const n of [15, 40]) {
          const headings = [0, 1, 2, 3].map((at) => `${stem}${at + first}`);
          const all = await found([headings, ...rowsOf(n)]);
          expect(all).toMatchObject([{ rule: 'staff-roster', people: n }]);
        }
    });

  it('keeps a first row whose values are no such numbers', async () => {
    expect(await found(rowsOf(30))).toMatchObject([{ people: 30 }]);
  });
});
