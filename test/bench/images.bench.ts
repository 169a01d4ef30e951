// How quickly pictures are looked at: the gate, the probe and the reading of scanned pages. The references are decoding alone, and
// Tesseract reading a page from top to bottom as it comes.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { imagePdf } from '../fixtures/pdf.ts';
import { makePeople, Random } from '../fixtures/people.ts';
import { tableOf } from '../fixtures/rosters.ts';
import { type Grey, noisy, skewed } from '../fixtures/scans/degrade.ts';
import { draw } from '../fixtures/scans/draw.ts';
import { type Page, tablePage, textPage } from '../fixtures/scans/layout.ts';
import type { Bench } from './bench.ts';

const DPI = 200;
const PAGES = 40;

function roster(random: Random): Page {
  const table = tableOf(random, makePeople(random, 46), ['surname', 'initials', 'rank', 'number', 'station']);
  return tablePage(table, { style: 'ruled', font: 'Helvetica', size: 9, title: 'Duty list', headings: 1 });
}

const letter = (random: Random): Page =>
  textPage(
    Array.from({ length: 9 }, () =>
      random
        .shuffle([
          'The force does not hold this information in the form that you asked for.',
          'Each record would have to be read by hand, which takes longer than the limit allows.',
          'You may ask us to look at this decision again within forty working days.',
          'I have set out the answer to each of your questions below.',
          'The figures are for the year to 31 March and may change as records are put right.',
        ])
        .join(' '),
    ).join('\n'),
    'Times-Roman',
    11,
  );

const scanned = async (page: Page, random: Random): Promise<Grey> =>
  noisy(skewed(await draw(page, DPI), (random.next() - 0.5) * 1.5), random, 0.7);

async function jpeg(page: Grey): Promise<Buffer> {
  const { width, height, data } = page;
  return sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 75 })
    .toBuffer();
}

export const bench: Bench = {
  title: `Pictures, in a worker of real Chromium. Pages are A4 at ${DPI} dpi as JPEG (in a PDF: deflated); decode is the browser's decoder at 1024 pixels; tesseract is a plain reading of the whole page by the same engine and data (PSM 3, loaded before). Wall times.`,
  rounds: 5,
  async files(folder) {
    const random = new Random(40);
    const files: Record<string, string> = {};
    const write = async (name: string, bytes: Uint8Array) => {
      files[name] = path.join(folder, name);
      await writeFile(files[name], bytes);
    };
    await write('roster.jpg', await jpeg(await scanned(roster(random), random)));
    await write('letter.jpg', await jpeg(await scanned(letter(random), random)));
    const rosters: Grey[] = [];
    const letters: Grey[] = [];
    // Four of each, again and again with other noise: drawing forty takes long.
    for (let i = 0; i < PAGES; i++) {
      rosters.push(i < 4 ? await scanned(roster(random), random) : noisy(rosters[i % 4]!, random, 0.2));
      letters.push(i < 4 ? await scanned(letter(random), random) : noisy(letters[i % 4]!, random, 0.2));
    }
    await write('rosters.pdf', imagePdf(rosters));
    await write('letters.pdf', imagePdf(letters));
    return files;
  },
  comparisons: [
    {
      name: 'page gate',
      file: 'roster.jpg',
      job: 'gate',
      reference: 'decode',
      prewarmed: true,
      most: 0.3,
      aimMs: 15,
    },
    {
      name: 'probe of a letter',
      file: 'letter.jpg',
      job: 'probe',
      reference: 'tesseract',
      prewarmed: true,
      most: 0.2,
      aimMs: 1000,
    },
    {
      name: 'letter, whole inspection',
      file: 'letter.jpg',
      job: 'inspect',
      reference: 'tesseract',
      prewarmed: true,
      most: 0.4,
      aimMs: 1500,
    },
    {
      name: 'roster, whole inspection',
      file: 'roster.jpg',
      job: 'inspect',
      reference: 'tesseract',
      prewarmed: true,
      most: 1.2,
      aimMs: 2500,
    },
    {
      name: 'roster, whole inspection, cold',
      file: 'roster.jpg',
      job: 'inspect',
      reference: 'tesseract',
      most: 1.6,
      aimMs: 3500,
    },
    {
      name: `${PAGES} scanned rosters, against reading one`,
      file: 'rosters.pdf',
      referenceFile: 'roster.jpg',
      job: 'inspect',
      reference: 'tesseract',
      most: 6,
      aimMs: 15_000,
      rounds: 2,
    },
    {
      name: `${PAGES} scanned letters, against reading one`,
      file: 'letters.pdf',
      referenceFile: 'letter.jpg',
      job: 'inspect',
      reference: 'tesseract',
      most: 6,
      aimMs: 15_000,
      rounds: 2,
    },
  ],
  memory: [
    {
      name: `${PAGES} scanned pages, peak over the idle worker`,
      file: 'letters.pdf',
      job: 'inspect',
      most: 700 * 1024 ** 2,
    },
  ],
};
