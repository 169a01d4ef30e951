// Forms that the browser sends, in all the ways that a page can have it do so, and the editors that people write in.
import { type Page, until } from '../harness/driver.ts';
import { multipart } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';
import { BAD, LONG, pause } from '../harness/texts.ts';

test.use({ background: 'double' });

/** The browser has gone where the form led. A tab that is closed on the way there may hang. */
const gone = (tab: Page) =>
  until(
    () => tab.evaluate<boolean>(`document.title === 'received'`).catch(() => false),
    'the next page is there',
  );

const set = (text: string) => `void (t.value = ${JSON.stringify(text)})`;
/** A form with a long text, and `extra` attributes and elements. */
const form = (attributes: string, extra = '') =>
  `<form id=form action=/upload method=post ${attributes}><textarea name=body id=t></textarea><button id=b name=go value=now>Send</button>${extra}</form>`;

const SENDS: Record<string, { html: string; send?: string; path?: string }> = {
  'by the Enter key': { html: form('', '<input id=s name=s>'), send: 'enter' },
  'method GET': { html: form('method=get') },
  'target: a frame': { html: `${form('target=result')}<iframe name=result></iframe>` },
  'target: a new tab': { html: form('target=_blank') },
  formaction: {
    html: form(
      'action=/nowhere',
      '<button id=other formaction=/upload/other name=go value=then>Other</button>',
    ),
    send: '#other',
    path: '/upload/other',
  },
  'button outside the form': {
    html: `${form('')}<button form=form id=other name=go value=then>Other</button>`,
    send: '#other',
  },
  'image button': {
    html: `${form('')}<input type=image form=form id=other alt=Send src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width=40 height=40>`,
    send: '#other',
  },
  requestSubmit: { html: form(''), send: 'requestSubmit' },
  'a click made by a script': { html: form(''), send: 'script' },
};

for (const [how, { html, send = '#b', path = '/upload' }] of Object.entries(SENDS))
  test(`form (${how}): refused, released`, async ({ tab, server }) => {
    // A form with two methods keeps the first that is named.
    await tab.open(server.page('/', html.replace('method=post method=get', 'method=get')));
    const go = async () => {
      if (send === 'enter') await tab.type('#s', 'x').then(() => tab.press('Enter'));
      else if (send === 'requestSubmit') await tab.evaluate('void form.requestSubmit(b)');
      else if (send === 'script') await tab.evaluate('void b.click()');
      else await tab.click(send);
    };
    await tab.evaluate(set(BAD));
    await go();
    await pause(500);
    expect(server.received.length).toBe(0);
    await tab.evaluate(set(LONG));
    await go();
    await until(() => server.received.length === 1, 'the form arrives');
    if (!how.startsWith('target')) await gone(tab);
    const [arrived] = server.received;
    const sent = new URLSearchParams(
      arrived!.method === 'GET' ? arrived!.path.split('?')[1] : arrived!.body.toString(),
    );
    expect(arrived!.path.split('?')[0]).toBe(path);
    expect(sent.get('body')).toBe(LONG);
    if (!['image button', 'requestSubmit'].includes(how) && send !== 'enter')
      expect(sent.get('go')).toBe(send === '#other' ? 'then' : 'now');
  });

test('form (method dialog): the dialog closes at once, nothing leaves', async ({ tab, server }) => {
  await tab.open(
    server.page(
      '/',
      `<dialog id=d open><form method=dialog><textarea id=t></textarea><button id=b value=yes>OK</button></form></dialog>`,
    ),
  );
  await tab.evaluate(set(BAD));
  await tab.click('#b');
  await tab.waitFor('!d.open');
  expect(await tab.evaluate('d.returnValue')).toBe('yes');
});

