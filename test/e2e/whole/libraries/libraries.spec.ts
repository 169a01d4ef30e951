// Real upload libraries with the whole of Cordon: what is clean arrives byte for byte without a dialog, a roster never
// does, and the library goes on working afterwards.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeSamples } from '../../../fixtures/samples.ts';
import { type Page, until } from '../../harness/driver.ts';
import type { TestServer } from '../../harness/server.ts';
import { test as base, expect } from '../../harness/test.ts';
import { ASKED, pause, WARNED } from '../../harness/texts.ts';
import { bundlePages } from './bundle.ts';
import { LIBRARIES, type Library } from './libraries.ts';
import { Receiver, sha256 } from './receiver.ts';

const test = base.extend<object, { pages: string }>({
  pages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'cordon-libraries-'));
      await bundlePages(
        Object.values(LIBRARIES).map(({ page }) => page),
        folder,
      );
      await use(folder);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test.use({ background: 'real' });

const STYLE = `<style>#zone{display:block;min-width:300px;min-height:120px;background:#ddd}</style>`;

/** Opens the page of a library; gives what its server receives. */
async function open(
  tab: Page,
  server: TestServer,
  pages: string,
  { page, pick }: Pick<Library, 'page' | 'pick'>,
): Promise<Receiver> {
  const receiver = new Receiver(server);
  server.route('/pages/', async ({ path: at }) => ({
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
    body: await readFile(path.join(pages, path.basename(at))),
  }));
  await tab.open(server.page('/', `${STYLE}<body><script type=module src=/pages/${page}.js></script>`));
  await tab.waitFor(`document.querySelector(${JSON.stringify(pick)})`);
  return receiver;
}

/** Answers the warning: take the file out. */
async function takeOut(tab: Page): Promise<void> {
  await tab.waitFor(ASKED);
  // It takes clicks only after it has stood for half a second; the first stop of Tab is "Take the file out".
  await pause(700);
  await tab.press('Tab');
  await tab.press('Enter');
  await tab.waitFor(`!(${WARNED})`);
}

const { spending, incidents, teamList } = makeSamples();

interface Given {
  name: string;
  bytes: Uint8Array;
}

interface Trial {
  tab: Page;
  receiver: Receiver;
  /** Gives files or a directory to the library, by one of its doors. */
  give(paths: string[]): Promise<void>;
}

/** `files` arrive byte for byte, the library says so in its own words, and nobody is asked but for what stands beside them. */
async function arrives(
  { tab, receiver, give }: Trial,
  files: Given[],
  paths: string[],
  answer?: () => Promise<void>,
): Promise<void> {
  const [had, heard] = [receiver.files.length, await tab.evaluate<number>('log.length')];
  await give(paths);
  await answer?.();
  await until(() => receiver.files.length === had + files.length, 'every file arrives');
  // What was taken out would come a moment later.
  if (answer) await pause(200);
  const seen = (list: Given[]) => list.map(({ name, bytes }) => `${name} ${sha256(bytes)}`).sort();
  expect(seen(receiver.files.slice(had))).toEqual(seen(files));
  await tab.waitFor(`log.length >= ${heard + 2 * files.length}`);
  const words = files.flatMap(({ name }) => [`added ${name}`, `success ${name}`]);
  expect((await tab.evaluate<string[]>(`log.slice(${heard})`)).sort()).toEqual(words.sort());
  expect(await tab.evaluate(WARNED)).toBe(false);
}

/** The user is asked and takes it out; neither the library nor its server hears of it. */
async function isHeld({ tab, receiver, give }: Trial, paths: string[]): Promise<void> {
  const before = [receiver.bodies.length, await tab.evaluate<number>('log.length')];
  await give(paths);
  await takeOut(tab);
  await pause(200);
  expect([receiver.bodies.length, await tab.evaluate('log.length')]).toEqual(before);
}

for (const [name, { page, pick, zone, directories }] of Object.entries(LIBRARIES))
  test(`${name}: clean files arrive, a roster does not, and it goes on working`, async ({
    tab,
    server,
    pages,
    file,
    cordon,
  }) => {
    const receiver = await open(tab, server, pages, { page, pick });
    const write = ({ name, bytes }: Given) => file(name, bytes);
    const picked: Trial = { tab, receiver, give: (paths) => tab.chooseFiles(pick, paths) };
    await test.step('file picker', async () => {
      await isHeld(picked, [await write(teamList)]);
      await arrives(picked, [spending], [await write(spending)]);
    });
    if (!zone) return;
    const dropped: Trial = { tab, receiver, give: (paths) => tab.dropFiles(zone, paths) };
    await test.step('drop', async () => {
      await isHeld(dropped, [await write(teamList)]);
      await arrives(dropped, [incidents], [await write(incidents)]);
      // What is clean goes on when the rest is taken out, also where a library asks for nothing but entries.
      const both = [await write({ ...teamList, name: 'team.xlsx' }), await write(incidents)];
      if (directories) await arrives(dropped, [incidents], both, () => takeOut(tab));
    });
    // WebDriver BiDi makes no drags from outside.
    if (!directories || cordon!.name === 'firefox') return;
    await test.step('directories by drop', async () => {
      const root = path.dirname(await write(spending));
      const directory = async (at: string, samples: Given[]) => {
        await mkdir(path.join(root, at, 'inner'), { recursive: true });
        for (const [i, { name, bytes }] of samples.entries())
          await writeFile(path.join(root, at, i === 0 ? '' : 'inner', name), bytes);
        return path.join(root, at);
      };
      const mixed = await directory('held', [spending, teamList]);
      // What is clean stays when the rest is taken out; only that is ever heard of.
      await arrives(dropped, [spending], [mixed], () => takeOut(tab));
      const clean = [
        { ...spending, name: 'first.csv' },
        { ...incidents, name: 'second.xlsx' },
      ];
      await arrives(dropped, clean, [await directory('clean', clean)]);
    });
  });
