// Whose names a table holds: staff, others, people in public office, or nobody at all. Each kind by several seeds.
import { fakerEN_GB as faker } from '@faker-js/faker';
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../accuracy/feed.ts';
import { Random, STATIONS, UNITS } from '../../../../fixtures/people.ts';
import type { Cell, Table } from '../../../../fixtures/rosters.ts';

const SEEDS = [1, 2, 3, 4, 5];
const WARDS =
  'Abbey Ashley Bailey Barton Beverley Bentley Bradley Burton Carlton Clayton Clifton Craven Crosby Dalton Hartley Kingsley Lawrence Marsden Milton Nelson Norton Radcliffe Shelley Stanley Sutton Thornton Walton Wesley Whitfield Winton'.split(
    ' ',
  );
const rows = (n: number, row: (i: number) => Cell[]): Table => Array.from({ length: n }, (_, i) => row(i));
const name = (): string => `${faker.person.firstName()} ${faker.person.lastName()}`;

type Make = (r: Random) => Table;

async function findings(make: Make, seed: number) {
  faker.seed(seed);
  const found = await detect(people, {
    name: 'f.xlsx',
    tables: [{ name: 'S', table: make(new Random(seed)) }],
  });
  return found.map((f) => ({
    rule: f.rule,
    severity: f.severity,
    people: f.people,
    where: f.where.at(-1),
    fields: f.fields,
    message: f.message,
  }));
}

const rank = (r: Random): string => r.pick(['PC', 'PS', 'Insp', 'Sergeant']);
const NOBODY: Record<string, Make> = {
  'makes with their models, of few makes': () => [
    ['Name', 'At'],
    ...rows(6, (i) => [
      `${['Fletcher', 'Brother', 'Bishop'][i % 3]} ${311 + 7 * i}`,
      STATIONS[i % 4] as string,
    ]),
  ],
  'babies by name, rank and count': () => [
    ['Name', 'Rank', 'Count'],
    ...rows(29, (i) => [faker.person.firstName(), i + 1, 900 - i * 20]),
  ],
  'babies by rank': () => [
    ['Rank', 'Name', 'Number of babies'],
    ...rows(100, (i) => [i + 1, faker.person.firstName().toUpperCase(), 900 - i]),
  ],
  'babies of two years': () => [
    ['Name', '2021 Rank', '2022 Rank', 'Births'],
    ...rows(50, (i) => [faker.person.firstName(), i + 1, i + 3, 900 - i]),
  ],
  'girls and boys side by side': () => [
    ['Rank', 'Girls', 'Count', '', 'Rank', 'Boys', 'Count'],
    ...rows(50, (i) => [
      i + 1,
      faker.person.firstName('female'),
      900 - i,
      null,
      i + 1,
      faker.person.firstName('male'),
      900 - i,
    ]),
  ],
  'surnames by frequency': () => [
    ['Rank', 'Surname', 'Frequency'],
    ...rows(200, (i) => [i + 1, faker.person.lastName(), 90_000 - i * 7]),
  ],
  'stop and search with ward': (r) => [
    ['Date', 'Officer rank', 'Ethnicity', 'Object of search', 'Ward', 'Outcome'],
    ...rows(200, (i) => [
      `2026-04-1${i % 9}`,
      'PC',
      r.pick(['White', 'Black', 'Asian']),
      'Drugs',
      r.pick(WARDS),
      'NFA',
    ]),
  ],
  'stop and search with neighbourhood': (r) => [
    ['Date', 'Rank of officer', 'Gender', 'Neighbourhood', 'Outcome'],
    ...rows(200, (i) => [
      `2026-04-1${i % 9}`,
      rank(r),
      r.pick(['Male', 'Female']),
      faker.person.lastName(),
      'NFA',
    ]),
  ],
  'rank and beat': (r) => [
    ['Officer Rank', 'Beat', 'Search type'],
    ...rows(100, () => [rank(r), faker.person.lastName(), 'Vehicle']),
  ],
  'rank and parish': (r) => [
    ['Officer rank', 'Sector', 'Parish', 'Arrest'],
    ...rows(60, () => [rank(r), r.pick(WARDS), faker.person.lastName(), 'No']),
  ],
};

/** What formulas are called abroad: single words that the name model half likes. */
const WORDS =
  'ARRONDI RECHERCHE MOYENNE RANG SOMME SUMME RUNDEN FINDEN LINKS RECHTS MITTELWERT ZEILE REDONDEAR BUSCAR FILA IZQUIERDA ARROTONDA CERCA RIGA SINISTRA AVRUND SNITT RAD VENSTRE HAKU KESKIARVO RIVI VASEN KEREK SZUM ATLAG SOR BAL ZAOKR SUMA SREDNIA WIERSZ LEWY AFRONDEN ZOEKEN GEMIDDELDE RIJ TOPLA ORTALAMA SATIR SOLDAN'.split(
    ' ',
  );
