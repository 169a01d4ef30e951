// The user of a trial, and the page: sends something by one of the doors, answers what Cordon asks, and sees what becomes of
// it. Only what a person could see or do.
import type { ElementHandle, Page } from 'puppeteer-core';
import { pressWarning, readWarning } from '../../bin/demo/dialog.ts';
import type { ShownWarning } from '../../bin/demo/player.ts';
import { within } from './browser.ts';
import type { FaultChannel, Plan } from './plan.ts';

/** Does by each door what the user or the page does there. What the page is given, it sends on at once. */
export const TRIAL_PAGE = `<body style="font:20px sans-serif">
<input type=file id=f><div id=zone style="width:300px;height:120px;background:#eee">drop here</div>
<form id=form method=post action=/upload/submit target=sink><textarea id=t name=t></textarea><button id=go>go</button></form>
<iframe name=sink id=sink style="width:200px;height:60px"></iframe>
<script>
window.given = []; window.ended = [];
const give = async (name, files) => { for (const file of files) { given.push(name); await fetch('/upload/' + name, { method: 'POST', body: file }).catch((error) => ended.push(name + ' ' + error)); } };
f.addEventListener('change', () => { give('input', f.files); });
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => { event.preventDefault(); give('drop', event.dataTransfer.files); });
addEventListener('paste', (event) => { give('paste', event.clipboardData.files); });
const end = (name, how) => ended.push(name + ' ' + how);
window.deeds = {
  paste(text) { const data = new DataTransfer(); data.items.add(new File([text], 'pasted.csv', { type: 'text/csv' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, composed: true, clipboardData: data })); },
  submit(text) { t.value = text; go.click(); },
  fetch(text) { fetch('/upload/fetch', { method: 'POST', body: text }).then(() => end('fetch', 'done'), () => end('fetch', 'refused')); },
  xhr(text) { const request = new XMLHttpRequest(); request.open('POST', '/upload/xhr'); request.onload = () => end('xhr', 'done');
    request.onerror = () => end('xhr', 'refused'); request.send(text); },
  beacon(text) { navigator.sendBeacon('/upload/beacon', text); },
  socket(text) { const socket = new WebSocket('ws://' + location.host + '/socket'); socket.onopen = () => socket.send(text); },
};
</script>`;

/** What `dialog.ts` uses of a page. */
function seenBy(page: Page): never {
  return {
    context: () => ({ newCDPSession: () => page.createCDPSession() }),
    mouse: page.mouse,
    waitForTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
  } as never;
}

/** The dialog that stands before the user: Cordon's warning, or the gate's notice, which has no named buttons. */
export const dialogOf = (page: Page): Promise<ShownWarning | undefined> =>
  within(readWarning(seenBy(page)), 3_000);

/** Is there anything of Cordon's on the page, the small status as well? */
export const isShown = async (page: Page): Promise<boolean> =>
  (await within(page.evaluate('document.documentElement.lastElementChild !== document.body'), 3_000)) ===
  true;

export const pressDialog = (page: Page, action: string): Promise<unknown> =>
  within(pressWarning(seenBy(page), action), 12_000);

/** The notice has one button, and it has the focus. */
export const pressNotice = (page: Page): Promise<unknown> => within(page.keyboard.press('Enter'), 3_000);

/** "Send anyway": with the first reason, confirmed. */
export async function sendAnyway(page: Page): Promise<void> {
  await pressDialog(page, 'override');
  for (let tries = 0; tries < 20; tries++) {
    const shown = await dialogOf(page);
    if (!shown) return;
    if (shown.buttons.includes('send')) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // The reason's radio button, then the tick, by keyboard as well as anybody can.
  const { clickInWarning } = await import('../../bin/demo/dialog.ts');
  await within(clickInWarning(seenBy(page), 'name', 'reason'), 3_000);
  await within(clickInWarning(seenBy(page), 'name', 'confirmed'), 3_000);
  await pressDialog(page, 'send');
}

async function choose(page: Page, file: string): Promise<void> {
  const input = (await page.$('#f')) as ElementHandle<HTMLInputElement> | null;
  if (!input) throw new Error('There is no file input.');
  await input.uploadFile(file);
}

async function drop(page: Page, file: string): Promise<void> {
  const box = await (await page.$('#zone'))?.boundingBox();
  if (!box) throw new Error('There is nothing to drop on.');
  const session = await page.createCDPSession();
  const point = { x: box.x + 50, y: box.y + 50 };
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...point, data });
  await session.detach();
}

/** @param file holds the text, for doors that take files. */
export async function send(
  page: Page,
  channel: FaultChannel,
  { text }: Pick<Plan, 'text'>,
  file: string,
): Promise<void> {
  if (channel === 'input') await choose(page, file);
  else if (channel === 'drop') await drop(page, file);
  else
    await page.evaluate(
      (name, text) =>
        (globalThis as never as { deeds: Record<string, (text: string) => void> }).deeds[name]?.(text),
      channel,
      text,
    );
}
