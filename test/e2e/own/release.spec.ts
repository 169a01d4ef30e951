// A second person's release in the sender's browser: by keyboard, since the warning's shadow root is closed to tests in
// Firefox. The code is made here as the reviewer's browser makes it; release-check.spec.ts plays the reviewer.
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newSalt, writeCode } from '../../../utils/release/code.ts';
import { fileHash } from '../../../utils/release/hash.ts';
import { codeFor, dayOf } from '../../../utils/release/seal.ts';
import { makePeople, Random } from '../../fixtures/people.ts';
import type { Page } from '../harness/driver.ts';
import { expect, test } from '../harness/test.ts';
import { ASKED, pause, WARNED, WATCH } from '../harness/texts.ts';

const KEY = 'for the tests: thirty-two characters or more';

test.use({ background: 'real', policy: { secondPerson: true, releaseKey: KEY } });

const PAGE = `${WATCH}<form action=/gone><input type=file id=f></form>`;

async function given(file: string, host = '127.0.0.1'): Promise<string> {
  const hash = await fileHash(new Blob([await readFile(file)]));
  return writeCode(await codeFor(KEY, { hash, host, day: dayOf(Date.now()) }, newSalt()));
}

/** A text, of which no copies are made: their buttons would stand between these, and come alive when the machine is ready. */
async function roster(): Promise<{ name: string; path: string }> {
  const name = 'Staff of the station.txt';
  const lines = makePeople(new Random(7), 40).map(
    ({ forename, surname, number }) => `PC ${number} ${forename} ${surname} works on the early turn.`,
  );
  const file = path.join(tmpdir(), `cordon-${process.pid}-${name}`);
  await writeFile(file, lines.join('\n'));
  return { name: path.basename(file), path: file };
}

/** From the heading of what was found: take out, another file, second person. */
async function askForCode(tab: Page): Promise<void> {
  await pause(700);
  for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await tab.press(key);
  await pause(700);
  await tab.press('Tab');
}

async function enter(tab: Page, code: string): Promise<void> {
  await tab.press('Control+a');
  for (const key of code) await tab.press(key.toLowerCase());
}

/** Past "take out" and "go back", and back into the field afterwards. */
async function send(tab: Page): Promise<void> {
  for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await tab.press(key);
}

test('a code that a second person made lets the file go as it is, once', async ({ tab, server }) => {
  const file = await roster();
  await tab.open(server.page('/', PAGE));
  await tab.chooseFiles('#f', [file.path]);
  await tab.waitFor(ASKED, 20_000);
  await askForCode(tab);

  // For another site: refused, said, and the file is still held.
  await enter(tab, await given(file.path, 'example.org'));
  await send(tab);
  await pause(500);
  expect(await tab.evaluate(WARNED)).toBe(true);
  expect(await tab.evaluate('seen.length')).toBe(0);

  for (let back = 0; back < 3; back++) await tab.press('Shift+Tab');
  const code = await given(file.path);
  await enter(tab, code);
  // Enter in the field sends neither the page's form nor ours.
  await tab.press('Enter');
  await pause(200);
  expect(await tab.evaluate('[seen.length, location.pathname]')).toEqual([0, '/']);
  await send(tab);
  await tab.waitFor('seen.length === 2');
  expect(await tab.evaluate(WARNED)).toBe(false);
  expect(await tab.evaluate('seen')).toEqual([`input:${file.name}`, `change:${file.name}`]);
  const arrived = await tab.evaluate<number>('f.files[0].arrayBuffer().then((bytes) => bytes.byteLength)');
  expect(arrived).toBe((await readFile(file.path)).length);

  // The same code a second time is used up.
  await tab.open(server.page('/', PAGE));
  await tab.chooseFiles('#f', [file.path]);
  await tab.waitFor(ASKED, 20_000);
  await askForCode(tab);
  await enter(tab, code);
  await send(tab);
  await pause(500);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  expect(await tab.evaluate(WARNED)).toBe(true);
});
