// The warning in a real page: what it says, that only a person's own, unhurried clicks count, and that the page can
// neither hide nor answer it.
import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import {
  boxInWarning,
  clickInWarning,
  pressWarning,
  readWarning,
  warningMarkup,
} from '../../../bin/demo/dialog.ts';
import { writeSamples } from '../../fixtures/samples.ts';
import { VIEWS } from '../../fixtures/views.ts';
import { contentWorlds } from '../harness/worlds.ts';
import { axeProblems, test } from './extension.ts';

const PAGE = '<!doctype html><title>Page</title><input id="field"><button id="other">Page button</button>';
const REMOVED = { id: 'view', choice: 'remove' };

const shown = (page: Page) => expect.poll(() => readWarning(page)).toBeDefined();
const gone = (page: Page) => expect.poll(() => readWarning(page)).toBeUndefined();
const title = async (page: Page) => (await readWarning(page))?.title;

/**
 * What axe finds wrong in the warning, in all colours. It cannot see into a closed shadow root: so the same markup and
 * style stand in a page of their own, `copy`.
 */
async function problemsOf(page: Page, copy: Page): Promise<string[]> {
  const markup = await warningMarkup(page);
  const css = await Promise.all(
    ['theme/tokens.css', 'theme/parts.css', 'warning/warning.css'].map((file) =>
      readFile(`components/${file}`, 'utf8'),
    ),
  );
  const problems: string[] = [];
  for (const media of [
    { colorScheme: 'light', forcedColors: 'none' },
    { colorScheme: 'dark', forcedColors: 'none' },
    { colorScheme: 'dark', forcedColors: 'active' },
  ] as const) {
    await copy.emulateMedia({ ...media, reducedMotion: 'reduce' });
    await copy.setContent(
      `<!doctype html><html lang="en"><title>Copy</title><style>${css.join('\n').replaceAll(/@import.*/g, '')}</style>` +
        `<main>${markup.replace(' open=""', '')}</main>`,
    );
    await copy.evaluate(() => document.querySelector('dialog')?.showModal());
    const found = await axeProblems(copy);
    // Forced colours are the user's own choice, and axe reckons with ours.
    const forced = media.forcedColors === 'active';
    problems.push(...found.filter((problem) => !forced || !problem.startsWith('color-contrast')));
    // Nothing moves, whatever the settings.
    const moving = await copy.evaluate(() => document.getAnimations().length);
    if (moving > 0) problems.push(`${moving} things move`);
  }
  return problems;
}

/** Does the whole of the warning's part with this attribute stand within the window? */
async function expectInside(page: Page, name: string, value: string): Promise<void> {
  const box = await boxInWarning(page, name, value);
  const { width, height } = page.viewportSize()!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(width);
  expect(box.y + box.height).toBeLessThanOrEqual(height);
}

test.use({ alone: false });

test.describe('what it says', () => {
  test('names people, place and columns first, and gives the way out', async ({ cordon, serve }) => {
    const { page, url } = await serve(PAGE);
    await cordon.show(url, VIEWS.blocked);
    await shown(page);
    const warning = await readWarning(page);
    expect(warning?.title).toBe('This file names 9,483 officers and staff');
    expect(warning?.lines).toContain('Worksheet “Data 2”, which is hidden, columns A to I, rows 2 to 10,800');
    expect(warning?.buttons).toEqual(['falseAlarm', 'remove']);
  });

  test('is dressed under a policy that allows no styles, and in a hostile sheet', async ({
    cordon,
    serve,
  }) => {
    const { page, url } = await serve(
      `${PAGE}<style>* { display: none !important; color: red !important }</style>`,
      {
        'content-security-policy': "default-src 'none'",
        'cross-origin-embedder-policy': 'require-corp',
      },
    );
    await cordon.show(url, VIEWS.blocked);
    await shown(page);
    const { width } = await boxInWarning(page, 'data-alive', 'no').catch(() =>
      boxInWarning(page, 'data-alive', 'yes'),
    );
    expect(width).toBe(768);
  });

  test('breaks no rule of accessibility, in any case that it knows', async ({ cordon, serve }) => {
    test.setTimeout(300_000);
    const { page, url } = await serve(PAGE);
    const copy = await cordon.context.newPage();
    for (const [name, view] of Object.entries(VIEWS)) {
      await cordon.show(url, { ...view, id: name });
      await shown(page);
      await copy.bringToFront();
      expect(await problemsOf(page, copy), name).toEqual([]);
      await page.bringToFront();
      await pressWarning(page, 'remove');
      await gone(page);
    }
  });

  test('fits at 400 % zoom without scrolling sideways', async ({ cordon, serve }) => {
    const { page, url } = await serve(PAGE);
    await page.setViewportSize({ width: 320, height: 256 });
    await cordon.show(url, VIEWS.several);
    await shown(page);
    await expectInside(page, 'data-action', 'remove');
  });
});

