// What a cleaned copy does where an element names parts or places of which some do not stay: what is seen stays, what would be
// lost is a refusal, and what goes is said by its own name.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadAsset as asset } from '../../../bin/assets.ts';
import { remedy } from '../../../utils/remedy/index.ts';
import { p, writeDocx } from '../../fixtures/docx.ts';
import { writeOdf } from '../../fixtures/odf.ts';
import { partsOf, repairCauses } from '../../remedy/checklist.ts';

const PNG = new Uint8Array(
  await sharp({ create: { width: 8, height: 8, channels: 3, background: '#36c' } })
    .png()
    .toBuffer(),
);
const A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"';
const inline = (inner: string) =>
  `<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="9000" cy="9000"/><wp:docPr id="1" name="x"/><a:graphic ${A}><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">${inner}</a:graphicData></a:graphic></wp:inline></w:drawing>`;
const blip = (references: string) => inline(`<a:blip ${references}/>`);
const pict = (inner: string) =>
  `<w:pict ${V}><v:shape style="width:9pt;height:9pt">${inner}</v:shape></w:pict>`;
const inRun = (inner: string) => `<w:p><w:r>${inner}</w:r></w:p>`;

/** In the file: rStored, rObject, rModel, rFont. Not in it: rWeb, rDrive, rNowhere (named only), rLost (named and missing). */
function letter(body: string): Uint8Array<ArrayBuffer> {
  return writeDocx({
    body: `${p('Seen')}${body}`,
    rels: [
      ['rStored', 'image', 'media/a.png'],
      ...(body.includes('rObject') ? [['rObject', 'oleObject', 'embeddings/a.bin'] as const] : []),
      ['rModel', 'model3d', 'media/a.glb'],
      ['rLost', 'image', 'media/lost.png'],
      ['rWeb', 'image', 'https://needle.example/a.png'],
      ['rDrive', 'image', 'file:///c:/needle/a.png'],
    ],
    parts: {
      'word/media/a.png': { data: PNG },
      'word/embeddings/a.bin': { data: 'needle' },
      'word/media/a.glb': { data: 'needle' },
    },
  });
}

async function clean(bytes: Uint8Array<ArrayBuffer>, name = 'a.docx') {
  return remedy(new Blob([bytes]), name, { kind: 'clean', asset });
}

