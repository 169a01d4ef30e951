// Cleaned copies of workbooks: nothing that was hidden is left in any inflated part, everything that was seen still is.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { remedy } from '../../../utils/remedy/index.ts';
import type { Remedied } from '../../../utils/remedy/remedy.ts';
import { collect, grid } from '../../fixtures/collect.ts';
import { type WorkbookSpec, writeWorkbook } from '../../fixtures/workbook.ts';
import { partsOf, repairCauses } from '../../remedy/checklist.ts';
import { ALL_SHEETS_AS_CSV, convert, hasOffice } from '../../remedy/office.ts';
import { differences } from '../../remedy/visible.ts';

const asset = async (name: string) => {
  throw new Error(`no asset ${name} in this test`);
};
const bytes = (text: string) => new TextEncoder().encode(text);

/** A workbook with something planted in every place that Cordon knows. Needles begin with `needle`. */
const EVERYWHERE: WorkbookSpec = {
  sheets: [
    {
      name: 'Answer',
      rows: [
        ['Month', 'Requests', 'needle-column', 'Share'],
        ['April', 12, 'needle-column-2', { formula: 'B2/B6', value: 0.3 }],
        ['needle-row', 5, 'x', 4],
        ['May', 28, 'needle-column-3', { formula: 'Secret!A1', value: 0.7 }],
        ['needle-filtered', 1, null, null],
        [
          'Total',
          { formula: 'SUM(B2,B4)', value: 40 },
          null,
          { formula: '"needle-literal"&B2', value: 'shown' },
        ],
        [
          'needle-white',
          'needle-format',
          null,
          { formula: 'VLOOKUP(A2,Secret!A1:B9,2,FALSE)', value: 'looked up' },
        ],
      ],
      hiddenRows: [2, 4],
      hiddenColumns: [2],
      invisibleCells: [[6, 1]],
      whiteCells: [[6, 0]],
      filter: 'A1:D6',
      comments: [{ ref: 'A2', author: 'needle-author', text: 'needle-comment' }],
      threadedComments: [{ ref: 'A4', person: 'needle-person', text: 'needle-thread' }],
      header: '&LForce answer',
      validationList: ['needle-choice', 'other'],
      textBox: 'A box that is seen',
      chart: { categories: ['Seen in the chart'], values: [1], embedded: bytes('needle-embedded-chart') },
      embedded: { name: 'needle.bin', data: bytes('needle-embedded') },
      printerSettings: bytes('needle-printer'),
      queryTable: 'needle-query',
    },
    { name: 'Secret', state: 'veryHidden', rows: [['needle-sheet', 'needle-b']] },
    { name: 'needle-name', state: 'hidden', rows: [['needle-hidden']] },
    { name: 'Notes', rows: [['Seen as well', 7]] },
  ],
  orphanStrings: ['needle-orphan'],
  definedNames: [{ name: 'needleName', value: '"needle-defined"', hidden: true }],
  pivotCaches: [{ fields: ['needle-field'], records: [['needle-record']] }],
  externalLinks: [{ target: 'needle-link.xlsx', sheets: [{ name: 'needle-s', rows: [['needle-cache']] }] }],
  connections: ['needle-connection'],
  customXml: ['<a>needle-xml</a>'],
  macros: bytes('needle-macro'),
  dataModel: bytes('needle-model'),
  properties: {
    author: 'needle-creator',
    lastModifiedBy: 'needle-last',
    company: 'needle-company',
    manager: 'needle-manager',
    custom: { key: 'needle-custom' },
  },
};

async function clean(book: Uint8Array<ArrayBuffer>, kind: 'clean' | 'csv' = 'clean') {
  const made = await remedy(new Blob([book]), 'reply.xlsm', { kind, asset });
  if (made.outcome !== 'cleaned') throw new Error(made.reason);
  return { ...made, bytes: new Uint8Array(await made.file.arrayBuffer()) };
}

const refusal = async (spec: WorkbookSpec): Promise<Remedied> =>
  remedy(new Blob([writeWorkbook(spec)]), 'a.xlsx', { kind: 'clean', asset });

async function needlesIn(file: Blob): Promise<string[]> {
  const found: string[] = [];
  for (const [name, text] of await partsOf(file))
    for (const match of `${name}\n${text}`.matchAll(/needle[-\w]*/gi)) found.push(`${name}: ${match[0]}`);
  return found;
}

