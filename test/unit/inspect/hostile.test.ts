// Files made to do harm: what they unpack to, circles they lead in, words that mean something to the language itself.
import { unzipSync, zipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { loadAsset } from '../../../bin/assets.ts';
import { decodePicture } from '../../../bin/node-decode-picture.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { decide } from '../../../utils/verdict/decide.ts';
import { makeBombs } from '../../fixtures/bombs.ts';
import { p, writeDocx } from '../../fixtures/docx.ts';
import { writeMail } from '../../fixtures/mail.ts';
import { cell, row, sheet, writeFlatOdf, writeOdf } from '../../fixtures/odf.ts';
import { box, writePdf } from '../../fixtures/pdf.ts';
import { complaints } from '../../fuzz/complaints.ts';

const site = { kind: 'publication', host: '', guarded: true } as const;

async function look(bytes: Uint8Array<ArrayBuffer>, name: string) {
  const unexpected: string[] = [];
  const inspection = await inspect(new Blob([bytes]), name, {
    asset: loadAsset,
    decodePicture,
    onUnexpected: (error) => unexpected.push(String(error)),
  });
  const wrong = complaints(decide(inspection, STRICT_POLICY, site), name, bytes.length);
  return { inspection, wrong: [...wrong, ...unexpected] };
}

describe('bombs', () => {
  it.each(makeBombs().map((bomb) => [bomb.name, bomb] as const))(
    '%s ends in a Report that says so',
    { timeout: 120_000 },
    async (name, { bytes, rule }) => {
      const { inspection, wrong } = await look(bytes, name);
      expect(wrong).toEqual([]);
      if (rule) expect(inspection.findings.map((finding) => finding.rule)).toContain(rule);
    },
  );
});

/** What every object would have, if a file could change it. */
const own = (object: object) => Reflect.ownKeys(object).map(String).sort();
const before = [Object.prototype, Array.prototype, String.prototype, Function.prototype].map(own);

describe('words of the language in a file', () => {
  afterEach(() => {
    expect([Object.prototype, Array.prototype, String.prototype, Function.prototype].map(own)).toEqual(
      before,
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  const WORDS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
  const rows = [WORDS, ...Array.from({ length: 12 }, () => WORDS.map(() => 'polluted'))];
  const csv = rows.map((cells) => cells.join(',')).join('\n');
  const each = (make: (word: string) => string) => WORDS.map(make).join('');
  const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text));
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    'a.csv': bytes(csv),
    'a.json': bytes(
      '[{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x"},{"__proto__":2}]',
    ),
    'a.xml': bytes(
      `<__proto__>${each((word) => `<${word} ${word}="polluted">&${word};x</${word}>`)}</__proto__>`,
    ),
    'a.html': bytes(
      `<html><table><tr>${each((word) => `<td ${word}="polluted" style="color:${word};${word}:x">${word}</td>`)}</tr></table>`,
    ),
    'a.rtf': bytes(`{\\rtf1 ${each((word) => `{\\*\\${word} x}\\${word}1 y`)}}`),
    'a.vcf': bytes(
      `BEGIN:VCARD\r\nVERSION:3.0\r\n${each((word) => `${word};${word}=x:polluted\r\n`)}END:VCARD\r\n`,
    ),
    'a.eml': writeMail({
      type: 'multipart/mixed',
      headers: Object.fromEntries([
        ...WORDS.slice(1).map((word) => [word, 'polluted']),
        ['X-__proto__', 'polluted'],
      ]),
      body: WORDS.map((word) => ({ type: word, body: csv, name: word })),
    }),
    'a.pdf': writePdf({
      pages: [{ content: '' }],
      info: Object.fromEntries(WORDS.slice(1).map((word) => [word, 'polluted'])),
      catalog: each((word) => `/${word} << /polluted true >> `),
    }),
    'a.docx': writeDocx({
      body: p(
        each((word) => `<w:r><w:rPr><w:${word} w:val="x"/></w:rPr><w:${word}/><w:t>${word}</w:t></w:r>`),
      ),
    }),
    'a.ods': writeOdf({
      kind: 'spreadsheet',
      styles: each((word) => `<style:style style:name="${word}"><${word} ${word}="x"/></style:style>`),
      body: sheet(
        'S',
        `<table:table-row>${each((word) => `<table:table-cell office:value-type="${word}" table:style-name="${word}"/>`)}</table:table-row>`,
      ),
      author: 'constructor',
    }),
    'a.fods': writeFlatOdf({
      kind: 'text',
      body: each((word) => `<${word} office:name="${word}">x</${word}>`),
    }),
  };

  it.each(Object.entries(files))('do nothing in %s', { timeout: 60_000 }, async (name, content) => {
    expect((await look(content, name)).wrong).toEqual([]);
  });
});

/** A workbook by an independent writer, one cell of which says to stand in a column far beyond the last that there is. */
function workbookOfEndlessColumns(): Uint8Array<ArrayBuffer> {
  const book = XLSX.utils.book_new();
  const cells = XLSX.utils.aoa_to_sheet([
    ['Surname', 'Rank'],
    ['Ashworth', 'PC'],
  ]);
  XLSX.utils.book_append_sheet(book, cells, 'Data');
  const written = XLSX.write(book, { type: 'array', bookType: 'xlsb', bookSST: true }) as ArrayBuffer;
  const members = unzipSync(new Uint8Array(written));
  const data = members['xl/worksheets/sheet1.bin']!;
  // BrtCellIsst of 12 bytes, the first of which are the column's number.
  const at = data.findLastIndex((byte, i) => byte === 7 && data[i + 1] === 12);
  new DataView(data.buffer, data.byteOffset).setUint32(at + 2, 4_000_000_000, true);
  return new Uint8Array(zipSync(members));
}

const REPEATED = 'table:number-rows-repeated="999999999"';

describe('numbers beyond all bounds', () => {
  const wide = (text: string) => `q BT /F1 9 Tf 2147483647 0 0 1 280 752 Tm (${text}) Tj ET Q\n`;
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    'a letter as wide as numbers go.pdf': writePdf({
      pages: [{ content: wide('Constable') + box(40, 700, 100, 100) + wide('Sergeant') }],
    }),
    'a cell in column four billion.xlsb': workbookOfEndlessColumns(),
    'a billion columns in a billion rows.ods': writeOdf({
      kind: 'spreadsheet',
      body: sheet('Data', row([cell('X', 'table:number-columns-repeated="999999999"')], REPEATED)),
    }),
  };
  it.each(Object.entries(files))(
    'end neither time nor memory in %s',
    { timeout: 60_000 },
    async (name, content) => {
      const begun = process.memoryUsage().arrayBuffers;
      const { inspection, wrong } = await look(content, name);
      expect(wrong).toEqual([]);
      expect(inspection.findings.map(({ rule }) => rule)).not.toContain('timed-out');
      expect(process.memoryUsage().arrayBuffers - begun).toBeLessThan(128 << 20);
    },
  );
});
