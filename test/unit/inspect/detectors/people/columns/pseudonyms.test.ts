// Words with a running number or letter in place of names are nobody; ranks with officers' own numbers are somebody. All invented.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../../accuracy/feed.ts';
import { makePeople, RANKS, Random } from '../../../../../fixtures/people.ts';
import type { Table } from '../../../../../fixtures/rosters.ts';

const random = new Random(20_261_130);
const WORDS =
  'Leaver Driver Handler Constable Sergeant Detective Officer Retiree Cadet Barber Potter Baker Fletcher'.split(
    ' ',
  );
const RANKED = new Set(['Constable', 'Sergeant', 'Detective']);

async function above(table: Table) {
  const found = await detect(people, { name: 'reply.xlsx', tables: [{ name: 'Sheet1', table }] });
  return found.filter(({ severity }) => severity !== 'low');
}
/** Rows of a label, a rank, a gender and a district. */
function labelled(labels: readonly string[], heading: string): Table {
  const rows = makePeople(random, labels.length);
  return [
    [heading, 'Rank', 'Gender', 'District'],
    ...rows.map((p, at) => [labels[at] as string, RANKS[p.rank]?.[1] as string, p.gender, p.station]),
  ];
}
const range = (n: number, first = 1): number[] => Array.from({ length: n }, (_, at) => at + first);
const letter = (at: number): string => String.fromCharCode(65 + (at % 26));

describe('a word and a running number or letter', () => {
  for (const word of WORDS)
    it(`is nobody: ${word}`, async () => {
      const lists = [
        range(12).map((at) => `${word} ${at}`),
        range(120, 0).map((at) => `${word} ${at}`),
        random.shuffle(range(40)).map((at) => `${word} ${at}`),
        range(20, 0).map((at) => `${word} ${letter(at)}`),
        range(110, 0).map((at) => `${word} ${letter(at)}`),
        // Two capitals behind a rank are initials as well.
        ...(RANKED.has(word)
          ? []
          : [range(60, 0).map((at) => `${word} ${at < 26 ? '' : letter(at / 26 - 1)}${letter(at)}`)]),
        range(110, 0).map((at) => `${word} ${letter(at)}${at < 26 ? '' : Math.floor(at / 26)}`),
        // Two kinds of people, numbered each by itself.
        range(30, 2).map((at) => `${at % 2 === 0 ? word : 'Manager'} ${Math.floor(at / 2)}`),
      ];
      for (const labels of lists)
        for (const heading of [word, 'Name', 'Officer'])
          expect(await above(labelled(labels, heading)), `${heading}: ${labels.slice(0, 3)}`).toEqual([]);
    });
});

describe("officers' own numbers and names with a letter", () => {
  it('are somebody: ranks with collar numbers, near together or far apart', async () => {
    for (const rank of ['PC', 'Constable', 'Sgt'])
      for (const numbers of [
        range(30).map(() => random.int(1000, 9999)),
        range(30, 4400),
        range(30).map(() => random.int(20, 900)),
      ])
        expect(
          await above(
            labelled(
              [...new Set(numbers)].map((number) => `${rank} ${number}`),
              'Officer',
            ),
          ),
          `${rank} ${numbers[0]}`,
        ).toHaveLength(1);
  });

  it('are somebody: surnames with an initial', async () => {
    const names = makePeople(random, 40).map((p) => `${p.surname} ${p.forename[0]}`);
    expect(await above(labelled(names, 'Name'))).toHaveLength(1);
  });

  it('are somebody: a name beside a label', async () => {
    const staff = makePeople(random, 30);
    const found = await above([
      ['Post', 'Name', 'Rank'],
      ...staff.map((p, at) => [
        `Driver ${at + 1}`,
        `${p.forename} ${p.surname}`,
        RANKS[p.rank]?.[1] as string,
      ]),
    ]);
    expect(found).toMatchObject([{ people: 30 }]);
  });
});
