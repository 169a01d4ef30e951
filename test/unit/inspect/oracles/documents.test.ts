// Documents, mail, archives and pictures against independent readers: mammoth, unpdf (pdf.js), postal-mime, zip.js and
// exifr find the same words, parts and fields in files that a script made.
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import exifr from 'exifr';
import mammoth from 'mammoth';
import PostalMime from 'postal-mime';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { deleted, inserted, p, run, table, writeDocx } from '../../../fixtures/docx.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { writeMail } from '../../../fixtures/mail.ts';
import { show, writePdf } from '../../../fixtures/pdf.ts';
import { writeExif, writeJpeg } from '../../../fixtures/pictures.ts';
import { writeZip } from '../../../fixtures/zip.ts';

const words = (text: string): string[] => [...(text.match(/[\p{L}\p{N}]{2,}/gu) ?? [])].sort();
const said = ({ texts, tables }: Awaited<ReturnType<typeof seen>>) =>
  [...texts.map(({ text }) => text), ...tables.flatMap(({ cells }) => cells)].join('\n');

describe('a Word document', () => {
  it('has the words that mammoth finds, and those that nobody sees beside them', async () => {
    const cells = Array.from({ length: 30 }, (_, r) => [`Station ${r}`, `Shift ${r * 3}`, `Unit ${r % 4}`]);
    const bytes = writeDocx({
      body:
        p('Duties of the districts') +
        table(cells) +
        p(inserted('A. Author', run('Newly added words'))) +
        p(deleted('A. Author', 'Words taken out')) +
        p(run('Concealed words', '<w:vanish/>')) +
        p('The end of the letter'),
    });
    const theirs = (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value;
    const ours = await seen(bytes, 'a.docx');
    // mammoth knows neither hidden text (it gives it as if it were shown) nor, rightly, what was deleted.
    const deletedWords = words('Words taken out');
    const extra = words(said(ours)).filter((word) => !words(theirs).includes(word));
    expect(words(theirs).filter((word) => !words(said(ours)).includes(word))).toEqual([]);
    expect(extra.filter((word) => !deletedWords.includes(word))).toEqual(words('Author'));
    const hiddenBy = (rule: string) =>
      ours.texts.filter(({ hidden }) => hidden.includes(rule)).map(({ text }) => text);
    expect(hiddenBy('hidden-text')).toEqual(['Concealed words']);
    expect(hiddenBy('tracked-changes')).toEqual(['Words taken out', 'A. Author']);
  });
});

describe('a PDF', () => {
  it('has the words that pdf.js finds', { timeout: 30_000 }, async () => {
    const line = (page: number, at: number) =>
      show(`Page ${page} line ${at} of the minutes`, 72, 760 - at * 18);
    const bytes = writePdf({
      pages: Array.from({ length: 4 }, (_, page) => ({
        content: Array.from({ length: 30 }, (_, at) => line(page + 1, at)).join('\n'),
      })),
      deflate: true,
    });
    const document = await getDocumentProxy(bytes.slice());
    const { text, totalPages } = await extractText(document, { mergePages: false });
    const ours = await seen(bytes, 'a.pdf');
    expect(totalPages).toBe(4);
    for (const [i, theirs] of text.entries()) {
      const page = ours.texts.filter(({ where }) => where === `a.pdf > page ${i + 1}`);
      expect(words(page.map((part) => part.text).join('\n'))).toEqual(words(theirs));
    }
  });
});

describe('a mail', () => {
  it('has the fields, bodies and attachments that postal-mime finds', async () => {
    const bytes = writeMail({
      type: 'multipart/mixed',
      headers: { Cc: 'Zoë Example <z@force.example>', Subject: 'Duties =?utf-8?B?w6TDtsO8?=' },
      body: [
        {
          type: 'multipart/alternative',
          body: [
            { type: 'text/plain; charset=utf-8', body: 'Duties for Dún Laoghaire', encoding: 'base64' },
            { type: 'text/html', body: '<p>Duties for <b>Northgate</b></p>', encoding: 'quoted-printable' },
          ],
        },
        { type: 'text/csv', name: 'a.csv', body: 'Station,Shift\nNorthgate,Early\n', encoding: 'base64' },
        { type: 'text/plain', name: 'note.txt', body: 'A note on the side' },
      ],
    });
    const theirs = await PostalMime.parse(bytes);
    const ours = await seen(bytes, 'a.eml');
    const everything = said(ours);
    for (const text of [theirs.text, theirs.html?.replace(/<[^>]+>/g, ' '), theirs.subject]) {
      for (const word of words(text ?? '')) expect(everything).toContain(word);
    }
    for (const { address } of [theirs.from, ...(theirs.to ?? []), ...(theirs.cc ?? [])] as {
      address: string;
    }[]) {
      expect(everything).toContain(address);
    }
    expect(theirs.attachments.map(({ filename }) => filename)).toEqual(['a.csv', 'note.txt']);
    const places = [...ours.tables, ...ours.texts].map(({ where }) => where.split(' > ')[1]);
    expect(theirs.attachments.every(({ filename }) => places.includes(filename!))).toBe(true);
  });
});

describe('a zip', () => {
  it('has the members that zip.js finds, byte by byte', async () => {
    const members = [
      { name: 'a.txt', data: 'plain words in a file' },
      { name: 'folder/b ü.txt', data: 'words '.repeat(5000) },
      { name: 'folder/deep/c.txt', data: 'the last words' },
    ];
    const bytes = writeZip(members);
    const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false });
    const theirs: Record<string, string> = {};
    for (const entry of await reader.getEntries()) {
      if (entry.directory) continue;
      const data = await entry.getData(new Uint8ArrayWriter(), { useWebWorkers: false });
      theirs[entry.filename] = new TextDecoder().decode(data).trim();
    }
    const ours = await seen(bytes, 'a.zip');
    const byMember: Record<string, string> = {};
    for (const { where, text } of ours.texts) {
      const member = where.split(' > ')[1]!;
      byMember[member] = `${byMember[member] ?? ''}${text}`.trim();
    }
    expect(byMember).toEqual(theirs);
  });
});

describe('a picture', () => {
  it('has the author and the place that exifr finds', async () => {
    const exif = writeExif({ texts: { 315: 'Quentin Example', 33432: 'The Force' }, gps: [52.6, 1.28] });
    const bytes = writeJpeg([[0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif])]]);
    const theirs = await exifr.parse(Buffer.from(bytes));
    const { texts, findings } = await seen(bytes, 'a.jpg');
    expect(texts.map(({ text }) => text)).toEqual([`${theirs.Artist}\n${theirs.Copyright}`]);
    expect([theirs.latitude, theirs.longitude].map((n) => n.toFixed(2))).toEqual(['52.60', '1.28']);
    expect(findings).toContain('image-location @ a.jpg');
  });
});
