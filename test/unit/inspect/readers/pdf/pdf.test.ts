import { describe, expect, it } from 'vitest';
import { type Seen, seen } from '../../../../fixtures/inspected.ts';
import { box, grid, increment, pdfString, show, writePdf } from '../../../../fixtures/pdf.ts';

const PUBLIC = 'Reply to a request of the ordinary kind';
const SECRET = 'Operation Brindle source handler';

const ROSTER = [
  ['Surname', 'Forename', 'Rank', 'Collar number', 'Station'],
  ['Ashdown', 'Maria', 'PC', '4411', 'Norwich Central'],
  ['Okafor', 'Daniel', 'Sergeant', '2290', 'Great Yarmouth'],
  ['Pemberton', 'Lucy', 'DC', '7312', 'Thetford'],
  ['Singh', 'Harjit', 'Inspector', '1188', "King's Lynn"],
  ['Tennant', 'Owen', 'PC', '5021', 'Dereham'],
];
const WIDTHS = [90, 80, 80, 90, 120];

const one = (content: string, more: Partial<Parameters<typeof writePdf>[0]> = {}) =>
  writePdf({ pages: [{ content }], ...more });
const textsOf = ({ texts }: Seen, rule?: string) =>
  texts
    .filter(({ hidden }) => hidden.at(-1) === rule)
    .map(({ text }) => text)
    .join('\n');

describe('text and tables', () => {
  it('come page by page, with nothing to say about an ordinary document', async () => {
    const pages = [{ content: show('First page', 50, 780) }, { content: show(PUBLIC, 50, 780) }];
    const result = await seen(writePdf({ pages }), 'a.pdf');
    expect(result.texts).toEqual([
      { where: 'a.pdf > page 1', text: 'First page', hidden: [] },
      { where: 'a.pdf > page 2', text: PUBLIC, hidden: [] },
    ]);
    expect(result.findings).toEqual([]);
    expect(result.inspection.inspected).toBe('full');
  });

  it('are recovered cell by cell', async () => {
    const content = show(PUBLIC, 50, 815) + grid(ROSTER, { widths: WIDTHS, top: 780 });
    const result = await seen(one(content), 'a.pdf');
    expect(result.tables).toEqual([{ where: 'a.pdf > page 1 > table 1', hidden: [], cells: ROSTER.flat() }]);
    expect(textsOf(result)).toBe([PUBLIC, ...ROSTER.map((row) => row.join('\t'))].join('\n'));
  });

  it('are recovered from a page that is turned', async () => {
    // Written upwards along the left edge, shown turned by a quarter clockwise.
    let content = '';
    for (const [r, row] of ROSTER.entries()) {
      let x = 60;
      for (const [c, cell] of row.entries()) {
        content += `BT /F1 9 Tf 0 1 -1 0 ${60 + r * 16} ${x} Tm ${pdfString(cell)} Tj ET\n`;
        x += WIDTHS[c]!;
      }
    }
    const result = await seen(writePdf({ pages: [{ content, rotate: 90 }] }), 'a.pdf');
    expect(result.tables.map(({ cells }) => cells)).toEqual([ROSTER.flat()]);
  });

  it('go on over pages as one table, the repeated heading said once', async () => {
    const people = Array.from({ length: 60 }, (_, i) => [
      `Name${i}`,
      `Fore${i}`,
      'PC',
      String(1000 + i),
      'Norwich',
    ]);
    const pages = [0, 1, 2].map((p) => ({
      content: grid([ROSTER[0]!, ...people.slice(p * 20, p * 20 + 20)], { widths: WIDTHS }),
    }));
    const result = await seen(writePdf({ pages }), 'a.pdf');
    expect(result.tables).toEqual([
      { where: 'a.pdf > page 1 > table 1', hidden: [], cells: [ROSTER[0]!, ...people].flat() },
    ]);
  });

  it('are no tables where two columns of a newspaper stand side by side', async () => {
    const sentence = 'The force has considered the public interest with care';
    const lines = Array.from({ length: 20 }, (_, i) => [`${sentence} ${i}`, `${sentence} ${i + 20}`]);
    const result = await seen(one(grid(lines, { widths: [270], size: 8 })), 'a.pdf');
    expect(result.tables).toEqual([]);
  });
});

