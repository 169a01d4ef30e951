// No dependency may be under GPL or AGPL, and the lock file pins each with a hash.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { licencesOf, unwelcome } from '../../../bin/release/licences.ts';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { license?: string; integrity?: string; resolved?: string; link?: boolean }>;
};

it('no dependency is under GPL or AGPL alone', () => {
  const all = licencesOf(lock);
  expect(all.length).toBeGreaterThan(100);
  expect(unwelcome(all)).toEqual([]);
});

it.each([
  ['GPL-3.0-or-later', true],
  ['AGPL-3.0-only', true],
  ['MIT AND GPL-2.0-only', true],
  ['MIT OR GPL-3.0', false],
  ['(MIT OR GPL-3.0-or-later)', false],
  ['LGPL-2.1-or-later', false],
  ['Apache-2.0', false],
  ['none', false],
])('%s: unwelcome %s', (licence, expected) => {
  expect(unwelcome([{ name: 'a', licence }]).length > 0).toBe(expected);
});

it('every dependency is pinned by a hash', () => {
  const loose = Object.entries(lock.packages).filter(
    ([place, { integrity, link }]) => place !== '' && !link && !integrity,
  );
  expect(loose.map(([place]) => place)).toEqual([]);
});
