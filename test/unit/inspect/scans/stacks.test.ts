import { expect, test, vi } from 'vitest';
import { loadAsset } from '../../../../bin/assets.ts';
import { decodePicture } from '../../../../bin/node-decode-picture.ts';
import { inspect } from '../../../../utils/inspect/inspect.ts';
import { stacked } from '../../../../utils/inspect/scans/stacks.ts';
import { show } from '../../../fixtures/pdf.ts';
import { makePeople, Random, rankOf } from '../../../fixtures/people.ts';
import { draw } from '../../../fixtures/scans/draw.ts';
import { pngOf } from '../../../fixtures/scans/index.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Cards side by side, line under line. */
async function onPage(cards: readonly (readonly string[])[], across: number) {
  const content = cards.flatMap((lines, i) =>
    lines.map((line, k) =>
      show(line, 50 + (i % across) * (500 / across), 780 - Math.floor(i / across) * 90 - k * 16, '', 11),
    ),
  );
  const page = await draw(
    { width: 595, height: 842, content: content.join(''), font: 'Helvetica', rows: 0 },
    200,
  );
  const { findings } = await inspect(pngOf(page), 'cards.png', {
    asset: loadAsset,
    decodePicture,
    limits: { seconds: 150 },
  });
  return findings;
}

for (const across of [2, 3]) {
  test(`cards of people, ${across} side by side, are a roster, each counted once`, async () => {
    const people = makePeople(new Random(17), 14);
    const cards = people.map((person, i) => [
      `${person.forename} ${person.surname}`,
      rankOf(person),
      `Warrant No ${2040 + i * 7}`,
      'Calderdale Police',
    ]);
    const findings = await onPage(cards, across);
    expect(findings).toMatchObject([{ rule: 'staff-roster', severity: 'high' }]);
    expect(Math.abs(findings[0]!.people - 14)).toBeLessThanOrEqual(1);
  });
}

test('labels of things, side by side, are nothing', async () => {
  const things = [
    'Body armour',
    'Torch',
    'Helmet',
    'Notebook',
    'Radio case',
    'Gloves',
    'Cape',
    'Goggles',
    'Belt',
    'Fleece',
  ];
  const labels = things.map((thing, i) => [
    thing,
    'Stores, Calder Street',
    `Item No ${2040 + i * 7}`,
    `Size ${i % 5}`,
  ]);
  expect(await onPage(labels, 2)).toEqual([]);
});

const tableOf = (rows: string[][]) => ({
  separators: rows[0]!.slice(1).map((_, i) => 100 * (i + 1)),
  rows,
  words: rows.map(() => []),
  firstLine: 0,
  lastLine: rows.length - 1,
});

test('a table with a person in each row stays as it is', () => {
  const rows = makePeople(new Random(3), 12).map((person, i) => [
    `${person.forename} ${person.surname}`,
    rankOf(person),
    String(3000 + i),
  ]);
  expect(stacked([tableOf(rows)])).toBeUndefined();
});

test('names in every column and nothing else stay as they are', () => {
  const people = makePeople(new Random(4), 24).map((person) => `${person.forename} ${person.surname}`);
  expect(stacked([tableOf(people.slice(0, 12).map((name, i) => [name, people[i + 12]!]))])).toBeUndefined();
});
