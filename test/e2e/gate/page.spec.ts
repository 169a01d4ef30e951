// What a page can notice of the gate, and what it can do against it.
import { expect, test } from '../harness/test.ts';
import { BAD, LONG, pause, WATCH } from '../harness/texts.ts';

test.use({ background: 'double' });

test('page: finds no trace before anything is held', async ({ tab, server }) => {
  await tab.open(
    server.page(
      '/',
      `<script>
      window.first = Object.getOwnPropertyNames(window);
      window.events = []; for (const type of ['message', 'cordonhello', 'formdata']) addEventListener(type, () => events.push(type), true);
      </script>`,
    ),
  );
  expect(
    await tab.evaluate(`(() => {
      const clean = document.body.appendChild(document.createElement('iframe')).contentWindow;
      const print = (fn) => Function.prototype.toString.call(fn);
      const names = ['fetch', 'XMLHttpRequest.prototype.send', 'XMLHttpRequest.prototype.open', 'HTMLFormElement.prototype.submit',
        'HTMLElement.prototype.click', 'EventTarget.prototype.dispatchEvent', 'Navigator.prototype.sendBeacon', 'WebSocket.prototype.send',
        'Function.prototype.toString', 'Blob', 'Blob.prototype.slice', 'Request', 'Document.prototype.write'];
      const odd = [];
      for (const name of names) {
        const fn = name.split('.').reduce((object, key) => object[key], window);
        const last = name.split('.').at(-1);
        if (!/^function \\w*\\(\\) \\{\\s+\\[native code\\]\\s+\\}$/.test(print(fn)) || !print(fn).includes(last)) odd.push(name + ' prints ' + print(fn));
        if (fn.name !== last) odd.push(name + ' is called ' + fn.name);
        if (fn + '' !== print(fn)) odd.push(name + ' + ""');
      }
      if (new Blob([]).constructor !== Blob || !(new Blob([]) instanceof Blob)) odd.push('Blob.constructor');
      if (Object.keys(document.documentElement.dataset).length || document.documentElement.attributes.length) odd.push('attributes');
      const ours = first.filter((name) => /cordon|wxt|^(gate|page)$/i.test(name)); if (ours.length) odd.push('globals ' + ours);
      return odd.concat(events);
    })()`),
  ).toEqual([]);
});

test('page: options of fetch are read as the browser itself reads them', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  const [own, native] = await tab.evaluate<[string[], string[]]>(
    `(async () => { const logged = (keys) => new Proxy({}, { get(_, key) { keys.push(key); } });
      const [own, native] = [[], []]; await fetch('data:,', logged(own)); new Request('data:,', logged(native)); return [own, native]; })()`,
  );
  expect(native.length).toBeGreaterThan(8);
  expect(own).toEqual(native);
});

test('page: errors show no extension', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  const stacks = await tab.evaluate(
    `(async () => { const stacks = [];
      for (const attempt of [() => fetch(), () => fetch('http://['), () => HTMLFormElement.prototype.submit.call({}), () => new XMLHttpRequest().send('x'),
        () => fetch('/upload', { method: 'POST', body: ${JSON.stringify(BAD)} })])
        try { await attempt(); stacks.push('no error'); } catch (error) { stacks.push(String(error.stack)); }
      return stacks.join('\\n'); })()`,
  );
  expect(stacks).not.toMatch(/no error/);
  expect(stacks).not.toMatch(/-extension:/);
});

/** Each is run by the page's first script; then bad text and a bad file must still be held. */
const ATTACKS: Record<string, string> = {
  'replaced primordials': `
    const leak = (value) => { (window.leaked ??= []).push(String(value)); };
    for (const [owner, keys] of [[Reflect, ['apply', 'construct', 'defineProperty']], [Function.prototype, ['call', 'apply', 'bind']],
      [Array.prototype, ['push', 'map', 'join', 'slice', Symbol.iterator]], [WeakMap.prototype, ['get', 'set', 'has']], [Map.prototype, ['get', 'set', 'delete']],
      [Promise.prototype, ['then']], [String.prototype, ['slice', 'indexOf', 'startsWith']], [FormData.prototype, ['forEach', 'has', 'append']],
      [EventTarget.prototype, ['addEventListener']], [Event.prototype, ['preventDefault', 'stopImmediatePropagation']], [DataTransferItemList.prototype, ['add']]])
      for (const key of keys) { const native = owner[key]; owner[key] = function (...args) { if (args.some((arg) => /^(p|w|r|x|c|e)$/.test(arg?.type))) leak(arg.type); return Reflect_apply(native, this, args); }; }`,
  'polluted prototypes': `
    for (const key of ['get', 'set', 'value', 'blob', 'text', 'detail', 'relatedTarget', 'released', 'replacements', 'held', 'async', 'apply', 'bubbles', 'capture', 'once', 'signal'])
      Object.defineProperty(Object.prototype, key, { __proto__: null, configurable: true, get: () => undefined, set() { window.leaked = [key]; } });
    Object.defineProperty(Array.prototype, 0, { __proto__: null, configurable: true, get: () => undefined, set(value) { window.leaked = ['array']; } });`,
  'faked Symbol.hasInstance': `
    for (const type of [Blob, File, FormData, ArrayBuffer, URLSearchParams, Request]) Object.defineProperty(type, Symbol.hasInstance, { value: () => false });`,
  'fake hello and fake answers': `
    const bus = document.createElement('i');
    dispatchEvent(new MouseEvent('cordonhello', { relatedTarget: bus }));
    for (const type of ['p', 'w', 'r', 'x', 'e']) for (let id = 0; id < 20; id += 1) { bus.dispatchEvent(new MouseEvent(type, { detail: id })); window.dispatchEvent(new MouseEvent(type, { detail: id })); }`,
};

