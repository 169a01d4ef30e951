import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../bin/assets.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { prewarm } from '../../../utils/inspect/warm-up.ts';

const csv = [
  'Surname,Initials,Rank,Collar No',
  ...Array.from(
    { length: 40 },
    (_, i) => `Thorn${'abcdefghij'[i % 10]}by,A.${'ABCD'[i % 4]}.,Constable,${4100 + i}`,
  ),
].join('\n');

describe('warming up', () => {
  it('leaves nothing behind that an inspection could tell', async () => {
    const before = await inspect(new Blob([csv]), 'staff.csv', { asset: loadAsset });
    await prewarm(loadAsset);
    const after = await inspect(new Blob([csv]), 'staff.csv', { asset: loadAsset });
    expect(before.findings.map(({ rule, people }) => [rule, people])).toEqual([['staff-roster', 40]]);
    expect(after.findings).toEqual(before.findings);
  }, 60_000);
});
