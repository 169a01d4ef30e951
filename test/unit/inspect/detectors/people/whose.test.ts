// Whose people a list is of, where its columns leave it open: what stands around it says so. Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { whoseWords } from '../../../../../utils/inspect/lexicon/whose.ts';
import { detect } from '../../../../accuracy/feed.ts';
import { makePeople, type Person, Random, STATIONS } from '../../../../fixtures/people.ts';
import type { Cell, Table } from '../../../../fixtures/rosters.ts';

const random = new Random(20_261_201);
const full = (p: Person): string => `${p.forename} ${p.surname}`;
const table = (heads: Cell[], row: (p: Person) => Cell[], title?: string): Table => [
  ...(title ? [[title]] : []),
  heads,
  ...makePeople(random, 20).map(row),
];
const rulesOf = async (tables: Record<string, Table>, name = 'list.xlsx', texts: string[] = []) => {
  const found = await detect(people, {
    name,
    tables: Object.entries(tables).map(([sheet, rows]) => ({ name: sheet, table: rows })),
    texts,
  });
  return found.map(({ rule, message }) => ({ rule, message }));
};

const OPEN = ['Passenger', 'Applicant', 'Guest', 'Donor', 'Claimant'];
const row = (p: Person): Cell[] => [full(p), random.pick(STATIONS), random.pick(['Yes', 'No'])];

describe('people of whom a heading says only what they do', () => {
  for (const head of OPEN) {
    it(`are others by themselves: ${head}`, async () => {
      expect(await rulesOf({ Sheet1: table([head, 'Town', 'Seen'], row) })).toMatchObject([
        { rule: 'personal-data' },
      ]);
    });
    it(`are staff where a title speaks of them: ${head}`, async () => {
      const found = await rulesOf({
        Sheet1: table([head, 'Town', 'Seen'], row, 'Officers of C section, overtime'),
      });
      expect(found).toMatchObject([
        { rule: 'staff-roster', message: expect.stringContaining('officers or staff') },
      ]);
    });
    it(`are staff where the file is called so: ${head}`, async () => {
      const rows = table([head, 'Town', 'Seen'], row);
      expect(await rulesOf({ 'Duty rota': rows }, 'police staff.xlsx')).toMatchObject([
        { rule: 'staff-roster' },
      ]);
    });
  }
});

describe('those whom the police have to do with', () => {
  for (const head of ['Victim', 'Suspect', 'Detainee', 'Complainant'])
    it(`stay others under a title that speaks of staff: ${head}`, async () => {
      const rows = table([head, 'Town', 'Seen'], row, 'Section return, on duty');
      expect(await rulesOf({ Sheet1: rows })).toMatchObject([{ rule: 'personal-data' }]);
    });
  it('are known by the words of lines that name no field', async () => {
    const lines = makePeople(random, 20).map(
      (p) => `${full(p)} – ${random.pick(['noise', 'a dispute', 'threats'])}`,
    );
    expect(await rulesOf({}, 'note.txt', [['Complaints of residents', ...lines].join('\n')])).toMatchObject([
      { rule: 'personal-data' },
    ]);
  });
});

describe('words', () => {
  it('count once each, in any number and case, with those before them', () => {
    expect([...whoseWords('OFFICERS, officer and the line manager of a Victim’s')]).toEqual([
      ['officer', 2],
      ['manager', 1],
      ['line-manager', 2],
      ['victim', -2],
    ]);
    expect([...whoseWords('constructor __proto__ toString')]).toEqual([]);
  });
});

describe('people in public office', () => {
  const parties = ['Labour', 'Conservative', 'Liberal Democrat', 'Green', 'SNP'];
  const severities = async (tables: Record<string, Table>) => {
    const found = await detect(people, {
      name: 'x.xlsx',
      tables: Object.entries(tables).map(([name, rows]) => ({ name, table: rows })),
    });
    return found.map(({ severity, fields }) => [severity, fields.includes('public-office')]);
  };
  const standing = (): Table => makePeople(random, 30).map((p) => [full(p), random.pick(parties), p.number]);
  it('are known by the parties beside them, under whatever heading', async () => {
    expect(await severities({ S: [['Name', 'P', 'Seat ref'], ...standing()] })).toEqual([['low', true]]);
  });
  it('are known by the tables beside theirs', async () => {
    const bare = makePeople(random, 30).map((p): Cell[] => [full(p)]);
    const elected: Table = [['Name', 'Party', 'Votes cast'], ...standing()];
    expect(await severities({ A: [['Name'], ...bare] })).toMatchObject([['medium', false]]);
    expect(await severities({ A: [['Name'], ...bare], B: elected })).toEqual([
      ['low', true],
      ['low', true],
    ]);
  });
  it('leave a roster in the same workbook what it is', async () => {
    const elected: Table = [['Name', 'Party', 'Votes cast'], ...standing()];
    const roster = table(['Rank', 'Name', 'Collar No'], (p) => [
      random.pick(['PC', 'PS']),
      full(p),
      p.number,
    ]);
    expect(await severities({ A: roster, B: elected })).toContainEqual(['high', false]);
  });
});