NOBODY['words of many languages'] = (r) => [
  ['NAME', 'NOMBRE', 'FULL NAME', 'Deutsch', 'Enw llawn', 'NAME', 'Name'],
  ...rows(60, () => rows(7, () => [r.pick(WORDS)]).map((row) => row[0] as string)),
];

describe('tables of nobody', () => {
  for (const [kind, make] of Object.entries(NOBODY))
    it(`says nothing of ${kind}`, async () => {
      for (const seed of SEEDS) expect(await findings(make, seed), `seed ${seed}`).toEqual([]);
    });
});

describe('staff by few words', () => {
  it('takes the only column of names for the people, though it says manager', async () => {
    for (const seed of SEEDS) {
      const found = await findings(
        (r) => [
          ['Line Manager', 'Team', 'Vetting', 'Expiry'],
          ...rows(60, (i) => [
            name(),
            r.pick(UNITS),
            r.pick(['MV', 'RV', 'NPPV3', 'SC']),
            `${1 + (i % 28)}/03/2027`,
          ]),
        ],
        seed,
      );
      expect(found).toMatchObject([{ rule: 'staff-roster', severity: 'high', where: 'A1:D61' }]);
      expect(found[0]?.people).toBeGreaterThan(58);
      expect(found[0]?.fields).toContain('vetting');
    }
  });

  it('counts a manager of many posts once', async () => {
    for (const seed of SEEDS) {
      const found = await findings((r) => {
        const managers = rows(9, () => [name()]).map((row) => row[0] as string);
        return [
          ['Post', 'Department', 'Line Manager'],
          ...rows(60, (i) => [`Post ${i}`, r.pick(UNITS), managers[i % 9] as string]),
        ];
      }, seed);
      expect(found).toMatchObject([{ rule: 'staff-roster', people: 9 }]);
    }
  });

  it('knows vetting levels under any heading', async () => {
    for (const heading of ['Level', 'Status', 'Held', 'Clearance type'])
      for (const seed of SEEDS) {
        const found = await findings(
          (r) => [['Who', heading], ...rows(30, () => [name(), r.pick(['MV', 'RV', 'NPPV3', 'SC'])])],
          seed,
        );
        expect(found, heading).toMatchObject([{ rule: 'staff-roster', severity: 'high' }]);
        expect(found[0]?.fields).toContain('vetting');
      }
  });

  it('finds headings below titles by what stands under them', async () => {
    for (const seed of SEEDS) {
      const found = await findings(
        (r) => [
          ['Custody suite staffing list'],
          ['Ref: 88'],
          [],
          ['Supervising officer', 'Their station', 'Shoulder no.', 'Since'],
          ...rows(22, (i) => [`${rank(r)} ${name()}`, r.pick(STATIONS), `C${300 + i}`, 2001 + i]),
        ],
        seed,
      );
      expect(found).toMatchObject([{ rule: 'staff-roster', severity: 'high', people: 22, where: 'A4:D26' }]);
      expect(found[0]?.fields).toContain('staff-number');
    }
  });
});

describe('several people in a cell', () => {
  for (const [kind, apart] of [
    ['lines', '\n'],
    ['commas', ', '],
    ['semicolons', '; '],
  ] as const)
    it(`counts people divided by ${kind}, not rows`, async () => {
      for (const seed of SEEDS) {
        const found = await findings(
          (r) => [
            ['Team', 'Members'],
            ...rows(8, (i) => [
              `Team ${i + 1}`,
              rows(4, () => [`${r.pick(['PC', 'PS', 'DC'])} ${name()}`]).join(apart),
            ]),
          ],
          seed,
        );
        expect(found, `seed ${seed}`).toMatchObject([{ rule: 'staff-roster', severity: 'high' }]);
        expect(found[0]?.where).toMatch(/^[AB]1:B9$/);
        expect(Math.abs((found[0]?.people ?? 0) - 32), `seed ${seed}`).toBeLessThanOrEqual(1);
      }
    });

  it('takes no address for a list of people', async () => {
    for (const seed of SEEDS)
      expect(
        await findings(
          (r) => [
            ['Station', 'Address'],
            ...rows(40, (i) => [
              r.pick(STATIONS),
              `${i + 1} ${faker.person.lastName()} Road, ${faker.person.lastName()}, ${r.pick(WARDS)}`,
            ]),
          ],
          seed,
        ),
      ).toEqual([]);
  });
});

