// A Player in Chrome, Edge or Chromium, by Playwright.
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { needBrowser } from '../browsers.ts';
import { pressWarning, readWarning } from './dialog.ts';
import type { Player } from './player.ts';
import { freshProfile } from './profile.ts';
import { waitForGate } from './ready.ts';

export interface LaunchOptions {
  /** Folder of the unpacked extension, absolute. */
  extension: string;
  headless: boolean;
  /** BCP 47 tag; the browser's own where it is not given. */
  language?: string;
  colorScheme?: 'light' | 'dark';
}

/** Starts the browser with the extension in a fresh profile. */
export async function launchChromium(options: LaunchOptions): Promise<BrowserContext> {
  const { extension, headless, language, colorScheme = 'light' } = options;
  const { executablePath, args } = await needBrowser('chromium');
  const { profile, remove } = await freshProfile();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    colorScheme,
    viewport: headless ? { width: 1100, height: 800 } : null,
    ...(language ? { locale: language, env: { ...process.env, LANGUAGE: language } as never } : {}),
    // Playwright turns extensions off unless told.
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      ...args,
      ...(headless ? ['--headless=new'] : []),
      ...(language ? [`--lang=${language}`] : []),
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
    ],
  });
  context.once('close', () => void remove());
  return context;
}

/** Until the extension can read its policy, which Chromium puts off as long as pages are being loaded. */
async function policyKnown(context: BrowserContext): Promise<void> {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  await worker.evaluate('chrome.storage.managed.get(null)');
}

/** Drops files from disk on an element, with trusted events as from the desktop. */
export async function dropFiles(page: Page, selector: string, files: string[]): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not on the page.`);
  const session = await page.context().newCDPSession(page);
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...point, data });
  }
  await session.detach();
}

/** Waits until pages of this page's browser are guarded, as `waitForGate` says. */
export function guarded(page: Page): Promise<void> {
  return waitForGate({
    open: async (url) => void (await page.goto(url)),
    evaluate: (expression) => page.evaluate(expression),
  });
}

/** A Player over a page of its own. */
export async function playInChromium(
  options: LaunchOptions,
): Promise<Player & { context: BrowserContext; page: Page }> {
  const context = await launchChromium(options);
  await policyKnown(context);
  const page = context.pages()[0] ?? (await context.newPage());
  await guarded(page);
  return {
    name: `Chromium ${context.browser()?.version() ?? ''}`.trim(),
    context,
    page,
    open: async (url) => void (await page.goto(url)),
    async choose(selector, files) {
      const chooser = page.waitForEvent('filechooser');
      await page.click(selector);
      await (await chooser).setFiles(files);
    },
    drop: (selector, files) => dropFiles(page, selector, files),
    fill: (selector, text) => page.fill(selector, text),
    click: (selector) => page.click(selector),
    text: async (selector) => (await page.locator(selector).textContent()) ?? '',
    filesIn: (selector) =>
      page.locator(selector).evaluate((input: HTMLInputElement) => input.files?.length ?? 0),
    warning: () => readWarning(page),
    press: (action) => pressWarning(page, action),
    screenshot: async (file) => void (await page.screenshot({ path: file })),
    close: () => context.close(),
  };
}
