// `npm start`: builds Cordon, makes sample files, starts two demo sites on this computer and opens a browser with
// Cordon in it. Without a display, or with --headless, it plays the story itself and says what the servers received;
// --firefox plays the same story in Firefox.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeSamples } from '../test/fixtures/samples.ts';
import { findBrowser } from './browsers.ts';
import { launchChromium, playInChromium } from './demo/chromium.ts';
import { buildExtension, copyExtension } from './demo/extension.ts';
import { playInFirefox } from './demo/firefox.ts';
import { type DemoSite, startDemoSite } from './demo/site.ts';
import { playStory } from './demo/story.ts';

const FOLDER = path.resolve('demo-output');
const say = (line: string) => console.log(line);

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

type Samples = Awaited<ReturnType<typeof writeSamples>>;

/** Opens the browser and leaves it to the user, until it is closed. */
async function play(site: DemoSite, samples: Samples): Promise<number> {
  buildExtension('chromium');
  const extension = await copyExtension('chromium', path.join(FOLDER, 'extension-chromium'));
  const context = await launchChromium({ extension, headless: false });
  const first = context.pages()[0] ?? (await context.newPage());
  await first.goto(site.publication.url);
  await (await context.newPage()).goto(site.supplier.url);
  await first.bringToFront();
  say('');
  say(`A browser with Cordon is open. Sample files: ${path.join(FOLDER, 'samples')}`);
  for (const { name, what, held } of Object.values(samples)) {
    say(`  ${held ? 'held  ' : 'passes'}  ${name}: ${what}`);
  }
  say('');
  say(`FOI publishing page:  ${site.publication.url}`);
  say(`Supplier portal:      ${site.supplier.url}`);
  say('Choose or drop the files on both pages. Cordon’s button in the tool bar opens the check page.');
  say('Close the browser to end.');
  await new Promise((resolve) => context.once('close', resolve));
  return 0;
}

/** Plays the story without anybody. */
async function playAlone(site: DemoSite, samples: Samples, firefox: boolean): Promise<number> {
  if (firefox && !(await findBrowser('firefox'))) {
    say('Firefox is not on this machine, so the story cannot be played in it.');
    return 1;
  }
  const kind = firefox ? 'firefox' : 'chromium';
  buildExtension(kind);
  const extension = await copyExtension(kind, path.join(FOLDER, `extension-${kind}`));
  const player = await (firefox
    ? playInFirefox({ extension })
    : playInChromium({ extension, headless: true }));
  try {
    say(`Playing in ${player.name}.`);
    const failed = await playStory({ player, site, samples, folder: FOLDER, say });
    say(`Screenshots: ${FOLDER}`);
    say(failed === 0 ? 'The story went as it should.' : `${failed} scene${failed === 1 ? '' : 's'} failed.`);
    return failed === 0 ? 0 : 1;
  } finally {
    await player.close();
  }
}

const { values } = parseArgs({
  options: { headless: { type: 'boolean', default: false }, firefox: { type: 'boolean', default: false } },
});
await rm(FOLDER, { recursive: true, force: true });
const samples = await writeSamples(path.join(FOLDER, 'samples'));
const site = await startDemoSite();
try {
  process.exitCode =
    values.headless || values.firefox || !hasDisplay()
      ? await playAlone(site, samples, values.firefox)
      : await play(site, samples);
} finally {
  await site.close();
}