test('form (invalid): the browser asks for what is missing, then it is held', async ({ tab, server }) => {
  await tab.open(server.page('/', form('', '<input id=s name=s required>')));
  await tab.evaluate(set(LONG));
  await tab.click('#b');
  await pause(300);
  expect(server.received.length).toBe(0);
  await tab.type('#s', 'x');
  await tab.click('#b');
  await until(() => server.received.length === 1, 'the form arrives');
  await gone(tab);
});

/** What pages do with a form right after a script of theirs has sent it, or after the button that sends it was pressed. */
const AFTERWARDS: Record<string, string> = {
  'taken away': 'form.remove()',
  'taken away with all around it': 'document.body.textContent = ""',
  emptied: 'form.reset(); form.code.remove()',
  'sent elsewhere next': `form.action = '/nowhere'; form.method = 'get'; field.name = 'other'; form.kind.selectedIndex = 0; form.code.value = 9;
    form.append(Object.assign(document.createElement('input'), { name: 'more', value: 'new' }))`,
};
const SENDERS: Record<string, [string, ...string[]]> = {
  'form.submit()': ['form.submit()', ...Object.keys(AFTERWARDS)],
  requestSubmit: ['form.requestSubmit()', 'taken away with all around it', 'sent elsewhere next'],
  'a click': ['form.b.click()', 'taken away', 'emptied'],
};

for (const [how, [send, ...afterwards]] of Object.entries(SENDERS))
  for (const what of afterwards)
    test(`form (sent by ${how}, then ${what}): goes as it stood, once`, async ({ tab, server }) => {
      await tab.open(
        server.page(
          '/',
          `<iframe name=hole></iframe><form name=f action=/upload/here method=post target=hole enctype=multipart/form-data onsubmit="submits++" onformdata="datas++">
           <input name=code value=7 type=hidden><textarea name=t></textarea><input type=checkbox name=box checked><input type=file name=none>
           <select name=kind><option>a<option>b</select><input name=t value=second><input type=hidden name=_charset_><input name=right dirname=way value=x><button name=b>Send</button></form>
           <script>window.submits = window.datas = 0; window.go = (text) => { const form = document.forms.f, field = form.t[0]; field.value = text; form.kind.selectedIndex = 1; ${send}; ${AFTERWARDS[what]}; };</script>`,
        ),
      );
      await tab.evaluate(`void go(${JSON.stringify(LONG)})`);
      await until(() => server.received.length === 1, 'the form arrives');
      await pause(300);
      expect(server.received.map(({ method, path }) => [method, path])).toEqual([['POST', '/upload/here']]);
      expect(multipart(server.received[0]!).map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
        ['code', '7'],
        ['t', LONG],
        ['box', 'on'],
        ['none', ''],
        ['kind', 'b'],
        ['t', 'second'],
        ['_charset_', 'UTF-8'],
        ['right', 'x'],
        ['way', 'ltr'],
        ...(how === 'a click' ? [['b', '']] : []),
      ]);
      // The page's own handlers ran once, and nothing of ours is left.
      expect(await tab.evaluate('submits')).toBe(how === 'form.submit()' ? 0 : 1);
      if (how === 'form.submit()') expect(await tab.evaluate('datas')).toBe(1);
      expect(await tab.evaluate('document.forms.length')).toBe(what.startsWith('taken') ? 0 : 1);
    });

/** Ways in which a page brings its own values into a form that the browser sends. */
const FILLED: Record<string, string> = {
  'a listener for formdata': `form.addEventListener('formdata', (event) => event.formData.set('body', value));`,
  onformdata: `form.onformdata = (event) => event.formData.set('body', value);`,
  'a custom element': `customElements.define('text-field', class extends HTMLElement { static formAssociated = true; inner = this.attachInternals(); set value(value) { this.inner.setFormValue(value); } });
    const field = document.createElement('text-field'); field.setAttribute('name', 'body'); form.append(field); Object.defineProperty(window, 'fill', { value: () => { field.value = value; } });`,
};

