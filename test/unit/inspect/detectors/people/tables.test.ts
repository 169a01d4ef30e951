// One table at a time: its finding, range, hidden rows and columns, and what the message may say.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { Distinct } from '../../../../../utils/inspect/detectors/people/verdict/count.ts';
import { chunksOf, detect } from '../../../../accuracy/feed.ts';
import { makePeople, Random } from '../../../../fixtures/people.ts';
import { type Table, tableOf } from '../../../../fixtures/rosters.ts';

const IDS = ['surname', 'initials', 'rank', 'station', 'number'] as const;
const random = new Random(4);
const staff = makePeople(random, 60);

async function found(table: Table) {
  const findings = await detect(people, { name: 'f', tables: [{ name: 'S', table }] });
  return findings.map((f) => [f.rule, f.severity, f.people, f.where.at(-1)]);
}

describe('people in tables', () => {
  it('names the range with its headings, wherever it begins', async () => {
    expect(await found(tableOf(random, staff, IDS))).toEqual([['staff-roster', 'high', 60, 'A1:E61']]);
    expect(await found(tableOf(random, staff, IDS, { row: 30, col: 49 }))).toEqual([
      ['staff-roster', 'high', 60, 'AX31:BB91'],
    ]);
    expect(await found(tableOf(random, staff, IDS, { titles: ['Extract run today'] }))).toEqual([
      ['staff-roster', 'high', 60, 'A3:E63'],
    ]);
  });

  it('puts two rosters of one layout on one sheet together', async () => {
    const other = makePeople(random, 20);
    const table = [...tableOf(random, staff, IDS), [], [], [], ...tableOf(random, other, IDS)];
    expect(await found(table)).toEqual([['staff-roster', 'high', 80, 'A1:E85']]);
  });

  it('takes two numbers of each person for one table', async () => {
    const numbers: Table = [
      ['Employee Number', 'Rank', 'Badge', 'Surname', 'Initials'],
      ...staff.map((p, at) => [10_201_040 + 37 * at, 'PC', 5520 + 7 * at, p.surname, p.initials]),
    ];
    expect(await found(numbers)).toEqual([['staff-roster', 'high', 60, 'A1:E61']]);
  });

  it('counts a person once, however often and however written', async () => {
    const rows: Table = [['Name', 'Rank', 'Course']];
    for (const person of staff.slice(0, 20)) {
      rows.push([`${person.surname}, ${person.forename}`, 'Constable', 'First Aid']);
      rows.push([`${person.surname.toUpperCase()}, ${person.forename}`, 'Constable', 'Driving']);
    }
    expect((await found(rows))[0]?.[2]).toBe(20);
  });

  it('says how rows and columns are hidden, and tells a filter apart', () => {
    const table = tableOf(random, staff, IDS);
    const run = (filter?: { firstRow: number; lastRow: number }) => {
      const detector = people.start({
        asset: async () => new Uint8Array(0),
        signal: new AbortController().signal,
        pictures: { open: async () => undefined },
        staffNumberPatterns: [],
      });
      const sink = detector.table?.({
        place: ['f', 'sheet "S"'],
        hidden: ['hidden-sheet'],
        addressing: 'a1',
      });
      for (const chunk of chunksOf(table)) {
        for (let i = 0; i < chunk.count; i++) {
          if ((chunk.rows[i] as number) > 20) chunk.flags[i] = (chunk.flags[i] as number) | 1;
          if (chunk.cols[i] === 0) chunk.flags[i] = (chunk.flags[i] as number) | 2;
        }
        sink?.chunk(chunk);
      }
      sink?.end(filter ? { filter } : undefined);
      return detector.end();
    };
    expect(run()).toMatchObject([{ hidden: ['hidden-sheet', 'hidden-rows', 'hidden-columns'] }]);
    expect(run({ firstRow: 0, lastRow: 60 })).toMatchObject([
      { hidden: ['hidden-sheet', 'filtered-rows', 'hidden-columns'] },
    ]);
  });

  it('never quotes a value', async () => {
    const [finding] = await detect(people, {
      name: 'f',
      tables: [{ name: 'S', table: tableOf(random, staff, IDS, { header: false }) }],
    });
    const text = JSON.stringify(finding);
    for (const person of staff) expect(text).not.toContain(person.surname);
    expect(finding?.message).toMatch(/^A table identifies 60 officers or staff by /);
  });
});

describe('people in texts', () => {
  const lines = staff
    .slice(0, 30)
    .map((person) => `PC ${person.number} ${person.surname}, ${person.station}`);

  it('reads a list of lines, also where each paragraph is a part of its own', async () => {
    const whole = await detect(people, { name: 'f.docx', texts: [lines.join('\n')] });
    const parts = await detect(people, { name: 'f.docx', texts: lines });
    expect(whole).toMatchObject([{ rule: 'staff-roster', severity: 'high', people: 30 }]);
    expect(parts).toMatchObject([{ rule: 'staff-roster', severity: 'high', people: 30 }]);
  });
});

describe('Distinct', () => {
  it('is exact for as many as a force has, and near beyond', () => {
    const exact = new Distinct();
    for (let i = 0; i < 90_000; i++) exact.add(Math.imul(i % 45_000, 0x9e3779b1) >>> 0);
    expect(exact.size).toBe(45_000);
    const many = new Distinct();
    for (let i = 0; i < 1_000_000; i++) many.add(Math.imul(i, 0x9e3779b1) >>> 0);
    expect(Math.abs(many.size - 1_000_000)).toBeLessThan(20_000);
  });
});
