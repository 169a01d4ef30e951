// Ways out of a page beyond forms, fetch and XHR.
import { until } from '../harness/driver.ts';
import { expect, test } from '../harness/test.ts';
import { BAD, LONG, pause } from '../harness/texts.ts';

test.use({ background: 'double' });

const text = (value: string) => JSON.stringify(value);

test('sendBeacon: refused, released, short ones at once', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  expect(await tab.evaluate(`navigator.sendBeacon('/upload', ${text(BAD)})`)).toBe(true);
  expect(await tab.evaluate(`navigator.sendBeacon('/upload', new Blob([${text(BAD)}]))`)).toBe(true);
  await pause(400);
  expect(server.received.length).toBe(0);
  expect(await tab.evaluate(`navigator.sendBeacon('/upload', ${text(LONG)})`)).toBe(true);
  await until(() => server.received.length === 1, 'the beacon arrives');
  expect(server.received[0]!.body.toString()).toBe(LONG);
  await tab.evaluate(`navigator.sendBeacon('/upload', 'short')`);
  await until(() => server.received.length === 2, 'the short beacon arrives');
});

test('sendBeacon at pagehide: what was not judged stays', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  await tab.evaluate(
    `void addEventListener('pagehide', () => { navigator.sendBeacon('/upload/long', ${text(BAD)}); navigator.sendBeacon('/upload/short', 'short'); })`,
  );
  await tab.open(server.page('/next', ''));
  await until(() => server.received.length === 1, 'the short beacon arrives');
  await pause(300);
  expect(server.received.map(({ path }) => path)).toEqual(['/upload/short']);
});

test('fetchLater: refused, released', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  test.skip(!(await tab.evaluate<boolean>(`'fetchLater' in window`)), 'this browser has no fetchLater');
  for (const body of [BAD, LONG])
    await tab.evaluate(
      `(() => { const later = fetchLater('/upload', { method: 'POST', body: ${text(body)}, activateAfter: 0 }); return later.activated; })()`,
    );
  await until(() => server.received.length === 1, 'it arrives');
  await pause(300);
  expect(server.received.map(({ body }) => body.toString())).toEqual([LONG]);
});

test('WebSocket: refused, released, in order', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  await tab.evaluate(
    `new Promise((resolve) => { window.socket = new WebSocket('${server.socket}'); socket.onopen = () => resolve(1); })`,
  );
  await tab.evaluate(
    `socket.send('one'), socket.send(${text(`slow400 ${LONG}`)}), socket.send('three'), socket.send(new Blob([${text(BAD)}])), socket.send('four'), socket.close()`,
  );
  await until(() => server.messages.length === 4, 'the messages arrive');
  expect(server.messages.map(String)).toEqual(['one', `slow400 ${LONG}`, 'three', 'four']);
});

const SOCKET_STREAM = (server: { socket: string }) =>
  `(async () => { window.stream = new WebSocketStream('${server.socket}'); window.writable = (await stream.opened).writable; return true; })()`;

test('WebSocketStream (writer): refused, released, in order', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  test.skip(
    !(await tab.evaluate<boolean>(`'WebSocketStream' in window`)),
    'this browser has no WebSocketStream',
  );
  await tab.evaluate(SOCKET_STREAM(server));
  // The lock is let go of before what waits has gone.
  await tab.evaluate(
    `(() => { const writer = writable.getWriter(); writer.write('one'); writer.write(${text(`slow400 ${LONG}`)}); writer.write(${text(BAD)});
     writer.write(new TextEncoder().encode(${text(BAD)})); writer.write('four'); writer.releaseLock(); return writable.close(); })()`,
  );
  await until(() => server.messages.length === 3, 'the messages arrive');
  await pause(300);
  expect(server.messages.map(String)).toEqual(['one', `slow400 ${LONG}`, 'four']);
});

test('WebSocketStream (pipe): refused, released, in order', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  test.skip(
    !(await tab.evaluate<boolean>(`'WebSocketStream' in window`)),
    'this browser has no WebSocketStream',
  );
  await tab.evaluate(SOCKET_STREAM(server));
  const piped = await tab.evaluate(
    `(async () => { const pieces = ['one', ${text(BAD)}, ${text(`slow400 ${LONG}`)}, 'four'];
     const pipe = new ReadableStream({ pull(control) { const piece = pieces.shift(); if (piece) control.enqueue(piece); else control.close(); } }).pipeTo(writable, { preventClose: true });
     const locked = writable.locked; await pipe; return [locked, writable.locked]; })()`,
  );
  expect(piped).toEqual([true, false]);
  await until(() => server.messages.length === 3, 'the messages arrive');
  expect(server.messages.map(String)).toEqual(['one', `slow400 ${LONG}`, 'four']);
});

test('fetch (stream): refused, released', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  const send = (body: string) =>
    `fetch('/upload', { method: 'POST', duplex: 'half', body: new Blob([new TextEncoder().encode(${text(body)})]).stream() }).then(() => 'sent', (error) => error.name)`;
  expect(await tab.evaluate(send(BAD))).toBe('TypeError');
  await tab.evaluate(send(LONG));
  // Firefox has no streams as bodies: it sends '[object ReadableStream]'.
  expect(server.received.filter(({ body }) => body.includes('roster')).length).toBe(0);
});

