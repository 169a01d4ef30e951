// Archives that no browser unpacks by itself, in the real extension: 7-Zip comes as a chunk of its own into the worker.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { writeSevenZip } from '../../fixtures/archives.ts';
import { writeSamples } from '../../fixtures/samples.ts';
import { test } from './extension.ts';

test.use({ alone: false });

test('finds the roster in a 7z on the check page, and says that another needs a password', async ({
  cordon,
}) => {
  const folder = test.info().outputPath('archives');
  await mkdir(folder, { recursive: true });
  const samples = await writeSamples(test.info().outputPath('samples'));
  const roster = { [samples.teamList.name]: new Uint8Array(await readFile(samples.teamList.path)) };
  const open = `${folder}/open.7z`;
  const closed = `${folder}/closed.7z`;
  await writeFile(open, await writeSevenZip(roster, { type: '7z' }));
  await writeFile(closed, await writeSevenZip(roster, { type: '7z', switches: ['-psecret', '-mhe=on'] }));
  const page = await cordon.context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`chrome-extension://${cordon.id}/check.html`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await chooser).setFiles([open, closed]);
  await expect(page.locator('.progress [role=status]')).toHaveText('2 files checked', { timeout: 60_000 });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the report' }).click();
  const reports = JSON.parse(await readFile(await (await download).path(), 'utf8')) as {
    file: string;
    findings: { rule: string; where: string[] }[];
  }[];
  const found = Object.fromEntries(
    reports.map(({ file, findings }) => [
      file,
      findings.map(({ rule, where }) => `${rule} @ ${where[1] ?? ''}`),
    ]),
  );
  expect(found['open.7z']).toContain(`staff-roster @ ${samples.teamList.name}`);
  expect(found['closed.7z']).toEqual(['encrypted @ ']);
  expect(errors).toEqual([]);
});
