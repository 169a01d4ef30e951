// What is in the package, as it is built: nothing that runs text as code, nothing from elsewhere, nothing that a page can
// reach, and no source maps.
import path from 'node:path';
import { readFolder } from '../../../bin/release/pack.ts';
import { packagesOf } from '../../../bin/release/packages.ts';
import { expect, test } from '../harness/test.ts';

/** Whatever makes code of a text. `Function` by itself is a name; called with text it is one of these. */
const CODE_OF_TEXT = [
  /\beval\s*\(/,
  /\bnew\s+Function\b/,
  /\bFunction\s*\(\s*["'`]/,
  /\bset(?:Timeout|Interval)\s*\(\s*["'`]/,
  /\.constructor\s*\(\s*["'`]\s*return/,
];
/** Code that is fetched, wherever from: only what stands in the package is imported, by a relative address. */
const CODE_FROM_ELSEWHERE = [
  /\bimport\s*\(\s*["'`](?:https?:)?\/\//,
  /\bfrom\s*["'`](?:https?:)?\/\//,
  /\bimportScripts\s*\(\s*["'`](?:https?:)?\/\//,
  /<(?:script|link|iframe|img)[^>]+(?:src|href)\s*=\s*["']?(?:https?:)?\/\//i,
];

const BUILT = { chromium: '.output/chrome-mv3', firefox: '.output/firefox-mv3' };

test('package: no code of texts, no code from elsewhere, nothing for pages to reach, no source maps', async ({
  browserName_,
}) => {
  const files = await readFolder(path.resolve(BUILT[browserName_]));
  expect(files.size).toBeGreaterThan(20);
  const code = [...files].filter(([name]) => /\.(?:js|mjs|html|css)$/.test(name));
  expect(code.map(([name]) => name)).toEqual(
    expect.arrayContaining(['background.js', 'gate.js', 'page.js', 'check.html']),
  );
  const found: string[] = [];
  for (const [name, bytes] of code) {
    const text = Buffer.from(bytes).toString();
    for (const pattern of [...CODE_OF_TEXT, ...CODE_FROM_ELSEWHERE])
      if (pattern.test(text)) found.push(`${name}: ${pattern}`);
    if (/sourceMappingURL=/.test(text)) found.push(`${name}: names a source map`);
  }
  expect(found).toEqual([]);
  const manifest = JSON.parse(Buffer.from(files.get('manifest.json') ?? []).toString());
  for (const key of ['web_accessible_resources', 'externally_connectable', 'content_scripts', 'sandbox'])
    expect(manifest[key], key).toBeUndefined();
  expect([...files.keys()].filter((name) => /\.(?:map|ts|tsx)$/.test(name))).toEqual([]);
});

test('package: the build says which packages of others have code in it, and the bill of materials takes its word', async ({
  browserName_,
}) => {
  const built = BUILT[browserName_];
  const files = await readFolder(path.resolve(built));
  const code = [...files]
    .filter(([name]) => name.endsWith('.js'))
    .map(([, bytes]) => Buffer.from(bytes).toString())
    .join('\n');
  const packages = packagesOf(built);
  // Words of theirs that no bundler changes: in the code exactly where the list has the package.
  for (const [place, word] of [
    ['wxt', 'wxt:locationchange'],
    ['saxes', 'an XML declaration must be at the start'],
    ['readline-sync', 'interactive reading from TTY'],
    ['sharp', 'Could not load the "sharp"'],
  ] as const)
    expect([place, packages.includes(`node_modules/${place}`)]).toEqual([place, code.includes(word)]);
  // Their terms are in the package too, and say MIT, ISC and Apache in full once at least.
  const terms = Buffer.from(files.get('third-party.txt') ?? []).toString();
  for (const place of packages)
    expect(terms).toContain(`\n${place.slice(place.lastIndexOf('node_modules/') + 13)} `);
  for (const words of ['Permission is hereby granted', 'Permission to use, copy, modify', 'Apache License'])
    expect(terms).toContain(words);
  expect(packages).toEqual(expect.arrayContaining(['node_modules/preact', 'node_modules/valibot']));
});
