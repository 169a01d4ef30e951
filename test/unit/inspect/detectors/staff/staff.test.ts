// People of the force's own list, in tables and in texts: found under any heading or none, counted, and never where chance explains them.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { staff } from '../../../../../utils/inspect/detectors/staff/index.ts';
import { makeFingerprints, type Person } from '../../../../../utils/inspect/fingerprints/make.ts';
import { openStaffList, type StaffList } from '../../../../../utils/inspect/fingerprints/staff-list.ts';
import { raiseRosters } from '../../../../../utils/inspect/gravity.ts';
import type { Finding } from '../../../../../utils/inspect/report.ts';
import { detect } from '../../../../accuracy/feed.ts';
import { Random, STREETS, UNITS } from '../../../../fixtures/people.ts';
import type { Table } from '../../../../fixtures/rosters.ts';
import { listOf, namesOf } from '../../../../fixtures/staff-list.ts';

const FORCE = listOf(new Random(5), 1200);
const LIST = openStaffList(
  makeFingerprints(FORCE, new Uint8Array(16).fill(4), '2026-01-02').text,
) as StaffList;

const some = (count: number, from = 0): Required<Pick<Person, 'surname' | 'forename'>>[] =>
  FORCE.slice(from, from + count).map(({ surname = '', forename = '' }) => ({ surname, forename }));
const numberOf = (at: number) => FORCE[at]?.numbers[0] ?? '';

const inTable = (table: Table, name = 'figures.xlsx', list: StaffList | undefined = LIST) =>
  detect(staff, { name, tables: [{ name: 'S', table }] }, [], list);
const inText = (text: string, name = 'letter.docx') => detect(staff, { name, texts: [text] }, [], LIST);
const brief = (found: readonly Finding[]) => found.map((f) => [f.rule, f.severity, f.people]);
const near = (found: readonly Finding[], count: number) => {
  expect(found.map(({ rule }) => rule)).toEqual(['staff-match']);
  expect(Math.abs((found[0]?.people ?? 0) - count)).toBeLessThanOrEqual(Math.max(1, 0.05 * count));
};

describe('in tables, the people of the list are found', () => {
  it('in two columns, in either order, without headings, with a column between', async () => {
    near(await inTable(some(40).map(({ surname, forename }) => [surname, forename])), 40);
    near(await inTable(some(40).map(({ surname, forename }) => [forename, surname])), 40);
    near(
      await inTable(some(40).map(({ surname, forename }, i) => [surname, UNITS[i % 5] ?? '', forename])),
      40,
    );
  });

  it('in one column, however it is written', async () => {
    near(await inTable(some(30).map(({ surname, forename }) => [`${forename} ${surname}`])), 30);
    near(
      await inTable(some(30).map(({ surname, forename }) => [`${surname.toUpperCase()}, ${forename}`])),
      30,
    );
    near(await inTable(some(30).map(({ surname, forename }) => [`PC ${forename} ${surname}`])), 30);
  });

  it('by number under a heading of their own, by number and surname, and by address', async () => {
    near(await inTable([['Collar No', 'Days'], ...some(25).map((_, i) => [numberOf(i), String(i % 3)])]), 25);
    near(await inTable(some(25).map(({ surname }, i) => [surname, 'Constable', numberOf(i)])), 25);
    near(await inTable(some(25).map(({ surname }, i) => [`PC ${numberOf(i)} ${surname}`])), 25);
    near(await inTable(FORCE.slice(0, 25).map(({ mails }) => [mails[0] ?? ''])), 25);
  });

  it('when there are eight of them, and gravely', async () => {
    expect(brief(await inTable(some(8).map(({ surname, forename }) => [`${forename} ${surname}`])))).toEqual([
      ['staff-match', 'high', 8],
    ]);
  });

  it('over the days of a rota, and far down in a table of something else', async () => {
    const rota = Array.from({ length: 14 }, (_, row) =>
      Array.from({ length: 10 }, (_, col) => {
        const one = some(1, (row * 10 + col) % 60)[0];
        return `${one?.forename} ${one?.surname}`;
      }),
    );
    near(await inTable(rota), 60);
    const table: Table = Array.from({ length: 3000 }, (_, i) => [`Item ${i}`, STREETS[i % 8] ?? '', i]);
    for (const [i, { surname, forename }] of some(20).entries()) table[2500 + i] = [surname, forename, i];
    const found = await inTable(table);
    near(found, 20);
    expect(found[0]?.where.at(-1)).toMatch(/^A2\d\d\d:B2520$|^A\d+:B\d+$/);
  });

  it('when they are hidden, and says how', async () => {
    const run = staff.start({
      asset: async () => new Uint8Array(0),
      signal: new AbortController().signal,
      pictures: { open: async () => undefined },
      staffNumberPatterns: [],
      staffList: LIST,
    });
    const sink = run.table?.({ place: ['f.xlsx', 'sheet "S"'], hidden: ['hidden-sheet'], addressing: 'a1' });
    const strings = some(20).map(({ surname, forename }) => `${forename} ${surname}`);
    sink?.chunk({
      count: 20,
      rows: Uint32Array.from(strings.keys()),
      cols: new Uint32Array(20),
      values: Uint32Array.from(strings.keys()),
      flags: new Uint8Array(20).fill(1),
      strings,
    });
    sink?.end({ filter: { firstRow: 0, lastRow: 30 } });
    expect((await run.end()).map(({ hidden, where }) => [hidden, where])).toEqual([
      [
        ['hidden-sheet', 'filtered-rows'],
        ['f.xlsx', 'sheet "S"', 'A1:A20'],
      ],
    ]);
  });
});

