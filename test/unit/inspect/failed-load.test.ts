// What a worker loads once, it loads again where the first load failed: the disk may have been busy, and all later files of the
// kind would go unread.
import { expect, it } from 'vitest';
import { loadAsset } from '../../../bin/assets.ts';
import { network } from '../../../utils/inspect/faces/look.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { openHeic } from '../../../utils/inspect/pixels/heic.ts';
import { show, writePdf } from '../../fixtures/pdf.ts';

const failing = async (): Promise<never> => {
  throw new Error('busy');
};

it('reads PDFs after one for which PDFium could not be loaded', async () => {
  const file = new Blob([writePdf({ pages: [{ content: show('Seen', 60, 700) }] })]);
  expect((await inspect(file, 'a.pdf', { asset: failing })).inspected).not.toBe('full');
  expect((await inspect(file, 'a.pdf', { asset: loadAsset })).inspected).toBe('full');
});

it('decodes HEIC after a picture for which the decoder could not be loaded', async () => {
  await expect(openHeic(new Uint8Array(9), failing)).rejects.toThrow('busy');
  expect(await openHeic(new Uint8Array(9), loadAsset)).toEqual([]);
});

it('looks for faces after a picture for which a network could not be loaded', async () => {
  await expect(network(failing, 'faces-near.bin')).rejects.toThrow('busy');
  expect(await network(loadAsset, 'faces-near.bin')).toBeDefined();
});
