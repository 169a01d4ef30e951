// Workbooks as SheetJS writes and reads them, in every format that it knows, against our Readers: the same cells, the
// same hidden sheets, rows and columns.
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { collect } from '../../../fixtures/collect.ts';
import { Random } from '../../../fixtures/people.ts';
import { differences } from '../../../fixtures/sheetjs.ts';
import { writeWorkbook } from '../../../fixtures/workbook.ts';

const random = new Random(19_290_101);
const value = (i: number) =>
  [
    `Station ${random.int(1, 40)}`,
    random.int(-5, 99_999),
    random.int(0, 1) === 1,
    random.int(1, 999) / 8,
    `Ünïcode „${i}" <&> ✓`,
    '',
  ][i % 6]!;
const rows = Array.from({ length: 120 }, (_, r) => Array.from({ length: 7 }, (_, c) => value(r * 7 + c)));

function book(): XLSX.WorkBook {
  const made = XLSX.utils.book_new();
  const first = XLSX.utils.aoa_to_sheet(rows);
  first['!rows'] = [];
  for (const row of [3, 4, 77]) first['!rows'][row] = { hidden: true };
  first['!cols'] = [];
  first['!cols'][2] = { hidden: true };
  XLSX.utils.book_append_sheet(made, first, 'Duties');
  XLSX.utils.book_append_sheet(made, XLSX.utils.aoa_to_sheet([['List'], ['North'], ['South']]), 'Hidden');
  XLSX.utils.book_append_sheet(made, XLSX.utils.aoa_to_sheet([['Deep'], [1]]), 'Deep');
  made.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }, { Hidden: 2 }] };
  return made;
}

/** What SheetJS cannot write into a format, so that it is not there for anybody. */
const LEFT_OUT: Readonly<Record<string, readonly ('sheets' | 'rows' | 'columns')[]>> = {
  // Its writers of these leave hidden rows, columns or sheets out; read again by SheetJS, they are not there either.
  biff8: ['rows'],
  biff5: ['rows', 'columns'],
  ods: ['rows', 'columns', 'sheets'],
  fods: ['rows', 'columns', 'sheets'],
};

const FORMATS: readonly [XLSX.BookType, string][] = [
  ['xlsx', 'xlsx'],
  ['xlsm', 'xlsm'],
  ['xlsb', 'xlsb'],
  ['biff8', 'xls'],
  ['biff5', 'xls'],
  ['ods', 'ods'],
  ['fods', 'fods'],
];

describe('a workbook that SheetJS wrote', () => {
  it.each(FORMATS)('as %s has the same cells and hidden flags for both', async (bookType, format) => {
    const bytes = new Uint8Array(XLSX.write(book(), { type: 'array', bookType }) as ArrayBuffer);
    const theirs = XLSX.read(bytes, { cellStyles: true, sheetStubs: false });
    const { inspection, tables } = await collect(bytes);
    expect(inspection).toMatchObject({ format, inspected: 'full' });
    const wrong: Record<string, string[]> = {};
    for (const [i, name] of theirs.SheetNames.entries()) {
      const table = tables.find(({ place }) => place.at(-1) === `sheet "${name}"`);
      const found = table ? differences(theirs.Sheets[name]!, table) : ['no such sheet'];
      const hidden = (theirs.Workbook?.Sheets?.[i]?.Hidden ?? 0) > 0;
      if (table && hidden !== table.hidden.includes('hidden-sheet')) found.push('the state of the sheet');
      if (found.length > 0) wrong[name] = found;
    }
    expect(wrong).toEqual({});
    // What SheetJS was asked to hide is hidden for us, unless its writer left it out.
    const out = LEFT_OUT[bookType] ?? [];
    const duties = tables.find(({ place }) => place.at(-1) === 'sheet "Duties"')!;
    const flagged = (flag: number) => [...duties.flags.values()].some((flags) => (flags & flag) !== 0);
    expect([flagged(1), flagged(2)]).toEqual([!out.includes('rows'), !out.includes('columns')]);
    const states = tables.map(({ hidden }) => hidden.includes('hidden-sheet'));
    expect(states).toEqual(out.includes('sheets') ? [false, false, false] : [false, true, true]);
  });

  it.each(['csv', 'txt'] as const)('as %s has the same cells for both', async (bookType) => {
    // SheetJS writes .txt as UTF-16 with tabs.
    const written = XLSX.write(book(), { type: 'buffer', bookType }) as Buffer;
    const parsed =
      bookType === 'csv'
        ? XLSX.read(written.toString('utf8').replace(/^\ufeff/, ''), { raw: true, type: 'string' })
        : XLSX.read(written, { raw: true, type: 'buffer' });
    const theirs = XLSX.utils.sheet_to_json<string[]>(parsed.Sheets.Sheet1!, {
      header: 1,
      raw: false,
      defval: '',
    });
    const { tables } = await collect(new Uint8Array(written));
    const [table] = tables;
    for (const [r, row] of theirs.entries()) {
      for (const [c, cell] of row.entries()) {
        expect([r, c, table!.rows.get(r)?.get(c) ?? '']).toEqual([r, c, cell]);
      }
    }
  });
});

describe('a workbook that our fixtures write', () => {
  it.each([{}, { strings: 'inline' as const }, { prefix: 'x' }, { strict: true }])(
    'has the same cells and hidden flags for SheetJS, %j',
    async (odd) => {
      const bytes = writeWorkbook({
        sheets: [
          { name: 'A', rows: rows.map((row) => [...row]), hiddenRows: [1, 2, 50], hiddenColumns: [4] },
          { name: 'B', rows: [['x']], state: 'veryHidden' },
        ],
        ...odd,
      });
      const theirs = XLSX.read(bytes, { cellStyles: true });
      const { tables } = await collect(bytes);
      for (const [i, name] of theirs.SheetNames.entries()) {
        expect(differences(theirs.Sheets[name]!, tables[i]!)).toEqual([]);
      }
      expect(theirs.Workbook?.Sheets?.map(({ Hidden }) => Hidden)).toEqual([0, 2]);
      expect(tables.map(({ hidden }) => hidden)).toEqual([[], ['hidden-sheet']]);
    },
  );
});