describe('nothing is said', () => {
  it('where the policy has no list', async () => {
    expect(
      await detect(staff, {
        name: 'f.xlsx',
        tables: [{ name: 'S', table: some(40).map((p) => [p.surname, p.forename]) }],
      }),
    ).toEqual([]);
  });

  it('of strangers with names of the same origin, though some are shared', async () => {
    for (let seed = 100; seed < 130; seed++)
      for (const count of [10, 100, 1500]) {
        const rows = namesOf(new Random(seed), count);
        expect([seed, count, brief(await inTable(rows))]).toEqual([seed, count, []]);
        expect(brief(await inTable(rows.map(([forename, surname]) => [`${forename} ${surname}`])))).toEqual(
          [],
        );
        expect(
          brief(await inTable(rows.map(([forename, surname]) => [surname, forename.charAt(0)]))),
        ).toEqual([]);
      }
  });

  it('of figures that look like staff numbers', async () => {
    const random = new Random(3);
    const figures = Array.from({ length: 500 }, (_, i) => [random.int(100_000, 999_999), 700_000 + i]);
    expect(await inTable([['Total', 'Amount'], ...figures])).toEqual([]);
    expect(await inTable([['Year', 'Count'], ...figures])).toEqual([]);
    expect(await inTable(figures.map(([a]) => [a ?? 0]))).toEqual([]);
  });

  it('of short numbers that are nearly all in use, but beside a surname they count', async () => {
    const dense = openStaffList(
      makeFingerprints(
        FORCE.map((person, i) => ({ ...person, numbers: [`${1000 + i * 5}`], mails: [] })),
        new Uint8Array(16).fill(4),
        '2026-01-02',
      ).text,
    );
    const years = Array.from({ length: 60 }, (_, i) => [`${1960 + i}`, `${i * 17}`]);
    expect(await inTable(years, 'f.xlsx', dense)).toEqual([]);
    expect(await inTable([['Year', 'Incidents'], ...years], 'f.xlsx', dense)).toEqual([]);
    near(
      await inTable(
        some(20).map(({ surname }, i) => [`${1000 + i * 5}`, surname]),
        'f.xlsx',
        dense,
      ),
      20,
    );
  });

  it('above low of people in public office, of those at a meeting, and of names in a letter', async () => {
    const table = [['Gifts and hospitality register'], ...some(12).map((p) => [p.surname, p.forename])];
    expect(brief(await inTable(table)).map(([, severity]) => severity)).toEqual(['low']);
    const names = some(7).map(({ surname, forename }) => `${forename} ${surname}`);
    for (const found of [
      await inText(`Minutes of the meeting. Present: ${names.join(', ')}. Apologies: none.`),
      await inText(`Dear all, thank you to ${names.join(', ')}. Yours sincerely`),
    ])
      for (const { severity } of found) expect(severity).toBe('low');
  });
});

