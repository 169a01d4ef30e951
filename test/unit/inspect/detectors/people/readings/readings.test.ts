// The ways in which people are written down besides the plain table: records, forms, cells and sentences with several of them,
// tables on their side, teams side by side. Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../../accuracy/feed.ts';
import { makePeople, type Person, RANKS, Random, rankOf } from '../../../../../fixtures/people.ts';
import type { Table } from '../../../../../fixtures/rosters.ts';

const random = new Random(20_261_123);
const crowd = (n: number): Person[] => makePeople(random, n).map((person) => ({ ...person, officer: true }));
const short = (p: Person): string => RANKS[p.rank]?.[1] as string;
const full = (p: Person): string => `${p.forename} ${p.surname}`;

async function inTable(table: Table) {
  return detect(people, { name: 'reply.xlsx', tables: [{ name: 'Sheet1', table }] });
}
async function inText(text: string) {
  return detect(people, { name: 'reply.docx', texts: [text] });
}

/** One finding above low that counts everybody. */
async function expectAll(found: ReturnType<typeof inTable>, n: number): Promise<void> {
  const above = (await found).filter(({ severity }) => severity !== 'low');
  expect(above).toHaveLength(1);
  expect(above[0]?.rule).toBe('staff-roster');
  expect(Math.abs((above[0]?.people ?? 0) - n)).toBeLessThanOrEqual(Math.round(0.03 * n));
}

describe('people in other shapes than rows', () => {
  it('reads records with a line for each field, in cells and in text', async () => {
    const staff = crowd(12);
    await expectAll(
      inTable(
        staff.flatMap((p) => [
          ['Name:', full(p)],
          ['Rank:', rankOf(p)],
          ['Collar No:', Number(p.number)],
          [],
        ]),
      ),
      12,
    );
    await expectAll(
      inText(
        staff.map((p) => `Name: ${full(p)}\nRank: ${rankOf(p)}\nCollar number: ${p.number}\n`).join('\n'),
      ),
      12,
    );
  });

  it('reads a table that lies on its side', async () => {
    const staff = crowd(14);
    await expectAll(
      inTable([
        ['Surname', ...staff.map((p) => p.surname)],
        ['Forename', ...staff.map((p) => p.forename)],
        ['Rank', ...staff.map((p) => rankOf(p))],
        ['Collar No', ...staff.map((p) => Number(p.number))],
      ]),
      14,
    );
  });

  it('puts teams together that stand side by side or one under the other', async () => {
    const staff = crowd(24);
    const row = (p: Person) => [short(p), full(p)];
    await expectAll(
      inTable([
        ['Rank', 'Name', null, 'Rank', 'Name'],
        ...Array.from({ length: 12 }, (_, i) => [
          ...row(staff[i] as Person),
          null,
          ...row(staff[12 + i] as Person),
        ]),
      ]),
      24,
    );
    await expectAll(
      inTable(
        [0, 6, 12, 18].flatMap(
          (from, team): Table => [
            [`Team ${team + 1}`],
            ['Rank', 'Name'],
            ...staff.slice(from, from + 6).map(row),
            [],
          ],
        ),
      ),
      24,
    );
  });

  it('takes apart cells with several officers, whatever stands between them', async () => {
    for (const between of ['\n', ', ', ' / ', '; ', ' & ', ' + ']) {
      const staff = crowd(18);
      const cell = (at: number) =>
        staff
          .slice(at, at + 3)
          .map((p) => `${short(p)} ${p.number} ${p.surname}`)
          .join(between);
      await expectAll(
        inTable([
          ['Shift', 'Mon', 'Tue'],
          ['Early', cell(0), cell(3)],
          ['Late', cell(6), cell(9)],
          ['Night', cell(12), cell(15)],
        ]),
        18,
      );
    }
  });

  it('knows officers by rank and number alone', async () => {
    const staff = crowd(20);
    await expectAll(inTable(staff.map((p) => [`${short(p)} ${p.number}`, p.station])), 20);
  });

  it('knows people whose names stand there and nothing else', async () => {
    const staff = crowd(30);
    await expectAll(inTable(staff.map((p) => [full(p)])), 30);
    await expectAll(inText(`To: ${staff.map(full).join('; ')}`), 30);
    await expectAll(inText(staff.map(full).join('\n')), 30);
  });

  it('reads the names behind the plural of a rank, and in a long sentence', async () => {
    const names = (list: readonly Person[]) =>
      list
        .map((p) => p.surname)
        .join(', ')
        .replace(/, ([^,]*)$/, ' and $1');
    const staff = crowd(60)
      .filter((p, at, all) => all.findIndex((o) => o.surname === p.surname) === at)
      .slice(0, 12);
    const found = await inText(
      `On duty were Sergeants ${names(staff.slice(0, 6))} and Constables ${names(staff.slice(6))}.`,
    );
    expect(found[0]).toMatchObject({ rule: 'staff-roster' });
    expect(found[0]?.people).toBeGreaterThanOrEqual(10);
    await expectAll(
      inText(`The officers are ${staff.map((p) => `${full(p)} (${short(p)} ${p.number})`).join(', ')}.`),
      12,
    );
  });

  it('finds headings below parameters and above a blank row', async () => {
    const staff = crowd(20);
    await expectAll(
      inTable([
        [null, 'Date Run: 19 August'],
        ['Module ID=', 'Crisis Training'],
        ['Module Title=', '40 hours'],
        ['Result=', 'Certified'],
        [],
        ['LAST NAME', 'FIRST NAME', 'STAR/BADGE', 'DATE OF APPOINTMENT', 'GENDER', 'SESSION END DATE'],
        [],
        ...staff.map((p) => [
          p.surname,
          p.forename,
          Number(p.number),
          p.joined,
          p.gender === 'F' ? 'Female' : 'Male',
          '2024-10-29',
        ]),
      ]),
      20,
    );
  });

  it('reads a list of one column with every name in quotes', async () => {
    const staff = crowd(40);
    await expectAll(inText(staff.map((p) => `"${p.surname}, ${p.forename}"`).join('\n')), 40);
  });

  it('takes no row of people for headings', async () => {
    const staff = crowd(16);
    await expectAll(
      inText(
        staff
          .map((p, at) => `${at + 1}. ${short(p)} ${p.number} ${full(p)} – ${at === 0 ? 'OCU' : p.unit}`)
          .join('\n'),
      ),
      16,
    );
    const rows = staff.map((p, at): Table[number] => [
      Number(p.number),
      p.surname,
      p.forename,
      at === 9 ? 'Team Leader' : p.role,
      at === 9 ? 'PSD' : p.unit,
    ]);
    await expectAll(inTable([['PERSNR', 'NACHN', 'VORNA', 'PLSTX', 'ORGTX'], ...rows]), 16);
  });
});

