// Lines that repeat a frame, records with a line for each field, records one under the other, and names with signs in them: whatever they
// are called and whatever divides them. Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../accuracy/feed.ts';
import { crew } from '../../../../fixtures/eighth/people.ts';
import type { Person } from '../../../../fixtures/fifth/people.ts';
import { Random } from '../../../../fixtures/people.ts';
import type { Table } from '../../../../fixtures/rosters.ts';

const random = new Random(20_271_103);
const staff = crew(random, 24);
const towns = ['Ludlow', 'Telford', 'Ross', 'Malvern', 'Ledbury'];
const inText = (lines: readonly string[]) => detect(people, { name: 'note.txt', texts: [lines.join('\n')] });
const inTable = (table: Table) => detect(people, { name: 'note.xlsx', tables: [{ name: 'Sheet1', table }] });
const whole = (p: Person) => `${p.forename} ${p.surname}`;

async function expectStaff(found: ReturnType<typeof inText>, off = 1): Promise<void> {
  const [best] = (await found).filter(({ severity }) => severity !== 'low');
  expect(best?.rule).toBe('staff-roster');
  expect(Math.abs((best?.people ?? 0) - staff.length)).toBeLessThanOrEqual(off);
}

describe('lines that repeat a frame', () => {
  for (const [what, line] of Object.entries({
    'statements of a database': (p: Person, at: number) =>
      `INSERT INTO tbl (a, b, c) VALUES (${at}, "${p.surname}", "${p.forename}", "${towns[at % 5]}");`,
    'the same words around names': (p: Person, at: number) =>
      `Ticket for ${whole(p)} was printed at ${towns[at % 5]} on ${1 + at} May`,
    'a number in brackets': (p: Person) => `Locker of ${whole(p)} (${p.number}) was opened`,
  }))
    it(`are a table: ${what}`, () => expectStaff(inText(staff.map(line)), 2));

  for (const [what, line] of Object.entries({
    stations: (at: number) => `INSERT INTO stn (id, nm) VALUES (${at}, "${towns[at % 5]}", "Depot");`,
    streets: (at: number) => `Gas works in ${['Albert', 'Percy', 'Duncan'][at % 3]} Street on ${1 + at} May`,
    'models of a make': (at: number) => `${['Ford', 'Austin', 'Morris'][at % 3]} ${1100 + 100 * at}, sold`,
    studies: (at: number) => `${staff[at]!.surname}, ${staff[at]!.initials[0]}. (${1990 + at}) On patrol`,
  }))
    it(`name nobody: ${what}`, async () => {
      expect(await inText(staff.map((_, at) => line(at)))).toEqual([]);
    });
});

describe('a day before a name', () => {
  it('is no part of it', () =>
    expectStaff(inText(['Birthdays of the shift', ...staff.map((p, at) => `${1 + at} Jan ${whole(p)}`)]), 2));
});

describe('whoever has a number of their own beside the name', () => {
  it('is staff, though claimants are others elsewhere', () =>
    expectStaff(
      inTable([
        ['Claimant', 'From', 'To', 'Miles'],
        ...staff.map((p, at) => [`${p.surname} ${p.number}`, towns[at % 5]!, towns[(at + 2) % 5]!, 3 + at]),
      ]),
    ));
});

describe('records with a line for each field', () => {
  for (const [what, record] of Object.entries({
    sections: (p: Person, at: number) => [
      `[officer.${p.number}]`,
      `surname = "${p.surname}"`,
      `forename = "${p.forename}"`,
      `station = "${towns[at % 5]}"`,
      '',
    ],
    'keys of two words': (p: Person, at: number) => [
      `  - family: ${p.surname}`,
      `    given: ${p.forename}`,
      `    team: Response ${1 + (at % 4)}`,
    ],
    'running numbers': (p: Person, at: number) => [
      `Officer ${at + 1} name: ${whole(p)}`,
      `Officer ${at + 1} collar: ${p.number}`,
      `Officer ${at + 1} team: Fleet`,
    ],
  }))
    it(`are a table: ${what}`, () => expectStaff(inText(staff.flatMap(record))));

  it('name nobody where they are of printers', async () => {
    const printers = staff.flatMap((_, at) => [
      `[${4100 + at}]`,
      `Name=${['Ricoh', 'Brother', 'Lexmark'][at % 3]} ${301 + 37 * at}`,
      `Site=${towns[at % 5]}`,
      '',
    ]);
    expect(await inText(printers)).toEqual([]);
  });
});

describe('records one under the other', () => {
  it('are known by their names alone', () =>
    expectStaff(inText(staff.flatMap((p) => [whole(p), 'Typist', 'Crime Bureau'])), 2));
  it('are known under the same words each', () =>
    expectStaff(inText(staff.flatMap((p) => ['Kind regards', whole(p), 'Shift Lead', 'Contact Centre'])), 2));
});

describe('a name with a sign in it', () => {
  it('is one, with a number or initials behind', async () => {
    await expectStaff(inTable(staff.map((p, at) => [`${p.surname}-${p.number}`, towns[at % 5]!])), 2);
    await expectStaff(
      inTable([
        ['Officer', 'Posting'],
        ...staff.map((p, at) => [`${p.surname.toUpperCase()}/${p.initials}`, towns[at % 5]!]),
      ]),
      2,
    );
  });
  it('is none where it is the reference of a request, or a vehicle', async () => {
    expect(
      await inTable([['Ref', 'Place'], ...staff.map((_, at) => [`FOI-${2000 + at}`, towns[at % 5]!])]),
    ).toEqual([]);
    expect(
      await inTable([
        ['Card', 'Embossed', 'Litres'],
        ...staff.map((_, at) => [`7002 ${1000 + 7 * at}`, `VX${11 + at} AKD`, 10 + at]),
      ]),
    ).toEqual([]);
  });
  it('is a mailbox of the police where it is a number', () =>
    expectStaff(
      inTable([
        ['Job', 'Owner'],
        ...staff.map((p, at) => [100 + at, `${p.number}${p.initials[0]}@north.police.uk`]),
      ]),
    ));
});

describe('names by their titles', () => {
  it('are those of others than staff, whatever stands above them', async () => {
    const [best] = await inTable([
      ['Investor', 'Sum lost', 'Town'],
      ...staff.map((p, at) => [`Mr ${p.initials[0]} ${p.surname}`, 1000 + 37 * at, towns[at % 5]!]),
    ]);
    expect(best).toMatchObject({ rule: 'personal-data', people: staff.length });
  });
});

describe('whole names beyond doubt', () => {
  it('are a list, whatever is measured of them', async () => {
    const all = crew(random, 80);
    const [best] = await inTable([
      ['', 'Chest', 'Collar', 'Boot'],
      ...all.map((p, at) => [whole(p), 36 + (at % 12), 14 + (at % 5), 5 + (at % 8)]),
    ]);
    expect(best).toMatchObject({ rule: 'staff-roster', severity: 'medium', people: all.length });
  });
  it('are none where the same few come again and again', async () => {
    const plays = ['King Lear', 'Henry Irving', 'Julius Caesar', 'Ernest Worthing'];
    expect(
      (await inTable(staff.map((_, at) => [plays[at % 4]!, towns[at % 5]!, 3 + at]))).filter(
        ({ severity }) => severity !== 'low',
      ),
    ).toEqual([]);
  });
});
