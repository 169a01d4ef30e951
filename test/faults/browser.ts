// A Chromium whose process, extension and tabs can be made to fail from outside, and that can be started again with the
// same profile.

import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import puppeteer, { type Browser, type CDPSession, type Page, type Target, TargetType } from 'puppeteer-core';
import { needBrowser } from '../../bin/browsers.ts';
import { copyExtension } from '../../bin/demo/extension.ts';
import { waitForGate } from '../../bin/demo/ready.ts';
import type { CordonEvent } from '../../utils/record/event.ts';

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a fault takes away can hang whoever asks it: nothing here waits longer than this. */
export async function within<T>(work: Promise<T>, ms = 4_000): Promise<T | undefined> {
  const late = pause(ms).then(() => undefined);
  return Promise.race([work.catch(() => undefined), late]);
}

/** The browser's processes, its own first. */
function processesOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It ended meanwhile.
    }
  }
  const all: number[] = [];
  const walk = (of: number) => {
    all.push(of);
    for (const child of children.get(of) ?? []) walk(child);
  };
  walk(pid);
  return all;
}

export class FaultyBrowser {
  browser!: Browser;
  extensionId = '';
  readonly #folder: string;
  readonly #extension: string;
  #version = 0;
  #desk: Page | undefined;
  #tab: Page | undefined;
  /** Key of the last event that `mark` has seen. */
  #seen = 0;

  private constructor(folder: string, extension: string) {
    this.#folder = folder;
    this.#extension = extension;
  }

  /** A fresh profile, with `policy` as the extension's. Build first. */
  static async start(policy: unknown): Promise<FaultyBrowser> {
    const folder = await mkdtemp(path.join(tmpdir(), 'cordon-faults-'));
    const profile = path.join(folder, 'profile', 'Default');
    await mkdir(profile, { recursive: true });
    // Without it an unpacked extension that is reloaded stays off.
    const preferences = { extensions: { ui: { developer_mode: true } } };
    await writeFile(path.join(profile, 'Preferences'), JSON.stringify(preferences));
    const extension = await copyExtension('chromium', path.join(folder, 'extension'), policy);
    const started = new FaultyBrowser(folder, extension);
    await started.launch();
    return started;
  }