describe('hidden text', () => {
  it.each([
    ['under a box drawn later', show(SECRET, 50, 700) + box(40, 690, 400, 30), 'covered-text'],
    ['over a box of its own colour', box(40, 690, 400, 30) + show(SECRET, 50, 700), 'covered-text'],
    ['under a white box', show(SECRET, 50, 700) + box(40, 690, 400, 30, '1 1 1'), 'covered-text'],
    ['white on white', show(SECRET, 50, 700, '1 1 1 rg'), 'invisible-text'],
    [
      'under a box over half of a word',
      show('abcdefghi', 50, 700) + box(60, 695, 14, 16),
      'covered-text',
      'abcdefghi',
    ],
    ['in render mode 3', show(SECRET, 50, 700, '3 Tr'), 'invisible-text'],
    ['of no size', show(SECRET, 50, 700, '', 0.4), 'invisible-text'],
    ['beside the page', show(SECRET, 50, 1200), 'invisible-text'],
  ])('is told: %s', async (_, content, rule, text = SECRET) => {
    const result = await seen(one(show(PUBLIC, 50, 780) + content), 'a.pdf');
    expect(result.findings).toEqual([`${rule} @ a.pdf > page 1`]);
    expect(textsOf(result, rule)).toBe(text);
    expect(textsOf(result)).toBe(PUBLIC);
  });

  it.each([
    ['white letters on a dark heading', box(40, 690, 400, 30, '0 0 0.4') + show(SECRET, 50, 700, '1 1 1 rg')],
    ['dark letters on a shaded cell', box(40, 690, 400, 30, '0.8 0.8 0.9') + show(SECRET, 50, 700)],
    ['a box beside the text', show(SECRET, 50, 700) + box(40, 640, 400, 30)],
    ['a frame around it', `${show(SECRET, 50, 700)}q 40 690 400 30 re S Q\n`],
    ['letters with a white shadow', show(SECRET, 50.4, 699.6, '1 1 1 rg') + show(SECRET, 50, 700)],
    ['a light grey that can be read', show(SECRET, 50, 700, '0.75 0.75 0.75 rg')],
  ])('is not: %s', async (_, content) => {
    const result = await seen(one(content), 'a.pdf');
    expect(result.findings).toEqual([]);
    expect(textsOf(result)).toContain(SECRET);
  });

  it('is a table where it stands in columns', async () => {
    const content = `${show(PUBLIC, 50, 815)}1 1 1 rg ${grid(ROSTER, { widths: WIDTHS, top: 780 })}`;
    const result = await seen(one(content), 'a.pdf');
    expect(result.tables).toEqual([
      { where: 'a.pdf > page 1 > table 1', hidden: ['invisible-text'], cells: ROSTER.flat() },
    ]);
  });

  it('is what a redaction has marked that nobody carried out', async () => {
    const content = show(PUBLIC, 50, 780) + show(SECRET, 50, 700);
    const annotations = [
      '/Subtype /Redact /Rect [40 690 440 720] /QuadPoints [40 720 440 720 40 690 440 690]',
    ];
    const result = await seen(writePdf({ pages: [{ content, annotations }] }), 'a.pdf');
    expect(textsOf(result, 'covered-text')).toBe(SECRET);
    expect(new Set(result.findings)).toEqual(new Set(['covered-text @ a.pdf > page 1']));
  });

  it('is what a crop has left outside, where there is something', async () => {
    const content = show(PUBLIC, 50, 780);
    const cropBox = [0, 400, 595, 842];
    const result = await seen(
      writePdf({ pages: [{ content: content + show(SECRET, 50, 100), cropBox }] }),
      'a.pdf',
    );
    expect(result.findings).toEqual(['pdf-cropped @ a.pdf > page 1']);
    expect(textsOf(result, 'pdf-cropped')).toBe(SECRET);
    expect((await seen(writePdf({ pages: [{ content, cropBox }] }), 'a.pdf')).findings).toEqual([]);
  });
});

