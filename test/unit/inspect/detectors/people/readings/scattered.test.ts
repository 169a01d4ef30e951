// People all over a sheet, halves of a list on two sheets, and what looks like either and is none.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../../accuracy/feed.ts';
import { Random } from '../../../../../fixtures/people.ts';
import type { Table } from '../../../../../fixtures/rosters.ts';
import { staff } from '../../../../../fixtures/third/people.ts';

const find = (...tables: Table[]) =>
  detect(people, {
    name: 'reply.xlsx',
    tables: tables.map((table, at) => ({ name: `Sheet${at + 1}`, table })),
  });
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'];
const crew = staff(new Random(31), 20, { english: 1, polish: 0.2, southAsian: 0.2 });
const surname = (at: number) => crew[at % crew.length]?.surname ?? '';
const SHIFTS = ['Early', 'Late', 'Night', 'Day'];

describe('people all over a sheet', () => {
  it('finds a rota whose cells hold several bare surnames', async () => {
    const [found] = await find([
      ['Shift', ...DAYS],
      ...SHIFTS.map((shift, row) => [
        shift,
        ...DAYS.map((_, col) => [0, 1, 2].map((k) => surname(5 * row + col + 7 * k)).join(', ')),
      ]),
    ]);
    expect(found).toMatchObject({ rule: 'staff-roster' });
    expect(found?.severity).not.toBe('low');
    expect(Math.abs((found?.people ?? 0) - new Set(crew.map((w) => w.surname)).size)).toBeLessThanOrEqual(2);
  });

  it('says nothing of a rota of places, teams and shifts', async () => {
    const places = ['Bolton', 'Bury', 'Lincoln', 'Preston', 'Hyde', 'Selby', 'Ripley', 'Morley'];
    const cells = (list: string[], row: number) =>
      DAYS.map((_, col) => `${list[(row + col) % list.length]}, ${list[(row + col + 3) % list.length]}`);
    const teams = ['Response A', 'Response B', 'CID', 'Custody', 'Dogs'];
    for (const list of [places, teams, ['E', 'L', 'N', 'RD'], ['Taser', 'First Aid', 'Driving']])
      expect(
        await find([['Shift', ...DAYS], ...SHIFTS.map((shift, row) => [shift, ...cells(list, row)])]),
      ).toEqual([]);
  });

  it('reads an organisation chart that is drawn over the cells', async () => {
    const [a, b, c, d, e, f, g] = crew.map((w) => `${w.rank.short} ${w.forename} ${w.surname}`);
    const [found] = await find([
      [null, null, null, a ?? ''],
      [],
      [null, b ?? '', null, null, null, c ?? ''],
      [],
      [d ?? '', null, e ?? '', null, f ?? '', null, g ?? ''],
    ]);
    expect(found).toMatchObject({ rule: 'staff-roster', people: 7 });
  });

  it('takes ranks as headings for no people', async () => {
    expect(
      await find([
        [null, 'Chief Constable'],
        ['DCC', null, 'ACC Crime', null, 'ACC Operations'],
        ['Chief Superintendent, Response', null, 'Det Supt, Major Crime', null, 'Chief Constable’s Office'],
      ]),
    ).toEqual([]);
  });
});

describe('a list in two halves', () => {
  const names = crew.slice(0, 12).map((w) => [w.surname]);
  const ranks = crew.slice(0, 12).map((w, at) => [w.rank.full, ['Corby', 'Oban', 'HQ'][at % 3] ?? '']);

  it('joins surnames on one sheet and ranks on another, row by row', async () => {
    const [found] = await find(names, ranks);
    expect(found).toMatchObject({ rule: 'staff-roster', people: 12 });
    expect(found?.fields).toContain('rank');
  });

  it('does not join what has other numbers of rows, or ranks that are only listed', async () => {
    expect(await find(names, ranks.slice(0, 8))).toEqual([]);
    const listed = ['Constable', 'Sergeant', 'Inspector', 'Chief Inspector', 'Superintendent'];
    expect(
      await find(
        names.slice(0, 5),
        listed.map((rank) => [rank, 'x']),
      ),
    ).toEqual([]);
  });
});

