// Rosters spread thinly over sheets and archive members: a few people each, and the whole force together.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import type { Place } from '../../../../../utils/inspect/part.ts';
import type { Finding } from '../../../../../utils/inspect/report.ts';
import type { RuleId } from '../../../../../utils/inspect/rules.ts';
import { STRICT_POLICY } from '../../../../../utils/policy/policy.ts';
import { decide } from '../../../../../utils/verdict/decide.ts';
import { chunksOf } from '../../../../accuracy/feed.ts';
import { makePeople, type Person, Random, rankOf } from '../../../../fixtures/people.ts';
import type { Table } from '../../../../fixtures/rosters.ts';

const random = new Random(71);
const staff = makePeople(random, 240);

interface Sheet {
  place: Place;
  table: Table;
  hidden?: RuleId[];
}

async function found(sheets: readonly Sheet[]) {
  const run = people.start({
    asset: async () => new Uint8Array(0),
    signal: new AbortController().signal,
    pictures: { open: async () => undefined },
    staffNumberPatterns: [],
  });
  for (const { place, table, hidden = [] } of sheets) {
    const sink = run.table?.({ place, hidden, addressing: 'a1' });
    for (const chunk of chunksOf(table)) sink?.chunk(chunk);
    sink?.end();
  }
  return run.end();
}

/** `count` tables with `each` people, all different ones. */
const spread = (count: number, each: number, table: (people: Person[], at: number) => Table): Table[] =>
  Array.from({ length: count }, (_, at) => table(staff.slice(at * each, (at + 1) * each), at));
const sheets = (tables: readonly Table[]): Sheet[] =>
  tables.map((table, at) => ({ place: ['book.xlsx', `sheet "Station ${at + 1}"`], table }));
const members = (tables: readonly Table[]): Sheet[] =>
  tables.map((table, at) => ({ place: ['all.zip', `team${at + 1}.csv`], table }));

/** A table as one system makes it: the same headings on every sheet. */
const roster = (some: Person[]): Table => [
  ['Surname', 'Initials', 'Rank', 'Station', 'Service No'],
  ...some.map((p): Table[number] => [p.surname, p.initials, rankOf(p), p.station, p.number]),
];
const verdictOn = (findings: Finding[]) =>
  decide(
    {
      schema: 'cordon.report/1',
      file: 'book.xlsx',
      bytes: 1,
      format: 'xlsx',
      inspected: 'full',
      findings,
      ms: 1,
    },
    STRICT_POLICY,
    { kind: 'webmail', host: 'mail.example', guarded: true },
  ).verdict;

describe('a roster spread over sheets and members', () => {
  for (const [each, count] of [
    [1, 60],
    [2, 30],
    [3, 40],
    [4, 50],
  ] as const)
    it(`adds up ${count} sheets of ${each}`, async () => {
      const findings = await found(sheets(spread(count, each, roster)));
      expect(findings).toHaveLength(1);
      const [finding] = findings;
      expect(finding).toMatchObject({
        rule: 'staff-roster',
        severity: 'high',
        where: ['book.xlsx'],
        hidden: [],
      });
      expect(finding?.counts?.places).toBe(count);
      expect(finding?.people).toBeGreaterThanOrEqual(0.97 * each * count);
      expect(finding?.people).toBeLessThanOrEqual(each * count);
      expect(verdictOn(findings)).toBe('block');
      expect(finding?.message).toContain(`A table spread over ${count} places identifies`);
    });

  it('adds up the members of an archive, and says the archive', async () => {
    const findings = await found(members(spread(60, 2, roster)));
    expect(findings.map(({ rule, where }) => [rule, where])).toEqual([['staff-roster', ['all.zip']]]);
  });

  it('counts people once, however many sheets they are on', async () => {
    const same = Array.from({ length: 30 }, () => roster(staff.slice(0, 2)));
    expect(await found(sheets(same))).toEqual([]);
    const twice = [...spread(10, 2, roster), ...spread(10, 2, roster)];
    expect((await found(sheets(twice)))[0]?.people).toBe(20);
  });

  it('is hidden where all of it is, and not where a part is in plain sight', async () => {
    const all = sheets(spread(20, 2, roster)).map((sheet): Sheet => ({ ...sheet, hidden: ['hidden-sheet'] }));
    expect((await found(all))[0]?.hidden).toEqual(['hidden-sheet']);
    const some = all.map((sheet, at): Sheet => (at === 3 ? { ...sheet, hidden: [] } : sheet));
    expect((await found(some))[0]?.hidden).toEqual([]);
  });

  for (const [what, headings, row] of [
    ['rank, surname, initials', ['Rank', 'Surname', 'Initials'], (p) => [rankOf(p), p.surname, p.initials]],
    [
      'first and last name, station',
      ['Rank', 'First name', 'Last name', 'Station'],
      (p) => [rankOf(p), p.forename, p.surname, p.station],
    ],
    ['surname, rank', undefined, (p) => [p.surname, p.initials, rankOf(p), p.number]],
  ] as [string, string[] | undefined, (p: Person) => Table[number]][])
    for (const [each, count] of [
      [4, 10],
      [3, 20],
    ] as const)
      it(`adds up teams of ${each} by ${what}${headings ? '' : ', without headings'}`, async () => {
        const table = (some: Person[]): Table => [...(headings ? [headings] : []), ...some.map(row)];
        const findings = await found(sheets(spread(count, each, table)));
        expect(verdictOn(findings)).toBe('block');
        const [most] = findings.sort((a, b) => b.people - a.people);
        expect(most?.rule).toBe('staff-roster');
        expect(most?.severity).not.toBe('low');
        expect(most?.people).toBeGreaterThanOrEqual(0.8 * each * count);
        expect(most?.people).toBeLessThanOrEqual(each * count);
      });

  it('leaves sheets that are lists by themselves as they are', async () => {
    const findings = await found(sheets(spread(6, 20, roster)));
    expect(findings.map(({ people: count }) => count)).toEqual([20, 20, 20, 20, 20, 20]);
  });
});

