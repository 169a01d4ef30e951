// What a page can notice of Cordon before anything of its own is held (docs/limits.md says what it can), by comparison: the same page under a guarded and
// under an unguarded name of the same server, in the same browser, has to see the same.
import { until } from '../harness/driver.ts';
import { expect, test } from '../harness/test.ts';
import { BAD } from '../harness/texts.ts';

// The test server is there under two names: 127.0.0.1, which is guarded, and localhost, which is in no list.
test.use({
  background: 'real',
  policy: { everywhere: false, sites: [{ match: ['http://127.0.0.1/*'], kind: 'publication' }] },
});

const PROBE = `(() => { const request = new XMLHttpRequest(); request.open('POST', '/upload', false);
try { request.send(${JSON.stringify(BAD)}); return 'sent'; } catch { return 'refused'; } })()`;

/** Each gives something that can be compared. `long` is text that is judged and released. */
const LOOKS: Record<string, string> = {
  'names of the window': `Object.getOwnPropertyNames(window).sort().join()`,
  'every function of the platform': `(() => { const lines = []; const seen = new Set();
    const look = (at, owner) => { for (const key of Reflect.ownKeys(owner)) { const descriptor = Reflect.getOwnPropertyDescriptor(owner, key);
      lines.push([at, String(key), descriptor.writable, descriptor.enumerable, descriptor.configurable].join());
      for (const part of ['value', 'get', 'set']) { const fn = descriptor[part]; if (typeof fn !== 'function' || seen.has(fn)) continue; seen.add(fn);
        lines.push([at, String(key), part, fn.name, fn.length, Function.prototype.toString.call(fn), Reflect.ownKeys(fn).map(String).sort(), Object.getPrototypeOf(fn) === Function.prototype, 'prototype' in fn].join()); } } };
    for (const name of ['Function', 'Object', 'Blob', 'File', 'FormData', 'Request', 'Response', 'XMLHttpRequest', 'XMLHttpRequestUpload', 'WebSocket', 'RTCDataChannel', 'Navigator', 'HTMLFormElement', 'HTMLInputElement', 'HTMLElement', 'Element',
      'Document', 'EventTarget', 'DataTransfer', 'FileSystemFileHandle', 'ElementInternals', 'HTMLIFrameElement', 'HTMLObjectElement', 'WritableStream', 'WritableStreamDefaultWriter', 'ReadableStream', 'WebTransport', 'WebSocketStream'])
      if (window[name]) { look(name, window[name]); look(name + '.prototype', window[name].prototype); }
    for (const name of ['fetch', 'open', 'fetchLater']) if (window[name]) lines.push([name, window[name].name, window[name].length, String(window[name]), 'prototype' in window[name]].join());
    return lines.join('\\n'); })()`,
  'functions that are no constructors': `[fetch, Blob.prototype.slice, XMLHttpRequest.prototype.send].map((fn) => { try { new fn(); return 'made'; } catch (error) { return error.name + error.message; } }).join()`,
  'what errors say, and where they came from': `(async () => { const told = []; const tries = [() => fetch(), () => fetch('http://['), () => HTMLFormElement.prototype.submit.call({}), () => new XMLHttpRequest().send('x'), () => new XMLHttpRequest().open('GET'),
      () => new Blob(1), () => Blob.prototype.slice.call({}), () => new Request(), () => new Request('x', { mode: 'odd' }), () => navigator.sendBeacon(), () => WebSocket.prototype.send.call({}), () => new File([]), () => FormData.prototype.append.call(1),
      () => document.body.attachShadow(), () => EventTarget.prototype.dispatchEvent.call(window), () => HTMLInputElement.prototype.showPicker.call({}), () => document.createElement('input').showPicker(), () => Function.prototype.toString.call({}), () => Blob(), () => fetch.call({}, '/')];
      for (const attempt of tries) try { await attempt(); told.push('no error'); } catch (error) { told.push(error.name + '|' + error.message + '|' + (error.constructor === window[error.name])); }
      return told.join('\\n').replaceAll(location.origin, ''); })()`,
  'stacks name no script of ours': `(async () => { const stacks = []; for (const attempt of [() => HTMLFormElement.prototype.submit.call({}), () => Blob.prototype.slice.call({}), () => new Blob({ get [Symbol.iterator]() { stacks.push(new Error().stack); return undefined; } }), () => fetch('/', { get method() { stacks.push(new Error().stack); return 'GET'; } }), () => navigator.sendBeacon('/upload', { toString() { stacks.push(new Error().stack); return 'x'; } })])
      try { await attempt(); } catch (error) { stacks.push(error.stack); }
      return /page\\.js|gate\\.js|-extension:|cordon/i.test(stacks.join()); })()`,
  'order of reads': `(() => { const log = []; const logged = (name, target) => new Proxy(target, { get(of, key) { log.push(name + '.' + String(key)); return of[key]; } });
      try { new Blob(logged('list', ['a']), logged('bag', {})); } catch (error) { log.push(error.name); } try { new File(logged('list', ['a']), 'n', logged('bag', {})); } catch (error) { log.push(error.name); }
      try { new Request('/', logged('init', {})); } catch (error) { log.push(error.name); } return log.join(); })()`,
  'events of a form that is sent': `(async () => { const events = []; document.body.insertAdjacentHTML('beforeend', '<iframe name=sink></iframe><form id=form target=sink method=post action=/upload><input name=a value=1><button id=b name=go value=now></button></form>');
      for (const type of ['click', 'submit', 'invalid', 'reset', 'load']) form.addEventListener(type, (event) => events.push(type + event.isTrusted + (event.submitter?.id ?? '')));
      b.click(); form.requestSubmit(); form.submit(); await new Promise((resolve) => setTimeout(resolve, 300)); return events.join(); })()`,
  'events of a request': `(async () => { const events = []; await new Promise((resolve) => { const request = new XMLHttpRequest(); for (const type of ['readystatechange', 'loadstart', 'progress', 'abort', 'error', 'load', 'timeout', 'loadend'])
      { request.addEventListener(type, () => events.push(type + request.readyState)); request.upload.addEventListener(type, () => events.push('upload ' + type)); }
      request.onloadend = () => resolve(); request.open('POST', '/upload'); request.send('short'); events.push('sent'); }); return [...new Set(events)].join(); })()`,
  'events of a request that is given up': `(async () => { const events = []; const request = new XMLHttpRequest(); for (const type of ['readystatechange', 'loadstart', 'abort', 'error', 'load', 'loadend'])
      { request.addEventListener(type, () => events.push(type + request.readyState)); request.upload.addEventListener(type, () => events.push('upload ' + type)); }
      request.open('POST', '/upload'); request.send('short'); request.abort(); await new Promise((resolve) => setTimeout(resolve, 100)); return events.join(); })()`,
  'attributes and children of the root': `document.documentElement.outerHTML.replaceAll(location.origin, '')`,
  'a function of this page by another frame': `(() => { const frame = document.body.appendChild(document.createElement('iframe')); return [fetch, Blob, XMLHttpRequest.prototype.send].map((fn) => frame.contentWindow.Function.prototype.toString.call(fn)).join(); })()`,
  'a function of a new frame': `(() => { const frame = document.body.appendChild(document.createElement('iframe')); const { contentWindow: view } = frame; return [view.fetch, view.XMLHttpRequest.prototype.send, view.Function.prototype.toString].map((fn) => Function.prototype.toString.call(fn) + view.Function.prototype.toString.call(fn)).join(); })()`,
  'faked kinds': `(() => { Object.defineProperty(Blob, Symbol.hasInstance, { value: () => true, configurable: true }); const is = {} instanceof Blob; delete Blob[Symbol.hasInstance]; return [is, {} instanceof Blob, new Blob() instanceof Blob, Reflect.ownKeys(Blob).map(String)].join(); })()`,
};

for (const [what, look] of Object.entries(LOOKS))
  test(`page: ${what} as without Cordon`, async ({ tab, server }) => {
    server.page('/looked', '<body>');
    const seen: unknown[] = [];
    // Until the policy is known every site is guarded.
    await until(async () => {
      await tab.open(`${server.otherOrigin}/looked`);
      return (await tab.evaluate(PROBE)) === 'sent';
    }, 'the site is left alone');
    for (const origin of [server.otherOrigin, server.origin]) {
      await tab.open(`${origin}/looked`);
      seen.push(await tab.evaluate(`(async () => ${look})()`));
    }
    expect(await tab.evaluate(PROBE)).toBe('refused');
    expect(seen[1]).toEqual(seen[0]);
  });
