// Chromium with Cordon, for the specs of what a person sees: the warning is shown by the background's own means, with
// views from test/fixtures/views.ts, so that each state can be reached at will.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type BrowserContext, test as base, type Page, type Worker } from '@playwright/test';
import axe from 'axe-core';
import { guarded, launchChromium } from '../../../bin/demo/chromium.ts';
import type { Choice, WarningView } from '../../../utils/messages/protocol.ts';

/** What is used of the extension's API inside its service worker. */
declare const chrome: {
  tabs: {
    query(query: object): Promise<{ id: number }[]>;
    sendMessage(tabId: number, message: unknown, options: { frameId: number }): Promise<unknown>;
  };
  scripting: { executeScript(injection: object): Promise<unknown> };
  runtime: {
    reload(): void;
    onMessage: { addListener(listener: (message: { cordon?: string; data?: unknown }) => void): void };
  };
};

export interface Cordon {
  context: BrowserContext;
  worker: Worker;
  id: string;
  /** Shows a warning in the tab whose address begins with `url`. */
  show(url: string, view: WarningView): Promise<void>;
  /** Choices that reached the background so far. */
  choices(): Promise<Choice[]>;
  /** Takes the extension away from under the page, as an update does. */
  reload(): Promise<void>;
}

interface Fixtures {
  /** With `alone` only. */
  language: string;
  /** A browser of the test's own; otherwise a tab of its own, for tests that leave nothing behind in the extension. */
  alone: boolean;
  cordon: Cordon;
  /** Serves one page of HTML and opens it. */
  serve(html: string, headers?: Record<string, string>): Promise<{ page: Page; url: string }>;
}

interface PerWorker {
  /** The one browser of a worker, started when it is first asked for. */
  shared: () => Promise<BrowserContext>;
}

/** A browser with Cordon, whose background remembers the choices that reach it. */
async function start(language: string): Promise<BrowserContext> {
  const context = await launchChromium({
    extension: path.resolve('.output/chrome-mv3'),
    headless: true,
    language,
  });
  const worker = await workerOf(context);
  await worker.evaluate(() => {
    chrome.runtime.onMessage.addListener((message) => {
      if (message.cordon === 'choose') (globalThis as unknown as { seen: unknown[] }).seen.push(message.data);
    });
  });
  await guarded(context.pages()[0] ?? (await context.newPage()));
  return context;
}

async function workerOf(context: BrowserContext): Promise<Worker> {
  return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
}

export const test = base.extend<Fixtures, PerWorker>({
  language: ['en-GB', { option: true }],
  alone: [true, { option: true }],
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
    async ({}, use) => {
      let context: Promise<BrowserContext> | undefined;
      await use(() => {
        context ??= start('en-GB');
        return context;
      });
      await (await context)?.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  cordon: async ({ language, alone, shared }, use) => {
    const context = alone ? await start(language) : await shared();
    if (!alone) {
      const before = context.pages();
      await context.newPage();
      for (const page of before) await page.close();
    }
    const worker = await workerOf(context);
    await worker.evaluate(() => void Object.assign(globalThis, { seen: [] }));
    await use({
      context,
      worker,
      id: new URL(worker.url()).host,
      show: (url, view) =>
        worker.evaluate(
          async ({ url, view }) => {
            const [tab] = await chrome.tabs.query({ url: `${url.replace(/:\d+\/.*/, '')}/*` });
            if (!tab) throw new Error('no such tab');
            const send = () =>
              chrome.tabs
                .sendMessage(tab.id, { cordon: 'warning', data: view }, { frameId: 0 })
                .then((answer) => Boolean(answer))
                .catch(() => false);
            if (await send()) return;
            const files = ['/content-scripts/warning.js'];
            await chrome.scripting.executeScript({ target: { tabId: tab.id, frameIds: [0] }, files });
            if (!(await send())) throw new Error('not shown');
          },
          { url, view },
        ),
      choices: () => worker.evaluate(() => (globalThis as unknown as { seen: Choice[] }).seen),
      async reload() {
        await worker.evaluate(() => void setTimeout(() => chrome.runtime.reload(), 50));
        await new Promise((resolve) => setTimeout(resolve, 1000));
      },
    });
    if (alone) await context.close();
  },
  serve: async ({ cordon }, use) => {
    const servers: ReturnType<typeof createServer>[] = [];
    await use(async (html, headers = {}) => {
      const server = createServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html);
      });
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const page = cordon.context.pages()[0] ?? (await cordon.context.newPage());
      await page.goto(url);
      return { page, url };
    });
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  },
});

/** What axe finds wrong on the page, in short; rules of WCAG 2.2 A and AA. */
export async function axeProblems(page: Page): Promise<string[]> {
  // Half a megabyte: once a page.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
