// Pages that did not begin with a load: open when the extension came, restored from the back/forward cache.
// With the real background, which brings the gate into open pages.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSamples } from '../../fixtures/samples.ts';
import { until } from '../harness/driver.ts';
import { expect, test } from '../harness/test.ts';
import { pause, WATCH } from '../harness/texts.ts';

test.use({ background: 'real', ownBrowser: 'gate-open' });

const samples = () => writeSamples(path.join(tmpdir(), 'cordon-samples'));
const WARNED = `document.documentElement.lastElementChild !== document.body`;
const ASKED = `${WARNED} && document.activeElement === document.documentElement.lastElementChild`;
const SURNAMES = [
  'Ainscow',
  'Chakraborty',
  'Pilkington',
  'Hargreaves',
  'Okonkwo',
  'Threlfall',
  'Mistry',
  'Braithwaite',
];
const PAGE = `${WATCH}<input type=file id=f><a id=a href=/next>next</a><script>window.kept = fetch;
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
  await tab.waitFor('seen.length === 2');
  await tab.chooseFiles('#f', [psni.path]);
  await tab.waitFor(ASKED);
  expect(await tab.evaluate('[seen.length, f.files.length, hellos]')).toEqual([2, 0, 0]);
});

/** What stands in `storage.local` of the extension is known to the page's gate by then. */
const SHARED_MS = 2_500;

// Last, because the browser of this file has an extension that came late afterwards.
test('page that was open when the extension came anew: the new one takes over, and the page cannot get between', async ({
  tab,
  server,
  cordon,
}) => {
  const { psni, psniVisibleOnly } = await samples();
  await tab.open(server.page('/', PAGE));
  await pause(SHARED_MS);
  const worlds = (await tab.contentWorlds?.())?.length ?? 0;
  await cordon!.updateExtension();
  const plain = JSON.stringify('words and nothing else. '.repeat(20));
  const sent = (body: string) =>
    tab.evaluate<boolean>(
      `fetch('/upload', { method: 'POST', body: ${body} }).then(() => true, () => false)`,
    );
  // In Chromium the old gate tells the user of what it refuses, so the new one is looked for by its world.
  if (tab.contentWorlds) {
    await until(async () => (await tab.contentWorlds!()).length > worlds, 'a second gate');
    await pause(1_000);
  }
  await until(() => sent(plain), 'the new gate answers');
  // Neither of these is an adapter of ours, and what is refused stays refused.
  await tab.evaluate(
    `void dispatchEvent(new MouseEvent('cordonhello', { relatedTarget: document.createElement('i'), cancelable: true }))`,
  );
  await tab.chooseFiles('#f', [psniVisibleOnly.path]);
  await tab.waitFor('seen.length === 2');
  expect(await tab.evaluate(WARNED)).toBe(false);
  await tab.chooseFiles('#f', [psni.path]);
  await tab.waitFor(ASKED);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([2, 0]);
  // What the page has put aside is no way round: it never had anything that was not the first adapter's.
  const before = server.received.length;
  const roster = JSON.stringify(
    Array.from({ length: 40 }, (_, at) => `PC ${1000 + at} ${SURNAMES[at % SURNAMES.length]}, Custody`).join(
      '\n',
    ),
  );
  await tab.evaluate(`void kept('/upload', { method: 'POST', body: ${roster} }).catch(() => undefined)`);
  await pause(2_000);
  expect(server.received.length).toBe(before);
  // One hello came from the test; the page has seen nothing of the new gate.
  expect(await tab.evaluate('hellos')).toBe(1);
  expect(tab.errors?.() ?? []).toEqual([]);
});
