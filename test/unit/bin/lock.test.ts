import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Entry {
  optionalDependencies?: Record<string, string>;
  resolved?: string;
}

const packages = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages as Record<string, Entry>;

/** Where Node would find `name` from the package at `from`. */
function isLocked(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

// npm leaves a platform's package out of the lock file when the registry does not have it (yet), and `npm ci` then
// refuses the lock file on every machine. Choose a version of the parent that is complete.
it('locks every optional package of every platform', () => {
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).flatMap((name) => (isLocked(from, name) ? [] : [`${from}: ${name}`])),
  );
  expect(missing).toEqual([]);
});

it('names no registry', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
