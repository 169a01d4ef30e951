// Rows and columns that nobody called hidden and that are too thin to show anything: hidden ones in every kind of workbook.
// Those that separate, a little thicker, are not.

import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { loadAsset } from '../../../../bin/assets.ts';
import { hiddenDetector } from '../../../../utils/inspect/detectors/hidden.ts';
import { isLow, isNarrow } from '../../../../utils/inspect/readers/thin.ts';
import { remedy } from '../../../../utils/remedy/index.ts';
import { cell, writeXls } from '../../../fixtures/biff.ts';
import { collect } from '../../../fixtures/collect.ts';
import { p, writeDocx } from '../../../fixtures/docx.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { row, sheet, writeOdf } from '../../../fixtures/odf.ts';
import { type SheetSpec, writeWorkbook } from '../../../fixtures/workbook.ts';
import { partsOf, repairCauses } from '../../../remedy/checklist.ts';

const ROWS = [
  ['a', 'b', 'c'],
  ['d', 'e', 'f'],
  ['g', 'h', 'i'],
];
const found = async (bytes: Uint8Array<ArrayBuffer>, name: string) =>
  (await seen(bytes, name, { detectors: [hiddenDetector] })).findings
    .map((finding) => finding.replace(/ @ .*> /, ' '))
    .filter((finding) => /^hidden-(rows|columns)/.test(finding))
    .sort();
const xlsx = (more: Partial<SheetSpec>) => writeWorkbook({ sheets: [{ name: 'A', rows: ROWS, ...more }] });

