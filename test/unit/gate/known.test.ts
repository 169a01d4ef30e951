import { describe, expect, it } from 'vitest';
import { createKnown } from '../../../utils/gate/known.ts';

describe('known', () => {
  it('knows a file again by what the disk says of it, not by identity', () => {
    const known = createKnown();
    const made = (content: string, lastModified = 1) => new File([content], 'a.csv', { lastModified });
    known.addFiles([made('one')]);
    expect(known.hasFile(made('one'))).toBe(true);
    expect(known.hasFile(made('longer'))).toBe(false);
    expect(known.hasFile(made('one', 2))).toBe(false);
  });

  it('never knows a blob without a name', () => {
    const known = createKnown();
    const blob = new File(['x'], '', { lastModified: 1 });
    known.addFiles([blob]);
    expect(known.hasFile(blob)).toBe(false);
  });

  it('forgets the oldest texts', () => {
    const known = createKnown();
    for (let i = 0; i < 65; i += 1) known.addText(`text ${i}`);
    expect([known.hasText('text 0'), known.hasText('text 1'), known.hasText('text 64')]).toEqual([
      false,
      true,
      true,
    ]);
  });
});
