import { describe, expect, it } from 'vitest';
import { looksLikeFile } from '../../../utils/gate/sniff.ts';

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe('looksLikeFile', () => {
  it.each([
    ['zip', 'PK\x03\x04rest', true],
    ['CFB', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', true],
    ['PDF', '%PDF-1.7', true],
    ['JPEG', '\xff\xd8\xff\xe0', true],
    ['WebP', 'RIFF\x00\x00\x00\x00WEBP', true],
    ['HEIC', '\x00\x00\x00\x18ftypheic', true],
    ['bitmap', 'BM\x36\x00\x00\x00\x00\x00\x00\x00', true],
    ['text that begins with BM', 'BMW drivers', false],
    ['text', 'surname,rank', false],
    ['a cut-off signature', 'PK\x03', false],
    ['nothing', '', false],
  ])('%s', (_, head, expected) => expect(looksLikeFile(bytes(head))).toBe(expected));
});
