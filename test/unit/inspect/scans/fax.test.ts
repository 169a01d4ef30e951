// Rosters in the compressions of faxes and document scanners: TIFF with many pages, CCITT and JBIG2 in PDFs without text.
import { beforeAll, expect, test, vi } from 'vitest';
import { loadAsset } from '../../../../bin/assets.ts';
import { decodePicture } from '../../../../bin/node-decode-picture.ts';
import { inspect } from '../../../../utils/inspect/inspect.ts';
import { ccittPdf, type FaxPage, faxPage, faxTiff, jbig2Pdf } from '../../../fixtures/fax.ts';
import { makePeople, Random } from '../../../fixtures/people.ts';
import { tableOf } from '../../../fixtures/rosters.ts';
import { skewed } from '../../../fixtures/scans/degrade.ts';
import { draw } from '../../../fixtures/scans/draw.ts';
import { tablePage, textPage } from '../../../fixtures/scans/layout.ts';

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

const PEOPLE = 12;
let roster: FaxPage;
let cover: FaxPage;

beforeAll(async () => {
  const random = new Random(11);
  const columns = ['surname', 'initials', 'rank', 'number', 'station'] as const;
  const table = tableOf(random, makePeople(random, PEOPLE), columns);
  const page = tablePage(table, {
    style: 'rows',
    font: 'Helvetica',
    size: 10,
    title: 'Duty list',
    headings: 1,
  });
  roster = await faxPage(skewed(await draw(page, 150), 0.6));
  cover = await faxPage(await draw(textPage('Please find the list on the next page.', 'Helvetica', 12), 100));
});

async function rosterIn(bytes: Uint8Array<ArrayBuffer>, name: string) {
  const { findings, inspected } = await inspect(new Blob([bytes]), name, {
    asset: loadAsset,
    decodePicture,
    limits: { seconds: 390 },
  });
  expect(inspected).toBe('full');
  const rosters = findings.filter(({ rule }) => rule === 'staff-roster');
  expect(rosters).toHaveLength(1);
  expect(Math.abs(rosters[0]!.people - PEOPLE)).toBeLessThanOrEqual(1);
  expect(rosters[0]!.fields).toEqual(expect.arrayContaining(['surname', 'rank', 'staff-number']));
  return rosters[0]!;
}

test('a fax of two pages in a TIFF: the place names the page', async () => {
  const { where } = await rosterIn(faxTiff([cover, roster]), 'fax.tif');
  expect(where.slice(0, 2)).toEqual(['fax.tif', 'page 2']);
});

test.each([
  ['CCITT, in strips', ccittPdf],
  ['JBIG2', jbig2Pdf],
])('a page of a PDF in %s', async (_, write) => {
  const { where } = await rosterIn(write(roster), 'scan.pdf');
  expect(where.slice(0, 2)).toEqual(['scan.pdf', 'page 1']);
});