  async launch(): Promise<void> {
    const { executablePath, args } = await needBrowser('chromium');
    this.browser = await puppeteer.launch({
      executablePath,
      userDataDir: path.join(this.#folder, 'profile'),
      headless: true,
      protocolTimeout: 30_000,
      ignoreDefaultArgs: ['--disable-extensions', '--disable-component-extensions-with-background-pages'],
      args: [
        ...args,
        `--disable-extensions-except=${this.#extension}`,
        `--load-extension=${this.#extension}`,
      ],
    });
    await this.ready();
  }

  /** Until the extension guards pages. */
  async ready(): Promise<void> {
    const worker = await this.browser.waitForTarget(
      (target) => target.type() === TargetType.SERVICE_WORKER && target.url().endsWith('/background.js'),
      { timeout: 20_000 },
    );
    this.extensionId = new URL(worker.url()).hostname;
    const page = await this.browser.newPage();
    await waitForGate({
      open: async (url) => void (await page.goto(url)),
      evaluate: (expression) => page.evaluate(expression),
    });
    await page.close();
  }

  #target(is: (target: Target) => boolean): Target | undefined {
    return this.browser.targets().find(is);
  }
  get #worker(): Target | undefined {
    return this.#target(
      (target) => target.type() === TargetType.SERVICE_WORKER && target.url().includes(this.extensionId),
    );
  }
  get #offscreen(): Target | undefined {
    return this.#target((target) => target.url().endsWith('/offscreen.html'));
  }

  /** Evaluates in the background; undefined where it sleeps or ends over it. */
  async inBackground<T>(expression: string): Promise<T | undefined> {
    const worker = await within(Promise.resolve(this.#worker?.worker()));
    return worker ? within(worker.evaluate(expression) as Promise<T>) : undefined;
  }

  async inOffscreen(expression: string): Promise<void> {
    const page = await within(Promise.resolve(this.#offscreen?.asPage()));
    if (page) await within(page.evaluate(expression));
  }

  /** @returns whether there was one. */
  async stopServiceWorker(): Promise<boolean> {
    const worker = await within(Promise.resolve(this.#worker?.worker()));
    if (!worker) return false;
    await within(worker.close());
    return true;
  }

  async #closeTarget(target: Target | undefined): Promise<boolean> {
    if (!target) return false;
    const { _targetId: targetId } = target as unknown as { _targetId: string };
    const session = await this.browser.target().createCDPSession();
    await within(session.send('Target.closeTarget', { targetId }));
    await session.detach().catch(() => undefined);
    return true;
  }

  closeOffscreen = (): Promise<boolean> => this.#closeTarget(this.#offscreen);

  /** Ends a worker that reads files, without a word to anybody. */
  async endScanWorker(): Promise<boolean> {
    const page = await within(Promise.resolve(this.#offscreen?.asPage()));
    const workers = page?.workers() ?? [];
    await Promise.all(workers.map((worker) => within(worker.evaluate('self.close()'), 1_500)));
    return workers.length > 0;
  }

  async #crash(session: CDPSession | undefined): Promise<boolean> {
    if (!session) return false;
    // It never answers.
    await within(session.send('Page.crash'), 500);
    return true;
  }
  crashPage = async (page: Page): Promise<boolean> => this.#crash(await within(page.createCDPSession()));
  /** The process of the extension, with background and all. */
  crashExtension = async (): Promise<boolean> =>
    this.#crash(await within(Promise.resolve(this.#offscreen?.createCDPSession())));

  /** The processes that have run since the browser began and are the extension's. */
  extensionProcesses(): number[] {
    return processesOf(this.browser.process()?.pid ?? 0).filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--extension-process');
      } catch {
        return false;
      }
    });
  }

  async freeze(ms: number): Promise<void> {
    const pids = processesOf(this.browser.process()?.pid ?? 0);
    const signal = (name: NodeJS.Signals) => {
      for (const pid of pids)
        try {
          process.kill(pid, name);
        } catch {
          // It ended meanwhile.
        }
    };
    signal('SIGSTOP');
    await pause(ms);
    signal('SIGCONT');
  }

  async kill(): Promise<void> {
    const child = this.browser.process();
    const over = new Promise((resolve) => child?.once('exit', resolve));
    for (const pid of processesOf(child?.pid ?? 0))
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended meanwhile.
      }
    await within(over, 10_000);
    await this.startBrowserAgain();
  }

  /** The user starts a browser again that has gone, with the same profile. */
  async startBrowserAgain(): Promise<void> {
    await within(this.browser.disconnect());
    this.#desk = undefined;
    this.#tab = undefined;
    await this.launch();
  }

  /** A document of the extension's origin that runs nothing of ours; the same one as long as it lives. */
  async #atExtension<T>(work: (page: Page) => Promise<T>): Promise<T> {
    const lives = await within(
      (this.#desk?.evaluate('location.protocol') ?? Promise.reject()) as Promise<string>,
    );
    if (lives !== 'chrome-extension:' || !this.#desk) {
      if (this.#desk) await within(this.#desk.close(), 500);
      this.#desk = await this.browser.newPage();
      await this.#desk.goto(`chrome-extension://${this.extensionId}/managed-schema.json`);
    }
    return work(this.#desk);
  }

  /** The user's tab: the same one as long as it lives. */
  async tab(): Promise<Page> {
    const lives = await within((this.#tab?.evaluate('true') ?? Promise.reject()) as Promise<boolean>);
    if (lives && this.#tab) {
      await this.#tab.bringToFront();
      return this.#tab;
    }
    if (this.#tab) await within(this.#tab.close(), 500);
    this.#tab = await this.browser.newPage();
    return this.#tab;
  }

  /** The user closes the tab: another one comes next time, however long this one takes to go. */
  async closeTab(): Promise<void> {
    const tab = this.#tab;
    this.#tab = undefined;
    if (tab) await within(tab.close());
  }

  /** Evaluates where the user manages extensions. What an extension takes with it can take that page along: then once more. */
  async #admin<T>(expression: string, tries = 3): Promise<T> {
    let page: Page | undefined;
    try {
      page = await this.browser.newPage();
      await page.goto('chrome://extensions');
      return (await page.evaluate(expression)) as T;
    } catch (error) {
      if (tries === 1 || !this.browser.connected) throw error;
      return await this.#admin(expression, tries - 1);
    } finally {
      if (page) await within(page.close());
    }
  }

  /** Loads the extension anew, as another version where that is asked for. */
  async reloadExtension(update: boolean): Promise<void> {
    if (update) {
      const file = path.join(this.#extension, 'manifest.json');
      const manifest = JSON.parse(await readFile(file, 'utf8'));
      this.#version++;
      await writeFile(file, JSON.stringify({ ...manifest, version: `0.2.${this.#version}` }));
    }
    await this.#admin(
      `new Promise((resolve, reject) => chrome.developerPrivate.reload('${this.extensionId}', { failQuietly: true }, () => resolve(null)))`,
    );
    await this.ready();
  }

  /** After its process has crashed: Chromium ends an extension then, and says so to the user, who starts it again. */
  async startAgain(): Promise<void> {
    const state = () =>
      this.#admin<string>(
        `chrome.developerPrivate.getExtensionInfo('${this.extensionId}').then(({ state }) => state)`,
      );
    // Now and then the whole browser goes with it.
    if (!this.browser.connected) return this.startBrowserAgain();
    for (let tries = 0; tries < 20 && (await state()) !== 'TERMINATED'; tries++) await pause(200);
    await this.reloadExtension(false);
  }

  setEnabled = (on: boolean): Promise<unknown> =>
    this.#admin(`chrome.management.setEnabled('${this.extensionId}', ${on})`);

  /** Lets databases of the extension grow no further, for so long. */
  async fillDatabases(ms: number): Promise<void> {
    await this.#atExtension(async (page) => {
      const session = await page.createCDPSession();
      const origin = `chrome-extension://${this.extensionId}`;
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
      await pause(ms);
      await session.send('Storage.overrideQuotaForOrigin', { origin });
    });
  }

  /** Every event in the record since `mark`, with its key, and every one that is still open. */
  async events(): Promise<{ events: CordonEvent[]; open: CordonEvent[]; last: number }> {
    return this.#atExtension(
      async (page) =>
        (await page.evaluate(
          (after) =>
            new Promise((resolve, reject) => {
              const opening = indexedDB.open('cordon');
              opening.onerror = () => reject(opening.error);
              opening.onsuccess = () => {
                const db = opening.result;
                const tx = db.transaction(['events', 'open']);
                const range = IDBKeyRange.lowerBound(after, true);
                const events = tx.objectStore('events').getAll(range);
                const keys = tx.objectStore('events').getAllKeys(range);
                const open = tx.objectStore('open').getAll();
                tx.oncomplete = () => {
                  db.close();
                  resolve({
                    events: events.result.map(({ event }) => event),
                    open: open.result,
                    last: keys.result.at(-1) ?? after,
                  });
                };
                tx.onerror = () => reject(tx.error);
              };
            }),
          this.#seen,
        )) as { events: CordonEvent[]; open: CordonEvent[]; last: number },
    );
  }

  /** What is in the record now is of no interest any more. */
  async mark(): Promise<void> {
    this.#seen = (await this.events()).last;
  }

  async close(): Promise<void> {
    const child = this.browser.process();
    const pids = processesOf(child?.pid ?? 0);
    await within(this.browser.close(), 8_000);
    for (const pid of pids)
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // The usual case: it has ended.
      }
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
