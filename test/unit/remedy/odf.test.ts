// Cleaned copies of OpenDocument files: nothing hidden is left in any part, what is seen reads as before.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadAsset as asset } from '../../../bin/assets.ts';
import { decodePicture } from '../../../bin/node-decode-picture.ts';
import { readZipDirectory } from '../../../utils/inspect/container/zip.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { remedy } from '../../../utils/remedy/index.ts';
import { collect } from '../../fixtures/collect.ts';
import { cell, type OdfSpec, p, row, sheet, writeOdf } from '../../fixtures/odf.ts';
import { XML } from '../../fixtures/opc.ts';
import { partsOf } from '../../remedy/checklist.ts';
import { convert, hasOffice } from '../../remedy/office.ts';

const PNG = new Uint8Array(
  await sharp({ create: { width: 40, height: 40, channels: 3, background: '#c33' } })
    .png()
    .toBuffer(),
);
const LINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:type="simple"';
const style = (family: string, name: string, properties: string) =>
  `<style:style style:family="${family}" style:name="${name}">${properties}</style:style>`;
const HIDDEN_TEXT = '<style:text-properties text:display="none"/>';
const SETTINGS = `${XML}<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" xmlns:ooo="http://openoffice.org/2004/office"><office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item config:name="ActiveTable" config:type="string">needle-view</config:config-item></config:config-item-set><config:config-item-set config:name="ooo:configuration-settings"><config:config-item config:name="PrinterName" config:type="string">needle-printer</config:config-item><config:config-item config:name="RsidRoot" config:type="int">1234567</config:config-item><config:config-item config:name="AddParaTableSpacing" config:type="boolean">true</config:config-item></config:config-item-set></office:settings></office:document-settings>`;
/** What every package has that nobody sees. */
const MEMBERS = [
  { name: 'settings.xml', data: SETTINGS },
  { name: 'Thumbnails/thumbnail.png', data: 'needle-thumbnail' },
  { name: 'Versions/Version1', data: 'needle-version' },
  { name: 'Basic/Standard/Module1.xml', data: '<a>needle-macro</a>' },
  { name: 'Configurations2/menubar/a.xml', data: '<a>needle-menu</a>' },
  { name: 'Pictures/needle-name.png', data: PNG },
  { name: 'Pictures/unused.png', data: 'needle-unused' },
];
const PICTURE = `<draw:frame draw:name="needle-frame" svg:x="1cm" svg:y="1cm" svg:width="2cm" svg:height="2cm"><draw:image xlink:href="Pictures/needle-name.png" ${LINK}/><svg:title>needle-title</svg:title></draw:frame>`;
const COMMENT =
  '<office:annotation><dc:creator>needle-author</dc:creator><text:p>needle-comment</text:p></office:annotation>';

const TEXT: OdfSpec = {
  kind: 'text',
  author: 'needle-creator',
  members: MEMBERS,
  styles:
    style('text', 'Off', HIDDEN_TEXT) +
    style('paragraph', 'POff', HIDDEN_TEXT) +
    style('text', 'On', '<style:text-properties text:display="true"/>'),
  commonStyles: `<office:master-styles><style:master-page style:name="Standard"><style:header style:display="false">${p('needle-header')}</style:header><style:footer>${p('The footer')}</style:footer></style:master-page></office:master-styles>`,
  body: [
    '<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>needle-changer</dc:creator></office:change-info><text:p>needle-deleted</text:p></text:deletion></text:changed-region></text:tracked-changes>',
    '<text:user-field-decls><text:user-field-decl office:string-value="needle-declared"/></text:user-field-decls>',
    `<text:p>The <text:change/>answer<text:span text:style-name="Off">needle-span</text:span>.${COMMENT}</text:p>`,
    p('needle-paragraph', 'POff'),
    '<text:p text:style-name="POff">needle-around<text:span text:style-name="On">Seen all the same</text:span></text:p>',
    `<text:section text:name="s" text:display="none">${p('needle-section')}</text:section>`,
    `<text:list><text:list-item>${p('needle-item', 'POff')}</text:list-item><text:list-item>${p('An item')}</text:list-item></text:list>`,
    '<text:p>By <text:author-name>Force</text:author-name>, page <text:page-number>1</text:page-number><text:hidden-text text:is-hidden="true" text:string-value="needle-condition"/></text:p>',
    `<text:p><text:a ${LINK} xlink:href="https://example.org/">open</text:a> and <text:a ${LINK} xlink:href="file:///c:/needle-path">shut</text:a></text:p>`,
    `<text:p>${PICTURE}</text:p>`,
    '<text:p>Field <field:fieldmark-start field:type="needle-type"><field:param field:name="needle-param" field:value="needle-value"/></field:fieldmark-start>needle-code<loext:fieldmark-separator/>result<field:fieldmark-end/>, <loext:content-control loext:alias="needle-alias" loext:tag="needle-tag"><loext:list-item loext:display-text="needle-choice"/>chosen</loext:content-control>, <field:fieldmark field:type="vnd.oasis.opendocument.field.FORMDROPDOWN"><field:param field:name="Dropdown_ListEntry" field:value="needle-entry"/><field:param field:name="Dropdown_ListEntry" field:value="entry"/><field:param field:name="Dropdown_Selected" field:value="1"/></field:fieldmark> <field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX"><field:param field:name="Checkbox_Checked" field:value="true"/></field:fieldmark></text:p>',
    '<text:p loext:anything="needle-attribute">Signed<loext:signature-line loext:suggested-signer-name="needle-signer"/></text:p>',
  ].join(''),
};
const SEEN = [
  'Field result, chosen, entry ☒',
  'Signed',
  'The answer.',
  'Seen all the same',
  'An item',
  'By Force, page 1',
  'open and shut',
];

