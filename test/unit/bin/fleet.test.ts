import { expect, it } from 'vitest';
import { ASSUMPTIONS, simulate } from '../../../bin/fleet/simulate.ts';

const small = { ...ASSUMPTIONS, workstations: 2000 };

it('loses nothing and plays the same day again from the same seed', () => {
  const day = simulate(small, 7);
  // The ids of events are random, and their size once packed with them.
  expect({ ...simulate(small, 7), bytesInBatchGzipped: day.bytesInBatchGzipped }).toEqual(day);
  expect(simulate(small, 8).events).not.toBe(day.events);
  expect(day.lost).toBe(0);
  const expected = small.workstations * small.present * small.decisionsADay;
  expect(Math.abs(day.events - expected) / expected).toBeLessThan(0.05);
  expect(day.failedRequests).toBeGreaterThan(0);
});

it('sends an event a request while the collector answers, and fewer requests after it was away', () => {
  const steady = simulate({ ...small, awayMinutes: 0 }, 7);
  expect(steady.requests).toBe(steady.events);
  expect(steady.failedRequests).toBe(0);
  const away = simulate({ ...small, awayMinutes: 480 }, 7);
  expect(away.requests).toBeLessThan(away.events);
  // The longest pause is an hour.
  expect(away.secondsToCatchUp).toBeLessThanOrEqual(3600);
});
