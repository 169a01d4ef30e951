// Real Firefox, by puppeteer over WebDriver BiDi, with the unpacked extension as a temporary add-on.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import puppeteer, { type ElementHandle, type Page as PuppeteerPage } from 'puppeteer-core';
import { findBrowser } from '../../../bin/browsers.ts';
import { type Browser, type LaunchOptions, type Page, until } from './driver.ts';
import { CATALOGUE_HOST } from './server.ts';

function pageOf(page: PuppeteerPage): Page {
  return {
    async open(url) {
      await page.goto(url);
    },
    click: (selector) => page.click(selector),
    clickAt: (x, y) => page.mouse.click(x, y),
    async type(selector, text) {
      await page.focus(selector);
      // Key by key is the only way over BiDi, and slow: the most of it is put in by a script.
      await page.evaluate(
        (text: string) => document.execCommand('insertText', false, text),
        text.slice(0, -1),
      );
      await page.keyboard.type(text.slice(-1));
    },
    async press(keys) {
      const [key = keys, ...held] = keys.split('+').reverse();
      for (const modifier of held) await page.keyboard.down(modifier as 'Control');
      await page.keyboard.press(key as 'Enter');
      for (const modifier of held) await page.keyboard.up(modifier as 'Control');
    },
    async chooseFiles(selector, paths) {
      // File choosers of child frames are not reported: there the files are set on the input directly.
      const frame = await (await page.$(selector))?.contentFrame();
      if (frame) {
        const input = (await frame.$('input[type=file]')) as ElementHandle<HTMLInputElement> | null;
        await input!.uploadFile(...paths);
        return;
      }
      const chooser = page.waitForFileChooser();
      await page.click(selector);
      await (await chooser).accept(paths);
    },
    async chooseDirectory(selector, directory) {
      const chooser = page.waitForFileChooser();
      await page.click(selector);
      // WebDriver BiDi sets no directories: the files in it, one by one, on an input that has to be `multiple` as well.
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      await (await chooser).accept(files.map((entry) => path.join(entry.parentPath, entry.name)));
    },
    async dropFiles(selector, paths) {
      const files = await Promise.all(
        paths.map(async (file) => ({
          name: path.basename(file),
          base64: (await readFile(file)).toString('base64'),
        })),
      );
      await page.evaluate(
        (selector: string, files: { name: string; base64: string }[]) => {
          const dataTransfer = new DataTransfer();
          // As in a real drag of files.
          dataTransfer.effectAllowed = 'all';
          for (const { name, base64 } of files)
            dataTransfer.items.add(
              new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name),
            );
          const target = document.querySelector(selector)!;
          const { x, y, width, height } = target.getBoundingClientRect();
          const place = { clientX: x + width / 2, clientY: y + height / 2 };
          for (const type of ['dragenter', 'dragover', 'drop'])
            target.dispatchEvent(
              new DragEvent(type, {
                bubbles: true,
                cancelable: true,
                composed: true,
                dataTransfer,
                ...place,
              }),
            );
        },
        selector,
        files,
      );
    },
    text: (selector) => page.$eval(selector, (element) => element.textContent ?? ''),
    evaluate: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
    waitFor: (expression, timeoutMs) =>
      until(async () => (await page.evaluate(`Boolean(${expression})`)) as boolean, expression, timeoutMs),
    async screenshot(file) {
      await page.screenshot({ path: file as `${string}.png` });
    },
    close: () => page.close(),
  };
}

export async function launchFirefox({
  extension,
  headless = true,
}: LaunchOptions): Promise<Browser | undefined> {
  const found = await findBrowser('firefox');
  if (!found) return undefined;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: found.executablePath,
    headless,
    args: found.args,
    extraPrefsFirefox: {
      'extensions.openPopupWithoutUserGesture.enabled': true,
      'network.dns.localDomains': CATALOGUE_HOST,
    },
  });
  const id = await browser.installExtension(extension);
  return {
    name: 'firefox',
    newPage: async () => pageOf(await browser.newPage()),
    policyKnown: async () => undefined,
    unloadExtension: () => browser.uninstallExtension(id),
    async updateExtension() {
      await browser.installExtension(extension);
    },
    close: () => browser.close(),
  };
}