const STRANGERS: Record<string, Make> = {
  passengers: (r) => [
    ['PassengerId', 'Survived', 'Pclass', 'Name', 'Sex', 'Age', 'SibSp', 'Ticket', 'Fare', 'Embarked'],
    ...rows(300, (i) => [
      i + 1,
      i % 2,
      1 + (i % 3),
      `${faker.person.lastName()}, Mr. ${name()}`,
      r.pick(['male', 'female']),
      20 + (i % 50),
      0,
      21_000 + i,
      7.25,
      r.pick(['S', 'C', 'Q']),
    ]),
  ],
  'passengers with home': (r) => [
    ['pclass', 'name', 'sex', 'age', 'ticket', 'home.dest'],
    ...rows(300, (i) => [
      1 + (i % 3),
      `${faker.person.lastName()}, Mrs. ${name()}`,
      r.pick(['male', 'female']),
      20 + (i % 50),
      21_000 + i,
      r.pick(['New York, NY', 'London', 'Cornwall']),
    ]),
  ],
  'the dead of an event': (r) => [
    ['Name', 'Age', 'Date of death', 'Place'],
    ...rows(100, (i) => [name(), 18 + (i % 60), `${1 + (i % 28)}/03/1972`, r.pick(STATIONS)]),
  ],
  players: (r) => [
    ['Name', 'Position', 'Nationality', 'Age'],
    ...rows(100, (i) => [
      name(),
      r.pick(['Goalkeeper', 'Defender', 'Midfielder', 'Forward']),
      r.pick(['England', 'Wales', 'Spain']),
      18 + (i % 15),
    ]),
  ],
  'names with sex and age': (r) => [
    ['Name', 'Sex', 'Age'],
    ...rows(60, (i) => [name(), r.pick(['M', 'F']), 20 + (i % 40)]),
  ],
};

describe('other people', () => {
  for (const [kind, make] of Object.entries(STRANGERS))
    it(`does not take ${kind} for staff`, async () => {
      for (const seed of SEEDS) {
        const found = await findings(make, seed);
        expect(
          found.map((f) => f.rule),
          `seed ${seed}`,
        ).toEqual(['personal-data']);
      }
    });

  it('is not sure of names with nothing beside them', async () => {
    for (const seed of SEEDS)
      expect(await findings(() => [['Name'], ...rows(60, () => [name()])], seed)).toMatchObject([
        { severity: 'medium' },
      ]);
  });
});

const OFFICE: Record<string, Make> = {
  'councillors under their own heading': (r) => [
    ['Councillor', 'Party', 'Ward'],
    ...rows(48, (i) => [
      `Cllr ${name()}`,
      r.pick(['Labour', 'Conservative', 'Green']),
      WARDS[i % WARDS.length] as string,
    ]),
  ],
  'names with party and ward': (r) => [
    ['Name', 'Party', 'Ward'],
    ...rows(48, (i) => [
      name(),
      r.pick(['Labour', 'Conservative', 'Green']),
      WARDS[i % WARDS.length] as string,
    ]),
  ],
  'allowances of councillors': () => [
    ['Councillor name', 'Allowance (£)', 'Expenses (£)'],
    ...rows(48, (i) => [name(), 12_000, i * 13]),
  ],
  'members of parliament': (r) => [
    ['MP', 'Constituency', 'Party'],
    ...rows(60, (i) => [
      name(),
      `${WARDS[i % WARDS.length]} North`,
      r.pick(['Labour', 'Conservative', 'Green']),
    ]),
  ],
  'senior posts whose pay is published': (r) => [
    ['Post Unique Reference', 'Name', 'Grade', 'Job Title', 'Organisation', 'Actual Pay Floor (£)'],
    ...rows(30, (i) => [
      1000 + i,
      name(),
      r.pick(['SCS1', 'SCS2', 'Grade 6']),
      `Head of ${r.pick(UNITS)}`,
      'Home Office',
      90_000,
    ]),
  ],
  'senior officers and hospitality': (r) => [
    ['Date', 'Officer', 'Hospitality offered', 'Offered by', 'Accepted'],
    ...rows(20, (i) => [
      `${10 + (i % 18)}/06/2024`,
      name(),
      r.pick(['Dinner', 'Concert tickets', 'Lunch', 'Reception']),
      r.pick(['City Council', 'Rotary Club', 'University']),
      r.pick(['Yes', 'No']),
    ]),
  ],
};

describe('people in public office', () => {
  for (const [kind, make] of Object.entries(OFFICE))
    it(`tells ${kind} at severity low, and says why`, async () => {
      for (const seed of SEEDS) {
        const [finding, ...more] = await findings(make, seed);
        expect(more).toEqual([]);
        expect(finding, `seed ${seed}`).toMatchObject({ severity: 'low' });
        expect(finding?.fields).toContain('public-office');
        expect(finding?.message).toContain('public office');
      }
    });
});
