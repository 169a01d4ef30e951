import { describe, expect, it } from 'vitest';
import { createKnown } from '../../../utils/gate/known.ts';

describe('known', () => {
  const made = (content: string, lastModified = 1) => new File([content], 'a.csv', { lastModified });

  it('knows a file by identity, never by what is said of it', () => {
    const known = createKnown();
    const file = made('one');
    known.addFiles([file]);
    expect([known.hasFile(file), known.hasFile(made('one'))]).toEqual([true, false]);
  });

  it('knows a file again by its bytes, whatever it is called', async () => {
    const known = createKnown();
    const long = 'x'.repeat(5 << 20);
    known.addFiles([made('one')]);
    known.addSent([made(`${long}1`)]);
    expect(await known.hasBytes(made('one', 2))).toBe(true);
    expect(await known.hasBytes(new Blob(['one']))).toBe(true);
    expect(await known.hasBytes(made('two'))).toBe(false);
    expect(await known.hasBytes(made(`${long}1`))).toBe(true);
    expect(await known.hasBytes(made(`${long}2`))).toBe(false);
    expect(await known.hasBytes(made(''))).toBe(false);
  });

  it('knows the beginning of a file, as uploaders cut it off in memory', async () => {
    const known = createKnown();
    const whole = `PK\u0003\u0004${'x'.repeat(5 << 20)}`;
    known.addFiles([made(whole)]);
    for (const length of [1000, 4096, 5000, 5 << 20])
      expect(await known.hasBytes(new Blob([whole.slice(0, length)]))).toBe(true);
    // Cut out further on, changed, or longer than the file.
    expect(await known.hasBytes(new Blob([whole.slice(2, 1000)]))).toBe(false);
    expect(await known.hasBytes(new Blob([whole.slice(0, 5000), 'y']))).toBe(false);
    expect(await known.hasBytes(new Blob([whole, 'x']))).toBe(false);
  });

  it('forgets the oldest of the files that the page made, and none that the user chose', async () => {
    const known = createKnown();
    known.addFiles([made('chosen')]);
    for (let i = 0; i < 70; i += 1) known.addSent([made(`sent ${i}.`)]);
    expect(await known.hasBytes(made('chosen'))).toBe(true);
    expect(await known.hasBytes(made('sent 5.'))).toBe(false);
    expect(await known.hasBytes(made('sent 69.'))).toBe(true);
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