describe('a cleaned workbook', () => {
  const variants: [string, Partial<WorkbookSpec>][] = [
    ['as Excel writes it', {}],
    ['with inline strings', { strings: 'inline' }],
    ['with prefixes', { prefix: 'x' }],
    ['with strict namespaces', { strict: true }],
    ['in UTF-16', { utf16: true }],
    ['without references', { withoutReferences: true }],
    ['under another folder', { folder: 'wtf' }],
  ];
  it.each(variants)('holds nothing that was hidden and everything that was seen, %s', async (_, more) => {
    const book = writeWorkbook({ ...EVERYWHERE, ...more });
    const copy = await clean(book);
    expect(await needlesIn(copy.file)).toEqual([]);
    expect(await repairCauses(copy.file)).toEqual([]);
    expect(copy.name).toBe('reply-cleaned.xlsx');
    const before = (await collect(book)).tables.find((table) => table.place[1] === 'sheet "Answer"');
    const after = await collect(copy.bytes);
    const table = after.tables.find(({ place }) => place[1] === 'sheet "Answer"');
    for (const [row, cells] of before?.rows ?? []) {
      for (const [col, text] of cells) {
        const hidden = (before?.flags.get(`${row},${col}`) ?? 0) & 7;
        expect([row, col, table?.rows.get(row)?.get(col)]).toEqual([row, col, hidden ? undefined : text]);
      }
    }
    expect(
      after.tables.filter(({ place }) => place.length === 2).map(({ place, hidden }) => [place[1], hidden]),
    ).toEqual([
      ['sheet "Answer"', []],
      ['sheet "Notes"', []],
    ]);
    if (!more.prefix && !more.utf16 && !more.folder) expect(await differences(book, copy.bytes)).toEqual([]);
  });

  it('is found clean when it is inspected again', async () => {
    const copy = await clean(writeWorkbook(EVERYWHERE));
    const { findings, inspected, format } = await inspect(copy.file, 'a.xlsx', { asset });
    expect({ findings, inspected, format }).toEqual({ findings: [], inspected: 'full', format: 'xlsx' });
  });

  it('keeps formulas that hold, and makes values of the others', async () => {
    const copy = await clean(writeWorkbook(EVERYWHERE));
    const parts = await partsOf(copy.file);
    const formulas = [...(parts.get('xl/worksheets/sheet1.xml') ?? '').matchAll(/<f>([^<]*)<\/f>/g)].map(
      (m) => m[1],
    );
    // B2/B6 and SUM(B2,B4) refer to what is seen; B3 and B5 lie in rows that were emptied, and none of them uses those.
    expect(formulas).toEqual(['B2/B6', 'SUM(B2,B4)']);
    expect(copy.changes).toContainEqual({ what: 'formulas-to-values', count: 3 });
  });

  it('says what was left out', async () => {
    const { changes } = await clean(writeWorkbook(EVERYWHERE));
    const said = Object.fromEntries(changes.map(({ what, count }) => [what, count]));
    expect(said).toMatchObject({
      'hidden-sheet': 2,
      'hidden-rows': 2,
      'hidden-columns': 1,
      'hidden-text': 2,
      comments: 2,
      connections: 1,
      macros: 1,
      'external-link-cache': 1,
    });
  });

  it('names the sheets that go, and says how many of their rows have something in them', async () => {
    const rows = [['needle', 'PC'], [], ['needle-b', 'PS'], [null, null]];
    const book = writeWorkbook({
      sheets: [
        { name: 'Answer', rows: [['Officers', 40]] },
        { name: 'Data 2', state: 'hidden', rows },
        { name: 'Empty', state: 'veryHidden', rows: [] },
      ],
    });
    const named = [{ name: 'Data 2', rows: 2 }, { name: 'Empty' }];
    for (const kind of ['clean', 'csv'] as const) {
      const { changes } = await clean(book, kind);
      const hidden = changes.find(({ what }) => what === 'hidden-sheet');
      expect([kind, hidden?.named?.filter(({ rows }) => rows)]).toEqual([kind, named.slice(0, 1)]);
      if (kind === 'clean') expect(hidden).toEqual({ what: 'hidden-sheet', count: 2, named });
    }
  });

  it('leaves the original as it was', async () => {
    const book = writeWorkbook(EVERYWHERE);
    const before = book.slice();
    await clean(book);
    expect(book).toEqual(before);
  });

  it('is not made where the copy would be wrong', async () => {
    const plain = { name: 'A', rows: [['x']] };
    expect(await refusal({ sheets: [{ ...plain, state: 'hidden' }] })).toEqual({
      outcome: 'refused',
      reason: 'no-visible-sheet',
    });
    expect(await remedy(new Blob(['no workbook']), 'a.xlsx', { kind: 'clean', asset })).toEqual({
      outcome: 'refused',
      reason: 'format',
    });
    const book = writeWorkbook({ sheets: [plain] });
    const cut = await remedy(new Blob([book.slice(0, book.length - 30)]), 'a.xlsx', { kind: 'clean', asset });
    expect(cut).toEqual({ outcome: 'refused', reason: 'unread' });
  });

  it('holds nothing under a merged cell, and the figures that were made of it', async () => {
    const book = writeWorkbook({
      sheets: [
        {
          name: 'Answer',
          rows: [
            ['Note', 'Twice', { formula: 'COUNTA(A2:A3)', value: 2 }],
            ['needle-one', 'Twice', { formula: 'B2', value: 'Twice' }],
            ['needle-two', 'seen', { formula: 'B3', value: 'seen' }],
          ],
          merges: ['A1:A3', 'B1:B2'],
        },
      ],
    });
    for (const kind of ['clean', 'csv'] as const) {
      const copy = await clean(book, kind);
      if (kind === 'csv') expect(await copy.file.text()).not.toContain('needle');
      else expect(await needlesIn(copy.file)).toEqual([]);
      const { tables } = await collect(copy.bytes);
      expect(grid(tables[0]).map((cells) => cells[2])).toEqual(['2', 'Twice', 'seen']);
      expect(copy.changes).toContainEqual({ what: 'hidden-text', count: kind === 'clean' ? 3 : 2 });
    }
    const parts = await partsOf((await clean(book)).file);
    expect(parts.get('xl/worksheets/sheet1.xml')).toContain('<f>B3</f>');
    expect(parts.get('xl/worksheets/sheet1.xml')).not.toContain('<f>B2</f>');
  });

  it('keeps headers of first and even pages only where they are printed', async () => {
    const headers = '&amp;LForce answer</oddHeader><evenHeader>needle-even</evenHeader><firstHeader>First';
    const members = unzipSync(writeWorkbook({ sheets: [{ name: 'A', rows: [['x']], header: 'HEADER' }] }));
    const part = 'xl/worksheets/sheet1.xml';
    const sheet = strFromU8(members[part] as Uint8Array)
      .replace(/<oddHeader>[^<]*<\/oddHeader>/, `<oddHeader>${headers}</firstHeader>`)
      .replace('<headerFooter>', '<headerFooter differentFirst="1">');
    expect(sheet).toContain('needle-even');
    const copy = await clean(zipSync({ ...members, [part]: strToU8(sheet) }) as Uint8Array<ArrayBuffer>);
    const after = (await partsOf(copy.file)).get(part) ?? '';
    expect(after).not.toContain('needle');
    expect(after).toContain('<firstHeader>First</firstHeader>');
  });

  /** A workbook with some of its parts written otherwise. */
  function changed(
    spec: WorkbookSpec,
    changes: Readonly<Record<string, (part: string) => string>>,
  ): Uint8Array<ArrayBuffer> {
    const members = unzipSync(writeWorkbook(spec));
    for (const [name, change] of Object.entries(changes)) {
      const before = strFromU8(members[name] as Uint8Array);
      const after = change(before);
      expect([name, after === before]).toEqual([name, false]);
      members[name] = strToU8(after);
    }
    return zipSync(members) as Uint8Array<ArrayBuffer>;
  }

  it('keeps a series’ name where a cell that is seen says it, and no older one', async () => {
    const nameOf = async (says: string) => {
      const chart = { from: 'Answer!$A$2:$A$3', categories: ['April', 'May'], values: [1, 2] };
      const sheet = {
        name: 'Answer',
        rows: [
          ['Month', 'Number'],
          ['April', 1],
          ['May', 2],
        ],
        chart: { ...chart, name: { from: 'Answer!$B$1', says } },
      };
      const { file } = await clean(
        writeWorkbook({ sheets: [sheet, { name: 'H', state: 'hidden', rows: [['x']] }] }),
      );
      return /<c:tx>.*<\/c:tx>/.exec((await partsOf(file)).get('xl/charts/chart1.xml') ?? '')?.[0];
    };
    expect(await nameOf('Number')).toMatch(/<c:f>Answer!\$B\$1<\/c:f><c:strCache>.*<c:v>Number<\/c:v>/);
    expect(await nameOf('needle')).toBe('<c:tx><c:strRef><c:f>Answer!$B$1</c:f></c:strRef></c:tx>');
  });

  it('draws charts from rows that are seen, and shows nothing of hidden ones', async () => {
    const spec: WorkbookSpec = {
      sheets: [
        {
          name: 'Answer',
          rows: [
            ['April', 1],
            ['needle-row', 2],
            ['May', 3],
          ],
          hiddenRows: [1],
          chart: { from: 'Answer!$A$1:$A$3', categories: ['April', 'needle-row', 'May'], values: [1, 2, 3] },
        },
      ],
    };
    const part = 'xl/charts/chart1.xml';
    const chartOf = async (more: string) => {
      const book = changed(spec, { [part]: (text) => text.replace('</c:plotArea>', `</c:plotArea>${more}`) });
      return (await partsOf((await clean(book)).file)).get(part) ?? '';
    };
    const hides = await chartOf('<c:plotVisOnly val="1"/>');
    expect(hides).toContain('<c:f>Answer!$A$1:$A$3</c:f>');
    expect(hides).not.toContain('needle');
    // A chart that shows hidden rows as well shows this one.
    expect(await chartOf('<c:plotVisOnly val="0"/>')).toContain('needle-row');
  });

  it('keeps styles that something has, and of others nothing but their places', async () => {
    const spec: WorkbookSpec = {
      sheets: [
        { name: 'Answer', rows: [['a', 1]], table: { ref: 'A1:B1' } },
        { name: 'Hidden', state: 'hidden', rows: [['b', 2]] },
      ],
      definedNames: [{ name: '_xlnm.Print_Area', value: 'Answer!$A$1:$B$1' }],
    };
    const styles = `<numFmts count="2"><numFmt numFmtId="170" formatCode="&quot;needle-format&quot;0"/><numFmt numFmtId="171" formatCode="0&quot; shown&quot;"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="3"><xf/><xf/><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="1" numFmtId="170"/><xf xfId="2" numFmtId="171"/></cellXfs><cellStyles count="3"><cellStyle name="Normal" xfId="0" builtinId="0"/><cellStyle name="needle style" xfId="1"/><cellStyle name="Used" xfId="2"/></cellStyles><dxfs count="2"><dxf><numFmt numFmtId="172" formatCode="&quot;needle-rule&quot;"/></dxf><dxf><font><b/></font></dxf></dxfs><tableStyles count="1" defaultTableStyle="needle-own"><tableStyle name="needle-own" count="0"/></tableStyles>`;
    const rules =
      '<conditionalFormatting sqref="B1"><cfRule type="cellIs" dxfId="1" priority="1" operator="greaterThan"><formula>0</formula></cfRule>' +
      '<cfRule type="iconSet" priority="2"><iconSet><cfvo type="percent" val="0"/><cfvo type="num" val="Hidden!$A$1"/><cfvo type="formula" val="needle_name"/></iconSet></cfRule></conditionalFormatting>';
    const book = changed(spec, {
      'xl/styles.xml': (text) => text.replace(/(<styleSheet[^>]*>).*(<\/styleSheet>)/s, `$1${styles}$2`),
      'xl/worksheets/sheet1.xml': (text) =>
        text.replace(/<c r="B1"[^>]*>/, '<c r="B1" s="2">').replace('</sheetData>', `</sheetData>${rules}`),
      'xl/worksheets/sheet2.xml': (text) => text.replace(/<c r="B1"[^>]*>/, '<c r="B1" s="1">'),
      'xl/workbook.xml': (text) =>
        text.replace(
          /<definedName name="_xlnm.Print_Area"[^>]*>/,
          '<definedName name="_xlnm.Print_Area" localSheetId="0" description="needle" help="needle" comment="needle" customMenu="needle">',
        ),
      'xl/tables/table1.xml': (text) =>
        text
          .replace(
            / name="Table1" displayName="Table1"/,
            ' name="needle_table" displayName="needle_table" headerRowCount="0"',
          )
          .replace(
            /<tableColumn id="1" name="[^"]*"/,
            '<tableColumn id="1" name="needle-head" dataCellStyle="needle style"',
          ),
    });
    const copy = await clean(book);
    expect(await needlesIn(copy.file)).toEqual([]);
    expect(await repairCauses(copy.file)).toEqual([]);
    const parts = await partsOf(copy.file);
    const after = parts.get('xl/styles.xml') ?? '';
    expect(after.match(/<xf[ />]/g)).toHaveLength(6);
    expect(after).toContain('formatCode="0&quot; shown&quot;"');
    expect(after).toContain('name="Used"');
    expect(after.match(/<dxf(\/>|>)/g)).toEqual(['<dxf/>', '<dxf>']);
    expect(parts.get('xl/worksheets/sheet1.xml')).toMatch(/cellIs/);
    expect(parts.get('xl/worksheets/sheet1.xml')).not.toMatch(/iconSet/);
    expect(parts.get('xl/tables/table1.xml')).toMatch(/displayName="Table1".*name="Column1"/);
    expect(copy.changes).toContainEqual({ what: 'format-rules', count: 1 });
  });

  // What pandas and openpyxl write: programs that open the file calculate, the file itself does not say.
  const totals = (of: string, value: number | string | null): WorkbookSpec => ({
    sheets: [
      {
        name: 'Answer',
        rows: [
          ['PC', { formula: of, value }],
          ['Total', { formula: 'SUM(B1:B1)', value: 21 }],
        ],
      },
      { name: 'Data', state: 'hidden', rows: [['needle', 'PC']] },
    ],
  });
  it.each(['clean', 'csv'] as const)(
    'is not made where a figure that is seen would be lost: %s',
    async (kind) => {
      const of = async (spec: WorkbookSpec) =>
        remedy(new Blob([writeWorkbook(spec)]), 'a.xlsx', { kind, asset });
      const lost = { outcome: 'refused', reason: 'no-stored-values' };
      expect(await of(totals('COUNTIF(Data!B:B,A1)', null))).toEqual(lost);
      expect(await of(totals('COUNTIF(Data!B:B,A1)', 21))).toMatchObject({ outcome: 'cleaned' });
      // XlsxWriter stores 0 for all of them and has them worked out when the file is opened.
      const placeholder = { ...totals('COUNTIF(Data!B:B,A1)', 0), recalculated: true };
      expect(await of(placeholder)).toEqual(lost);
      const kept = await of({ ...totals('1+1', 0), recalculated: true });
      expect(kept).toMatchObject(kind === 'csv' ? lost : { outcome: 'cleaned' });
      if (kept.outcome === 'cleaned')
        expect((await partsOf(kept.file)).get('xl/workbook.xml')).toMatch(/fullCalcOnLoad="1"/);
      // A formula whose text is empty shows nothing, and says so.
      expect(await of(totals('Data!C1&""', ''))).toMatchObject({ outcome: 'cleaned' });
      // In a table there are no formulas; in a workbook one that still holds is worked out when it is opened.
      const holds = await of(totals('1+1', null));
      expect(holds).toMatchObject(kind === 'csv' ? lost : { outcome: 'cleaned' });
      // What is hidden shows no figure that could be lost.
      const [answer, data] = totals('1+1', null).sheets;
      const away = { sheets: [{ ...answer, hiddenRows: [0] }, data] } as WorkbookSpec;
      expect(await of(away)).toMatchObject({ outcome: 'cleaned' });
    },
  );

  it('as CSV has the cells that are seen', async () => {
    const both = await clean(writeWorkbook(EVERYWHERE), 'csv');
    expect(both.name).toBe('reply-cleaned.zip');
    const { tables } = await collect(both.bytes);
    const answer = tables.find(({ place }) => place[1] === 'Answer.csv');
    expect(grid(answer)[0]).toEqual(['Month', 'Requests', '', 'Share']);
    expect(await needlesIn(both.file)).toEqual([]);
    // What is hidden is told row by row and column by column, as of a workbook.
    const said = Object.fromEntries(both.changes.map(({ what, count }) => [what, count]));
    expect(said).toMatchObject({
      'hidden-sheet': 2,
      'hidden-rows': 2,
      'hidden-columns': 1,
      'hidden-text': 2,
    });
    const one = await clean(
      writeWorkbook({
        sheets: [
          {
            name: 'A',
            rows: [
              ['a,b', 'say "x"'],
              [1, null, 2.5],
            ],
          },
        ],
      }),
      'csv',
    );
    expect(one.name).toBe('reply-cleaned.csv');
    expect(await one.file.text()).toBe('"a,b","say ""x"""\r\n1,,2.5\r\n');
  });

  it('opens in LibreOffice with the same cells', { timeout: 180_000 }, async (context) => {
    if (!hasOffice()) return context.skip();
    const book = writeWorkbook(EVERYWHERE);
    const copy = await clean(book);
    const made = await convert({ 'before.xlsm': book, 'after.xlsx': copy.bytes }, ALL_SHEETS_AS_CSV);
    const text = (name: string) => new TextDecoder().decode(made.get(name) ?? new Uint8Array());
    expect([...made.keys()].filter((name) => name.startsWith('after')).sort()).toEqual([
      'after-Answer.csv',
      'after-Notes.csv',
    ]);
    expect(text('after-Notes.csv')).toBe(text('before-Notes.csv'));
    const rows = text('after-Answer.csv').trim().split(/\r?\n/);
    expect(rows.slice(0, 2)).toEqual(
      text('before-Answer.csv')
        .split(/\r?\n/)
        .slice(0, 2)
        .map((row) => row.replace(/needle-column(-2)?/, '')),
    );
    expect(rows.join('\n')).not.toContain('needle');
  });
});
