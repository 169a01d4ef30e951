// A look at the place: on the check page, and from the warning in a window of our own, where the page cannot see it.
import { expect, type Page } from '@playwright/test';
import { pressWarning, readWarning } from '../../../bin/demo/dialog.ts';
import { writeSamples } from '../../fixtures/samples.ts';
import { axeProblems, test } from './extension.ts';

test.use({ alone: false });

const HEADINGS = ['Row', 'Surname', 'Initials'];

/** The table's first headings, and its first row's. */
async function expectLook(page: Page): Promise<void> {
  const headings = page.locator('.look thead th');
  await expect(headings.first()).toHaveText('Row', { timeout: 60_000 });
  expect((await headings.allTextContents()).slice(0, 3)).toEqual(HEADINGS);
  await expect(page.locator('.look tbody tr')).toHaveCount(5);
  const values = await page.locator('.look td').allTextContents();
  for (const value of values) expect(value).not.toMatch(/[\p{L}\p{M}]{2}|\d/u);
  expect(values[0]).toMatch(/^\p{L}•••/u);
  for (const media of [
    { colorScheme: 'light', forcedColors: 'none' },
    { colorScheme: 'dark', forcedColors: 'none' },
  ] as const) {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    expect(await axeProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  }
  // At 400 % zoom the table scrolls within its own frame, and the page does not.
  await page.setViewportSize({ width: 320, height: 256 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.emulateMedia({ forcedColors: 'active' });
  const line = await page
    .locator('.look td')
    .first()
    .evaluate((cell) => getComputedStyle(cell).borderTopStyle);
  expect(line).toBe('solid');
}

test('from the warning opens in a window of our own, masked', async ({ cordon, serve }) => {
  const { psni } = await writeSamples(test.info().outputPath('samples'));
  const { page } = await serve('<!doctype html><title>Page</title><input type=file id=f aria-label="File">');
  const chooser = page.waitForEvent('filechooser');
  await page.click('#f');
  await (await chooser).setFiles(psni.path);
  await expect.poll(() => readWarning(page), { timeout: 60_000 }).toBeDefined();
  const opened = cordon.context.waitForEvent('page');
  await pressWarning(page, 'look');
  const window = await opened;
  await window.waitForURL(`chrome-extension://${cordon.id}/look.html#*`);
  await expect(window.getByRole('heading', { level: 2 })).toHaveText(psni.name);
  await expect(window.getByText('Worksheet “Data 2”, which is hidden')).toBeVisible();
  await expectLook(window);
  // The warning stands as it did, and once the file is taken out there is nothing to look at.
  await pressWarning(page, 'remove');
  await expect.poll(() => readWarning(page)).toBeUndefined();
  await window.reload();
  await expect(window.getByRole('status')).toHaveText(
    'This is not held any more. Choose the file again to look at it.',
  );
});

test('on the check page stands with what was found', async ({ cordon }) => {
  const { psni } = await writeSamples(test.info().outputPath('samples'));
  const page = await cordon.context.newPage();
  await page.goto(`chrome-extension://${cordon.id}/check.html`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await chooser).setFiles(psni.path);
  await page.locator('.result summary').first().click({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Look at the place' }).click();
  await expectLook(page);
});
