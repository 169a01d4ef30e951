// Ways into a page beyond plain file inputs and drops: directories, pastes, pickers, special inputs.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../harness/driver.ts';
import { multipart } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';
import { pause, WATCH } from '../harness/texts.ts';

test.use({ background: 'double' });

async function folder(files: Record<string, string>): Promise<string> {
  const root = path.join(await mkdtemp(path.join(tmpdir(), 'cordon-folder-')), 'dossier');
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
  return root;
}

test('input (directory): held as a whole, relative paths kept', async ({ tab, server, cordon }) => {
  const paths =
    cordon!.name === 'firefox' ? ['a.csv', 'fine.csv'] : ['dossier/a.csv', 'dossier/sub/fine.csv'];
  await tab.open(
    server.page(
      '/',
      `<input type=file id=f webkitdirectory multiple><script>window.paths = []; f.onchange = () => { paths = Array.from(f.files, (file) => file.webkitRelativePath || file.name); };</script>`,
    ),
  );
  await tab.chooseDirectory('#f', await folder({ 'a.csv': 'a', 'sub/roster.csv': 'b' }));
  await pause(500);
  expect(await tab.evaluate('[paths.length, f.files.length]')).toEqual([0, 0]);
  await tab.chooseDirectory('#f', await folder({ 'a.csv': 'a', 'sub/fine.csv': 'b' }));
  await tab.waitFor('paths.length === 2');
  expect(await tab.evaluate('paths.sort()')).toEqual(paths);
});

const ZONE = `<div id=zone style="width:300px;height:200px;background:#ddd">zone</div><script>window.walked = [];
zone.addEventListener('dragover', (event) => event.preventDefault());
const walk = async (entry, into) => { if (entry.isFile) into.push(entry.fullPath + '=' + await new Promise((resolve, reject) => entry.file((file) => resolve(file.text()), reject)));
  else { const reader = entry.createReader(); for (;;) { const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)); if (!some.length) break; for (const child of some) await walk(child, into); } } };
zone.addEventListener('drop', async (event) => { event.preventDefault(); const handles = Array.from(event.dataTransfer.items, (item) => item.getAsFileSystemHandle?.());
  const entries = Array.from(event.dataTransfer.items, (item) => item.webkitGetAsEntry()); const found = [];
  for (const entry of entries) await walk(entry, found); window.kinds = (await Promise.all(handles)).map((handle) => handle?.kind);
  window.walked = found.sort(); });</script>`;

test('drop (directory): entries and handles work after the release', async ({ tab, server, cordon }) => {
  test.skip(cordon!.name === 'firefox', 'WebDriver BiDi makes no drags from outside');
  await tab.open(server.page('/', ZONE));
  await tab.dropFiles('#zone', [await folder({ 'a.csv': 'a', 'sub/roster.csv': 'b' })]);
  await pause(600);
  expect(await tab.evaluate('walked')).toEqual([]);
  await tab.dropFiles('#zone', [await folder({ 'a.csv': 'a', 'sub/fine.csv': 'b' })]);
  await tab.waitFor('walked.length === 2');
  expect(await tab.evaluate('[walked, kinds]')).toEqual([
    ['/dossier/a.csv=a', '/dossier/sub/fine.csv=b'],
    ['directory'],
  ]);
});

test('drop (directory of 2,000 files): all of them are judged', async ({ tab, server, cordon }) => {
  test.skip(cordon!.name === 'firefox', 'WebDriver BiDi makes no drags from outside');
  const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`${i % 20}/${i}.csv`, String(i)]));
  await tab.open(server.page('/', ZONE));
  await tab.dropFiles('#zone', [await folder({ ...many, '19/roster.csv': 'x' })]);
  await pause(3_000);
  expect(await tab.evaluate('walked.length')).toBe(0);
  await tab.dropFiles('#zone', [await folder(many)]);
  await tab.waitFor('walked.length === 2000');
});

/** A page whose button puts a picture on the real clipboard; the double refuses those that are 23 pixels wide. */
const COPY = `<button id=good onclick="copy(20)">copy</button><button id=bad onclick="copy(23)">copy</button><script>
window.copied = 0; window.pasted = []; window.text = '';
window.copy = async (width) => { const canvas = new OffscreenCanvas(width, 20); canvas.getContext('2d').fillRect(0, 0, 9, 9);
  const item = { 'image/png': await canvas.convertToBlob() }; if (text) item['text/plain'] = new Blob([text], { type: 'text/plain' });
  await navigator.clipboard.write([new ClipboardItem(item)]); copied++; };
addEventListener('paste', (event) => { for (const file of event.clipboardData.files) pasted.push([file.type, event.isTrusted]); });
</script>`;

