// The pictures in the guides, one for each state, each of them brought about with invented files:
// CORDON_PICTURES=docs/pictures playwright test --project=chromium pictures
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { pressWarning, readWarning } from '../../../bin/demo/dialog.ts';
import type { WarningView } from '../../../utils/messages/protocol.ts';
import { writeSamples } from '../../fixtures/samples.ts';
import { VIEWS } from '../../fixtures/views.ts';
import { type Cordon, test } from './extension.ts';

declare const chrome: {
  tabs: { create(tab: { url: string; active: boolean }): Promise<unknown> };
  i18n: { getMessage(key: string): string };
};

/** Where a picture goes: into the guides where that is asked for, else beside the other results of the test. */
const at = (name: string) =>
  process.env.CORDON_PICTURES ? path.join(process.env.CORDON_PICTURES, name) : test.info().outputPath(name);

const PAGE = '<!doctype html><title>Page</title><input type=file id=f aria-label="File">';
const WIDE = { width: 760, height: 760 };
/** As wide as a window of 1280 pixels at 400 % zoom, and as tall as it takes. */
const NARROW = { width: 320, height: 1100 };
const title = async (page: Page) => (await readWarning(page))?.title;

async function choose(page: Page, file: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.click('#f');
  await (await chooser).setFiles(file);
  await expect.poll(() => title(page), { timeout: 60_000 }).toMatch(/officers and staff$/);
}

/** Shows one warning, takes its picture, and takes it away again. */
async function picture(
  cordon: Cordon,
  page: Page,
  url: string,
  name: string,
  view: WarningView,
  press?: string,
) {
  await cordon.show(url, { ...view, id: name });
  await expect.poll(() => title(page)).toBeTruthy();
  const first = await title(page);
  if (press) {
    await pressWarning(page, press);
    if (press !== 'falseAlarm') await expect.poll(() => title(page)).not.toBe(first);
  }
  await page.mouse.move(0, 0);
  await page.screenshot({ path: at(`${name}.png`) });
  await pressWarning(page, 'remove');
  await expect.poll(() => title(page)).toBeUndefined();
}

test('of the warning, in each of its states', async ({ cordon, serve }) => {
  test.setTimeout(240_000);
  const { psni } = await writeSamples(test.info().outputPath('samples'));
  const { page, url } = await serve(PAGE);
  await page.setViewportSize(WIDE);
  await choose(page, psni.path);
  // As it stands once the copies are made.
  await expect
    .poll(async () => (await readWarning(page))?.lines.join('\n'), { timeout: 60_000 })
    .toContain('ready and ha');
  await page.mouse.move(0, 0);
  await page.screenshot({ path: at('warning.png') });
  const opened = cordon.context.waitForEvent('page');
  await pressWarning(page, 'look');
  const look = await opened;
  await expect(look.locator('.look tbody tr')).toHaveCount(5, { timeout: 60_000 });
  await look.setViewportSize({ width: 860, height: 400 });
  await look.screenshot({ path: at('look.png') });
  await look.close();
  await pressWarning(page, 'clean');
  await expect.poll(() => title(page), { timeout: 60_000 }).toBe('This copy would be sent instead');
  await page.screenshot({ path: at('copy.png') });
  await pressWarning(page, 'remove');
  await expect.poll(() => title(page)).toBeUndefined();

  const of = (name: string, view: WarningView, press?: string) =>
    picture(cordon, page, url, name, view, press);
  await of('code', VIEWS.mayRelease, 'release');
  await of('may-send', VIEWS.mayOverride);
  await of('reason', VIEWS.mayOverride, 'override');
  await of('false-alarm', VIEWS.blocked, 'falseAlarm');
  await of('several', VIEWS.several);
  await of('text', VIEWS.text);
  await of('unreadable', VIEWS.unreadable);
  await of('failed', VIEWS.failed);
  await page.emulateMedia({ colorScheme: 'dark' });
  await of('warning-dark', VIEWS.everything);
  await page.emulateMedia({ forcedColors: 'active' });
  await of('warning-contrast', VIEWS.everything);
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  await page.setViewportSize(NARROW);
  await of('warning-narrow', VIEWS.everything);
  await of('reason-narrow', VIEWS.mayOverride, 'override');
});

test('of the check page, on screen and on paper, and of the popup', async ({ cordon, serve }) => {
  test.setTimeout(240_000);
  const samples = await writeSamples(test.info().outputPath('samples'));
  const page = await cordon.context.newPage();
  await page.setViewportSize({ width: 860, height: 760 });
  await page.goto(`chrome-extension://${cordon.id}/check.html`);
  await page.screenshot({ path: at('check-empty.png') });
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await chooser).setFiles(Object.values(samples).map((sample) => sample.path));
  await expect(page.locator('.progress [role=status]')).toHaveText('5 files checked', { timeout: 60_000 });
  await page.locator('.result summary').first().click();
  await page.getByRole('button', { name: 'Look at the place' }).first().click();
  await expect(page.locator('.look tbody tr')).toHaveCount(5, { timeout: 60_000 });
  await page.evaluate(() => document.querySelector('h2')?.scrollIntoView());
  await page.screenshot({ path: at('check.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: at('check-dark.png'), fullPage: true });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(NARROW);
  await page.screenshot({ path: at('check-narrow.png'), fullPage: true });
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  // The margin of the paper.
  await page.addStyleTag({ content: '#print { padding: 18mm }' });
  await page.screenshot({ path: at('paper.png'), fullPage: true });
  await page.close();

  const { page: front } = await serve(PAGE);
  await choose(front, samples.teamList.path);
  await pressWarning(front, 'remove');
  await expect.poll(() => title(front)).toBeUndefined();
  await front.bringToFront();
  const opened = cordon.context.waitForEvent('page');
  await cordon.worker.evaluate(() => chrome.tabs.create({ url: '/popup.html', active: false }));
  const popup = await opened;
  await popup.setViewportSize({ width: 360, height: 640 });
  await expect(popup.getByRole('row', { name: 'Of these, taken out 1 1' })).toBeVisible();
  await popup.locator('.popup').screenshot({ path: at('popup.png') });
  await popup.emulateMedia({ colorScheme: 'dark' });
  await popup.locator('.popup').screenshot({ path: at('popup-dark.png') });
});

test.describe('in Welsh', () => {
  test.use({ language: 'cy' });
  test('of the warning, the check page and the popup', async ({ cordon, serve }) => {
    const language = await cordon.worker.evaluate(() => chrome.i18n.getMessage('languageTag'));
    test.skip(language !== 'cy', 'this browser has no Welsh interface');
    const { page, url } = await serve(PAGE);
    await page.setViewportSize(WIDE);
    await picture(cordon, page, url, 'warning-welsh', VIEWS.everything);
    await picture(cordon, page, url, 'reason-welsh', VIEWS.mayOverride, 'override');
    await page.goto(`chrome-extension://${cordon.id}/check.html`);
    await page.screenshot({ path: at('check-welsh.png'), fullPage: true });
    await page.goto(`chrome-extension://${cordon.id}/popup.html`);
    await page.locator('.popup h1').waitFor();
    await page.locator('.popup').screenshot({ path: at('popup-welsh.png') });
  });
});
