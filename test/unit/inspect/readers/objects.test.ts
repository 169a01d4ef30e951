// Objects of other programs in documents, and macros: what is packed in them is inspected, with every step of the way.
import * as CFB from 'cfb';
import { describe, expect, it } from 'vitest';
import { latin, pack, wide, writeXls } from '../../../fixtures/biff.ts';
import { writeCompound } from '../../../fixtures/compound.ts';
import { p, writeDocx } from '../../../fixtures/docx.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { vbaStreams } from '../../../fixtures/vba.ts';
import { writeWorkbook } from '../../../fixtures/workbook.ts';

const zero = (text: string) => latin(`${text}\0`);

/** What the Packager writes: its name, where it was, then the file. */
function ole10(name: string, content: Uint8Array): Uint8Array {
  const path = zero(`C:\\Temp\\${name}`);
  const body = pack(
    [2, 2],
    zero(name),
    path,
    [2, 0],
    [2, 3],
    [4, path.length],
    path,
    [4, content.length],
    content,
  );
  return pack([4, body.length], body);
}

/** A document with an object of that content, as Word embeds it. */
function withObject(object: Uint8Array): Uint8Array<ArrayBuffer> {
  return writeDocx({
    body: p('See the object'),
    rels: [['rId9', 'oleObject', 'embeddings/oleObject1.bin']],
    parts: {
      'word/embeddings/oleObject1.bin': {
        data: object,
        type: 'application/vnd.openxmlformats-officedocument.oleObject',
      },
    },
  });
}

const sheet = writeWorkbook({ sheets: [{ name: 'Duty', rows: [['Station'], ['Northgate']] }] });

describe('an object in a document', () => {
  it.each([
    ['the Packager', '\u0001Ole10Native', ole10('duty.xlsx', sheet), 'duty.xlsx'],
    ['Excel', 'Package', sheet, 'object'],
    ['another office program', 'package', sheet, 'object'],
  ])('is unpacked where %s packed a file into it', async (_, stream, content, step) => {
    const object = writeCompound({
      [stream]: content,
      '\u0001CompObj': new Uint8Array(80).fill(1),
      '\u0003ObjInfo': new Uint8Array(6),
    });
    const { inspection, tables } = await seen(withObject(object), 'a.docx');
    expect(inspection.inspected).toBe('full');
    expect(tables).toMatchObject([
      {
        where: `a.docx > embedded "oleObject1.bin" > ${step} > sheet "Duty"`,
        cells: ['Station', 'Northgate'],
        hidden: ['embedded-file'],
      },
    ]);
  });

  it('is read stream by stream where these have a known form', async () => {
    const object = writeCompound({ 'think-cellXML': '<?xml version="1.0"?><r><t>Northgate</t></r>' });
    const { inspection, texts } = await seen(withObject(object), 'a.docx');
    expect(inspection.inspected).toBe('full');
    expect(texts.at(-1)).toMatchObject({
      where: 'a.docx > embedded "oleObject1.bin" > think-cellXML',
      text: expect.stringContaining('Northgate'),
    });
  });

  it('is a drawing where it is small and in a form of its own, and no reason to hold the document', async () => {
    const formula = pack(
      [4, 28],
      wide('Northgate'),
      new Uint8Array(40).map((_, i) => 255 - i),
    );
    for (const stream of ['Drawing', '\u0001Ole10Native']) {
      const { inspection, texts } = await seen(withObject(writeCompound({ [stream]: formula })), 'a.docx');
      expect(inspection.findings.filter(({ rule }) => rule === 'unknown-format')).toMatchObject([
        { severity: 'low', hidden: ['embedded-file'] },
      ]);
      expect(texts.some(({ text }) => text.includes('Northgate'))).toBe(true);
    }
    const equation = withObject(writeCompound({ 'Equation Native': formula }));
    expect((await seen(equation, 'a.docx')).inspection).toMatchObject({ inspected: 'full' });
    // A large one, or one that is no object of a document, may be anything.
    const large = new Uint8Array(2 * 1024 ** 2).map((_, i) => (i * 7919) >> 3);
    const { inspection } = await seen(withObject(writeCompound({ 'Some Data': large })), 'a.docx');
    expect(inspection.findings.find(({ rule }) => rule === 'unknown-format')).toMatchObject({
      severity: 'medium',
    });
    const alone = await seen(writeCompound({ 'Equation Native': formula }), 'a.bin');
    expect(alone.inspection.findings[0]).toMatchObject({ rule: 'unknown-format', severity: 'medium' });
  });
});

describe('macros', () => {
  const modules = { Rota: "' PC Northgate\nSub Fill()\nEnd Sub" };
  const expected = [{ text: "' PC Northgate\nSub Fill()\nEnd Sub", hidden: ['macros'] }];

  it('are read from a package', async () => {
    const project = writeCompound({
      ...vbaStreams(modules),
      'UserForm1/f': pack(new Uint8Array(8), latin('Choose a station'), new Uint8Array(4), latin('Tahoma')),
    });
    const { inspection, texts } = await seen(
      writeDocx({
        body: p('x'),
        rels: [['rId9', 'vbaProject', 'vbaProject.bin']],
        parts: { 'word/vbaProject.bin': { data: project, type: 'application/vnd.ms-office.vbaProject' } },
      }),
      'a.docm',
    );
    expect(inspection.inspected).toBe('full');
    expect(texts.filter(({ where }) => where.includes('module'))).toMatchObject([
      { where: 'a.docm > macros > module "Rota"', ...expected[0] },
    ]);
    expect(texts.find(({ where }) => where === 'a.docm > macros > form "UserForm1"')?.text).toBe(
      'Choose a station',
    );
  });

  it('are read from an old workbook', async () => {
    const workbook = writeXls({ sheets: [{ name: 'S', records: [] }] });
    const file = CFB.read(workbook, { type: 'buffer' });
    for (const [path, content] of Object.entries(vbaStreams(modules, '_VBA_PROJECT_CUR/'))) {
      CFB.utils.cfb_add(file, `/${path}`, Buffer.from(content));
    }
    const bytes = new Uint8Array(CFB.write(file, { type: 'buffer' }) as Uint8Array);
    const { texts } = await seen(bytes, 'a.xls');
    expect(texts.filter(({ where }) => where === 'a.xls > macros > module "Rota"')).toMatchObject(expected);
  });
});
