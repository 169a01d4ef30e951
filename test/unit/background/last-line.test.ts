import { describe, expect, it } from 'vitest';
import { carriedBy } from '../../../utils/background/last-line.ts';

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
