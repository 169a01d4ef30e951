// Files within files, as deep as they come: `where` names each step from the file to the cells, and what is found
// there is said as gravely as if it lay open.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../bin/assets.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { writeTar } from '../../fixtures/archives.ts';
import { writeCompound } from '../../fixtures/compound.ts';
import { p, table, writeDocx } from '../../fixtures/docx.ts';
import { writeMail, writeOutlook } from '../../fixtures/mail.ts';
import { writePdf } from '../../fixtures/pdf.ts';
import { makePeople, Random, rankOf } from '../../fixtures/people.ts';
import { shape, writePptx } from '../../fixtures/pptx.ts';
import { writeWorkbook } from '../../fixtures/workbook.ts';
import { writeZip } from '../../fixtures/zip.ts';

const people = makePeople(new Random(20_230_808), 40);
const rows = [
  ['Surname', 'Forename', 'Rank', 'Collar Number', 'Station'],
  ...people.map((one) => [one.surname, one.forename, rankOf(one), one.number, one.station]),
];
const csv = `${rows.map((row) => row.join(',')).join('\r\n')}\r\n`;
const roster = (name: string, state: 'visible' | 'hidden' = 'visible') =>
  writeWorkbook({
    sheets: [
      { name: 'Summary', rows: [['Total'], [40]] },
      { name, rows, state },
    ],
  });
const letter = { type: 'text/plain', body: 'Please find attached the figures that were asked for.' };
const mail = (name: string, type: string, body: Uint8Array) =>
  writeMail({
    type: 'multipart/mixed',
    body: [letter, { type, name, body, encoding: type === 'message/rfc822' ? '7bit' : 'base64' }],
  });
const CHART =
  '<?xml version="1.0"?><c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:plotArea><c:barChart><c:ser><c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>40</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>';
const EMBEDDED = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Its name, its bytes, where the roster is found, how that place is hidden. */
const cases: Record<
  string,
  { name: string; bytes: () => Uint8Array<ArrayBuffer>; where: string[]; hidden: string[] }
> = {
  'a csv in a zip in a mail attached to a mail': {
    name: 'reply.eml',
    bytes: () =>
      mail(
        'earlier.eml',
        'message/rfc822',
        mail('data.zip', 'application/zip', writeZip([{ name: 'out/duty.csv', data: csv }])),
      ),
    where: ['earlier.eml', 'data.zip', 'out/duty.csv', 'rows 1 to 41'],
    hidden: [],
  },
  'a workbook behind a chart in a deck': {
    name: 'figures.pptx',
    bytes: () =>
      writePptx([{ content: shape('Strength by month'), rels: [['c', 'chart', '../charts/c1.xml']] }], {
        'ppt/charts/c1.xml': {
          data: CHART,
          type: 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml',
          rels: [['w', 'package', '../embeddings/Book1.xlsx']],
        },
        'ppt/embeddings/Book1.xlsx': { data: roster('Data'), type: EMBEDDED },
      }),
    where: ['slide 1', 'chart 1', 'embedded "Book1.xlsx"', 'sheet "Data"', 'A1:E41'],
    hidden: ['embedded-file'],
  },
  'a document inside a workbook': {
    name: 'answer.xlsx',
    bytes: () =>
      writeWorkbook({
        sheets: [
          {
            name: 'Figures',
            rows: [['Total'], [40]],
            embedded: { name: 'duty.docx', data: writeDocx({ body: p('Duty list') + table(rows) }) },
          },
        ],
      }),
    where: ['sheet "Figures"', 'embedded "duty.docx"', 'table 1', 'rows 1 to 41'],
    hidden: ['embedded-file'],
  },
  'a workbook attached to a PDF, on a hidden sheet': {
    name: 'minutes.pdf',
    bytes: () =>
      writePdf({
        pages: [{ content: 'BT /F1 12 Tf 72 700 Td (Minutes of the meeting) Tj ET' }],
        attachments: { 'strength.xlsx': roster('Extract', 'hidden') },
      }),
    where: ['strength.xlsx', 'sheet "Extract"', 'A1:E41'],
    hidden: ['pdf-attachment', 'hidden-sheet'],
  },
  'a workbook packed into an object of a document in an archive of archives': {
    name: 'all.tar.gz',
    bytes: () => {
      const object = writeCompound({ Package: roster('Data'), '\u0001CompObj': new Uint8Array(80) });
      const document = writeDocx({
        body: p('See the table'),
        rels: [['o', 'oleObject', 'embeddings/oleObject1.bin']],
        parts: {
          'word/embeddings/oleObject1.bin': {
            data: object,
            type: 'application/vnd.openxmlformats-officedocument.oleObject',
          },
        },
      });
      const tar = writeTar([{ name: 'in.zip', data: writeZip([{ name: 'a/letter.docx', data: document }]) }]);
      return new Uint8Array(gzipSync(tar));
    },
    where: [
      'all.tar',
      'in.zip',
      'a/letter.docx',
      'embedded "oleObject1.bin"',
      'object',
      'sheet "Data"',
      'A1:E41',
    ],
    hidden: ['embedded-file'],
  },
  'a csv attached to a message within a message of Outlook': {
    name: 'thread.msg',
    bytes: () =>
      writeOutlook({
        texts: { '0037': 'Request' },
        attachments: [
          {
            name: 'Earlier',
            message: { texts: { '0037': 'Earlier' }, attachments: [{ name: 'duty.csv', data: csv }] },
          },
        ],
      }),
    where: ['Earlier', 'duty.csv', 'rows 1 to 41'],
    hidden: [],
  },
};

describe('a roster', () => {
  it.each(Object.entries(cases))('in %s is found where it is', async (_, { name, bytes, where, hidden }) => {
    const inspection = await inspect(new Blob([bytes()]), name, { asset: loadAsset });
    const found = inspection.findings.filter(({ rule }) => rule === 'staff-roster');
    expect(found.map((finding) => finding.where)).toEqual([[name, ...where]]);
    expect(found[0]).toMatchObject({ severity: 'high', people: 40, hidden });
    // Every way in which it is hidden is said in its own right, as gravely as what is there.
    for (const rule of hidden) {
      expect(inspection.findings.some((one) => one.rule === rule && one.severity === 'high')).toBe(true);
    }
    expect(inspection.inspected).toBe('full');
  });
});
