import { once } from 'node:events';
import { createDeflateRaw } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../../../bin/assets.ts';
import { createBudget, DEFAULT_LIMITS } from '../../../../../utils/inspect/budget.ts';
import { readEntry, readZipDirectory } from '../../../../../utils/inspect/container/zip.ts';
import { OverLimit } from '../../../../../utils/inspect/errors.ts';
import { inspect } from '../../../../../utils/inspect/inspect.ts';
import { CELL_FLAG } from '../../../../../utils/inspect/part.ts';
import { OpcPackage } from '../../../../../utils/inspect/readers/ooxml/package.ts';
import { collect, grid } from '../../../../fixtures/collect.ts';
import { writeCompound } from '../../../../fixtures/compound.ts';
import { vbaStreams } from '../../../../fixtures/vba.ts';
import { type SheetSpec, type WorkbookSpec, writeWorkbook } from '../../../../fixtures/workbook.ts';
import { writeZip, type ZipMember } from '../../../../fixtures/zip.ts';

const rows = [
  ['Station', 'Shifts', 'Since'],
  ['Ärmel & Sons <x>', 12, { date: 45146 }],
  ['Ashford', 7.5, true],
] as SheetSpec['rows'];
const shown = [
  ['Station', 'Shifts', 'Since'],
  ['Ärmel & Sons <x>', '12', '2023-08-08'],
  ['Ashford', '7.5', 'TRUE'],
];
const one: SheetSpec = { name: 'Data', rows };
const read = (spec: WorkbookSpec) => collect(writeWorkbook(spec));

