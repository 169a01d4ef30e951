// Tables that are no lists of people though some headings say so: equipment by serial number, how often surnames occur.
// Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../../accuracy/feed.ts';
import { makePeople, type Person, RANKS, Random } from '../../../../../fixtures/people.ts';
import type { Table } from '../../../../../fixtures/rosters.ts';

const random = new Random(20_261_125);
const crowd = (n: number): Person[] => makePeople(random, n).map((person) => ({ ...person, officer: true }));
const short = (p: Person): string => RANKS[p.rank]?.[1] as string;
const serial = (): string => `SN${random.int(100_000, 999_999)}`;
const item = (): string => random.pick(['Airwave radio', 'Body worn camera', 'Laptop', 'Baton']);
const condition = (): string => random.pick(['Good', 'Fair', 'Poor']);

async function above(table: Table, name = 'reply.xlsx') {
  const found = await detect(people, { name, tables: [{ name: 'Sheet1', table }] });
  return found.filter(({ severity }) => severity !== 'low');
}
const figures = (): number => random.int(3, 4000);
/** Surnames that nobody takes for anything else: with these, a list of surnames is one of people unless its other columns speak against it. */
const SURNAMES =
  'Ainscow Hussain Patel Llewellyn Pritchard MacDonald Campbell Fitzpatrick Donnelly Quigley Mulholland Entwistle Featherstone Braithwaite Higginbotham Sutcliffe Murgatroyd Bhattacharya Choudhury Siddiqui Mahmood Adeyemi Kowalczyk Papadopoulos Dhillon Sandhu Sharma Fernandes Cadwallader Gillespie Urquhart Farquharson Drummond Sinclair Buchanan Gallagher McGuinness Rafferty Armstrong Robson Jones Taylor Wilson Evans Thompson Hughes Jackson Murphy'.split(
    ' ',
  );
const surnames = (n: number): string[] => random.shuffle(SURNAMES).slice(0, n);

describe('equipment', () => {
  for (const n of [20, 300])
    it(`is silent on ${n} things with serial number, rank and condition`, async () => {
      const rows = crowd(n);
      const tables: Table[] = [
        [
          ['Serial', 'Item', 'Issued rank', 'Station', 'Condition'],
          ...rows.map((p) => [serial(), item(), short(p), p.station, condition()]),
        ],
        [['Serial', 'Item', 'Rank', 'Location'], ...rows.map((p) => [serial(), item(), short(p), p.station])],
        [
          ['Serial No', 'Rank', 'Station', 'Condition'],
          ...rows.map((p) => [random.int(10_000, 99_999), short(p), p.station, condition()]),
        ],
        [['Serial Number', 'Type', 'Rank', 'Unit'], ...rows.map((p) => [serial(), item(), short(p), p.unit])],
        [
          ['Asset Serial', 'Model', 'Rank', 'Station'],
          ...rows.map((p) => [serial(), item(), short(p), p.station]),
        ],
      ];
      for (const table of tables) expect(await above(table)).toEqual([]);
    });

  it('finds who holds it, by name or by a number of the force', async () => {
    const rows = crowd(40);
    const tables: Table[] = [
      [
        ['Serial', 'Item', 'Issued to', 'Rank'],
        ...rows.map((p) => [serial(), item(), `${p.forename} ${p.surname}`, short(p)]),
      ],
      [['Collar No', 'Rank', 'Item', 'Station'], ...rows.map((p) => [p.number, short(p), item(), p.station])],
      [['Officer Serial', 'Rank', 'Unit', 'Item'], ...rows.map((p) => [p.number, short(p), p.unit, item()])],
    ];
    for (const table of tables) expect(await above(table)).toHaveLength(1);
  });

  it('finds rosters whose staff numbers are called serials', async () => {
    const rows = crowd(40);
    const tables: Table[] = [
      [['Serial', 'Surname', 'Initials'], ...rows.map((p) => [p.number, p.surname, p.initials])],
      ...['Serial', 'Serial Number', 'Officer serial', 'Warrant serial', 'Service number'].map(
        (heading): Table => [
          [heading, 'Rank', 'Unit', 'Station'],
          ...rows.map((p) => [p.number, short(p), p.unit, p.station]),
        ],
      ),
    ];
    for (const table of tables) {
      const found = await above(table);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ rule: 'staff-roster', people: 40 });
    }
  });

  it('takes the condition of people for their health', async () => {
    const found = await above([
      ['Surname', 'Initials', 'Condition'],
      ...crowd(30).map((p) => [p.surname, p.initials, random.pick(['Asthma', 'Diabetes', 'Epilepsy'])]),
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]?.fields).toContain('health');
  });
});

