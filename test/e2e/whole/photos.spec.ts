// Photos on their way out, in the real extension: portraits are held, alone and in a zip, and what shows nobody passes.
import sharp from 'sharp';
import { drawPortrait } from '../../fixtures/portraits.ts';
import { writeZip } from '../../fixtures/zip.ts';
import { expect, test } from '../harness/test.ts';
import { ASKED, WARNED, WATCH } from '../harness/texts.ts';

test.use({ background: 'real' });

const FORM = `${WATCH}<form method=post action=/upload enctype=multipart/form-data><input type=file name=file_1 id=f></form>`;

test('a zip of portraits with collar numbers for names is held', async ({ tab, server, file }) => {
  const members = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => ({
      name: `photos/${4107 + i * 173}.jpg`,
      data: await sharp(await drawPortrait(i + 1))
        .jpeg()
        .toBuffer(),
      method: 0,
    })),
  );
  await tab.open(server.page('/', FORM));
  await tab.chooseFiles('#f', [await file('photos.zip', writeZip(members))]);
  await tab.waitFor(ASKED);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
});

test('one portrait is held, turned and as a page of a TIFF too', async ({ tab, server, file }) => {
  const turned = await drawPortrait(7, { turned: 90 });
  const tiff = await sharp(turned).tiff({ compression: 'deflate' }).toBuffer();
  await tab.open(server.page('/', FORM));
  await tab.chooseFiles('#f', [await file('new starter.jpg', await sharp(turned).jpeg().toBuffer())]);
  await tab.waitFor(ASKED);
  await tab.open(server.page('/', FORM));
  await tab.chooseFiles('#f', [await file('scan.tif', tiff)]);
  await tab.waitFor(ASKED);
});

test('a cartoon arrives, with no dialog', async ({ tab, server, file }) => {
  await tab.open(server.page('/', FORM));
  await tab.chooseFiles('#f', [await file('mascot.png', await drawPortrait(3, { cartoon: true }))]);
  await tab.waitFor('seen.length === 2');
  expect(await tab.evaluate(WARNED)).toBe(false);
});
