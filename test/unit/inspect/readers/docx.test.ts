import { describe, expect, it } from 'vitest';
import { collect, grid } from '../../../fixtures/collect.ts';
import {
  type DocxSpec,
  deleted,
  inserted,
  p,
  run,
  table,
  wordPart,
  writeDocx,
} from '../../../fixtures/docx.ts';

const read = (spec: DocxSpec) => collect(writeDocx(spec));
const found = (collected: Awaited<ReturnType<typeof collect>>, rule: string) =>
  collected.inspection.findings.filter((finding) => finding.rule === rule);

const plain: DocxSpec = {
  body:
    p('Before the table') +
    table([
      ['Station', 'Shift'],
      ['Northgate', 'Early'],
    ]) +
    p('After it'),
};

describe('a Word document', () => {
  it.each<[string, Partial<DocxSpec>]>([
    ['as Word writes it', {}],
    ['with another prefix', { prefix: 'ns0' }],
    ['with strict namespaces', { strict: true }],
    ['in UTF-16', { utf16: true }],
    ['with its main part elsewhere', { main: 'odd/place.xml' }],
  ])('is read in order, %s', async (_, odd) => {
    const { inspection, texts, tables } = await read({ ...plain, ...odd });
    expect(inspection).toMatchObject({ format: 'docx', inspected: 'full', findings: [] });
    expect(texts.map((text) => [text.place.at(-1), text.text])).toEqual([
      ['paragraph 1', 'Before the table'],
      ['paragraph 2', 'After it'],
    ]);
    expect(tables[0]!.place).toEqual(['file', 'table 1']);
    expect(grid(tables[0])).toEqual([
      ['Station', 'Shift'],
      ['Northgate', 'Early'],
    ]);
  });

  it('keeps nested tables and spanned cells in their places', async () => {
    const inner = table([['a', 'b']]);
    const span = `<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>${p('wide')}`;
    const { tables } = await read({
      body: table([
        [span, 'third'],
        ['one', `${p('two')}${inner}`, 'three'],
      ]),
    });
    expect(tables.map((t) => t.place)).toEqual([
      ['file', 'table 1'],
      ['file', 'table 1', 'row 2', 'table 1'],
    ]);
    expect(grid(tables[0])).toEqual([
      ['wide', '', 'third'],
      ['one', 'two', 'three'],
    ]);
    expect(grid(tables[1])).toEqual([['a', 'b']]);
  });

  it('reads what was deleted with changes tracked, in text and in tables', async () => {
    const collected = await read({
      body:
        p(run('Kept ') + deleted('Reviewer One', 'struck out') + inserted('Reviewer Two', run('put in'))) +
        table([['Name', p(deleted('Reviewer One', 'gone from the cell'))]]),
    });
    expect(collected.texts.map((t) => [t.hidden, t.text])).toEqual([
      [[], 'Kept put in'],
      [['tracked-changes'], 'struck out'],
      [['tracked-changes'], 'Reviewer One\nReviewer Two'],
    ]);
    expect(collected.tables.map((t) => [t.hidden, grid(t)])).toEqual([
      [[], [['Name']]],
      [['tracked-changes'], [['', 'gone from the cell']]],
    ]);
    expect(found(collected, 'tracked-changes')).toMatchObject([
      { where: ['file'], severity: 'low', counts: { insertions: 1, deletions: 2, words: 6, authors: 2 } },
    ]);
  });

  it('knows hidden text by run, by style, by colour and by size', async () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Secret"/></w:style>';
    const collected = await read({
      styles,
      body:
        p('Seen') +
        p(run('vanished', '<w:vanish/>') + run('shown', '<w:vanish w:val="0"/>')) +
        `<w:p><w:pPr><w:pStyle w:val="Child"/></w:pPr>${run('by style')}</w:p>` +
        p(run('white', '<w:color w:val="FFFFFF"/>')) +
        p(run('tiny', '<w:sz w:val="1"/>')) +
        p(run('white on black', '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>')),
    });
    expect(collected.texts.map((t) => [t.hidden, t.text])).toEqual([
      [[], 'Seen\nshown\nwhite on black'],
      [['hidden-text'], 'vanished\nby style\nwhite\ntiny'],
    ]);
    expect(found(collected, 'hidden-text')).toMatchObject([
      { where: ['file', 'paragraphs 2 to 5'], counts: { words: 5 } },
    ]);
  });

  it('does not call white letters hidden on a dark cell, nor marks of empty paragraphs', async () => {
    const cell = `<w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>${p(run('Heading', '<w:color w:val="FFFFFF"/>'))}`;
    const collected = await read({
      body: `${table([[cell]])}<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>`,
    });
    expect(collected.inspection.findings).toEqual([]);
    expect(grid(collected.tables[0])).toEqual([['Heading']]);
  });

  it('reads headers, notes, comments, text boxes once, and building blocks', async () => {
    const box = (inner: string) => `<w:txbxContent>${p(inner)}</w:txbxContent>`;
    const collected = await read({
      body: `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:wsp><wps:txbx>${box('boxed')}</wps:txbx></wps:wsp></mc:Choice><mc:Fallback><v:shape>${box('boxed')}</v:shape></mc:Fallback></mc:AlternateContent></w:r>${run('around')}</w:p>`,
      rels: [
        ['r1', 'header', 'h.xml'],
        ['r2', 'footnotes', 'f.xml'],
        ['r3', 'comments', 'c.xml'],
        ['r4', 'glossaryDocument', 'g.xml'],
      ],
      parts: {
        'word/h.xml': { data: wordPart('hdr', p('on top')) },
        'word/f.xml': { data: wordPart('footnotes', `<w:footnote w:id="2">${p('below')}</w:footnote>`) },
        'word/c.xml': {
          data: wordPart(
            'comments',
            `<w:comment w:id="1" w:author="Reviewer One">${p('a remark')}</w:comment>`,
          ),
        },
        'word/g.xml': {
          data: wordPart(
            'glossaryDocument',
            `<w:docParts><w:docPart><w:docPartBody>${p('a block')}</w:docPartBody></w:docPart></w:docParts>`,
          ),
        },
      },
    });
    expect(collected.texts.map((t) => [t.place.slice(1).join(' > '), t.hidden, t.text])).toEqual([
      ['text box 1', [], 'boxed'],
      ['paragraph 1', [], 'around'],
      ['header 1 > paragraph 1', [], 'on top'],
      ['footnote 1', [], 'below'],
      ['comment 1', ['comments'], 'a remark'],
      ['building blocks > building block 1', ['hidden-text'], 'a block'],
      ['comments > authors', ['comments'], 'Reviewer One'],
    ]);
    expect(found(collected, 'comments')).toMatchObject([{ counts: { comments: 1, authors: 1 } }]);
    expect(collected.inspection.findings).toHaveLength(1);
  });

  it('says that properties, variables, custom data, templates and files are there, and inspects the files', async () => {
    const inner = writeDocx({ body: p('inside') });
    const collected = await read({
      body: p('x'),
      properties: { author: 'Invented Author', manager: 'Invented Manager' },
      rels: [
        ['r1', 'package', 'embeddings/Document1.docx'],
        ['r2', 'settings', 'settings.xml'],
        ['r3', 'customXml', '../customXml/item1.xml'],
      ],
      parts: {
        'word/embeddings/Document1.docx': { data: inner },
        'word/settings.xml': {
          data: wordPart('settings', '<w:docVars><w:docVar w:name="unit" w:val="Traffic"/></w:docVars>'),
          rels: [['t', 'attachedTemplate', 'file:///\\\\server\\share\\letters.dotx']],
        },
        'customXml/item1.xml': { data: '<data><unit>Traffic</unit></data>' },
      },
    });
    const where = (rule: string) =>
      found(collected, rule).map((finding) => finding.where.slice(1).join(' > '));
    expect(where('metadata').sort()).toEqual([
      'application properties',
      'document variables',
      'properties',
      'template',
    ]);
    expect(where('embedded-file')).toEqual(['embedded "Document1.docx"']);
    expect(where('custom-xml')).toEqual(['custom XML']);
    expect(collected.texts.find((t) => t.text === 'inside')).toMatchObject({
      place: ['file', 'embedded "Document1.docx"', 'paragraph 1'],
      hidden: ['embedded-file'],
    });
  });

  it('refuses a DOCTYPE and says where the text is cut off', async () => {
    const bomb = await read({
      ...plain,
      rels: [['r1', 'header', 'h.xml']],
      parts: { 'word/h.xml': { data: '<!DOCTYPE x [<!ENTITY a "b">]><w:hdr/>' } },
    });
    expect(bomb.inspection).toMatchObject({ inspected: 'partial', findings: [{ rule: 'damaged' }] });
    const cut = await collect(
      writeDocx({
        ...plain,
        rels: [['r1', 'header', 'h.xml']],
        parts: { 'word/h.xml': { data: wordPart('hdr', p('read so far')).slice(0, -20) } },
      }),
    );
    expect(cut.inspection).toMatchObject({ inspected: 'partial', findings: [{ rule: 'damaged' }] });
    expect(cut.texts.map((t) => t.text)).toContain('read so far');
  });
});
