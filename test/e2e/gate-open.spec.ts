// Pages that did not begin with a load: open when the extension came, restored from the back/forward cache.
// With the real background, which brings the gate into open pages.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSamples } from '../fixtures/samples.ts';
import { expect, test } from './harness/test.ts';
import { LONG, WATCH } from './harness/texts.ts';

test.use({ background: 'real', ownBrowser: true });

const samples = () => writeSamples(path.join(tmpdir(), 'cordon-samples'));
const WARNED = `document.documentElement.lastElementChild !== document.body`;
const ASKED = `${WARNED} && document.activeElement === document.documentElement.lastElementChild`;
/** A page that was there first sees a new gate come; one that came first itself sees nothing. */
const PAGE = `${WATCH}<input type=file id=f><a id=a href=/next>next</a><script>
window.hellos = 0; addEventListener('cordonhello', () => { hellos++; }, true); addEventListener('pageshow', ({ persisted }) => { window.restored = persisted; });</script>`;

test('page from the back/forward cache: holds and releases as before', async ({ tab, server }) => {
  const { psni, psniVisibleOnly } = await samples();
  server.page('/next', '<p id=p>next</p>');
  await tab.open(server.page('/', PAGE));
  await tab.click('#a');
  await tab.waitFor(`document.querySelector('#p') !== null`);
  await tab.evaluate('void setTimeout(() => history.back())');
  await tab.waitFor(`document.querySelector('#f') !== null && window.restored !== undefined`);
  expect(await tab.evaluate('restored')).toBe(true);
  await tab.chooseFiles('#f', [psniVisibleOnly.path]);
  await tab.waitFor('seen.length === 2', 20_000);
  await tab.chooseFiles('#f', [psni.path]);
  await tab.waitFor(ASKED, 20_000);
  expect(await tab.evaluate('[seen.length, f.files.length, hellos]')).toEqual([2, 0, 0]);
});

// Last, because the browser of this file has an extension that came late afterwards.
test('page that was open when the extension came anew: the new one holds and releases there', async ({
  tab,
  server,
  cordon,
}) => {
  test.skip(cordon!.name === 'chromium', 'Chromium leaves an unpacked extension off that reloads itself');
  const { psni, psniVisibleOnly } = await samples();
  await tab.open(server.page('/', PAGE));
  await cordon!.updateExtension();
  await tab.waitFor('hellos > 0', 30_000);
  expect(
    await tab.evaluate(
      `fetch('/upload', { method: 'POST', body: ${JSON.stringify(LONG.slice(0, 150))} }).then(() => 'sent')`,
    ),
  ).toBe('sent');
  await tab.chooseFiles('#f', [psniVisibleOnly.path]);
  await tab.waitFor('seen.length === 2', 20_000);
  expect(await tab.evaluate(WARNED)).toBe(false);
  await tab.chooseFiles('#f', [psni.path]);
  await tab.waitFor(ASKED, 20_000);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([2, 0]);
  expect(tab.errors?.() ?? []).toEqual([]);
});
