// Sheets and rows of a workbook that nobody can get to though nothing calls them hidden: told as hidden, and what the copy makes
// of them.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { remedy } from '../../../utils/remedy/index.ts';
import { collect } from '../../fixtures/collect.ts';
import { row, sheet, writeFlatOdf, writeOdf } from '../../fixtures/odf.ts';
import { XML } from '../../fixtures/opc.ts';
import { type WorkbookSpec, writeWorkbook } from '../../fixtures/workbook.ts';
import { partsOf } from '../../remedy/checklist.ts';

const asset = async (name: string) => {
  throw new Error(`no asset ${name} in this test`);
};

/** A workbook of two sheets with these views of the workbook and of its first sheet. */
function workbook(bookViews: string, sheetViews = ''): Uint8Array<ArrayBuffer> {
  const spec: WorkbookSpec = {
    sheets: [
      {
        name: 'Answer',
        rows: [
          ['first a', 'first b'],
          ['second a', 'second b'],
          ['third a', 'third b'],
        ],
      },
      { name: 'Data', rows: [['needle']] },
    ],
  };
  const parts = unzipSync(writeWorkbook(spec));
  const change = (part: string, before: RegExp, more: string) => {
    const text = strFromU8(parts[part]!);
    expect(text).toMatch(before);
    parts[part] = strToU8(text.replace(before, (tag) => more + tag));
  };
  if (bookViews) change('xl/workbook.xml', /<sheets>/, `<bookViews>${bookViews}</bookViews>`);
  if (sheetViews)
    change(
      'xl/worksheets/sheet1.xml',
      /<(sheetFormatPr|cols|sheetData)\b/,
      `<sheetViews>${sheetViews}</sheetViews>`,
    );
  return zipSync(parts) as Uint8Array<ArrayBuffer>;
}

async function hiddenSheets(bytes: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const { tables } = await collect(bytes);
  return tables
    .filter(({ hidden }) => hidden.includes('hidden-sheet'))
    .map(({ place }) => place.at(-1) ?? '');
}

const clean = (bytes: Uint8Array<ArrayBuffer>) =>
  remedy(new Blob([bytes]), 'a.xlsx', { kind: 'clean', asset });

describe('Sheets without a tab', () => {
  const first = 'sheet "Answer"';
  const second = 'sheet "Data"';
  it.each([
    ['no view is said', '', []],
    ['tabs are shown', '<workbookView/>', []],
    ['tabs are shown, and said to be', '<workbookView showSheetTabs="1"/>', []],
    ['the first sheet is open', '<workbookView showSheetTabs="0"/>', [second]],
    ['the second sheet is open', '<workbookView showSheetTabs="false" activeTab="1"/>', [first]],
    ['another window has tabs', '<workbookView showSheetTabs="0"/><workbookView/>', []],
    [
      'two windows show one each',
      '<workbookView showSheetTabs="0"/><workbookView showSheetTabs="0" activeTab="1"/>',
      [],
    ],
    ['the window is hidden', '<workbookView visibility="hidden"/>', [first, second]],
    ['one window of two is hidden', '<workbookView visibility="veryHidden"/><workbookView/>', []],
    [
      'the one with tabs is hidden',
      '<workbookView visibility="hidden"/><workbookView showSheetTabs="0"/>',
      [second],
    ],
  ])('are hidden or not where %s', async (_, views, hidden) => {
    expect(await hiddenSheets(workbook(views))).toEqual(hidden);
  });

  it('go from the copy, and the one that is open stays', async () => {
    const made = await clean(workbook('<workbookView showSheetTabs="0"/>'));
    if (made.outcome !== 'cleaned') throw new Error(made.reason);
    expect(made.changes).toContainEqual({
      what: 'hidden-sheet',
      count: 1,
      named: [{ name: 'Data', rows: 1 }],
    });
    const parts = [...(await partsOf(made.file))].map(([name, text]) => name + text).join('');
    expect(parts).not.toContain('needle');
    expect(parts).toContain('second b');
  });

  it('leave no copy where the window is hidden', async () => {
    expect(await clean(workbook('<workbookView visibility="hidden"/>'))).toMatchObject({
      outcome: 'refused',
      reason: 'no-visible-sheet',
    });
  });
});