test('paste (real clipboard): a picture is refused, released', async ({ tab, server, cordon }) => {
  test.skip(cordon!.name === 'firefox', 'a headless Firefox has no pictures on its clipboard');
  await tab.open(server.page('/', `${COPY}<textarea id=t></textarea>`));
  await tab.click('#bad');
  await tab.waitFor('copied === 1');
  await tab.click('#t');
  await tab.press('Control+v');
  await pause(500);
  expect(await tab.evaluate('pasted')).toEqual([]);
  await tab.click('#good');
  await tab.waitFor('copied === 2');
  await tab.click('#t');
  await tab.press('Control+v');
  await tab.waitFor('pasted.length === 1');
  // Not trusted: it is our replay, so the real one was held.
  expect(await tab.evaluate('pasted')).toEqual([['image/png', false]]);
});

test('paste (real clipboard): cells with a picture of them still arrive as text', async ({
  tab,
  server,
  cordon,
}) => {
  test.skip(cordon!.name === 'firefox', 'a headless Firefox has no pictures on its clipboard');
  await tab.open(server.page('/', `${COPY}<textarea id=t></textarea>`));
  for (const [button, text, whole] of [
    ['#good', 'a,b', 'a,b'],
    ['#bad', ';c', 'a,b;c'],
  ] as const) {
    await tab.evaluate(`void (text = '${text}')`);
    const before = await tab.evaluate<number>('copied');
    await tab.click(button);
    await tab.waitFor(`copied === ${before + 1}`);
    await tab.evaluate('t.focus()');
    await tab.press('Control+v');
    // A refused picture leaves the text, to be judged when it is sent.
    await tab.waitFor(`t.value === '${whole}'`);
  }
  expect(await tab.evaluate('pasted.length')).toBe(1);
});

test('paste (made by a script): a picture is refused, released', async ({ tab, server }) => {
  await tab.open(
    server.page(
      '/',
      `<div id=d contenteditable>here</div><script>window.pasted = [];
      window.paste = (name) => { const file = new File(['PNG ' + name], name, { type: 'image/png' }); const clipboardData = new DataTransfer(); clipboardData.items.add(file);
        const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData });
        // Firefox makes an empty one of its own.
        if (event.clipboardData.files.length === 0) event.clipboardData.items.add(file);
        d.dispatchEvent(event); };
      d.addEventListener('paste', async (event) => { event.preventDefault(); const [file] = event.clipboardData.files; pasted.push([file.name, file.type, await file.text()]); });</script>`,
    ),
  );
  await tab.evaluate(`void paste('roster.png')`);
  await pause(500);
  expect(await tab.evaluate('pasted')).toEqual([]);
  await tab.evaluate(`void paste('fine.png')`);
  await tab.waitFor('pasted.length === 1');
  await pause(200);
  expect(await tab.evaluate('pasted')).toEqual([['fine.png', 'image/png', 'PNG fine.png']]);
});

const RICH = `<div id=d contenteditable></div><script>window.html = '<b>cells</b><img src=x onerror="window.ran = 1">';</script>`;

test('paste (real clipboard): markup beside a picture keeps its form', async ({ tab, server, cordon }) => {
  test.skip(cordon!.name === 'firefox', 'a headless Firefox has no pictures on its clipboard');
  const page = `${COPY}${RICH}`.replace(
    'if (text)',
    `item['text/html'] = new Blob([html], { type: 'text/html' }); if (text)`,
  );
  await tab.open(server.page('/', page));
  await tab.click('#good');
  await tab.waitFor('copied === 1');
  await tab.evaluate('d.focus()');
  await tab.press('Control+v');
  await tab.waitFor(`d.querySelector('b')?.textContent === 'cells'`);
  await pause(300);
  expect(await tab.evaluate(`window.ran ?? d.innerHTML.includes('onerror')`)).toBe(false);
});

test('paste (made by a script): nothing is put in of it, as without Cordon', async ({ tab, server }) => {
  await tab.open(
    server.page(
      '/',
      `${RICH}<script>window.pasted = 0; addEventListener('paste', () => { pasted++; });
      window.paste = () => { const clipboardData = new DataTransfer(); const fill = (to) => { to.items.add(new File(['PNG'], 'fine.png', { type: 'image/png' })); to.setData('text/html', html); };
        fill(clipboardData); const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData });
        if (event.clipboardData.files.length === 0) fill(event.clipboardData);
        d.dispatchEvent(event); };</script>`,
    ),
  );
  await tab.evaluate('d.focus()');
  await tab.evaluate('void paste()');
  await tab.waitFor('pasted === 1');
  await pause(300);
  expect(await tab.evaluate('[d.innerHTML, window.ran ?? 0]')).toEqual(['', 0]);
});

