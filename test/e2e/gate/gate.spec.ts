// The gate's doors, one test a channel, with a double for the background: what is refused never reaches the page or the
// server, what is released arrives byte for byte.

import { until } from '../harness/driver.ts';
import { multipart } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';
import { LONG, pause, WATCH } from '../harness/texts.ts';

test.use({ background: 'double' });

test('input: a file is seen after its release, events and all', async ({ tab, server, file }) => {
  await tab.open(server.page('/', `${WATCH}<input type=file id=f>`));
  await tab.chooseFiles('#f', [await file('slow1500.csv', 'a,b\n1,2')]);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  await tab.waitFor('seen.length === 2');
  expect(await tab.evaluate('seen')).toEqual(['input:slow1500.csv', 'change:slow1500.csv']);
  expect(await tab.evaluate('f.files[0].text()')).toBe('a,b\n1,2');
});

test('input: a refused file is never seen, and the field is empty', async ({ tab, server, file }) => {
  await tab.open(server.page('/', `${WATCH}<input type=file id=f>`));
  await tab.chooseFiles('#f', [await file('roster.csv', 'x')]);
  await pause(500);
  expect(await tab.evaluate('[seen.length, f.files.length, f.value]')).toEqual([0, 0, '']);
});

test('input: asked, then refused by message', async ({ tab, server, file }) => {
  await tab.open(server.page('/', `${WATCH}<input type=file id=f>`));
  await tab.chooseFiles('#f', [await file('asked.csv', 'x')]);
  await pause(800);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
});

test('input (multiple): all files, in their order', async ({ tab, server, file }) => {
  await tab.open(server.page('/', `${WATCH}<input type=file id=f multiple>`));
  await tab.chooseFiles('#f', [await file('b.csv', 'b'), await file('a.csv', 'a'), await file('c.csv', 'c')]);
  await tab.waitFor('seen.length === 2');
  expect(await tab.evaluate('seen[1]')).toBe('change:b.csv+a.csv+c.csv');
});

test('input: a second choice during a hold replaces the first', async ({ tab, server, file }) => {
  await tab.open(server.page('/', `${WATCH}<input type=file id=f>`));
  await tab.chooseFiles('#f', [await file('slow1500.csv', 'first')]);
  await tab.chooseFiles('#f', [await file('second.csv', 'second')]);
  await pause(2_000);
  expect(await tab.evaluate('seen')).toEqual(['input:second.csv', 'change:second.csv']);
  expect(await tab.evaluate('f.files[0].name')).toBe('second.csv');
});

test('input (detached): a file chosen with an input that is in no document', async ({
  tab,
  server,
  file,
}) => {
  await tab.open(
    server.page(
      '/',
      `<script>window.seen = []; function pick() { const input = document.createElement('input'); input.type = 'file';
       input.onchange = () => seen.push(input.files[0].name); input.addEventListener('input', () => seen.push('input')); input.click(); }
       </script><button id=b onclick=pick()>pick</button>`,
    ),
  );
  await tab.chooseFiles('#b', [await file('roster.csv', 'x')]);
  await pause(400);
  expect(await tab.evaluate('seen')).toEqual([]);
  await tab.chooseFiles('#b', [await file('slow200.csv', 'x')]);
  expect(await tab.evaluate('seen')).toEqual([]);
  await tab.waitFor('seen.length === 2');
  expect(await tab.evaluate('seen')).toEqual(['input', 'slow200.csv']);
});

for (const mode of ['open', 'closed'])
  test(`input (${mode} shadow root): held and released`, async ({ tab, server, file }) => {
    await tab.open(
      server.page(
        '/',
        `<div id=host style="display:inline-block"></div><script>window.seen = [];
       const root = host.attachShadow({ mode: '${mode}' }); root.innerHTML = '<input type=file>';
       root.firstChild.onchange = (event) => seen.push(event.target.files[0].name);</script>`,
      ),
    );
    await tab.chooseFiles('#host', [await file('roster.csv', 'x')]);
    await pause(400);
    expect(await tab.evaluate('seen')).toEqual([]);
    await tab.chooseFiles('#host', [await file('fine.csv', 'x')]);
    await tab.waitFor('seen.length === 1');
    expect(await tab.evaluate('seen')).toEqual(['fine.csv']);
  });

