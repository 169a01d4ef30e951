import { describe, expect, it } from 'vitest';
import { carriedBy, withPlainLines } from '../../../utils/background/last-line.ts';

const TEXT = Array.from({ length: 30 }, (_, at) => `PC ${1000 + at} Ainscow, Custody`).join('\n');
const buffer = (text: string) => new TextEncoder().encode(text).buffer;
const read = (requestBody: Parameters<typeof carriedBy>[0]['requestBody']) =>
  carriedBy({ requestBody }).map((bytes) => new TextDecoder().decode(bytes));

describe('what a body carries', () => {
  it('is its text, in however many chunks', () => {
    expect(read({ raw: [{ bytes: buffer(TEXT.slice(0, 50)) }, { bytes: buffer(TEXT.slice(50)) }] })).toEqual([
      TEXT,
    ]);
  });

  it('is the long text of a field, and of JSON', () => {
    expect(read({ formData: { note: [TEXT], token: ['x'.repeat(500)] } })).toEqual([TEXT]);
    expect(read({ raw: [{ bytes: buffer(JSON.stringify({ id: 1, note: TEXT })) }] })).toEqual([TEXT]);
  });

  it('is a file by its first bytes, whole', () => {
    const file = `PK\x03\x04${'z'.repeat(400)}`;
    expect(read({ raw: [{ bytes: buffer(file) }] })).toEqual([file]);
  });

  it('is nothing where there is no body, a short one, a packed one, or a file from the disk', () => {
    expect(read(null)).toEqual([]);
    expect(read({ raw: [{ bytes: buffer('short') }] })).toEqual([]);
    expect(read({ raw: [{ bytes: new Uint8Array(4_000).fill(0xff).buffer }] })).toEqual([]);
    expect(read({ raw: [{ bytes: buffer(TEXT) }, { file: '/home/somebody/roster.xlsx' }] })).toEqual([]);
  });

  it('is its text, in each encoding in which spreadsheets write one', () => {
    const text = `Surname,Rank\r\n${TEXT}\r\nNuñez,PC`;
    const oneByte = Uint8Array.from(text, (char) => char.charCodeAt(0)).buffer;
    const twoBytes = Uint8Array.from(`\ufeff${text}`, (char) => char.charCodeAt(0)).length;
    const utf16 = new Uint16Array(twoBytes).map((_, at) => `\ufeff${text}`.charCodeAt(at)).buffer;
    expect(read({ raw: [{ bytes: oneByte }] })).toEqual([text]);
    expect(read({ raw: [{ bytes: utf16 }] })).toEqual([text]);
  });

  it('is a text of any size, as a file where it is too large to be looked through', () => {
    const large = `${TEXT}\n`.repeat(14_000);
    expect(large.length).toBeGreaterThan(8 << 20);
    expect(read({ raw: [{ bytes: buffer(large) }] })).toEqual([large]);
  });

  it('is known with either end of lines', () => {
    const sent = new TextEncoder().encode(TEXT.replaceAll('\n', '\r\n'));
    expect(new TextDecoder().decode(withPlainLines(sent))).toBe(TEXT);
    expect(new TextDecoder().decode(withPlainLines(new TextEncoder().encode('a\rb\r\n\r')))).toBe('a\rb\n\r');
  });

  it('never touches the path of a file', () => {
    const file = {
      get file(): string {
        throw new Error('read');
      },
      bytes: undefined,
    };
    expect(carriedBy({ requestBody: { raw: [file] } })).toEqual([]);
  });
});
