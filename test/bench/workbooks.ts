// Large invented workbooks, as different programs write them, from a seed; kept in a cache folder between runs.

import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { crc32, createDeflateRaw } from 'node:zlib';

/** Who wrote it: Excel with shared or inline strings; LibreOffice; openpyxl; the OpenXML SDK with prefixes; and an
 * exporter with odd attribute order, white space between elements and no shared strings. */
export type Style = 'shared' | 'inline' | 'libreoffice' | 'openpyxl' | 'sdk' | 'odd';

/** Raised when what is written changes, so that old files are not used again. */
const VERSION = 1;

const COLUMNS = 'ABCDEFGH';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PARTS_OF_NAMES = [
  'ain',
  'bel',
  'cor',
  'den',
  'ell',
  'far',
  'gar',
  'hol',
  'ing',
  'kel',
  'lan',
  'mor',
  'nor',
  'pel',
  'ros',
  'sut',
  'ton',
  'wick',
  'worth',
  'ley',
];

function mix(seed: number): number {
  let t = Math.imul(seed + 0x6d2b79f5, 0x2545f491) >>> 0;
  t = Math.imul(t ^ (t >>> 15), 1 | t);
  return (t ^ (t >>> 13)) >>> 0;
}

/** What the columns of `row` are called. */
export const HEADINGS = [
  'Surname',
  'Initials',
  'Rank',
  'Location',
  'Unit',
  'Contract',
  'Number',
  'Department',
];

/** The eight texts of a row, as `HEADINGS` says. @param r from 1. */
export function row(r: number): string[] {
  const h = mix(r);
  const part = (n: number) => PARTS_OF_NAMES[(h >>> n) % PARTS_OF_NAMES.length]!;
  const name = part(0) + part(7) + part(13);
  return [
    name[0]!.toUpperCase() + name.slice(1),
    `${String.fromCharCode(65 + (h % 26))}.${String.fromCharCode(65 + ((h >>> 5) % 26))}.`,
    ['Constable', 'Sergeant', 'Inspector', 'Chief Inspector', 'PCSO', 'Police Staff'][(h >>> 9) % 6]!,
    `Station ${(h >>> 3) % 240}`,
    `Unit ${(h >>> 11) % 900}`,
    ['Permanent', 'Fixed term', 'Agency', 'Secondment'][(h >>> 2) % 4]!,
    `E${1_000_000 + r}`,
    `Department of ${part(4)} and ${part(17)}`,
  ];
}