test.describe('in Welsh', () => {
  test.use({ language: 'cy', alone: true });
  test('says the same', async ({ cordon, serve }) => {
    const language = await cordon.worker.evaluate(() =>
      (
        globalThis as unknown as { chrome: { i18n: { getMessage(key: string): string } } }
      ).chrome.i18n.getMessage('languageTag'),
    );
    test.skip(language !== 'cy', 'this browser has no Welsh interface');
    const { page, url } = await serve(PAGE);
    await cordon.show(url, VIEWS.blocked);
    await shown(page);
    expect(await title(page)).toBe('Mae’r ffeil hon yn enwi 9,483 o swyddogion a staff');
  });
});

test.describe('whose clicks count', () => {
  test('a person’s, after half a second', async ({ cordon, serve }) => {
    const { page, url } = await serve(PAGE);
    await page.focus('#field');
    await cordon.show(url, VIEWS.blocked);
    await clickInWarning(page, 'data-action', 'remove');
    expect(await cordon.choices()).toEqual([]);
    expect(await readWarning(page)).toBeDefined();
    await pressWarning(page, 'remove');
    await gone(page);
    expect(await cordon.choices()).toEqual([REMOVED]);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field');
  });

  test('not the page’s', async ({ cordon, serve }) => {
    const { page, url } = await serve(PAGE);
    await cordon.show(url, VIEWS.blocked);
    await page.waitForTimeout(700);
    const { x, y, width, height } = await boxInWarning(page, 'data-action', 'remove');
    await page.evaluate(
      ({ clientX, clientY }) => {
        const host = document.elementFromPoint(clientX, clientY);
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
          host?.dispatchEvent(
            new MouseEvent(type, { bubbles: true, composed: true, clientX, clientY, detail: 1 }),
          );
        }
        (host as HTMLElement | null)?.click();
        host?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
      },
      { clientX: x + width / 2, clientY: y + height / 2 },
    );
    expect(await cordon.choices()).toEqual([]);
    expect(await readWarning(page)).toBeDefined();
  });

  test('by keyboard too: the first stop of Tab takes the file out, whatever links stand before it', async ({
    cordon,
    serve,
  }) => {
    const { page, url } = await serve(PAGE);
    await cordon.show(url, VIEWS.blocked);
    expect(await warningMarkup(page)).toMatch(
      /<summary>.*href="tel:.*data-action="falseAlarm".*data-action="remove"/s,
    );
    await page.waitForTimeout(700);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await gone(page);
    expect(await cordon.choices()).toEqual([REMOVED]);
  });

  test('and the links are reached as well, backwards', async ({ cordon, serve }) => {
    const { page, url } = await serve(PAGE);
    await cordon.show(url, VIEWS.blocked);
    await page.waitForTimeout(700);
    await page.keyboard.press('Tab');
    for (let back = 0; back < 4; back++) await page.keyboard.press('Shift+Tab');
    // From the button to the false alarm, e-mail, telephone and the fold, which opens.
    await page.keyboard.press('Enter');
    await expect.poll(() => warningMarkup(page)).toMatch(/<details open/);
    expect(await cordon.choices()).toEqual([]);
  });

  test('by keyboard too: Escape takes the file out', async ({ cordon, serve }) => {
    const { page, url } = await serve(PAGE);
    await cordon.show(url, VIEWS.blocked);
    await page.waitForTimeout(700);
    await page.keyboard.press('Escape');
    await gone(page);
    expect(await cordon.choices()).toEqual([REMOVED]);
  });
});

