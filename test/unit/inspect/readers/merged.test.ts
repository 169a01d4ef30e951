// Cells under others that they were merged with: nobody sees them, in whatever format, and what is in them is judged as hidden.
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../../bin/assets.ts';
import { inspect } from '../../../../utils/inspect/inspect.ts';
import { CELL_FLAG } from '../../../../utils/inspect/part.ts';
import { STRICT_POLICY } from '../../../../utils/policy/policy.ts';
import { decide } from '../../../../utils/verdict/decide.ts';
import { collect } from '../../../fixtures/collect.ts';
import { p as paragraph, writeDocx } from '../../../fixtures/docx.ts';
import { cell, row, sheet, writeOdf } from '../../../fixtures/odf.ts';
import { makePeople, Random } from '../../../fixtures/people.ts';
import { writePptx } from '../../../fixtures/pptx.ts';
import { writeWorkbook } from '../../../fixtures/workbook.ts';

type Rows = readonly (readonly string[])[];

/** The first column is one cell over all rows. */
const MAKERS: [string, (rows: Rows) => Uint8Array<ArrayBuffer>][] = [
  ['xlsx', (rows) => writeWorkbook({ sheets: [{ name: 'A', rows, merges: [`A1:A${rows.length}`] }] })],
  [
    'docx',
    (rows) =>
      writeDocx({
        body: `<w:tbl>${rows
          .map(
            (cells, at) =>
              `<w:tr>${cells
                .map(
                  (text, col) =>
                    `<w:tc><w:tcPr>${col === 0 ? `<w:vMerge${at === 0 ? ' w:val="restart"' : ''}/>` : ''}</w:tcPr>${paragraph(text)}</w:tc>`,
                )
                .join('')}</w:tr>`,
          )
          .join('')}</w:tbl>`,
      }),
  ],
  [
    'pptx',
    (rows) =>
      writePptx([
        {
          content: `<p:graphicFrame><a:graphic><a:graphicData><a:tbl>${rows
            .map(
              (cells, at) =>
                `<a:tr>${cells
                  .map(
                    (text, col) =>
                      `<a:tc${col > 0 ? '' : at === 0 ? ` rowSpan="${rows.length}"` : ' vMerge="1"'}><a:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:txBody></a:tc>`,
                  )
                  .join('')}</a:tr>`,
            )
            .join('')}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`,
        },
      ]),
  ],
  ...(['spreadsheet', 'text'] as const).map((kind): [string, (rows: Rows) => Uint8Array<ArrayBuffer>] => [
    kind === 'text' ? 'odt' : 'ods',
    (rows) =>
      writeOdf({
        kind,
        body: sheet(
          'A',
          rows
            .map(([first = '', ...others], at) =>
              row([
                at === 0
                  ? cell(first, `table:number-rows-spanned="${rows.length}"`)
                  : cell(first).replaceAll('table:table-cell', 'table:covered-table-cell'),
                ...others,
              ]),
            )
            .join(''),
        ),
      }),
  ]),
];

const COVERED = CELL_FLAG.hiddenText | CELL_FLAG.covered;

describe('cells under a merged cell', () => {
  it.each(MAKERS)('are known as hidden in %s', async (_, write) => {
    const { tables } = await collect(
      write([
        ['Note', 'One'],
        ['PC Smith', 'Two'],
        ['PS Jones', 'Three'],
      ]),
    );
    expect(tables.map(({ flags }) => [...flags])).toEqual([
      [
        ['1,0', COVERED],
        ['2,0', COVERED],
      ],
    ]);
  });

  it.each(MAKERS)('are nothing in %s where they are blank, or say what is seen', async (_, write) => {
    const { tables } = await collect(
      write([
        ['Early', 'One'],
        ['Early', 'Two'],
        [' ', 'Three'],
        ['', 'Four'],
      ]),
    );
    expect(tables.map(({ flags }) => [...flags])).toEqual([[]]);
    expect(tables[0]?.rows.get(2)?.get(1)).toBe('Three');
  });

  it.each(MAKERS)('weigh by what is in them in %s', async (format, write) => {
    const verdictOn = async (rows: Rows) => {
      const inspection = await inspect(new Blob([write(rows)]), `a.${format}`, { asset: loadAsset });
      const site = { kind: 'publication', host: '', guarded: true } as const;
      return decide(inspection, STRICT_POLICY, site);
    };
    const few = await verdictOn([
      ['Note', 'One'],
      ['late', 'Two'],
    ]);
    expect(few.findings.map(({ rule, severity, counts }) => [rule, severity, counts])).toEqual([
      ['hidden-text', 'low', { covered: 1, cells: 1 }],
    ]);
    // Whoever publishes did not mean to publish that.
    expect(few.verdict).toBe('warn');
    const people = makePeople(new Random(7), 40);
    const many = await verdictOn([
      ['Note', 'Item'],
      ...people.map((one, at) => [`PC ${2000 + at * 7} ${one.forename} ${one.surname}`, `${at}`]),
    ]);
    expect(many.verdict).toBe('block');
    const [worst] = many.findings;
    expect([worst?.rule, worst?.hidden]).toEqual(['staff-roster', ['hidden-text']]);
    expect(many.findings.filter(({ hidden }) => hidden.length === 0)).toEqual([]);
  });

  it('are looked for as far as the last merge, whatever the order of rows and merges', async () => {
    const rows = Array.from({ length: 3000 }, (_, at) => [`a${at}`, `b${at}`, `c${at}`]);
    const merges = ['B2900:C2901', 'A1:B1', 'A10:A12'];
    const { tables } = await collect(writeWorkbook({ sheets: [{ name: 'A', rows, merges }] }));
    expect(tables).toHaveLength(1);
    expect([...(tables[0]?.flags.keys() ?? [])]).toEqual([
      '0,1',
      '10,0',
      '11,0',
      '2899,2',
      '2900,1',
      '2900,2',
    ]);
    expect(tables[0]?.cells).toBe(9000);
  });

  it('leave the texts of further sheets as they are', async () => {
    const rows = (from: number) => Array.from({ length: 9 }, (_, at) => ['same', from + at]);
    const { tables } = await collect(
      writeWorkbook({
        sheets: [
          { name: 'A', rows: rows(100), merges: ['A1:A2'] },
          { name: 'B', rows: rows(200), merges: ['A1:A2'] },
        ],
      }),
    );
    expect(tables.map(({ rows: read }) => read.get(8)?.get(1))).toEqual(['108', '208']);
  });
});
