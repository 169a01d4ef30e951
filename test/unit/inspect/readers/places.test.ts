// Places in which data stands that the tests of a format do not come by: views, groups, templates, bookmarks, bindings.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { hiddenDetector } from '../../../../utils/inspect/detectors/hidden.ts';
import { p, wordPart, writeDocx } from '../../../fixtures/docx.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { writeMail } from '../../../fixtures/mail.ts';
import { show, writePdf } from '../../../fixtures/pdf.ts';
import { writeJpeg } from '../../../fixtures/pictures.ts';
import { shape, writePptx } from '../../../fixtures/pptx.ts';
import { writeWorkbook } from '../../../fixtures/workbook.ts';
import { writeZip } from '../../../fixtures/zip.ts';

const rows = [
  ['Station', 'Shift'],
  ['Northgate', 'Late'],
  ['Southgate', 'Early'],
];
const sheet = { name: 'Duty', rows };

/** A package with a part's text changed. */
function changed(pack: Uint8Array, part: string, from: string | RegExp, to: string): Uint8Array<ArrayBuffer> {
  const members = unzipSync(pack);
  const before = strFromU8(members[part]!);
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return new Uint8Array(zipSync({ ...members, [part]: strToU8(after) }));
}

const textsIn = ({ texts }: Awaited<ReturnType<typeof seen>>) =>
  Object.fromEntries(texts.map(({ where, text, hidden }) => [where, [text.trim(), ...hidden]]));

describe('a workbook', () => {
  it('tells the names of its views, and who reserved it', async () => {
    const bytes = changed(
      writeWorkbook({ sheets: [sheet] }),
      'xl/workbook.xml',
      '</workbook>',
      '<fileSharing userName="Jo Invented"/><customWorkbookViews><customWorkbookView name="View of Sam" guid="{0}"/></customWorkbookViews></workbook>',
    );
    expect(textsIn(await seen(bytes, 'a.xlsx'))).toEqual({
      'a.xlsx > workbook properties': ['Jo Invented\nView of Sam', 'metadata'],
    });
  });

  it('hides the rows of a group that is closed, and none of one that is open', async () => {
    const whole = writeWorkbook({ sheets: [sheet] });
    const rules = async (how: string) => {
      const bytes = changed(
        whole,
        'xl/worksheets/sheet1.xml',
        '<row r="2"',
        `<row r="2" outlineLevel="1"${how}`,
      );
      return (await seen(bytes, 'a.xlsx', { detectors: [hiddenDetector] })).findings;
    };
    expect(await rules(' hidden="1"')).toEqual(['hidden-rows @ a.xlsx > sheet "Duty" > A2:B2']);
    expect(await rules('')).toEqual([]);
  });
});

describe('a template or a show', () => {
  const word = 'wordprocessingml.document.main';
  const deck = 'presentationml.presentation.main';
  const book = 'spreadsheetml.sheet.main';
  it.each([
    ['xltx', writeWorkbook({ sheets: [sheet] }), book, 'spreadsheetml.template.main'],
    ['dotx', writeDocx({ body: p('Northgate') }), word, 'wordprocessingml.template.main'],
    ['potx', writePptx([{ content: shape('Northgate') }]), deck, 'presentationml.template.main'],
    ['ppsx', writePptx([{ content: shape('Northgate') }]), deck, 'presentationml.slideshow.main'],
  ])('%s is known by what it says it is, and read', async (format, bytes, from, to) => {
    const { inspection, texts, tables } = await seen(
      changed(bytes, '[Content_Types].xml', from, to),
      'a.bin',
    );
    expect(inspection).toMatchObject({ format, inspected: 'full' });
    expect(JSON.stringify([texts, tables])).toContain('Northgate');
  });
});

describe('a presentation', () => {
  it('tells comments with their authors, and has what is embedded inspected', async () => {
    const bytes = writePptx(
      [
        {
          content: shape('Shown'),
          rels: [
            ['c', 'comments', '../comments/c1.xml'],
            ['e', 'package', '../embeddings/book.xlsx'],
          ],
        },
      ],
      {
        'ppt/comments/c1.xml': {
          data: '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cm authorId="0"><p:text>Ask Sam</p:text></p:cm></p:cmLst>',
        },
        'ppt/embeddings/book.xlsx': { data: writeWorkbook({ sheets: [{ ...sheet, state: 'hidden' }] }) },
      },
    );
    const result = await seen(bytes, 'a.pptx');
    expect(result.findings.sort()).toEqual([
      'comments @ a.pptx > slide 1 > comments',
      'embedded-file @ a.pptx > slide 1 > embedded "book.xlsx"',
    ]);
    expect(textsIn(result)['a.pptx > slide 1 > comments']).toEqual(['Ask Sam', 'comments']);
    expect(result.tables).toEqual([
      {
        where: 'a.pptx > slide 1 > embedded "book.xlsx" > sheet "Duty"',
        cells: rows.flat(),
        hidden: ['embedded-file', 'hidden-sheet'],
      },
    ]);
  });
});