for (const [name, script] of Object.entries(ATTACKS))
  test(`page attack: ${name}`, async ({ tab, server, file }) => {
    await tab.open(
      server.page(
        '/',
        `${WATCH}<form id=form method=post action=/upload/form><textarea id=t name=t></textarea></form><input type=file id=f>
      <script>{ const Reflect_apply = Reflect.apply; ${script} }
      window.results = { __proto__: null, text: '', file: '', formdata: '' };
      window.attempt = () => {
        const bad = ${JSON.stringify(BAD)}; const note = (name) => [(() => { results[name] = 'sent'; }), (() => { results[name] = 'refused'; })];
        const form = new FormData(); form.append('f', new File([bad], 'made.csv'));
        fetch('/upload/text', { method: 'POST', body: bad }).then(...note('text'));
        fetch('/upload/file', { method: 'POST', body: new File([bad], 'made.csv') }).then(...note('file'));
        fetch('/upload/formdata', { method: 'POST', body: form }).then(...note('formdata'));
        const request = new XMLHttpRequest(); request.open('POST', '/upload/xhr'); request.send(bad);
        t.value = bad; HTMLFormElement.prototype.submit.call(window.form);
      };</script>`,
      ),
    );
    await tab.evaluate('void attempt()');
    await tab.chooseFiles('#f', [await file('roster.csv', 'x')]);
    await pause(800);
    expect(server.received.map(({ path }) => path)).toEqual([]);
    expect(await tab.evaluate('[window.leaked ?? null, seen.length, JSON.stringify(results)]')).toEqual([
      null,
      0,
      '{"text":"refused","file":"refused","formdata":"refused"}',
    ]);
  });

test('page: a body that changes between two readings is sent as it was judged', async ({ tab, server }) => {
  await tab.open(server.page('/', ''));
  await tab.evaluate(
    `(async () => { let reads = 0; const init = { method: 'POST', get body() { reads += 1; return reads === 1 ? 'short' : ${JSON.stringify(BAD)}; } };
     await fetch('/upload', init).catch(() => 0);
     const bytes = new TextEncoder().encode(${JSON.stringify(`slow300 ${LONG}`)}); const going = fetch('/upload', { method: 'POST', body: bytes });
     bytes.set(new TextEncoder().encode('roster')); await going; })()`,
  );
  expect(server.received.map(({ body }) => body.toString())).toEqual(['short', `slow300 ${LONG}`]);
});

test('page attack: another file in the guise of a released one', async ({ tab, server, file }) => {
  await tab.open(
    server.page(
      '/',
      `<input type=file id=f><form id=form method=post enctype=multipart/form-data action=/upload/form><input type=file name=g id=g></form><script>
      const told = (promise) => promise.then(() => 'sent', () => 'refused');
      const post = (body) => told(fetch('/upload', { method: 'POST', body }));
      const filled = (file) => { const form = new FormData(); form.append('f', file); return form; };
      window.attack = async () => {
        const [clean] = f.files;
        const bad = 'roster'.padEnd(clean.size);
        const forged = new File([bad], clean.name, { lastModified: clean.lastModified, type: clean.type });
        // Lists that give the browser something else than whoever looks at them afterwards.
        let reads = 0;
        const turning = Object.defineProperty([clean], 0, { get: () => (reads++ === 0 ? forged : clean) });
        const lying = Object.assign([clean], { *[Symbol.iterator]() { yield forged; } });
        const form = filled(clean.slice());
        document.body.append(document.createElement('iframe'));
        frames[0].FormData.prototype.set.call(form, 'f', forged);
        const transfer = new DataTransfer(); transfer.items.add(forged); g.files = transfer.files;
        document.forms.form.submit();
        return [await post(clean), await post(forged), await post(filled(forged)), await post(new Blob(turning)), await post(new File(lying, clean.name)),
          await post(filled(new Blob(lying))), await post(form)];
      };</script>`,
    ),
  );
  await tab.chooseFiles('#f', [await file('clean.csv', 'a,b,c'.repeat(50))]);
  await tab.waitFor('f.files.length === 1');
  expect(await tab.evaluate('attack()')).toEqual(['sent', ...Array(6).fill('refused')]);
  expect(server.received.length).toBe(1);
});
