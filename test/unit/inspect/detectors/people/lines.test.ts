// Lists as people write them by hand: lines with marks before them, addresses, lines of a letter in the cells of a sheet. Everybody is
// invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../accuracy/feed.ts';
import { makePeople, type Person, RANKS, Random, ROLES, STATIONS } from '../../../../fixtures/people.ts';
import type { Table } from '../../../../fixtures/rosters.ts';

const random = new Random(20_270_406);
const rankOf = (p: Person) => RANKS[p.rank]?.[0] as string;

const inText = (lines: readonly string[]) => detect(people, { name: 'note.txt', texts: [lines.join('\n')] });
const inCells = (table: Table) => detect(people, { name: 'note.xlsx', tables: [{ name: 'Sheet1', table }] });

describe('a chart as text', () => {
  const line = (p: Person) =>
    p.rank % 2
      ? `${rankOf(p)} ${p.forename} ${p.surname}`
      : `${p.forename} ${p.surname} – ${random.pick(ROLES)}`;
  for (const mark of ['└ ', '├── ', '│  └─ ', '→ ', '> ', '» '])
    it(`is read behind its branches: ${mark}`, async () => {
      const lines = makePeople(random, 16).map((p, at) => `${'  '.repeat(at % 3)}${mark}${line(p)}`);
      expect(await inText(lines)).toMatchObject([{ rule: 'staff-roster' }]);
      const [finding] = await inText(lines);
      expect(finding?.people).toBeGreaterThanOrEqual(14);
    });
});

describe('addresses of the police', () => {
  const forms: Record<string, (p: Person) => string> = {
    'a surname and a number': (p) => `${p.surname.replace(/[^A-Za-z]/g, '')}${p.number.replace(/\D/g, '')}`,
    'two words': (p) => `${p.forename.replace(/[^A-Za-z]/g, '')}.${p.surname.replace(/[^A-Za-z]/g, '')}`,
  };
  for (const [name, form] of Object.entries(forms))
    it(`are people's: ${name}`, async () => {
      const all = makePeople(random, 30).map((p) => `${form(p).toLowerCase()}@fenland.pnn.police.uk`);
      expect(await inText([all.join('; ')])).toMatchObject([{ rule: 'staff-roster', fields: ['e-mail'] }]);
      expect(await inCells([all])).toMatchObject([{ rule: 'staff-roster', fields: ['e-mail'] }]);
      expect(await inCells(all.map((one) => [one]))).toMatchObject([{ rule: 'staff-roster' }]);
    });

  it('are offices’ where a unit, a post or a place is written before the number', async () => {
    const offices = [
      'custody1',
      'response12',
      'licensing2',
      'control.room3',
      'npt14',
      'firearms22',
      'vetting01',
    ];
    const all = offices.flatMap((office) => [`${office}@fenland.police.uk`, `${office}@rutland.police.uk`]);
    expect(await inText([all.join('; ')])).toEqual([]);
    expect(await inCells(all.map((one) => [one]))).toEqual([]);
  });
});

describe('names without a blank in them', () => {
  for (const apart of [',', '.'])
    it(`are names: SMITH${apart}JOHN`, async () => {
      const all = makePeople(random, 40).map((p) => `${p.surname}${apart}${p.forename}`.toUpperCase());
      const found = await inText(['Officers on the operation:', ...all]);
      expect(found).toMatchObject([{ rule: 'staff-roster' }]);
      expect(Math.abs((found[0]?.people ?? 0) - 40)).toBeLessThanOrEqual(2);
    });
});

describe('a letter written into a sheet', () => {
  it('is read as its lines', async () => {
    const lines = makePeople(random, 20).map(
      (p, at) => `${at + 1}) ${p.surname}, ${p.forename} – ${random.pick(ROLES)}`,
    );
    const table = ['Dear colleague', '', ...lines, '', 'Kind regards'].map((line) => (line ? [line] : []));
    const found = await inCells(table);
    expect(found).toMatchObject([{ rule: 'staff-roster', people: 20 }]);
    expect(found[0]?.where.at(-1)).toBe(`A1:A${table.length}`);
  });

  it('is read as its sentences', async () => {
    const lines = makePeople(random, 24).map(
      (p) => `${rankOf(p)} ${p.number} ${p.surname} was posted to ${random.pick(STATIONS)} in March.`,
    );
    expect(await inCells(lines.map((line) => [line]))).toMatchObject([{ rule: 'staff-roster' }]);
  });

  it('says nothing of a letter that names nobody', async () => {
    const lines = STATIONS.map(
      (station, at) => `${at + 1}) The station at ${station} is open from 8 to ${4 + (at % 5)}.`,
    );
    expect(await inCells(lines.map((line) => [line]))).toEqual([]);
  });
});

describe('how many there are of each rank', () => {
  it('is no list of ranks with numbers', async () => {
    const lines = STATIONS.map((station, at) => `${station} – ${12 + at * 3} PC, ${10 + at} PS`);
    expect(await inText(['Officers at each station:', ...lines])).toEqual([]);
  });
});
