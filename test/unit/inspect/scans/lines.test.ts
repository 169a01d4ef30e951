// What is made of lines once they have been read: is it worth going on, and which of it belongs to the program on a screen.
import { describe, expect, test } from 'vitest';
import type { Word } from '../../../../utils/inspect/readers/pdf/words.ts';
import { lookAt } from '../../../../utils/inspect/scans/person-line.ts';
import { withoutSheetFrame } from '../../../../utils/inspect/scans/screenshot.ts';
import { cleanTables } from '../../../../utils/inspect/scans/tables.ts';

/** Lines of cells at columns 100 points apart. */
const page = (rows: readonly (readonly string[])[], height = 10): Word[][] =>
  rows.map((row, line) =>
    row.flatMap((text, column) =>
      text === ''
        ? []
        : [
            {
              text,
              object: 0,
              newLine: column === 0,
              left: 20 + column * 100,
              right: 20 + column * 100 + text.length * 5,
              top: line * 20,
              bottom: line * 20 + height,
            },
          ],
    ),
  );
const texts = (lines: Word[][]) => lines.map((line) => line.map(({ text }) => text));

describe('a line of a page', () => {
  test.each([
    [['PC', '4521', 'Okonkwo', 'Newtown'], { person: true, sure: true, name: true }],
    [['Okonkwo, Grace', 'grace.okonkwo@example.police.uk'], { person: true, sure: true }],
    [['Rhingyll', '1187', 'Llewellyn'], { person: true, sure: true }],
    [['Total', '1,204', '87 %'], { person: false, sure: false, name: false }],
    [['Recorded thefts by month and district'], { person: false, sure: false, name: false }],
    [
      ['The force does not hold this information in the form that you asked for'],
      { person: false, sure: false, name: false },
    ],
  ])('%j', (cells, look) => {
    expect(lookAt(cells)).toMatchObject(look);
  });
});

describe('a screenshot of a spreadsheet', () => {
  test('loses the letters of its columns, the numbers of its rows and the menu', () => {
    const rows = [
      ['File', 'Home', 'View'],
      ['', 'A', 'B', 'C', 'D'],
      ['1', 'Surname', 'Rank'],
      ['2', 'Bell', 'PC'],
      ['3', 'Khan', 'PS'],
      ['4', 'Moss', 'PC'],
      ['S', 'Okafor', 'PC'],
      ['6', 'Price', 'DC'],
    ];
    expect(texts(withoutSheetFrame(page(rows)))).toEqual(rows.slice(2).map((row) => row.slice(1)));
  });

  test('a page whose first column only happens to be numbers keeps them', () => {
    const rows = ['1207', '1244', '1281', '1318', '1355', '1392'].map((number) => [number, 'Bell', 'PC']);
    expect(texts(withoutSheetFrame(page(rows)))).toEqual(rows);
  });
});

describe('a table on a page', () => {
  const rows = ['Bell', 'Khan', 'Moss', 'Okafor', 'Price', 'Shah', 'Tully', 'Varley'].map((name, i) => [
    i === 3 ? '|' : '',
    name,
    'PC',
    String(1200 + i * 7),
  ]);

  test('has no column of what is left of a rule, and its title above it', () => {
    const { tables, dirt } = cleanTables(page([['', 'Staff list as at 1 April'], ...rows]), undefined);
    expect(tables).toHaveLength(1);
    expect(tables[0]!.rows[0]).toEqual(['Staff list as at 1 April', '', '']);
    expect(tables[0]!.rows[4]).toEqual(['Okafor', 'PC', '1221']);
    expect([...dirt].map(({ text }) => text)).toEqual(['|']);
  });
});
