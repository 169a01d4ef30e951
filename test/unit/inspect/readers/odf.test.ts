import { describe, expect, it } from 'vitest';
import { hiddenDetector } from '../../../../utils/inspect/detectors/hidden.ts';
import { inspect } from '../../../../utils/inspect/inspect.ts';
import { CELL_FLAG } from '../../../../utils/inspect/part.ts';
import { collect, grid } from '../../../fixtures/collect.ts';
import { cell, p, row, sheet, writeFlatOdf, writeOdf } from '../../../fixtures/odf.ts';

const brief = (inspection: { findings: { rule: string; where: string[] }[] }) =>
  inspection.findings.map((f) => [f.rule, f.where.slice(1).join(' > ')]).sort();

const inspected = (bytes: Uint8Array<ArrayBuffer>) =>
  inspect(new Blob([bytes]), 'file', {
    asset: async (name) => {
      throw new Error(`no asset ${name} in this test`);
    },
    detectors: [hiddenDetector],
  });

const HIDDEN_SHEET =
  '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>';

describe('OpenDocument sheets', () => {
  it.each([
    ['package', writeOdf, 'ods'],
    ['flat file', writeFlatOdf, 'fods'],
  ])('are read with their values, repeats and dates, from a %s', async (_, write, format) => {
    const number =
      '<table:table-cell office:value-type="float" office:value="1234.5"><text:p>1,234.50</text:p></table:table-cell>';
    const date =
      '<table:table-cell office:value-type="date" office:date-value="2023-08-08"><text:p>8 Aug</text:p></table:table-cell>';
    const { inspection, tables } = await collect(
      write({
        kind: 'spreadsheet',
        body: sheet(
          'Data',
          row(['Station', 'Shift']) +
            row([number, date]) +
            row([cell('twice', 'table:number-columns-repeated="2"')], 'table:number-rows-repeated="3"') +
            row(
              ['<table:table-cell table:number-columns-repeated="16384"/>'],
              'table:number-rows-repeated="1048570"',
            ),
        ),
      }),
    );
    expect(inspection).toMatchObject({ format, inspected: 'full', findings: [] });
    expect(tables[0]!.place).toEqual(['file', 'sheet "Data"']);
    expect(grid(tables[0])).toEqual([
      ['Station', 'Shift'],
      ['1234.5', '2023-08-08'],
      ['twice', 'twice'],
      ['twice', 'twice'],
      ['twice', 'twice'],
    ]);
    expect([...tables[0]!.flags]).toEqual([['1,1', 8]]);
  });

  it('do not blow up where a filled row is said to be repeated a million times', async () => {
    const { tables } = await collect(
      writeOdf({
        kind: 'spreadsheet',
        body: sheet('A', row(['x', 'y'], 'table:number-rows-repeated="1048576"')),
      }),
    );
    expect(tables[0]!.cells).toBe(100_000);
  });

  it('repeat a cell as far as a sheet goes, and read what stands beyond by itself', async () => {
    const { tables } = await collect(
      writeOdf({
        kind: 'spreadsheet',
        body: sheet('A', row([cell('x', 'table:number-columns-repeated="999999999"'), cell('beyond')])),
      }),
    );
    expect(tables[0]!.cells).toBe(16_384 + 1);
  });

  it('tell hidden sheets, rows, columns, filtered rows and white cells', async () => {
    const report = await inspected(
      writeOdf({
        kind: 'spreadsheet',
        styles: `${HIDDEN_SHEET}<style:style style:name="white" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>`,
        body:
          sheet(
            'Open',
            '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>' +
              row(['a', 'b', 'c']) +
              row(['d'], 'table:visibility="collapse"') +
              row(['e'], 'table:visibility="filter"') +
              row(['f', '', cell('g', 'table:style-name="white"')]),
          ) + sheet('Kept', row(['x']), 'ta2'),
      }),
    );
    expect(brief(report)).toEqual([
      ['filtered-rows', 'sheet "Open" > A3'],
      ['hidden-columns', 'sheet "Open" > B1'],
      ['hidden-rows', 'sheet "Open" > A2:A3'],
      ['hidden-sheet', 'sheet "Kept" > A1'],
      ['hidden-text', 'sheet "Open" > C4'],
    ]);
  });

  it('keep comments on cells out of the cells, and copies of other files as such', async () => {
    const note = `<table:table-cell office:value-type="string"><office:annotation><dc:creator>Reviewer One</dc:creator>${p('a remark')}</office:annotation>${p('the cell')}</table:table-cell>`;
    const { inspection, tables, texts } = await collect(
      writeOdf({
        kind: 'spreadsheet',
        body: sheet('A', row([note])) + sheet("'file:///srv/other.ods'#$Staff", row(['copied'])),
      }),
    );
    expect(grid(tables[0])).toEqual([['the cell']]);
    expect(tables[1]!.hidden).toEqual(['external-link-cache']);
    expect(texts.map((t) => [t.hidden, t.text])).toEqual([
      [['comments'], 'a remark'],
      [['comments'], 'Reviewer One'],
    ]);
    expect(brief(inspection)).toEqual([
      ['comments', 'comments'],
      ['external-link-cache', 'linked sheet 1'],
    ]);
  });
});

