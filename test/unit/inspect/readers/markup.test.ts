import { describe, expect, it } from 'vitest';
import { collect, grid } from '../../../fixtures/collect.ts';
import { writePng } from '../../../fixtures/pictures.ts';

const PNG = writePng([]);

const brief = (inspection: { findings: { rule: string; where: string[] }[] }) =>
  inspection.findings.map((f) => f.rule).sort();

describe('HTML', () => {
  it('is read as it would be shown, tables as tables', async () => {
    const { inspection, texts, tables } = await collect(
      '<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body><p>One <b>two</b><br>three<script>no()</script></p><table><tr><th colspan=2>Wide<th>Third<tr><td>a</td><td>b<table><tr><td>inner</td></tr></table></td><td>c</td></tr></table>After &amp; all</body></html>',
    );
    expect(inspection).toMatchObject({ format: 'html', inspected: 'full', findings: [] });
    expect(texts.map((t) => t.text)).toEqual(['T\nOne two\nthree', 'After & all']);
    expect(tables.map(grid)).toEqual([
      [
        ['Wide', '', 'Third'],
        ['a', 'b', 'c'],
      ],
      [['inner']],
    ]);
  });

  it('tells what is not shown', async () => {
    const { inspection, texts, images } = await collect(
      '<html><meta name="author" content="Invented Author"><body><p>Shown</p><div style="display: none">un<b>seen</b><img></div><p hidden>kept back</p><input type="hidden" value="token"><!-- a remark --><!--[if mso]>x<![endif]--><img src="data:image/png;base64,' +
        `${Buffer.from(PNG).toString('base64')}"></body></html>`,
    );
    expect(texts.map((t) => [t.hidden, t.text])).toEqual([
      [['metadata'], 'Invented Author'],
      [[], 'Shown'],
      [['hidden-text'], 'unseen\nkept back\ntoken'],
      [['comments'], 'a remark'],
    ]);
    expect(brief(inspection)).toEqual(['hidden-text', 'metadata']);
    expect(images).toMatchObject([{ format: 'png', size: PNG.length }]);
  });

  it.each([
    ['white on paper', '<p><span style="color:#FFF">veiled</span></p>', true],
    ['by an old attribute', '<p><font color="white">veiled</font></p>', true],
    [
      'on a fill of the same colour',
      '<div style="background: rgb(0, 0, 128)"><b style="color:navy">veiled</b></div>',
      true,
    ],
    [
      'inherited from above',
      '<table bgcolor="#eeeeee"><tr><td style="color:#EEE"><i>veiled</i></td></tr></table>',
      true,
    ],
    [
      'white on a dark fill',
      '<div style="background-color:#003366"><p style="color:white">veiled</p></div>',
      false,
    ],
    [
      'white on a picture',
      '<div style="background:url(a.png)"><p style="color:white">veiled</p></div>',
      false,
    ],
    ['shown again within', '<p style="color:white"><b style="color:black">veiled</b></p>', false],
    ['where a style sheet may say more', '<style>p{}</style><p style="color:white">veiled</p>', false],
  ])('sees letters in the colour of what is behind them: %s', async (_, body, hidden) => {
    const { texts, tables, inspection } = await collect(
      `<html><body><p>Shown</p>${body}<p>Shown too</p></body></html>`,
    );
    const concealed = texts.filter((text) => text.hidden.includes('hidden-text')).map(({ text }) => text);
    expect(concealed).toEqual(hidden ? ['veiled'] : []);
    expect(brief(inspection)).toEqual(hidden ? ['hidden-text'] : []);
    const open = texts.filter((text) => text.hidden.length === 0).map(({ text }) => text);
    expect(`${open.join(' ')} ${tables.flatMap(grid).join(' ')}`.includes('veiled')).toBe(!hidden);
  });
});

describe('XML and JSON', () => {
  const rows = [
    ['station', 'shift'],
    ['Northgate', 'Late'],
    ['Southgate', 'Early'],
  ];
  it.each([
    [
      'elements',
      '<?xml version="1.0"?><list><row><station>Northgate</station><shift>Late</shift></row><row><station>Southgate</station><shift>Early</shift></row></list>',
    ],
    [
      'attributes',
      '<?xml version="1.0"?><list><row station="Northgate" shift="Late"/><row station="Southgate" shift="Early"/></list>',
    ],
    ['a list of objects', '[{"station":"Northgate","shift":"Late"},{"station":"Southgate","shift":"Early"}]'],
    [
      'a list deep within',
      '{"a":{"b":[{"station":"Northgate","shift":"Late"},{"station":"Southgate","shift":"Early"}]}}',
    ],
    ['lines', '{"station":"Northgate","shift":"Late"}\n{"station":"Southgate","shift":"Early"}\n'],
  ])('give a table of %s', async (_, source) => {
    const { inspection, tables } = await collect(source);
    expect(inspection).toMatchObject({ inspected: 'full', findings: [] });
    expect(tables).toHaveLength(1);
    expect(grid(tables[0])).toEqual(rows);
  });

  it('give everything else as text: other values, comments, declarations', async () => {
    const xml = await collect(
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "kept here">]><a><!-- remark --><b>text</b> &e; tail</a>',
    );
    expect(
      xml.texts
        .map((t) => t.text)
        .join('\n')
        .split('\n')
        .sort(),
    ).toEqual(['&e; tail', '<!ENTITY e "kept here">', 'b: text', 'remark'].sort());
    const json = await collect('{"title":"T","tags":["x","y"],"deep":{"note":"n"}}');
    expect(json.texts.map((t) => t.text)).toEqual(['title: T\ntags: x, y\ndeep.note: n']);
  });
});
