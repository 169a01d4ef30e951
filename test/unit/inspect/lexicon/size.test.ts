// The lexicons and models ship with the extension: together they stay small.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const LEXICON = path.join(import.meta.dirname, '../../../../utils/inspect/lexicon');

it('keeps all lexicons and models together below 400 kB', () => {
  const files = readdirSync(LEXICON, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
  expect(files.length).toBeGreaterThan(5);
  expect(bytes).toBeLessThanOrEqual(400_000);
});