describe('OpenDocument texts', () => {
  it('are read in order, with notes, boxes, tables, changes and hidden passages', async () => {
    const styles =
      '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>';
    const deletion = `<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Reviewer One</dc:creator></office:change-info>${p('struck out')}</text:deletion></text:changed-region></text:tracked-changes>`;
    const collected = await collect(
      writeOdf({
        kind: 'text',
        styles,
        author: 'Invented Author',
        body:
          deletion +
          p(
            '<text:span>One</text:span><text:s text:c="2"/>two<text:span text:style-name="T1">unseen</text:span>',
          ) +
          p(
            `<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>${p('below')}</text:note-body></text:note>above`,
          ) +
          `<table:table table:name="T">${row(['Station', 'Shift'])}</table:table>` +
          `<text:section text:display="none">${p('a hidden section')}</text:section>`,
      }),
    );
    expect(collected.texts.map((t) => [t.place.slice(1).join(' > '), t.hidden, t.text])).toEqual([
      ['tracked changes', ['tracked-changes'], 'struck out'],
      ['footnote 1', [], 'below'],
      ['paragraphs 1 to 2', [], 'One  two\nabove'],
      ['paragraph 1', ['hidden-text'], 'unseen'],
      ['section 1', ['hidden-text'], 'a hidden section'],
      ['properties', ['metadata'], 'Invented Author'],
      ['tracked changes > authors', ['tracked-changes'], 'Reviewer One'],
    ]);
    expect(grid(collected.tables[0])).toEqual([['Station', 'Shift']]);
    expect(collected.tables[0]!.place).toEqual(['file', 'table 1']);
    expect(brief(collected.inspection)).toEqual([
      ['hidden-text', ''],
      ['metadata', 'properties'],
      ['tracked-changes', ''],
    ]);
  });

  describe('with letters in the colour of what is behind them', () => {
    const style = (name: string, family: string, properties: string, parent = '') =>
      `<style:style style:name="${name}" style:family="${family}"${parent}>${properties}</style:style>`;
    const text = (attributes: string) => `<style:text-properties ${attributes}/>`;
    const fill = (what: string, colour: string) =>
      `<style:${what}-properties fo:background-color="${colour}"/>`;
    const STYLES = [
      style('white', 'text', text('fo:color="#ffffff"')),
      style('black', 'text', text('fo:color="#000000"')),
      style('whiteOnBlue', 'text', text('fo:color="#ffffff" fo:background-color="#003366"')),
      style('whiteParagraph', 'paragraph', text('fo:color="#FEFEFE"')),
      style('band', 'paragraph', fill('paragraph', '#003366')),
      style('dark', 'table-cell', fill('table-cell', '#003366')),
      style('darkRow', 'table-row', fill('table-row', '#003366')),
      style('darkTable', 'table', fill('table', '#003366')),
      style('darkSection', 'section', fill('section', '#003366')),
    ].join('');
    const white = '<text:span text:style-name="white">Needle</text:span>';
    const inTable = (attributes: { table?: string; row?: string; cell?: string }) => {
      const name = (style: string | undefined) => (style ? ` table:style-name="${style}"` : '');
      return `<table:table table:name="T"${name(attributes.table)}><table:table-row${name(attributes.row)}><table:table-cell${name(attributes.cell)}>${p(white)}</table:table-cell></table:table-row></table:table>`;
    };
    const isHidden = async (body: string, more: { commonStyles?: string } = {}) => {
      const inspection = await inspected(writeOdf({ kind: 'text', body, styles: STYLES, ...more }));
      return inspection.findings.some(({ rule }) => rule === 'hidden-text');
    };
    const paper = (properties: string) => ({
      commonStyles: `<office:automatic-styles><style:page-layout style:name="pm1"><style:page-layout-properties ${properties}/></style:page-layout></office:automatic-styles>`,
    });
    it.each([
      ['white on white paper', p(`<text:s/>Seen ${white} seen`), {}],
      ['a paragraph that is nearly white', p('Needle', 'whiteParagraph'), {}],
      ['white in a cell without a colour', inTable({}), {}],
      [
        'white within black that is white again',
        p(`<text:span text:style-name="black">${white}</text:span>`),
        {},
      ],
      ['white on paper that is said to be white', p(white), paper('fo:background-color="#ffffff"')],
    ])('are hidden: %s', async (_, body, more) => {
      expect(await isHidden(body, more)).toBe(true);
    });
    it.each([
      ['white on a mark of its own', p('<text:span text:style-name="whiteOnBlue">Title</text:span>'), {}],
      ['white on a band', p(white, 'band'), {}],
      ['white in a dark cell', inTable({ cell: 'dark' }), {}],
      ['white in a dark row', inTable({ row: 'darkRow' }), {}],
      ['white in a dark table', inTable({ table: 'darkTable' }), {}],
      [
        'white in a dark section',
        `<text:section text:style-name="darkSection">${p(white)}</text:section>`,
        {},
      ],
      ['white on a shape', p(`<draw:custom-shape>${p(white)}</draw:custom-shape>`), {}],
      ['white in a box', p(`<draw:frame><draw:text-box>${p(white)}</draw:text-box></draw:frame>`), {}],
      ['white on dark paper', p(white), paper('fo:background-color="#003366"')],
      ['white on paper with a picture', p(white), paper('draw:fill="bitmap"')],
      [
        'black in a white paragraph',
        p('<text:span text:style-name="black">Seen</text:span>', 'whiteParagraph'),
        {},
      ],
    ])('are seen: %s', async (_, body, more) => {
      expect(await isHidden(body, more)).toBe(false);
    });
  });

  it('say that they are encrypted, and inspect what is embedded', async () => {
    const locked = await collect(writeOdf({ kind: 'text', body: p('x'), encrypted: ['content.xml'] }));
    expect(locked.inspection).toMatchObject({ inspected: 'none', findings: [{ rule: 'encrypted' }] });
    const inner = writeOdf({ kind: 'spreadsheet', body: sheet('Deep', row(['within'])) });
    const { inspection, tables } = await collect(
      writeOdf({ kind: 'text', body: p('x'), members: [{ name: 'Object 1', data: inner }] }),
    );
    expect(brief(inspection)).toEqual([['embedded-file', 'embedded "Object 1"']]);
    expect(tables[0]).toMatchObject({
      place: ['file', 'embedded "Object 1"', 'sheet "Deep"'],
      hidden: ['embedded-file'],
    });
  });
});

