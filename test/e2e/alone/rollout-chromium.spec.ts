// A force's rollout in real Chromium, by a real policy file: forced installation from the force's own server, settings,
// reporting to its collector, live changes, and an update while a file is held.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type BrowserContext,
  test as base,
  chromium,
  expect,
  type Page,
  type Worker,
} from '@playwright/test';
import { findBrowser } from '../../../bin/browsers.ts';
import { guarded } from '../../../bin/demo/chromium.ts';
import { chromiumPolicies, naming, SAMPLE, type Tree } from '../../../bin/deploy/rollout.ts';
import { extensionId, newKey } from '../../../bin/release/crx.ts';
import { writeSamples } from '../../fixtures/samples.ts';
import { gapOf, seenIn, startLooking } from '../harness/gap.ts';
import {
  chromiumPolicyFile,
  type ForceServer,
  type PolicyFile,
  policyFile,
  startForceServer,
  withVersion,
} from '../harness/managed.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { pause } from '../harness/texts.ts';

/** What is used of the browser's own API on chrome://extensions. */
declare const chrome: {
  developerPrivate: {
    getExtensionInfo(id: string, callback: (info: ExtensionInfo) => void): void;
    autoUpdate(callback: () => void): void;
  };
  storage: { managed: { get(keys: null): Promise<Tree> } };
  management: { uninstall(id: string): Promise<void>; setEnabled(id: string, on: boolean): Promise<void> };
};
interface ExtensionInfo {
  version: string;
  state: string;
  mustRemainInstalled: boolean;
  userMayModify: boolean;
}

interface Force {
  context: BrowserContext;
  id: string;
  server: ForceServer;
  pages: TestServer;
  /** Puts Cordon's settings into the policy file. */
  set(settings: Tree): void;
}

const BUILT = '.output/chrome-mv3';
/** Playwright's own arguments that keep extensions and their updates away. */
const NOT_THESE = [
  '--disable-extensions',
  '--disable-component-extensions-with-background-pages',
  '--disable-background-networking',
  '--disable-default-apps',
];

async function launch(executablePath: string, args: string[], profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    ignoreDefaultArgs: NOT_THESE,
    args: [
      '--headless=new',
      ...args.filter((arg) => !NOT_THESE.includes(arg)),
      // Nothing leaves this machine, though the browser's own background traffic is on.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}

const test = base.extend<{ force: Force }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
  force: async ({}, use) => {
    const found = await findBrowser('chromium');
    base.skip(!found, 'chromium was not found on this machine (see bin/browsers.ts)');
    const { executablePath, args } = found!;
    const file: PolicyFile | undefined = policyFile(chromiumPolicyFile(executablePath));
    base.skip(!file, 'policy files of this machine cannot be written');
    const key = newKey();
    const id = extensionId(key);
    const server = await startForceServer(key, id);
    const pages = await startServer();
    const profile = await mkdtemp(path.join(tmpdir(), 'cordon-rollout-'));
    let context: BrowserContext | undefined;
    try {
      server.offerCrx('1.0.0', await withVersion(BUILT, '1.0.0'));
      const set = (settings: Tree) =>
        file!.write({
          ...chromiumPolicies('chrome', {
            chromiumId: id,
            updateUrl: `${server.origin}/update.xml`,
            xpiUrl: '',
            settings,
          }),
          // Without it DevTools, and so this test, may not look into an extension that policy has installed.
          DeveloperToolsAvailability: 1,
        });
      set(settingsFor(server));
      context = await launch(executablePath, args, profile);
      const isOurs = (worker: { url(): string }) => worker.url().includes(id);
      if (!context.serviceWorkers().some(isOurs))
        await context.waitForEvent('serviceworker', { predicate: isOurs, timeout: 60_000 });
      await use({ context, id, server, pages, set });
    } finally {
      file!.remove();
      await context?.close();
      await server.close();
      await pages.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    }
  },
});

/** deploy/'s sample with this test's addresses: what stands there works. */
function settingsFor(server: ForceServer): Tree {
  return naming({
    ...SAMPLE.settings,
    sites: [
      { match: ['http://127.0.0.1/request/*'], kind: 'publication' },
      { match: ['http://127.0.0.1/intranet/*'], kind: 'trusted' },
    ],
    limits: { bytes: 8_589_934_592 },
    // Nothing to press, so that the first stop of Tab in the warning is its button.
    contact: { name: 'Information Management' },
    collector: { endpoint: server.origin, headers: { authorization: 'Bearer test' } },
  });
}

const FORM = `<input type=file id=f><script>window.seen = 0; f.onchange = () => { seen++; };</script>`;
/** The warning has the focus; see whole/ways.spec.ts. */
const ASKED = `document.documentElement.lastElementChild !== document.body
  && document.activeElement === document.documentElement.lastElementChild`;

async function choose(page: Page, file: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.locator('#f').click();
  await (await chooser).setFiles(file);
}

/**
 * Chromium reads managed settings only once its start has calmed down. The background waits for them here; a page that is
 * loaded again and again to look at would put it off.
 */