describe('Rows and columns before frozen panes', () => {
  const view = (first: string, pane: string) =>
    `<sheetView topLeftCell="${first}" workbookViewId="0"><pane ${pane}/></sheetView>`;
  const rows = view('A3', 'ySplit="1" topLeftCell="A4" state="frozen"');
  const columns = view('B1', 'xSplit="1" topLeftCell="C1" state="frozenSplit"');

  it.each([
    ['rows', rows, ['first a', 'first b', 'second a', 'second b']],
    ['columns', columns, ['first a', 'second a', 'third a']],
    [
      'rows in one window of two',
      `${rows}${view('A2', 'ySplit="1" state="frozen"')}`,
      ['first a', 'first b'],
    ],
    ['none where the panes only split the window', view('C3', 'xSplit="900" ySplit="900" state="split"'), []],
    [
      'none where only columns are frozen, and rows are scrolled',
      view('A3', 'xSplit="1" state="frozen"'),
      [],
    ],
    ['none where the panes begin at the first cell', view('A1', 'ySplit="1" state="frozen"'), []],
  ])('are hidden: %s', async (_, views, hidden) => {
    const { tables } = await collect(workbook('', views));
    const table = tables[0]!;
    const texts = [...table.flags].flatMap(([at]) => {
      const [row = 0, column = 0] = at.split(',').map(Number);
      return [table.rows.get(row)?.get(column)];
    });
    expect(texts).toEqual(hidden);
  });

  it('are seen in the copy, which begins with the first cell', async () => {
    const made = await clean(workbook('', rows));
    if (made.outcome !== 'cleaned') throw new Error(made.reason);
    const bytes = new Uint8Array(await made.file.arrayBuffer());
    const { tables } = await collect(bytes);
    expect([...tables[0]!.flags]).toEqual([]);
    expect(tables[0]!.rows.get(0)?.get(0)).toBe('first a');
    expect((await partsOf(made.file)).get('xl/worksheets/sheet1.xml')).toContain('topLeftCell="A4"');
  });
});

describe('Sheets without a tab in OpenDocument workbooks', () => {
  const settings = (tabs: string, active: string) =>
    `<office:settings xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry><config:config-item config:name="ActiveTable" config:type="string">${active}</config:config-item><config:config-item config:name="HasSheetTabs" config:type="boolean">${tabs}</config:config-item></config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings>`;
  const SHEETS = {
    kind: 'spreadsheet' as const,
    body: sheet('Answer', row(['Seen'])) + sheet('Data', row(['needle'])),
  };
  const made = (tabs: string, active: string) =>
    writeOdf({
      ...SHEETS,
      members: [
        {
          name: 'settings.xml',
          data: `${XML}<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">${settings(tabs, active)}</office:document-settings>`,
        },
      ],
    });

  it.each([
    ['true', 'Answer', []],
    ['false', 'Answer', ['sheet "Data"']],
    ['false', 'Data', ['sheet "Answer"']],
  ])('are hidden or not: tabs %s, open %s', async (tabs, active, hidden) => {
    expect(await hiddenSheets(made(tabs, active))).toEqual(hidden);
    const flat = new TextDecoder().decode(writeFlatOdf(SHEETS));
    const whole = flat.replace(
      '<office:automatic-styles>',
      `${settings(tabs, active)}<office:automatic-styles>`,
    );
    expect(await hiddenSheets(new TextEncoder().encode(whole))).toEqual(hidden);
  });

  it('go from the copy, and the one that is open stays', async () => {
    const copy = await remedy(new Blob([made('false', 'Answer')]), 'a.ods', { kind: 'clean', asset });
    if (copy.outcome !== 'cleaned') throw new Error(copy.reason);
    expect(copy.changes).toContainEqual({
      what: 'hidden-sheet',
      count: 1,
      named: [{ name: 'Data', rows: 1 }],
    });
    const parts = [...(await partsOf(copy.file))].map(([name, text]) => name + text).join('');
    expect(parts).not.toContain('needle');
    expect(parts).toContain('Seen');
  });
});
