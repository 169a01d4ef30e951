import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packBytes, unpackBytes } from '../../../../utils/inspect/lexicon/packing.ts';

it('gives back the bytes that were packed, from letters that a source file holds as they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = packBytes(bytes);
      expect(text).toMatch(/^[ !#%&(-[\]-~]*$/);
      const back = unpackBytes(text);
      expect([...back.subarray(0, bytes.length)]).toEqual([...bytes]);
      expect([...back.subarray(bytes.length)].every((byte) => byte === 0)).toBe(true);
      expect(back.length - bytes.length).toBeLessThan(2);
    }),
    { seed: 1 },
  );
});
