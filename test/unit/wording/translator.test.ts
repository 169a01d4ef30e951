import { expect, test } from 'vitest';
import { createTranslator } from '../../../utils/wording/translator.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [6086, '6 kB'],
  [1_250_000, '1.3 MB'],
])('writes a size of %d bytes as a person would: %s', (bytes, written) => {
  expect(createTranslator((key) => (key === 'languageTag' ? 'en-GB' : '')).size(bytes)).toBe(written);
});
