// Copies of pictures with covered faces: nobody is seen any more, and what is beside the faces is as it was.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../bin/assets.ts';
import { decodePicture } from '../../../bin/node-decode-picture.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import type { Report } from '../../../utils/inspect/report.ts';
import { makeCheckedCopy } from '../../../utils/remedy/checked.ts';
import { copyOf, offersCopies, offersFaces } from '../../../utils/remedy/offer.ts';
import { drawGroup, drawPortrait } from '../../fixtures/portraits.ts';

const options = { asset: loadAsset, decodePicture };
const cover = (bytes: Uint8Array) =>
  makeCheckedCopy(new Blob([new Uint8Array(bytes)]), 'photo.jpg', 'faces', options);

const jpeg = (png: Buffer) =>
  sharp(png)
    .withExif({ IFD0: { Artist: 'needle', Copyright: 'needle' } })
    .jpeg({ quality: 95 })
    .toBuffer();

describe('a picture', () => {
  it.each([
    ['a portrait', 1, () => drawPortrait(3)],
    ['a portrait on its side', 1, () => drawPortrait(5, { turned: 90 })],
    ['a group', 6, () => drawGroup(4, 6)],
  ] as const)('of %s shows nobody any more', { timeout: 60_000 }, async (_, people, draw) => {
    const before = await jpeg(await draw());
    const made = await cover(before);
    if (made.outcome !== 'cleaned') throw new Error(made.reason);
    expect(made.name).toBe('photo-cleaned.png');
    expect(made.inspection.findings).toEqual([]);
    const covered = made.changes.find(({ what }) => what === 'faces')?.count ?? 0;
    expect(covered).toBeGreaterThanOrEqual(people);
    const after = Buffer.from(await made.file.arrayBuffer());
    expect(after.includes('needle')).toBe(false);
    const [original, copy] = await Promise.all(
      [before, after].map((bytes) => sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })),
    );
    expect(copy!.info).toMatchObject({ width: original!.info.width, height: original!.info.height });
    // What is not covered is the same to the last bit.
    let same = 0;
    for (let i = 0; i < copy!.data.length; i++) if (copy!.data[i] === original!.data[i]) same++;
    expect(same / copy!.data.length).toBeGreaterThan(0.3);
  });

  it('without a face is refused', { timeout: 60_000 }, async () => {
    const bytes = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#c9d6df' } })
      .jpeg()
      .toBuffer();
    expect(await cover(bytes)).toEqual({ outcome: 'refused', reason: 'no-faces' });
  });

  it('that may move is refused: the copy would show its first frame only', async () => {
    const bytes = await sharp(await drawPortrait(3))
      .gif()
      .toBuffer();
    expect(await cover(bytes)).toEqual({ outcome: 'refused', reason: 'format' });
  });

  it('is offered covered faces where people are seen in it, and nothing else speaks of people', async () => {
    const inspection = await inspect(
      new Blob([new Uint8Array(await jpeg(await drawGroup(4, 6)))]),
      'photo.jpg',
      options,
    );
    const report: Report = { ...inspection, verdict: 'block' };
    const group = report.findings.filter(({ rule }) => rule === 'group-photo');
    expect(group).toHaveLength(1);
    const grave = {
      ...report,
      findings: group.map((finding) => ({ ...finding, severity: 'high' as const })),
    };
    expect(offersFaces(grave)).toBe(true);
    expect(offersFaces({ ...grave, format: 'gif' })).toBe(false);
    expect(offersFaces({ ...grave, verdict: 'allow' })).toBe(false);
    const roster = { ...grave.findings[0]!, rule: 'staff-roster' as const };
    expect(offersFaces({ ...grave, findings: [...grave.findings, roster] })).toBe(false);
    // Beside others: each file needs a copy that mends it, and one of them covered faces.
    const hidden: Report = {
      ...report,
      format: 'xlsx',
      findings: [{ ...roster, hidden: ['hidden-sheet'] }],
    };
    const open: Report = { ...hidden, findings: [roster] };
    expect([grave, hidden].map((one) => copyOf(one, 'faces'))).toEqual(['faces', 'clean']);
    expect(offersCopies([grave, hidden], 'faces')).toBe(true);
    expect(offersCopies([hidden], 'faces')).toBe(false);
    expect(offersCopies([grave, open], 'faces')).toBe(false);
    expect(offersCopies([grave, hidden], 'clean')).toBe(false);
    expect(offersCopies([hidden], 'clean')).toBe(true);
  });
});
