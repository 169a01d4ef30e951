import { describe, expect, it } from 'vitest';
import { NameSet } from '../../../../../utils/inspect/detectors/photo/name-set.ts';

describe('names of pictures', () => {
  it('are found again whatever their case, and no others', () => {
    const set = new NameSet();
    for (let i = 0; i < 5000; i++) set.add(`C${10_000 + 3 * i}`);
    set.add('Ó Dónaill');
    set.add('C10000');
    expect(set.size).toBe(5001);
    const found = Array.from({ length: 15_000 }, (_, i) => set.has(`c${10_000 + i}`));
    expect(found.filter(Boolean).length).toBe(5000);
    expect(found.every((there, i) => there === (i % 3 === 0))).toBe(true);
    expect([set.has('ó dónaill'), set.has('Ó DÓNAILL'), set.has('ó donaill')]).toEqual([true, true, false]);
  });
});
