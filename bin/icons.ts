// Draws the extension's icons from bin/icons/cordon.svg: `node bin/icons.ts`, when the drawing has changed.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { needBrowser } from './browsers.ts';

const SIZES = [16, 32, 48, 128];

const svg = await readFile('bin/icons/cordon.svg', 'utf8');
const { executablePath, args } = await needBrowser('chromium');
const browser = await chromium.launch({ executablePath, args });
const page = await browser.newPage();
await mkdir('public/icons', { recursive: true });
for (const size of SIZES) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;clip-path:inset(0 round 20%)}</style>${svg}`);
  await writeFile(`public/icons/${size}.png`, await page.screenshot({ omitBackground: true }));
}
await browser.close();
