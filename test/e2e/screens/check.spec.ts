// The check page with real files: chosen, dropped, a folder of them; results, their order, and the saved report.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { dropFiles } from '../../../bin/demo/chromium.ts';
import type { Report } from '../../../utils/inspect/report.ts';
import { writeSamples } from '../../fixtures/samples.ts';
import { axeProblems, type Cordon, test } from './extension.ts';

test.use({ alone: false });

async function openCheckPage({ context, id }: Cordon): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${id}/check.html`);
  return page;
}

async function pick(page: Page, button: string, files: string | string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await chooser).setFiles(files);
}

const done = (page: Page, text: string) =>
  expect(page.locator('.progress [role=status]')).toHaveText(text, { timeout: 60_000 });
const rows = (page: Page) => page.locator('.result .file-name').allTextContents();
const standings = async (page: Page) =>
  (await page.locator('.badge').allTextContents()).map((text) => text.replace(/^\S+ /, ''));

// The browser is shared with the tests that come after.
test.afterEach(({ cordon }) => cordon.context.setOffline(false));

test('saves the record of this workstation, with the copies that were saved, as JSON Lines and as a table', async ({
  cordon,
}) => {
  const samples = await writeSamples(test.info().outputPath('samples'));
  const page = await openCheckPage(cordon);
  await pick(page, 'Choose files', samples.psni.path);
  await done(page, '1 file checked');
  await page.locator('summary').first().click();
  const copy = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a cleaned copy' }).click();
  await copy;
  const saved = async (button: string) => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    const file = await download;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  };
  await expect(async () => {
    const { name, text } = await saved('Save the record (JSON Lines)');
    expect(name).toMatch(/^cordon-record-\d{4}-\d\d-\d\d\.jsonl$/);
    const events = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.at(-1)).toMatchObject({
      outcome: 'copy-saved',
      verdict: 'block',
      site: { kind: 'publication', host: '' },
      files: 1,
    });
    expect(text).not.toContain(samples.psni.name);
  }).toPass({ timeout: 60_000 });
  const { name, text } = await saved('Save the record (CSV table)');
  expect(name).toMatch(/\.csv$/);
  expect(text.split('\r\n').at(-2)).toContain(',decision,');
});

test('looks through files without a network, shows the worst first, and saves and prints the report', async ({
  cordon,
}) => {
  test.setTimeout(300_000);
  const samples = await writeSamples(test.info().outputPath('samples'));
  await cordon.context.setOffline(true);
  const page = await openCheckPage(cordon);
  expect(await page.evaluate(() => navigator.onLine)).toBe(false);
  expect(await axeProblems(page)).toEqual([]);
  await pick(
    page,
    'Choose files',
    Object.values(samples).map((sample) => sample.path),
  );
  await done(page, '5 files checked');
  await expect
    .poll(async () => (await rows(page)).slice(0, 2))
    .toEqual([samples.psni.name, samples.teamList.name]);
  expect(await standings(page)).toEqual([
    'Do not send',
    'Do not send',
    ...Array(3).fill(expect.stringMatching(/^Nothing /)),
  ]);
  await page.locator('summary').first().click();
  await expect(page.locator('.result').first()).toContainText('Worksheet “Data 2”, which is hidden');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeProblems(page)).toEqual([]);
  }

  await page.locator('select[name=standing]').selectOption('Nothing that must be held');
  expect(await standings(page)).toEqual(Array(3).fill(expect.stringMatching(/^Nothing /)));
  await expect(page.getByText('3 of 5 files are shown')).toBeVisible();
  await page.locator('select[name=standing]').selectOption('All files');
  await page.locator('select[name=rule]').selectOption('a list of officers or staff');
  await expect.poll(() => rows(page)).toEqual([samples.psni.name, samples.teamList.name]);
  await page.setViewportSize({ width: 320, height: 256 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1100, height: 800 });

  // What the browser would print: every file, and nothing of the page itself.
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const paper = page.locator('#print');
  for (const { name } of Object.values(samples)) await expect(paper).toContainText(name);
  await expect(paper).toContainText('2 must not go, 3 not held');
  await expect(paper).toContainText('Worksheet “Data 2”, which is hidden, columns A to I, rows 1 to 10,800');
  await expect(page.locator('#app')).toBeHidden();
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(page.locator('#print > *')).toHaveCount(0);
  await page.emulateMedia({ media: 'screen' });
  await expect(page.locator('#app')).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
  expect((await axeProblems(page)).filter((problem) => !problem.startsWith('color-contrast'))).toEqual([]);
  await page.emulateMedia({ forcedColors: 'none' });

  const table = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  const lines = (await readFile(await (await table).path(), 'utf8')).split('\r\n');
  expect(lines[0]).toBe('\ufefffile,verdict,format,bytes,inspected,rule,severity,people,fields,where,hidden');
  expect(lines.some((line) => line.startsWith(`${samples.psni.name},block,xlsx,`))).toBe(true);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the report' }).click();
  const saved = await (await download).path();
  const reports = JSON.parse(await readFile(saved, 'utf8')) as Report[];
  expect(reports.map(({ schema, file, verdict }) => [schema, file, verdict]).slice(0, 3)).toEqual([
    ['cordon.report/1', samples.psni.name, 'block'],
    ['cordon.report/1', samples.teamList.name, 'block'],
    ['cordon.report/1', samples.psniVisibleOnly.name, 'allow'],
  ]);
});

test('takes what is dropped, and does not open it in the tab', async ({ cordon }) => {
  const samples = await writeSamples(test.info().outputPath('samples'));
  const page = await openCheckPage(cordon);
  await dropFiles(page, '.drop', [samples.teamList.path, samples.spending.path]);
  await done(page, '2 files checked');
  expect(await standings(page)).toEqual(['Do not send', 'Nothing found']);
  await dropFiles(page, '.kinds', [samples.spending.path]);
  await done(page, '1 file checked');
});

test('walks a folder, chosen or dropped', async ({ cordon }) => {
  const folder = test.info().outputPath('Released');
  await writeSamples(path.join(folder, '2026', 'March'));
  const page = await openCheckPage(cordon);
  await pick(page, 'Choose a folder', folder);
  await done(page, '5 files checked');
  await expect
    .poll(async () => (await rows(page))[0])
    .toBe('Released/2026/March/FOI reply staff numbers.xlsx');
  await dropFiles(page, '.drop', [folder]);
  await done(page, '5 files checked');
  await expect
    .poll(async () => (await rows(page))[0])
    .toBe('Released/2026/March/FOI reply staff numbers.xlsx');
});

test('goes through a thousand files, can be paused and stopped, and shows a hundred at a time', async ({
  cordon,
}) => {
  const folder = test.info().outputPath('Many');
  await mkdir(folder);
  await Promise.all(
    Array.from({ length: 1000 }, (_, index) =>
      writeFile(path.join(folder, `figures ${index}.csv`), `Month,Count\nMay,${index}\n`),
    ),
  );
  const page = await openCheckPage(cordon);
  await pick(page, 'Choose a folder', folder);
  const status = page.locator('.progress [role=status]');
  await page.getByRole('button', { name: 'Pause' }).click();
  // What is under way comes to its end, and then nothing more happens.
  await expect(status).toHaveText(/^Paused\. \d+ of 1,000 files are checked\.$/);
  let held = await status.textContent();
  await expect(async () => {
    const before = held;
    await page.waitForTimeout(1000);
    held = await status.textContent();
    expect(held).toBe(before);
  }).toPass();
  expect(held).not.toMatch(/^Paused. 1,000 of/);
  expect(await axeProblems(page)).toEqual([]);
  expect(await status.textContent()).toBe(held);
  await page.getByRole('button', { name: 'Carry on' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeFocused();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(status).toHaveText(/^Stopped\. \d+ of 1,000 files were checked\.$/);
  await expect(status).toBeFocused();
  await pick(page, 'Choose a folder', folder);
  await done(page, '1,000 files checked');
  await expect.poll(() => rows(page)).toHaveLength(100);
  await page.getByRole('button', { name: 'Show 100 more files' }).click();
  await expect.poll(() => rows(page)).toHaveLength(200);
  await expect(page.locator('.result').nth(100)).toBeFocused();
  await page.getByRole('button', { name: 'Clear the list' }).click();
  await expect.poll(() => rows(page)).toHaveLength(0);
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeFocused();
});
