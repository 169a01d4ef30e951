// Rosters as pictures, from the drawn page through decoding, gate, probe and reading to the finding.
import { expect, test, vi } from 'vitest';
import { loadAsset } from '../../../../bin/assets.ts';
import { decodePicture } from '../../../../bin/node-decode-picture.ts';
import { inspect } from '../../../../utils/inspect/inspect.ts';
import type { PartSink, ReaderFinding } from '../../../../utils/inspect/part.ts';
import { createPictures } from '../../../../utils/inspect/pixels/pictures.ts';
import type { Inspection } from '../../../../utils/inspect/report.ts';
import { createScans } from '../../../../utils/inspect/scans/index.ts';
import { writePdf } from '../../../fixtures/pdf.ts';
import { makePeople, Random } from '../../../fixtures/people.ts';
import { tableOf } from '../../../fixtures/rosters.ts';
import { faxed, type Grey, noisy, photographed, skewed, turned } from '../../../fixtures/scans/degrade.ts';
import { draw } from '../../../fixtures/scans/draw.ts';
import { pngOf } from '../../../fixtures/scans/index.ts';
import { tablePage, textPage } from '../../../fixtures/scans/layout.ts';

// Each takes a second or two alone; beside other work on the machine, many times that. Neither the test nor the
// inspection may end for that reason.
vi.setConfig({ testTimeout: 180_000 });

const inspected = (file: Blob, name = 'scan.png'): Promise<Inspection> =>
  inspect(file, name, { asset: loadAsset, decodePicture, limits: { seconds: 170 } });

function roster(seed: number, count: number, style: 'ruled' | 'plain' | 'bar' | 'sheet') {
  const random = new Random(seed);
  const table = tableOf(random, makePeople(random, count), [
    'surname',
    'initials',
    'rank',
    'number',
    'station',
  ]);
  return tablePage(table, { style, font: 'Helvetica', size: 10, title: 'Duty list', headings: 1 });
}

function expectRoster({ findings }: Inspection, people: number, where: string[]): void {
  const rosters = findings.filter(({ rule }) => rule === 'staff-roster');
  expect(rosters).toHaveLength(1);
  expect(rosters[0]!.severity).toBe('high');
  expect(rosters[0]!.where.slice(0, where.length)).toEqual(where);
  expect(Math.abs(rosters[0]!.people - people)).toBeLessThanOrEqual(people * 0.1);
}

test('a scanned list with ruled lines is a roster, its people counted', async () => {
  const page = noisy(skewed(await draw(roster(1, 12, 'ruled'), 150), 1.3), new Random(1), 1);
  expectRoster(await inspected(pngOf(page)), 12, ['scan.png', 'table 1']);
});

test('a skewed scan that lies upside down is read', async () => {
  const page = turned(skewed(await draw(roster(2, 12, 'plain'), 150), -3), 2);
  expectRoster(await inspected(pngOf(page)), 12, ['scan.png']);
});

test('a fax with pixels twice as high as wide is read', async () => {
  expectRoster(await inspected(pngOf(faxed(await draw(roster(3, 12, 'plain'), 200), new Random(3)))), 12, [
    'scan.png',
  ]);
});

test('a photograph of the sheet, with perspective and a shadow, is read', async () => {
  const page = photographed(await draw(roster(4, 12, 'bar'), 200), new Random(9), 1700);
  expectRoster(await inspected(pngOf(page)), 12, ['scan.png']);
});

test('a screenshot of a spreadsheet is read', async () => {
  expectRoster(await inspected(pngOf(await draw(roster(5, 12, 'sheet'), 96))), 12, ['scan.png']);
});

