// A second person's release from end to end, in two Chromiums: the reviewer signs a file off on the check page, and the
// sender's warning takes the code. What both records keep of it is the same reference, and no name.
import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { guarded, launchChromium } from '../../../bin/demo/chromium.ts';
import { boxInWarning, clickInWarning, pressWarning, readWarning } from '../../../bin/demo/dialog.ts';
import { copyExtension } from '../../../bin/demo/extension.ts';
import { writeSamples } from '../../fixtures/samples.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { axeProblems, test as base } from './extension.ts';

const POLICY = { secondPerson: true, releaseKey: 'for the tests: thirty-two characters or more' };
const PAGE = '<!doctype html><title>Page</title><input type=file id=f aria-label="File">';

interface Office {
  /** A tab on a page that is guarded. */
  page: Page;
  /** The check page, in a tab of its own. */
  checkPage(): Promise<Page>;
  /** The record, oldest first, without what came before the first decision. */
  record(): Promise<Record<string, unknown>[]>;
}

interface Fixtures {
  server: TestServer;
  /** A browser with a profile of its own. */
  office(): Promise<Office>;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
  server: async ({}, use) => {
    const server = await startServer();
    await use(server);
    await server.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: likewise.
  office: async ({}, use, info) => {
    const closing: (() => Promise<void>)[] = [];
    await use(async () => {
      const folder = info.outputPath(`extension-${closing.length}`);
      const extension = await copyExtension('chromium', folder, POLICY);
      const context = await launchChromium({ extension, headless: true, language: 'en-GB' });
      closing.push(() => context.close());
      const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
      const id = new URL(worker.url()).host;
      const page = context.pages()[0] ?? (await context.newPage());
      await worker.evaluate('chrome.storage.managed.get(null)');
      await guarded(page);
      const checkPage = async () => {
        const opened = await context.newPage();
        await opened.goto(`chrome-extension://${id}/check.html`);
        return opened;
      };
      return {
        page,
        checkPage,
        record: () =>
          worker.evaluate(
            () =>
              new Promise<Record<string, unknown>[]>((resolve, reject) => {
                const opening = indexedDB.open('cordon');
                opening.onerror = () => reject(opening.error);
                opening.onsuccess = () => {
                  const all = opening.result.transaction('events').objectStore('events').getAll();
                  all.onsuccess = () => {
                    opening.result.close();
                    const events = all.result.map(({ event }: { event: Record<string, unknown> }) => event);
                    resolve(events.filter((event) => 'outcome' in event && event.verdict !== 'allow'));
                  };
                };
              }),
          ),
      };
    });
    for (const close of closing) await close();
  },
});

async function pick(page: Page, press: () => Promise<unknown>, file: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await press();
  await (await chooser).setFiles(file);
}

/** Signs the first result off; the code that the page shows, or what it says instead. */
async function signOff(page: Page, file: string, site: string): Promise<string> {
  await pick(page, () => page.getByRole('button', { name: 'Choose files' }).click(), file);
  await expect(page.locator('.progress [role=status]')).toHaveText('1 file checked', { timeout: 60_000 });
  await page.locator('.result > details > summary').click();
  await page.getByText('Release it as a second person').click();
  const form = page.locator('.sign-off form');
  await form.getByRole('button', { name: 'Make a code' }).click();
  await expect(form.getByRole('alert')).toHaveText('Choose a reason and tick the box.');
  expect(await axeProblems(page)).toEqual([]);
  await form.getByLabel('Which site will it go to?').fill(site);
  await form.getByLabel('The law or a court requires it').check();
  await form.getByLabel('I have checked the file myself').check();
  await form.getByRole('button', { name: 'Make a code' }).click();
  const said = page.locator('.release-code, .sign-off .problem:not(:empty)');
  await expect(said).not.toHaveText('Choose a reason and tick the box.');
  return (await said.textContent()) ?? '';
}

async function hold({ page }: Office, server: TestServer, file: string): Promise<void> {
  await page.goto(server.page('/', PAGE));
  await pick(page, () => page.click('#f'), file);
  await expect.poll(() => readWarning(page), { timeout: 60_000 }).toBeDefined();
}

async function enterCode({ page }: Office, code: string): Promise<void> {
  await pressWarning(page, 'release');
  await expect.poll(async () => (await readWarning(page))?.title).toBe('A second person has to release this');
  await clickInWarning(page, 'name', 'code');
  await page.keyboard.insertText(code);
  await pressWarning(page, 'sendReleased');
}

test('the reviewer’s code releases the sender’s file, and both records say so', async ({
  office,
  server,
}) => {
  test.setTimeout(300_000);
  const { psni } = await writeSamples(test.info().outputPath('samples'));
  const [sender, reviewer] = [await office(), await office()];
  await hold(sender, server, psni.path);
  const warning = await readWarning(sender.page);
  expect(warning?.buttons).toEqual(['look', 'falseAlarm', 'remove', 'another', 'clean', 'table', 'release']);
  expect(warning?.lines).toContain('You cannot send this by yourself.');

  const checkPage = await reviewer.checkPage();
  const code = await signOff(checkPage, psni.path, server.page('/', PAGE));
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  expect(await axeProblems(checkPage)).toEqual([]);

  await enterCode(sender, code);
  await expect.poll(() => readWarning(sender.page)).toBeUndefined();
  await expect
    .poll(() => sender.page.locator('#f').evaluate((input: HTMLInputElement) => input.files?.[0]?.size))
    .toBe((await readFile(psni.path)).length);

  const [signed] = await reviewer.record();
  const released = (await sender.record()).at(-1);
  expect(signed).toMatchObject({ outcome: 'signed-off', reason: 'required', site: { host: '127.0.0.1' } });
  expect(released).toMatchObject({ outcome: 'released', verdict: 'block', site: { host: '127.0.0.1' } });
  expect(released?.releases).toEqual(signed?.releases);
  const both = JSON.stringify([signed, released]);
  expect(both).not.toContain(psni.name);
  expect(both).not.toContain(code);
});

test('the sender cannot sign off what was held there, and is told why a code is refused', async ({
  office,
  server,
}) => {
  test.setTimeout(300_000);
  const { psni, teamList } = await writeSamples(test.info().outputPath('samples'));
  const sender = await office();
  // Made before it is held: then it is the warning that refuses it.
  const own = await signOff(await sender.checkPage(), psni.path, '127.0.0.1');
  await hold(sender, server, psni.path);
  await enterCode(sender, own);
  const said = async () => (await readWarning(sender.page))?.lines.join('\n');
  await expect.poll(said).toContain('This code was made in this browser.');
  // The field keeps what was typed, and is marked as wrong.
  expect((await boxInWarning(sender.page, 'aria-invalid', 'true')).width).toBeGreaterThan(100);
  await pressWarning(sender.page, 'remove');
  await expect.poll(() => readWarning(sender.page)).toBeUndefined();
  await hold(sender, server, teamList.path);
  expect(await signOff(await sender.checkPage(), teamList.path, '127.0.0.1')).toBe(
    'This file was held in this browser today, so you are its sender. Somebody else has to release it.',
  );
});
