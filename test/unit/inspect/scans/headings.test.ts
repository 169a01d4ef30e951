import { expect, test } from 'vitest';
import { mendHeadings } from '../../../../utils/inspect/scans/headings.ts';

const mended = (...rows: string[][]) => {
  mendHeadings(rows);
  return rows;
};

test.each([
  ['Sumame', 'Surname'],
  ['Forenarne', 'Forename'],
  ['Nurnber', 'Number'],
  ['Narne', 'Name'],
  ['Bames', 'Bames'],
])('%s beside a known heading is %s', (read, meant) => {
  expect(mended([read, 'Rank'], ['Holroyd', 'Sergeant'])[0]).toEqual([meant, 'Rank']);
});

test('nothing is mended in a row without a heading, and below the headings', () => {
  const row = ['Sumame', 'Holroyd'];
  const far = ['Sumame', 'Rank'];
  const rows = [[...row], ...Array.from({ length: 5 }, () => ['Barnes', 'Constable']), [...far]];
  expect(mended(...rows)).toEqual([row, ...Array.from({ length: 5 }, () => ['Barnes', 'Constable']), far]);
});