for (const [name, send] of Object.entries({
  fetch: (url: string) => `fetch(${url}).then(() => 'sent', (error) => error.name)`,
  XMLHttpRequest: (url: string) =>
    `new Promise((resolve) => { const request = new XMLHttpRequest(); request.open('GET', ${url}); request.onload = () => resolve('sent'); request.onerror = () => resolve('TypeError'); request.send(); })`,
}))
  test(`${name} (text in the address): refused, released`, async ({ tab, server }) => {
    await tab.open(server.page('/', ''));
    const url = (body: string) => `'/upload?t=' + encodeURIComponent(${text(body)})`;
    expect(await tab.evaluate(send(url(BAD)))).toBe('TypeError');
    expect(server.received.length).toBe(0);
    expect(await tab.evaluate(send(url(LONG)))).toBe('sent');
    expect(server.received.length).toBe(1);
  });

test('fetch (gzip made by the page): what is inside decides', async ({ tab, server }) => {
  await tab.open(
    server.page(
      '/',
      `<script>window.send = async (text) => { const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
       const body = await new Response(stream).arrayBuffer(); return fetch('/upload', { method: 'POST', body }).then(() => 'sent', (error) => error.name); }</script>`,
    ),
  );
  const varied = (end: string) =>
    JSON.stringify(Array.from({ length: 80 }, (_, i) => `PC ${i * 7919} Custody ${i * 31}`).join(', ') + end);
  expect(await tab.evaluate(`send(${varied('roster')})`)).toBe('TypeError');
  expect(await tab.evaluate(`send(${varied('')})`)).toBe('sent');
  expect(server.received.length).toBe(1);
});

test('fetch (text of more than 8 MB in bytes): refused, released', async ({ tab, server }) => {
  await tab.open(
    server.page(
      '/',
      `<script>const packed = (blob) => new Response(blob.stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
       window.send = async (start, how) => { const text = new Blob([new TextEncoder().encode(start + 'PC 1204 Ainscow, Custody\\n'.repeat(360000))]);
       const body = how === 'blob' ? text : how === 'gzip' ? await packed(text) : await text.arrayBuffer();
       return fetch('/upload', { method: 'POST', body }).then(() => 'sent', (error) => error.name); }</script>`,
    ),
  );
  for (const how of ['blob', 'buffer', 'gzip']) {
    expect(await tab.evaluate(`send('roster', '${how}')`)).toBe('TypeError');
    expect(await tab.evaluate(`send('', '${how}')`)).toBe('sent');
  }
  expect(server.received.length).toBe(3);
});

test('XMLHttpRequest: abort during a hold', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  const events = await tab.evaluate(
    `new Promise((resolve) => { const events = []; const request = new XMLHttpRequest(); request.open('POST', '/upload');
     for (const type of ['abort', 'error', 'load', 'loadend']) request.addEventListener(type, () => events.push(type));
     request.send(${text(`slow500 ${LONG}`)}); setTimeout(() => request.abort(), 100); setTimeout(() => resolve(events), 1000); })`,
  );
  expect(events).toEqual(['abort', 'loadend']);
  expect(server.received.length).toBe(0);
});

test('fetch: abort during a hold', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  expect(
    await tab.evaluate(
      `(async () => { const control = new AbortController(); setTimeout(() => control.abort(), 100);
       return fetch('/upload', { method: 'POST', body: ${text(`slow500 ${LONG}`)}, signal: control.signal }).then(() => 'sent', (error) => error.name); })()`,
    ),
  ).toBe('AbortError');
  await pause(700);
  expect(server.received.length).toBe(0);
});

test('file made by the page: a workbook exported in the tab', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  const send = (word: string) =>
    `fetch('/upload', { method: 'POST', body: Uint8Array.from(${JSON.stringify(`PK\u0003\u0004 ${word} ${'x'.repeat(300)}`)}, (char) => char.charCodeAt(0)) }).then(() => 'sent', (error) => error.name)`;
  expect(await tab.evaluate(send('roster'))).toBe('TypeError');
  expect(await tab.evaluate(send('figures'))).toBe('sent');
});

test('file in JSON as base64: judged as the file that it is', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  const send = (word: string) =>
    `fetch('/upload', { method: 'POST', body: JSON.stringify({ image: 'data:image/png;base64,' + btoa('${word} '.repeat(80)) }) }).then(() => 'sent', (error) => error.name)`;
  expect(await tab.evaluate(send('roster'))).toBe('TypeError');
  expect(await tab.evaluate(send('figures'))).toBe('sent');
});

test('getFile (private file system): the page keeps its own files', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  expect(
    await tab.evaluate(
      `(async () => { const root = await navigator.storage.getDirectory(); const handle = await root.getFileHandle('roster.db', { create: true });
       return (await handle.getFile()).name; })()`,
    ),
  ).toBe('roster.db');
});
