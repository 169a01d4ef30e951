// The status of a check that takes longer than a moment: there, calm, cancellable by the user alone, gone with the verdict.
import { expect, test } from '../harness/test.ts';
import { LONG, pause, WATCH } from '../harness/texts.ts';

test.use({ background: 'double' });

/** The page can see that something stands there, and where, but not what it says. */
const HOST = 'document.documentElement.querySelector(":scope > div")';
const CANCEL = `(() => { const { right, bottom, height } = ${HOST}.getBoundingClientRect(); return [right - 40, bottom - height / 2]; })()`;
const PAGE = `${WATCH}<input type=file id=f><input id=typed autofocus><p id=p>text</p>`;

/** A page that was there first, and lets nobody hear a click. */
const DEAF = `<script>for (const type of ['click', 'mousedown', 'pointerdown', 'pointerup', 'mouseup'])
  addEventListener(type, (event) => { if (window.deaf) { event.stopImmediatePropagation(); event.preventDefault(); } }, true);</script>`;

test('status: shown after a moment, moves nothing, gone with the verdict', async ({ tab, server, file }) => {
  await tab.open(server.page('/', PAGE));
  const place = 'JSON.stringify([p.getBoundingClientRect(), document.documentElement.scrollHeight])';
  const before = await tab.evaluate(place);
  await tab.chooseFiles('#f', [await file('slow3000-answer.csv', 'x')]);
  await tab.evaluate('typed.focus()');
  await tab.waitFor(HOST);
  await tab.screenshot('test-results/status.png');
  expect(await tab.evaluate(place)).toBe(before);
  expect(await tab.evaluate('document.activeElement.id')).toBe('typed');
  expect(await tab.evaluate(`[${HOST}.shadowRoot, ${HOST}.textContent, seen.length]`)).toEqual([null, '', 0]);
  await tab.waitFor('seen.length === 2');
  expect(await tab.evaluate(HOST)).toBe(null);
});

test('status: nothing is shown where the verdict comes at once', async ({ tab, server, file }) => {
  await tab.open(
    server.page(
      '/',
      `${PAGE}<script>window.shown = 0; new MutationObserver((list) => { for (const { addedNodes } of list) for (const node of addedNodes) if (node.tagName === 'DIV') shown++; }).observe(document.documentElement, { childList: true });</script>`,
    ),
  );
  await tab.chooseFiles('#f', [await file('fine.csv', 'x')]);
  await tab.waitFor('seen.length === 2');
  await pause(600);
  expect(await tab.evaluate('shown')).toBe(0);
});

for (const [what, html] of [
  ['a page', PAGE],
  ['a page that swallows clicks', DEAF + PAGE],
] as const)
  test(`status: the user takes the file out, the page cannot (${what})`, async ({ tab, server, file }) => {
    await tab.open(server.page('/', html));
    await tab.chooseFiles('#f', [await file('slow8000-answer.csv', 'x')]);
    await tab.waitFor(HOST);
    await tab.evaluate('window.deaf = true');
    const [x, y] = await tab.evaluate<[number, number]>(CANCEL);
    await tab.evaluate(
      `(() => { const host = ${HOST}; host.click(); host.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, detail: 1, clientX: ${x}, clientY: ${y} })); })()`,
    );
    expect(await tab.evaluate(`${HOST} !== null`)).toBe(true);
    await tab.clickAt(x, y);
    await tab.waitFor(`${HOST} === null`);
    await pause(300);
    expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  });

test('status: what a script sends is shown as well, and can be given up', async ({ tab, server }) => {
  await tab.open(server.page('/', PAGE));
  await tab.evaluate(
    `void fetch('/upload', { method: 'POST', body: ${JSON.stringify(`slow8000 ${LONG}`)} }).catch((error) => { window.failed = error.name; })`,
  );
  await tab.waitFor(HOST);
  const [x, y] = await tab.evaluate<[number, number]>(CANCEL);
  await tab.clickAt(x, y);
  await tab.waitFor('window.failed');
  expect(await tab.evaluate('failed')).toBe('TypeError');
  expect(server.received.length).toBe(0);
});