describe('what a PDF carries beside its pages', () => {
  it('attachments are inspected', async () => {
    const csv = `${ROSTER.map((row) => row.join(',')).join('\r\n')}\r\n`;
    const result = await seen(one(show(PUBLIC, 50, 780), { attachments: { 'staff.csv': csv } }), 'a.pdf');
    expect(result.findings).toEqual(['pdf-attachment @ a.pdf > staff.csv']);
    expect(result.tables).toEqual([
      { where: 'a.pdf > staff.csv', hidden: ['pdf-attachment'], cells: ROSTER.flat() },
    ]);
  });

  it('comments are read, and typewriter text is in plain sight', async () => {
    const annotations = [
      `/Subtype /Text /Rect [10 10 30 30] /T (A reviewer) /Contents ${pdfString(SECRET)}`,
      '/Subtype /FreeText /Rect [10 50 200 80] /DA (/F1 10 Tf) /Contents (Typed onto the page)',
      '/Subtype /Link /Rect [10 10 30 30] /Contents (no comment)',
    ];
    const result = await seen(
      writePdf({ pages: [{ content: show(PUBLIC, 50, 780), annotations }] }),
      'a.pdf',
    );
    expect(result.findings).toEqual(['pdf-comments @ a.pdf > page 1']);
    expect(textsOf(result, 'pdf-comments')).toBe(`A reviewer: ${SECRET}`);
    expect(textsOf(result)).toContain('Typed onto the page');
  });

  it('values of form fields stand where the form shows them', async () => {
    const annotations = ROSTER.flatMap((row, r) =>
      row.map((cell, c) => {
        const [left, low] = [40 + c * 110, 700 - r * 20];
        return `/Subtype /Widget /FT /Tx /T (f${r}_${c}) /V ${pdfString(cell)} /Rect [${left} ${low} ${left + 100} ${low + 14}] /F 4`;
      }),
    );
    const result = await seen(
      writePdf({
        pages: [{ content: show(PUBLIC, 50, 780), annotations }],
        // The annotations are the first objects after the font, which is 3.
        catalog: `/AcroForm << /Fields [${annotations.map((_, i) => `${4 + i} 0 R`).join(' ')}] >>`,
      }),
      'a.pdf',
    );
    expect(result.tables.map(({ cells }) => cells)).toEqual([ROSTER.flat()]);
  });

  it('data of an XFA form is read, whatever the page shows', async () => {
    const data = `<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><f><a>${SECRET}</a></f></xfa:datasets>`;
    const result = await seen(
      one(show('Please wait', 50, 780), {
        extra: [{ dictionary: '<< >>', data }],
        catalog: '/AcroForm << /Fields [] /XFA [(datasets) {0}] >>',
      }),
      'a.pdf',
    );
    expect(result.texts).toContainEqual({ where: 'a.pdf > form data', text: SECRET, hidden: [] });
  });

  it('properties name people', async () => {
    const info = { Author: 'Jo Invented', Producer: 'Writer' };
    const result = await seen(one(show(PUBLIC, 50, 780), { info }), 'a.pdf');
    expect(result.findings).toEqual(['metadata @ a.pdf > document properties']);
    expect(textsOf(result, 'metadata')).toContain('Jo Invented');
  });
});

describe('layers that are switched off', () => {
  const layered = (off: string, content: string) =>
    writePdf({
      pages: [{ content: show(PUBLIC, 50, 780) + content, resources: '/Properties << /L0 {0} /L1 {1} >>' }],
      extra: ['<< /Type /OCG /Name (Draft) >>', '<< /Type /OCG /Name (Final) >>'],
      catalog: `/OCProperties << /OCGs [{0} {1}] /D << /Order [{0} {1}] ${off} >> >>`,
    });
  const onLayer = (name: string, content: string) => `/OC /${name} BDC ${content} EMC\n`;

  it('are told with their text', async () => {
    const content = onLayer('L0', show(SECRET, 50, 700)) + onLayer('L1', show('Final version', 50, 650));
    const result = await seen(layered('/OFF [{0}]', content), 'a.pdf');
    expect(result.findings).toEqual(['pdf-layer-off @ a.pdf > page 1']);
    expect(textsOf(result, 'pdf-layer-off')).toBe(SECRET);
    expect(textsOf(result)).toBe(`${PUBLIC}\nFinal version`);
  });

  it('are told where they hold drawings only, also under a layer that shows', async () => {
    const content = onLayer('L0', box(50, 690, 90, 20)) + onLayer('L1', box(50, 690, 90, 20, '0.5 0.5 0.9'));
    const result = await seen(layered('/OFF [{0}]', content), 'a.pdf');
    expect(result.inspection.findings.map(({ rule, counts }) => ({ rule, counts }))).toEqual([
      { rule: 'pdf-layer-off', counts: { drawings: 1 } },
    ]);
  });

  it('are nothing where all are on, or nothing stands in them', async () => {
    const content = onLayer('L0', show(SECRET, 50, 700));
    expect((await seen(layered('', content), 'a.pdf')).findings).toEqual([]);
    expect((await seen(layered('/OFF [{1}]', content), 'a.pdf')).findings).toEqual([]);
  });
});

