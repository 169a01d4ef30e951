// The whole way of a file, in both browsers: the same story that `npm start` plays.
import { expect, test } from '@playwright/test';
import { findBrowser } from '../../../bin/browsers.ts';
import { playInChromium } from '../../../bin/demo/chromium.ts';
import { copyExtension } from '../../../bin/demo/extension.ts';
import { playInFirefox } from '../../../bin/demo/firefox.ts';
import { startDemoSite } from '../../../bin/demo/site.ts';
import { playStory } from '../../../bin/demo/story.ts';
import { writeSamples } from '../../fixtures/samples.ts';

test('rosters are held and ordinary answers arrive unchanged', async () => {
  test.setTimeout(300_000);
  const info = test.info();
  const kind = info.project.name === 'firefox' ? 'firefox' : 'chromium';
  test.skip(!(await findBrowser(kind)), `${kind} is not on this machine`);
  const extension = await copyExtension(kind, info.outputPath('extension'));
  const samples = await writeSamples(info.outputPath('samples'));
  const site = await startDemoSite();
  const player = await (kind === 'firefox'
    ? playInFirefox({ extension })
    : playInChromium({ extension, headless: true }));
  const lines: string[] = [];
  try {
    const say = (line: string) => void lines.push(line);
    const failed = await playStory({ player, site, samples, folder: info.outputPath(), say });
    expect(failed, lines.join('\n')).toBe(0);
    const names = [...site.publication.received, ...site.supplier.received].flatMap(({ files }) =>
      files.map(({ name }) => name),
    );
    expect(names).not.toContain(samples.psni.name);
    expect(names).not.toContain(samples.teamList.name);
    const doors = player.drop ? 4 : 2;
    expect(names.filter((name) => name.endsWith('-cleaned.xlsx'))).toHaveLength(doors + 1);
    expect(names).toHaveLength(2 * doors + 4);
  } finally {
    await player.close();
    await site.close();
  }
});
