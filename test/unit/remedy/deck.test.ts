// Cleaned copies of decks: what no show shows is in no part, and the slides look as they did.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadAsset as asset } from '../../../bin/assets.ts';
import { decodePicture } from '../../../bin/node-decode-picture.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { remedy } from '../../../utils/remedy/index.ts';
import { XML } from '../../fixtures/opc.ts';
import {
  animate,
  background,
  box,
  group,
  image,
  letters,
  themeBackground,
  type WholeDeckSpec,
  writeWholeDeck,
} from '../../fixtures/whole-deck.ts';
import { partsOf, repairCauses } from '../../remedy/checklist.ts';
import { hasOffice } from '../../remedy/office.ts';
import { looksDifferent } from '../../remedy/rendered.ts';

const PNG = new Uint8Array(
  await sharp({ create: { width: 40, height: 40, channels: 3, background: '#c33' } })
    .png()
    .toBuffer(),
);
const BESIDE = [9_500_000, 0, 914_400, 914_400] as const;
const OLE = 'http://schemas.openxmlformats.org/presentationml/2006/ole';
const FRAME = '<p:xfrm><a:off x="914400" y="4572000"/><a:ext cx="1828800" cy="914400"/></p:xfrm>';
/** An embedded object: as PowerPoint 2010 writes it, with its picture in the slide, or as 2007 did, with it in VML. */
const object = (id: number, inner: string) =>
  `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="${id}" name="needle-object"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>${FRAME}<a:graphic><a:graphicData uri="${OLE}">${inner}</a:graphicData></a:graphic></p:graphicFrame>`;
const OLD =
  '<p:oleObj spid="_x0000_s1" name="needle-sheet" r:id="o" progId="Excel.Sheet.12"><p:embed/></p:oleObj>';
const NEW = `<mc:AlternateContent><mc:Choice xmlns:v="urn:schemas-microsoft-com:vml" Requires="v">${OLD}</mc:Choice><mc:Fallback><p:oleObj name="needle-sheet" r:id="o" progId="Excel.Sheet.12"><p:embed/>${image(0, 'i')}</p:oleObj></mc:Fallback></mc:AlternateContent>`;
const VML =
  '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><v:shape id="_x0000_s1" alt="needle-vml"><v:imagedata o:relid="r1" o:title="needle-title"/></v:shape></xml>';
const COMMENTS = 'application/vnd.openxmlformats-officedocument.presentationml.comments+xml';
const jump = (id: string) =>
  `<a:hlinkClick r:id="${id}" action="ppaction://hlinksldjump" tooltip="needle-tip"/>`;