for (const [how, script] of Object.entries(FILLED))
  for (const { what, made, by } of [
    { what: 'text', made: 'text', by: 'a click' },
    { what: 'file', made: `new File([text], 'made.csv')`, by: 'a click' },
    { what: 'file', made: `new File([text], 'made.csv')`, by: 'form.submit()' },
  ])
    test(`form (${what} by ${how}, sent by ${by}): refused, released`, async ({ tab, server }) => {
      await tab.open(
        server.page(
          '/',
          `<form id=form action=/upload method=post enctype=multipart/form-data><button id=b>Send</button></form><script>window.value = ''; ${script}
             window.put = (text) => { value = ${made}; window.fill?.(); };</script>`,
        ),
      );
      const go = async (text: string) => {
        await tab.evaluate(`void put(${JSON.stringify(text)})`);
        await (by === 'a click' ? tab.click('#b') : tab.evaluate('void form.submit()'));
      };
      await go(BAD);
      await pause(500);
      expect(server.received.length).toBe(0);
      await go(LONG);
      await until(() => server.received.length === 1, 'the form arrives');
      await gone(tab);
      expect(multipart(server.received[0]!).map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
        ['body', LONG],
      ]);
    });

/** Editors, and how a page reads what was written in them; each page sends it by `fetch`. */
const EDITORS: Record<string, { html: string; read: string; write: string }> = {
  contenteditable: {
    html: '<div id=e contenteditable>x</div>',
    read: 'e.innerHTML',
    write: 'e.textContent = text',
  },
  'rich-text frame': {
    html: '<iframe id=e></iframe><script>e.contentDocument.designMode = "on";</script>',
    read: 'e.contentDocument.body.innerHTML',
    write: 'e.contentDocument.body.textContent = text',
  },
};

for (const [editor, { html, read, write }] of Object.entries(EDITORS))
  test(`text (${editor}): refused, released`, async ({ tab, server }) => {
    await tab.open(server.page('/', html));
    const send = (text: string) =>
      tab.evaluate(
        `(() => { const text = ${JSON.stringify(text)}; ${write}; return fetch('/upload', { method: 'POST', body: JSON.stringify({ post: { html: ${read} } }) }).then(() => 'sent', () => 'refused'); })()`,
      );
    expect(await send(BAD)).toBe('refused');
    expect(await send(LONG)).toBe('sent');
    expect(JSON.parse(server.received[0]!.body.toString())).toEqual({ post: { html: LONG } });
  });

// As wikis do: what was typed goes ahead as a draft when the field is left, which is by the click that sends the form.
test('text (a draft of it goes as the form is sent): asked about once', async ({ tab, server }) => {
  await tab.open(
    server.page(
      '/',
      `<form action=/upload/form method=post target=hole><textarea id=t name=t></textarea><button id=b>Send</button></form><iframe name=hole></iframe>
       <script>t.onblur = () => { fetch('/upload/draft', { method: 'POST', body: new URLSearchParams({ t: t.value }) }); };</script>`,
    ),
  );
  // The double would refuse it where it is asked a second time.
  await tab.type('#t', `once slow600 ${LONG}`);
  await tab.click('#b');
  await until(() => server.received.length === 2, 'both arrive');
  expect(server.received.map(({ path }) => path).sort()).toEqual(['/upload/draft', '/upload/form']);
});

test('text (a few lines of a form, less than a script may send): refused, released', async ({
  tab,
  server,
}) => {
  const lines = Array.from({ length: 5 }, (_, at) => `PC Ainscow ${1204 + at}`).join('\n');
  await tab.open(server.page('/', form('')));
  await tab.evaluate(set(`${lines} roster`));
  await tab.click('#b');
  await pause(500);
  expect(server.received.length).toBe(0);
  await tab.evaluate(set(lines));
  await tab.click('#b');
  await gone(tab);
  expect(server.received.map(({ body }) => new URLSearchParams(body.toString()).get('body'))).toEqual([
    lines.replaceAll('\n', '\r\n'),
  ]);
});
