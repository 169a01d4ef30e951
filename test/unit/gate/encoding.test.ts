import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textIn } from '../../../utils/gate/encoding.ts';

const TEXT = 'Surname,Rank\r\nNuñez,Constable\r\nO’Neill,Sergeant\r\n';
/** windows-1252 has the curly quote at 0x92. */
const oneByte = Uint8Array.from(TEXT.replace('’', '\x92'), (char) => char.charCodeAt(0));
const wide = (text: string, big: boolean) =>
  Uint8Array.from(
    [...text].flatMap((char) => {
      const code = char.charCodeAt(0);
      return big ? [code >> 8, code & 255] : [code & 255, code >> 8];
    }),
  );

describe('the text in bytes', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(TEXT)],
    ['windows-1252', oneByte],
    ['UTF-16, as Excel writes it', wide(`\ufeff${TEXT}`, false)],
    ['UTF-16 of the other order', wide(`\ufeff${TEXT}`, true)],
    ['UTF-16 without a mark', wide(TEXT, false)],
    ['UTF-16 of the other order without a mark', wide(TEXT, true)],
  ])('is read in %s', (_, bytes) => expect(textIn(bytes)).toBe(TEXT));

  it.each([
    ['protocol buffers', [0x0a, 0xc4, 0x05, 0x12, 0x93, 0x41, 0x42]],
    ['a compressed stream', [0x78, 0x9c, 0x4b, 0xcb, 0xcf, 0x07, 0x00, 0x02]],
    ['nothing but zeros and numbers', [0, 0, 0, 0, 0xc3, 0x28]],
  ])('is none in %s', (_, bytes) => expect(textIn(Uint8Array.from(bytes))).toBe(undefined));

  it('is the same in each encoding that can write it', () => {
    const written = fc.string({ unit: fc.constantFrom(...'AbcñéÜ ,;\n1204'), minLength: 4 });
    fc.assert(
      fc.property(written, (typed) => {
        const text = `${'Constable '.repeat(typed.length)}${typed}`;
        expect(textIn(new TextEncoder().encode(text))).toBe(text);
        expect(textIn(wide(`\ufeff${text}`, false))).toBe(text);
        const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
        // Two of these letters are never one of UTF-8.
        expect(textIn(bytes)).toBe(text);
      }),
    );
  });
});
