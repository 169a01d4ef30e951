import { expect, it } from 'vitest';
import { look } from '../../../utils/record/age.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 30);

/** Looks at these times, one after the other; whether the last was believed. */
function after(...times: number[]): boolean {
  let kept: unknown;
  let believed = false;
  for (const time of times) ({ clock: kept, believed } = look(structuredClone(kept), time));
  return believed;
}

it('believes a clock that has gone on for a day, weekends and holidays among it', () => {
  expect(after(NOW)).toBe(false);
  expect(after(NOW, NOW + DAY - 1)).toBe(false);
  expect(after(NOW, NOW + DAY)).toBe(true);
  expect(after(NOW, NOW + 9 * DAY)).toBe(true);
  expect(after(NOW, NOW + HOUR, NOW + 20 * HOUR, NOW + 25 * HOUR)).toBe(true);
});

it('believes none that was set ahead for some hours, nor one that goes back', () => {
  const ahead = NOW + 4 * 365 * DAY;
  expect(after(NOW, NOW + DAY, ahead)).toBe(false);
  expect(after(NOW, NOW + DAY, ahead, ahead + 8 * HOUR)).toBe(false);
  expect(after(NOW, NOW + DAY, ahead, ahead + 8 * HOUR, NOW + 2 * DAY)).toBe(false);
  expect(after(NOW, NOW + DAY, ahead, NOW + 2 * DAY, NOW + 3 * DAY)).toBe(true);
});

it('takes what it finds for nothing where that is no clock', () => {
  for (const kept of [undefined, null, 5, 'x', {}, { from: 1 }, { from: '1', last: 2 }])
    expect(look(kept, NOW)).toEqual({ clock: { from: NOW, last: NOW }, believed: false });
});