const FORM = `${WATCH}<form method=post action=/upload enctype=multipart/form-data id=form>
<input type=file name=file_1 id=f><textarea name=body id=t></textarea><input name=subject id=s>
<button name=go value=now id=b>Send</button></form><script>window.submits = 0; form.addEventListener('submit', () => { submits++; });</script>`;

test('submit: a released file and a text arrive byte for byte, with the button', async ({
  tab,
  server,
  file,
}) => {
  await tab.open(server.page('/', FORM));
  await tab.chooseFiles('#f', [await file('slow400.csv', 'a,b\r\n1,2')]);
  await tab.type('#t', LONG);
  await tab.click('#b');
  await until(() => server.received.length === 1, 'the form arrives');
  const parts = multipart(server.received[0]!);
  expect(parts.map(({ name, filename, bytes }) => [name, filename, bytes.toString()])).toEqual([
    ['file_1', 'slow400.csv', 'a,b\r\n1,2'],
    ['body', undefined, LONG],
    ['subject', undefined, ''],
    ['go', undefined, 'now'],
  ]);
});

test('submit: long text that is refused is not sent', async ({ tab, server }) => {
  await tab.open(server.page('/', FORM));
  await tab.type('#t', `${LONG} roster`);
  await tab.click('#b');
  await pause(600);
  expect(server.received.length).toBe(0);
  expect(await tab.evaluate('[submits, t.value.length > 200]')).toEqual([0, true]);
});

test('submit: text that the page fills in while it submits is judged as well', async ({ tab, server }) => {
  await tab.open(
    server.page(
      '/',
      `${FORM}<script>form.addEventListener('submit', () => { t.value = '${LONG} roster'; });</script>`,
    ),
  );
  await tab.type('#s', 'short');
  await tab.click('#b');
  await pause(600);
  expect(server.received.length).toBe(0);
});

test('submit: a short form goes within the click', async ({ tab, server }) => {
  await tab.open(server.page('/', FORM));
  await tab.type('#s', 'short');
  await tab.click('#b');
  await until(() => server.received.length === 1, 'the form arrives');
});

test('form.submit(): held, refused, released', async ({ tab, server }) => {
  await tab.open(server.page('/', FORM));
  await tab.evaluate(`t.value = '${LONG} roster'; void form.submit()`);
  await pause(500);
  expect(server.received.length).toBe(0);
  await tab.evaluate(`t.value = '${LONG}'; void form.submit()`);
  await until(() => server.received.length === 1, 'the form arrives');
  expect(multipart(server.received[0]!)[1]!.bytes.toString()).toBe(LONG);
});

/** How a page sends `what` by each way of fetch and XHR; each gives a promise of what it came to. */
const WAYS: Record<string, string> = {
  'fetch (string)': `fetch('/upload', { method: 'POST', body: TEXT })`,
  'fetch (URLSearchParams)': `fetch('/upload', { method: 'POST', body: new URLSearchParams({ t: TEXT }) })`,
  'fetch (JSON)': `fetch('/upload', { method: 'POST', body: JSON.stringify({ a: [{ t: TEXT }] }) })`,
  'fetch (FormData)': `fetch('/upload', { method: 'POST', body: (() => { const form = new FormData(); form.append('f', new File([TEXT], 'made.csv')); return form; })() })`,
  'fetch (File)': `fetch('/upload', { method: 'POST', body: new File([TEXT], 'made.csv') })`,
  'fetch (Blob)': `fetch('/upload', { method: 'POST', body: new Blob([TEXT]) })`,
  'fetch (Blob of bytes)': `fetch('/upload', { method: 'POST', body: new Blob([new TextEncoder().encode(TEXT)]) })`,
  'fetch (ArrayBuffer)': `fetch('/upload', { method: 'POST', body: new TextEncoder().encode(TEXT).buffer })`,
  'fetch (typed array)': `fetch('/upload', { method: 'POST', body: new TextEncoder().encode(TEXT) })`,
  'fetch (Request)': `fetch(new Request('/upload', { method: 'POST', body: TEXT }))`,
  'fetch (Request with FormData)': `fetch(new Request('/upload', { method: 'POST', body: (() => { const form = new FormData(); form.append('f', new File([TEXT], 'made.csv')); return form; })() }))`,
  'fetch (object with toString)': `fetch('/upload', { method: 'POST', body: { toString: () => TEXT } })`,
  'XMLHttpRequest (string)': `xhr(TEXT)`,
  'XMLHttpRequest (FormData)': `xhr((() => { const form = new FormData(); form.append('f', new File([TEXT], 'made.csv')); return form; })())`,
  'XMLHttpRequest (Blob)': `xhr(new Blob([TEXT]))`,
  'XMLHttpRequest (ArrayBuffer)': `xhr(new TextEncoder().encode(TEXT).buffer)`,
};