describe('a row of people and what stands around it', () => {
  it('counts no totals and no third row of headings', async () => {
    const rows = crew.map((w) => [w.surname, w.forename, w.pay, w.rank.full]);
    const [found] = await find([
      ['EMPLOYEE', null, 'EMPLOYEE', 'ASSIGNMENT'],
      ['Family name', 'Given name', 'Ref', 'Grade'],
      ['HR001', 'HR002', 'HR003', 'AS010'],
      ...rows,
      ['Grand total', null, 20, null],
    ]);
    expect(found?.people).toBe(20);
  });

  it('keeps ranks of several words in the table', async () => {
    const [found] = await find([
      ['Recipient', 'Rank', 'Award'],
      ...crew.map((w) => [
        `${w.forename} ${w.surname}`,
        'Detective Constable',
        'Chief Constable’s Commendation',
      ]),
    ]);
    expect(found).toMatchObject({ rule: 'staff-roster', people: 20 });
  });

  it('finds contractors by their vetting, and no firms', async () => {
    const cleared = crew.map((w, at) => [
      `${w.forename} ${w.surname}`,
      'Brightway Cleaning Ltd',
      String(1 + (at % 3)),
    ]);
    const [found] = await find([['Contractor', 'Company', 'NPPV'], ...cleared]);
    expect(found).toMatchObject({ rule: 'staff-roster', people: 20 });
    const firms = [
      'Amey',
      'Babcock',
      'Capita',
      'Grant Thornton',
      'Morgan Hunt',
      'Vinci Facilities',
      'Reed',
      'Hays Recruitment',
    ];
    expect(await find([['Recipient', 'Amount'], ...firms.map((firm, at) => [firm, 900 + 13 * at])])).toEqual(
      [],
    );
  });
});

describe('text', () => {
  const text = (words: string) => detect(people, { name: 'reply.txt', texts: [words] });

  it('reads plural ranks before numbers and names, and no table of counts', async () => {
    const four = crew.slice(0, 16);
    const [found] = await text(
      [0, 4, 8, 12]
        .map(
          (at) =>
            `PCs ${four
              .slice(at, at + 3)
              .map((w) => `${w.number} ${w.surname}`)
              .join(', ')} and ${four[at + 3]?.number} ${four[at + 3]?.surname} attended.`,
        )
        .join(' '),
    );
    expect(found?.people).toBeGreaterThanOrEqual(15);
    expect(
      await text(
        'Station Constables Sergeants Bolton 12 3 Bury 44 5 Lincoln 31 4 Preston 28 9 Hyde 11 2 Selby 4 1',
      ),
    ).toEqual([]);
  });

  it('takes cases in court for nobody', async () => {
    expect(
      await text(
        [
          'Smith v Hughes',
          'Hill v Chief Constable',
          'Wilson v Pringle',
          'Thomas v Sawkins',
          'R v Turnbull',
        ].join('\n'),
      ),
    ).toEqual([]);
  });
});

describe('what looks like names with numbers', () => {
  it('takes studies by their author and year for nobody, and names with collar numbers for people', async () => {
    const rows = (number: (at: number) => string | number) =>
      crew.map((w, at) => [`${w.surname} ${number(at)}`, at + 3, 17 + at, 2 * at]);
    expect(await find([['study', 'events', 'treated', 'controls'], ...rows((at) => 1972 + at)])).toEqual([]);
    const [found] = await find(
      crew.map((w, at) => [`${w.surname} ${4411 + 37 * at}`, ['A', 'B', 'C'][at % 3] ?? '']),
    );
    expect(found).toMatchObject({ rule: 'staff-roster', people: 20 });
  });

  it('takes states and their abbreviations for nobody', async () => {
    const states = [
      'Alaska',
      'Alabama',
      'Arkansas',
      'Arizona',
      'California',
      'Colorado',
      'Connecticut',
      'Delaware',
      'Florida',
      'Hawaii',
      'Iowa',
      'Idaho',
    ];
    expect(
      await find([
        ['stateabb', 'statename', 'region'],
        ...states.map((state, at) => [
          state.slice(0, 2).toUpperCase(),
          state,
          ['West', 'South'][at % 2] ?? '',
        ]),
      ]),
    ).toEqual([]);
  });
});
