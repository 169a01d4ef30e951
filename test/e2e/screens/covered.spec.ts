// What is in plain sight goes as another copy: a portrait with the face covered, a list without the columns that name people. The
// warning offers it, and the page gets that file.
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import * as XLSX from 'xlsx';
import { loadAsset } from '../../../bin/assets.ts';
import { pressWarning, readWarning } from '../../../bin/demo/dialog.ts';
import { decodePicture } from '../../../bin/node-decode-picture.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { makePeople, Random, rankOf } from '../../fixtures/people.ts';
import { drawPortrait } from '../../fixtures/portraits.ts';
import { test } from './extension.ts';

/** Name and bytes of the file that the page has. */
async function arrivedIn(page: Page): Promise<[name: string | undefined, bytes: Uint8Array<ArrayBuffer>]> {
  const [name, bytes] = await page.locator('#f').evaluate(async (field) => {
    const [file] = (field as HTMLInputElement).files ?? [];
    return [file?.name, [...new Uint8Array((await file?.arrayBuffer()) ?? [])]] as const;
  });
  return [name, new Uint8Array(bytes)];
}

test('a portrait goes with the face covered', async ({ serve }) => {
  const portrait = test.info().outputPath('new starter.jpg');
  await sharp(await drawPortrait(7)).toFile(portrait);
  const { page } = await serve('<!doctype html><title>Page</title><input type=file id=f>');
  const title = async () => (await readWarning(page))?.title;
  await page.setInputFiles('#f', portrait);
  await expect.poll(title, { timeout: 60_000 }).toBe('This file holds a portrait of 1 person');
  await pressWarning(page, 'cover');
  await expect.poll(title, { timeout: 60_000 }).toBe('This copy would be sent instead');
  await pressWarning(page, 'sendCopies');
  await expect.poll(title).toBeUndefined();
  const [name, arrived] = await arrivedIn(page);
  expect(name).toBe('new starter-cleaned.png');
  const copy = new Blob([arrived]);
  const { format, findings } = await inspect(copy, 'copy.png', { asset: loadAsset, decodePicture });
  expect([format, findings]).toEqual(['png', []]);
});

test('a list in plain sight goes without the columns that name people', async ({ serve }) => {
  const rows = makePeople(new Random(7), 40).map((person) => [
    person.surname,
    person.initials,
    rankOf(person),
    'Lisburn',
  ]);
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(
    book,
    XLSX.utils.aoa_to_sheet([['Surname', 'Initials', 'Rank', 'Station'], ...rows]),
    'Staff',
  );
  const roster = test.info().outputPath('staff.xlsx');
  XLSX.writeFile(book, roster);
  const { page } = await serve('<!doctype html><title>Page</title><input type=file id=f>');
  const title = async () => (await readWarning(page))?.title;
  await page.setInputFiles('#f', roster);
  await expect.poll(title, { timeout: 60_000 }).toBe('This file names 40 officers and staff');
  await pressWarning(page, 'mask');
  await expect.poll(title, { timeout: 60_000 }).toBe('This copy would be sent instead');
  await pressWarning(page, 'sendCopies');
  await expect.poll(title).toBeUndefined();
  const [name, arrived] = await arrivedIn(page);
  expect(name).toBe('staff-cleaned.xlsx');
  const sheet = XLSX.read(arrived).Sheets.Staff!;
  const cells = XLSX.utils.sheet_to_json<string[]>(sheet, { header: 1, defval: '' });
  expect(cells[0]).toEqual(['Surname', 'Initials', 'Rank', 'Station']);
  expect(cells.slice(1)).toEqual(rows.map(([, , rank, station]) => ['', '', rank, station]));
});