const EVERYWHERE: WholeDeckSpec = {
  slides: [
    {
      content: [
        box({ id: 2, text: 'The answer', description: 'needle-alt' }),
        box({ id: 3, text: 'needle-hidden', hidden: true, at: [914400, 2743200, 914400, 914400] }),
        group(4, true, box({ id: 5, text: 'needle-in-hidden-group' })),
        group(
          6,
          false,
          box({ id: 7, text: 'Seen in a group' }) + box({ id: 8, text: 'needle-in-group', hidden: true }),
        ),
        box({ id: 9, text: 'needle-beside', at: BESIDE }),
        box({
          id: 10,
          text: 'Turned into view',
          at: [-1_400_000, 3_000_000, 1_390_000, 1_900_000],
          turned: 5_400_000,
        }),
        box({
          id: 11,
          text: 'A way to what is hidden',
          at: [4_900_000, 914_400, 3_657_600, 914_400],
          link: jump('h'),
        }),
        box({ id: 12, text: 'and on', at: [4_900_000, 1_900_000, 3_657_600, 914_400], link: jump('n') }),
        box({
          id: 13,
          text: 'a file',
          at: [4_900_000, 2_800_000, 3_657_600, 800_000],
          link: '<a:hlinkClick r:id="f"/>',
        }),
        image(14, 'i'),
        object(15, NEW),
      ].join(''),
      rels: [
        ['h', 'slide', 's1.xml'],
        ['n', 'slide', 's2.xml'],
        ['f', 'hyperlink', 'file:///c:/needle-path'],
        ['i', 'image', '../media/p.png'],
        ['o', 'package', '../embeddings/o.xlsx'],
        ['t', 'tags', '../tags/t.xml'],
        ['c', 'comments', '../comments/c.xml'],
        ['note', 'notesSlide', '../notesSlides/n.xml'],
      ],
    },
    { content: box({ id: 2, text: 'needle-hidden-slide' }), hidden: true },
    {
      content: box({ id: 2, text: 'The end' }) + object(3, OLD),
      rels: [
        ['o', 'oleObject', '../embeddings/o.xlsx'],
        ['v', 'vmlDrawing', '../drawings/v.vml'],
      ],
    },
  ],
  behind: `<p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/><p:custShowLst><p:custShow name="needle-show" id="0"><p:sldLst><p:sld r:id="s1"/></p:sldLst></p:custShow></p:custShowLst><p:custDataLst><p:tags r:id="t"/></p:custDataLst><p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="needle-section" id="{1}"><p14:sldIdLst><p14:sldId id="257"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>`,
  layout:
    box({ id: 20, text: 'Seen on every slide', at: [0, 5_943_600, 3_657_600, 600_000] }) +
    box({
      id: 21,
      text: 'needle-footer',
      placeholder: 'ftr',
      at: [5_000_000, 5_943_600, 3_657_600, 600_000],
    }) +
    box({ id: 22, text: 'needle-beside-layout', at: BESIDE }),
  unused: box({ id: 2, text: 'needle-unused' }),
  rels: [
    ['a', 'commentAuthors', 'commentAuthors.xml'],
    ['t', 'tags', 'tags/t.xml'],
    ['x', 'customXml', '../customXml/item1.xml'],
    ['vba', 'vbaProject', 'vbaProject.bin'],
    ['view', 'viewProps', 'viewProps.xml'],
  ],
  parts: {
    'ppt/media/p.png': { data: PNG, type: 'image/png' },
    'ppt/embeddings/o.xlsx': {
      data: 'needle-embedded',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
    'ppt/drawings/v.vml': {
      data: VML,
      type: 'application/vnd.openxmlformats-officedocument.vmlDrawing',
      rels: [['r1', 'image', '../media/p.png']],
    },
    'ppt/tags/t.xml': { data: `${XML}<a>needle-tag</a>` },
    'ppt/comments/c.xml': { data: `${XML}<a>needle-comment</a>`, type: COMMENTS },
    'ppt/commentAuthors.xml': { data: `${XML}<a>needle-author</a>` },
    'ppt/notesSlides/n.xml': { data: `${XML}<a>needle-notes</a>` },
    'ppt/viewProps.xml': { data: `${XML}<a>needle-view</a>` },
    'ppt/vbaProject.bin': { data: 'needle-macro' },
    'customXml/item1.xml': { data: `${XML}<a>needle-xml</a>` },
  },
};

const one = (content: string, more: Partial<WholeDeckSpec['slides'][number]> = {}): WholeDeckSpec => ({
  slides: [{ content, ...more }],
  parts: { 'ppt/media/p.png': { data: PNG, type: 'image/png' } },
});

async function clean(spec: WholeDeckSpec) {
  const bytes = writeWholeDeck(spec);
  const made = await remedy(new Blob([bytes]), 'talk.pptm', { kind: 'clean', asset });
  if (made.outcome !== 'cleaned') throw new Error(made.reason);
  return { ...made, before: bytes, parts: await partsOf(made.file) };
}

const refusal = async (spec: WholeDeckSpec) =>
  remedy(new Blob([writeWholeDeck(spec)]), 'a.pptx', { kind: 'clean', asset });

describe('a cleaned deck', () => {
  it('holds nothing that no show shows, and all that it does', async () => {
    const { parts, file, name } = await clean(EVERYWHERE);
    for (const [part, text] of parts)
      expect([part, `${part} ${text}`.match(/needle[-\w]*/g)]).toEqual([part, null]);
    expect(await repairCauses(file)).toEqual([]);
    expect(name).toBe('talk-cleaned.pptx');
    const shown = [...parts]
      .filter(([part]) => /^ppt\/(slides|slideLayouts)\/\w+\.xml$/.test(part))
      .sort()
      .map(([, text]) => [...text.matchAll(/<a:t>([^<]*[^<\s][^<]*)/g)].map(([, line]) => line));
    expect(shown).toEqual([
      ['Seen on every slide'],
      ['The answer', 'Seen in a group', 'Turned into view', 'A way to what is hidden', 'and on', 'a file'],
      ['The end'],
    ]);
    // Both objects are pictures now, and the pictures are one part.
    expect([...parts.keys()].filter((part) => part.includes('media'))).toEqual(['ppt/media/image1.png']);
    expect([...(parts.get('ppt/slides/slide2.xml') ?? '').matchAll(/<p:pic>/g)]).toHaveLength(1);
  });

  it('keeps links to slides that are shown, and the look of those that are not', async () => {
    const { parts, changes } = await clean(EVERYWHERE);
    const slide = parts.get('ppt/slides/slide1.xml') ?? '';
    const letters = [...slide.matchAll(/<a:rPr [^>]*>.*?<a:t>([^<]*)/g)].map((run) => [
      run[1],
      run[0].includes('<a:hlinkClick r:id="n" action="ppaction://hlinksldjump"/>'),
      / u="sng"><a:solidFill><a:schemeClr val="hlink"\/><\/a:solidFill>/.test(run[0]),
    ]);
    expect(letters.slice(-3)).toEqual([
      ['A way to what is hidden', false, true],
      ['and on', true, false],
      ['a file', false, true],
    ]);
    expect(changes).toContainEqual({ what: 'links', count: 2 });
  });

  it('is found clean when it is inspected again', async () => {
    const { file, before } = await clean(EVERYWHERE);
    const rules = async (bytes: Blob) =>
      [
        ...new Set(
          (await inspect(bytes, 'a.pptx', { asset, decodePicture })).findings.map(({ rule }) => rule),
        ),
      ].sort();
    expect(await rules(new Blob([before]))).toEqual(
      expect.arrayContaining(['hidden-slide', 'hidden-text', 'macros', 'off-slide']),
    );
    expect(await rules(file)).toEqual([]);
  });

  it('says what was left out', async () => {
    const { changes } = await clean(EVERYWHERE);
    expect(Object.fromEntries(changes.map(({ what, count }) => [what, count]))).toMatchObject({
      'hidden-slide': 1,
      'speaker-notes': 1,
      'hidden-text': 3,
      'off-slide': 2,
      'embedded-file': 2,
      comments: 1,
      macros: 1,
      metadata: 1,
    });
  });

  const video = image(3, 'i').replace('<p:nvPr/>', '<p:nvPr><a:videoFile r:link="v"/></p:nvPr>');
  const refused: [string, WholeDeckSpec, string][] = [
    ['every slide is hidden', one(box({ id: 2, text: 'x' }), { hidden: true }), 'no-visible-sheet'],
    [
      'what stands beside a slide is moved into it',
      one(box({ id: 2, text: 'x', at: BESIDE }), { timing: animate(2) }),
      'animated',
    ],
    [
      'what stands beside it is moved with its group',
      one(group(2, false, box({ id: 3, text: 'x', at: BESIDE })), { timing: animate(2) }),
      'animated',
    ],
    ['a video plays', one(video, { rels: [['i', 'image', '../media/p.png']] }), 'media'],
    ['an object has no picture', one(object(2, OLD)), 'foreign-content'],
    ['there is ink', one('<p:contentPart r:id="k"/>'), 'foreign-content'],
    [
      'a slide has no layout',
      { slides: [{ content: '' }], parts: { 'ppt/slideLayouts/l1.xml': { data: `${XML}<a/>` } } },
      'unread',
    ],
  ];
  it.each(refused)('is not made where %s', async (_, spec, reason) => {
    expect(await refusal(spec)).toEqual({ outcome: 'refused', reason });
  });

  it('holds nothing under a merged cell, and no letters in the colour of their shape', async () => {
    const td = (text: string, how = '') =>
      `<a:tc${how}><a:txBody><a:bodyPr/><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>`;
    const grid = `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="3" name="t"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tr h="1">${td('Head', ' rowSpan="2" gridSpan="2"')}${td('needle-across', ' hMerge="1"')}${td('Seen')}</a:tr><a:tr h="1">${td('needle-down', ' vMerge="1"')}${td('needle-both', ' hMerge="1" vMerge="1"')}${td('Last')}</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
    const fill = (name: string) => `<a:solidFill><a:srgbClr val="${name}"/></a:solidFill>`;
    const run = (text: string, colour: string) =>
      `<a:r><a:rPr lang="en-GB">${fill(colour)}</a:rPr><a:t>${text}</a:t></a:r>`;
    const shape = `<p:sp><p:nvSpPr><p:cNvPr id="4" name="s"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>${fill('112233')}<a:ln>${fill('FFFFFF')}</a:ln></p:spPr><p:txBody><a:bodyPr/><a:p>${run('needle pale', '112233')}${run('Light', 'FFFFFF')}</a:p></p:txBody></p:sp>`;
    const { parts, file, changes } = await clean(one(grid + shape));
    const slide = parts.get('ppt/slides/slide1.xml') ?? '';
    const texts = [...slide.matchAll(/<a:t>([^<]*)/g)].map(([, text = '']) => text.trim()).filter(Boolean);
    expect(texts).toEqual(['Head', 'Seen', 'Last', 'Light']);
    expect(changes).toContainEqual({ what: 'hidden-text', count: 4 });
    expect((await inspect(file, 'a.pptx', { asset, decodePicture })).findings).toEqual([]);
  });

  it.each([
    ['by the theme', themeBackground('bg1')],
    ['white, since nothing is said of it', ''],
  ])('holds no letters in the colour of the slide (%s), and those that are seen', async (_, ground) => {
    const below = [914400, 4_000_000, 3657600, 914400] as const;
    const { parts, file, changes } = await clean({
      background: ground,
      slides: [
        {
          content:
            letters(2, 'needle white', 'FFFFFF') +
            box({ id: 3, text: 'On blue', at: below }) +
            letters(4, 'Over a box', 'FFFFFF', below) +
            letters(
              5,
              'Marked',
              'bg1',
              [5_000_000, 914400, 914400, 914400],
              '<a:highlight><a:srgbClr val="000000"/></a:highlight>',
            ),
        },
        {
          content: letters(2, 'needle black', 'tx1') + letters(3, 'Light', 'bg1'),
          background: background('000000'),
        },
        { content: letters(2, 'needle by theme', 'lt1', null) + letters(3, 'Dark', 'tx1') },
      ],
    });
    const texts = [1, 2, 3].map((number) =>
      [...(parts.get(`ppt/slides/slide${number}.xml`) ?? '').matchAll(/<a:t>([^<]*)/g)]
        .map(([, text = '']) => text.trim())
        .filter(Boolean),
    );
    expect(texts).toEqual([['On blue', 'Over a box', 'Marked'], ['Light'], ['Dark']]);
    expect(changes).toContainEqual({ what: 'hidden-text', count: 3 });
    expect((await inspect(file, 'a.pptx', { asset, decodePicture })).findings).toEqual([]);
  });

  it('holds no letters without any ink, and those that have some', async () => {
    const inked = (id: number, text: string, ink: string) =>
      letters(id, text, '123456').replace(/<a:solidFill>.*?<\/a:solidFill>/, ink);
    const solidWith = (alpha: string) =>
      `<a:solidFill><a:srgbClr val="000000"><a:alpha val="${alpha}"/></a:srgbClr></a:solidFill>`;
    const outline = '<a:ln><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln><a:noFill/>';
    const bytes = writeWholeDeck(
      one(
        inked(2, 'needle unfilled', '<a:noFill/>') +
          inked(3, 'needle clear', solidWith('0')) +
          inked(4, 'Half clear', solidWith('50000')) +
          inked(5, 'Outlined', outline) +
          inked(
            6,
            'Without a line',
            '<a:ln><a:noFill/></a:ln><a:solidFill><a:srgbClr val="000000"/></a:solidFill>',
          ),
      ),
    );
    const { findings } = await inspect(new Blob([bytes]), 'a.pptx', { asset, decodePicture });
    expect(findings.map(({ rule }) => rule)).toContain('hidden-text');
    const made = await remedy(new Blob([bytes]), 'a.pptx', { kind: 'clean', asset });
    if (made.outcome !== 'cleaned') throw new Error(made.reason);
    const texts = [
      ...((await partsOf(made.file)).get('ppt/slides/slide1.xml') ?? '').matchAll(/<a:t>([^<]*)/g),
    ]
      .map(([, text = '']) => text.trim())
      .filter(Boolean);
    expect(texts).toEqual(['Half clear', 'Outlined', 'Without a line']);
    expect((await inspect(made.file, 'a.pptx', { asset, decodePicture })).findings).toEqual([]);
  });

  it('keeps a line along the edge, and the looks of a date', async () => {
    const line =
      '<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="2" name="l"/><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9144000" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom></p:spPr></p:cxnSp>';
    const beside = line.replace('id="2"', 'id="3"').replace('y="0"', 'y="-12700"');
    const far = line.replace('id="2"', 'id="4"').replace('y="0"', 'y="-91440"');
    const { parts, changes } = await clean({
      ...one(line + beside + far),
      layout: box({ id: 2, text: '1 May', placeholder: 'dt' }),
    });
    const ids = [...(parts.get('ppt/slides/slide1.xml') ?? '').matchAll(/<p:cNvPr id="(\d+)"/g)];
    expect(ids.map(([, id]) => id)).toEqual(['1', '2', '3']);
    expect(changes).toContainEqual({ what: 'off-slide', count: 1 });
    expect(parts.get('ppt/slideLayouts/slideLayout1.xml')).toContain('<a:t>1 May</a:t>');
  });

  it('keeps what an animation moves on the slide', async () => {
    const { parts, file } = await clean(one(box({ id: 2, text: 'x' }), { timing: animate(2) }));
    expect(parts.get('ppt/slides/slide1.xml')).toContain('spid="2"');
    expect(await repairCauses(file)).toEqual([]);
  });

  it('looks the same in LibreOffice', { timeout: 600_000 }, async (context) => {
    if (!hasOffice()) return context.skip();
    // An object that is none is not drawn, its picture is.
    const slides = EVERYWHERE.slides.map((slide) => ({
      ...slide,
      content: slide.content.replaceAll(/<p:graphicFrame>.*?<\/p:graphicFrame>/g, ''),
    }));
    const { before, file } = await clean({ ...EVERYWHERE, slides });
    const after = new Uint8Array(await file.arrayBuffer());
    expect(await looksDifferent({ name: 'a.pptx', bytes: before }, { name: 'b.pptx', bytes: after })).toEqual(
      [],
    );
    // The comparison sees what a shape more or less looks like.
    const other = writeWholeDeck(one(box({ id: 2, text: 'The answer' })));
    const less = writeWholeDeck(one(''));
    expect(await looksDifferent({ name: 'a.pptx', bytes: other }, { name: 'b.pptx', bytes: less })).toEqual([
      expect.stringMatching(/^page 1: /),
    ]);
  });
});
