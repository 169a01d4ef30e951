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

/**
 * A Budget over `limits`.
 * @param onSpend called with every piece: whoever unpacks for long without a pause is stopped here.
 */
export function createBudget(limits: Limits, onSpend?: () => void): Budget {
  let left = limits.bytes;
  let members = limits.members;
  return {
    get left() {
      return left;
    },
    spend(n) {
      onSpend?.();
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

/**
 * Real files shrink to a hundredth at best; deflate can pack a thousandfold, but only the same thing over and over.
 * Small files may: a blank page image does.
 */
const MOST_SWELLING = 250;
const SMALL = 256 * 1024 ** 2;

/**
 * Tables swell less: a million rows of one and the same cell shrink to a seventeenth as spreadsheets write them, and in
 * real workbooks no part shrinks below a fortieth.
 */
const MOST_TABLE_SWELLING = 100;
const SMALL_TABLE = 64 * 1024 ** 2;

/** What is read as a whole (a zip, a PDF) is packed already, and hardly swells at all. */
const SMALL_DOCUMENT = 64 * 1024 ** 2;

/** Deflate swells to 1032 times at most: what comes near to that for so long is one and the same byte, or a few of them. */
const SMALL_SAME = 128 * 1024 ** 2;
const MOST_SAME_SWELLING = 800;

/** Other methods have no such bound; but what is beyond it is nothing that deflate would not do nearly as well with. */
const SMALL_ENDLESS = 48 * 1024 ** 2;
const MOST_DEFLATE = 1100;

const SWELLING = {
  file: [
    [SMALL, MOST_SWELLING],
    [SMALL_SAME, MOST_SAME_SWELLING],
  ],
  archive: [
    [SMALL, MOST_SWELLING],
    [SMALL_ENDLESS, MOST_DEFLATE],
  ],
  document: [[SMALL_DOCUMENT, MOST_SWELLING]],
  table: [[SMALL_TABLE, MOST_TABLE_SWELLING]],
} as const;

/** @throws OverLimit where `size` bytes came out of so few that nothing but a bomb can be in them. */
export function checkSwelling(size: number, packedSize: number, what: keyof typeof SWELLING = 'file'): void {
  if (SWELLING[what].some(([small, most]) => size > small && size > packedSize * most)) {
    throw new OverLimit('The file unpacks to far more than its size, as only files made to do harm do.');
  }
}
