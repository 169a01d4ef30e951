// The name model itself: its size, its bounds, names that it has not been trained on.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  forenameScore,
  namesShare,
  personNameScore,
  surnameScore,
} from '../../../../../utils/inspect/lexicon/names/index.ts';

const require = createRequire(import.meta.url);

it('stays within its budget of 250 kB', () => {
  const data = readFileSync(new URL('../../../../../utils/inspect/lexicon/names/data.ts', import.meta.url));
  expect(data.length).toBeLessThan(250_000);
});

it('gives every string scores from 0 to 1, always the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const person = personNameScore(text);
      for (const score of [
        surnameScore(text),
        forenameScore(text),
        person.score,
        namesShare([text]).confidence,
      ]) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
      expect(personNameScore(text)).toEqual(person);
    }),
    { seed: 1 },
  );
});

it('cares neither for capitals nor for accents', () => {
  for (const name of ['Wiśniewska', 'Ó Dónaill', 'O’Neill', 'Llewellyn-Jones']) {
    const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replace('’', "'");
    expect(surnameScore(name.toUpperCase())).toBe(surnameScore(name));
    expect(surnameScore(plain)).toBe(surnameScore(name));
  }
});

it('knows most names of a list that it was not trained on', () => {
  const names = Object.keys(require('humannames') as object).filter((name) =>
    /^\p{Lu}\p{Ll}{3,}$/u.test(name),
  );
  const sample = names.filter((_, at) => at % 50 === 0);
  const known = sample.filter((name) => Math.max(surnameScore(name), forenameScore(name)) >= 0.5);
  expect(known.length / sample.length).toBeGreaterThan(0.75);
});

it('proves nothing from one or two values', () => {
  expect(namesShare(['Smith']).confidence).toBeLessThan(0.75);
  expect(namesShare([]).columnOf).toBeUndefined();
});
