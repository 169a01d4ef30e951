// The runner's `test` with a real browser, a server and a folder of files. Specs are the same for every browser.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect } from '@playwright/test';
import { copyExtension } from '../../../bin/demo/extension.ts';
import { waitForGate } from '../../../bin/demo/ready.ts';
import { launchChromium } from './chromium.ts';
import { withDouble } from './double.ts';
import type { Browser, BrowserName, Page } from './driver.ts';
import { launchFirefox } from './firefox.ts';
import { startServer, type TestServer } from './server.ts';

const BUILT: Record<BrowserName, string> = { chromium: '.output/chrome-mv3', firefox: '.output/firefox-mv3' };

interface PerWorker {
  /** Chosen in the config, by project. */
  browserName_: BrowserName;
  /** Which background answers: the real one, or the double of double.ts. */
  background: 'real' | 'double';
  /** The policy of the real background, where it is not the strict default. It has to guard http://127.0.0.1. */
  policy: unknown;
  /**
   * The file's own name, where its tests leave the extension in a state of their own: no other file then gets this browser. (Files
   * that asked for it in the same words would share one.)
   */
  ownBrowser: string | undefined;
  cordon: Browser | undefined;
}

interface PerTest {
  tab: Page;
  server: TestServer;
  /** Writes a file for this test and gives its path. */
  file(name: string, content: string | Uint8Array): Promise<string>;
}

export const test = base.extend<PerTest, PerWorker>({
  browserName_: ['chromium', { option: true, scope: 'worker' }],
  background: ['real', { option: true, scope: 'worker' }],
  policy: [undefined, { option: true, scope: 'worker' }],
  ownBrowser: [undefined, { option: true, scope: 'worker' }],
  cordon: [
    async ({ browserName_, background, policy }, use) => {
      const built = path.resolve(BUILT[browserName_]);
      const scratch = await mkdtemp(path.join(tmpdir(), 'cordon-built-'));
      const extension =
        background === 'double'
          ? await withDouble(built, path.join(scratch, 'double'))
          : policy === undefined
            ? built
            : await copyExtension(browserName_, path.join(scratch, 'policy'), policy);
      const launch = browserName_ === 'firefox' ? launchFirefox : launchChromium;
      const browser = await launch({ extension, headless: process.env.CORDON_HEADED === undefined });
      if (background === 'real') await browser?.policyKnown();
      const probe = await browser?.newPage();
      if (probe) await waitForGate(probe);
      await probe?.close();
      await use(browser);
      await browser?.close();
      await rm(scratch, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  tab: async ({ cordon, browserName_ }, use) => {
    base.skip(!cordon, `${browserName_} was not found on this machine (see bin/browsers.ts)`);
    const page = await cordon!.newPage();
    await use(page);
    await page.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
  server: async ({}, use) => {
    const server = await startServer();
    await use(server);
    await server.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: likewise.
  file: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cordon-files-'));
    await use(async (name, content) => {
      const file = path.join(folder, name);
      await writeFile(file, content);
      return file;
    });
    await rm(folder, { recursive: true, force: true });
  },
});

export { expect };