describe('OpenDocument slides', () => {
  it('tell hidden slides, notes, and what stands beside the slide', async () => {
    const box = (text: string, attributes = '') =>
      `<draw:frame ${attributes}><draw:text-box>${p(text)}</draw:text-box></draw:frame>`;
    const { inspection, texts } = await collect(
      writeOdf({
        kind: 'presentation',
        commonStyles:
          '<office:automatic-styles><style:page-layout style:name="PM"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="M" style:page-layout-name="PM"/></office:master-styles>',
        styles:
          '<style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>',
        body:
          `<draw:page draw:master-page-name="M">${box('Shown')}${box('beside', 'svg:x="29cm" svg:y="1cm" svg:width="3cm"')}<presentation:notes>${box('said aloud')}${box('<text:page-number>1</text:page-number>')}</presentation:notes></draw:page>` +
          `<draw:page draw:style-name="dp2">${box('left out')}</draw:page>`,
      }),
    );
    expect(inspection.format).toBe('odp');
    expect(brief(inspection)).toEqual([
      ['hidden-slide', 'slide 2'],
      ['off-slide', 'slide 1'],
      ['speaker-notes', 'slide 1 notes'],
    ]);
    expect(texts.map((t) => [t.place[1], t.hidden, t.text])).toEqual([
      ['slide 1 notes', ['speaker-notes'], 'said aloud'],
      ['slide 1', [], 'Shown\nbeside'],
      ['slide 2', ['hidden-slide'], 'left out'],
    ]);
  });

  it('tell comments and objects that are not shown as LibreOffice writes them, each with its place', async () => {
    const shape = (element: string, attributes: string, text: string) =>
      `<draw:${element} ${attributes}>${p(text)}</draw:${element}>`;
    const { inspection, texts } = await collect(
      writeOdf({
        kind: 'presentation',
        commonStyles:
          '<office:master-styles><draw:layer-set><draw:layer draw:name="layout"/><draw:layer draw:name="off" draw:display="none"/></draw:layer-set></office:master-styles>',
        body: `<draw:page>${shape('rect', 'drawooo:display="none"', 'never')}${shape('polygon', 'drawooo:display="printer"', 'on paper only')}${shape('rect', 'draw:layer="off"', 'on a layer')}${shape('rect', 'draw:layer="layout" drawooo:display="screen"', 'Shown')}<draw:g drawooo:display="none"><draw:g>${shape('rect', '', 'within')}</draw:g>${shape('rect', '', 'behind')}</draw:g>${shape('rect', '', 'Shown too')}<officeooo:annotation><dc:creator>Somebody</dc:creator>${p('a remark')}</officeooo:annotation></draw:page>`,
      }),
    );
    const unseen = (box: number, text: string) => [`slide 1 > text box ${box}`, ['hidden-text'], text];
    expect(texts.map((t) => [t.place.slice(1).join(' > '), t.hidden, t.text])).toEqual([
      unseen(1, 'never'),
      unseen(2, 'on paper only'),
      unseen(3, 'on a layer'),
      unseen(4, 'within\nbehind'),
      ['slide 1 > comment 1', ['comments'], 'a remark'],
      ['slide 1', [], 'Shown\nShown too'],
      ['comments > authors', ['comments'], 'Somebody'],
    ]);
    expect(brief(inspection)).toEqual([
      ['comments', 'comments'],
      ...[1, 2, 3, 4].map((box) => ['hidden-text', `slide 1 > text box ${box}`]),
    ]);
  });
});

