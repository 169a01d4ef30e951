// Objects on worksheets: the copy shows the picture that the sheet showed, and holds nothing of the object.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { remedy } from '../../../utils/remedy/index.ts';
import { writePackage, XML } from '../../fixtures/opc.ts';
import { partsOf, repairCauses } from '../../remedy/checklist.ts';
import { convert, hasOffice } from '../../remedy/office.ts';
import { looksDifferent } from '../../remedy/rendered.ts';

const asset = async (name: string) => {
  throw new Error(`no asset ${name} in this test`);
};
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const XDR = 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing';
const A = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const PNG = new Uint8Array(
  await sharp({ create: { width: 60, height: 40, channels: 3, background: '#c33' } })
    .png()
    .toBuffer(),
);

interface Spec {
  /** The sheet has a drawing with a shape of its own, as Excel writes it since 2010. */
  drawing?: boolean;
  /** What the old drawing says of the object. */
  shape?: string;
  sheetData?: string;
  /** The drawing otherwise. */
  change?: (drawing: string) => string;
}

const shape = (more = '', anchor = '1, 10, 2, 5, 3, 20, 6, 8') =>
  `<v:shape id="_x0000_s1025" style="position:absolute${more}"><v:imagedata o:relid="i1" o:title="needle"/><x:ClientData ObjectType="Pict"><x:Anchor>${anchor}</x:Anchor></x:ClientData></v:shape>`;

function writeBook({
  drawing = false,
  shape: inner = shape(),
  sheetData = '',
  change = (text) => text,
}: Spec): Uint8Array<ArrayBuffer> {
  const own = `<xdr:wsDr xmlns:xdr="${XDR}" xmlns:a="${A}"><xdr:twoCellAnchor><xdr:from><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>7</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="7" name="needle"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"/></xdr:spPr></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>`;
  return writePackage({
    '': { data: '', rels: [['r1', 'officeDocument', 'xl/workbook.xml']] },
    'xl/workbook.xml': {
      data: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELS}"><sheets><sheet name="Answer" sheetId="1" r:id="r1"/></sheets></workbook>`,
      type: `${TYPE}.sheet.main+xml`,
      rels: [['r1', 'worksheet', 'worksheets/sheet1.xml']],
    },
    'xl/worksheets/sheet1.xml': {
      data: `${XML}<worksheet xmlns="${MAIN}" xmlns:r="${RELS}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>${sheetData}</sheetData>${drawing ? '<drawing r:id="d1"/>' : ''}<legacyDrawing r:id="v1"/><oleObjects><oleObject progId="Package" shapeId="1025" r:id="o1"/></oleObjects></worksheet>`,
      type: `${TYPE}.worksheet+xml`,
      rels: [
        ['v1', 'vmlDrawing', '../drawings/vmlDrawing1.vml'],
        ['o1', 'oleObject', '../embeddings/oleObject1.bin'],
        ...(drawing ? ([['d1', 'drawing', '../drawings/drawing1.xml']] as const) : []),
      ],
    },
    'xl/drawings/vmlDrawing1.vml': {
      data: `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">${inner}</xml>`,
      type: 'application/vnd.openxmlformats-officedocument.vmlDrawing',
      rels: [['i1', 'image', '../media/image1.png']],
    },
    'xl/media/image1.png': { data: PNG, type: 'image/png' },
    'xl/embeddings/oleObject1.bin': { data: 'needle-object', type: 'application/octet-stream' },
    ...(drawing
      ? {
          'xl/drawings/drawing1.xml': {
            data: change(own),
            rels: [['p1', 'image', '../media/image1.png']],
            type: 'application/vnd.openxmlformats-officedocument.drawing+xml',
          },
        }
      : {}),
  });
}

const clean = (spec: Spec) => remedy(new Blob([writeBook(spec)]), 'a.xlsx', { kind: 'clean', asset });

async function cleaned(spec: Spec) {
  const made = await clean(spec);
  if (made.outcome !== 'cleaned') throw new Error(made.reason);
  const parts = await partsOf(made.file);
  for (const [name, text] of parts) expect([name, text.includes('needle')]).toEqual([name, false]);
  expect(await repairCauses(made.file)).toEqual([]);
  expect((await inspect(made.file, 'a.xlsx', { asset })).findings.map(({ rule }) => rule)).not.toContain(
    'embedded-file',
  );
  const drawings = [...parts].filter(([name]) => /drawings\/[^/]*\.xml$/.test(name)).map(([, text]) => text);
  return { ...made, parts, drawings };
}

