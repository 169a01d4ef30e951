// What stands on the screens of a force: headings that the values contradict, names taken out, lines with times and brackets, posts
// in sentences. To each class its near miss. Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { separatorOf } from '../../../../../utils/inspect/readers/delimited-shape.ts';
import { detect } from '../../../../accuracy/feed.ts';
import { crew } from '../../../../fixtures/fifth/people.ts';
import { makePeople, type Person, Random, ROLES, STATIONS } from '../../../../fixtures/people.ts';
import type { Cell, Table } from '../../../../fixtures/rosters.ts';

const random = new Random(20_310_801);
const inText = (lines: readonly string[]) => detect(people, { name: 'note.txt', texts: [lines.join('\n')] });
const inCells = (table: Table) => detect(people, { name: 'note.xlsx', tables: [{ name: 'Sheet1', table }] });
const rows = (count: number, row: (p: Person, at: number) => Cell[]): Table =>
  makePeople(random, count).map(row);
const digits = (p: Person) => p.number.replace(/\D/g, '').padStart(4, '7');
const STAFF = { rule: 'staff-roster' };
const FIRMS = [
  'Harper Bros Ltd',
  'Kerr & Sons',
  'North Glass plc',
  'Amber Signs',
  'Vale Hire Co',
  'Dunn Plant',
];

describe('a heading that the names below it contradict', () => {
  it('gives way where the table speaks of work', async () => {
    const table = rows(20, (p) => [
      `${p.surname} ${p.forename[0]}`,
      random.pick(STATIONS),
      random.int(20, 45),
    ]);
    expect(await inCells([['Operator', 'Channel', 'Hours'], ...table])).toMatchObject([
      { ...STAFF, people: 20 },
    ]);
  });
  it('stays where bodies stand below it', async () => {
    const table = rows(24, (_p, at) => [`${FIRMS[at % 6]} ${at}`, random.pick(STATIONS), random.int(20, 45)]);
    expect(await inCells([['Operator', 'Depot', 'Hours'], ...table])).toEqual([]);
  });
  it('is no sport above people with numbers', async () => {
    const table = rows(24, (p, at) => [at + 1, `${p.surname} ${digits(p)}`]);
    expect(await inCells([['Seat', 'Coach 1'], ...table])).toMatchObject([STAFF]);
  });
  it('is one above teams and goals', async () => {
    const table = rows(24, (p, at) => [`${p.forename} ${p.surname}`, `Rovers ${at % 4}`, random.int(0, 9)]);
    expect(await inCells([['Player', 'Home team', 'Goals'], ...table])).toEqual([]);
  });
});

describe('whose staff they are', () => {
  it('is told by a number of the employer, whatever they are called', async () => {
    const table = rows(20, (p, at) => [70_000 + 3 * at, `${p.forename} ${p.surname}`, random.int(10, 90)]);
    expect(await inCells([['Payroll No', 'Claimant', 'Miles'], ...table])).toMatchObject([STAFF]);
    expect(await inCells([['Claim No', 'Claimant', 'Miles'], ...table])).not.toMatchObject([STAFF]);
  });
  it('is told by the last word of a heading', async () => {
    const table = rows(12, (p) => [`${p.forename} ${p.surname}`, digits(p)]);
    expect(await inCells([['Student officer', 'Collar'], ...table])).toMatchObject([STAFF]);
  });
});

describe('two people a row, each with a number', () => {
  it('are counted both', async () => {
    const all = makePeople(random, 32);
    const table = Array.from({ length: 16 }, (_, at): Cell[] =>
      [all[2 * at]!, all[2 * at + 1]!].flatMap((p) => [`${p.forename} ${p.surname}`, digits(p)]),
    );
    const [finding] = await inCells([['Officer', 'Collar', 'Tutor', 'Tutor collar'], ...table]);
    expect(finding?.people).toBeGreaterThanOrEqual(31);
  });
});

describe('names that have been taken out', () => {
  const marks = ['[REDACTED]', '█████', 'Redacted s.40', 'xxxxx', 'Name withheld', 's40(2)'];
  it('are nobody, however many marks there are', async () => {
    const table = rows(40, (p) => ['Constable', random.pick(marks), random.pick(marks), p.unit]);
    expect(await inCells([['Rank', 'Name', 'Collar', 'Unit'], ...table])).toEqual([]);
  });
  it('leave those that were forgotten', async () => {
    const table = rows(40, (p, at) => [
      'Constable',
      at % 3 ? random.pick(marks) : `${p.forename} ${p.surname}`,
      random.pick(marks),
      p.unit,
    ]);
    const [finding] = await inCells([['Rank', 'Name', 'Collar', 'Unit'], ...table]);
    expect(finding).toMatchObject(STAFF);
    expect(finding?.people).toBeGreaterThanOrEqual(13);
    expect(finding?.people).toBeLessThanOrEqual(15);
  });
});