describe('Fields of forms in OpenDocument texts', () => {
  it('say what they fetch and what could be chosen as hidden text', async () => {
    const { texts } = await collect(
      writeOdf({
        kind: 'text',
        body: `<text:p>Dear <field:fieldmark-start field:type="x"/>MERGEFIELD code<loext:fieldmark-separator/>reader<field:fieldmark-end/>, <field:fieldmark-start/>seen<field:fieldmark-end/> <loext:content-control><loext:list-item loext:display-text="other" loext:value="one"/>chosen</loext:content-control></text:p>`,
      }),
    );
    const said = (hidden: boolean) =>
      texts.filter((t) => t.hidden.includes('hidden-text') === hidden).map(({ text }) => text.trim());
    expect(said(false)).toEqual(['Dear reader, seen chosen']);
    expect(said(true)).toEqual(['MERGEFIELD code other one']);
  });
});

describe('Cells of OpenDocument sheets', () => {
  const WHITE =
    '<style:style style:name="White" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style><style:style style:name="Locked" style:family="table-cell"><style:table-cell-properties style:cell-protect="hidden-and-protected"/></style:style><style:style style:name="Clear" style:family="table-cell"><style:text-properties fo:color="#123456" loext:opacity="0%"/></style:style><style:style style:name="Auto" style:family="table-cell"><style:text-properties fo:color="#123456" style:use-window-font-color="true" loext:opacity="0%"/></style:style>';
  const table = (more: string, content: string) =>
    `<table:table table:name="A"${more}>${content}</table:table>`;

  it.each([
    [
      'by the column',
      '',
      '<table:table-column/><table:table-column table:default-cell-style-name="White"/>',
      '',
      '',
    ],
    ['by the row', '', '', 'table:default-cell-style-name="White"', ''],
    ['by a lock', ' table:protected="true"', '', '', 'table:style-name="Locked"'],
    ['by their letters', '', '', '', 'table:style-name="Clear"'],
  ])('are hidden %s', async (_, lock, columns, inRow, inCell) => {
    const { tables } = await collect(
      writeOdf({
        kind: 'spreadsheet',
        styles: WHITE,
        body: table(
          lock,
          columns + row([cell('seen', 'table:style-name="Auto"'), cell('unseen', inCell)], inRow),
        ),
      }),
    );
    expect([...tables[0]!.flags]).toEqual([['0,1', CELL_FLAG.hiddenText]]);
  });

  it('are seen where the lock is not closed', async () => {
    const { tables } = await collect(
      writeOdf({
        kind: 'spreadsheet',
        styles: WHITE,
        body: table('', row([cell('seen', 'table:style-name="Locked"')])),
      }),
    );
    expect([...tables[0]!.flags]).toEqual([]);
  });
});
