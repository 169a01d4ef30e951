import { describe, expect, it } from 'vitest';
import { collect, grid } from '../../../fixtures/collect.ts';
import { writePng } from '../../../fixtures/pictures.ts';
import { group, picture, shape, slideTable, writePptx } from '../../../fixtures/pptx.ts';
import {
  background,
  box,
  letters,
  themeBackground,
  type WholeDeckSpec,
  group as wholeGroup,
  writeWholeDeck,
} from '../../../fixtures/whole-deck.ts';

const PNG = writePng([]);
const brief = (inspection: { findings: { rule: string; where: string[]; severity: string }[] }) =>
  inspection.findings.map((f) => [f.rule, f.where.slice(1).join(' > '), f.severity]).sort();

describe('a presentation', () => {
  it('is read slide by slide in the order of the show, tables as tables', async () => {
    const { inspection, texts, tables } = await collect(
      writePptx([
        { content: shape('First\nslide') },
        {
          content:
            shape('Second') +
            slideTable([
              ['Station', 'Shift'],
              ['Northgate', 'Late'],
            ]),
        },
      ]),
    );
    expect(inspection).toMatchObject({ format: 'pptx', inspected: 'full', findings: [] });
    expect(texts.map((t) => [t.place[1], t.text])).toEqual([
      ['slide 1', 'First\nslide'],
      ['slide 2', 'Second'],
    ]);
    expect(tables[0]!.place).toEqual(['file', 'slide 2', 'table 1']);
    expect(grid(tables[0])).toEqual([
      ['Station', 'Shift'],
      ['Northgate', 'Late'],
    ]);
  });

  it('reads slides that an earlier one links to as slides of their own', async () => {
    const { inspection, texts } = await collect(
      writePptx([
        { content: shape('Contents'), rels: [['jump', 'slide', 's1.xml']] },
        { content: shape('Linked to'), hidden: true },
      ]),
    );
    expect(brief(inspection)).toEqual([['hidden-slide', 'slide 2', 'low']]);
    expect(texts.map((t) => [t.place[1], t.hidden, t.text])).toEqual([
      ['slide 1', [], 'Contents'],
      ['slide 2', ['hidden-slide'], 'Linked to'],
    ]);
  });

  it('says which slides are hidden and which have notes, and marks what is in them', async () => {
    const long = 'The notes go on for much longer than a few words, so that somebody should look at them.';
    const { inspection, texts } = await collect(
      writePptx([
        {
          content: shape('Shown'),
          notes: shape(long, { placeholder: 'body' }) + shape('1', { placeholder: 'sldNum' }),
        },
        { content: shape('Left out'), hidden: true, notes: shape('short', { placeholder: 'body' }) },
        { content: shape('No notes'), notes: shape('3', { placeholder: 'sldNum' }) },
      ]),
    );
    expect(brief(inspection)).toEqual([
      ['hidden-slide', 'slide 2', 'low'],
      ['speaker-notes', 'slide 1 notes', 'medium'],
      ['speaker-notes', 'slide 2 notes', 'low'],
    ]);
    expect(texts.map((t) => [t.hidden, t.text])).toEqual([
      [[], 'Shown'],
      [['speaker-notes'], long],
      [['hidden-slide'], 'Left out'],
      [['hidden-slide', 'speaker-notes'], 'short'],
      [[], 'No notes'],
    ]);
  });

  it('finds shapes beside the slide, in groups too, hidden shapes and cropped pictures', async () => {
    const rels = [['pic', 'image', '../media/a.png']] as const;
    const { inspection, texts, images } = await collect(
      writePptx(
        [
          { content: shape('beside', { at: [9144000, 0, 1000, 1000] }) },
          { content: shape('half way', { at: [9000000, 0, 914400, 1000] }) },
          // Inside the group's own coordinates, beside the slide once these are scaled.
          {
            content: group(
              [8000000, 0, 2000000, 1000],
              [0, 0, 100, 100],
              shape('in a group', { at: [60, 0, 10, 10] }),
            ),
          },
          { content: shape('not shown', { hidden: true }) },
          // Its middle is beside the slide; turned about it, one end comes in.
          {
            content: shape('turned', {
              at: [-1_400_000, 3_000_000, 1_390_000, 1_900_000],
              turned: 5_400_000,
            }),
          },
          { content: picture('pic', 'l="25000"'), rels },
          { content: picture('pic', 'l="0" r="12"'), rels },
        ],
        { 'ppt/media/a.png': { data: PNG } },
      ),
    );
    expect(brief(inspection)).toEqual([
      ['cropped-image', 'slide 6', 'low'],
      ['hidden-text', 'slide 4', 'low'],
      ['off-slide', 'slide 1', 'low'],
      ['off-slide', 'slide 3', 'low'],
    ]);
    expect(texts.filter((t) => t.hidden.length > 0).map((t) => [t.hidden, t.text])).toEqual([
      [['off-slide'], 'beside'],
      [['off-slide'], 'in a group'],
      [['hidden-text'], 'not shown'],
    ]);
    expect(images).toMatchObject([{ format: 'png', name: 'a.png' }]);
  });

  it('sees letters in the colour of the shape behind them', async () => {
    const coloured = (fill: string, letters: string) =>
      `<p:sp><p:nvSpPr><p:cNvPr id="2" name="s"/></p:nvSpPr><p:spPr>${fill}<a:ln><a:solidFill><a:srgbClr val="111111"/></a:solidFill></a:ln></p:spPr><p:txBody><a:p><a:r><a:t>shown </a:t></a:r><a:r><a:rPr lang="en-GB">${letters}</a:rPr><a:t>veiled</a:t></a:r></a:p></p:txBody></p:sp>`;
    const solid = (colour: string) => `<a:solidFill>${colour}</a:solidFill>`;
    const rgb = (value: string) => solid(`<a:srgbClr val="${value}"/>`);
    const theme = (value: string, inner = '') => solid(`<a:schemeClr val="${value}">${inner}</a:schemeClr>`);
    const cases: [fill: string, letters: string, hidden: boolean][] = [
      [rgb('FFFFFF'), rgb('ffffff'), true],
      [theme('bg1'), theme('bg1'), true],
      [theme('bg1'), theme('bg1', '<a:lumMod val="50000"/>'), false],
      [rgb('003366'), rgb('FFFFFF'), false],
      // The line around a shape is not behind its text, and nothing is known of what is behind one without a fill.
      ['', rgb('111111'), false],
      ['<a:gradFill/>', rgb('FFFFFF'), false],
    ];
    const { inspection, texts } = await collect(
      writePptx(cases.map(([fill, letters]) => ({ content: coloured(fill, letters) }))),
    );
    const hidden = texts.filter((t) => t.hidden.includes('hidden-text')).map((t) => [t.place.at(-1), t.text]);
    expect(hidden).toEqual(cases.flatMap(([, , is], i) => (is ? [[`slide ${i + 1}`, 'veiled']] : [])));
    expect(brief(inspection)).toEqual([
      ['hidden-text', 'slide 1', 'low'],
      ['hidden-text', 'slide 2', 'low'],
    ]);
  });

  it('sees letters in the colour of the slide, where nothing else is behind them', async () => {
    const beside = [5486400, 3657600, 1828800, 1828800] as const;
    const over = box({ id: 9, text: '' });
    const cases: [
      why: string,
      spec: Partial<WholeDeckSpec> & { slide?: string },
      content: string,
      hidden: boolean,
    ][] = [
      ['white on white', {}, letters(2, 'veiled', 'FFFFFF'), true],
      ['nearly white', {}, letters(2, 'veiled', 'FDFDFE'), true],
      ['by the theme', {}, letters(2, 'veiled', 'bg1'), true],
      ['by another name of the theme', {}, letters(2, 'veiled', 'lt1'), true],
      ['in a place that the layout says', {}, letters(2, 'veiled', 'FFFFFF', null), true],
      ['black on black', { slide: background('000000') }, letters(2, 'veiled', 'tx1'), true],
      ['beside a box', {}, box({ id: 9, text: '', at: beside }) + letters(2, 'veiled', 'FFFFFF'), true],
      ['with a box above', {}, letters(2, 'veiled', 'FFFFFF') + over, true],
      ['dark letters', {}, letters(2, 'veiled', 'tx1'), false],
      ['white on dark', { slide: background('003366') }, letters(2, 'veiled', 'FFFFFF'), false],
      ['white on a dark master', { background: background('003366') }, letters(2, 'veiled', 'FFFFFF'), false],
      ['on a box', {}, over + letters(2, 'veiled', 'FFFFFF'), false],
      ['on a picture of the layout', { layout: over }, letters(2, 'veiled', 'FFFFFF'), false],
      ['on a band of the master', { master: over }, letters(2, 'veiled', 'FFFFFF'), false],
      [
        'nobody knows where, and something is drawn',
        { master: over },
        letters(2, 'veiled', 'FFFFFF', null),
        false,
      ],
      ['in a group', {}, wholeGroup(8, false, over + letters(2, 'veiled', 'FFFFFF')), false],
      [
        'on a background by another fill',
        { background: themeBackground('bg1', 1003) },
        letters(2, 'veiled', 'FFFFFF'),
        false,
      ],
      [
        'on a picture as background',
        { slide: '<p:bg><p:bgPr><a:blipFill/><a:effectLst/></p:bgPr></p:bg>' },
        letters(2, 'veiled', 'FFFFFF'),
        false,
      ],
      ['no background is said, so it is white', { background: '' }, letters(2, 'veiled', 'FFFFFF'), true],
      ['dark letters, and no background is said', { background: '' }, letters(2, 'veiled', '202020'), false],
      [
        'no background is said, and the theme has dark pages',
        { background: '', paper: '003366' },
        letters(2, 'veiled', 'FFFFFF'),
        false,
      ],
      [
        'no background is said, and the layout draws behind',
        { background: '', layout: over },
        letters(2, 'veiled', 'FFFFFF'),
        false,
      ],
      [
        'with an outline',
        {},
        letters(
          2,
          'veiled',
          'FFFFFF',
          undefined,
          '<a:effectLst><a:outerShdw><a:srgbClr val="000000"/></a:outerShdw></a:effectLst>',
        ),
        false,
      ],
      [
        'marked',
        {},
        letters(2, 'veiled', 'FFFFFF', undefined, '<a:highlight><a:srgbClr val="000000"/></a:highlight>'),
        false,
      ],
      ['no effect at all', {}, letters(2, 'veiled', 'FFFFFF', undefined, '<a:effectLst/>'), true],
    ];
    const seen: string[] = [];
    for (const [why, { slide, ...spec }, content] of cases) {
      const deck = { background: themeBackground('bg1'), ...spec };
      const { texts } = await collect(
        writeWholeDeck({ ...deck, slides: [{ content, ...(slide ? { background: slide } : {}) }] }),
      );
      if (texts.some(({ hidden, text }) => hidden.includes('hidden-text') && text === 'veiled'))
        seen.push(why);
    }
    expect(seen).toEqual(cases.flatMap(([why, , , hidden]) => (hidden ? [why] : [])));
  });

  it('takes no shadow of a shape for its fill', async () => {
    const shadow = '<a:effectLst><a:outerShdw><a:srgbClr val="000000"/></a:outerShdw></a:effectLst>';
    const content = letters(2, 'seen', '000000').replace(
      '<a:avLst/></a:prstGeom>',
      `<a:avLst/></a:prstGeom>${shadow}`,
    );
    const { texts } = await collect(writeWholeDeck({ slides: [{ content }] }));
    expect(texts.find(({ text }) => text === 'seen')?.hidden).toEqual([]);
  });
});