test('a PDF without text, whose pages are strips of black and white, is read', async () => {
  const page = noisy(await draw(roster(7, 12, 'plain'), 150), new Random(7), 0.5);
  const strips = 4;
  const height = Math.floor(page.height / strips);
  const bits = Math.ceil(page.width / 8);
  const extra = Array.from({ length: strips }, (_, strip) => {
    const data = new Uint8Array(bits * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < page.width; x++) {
        if (page.data[(strip * height + y) * page.width + x]! > 150)
          data[y * bits + (x >> 3)]! |= 128 >> (x & 7);
      }
    }
    return {
      dictionary: `<< /Type /XObject /Subtype /Image /Width ${page.width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 1 >>`,
      data,
    };
  });
  const content = extra
    .map(
      (_, strip) => `q 595 0 0 ${842 / strips} 0 ${842 - (842 / strips) * (strip + 1)} cm /I${strip} Do Q\n`,
    )
    .join('');
  const resources = `/XObject << ${extra.map((_, strip) => `/I${strip} {${strip}}`).join(' ')} >>`;
  const pdf = writePdf({ pages: [{ content, resources }], extra });
  expectRoster(await inspected(new Blob([pdf]), 'scan.pdf'), 12, ['scan.pdf', 'page 1']);
});

test('a scanned letter says nothing', async () => {
  const letter =
    'Dear Ms Example,\nThank you for your request of 4 March about the number of officers who were trained to use the ' +
    'new equipment. I have set out the answer to each of your questions below.\nThe force does not hold this information ' +
    'in the form that you asked for. To find it would take longer than the limit that the Act sets, because each record ' +
    'would have to be read by hand.\nYou may ask us to look at this decision again within forty working days.\nYours ' +
    'sincerely,\nDisclosure Officer\nInformation Management\nNorthshire Police\nPO Box 12\nNewtown';
  const page = noisy(await draw(textPage(letter, 'Times-Roman', 11), 200), new Random(6), 1);
  expect((await inspected(pngOf(page))).findings).toEqual([]);
});

/** Looks at pages with so much of the time gone. @returns what is said, and how many tables were read. */
async function lookedAt(
  pages: readonly Grey[],
  elapsed: number,
): Promise<{ findings: ReaderFinding[]; tables: number }> {
  const findings: ReaderFinding[] = [];
  let tables = 0;
  const never = () => Promise.reject(new Error('Nothing of the kind is in a scan.'));
  const sink: PartSink = {
    table() {
      tables++;
      return { chunk: () => undefined, end: () => undefined };
    },
    text: () => undefined,
    image: never,
    file: never,
    finding: (finding) => findings.push(finding),
  };
  const check = () => undefined;
  const note = (finding: ReaderFinding) => findings.push(finding);
  const scans = createScans({
    asset: loadAsset,
    pictures: createPictures({ decode: decodePicture, asset: loadAsset, note, check }),
    sink,
    trial: () => Promise.resolve(true),
    check,
    elapsed: () => elapsed,
    progress: () => undefined,
  });
  for (const [at, { width, height, data }] of pages.entries()) {
    const pixels = { width, height, channels: 1 as const, data };
    const place = ['scan.pdf', `page ${at + 1}`];
    await scans.look({ place, hidden: [], name: '', format: 'pixels', bytes: new Blob(), pixels });
  }
  scans.end();
  return { findings, tables };
}

const sentences = 'The force does not hold this information in the form that you asked for. '.repeat(30);

test('when time runs short letters are left first, and that holds no file; then tables, and that does', async () => {
  const letter = await draw(textPage(sentences, 'Times-Roman', 11), 150);
  const table = await draw(roster(11, 12, 'plain'), 150);
  expect(await lookedAt([letter, letter, table], 0.6)).toMatchObject({
    tables: 1,
    findings: [{ rule: 'over-limit', severity: 'low', where: ['scan.pdf', 'page 1'], counts: { pages: 2 } }],
  });
  expect(await lookedAt([letter, table], 0.9)).toMatchObject({
    tables: 0,
    findings: [
      { rule: 'over-limit', severity: 'medium', where: ['scan.pdf', 'page 1'], counts: { pages: 2 } },
    ],
  });
  expect((await lookedAt([letter], 0.1)).findings).toEqual([]);
});

test('a list below a letter is found, though the letter is told by its first lines', async () => {
  const page = await draw(textPage(sentences, 'Times-Roman', 11), 200);
  const list = await draw(roster(12, 9, 'plain'), 200);
  // The lower half of the letter makes room.
  const from = Math.round(page.height * 0.45);
  const both = page.data.slice();
  both.set(list.data.subarray(0, (page.height - from) * page.width), from * page.width);
  expectRoster(await inspected(pngOf({ ...page, data: both })), 9, ['scan.png']);
});
