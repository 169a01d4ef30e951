// The story: what a hurried officer does, what Cordon does, and what the server received in the end. Every step says
// what must be true; the first that is not makes the story fail, and it goes on to the next scene.
import path from 'node:path';
import type { Sample, SampleId } from '../../test/fixtures/samples.ts';
import { type Player, type ShownWarning, until } from './player.ts';
import { type DemoServer, type DemoSite, sha256 } from './site.ts';

type Samples = Record<SampleId, Sample & { path: string }>;

export interface StoryOptions {
  player: Player;
  site: DemoSite;
  samples: Samples;
  /** Where screenshots go. */
  folder: string;
  say(line: string): void;
}

/** One way in which a file enters a page. */
interface Door {
  how: string;
  /** Gives the file to the page. */
  give(player: Player, file: string): Promise<void>;
  /** Sends what the page holds; nothing where the page sends by itself. */
  send?(player: Player): Promise<void>;
}

const FILE_FIELD: Record<'publication' | 'supplier', string> = { publication: '#file_1', supplier: '#order' };

const DOORS: { server: keyof typeof FILE_FIELD; title: string; door: Door }[] = [
  {
    server: 'publication',
    title: 'FOI publishing page, by file chooser',
    door: {
      how: 'chooses',
      give: (player, file) => player.choose('#file_1', [file]),
      send: (player) => player.click('#upload'),
    },
  },
  {
    server: 'publication',
    title: 'FOI publishing page, by dropping on the file field',
    door: {
      how: 'drops',
      give: async (player, file) => player.drop?.('#file_1', [file]),
      send: (player) => player.click('#upload'),
    },
  },
  {
    server: 'supplier',
    title: 'Supplier portal, by file chooser',
    door: { how: 'chooses', give: (player, file) => player.choose('#order', [file]) },
  },
  {
    server: 'supplier',
    title: 'Supplier portal, by dropping on the drop area',
    door: { how: 'drops', give: async (player, file) => player.drop?.('#drop', [file]) },
  },
];

class Broken extends Error {}

function must(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Broken(otherwise);
}

const arrived = (server: DemoServer) =>
  server.received.flatMap(({ files }) =>
    files.map((file) => `${file.name} (${file.bytes.byteLength} bytes)`),
  );

/** The officer hands over a file that names people. */
async function heldScene(options: StoryOptions, entry: (typeof DOORS)[number], sample: Samples[SampleId]) {
  const { player, site, say, folder } = options;
  const server = site[entry.server];
  const before = server.received.length;
  await player.open(server.url);
  say(`   The officer ${entry.door.how} “${sample.name}”: ${sample.what}.`);
  await entry.door.give(player, sample.path);
  const warning: ShownWarning | undefined = await until(() => player.warning());
  must(warning !== undefined, 'no warning came');
  say(`   Cordon: “${warning.title}”`);
  const [where] = warning.lines.filter((text) => /^(Worksheet|Rows) /.test(text));
  if (where) say(`           ${where}`);
  must(/\d/.test(warning.title), `the warning does not say how many people: ${warning.title}`);
  must(warning.buttons.includes('remove'), 'the warning has no way out');
  await player.screenshot(
    path.join(folder, `${player.name.split(' ')[0]}-${slug(entry.title)}.png`.toLowerCase()),
  );
  await player.press('remove');
  must((await until(async () => !(await player.warning()), 5000)) === true, 'the warning did not go away');
  must((await player.filesIn(FILE_FIELD[entry.server])) === 0, 'the file is still in the field');
  if (entry.door.send) {
    await entry.door.send(player);
    await until(async () => server.received.length > before, 5000);
  } else await new Promise((resolve) => setTimeout(resolve, 500));
  const files = server.received.slice(before).flatMap((received) => received.files);
  must(files.length === 0, `the server received ${files.map((file) => file.name).join(', ')}`);
  say('   The officer takes the file out. The server received no file.');
}

