// Rosters that are pictures, in the real worker of each browser: Tesseract's glue comes as a chunk of its own, its
// WebAssembly and its model out of the package, all under the extension's content security policy.

import { imagePdf } from '../../fixtures/pdf.ts';
import { makePeople, Random } from '../../fixtures/people.ts';
import { tableOf } from '../../fixtures/rosters.ts';
import { type Grey, noisy, skewed } from '../../fixtures/scans/degrade.ts';
import { draw } from '../../fixtures/scans/draw.ts';
import { pngOf } from '../../fixtures/scans/index.ts';
import { tablePage, textPage } from '../../fixtures/scans/layout.ts';
import { expect, test } from '../harness/test.ts';
import { ASKED, WARNED, WATCH } from '../harness/texts.ts';

test.use({ background: 'real' });

const PAGE = `${WATCH}<input type=file id=f>`;

function roster(style: 'ruled' | 'sheet') {
  const random = new Random(5);
  const table = tableOf(random, makePeople(random, 14), ['surname', 'initials', 'rank', 'number', 'station']);
  return tablePage(table, { style, font: 'Helvetica', size: 10, title: 'Duty list', headings: 1 });
}

const scanned = async (page: Parameters<typeof draw>[0]): Promise<Grey> =>
  noisy(skewed(await draw(page, 150), 0.7), new Random(2), 0.7);

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

test('a PDF with nothing but scanned pages, and a roster on one of them, is held', async ({
  tab,
  server,
  file,
}) => {
  const letter = textPage(
    'Thank you for your request. Please find the answer on the next page.',
    'Helvetica',
    11,
  );
  const pages = [await scanned(letter), await scanned(roster('ruled'))];
  await tab.open(server.page('/', PAGE));
  await tab.chooseFiles('#f', [await file('reply.pdf', imagePdf(pages))]);
  await tab.waitFor(ASKED);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
});

test('a screenshot of a spreadsheet with a roster is held', async ({ tab, server, file }) => {
  const path = await file('screenshot.png', await bytesOf(pngOf(await draw(roster('sheet'), 96))));
  await tab.open(server.page('/', PAGE));
  await tab.chooseFiles('#f', [path]);
  await tab.waitFor(ASKED);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
});

test('a scanned letter arrives without a dialog', async ({ tab, server, file }) => {
  const text =
    'Dear Ms Example,\nThank you for your request about the number of officers who were trained to use the equipment. ' +
    'I have set out the answer to each of your questions below.\nThe force does not hold this information in the form ' +
    'that you asked for. To find it would take longer than the limit that the Act sets, because each record would have ' +
    'to be read by hand.\nYours sincerely,\nDisclosure Officer\nInformation Management\nNorthshire Police';
  const path = await file(
    'letter.png',
    await bytesOf(pngOf(await scanned(textPage(text, 'Times-Roman', 12)))),
  );
  await tab.open(server.page('/', PAGE));
  await tab.chooseFiles('#f', [path]);
  await tab.waitFor('seen.length === 2');
  expect(await tab.evaluate(WARNED)).toBe(false);
});