test.describe('a page that gets in the way', () => {
  const TRAPS: Record<string, string> = {
    'stops every click in capture':
      "for (const type of ['click','mousedown','pointerdown','focusin','keydown']) document.addEventListener(type, (e) => { e.stopImmediatePropagation(); e.preventDefault(); }, true)",
    'stops everything in capture on the window, before there is a warning':
      "for (const type of ['click','mousedown','mouseup','pointerdown','pointerup','focusin','focusout','keydown','keyup','input']) window.addEventListener(type, (e) => { e.stopImmediatePropagation(); e.preventDefault(); }, true)",
    'removes what it does not know':
      'new MutationObserver((list) => { for (const r of list) for (const n of r.addedNodes) if (n.parentNode === document.documentElement && !window.done) { window.done = 1; setTimeout(() => n.remove(), 50) } }).observe(document.documentElement, { childList: true })',
    'opens a modal of its own later':
      "setTimeout(() => { const d = document.createElement('dialog'); d.textContent = 'Mine'; d.style.cssText = 'width:100vw;height:100vh'; document.body.append(d); d.showModal() }, 400)",
    'opens a popover later':
      "setTimeout(() => { const d = document.createElement('div'); d.popover = 'manual'; d.textContent = 'Mine'; d.style.cssText = 'width:100vw;height:100vh'; document.body.append(d); d.showPopover() }, 400)",
    'covers it from within a closed shadow root':
      "setTimeout(() => { const h = document.createElement('div'); document.body.append(h); const s = h.attachShadow({ mode: 'closed' }); s.innerHTML = '<div popover=manual style=\"width:100vw;height:100vh\">Mine</div>'; s.firstChild.showPopover() }, 400)",
    'makes everything inert': 'document.documentElement.inert = true; document.body.inert = true',
  };
  // Hidden and shown again in each frame, it is on top whenever something is drawn, and clicks fall through it.
  const COVER = `(root) => {
    const cover = document.createElement('div');
    cover.popover = 'manual';
    cover.style.cssText = 'width:100vw;height:100vh;inset:0;border:0;background:rgb(0, 0, 255);pointer-events:none';
    root.append(cover);
    const frame = () => { if (cover.matches(':popover-open')) cover.hidePopover(); cover.showPopover(); requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  }`;
  for (const [where, root] of Object.entries({
    'in the page': 'document.body',
    'in a closed shadow root':
      "document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' })",
  }))
    test(`a layer that lets clicks fall through, ${where}, hides no button that takes them`, async ({
      cordon,
      serve,
    }) => {
      const { page, url } = await serve(PAGE);
      await cordon.show(url, VIEWS.blocked);
      await shown(page);
      await page.waitForTimeout(700);
      await page.evaluate(`(${COVER})(${root})`);
      await page.waitForTimeout(1_000);
      const { x, y, width, height } = await boxInWarning(page, 'data-action', 'remove');
      const box = { x: Math.round(x + width / 2), y: Math.round(y + 3), width: 1, height: 1 };
      const [red, green, blue] = await sharp(await page.screenshot({ clip: box }))
        .raw()
        .toBuffer();
      const covered = red === 0 && green === 0 && blue === 255;
      await page.mouse.click(x + width / 2, y + height / 2);
      await page.waitForTimeout(300);
      // Either it is seen, or pressing it does nothing.
      if (covered) expect(await cordon.choices()).toEqual([]);
      expect([where, covered]).toEqual([where, where !== 'in the page']);
      // By keyboard the way out is always there.
      if (covered) await page.keyboard.press('Escape');
      await expect.poll(() => cordon.choices()).toEqual([REMOVED]);
    });

  // Greyed, tilted, see-through: a browser could say of all that stands in such a page that it is not seen as it is.
  test('is drawn in its own way, and the buttons are still the mouse’s', async ({ cordon, serve }) => {
    const look = 'filter:grayscale(1);opacity:.9;transform:rotate(.1deg);mix-blend-mode:multiply';
    const { page, url } = await serve(`${PAGE}<style>html{${look}}</style>`);
    await cordon.show(url, VIEWS.blocked);
    await shown(page);
    await page.waitForTimeout(1_500);
    await clickInWarning(page, 'data-action', 'remove');
    await expect.poll(() => cordon.choices()).toEqual([REMOVED]);
  });
  test('takes away at once whatever it does not know: the page goes on, and nothing is released', async ({
    cordon,
    serve,
  }) => {
    const { page, url } = await serve(
      `${PAGE}<script>window.taken = 0; new MutationObserver((list) => {
        for (const { addedNodes } of list) for (const node of addedNodes) if (node.parentNode === document.documentElement) { window.taken++; node.remove(); }
      }).observe(document.documentElement, { childList: true })</script>`,
    );
    await cordon.show(url, VIEWS.blocked);
    await expect.poll(() => page.evaluate('window.taken')).toBeGreaterThan(3);
    await page.locator('#field').fill('typed');
    expect(await page.evaluate('window.taken')).toBeLessThan(1_000);
    expect(await cordon.choices()).toEqual([]);
  });

  for (const [what, script] of Object.entries(TRAPS)) {
    test(what, async ({ cordon, serve }) => {
      const { page, url } = await serve(`${PAGE}<script>${script}</script>`);
      await cordon.show(url, VIEWS.blocked);
      await page.waitForTimeout(1500);
      await shown(page);
      await pressWarning(page, 'remove');
      await expect.poll(() => cordon.choices()).toEqual([REMOVED]);
      await gone(page);
    });
  }
});