describe('lines of a list', () => {
  const forms: Record<string, (p: Person, at: number) => string> = {
    'a time before': (p, at) =>
      `${9 + (at % 8)}:15 ${p.forename} ${p.surname} (${ROLES[at % 6]}, ${STATIONS[at % 6]})`,
    'a phone number behind': (p) =>
      `w/c 3 March – ${p.forename} ${p.surname} 07700 900${100 + (Number(digits(p)) % 800)}`,
    'an entry of a directory': (p) =>
      `CN=${p.forename} ${p.surname} ${digits(p)},OU=Response,DC=fenland,DC=police,DC=uk`,
  };
  for (const [name, form] of Object.entries(forms))
    it(`are read with ${name}`, async () => {
      const [finding] = await inText(makePeople(random, 24).map(form));
      expect(finding).toMatchObject(STAFF);
      expect(Math.abs((finding?.people ?? 0) - 24)).toBeLessThanOrEqual(1);
    });
  it('are no people where places have a time', async () => {
    expect(
      await inText(STATIONS.map((one, at) => `${9 + (at % 8)}:15 ${one} (front office, ground floor)`)),
    ).toEqual([]);
  });
});

describe('lists that a comma makes a table of', () => {
  it('name people by the address behind them', async () => {
    const table = rows(20, (p) => [
      p.surname,
      `${p.forename} [${p.unit}] <${p.forename[0]}.${p.surname}@fenland.police.uk>`
        .normalize('NFD')
        .replace(/[^ -~]/g, ''),
    ]);
    expect(await inCells(table)).toMatchObject([STAFF]);
  });
  it('name each person of a chain of mails once', async () => {
    const two = ['Ann Archer <ann.archer@fenland.police.uk>', 'Bo Baxter <bo.baxter@fenland.police.uk>'];
    const lines = [0, 1, 2, 3].flatMap((at) => [
      `From: ${two[at % 2]}`,
      `To: ${two[(at + 1) % 2]}`,
      'Thank you.',
    ]);
    expect(await inText(lines)).toEqual([]);
  });
  it('name nobody by the address of an office', async () => {
    const table = rows(20, (_p, at) => [
      STATIONS[at % 6]!,
      `Front desk [${at}] <enquiries${at}@council.example>`,
    ]);
    expect(await inCells(table)).toEqual([]);
  });
});

describe('dates of birth in brackets', () => {
  it('are fields of victims', async () => {
    const all = makePeople(random, 16).map(
      (p, at) => `${p.forename} ${p.surname} (dob ${1 + at}.4.1979) victim of assault`,
    );
    const [finding] = await inText(['Victims at risk', ...all]);
    expect(finding).toMatchObject({ rule: 'personal-data' });
    expect(Math.abs((finding?.people ?? 0) - 16)).toBeLessThanOrEqual(1);
  });
});

describe('two people a row beside the code of what they share', () => {
  it('are counted both', async () => {
    const all = makePeople(random, 30);
    const table = Array.from({ length: 15 }, (_, at): Cell[] => [
      `V${at + 1}`,
      `${all[2 * at]!.forename} ${all[2 * at]!.surname}`,
      `${all[2 * at + 1]!.forename} ${all[2 * at + 1]!.surname}`,
      '06:30',
    ]);
    const [finding] = await inCells([['Van', 'Driver', 'Escort', 'Start'], ...table]);
    expect(finding?.people).toBeGreaterThanOrEqual(28);
  });
});

describe('one line of words and numbers', () => {
  for (const apart of [' / ', ', ', ' | '])
    it(`names people: ${apart}`, async () => {
      const line = crew(new Random(20_310_803), 16).map((p) => `${p.surname} ${p.number}`);
      const [finding] = await inText([`On duty: ${line.join(apart)}`]);
      expect(finding).toMatchObject(STAFF);
      expect(finding?.people).toBeGreaterThanOrEqual(14);
    });
  it('names no forms', async () => {
    const forms = ['Form 5511', 'Box 2231', 'Room 101', 'Sheet 8812', 'Part 4410', 'Page 1002', 'Item 7720'];
    expect(await inText([`Needed: ${forms.join(' / ')}`])).toEqual([]);
  });
});