const CHART = `${XML}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:chart><chart:chart chart:class="chart:bar"><chart:plot-area table:cell-range-address="SHEET.A1:SHEET.B3"/><table:table table:name="local-table"><table:table-rows><table:table-row><table:table-cell office:value-type="string"><text:p>needle-kept</text:p></table:table-cell></table:table-row></table:table-rows></table:table></chart:chart></office:chart></office:body></office:document-content>`;
const chart = (from: string) => [
  { name: 'Object 1/content.xml', data: CHART.replaceAll('SHEET', from) },
  { name: 'Object 1/meta.xml', data: '<a>needle-object</a>' },
  { name: 'ObjectReplacements/Object 1', data: 'needle-replacement' },
];
const DRAWN = `<table:shapes><draw:frame draw:name="needle-chart" svg:x="1cm" svg:y="5cm" svg:width="5cm" svg:height="4cm"><draw:object xlink:href="./Object 1" ${LINK}/><draw:image xlink:href="./ObjectReplacements/Object 1" ${LINK}/></draw:frame></table:shapes>`;
const SHEETS: OdfSpec = {
  kind: 'spreadsheet',
  author: 'needle-creator',
  members: [...MEMBERS, ...chart('Answer')],
  styles:
    style('table', 'Away', '<style:table-properties table:display="false"/>') +
    style('table-cell', 'White', '<style:text-properties fo:color="#ffffff"/>') +
    style(
      'table-cell',
      'Locked',
      '<style:table-cell-properties style:cell-protect="hidden-and-protected"/>',
    ) +
    style('table-cell', 'Clear', '<style:text-properties fo:color="#123456" loext:opacity="0%"/>'),
  body: [
    '<table:content-validations><table:content-validation table:name="v" table:condition="needle-rule"/></table:content-validations>',
    sheet(
      'Answer',
      [
        DRAWN,
        '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column table:number-columns-repeated="3"/>',
        row(['Month', 'needle-column', 'Requests']),
        // The same text in three cells, one of which is hidden.
        row([cell('needle-three', 'table:number-columns-repeated="3"').replaceAll('needle-three', 'thrice')]),
        row(['needle-row', 'x'], 'table:visibility="collapse"'),
        row(['needle-filtered', 'x'], 'table:visibility="filter"'),
        row([
          'Total',
          '',
          '<table:table-cell table:formula="of:=[Secret.A1]&amp;&quot;needle-formula&quot;" office:value-type="float" office:value="40"><text:p>40</text:p></table:table-cell>',
          cell('needle-white', 'table:style-name="White"'),
          `<table:table-cell table:content-validation-name="v">${COMMENT}<text:p>Remarked</text:p></table:table-cell>`,
        ]),
      ].join(''),
    ),
    '<table:table table:name="Other" table:protected="true"><table:table-column table:default-cell-style-name="White"/><table:table-column table:number-columns-repeated="3"/>' +
      row([
        'needle-column-style',
        cell('needle-lock', 'table:style-name="Locked"'),
        cell('needle-clear', 'table:style-name="Clear"'),
        'Seen',
      ]) +
      '</table:table>',
    sheet('Secret', row(['needle-sheet']), 'Away'),
    '<table:table table:name="\'file:///c:/needle-link.ods\'#s"><table:table-row><table:table-cell><text:p>needle-cache</text:p></table:table-cell></table:table-row></table:table>',
    '<table:named-expressions><table:named-expression table:name="needle-named" table:expression="1"/></table:named-expressions>',
    '<table:database-ranges><table:database-range table:target-range-address="Answer.A1:Answer.C9"><table:filter><table:filter-condition table:value="needle-criterion"/></table:filter></table:database-range></table:database-ranges>',
  ].join(''),
};

