import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearFolder, SUMS, strangersIn } from '../../../bin/release/folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cordon-out-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes files as a release does. */
function release(files: Record<string, string>): void {
  const sums = Object.entries(files).map(
    ([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`,
  );
  for (const [name, text] of Object.entries({ ...files, [SUMS]: sums.join('') })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

it('is content with a folder that is not there, or empty', async () => {
  expect(await strangersIn(path.join(folder, 'new'))).toEqual([]);
  expect(await strangersIn(folder)).toEqual([]);
  await clearFolder(path.join(folder, 'new'));
});

it('takes away an earlier release, all of it', async () => {
  release({ 'update.xml': 'x', 'deploy/linux/chrome.json': '{}' });
  expect(await strangersIn(folder)).toEqual([]);
  await clearFolder(folder);
  expect(readdirSync(folder)).toEqual([]);
});

it.each([
  ['a file of somebody else', 'index.html', 'mine'],
  ['one deep in a folder of ours', 'deploy/linux/notes.txt', 'mine'],
  ['one of ours that was changed since', 'deploy/linux/chrome.json', '{"mine":true}'],
])('touches nothing where there is %s', async (_, name, text) => {
  release({ 'update.xml': 'x', 'deploy/linux/chrome.json': '{}' });
  writeFileSync(path.join(folder, name), text);
  const before = readdirSync(folder, { recursive: true });
  expect(await strangersIn(folder)).toEqual([name]);
  await expect(clearFolder(folder)).rejects.toThrow(path.join(folder, name));
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
});

it('takes no list of checksums for a release that names what is not there', async () => {
  writeFileSync(path.join(folder, SUMS), `${'0'.repeat(64)}  index.html\n`);
  writeFileSync(path.join(folder, 'index.html'), 'mine');
  expect(await strangersIn(folder)).toEqual(['index.html']);
});

it.each([
  ['only files of somebody else', { 'big.iso': 'x' }],
  ['a file of somebody else beside those of a release', { 'update.xml': 'x', 'index.html': 'mine' }],
  ['a file that only sounds like ours', { 'deploy.txt': 'mine' }],
  ['only what could be ours, without the manifest that every release has', { 'cordon-1.0.0.crx': 'mine' }],
  ['nothing', {}],
])('takes no list of checksums for a release that lists %s', async (_, files) => {
  release(files);
  expect(await strangersIn(folder)).not.toEqual([]);
  await expect(clearFolder(folder)).rejects.toThrow('is no file of a release');
  expect(readdirSync(folder).length).toBe(Object.keys(files).length + 1);
});
