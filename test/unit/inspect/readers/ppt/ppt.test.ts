import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin, pack, wide } from '../../../../fixtures/biff.ts';
import { collect } from '../../../../fixtures/collect.ts';
import { writeCompound } from '../../../../fixtures/compound.ts';
import { seen } from '../../../../fixtures/inspected.ts';

const record = (type: number, data: Uint8Array, instance = 0, version = 0) =>
  pack([2, (instance << 4) | version], [2, type], [4, data.length], data);
const box = (type: number, ...inner: readonly Uint8Array[]) => record(type, pack(...inner), 0, 15);
const list = (instance: number, ...inner: readonly Uint8Array[]) =>
  record(4080, pack(...inner), instance, 15);
const persist = (reference: number, id: number) =>
  record(1011, pack([4, reference], [4, 0], [4, 0], [4, id], [4, 0]));
const drawing = (...texts: readonly string[]) => box(1036, ...texts.map((text) => record(4000, wide(text))));
const info = (hidden: boolean) => record(1017, pack([8, 0], [2, 0], [2, hidden ? 4 : 0], [4, 0]));

/** Two slides, the second hidden, one with notes and a comment; a slide of an earlier save; an embedded file. */
function streams() {
  const object = writeCompound({
    '\u0001Ole10Native': pack(
      [4, 40],
      [2, 2],
      latin('a.csv\0C:\\a.csv\0'),
      [4, 0x30000],
      [4, 4],
      latin('a\0\0\0'),
      [4, 7],
      latin('a,b\n1,2'),
    ),
  });
  const parts = [
    box(1000, list(0, persist(2, 256), record(4008, latin('Rota')), persist(3, 257)), list(2, persist(4, 1))),
    box(
      1006,
      drawing('on the slide'),
      box(
        5000,
        box(5002, record(5003, box(12000, record(4026, wide('A. Bell')), record(4026, wide('why?'), 1)))),
      ),
    ),
    box(1006, info(true), drawing('kept back')),
    box(1008, record(1009, pack([4, 256], [4, 0])), drawing('say this', '*')),
    box(1006, drawing('struck out')),
    record(4113, pack([4, object.length], new Uint8Array(deflateSync(object))), 1),
  ];
  const offsets = parts.map((_, i) => parts.slice(0, i).reduce((sum, part) => sum + part.length, 0));
  const body = pack(...parts);
  const directory = record(
    6002,
    pack([4, (4 << 20) | 1], ...offsets.slice(0, 4).map((o) => [4, o] as const)),
  );
  const edit = record(4085, pack([4, 0], [4, 0], [4, 0], [4, body.length], [4, 1], [4, 5], [4, 0]));
  const current = record(4086, pack([4, 20], [4, 0xe391c05f], [4, body.length + directory.length], [4, 0]));
  return { document: pack(body, directory, edit), current };
}
const write = (document: Uint8Array, current: Uint8Array) =>
  writeCompound({ 'PowerPoint Document': document, 'Current User': current });

describe('ppt', () => {
  it('reads slides, notes, comments, hidden slides, earlier saves and embedded files', async () => {
    const { document, current } = streams();
    const { inspection, texts, tables, findings } = await seen(write(document, current), 'a.ppt');
    expect(inspection).toMatchObject({ format: 'ppt', inspected: 'full' });
    expect(findings.sort()).toEqual([
      'comments @ a.ppt > slide 1 > comments',
      'earlier-version @ a.ppt > earlier saves',
      'embedded-file @ a.ppt > embedded "a.csv"',
      'hidden-slide @ a.ppt > slide 2',
      'speaker-notes @ a.ppt > slide 1 > notes',
    ]);
    expect(texts.map(({ where, text, hidden }) => [where.slice(8), text, hidden])).toEqual([
      ['slide 1', 'Rota\non the slide', []],
      ['slide 1 > comments', 'A. Bell\nwhy?', ['comments']],
      ['slide 2', 'kept back', ['hidden-slide']],
      ['slide 1 > notes', 'say this', ['speaker-notes']],
      ['earlier saves', 'struck out', ['earlier-version']],
    ]);
    expect(tables.map(({ cells }) => cells)).toEqual([['a', 'b', '1', '2']]);
  });

  it('says that it is encrypted', async () => {
    const { document } = streams();
    const { findings } = await seen(
      write(document, record(4086, pack([4, 20], [4, 0xf3d1c4df], [4, 0], [4, 0]))),
      'a.ppt',
    );
    expect(findings).toEqual(['encrypted @ a.ppt']);
  });

  it('ends in a Report, with a reason, whatever happens to the records', async () => {
    const { document, current } = streams();
    const change = fc.record({ at: fc.nat(document.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = document.slice();
        for (const { at, byte } of changes) bytes[at] = byte;
        const { inspection } = await collect(write(bytes, current));
        expect(inspection.findings.filter((f) => f.message.includes('breaks the rules'))).toEqual([]);
      }),
      { numRuns: 150, seed: 3 },
    );
  });
});
