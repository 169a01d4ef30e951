// The pictures in the guides, each of a state that the test brings about with invented files:
// CORDON_PICTURES=docs/pictures playwright test --project=chromium pictures
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { pressWarning, readWarning } from '../../bin/demo/dialog.ts';
import { writeSamples } from '../fixtures/samples.ts';
import { VIEWS } from '../fixtures/views.ts';
import { test } from './extension.ts';

/** Where a picture goes: into the guides where that is asked for, else beside the other results of the test. */
const at = (name: string) =>
  process.env.CORDON_PICTURES ? path.join(process.env.CORDON_PICTURES, name) : test.info().outputPath(name);

const PAGE = '<!doctype html><title>Page</title><input type=file id=f aria-label="File">';
const title = async (page: Page) => (await readWarning(page))?.title;

test('of the warning, the copy and the code', async ({ cordon, serve }) => {
  const { psni } = await writeSamples(test.info().outputPath('samples'));
  const { page, url } = await serve(PAGE);
  await page.setViewportSize({ width: 760, height: 720 });
  const chooser = page.waitForEvent('filechooser');
  await page.click('#f');
  await (await chooser).setFiles(psni.path);
  await expect.poll(() => title(page), { timeout: 60_000 }).toMatch(/officers and staff$/);
  await page.screenshot({ path: at('warning.png') });
  await pressWarning(page, 'clean');
  await expect.poll(() => title(page), { timeout: 60_000 }).toBe('This copy would be sent instead');
  await page.screenshot({ path: at('copy.png') });
  await pressWarning(page, 'remove');
  await expect.poll(() => title(page)).toBeUndefined();

  await cordon.show(url, VIEWS.mayRelease);
  await pressWarning(page, 'release');
  await expect.poll(() => title(page)).toBe('A second person has to release this');
  await page.screenshot({ path: at('code.png') });
});

test('of the check page', async ({ cordon }) => {
  const samples = await writeSamples(test.info().outputPath('samples'));
  const page = await cordon.context.newPage();
  await page.setViewportSize({ width: 860, height: 720 });
  await page.goto(`chrome-extension://${cordon.id}/check.html`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await chooser).setFiles(Object.values(samples).map((sample) => sample.path));
  await expect(page.locator('.progress [role=status]')).toHaveText('5 files checked', { timeout: 60_000 });
  await page.locator('.result summary').first().click();
  await page.getByRole('button', { name: 'Look at the place' }).first().click();
  await expect(page.locator('.look tbody tr')).toHaveCount(5, { timeout: 60_000 });
  await page.locator('h2').first().scrollIntoViewIfNeeded();
  await page.evaluate(() => document.querySelector('h2')?.scrollIntoView());
  await page.screenshot({ path: at('check.png') });
});
