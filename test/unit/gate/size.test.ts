// What the gate costs a page before it does anything: both of its scripts, as they are built, together.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { shrink, weightOf } from '../../../bin/shrink.ts';

/** In bytes, minified and compressed: 20 kB, without the 35 or so that the extension's own build adds to the two. */
const MOST = 19_965;

async function built(entry: string, firefox: boolean): Promise<number> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'import.meta.env.FIREFOX': JSON.stringify(firefox) },
    build: {
      write: false,
      target: 'esnext',
      minify: true,
      // The browser's own loader of a script calls what it exports.
      lib: {
        entry: fileURLToPath(new URL(`../../../entrypoints/${entry}.ts`, import.meta.url)),
        formats: ['iife'],
        name: 'cordon',
      },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) throw new Error(`${entry} was not built`);
  const [script] = first.output;
  // A script that lost what it does would be small as well.
  const code = await shrink(script.code);
  expect(code).toContain('cordonhello');
  return weightOf(code);
}

for (const browser of ['chromium', 'firefox'])
  test(`the gate's scripts are at most ${MOST} bytes (${browser})`, { timeout: 60_000 }, async () => {
    const firefox = browser === 'firefox';
    const total = (await built('gate', firefox)) + (await built('page', firefox));
    expect(total).toBeLessThanOrEqual(MOST);
  });
