import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { hiddenDetector } from '../../../../../utils/inspect/detectors/hidden.ts';
import {
  type BiffSpec,
  cell,
  latin,
  pack,
  string8,
  string16,
  wide,
  writeBiff,
  writeXls,
} from '../../../../fixtures/biff.ts';
import { collect, grid } from '../../../../fixtures/collect.ts';
import { seen } from '../../../../fixtures/inspected.ts';

const read = (spec: BiffSpec) => collect(writeXls(spec));

/** Styles: 0 general, 1 a date, 2 white letters. */
const STYLES = [
  [0x31, pack([2, 200], [2, 0], [2, 0x7fff], [2, 400], [2, 0], [4, 0], string8('Arial'))],
  [0x31, pack([2, 200], [2, 0], [2, 9], [2, 400], [2, 0], [4, 0], string8('Arial'))],
  ...[
    [0, 0],
    [0, 14],
    [1, 0],
  ].map(([font, format]) => [0xe0, pack([2, font!], [2, format!], new Uint8Array(16))] as const),
] as const;

/** Shared strings, cut after `cut` bytes of the last one's characters, which go on with two bytes each. */
const TABLE = [
  [
    0xfc,
    pack(
      [4, 4],
      [4, 4],
      string16('Surname'),
      pack([2, 4], [1, 8], [2, 1], latin('Rank'), [4, 0]),
      pack([2, 3], [1, 5], [4, 2], wide('Ńab'), [2, 0]),
      pack([2, 8], [1, 0], latin('Ashw')),
    ),
  ],
  [0x3c, pack([1, 1], wide('orth'))],
] as const;

