// The recogniser's parts: what the build ships is what the code expects, and anything else is refused in plain words.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { listAssets, loadAsset } from '../../../../bin/assets.ts';
import { OCR_ASSETS, recogniser } from '../../../../utils/inspect/scans/tesseract.ts';

test('the model and the program are those whose hashes are known, and together no more than 9 MB', async () => {
  let size = 0;
  for (const [name, hash] of Object.entries(OCR_ASSETS)) {
    const bytes = await readFile(listAssets().find((asset) => asset.name === name)!.path);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
    size += bytes.length;
  }
  expect(size).toBeLessThan(9_000_000);
});

test('an exchanged model is not used', async () => {
  const asset = async (name: string) => {
    const bytes = await loadAsset(name);
    if (name === 'eng.traineddata.gz') bytes[100]! ^= 1;
    return bytes;
  };
  await expect(recogniser(asset)).rejects.toThrow('not as it was shipped');
});
