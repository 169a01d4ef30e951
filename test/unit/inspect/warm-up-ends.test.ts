import { expect, it } from 'vitest';
import { loadAsset } from '../../../bin/assets.ts';
import { prewarm } from '../../../utils/inspect/warm-up.ts';

it('ends warming up as soon as there is a file', async () => {
  let asked = 0;
  await prewarm(loadAsset, () => ++asked > 3);
  // Three rounds or detectors at most, and one question more in each of the two steps.
  expect(asked).toBeLessThanOrEqual(5);
});