test.describe('sending anyway', () => {
  test('takes a reason, a tick and a click elsewhere', async ({ cordon, serve }) => {
    const { page, url } = await serve(PAGE);
    await cordon.show(url, VIEWS.mayOverride);
    await page.waitForTimeout(700);
    const before = await boxInWarning(page, 'data-action', 'override');
    const at = { x: before.x + before.width / 2, y: before.y + before.height / 2 };
    await page.mouse.click(at.x, at.y);
    await expect.poll(() => title(page)).toBe('Why does it have to go?');
    const send = await boxInWarning(page, 'data-action', 'send');
    // Not even one above the other.
    expect(send.x).toBeGreaterThan(before.x + before.width);
    await page.setViewportSize({ width: 320, height: 560 });
    const narrow = await boxInWarning(page, 'data-action', 'send');
    await pressWarning(page, 'back');
    await expect.poll(() => title(page)).toBe('This file names 24 officers and staff');
    const narrowBefore = await boxInWarning(page, 'data-action', 'override');
    expect(narrow.x).toBeGreaterThan(narrowBefore.x + narrowBefore.width);
    await page.setViewportSize({ width: 1000, height: 760 });
    await pressWarning(page, 'override');
    await expect.poll(() => title(page)).toBe('Why does it have to go?');
    await pressWarning(page, 'send');
    await clickInWarning(page, 'value', '2');
    await clickInWarning(page, 'data-action', 'send');
    expect(await cordon.choices()).toEqual([]);
    await clickInWarning(page, 'name', 'confirmed');
    await clickInWarning(page, 'data-action', 'send');
    await gone(page);
    expect(await cordon.choices()).toEqual([{ id: 'view', choice: 'send', reason: 'required' }]);
  });

  test('can be left with Escape, back to what was found', async ({ cordon, serve }) => {
    const { page, url } = await serve(PAGE);
    await cordon.show(url, VIEWS.mayOverride);
    await pressWarning(page, 'override');
    await expect.poll(() => title(page)).toBe('Why does it have to go?');
    await page.waitForTimeout(700);
    await page.keyboard.press('Escape');
    await expect.poll(() => title(page)).toBe('This file names 24 officers and staff');
    expect(await cordon.choices()).toEqual([]);
  });
});

test('a false alarm is noted by one click, another file chosen by one more, and the check page counts it', async ({
  cordon,
  serve,
}) => {
  const { teamList, spending } = await writeSamples(test.info().outputPath('samples'));
  const { page } = await serve('<!doctype html><title>Page</title><input type=file id=f aria-label="File">');
  const chosen = page.waitForEvent('filechooser');
  await page.click('#f');
  await (await chosen).setFiles(teamList.path);
  await expect.poll(() => readWarning(page), { timeout: 20_000 }).toBeDefined();
  await pressWarning(page, 'falseAlarm');
  const said = async () => (await warningMarkup(page)).match(/role="status"[^>]*>([^<]*)</)?.[1];
  await expect.poll(said).toContain('Noted.');
  await pressWarning(page, 'falseAlarm');
  const again = page.waitForEvent('filechooser');
  await pressWarning(page, 'another');
  await (await again).setFiles(spending.path);
  await gone(page);
  await expect
    .poll(() => page.evaluate(() => document.querySelector<HTMLInputElement>('#f')?.files?.[0]?.name))
    .toBe(spending.name);

  const checkPage = await cordon.context.newPage();
  await checkPage.goto(`chrome-extension://${cordon.id}/check.html`);
  await expect(checkPage.locator('.tally tbody tr').first()).toContainText('A list of officers or staff1');
  expect(await axeProblems(checkPage)).toEqual([]);
});