const page = (name: string, looks: string, inner: string) =>
  `<draw:page draw:name="${name}" draw:style-name="${looks}" draw:master-page-name="M" presentation:use-footer-name="f${name}">${inner}</draw:page>`;
const textBox = (text: string, x = '2cm', more = '') =>
  `<draw:frame ${more} svg:x="${x}" svg:y="3cm" svg:width="4cm" svg:height="2cm"><draw:text-box>${p(text)}</draw:text-box></draw:frame>`;
const SLIDES: OdfSpec = {
  kind: 'presentation',
  author: 'needle-creator',
  members: MEMBERS,
  commonStyles:
    '<office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout></office:automatic-styles><office:master-styles><draw:layer-set><draw:layer draw:name="off" draw:display="none"/></draw:layer-set><style:handout-master style:page-layout-name="L"><text:p>needle-handout</text:p></style:handout-master><style:master-page style:name="M" style:page-layout-name="L"/><style:master-page style:name="N" style:page-layout-name="L"><draw:frame><draw:text-box><text:p>needle-master</text:p></draw:text-box></draw:frame></style:master-page></office:master-styles>',
  styles: style('drawing-page', 'Off', '<style:drawing-page-properties presentation:visibility="hidden"/>'),
  body: [
    '<presentation:footer-decl presentation:name="f1">The foot</presentation:footer-decl><presentation:footer-decl presentation:name="f2">needle-foot</presentation:footer-decl>',
    page(
      '1',
      'On',
      `${textBox('The answer')}${textBox('needle-beside', '29cm')}${textBox('needle-invisible', '5cm', 'draw:display="none"')}${textBox('needle-extension', '5cm', 'drawooo:display="none"')}${textBox('needle-printed', '5cm', 'drawooo:display="printer"')}${textBox('needle-layer', '5cm', 'draw:layer="off"')}${COMMENT}${COMMENT.replaceAll('office:annotation', 'officeooo:annotation')}<presentation:notes>${textBox('needle-notes')}</presentation:notes>`,
    ),
    page('2', 'Off', textBox('needle-slide')),
    '<presentation:settings><presentation:show presentation:name="needle-show" presentation:pages="2"/></presentation:settings>',
  ].join(''),
};

async function clean(spec: OdfSpec, name: string) {
  const bytes = writeOdf(spec);
  const made = await remedy(new Blob([bytes]), name, { kind: 'clean', asset });
  if (made.outcome !== 'cleaned') throw new Error(made.reason);
  return { ...made, bytes: new Uint8Array(await made.file.arrayBuffer()), parts: await partsOf(made.file) };
}

const refusal = async (spec: OdfSpec) =>
  remedy(new Blob([writeOdf(spec)]), 'a.odt', { kind: 'clean', asset });

