// Real Chromium, by Playwright, with the unpacked extension in a fresh profile.
import { type BrowserContext, chromium, type Page as PlaywrightPage } from '@playwright/test';
import { findBrowser } from '../../../bin/browsers.ts';
import { freshProfile } from '../../../bin/demo/profile.ts';
import { type Browser, type LaunchOptions, type Page, until } from './driver.ts';
import { CATALOGUE_HOST } from './server.ts';
import { contentWorlds } from './worlds.ts';

/** What closes a tab gets this long at each step, in milliseconds: all of them together stay well within the time of a test. */
const CLOSE_MS = 3_000;

/** Whether `work` came to an end within `ms`, whatever it came to. */
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = work.then(
    () => true,
    () => true,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

/** @param keep Takes the tab once it is left and empty, so that it need not be closed and another opened. */
async function pageOf(
  context: BrowserContext,
  page: PlaywrightPage,
  keep: (left: KeptPage) => void,
): Promise<KeptPage> {
  const errors: string[] = [];
  const session = await context.newCDPSession(page);
  session.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) =>
    errors.push(exception?.description ?? text),
  );
  await session.send('Runtime.enable');
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const centre = async (selector: string) => {
    await page.locator(selector).scrollIntoViewIfNeeded();
    const box = await page.locator(selector).boundingBox();
    if (!box) throw new Error(`${selector} is not to be seen`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const self: KeptPage = {
    async open(url) {
      await page.goto(url);
    },
    click: (selector) => page.locator(selector).click(),
    clickAt: (x, y) => page.mouse.click(x, y),
    async type(selector, text) {
      await page.locator(selector).click();
      await page.keyboard.insertText(text);
    },
    press: (key) => page.keyboard.press(key),
    async chooseFiles(selector, paths) {
      const chooser = page.waitForEvent('filechooser');
      await page.locator(selector).click();
      await (await chooser).setFiles(paths);
    },
    async chooseDirectory(selector, directory) {
      const chooser = page.waitForEvent('filechooser');
      await page.locator(selector).click();
      await chooser;
      // Not by Playwright's `setFiles`: for a directory it waits for the `input` event, which a held choice does not have.
      const session = await context.newCDPSession(page);
      const { result } = await session.send('Runtime.evaluate', {
        expression: `document.querySelector(${JSON.stringify(selector)})`,
      });
      await session.send('DOM.setFileInputFiles', { objectId: result.objectId!, files: [directory] });
      await session.detach();
    },
    async dropFiles(selector, paths) {
      const { x, y } = await centre(selector);
      const session = await context.newCDPSession(page);
      const data = { items: [], files: paths, dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x, y, data });
      await session.detach();
    },
    text: async (selector) => (await page.locator(selector).textContent()) ?? '',
    evaluate: (expression) => page.evaluate(expression),
    waitFor: (expression, timeoutMs) =>
      until(
        // A page that is just being left has no answer yet.
        () =>
          page.evaluate<boolean>(`Boolean(${expression})`).catch((error: Error) => {
            if (/context was destroyed|because of a navigation/.test(error.message)) return false;
            throw error;
          }),
        expression,
        timeoutMs,
      ),
    contentWorlds: () => contentWorlds(page),
    errors: () => errors,
    async screenshot(file) {
      await page.screenshot({ path: file });
    },
    async close() {
      // A close that meets a form on its way is never answered, with Cordon or without any extension (each 8 of 20 tries).
      // A navigation of our own ends the form's first, but the form's may interrupt it, so there are two tries; and what
      // still hangs is closed from outside.
      const blank = () =>
        page.goto('about:blank', { timeout: CLOSE_MS }).then(
          () => true,
          () => false,
        );
      if ((await blank()) || (await blank())) {
        errors.length = 0;
        keep(self);
        return;
      }
      if (await within(page.close(), CLOSE_MS)) return;
      const outside = await context.browser()?.newBrowserCDPSession();
      if (outside)
        await within(outside.send('Target.closeTarget', { targetId: targetInfo.targetId }), CLOSE_MS);
    },
    toFront: () => page.bringToFront(),
  };
  return self;
}

interface KeptPage extends Page {
  toFront(): Promise<void>;
}

export async function launchChromium({
  extension,
  headless = true,
}: LaunchOptions): Promise<Browser | undefined> {
  const found = await findBrowser('chromium');
  if (!found) return undefined;
  const { profile, remove } = await freshProfile();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: found.executablePath,
    headless: false,
    // Pages come back from it as they were left, the gate in them too.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [
      ...(headless ? ['--headless=new'] : []),
      ...found.args,
      `--host-resolver-rules=MAP ${CATALOGUE_HOST} 127.0.0.1`,
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
    ],
  });
  let worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  context.on('serviceworker', (next) => {
    worker = next;
  });
  const reload = async () => {
    const over = worker.waitForEvent('close');
    // The call ends the worker that makes it.
    await worker
      .evaluate('void setTimeout(() => (globalThis.chrome).runtime.reload(), 50)')
      .catch(() => undefined);
    await over;
    await new Promise((resolve) => setTimeout(resolve, 500));
  };
  // To open a tab and to close it costs a second and more on a busy machine; to leave a page, nothing.
  const left: KeptPage[] = [];
  return {
    name: 'chromium',
    async newPage() {
      const kept = left.pop();
      await kept?.toFront();
      return kept ?? pageOf(context, await context.newPage(), (page) => left.push(page));
    },
    policyKnown: async () => void (await worker.evaluate('chrome.storage.managed.get(null)')),
    background: (expression) => worker.evaluate(expression),
    unloadExtension: reload,
    updateExtension: reload,
    async close() {
      await context.close();
      await remove();
    },
  };
}
