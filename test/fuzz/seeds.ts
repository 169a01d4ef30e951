// What mutations begin with: files of the project's own fixtures, one a format, and the small ones of the corpus where
// CORDON_CORPUS names it.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as XLSX from 'xlsx';
import { writeRar4, writeSevenZip, writeTar } from '../fixtures/archives.ts';
import { cell as biff, writeXls } from '../fixtures/biff.ts';
import { writeCompound } from '../fixtures/compound.ts';
import { inserted, p, table, writeDocx } from '../fixtures/docx.ts';
import { writeMail, writeOutlook } from '../fixtures/mail.ts';
import { row, sheet, writeFlatOdf, writeOdf } from '../fixtures/odf.ts';
import { grid, writePdf } from '../fixtures/pdf.ts';
import { makePeople, Random, rankOf } from '../fixtures/people.ts';
import { writeExif, writeHeic, writeIptc, writeJpeg, writePng } from '../fixtures/pictures.ts';
import { shape, slideTable, writePptx } from '../fixtures/pptx.ts';
import { vbaStreams } from '../fixtures/vba.ts';
import { writeWorkbook } from '../fixtures/workbook.ts';
import { writeZip } from '../fixtures/zip.ts';

export interface Seed {
  /** `fixture:docx`, or `corpus:` and the path below CORDON_CORPUS. */
  name: string;
  bytes: () => Uint8Array;
  /** How often it is taken: dear ones more rarely, so that time is spent on many files. */
  weight: number;
}

const MOST_SEED_BYTES = 24 * 1024;
const utf8 = new TextEncoder();