describe('a size', () => {
  it.each([['0'], ['0.02'], ['2'], [' 1.5 '], ['1e0'], ['.5'], ['-0']])(
    'shows nothing of a row: "%s"',
    (size) => {
      expect(isLow(size)).toBe(true);
    },
  );
  it.each([['2.1'], ['15'], [''], ['-1'], ['auto'], [undefined]])(
    'shows something, or is none: "%s"',
    (size) => {
      expect(isLow(size)).toBe(false);
    },
  );
  it('of a column is counted in characters', () => {
    expect([isNarrow('0.02'), isNarrow('0.1'), isNarrow('0.28515625'), isNarrow('1')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('rows and columns too thin to see', () => {
  it.each<[string, Partial<SheetSpec>, string[]]>([
    ['narrow', { columnWidths: { 1: 0.02, 2: '0.1' } }, ['hidden-columns B1:C3']],
    ['low', { rowHeights: { 1: 0.1, 2: 2 } }, ['hidden-rows A2:C3']],
    ['those that separate', { rowHeights: { 1: 2.25 }, columnWidths: { 1: 0.28515625, 2: 1 } }, []],
    [
      'rows that say nothing of it',
      { format: 'defaultRowHeight="0.5" customHeight="1"', rowHeights: { 0: 15 } },
      ['hidden-rows A2:C3'],
    ],
    ['what a program wrote by itself', { format: 'defaultRowHeight="0"' }, []],
    [
      'columns that say nothing of it',
      { format: 'defaultRowHeight="15" defaultColWidth="0.05"', columnWidths: { 0: 9, 1: 9 } },
      ['hidden-columns C1:C3'],
    ],
    ['empty ones', { rows: [['a', null, 'c']], columnWidths: { 1: 0.02 }, rowHeights: { 7: 0.1 } }, []],
  ])('are hidden in .xlsx: %s', async (_, more, findings) => {
    expect(await found(xlsx(more), 'a.xlsx')).toEqual(findings);
  });

  it('are hidden in .xlsb', async () => {
    const made = XLSX.utils.aoa_to_sheet(ROWS);
    made['!cols'] = [{}, { width: 0.05 }, { width: 2 }];
    made['!rows'] = [{}, { hpt: 1 }, { hpt: 3 }];
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, made, 'A');
    const bytes = new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsb' }) as ArrayBuffer);
    expect(await found(bytes, 'a.xlsb')).toEqual(['hidden-columns B1:B3', 'hidden-rows A2:C2']);
  });

  it('are hidden in .xlsb where the sheet says so of all columns', async () => {
    const made = XLSX.utils.aoa_to_sheet(ROWS);
    made['!cols'] = [{ width: 9 }];
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, made, 'A');
    const parts = unzipSync(
      new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsb' }) as ArrayBuffer),
    );
    const sheetPart = Buffer.from(parts['xl/worksheets/sheet1.bin'] as Uint8Array);
    // BrtWsFmtInfo stands before BrtBeginColInfos: a twenty-fifth of a character for all columns that say nothing.
    const columns = sheetPart.indexOf(Buffer.from([0x86, 0x03, 0x00]));
    expect(columns).toBeGreaterThan(0);
    const format = [0xe5, 0x03, 12, 10, 0, 0, 0, 8, 0, 0x2c, 1, 0, 0, 0, 0];
    parts['xl/worksheets/sheet1.bin'] = Buffer.concat([
      sheetPart.subarray(0, columns),
      Buffer.from(format),
      sheetPart.subarray(columns),
    ]);
    expect(await found(new Uint8Array(zipSync(parts)), 'a.xlsb')).toEqual(['hidden-columns B1:C3']);
  });

  it('are hidden in .xls', async () => {
    const cells = [0, 1, 2].flatMap((at) => [
      cell.number(at, 0, 1),
      cell.number(at, 1, 2),
      cell.number(at, 2, 3),
    ]);
    const columns = (col: number, width: number) =>
      [0x7d, Uint8Array.of(col, 0, col, 0, width & 255, width >> 8, 15, 0, 0, 0, 0, 0)] as const;
    const records = [
      columns(1, 12),
      columns(2, 256),
      cell.row(0, false),
      cell.row(1, false, 30),
      cell.row(2, false, 60),
      ...cells,
    ];
    expect(await found(writeXls({ sheets: [{ name: 'A', records: records as never }] }), 'a.xls')).toEqual([
      'hidden-columns B1:B3',
      'hidden-rows A2:C2',
    ]);
  });

  it('are hidden in .ods', async () => {
    const style = (family: string, name: string, properties: string) =>
      `<style:style style:family="table-${family}" style:name="${name}"><style:table-${family}-properties ${properties}/></style:style>`;
    const bytes = writeOdf({
      kind: 'spreadsheet',
      styles:
        style('column', 'narrow', 'style:column-width="0.02cm"') +
        style('column', 'separates', 'style:column-width="0.1cm"') +
        style('row', 'low', 'style:row-height="0.05cm"') +
        style('row', 'fits', 'style:row-height="0.05cm" style:use-optimal-row-height="true"'),
      body: sheet(
        'A',
        '<table:table-column/><table:table-column table:style-name="narrow"/><table:table-column table:style-name="separates"/>' +
          row(ROWS[0]!) +
          row(ROWS[1]!, 'table:style-name="low"') +
          row(ROWS[2]!, 'table:style-name="fits"'),
      ),
    });
    expect(await found(bytes, 'a.ods')).toEqual(['hidden-columns B1:B3', 'hidden-rows A2:C2']);
  });

  it('are hidden in tables of .docx whose rows do not grow', async () => {
    const rowOf = (text: string, rule: string) =>
      `<w:tr><w:trPr><w:trHeight w:val="20" w:hRule="${rule}"/></w:trPr><w:tc>${p(text)}</w:tc></w:tr>`;
    const body = `<w:tbl>${rowOf('a', 'exact') + rowOf('b', 'atLeast') + rowOf('b', 'exact')}</w:tbl>`;
    const { tables } = await collect(writeDocx({ body }));
    expect(tables.map(({ flags }) => [...flags.keys()])).toEqual([['0,0', '2,0']]);
  });

  it('are hidden in tables of .docx whose columns do not grow', async () => {
    const cell = (text: string, width = 3000, span = 1) =>
      `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/><w:gridSpan w:val="${span}"/></w:tcPr>${p(text)}</w:tc>`;
    const tableOf = (layout: string, rows: string[]) =>
      `<w:tbl><w:tblPr><w:tblLayout w:type="${layout}"/></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="10"/><w:gridCol w:w="10"/></w:tblGrid>${rows.map((row) => `<w:tr>${row}</w:tr>`).join('')}</w:tbl>`;
    const rows = [
      cell('a') + cell('b', 1) + cell('c', 21),
      cell('d') + cell('e', 0) + cell('f', 0),
      cell('g') + cell('h', 0, 2),
      cell('i') + cell('j', 21, 2),
    ];
    const bytes = (layout: string) => writeDocx({ body: tableOf(layout, rows) });
    const hiddenIn = async (layout: string) =>
      (await collect(bytes(layout))).tables.flatMap(({ flags }) => [...flags.keys()]);
    // By row and column, from 0.
    expect(await hiddenIn('fixed')).toEqual(['0,1', '1,1', '1,2', '2,1']);
    expect(await hiddenIn('autofit')).toEqual([]);
  });

  it.each<[string, Partial<SheetSpec>]>([
    ['narrow and low', { columnWidths: { 1: 0.02 }, rowHeights: { 1: 0.1 } }],
    [
      'by the sheet',
      {
        format: 'defaultRowHeight="0.5" customHeight="1" defaultColWidth="0.05"',
        rowHeights: { 0: 15, 2: 15 },
        columnWidths: { 0: 9, 2: 9 },
      },
    ],
  ])('are emptied in a cleaned copy: %s', async (_, more) => {
    const rows = [
      ['a', 'needle', 'c'],
      ['needle', 'needle', 'needle'],
      ['g', 'needle', 'i'],
    ];
    const made = await remedy(new Blob([xlsx({ ...more, rows })]), 'a.xlsx', {
      kind: 'clean',
      asset: loadAsset,
    });
    if (made.outcome !== 'cleaned') throw new Error(made.reason);
    const parts = await partsOf(made.file);
    for (const [name, text] of parts) expect([name, text.includes('needle')]).toEqual([name, false]);
    expect(await repairCauses(made.file)).toEqual([]);
    const [table] = (await seen(made.file, 'a.xlsx')).tables;
    expect(table?.cells).toEqual(['a', 'c', 'g', 'i']);
    expect(made.changes.map(({ what, count }) => [what, count])).toEqual([
      ['hidden-rows', 1],
      ['hidden-columns', 1],
    ]);
  });
});
