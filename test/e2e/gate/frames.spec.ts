// The gate in every kind of frame, and in documents that are written over.
import { until } from '../harness/driver.ts';
import { expect, test } from '../harness/test.ts';
import { BAD, LONG, pause } from '../harness/texts.ts';

test.use({ background: 'double' });

const INNER = `<input type=file id=f style='position:fixed;inset:0;width:100%;height:100%'><script>
addEventListener('change', (event) => top.postMessage('seen:' + event.target.files[0].name, '*'));
addEventListener('message', ({ data }) => fetch(data.url, { method: 'POST', mode: 'no-cors', body: data.text })
  .then(() => top.postMessage('sent', '*'), () => top.postMessage('refused', '*')));
</script>`;
const LISTEN = `<script>window.heard = []; addEventListener('message', ({ data }) => { if (typeof data === 'string') heard.push(data); });</script>`;
const FRAME = `id=frame style="width:300px;height:100px;border:0"`;

/** How each kind of frame is made, given the address of the same page on another site. */
const FRAMES: Record<string, (other: string) => string> = {
  'same origin': () => `<iframe ${FRAME} src=/inner></iframe>`,
  'cross origin': (other) => `<iframe ${FRAME} src="${other}/inner"></iframe>`,
  sandboxed: () => `<iframe ${FRAME} sandbox=allow-scripts src=/inner></iframe>`,
  srcdoc: () => `<iframe ${FRAME} srcdoc="${INNER.replaceAll('"', '&quot;')}"></iframe>`,
  blob: () =>
    `<iframe ${FRAME}></iframe><script>frame.src = URL.createObjectURL(new Blob([${JSON.stringify(INNER).replaceAll('</', '<\\/')}], { type: 'text/html' }));</script>`,
  'about:blank, written': () =>
    `<iframe ${FRAME}></iframe><script>const inner = frame.contentDocument; inner.open(); inner.write(${JSON.stringify(INNER).replaceAll('</', '<\\/')}); inner.close();</script>`,
  'about:blank, filled': () =>
    `<iframe ${FRAME}></iframe><script>setTimeout(() => { const inner = frame.contentDocument; inner.body.innerHTML = "<input type=file style='position:fixed;inset:0;width:100%;height:100%'>";
     inner.addEventListener('change', (event) => heard.push('seen:' + event.target.files[0].name));
     frame.contentWindow.addEventListener('message', ({ data }) => frame.contentWindow.fetch(data.url, { method: 'POST', mode: 'no-cors', body: data.text }).then(() => heard.push('sent'), () => heard.push('refused'))); }, 100);</script>`,
};

for (const [kind, html] of Object.entries(FRAMES)) {
  test(`frame (${kind}): input`, async ({ tab, server, file }) => {
    server.page('/inner', INNER);
    await tab.open(server.page('/', `${LISTEN}${html(server.otherOrigin)}`));
    await pause(500);
    await tab.chooseFiles('#frame', [await file('roster.csv', 'x')]);
    await pause(400);
    expect(await tab.evaluate('heard')).toEqual([]);
    await tab.chooseFiles('#frame', [await file('fine.csv', 'x')]);
    await tab.waitFor('heard.length === 1');
    expect(await tab.evaluate('heard')).toEqual(['seen:fine.csv']);
  });

  test(`frame (${kind}): fetch`, async ({ tab, server }) => {
    server.page('/inner', INNER);
    await tab.open(server.page('/', `${LISTEN}${html(server.otherOrigin)}`));
    await pause(500);
    const say = (text: string) =>
      tab.evaluate(
        `void frame.contentWindow.postMessage({ url: '${server.origin}/upload', text: ${JSON.stringify(text)} }, '*')`,
      );
    await say(BAD);
    await tab.waitFor('heard.length === 1');
    await say(LONG);
    await tab.waitFor('heard.length === 2');
    expect(await tab.evaluate('heard')).toEqual(['refused', 'sent']);
    expect(server.received.length).toBe(1);
  });
}

/** How a page comes by the window of a frame that it makes in the same instant. */
const FRESH: Record<string, string> = {
  contentWindow: 'frame.contentWindow',
  contentDocument: 'frame.contentDocument.defaultView',
  'window[n]': 'window[window.length - 1]',
};