describe('statistics of surnames', () => {
  for (const heading of ['Frequency', 'Arrests', 'Count', 'Number of people with this surname'])
    it(`is silent on how often surnames occur: ${heading}`, async () => {
      for (const n of [15, 40])
        expect(
          await above([['Surname', heading], ...surnames(n).map((surname) => [surname, figures()])]),
        ).toEqual([]);
    });

  it('finds surnames with what somebody has, with a rank, with initials, more than once, or under a title of staff', async () => {
    const staff = crowd(60);
    const once = surnames(48);
    const tables: Table[] = [
      [['Surname', 'Number of sick days'], ...once.map((surname, at) => [surname, at % 30])],
      [['Surname', 'Rank', 'Arrests'], ...staff.map((p, at) => [p.surname, short(p), at % 30])],
      [['Surname', 'Initials', 'Arrests'], ...staff.map((p, at) => [p.surname, p.initials, at % 30])],
      [
        ['Surname', 'Arrests'],
        ...once.flatMap((surname, at) => [
          [surname, at % 30],
          [surname, at % 7],
        ]),
      ],
      [
        ['Arrests by officers of B section'],
        ['Surname', 'Arrests'],
        ...once.map((surname, at) => [surname, at % 30]),
      ],
    ];
    expect(await Promise.all(tables.map(async (table) => (await above(table)).length))).toEqual(
      tables.map(() => 1),
    );
  });
});

describe('animals', () => {
  const NAMES = 'Rex Bella Max Ruby Jack Molly Oscar Ella Archie Charlie Zeus Tia Kaiser Blitz'.split(' ');
  const BREEDS = ['GSD', 'Malinois', 'Springer', 'Labrador', 'Irish Draught', 'Cleveland Bay'];
  const day = (): string => `${random.int(1, 28)}/${random.int(1, 12)}/20${random.int(10, 22)}`;
  const animal = (): string[] => [random.pick(NAMES), random.pick(BREEDS), random.pick(['M', 'F']), day()];

  for (const breed of ['Breed', 'Dog breed', 'Sire', 'Microchip number'])
    it(`names nobody where a plain name of one word stands beside: ${breed}`, async () => {
      for (const n of [12, 30, 90])
        expect(
          await above([
            ['Name', breed, 'Sex', 'Date of birth', 'Unit', 'Role'],
            ...crowd(n).map((p) => [...animal(), p.unit, random.pick(['General Purpose', 'Drugs'])]),
          ]),
        ).toEqual([]);
    });

  it('are no cover for their handlers', async () => {
    const staff = crowd(30);
    const tables: Table[] = [
      [
        ['Name', 'Breed', 'Rank', 'Collar number'],
        ...staff.map((p) => [`${p.forename} ${p.surname}`, random.pick(BREEDS), short(p), p.number]),
      ],
      [
        ['Surname', 'Initials', 'Breed', 'Unit'],
        ...staff.map((p) => [p.surname, p.initials, random.pick(BREEDS), p.unit]),
      ],
      [
        ['Dog name', 'Breed', 'Handler', 'Rank'],
        ...staff.map((p) => [
          random.pick(NAMES),
          random.pick(BREEDS),
          `${p.surname}, ${p.forename}`,
          short(p),
        ]),
      ],
      [
        ['Name', 'Breed', 'Date of birth', 'Unit'],
        ...staff.map((p) => [`${p.forename} ${p.surname}`, random.pick(BREEDS), day(), p.unit]),
      ],
    ];
    expect(await Promise.all(tables.map(async (table) => (await above(table)).length))).toEqual(
      tables.map(() => 1),
    );
  });
});