describe('earlier versions', () => {
  // With one page the content is object 4, the page object 5.
  const first = one(show(PUBLIC, 50, 780) + show(SECRET, 50, 700));

  it('are told where they said something that is gone', async () => {
    const edited = increment(first, { 4: { dictionary: '', data: show(PUBLIC, 50, 780) } });
    const result = await seen(edited, 'a.pdf');
    expect(result.findings).toEqual(['earlier-version @ a.pdf > version 1']);
    expect(textsOf(result, 'earlier-version')).toBe(SECRET);
    expect(textsOf(result)).toBe(PUBLIC);
  });

  it('are said, and no more, where something was only added', async () => {
    const data = show(PUBLIC, 50, 780) + show(SECRET, 50, 700) + show('And one line more', 50, 650);
    const { inspection } = await seen(increment(first, { 4: { dictionary: '', data } }), 'a.pdf');
    expect(inspection).toMatchObject({
      inspected: 'full',
      findings: [{ rule: 'earlier-version', severity: 'low', counts: { versions: 1 } }],
    });
  });

  it('are told of a file that is encrypted as well', async () => {
    const locked = one(show(PUBLIC, 50, 780), { password: { owner: 'boss', user: '' } });
    const annotation = '<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents () >>';
    const { findings } = await seen(increment(locked, { 90: annotation }), 'a.pdf');
    expect(findings).toEqual(['encrypted @ a.pdf', 'earlier-version @ a.pdf']);
  });

  it('are nothing where only another table of the same objects was added, as Word writes it', async () => {
    expect((await seen(increment(first, {}), 'a.pdf')).findings).toEqual([]);
  });
});