/** A small file of each format, with people in it, so that detectors have work as well. */
export async function fixtureSeeds(): Promise<Seed[]> {
  const people = makePeople(new Random(9), 6);
  const rows = [
    ['Surname', 'Forename', 'Rank', 'Collar number'],
    ...people.map((one, i) => [one.surname, one.forename, rankOf(one), String(4100 + i)]),
  ];
  const lines = rows.map((cells) => cells.join(','));
  const csv = lines.join('\r\n');
  const xlsx = writeWorkbook({
    sheets: [
      {
        name: 'Open',
        rows: [
          ['Station', 'Count'],
          ['Northgate', 4],
        ],
        comments: [{ ref: 'A1', author: 'Q', text: 'why' }],
      },
      { name: 'Kept', state: 'hidden', rows, hiddenRows: [2], filter: 'A1:D4' },
    ],
  });
  const docx = writeDocx({
    body: p('An answer') + table(rows) + p(inserted('Q Example', '<w:r><w:t>new</w:t></w:r>')),
  });
  const book = { SheetNames: ['S'], Sheets: { S: XLSX.utils.aoa_to_sheet(rows) } };
  const as = (bookType: XLSX.BookType) =>
    new Uint8Array(XLSX.write(book, { bookType, type: 'buffer' }) as Uint8Array);
  const exif = writeExif({ texts: { 271: 'Maker' }, gps: [53.1, 2.2] });
  const html = `<html><head><title>t</title></head><body><p hidden>x</p><table>${rows
    .map((cells) => `<tr>${cells.map((one) => `<td>${one}</td>`).join('')}</tr>`)
    .join('')}</table></body></html>`;
  const rtf = `{\\rtf1\\ansi{\\info{\\author Q}}\\pard First \\'e9 {\\v unseen}\\par${rows
    .map((cells) => `\\trowd ${cells.map((one) => `${one}\\cell`).join(' ')}\\row`)
    .join('\n')}{\\pict\\pngblip 89504e47}{\\object\\objemb{\\*\\objdata 0105}}}`;
  const mail = writeMail({
    type: 'multipart/mixed',
    body: [
      { type: 'text/plain; charset=utf-8', body: csv, encoding: 'quoted-printable' },
      { type: 'text/html', body: html },
      {
        type: 'application/octet-stream',
        name: 'staff.xlsx',
        disposition: 'attachment',
        body: xlsx,
        encoding: 'base64',
      },
    ],
  });
  const files: Record<string, Uint8Array | string> = {
    csv,
    txt: lines.join('\n\n'),
    json: JSON.stringify(people),
    xml: `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>${rows.map((cells) => `<r n="${cells[0]}">&b;${cells[1]}</r>`).join('')}</a>`,
    html,
    svg: '<svg xmlns="http://www.w3.org/2000/svg"><text>PC 4100 Example</text></svg>',
    rtf,
    xlsx,
    docx,
    pptx: writePptx([
      { content: shape('An answer') + slideTable(rows) },
      { content: shape('kept'), hidden: true, notes: shape('a note') },
    ]),
    odt: writeOdf({ kind: 'text', body: '<text:p>An answer</text:p>', author: 'Q Example' }),
    ods: writeOdf({ kind: 'spreadsheet', body: sheet('S', rows.map((cells) => row(cells)).join('')) }),
    fods: writeFlatOdf({ kind: 'spreadsheet', body: sheet('S', rows.map((cells) => row(cells)).join('')) }),
    xls: writeXls({ sheets: [{ name: 'S', records: [biff.text(0, 0, 'Surname'), biff.number(1, 0, 4)] }] }),
    biff8: as('biff8'),
    biff5: as('biff5'),
    biff2: as('biff2'),
    xlsb: as('xlsb'),
    slk: as('sylk'),
    dif: as('dif'),
    xlml: as('xlml'),
    vba: writeCompound(vbaStreams({ Module1: 'Sub x()\nEnd Sub' })),
    pdf: writePdf({
      pages: [{ content: grid(rows) }],
      info: { Author: 'Q' },
      attachments: { 'staff.csv': csv },
      deflate: true,
    }),
    'pdf-plain': writePdf({ pages: [{ content: grid(rows) }], info: { Author: 'Q' } }),
    eml: mail,
    mbox: Buffer.concat([utf8.encode('From a@b Mon Jan  1 00:00:00 2024\n'), mail]),
    msg: writeOutlook({
      texts: { '0037': 'Subject', '1000': csv },
      recipients: [{ name: 'R', address: 'r@site.example' }],
      attachments: [{ name: 'staff.csv', data: csv }],
    }),
    vcf: people
      .map((one) => `BEGIN:VCARD\r\nVERSION:3.0\r\nN:${one.surname};${one.forename}\r\nEND:VCARD\r\n`)
      .join(''),
    ics: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Shift\r\nATTENDEE;CN="PC Example":mailto:a@b.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    tar: writeTar([
      { name: 'a.csv', data: csv, pax: { path: 'long/a.csv' } },
      { name: 'b.xlsx', data: xlsx, longName: 'x/b.xlsx' },
    ]),
    gz: gzipSync(csv),
    zip: writeZip([
      { name: 'a/staff.csv', data: csv },
      { name: 'b.docx', data: docx, method: 0 },
    ]),
    rar: writeRar4([{ name: 'staff.csv', data: csv }]),
    png: writePng([
      ['tEXt', utf8.encode('Author\0Q Example')],
      ['eXIf', exif],
    ]),
    jpg: writeJpeg([
      [0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif])],
      [0xed, Buffer.concat([Buffer.from('Photoshop 3.0\0'), writeIptc({ 80: 'Q' })])],
    ]),
    tiff: new Uint8Array(exif),
    heic: writeHeic(Buffer.from(exif), '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'),
  };
  for (const type of ['7z', 'bzip2', 'xz'] as const)
    files[type] = await writeSevenZip({ 'staff.csv': csv }, { type });
  return Object.entries(files).map(([name, file]) => {
    const bytes = typeof file === 'string' ? utf8.encode(file) : new Uint8Array(file);
    return { name: `fixture:${name}`, bytes: () => bytes, weight: 4 * weigh(bytes, name) };
  });
}

/** What the file says that it unpacks to: the sizes in a zip's directory, the last bytes of a gzip. */
function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return view.getUint32(bytes.length - 4, true);
  let size = bytes.length;
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return size;
  for (let at = 0; at + 46 < bytes.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) size += view.getUint32(at + 24, true);
  }
  return size;
}

/**
 * Takes small files far more often than dear ones, so that time is spent on many. The cost is guessed from the file, not
 * measured, so that the same number gives the same run everywhere.
 */
function weigh(bytes: Uint8Array, extension: string): number {
  const isPicture = /^(pdf|png|jpe?g|gif|tiff?|bmp|webp|heic|avif)/.test(extension);
  const isEncrypted = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
  return ((isEncrypted ? 400 : isPicture ? 20 : 4) + unpackedSize(bytes) / 1000) ** -1.5;
}

/** @param folder CORDON_CORPUS. */
export function corpusSeeds(folder: string | undefined): Seed[] {
  if (!folder || !existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .flatMap((name): Seed[] => {
      const file = path.join(folder, name);
      const stats = statSync(file);
      if (!stats.isFile() || stats.size === 0 || stats.size > MOST_SEED_BYTES) return [];
      const bytes = readFileSync(file);
      const weight = weigh(bytes, path.extname(name).slice(1).toLowerCase());
      return [{ name: `corpus:${name}`, bytes: () => bytes, weight }];
    });
}
