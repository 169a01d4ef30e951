import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { hiddenDetector } from '../../../../../utils/inspect/detectors/hidden.ts';
import { collect, grid } from '../../../../fixtures/collect.ts';
import { seen } from '../../../../fixtures/inspected.ts';

const ROWS = [
  ['Surname', 'Rank', 'Number', 'Here'],
  ['Ashworth', 'PC', 12.5, true],
  ['Bell', 'PS', -7, false],
  ['Ńowak', 'PC', 123_456_789, true],
  ['Dent', 'DCI', 0.1, true],
];

/** SheetJS as an independent writer. */
function write(): Uint8Array<ArrayBuffer> {
  const sheet = XLSX.utils.aoa_to_sheet(ROWS);
  sheet['!cols'] = [{}, {}, { hidden: true }];
  sheet['!rows'] = [{}, {}, { hidden: true }];
  sheet.B2!.c = [{ a: 'A. Bell', t: 'on leave' }];
  const gone = XLSX.utils.aoa_to_sheet([['x', 1]]);
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, 'Data');
  XLSX.utils.book_append_sheet(book, gone, 'Gone');
  XLSX.utils.book_append_sheet(book, gone, 'Deep');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }, { Hidden: 2 }] };
  book.Props = { Author: 'A. Bell' };
  return new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsb', bookSST: true }) as ArrayBuffer);
}

describe('xlsb', () => {
  it('reads every cell that an independent writer wrote', async () => {
    const { inspection, tables } = await collect(write());
    expect(inspection).toMatchObject({ format: 'xlsb', inspected: 'full' });
    const shown = ROWS.map((row) =>
      row.map((v) => (typeof v === 'boolean' ? String(v).toUpperCase() : String(v))),
    );
    expect(grid(tables[0])).toEqual(shown);
    expect(tables.map(({ place, cells }) => [place[1], cells])).toEqual([
      ['sheet "Data"', 20],
      ['sheet "Gone"', 2],
      ['sheet "Deep"', 2],
    ]);
  });

  it('sees what is hidden, the comments and who wrote', async () => {
    const { findings } = await seen(write(), 'a.xlsb', { detectors: [hiddenDetector] });
    expect(findings.sort()).toEqual([
      'comments @ a.xlsb > sheet "Data" > comments',
      'hidden-columns @ a.xlsb > sheet "Data" > C1:C5',
      'hidden-rows @ a.xlsb > sheet "Data" > A3:D3',
      'hidden-sheet @ a.xlsb > sheet "Deep" > A1:B1',
      'hidden-sheet @ a.xlsb > sheet "Gone" > A1:B1',
      'metadata @ a.xlsb > properties',
    ]);
    const said = (await seen(write(), 'a.xlsb')).texts.find(({ where }) => where.endsWith('comments'));
    expect(said?.text).toBe('A. Bell\non leave');
  });

  it('ends in a Report, with a reason, whatever happens to the bytes', async () => {
    const whole = write();
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = whole.slice();
        for (const { at, byte } of changes) bytes[at] = byte;
        const { inspection } = await collect(bytes);
        const reasons = inspection.findings.filter((f) =>
          /^(damaged|encrypted|unknown-format|over-limit)$/.test(f.rule),
        );
        expect(reasons.length > 0 || inspection.inspected === 'full').toBe(true);
        expect(reasons.filter((f) => f.message.includes('breaks the rules'))).toEqual([]);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});
