// People who are named within texts, on tabs and over columns, whatever stands around them. Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { personsWithin } from '../../../../../utils/inspect/detectors/people/cells/within.ts';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../accuracy/feed.ts';
import { crew } from '../../../../fixtures/fifth/people.ts';
import { Random } from '../../../../fixtures/people.ts';
import type { Table } from '../../../../fixtures/rosters.ts';

const random = new Random(20_270_519);
const inText = (lines: readonly string[]) => detect(people, { name: 'note.txt', texts: [lines.join('\n')] });
const inTables = (tables: Record<string, Table>) =>
  detect(people, {
    name: 'note.xlsx',
    tables: Object.entries(tables).map(([name, table]) => ({ name, table })),
  });
const sure = (text: string) =>
  personsWithin(text)
    .filter(({ isSure }) => isSure)
    .map(({ name, number }) => `${name}|${number}`);

describe('a person within a text', () => {
  for (const [text, expected] of [
    ['user="Olivia Harper" (3321) action=OPEN', ['Olivia Harper|3321']],
    ['ALLOCATED PC 1234 SMITH', ['PC SMITH|1234']],
    ['PC 771 HARGREAVES AT SCENE', ['PC HARGREAVES|771']],
    ['NORTH\\jharris1234', ['J Harris|1234']],
    ['jane.harris', ['Jane Harris|']],
    ['Key 3: out 10:22 Ainsworth 3321, back 12:21', ['Ainsworth|3321']],
    ['Smith, Jack;#101;#Hughes, Amy;#102', ['Smith, Jack|', 'Hughes, Amy|']],
  ] as const)
    it(`is known: ${text}`, () => expect(sure(text)).toEqual(expected));
  for (const text of [
    'Albert Street, Ashton',
    'On or near Percy Road',
    'AREA SEARCH ALBERT STREET NEG',
    'Waddington, P. (1999)',
    'Police Station Enquiry Office 4411',
    'BEGIN:VEVENT',
    '12:30 Updated by system 2024',
  ])
    it(`is not taken from: ${text}`, () => expect(sure(text)).toEqual([]));
});

describe('lines that name somebody in the same place', () => {
  const all = crew(random, 20);
  for (const [what, line] of Object.entries({
    'a log': (at: number) =>
      `2025-03-04T10:${10 + at}:00Z INFO user="${all[at]!.forename} ${all[at]!.surname}" (${all[at]!.number}) action=OPEN`,
    'a chat': (at: number) =>
      `[3/4/25, 10:${10 + at}] PC ${all[at]!.forename} ${all[at]!.surname}: on my way`,
    'log-ins': (at: number) =>
      `${all[at]!.forename}.${all[at]!.surname.replace(/[^A-Za-z]/g, '')}`
        .toLowerCase()
        .padEnd(30)
        .concat('enabled'),
    'a register of keys': (at: number) =>
      `Key ${at + 1}: out 07:1${at % 10} ${all[at]!.surname} ${all[at]!.number}, back 15:00`,
  }))
    it(`are a list: ${what}`, async () => {
      const found = await inText(all.map((_, at) => line(at)));
      expect(found).toMatchObject([{ rule: 'staff-roster' }]);
      expect(Math.abs((found[0]?.people ?? 0) - 20)).toBeLessThanOrEqual(2);
    });

  it('are none where they name streets, studies or places', async () => {
    const streets = ['Albert Street', 'Percy Road', 'Nelson Street', 'King Street', 'Duncan Street'];
    expect(
      await inText(
        Array.from({ length: 20 }, (_, at) => `${10 + at}:15 ${streets[at % 5]} (closed) – report ${at}`),
      ),
    ).toEqual([]);
    expect(
      await inText(all.map((p, at) => `${p.surname}, ${p.initials[0]}. (${1990 + at}) On patrol`)),
    ).toEqual([]);
  });
});

describe('a column of texts', () => {
  const all = crew(random, 60);

  it('is of nobody where staff are only spoken of below the headings, in one of its rows', async () => {
    const songs = ['The Police', 'Night Shift', 'On duty', 'Officer down'];
    const listed = (heading: string) =>
      inTables({
        sheet1: [
          ['name', heading, 'related', 'type'],
          ...all.slice(0, 48).map((_, at) => [
            `Band ${at}`,
            songs[at % songs.length]!,
            [0, 7, 11]
              .map((by) => all[(at + by) % 60]!)
              .map((p) => `${p.forename} ${p.surname}`)
              .join(','),
            'artist',
          ]),
        ],
      });
    expect(await listed('tracks')).toEqual([]);
    // The same under headings that speak of staff.
    expect(await listed('Duty officers')).not.toEqual([]);
  });
  const log: Table = [
    ['Time', 'Operator', 'Text'],
    ...all.map((p, at) => [
      `10:${10 + (at % 50)}`,
      `T${at % 7}`,
      at % 2
        ? `ALLOCATED PC ${p.number} ${p.surname.toUpperCase()}`
        : `PC ${p.number} ${p.surname.toUpperCase()} STATE 6`,
    ]),
  ];
  it('that names officers is a list', async () => {
    const found = await inTables({ Log: log });
    expect(found).toMatchObject([{ rule: 'staff-roster', severity: 'high' }]);
    expect(Math.abs((found[0]?.people ?? 0) - 60)).toBeLessThanOrEqual(3);
  });
  it('that names whoever was written about is none', async () => {
    const rows = all.map((p, at) => [at + 1, `A talk on ${p.forename} ${p.surname} and the railways`, 2010]);
    expect(await inTables({ Talks: [['No', 'Talk', 'Year'], ...rows] })).toEqual([]);
  });
});

describe('people apart from rows', () => {
  const all = crew(random, 14);
  it('are found over the columns', async () => {
    const table: Table = [
      ['Skill', ...all.map((p) => `${p.surname} ${p.number}`)],
      ...['Taser', 'Response', 'Search', 'Interview'].map((skill) => [skill, ...all.map(() => 'Y')]),
    ];
    const found = await inTables({ Skills: table });
    expect(found).toMatchObject([{ rule: 'staff-roster' }]);
    expect(found[0]?.people).toBeGreaterThanOrEqual(12);
  });
  const goals: Table = [
    ['Objective', 'Progress', 'Rating'],
    ['Reduce calls', 'On track', 2],
    ['Mentor', 'Done', 3],
  ];
  it('are found on the tabs of a workbook', async () => {
    const found = await inTables(
      Object.fromEntries(all.map((p) => [`${p.forename} ${p.surname} ${p.number}`, goals])),
    );
    expect(found).toMatchObject([{ rule: 'staff-roster' }]);
  });
  it('are none where the tabs are wards', async () => {
    const wards = ['Heaton', 'Morley', 'Thornton', 'Farnley', 'Clayton', 'Royds', 'Tong', 'Bramley'];
    expect(await inTables(Object.fromEntries(wards.map((ward) => [ward, goals])))).toEqual([]);
  });
});