describe('xls', () => {
  it('reads every kind of cell, strings across records, dates by style', async () => {
    const { inspection, tables } = await read({
      globals: [...STYLES, ...TABLE],
      sheets: [
        {
          name: 'Data',
          records: [
            cell.shared(0, 0, 0),
            cell.shared(0, 1, 1),
            cell.shared(1, 0, 3),
            cell.shared(1, 1, 2),
            cell.shared(1, 2, 99),
            cell.number(2, 0, 1.5),
            cell.number(2, 1, 45146, 1),
            cell.text(2, 2, 'Écoute'),
            [0x27e, pack([2, 3], [2, 0], [2, 0], [4, (123 << 2) | 3])],
            [0xbd, pack([2, 3], [2, 1], [2, 0], [4, (7 << 2) | 2], [2, 0], [4, (8 << 2) | 2], [2, 2])],
            [0x205, pack([2, 4], [2, 0], [2, 0], [1, 1], [1, 0])],
            [0x205, pack([2, 4], [2, 1], [2, 0], [1, 42], [1, 1])],
            [0x06, pack([2, 5], [2, 0], [2, 0], [8, 6], [2, 0], [4, 0], [2, 0])],
            [0x06, pack([2, 5], [2, 1], [2, 0], [1, 0], [1, 0], [4, 0], [2, 0xffff], [2, 0], [4, 0], [2, 0])],
            [0x207, string16('found')],
          ],
        },
      ],
    });
    expect(inspection).toMatchObject({ format: 'xls', inspected: 'full', findings: [] });
    expect(grid(tables[0])).toEqual([
      ['Surname', 'Rank'],
      ['Ashworth', 'Ńab'],
      ['1.5', '2023-08-08', 'Écoute'],
      ['1.23', '7', '8'],
      ['TRUE', '#N/A'],
      ['6', 'found'],
    ]);
    expect(tables[0]?.flags.get('2,1')).toBe(8);
  });

  it('reads what other versions of Excel wrote', async () => {
    const rows = [
      ['Surname', 'Number'],
      ['Ashworth', 12.5],
      ['Bell', 7],
    ];
    const sheet = XLSX.utils.aoa_to_sheet(rows);
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, 'Data');
    for (const bookType of ['biff8', 'biff5', 'biff4', 'biff2'] as const) {
      const bytes = new Uint8Array(
        XLSX.write(book, { type: 'array', bookType: bookType as XLSX.BookType }) as ArrayBuffer,
      );
      const { inspection, tables } = await collect(bytes);
      expect([bookType, inspection.format, inspection.inspected]).toEqual([bookType, 'xls', 'full']);
      expect([bookType, grid(tables[0])]).toEqual([bookType, rows.map((row) => row.map(String))]);
    }
  });

  it('sees what is hidden: sheets, rows, columns, filters, white letters', async () => {
    const filter = pack([2, 0x20], [1, 0], [1, 1], [2, 11], [2, 0], [2, 1], [4, 0], [1, 0], [1, 13]);
    const area = pack([1, 0x3b], [2, 0], [2, 0], [2, 3], [2, 0], [2, 1]);
    const { inspection } = await seen(
      writeXls({
        globals: [...STYLES, [0x18, pack(filter, area)]],
        sheets: [
          {
            name: 'Open',
            records: [
              [0x7d, pack([2, 1], [2, 1], [2, 2000], [2, 0], [2, 1], [2, 0])],
              [0x7d, pack([2, 2], [2, 2], [2, 0], [2, 0], [2, 0], [2, 0])],
              [0x9b, new Uint8Array(0)],
              cell.row(1, true),
              cell.row(5, false, 0),
              cell.row(9, true),
              ...[0, 1, 2, 5].flatMap((row) => [cell.number(row, 0, row), cell.number(row, 1, row, 2)]),
              cell.number(0, 2, 1),
            ],
          },
          {
            name: 'Late',
            // Some writers put the rows behind their cells.
            records: [cell.number(3, 0, 1), cell.number(4, 0, 1), cell.row(3, true), cell.row(4, false)],
          },
          { name: 'Gone', state: 1, records: [cell.number(0, 0, 1)] },
          { name: 'Deep', state: 2, kind: 1, records: [cell.number(0, 0, 1)] },
        ],
      }),
      'a.xls',
      { detectors: [hiddenDetector] },
    );
    expect(
      inspection.findings.map(({ rule, where }) => `${rule} ${where.slice(1).join(' ')}`).sort(),
    ).toEqual([
      'filtered-rows sheet "Open" A2:B2',
      'hidden-columns sheet "Open" B1:C6',
      'hidden-rows sheet "Late" A4',
      'hidden-rows sheet "Open" A2:B6',
      'hidden-sheet sheet "Deep" A1',
      'hidden-sheet sheet "Gone" A1',
      'hidden-text sheet "Open" B1:B6',
      'macros sheet "Deep"',
    ]);
  });

  const TELLING: BiffSpec = {
    globals: [
      [0x5c, pack(string16('jcarter'), latin(' '.repeat(30)))],
      [0x1ae, pack([2, 1], string16('\u0001rota.xls'), string16('Rota'))],
      [0x59, pack([2, 1], [2, 0])],
      [0x5a, pack([1, 1], [1, 0], [2, 4], [1, 2], string16('Bell'), [1, 1], [8, 3])],
      [
        0x18,
        pack(
          [2, 1],
          [1, 0],
          [1, 4],
          [2, 7],
          [2, 0],
          [2, 0],
          [4, 0],
          [1, 0],
          latin('list'),
          [1, 0x17],
          string8('Dent'),
        ),
      ],
      ...TABLE,
    ],
    sheets: [
      {
        name: 'Data',
        records: [
          [0x14, string16('&LStation &P')],
          cell.text(0, 0, 'x'),
          [0x5d, pack([2, 0x15], [2, 18], [2, 0x19], [2, 1], new Uint8Array(14))],
          [0x1b6, pack(new Uint8Array(10), [2, 6], [2, 16], [4, 0])],
          [0x3c, pack([1, 0], latin('remark'))],
          [0x3c, new Uint8Array(16)],
          [0x5d, pack([2, 0x15], [2, 18], [2, 6], [2, 2], new Uint8Array(14))],
          [0x1b6, pack(new Uint8Array(10), [2, 3], [2, 16], [4, 0])],
          [0x3c, pack([1, 0], latin('box'))],
          [0x1c, pack([2, 0], [2, 0], [2, 0], [2, 1], string16('A. Bell'))],
          [
            0x1be,
            pack(
              [4, 3],
              string16('\0'),
              string16('Choose'),
              string16('\0'),
              string16('\0'),
              [2, 6],
              [2, 0],
              [1, 0x17],
              [1, 3],
              [1, 0],
              latin('a\0b'),
            ),
          ],
        ],
      },
    ],
    streams: {
      '_SX_DB_CUR/0001': pack(
        ...(
          [
            [0xc6, pack([4, 2], [2, 1], [2, 0], [2, 0], [2, 2], [2, 2])],
            [0xc7, pack([2, 1], [2, 0], [2, 0], [2, 2], [2, 2], [2, 2], [2, 3], string16('Rank'))],
            [0xcd, string16('PC')],
            [0xcd, string16('PS')],
            [0xcd, string16('DCI')],
            [0xc7, pack([2, 0], [2, 0], [2, 0], [2, 0], [2, 0], [2, 0], [2, 0], string16('Number'))],
            [0xc8, pack([1, 1])],
            [0xc9, pack([8, 41])],
            [0xc8, pack([1, 0])],
            [0xc9, pack([8, 42])],
          ] as const
        ).flatMap(([type, data]) => [[2, type] as const, [2, data.length] as const, data]),
      ),
      '_VBA_PROJECT_CUR/VBA/dir': latin('x'),
      'MBD0001/\u0001Ole10Native': pack(
        [4, 60],
        [2, 2],
        latin('list.csv\0C:\\list.csv\0'),
        [4, 0x30000],
        [4, 4],
        latin('a\0\0\0'),
        [4, 7],
        latin('a,b\n1,2'),
      ),
    },
  };

  it('takes shared strings behind the sheets’ beginning for none of theirs, and reads them', async () => {
    const table = (...texts: string[]) =>
      [0xfc, pack([4, texts.length], [4, texts.length], ...texts.map((text) => string16(text)))] as const;
    const { findings, texts, tables, inspection } = await seen(
      writeXls({
        globals: [...STYLES, table('Rank', 'Station')],
        sheets: [
          {
            name: 'Data',
            records: [cell.shared(0, 0, 0), table('Late'), cell.shared(0, 1, 1), cell.text(0, 2, 'Own')],
          },
        ],
      }),
      'a.xls',
    );
    expect(inspection.inspected).toBe('full');
    expect(tables.map(({ cells }) => cells)).toEqual([['Rank', 'Station', 'Own']]);
    expect(findings).toEqual(['hidden-text @ a.xls > shared strings']);
    expect(texts).toContainEqual(expect.objectContaining({ where: 'a.xls > shared strings', text: 'Late' }));
  });

  it('reads every other place where data stands', async () => {
    const { findings, texts, tables } = await seen(writeXls(TELLING), 'a.xls');
    expect(findings.sort()).toEqual([
      'comments @ a.xls > sheet "Data" > comments',
      'defined-names @ a.xls > defined names',
      'embedded-file @ a.xls > embedded "list.csv"',
      'external-link-cache @ a.xls > external link 1',
      'hidden-text @ a.xls > shared strings',
      'macros @ a.xls > macros',
      'metadata @ a.xls > user name',
      'pivot-cache @ a.xls > pivot cache 1',
    ]);
    const said = Object.fromEntries(texts.map(({ where, text }) => [where, text]));
    expect(said).toMatchObject({
      'a.xls > sheet "Data" > header and footer': 'Station',
      'a.xls > sheet "Data" > data validation': 'Choose\na\nb',
      'a.xls > sheet "Data" > drawing': 'box',
      'a.xls > sheet "Data" > comments': 'A. Bell\nremark',
      'a.xls > defined names': 'list: Dent',
      'a.xls > user name': 'jcarter',
      'a.xls > links': 'rota.xls',
    });
    const cells = Object.fromEntries(tables.map(({ where, cells }) => [where, cells]));
    expect(cells['a.xls > external link 1 > sheet "Rota"']).toEqual(['Bell', '3']);
    expect(cells['a.xls > pivot cache 1']).toEqual(['Rank', 'Number', 'PS', '41', 'PC', '42', 'DCI']);
    expect(cells['a.xls > embedded "list.csv"']).toEqual(['a', 'b', '1', '2']);
  });

  it('ends in a Report, with a reason, whatever happens to the records', async () => {
    const whole = writeBiff(TELLING);
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.option(fc.nat(whole.length)),
        async (changes, cut) => {
          const bytes = whole.slice(0, cut ?? whole.length);
          for (const { at, byte } of changes) if (at < bytes.length) bytes[at] = byte;
          const { inspection } = await collect(new Blob([bytes.length < 16 ? whole.slice() : bytes.slice()]));
          const reasons = inspection.findings.filter((f) =>
            /^(damaged|encrypted|unknown-format|over-limit)$/.test(f.rule),
          );
          expect(reasons.length > 0 || inspection.inspected === 'full').toBe(true);
          expect(reasons.filter((f) => f.message.includes('breaks the rules'))).toEqual([]);
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });
});
