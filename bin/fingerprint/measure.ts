// How often a filter says yes to what was never put in: measured on every file that is made, not taken on trust.
import { decode } from '../../utils/inspect/fingerprints/format.ts';
import { StaffList } from '../../utils/inspect/fingerprints/staff-list.ts';

/** Made-up keys that are tried. */
const TRIES = 100_000;

/** @returns the share of wrong answers among keys that no list has, 0 to 1 */
export function measureFingerprints(text: string): number {
  const fingerprints = decode(text);
  if (!fingerprints) throw new Error('These are no fingerprints.');
  const list = new StaffList(fingerprints);
  let wrong = 0;
  // No number of a list looks like this, so each yes is a wrong one.
  for (let i = 0; i < TRIES; i++) if (list.hasNumber(list.number(`?${i}`))) wrong++;
  return wrong / TRIES;
}
