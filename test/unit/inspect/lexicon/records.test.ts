import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FEATURES } from '../../../../utils/inspect/detectors/people/records/features.ts';
import {
  judgeRecords,
  packed,
  QUESTIONS,
  scoreOf,
  unpacked,
} from '../../../../utils/inspect/lexicon/records/model.ts';

const questions = <T>(of: fc.Arbitrary<T>, count = QUESTIONS) =>
  fc.array(of, { minLength: count, maxLength: count });
const forest = fc.record({
  bias: fc.integer({ min: -4000, max: 4000 }).map((value) => value / 1000),
  trees: fc.array(
    fc.record({
      features: questions(fc.integer({ min: 0, max: 90 })),
      thresholds: questions(fc.integer({ min: -4000, max: 4000 }).map((value) => value / 100)),
      leaves: questions(
        fc.integer({ min: -4000, max: 4000 }).map((value) => value / 1000),
        QUESTIONS + 1,
      ),
    }),
    { maxLength: 4 },
  ),
});

it('gives back the trees that were packed', () => {
  fc.assert(
    fc.property(forest, (made) => {
      expect(unpacked(packed(made))).toEqual(made);
    }),
    { seed: 1 },
  );
});

it('adds up the weights at the ends that the answers lead to', () => {
  const tree = {
    features: [0, 1, 1, 0, 0, 0, 0],
    thresholds: [0.5, 0.5, 0.5, 0.2, 0.2, 0.7, 0.7],
    leaves: [1, 2, 4, 8, 16, 32, 64, 128],
  };
  const score = (...row: number[]) => scoreOf({ bias: 1000, trees: [tree] }, Float64Array.from(row));
  expect(score(0.1, 0)).toBe(1001);
  expect(score(0.3, 0)).toBe(1002);
  expect(score(0.5, 0.6)).toBe(1008);
  expect(score(0.6, 0.5)).toBe(1016);
  expect(score(0.9, 0.9)).toBe(1128);
});

it('judges any row, always the same, from 0 to 1', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 40, noNaN: true }), {
        minLength: FEATURES.length,
        maxLength: FEATURES.length,
      }),
      (row) => {
        const { people, staff } = judgeRecords(Float64Array.from(row));
        for (const sure of [people, staff]) {
          expect(sure).toBeGreaterThanOrEqual(0);
          expect(sure).toBeLessThanOrEqual(1);
        }
        expect(judgeRecords(Float64Array.from(row))).toEqual({ people, staff });
      },
    ),
    { seed: 1 },
  );
});