/** The officer sends a cleaned copy in place of a workbook with a hidden sheet. */
async function cleanedScene(options: StoryOptions, entry: (typeof DOORS)[number], sample: Samples[SampleId]) {
  const { player, site, say, folder } = options;
  const server = site[entry.server];
  const before = server.received.length;
  await player.open(server.url);
  say(`   The officer ${entry.door.how} “${sample.name}”: ${sample.what}.`);
  await entry.door.give(player, sample.path);
  const warning = await until(() => player.warning());
  must(warning?.buttons.includes('clean') === true, 'the warning offers no cleaned copy');
  await player.press('clean');
  const shown = await until(async () => {
    const now = await player.warning();
    return now?.buttons.includes('sendCopies') ? now : undefined;
  });
  must(shown !== undefined, `no copy was made: ${(await player.warning())?.title}`);
  must(server.received.length === before, 'something was sent before the user said so');
  say(`   Cordon: “${shown.title}” ${shown.lines.filter((text) => /worksheet/.test(text)).join(', ')}`);
  await player.screenshot(
    path.join(folder, `${player.name.split(' ')[0]}-copy-${slug(entry.title)}.png`.toLowerCase()),
  );
  await player.press('sendCopies');
  if (entry.door.send) {
    must(
      (await until(async () => (await player.filesIn(FILE_FIELD[entry.server])) === 1)) === true,
      'the page never got the copy',
    );
    await entry.door.send(player);
  }
  await until(async () => server.received.length > before);
  must((await until(async () => !(await player.warning()))) === true, 'the warning did not go away');
  const files = server.received.slice(before).flatMap((received) => received.files);
  const [file] = files;
  must(files.length === 1 && file !== undefined, `${files.length} files arrived`);
  must(file.name === sample.name.replace('.xlsx', '-cleaned.xlsx'), `it arrived as ${file.name}`);
  must(file.bytes.byteLength < sample.bytes.byteLength / 10, 'the hidden worksheet is still in it');
  say(`   The server received “${file.name}”, ${file.bytes.byteLength} bytes, and nothing else.`);
}

/** Of three files one needs nothing, one can be cleaned and one cannot: each is judged for itself. */
async function severalScene({ player, site, say }: StoryOptions, samples: Samples) {
  const server = site.publication;
  const field = FILE_FIELD.publication;
  const { spending, psni, teamList } = samples;
  const before = server.received.length;
  await player.open(server.url);
  say(`   The officer chooses “${spending.name}”, “${psni.name}” and “${teamList.name}” together.`);
  await player.choose(field, [spending.path, psni.path, teamList.path]);
  must((await until(() => player.warning())) !== undefined, 'no warning came');
  await player.press('clean');
  const shown = await until(async () => {
    const now = await player.warning();
    return now?.buttons.includes('sendCopies') ? now : undefined;
  });
  must(shown !== undefined, `no copy was offered: ${(await player.warning())?.title}`);
  const out = shown.lines.find((line) => line.includes(teamList.name));
  must(out !== undefined, 'it is not said which file cannot be cleaned');
  say(`   Cordon: “${shown.title}” Taken out: ${out}`);
  await player.press('sendCopies');
  must((await until(async () => (await player.filesIn(field)) === 2)) === true, 'not two files went on');
  await player.click('#upload');
  await until(async () => server.received.length > before);
  const files = server.received.slice(before).flatMap((received) => received.files);
  const names = files.map(({ name }) => name).join(', ');
  must(names === `${spending.name}, ${psni.name.replace('.xlsx', '-cleaned.xlsx')}`, `it received ${names}`);
  must(files[0]?.sha256 === sha256(spending.bytes), 'the file that needed nothing arrived changed');
  say(`   The server received ${names}, and nothing else.`);

  await player.open(server.url);
  await player.choose(field, [spending.path, teamList.path]);
  must((await until(() => player.warning())) !== undefined, 'no warning came');
  await player.press('remove');
  must(
    (await until(async () => (await player.filesIn(field)) === 1)) === true,
    'the other file has gone, too',
  );
  say(`   The officer takes “${teamList.name}” out. “${spending.name}” is still in the field.`);
}

