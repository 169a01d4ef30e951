// The popup: what it says of the page in front.
import { expect, type Page } from '@playwright/test';
import { axeProblems, type Cordon, test } from './extension.ts';

declare const chrome: { tabs: { create(tab: { url: string; active: boolean }): Promise<unknown> } };

/**
 * Opens the popup's page behind the tab in front, so that it speaks of that tab as the popup in the tool bar does
 * (which Playwright cannot get hold of).
 */
async function openPopup({ context, worker }: Cordon): Promise<Page> {
  const opened = context.waitForEvent('page');
  await worker.evaluate(() => chrome.tabs.create({ url: '/popup.html', active: false }));
  return opened;
}

test('says that the page is guarded, and as what', async ({ cordon, serve }) => {
  const { page } = await serve('<!doctype html><title>Page</title>');
  await page.bringToFront();
  const popup = await openPopup(cordon);
  await expect(popup.getByRole('heading', { level: 1 })).toHaveText(
    'Cordon checks what you send from this page',
  );
  await expect(popup.getByText('127.0.0.1')).toBeVisible();
  await expect(popup.getByText('Cordon’s own strict settings')).toBeVisible();
  await expect(popup.getByRole('row', { name: 'Of these, taken out 0 0' })).toBeVisible();
  for (const media of [
    { colorScheme: 'light', forcedColors: 'none' },
    { colorScheme: 'dark', forcedColors: 'none' },
  ] as const) {
    await popup.emulateMedia({ ...media, reducedMotion: 'reduce' });
    expect(await axeProblems(popup)).toEqual([]);
    expect(await popup.evaluate(() => document.getAnimations().length)).toBe(0);
  }
  // Browsers cut a popup at 600 pixels.
  await popup.setViewportSize({ width: 800, height: 256 });
  expect(await popup.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(600);
  await popup.setViewportSize({ width: 320, height: 256 });
  expect(await popup.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('says where it cannot work, and still opens the check page', async ({ cordon }) => {
  const { context, id } = cordon;
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto('chrome://version');
  const popup = await context.newPage();
  await popup.goto(`chrome-extension://${id}/popup.html`);
  await expect(popup.getByRole('heading', { level: 1 })).toHaveText('Cordon cannot work on this page');
  expect(await axeProblems(popup)).toEqual([]);
  const opened = context.waitForEvent('page');
  await popup.getByRole('button', { name: 'Check files before you send them' }).click();
  expect((await opened).url()).toBe(`chrome-extension://${id}/check.html`);
});
