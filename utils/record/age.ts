// When may what is old be deleted? Only by a clock that has been believed for a day: one that is years ahead for some hours
// would else empty the record.
const DAY_MS = 86_400_000;
/** A clock that goes on by more than this between two looks was set, or the machine was off: it has to be believed anew. */
const LONGEST_STEP_MS = 10 * DAY_MS;

/** What is remembered of the clock, milliseconds since 1970. */
export interface Clock {
  /** Since then it has gone on in steps that can be believed. */
  from: number;
  last: number;
}

const isClock = (value: unknown): value is Clock =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Clock).from === 'number' &&
  typeof (value as Clock).last === 'number';

/**
 * One more look at the clock.
 * @param kept what the last look left; anything else counts as nothing.
 * @returns what to keep, and whether age can be counted by `now`.
 */
export function look(kept: unknown, now: number): { clock: Clock; believed: boolean } {
  const goesOn = isClock(kept) && now >= kept.last && now - kept.last <= LONGEST_STEP_MS;
  const clock = { from: goesOn ? kept.from : now, last: now };
  return { clock, believed: now - clock.from >= DAY_MS };
}
