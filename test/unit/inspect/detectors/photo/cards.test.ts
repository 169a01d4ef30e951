import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../../../bin/assets.ts';
import { decodePicture } from '../../../../../bin/node-decode-picture.ts';
import { inspect } from '../../../../../utils/inspect/inspect.ts';
import { cardsOnPage, drawCard } from '../../../../fixtures/cards.ts';
import { drawPortrait } from '../../../../fixtures/portraits.ts';

const WARRANT = {
  head: 'NORTHMOOR CONSTABULARY',
  lines: ['Daniel Hargreaves', 'Sergeant', 'Warrant No 4471', 'Expires 31/03/2029'],
};
const PASS = {
  head: 'STAFF PASS',
  lines: ['Ayesha Banerjee', 'Control Room', 'Staff No 20871', 'Valid to 09/2028'],
};
const WELSH = {
  head: 'HEDDLU GWYNFA',
  lines: ['Bethan Llewellyn', 'Cwnstabl', 'Rhif coler 3312', 'Cerdyn gwarant'],
};
/** The same layout, and nobody's: a leaflet with a face on it. */
const LEAFLET = {
  head: 'LATE NIGHT SHOPPING',
  lines: ['Every Thursday', 'until nine', 'Free parking', 'in the square'],
};

async function photosIn(bytes: Uint8Array, name = 'IMG_2041.jpg') {
  const limits = { seconds: 300 };
  const { findings } = await inspect(new Blob([new Uint8Array(bytes)]), name, {
    asset: loadAsset,
    decodePicture,
    limits,
  });
  return findings.filter(({ rule }) => rule === 'staff-photo' || rule === 'group-photo');
}

describe('a card', { timeout: 60_000 }, () => {
  for (const [name, words] of Object.entries({ WARRANT, PASS, WELSH })) {
    it(`is a portrait with the words of a card: ${name}`, async () => {
      const findings = await photosIn(await drawCard(4, words));
      expect(findings).toMatchObject([{ rule: 'staff-photo', severity: 'high', people: 1 }]);
      expect(findings[0]!.fields).toEqual(expect.arrayContaining(['photo', 'name', 'staff-number']));
      expect(findings[0]!.message).toContain('the words of a warrant card or a pass');
    });
  }

  it('is known askew on a desk, from farther away', async () => {
    const desk = '#6b5a48';
    const card = await sharp(await drawCard(5, WARRANT))
      .rotate(7, { background: desk })
      .toBuffer();
    const photo = await sharp(card)
      .extend({ top: 300, bottom: 420, left: 350, right: 300, background: desk })
      .blur(0.8)
      .jpeg({ quality: 80 })
      .toBuffer();
    expect(await photosIn(photo)).toMatchObject([{ rule: 'staff-photo', severity: 'high', people: 1 }]);
  });

  it('is known on its side', async () => {
    const turned = await sharp(await drawCard(6, PASS))
      .rotate(90)
      .toBuffer();
    expect(await photosIn(turned)).toMatchObject([{ rule: 'staff-photo', severity: 'high', people: 1 }]);
  });

  it('alone on the glass of a scanner is found, however small it is there', async () => {
    const page = await cardsOnPage([await drawCard(8, WARRANT)]);
    expect(await photosIn(page, 'scan.jpg')).toMatchObject([
      { rule: 'staff-photo', severity: 'high', people: 1 },
    ]);
  });

  it('beside others on a page counts with them, and they are no group of people', async () => {
    const cards = [drawCard(4, WARRANT), drawCard(5, PASS), drawCard(6, WELSH), drawCard(8, WARRANT)];
    const findings = await photosIn(await cardsOnPage(await Promise.all(cards)), 'scan.jpg');
    expect(findings).toMatchObject([{ rule: 'staff-photo', severity: 'high', people: 4 }]);
  });
});

it('a leaflet with a face on it is no card', async () => {
  const findings = await photosIn(await drawCard(4, LEAFLET));
  expect(findings.filter(({ severity }) => severity === 'high')).toEqual([]);
});

it('a small photo on the glass of a scanner is a portrait, without the words of a card', async () => {
  const photo = await sharp(await drawPortrait(4))
    .resize(276, 354)
    .toBuffer();
  const page = await sharp({ create: { width: 1654, height: 2339, channels: 3, background: '#fcfcfa' } })
    .composite([{ input: photo, left: 240, top: 330 }])
    .jpeg()
    .toBuffer();
  expect(await photosIn(page, 'scan.jpg')).toMatchObject([
    { rule: 'staff-photo', severity: 'medium', people: 1, fields: ['photo'] },
  ]);
});