/** The officer puts the roster into the answer's text instead. */
async function textScene({ player, site, say, folder }: StoryOptions, sample: Samples[SampleId]) {
  const server = site.publication;
  const before = server.received.length;
  await player.open(server.url);
  say(`   The officer copies “${sample.name}” into the response and presses Upload.`);
  await player.fill('#body', new TextDecoder().decode(sample.bytes));
  await player.click('#upload');
  const warning = await until(() => player.warning());
  must(warning !== undefined, 'no warning came');
  say(`   Cordon: “${warning.title}”`);
  must(
    /^This text names \d+/.test(warning.title),
    `the warning does not speak of the text: ${warning.title}`,
  );
  await player.screenshot(path.join(folder, `${player.name.split(' ')[0]}-text.png`.toLowerCase()));
  await player.press('remove');
  must((await until(async () => !(await player.warning()), 5000)) === true, 'the warning did not go away');
  await new Promise((resolve) => setTimeout(resolve, 500));
  must(server.received.length === before, 'the server received the text');
  say('   The officer goes back to the text. The server received nothing.');
}

/** The officer hands over an ordinary file. */
async function clearScene(options: StoryOptions, entry: (typeof DOORS)[number], sample: Samples[SampleId]) {
  const { player, site, say } = options;
  const server = site[entry.server];
  const before = server.received.length;
  await player.open(server.url);
  say(`   The officer ${entry.door.how} “${sample.name}”: ${sample.what}.`);
  await entry.door.give(player, sample.path);
  if (entry.door.send) {
    const there = await until(
      async () => (await player.filesIn(FILE_FIELD[entry.server])) === 1 || Boolean(await player.warning()),
    );
    must(there === true, 'the page never got its file');
    must((await player.warning()) === undefined, 'a warning came where none should be');
    await entry.door.send(player);
  }
  const came = await until(async () => server.received.length > before || Boolean(await player.warning()));
  const warning = await player.warning();
  must(warning === undefined, `a warning came where none should be: ${warning?.title}`);
  must(came === true, 'nothing arrived');
  const files = server.received.slice(before).flatMap((received) => received.files);
  const [file] = files;
  must(files.length === 1 && file !== undefined, `${files.length} files arrived`);
  must(file.name === sample.name, `it arrived as ${file.name}`);
  must(file.sha256 === sha256(sample.bytes), 'it arrived changed');
  say(`   No dialog. The server received it byte for byte (SHA-256 ${file.sha256.slice(0, 16)}…).`);
}

const slug = (text: string) => text.replace(/\W+/g, '-');

/**
 * Plays every scene.
 * @returns how many failed.
 */
export async function playStory(options: StoryOptions): Promise<number> {
  const { player, site, samples, say, folder } = options;
  let failed = 0;
  let scene = 0;
  const play = async (title: string, work: () => Promise<void>) => {
    scene++;
    say(`${scene}. ${title}`);
    try {
      await work();
    } catch (error) {
      failed++;
      const shot = path.join(folder, `failed-${scene}.png`);
      await player.screenshot(shot).catch(() => undefined);
      say(`   FAILED: ${error instanceof Broken ? error.message : (error as Error).stack}`);
    }
  };
  for (const entry of DOORS) {
    if (entry.door.how === 'drops' && !player.drop) {
      say(`-  ${entry.title}: left out, ${player.name} cannot be made to drop files.`);
      continue;
    }
    await play(entry.title, () => heldScene(options, entry, samples.psni));
    await play(`${entry.title}, as a cleaned copy`, () => cleanedScene(options, entry, samples.psni));
    await play(`${entry.title}, without the hidden worksheet`, () =>
      clearScene(options, entry, samples.psniVisibleOnly),
    );
  }
  const [chooser] = DOORS;
  if (chooser) {
    await play('A roster in plain sight', () =>
      heldScene(options, { ...chooser, title: 'roster in plain sight' }, samples.teamList),
    );
    await play('A roster in the free text', () => textScene(options, samples.teamList));
    await play('Several files together', () => severalScene(options, samples));
    for (const sample of [samples.spending, samples.incidents]) {
      await play('An ordinary answer', () => clearScene(options, chooser, sample));
    }
  }
  say('');
  say(`The FOI page received: ${arrived(site.publication).join('; ') || 'nothing'}`);
  say(`The supplier received: ${arrived(site.supplier).join('; ') || 'nothing'}`);
  return failed;
}