const SENDER = `<script>
window.xhr = (body) => new Promise((resolve, reject) => { const request = new XMLHttpRequest(); request.open('POST', '/upload');
  request.onload = () => resolve(request); request.onerror = () => reject(new Error('error')); request.send(body); });
window.send = (way) => Promise.resolve().then(way).then(() => 'sent', (error) => 'failed: ' + error.constructor.name);
</script>`;

for (const [way, expression] of Object.entries(WAYS))
  test(`${way}: refused, released`, async ({ tab, server }) => {
    await tab.open(server.page('/', SENDER));
    const refused = JSON.stringify(`${LONG}roster`);
    expect(await tab.evaluate(`send(() => { const TEXT = ${refused}; return ${expression}; })`)).toMatch(
      /^failed/,
    );
    expect(server.received.length).toBe(0);
    const text = JSON.stringify(LONG);
    expect(await tab.evaluate(`send(() => { const TEXT = ${text}; return ${expression}; })`)).toBe('sent');
    expect(server.received.length).toBe(1);
    const [arrived] = server.received;
    const body = arrived!.body.toString();
    const inner = arrived!.type.startsWith('multipart/') ? multipart(arrived!)[0]!.bytes.toString() : body;
    if (way.includes('URLSearchParams')) expect(new URLSearchParams(body).get('t')).toBe(LONG);
    else if (way.includes('JSON')) expect(JSON.parse(body)).toEqual({ a: [{ t: LONG }] });
    else expect(inner).toBe(LONG);
  });

test('XMLHttpRequest (synchronous): refused where it would have to wait', async ({ tab, server }) => {
  await tab.open(server.page('/', SENDER));
  const sync = (text: string) =>
    `(() => { const request = new XMLHttpRequest(); request.open('POST', '/upload', false); try { request.send(${JSON.stringify(text)}); return 'sent'; } catch (error) { return error.name; } })()`;
  expect(await tab.evaluate(sync(LONG))).toBe('NetworkError');
  expect(await tab.evaluate(sync('short'))).toBe('sent');
  expect(server.received.length).toBe(1);
});

for (const [how, body] of Object.entries({
  'in a form': `(() => { const form = new FormData(); form.append('chunk', slice); return form; })()`,
  'in a form, named': `(() => { const form = new FormData(); form.set('chunk', slice, f.files[0].name); return form; })()`,
  'as a file': 'new File([slice], f.files[0].name)',
}))
  test(`fetch: chunks of a released file (${how}) are not judged again`, async ({ tab, server, file }) => {
    await tab.open(server.page('/', `${SENDER}<input type=file id=f>`));
    const content = Array.from({ length: 700 }, (_, i) => `row ${i} ${how}`).join('\n');
    await tab.chooseFiles('#f', [await file('once.csv', content)]);
    await tab.waitFor('f.files.length === 1');
    // 'once' is refused from the second time on, and so would a chunk be that holds it.
    await tab.evaluate(
      `(async () => { for (let at = 0; at < f.files[0].size; at += 1000) { const slice = f.files[0].slice(at, at + 1000); await fetch('/upload', { method: 'POST', body: ${body} }); } })()`,
    );
    const chunks = server.received.map((request) =>
      request.type.startsWith('multipart/') ? multipart(request)[0]!.bytes : request.body,
    );
    expect(Buffer.concat(chunks).toString()).toBe(content);
  });

test('fetch: a file wrapped anew is known by its bytes', async ({ tab, server, file }) => {
  await tab.open(server.page('/', `${SENDER}<input type=file id=f>`));
  await tab.chooseFiles('#f', [await file('once.csv', 'y'.repeat(5_000))]);
  await tab.waitFor('f.files.length === 1');
  expect(
    await tab.evaluate(
      `send(async () => fetch('/upload', { method: 'POST', body: new File([await f.files[0].arrayBuffer()], 'once.csv') }))`,
    ),
  ).toBe('sent');
  expect(server.received.length).toBe(1);
});