describe('posts in sentences', () => {
  it('name those who hold them', async () => {
    const text = makePeople(random, 24).map((p, at) =>
      at % 2
        ? `${p.forename} ${p.surname} is the Case Officer for ${STATIONS[at % 6]}.`
        : `Our Data Analyst in ${p.unit} is ${p.forename} ${p.surname}.`,
    );
    const [finding] = await inText([text.join(' ')]);
    expect(finding).toMatchObject(STAFF);
    expect(finding?.people).toBeGreaterThanOrEqual(17);
  });
  it('name nobody where only posts stand', async () => {
    const text = STATIONS.map((one) => `The Case Officer for ${one} is a Data Analyst of Grade Six.`);
    expect(await inText([text.join(' ')])).toEqual([]);
  });
  it('are no roster in an article that quotes a few', async () => {
    const said = makePeople(random, 9).map(
      (p) => `${p.forename} ${p.surname}, the manager of a shop, was glad of it.`,
    );
    const other = Array.from(
      { length: 60 },
      (_, at) => `It rained on day ${at} of the long and wet summer of that year.`,
    );
    expect(await inText([[...said, ...other].join(' ')])).toEqual([]);
  });
});

describe('ranks in a table that is read as text', () => {
  it('are no officers where the same few words stand behind them', async () => {
    const words = ['Honesty', 'Incivility', 'Delay', 'Force'];
    const lines = Array.from(
      { length: 40 },
      (_, at) => `2024 ${['PC', 'DC', 'PS'][at % 3]} ${10 + at} ${words[at % 4]} Dismissed`,
    );
    expect(await inText([lines.join(' ')])).toEqual([]);
  });
  it('are no officers where places begin the next row', async () => {
    const places = makePeople(random, 30).map(
      (p, at) => `${p.surname} ${at} 4.3.2024 ${['Constable', 'Sergeant'][at % 2]}`,
    );
    expect(await inText([places.join('\n')])).toEqual([]);
  });
  it('are officers in prose that is wrapped', async () => {
    const text = makePeople(random, 24)
      .map(
        (p, at) =>
          `On the ${at + 1} of March PC ${p.number} ${p.surname} was posted to another station at Oldtown.`,
      )
      .join(' ')
      .replace(/(.{80}) /g, '$1\n');
    const [finding] = await inText([text]);
    expect(finding?.people).toBeGreaterThanOrEqual(20);
  });
  it('are no officers where posts with their numbers stand', async () => {
    const posts = ['Beat Manager', 'Business Analyst', 'Case Builder', 'Data Analyst', 'Contact Officer'];
    const lines = Array.from({ length: 30 }, (_, at) => `${51_000 + 7 * at} ${posts[at % 5]} Filled PC`);
    expect(await inText([lines.join(' ')])).toEqual([]);
  });
  it('are no officers where roads stand behind them', async () => {
    const roads = makePeople(random, 30).map((p, at) => `${['PC', 'PS'][at % 2]} ${p.surname} Road ${at}`);
    expect(await inText([roads.join(' ')])).toEqual([]);
  });
});

describe('desks with a number and a name in each cell', () => {
  it('name people', async () => {
    const all = makePeople(random, 24);
    const table = Array.from({ length: 6 }, (_, row) =>
      [0, 1, 2, 3].map(
        (col): Cell =>
          `Desk ${4 * row + col + 1}\n${all[4 * row + col]!.forename} ${all[4 * row + col]!.surname}`,
      ),
    );
    const [finding] = await inCells([['2nd floor'], [], ...table]);
    expect(finding).toMatchObject(STAFF);
    expect(finding?.people).toBeGreaterThanOrEqual(22);
  });
  it('name none where rooms stand in them', async () => {
    const table = Array.from({ length: 6 }, (_, row) =>
      [0, 1, 2].map((col): Cell => `Room ${3 * row + col}\n${STATIONS[(row + col) % STATIONS.length]}`),
    );
    expect(await inCells([['2nd floor'], [], ...table])).toEqual([]);
  });
});

describe('separators of old exports', () => {
  for (const apart of ['^', '~'])
    it(`divide a table: ${apart}`, () => {
      const text = rows(20, (p) => [p.number, p.surname, p.forename, p.unit])
        .map((row) => row.join(apart))
        .join('\n');
      expect(separatorOf(text, true)).toBe(apart);
    });
  it('are none in prose', () => {
    expect(
      separatorOf('It took ~5 minutes.\nIn all ~20 officers came.\nThe sum is 2^10 here.', true),
    ).toBeUndefined();
  });
});

describe('the same word in every row', () => {
  it('is nobody’s name beside those of many', async () => {
    const table = rows(20, (p) => [`${p.forename} ${p.surname}`, p.unit, 'Kent']);
    expect(await inCells(table)).toMatchObject([{ ...STAFF, people: 20 }]);
  });
  it('is one where it is all that tells a family apart', async () => {
    const table = rows(12, (p) => ['Smith', p.forename, digits(p)]);
    expect(await inCells([['Surname', 'Forename', 'Collar No'], ...table])).toMatchObject([
      { ...STAFF, people: 12 },
    ]);
  });
});