/** Cells of one row, in the hand of `style`. `index` gives a shared string's number. */
function rowXml(style: Style, r: number, texts: readonly string[], index: (text: string) => number): string {
  const cell = (write: (ref: string, text: string, style: number) => string) =>
    texts.map((text, c) => write(`${COLUMNS[c]}${r}`, text, c % 3)).join('');
  switch (style) {
    case 'shared':
      return `<row r="${r}" spans="1:8" x14ac:dyDescent="0.25">${cell((ref, text, s) => `<c r="${ref}"${s ? ` s="${s}"` : ''} t="s"><v>${index(text)}</v></c>`)}</row>`;
    case 'inline':
      return `<row r="${r}" spans="1:8" x14ac:dyDescent="0.25">${cell((ref, text, s) => `<c r="${ref}"${s ? ` s="${s}"` : ''} t="inlineStr"><is><t>${text}</t></is></c>`)}</row>`;
    case 'libreoffice':
      return `<row r="${r}" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">${cell((ref, text, s) => `<c r="${ref}" s="${s}" t="s"><v>${index(text)}</v></c>`)}</row>`;
    case 'openpyxl':
      return `<row r="${r}">${cell((ref, text) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`)}</row>`;
    case 'sdk':
      return `<x:row r="${r}">${cell((ref, text, s) => `<x:c r="${ref}" s="${s}" t="s"><x:v>${index(text)}</x:v></x:c>`)}</x:row>`;
    case 'odd':
      return `\n  <row r="${r}">${cell((ref, text, s) => `\n    <c t="inlineStr" s="${s}" r="${ref}">\n      <is>\n        <t xml:space="preserve">${text}</t>\n      </is>\n    </c>`)}\n  </row>`;
  }
}

/** Writes one deflated zip entry in pieces, and remembers what the directory has to say of it. */
class ZipWriter {
  private readonly out;
  private offset = 0;
  private readonly directory: Buffer[] = [];

  constructor(file: string) {
    this.out = createWriteStream(file);
  }

  private async write(bytes: Buffer): Promise<void> {
    this.offset += bytes.length;
    if (!this.out.write(bytes)) await once(this.out, 'drain');
  }

  async entry(name: string, pieces: Iterable<string>): Promise<void> {
    const deflate = createDeflateRaw({ level: 6 });
    const packed: Buffer[] = [];
    deflate.on('data', (bytes: Buffer) => packed.push(bytes));
    let crc = 0;
    let size = 0;
    for (const piece of pieces) {
      const bytes = Buffer.from(piece);
      crc = crc32(bytes, crc);
      size += bytes.length;
      if (!deflate.write(bytes)) await once(deflate, 'drain');
    }
    deflate.end();
    await once(deflate, 'end');
    const data = Buffer.concat(packed);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc, 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(size, 18);
    head.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(this.offset, 10);
    this.directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, Buffer.from(name)]),
    );
    await this.write(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name)]));
    await this.write(data);
  }

  async end(): Promise<void> {
    const central = Buffer.concat(this.directory);
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(this.directory.length, 8);
    end.writeUInt16LE(this.directory.length, 10);
    end.writeUInt32LE(central.length, 12);
    end.writeUInt32LE(this.offset, 16);
    await this.write(Buffer.concat([central, end]));
    this.out.end();
    await once(this.out, 'close');
  }
}

function* inBlocks(items: Iterable<string>): Generator<string> {
  let block = '';
  for (const item of items) {
    block += item;
    if (block.length > 1 << 18) {
      yield block;
      block = '';
    }
  }
  yield block;
}

/** @returns the file's path; it is made where it is not there yet. */
export async function writeBigWorkbook(folder: string, style: Style, rows: number): Promise<string> {
  const file = path.join(folder, `${style}-${rows}-v${VERSION}.xlsx`);
  if (existsSync(file)) return file;
  const p = style === 'sdk' ? 'x:' : '';
  const xmlns = `xmlns${p && ':x'}="${MAIN}"`;
  const zip = new ZipWriter(`${file}.part`);
  const shared = new Map<string, number>();
  const index = (text: string): number => {
    const known = shared.get(text);
    if (known !== undefined) return known;
    shared.set(text, shared.size);
    return shared.size - 1;
  };
  const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  await zip.entry(
    'xl/worksheets/sheet1.xml',
    inBlocks(
      (function* () {
        yield `${declaration}<${p}worksheet ${xmlns} xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"><${p}sheetData>`;
        for (let r = 1; r <= rows; r++) yield rowXml(style, r, row(r), index);
        yield `</${p}sheetData></${p}worksheet>`;
      })(),
    ),
  );
  const hasShared = shared.size > 0;
  if (hasShared) {
    await zip.entry(
      'xl/sharedStrings.xml',
      inBlocks(
        (function* () {
          yield `${declaration}<${p}sst ${xmlns} count="${rows * 8}" uniqueCount="${shared.size}">`;
          for (const text of shared.keys()) yield `<${p}si><${p}t>${text}</${p}t></${p}si>`;
          yield `</${p}sst>`;
        })(),
      ),
    );
  }
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const relations = (list: string) =>
    `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list}</Relationships>`;
  await zip.entry('[Content_Types].xml', [
    `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/>${hasShared ? `<Override PartName="/xl/sharedStrings.xml" ContentType="${type}.sharedStrings+xml"/>` : ''}</Types>`,
  ]);
  await zip.entry('_rels/.rels', [
    relations(`<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/>`),
  ]);
  await zip.entry('xl/workbook.xml', [
    `${declaration}<workbook xmlns="${MAIN}" xmlns:r="${office}"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ]);
  await zip.entry('xl/_rels/workbook.xml.rels', [
    relations(
      `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>${hasShared ? `<Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/>` : ''}`,
    ),
  ]);
  await zip.end();
  await rename(`${file}.part`, file);
  return file;
}
