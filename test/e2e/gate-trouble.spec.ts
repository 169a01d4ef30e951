// When nobody can judge: the hold stays, and the gate's own notice says so.
import { expect, test } from './harness/test.ts';
import { BAD, LONG, pause, WATCH } from './harness/texts.ts';

test.use({ background: 'double', ownBrowser: true });

test('background gone: held, the user is told, and the verdict still comes when it is back', async ({
  tab,
  server,
  file,
}) => {
  await tab.open(server.page('/', `${WATCH}<input type=file id=f>`));
  // The double throws this many times before it answers.
  await tab.chooseFiles('#f', [await file('broken6.csv', 'x')]);
  await tab.waitFor('document.documentElement.lastElementChild.tagName === "DIV"');
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  await tab.waitFor('seen.length === 2');
  expect(await tab.evaluate('document.documentElement.lastElementChild.tagName')).toBe('BODY');
});

test('add-on updated under the page (Firefox): the new one holds and releases there', async ({
  tab,
  server,
  file,
  cordon,
}) => {
  test.skip(cordon!.name !== 'firefox', 'Chromium brings a new extension into no open page');
  await tab.open(server.page('/', `${WATCH}<input type=file id=f>`));
  await cordon!.updateExtension();
  await pause(1_500);
  await tab.chooseFiles('#f', [await file('roster.csv', 'x')]);
  await pause(600);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  const post = (text: string) =>
    tab.evaluate(
      `fetch('/upload', { method: 'POST', body: ${JSON.stringify(text)} }).then(() => 'sent', () => 'refused')`,
    );
  expect(await post(BAD)).toBe('refused');
  expect(await post(LONG)).toBe('sent');
  await tab.chooseFiles('#f', [await file('fine.csv', 'x')]);
  await tab.waitFor('seen.length === 2');
  expect(server.received.length).toBe(1);
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
});
