import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { channelsPage, doors, doorsOf } from '../../../bin/docs/channels-page.ts';
import { DOORS, titlesOf } from '../../e2e/channels.ts';

const every = (outcome: string) =>
  Object.fromEntries(titlesOf(DOORS).map((title) => [title, { chromium: outcome, firefox: outcome }]));

it('docs/channels.md has the doors of the table: `npm run channels -- --run` brings it up to date', () => {
  expect(doorsOf(readFileSync('docs/channels.md', 'utf8'))).toEqual(doors());
});

it('names only tests that there are', () => {
  const { stdout } = spawnSync(
    path.resolve('node_modules/.bin/playwright'),
    ['test', '--list', '--reporter=json'],
    {
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      shell: process.platform === 'win32',
    },
  );
  const titles = new Set<string>();
  const collect = ({ specs = [], suites = [] }: { specs?: { title: string }[]; suites?: never[] }) => {
    for (const { title } of specs) titles.add(title);
    for (const suite of suites) collect(suite);
  };
  collect(JSON.parse(stdout));
  expect(titlesOf(DOORS).filter((title) => !titles.has(title))).toEqual([]);
}, 60_000);

it('says what passed and why a test was skipped, and is not made of a run with a failure', () => {
  expect(channelsPage(every('passed'))).toContain('| drop of files | held, identical | held, identical |');
  expect(channelsPage(every('no such thing here'))).toContain(
    '| drop of files | not tried: no such thing here |',
  );
  expect(() => channelsPage(every('failed'))).toThrow('failed');
  expect(channelsPage({})).toContain('| drop of files | not recorded | not recorded |');
});