test('input (showPicker)', async ({ tab, server, file }) => {
  await tab.open(
    server.page('/', `${WATCH}<input type=file id=f hidden><button id=b onclick="f.showPicker()">b</button>`),
  );
  await tab.chooseFiles('#b', [await file('roster.csv', 'x')]);
  await pause(400);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  await tab.chooseFiles('#b', [await file('fine.csv', 'x')]);
  await tab.waitFor('seen.length === 2');
});

test('input (form-associated custom element)', async ({ tab, server, file }) => {
  await tab.open(
    server.page(
      '/',
      `<form id=form method=post enctype=multipart/form-data action=/upload><file-field id=e style="display:inline-block"></file-field><button id=b>Send</button></form>
      <script>customElements.define('file-field', class extends HTMLElement { static formAssociated = true; constructor() { super(); const inner = this.attachInternals();
       this.attachShadow({ mode: 'closed' }).innerHTML = '<input type=file>'; const root = inner.shadowRoot; root.firstChild.onchange = () => { const data = new FormData(); data.append('doc', root.firstChild.files[0]); inner.setFormValue(data); window.filled = true; }; } });</script>`,
    ),
  );
  await tab.chooseFiles('#e', [await file('roster.csv', 'x')]);
  await pause(400);
  expect(await tab.evaluate('window.filled ?? false')).toBe(false);
  await tab.chooseFiles('#e', [await file('fine.csv', 'xyz')]);
  await tab.waitFor('window.filled');
  await tab.click('#b');
  await until(() => server.received.length === 1, 'the form arrives');
  expect(multipart(server.received[0]!)[0]!.bytes.toString()).toBe('xyz');
});

for (const [mode, again] of [
  ['closed', false],
  ['closed', true],
  ['open', false],
  ['open', true],
  ['nested', false],
] as const)
  test(`input (${mode} shadow root): nobody above the input sees the files${again ? ', the second time either' : ''}`, async ({
    tab,
    file,
    server,
  }) => {
    await tab.open(
      server.page(
        '/',
        `<div id=h style="display:inline-block"></div><script>window.leaked = []; let root = h.attachShadow({ mode: '${mode === 'open' ? 'open' : 'closed'}' }); if (${mode === 'nested'}) { root.innerHTML = '<span></span>'; root = root.firstChild.attachShadow({ mode: 'closed' }); } root.innerHTML = '<input type=file>'; const f = root.firstChild;
        for (const on of [window, document, root, f]) for (const type of ['input', 'change']) for (const capture of [true, false])
          on.addEventListener(type, () => { if (f.files.length) leaked.push(f.files[0].name); }, capture);</script>`,
      ),
    );
    if (again) {
      await tab.chooseFiles('#h', [await file('fine.csv', 'xyz')]);
      await tab.waitFor('leaked.length > 0');
      await tab.evaluate('void (leaked = [])');
    }
    await tab.chooseFiles('#h', [await file('roster.csv', 'x')]);
    await pause(500);
    expect(await tab.evaluate('leaked')).toEqual([]);
    await tab.chooseFiles('#h', [await file('fine.csv', 'xyz')]);
    await tab.waitFor('leaked.length > 0');
    expect(await tab.evaluate('[...new Set(leaked)]')).toEqual(['fine.csv']);
  });

test('input: a navigation during the hold lets nothing out', async ({ tab, server, file }) => {
  await tab.open(
    server.page(
      '/',
      `<input type=file id=f><script>f.onchange = () => fetch('/upload', { method: 'POST', body: f.files[0], keepalive: true });</script>`,
    ),
  );
  await tab.chooseFiles('#f', [await file('slow600.csv', 'x')]);
  await tab.open(server.page('/next', ''));
  await pause(900);
  expect(server.received.length).toBe(0);
});

test('input: a form reset during the hold empties it for good', async ({ tab, server, file }) => {
  await tab.open(server.page('/', `${WATCH}<form id=form><input type=file id=f></form>`));
  await tab.chooseFiles('#f', [await file('slow600.csv', 'x')]);
  await tab.evaluate('void form.reset()');
  await pause(900);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
});

for (const [what, take] of Object.entries({
  'empties the field': `f.value = ''`,
  'fills the field itself': `(() => { const own = new DataTransfer(); own.items.add(new File(['own'], 'own.csv')); f.files = own.files; })()`,
}))
  test(`input: a page that ${what} during the hold has the last word`, async ({ tab, server, file }) => {
    await tab.open(server.page('/', `${WATCH}<input type=file id=f><input type=file id=g>`));
    await tab.chooseFiles('#f', [await file('slow1500.csv', 'x')]);
    await tab.evaluate(`void (${take})`);
    const own = await tab.evaluate('f.files.length');
    // Released in the order in which they came: once the second is there, the first is over.
    await tab.chooseFiles('#g', [await file('slow1600.csv', 'y')]);
    await tab.waitFor('seen.length === 2');
    expect(await tab.evaluate('[seen[1], f.files.length]')).toEqual(['change:slow1600.csv', own]);
  });