test('fetch: chunks of a released file are not judged again', async ({ tab, server, file }) => {
  await tab.open(server.page('/', `${SENDER}<input type=file id=f>`));
  await tab.chooseFiles('#f', [await file('once.csv', 'x'.repeat(5_000))]);
  await tab.waitFor('f.files.length === 1');
  expect(
    await tab.evaluate(
      `(async () => { for (let i = 0; i < 5; i++) await fetch('/upload', { method: 'POST', body: f.files[0].slice(i * 1000, i * 1000 + 1000) }); return 'sent'; })()`,
    ),
  ).toBe('sent');
  expect(server.received.map(({ body }) => body.length)).toEqual([1000, 1000, 1000, 1000, 1000]);
});

const ZONE = `<div id=zone style="width:300px;height:200px;background:#ddd">zone</div><script>window.seen = [];
zone.addEventListener('dragover', (event) => event.preventDefault());
zone.addEventListener('drop', (event) => { event.preventDefault(); const { dataTransfer } = event;
  seen.push(Array.from(dataTransfer.files, (file) => file.name).join('+'));
  window.entries = Array.from(dataTransfer.items, (item) => item.webkitGetAsEntry()?.name ?? null); });
zone.addEventListener('dragleave', () => { window.left = true; });</script>`;

test('drop: refused, released', async ({ tab, server, file, cordon }) => {
  await tab.open(server.page('/', ZONE));
  await tab.dropFiles('#zone', [await file('roster.csv', 'x')]);
  await tab.waitFor('window.left');
  expect(await tab.evaluate('seen')).toEqual([]);
  await tab.dropFiles('#zone', [await file('slow1500.csv', 'x'), await file('b.csv', 'y')]);
  expect(await tab.evaluate('seen')).toEqual([]);
  await tab.waitFor('seen.length === 1');
  expect(await tab.evaluate('seen')).toEqual(['slow1500.csv+b.csv']);
  if (cordon!.name === 'chromium') expect(await tab.evaluate('entries')).toEqual(['slow1500.csv', 'b.csv']);
});

test('drop: types and effects are those of the real drag, when it is released and when it is refused', async ({
  tab,
  server,
  file,
}) => {
  await tab.open(
    server.page(
      '/',
      `<div id=zone style="width:300px;height:200px;background:#ddd">zone</div><script>
      const told = ({ type, dataTransfer }) => [type, Array.from(dataTransfer.types).join(), dataTransfer.effectAllowed, dataTransfer.files.length > 0].join(' ');
      window.over = ''; window.seen = [];
      zone.addEventListener('dragover', (event) => { event.preventDefault(); over = event.dataTransfer.effectAllowed; });
      for (const type of ['drop', 'dragleave']) zone.addEventListener(type, (event) => { event.preventDefault(); seen.push(told(event)); });</script>`,
    ),
  );
  await tab.dropFiles('#zone', [await file('roster.csv', 'x')]);
  await tab.waitFor('seen.length === 1');
  await tab.dropFiles('#zone', [await file('fine.csv', 'x')]);
  await tab.waitFor('seen.length === 2');
  const allowed = await tab.evaluate<string>('over');
  expect(allowed).not.toBe('none');
  expect(await tab.evaluate('seen')).toEqual([
    `dragleave Files ${allowed} false`,
    `drop Files ${allowed} true`,
  ]);
});

test('drop onto a file input', async ({ tab, server, file }) => {
  await tab.open(server.page('/', `${WATCH}<input type=file id=f style="width:300px;height:60px">`));
  await tab.dropFiles('#f', [await file('roster.csv', 'x')]);
  await pause(400);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  await tab.dropFiles('#f', [await file('fine.csv', 'x')]);
  await tab.waitFor('seen.length === 2');
  expect(await tab.evaluate('seen')).toEqual(['input:fine.csv', 'change:fine.csv']);
});

test('input: ten held at once keep their order', async ({ tab, server, file }) => {
  const inputs = Array.from({ length: 10 }, (_, i) => `<input type=file id=f${i}>`).join('');
  await tab.open(server.page('/', `${WATCH}${inputs}`));
  for (let i = 0; i < 10; i += 1)
    await tab.chooseFiles(`#f${i}`, [await file(`${i}-slow${(10 - i) * 150}.csv`, 'x')]);
  await tab.waitFor('seen.length === 20');
  expect(
    await tab.evaluate('seen.filter((entry) => entry.startsWith("change")).map((entry) => +entry[7])'),
  ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
