// A portrait is found whatever it is packed in, with the place that says where; and one that many things refer to is one.
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAsset } from '../../../../../bin/assets.ts';
import { decodePicture } from '../../../../../bin/node-decode-picture.ts';
import { inspect } from '../../../../../utils/inspect/inspect.ts';
import { p, writeDocx } from '../../../../fixtures/docx.ts';
import { writeMail, writeOutlook } from '../../../../fixtures/mail.ts';
import { writePdf } from '../../../../fixtures/pdf.ts';
import { drawPortrait } from '../../../../fixtures/portraits.ts';
import { picture, writePptx } from '../../../../fixtures/pptx.ts';
import { writeWorkbook } from '../../../../fixtures/workbook.ts';
import { writeZip } from '../../../../fixtures/zip.ts';

const bytesOf = (buffer: Buffer) => new Uint8Array(buffer);

let jpeg: Uint8Array<ArrayBuffer>;
let png: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  const portrait = await drawPortrait(4);
  jpeg = bytesOf(await sharp(portrait).jpeg({ quality: 85 }).toBuffer());
  png = bytesOf(portrait);
});

async function portraits(bytes: Uint8Array | Promise<Uint8Array>, name: string) {
  const { findings } = await inspect(new Blob([new Uint8Array(await bytes)]), name, {
    asset: loadAsset,
    decodePicture,
  });
  return findings.filter(({ rule }) => rule === 'staff-photo' || rule === 'group-photo');
}

/** In a picture's own coordinates, `width × height` points of a page. */
const pdfWith = (width: number, height: number) =>
  writePdf({
    extra: [
      {
        dictionary:
          '<< /Type /XObject /Subtype /Image /Width 300 /Height 400 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode >>',
        data: jpeg,
      },
    ],
    pages: [
      {
        content: `q ${width} 0 0 ${height} 60 300 cm /I0 Do Q\n`,
        resources: '/XObject << /I0 {0} >>',
      },
    ],
  });

const CONTAINERS: Record<string, () => { bytes: Uint8Array | Promise<Uint8Array>; name: string }> = {
  'a document': () => ({
    name: 'a.docx',
    bytes: writeDocx({
      body: p('Our new colleague'),
      parts: { 'word/media/image1.jpeg': { data: jpeg } },
      rels: [['rIdP', 'image', 'media/image1.jpeg']],
    }),
  }),
  'a workbook': () => ({
    name: 'a.xlsx',
    bytes: writeWorkbook({
      sheets: [{ name: 'Sheet1', rows: [['Total', 4]] }],
      extraParts: { 'xl/media/image1.png': png },
    }),
  }),
  'a presentation': () => ({
    name: 'a.pptx',
    bytes: writePptx([{ content: picture('rP'), rels: [['rP', 'image', '/ppt/media/image1.jpg']] }], {
      'ppt/media/image1.jpg': { data: jpeg },
    }),
  }),
  'a page of a PDF': () => ({ name: 'a.pdf', bytes: pdfWith(150, 200) }),
  'a mail': () => ({
    name: 'a.eml',
    bytes: writeMail({
      type: 'multipart/mixed',
      body: [
        { type: 'text/plain', body: 'Please find the picture attached.' },
        { type: 'image/jpeg', body: jpeg, name: 'picture.jpg', encoding: 'base64' },
      ],
    }),
  }),
  'an Outlook message': () => ({
    name: 'a.msg',
    bytes: writeOutlook({
      texts: { '0037': 'Picture' },
      attachments: [{ name: 'picture.jpg', data: jpeg }],
    }),
  }),
  'a zip in a mail': () => ({
    name: 'a.eml',
    bytes: writeMail({
      type: 'multipart/mixed',
      body: [
        {
          type: 'application/zip',
          body: writeZip([{ name: 'x/picture.jpg', data: jpeg }]),
          name: 'x.zip',
          encoding: 'base64',
        },
      ],
    }),
  }),
};

describe('a portrait', () => {
  it.each(Object.keys(CONTAINERS))('is found in %s', async (container) => {
    const { bytes, name } = CONTAINERS[container]!();
    const found = await portraits(bytes, name);
    expect(found).toMatchObject([{ rule: 'staff-photo', severity: 'medium', people: 1, fields: ['photo'] }]);
    expect(found[0]!.where[0]).toBe(name);
    expect(found[0]!.where.length).toBeGreaterThan(1);
  });

  it('in a document and once more beside it, smaller, is one person', async () => {
    const small = bytesOf(await sharp(png).resize(120, 160).jpeg({ quality: 70 }).toBuffer());
    const { bytes } = CONTAINERS['a document']!();
    const archive = writeZip([
      { name: 'a.docx', data: await bytes },
      { name: 'a small one.jpg', data: small },
    ]);
    expect(await portraits(archive, 'a.zip')).toMatchObject([{ people: 1, counts: { pictures: 2 } }]);
  });
});

it.each([
  [
    'a logo',
    '<rect width="400" height="400" fill="#fff"/><circle cx="200" cy="200" r="150" fill="#12306b"/><path d="M200 90l28 76h80l-64 48 24 78-68-48-68 48 24-78-64-48h80z" fill="#fff"/>',
  ],
  [
    'a badge with a crown over a ring of words',
    '<rect width="400" height="400" fill="#fff"/><circle cx="200" cy="220" r="130" fill="none" stroke="#223" stroke-width="26"/><path d="M140 90l20-50 40 40 40-40 20 50z" fill="#c9a227"/><circle cx="200" cy="220" r="60" fill="#345"/>',
  ],
  [
    'an icon of a person',
    '<rect width="400" height="400" fill="#e6e9ee"/><circle cx="200" cy="150" r="80" fill="#8896a8"/><path d="M60 400c0-90 60-140 140-140s140 50 140 140z" fill="#8896a8"/>',
  ],
  [
    'a pie chart',
    '<rect width="400" height="400" fill="#fff"/><path d="M200 200L200 60A140 140 0 0 1 330 250z" fill="#4472c4"/><path d="M200 200L330 250A140 140 0 0 1 90 285z" fill="#ed7d31"/><path d="M200 200L90 285A140 140 0 0 1 200 60z" fill="#a5a5a5"/>',
  ],
  [
    'a smiling face as a sign',
    '<rect width="400" height="400" fill="#fff"/><circle cx="200" cy="200" r="150" fill="#ffd54f"/><circle cx="150" cy="160" r="18"/><circle cx="250" cy="160" r="18"/><path d="M120 240q80 90 160 0" fill="none" stroke="#000" stroke-width="14"/>',
  ],
])('nobody is seen in %s', async (_, shapes) => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400">${shapes}</svg>`;
  const drawn = await sharp(Buffer.from(svg)).png().toBuffer();
  expect(await portraits(bytesOf(drawn), 'a.png')).toEqual([]);
  expect(await portraits(bytesOf(await sharp(drawn).jpeg({ quality: 60 }).toBuffer()), 'a.jpg')).toEqual([]);
});
