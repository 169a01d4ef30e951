import { expect, it } from 'vitest';
import { ASSUMPTIONS, simulate } from '../../../bin/fleet/simulate.ts';

const small = { ...ASSUMPTIONS, workstations: 2000 };

it('loses nothing and plays the same day again from the same seed', () => {
  const day = simulate(small, 7);
  // The ids of events are random, and their size once packed with them.
  expect({ ...simulate(small, 7), bytesInBatchGzipped: day.bytesInBatchGzipped }).toEqual(day);
  expect(simulate(small, 8).events).not.toBe(day.events);
  expect(day.lost).toBe(0);
  const expected = small.workstations * small.present * (small.decisionsADay + 1);
  expect(Math.abs(day.events - expected) / expected).toBeLessThan(0.05);
  expect(day.failedRequests).toBeGreaterThan(0);
});

it('sends what comes within a moment together, and fewer requests after the collector was away', () => {
  const steady = simulate({ ...small, awayMinutes: 0 }, 7);
  expect(steady.requests).toBeLessThan(steady.events);
  expect(steady.failedRequests).toBe(0);
  // Whoever decides ten times as often in the same time sends less for each decision.
  const busy = simulate({ ...small, decisionsADay: 250, awayMinutes: 0 }, 7);
  expect(busy.requests / busy.events).toBeLessThan((steady.requests / steady.events) * 0.99);
  const away = simulate({ ...small, awayMinutes: 480 }, 7);
  expect(away.requests).toBeLessThan(steady.requests);
  expect(away.lost).toBe(0);
  // The longest pause is an hour, spread over a quarter more.
  expect(away.secondsToCatchUp).toBeLessThanOrEqual(4500);
  // Pauses grow: a workstation with new events tries no more often than one without.
  const stations = small.workstations * small.present;
  expect(away.failedRequests).toBeLessThan(stations * 20);
});

it('comes back spread over minutes where everybody was asked to come back at one moment', () => {
  const asked = simulate({ ...small, asks: true }, 7);
  expect(asked.lost).toBe(0);
  expect(asked.secondsToCatchUp).toBeGreaterThan(300);
  expect(asked.secondsToCatchUp).toBeLessThanOrEqual(900);
  // Unspread, every workstation that has something would come in the first second.
  expect(asked.mostRequestsASecondAfter).toBeLessThan((small.workstations * small.present) / 50);
});
