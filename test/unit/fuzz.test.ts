// A small budget of what `npm run fuzz` does for hours: each kind of file, changed in the same few ways every time.
import { expect, it } from 'vitest';
import { loadAsset } from '../../bin/assets.ts';
import { decodePicture } from '../../bin/node-decode-picture.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import { STRICT_POLICY } from '../../utils/policy/policy.ts';
import { decide } from '../../utils/verdict/decide.ts';
import { makeCase } from '../fuzz/cases.ts';
import { complaints } from '../fuzz/complaints.ts';
import { fixtureSeeds } from '../fuzz/seeds.ts';

const PER_SEED = 6;
const seeds = await fixtureSeeds();
const site = { kind: 'publication', host: '', guarded: true } as const;

it.each(seeds.map((seed) => [seed.name, seed] as const))(
  'gives one sound Report for each file made of %s',
  { timeout: 60_000 },
  async (_, seed) => {
    for (let random = 1; random <= PER_SEED; random++) {
      const { name, bytes, recipe } = makeCase(seed, random);
      const unexpected: string[] = [];
      const inspection = await inspect(new Blob([bytes]), name, {
        asset: loadAsset,
        decodePicture,
        limits: { seconds: 10 },
        onUnexpected: (error) => unexpected.push(String(error)),
      });
      const wrong = complaints(decide(inspection, STRICT_POLICY, site), name, bytes.length);
      expect({ recipe, wrong, unexpected }).toEqual({ recipe, wrong: [], unexpected: [] });
    }
  },
);

it('makes the same file of the same recipe', () => {
  for (const seed of seeds) {
    expect(makeCase(seed, 7).bytes).toEqual(makeCase(seed, 7).bytes);
    expect(makeCase(seed, 7).bytes).not.toEqual(makeCase(seed, 8).bytes);
  }
});