async function settingsRead({ context, id }: Force): Promise<void> {
  const isOurs = (worker: Worker) => new URL(worker.url()).host === id;
  const worker =
    context.serviceWorkers().find(isOurs) ?? (await context.waitForEvent('serviceworker', isOurs));
  const settings = 'chrome.storage.managed.get(null).then((settings) => Object.keys(settings).length)';
  await expect.poll(() => worker.evaluate(settings), { timeout: 60_000 }).toBeGreaterThan(0);
}

/** Opens the popup as a page and gives its words. */
async function popup({ context, id }: Force): Promise<string> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${id}/popup.html`);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  const words = await page.locator('main').innerText();
  await page.close();
  return words;
}

/** The rows of chrome://policy that are set: name → status. */
function policyRows(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const rows: Record<string, string> = {};
    const walk = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll('*')) {
        if (!element.shadowRoot) continue;
        const cell = (name: string) =>
          element.shadowRoot?.querySelector(`.policy.row > .${name}`)?.textContent?.trim() ?? '';
        if (element.localName === 'policy-row' && cell('value')) rows[cell('name')] = cell('messages');
        walk(element.shadowRoot);
      }
    };
    walk(document);
    return rows;
  });
}

const samples = () => writeSamples(path.join(tmpdir(), 'cordon-samples'));

test('a workstation with nothing but the policy file: installed, set, holding, reporting, and not to be removed', async ({
  force,
}) => {
  test.setTimeout(300_000);
  const { context, id, server, pages } = force;

  // Every policy of the sample is accepted, the browser's own and Cordon's.
  const page = await context.newPage();
  await page.goto('chrome://policy');
  const { '3rdparty': _, ...own } = chromiumPolicies('chrome', SAMPLE);
  await expect(async () => {
    await page.reload();
    expect(await policyRows(page)).toMatchObject(
      Object.fromEntries(Object.keys(own).map((name) => [name, 'OK'])),
    );
  }).toPass({ timeout: 60_000 });
  await settingsRead(force);
  await expect(async () => expect(await popup(force)).toContain('Set by your force.')).toPass();
  await page.goto(`chrome-extension://${id}/popup.html`);
  expect(await page.evaluate(() => chrome.storage.managed.get(null))).toEqual(settingsFor(server));

  // Trusted is left alone; a site that publishes is guarded, and the verdict is reported.
  await page.goto(pages.page('/intranet/x', FORM));
  const { psni } = await samples();
  await choose(page, psni.path);
  await page.waitForFunction('seen === 1');
  await page.goto(pages.page('/request/x', FORM));
  await choose(page, psni.path);
  await page.waitForFunction(ASKED, undefined, { timeout: 60_000 });
  expect(await page.evaluate('[seen, f.files.length]')).toEqual([0, 0]);
  // The warning takes keys only after it has stood for half a second; first comes "Take the file out".
  await pause(700);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => server.records.map(({ eventName }) => eventName))
    .toEqual(expect.arrayContaining(['cordon.policy', 'cordon.decision']));
  const decision = server.records.find(({ eventName }) => eventName === 'cordon.decision');
  expect(decision).toMatchObject({
    resource: { 'service.name': 'cordon', 'service.version': '1.0.0' },
    attributes: {
      'cordon.verdict': 'block',
      'cordon.outcome': 'taken-out',
      'cordon.site.kind': 'publication',
    },
  });
  expect(server.records.at(-1)?.attributes['cordon.people']).toBeGreaterThan(9000);
  const inForce = server.records.findLast(({ eventName }) => eventName === 'cordon.policy');
  expect(inForce?.attributes).toMatchObject({
    'cordon.policy.managed': true,
    'cordon.policy.invalid_keys': [],
  });

  // A live change, with a wrong value in it: the popup and the collector are told which key.
  force.set({ ...settingsFor(server), mode: 'lax', peopleWarn: 2.5, contact: { name: 'Duty Desk' } });
  await expect(async () => {
    const words = await popup(force);
    expect(words).toContain('Duty Desk');
    expect(words).toContain('mode, peopleWarn');
    expect(words).toContain('Cordon stops files that name people.');
  }).toPass({ timeout: 60_000 });
  await expect
    .poll(() => server.records.at(-1)?.attributes['cordon.policy.invalid_keys'])
    .toEqual(['mode', 'peopleWarn']);

  // Chromium drops `sites` for a wrong type inside it, before Cordon sees any of it: the force's site is guarded all the same,
  // though sites in no list are not to be, and the popup and the collector are told.
  const match = 'http://127.0.0.1/request/*';
  const kind = 'publication';
  force.set(naming({ ...settingsFor(server), everywhere: false, sites: [{ match, kind }] }));
  await expect(async () => {
    const words = await popup(force);
    expect(words).toMatch(/strict ones are used: sites$/m);
    expect(words).not.toContain('Cordon’s own list');
  }).toPass({ timeout: 60_000 });
  await expect.poll(() => server.records.at(-1)?.attributes['cordon.policy.invalid_keys']).toEqual(['sites']);
  await page.goto(pages.page('/request/x', FORM));
  await choose(page, psni.path);
  await page.waitForFunction(ASKED, undefined, { timeout: 60_000 });
  expect(await page.evaluate('[seen, f.files.length]')).toEqual([0, 0]);

  // The same in the right type is taken at its word.
  force.set(naming({ ...settingsFor(server), everywhere: false, sites: [{ match: [match], kind }] }));
  await expect(async () => {
    const words = await popup(force);
    expect(words).toContain(
      'Only the sites that your force names and those on Cordon’s own list are checked.',
    );
    expect(words).not.toContain('strict ones');
  }).toPass({ timeout: 60_000 });

  // The user can neither remove it nor turn it off.
  await page.goto('chrome://extensions');
  const info = await page.evaluate(
    (id) => new Promise<ExtensionInfo>((resolve) => chrome.developerPrivate.getExtensionInfo(id, resolve)),
    id,
  );
  expect(info).toMatchObject({ state: 'ENABLED', mustRemainInstalled: true, userMayModify: false });
  for (const attempt of ['uninstall', 'disable'] as const) {
    const said = await page.evaluate(
      async ({ id, attempt }) => {
        const done =
          attempt === 'uninstall' ? chrome.management.uninstall(id) : chrome.management.setEnabled(id, false);
        return done.then(
          () => 'done',
          (error: unknown) => String(error),
        );
      },
      { id, attempt },
    );
    expect(said).toContain('cannot be modified by user');
  }
});

