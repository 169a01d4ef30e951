// Cleaned copies of text documents: changes accepted, nothing hidden left, the visible text as it was.
import { describe, expect, it } from 'vitest';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { remedy } from '../../../utils/remedy/index.ts';
import { judgeCopy } from '../../../utils/remedy/judge.ts';
import { decide } from '../../../utils/verdict/decide.ts';
import { writePackage, XML } from '../../fixtures/opc.ts';
import { partsOf, repairCauses } from '../../remedy/checklist.ts';
import { convert, hasOffice } from '../../remedy/office.ts';

const asset = async (name: string) => {
  throw new Error(`no asset ${name} in this test`);
};
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const run = (text: string, properties = '') =>
  `<w:r>${properties}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const BY = 'w:id="1" w:author="needle-author" w:date="2023-08-08T00:00:00Z"';

const OFF =
  '<w:style w:type="character" w:styleId="Off"><w:name w:val="Off"/><w:rPr><w:vanish/></w:rPr></w:style>';

/** @param body what stands in the document; what is planted begins with `needle`. */
function writeDocument(body: string, styles = OFF): Uint8Array<ArrayBuffer> {
  const root = (name: string, inner: string) =>
    `${XML}<w:${name} xmlns:w="${W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">${inner}</w:${name}>`;
  return writePackage({
    '': {
      data: '',
      rels: [
        ['rId1', 'officeDocument', 'word/document.xml'],
        ['rId2', 'core-properties', 'docProps/core.xml'],
      ],
    },
    'docProps/core.xml': {
      data: `${XML}<a>needle-creator</a>`,
      type: 'application/vnd.openxmlformats-package.core-properties+xml',
    },
    'word/document.xml': {
      data: root('document', `<w:body>${body}</w:body>`),
      type: `${TYPE}.document.main+xml`,
      rels: [
        ['rId1', 'styles', 'styles.xml'],
        ['rId2', 'comments', 'comments.xml'],
        ['rId3', 'settings', 'settings.xml'],
        ['rId4', 'hyperlink', 'https://example.org/'],
        ['rId5', 'hyperlink', 'file:///c:/needle-path'],
        ['rId6', 'customXml', '../customXml/item1.xml'],
      ],
    },
    'word/styles.xml': {
      data: root('styles', styles),
      type: `${TYPE}.styles+xml`,
    },
    'word/comments.xml': {
      data: root('comments', `<w:comment ${BY}><w:p>${run('needle-comment')}</w:p></w:comment>`),
      type: `${TYPE}.comments+xml`,
    },
    'word/settings.xml': {
      data: root(
        'settings',
        '<w:rsids><w:rsid w:val="00AB"/></w:rsids><w:docVars><w:docVar w:name="a" w:val="needle-var"/></w:docVars><w:defaultTabStop w:val="720"/>',
      ),
      type: `${TYPE}.settings+xml`,
    },
    'customXml/item1.xml': { data: '<a>needle-xml</a>' },
  });
}

const BODY = [
  `<w:p>${run('The answer. ')}<w:ins ${BY}>${run('Added. ')}</w:ins><w:del ${BY}><w:r><w:delText>needle-deleted</w:delText></w:r></w:del></w:p>`,
  `<w:p><w:pPr><w:rPr><w:del ${BY}/></w:rPr></w:pPr>${run('First half, ')}</w:p><w:p>${run('second half.')}</w:p>`,
  `<w:p>${run('Seen')}${run('needle-vanish', '<w:rPr><w:vanish/></w:rPr>')}${run('needle-style', '<w:rPr><w:rStyle w:val="Off"/></w:rPr>')}${run(' as well', '<w:rPr><w:vanish w:val="0"/></w:rPr>')}</w:p>`,
  `<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>${run('needle-paragraph', '<w:rPr><w:vanish/></w:rPr>')}</w:p>`,
  `<w:p><w:commentRangeStart w:id="1"/>${run('Remarked')}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>`,
  `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT "c:\\needle-field"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('Result')}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`,
  `<w:p><w:hyperlink r:id="rId4">${run('Open')}</w:hyperlink><w:hyperlink r:id="rId5">${run(' shut')}</w:hyperlink></w:p>`,
  `<w:tbl><w:tr><w:trPr><w:del ${BY}/></w:trPr><w:tc><w:p>${run('needle-row')}</w:p></w:tc></w:tr><w:tr><w:tc><w:p>${run('Kept row')}</w:p></w:tc></w:tr></w:tbl>`,
].join('');
const SEEN = [
  'The answer. Added. ',
  'First half, second half.',
  'Seen as well',
  'Remarked',
  'Result',
  'Open shut',
  'Kept row',
];

async function clean(bytes: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const made = await remedy(new Blob([bytes]), 'letter.docx', { kind: 'clean', asset });
  if (made.outcome !== 'cleaned') throw new Error(made.reason);
  expect(made.name).toBe('letter-cleaned.docx');
  return made.file;
}

describe('a cleaned document', () => {
  it('holds nothing that was hidden, and the text that was seen', async () => {
    const copy = await clean(writeDocument(BODY));
    const parts = await partsOf(copy);
    for (const [name, text] of parts) expect([name, text.match(/needle[-\w]*/g)]).toEqual([name, null]);
    expect(await repairCauses(copy)).toEqual([]);
    const paragraphs = [...(parts.get('word/document.xml') ?? '').matchAll(/<w:p>(.*?)<\/w:p>/g)].map(
      ([, inner]) => [...(inner as string).matchAll(/<w:t[^>]*>([^<]*)/g)].map(([, text]) => text).join(''),
    );
    expect(paragraphs).toEqual(SEEN);
  });

  it('keeps of fields what changes what they show, and no alt text of tables', async () => {
    const field = (code: string, shown: string) =>
      `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`;
    const body = [
      field(' PAGE needle-word \\* roman \\* MERGEFORMAT ', 'iv'),
      `<w:p><w:fldSimple w:instr=" NUMPAGES needle \\# &quot;0&quot; ">${run('9')}</w:fldSimple></w:p>`,
      field(' HYPERLINK "https://example.org/a" \\o "needle tip" \\t "_blank" ', 'Open'),
      field(' REF figure \\h ', 'Figure 1'),
      `<w:tbl><w:tblPr><w:tblCaption w:val="needle-caption"/><w:tblDescription w:val="needle-description"/></w:tblPr><w:tr><w:tc><w:p>${run('Cell')}</w:p></w:tc></w:tr></w:tbl>`,
    ];
    const text = (await partsOf(await clean(writeDocument(body.join(''))))).get('word/document.xml') ?? '';
    expect(text).not.toContain('needle');
    expect([...text.matchAll(/<w:instrText[^>]*>([^<]*)/g)].map(([, code]) => code?.trim())).toEqual([
      'PAGE \\* roman \\* MERGEFORMAT',
      'HYPERLINK "https://example.org/a"  \\t "_blank"',
      'REF figure \\h',
    ]);
    expect(text).toMatch(/w:instr=" ?NUMPAGES \\# &quot;0&quot;"/);
  });

  const look = (id: string, vanish: string, more = '', type = 'paragraph') =>
    `<w:style w:type="${type}" ${more} w:styleId="${id}"><w:name w:val="${id}"/><w:rPr>${vanish}</w:rPr></w:style>`;
  const [off, on] = ['<w:vanish/>', '<w:vanish w:val="0"/>'];
  it.each([
    ['the usual style', look('Usual', off, 'w:default="1"')],
    [
      'what holds for all',
      `<w:docDefaults><w:rPrDefault><w:rPr>${off}</w:rPr></w:rPrDefault></w:docDefaults>`,
    ],
  ])('holds nothing that is hidden by %s, and what other styles show', async (_, usual) => {
    const styles = usual + look('Plain', on) + look('Strong', on, '', 'character');
    const styled = (id: string, text: string) =>
      `<w:p><w:pPr><w:pStyle w:val="${id}"/></w:pPr>${run(text)}</w:p>`;
    const body = [
      `<w:p>${run('needle-usual')}${run('Seen', '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>')}</w:p>`,
      styled('NoSuchStyle', 'needle-unknown'),
      styled('Plain', 'Plain'),
    ];
    const bytes = writeDocument(body.join(''), styles);
    const copy = await clean(bytes);
    const text = (await partsOf(copy)).get('word/document.xml') ?? '';
    expect([...text.matchAll(/<w:t[^>]*>([^<]*)/g)].map(([, word]) => word)).toEqual(['Seen', 'Plain']);
    // The reader sees it in the original and no more in the copy.
    const told = async (file: Blob) =>
      (await inspect(file, 'letter.docx', { asset })).findings.map(({ rule }) => rule);
    expect(await told(new Blob([bytes]))).toContain('hidden-text');
    expect(await told(copy)).not.toContain('hidden-text');
  });

  it('keeps tables and sections apart that only hidden paragraphs part', async () => {
    const hidden = (inner = '', more = '') =>
      `<w:p><w:pPr>${more}<w:rPr><w:vanish/></w:rPr></w:pPr>${inner}</w:p>`;
    const needle = run('needle', '<w:rPr><w:vanish/></w:rPr>');
    const table = (text: string, more = '') =>
      `<w:tbl><w:tr><w:tc><w:p>${run(text)}</w:p>${more}</w:tc></w:tr></w:tbl>`;
    const section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>';
    const inner = table('inner') + hidden(needle);
    const body = [
      table('one') + hidden() + table('two') + hidden(needle) + hidden(needle) + table('three', inner),
      `<w:p>${run('Seen')}</w:p>`,
      hidden(needle, section),
      hidden(needle),
      `<w:p>${run('Last')}</w:p>`,
    ];
    const parts = await partsOf(await clean(writeDocument(body.join(''))));
    const copy = parts.get('word/document.xml') ?? '';
    expect(copy).not.toContain('needle');
    const shape = [...copy.matchAll(/<(\/?w:tbl|w:p|w:pgSz)[ />]/g)].map(([, name = '']) =>
      name.replace('w:', ''),
    );
    const cell = ['tbl', 'p', '/tbl'];
    const third = ['tbl', 'p', ...cell, 'p', '/tbl'];
    expect(shape).toEqual([...cell, 'p', ...cell, 'p', ...third, 'p', 'p', 'pgSz', 'p']);
  });

  it('keeps a row of which only the end is marked as hidden, and drops one in which all is', async () => {
    const off = '<w:rPr><w:vanish/></w:rPr>';
    const row = (cell: string) => `<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>${cell}</w:tc></w:tr>`;
    const rows = [
      row(`<w:p>${run('Seen')}</w:p>`),
      row(`<w:p><w:pPr>${off}</w:pPr>${run('Seen, with a hidden mark')}${run('needle', off)}</w:p>`),
      row(`\n  <w:p>\n    <w:pPr>${off}</w:pPr>\n    ${run('needle', off)}\n  </w:p>\n`),
      row(`<w:sdt><w:sdtContent><w:p>${run('In a control')}</w:p></w:sdtContent></w:sdt>`),
      row(`<w:p>${run('needle', off)}</w:p>`),
      '<w:tr><w:tc><w:p/></w:tc></w:tr>',
    ];
    const parts = await partsOf(await clean(writeDocument(`<w:tbl>${rows.join('')}</w:tbl><w:p/>`)));
    const copy = parts.get('word/document.xml') ?? '';
    expect(copy).not.toContain('needle');
    // Of the last but one the paragraph's own mark is seen: it is as high as a line.
    const kept = copy.split('<w:tr>').slice(1);
    expect(kept.map((inner) => inner.replaceAll(/<[^>]*>/g, ''))).toEqual([
      'Seen',
      'Seen, with a hidden mark',
      'In a control',
      '',
      '',
    ]);
  });

  it('adds no paragraph to a cell that has one in a content control, and one to a cell that lost all', async () => {
    const held = `<w:sdt><w:sdtPr/><w:sdtContent><w:p>${run('Held')}</w:p></w:sdtContent></w:sdt>`;
    const gone = `<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>${run('needle', '<w:rPr><w:vanish/></w:rPr>')}</w:p>`;
    const parts = await partsOf(
      await clean(writeDocument(`<w:tbl><w:tr><w:tc>${held}</w:tc><w:tc>${gone}</w:tc></w:tr></w:tbl>`)),
    );
    const cells = [...(parts.get('word/document.xml') ?? '').matchAll(/<w:tc>(.*?)<\/w:tc>/g)];
    expect(cells.map(([, inner]) => inner?.match(/<w:p[ />]/g)?.length)).toEqual([1, 1]);
  });

  const props = (inner: string) => `<w:rPr>${inner}</w:rPr>`;
  const covered = (merge: string, text: string) =>
    `<w:tr><w:tc><w:tcPr>${merge}</w:tcPr><w:p>${run(text)}</w:p></w:tc></w:tr>`;
  const WHITE = '<w:color w:val="FFFFFF"/>';
  const DARK = '<w:shd w:val="clear" w:fill="202060"/>';
  /** A table for each row: what its grid and its middle cell say of the middle's width, and what stands there. */
  const thin = (layout: string, rows: readonly [grid: string, cell: string | undefined, text: string][]) =>
    rows
      .map(([grid, width, text]) => {
        const cell = (inner: string, said: string | undefined) =>
          `<w:tc><w:tcPr>${said === undefined ? '' : `<w:tcW w:w="${said}" w:type="dxa"/>`}</w:tcPr><w:p>${run(inner)}</w:p></w:tc>`;
        const columns = ['3000', grid, '3000'].map((w) => `<w:gridCol w:w="${w}"/>`).join('');
        return `<w:tbl><w:tblPr>${layout}</w:tblPr><w:tblGrid>${columns}</w:tblGrid><w:tr>${cell('Year', '3000')}${cell(text, width)}${cell('Total', undefined)}</w:tr></w:tbl>`;
      })
      .join('<w:p/>');
  const unseen: [string, string, string[]][] = [
    ['white', `<w:p>${run('Seen')}${run('needle', props(WHITE))}</w:p>`, ['Seen']],
    ['nearly white', `<w:p>${run('needle', props('<w:color w:val="FEFEFE"/>'))}</w:p>`, []],
    ['tiny', `<w:p>${run('needle', props('<w:sz w:val="2"/>'))}</w:p>`, []],
    ['without width', `<w:p>${run('needle', props('<w:w w:val="1"/>'))}</w:p>`, []],
    [
      'in the colour of its shading',
      `<w:p>${run('needle', props('<w:color w:val="D9D9D9"/><w:shd w:val="clear" w:fill="D9D9D9"/>'))}</w:p>`,
      [],
    ],
    [
      'under a merged cell',
      `<w:tbl>${covered('<w:vMerge w:val="restart"/>', 'Head')}${covered('<w:vMerge/>', 'needle')}</w:tbl>`,
      ['Head'],
    ],
    [
      'in a row of no height',
      `<w:tbl><w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr><w:tc><w:p>${run('needle')}</w:p></w:tc></w:tr></w:tbl>`,
      [],
    ],
    [
      'in a column of no width',
      thin('<w:tblLayout w:type="fixed"/>', [
        ['3000', '1', 'needle'],
        ['20', undefined, 'needle'],
        ['20', '0', 'needle'],
      ]),
      ['Year', 'Total', 'Year', 'Total', 'Year', 'Total'],
    ],
    ['deleted, in no change', `<w:p>${run('Kept')}<w:r><w:delText>needle</w:delText></w:r></w:p>`, ['Kept']],
    [
      'that could be chosen',
      `<w:p><w:sdt><w:sdtPr><w:dropDownList w:lastValue="needle"><w:listItem w:displayText="needle" w:value="needle"/></w:dropDownList></w:sdtPr><w:sdtContent>${run('Chosen')}</w:sdtContent></w:sdt></w:p>`,
      ['Chosen'],
    ],
    // These can be seen.
    [
      'white on a dark paragraph',
      `<w:p><w:pPr>${DARK}</w:pPr>${run('Light', props(WHITE))}</w:p>`,
      ['Light'],
    ],
    [
      'white in a dark cell',
      `<w:tbl><w:tr><w:tc><w:tcPr>${DARK}</w:tcPr><w:p>${run('Light', props(WHITE))}</w:p></w:tc></w:tr></w:tbl>`,
      ['Light'],
    ],
    ['in a column that grows with its text', thin('', [['3000', '1', 'Grown']]), ['Year', 'Grown', 'Total']],
    [
      'in a column that separates, and in one of unknown width',
      thin('<w:tblLayout w:type="fixed"/>', [
        ['3000', '40', 'Thin'],
        ['1', '3000', 'Wide'],
        ['0', '0', 'Unknown'],
      ]),
      ['Year', 'Thin', 'Total', 'Year', 'Wide', 'Total', 'Year', 'Unknown', 'Total'],
    ],
    [
      'in a row that grows',
      `<w:tbl><w:tr><w:trPr><w:trHeight w:val="1"/></w:trPr><w:tc><w:p>${run('Grown')}</w:p></w:tc></w:tr></w:tbl>`,
      ['Grown'],
    ],
  ];
  it.each(unseen)('keeps no letters that nobody sees, and all others: %s', async (_, body, stays) => {
    const copy = await clean(writeDocument(body));
    const parts = await partsOf(copy);
    const text = parts.get('word/document.xml') ?? '';
    const words = [...text.matchAll(/<w:t[^>]*>([^<]*)/g)]
      .map(([, said = '']) => said.trim())
      .filter(Boolean);
    expect(words).toEqual(stays);
    expect(text).not.toContain('needle');
    const { findings } = await inspect(copy, 'a.docx', { asset });
    expect(findings.map(({ rule }) => rule)).toEqual([]);
  });

  it('keeps white letters where a drawing may lie behind them, and then may not go', async () => {
    const box =
      '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="position:absolute"/></w:pict></w:r>';
    const copy = await clean(writeDocument(`<w:p>${box}${run('Perhaps seen', props(WHITE))}</w:p>`));
    expect((await partsOf(copy)).get('word/document.xml')).toContain('Perhaps seen');
    const site = { kind: 'webmail', host: '', guarded: true } as const;
    const inspection = await inspect(copy, 'a.docx', { asset });
    expect(inspection.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['hidden-text', 'low'],
    ]);
    expect(decide(inspection, STRICT_POLICY, site).verdict).toBe('allow');
    expect(judgeCopy(inspection, STRICT_POLICY, site).verdict).toBe('warn');
  });

  it('is not made of a document that shows another file', async () => {
    const made = await remedy(new Blob([writeDocument('<w:altChunk r:id="rId9"/><w:p/>')]), 'a.docx', {
      kind: 'clean',
      asset,
    });
    expect(made).toEqual({ outcome: 'refused', reason: 'foreign-content' });
  });

  it('reads in LibreOffice as it is seen', { timeout: 180_000 }, async (context) => {
    if (!hasOffice()) return context.skip();
    const copy = new Uint8Array(await (await clean(writeDocument(BODY))).arrayBuffer());
    const made = await convert({ 'copy.docx': copy }, 'txt:Text (encoded):UTF8');
    if (made.size === 0) {
      console.log('LibreOffice has no Writer on this machine: cleaned documents are not opened in it.');
      return context.skip();
    }
    const lines = new TextDecoder().decode(made.get('copy.txt')).replace('\ufeff', '').trim().split(/\r?\n/);
    expect(lines.map((line) => line.trim())).toEqual(SEEN.map((line) => line.trim()));
  });
});
