// What papers for lawyers and administrators say of the code has to stay true.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ASSUMPTIONS } from '../../../bin/fleet/simulate.ts';
import { POLICY_KEYS } from '../../../utils/policy/schema.ts';
import { validatePolicy } from '../../../utils/policy/validate.ts';

const read = (file: string) => readFileSync(file, 'utf8');

it('security.md says what each permission is for, and names no other', () => {
  const config = read('wxt.config.ts');
  const [, list = ''] = /\n {4}permissions: \[(.*?)\n {4}\],\n/s.exec(config) ?? [];
  const code = list.replaceAll(/\/\/.*$/gm, '').replaceAll(/browser === '\w+'/g, '');
  const asked = Array.from(code.matchAll(/'([\w.]+)'/g), ([, name]) => name);
  expect(asked.length).toBeGreaterThan(2);
  const table =
    read('docs/security.md').split('## What each permission is for')[1]?.split('\nNo `tabs`')[0] ?? '';
  const told = Array.from(table.matchAll(/^\| `([\w<>]+)`/gm), ([, name]) => name);
  expect(told.sort()).toEqual([...asked, '<all_urls>'].sort());
});

describe('admin.md', () => {
  const samples = Array.from(read('docs/admin.md').matchAll(/```json\n(.*?)```/gs), ([, text]) => text ?? '');
  it.each(samples)('has a sound policy sample: %s', (sample) => {
    expect(validatePolicy(JSON.parse(sample)).invalidKeys).toEqual([]);
  });
  it('has samples', () => expect(samples.length).toBeGreaterThan(2));
});

it('admin.md says which browsers are new enough, as the manifest does', () => {
  const config = read('wxt.config.ts');
  const [, chromium] = /minimum_chrome_version: '(\d+)'/.exec(config) ?? [];
  const [, firefox] = /strict_min_version: '(\d+)\.0'/.exec(config) ?? [];
  expect(read('docs/admin.md')).toContain(`Chromium ${chromium} or later, or Firefox ${firefox} or later`);
});

it('every key is in docs/policy.md', () => {
  for (const key of Object.keys(POLICY_KEYS)) expect(read('docs/policy.md')).toContain(`| \`${key}\` |`);
});

it('fleet.md assumes what the simulation does', () => {
  const page = read('docs/fleet.md');
  expect(page).toContain(ASSUMPTIONS.workstations.toLocaleString('en'));
  expect(page).toContain(`${ASSUMPTIONS.present * 100} % are used`);
  expect(page).toContain(`${ASSUMPTIONS.decisionsADay} on average`);
});

it('links in the papers lead somewhere', () => {
  const pages = [...readdirSync('docs').map((name) => `docs/${name}`), 'README.md', 'SECURITY.md'];
  const broken = pages
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) =>
      Array.from(read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g), ([, link = '']) => ({
        page,
        link,
      })),
    )
    .filter(({ page, link }) => !existsSync(path.join(path.dirname(page), link)));
  expect(broken).toEqual([]);
});

it('privacy.md tells of every place in which anything is kept', () => {
  const sources = ['utils', 'entrypoints', 'components'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => path.posix.join(folder, name.replaceAll('\\', '/'))),
  );
  const keeps = sources.filter((file) =>
    /storage\.(?:local|session|sync)\.set\(|\bopenDB\b|\blocalStorage\b|\bsessionStorage\b|document\.cookie/.test(
      read(file),
    ),
  );
  // What each of them keeps stands in docs/privacy.md, "What Cordon does with data". A new one has to be told there first.
  expect(keeps.sort()).toEqual([
    'entrypoints/background.ts',
    'utils/background/hold/kept.ts',
    'utils/background/released.ts',
    'utils/background/secret.ts',
    'utils/background/update.ts',
    'utils/record/record.ts',
    'utils/record/store.ts',
  ]);
  const page = read('docs/privacy.md').replaceAll(/\s+/g, ' ');
  for (const words of [
    'session storage',
    'digests of the first 16 kB',
    'random secret',
    'digest of the last policy',
  ])
    expect(page).toContain(words);
});
