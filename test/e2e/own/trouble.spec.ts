// When nobody can judge: the hold stays, and the gate's own notice says so.
import { expect, test } from '../harness/test.ts';
import { BAD, pause, WATCH } from '../harness/texts.ts';

test.use({ background: 'double', ownBrowser: 'gate-trouble' });

/** Notes what of ours the page gets beside its body, and what it had been given by then. The status is a popover, the notice is none. */
const NOTE = `<script>window.shown = [];
new MutationObserver((records) => { for (const { addedNodes } of records) for (const node of addedNodes)
  if (node.tagName === 'DIV') shown.push([node.popover ? 'status' : 'notice', seen.length, f.files.length].join()); }).observe(document.documentElement, { childList: true });
</script>`;

test('background gone: held, the user is told, and the verdict still comes when it is back', async ({
  tab,
  server,
  file,
}) => {
  await tab.open(server.page('/', `${WATCH}<input type=file id=f>${NOTE}`));
  // The double gives no answer this many times. The page keeps the log: on a busy machine the notice can be over before
  // a test that looks for it comes by.
  await tab.chooseFiles('#f', [await file('broken6.csv', 'x')]);
  await tab.waitFor('seen.length === 2', 30_000);
  const shown = await tab.evaluate<string[]>('shown');
  expect(
    shown.filter((entry) => entry !== 'status,0,0'),
    shown.join(' '),
  ).toEqual(['notice,0,0']);
  expect(await tab.evaluate('document.documentElement.lastElementChild.tagName')).toBe('BODY');
});

// Last, because the browser of this file has a reloaded extension afterwards.
test('extension updated under the page: held, the user is told and can take the file out', async ({
  tab,
  server,
  file,
  cordon,
}) => {
  test.skip(
    cordon!.name === 'firefox',
    'Firefox ends content scripts with their extension and starts the new ones in open pages',
  );
  await tab.open(
    server.page('/', `${WATCH}<input type=file id=f><button id=b onclick="window.clicked = 1">b</button>`),
  );
  await cordon!.unloadExtension();
  await tab.chooseFiles('#f', [await file('fine.csv', 'x')]);
  await tab.waitFor('document.documentElement.lastElementChild.tagName === "DIV"');
  await pause(500);
  await tab.screenshot('test-results/notice.png');
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  // A script of the page can't press its button.
  await tab.evaluate(
    `(() => { const host = document.documentElement.lastElementChild; host.click(); host.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true })); })()`,
  );
  expect(await tab.evaluate('document.documentElement.lastElementChild.tagName')).toBe('DIV');
  // The dialog has the focus, its one button in it.
  await tab.press('Enter');
  await tab.waitFor('document.documentElement.lastElementChild.tagName === "BODY"');
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  await tab.click('#b');
  expect(await tab.evaluate('window.clicked')).toBe(1);

  // Every other door stays shut as well, and nothing of it is an error of the page.
  await tab.evaluate(`void (() => {
    document.body.insertAdjacentHTML('beforeend', '<form id=form method=post action=/upload><textarea id=t name=t></textarea></form><div id=host></div>');
    host.attachShadow({ mode: 'closed' }).innerHTML = '<input type=file>';
    const bad = ${JSON.stringify(BAD)};
    const told = (promise, name) => promise.then(() => { window.sent = name; }, () => undefined);
    told(fetch('/upload/fetch', { method: 'POST', body: bad }), 'fetch');
    const request = new XMLHttpRequest(); request.open('POST', '/upload/xhr'); request.send(bad);
    navigator.sendBeacon('/upload/beacon', bad);
    t.value = bad; form.submit(); form.requestSubmit();
    const dataTransfer = new DataTransfer(); dataTransfer.items.add(new File([bad], 'roster.csv'));
    for (const target of [host, document.body]) {
      target.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, composed: true, dataTransfer }));
      target.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, composed: true, clipboardData: dataTransfer }));
      target.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true }));
    }
  })()`);
  await tab.waitFor('document.documentElement.lastElementChild.tagName === "DIV"');
  await pause(500);
  expect([await tab.evaluate('window.sent ?? null'), server.received]).toEqual([null, []]);
  expect(tab.errors!()).toEqual([]);
});
