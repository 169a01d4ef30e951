// The force's own staff numbers: known by its patterns under any heading or none, and only where a pattern fits the whole value.
import { describe, expect, it } from 'vitest';
import { ownNumbers } from '../../../../../../utils/inspect/detectors/people/cells/own-numbers.ts';
import { people } from '../../../../../../utils/inspect/detectors/people/index.ts';
import { detect } from '../../../../../accuracy/feed.ts';
import { Random, UNITS } from '../../../../../fixtures/people.ts';
import type { Table } from '../../../../../fixtures/rosters.ts';

const PATTERNS = ['[', 'NX-?\\d{4}'];

/** Codes, ranks and units, without a name. */
function table(seed: number, prefix: string): Table {
  const random = new Random(seed);
  return [
    ['Kennung', 'Rank', 'Unit'],
    ...Array.from({ length: 40 }, (_, i) => [
      `${prefix}${2000 + i * 7}`,
      random.pick(['Constable', 'Sergeant', 'Inspector']),
      random.pick(UNITS),
    ]),
  ];
}

const found = async (rows: Table, patterns: readonly string[]) =>
  (await detect(people, { name: 'f.xlsx', tables: [{ name: 'S', table: rows }] }, patterns)).map((f) => [
    f.rule,
    f.severity,
    f.people,
    f.fields.includes('staff-number'),
  ]);

describe("the force's own staff numbers", () => {
  it('make a roster of codes with rank and unit, by every seed', async () => {
    for (const seed of [1, 2, 3]) {
      expect(await found(table(seed, 'NX-'), [])).toEqual([]);
      expect(await found(table(seed, 'NX-'), PATTERNS)).toEqual([['staff-roster', 'high', 40, true]]);
      expect(await found(table(seed, 'QT-'), PATTERNS)).toEqual([]);
    }
  });

  it('fit the whole value, in any case, and a wrong pattern spoils no other', () => {
    const isOwn = ownNumbers(PATTERNS);
    expect(['NX-1234', 'nx1234', ' NX1234 '].map((text) => isOwn?.(text))).toEqual([true, true, true]);
    expect(['ANX-1234', 'NX-12345', 'NX-1234 and more'].map((text) => isOwn?.(text))).toEqual([
      false,
      false,
      false,
    ]);
    expect(ownNumbers(['['])).toBeUndefined();
  });

  it('keep no one waiting over a pattern that backtracks', () => {
    expect(ownNumbers(['(a+)+b'])?.('a'.repeat(5000))).toBe(false);
  });
});
