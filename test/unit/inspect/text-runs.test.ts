import { describe, expect, it } from 'vitest';
import { blobTextRuns, textRuns } from '../../../utils/inspect/text-runs.ts';

const bytes = (...pieces: (string | number[])[]) =>
  new Uint8Array(Buffer.concat(pieces.map((piece) => Buffer.from(piece as string))));
const utf16 = (text: string) => [...Buffer.from(text, 'utf16le')];

async function all(blob: Blob, least = 5): Promise<string[]> {
  const found: string[] = [];
  for await (const text of blobTextRuns(blob, least)) found.push(...text.split('\n'));
  return found;
}

describe('textRuns', () => {
  it('finds text in UTF-8 and in UTF-16 of both byte orders', () => {
    const found = textRuns(
      bytes(
        [1, 2, 0, 255],
        'Zoë Brontë',
        [0, 0, 1],
        utf16('Sergeant North'),
        [0, 0, 3, 0],
        [...Buffer.from(utf16('Big Endian')).swap16()],
        [0, 7, 7],
      ),
      5,
    );
    expect(found.runs).toEqual(['Zoë Brontë', 'Sergeant North', 'Big Endian']);
  });

  it('leaves out what is short or no language', () => {
    expect(textRuns(bytes('abcd', [0], '#$%^&*()!~', [0], 'Hello you', [0]), 5).runs).toEqual(['Hello you']);
  });

  it('finds a run once, wherever a block ends', async () => {
    const MB = 1024 ** 2;
    for (const back of [0, 1, 5, 11, 12, 13]) {
      const filler = new Uint8Array(MB - back);
      const blob = new Blob([
        filler,
        'Hello World.',
        new Uint8Array(3),
        bytes(utf16('Wide World')),
        new Uint8Array(9),
      ]);
      expect(await all(blob)).toEqual(['Hello World.', 'Wide World']);
    }
  });

  it('finds next to nothing in noise', async () => {
    let state = 1;
    const noise = Uint8Array.from({ length: 2 ** 20 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state >>> 16;
    });
    expect((await all(new Blob([noise]), 12)).length).toBeLessThan(30);
  });
});
