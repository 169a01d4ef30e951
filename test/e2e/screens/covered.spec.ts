// A portrait goes as a copy in which the face is covered: the warning offers it, and the page gets that file.
import { expect } from '@playwright/test';
import sharp from 'sharp';
import { loadAsset } from '../../../bin/assets.ts';
import { pressWarning, readWarning } from '../../../bin/demo/dialog.ts';
import { decodePicture } from '../../../bin/node-decode-picture.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { drawPortrait } from '../../fixtures/portraits.ts';
import { test } from './extension.ts';

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
  const [name, arrived] = await page.locator('#f').evaluate(async (field) => {
    const [file] = (field as HTMLInputElement).files ?? [];
    return [file?.name, [...new Uint8Array((await file?.arrayBuffer()) ?? [])]] as const;
  });
  expect(name).toBe('new starter-cleaned.png');
  const copy = new Blob([new Uint8Array(arrived)]);
  const { format, findings } = await inspect(copy, 'copy.png', { asset: loadAsset, decodePicture });
  expect([format, findings]).toEqual(['png', []]);
});