describe('an object on a worksheet', () => {
  it.each([[false], [true]])(
    'becomes the picture that is shown of it (the sheet has a drawing: %s)',
    async (drawing) => {
      const { drawings, parts, changes } = await cleaned({ drawing });
      expect(drawings).toHaveLength(1);
      const text = drawings[0] ?? '';
      expect(text.match(/<xdr:pic>/g)).toHaveLength(1);
      expect(text.match(/<xdr:sp>/g)?.length ?? 0).toBe(drawing ? 1 : 0);
      const from =
        '<xdr:from><xdr:col>1</xdr:col><xdr:colOff>95250</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>47625</xdr:rowOff></xdr:from>';
      expect(text).toContain(from);
      const numbers = [...text.matchAll(/cNvPr id="(\d+)"/g)].map(([, number]) => number);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect([...parts.keys()].filter((name) => /media/.test(name))).toEqual(['xl/media/image1.png']);
      expect(changes.map(({ what }) => what)).toEqual(['embedded-file']);
    },
  );

  it('is a picture like others where it was taken of cells', async () => {
    const MC = 'http://schemas.openxmlformats.org/markup-compatibility/2006';
    const A14 = 'http://schemas.microsoft.com/office/drawing/2010/main';
    const picture = `<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="7" name="needle"/><xdr:cNvPicPr><a:extLst><a:ext uri="{84589F7E-364E-4C9E-8A38-B11213B215E9}"><a14:cameraTool cellRange="needle!$A$1"/></a:ext></a:extLst></xdr:cNvPicPr></xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r="${RELS}" r:embed="p1"/></xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"/></xdr:spPr></xdr:pic>`;
    const change = (drawing: string) =>
      drawing
        .replace(/<xdr:sp>.*<\/xdr:sp>/, picture)
        .replace(
          /<xdr:twoCellAnchor>.*<\/xdr:twoCellAnchor>/,
          `<mc:AlternateContent xmlns:mc="${MC}"><mc:Choice xmlns:a14="${A14}" Requires="a14">$&</mc:Choice><mc:Fallback/></mc:AlternateContent>`,
        );
    const { drawings } = await cleaned({ drawing: true, shape: '', change });
    expect(drawings[0]).toMatch(/<xdr:wsDr[^>]*><xdr:twoCellAnchor>.*<xdr:pic>.*r:embed="p1"/);
    expect(drawings[0]).not.toContain('AlternateContent');
  });

  it('is left out where nothing draws it, it is hidden, or it stands in rows that are', async () => {
    const row = (number: number) => `<row r="${number}" hidden="1"/>`;
    for (const spec of [
      { shape: '' },
      { shape: shape(';visibility:hidden') },
      { sheetData: [2, 3, 4, 5, 6, 7].map(row).join('') },
    ])
      expect((await cleaned(spec)).drawings).toEqual([]);
  });

  it('is a refusal where nothing is known of its picture or its place', async () => {
    for (const inner of [shape('', '1, 2, 3'), shape().replace('i1', 'i2')])
      expect(await clean({ shape: inner })).toEqual({ outcome: 'refused', reason: 'foreign-content' });
    const cut = shape().replace('o:relid', 'cropleft="9000f" o:relid');
    expect(await clean({ shape: cut })).toEqual({ outcome: 'refused', reason: 'cropped' });
  });

  it('is drawn by LibreOffice', { timeout: 300_000 }, async (context) => {
    if (!hasOffice()) return context.skip();
    const bytesOf = async (spec: Spec) => new Uint8Array(await (await cleaned(spec)).file.arrayBuffer());
    const [drawn, hidden] = [await bytesOf({}), await bytesOf({ shape: shape(';visibility:hidden') })];
    expect([...(await convert({ 'a.xlsx': drawn }, 'pdf')).keys()]).toEqual(['a.pdf']);
    expect(await looksDifferent({ name: 'a.xlsx', bytes: drawn }, { name: 'b.xlsx', bytes: hidden })).toEqual(
      [expect.stringMatching(/^page 1: /)],
    );
  });
});
