import { describe, expect, it } from 'vitest';
import { openOle } from '../../../../utils/inspect/container/ole.ts';
import { Damaged } from '../../../../utils/inspect/errors.ts';
import { writeCompound } from '../../../fixtures/compound.ts';

const noise = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 255);

const STREAMS = {
  '\u0005SummaryInformation': noise(300, 1),
  Small: noise(1, 2),
  Cutoff: noise(4096, 3),
  'Inner/Large': noise(300_000, 4),
  'Inner/Deeper/Mini': noise(4095, 5),
  Empty: new Uint8Array(0),
};

describe('openOle', () => {
  it('reads every stream as another writer wrote it', async () => {
    const ole = await openOle(new Blob([writeCompound(STREAMS)]));
    expect(ole.damaged).toBeUndefined();
    expect(ole.orphans).toEqual([]);
    for (const [path, content] of Object.entries(STREAMS)) {
      const entry = ole.find(...path.split('/'))!;
      expect(entry.path.join('/')).toBe(path);
      expect(Buffer.compare(await ole.bytes(entry), content)).toBe(0);
    }
  });

  it('finds streams whatever the case, and nothing where there is nothing', async () => {
    const ole = await openOle(new Blob([writeCompound(STREAMS)]));
    expect(ole.find('inner', 'LARGE')?.size).toBe(300_000);
    expect(ole.find('inner', 'none')).toBeUndefined();
  });

  it('says of a stream that is cut off, and still reads the others', async () => {
    const whole = writeCompound({ A: noise(10_000, 1), B: noise(20_000, 2) });
    const ole = await openOle(new Blob([whole.slice(0, whole.length - 15_000)]));
    expect((await ole.bytes(ole.find('A')!)).length).toBe(10_000);
    await expect(ole.bytes(ole.find('B')!)).rejects.toThrow(Damaged);
  });

  it('ends on chains and trees that run in circles', async () => {
    const bytes = writeCompound({ A: noise(10_000, 1), B: noise(20_000, 2) });
    const view = new DataView(bytes.buffer);
    const fat = (view.getUint32(76, true) + 1) * 512;
    // Every used sector leads to the next one, the last to the first.
    for (let i = 0; i < 60; i++) {
      if (view.getUint32(fat + i * 4, true) === 0xfffffffe) view.setUint32(fat + i * 4, 0, true);
    }
    const result = await openOle(new Blob([bytes])).then(
      async (ole) => {
        const a = ole.find('A');
        return a ? (await ole.bytes(a)).length : 'gone';
      },
      (error: unknown) => (error instanceof Damaged ? 'damaged' : 'other'),
    );
    expect([10_000, 'gone', 'damaged']).toContain(result);
  });

  it.each([[0], [100], [511]])('throws Damaged for a header of %i bytes', async (length) => {
    await expect(openOle(new Blob([writeCompound(STREAMS).slice(0, length)]))).rejects.toThrow(Damaged);
  });
});