test.describe('a second person’s code', () => {
  test('is asked for without a rule of accessibility broken, and at 400 % zoom', async ({
    cordon,
    serve,
  }) => {
    const { page, url } = await serve(PAGE);
    await cordon.show(url, { ...VIEWS.several, mayRelease: true });
    await pressWarning(page, 'release');
    await expect.poll(() => title(page)).toBe('A second person has to release this');
    const copy = await cordon.context.newPage();
    expect(await problemsOf(page, copy)).toEqual([]);
    await page.bringToFront();
    await page.setViewportSize({ width: 320, height: 256 });
    for (const action of ['remove', 'back', 'sendReleased']) await expectInside(page, 'data-action', action);
    for (const at of [0, 1, 2]) await expectInside(page, 'id', `cordon-code-${at}`);
  });

  test('is typed into the warning, and the page hears nothing of it', async ({ cordon, serve }) => {
    const { page, url } = await serve(
      `${PAGE}<script>window.heard = []; for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'submit'])
        addEventListener(type, (event) => heard.push(type), true)</script>`,
    );
    await cordon.show(url, VIEWS.mayRelease);
    await pressWarning(page, 'release');
    await expect.poll(() => title(page)).toBe('A second person has to release this');
    await page.keyboard.press('Tab');
    await page.keyboard.type('7k3m');
    await page.keyboard.press('Enter');
    await expect.poll(() => warningMarkup(page)).not.toContain('data-action="sendReleased" aria-disabled');
    expect(await page.evaluate('heard')).toEqual([]);
    expect(page.url()).toBe(url);
    // Nothing is held under this id, so that it cannot be checked: that is said, and the field is still there.
    await pressWarning(page, 'sendReleased');
    await expect
      .poll(async () => (await readWarning(page))?.lines)
      .toContain('The code could not be checked. Try again.');
  });
});

test.describe('when something fails', () => {
  test('the check can be tried again', async ({ cordon, serve }) => {
    const { page, url } = await serve(PAGE);
    await cordon.show(url, VIEWS.failed);
    await pressWarning(page, 'retry');
    await expect.poll(() => cordon.choices()).toEqual([{ id: 'view', choice: 'retry' }]);
  });

  test('several holds are asked about one after the other', async ({ cordon, serve }) => {
    const { page, url } = await serve(PAGE);
    await cordon.show(url, VIEWS.blocked);
    await cordon.show(url, { ...VIEWS.text, id: 'second' });
    expect(await title(page)).toBe('This file names 9,483 officers and staff');
    await pressWarning(page, 'remove');
    await expect.poll(() => title(page)).toBe('This text names 14 officers and staff');
    await pressWarning(page, 'remove');
    await gone(page);
    expect(await cordon.choices()).toEqual([REMOVED, { id: 'second', choice: 'remove' }]);
  });
});

test.describe('when the extension is reloaded', () => {
  test.use({ alone: true });

  test('a reloaded extension is said, and nothing is released', async ({ cordon, serve }) => {
    const { page, url } = await serve(PAGE);
    // The gate has told its adapter by then how a later one may take over.
    await page.waitForTimeout(2_500);
    const gates = () => contentWorlds(page).then((worlds) => worlds.length);
    await cordon.show(url, VIEWS.blocked);
    await shown(page);
    const before = await gates();
    await cordon.reload();
    await pressWarning(page, 'remove');
    await expect.poll(() => title(page)).toBe('Cordon has been updated or restarted');
    // The new version's gate is in the page as well by now, and the old one's warning must still hear.
    await expect.poll(gates, { timeout: 60_000 }).toBeGreaterThan(before);
    await pressWarning(page, 'close');
    await gone(page);
  });
});
