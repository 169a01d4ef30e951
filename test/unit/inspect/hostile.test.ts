// Files made to do harm: what they unpack to, circles they lead in, words that mean something to the language itself.
import { afterEach, describe, expect, it } from 'vitest';
import { loadAsset } from '../../../bin/assets.ts';
import { decodePicture } from '../../../bin/node-decode-picture.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { decide } from '../../../utils/verdict/decide.ts';
import { makeBombs } from '../../fixtures/bombs.ts';
import { p, writeDocx } from '../../fixtures/docx.ts';
import { writeMail } from '../../fixtures/mail.ts';
import { sheet, writeFlatOdf, writeOdf } from '../../fixtures/odf.ts';
import { writePdf } from '../../fixtures/pdf.ts';
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