describe('a cleaned OpenDocument file', () => {
  const kinds: [string, OdfSpec, string][] = [
    ['text', TEXT, 'odt'],
    ['workbook', SHEETS, 'ods'],
    ['deck', SLIDES, 'odp'],
  ];
  it.each(kinds)('holds nothing that was hidden: a %s', async (_, spec, ending) => {
    const { parts, name, file } = await clean(spec, `reply.${ending}`);
    expect(name).toBe(`reply-cleaned.${ending}`);
    for (const [part, text] of parts)
      expect([part, `${part} ${text}`.match(/needle[-\w]*/g)]).toEqual([part, null]);
    const { findings, inspected, format } = await inspect(file, name, { asset, decodePicture });
    expect([inspected, format]).toEqual(['full', ending]);
    // A chart is a document inside the document: it is told, and stands in nobody's way.
    expect(findings.map(({ rule, severity, where }) => [rule, severity, where[1]])).toEqual(
      ending === 'ods' ? [['embedded-file', 'low', 'embedded "Object 1"']] : [],
    );
  });

  it.each(kinds)('is a package as the standard wants it: a %s', async (_, spec, ending) => {
    const { file, parts } = await clean(spec, `a.${ending}`);
    const { entries } = await readZipDirectory(file);
    expect([entries[0]?.name, entries[0]?.method]).toEqual(['mimetype', 0]);
    const manifest = parts.get('META-INF/manifest.xml') ?? '';
    const listed = [...manifest.matchAll(/full-path="([^"]*)"/g)].map((match) => match[1] as string);
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed.filter((name) => !name.endsWith('/')).sort()).toEqual(
      [...parts.keys()].filter((name) => !/^(mimetype|META-INF\/.*)$/.test(name)).sort(),
    );
    expect(manifest).toContain(
      `full-path="/" manifest:version="1.2" manifest:media-type="${parts.get('mimetype')}"`,
    );
    // Everything that is drawn is there, and everything that is there is drawn.
    const links = [...parts].flatMap(([, text]) =>
      [...text.matchAll(/xlink:href="(?:\.\/)?((?:Pictures|Object)[^"]*)"/g)].map(
        (match) => match[1] as string,
      ),
    );
    for (const link of links)
      expect([...parts.keys()].some((name) => name === link || name.startsWith(`${link}/`))).toBe(true);
    for (const name of parts.keys())
      if (/^(Pictures|Object)/.test(name)) expect(links).toContain(name.replace(/^(Object \d+)\/.*/, '$1'));
  });

  it('keeps no empty line of a paragraph whose spans are all hidden, as no program draws one', async () => {
    const off = '<text:span text:style-name="Off">needle</text:span>';
    const spec: OdfSpec = {
      kind: 'text',
      styles: style('text', 'Off', HIDDEN_TEXT),
      body: `${p('One')}<text:p>${off}${off}</text:p><text:p>${off} and seen</text:p><text:p/>${p('Two')}`,
    };
    const content = (await clean(spec, 'a.odt')).parts.get('content.xml') ?? '';
    const body = content.slice(content.indexOf('<office:text'));
    expect([...body.matchAll(/<text:p(?:\/>|[^>]*>(.*?)<\/text:p>)/g)].map(([, text]) => text)).toEqual([
      'One',
      ' and seen',
      undefined,
      'Two',
    ]);
  });

  it('keeps the text that was seen, and what it is in', async () => {
    const { bytes, parts, changes } = await clean(TEXT, 'a.odt');
    const { texts } = await collect(bytes);
    const lines = texts.flatMap(({ text }) => text.split('\n')).map((line) => line.trim());
    expect(lines.filter(Boolean)).toEqual(expect.arrayContaining([...SEEN, 'The footer']));
    const content = parts.get('content.xml') ?? '';
    expect(content).toContain('xlink:href="Pictures/image1.png"');
    expect(content).toContain('<text:page-number>1</text:page-number>');
    expect(content).toContain('xlink:href="https://example.org/"');
    expect(parts.get('settings.xml')).toContain('AddParaTableSpacing');
    // A page style without the header that was switched off would get one from the program.
    expect(parts.get('styles.xml')).toContain('<style:header style:display="false"/>');
    expect(Object.fromEntries(changes.map(({ what, count }) => [what, count]))).toMatchObject({
      'tracked-changes': 1,
      comments: 1,
      'hidden-text': 5,
      links: 1,
      metadata: 1,
      macros: 1,
      'earlier-version': 1,
    });
  });

  it('puts blanks in the place of letters that have the colour of the paper, where nothing floats', async () => {
    const styles =
      '<style:style style:name="white" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>';
    const body = p('<text:s/>Seen <text:span text:style-name="white">needle here</text:span> seen');
    const make = (more: string) =>
      remedy(new Blob([writeOdf({ kind: 'text', styles, body: body + more })]), 'a.odt', {
        kind: 'clean',
        asset,
      });
    const copy = await make('');
    if (copy.outcome !== 'cleaned') throw new Error(copy.reason);
    const content = (await partsOf(copy.file)).get('content.xml');
    expect(content).not.toContain('needle');
    expect(content).toContain('           ');
    expect(copy.changes).toContainEqual({ what: 'hidden-text', count: 1 });
    // Something drawn may lie behind them: they stay, and the inspection of the copy says so.
    const floating = await make(p('<draw:rect svg:width="9cm" svg:height="9cm"/>'));
    if (floating.outcome !== 'cleaned') throw new Error(floating.reason);
    expect((await partsOf(floating.file)).get('content.xml')).toContain('needle');
  });

  it('keeps the cells that were seen where they were', async () => {
    const { bytes, parts, changes } = await clean(SHEETS, 'a.ods');
    const { tables } = await collect(bytes);
    const sheets = tables.filter(({ place }) => place[1]?.startsWith('sheet'));
    expect(sheets.map(({ place, hidden }) => [place[1], hidden])).toEqual([
      ['sheet "Answer"', []],
      ['sheet "Other"', []],
    ]);
    const cells = [...(tables[0]?.rows ?? [])].flatMap(([at, cols]) =>
      [...cols].map(([col, text]) => [at, col, text]),
    );
    expect(cells).toEqual([
      [0, 0, 'Month'],
      [0, 2, 'Requests'],
      [1, 0, 'thrice'],
      [1, 2, 'thrice'],
      [4, 0, 'Total'],
      [4, 2, '40'],
      [4, 4, 'Remarked'],
    ]);
    expect(parts.get('content.xml')).not.toContain('table:formula');
    expect(parts.get('Object 1/content.xml')).toContain('cell-range-address="Answer.A1:Answer.B3"');
    expect(changes.find(({ what }) => what === 'hidden-sheet')?.named).toEqual([
      { name: expect.any(String), rows: expect.any(Number) },
    ]);
    expect(Object.fromEntries(changes.map(({ what, count }) => [what, count]))).toMatchObject({
      'hidden-sheet': 1,
      'hidden-rows': 2,
      'hidden-columns': 1,
      'hidden-text': 4,
      'external-link-cache': 1,
      'formulas-to-values': 1,
      'input-rules': 1,
      'defined-names': 1,
    });
  });

  it('is not kept busy by cells that say to be there four billion times', async () => {
    const often = 'table:number-columns-repeated="4294967295"';
    const hidden = `<table:table-column table:visibility="collapse" ${often}/>`;
    const spanned = 'table:number-columns-spanned="4294967295" table:number-rows-spanned="4294967295"';
    const { parts } = await clean(
      {
        kind: 'spreadsheet',
        body: sheet('A', `${hidden}${row([cell('needle', often)])}${row([cell('needle', spanned)])}`),
      },
      'a.ods',
    );
    expect(parts.get('content.xml')).not.toContain('needle');
  });

  it('keeps the slides that were shown', async () => {
    const { parts, changes } = await clean(SLIDES, 'a.odp');
    const content = parts.get('content.xml') ?? '';
    expect([...content.matchAll(/<text:p>([^<]*)/g)].map(([, text]) => text)).toEqual(['The answer']);
    expect(content).toContain('The foot');
    expect(Object.fromEntries(changes.map(({ what, count }) => [what, count]))).toMatchObject({
      'hidden-slide': 1,
      'speaker-notes': 1,
      'off-slide': 1,
      'hidden-text': 4,
      comments: 2,
    });
  });

  const body = (kind: OdfSpec['kind'], inner: string, more: Partial<OdfSpec> = {}): OdfSpec => ({
    kind,
    body: inner,
    ...more,
  });
  const refused: [string, OdfSpec, string][] = [
    ['all sheets are hidden', { ...SHEETS, body: sheet('Secret', row(['x']), 'Away') }, 'no-visible-sheet'],
    ['all slides are hidden', { ...SLIDES, body: page('2', 'Off', '') }, 'no-visible-sheet'],
    ['a chart draws from a hidden sheet', { ...SHEETS, members: chart('Secret') }, 'no-stored-values'],
    [
      'a comment is always shown',
      body(
        'spreadsheet',
        sheet(
          'A',
          row([
            `<table:table-cell>${COMMENT.replace('<office:annotation', '<office:annotation office:display="true"')}</table:table-cell>`,
          ]),
        ),
      ),
      'visible-comments',
    ],
    ['there are controls', body('text', '<text:p><draw:control/></text:p>'), 'controls'],
    [
      'a video plays',
      body('presentation', page('1', 'On', '<draw:frame><draw:plugin/></draw:frame>')),
      'media',
    ],
    [
      'an object has no picture that can be kept',
      body(
        'text',
        `<text:p><draw:frame><draw:object xlink:href="./Object 9" ${LINK}/></draw:frame></text:p>`,
      ),
      'foreign-content',
    ],
    [
      'a picture is cropped',
      body(
        'text',
        `<text:p>${PICTURE.replace('<draw:frame', '<draw:frame draw:style-name="Cut"')}</text:p>`,
        {
          members: MEMBERS,
          styles: style('graphic', 'Cut', '<style:graphic-properties fo:clip="rect(0cm, 1.2cm, 0cm, 0cm)"/>'),
        },
      ),
      'cropped',
    ],
    [
      'a formula has no value',
      body('spreadsheet', sheet('A', row(['<table:table-cell table:formula="of:=1"/>']))),
      'no-stored-values',
    ],
  ];
  it.each(refused)('is not made where %s', async (_, spec, reason) => {
    expect(await refusal(spec)).toEqual({ outcome: 'refused', reason });
  });

  it.each(['spreadsheet', 'text'] as const)('holds nothing under a merged cell: %s', async (kind) => {
    const under = cell('needle', 'office:string-value="needle-value"').replaceAll(
      'table:table-cell',
      'table:covered-table-cell',
    );
    const rows = row([
      cell('Head', 'table:number-columns-spanned="2"'),
      under,
      cell('Seen', 'office:string-value="needle-beside"'),
    ]);
    const { parts, changes } = await clean({ kind, body: sheet('A', rows) }, 'a.ods');
    const content = parts.get('content.xml') ?? '';
    expect(content).not.toContain('needle');
    expect(content).toContain('covered-table-cell');
    expect([...content.matchAll(/<text:p>([^<]*)/g)].map(([, text]) => text)).toEqual(['Head', 'Seen']);
    expect(changes).toContainEqual({ what: 'hidden-text', count: 1 });
  });

  it('is not made where nobody knows whether a text is shown', async () => {
    const unknown = (inner: string) =>
      refusal({ kind: 'text', body: `<text:p>Text<loext:new-thing>${inner}</loext:new-thing></text:p>` });
    expect(await unknown('words')).toMatchObject({ outcome: 'refused', reason: 'foreign-content' });
    expect(await unknown('')).toMatchObject({ outcome: 'cleaned' });
  });

  it('holds nothing that a field or an index could say', async () => {
    const { parts } = await clean(
      {
        kind: 'text',
        body: '<text:p>A <text:drop-down text:name="needle"><text:label text:value="needle-label"/>choice</text:drop-down><text:alphabetical-index-mark text:string-value="needle-mark"/><text:toc-mark-start text:id="needle"/> made<text:toc-mark-end text:id="needle"/></text:p>',
      },
      'a.odt',
    );
    expect(parts.get('content.xml')).not.toContain('needle');
    expect(parts.get('content.xml')).toContain('<text:p>A choice made</text:p>');
  });

  // LibreOffice refuses a package whose parts are newer than its manifest says.
  it('is of the version that the file is of', { timeout: 600_000 }, async (context) => {
    const copies: Record<string, Uint8Array<ArrayBuffer>> = {};
    for (const version of ['1.2', '1.3', '1.4']) {
      const { bytes, parts } = await clean({ ...SHEETS, version }, 'a.ods');
      copies[`a${version.replace('.', '')}.ods`] = bytes;
      const said = [...(parts.get('META-INF/manifest.xml') ?? '').matchAll(/manifest:version="([^"]*)"/g)];
      expect(said.map(([, one]) => one)).toEqual([version, version]);
      expect(parts.get('meta.xml')).toContain(`office:version="${version}"`);
    }
    if (!hasOffice()) return context.skip();
    const made = await convert(copies, 'csv');
    for (const name of ['a12.csv', 'a13.csv'])
      expect(new TextDecoder().decode(made.get(name))).toContain('Requests');
  });

  it('reads in LibreOffice as it is seen', { timeout: 600_000 }, async (context) => {
    if (!hasOffice()) return context.skip();
    const { bytes } = await clean(TEXT, 'a.odt');
    const made = await convert({ 'copy.odt': bytes }, 'txt:Text (encoded):UTF8');
    const text = new TextDecoder().decode(made.get('copy.txt')).replace('\ufeff', '');
    // Plain text has no pages: LibreOffice counts none.
    for (const line of SEEN) expect(text).toContain(line.replace('page 1', 'page 0'));
  });
});