describe('pictures', () => {
  const side = 64;
  const grey = Uint8Array.from({ length: side * side }, (_, i) => (i * 7) & 255);
  const dictionary = `<< /Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceGray /BitsPerComponent 8 >>`;
  const picture = { dictionary, data: grey };
  const dark = { dictionary, data: new Uint8Array(side * side) };
  const resources = '/XObject << /I0 {0} >>';
  const draw = (x: number, y: number, width: number, height: number) =>
    `q ${width} 0 0 ${height} ${x} ${y} cm /I0 Do Q\n`;

  it('are handed on, each once, also where they are the page', async () => {
    const page = { content: draw(0, 0, 595, 842), resources };
    const result = await seen(writePdf({ pages: [page, page], extra: [picture] }), 'a.pdf');
    expect(result.images.map(({ where, format }) => [where, format])).toEqual([['a.pdf > page 1', 'pixels']]);
    expect(result.findings).toEqual([]);
  });

  it('with the text that was recognised in them are no secret', async () => {
    const content = draw(0, 0, 595, 842) + show(SECRET, 50, 700, '3 Tr');
    const result = await seen(writePdf({ pages: [{ content, resources }], extra: [picture] }), 'a.pdf');
    expect(
      result.inspection.findings.map(({ rule, severity, hidden }) => ({ rule, severity, hidden })),
    ).toEqual([{ rule: 'invisible-text', severity: 'low', hidden: [] }]);
    expect(textsOf(result)).toBe(SECRET);
  });

  it('that are black where their recognised text goes on hide it', async () => {
    const content = draw(0, 0, 595, 842) + show(SECRET, 50, 700, '3 Tr');
    const result = await seen(writePdf({ pages: [{ content, resources }], extra: [dark] }), 'a.pdf');
    expect(textsOf(result, 'covered-text')).toBe(SECRET);
  });

  it('in layers over the whole page are looked at as the page that they make', async () => {
    const page = { content: draw(0, 0, 595, 842) + draw(20, 20, 500, 800), resources };
    const { images } = await seen(writePdf({ pages: [page], extra: [picture] }), 'a.pdf');
    expect(images.map(({ where }) => where)).toEqual(['a.pdf > page 1']);
    expect(images[0]!.size).toBeGreaterThan(595 * 842 * 3);
  });

  it('are made of letters that were turned into lines', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => box(50 + (i % 40) * 10, 100 + i * 3, 4, 4)).join('');
    const { images } = await seen(writePdf({ pages: [{ content: lines }] }), 'a.pdf');
    expect(images.map(({ where, format }) => [where, format])).toEqual([['a.pdf > page 1', 'pixels']]);
  });

  it('that are too large to be looked at are said', async () => {
    const huge = { dictionary: dictionary.replaceAll(` ${side} `, ' 30000 '), data: grey };
    const result = await seen(
      writePdf({ pages: [{ content: draw(0, 0, 595, 842), resources }], extra: [huge] }),
      'a.pdf',
    );
    expect(result.findings).toEqual(['over-limit @ a.pdf']);
    expect(result.inspection.inspected).toBe('partial');
  });

  it('are told where they are cropped', async () => {
    const content = draw(50, 100, 200, 600);
    const page = { content, resources, cropBox: [0, 400, 595, 842] };
    const result = await seen(writePdf({ pages: [page], extra: [picture] }), 'a.pdf');
    expect(result.findings).toEqual(['pdf-cropped @ a.pdf > page 1']);
    expect(result.images.map(({ hidden }) => hidden)).toEqual([['pdf-cropped']]);
  });
});

describe('locked and broken files', () => {
  it('are read where only the owner has a password, and said to be encrypted', async () => {
    const result = await seen(one(show(PUBLIC, 50, 780), { password: { owner: 'boss', user: '' } }), 'a.pdf');
    expect(textsOf(result)).toBe(PUBLIC);
    expect(result.inspection).toMatchObject({
      inspected: 'full',
      findings: [{ rule: 'encrypted', severity: 'low', where: ['a.pdf'] }],
    });
  });

  it('are encrypted where the user needs one', async () => {
    const password = { owner: 'boss', user: 'me' };
    const result = await seen(one(show(PUBLIC, 50, 780), { password }), 'a.pdf');
    expect(result.findings).toEqual(['encrypted @ a.pdf']);
    expect(result.inspection.inspected).toBe('none');
  });

  it('never end in anything but a Report that says what was not read', async () => {
    const whole = writePdf({
      pages: [{ content: grid(ROSTER, { widths: WIDTHS }) + box(40, 690, 400, 30) }, { content: PUBLIC }],
      attachments: { 'a.csv': 'a,b\r\n1,2\r\n' },
      deflate: true,
    });
    let state = 42;
    const random = (most: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % most;
    };
    for (let i = 0; i < 60; i++) {
      const broken = whole.slice();
      for (let k = 0; k <= i; k++) broken[random(broken.length)] = random(256);
      const { inspection } = await seen(broken, 'a.pdf');
      const said = inspection.findings.map(({ rule }) => rule);
      const unread = ['damaged', 'encrypted', 'unknown-format', 'over-limit'];
      expect([i, inspection.inspected === 'full' || said.some((rule) => unread.includes(rule))]).toEqual([
        i,
        true,
      ]);
    }
  });

  it('say so wherever they are cut off', async () => {
    const whole = writePdf({ pages: [{ content: show(PUBLIC, 50, 780) }], deflate: true });
    for (let length = whole.length - 40; length > 300; length -= 60) {
      const result = await seen(whole.slice(0, length), 'a.pdf');
      const said = result.inspection.findings.map(({ rule }) => rule);
      expect([length, said.includes('damaged') || textsOf(result) === PUBLIC]).toEqual([length, true]);
    }
  });
});
