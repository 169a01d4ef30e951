// Real editors: a picture that is pasted arrives as it was, one that is refused never does, and what was written stays.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../../harness/driver.ts';
import { test as base, expect } from '../../harness/test.ts';
import { pause } from '../../harness/texts.ts';
import { bundlePages } from './bundle.ts';
import { EDITORS } from './libraries.ts';
import { Receiver } from './receiver.ts';

const test = base.extend<object, { pages: string }>({
  pages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'cordon-editors-'));
      await bundlePages(
        Object.values(EDITORS).map(({ page }) => page),
        folder,
      );
      await use(folder);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test.use({ background: 'double' });

/** Pastes a picture of this width where the editor has its focus; the double refuses those that are 23 pixels wide. */
const PASTE = `<script>
window.picture = async (width) => { const canvas = document.createElement('canvas'); canvas.width = width; canvas.height = 20; canvas.getContext('2d').fillRect(0, 0, 9, 9);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png')); };
window.base64 = async (width) => { const bytes = new Uint8Array(await (await picture(width)).arrayBuffer()); return btoa(String.fromCharCode(...bytes)); };
window.paste = async (width) => { const blob = await picture(width); editor.focus(); let target = document.activeElement; if (target.tagName === 'IFRAME') target = target.contentDocument.activeElement;
  const view = target.ownerDocument.defaultView; const file = new view.File([blob], 'picture.png', { type: 'image/png' }); const clipboardData = new view.DataTransfer(); clipboardData.items.add(file);
  const event = new view.ClipboardEvent('paste', { bubbles: true, cancelable: true, composed: true, clipboardData });
  // Firefox makes an empty one of its own.
  if (event.clipboardData.files.length === 0) event.clipboardData.items.add(file);
  target.dispatchEvent(event); };</script>`;

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png' };

for (const [name, { page, uploads, files }] of Object.entries(EDITORS))
  test(`${name}: a pasted picture arrives as it was, a refused one does not`, async ({
    tab,
    server,
    pages,
  }) => {
    const receiver = new Receiver(server);
    server.route('/pages/', async ({ path: at }) => ({
      headers: { 'content-type': 'text/javascript; charset=utf-8' },
      body: await readFile(path.join(pages, path.basename(at))),
    }));
    if (files)
      server.route(files.at, async ({ path: at }) => {
        const file = path.join(files.of, at.slice(files.at.length).replace(/\?.*/, ''));
        const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
        return { headers: { 'content-type': type }, body: await readFile(file) };
      });
    await tab.open(server.page('/', `${PASTE}<body><script type=module src=/pages/${page}.js></script>`));
    await tab.waitFor('window.editor');
    await tab.evaluate('paste(23)');
    await pause(600);
    expect([receiver.bodies.length, await tab.evaluate(`editor.html().includes('<img')`)]).toEqual([
      0,
      false,
    ]);
    await tab.evaluate('paste(20)');
    const picture = await tab.evaluate<string>('base64(20)');
    if (uploads) {
      await until(() => receiver.files.length === 1, 'the picture arrives');
      expect(receiver.files[0]!.bytes.toString('base64')).toBe(picture);
      await tab.waitFor(`editor.html().includes('/stored')`);
    } else await tab.waitFor(`editor.html().includes('data:image/png;base64,${picture}')`);
  });