describe('a Word document', () => {
  it('tells the codes of its fields, and the data that its controls are bound to', async () => {
    const field =
      '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT "S:\\\\Duty\\\\old.docx"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>';
    const control =
      '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/duty/who" w:storeItemID="{1}"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>shown</w:t></w:r></w:p></w:sdtContent></w:sdt>';
    const bytes = writeDocx({
      body: `<w:p>${field}</w:p>${control}`,
      rels: [['x', 'customXml', '../customXml/item1.xml']],
      parts: { 'customXml/item1.xml': { data: '<duty><who>Jo Invented</who></duty>' } },
    });
    const said = textsIn(await seen(bytes, 'a.docx'));
    expect(said['a.docx > field codes']).toEqual(['INCLUDETEXT "S:\\\\Duty\\\\old.docx"', 'hidden-text']);
    expect(said['a.docx > custom XML']).toEqual(['Jo Invented', 'custom-xml']);
    expect(Object.values(said).map(([text]) => text)).toContain('shown');
  });

  it('keeps deleted text of a note apart from what the note says', async () => {
    const notes = wordPart(
      'footnotes',
      '<w:footnote w:id="2"><w:p><w:r><w:t>Kept</w:t></w:r><w:del w:author="A"><w:r><w:delText>Gone</w:delText></w:r></w:del></w:p></w:footnote>',
    );
    const bytes = writeDocx({
      body: p('Body'),
      rels: [['n', 'footnotes', 'notes.xml']],
      parts: { 'word/notes.xml': { data: notes } },
    });
    const { texts } = await seen(bytes, 'a.docx');
    expect(
      texts.filter(({ where }) => where.includes('footnote')).map(({ text, hidden }) => [text, hidden]),
    ).toEqual([
      ['Kept', []],
      ['Gone', ['tracked-changes']],
    ]);
  });
});

describe('a PDF', () => {
  it('tells its bookmarks, and the author in its XMP', async () => {
    const xmp =
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description><dc:creator><rdf:Seq><rdf:li>Jo Invented</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>';
    const bytes = writePdf({
      pages: [{ content: show('Shown', 50, 700) }],
      extra: [
        '<< /Type /Outlines /First {1} /Last {1} /Count 1 >>',
        '<< /Title (Duty of Sam) /Parent {0} >>',
        { dictionary: '<< /Type /Metadata /Subtype /XML >>', data: xmp },
      ],
      catalog: '/Outlines {0} /Metadata {2}',
    });
    const result = await seen(bytes, 'a.pdf');
    expect(textsIn(result)['a.pdf > bookmarks']).toEqual(['Duty of Sam']);
    expect(result.findings).toEqual(['metadata @ a.pdf > document properties']);
  });
});

describe('a mail', () => {
  it('hands on the pictures that stand in its text', async () => {
    const picture = writeJpeg([]);
    const bytes = writeMail({
      type: 'multipart/related',
      body: [
        { type: 'text/html', body: '<p>See <img src="cid:one"></p>' },
        {
          type: 'image/jpeg',
          name: 'image001.jpg',
          disposition: 'inline',
          encoding: 'base64',
          headers: { 'Content-ID': '<one>' },
          body: picture,
        },
      ],
    });
    const { images } = await seen(bytes, 'a.eml');
    expect(images).toMatchObject([{ format: 'jpeg', name: 'image001.jpg', size: picture.length }]);
  });
});

describe('a zip', () => {
  it('has both members of one name read', async () => {
    const bytes = writeZip([
      { name: 'a.txt', data: 'Northgate is on late duty.' },
      { name: 'a.txt', data: 'Southgate is on early duty.' },
    ]);
    const { texts } = await seen(bytes, 'a.zip');
    expect(texts.map(({ text }) => text.trim()).sort()).toEqual([
      'Northgate is on late duty.',
      'Southgate is on early duty.',
    ]);
  });
});