describe('of what names several parts', () => {
  const kept: [string, string, RegExp, string[]][] = [
    [
      'a picture, stored and linked',
      blip('r:embed="rStored" r:link="rDrive"'),
      /<a:blip r:embed="rStored"\/>/,
      ['links'],
    ],
    [
      'the same the other way round',
      blip('r:link="rWeb" r:embed="rStored"'),
      /<a:blip r:embed="rStored"\/>/,
      ['links'],
    ],
    [
      'an older picture',
      pict('<v:imagedata r:id="rStored" r:href="rDrive"/>'),
      /<v:imagedata r:id="rStored"\/>/,
      ['links'],
    ],
    [
      'an older picture under the other name',
      pict('<v:imagedata o:relid="rStored" r:href="rWeb" src="needle.png"/>'),
      /<v:imagedata o:relid="rStored"\/>/,
      ['links'],
    ],
    [
      'a picture for another system',
      pict('<v:imagedata r:id="rStored" r:pict="rNowhere"/>'),
      /<v:imagedata r:id="rStored"\/>/,
      [],
    ],
    [
      'a fill whose picture is missing',
      pict('<v:fill color="red" r:id="rLost"/>'),
      /<v:fill color="red"\/>/,
      [],
    ],
    [
      'a shape that names nothing',
      inline(
        '<dgm:shape xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:blip="" type="rect"/>',
      ),
      /<dgm:shape [^>]*type="rect"/,
      [],
    ],
    [
      'the picture of an object',
      `<w:object ${V}><v:shape style="width:9pt"><v:imagedata r:id="rStored"/></v:shape><o:OLEObject ProgID="A.B" r:id="rObject"/></w:object>`,
      /<w:pict><v:shape style="width:9pt"><v:imagedata r:id="rStored"\/><\/v:shape><\/w:pict>/,
      ['embedded-file'],
    ],
    // The namespace of the reference is declared on the element that gives way.
    [
      'the picture of an object, under the other name',
      `<w:object ${V}><v:shape style="width:9pt"><v:imagedata o:relid="rStored"/></v:shape></w:object>`,
      /<w:pict><v:shape style="width:9pt"><v:imagedata xmlns:o="urn:schemas-microsoft-com:office:office" o:relid="rStored"\/>/,
      [],
    ],
    [
      'the picture of a strict object',
      `<w:object>${blip('r:embed="rStored"')}<w:objectEmbed r:id="rObject" w:progId="A.B"/></w:object>`,
      /<w:r><w:drawing>.*r:embed="rStored"/,
      ['embedded-file'],
    ],
    [
      'the picture of a model',
      `<mc:AlternateContent><mc:Choice Requires="am3d">${inline('<am3d:model3d xmlns:am3d="http://schemas.microsoft.com/office/drawing/2017/model3d" r:embed="rModel"/>')}</mc:Choice><mc:Fallback>${blip('r:embed="rStored"')}</mc:Fallback></mc:AlternateContent>`,
      /<w:r><w:drawing>.*r:embed="rStored"/,
      [],
    ],
    [
      'what can be clicked',
      pict('<v:imagedata r:id="rStored"/>').replace('<v:shape ', '<v:shape href="file:///c:/needle" '),
      /<v:shape style="[^"]*"><v:imagedata r:id="rStored"\/>/,
      ['links'],
    ],
  ];
  it.each(kept)('what is seen stays: %s', async (_, body, seen, said) => {
    const made = await clean(letter(inRun(body)));
    if (made.outcome !== 'cleaned') throw new Error(made.reason);
    const parts = await partsOf(made.file);
    const text = parts.get('word/document.xml') ?? '';
    expect(text).toMatch(seen);
    for (const [name, part] of parts) expect([name, /needle/.test(part)]).toEqual([name, false]);
    expect(made.changes.map(({ what }) => what)).toEqual(said);
    expect(await repairCauses(made.file)).toEqual([]);
  });

  const lost: [string, string, string][] = [
    ['a picture is linked only', blip('r:link="rDrive"'), 'foreign-content'],
    ['a picture of the web is linked only', blip('r:link="rWeb"'), 'foreign-content'],
    [
      'a stored picture is missing, and the linked one is shown',
      blip('r:embed="rNowhere" r:link="rWeb"'),
      'foreign-content',
    ],
    ['an older picture is linked only', pict('<v:imagedata r:href="rWeb"/>'), 'foreign-content'],
    ['a fill is linked only', pict('<v:fill r:id="rWeb"/>'), 'foreign-content'],
    [
      'a model has no picture',
      inline(
        '<am3d:model3d xmlns:am3d="http://schemas.microsoft.com/office/drawing/2017/model3d" r:embed="rModel"/>',
      ),
      'foreign-content',
    ],
    ['something plays', '<w:pict><w:movie r:id="rWeb"/></w:pict>', 'media'],
    [
      'a diagram lacks a part',
      inline(
        '<dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rNowhere" r:lo="rNowhere" r:qs="rNowhere" r:cs="rNowhere"/>',
      ),
      'unread',
    ],
  ];
  it.each(lost)('no copy is made where %s', async (_, body, reason) => {
    expect(await clean(letter(inRun(body)))).toEqual({ outcome: 'refused', reason });
  });

  it('settings for a printer and fonts go under their own names', async () => {
    const bytes = writeDocx({
      body: `${p('Seen')}<w:sectPr><w:printerSettings r:id="rPrinter"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>`,
      rels: [
        ['rPrinter', 'printerSettings', 'printer.bin'],
        ['rFonts', 'fontTable', 'fontTable.xml'],
      ],
      parts: {
        'word/printer.bin': { data: 'needle' },
        'word/fontTable.xml': {
          data: `<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:font w:name="Own"><w:embedRegular r:id="rFont"/></w:font></w:fonts>`,
          rels: [['rFont', 'font', 'own.odttf']],
        },
        'word/own.odttf': { data: 'needle' },
      },
    });
    const made = await clean(bytes);
    if (made.outcome !== 'cleaned') throw new Error(made.reason);
    expect(made.changes.map(({ what }) => what).sort()).toEqual(['fonts', 'printer-settings']);
    expect((await partsOf(made.file)).get('word/document.xml')).toContain('<w:pgSz');
  });
});

describe('a picture in an OpenDocument text', () => {
  const text = (image: string) =>
    writeOdf({
      kind: 'text',
      members: [{ name: 'Pictures/a.png', data: PNG }],
      body: `<text:p>Seen<draw:frame svg:width="1cm" svg:height="1cm">${image}</draw:frame></text:p>`,
    });
  const image = (href: string) =>
    `<draw:image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:type="simple" xlink:href="${href}"/>`;

  it('stays where it is stored, also beside a linked one', async () => {
    const made = await clean(text(image('https://needle.example/a.png') + image('Pictures/a.png')), 'a.odt');
    if (made.outcome !== 'cleaned') throw new Error(made.reason);
    const parts = await partsOf(made.file);
    expect(parts.get('content.xml')).toMatch(/<draw:image[^>]*Pictures\//);
    expect(parts.get('content.xml')).not.toContain('needle');
  });

  it.each(['https://example.org/a.png', '../a.png', 'file:///c:/a.png'])(
    'is a refusal at %s',
    async (href) => {
      expect(await clean(text(image(href)), 'a.odt')).toEqual({
        outcome: 'refused',
        reason: 'foreign-content',
      });
    },
  );
});
