// Lists printed in two or three columns to save paper: the same headings, word for word, again beside themselves. Everybody is
// invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../accuracy/feed.ts';
import { makePeople, Random } from '../../../../fixtures/people.ts';
import type { Table } from '../../../../fixtures/rosters.ts';

const random = new Random(20_261_130);
const HEADINGS = ['Surname', 'Initials', 'Collar Number'];

/** `n` people, so many of them in each row, with blank columns between. */
function listOf(n: number, beside: number, blank: number): Table {
  const all = makePeople(random, n).map((p) => [p.surname, p.initials, p.number]);
  const rows = n / beside;
  const between = Array.from({ length: blank }, () => null);
  const across = (cells: (at: number) => (string | number | null)[]) =>
    Array.from({ length: beside }, (_, at) => [...(at > 0 ? between : []), ...cells(at)]).flat();
  return [
    across(() => HEADINGS),
    ...Array.from({ length: rows }, (_, row) => across((at) => all[at * rows + row]!)),
  ];
}

const found = (table: Table) => detect(people, { name: 'reply.xlsx', tables: [{ name: 'Sheet1', table }] });

describe('a list whose headings begin again', () => {
  it.each([
    [2, 0],
    [2, 1],
    [3, 0],
    [3, 1],
  ])('is counted whole, %i beside one another with %i blank columns between', async (beside, blank) => {
    expect(await found(listOf(36, beside, blank))).toMatchObject([
      {
        rule: 'staff-roster',
        severity: 'high',
        people: 36,
        fields: expect.arrayContaining(['staff-number']),
      },
    ]);
  });

  it('is no roster where the headings speak of things', async () => {
    const table: Table = [
      ['Make', 'Model', 'Make', 'Model'],
      ...Array.from({ length: 12 }, (_, i) => ['Ford', `Focus ${i}`, 'Vauxhall', `Astra ${i}`]),
    ];
    expect(await found(table)).toEqual([]);
  });
});
