// The last line: what workers make and send themselves, which no gate can hold. Firefox breaks it off; Chromium says so.
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSamples } from '../../fixtures/samples.ts';
import { type Browser, until } from '../harness/driver.ts';
import { expect, test } from '../harness/test.ts';
import { pause } from '../harness/texts.ts';

test.use({ background: 'real', ownBrowser: 'last-line' });

const samples = () => writeSamples(path.join(tmpdir(), 'cordon-samples'));

/** Sends what it is given as its own: `kind` says as what. */
const SEND = `const send = async ({ url, kind, base64 }) => {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const form = () => { const form = new FormData(); form.append('f', new File([bytes], 'made.xlsx')); return form; };
  const body = { bytes: () => bytes, blob: () => new Blob([bytes]), form, text: () => new TextDecoder().decode(bytes) }[kind]();
  return fetch(url + '?' + kind, { method: 'POST', body }).then(() => 'sent', () => 'refused');
};`;
const WORKERS = {
  dedicated: `${SEND} onmessage = async ({ data }) => postMessage(await send(data));`,
  shared: `${SEND} onconnect = ({ ports: [port] }) => { port.onmessage = async ({ data }) => port.postMessage(await send(data)); };`,
};
const PAGE = `<script>const answer = (port, message) => new Promise((resolve) => { port.onmessage = ({ data }) => resolve(data); port.postMessage(message); });
window.by = { dedicated: (message) => answer(new Worker('/dedicated.js'), message), shared: (message) => answer(new SharedWorker('/shared.js').port, message) };</script>`;

const LINES = ['Surname,Initials,Rank,Collar number,Station'].concat(
  Array.from({ length: 60 }, (_, at) =>
    [
      ['Ainscow', 'Chakraborty', 'Pilkington', 'Hargreaves', 'Okonkwo', 'Threlfall'][at % 6],
      'A.B.',
      'PC',
      2000 + at,
      'Custody',
    ].join(),
  ),
);
const TEXT = Buffer.from(LINES.join('\n'));

/** How many events say that something went without having been held; Chromium. */
async function unheldIn(cordon: Browser): Promise<number> {
  const outcomes = await cordon.background!<string[]>(
    `new Promise((resolve, reject) => { const open = indexedDB.open('cordon'); open.onerror = reject; open.onsuccess = () => {
      const all = open.result.transaction('events').objectStore('events').getAll(); all.onerror = reject; all.onsuccess = () => { open.result.close(); resolve(all.result.map(({ event }) => event.outcome)); }; }; })`,
  );
  return outcomes.filter((outcome) => outcome === 'unheld').length;
}

/** How each kind fares in each browser: what a browser does not show of a body can't be judged. */
const SEEN: { kind: 'bytes' | 'text' | 'blob' | 'form'; chromium: boolean; firefox: boolean }[] = [
  { kind: 'bytes', chromium: true, firefox: true },
  { kind: 'text', chromium: true, firefox: true },
  { kind: 'blob', chromium: false, firefox: true },
  { kind: 'form', chromium: false, firefox: false },
];

for (const worker of ['dedicated', 'shared'] as const)
  test(`last line: made and sent by a ${worker} worker`, async ({ tab, server, cordon }) => {
    const { psni, psniVisibleOnly } = await samples();
    const [roster, clean] = await Promise.all([readFile(psni.path), readFile(psniVisibleOnly.path)]);
    for (const [name, script] of Object.entries(WORKERS))
      server.route(`/${name}.js`, () => ({ headers: { 'content-type': 'text/javascript' }, body: script }));
    await tab.open(server.page('/', PAGE));
    const send = (kind: string, bytes: Buffer) =>
      tab.evaluate<string>(
        `by.${worker}({ url: location.origin + '/upload', kind: '${kind}', base64: '${bytes.toString('base64')}' })`,
      );
    expect(await send('bytes', clean)).toBe('sent');
    expect(await send('blob', clean)).toBe('sent');
    expect(server.received.map(({ body }) => body.equals(clean))).toEqual([true, true]);
    for (const { kind, ...seen } of SEEN) {
      const arrived = server.received.length;
      const before = cordon!.name === 'chromium' ? await unheldIn(cordon!) : 0;
      const answer = await send(kind, kind === 'text' ? TEXT : roster);
      if (cordon!.name === 'firefox') {
        expect([kind, answer, server.received.length - arrived]).toEqual(
          seen.firefox ? [kind, 'refused', 0] : [kind, 'sent', 1],
        );
        continue;
      }
      expect([kind, answer]).toEqual([kind, 'sent']);
      const unheld = async () => (await unheldIn(cordon!)) - before;
      if (seen.chromium) await until(async () => (await unheld()) === 1, `${kind} is reported`, 20_000);
      else {
        await pause(1_000);
        expect([kind, await unheld()]).toEqual([kind, 0]);
      }
    }
    if (cordon!.name === 'chromium' && worker === 'dedicated')
      expect(
        await cordon!.background!(
          `chrome.tabs.query({ url: 'http://127.0.0.1/*' }).then((tabs) => Promise.all(tabs.map(({ id }) => chrome.action.getBadgeText({ tabId: id })))).then((texts) => texts.join(''))`,
        ),
      ).toBe('!');
  });

/** By the functions of a frame that has no gate yet (docs/limits.md): as a request, a beacon, and a form that leads to a frame. */
const ROUND: Record<string, string> = {
  xmlhttprequest: `w.fetch('/upload', { method: 'POST', body: text })`,
  beacon: `w.navigator.sendBeacon('/upload', text)`,
  form: `(document.forms[0].t.value = text, w.HTMLFormElement.prototype.submit.call(document.forms[0]))`,
};

test('last line: what a page sends round its gate is reported, as whatever it goes', async ({
  tab,
  server,
  cordon,
}) => {
  test.skip(cordon!.name === 'firefox', 'its background can not be asked what it has recorded');
  await tab.open(
    server.page(
      '/',
      `<form action=/upload method=post target=hole><textarea name=t></textarea></form><p id=box></p><iframe name=hole></iframe>`,
    ),
  );
  for (const [how, send] of Object.entries(ROUND)) {
    const before = await unheldIn(cordon!);
    const arrived = server.received.length;
    // Each time another text: one that was judged is known.
    const text = `${TEXT.toString()}\n${how}`;
    await tab.evaluate(
      `void ((text) => { box.innerHTML = '<iframe srcdoc=x></iframe>'; const w = frames[0] === document.getElementsByName('hole')[0].contentWindow ? frames[1] : frames[0]; ${send}; })(${JSON.stringify(text)})`,
    );
    await until(() => server.received.length === arrived + 1, `${how} goes`);
    await until(async () => (await unheldIn(cordon!)) === before + 1, `${how} is reported`, 20_000);
  }
});

test('last line: what the gate released goes, and is not reported', async ({ tab, server, cordon }) => {
  const { psniVisibleOnly } = await samples();
  const clean = await readFile(psniVisibleOnly.path);
  await tab.open(server.page('/', ''));
  const sent = await tab.evaluate<string>(
    `fetch('/upload', { method: 'POST', body: Uint8Array.from(atob('${clean.toString('base64')}'), (char) => char.charCodeAt(0)) }).then(() => 'sent', () => 'refused')`,
  );
  expect([sent, server.received.map(({ body }) => body.equals(clean))]).toEqual(['sent', [true]]);
  if (cordon!.name === 'chromium')
    expect(
      await cordon!.background!(
        `chrome.storage.session.get('released').then(({ released }) => released.length > 0)`,
      ),
    ).toBe(true);
});
