// What stays in a document although nothing leads to it any more goes from its copy, and what is still led to stays.
import { describe, expect, it } from 'vitest';
import { remedy } from '../../../utils/remedy/index.ts';
import { deleted, p, run, wordPart, writeDocx } from '../../fixtures/docx.ts';
import type { PartSpec } from '../../fixtures/opc.ts';
import { partsOf, repairCauses } from '../../remedy/checklist.ts';

const asset = async (name: string) => {
  throw new Error(`no asset ${name} in this test`);
};
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

async function cleaned(spec: Parameters<typeof writeDocx>[0]) {
  const made = await remedy(new Blob([writeDocx(spec)]), 'a.docx', { kind: 'clean', asset });
  if (made.outcome !== 'cleaned') throw new Error(made.reason);
  expect(await repairCauses(made.file)).toEqual([]);
  const parts = await partsOf(made.file);
  for (const [name, text] of parts) expect([name, text.match(/needle[-\w]*/)]).toEqual([name, null]);
  const words = (name: string) =>
    [...(parts.get(name) ?? '').matchAll(/<w:t(?: [^>]*)?>([^<]*)/g)].map(([, text]) => text);
  return { parts, words, document: parts.get('word/document.xml') ?? '', changes: made.changes };
}

describe('a cleaned document', () => {
  it('has no notes whose mark was deleted or hidden', async () => {
    const notes = (kind: string): PartSpec => ({
      data: wordPart(
        `${kind}s`,
        `<w:${kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:${kind}>` +
          ['Seen', 'needle-deleted', 'needle-hidden', 'needle-never']
            .map((text, at) => `<w:${kind} w:id="${at + 1}">${p(text)}</w:${kind}>`)
            .join(''),
      ),
      type: `${WORD}.${kind}s+xml`,
    });
    const mark = (kind: string, id: number, look = '') =>
      `<w:r>${look}<w:${kind}Reference w:id="${id}"/></w:r>`;
    const marks = (kind: string) =>
      `${mark(kind, 1)}<w:del w:id="9" w:author="a">${mark(kind, 2)}</w:del>${mark(kind, 3, '<w:rPr><w:vanish/></w:rPr>')}`;
    const { words, parts } = await cleaned({
      body: `<w:p>${run('Answer')}${marks('footnote')}${marks('endnote')}</w:p>`,
      parts: { 'word/footnotes.xml': notes('footnote'), 'word/endnotes.xml': notes('endnote') },
      rels: [
        ['n1', 'footnotes', 'footnotes.xml'],
        ['n2', 'endnotes', 'endnotes.xml'],
      ],
    });
    expect([words('word/footnotes.xml'), words('word/endnotes.xml')]).toEqual([['Seen'], ['Seen']]);
    expect(parts.get('word/footnotes.xml')).toContain('w:type="separator"');
  });

  describe('has headers', () => {
    const header = (text: string): PartSpec => ({
      data: wordPart('hdr', p(text)),
      type: `${WORD}.header+xml`,
    });
    const section = (more: string) =>
      `<w:sectPr><w:headerReference w:type="first" r:id="h1"/><w:headerReference w:type="even" r:id="h2"/><w:headerReference w:type="default" r:id="h3"/>${more}</w:sectPr>`;
    const shown = async (first: string, even: string, more: string, settings: string) => {
      const { parts } = await cleaned({
        body: `<w:p><w:pPr>${section('')}</w:pPr>${run('One')}</w:p>${p('Two')}<w:sectPr>${more}</w:sectPr>`,
        parts: {
          'word/h1.xml': header(first),
          'word/h2.xml': header(even),
          'word/h3.xml': header('Every page'),
          'word/settings.xml': { data: wordPart('settings', settings), type: `${WORD}.settings+xml` },
        },
        rels: [
          ['h1', 'header', 'h1.xml'],
          ['h2', 'header', 'h2.xml'],
          ['h3', 'header', 'h3.xml'],
          ['s', 'settings', 'settings.xml'],
        ],
      });
      return [...parts]
        .filter(([name]) => /header\d/.test(name) && !name.endsWith('.rels'))
        .map(([, text]) => />([^<>]+)<\/w:t>/.exec(text)?.[1])
        .sort();
    };
    it('only of pages that there are', async () => {
      expect(await shown('needle-first', 'needle-even', '', '')).toEqual(['Every page']);
      expect(
        await shown(
          'needle-first',
          'needle-even',
          '<w:titlePg w:val="0"/>',
          '<w:evenAndOddHeaders w:val="false"/>',
        ),
      ).toEqual(['Every page']);
    });
    it('of first pages that a later section takes over, and of even ones', async () => {
      expect(await shown('First', 'Even', '<w:titlePg/>', '<w:evenAndOddHeaders/>')).toEqual([
        'Even',
        'Every page',
        'First',
      ]);
    });
  });

  it('has the bookmarks that fields and links lead to, and no others', async () => {
    const mark = (id: number, name: string) =>
      `<w:bookmarkStart w:id="${id}" w:name="${name}"/>${run(`Text ${id}`)}<w:bookmarkEnd w:id="${id}"/>`;
    const field = (...code: string[]) =>
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r>${code.map((text) => `<w:r><w:instrText xml:space="preserve">${text}</w:instrText></w:r>`).join('')}<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('7')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const marks = ['_needle_Hughes', 'Linked', '_Toc1', '_Toc2', '_Ref3', 'Simple', '_GoBack'];
    const { document } = await cleaned({
      body: [
        `<w:p>${marks.map((name, at) => mark(at + 1, name)).join('')}</w:p>`,
        `<w:p><w:hyperlink w:anchor="Linked" w:tooltip="needle-tip" w:docLocation="needle-place">${run('jump')}</w:hyperlink></w:p>`,
        // One code in pieces, and two that follow one another.
        `<w:p>${field(' PAGE', 'REF _To', 'c1 \\h ')}${field('PAGEREF _Toc2')}${field('REF _Ref3')}<w:fldSimple w:instr=" REF Simple ">${run('x')}</w:fldSimple></w:p>`,
      ].join(''),
    });
    const names = [...document.matchAll(/<w:bookmarkStart [^>]*w:name="([^"]*)"/g)].map(([, name]) => name);
    expect(names).toEqual(['Linked', '_Toc1', '_Toc2', '_Ref3', 'Simple']);
    expect(document.match(/<w:bookmarkEnd/g)).toHaveLength(5);
    expect(document.match(/Text \d/g)).toHaveLength(7);
  });

  it('tells a drawing as programs since 2010 show it, and the same to older ones', async () => {
    const box = (choice: string, fallback: string, needs = 'wps') =>
      `<w:r><mc:AlternateContent><mc:Choice Requires="${needs}"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>${p(choice)}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${p(fallback)}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
    const { words, document } = await cleaned({
      body: `<w:p>${box('In the box', 'needle-older')}</w:p>${['unknown', 'w14'].map((needs) => `<w:p>${box('Newer', 'Older', needs)}</w:p>`).join('')}<w:p>${box('Alone', 'needle').replace('<v:shape>', '<v:shape><v:imagedata/>')}</w:p>`,
    });
    expect(words('word/document.xml')).toEqual([
      'In the box',
      'In the box',
      'Newer',
      'Older',
      'Newer',
      'Older',
      'Alone',
    ]);
    expect(document.match(/mc:Fallback/g)).toHaveLength(6);
  });

  it('keeps what is typed into its controls, and neither their names nor their choices', async () => {
    const control = (properties: string, text: string) =>
      `<w:sdt><w:sdtPr><w:alias w:val="needle-alias"/><w:id w:val="7"/>${properties}</w:sdtPr><w:sdtContent>${p(text)}</w:sdtContent></w:sdt>`;
    const { words, document } = await cleaned({
      body: [
        control('<w:date w:fullDate="needle"><w:dateFormat w:val="\'needle\' d"/></w:date>', 'A day'),
        control(
          '<w:comboBox w:lastValue="needle"><w:listItem w:displayText="needle" w:value="needle"/></w:comboBox>',
          'A choice',
        ),
        control(
          '<w14:checkbox><w14:checked w14:val="1"/><w14:checkedState w14:val="2612" w14:font="needle"/></w14:checkbox>',
          'A box',
        ),
        control('<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>', 'Contents'),
        control('<w:text/><w:lock w:val="sdtLocked"/>', 'Words'),
      ].join(''),
    });
    expect(words('word/document.xml')).toEqual(['A day', 'A choice', 'A box', 'Contents', 'Words']);
    for (const kept of [
      '<w:date/>',
      '<w:comboBox/>',
      '<w14:checked w14:val="1"/>',
      'docPartGallery',
      'sdtLocked',
    ])
      expect(document).toContain(kept);
  });

  it('has no letters without any ink, and those that have some', async () => {
    const ink = (fill: string, text: string, more = '') =>
      run(text, `${more}<w14:textFill>${fill}</w14:textFill>`);
    const solid = (alpha: string) =>
      `<w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="${alpha}"/></w14:srgbClr></w14:solidFill>`;
    const outline =
      '<w14:textOutline><w14:solidFill><w14:srgbClr w14:val="FF0000"/></w14:solidFill></w14:textOutline>';
    const { words } = await cleaned({
      body: `<w:p>${ink('<w14:noFill/>', 'needle-unfilled')}${ink(solid('100000'), 'needle-clear')}${ink(solid('50000'), 'Half clear')}${ink('<w14:noFill/>', 'Outlined', outline)}${run('Plain', '<w14:textOutline><w14:noFill/></w14:textOutline>')}</w:p>`,
    });
    expect(words('word/document.xml').filter((text) => text?.trim())).toEqual([
      'Half clear',
      'Outlined',
      'Plain',
    ]);
  });

  it('is told of what went', async () => {
    const { changes } = await cleaned({ body: `<w:p>${run('Seen')}${deleted('a', 'needle')}</w:p>` });
    expect(changes.map(({ what }) => what)).toEqual(['tracked-changes']);
  });
});
