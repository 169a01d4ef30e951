// A force's rollout in real Firefox, by a real policies.json: forced installation, settings, reporting, and the next
// version when the policy names it. Firefox reads policies when it starts, so there is no live change to follow.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect } from '@playwright/test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findBrowser } from '../../../bin/browsers.ts';
import { firefoxPolicies, SAMPLE } from '../../../bin/deploy/rollout.ts';
import { newKey } from '../../../bin/release/crx.ts';
import { writeSamples } from '../../fixtures/samples.ts';
import { until } from '../harness/driver.ts';
import {
  FIREFOX_POLICY_FILE,
  type ForceServer,
  type PolicyFile,
  policyFile,
  startForceServer,
  withVersion,
} from '../harness/managed.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const FORM = `<input type=file id=f><script>window.seen = 0; f.onchange = () => { seen++; };</script>`;
/** The warning has the focus; see whole/ways.spec.ts. */
const ASKED = `document.documentElement.lastElementChild !== document.body
  && document.activeElement === document.documentElement.lastElementChild`;

interface Force {
  file: PolicyFile;
  server: ForceServer;
  pages: TestServer;
  start(): Promise<Browser>;
}

const test = base.extend<{ force: Force }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
  force: async ({}, use) => {
    const found = await findBrowser('firefox');
    base.skip(!found, 'firefox was not found on this machine (see bin/browsers.ts)');
    const file = policyFile(FIREFOX_POLICY_FILE);
    base.skip(!file, 'policy files of this machine cannot be written');
    const server = await startForceServer(newKey(), 'unused');
    const pages = await startServer();
    const profile = await mkdtemp(path.join(tmpdir(), 'cordon-rollout-'));
    let browser: Browser | undefined;
    try {
      await use({
        file: file!,
        server,
        pages,
        async start() {
          await browser?.close();
          browser = await puppeteer.launch({
            browser: 'firefox',
            executablePath: found!.executablePath,
            headless: true,
            userDataDir: profile,
          });
          return browser;
        },
      });
    } finally {
      file!.remove();
      await browser?.close();
      await server.close();
      await pages.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    }
  },
});

async function choose(page: Page, file: string): Promise<void> {
  const chooser = page.waitForFileChooser();
  await page.click('#f');
  await (await chooser).accept([file]);
}

const isTrue = (page: Page, expression: string) => () =>
  page.evaluate(`Boolean(${expression})`) as Promise<boolean>;

test('a workstation with nothing but policies.json: installed, set, holding, reporting, updated', async ({
  force,
}) => {
  test.setTimeout(300_000);
  const { file, server, pages } = force;
  const { psni } = await writeSamples(path.join(tmpdir(), 'cordon-samples'));
  const trusted = pages.page('/intranet/x', FORM);
  const publication = pages.page('/request/x', FORM);

  async function put(version: string): Promise<void> {
    const xpiUrl = server.offerXpi(version, await withVersion('.output/firefox-mv3', version));
    const settings = {
      ...SAMPLE.settings,
      sites: [
        { match: ['http://127.0.0.1/request/*'], kind: 'publication' },
        { match: ['http://127.0.0.1/intranet/*'], kind: 'trusted' },
      ],
      // Firefox hands wrong values on as they are: they are for Cordon to find.
      peopleWarn: 'many',
      collector: { endpoint: server.origin },
    };
    file.write({
      policies: {
        ...firefoxPolicies({ chromiumId: '', updateUrl: '', xpiUrl, settings }),
        // This XPI is not signed by Mozilla; a force's has to be.
        Preferences: { 'xpinstall.signatures.required': { Value: false, Status: 'locked' } },
      },
    });
  }

  async function runs(version: string): Promise<Page> {
    await put(version);
    const browser = await force.start();
    const page = await browser.newPage();
    // It is there once its policy has reached the collector; of a version that only follows another, nothing is new.
    await until(() => server.asked.includes(`/cordon-${version}.xpi`), `Firefox asks for ${version}`, 40_000);
    await until(
      async () => {
        await page.goto(publication);
        await choose(page, psni.path);
        await until(isTrue(page, ASKED), 'the warning', 5_000).catch(() => undefined);
        return isTrue(page, ASKED)();
      },
      `${version} holds`,
      40_000,
    );
    expect(await page.evaluate('[seen, f.files.length]')).toEqual([0, 0]);
    // Leaving the page is an answer too.
    await page.goto(trusted);
    await choose(page, psni.path);
    await until(isTrue(page, 'seen === 1'), 'a trusted site is left alone');
    return page;
  }

  const old = await runs('1.0.0');
  // The next version comes while a file is held: Firefox puts in what policy names when it starts, with the old page gone.
  await old.goto(publication);
  await choose(old, psni.path);
  await until(isTrue(old, ASKED), 'the warning before the update');
  const records = () => server.records.filter(({ eventName }) => eventName === 'cordon.policy');
  await until(
    () => records().some(({ attributes }) => attributes['cordon.policy.managed'] === true),
    'it reports',
  );
  expect(records().at(-1)).toMatchObject({
    resource: { 'service.version': '1.0.0' },
    attributes: { 'cordon.policy.managed': true, 'cordon.policy.invalid_keys': ['peopleWarn'] },
  });

  const abandoned = () =>
    server.records.filter(({ attributes }) => attributes['cordon.outcome'] === 'abandoned').length;
  await runs('1.0.1');
  expect(pages.received).toEqual([]);
  // One by each version, whose page was left, and the one that was held as the browser ended.
  await until(() => abandoned() >= 3, 'what was held is reported as given up');
});
