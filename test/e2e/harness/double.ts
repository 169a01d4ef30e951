// A test double for the background, behind the same protocol: verdicts by name, so that the gate's ways can be tested one
// by one, the ones that a real background never goes as well (silence, death). Runs in the browser, so plain script.
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * By the items' names and texts: `roster` is refused, `slowN` waits N ms before its answer, `asked` is asked and
 * refused by message after 300 ms, `brokenN` gets no answer N times, `silent` is never answered, `once` is released the first time and refused afterwards. Everything else is released.
 */
const SCRIPT = `
const api = globalThis.browser ?? globalThis.chrome;
// As the real background does where everything is guarded; a copy that is loaded anew has them still.
api.scripting.registerContentScripts([['a-gate', 'gate.js', 'ISOLATED'], ['b-page', 'page.js', 'MAIN']].map(([id, file, world]) => ({
  id, js: [file], world, matches: ['<all_urls>'], allFrames: true, matchOriginAsFallback: true, runAt: 'document_start' }))).catch(() => undefined);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const once = new Set();
const broken = new Map();
api.runtime.onMessage.addListener((message, sender, respond) => {
  const { cordon, data } = message;
  if (cordon === 'holdStatus') { respond({ outcome: 'asked' }); return false; }
  if (cordon === 'bringStatus') {
    api.scripting.executeScript({ target: { tabId: sender.tab.id, frameIds: [sender.frameId] }, files: ['status.js'] }).then(() => respond(null), () => respond(null));
    return true;
  }
  if (cordon !== 'hold') { respond(null); return false; }
  (async () => {
    const words = [];
    for (const item of data.items) {
      words.push(item.name);
      if (!(item.bytes instanceof Blob)) throw new Error('no blob');
      words.push(await item.bytes.slice(0, 1e6).text());
    }
    const all = words.join(' ');
    const slow = Math.max(0, ...Array.from(all.matchAll(/slow(\\d+)/g), (hit) => +hit[1]));
    if (slow) await sleep(slow);
    const times = Number(/broken(\\d+)/.exec(all)?.[1] ?? 0);
    broken.set(data.id, (broken.get(data.id) ?? 0) + 1);
    if (broken.get(data.id) <= times) { respond(null); return; }
    if (/silent/.test(all)) return;
    if (/once/.test(all) && once.has(all)) { respond({ outcome: 'refuse' }); return; }
    once.add(all);
    if (/asked/.test(all)) {
      respond({ outcome: 'asked' });
      await sleep(300);
      await api.tabs.sendMessage(sender.tab.id, { cordon: 'holdOutcome', data: { id: data.id, outcome: 'refuse' } }, { frameId: sender.frameId });
      return;
    }
    respond({ outcome: /roster|IHDR\\0\\0\\0\\x17/.test(all) ? 'refuse' : 'release' });
  })();
  return true;
});`;

/** Makes `copy`, a copy of a built extension with the double for its background. */
export async function withDouble(extension: string, copy: string): Promise<string> {
  await cp(extension, copy, { recursive: true });
  await writeFile(path.join(copy, 'background.js'), SCRIPT);
  return copy;
}
