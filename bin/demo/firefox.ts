// A Player in Firefox, by puppeteer over WebDriver BiDi. Cordon's warning stands in a closed shadow root: BiDi shows
// it (`includeShadowTree: all`), no page can.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import puppeteer, { type ElementHandle, type Page } from 'puppeteer-core';
import { needBrowser } from '../browsers.ts';
import { isCopyAction, MADE_WITHIN, type Player, type ShownWarning } from './player.ts';
import { waitForGate } from './ready.ts';

/** The part of a BiDi NodeRemoteValue that is used here. */
interface BidiNode {
  sharedId?: string;
  value?: {
    nodeType: number;
    localName?: string;
    nodeValue?: string;
    attributes?: Record<string, string>;
    children?: BidiNode[];
    shadowRoot?: BidiNode | null;
    mode?: string;
  };
}

/** Puppeteer's own connection, which its types keep to itself. */
interface RawConnection {
  send(method: string, params: unknown, timeoutMs: number): Promise<{ result: { result: unknown } }>;
}

/** How long at most until buttons are alive, milliseconds. */
const ALIVE_WITHIN = 10_000;
/** How long a call may take, milliseconds, and how often it is made. */
const ANSWER_WITHIN = 4000;
const MOST_TRIES = 3;
const BLOCKS = new Set(['p', 'h1', 'h2', 'dt', 'dd', 'li', 'button', 'summary', 'label', 'legend']);

function* walk(node: BidiNode): Generator<BidiNode> {
  yield node;
  for (const child of node.value?.children ?? []) yield* walk(child);
}

function textOf(node: BidiNode): string {
  if (node.value?.nodeType === 3) return node.value.nodeValue ?? '';
  return (node.value?.children ?? []).map(textOf).join('');
}

/** Starts Firefox with the extension in a fresh profile. */
export async function playInFirefox(options: { extension: string }): Promise<Player> {
  const { executablePath, args } = await needBrowser('firefox');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    args,
    headless: true,
    defaultViewport: { width: 1100, height: 800 },
    // A temporary add-on has to be given its host permissions; they are asked for at run time otherwise.
    extraPrefsFirefox: { 'extensions.originControls.grantByDefault': true },
  });
  await browser.installExtension(options.extension);
  const page = await browser.newPage();
  await waitForGate({
    open: async (url) => void (await page.goto(url)),
    evaluate: (expression) => page.evaluate(expression),
  });
  const connection = (browser as unknown as { connection: RawConnection }).connection;
  const contextOf = (of: Page) => (of.mainFrame() as unknown as { _id: string })._id;

  /** A call into a page that is just going away is never answered: asked again, in the page that follows. */
  async function call(functionDeclaration: string, args: unknown[], domDepth: number): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      try {
        const { result } = await connection.send(
          'script.callFunction',
          {
            functionDeclaration,
            arguments: args,
            awaitPromise: false,
            target: { context: contextOf(page), sandbox: 'story' },
            serializationOptions: { maxDomDepth: domDepth, includeShadowTree: 'all' },
          },
          ANSWER_WITHIN,
        );
        return result.result;
      } catch (error) {
        if (tries === MOST_TRIES) throw error;
      }
    }
  }

  async function findDialog(): Promise<BidiNode | undefined> {
    const root = (await call('() => document.documentElement', [], 40)) as BidiNode;
    for (const child of root.value?.children ?? []) {
      const shadow = child.value?.shadowRoot;
      if (shadow?.value?.mode !== 'closed') continue;
      const dialog = shadow.value.children?.find((node) => node.value?.localName === 'dialog');
      if (dialog?.value?.attributes && 'open' in dialog.value.attributes) return dialog;
    }
    return undefined;
  }

  async function warning(): Promise<ShownWarning | undefined> {
    const dialog = await findDialog();
    if (!dialog) return undefined;
    const nodes = [...walk(dialog)];
    const clean = (node: BidiNode) => textOf(node).replace(/\s+/g, ' ').trim();
    const heading = nodes.find((node) => node.value?.localName === 'h1');
    return {
      title: heading ? clean(heading) : '',
      lines: nodes.filter((node) => BLOCKS.has(node.value?.localName ?? '')).map(clean),
      buttons: nodes.flatMap((node) => node.value?.attributes?.['data-action'] ?? []),
    };
  }

  async function press(action: string): Promise<void> {
    const until = Date.now() + (isCopyAction(action) ? MADE_WITHIN : ALIVE_WITHIN);
    const buttonIn = (dialog: BidiNode | undefined) =>
      dialog && [...walk(dialog)].find((node) => node.value?.attributes?.['data-action'] === action);
    let dialog = await findDialog();
    const isReady = () => {
      const button = buttonIn(dialog)?.value?.attributes;
      return (
        dialog?.value?.attributes?.['data-alive'] === 'yes' &&
        button?.['data-alive'] !== 'no' &&
        !(isCopyAction(action) && button?.['aria-disabled'] === 'true')
      );
    };
    while (!isReady() && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      dialog = await findDialog();
    }
    const button = buttonIn(dialog);
    if (!button?.sharedId) throw new Error(`The warning has no button for ${action}.`);
    const point = (await call(
      `(button) => { button.scrollIntoView({ block: 'nearest' }); const box = button.getBoundingClientRect();
        return JSON.stringify([box.left + box.width / 2, box.top + box.height / 2]); }`,
      [{ sharedId: button.sharedId }],
      0,
    )) as { value: string };
    const [x = 0, y = 0] = JSON.parse(point.value) as number[];
    await page.mouse.click(x, y);
  }

  /** A form that has just been answered may still be loading its answer, and then breaks off the first try. */
  async function open(url: string): Promise<void> {
    const interrupted = (error: Error) => {
      if (!/interrupted an unfinished navigation/.test(error.message)) throw error;
      return page.goto(url);
    };
    await page.goto(url).catch(interrupted);
  }

  return {
    name: `Firefox ${(await browser.version()).replace(/\D+/, '')}`,
    open,
    async choose(selector, files) {
      const input = (await page.$(selector)) as ElementHandle<HTMLInputElement> | null;
      if (!input) throw new Error(`${selector} is not on the page.`);
      await input.uploadFile(...files);
    },
    async drop(selector, files) {
      // Firefox offers no real drop to WebDriver: a script of the page makes one, as close as it can.
      const contents = await Promise.all(
        files.map(async (file) => ({
          name: path.basename(file),
          base64: (await readFile(file)).toString('base64'),
        })),
      );
      await page.evaluate(
        (target, given) => {
          const dataTransfer = new DataTransfer();
          for (const { name, base64 } of given) {
            const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
            dataTransfer.items.add(new File([bytes], name));
          }
          const element = document.querySelector(target);
          for (const type of ['dragenter', 'dragover', 'drop']) {
            element?.dispatchEvent(
              new DragEvent(type, { bubbles: true, cancelable: true, composed: true, dataTransfer }),
            );
          }
        },
        selector,
        contents,
      );
    },
    async fill(selector, text) {
      await page.focus(selector);
      // Key by key takes minutes over BiDi; this goes in as a paste does.
      await page.evaluate((given) => void document.execCommand('insertText', false, given), text);
    },
    click: (selector) => page.click(selector),
    text: async (selector) => (await page.$eval(selector, (element) => element.textContent)) ?? '',
    filesIn: (selector) =>
      page.$eval(selector, (element) => (element as HTMLInputElement).files?.length ?? 0),
    warning,
    press,
    screenshot: async (file) => void (await page.screenshot({ path: file as `${string}.png` })),
    close: () => browser.close(),
  };
}