for (const [how, inner] of Object.entries(FRESH))
  test(`frame (used as soon as it is made, by ${how}): what it sends is held`, async ({ tab, server }) => {
    await tab.open(
      server.page(
        '/',
        `<body><script>
        const told = (promise) => promise.then(() => 'sent', () => 'refused');
        const fresh = (use) => { const frame = document.createElement('iframe'); document.body.append(frame); const result = use(${inner}); return result; };
        const posted = (view, text) => new Promise((resolve, reject) => { const request = new view.XMLHttpRequest(); request.open('POST', '/upload/xhr'); request.onload = resolve; request.onerror = reject; request.send(text); });
        window.attempt = (text) => Promise.all([
          told(fresh((view) => view.fetch('/upload/fetch', { method: 'POST', body: text }))),
          told(fresh((view) => posted(view, text))),
          fresh((view) => { view.navigator.sendBeacon('/upload/beacon', text); }),
          fresh((view) => { view.document.body.innerHTML = '<form method=post action=/upload/form><textarea name=t></textarea></form>'; view.document.forms[0].t.value = text; view.document.forms[0].submit(); }),
        ]);
        // A frame that is kept has a gate of its own later; what was taken from it before stays held.
        window.keep = () => fresh((view) => { window.kept = view; window.taken = view.fetch; });</script>`,
      ),
    );
    const arrived = () => server.received.map(({ path }) => path.replace(/\?.*/, '')).sort();
    expect((await tab.evaluate<string[]>(`attempt(${JSON.stringify(BAD)})`)).slice(0, 2)).toEqual([
      'refused',
      'refused',
    ]);
    await pause(300);
    expect(arrived()).toEqual([]);
    await tab.evaluate(`void attempt(${JSON.stringify(LONG)})`);
    await until(() => server.received.length === 4, 'all four arrive');
    expect(arrived()).toEqual(['/upload/beacon', '/upload/fetch', '/upload/form', '/upload/xhr']);

    await tab.evaluate('void keep()');
    // Until the frame's own gate is there: the other one knows nothing of what that one has released.
    await pause(500);
    const send = (by: string, text: string) =>
      tab.evaluate(
        `told(${by}.call(kept, '/upload/kept', { method: 'POST', body: ${JSON.stringify(text)} }))`,
      );
    expect(await send('taken', BAD)).toBe('refused');
    expect(await send('kept.fetch', BAD)).toBe('refused');
    // Judged once: the double refuses this text the second time that it sees it.
    expect(await send('kept.fetch', `once ${how} ${LONG}`)).toBe('sent');
    expect(
      await tab.evaluate(
        '[Function, kept.Function].map(({ prototype }) => prototype.toString.call(kept.fetch))',
      ),
    ).toEqual(await tab.evaluate('Array(2).fill(String(fetch))'));
  });

test('document.open: the page writes itself anew', async ({ tab, server, file }) => {
  await tab.open(server.page('/', ''));
  await tab.evaluate(
    `document.open(), document.write('<input type=file id=f><script>window.seen = []; addEventListener("change", (event) => seen.push(event.target.files[0].name));<\\/script>'), document.close()`,
  );
  await tab.chooseFiles('#f', [await file('roster.csv', 'x')]);
  await pause(400);
  expect(await tab.evaluate('seen')).toEqual([]);
  await tab.chooseFiles('#f', [await file('fine.csv', 'x')]);
  await tab.waitFor('seen.length === 1');
});

test('strict Content Security Policy, COEP, Trusted Types', async ({ tab, server, file }) => {
  await tab.open(
    server.page(
      '/',
      `<input type=file id=f><script>window.seen = []; f.onchange = () => seen.push(f.files[0].name);</script>`,
      {
        'content-security-policy':
          "default-src 'none'; script-src 'unsafe-inline'; require-trusted-types-for 'script'; trusted-types 'none'",
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-opener-policy': 'same-origin',
      },
    ),
  );
  await tab.chooseFiles('#f', [await file('roster.csv', 'x')]);
  await pause(400);
  expect(await tab.evaluate('seen')).toEqual([]);
  await tab.chooseFiles('#f', [await file('fine.csv', 'x')]);
  await tab.waitFor('seen.length === 1');
});