describe('what stands on many sheets and is no roster', () => {
  const silent = async (all: readonly Sheet[]) =>
    expect((await found(all)).filter(({ severity }) => severity !== 'low')).toEqual([]);

  it('says nothing of one contact a spreadsheet', () =>
    silent(
      members(
        spread(200, 1, ([p]) => [
          ['Name', 'Company', 'Phone', 'E-mail'],
          [`${p?.forename} ${p?.surname}`, 'Harbour Supplies Ltd', '01632 960123', 'sales@example.com'],
        ]),
      ),
    ));

  it('says nothing of two who were at each meeting', () =>
    silent(
      sheets(
        spread(30, 2, (some) => [
          ['Minutes of the estates meeting'],
          [],
          ['Name', 'Rank', 'Collar No', 'Station'],
          ...some.map((p, at): Table[number] => [
            `${p.forename} ${p.surname}`,
            rankOf(p),
            4100 + 37 * at,
            'Harbour Road',
          ]),
        ]),
      ),
    ));

  it('says nothing of attendees by name and rank', () =>
    silent(
      sheets(
        spread(30, 2, (some) => [
          ['Name', 'Rank', 'Action'],
          ...some.map((p): Table[number] => [`${p.forename} ${p.surname}`, rankOf(p), 'To report back']),
        ]),
      ),
    ));

  it('says nothing of the officer who signs each letter in a form of its own', () =>
    silent(
      spread(200, 1, ([p], at) => [
        ['Name', 'Rank', 'Collar Number', 'Station'],
        [`${p?.forename} ${p?.surname}`, p ? rankOf(p) : '', 2100 + 13 * at, 'Harbour Road'],
      ]).map((table, at) => ({ place: ['letters.zip', `letter${at + 1}.docx`, 'table 1'], table })),
    ));

  it('says nothing of the three who sign each form, and of the four who meet again and again', async () => {
    const table = (some: Person[]): Table => [
      ['Rank', 'Surname', 'Initials'],
      ...some.map((p) => [rankOf(p), p.surname, p.initials]),
    ];
    await silent(sheets(Array.from({ length: 30 }, () => table(staff.slice(0, 4)))));
    await silent(sheets(spread(40, 2, table)));
    await silent(
      sheets(
        spread(30, 3, (some) => [
          ['Rank', 'Name', 'Signature', 'Action'],
          ...some.map((p) => [rankOf(p), `${p.forename} ${p.surname}`, 'signed', 'Approved']),
        ]),
      ),
    );
  });

  it('says nothing of three who can be asked at each station', () =>
    silent(
      sheets(
        spread(30, 3, (some) => [
          ['Rank', 'Name', 'Phone', 'E-mail'],
          ...some.map((p, at) => [
            rankOf(p),
            `${p.forename} ${p.surname}`,
            `01632 96012${at}`,
            'station@police.example',
          ]),
        ]),
      ),
    ));

  it('says nothing of two places with two people each', () => silent(sheets(spread(2, 2, roster))));
});