describe('in texts, the people of the list are found', () => {
  it('by name, by rank and number, among much else', async () => {
    const prose = 'The Chief Constable of West Yorkshire wrote to the Home Office about New Street. '.repeat(
      20,
    );
    const named = some(15).map(
      ({ surname, forename }) => `Then ${forename} ${surname} went to Bolton Central.`,
    );
    near(await inText(prose + named.join(' ') + prose), 15);
    const numbered = some(15).map(({ surname }, i) => `PC ${numberOf(i)} ${surname} attended.`);
    near(await inText(prose + numbered.join(' ') + prose), 15);
  });

  it('and strangers are not', async () => {
    for (let seed = 1; seed < 20; seed++) {
      const names = namesOf(new Random(seed + 500), 60).map((name) => name.join(' '));
      expect([seed, brief(await inText(`We met ${names.join(', ')}.`))]).toEqual([seed, []]);
    }
  });
});

describe('a roster in doubt', () => {
  const doubtful: Finding = {
    rule: 'staff-roster',
    severity: 'medium',
    confidence: 0.6,
    people: 30,
    fields: ['name'],
    where: ['f.xlsx', 'sheet "S"', 'A1:A30'],
    hidden: [],
    message: '',
  };
  const match: Finding = {
    ...doubtful,
    rule: 'staff-match',
    severity: 'high',
    confidence: 0.99,
    people: 28,
    where: ['f.xlsx', 'sheet "S"', 'A2:A29'],
  };

  it('is settled by the list', () => {
    expect(raiseRosters([doubtful, match])[0]).toMatchObject({ severity: 'high', confidence: 0.99 });
  });

  it('is not, on another sheet, for a few of many, in public office, or when it is another kind of people', () => {
    const pairs: [Finding, Finding][] = [
      [doubtful, { ...match, where: ['f.xlsx', 'sheet "T"', 'A2:A29'] }],
      [doubtful, { ...match, people: 4 }],
      [doubtful, { ...match, severity: 'low' as const }],
      [
        { ...doubtful, severity: 'low' as const, fields: ['name', 'public-office'] as Finding['fields'] },
        match,
      ],
      [{ ...doubtful, rule: 'personal-data' as const }, match],
    ];
    for (const [roster, by] of pairs) expect(raiseRosters([roster, by])[0]).toEqual(roster);
  });

  it('that was sure stays as sure as it was', () => {
    const sure = { ...doubtful, confidence: 0.999, severity: 'high' as const };
    expect(raiseRosters([sure, { ...match, confidence: 0.9, severity: 'medium' }])[0]).toEqual(sure);
  });
});

it('the message names fields and a count, and nobody', async () => {
  const table = some(40).map(({ surname, forename }, i) => [surname, forename, numberOf(i)]);
  const [found] = await inTable(table);
  expect(found?.message).toMatch(/^A table names \d+ people from the force's own staff list by /);
  const text = JSON.stringify(found);
  for (const [i, { surname, forename }] of some(40).entries())
    for (const value of [surname, forename, numberOf(i)]) expect(text).not.toContain(value);
  // The detectors of people say the same of it, without the list.
  expect(
    (await detect(people, { name: 'f.xlsx', tables: [{ name: 'S', table }] })).map(({ rule }) => rule),
  ).toEqual(['staff-roster']);
});
