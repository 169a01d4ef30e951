import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { GENERATED } from '../../../bin/docs/generated.ts';

it.each(GENERATED)('$file is what `npm run docs` makes of the code', ({ file, text }) => {
  expect(readFileSync(file, 'utf8')).toBe(text);
});