describe('xlsxReader', () => {
  it.each<[string, Partial<WorkbookSpec>]>([
    ['shared strings', {}],
    ['inline strings', { strings: 'inline' }],
    ['formula strings', { strings: 'str' }],
    ['a prefix', { prefix: 'x' }],
    ['strict namespaces', { strict: true, prefix: 'ss' }],
    ['another folder', { folder: 'wtf/deep' }],
    ['UTF-16 parts', { utf16: true }],
    ['no references', { withoutReferences: true }],
    ['bytes before', { zip: { prepend: new Uint8Array(777).fill(65) } }],
    ['zip64', { zip: { zip64: true } }],
  ])('reads a workbook with %s', async (_, options) => {
    const { inspection, tables } = await read({ sheets: [one], ...options });
    expect(inspection).toMatchObject({ format: 'xlsx', inspected: 'full', findings: [] });
    expect(tables).toHaveLength(1);
    expect(tables[0]!.place).toEqual(['file', 'sheet "Data"']);
    expect(tables[0]!.hidden).toEqual([]);
    expect(grid(tables[0])).toEqual(shown);
  });

  it('resolves what Excel writes for characters that XML cannot hold', async () => {
    const { tables } = await read({
      sheets: [{ name: 'S', rows: [['line_x000D_\nend', '_x005F_x0041_', '_xylo_']] }],
    });
    expect(grid(tables[0])).toEqual([['line\r\nend', '_x0041_', '_xylo_']]);
  });

  it('says how sheets and cells are hidden', async () => {
    const { tables } = await read({
      sheets: [
        one,
        { name: 'Lists', state: 'hidden', rows: [['a']] },
        { name: 'Deep', state: 'veryHidden', rows: [['b']] },
        {
          name: 'Parts',
          rows,
          hiddenRows: [1],
          zeroHeightRows: [2],
          hiddenColumns: [0],
          zeroWidthColumns: [2],
          invisibleCells: [[0, 1]],
          whiteCells: [[1, 1]],
          filter: 'A1:C3',
        },
      ],
    });
    expect(tables.map((t) => [t.place[1], t.hidden])).toEqual([
      ['sheet "Data"', []],
      ['sheet "Lists"', ['hidden-sheet']],
      ['sheet "Deep"', ['hidden-sheet']],
      ['sheet "Parts"', []],
    ]);
    const { hiddenRow, hiddenColumn, hiddenText } = CELL_FLAG;
    expect(Object.fromEntries(tables[3]!.flags)).toEqual({
      '0,0': hiddenColumn,
      '0,1': hiddenText,
      '0,2': hiddenColumn,
      '1,0': hiddenRow | hiddenColumn,
      '1,1': hiddenRow | hiddenText,
      '1,2': hiddenRow | hiddenColumn | CELL_FLAG.date,
      '2,0': hiddenRow | hiddenColumn,
      '2,1': hiddenRow,
      '2,2': hiddenRow | hiddenColumn,
    });
    expect(tables[3]!.end?.filter).toEqual({ firstRow: 1, lastRow: 2 });
  });

  it.each([false, true])('reads pivot caches (values in shared items: %s)', async (shared) => {
    const { inspection, tables } = await read({
      sheets: [one],
      pivotCaches: [
        {
          fields: ['Area', 'Count'],
          records: [
            ['North', 1],
            ['South', 2],
            ['North', 3],
          ],
          shared,
        },
      ],
    });
    const table = tables.find((t) => t.hidden.includes('pivot-cache'));
    expect(table?.place).toEqual(['file', 'pivot cache 1']);
    expect(grid(table)).toEqual([
      ['Area', 'Count'],
      ['North', '1'],
      ['South', '2'],
      ['North', '3'],
    ]);
    expect(inspection.findings).toEqual([
      expect.objectContaining({
        rule: 'pivot-cache',
        severity: 'low',
        hidden: ['pivot-cache'],
        counts: { rows: 3, cells: 6 },
      }),
    ]);
  });

  it('reads what is kept of other workbooks', async () => {
    const { inspection, tables } = await read({
      sheets: [one],
      externalLinks: [
        {
          target: 'file:///other.xlsx',
          sheets: [
            {
              name: 'Tenants',
              rows: [
                ['x', 1],
                [null, 2],
              ],
            },
          ],
        },
        { target: 'file:///empty.xlsx', sheets: [{ name: 'None', rows: [] }] },
      ],
    });
    const table = tables.find((t) => t.place.includes('sheet "Tenants"'));
    expect(table?.place).toEqual(['file', 'external link 1', 'sheet "Tenants"']);
    expect(table?.hidden).toEqual(['external-link-cache']);
    expect(grid(table)).toEqual([
      ['x', '1'],
      ['', '2'],
    ]);
    expect(inspection.findings.map((f) => [f.rule, f.where, f.counts])).toEqual([
      ['external-link-cache', ['file', 'external link 1'], { rows: 2, cells: 3 }],
    ]);
  });

  it('finds every other place once, with what is in it', async () => {
    const { inspection, texts } = await read({
      sheets: [
        {
          ...one,
          comments: [{ ref: 'A1', author: 'Author A', text: 'note text' }],
          threadedComments: [{ ref: 'A2', person: 'Person P', text: 'thread text' }],
          header: '&LHeader text',
          validationList: ['Yes', 'No'],
          textBox: 'box text',
          printerSettings: new Uint8Array(
            new Uint16Array([...'\\\\PRINTSRV\\Queue 7\0'].map((c) => c.charCodeAt(0))).buffer,
          ),
          queryTable: 'QueryName',
        },
      ],
      definedNames: [
        { name: 'Range', value: 'Data!$A$1' },
        { name: 'Listed', value: '{"left","right"}' },
        { name: '_xlnm._FilterDatabase', value: 'Data!$A$1', hidden: true },
      ],
      connections: ['Server=db.example;Database=x'],
      customXml: ['<a><b>custom text</b></a>'],
      macros: writeCompound(vbaStreams({ Module1: 'Sub A()\nEnd Sub' })),
      dataModel: new Uint8Array(8),
      orphanStrings: ['deleted text'],
      properties: { author: 'Author B', company: 'Firm', custom: { Key: 'custom value' } },
    });
    expect(inspection.findings.map((f) => [f.rule, f.where.slice(1).join(' > ')]).sort()).toEqual([
      ['comments', 'sheet "Data" > comments'],
      ['comments', 'sheet "Data" > threaded comments'],
      ['connections', 'connections'],
      ['connections', 'sheet "Data" > query table'],
      ['custom-xml', 'custom XML'],
      ['data-model', 'data model'],
      ['defined-names', 'defined names'],
      ['hidden-text', 'shared strings'],
      ['macros', 'macros'],
      ['metadata', 'application properties'],
      ['metadata', 'custom properties'],
      ['metadata', 'people who commented'],
      ['metadata', 'properties'],
      ['metadata', 'sheet "Data" > printer settings'],
    ]);
    const said = new Map(texts.map((t) => [t.place.slice(1).join(' > '), t.text.trim()]));
    expect(Object.fromEntries(said)).toMatchObject({
      'sheet "Data" > comments': 'Author A\nnote text',
      'sheet "Data" > threaded comments': 'thread text',
      'people who commented': 'Person P u0',
      'sheet "Data" > header and footer': 'Header text',
      'sheet "Data" > data validation': 'Yes\nNo',
      'sheet "Data" > drawing': 'box text',
      'sheet "Data" > printer settings': '\\\\PRINTSRV\\Queue 7',
      connections: expect.stringContaining('Server=db.example;Database=x'),
      'custom XML': 'custom text',
      'defined names': 'Listed: left,right',
      'shared strings': 'deleted text',
      properties: 'Author B',
      'application properties': 'Firm',
      'custom properties': 'Key: custom value',
    });
  });

  it('reads charts, and speaks up only where their data is nowhere to be seen', async () => {
    const chart = { categories: ['Jan', 'Feb'], values: [1, 2] };
    const here = await read({ sheets: [{ ...one, chart }] });
    expect(here.inspection.findings).toEqual([]);
    expect(grid(here.tables.find((t) => t.hidden.includes('chart-cache')))).toEqual([
      [],
      ['Jan', '1'],
      ['Feb', '2'],
    ]);
    const gone = await read({ sheets: [{ ...one, name: 'Other', chart }] });
    expect(gone.inspection.findings.map((f) => [f.rule, f.where[2]])).toEqual([['chart-cache', 'chart 1']]);
  });

  it('inspects embedded files, also behind a chart', async () => {
    const inner = writeWorkbook({ sheets: [{ name: 'Inner', rows: [['deep']] }] });
    const { tables, inspection } = await read({
      sheets: [
        { ...one, embedded: { name: 'reply.xlsx', data: inner } },
        { name: 'Two', rows: [], chart: { categories: ['a'], values: [1], embedded: inner } },
      ],
    });
    const deep = tables.filter((t) => t.place.at(-1) === 'sheet "Inner"');
    expect(deep.map((t) => [t.place, t.hidden])).toEqual([
      [['file', 'sheet "Data"', 'embedded "reply.xlsx"', 'sheet "Inner"'], ['embedded-file']],
      [['file', 'sheet "Two"', 'chart 1', 'embedded "chart2.xlsx"', 'sheet "Inner"'], ['embedded-file']],
    ]);
    expect(inspection.findings.filter((f) => f.rule === 'embedded-file')).toHaveLength(2);
  });

  it('reads sheets that the workbook does not list, and entries that nothing leads to', async () => {
    const { tables, texts } = await read({
      sheets: [one],
      extraParts: {
        'xl/worksheets/sheet9.xml':
          '<worksheet><sheetData><row><c t="str"><v>left behind</v></c></row></sheetData></worksheet>',
        'notes/leftover.xml': '<a>forgotten text</a>',
      },
    });
    expect(tables.map((t) => [t.place[1], t.hidden])).toEqual([
      ['sheet "Data"', []],
      ['sheet "sheet9.xml"', ['hidden-sheet']],
    ]);
    expect(texts.some((t) => t.text.includes('forgotten text') && t.hidden.includes('hidden-text'))).toBe(
      true,
    );
  });

  it('judges what can be read of a damaged workbook, and says so', async () => {
    const whole = writeWorkbook({ sheets: [one, { name: 'Two', rows }] });
    const text = new TextDecoder('latin1').decode(whole);
    const at = text.indexOf('xl/worksheets/sheet1.xml') + 24;
    const broken = whole.slice();
    broken.fill(0xff, at, at + 10);
    const { inspection, tables } = await collect(broken);
    expect(inspection.inspected).toBe('partial');
    expect(inspection.findings.map((f) => [f.rule, f.where])).toEqual([
      ['damaged', ['file', 'sheet "Data"']],
    ]);
    expect(grid(tables.find((t) => t.place[1] === 'sheet "Two"'))).toEqual(shown);

    const cut = await collect(whole.slice(0, whole.length - 300));
    expect(cut.inspection.inspected).toBe('partial');
    expect(cut.inspection.findings.some((f) => f.rule === 'damaged')).toBe(true);
    expect(grid(cut.tables[0])).toEqual(shown);
  });

  it('refuses entities, stops at the limit, and calls a workbook without sheets damaged', async () => {
    const bomb = await read({ sheets: [one], extraParts: {} });
    expect(bomb.inspection.inspected).toBe('full');
    const limited = await collect(writeWorkbook({ sheets: [one] }), { bytes: 2000 });
    expect(limited.inspection.findings.map((f) => f.rule)).toEqual(['over-limit']);
    const types =
      '<Types xmlns="t"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>';
    const evil = writeZip([
      { name: '[Content_Types].xml', data: types },
      { name: 'xl/workbook.xml', data: '<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>' },
    ]);
    expect((await collect(evil)).inspection).toMatchObject({
      format: 'xlsx',
      inspected: 'partial',
      findings: [{ rule: 'damaged' }],
    });
  });

  it('ends in a Report, with a reason, whatever happens to the bytes', async () => {
    // Stored parts, so that the damage gets past the inflater; checksums as they were.
    const whole = writeWorkbook({
      sheets: [{ ...one, filter: 'A1:B3', comments: [{ ref: 'A1', author: 'a', text: 'b' }], header: '&Lx' }],
      pivotCaches: [{ fields: ['a'], records: [['x']], shared: true }],
      zip: { method: 0 },
    });
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
        // That message stands for an exception that no reader meant to throw.
        expect(reasons.filter((f) => f.message.includes('breaks the rules'))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  /** The parts of a workbook, to be written again in another way. */
  const members = async (spec: WorkbookSpec): Promise<ZipMember[]> => {
    const file = new Blob([writeWorkbook(spec)]);
    const { entries } = await readZipDirectory(file);
    return Promise.all(
      entries.map(async (entry) => ({
        name: entry.name,
        data: await readEntry(file, entry, createBudget(DEFAULT_LIMITS)),
      })),
    );
  };
  const two: SheetSpec = { name: 'Two', rows: [['far'], ['away']] };

  it('says which sheet is missing, and reads the others', async () => {
    const parts = await members({ sheets: [one, two], strings: 'inline' });
    const { inspection, tables } = await collect(
      writeZip(parts.filter((m) => !m.name.endsWith('sheet2.xml'))),
    );
    expect(inspection.inspected).toBe('partial');
    expect(inspection.findings).toEqual([
      expect.objectContaining({
        rule: 'damaged',
        where: ['file', 'sheet "Two"'],
        message: 'The sheet "Two" is missing from the file.',
      }),
    ]);
    expect(tables.map((t) => t.place[1])).toEqual(['sheet "Data"']);
  });

  it('misses no part for a module sheet, which has none (tdf111974.xlsm)', async () => {
    const parts = await members({ sheets: [one], strings: 'inline' });
    const withModule = parts.map((m) =>
      m.name === 'xl/workbook.xml'
        ? {
            name: m.name,
            data: new TextDecoder()
              .decode(m.data as Uint8Array)
              .replace(
                '</sheets>',
                '<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/></sheets>',
              ),
          }
        : m,
    );
    const { inspection, tables } = await collect(writeZip(withModule));
    expect(inspection).toMatchObject({ inspected: 'full', findings: [] });
    expect(tables).toHaveLength(1);
  });

  it('says that the texts of the cells are missing', async () => {
    const parts = await members({ sheets: [one] });
    const { inspection } = await collect(writeZip(parts.filter((m) => !/sharedStrings/i.test(m.name))));
    expect(inspection.inspected).toBe('partial');
    expect(inspection.findings.map((f) => [f.rule, f.where])).toEqual([['damaged', ['file']]]);
  });

  it('says of a workbook in an encrypted zip that it is encrypted', async () => {
    const parts = await members({ sheets: [one] });
    const { inspection, tables } = await collect(writeZip(parts.map((m) => ({ ...m, encrypted: true }))));
    expect(inspection).toMatchObject({ format: 'xlsx', inspected: 'none' });
    expect(inspection.findings.map((f) => f.rule)).toEqual(['encrypted']);
    expect(tables).toEqual([]);
  });

  it.each<[string, Partial<ZipMember>]>([
    ['in both directories', {}],
    ['only by its local header', { localOnly: true }],
    ['only in its local header', { name: 'other/thing.xml', localName: 'xl/worksheets/sheet1.xml' }],
  ])('reads every part of one name where the second stands %s', async (_, how) => {
    const parts = await members({ sheets: [{ ...one, rows: [['plain']] }], strings: 'inline' });
    const others = await members({ sheets: [two], strings: 'inline' });
    const second = others.find((m) => m.name === 'xl/worksheets/sheet1.xml')!;
    const { inspection, tables } = await collect(writeZip([...parts, { ...second, ...how }]));
    expect(tables.map((t) => [t.place, grid(t)])).toEqual([
      [['file', 'sheet "Data"'], [['plain']]],
      [
        ['file', 'sheet "Data"', 'part 2 of that name'],
        [['far'], ['away']],
      ],
    ]);
    expect(inspection.inspected).toBe('full');
    expect(inspection.findings).toEqual([
      expect.objectContaining({ rule: 'earlier-version', severity: 'medium', counts: { parts: 1 } }),
    ]);
  });

  it('reads the cells with every table of texts that bears the name', async () => {
    const parts = await members({ sheets: [{ name: 'Data', rows: [['a', 'b']] }] });
    const others = await members({ sheets: [{ name: 'Data', rows: [['c', 'd']] }] });
    const { tables } = await collect(
      writeZip([...parts, ...others.filter((m) => /sharedStrings/i.test(m.name))]),
    );
    expect(tables.map(grid)).toEqual([[['a', 'b']], [['c', 'd']]]);
  });

  it('stops where a part swells as only a bomb does', async () => {
    // 85 MB of one row over and over, packed a piece at a time.
    const row = '<row><c t="str"><v>x</v></c></row>';
    const piece = Buffer.from(row.repeat(500_000));
    const packer = createDeflateRaw();
    const packed: Buffer[] = [];
    packer.on('data', (bytes: Buffer) => packed.push(bytes));
    const ended = once(packer, 'end');
    for (let i = 0; i < 5; i++) {
      if (!packer.write(i === 0 ? Buffer.concat([Buffer.from('<worksheet><sheetData>'), piece]) : piece))
        await once(packer, 'drain');
    }
    packer.end('</sheetData></worksheet>');
    await ended;
    const parts = await members({ sheets: [one], strings: 'inline' });
    const bomb = writeZip(
      parts.map((m) =>
        /sheet1\.xml$/.test(m.name)
          ? { name: m.name, data: Buffer.concat(packed), method: 8, packed: true }
          : m,
      ),
    );
    const inspection = await inspect(new Blob([bomb]), 'file', { asset: loadAsset, detectors: [] });
    expect(inspection).toMatchObject({ format: 'xlsx', inspected: 'partial' });
    expect(inspection.findings.map((f) => f.rule)).toEqual(['over-limit']);

    // And for a scanner that inflates by itself.
    const source = (await OpcPackage.open(new Blob([bomb]), createBudget(DEFAULT_LIMITS))).source(
      'xl/worksheets/sheet1.xml',
    );
    source.spend(64 * 1024 ** 2);
    expect(() => source.spend(1)).toThrow(OverLimit);
  }, 60_000);
});