describe('what stands beside somebody without being about people', () => {
  it('is silent on the mailboxes of libraries and schools', async () => {
    const towns = [
      'Ainsworth',
      'Bramhall',
      'Tyldesley',
      'Ramsbottom',
      'Hindley',
      'Partington',
      'Swinton',
      'Alkrington',
      'Stretford',
      'Radcliffe',
    ];
    const found = await inTable([
      ['name', 'address', 'postcode', 'email'],
      ...towns.map((town, at) => [
        `${town} Library`,
        `${at + 1} High Street, ${town}`,
        `M${at + 1} 4AB`,
        `${town.toLowerCase()}.${at % 2 ? 'library' : 'lib'}@example.gov.uk`,
      ]),
    ]);
    expect(found).toEqual([]);
  });

  it('is silent on positions by number, vehicles by registration, and mailboxes of districts', async () => {
    const many = Array.from({ length: 40 }, (_, at) => at);
    const towns = ['oldtown', 'ashton', 'morley', 'selby', 'ripley', 'lincoln', 'stafford', 'preston'];
    expect(
      await inTable([
        ['Position Number', 'Position Title', 'Grade', 'Department', 'Location'],
        ...many.map((at) => [
          50_000 + 3 * at,
          'Response Officer',
          ['C', 'D', 'E'][at % 3] as string,
          ['CID', 'HR'][at % 2] as string,
          'Lincoln',
        ]),
      ]),
    ).toEqual([]);
    expect(
      await inTable([
        ['Reg', 'Make', 'Model', 'Call Sign', 'Base'],
        ...many.map((at) => [`AB${10 + (at % 14)} XYZ`, 'Ford', 'Focus', `NA${at + 10}`, 'Lincoln']),
      ]),
    ).toEqual([]);
    expect(
      await inTable([
        ['Email'],
        ...towns.flatMap((town) => [
          [`north.${town}@northshire.police.uk`],
          [`south.${town}@northshire.police.uk`],
        ]),
      ]),
    ).toEqual([]);
  });

  it('is silent on a correspondence between a few', async () => {
    const staff = crowd(4);
    const thread = staff.map((p, at) => {
      const to = staff[(at + 1) % 4] as Person;
      return `From: ${p.surname}, ${p.forename}\nSent: 03 May 2024 10:1${at}\nTo: ${to.surname}, ${to.forename}\nSubject: RE: budget\n\nThanks ${to.forename}, noted.\n\n${p.forename}\n`;
    });
    expect((await inText(thread.join('\n'))).filter(({ severity }) => severity !== 'low')).toEqual([]);
  });

  it('takes no row of dates for headings', async () => {
    const staff = crowd(16);
    await expectAll(
      inTable([
        ['Name', 'OST', 'EFAW', 'Std Response', 'Taser'],
        ...staff.map((p, at) => [
          full(p),
          ...[0, 1, 2, 3].map((c) => ((at + c) % 6 === 0 ? 'Expired' : `1${c}/0${1 + (at % 8)}/2024`)),
        ]),
      ]),
      16,
    );
  });

  it('is silent on the mailboxes of hospitals in running text', async () => {
    const towns = ['dale', 'hill', 'ashton', 'morley', 'selby', 'ripley', 'lincoln', 'stafford'];
    const boxes = towns.flatMap((town) => [
      `${town}.contactus@example.nhs.uk`,
      `${town}.patientexperience@example.nhs.uk`,
      `${town}.pals@example.nhs.uk`,
    ]);
    expect(
      await inText(
        boxes
          .map((box, at) => `Site ${at + 1} can be reached at ${box} at any time of the day or night.`)
          .join(' '),
      ),
    ).toEqual([]);
  });

  it('is silent on the contacts of parks', async () => {
    const contacts = crowd(3);
    const parks = [
      'Davy Park',
      'Abbotsfield Park',
      'Longford Park',
      'Stamford Park',
      'John Leigh Park',
      'Walton Park',
      'Worthington Park',
      'Victoria Park',
    ];
    const found = await inTable([
      ['name', 'managed', 'contact', 'telephone', 'email', 'website'],
      ...parks.map((park, at) => [
        park,
        'One Borough',
        full(contacts[at % 3] as Person),
        '01616726509',
        'N/A',
        'www.example.gov.uk',
      ]),
    ]);
    expect(found.filter(({ severity }) => severity !== 'low')).toEqual([]);
  });

  it('says of members of parliament that they are in public office', async () => {
    const members = crowd(60);
    const found = await inTable([
      [
        'ONS ID',
        'Constituency name',
        'Member first name',
        'Member surname',
        'Member gender',
        'Result',
        'Electorate',
        'Valid votes',
      ],
      ...members.map((p, at) => [
        `E1400${at}`,
        `${p.station} West`,
        p.forename,
        p.surname,
        p.gender === 'F' ? 'Female' : 'Male',
        'Lab hold',
        60_000 + at,
        40_000 + at,
      ]),
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: 'low' });
    expect(found[0]?.fields).toContain('public-office');
    expect(found[0]?.message).toContain('public office');
  });

  it('takes firms named after their partners for no lists of people', async () => {
    const staff = crowd(60);
    const found = await inTable([
      ['Date', 'Supplier', 'Amount'],
      ...staff.map((p, at) => [
        '2024-03-01',
        at % 8 === 0
          ? `${p.surname.toUpperCase()} & ${p.surname.toUpperCase()} & CO`
          : `${p.station} Supplies Ltd`,
        100.5 + at,
      ]),
    ]);
    expect(found).toEqual([]);
  });

  it('takes one short code for no vetting level, however often it stands there', async () => {
    const found = await inTable([
      ['pollster', 'population', 'politician', 'favourable'],
      ...Array.from({ length: 900 }, (_, at) => [`Firm ${at % 9}`, 'rv', `Question ${at % 40}`, at % 60]),
    ]);
    expect(found.flatMap(({ fields }) => fields)).not.toContain('vetting');
  });
});
