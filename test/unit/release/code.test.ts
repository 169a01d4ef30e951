// How a release code is written and read: nothing that a slip of the tongue or keyboard makes of it is a code.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODE_LENGTH, fiveBits, readCode, writeCode } from '../../../utils/release/code.ts';

const five = fc.integer({ min: 0, max: 31 });
const codes = fc.record({
  salt: fc.array(five, { minLength: 2, maxLength: 2 }),
  seal: fc.array(five, { minLength: 9, maxLength: 9 }),
});
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

describe('a code', () => {
  it('is three groups of four, without letters that look like digits', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(writeCode(code)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
      }),
    );
  });
  it('is read back however it was typed', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const text = writeCode(code);
        const spoken = text.toLowerCase().replaceAll('-', ' ').replaceAll('1', 'l').replaceAll('0', 'o');
        expect(readCode(text)).toEqual(code);
        expect(readCode(` ${spoken} `)).toEqual(code);
        expect(readCode(text.replaceAll('-', '–'))).toEqual(code);
      }),
    );
  });
  it('is none with any one character wrong', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const plain = writeCode(code).replaceAll('-', '');
        for (let at = 0; at < CODE_LENGTH; at++)
          for (const letter of ALPHABET)
            if (letter !== plain[at])
              expect(readCode(plain.slice(0, at) + letter + plain.slice(at + 1))).toBeUndefined();
      }),
      { numRuns: 10 },
    );
  });
  it('is none with any two characters in each other’s place', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const plain = [...writeCode(code).replaceAll('-', '')];
        for (let a = 0; a < CODE_LENGTH; a++)
          for (let b = a + 1; b < CODE_LENGTH; b++)
            if (plain[a] !== plain[b])
              expect(readCode(plain.with(a, plain[b]!).with(b, plain[a]!).join(''))).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
  it.each(['', 'x', '7K3M-90PQ-ZX4', '7K3M-90PQ-ZX4DD', 'UUUU-UUUU-UUUU', '💥💥💥💥💥💥💥💥💥💥💥💥'])(
    '%j is none',
    (typed) => expect(readCode(typed)).toBeUndefined(),
  );
});

describe('five bits at a time', () => {
  it('are the bytes from the highest bit on', () => {
    expect(fiveBits(new Uint8Array([0b11111_000, 0b01_10000_0]), 3)).toEqual([31, 1, 16]);
    expect(fiveBits(new Uint8Array([0, 0, 0, 0, 31]), 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 31]);
  });
  it('are not made up', () => {
    expect(() => fiveBits(new Uint8Array(1), 2)).toThrow(RangeError);
  });
});
