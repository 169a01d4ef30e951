// Counts down what one inspection may unpack, over all levels of nesting.
import { OverLimit } from './errors.ts';
import type { Budget, Limits } from './reader.ts';

/** The default bounds: what the strict policy allows. */
export const DEFAULT_LIMITS: Limits = {
  bytes: 4 * 1024 ** 3,
  seconds: 60,
  depth: 8,
  members: 100_000,
};

/** A Budget over `limits`. */
export function createBudget(limits: Limits): Budget {
  let left = limits.bytes;
  let members = limits.members;
  return {
    get left() {
      return left;
    },
    spend(n) {
      left -= n;
      if (left < 0) {
        throw new OverLimit(
          `The file unpacks to more than ${Math.round(limits.bytes / 1024 ** 2)} MB, which is the most that Cordon reads.`,
        );
      }
    },
    member() {
      members--;
      if (members < 0) {
        throw new OverLimit(
          `The file holds more than ${limits.members} files, which is the most that Cordon reads.`,
        );
      }
    },
  };
}
