import { describe, expect, it } from 'vitest';
import { identify } from '../../../utils/inspect/identify.ts';
import { writeWorkbook } from '../../fixtures/workbook.ts';
import { writeZip } from '../../fixtures/zip.ts';

const format = async (...pieces: (string | Uint8Array<ArrayBuffer>)[]) =>
  (await identify(new Blob(pieces))).format;
const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const utf16 = (text: string, big = false) =>
  Uint8Array.from(
    [...text].flatMap((c) =>
      big ? [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255] : [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8],
    ),
  );
const sheet = { sheets: [{ name: 'A', rows: [['x', 1]] }] };

describe('identify', () => {
  it.each<[string, string]>([
    ['png', '\x89PNG\r\n\x1a\n....'],
    ['jpeg', '\xff\xd8\xff\xe0....'],
    ['webp', 'RIFF....WEBPVP8 '],
    ['wav', 'RIFF....WAVEfmt '],
    ['avif', '\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf'],
    ['heic', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic'],
    ['mp4', '\0\0\0\x18ftypisom\0\0\x02\0isomiso2'],
    ['mov', '\0\0\0\x14ftypqt  \0\0\x02\0qt  '],
    ['pdf', 'junk before\n%PDF-1.7\n'],
    ['7z', '7z\xbc\xaf\x27\x1c\0\x04'],
    ['rar', 'Rar!\x1a\x07\x01\0'],
    ['exe', `MZ\x90\0${'\0'.repeat(100)}`],
    ['ttf', '\0\x01\0\0\0\x0c'],
    ['unknown', '\x01\x02\x03\0\x05\x06\x07\x08'],
  ])('knows %s by its signature', async (expected, bytes) => {
    expect(await format(latin1(bytes))).toBe(expected);
  });

  it.each<[string, string]>([
    ['rtf', '{\\rtf1\\ansi hello}'],
    ['html', '<!-- saved -->\n<!DOCTYPE html><p>x'],
    ['html', '<table><tr><td>1'],
    ['xml', '<?xml version="1.0"?><a><b/></a>'],
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    [
      'fods',
      '<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">',
    ],
    ['json', '[{"a": 1}]'],
    ['json', '{"a": 1}\n{"a": 2}\n'],
    ['txt', '[section]\nkey = value\n'],
    ['eml', 'Received: from a by b\r\n\tfor c\r\nSubject: Hi\r\n\r\nbody'],
    ['mbox', 'From a@example.org Mon Jun 01 10:00:00 2009\nSubject: x\n\nbody'],
    ['vcf', 'BEGIN:VCARD\r\nFN:A B\r\nEND:VCARD'],
    ['ics', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'],
    ['csv', 'Month,Count\nJan,1\nFeb,2\n'],
    ['csv', 'Monat;Zahl\n"Jan; Feb";1\nMrz;2\n'],
    ['csv', 'a|b|c\n1|2|3\n4|5|6'],
    ['csv', 'Title of the table\n\nMonth,Count,Rate\nJan,1,2\nFeb,2,3\nMar,4,5\nNote: provisional\n'],
    ['csv', 'id,note\n1,"two\nlines, and a ""quote"""\n2,x\n3,y'],
    ['csv', 'Surname, Forename\nBloggs, Jo\nRoe, Sam\nPoe, Al'],
    ['csv', 'sep=;\na;b\n'],
    ['tsv', 'a\tb\n1\t2\n'],
    [
      'txt',
      'Dear all,\n\nplease find the figures, as you asked, below.\nThe first, the second, and the rest.\nYours, A\n',
    ],
    ['txt', 'one line\nanother line\n'],
  ])('knows %s by its text (%#)', async (expected, text) => {
    expect(await format(text)).toBe(expected);
    expect(await format(utf16(text))).toBe(expected);
    expect(await format(utf16(text, true))).toBe(expected);
    expect(await format(latin1('\xff\xfe'), utf16(text))).toBe(expected);
  });

  it('knows windows-1252 from bytes that are no text', async () => {
    expect(await format(latin1('Stra\xdfe;Zahl\nM\xfchle;1\nK\xf6nig;2\n'))).toBe('csv');
    expect(await format(latin1('\x81\x8d\x8f\x90\xff\xff'))).toBe('unknown');
  });

  it('tells packages apart by their relationships, wherever their parts are', async () => {
    expect(await format(writeWorkbook(sheet))).toBe('xlsx');
    expect(await format(writeWorkbook({ ...sheet, macros: new Uint8Array(9) }))).toBe('xlsm');
    expect(
      await format(writeWorkbook({ ...sheet, folder: 'odd/place', prefix: 'x', strict: true, utf16: true })),
    ).toBe('xlsx');
    expect(await format(writeWorkbook({ ...sheet, zip: { prepend: latin1('MZ stub') } }))).toBe('xlsx');
  });

  it('knows OpenDocument by its mimetype member, and any other zip as zip', async () => {
    const ods = { name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet', method: 0 };
    expect(await format(writeZip([ods]))).toBe('ods');
    expect(await format(writeZip([{ name: 'a.txt', data: 'x' }]))).toBe('zip');
    expect(await format(writeZip([{ name: 'xl/workbook.xml', data: '<workbook/>' }]))).toBe('zip');
  });

  it('takes no bytes for what they are', async () => {
    expect(await format('')).toBe('empty');
  });
});
