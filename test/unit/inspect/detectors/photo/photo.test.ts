import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../../../bin/assets.ts';
import { decodePicture } from '../../../../../bin/node-decode-picture.ts';
import { inspect } from '../../../../../utils/inspect/inspect.ts';
import { drawGroup, drawPortrait } from '../../../../fixtures/portraits.ts';
import { writeZip } from '../../../../fixtures/zip.ts';

const PHOTO_RULES = ['staff-photo', 'group-photo'];

async function photosIn(bytes: Uint8Array, name: string, staffNumberPatterns: string[] = []) {
  const { findings, inspected } = await inspect(new Blob([new Uint8Array(bytes)]), name, {
    asset: loadAsset,
    decodePicture,
    staffNumberPatterns,
  });
  return { inspected, findings: findings.filter(({ rule }) => PHOTO_RULES.includes(rule)) };
}

const jpeg = async (picture: Promise<Buffer>) =>
  sharp(await picture)
    .jpeg({ quality: 88 })
    .toBuffer();

const zip = (members: Record<string, Buffer | string>) =>
  writeZip(Object.entries(members).map(([name, data]) => ({ name, data })));

async function zipOf(names: readonly string[], more: Record<string, string> = {}) {
  const members = await Promise.all(
    names.map(async (name, i) => [name, await jpeg(drawPortrait(i + 1))] as const),
  );
  return zip({ ...Object.fromEntries(members), ...more });
}

describe('portraits', () => {
  it('are medium, one by itself', async () => {
    const { findings, inspected } = await photosIn(await jpeg(drawPortrait(4)), 'holiday.jpg');
    expect(inspected).toBe('full');
    expect(findings).toMatchObject([
      { rule: 'staff-photo', severity: 'medium', people: 1, fields: ['photo'], where: ['holiday.jpg'] },
    ]);
  });

  it('are one finding in a zip, high from ten on', async () => {
    const { findings } = await photosIn(
      await zipOf(Array.from({ length: 10 }, (_, i) => `x/image${i + 1}.jpg`)),
      'a.zip',
    );
    expect(findings).toMatchObject([
      {
        rule: 'staff-photo',
        severity: 'high',
        people: 10,
        fields: ['photo'],
        where: ['a.zip'],
        counts: { pictures: 10 },
      },
    ]);
  });

  it('are high with collar numbers for names', async () => {
    const { findings } = await photosIn(
      await zipOf(['4471.jpg', '1203.jpg', '0958.jpg', '7716.jpg']),
      'a.zip',
    );
    expect(findings).toMatchObject([{ severity: 'high', people: 4, fields: ['photo', 'staff-number'] }]);
  });

  it("are high with the force's own numbers for names, however odd", async () => {
    const names = ['QX-17.jpg', 'QX-93.jpg', 'QX-41.jpg'];
    expect((await photosIn(await zipOf(names), 'a.zip')).findings[0]!.severity).toBe('medium');
    const own = await photosIn(await zipOf(['QX17.jpg', 'QX93.jpg', 'QX41.jpg']), 'a.zip', ['QX\\d\\d']);
    expect(own.findings).toMatchObject([{ severity: 'high', fields: ['photo', 'staff-number'] }]);
  });

  it('are high with names for names', async () => {
    const names = ['Sarah_Ainsworth.jpg', 'MOHAMMED Khan.jpg', 'Patrick-O’Neill.jpg', 'Wiśniewska Anna.jpg'];
    const { findings } = await photosIn(await zipOf(names), 'a.zip');
    expect(findings).toMatchObject([{ severity: 'high', people: 4, fields: ['photo', 'name'] }]);
  });

  it.each([
    ['running numbers', ['001.jpg', '002.jpg', '003.jpg', '004.jpg']],
    ['camera names', ['IMG_4471.jpg', 'IMG_1203.jpg', 'DSC09581.jpg', 'IMG_7716.jpg']],
    ['what they are for', ['homepage hero.jpg', 'news thumb.jpg', 'about us.jpg', 'contact page.jpg']],
  ])('say nothing more with %s for names', async (_, names) => {
    const { findings } = await photosIn(await zipOf(names), 'a.zip');
    expect(findings).toMatchObject([{ severity: 'medium', fields: ['photo'] }]);
  });

  it('are high with a table that lists them', async () => {
    const list = 'Picture,Desk\nred.jpg,12\nblue.jpg,14\ngreen.jpg,15\n';
    const { findings } = await photosIn(
      await zipOf(['red.jpg', 'blue.jpg', 'green.jpg'], { 'list.csv': list }),
      'a.zip',
    );
    expect(findings).toMatchObject([{ severity: 'high', people: 3, fields: ['photo', 'staff-number'] }]);
  });

  it('count the same photo once, at whatever size', async () => {
    const photo = await drawPortrait(6);
    const archive = zip({
      'a.jpg': await sharp(photo).jpeg().toBuffer(),
      'b.jpg': await sharp(photo).resize(150).jpeg({ quality: 60 }).toBuffer(),
      'c.png': photo,
      'd.jpg': await jpeg(drawPortrait(9)),
    });
    expect((await photosIn(archive, 'a.zip')).findings).toMatchObject([
      { people: 2, counts: { pictures: 4 } },
    ]);
  });

  it('are found in a page of HTML, as data URLs', async () => {
    const image = (await jpeg(drawPortrait(2))).toString('base64');
    const html = `<!doctype html><title>x</title><p>Some text.</p><img src="data:image/jpeg;base64,${image}">`;
    const { findings } = await photosIn(Buffer.from(html), 'a.html');
    expect(findings).toMatchObject([{ rule: 'staff-photo', people: 1 }]);
  });
});

it('group photos are low, with the number of people', async () => {
  const { findings } = await photosIn(await jpeg(drawGroup(500, 5)), 'parade.jpg');
  expect(findings).toMatchObject([
    { rule: 'group-photo', severity: 'low', people: 5, where: ['parade.jpg'] },
  ]);
});

it('cartoons are nothing', async () => {
  const archive = zip({
    'a.png': await drawPortrait(1, { cartoon: true }),
    'b.png': await drawGroup(3, 4, { cartoon: true }),
  });
  expect((await photosIn(archive, 'a.zip')).findings).toEqual([]);
});
