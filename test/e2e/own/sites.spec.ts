// Where the gate is, and where nothing of Cordon is: by the policy's sites, in the real background.
import { until } from '../harness/driver.ts';
import { expect, test } from '../harness/test.ts';
import { BAD, pause } from '../harness/texts.ts';

// The test server is there under two names: 127.0.0.1, which is guarded, and localhost, which is in no list.
test.use({
  background: 'real',
  policy: {
    everywhere: false,
    sites: [
      { match: ['http://127.0.0.1/trusted/*'], kind: 'trusted' },
      { match: ['http://127.0.0.1/*'], kind: 'publication' },
    ],
  },
});

/** A gate that is there refuses within the call what can't wait. */
const PROBE = `(() => { const request = new XMLHttpRequest(); request.open('POST', '/upload', false);
try { request.send(${JSON.stringify(BAD)}); return 'sent'; } catch { return 'refused'; } })()`;

test('site that is guarded: the gate is there', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  expect(await tab.evaluate(PROBE)).toBe('refused');
  expect((await tab.contentWorlds?.()) ?? ['one']).toHaveLength(1);
});

test('site of the bundled catalogue: the gate is there, though the policy does not name it', async ({
  tab,
  server,
}) => {
  server.page('/vendor', '');
  await tab.open(`${server.catalogueOrigin}/vendor`);
  expect(await tab.evaluate(PROBE)).toBe('refused');
  // From the registration for this site, not from that for every site until the policy is known.
  server.page('/elsewhere', '');
  await until(async () => {
    await tab.open(`${server.otherOrigin}/elsewhere`);
    return (await tab.evaluate(PROBE)) === 'sent';
  }, 'the policy is in force');
  await tab.open(`${server.catalogueOrigin}/vendor`);
  expect(await tab.evaluate(PROBE)).toBe('refused');
});

test('site that is not guarded: no script at all', async ({ tab, server }) => {
  server.page('/elsewhere', '');
  // Until the policy is known every site is guarded.
  await until(async () => {
    await tab.open(`${server.otherOrigin}/elsewhere`);
    return (await tab.evaluate(PROBE)) === 'sent';
  }, 'the site is left alone');
  // Firefox lets nobody count the worlds of a page.
  expect((await tab.contentWorlds?.()) ?? []).toEqual([]);
});

test('trusted part of a guarded site: what leaves is not held', async ({ tab, server }) => {
  await tab.open(server.page('/trusted/page', ''));
  const send = `fetch('/upload', { method: 'POST', body: ${JSON.stringify(BAD)} }).then(() => 'sent', () => 'refused')`;
  expect(await tab.evaluate(send)).toBe('sent');
});

test('frame of an unlisted site in a guarded page: the gate comes with it', async ({ tab, server }) => {
  const inner = `<script>addEventListener('message', ({ data }) => { let result; try { result = eval(data); } catch (error) { result = String(error); } parent.postMessage(result, '*'); });</script>`;
  server.page('/inner', inner);
  await tab.open(
    server.page(
      '/',
      `<script>window.heard = []; addEventListener('message', ({ data }) => heard.push(data));</script><iframe id=frame src="${server.otherOrigin}/inner"></iframe>`,
    ),
  );
  await until(async () => {
    await tab.evaluate(`frame.contentWindow.postMessage(${JSON.stringify(PROBE)}, '*')`);
    await pause(100);
    return (await tab.evaluate<string[]>('heard')).includes('refused');
  }, 'the frame refuses what the page would');
});