/** Puts the next version in place as the administrator's or the browser's own check does, and at once, whatever is open. */
async function update({ id, server }: Force, version: string, admin: Page): Promise<void> {
  server.offerCrx(version, await withVersion(BUILT, version));
  if (admin.url() !== 'chrome://extensions/') await admin.goto('chrome://extensions');
  await admin.evaluate(() => new Promise<void>((resolve) => chrome.developerPrivate.autoUpdate(resolve)));
  const state = () =>
    admin.evaluate(
      (id) =>
        new Promise<string>((resolve) =>
          chrome.developerPrivate.getExtensionInfo(id, (info) => resolve(`${info.version} ${info.state}`)),
        ),
      id,
    );
  await expect.poll(state, { timeout: 60_000, intervals: [50] }).toBe(`${version} ENABLED`);
}

test('an update comes while a file is held: nothing is let go, and the new version guards', async ({
  force,
}) => {
  test.setTimeout(300_000);
  const { context, server, pages } = force;
  const { psni } = await samples();
  const page = await context.newPage();
  await page.goto(pages.page('/request/x', FORM));
  await settingsRead(force);
  await expect(async () => expect(await popup(force)).toContain('Set by your force.')).toPass();
  await choose(page, psni.path);
  await page.waitForFunction(ASKED, undefined, { timeout: 60_000 });

  await update(force, '1.0.1', await context.newPage());
  expect(await page.evaluate('[seen, f.files.length]')).toEqual([0, 0]);

  await page.bringToFront();
  // Pages that load in the first moments get the gate late: the next test.
  await guarded(page);
  await page.goto(pages.page('/request/x', FORM));
  await choose(page, psni.path);
  await page.waitForFunction(ASKED, undefined, { timeout: 60_000 });
  expect(await page.evaluate('[seen, f.files.length]')).toEqual([0, 0]);
  expect(pages.received).toEqual([]);
  await pause(700);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => server.records.findLast(({ eventName }) => eventName === 'cordon.decision')?.resource)
    .toMatchObject({ 'service.version': '1.0.1' });
});

test('a page that loads right after an update gets the gate late, and holds from then on', async ({
  force,
}) => {
  test.setTimeout(300_000);
  const { context, pages } = force;
  const { psni } = await samples();
  const page = await context.newPage();
  await settingsRead(force);
  await startLooking(page, pages);
  const admin = await context.newPage();
  await page.bringToFront();
  const late = page.locator('iframe[name=late]');
  // The gap can be so short that no frame falls into it.
  for (let patch = 1; patch <= 5 && (await late.count()) === 0; patch++) {
    await page.evaluate('seen.length = 0');
    await update(force, `1.0.${patch}`, admin);
    await page.bringToFront();
    await expect.poll(async () => gapOf(await seenIn(page)).over, { timeout: 60_000 }).toBe(true);
    const { frames, lasted, latest } = gapOf(await seenIn(page));
    test.info().annotations.push({
      type: 'gap',
      description: `${frames} frames within ${lasted} ms, guarded after ${latest} ms at most`,
    });
  }
  const field = late.first().contentFrame().locator('#f');
  const chooser = page.waitForEvent('filechooser');
  await field.click();
  await (await chooser).setFiles(psni.path);
  await page.waitForFunction(ASKED, undefined, { timeout: 60_000 });
  expect(await field.evaluate((input: HTMLInputElement) => input.files?.length)).toBe(0);
});
