// How tables come in: whatever way a Reader cuts and shares its strings, the same people are found in them.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import type { TableChunk } from '../../../../../utils/inspect/part.ts';
import { chunksOf } from '../../../../accuracy/feed.ts';
import { makePeople, Random } from '../../../../fixtures/people.ts';
import { type Table, tableOf } from '../../../../fixtures/rosters.ts';

const table = tableOf(new Random(9), makePeople(new Random(8), 3000), [
  'surname',
  'initials',
  'rank',
  'station',
  'number',
]);

/** Chunks over one array that keeps its shared texts, and takes each chunk's numbers behind them, as workbooks do. */
function* shared(rows: Table): Generator<TableChunk> {
  const [whole] = chunksOf(rows, Number.POSITIVE_INFINITY);
  if (!whole) return;
  const strings = whole.strings.filter((text) => !/^\d+$/.test(text));
  const stable = strings.length;
  const index = new Map(strings.map((text, at) => [text, at]));
  for (let from = 0; from < whole.count; from += 1000) {
    const to = Math.min(whole.count, from + 1000);
    strings.length = stable;
    const values = Uint32Array.from(whole.values.subarray(from, to), (value) => {
      const text = whole.strings[value] as string;
      const known = index.get(text);
      if (known !== undefined) return known;
      strings.push(text);
      return strings.length - 1;
    });
    yield {
      count: to - from,
      rows: whole.rows.subarray(from, to),
      cols: whole.cols.subarray(from, to),
      values,
      flags: whole.flags.subarray(from, to),
      strings,
      stable,
    };
  }
}

function found(chunks: Iterable<TableChunk>) {
  const run = people.start({
    asset: async () => new Uint8Array(0),
    signal: new AbortController().signal,
    pictures: { open: async () => undefined },
    staffNumberPatterns: [],
  });
  const sink = run.table?.({ place: ['f', 'sheet "S"'], hidden: [], addressing: 'a1' });
  for (const chunk of chunks) sink?.chunk(chunk);
  sink?.end();
  return run.end();
}

describe('chunks', () => {
  it('remembers no text that a chunk had for its own', () => {
    const findings = found(shared(table));
    expect(findings).toEqual(found(chunksOf(table)));
    expect(findings).toMatchObject([{ people: 3000, where: ['f', 'sheet "S"', 'A1:E3001'] }]);
  });
});
