import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build, has } from '../../../../utils/inspect/fingerprints/filter.ts';
import { type Key, keyed } from '../../../../utils/inspect/fingerprints/keyed.ts';

const key = keyed(new Uint8Array(16).fill(9));
const keysOf = (count: number, prefix: string): Key[] =>
  Array.from({ length: count }, (_, i) => key(`${prefix}${i}`));

describe('the filter', () => {
  it('has every key that was put in, however many there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), (count) => {
        const keys = keysOf(count, 'in');
        const filter = build(keys);
        expect(keys.filter((one) => !has(filter, one))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('takes about nine bits a key, and is wrong about one stranger in 256', () => {
    const filter = build(keysOf(200_000, 'in'));
    expect(filter.slots.length / 200_000).toBeLessThan(1.2);
    const wrong = keysOf(200_000, 'out').filter((one) => has(filter, one)).length / 200_000;
    expect(wrong).toBeGreaterThan(0.0034);
    expect(wrong).toBeLessThan(0.0044);
  });
});
