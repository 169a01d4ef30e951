// The extension is gone from under the page (an update, a reload), and the page poses as its next version's gate. The
// double brings no gate into open pages, so that nothing but the page can answer here.
import { expect, test } from '../harness/test.ts';
import { BAD, pause, WATCH } from '../harness/texts.ts';

test.use({ background: 'double', ownBrowser: 'gate-forged' });

test('page attack: a forged hello while the extension is gone opens no door', async ({
  tab,
  server,
  cordon,
  file,
}) => {
  await tab.open(
    server.page(
      '/',
      `${WATCH}<input type=file id=f><form id=form method=post action=/upload/form><textarea id=t name=t></textarea></form>`,
    ),
  );
  await cordon!.unloadExtension();
  await tab.evaluate(`void (() => {
    // As an adapter of its own would say it, in every way that has a meaning for ours.
    const bus = document.createElement('i');
    for (const type of ['cordonhello', 'over', 'secret'])
      for (const target of [window, document, bus])
        target.dispatchEvent(new MouseEvent(type, { relatedTarget: bus, detail: 1, bubbles: true, cancelable: true }));
  })()`);
  // What the isolated world holds is gone with it in Firefox; a file that is chosen then is held when the page sends it.
  if (cordon!.name === 'chromium') {
    await tab.chooseFiles('#f', [await file('roster.csv', 'x')]);
    await pause(500);
    expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  }
  await tab.evaluate(`void (() => {
    const bad = ${JSON.stringify(BAD)};
    const told = (promise, name) => promise.then(() => { window.sent = name; }, () => undefined);
    told(fetch('/upload/fetch', { method: 'POST', body: bad }), 'fetch');
    told(fetch('/upload/file', { method: 'POST', body: new File([bad], 'made.csv') }), 'file');
    const request = new XMLHttpRequest(); request.open('POST', '/upload/xhr'); request.send(bad);
    navigator.sendBeacon('/upload/beacon', bad);
    t.value = bad; HTMLFormElement.prototype.submit.call(form);
  })()`);
  await pause(800);
  expect([await tab.evaluate('window.sent ?? null'), server.received]).toEqual([null, []]);
});
