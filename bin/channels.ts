// Writes docs/channels.md from the last result of each browser test, or from a run of those that it needs:
// `npm run channels -- --run`. A failed test changes nothing.
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RESULTS, type Results } from '../test/e2e/harness/channel-results.ts';
import { channelsPage, NOT_RECORDED } from './docs/channels-page.ts';

if (process.argv.includes('--run')) {
  const { status } = spawnSync(path.resolve('node_modules/.bin/playwright'), ['test', 'gate', 'libraries'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) console.error('Some tests failed.');
}
try {
  const results = JSON.parse(await readFile(RESULTS, 'utf8')) as Results;
  const page = channelsPage(results);
  await writeFile('docs/channels.md', page);
  console.log(`docs/channels.md: ${page.split(`| ${NOT_RECORDED} `).length - 1} cells are not recorded yet`);
} catch (error) {
  console.error(`docs/channels.md is left as it is: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
