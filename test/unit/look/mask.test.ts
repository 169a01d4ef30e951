// What is left of a value: first letters, where digits stand, and marks. Nothing else can be got back from it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskValue } from '../../../utils/look/mask.ts';

describe('a masked value', () => {
  it.each([
    ['Ainscow', 'A•••'],
    ['Bo', 'B•••'],
    ['M', '•'],
    ['PC 1234', 'P••• ####'],
    ['j.bell@force.example', '•.b•••@f•••.e•••'],
    ['2026-11-24', '####-##-##'],
    ['NR2 1AB', 'N•••# #A•••'],
    ['Ŵyn', 'Ŵ•••'],
    ['W\u0302yn', 'W•••'],
    ['O’Brien', '•·B•••'],
    ['🙂=1', '··#'],
    ['', ''],
  ])('of %j is %j', (value, masked) => expect(maskValue(value)).toBe(masked));

  it('is the same for every value with the same first letters, marks and numbers of digits', () => {
    // Words of two letters or more, single letters, numbers: each with a value that differs in all that must not be seen.
    const letters = [...'abcdefgxyzÉŵßñ'];
    const tail = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 6 });
    const word = fc
      .tuple(fc.constantFrom(...letters), tail, tail)
      .map(([first, a, b]) => [first + a, first + b] as const);
    const single = fc.tuple(fc.constantFrom(...letters), fc.constantFrom(...letters));
    const number = fc.integer({ min: 1, max: 6 }).chain((length) => {
      const digits = fc.string({
        unit: fc.constantFrom(...'0123456789'),
        minLength: length,
        maxLength: length,
      });
      return fc.tuple(digits, digits);
    });
    const mark = fc.constantFrom(' ', '.', '@', '-', '/').map((text) => [text, text] as const);
    const piece = fc.tuple(fc.oneof(word, single, number), mark);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
        const side = (at: 0 | 1) => pieces.map(([value, after]) => value[at] + after[at]).join('');
        expect(maskValue(side(0))).toBe(maskValue(side(1)));
      }),
    );
  });

  it('never has two letters in a row, and no digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (value) => {
        expect(maskValue(value)).not.toMatch(/[\p{L}\p{M}]{2}|\p{N}/u);
      }),
    );
  });
});
