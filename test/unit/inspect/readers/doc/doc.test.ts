import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin, pack, wide } from '../../../../fixtures/biff.ts';
import { collect } from '../../../../fixtures/collect.ts';
import { writeCompound } from '../../../../fixtures/compound.ts';
import { seen } from '../../../../fixtures/inspected.ts';

const TEXT = 1024;
const narrow = 'One \x13HYPERLINK x\x14link\x15 two gone veiled\r';
const rows = 'Surname\x07Rank\x07\x07Ńowak\x07PC\x07\x07\r';
const notes = 'remark\r';

/** Formatted pages hold stretches of characters by their place in the stream, each with its properties. */
function page(
  stretches: readonly (readonly [from: number, to: number, properties: readonly number[]])[],
  paragraphs: boolean,
) {
  const bytes = new Uint8Array(512);
  const view = new DataView(bytes.buffer);
  let free = 500;
  // Each stretch ends where the next begins: between those with properties stand others without.
  const runs = stretches.flatMap(([from, to, properties]) => [
    { from, properties },
    { from: to, properties: [] as readonly number[] },
  ]);
  runs.forEach(({ from, properties }, i) => {
    view.setUint32(i * 4, from, true);
    if (properties.length === 0) return;
    const data = paragraphs
      ? [(properties.length + 3) >> 1, 0, 0, ...properties]
      : [properties.length, ...properties];
    free = (free - data.length) & ~1;
    bytes.set(data, free);
    bytes[(runs.length + 1) * 4 + i * (paragraphs ? 13 : 1)] = free / 2;
  });
  view.setUint32(runs.length * 4, TEXT + 4096, true);
  bytes[511] = runs.length;
  return bytes;
}

interface StyleSpec {
  /** Number of the style that it is based on. */
  base?: number;
  /** Of characters; of paragraphs otherwise. */
  character?: boolean;
  properties?: readonly number[];
}

/** A sheet of styles as Word has it. */
function styleSheet(styles: readonly StyleSpec[]): Uint8Array {
  const name = pack([2, 1], wide('S'), [2, 0]);
  const list = (bytes: Uint8Array) => pack([2, bytes.length], bytes, new Uint8Array(bytes.length & 1));
  const all = styles.map(({ base = 0xfff, character = false, properties = [] }) => {
    const own = list(Uint8Array.from(properties));
    const lists = character ? own : pack(list(pack([2, 0])), own);
    const kind = (character ? 2 : 1) | (base << 4);
    const body = pack([2, 0], [2, kind], [2, character ? 1 : 2], [2, 0], [2, 0], name, lists);
    return pack([2, body.length], body);
  });
  return pack([2, 4], [2, styles.length], [2, 10], ...all);
}

/** Hidden; not hidden; hidden where the style is not; white letters; shaded behind. */
const VANISH = [0x3c, 8, 1];
const SHOW = [0x3c, 8, 0];
const INVERT = [0x3c, 8, 0x81];
const WHITE = [0x42, 0x2a, 8];
const SHADE = [0x66, 0x48, 1, 0];

function streams(flags = 0, styles: readonly StyleSpec[] = [], looks: readonly (readonly number[])[] = []) {
  const stream = new Uint8Array(TEXT + 4096);
  const view = new DataView(stream.buffer);
  view.setUint16(0, 0xa5ec, true);
  view.setUint16(2, 0x00c1, true);
  view.setUint16(10, 0x0200 | flags, true);
  view.setUint32(76, narrow.length + rows.length, true);
  view.setUint32(92, notes.length, true);
  const second = TEXT + 512;
  stream.set(latin(narrow), TEXT);
  stream.set(wide(rows + notes), second);
  const at = (word: string) => TEXT + narrow.indexOf(word);
  const row = (i: number) => second + i * 2;
  const ends = [rows.indexOf('\x07\x07') + 1, rows.lastIndexOf('\x07')];
  stream.set(
    page(
      [
        [at('gone'), at('gone') + 4, [0, 8, 1]],
        [at('veiled'), at('veiled') + 6, looks[0] ?? VANISH],
      ],
      false,
    ),
    TEXT + 1536,
  );
  stream.set(
    page(
      [[TEXT, TEXT + 1, [0x16, 0x24, 0]], ...ends.map((i) => [row(i), row(i + 1), [0x17, 0x24, 1]] as const)],
      true,
    ),
    TEXT + 2048,
  );
  const list = (number: number) => pack([4, TEXT], [4, TEXT + 4096], [4, (TEXT + number) / 512]);
  const texts = (...items: readonly string[]) =>
    pack([2, 0xffff], [2, items.length], [2, 0], ...items.flatMap((t) => [[2, t.length] as const, wide(t)]));
  const all = narrow.length + rows.length + notes.length;
  const tables: readonly (readonly [number, Uint8Array])[] = [
    [1, styleSheet(styles)],
    [12, list(1536)],
    [13, list(2048)],
    [
      33,
      pack(
        [1, 2],
        [4, 28],
        [4, 0],
        [4, narrow.length],
        [4, all],
        [2, 0],
        [4, 0x40000000 | (TEXT * 2)],
        [2, 0],
        [2, 0],
        [4, second],
        [2, 0],
      ),
    ],
    [36, pack([2, 7], wide('A. Bell'))],
    [71, texts('jcarter', 'C:\\rota\\a.doc')],
  ];
  let offset = 0;
  for (const [index, data] of tables) {
    view.setUint32(154 + index * 8, offset, true);
    view.setUint32(158 + index * 8, data.length, true);
    offset += data.length;
  }
  return { stream, table: pack(...tables.map(([, data]) => data)) };
}
const write = ({ stream, table }: ReturnType<typeof streams>) =>
  writeCompound({ WordDocument: stream, '1Table': table });

describe('doc', () => {
  it('reads pieces, tables, what is deleted and hidden, comments, who saved it', async () => {
    const { inspection, texts, tables, findings } = await seen(write(streams()), 'a.doc');
    expect(inspection).toMatchObject({ format: 'doc', inspected: 'full' });
    expect(findings.sort()).toEqual([
      'comments @ a.doc > comments',
      'earlier-version @ a.doc > saved by',
      'hidden-text @ a.doc',
      'tracked-changes @ a.doc',
    ]);
    expect(texts.map(({ where, text, hidden }) => [where.slice(8), text, hidden])).toEqual(
      expect.arrayContaining([
        ['paragraph 1', 'One link two  ', []],
        ['paragraph 1', 'veiled', ['hidden-text']],
        ['paragraph 1', 'gone', ['tracked-changes']],
        ['field codes', 'HYPERLINK x', ['hidden-text']],
        ['comments', 'remark', ['comments']],
        ['comments > authors', 'A. Bell', ['comments']],
        ['saved by', 'jcarter\nC:\\rota\\a.doc', ['earlier-version']],
      ]),
    );
    expect(tables).toEqual([
      { where: 'a.doc > table 1', cells: ['Surname', 'Rank', 'Ńowak', 'PC'], hidden: [] },
    ]);
  });

  it('knows what is hidden by a style, and what is shown in spite of one', async () => {
    const hiddenBy = async (styles: readonly StyleSpec[], own: readonly number[]) => {
      const { texts } = await seen(write(streams(0, styles, [own])), 'a.doc');
      return texts.some(({ text, hidden }) => text.includes('veiled') && hidden.includes('hidden-text'));
    };
    const use = (style: number) => [0x30, 0x4a, style, 0];
    const styles: StyleSpec[] = [
      {},
      { character: true, properties: VANISH },
      { character: true, base: 1 },
      { character: true, base: 1, properties: SHOW },
      { character: true, properties: WHITE },
      { character: true, properties: [...WHITE, ...SHADE] },
    ];
    const cases: [string, readonly number[], boolean][] = [
      ['hidden by its style', use(1), true],
      ['by what its style is based on', use(2), true],
      ['shown by a style based on a hidden one', use(3), false],
      ['shown in spite of its style', [...use(1), ...SHOW], false],
      ['the other way round than its style', [...use(1), ...INVERT], false],
      ['the other way round than a plain style', INVERT, true],
      ['white on paper', WHITE, true],
      ['white by its style', use(4), true],
      ['white on a shade', use(5), false],
    ];
    for (const [what, own, hidden] of cases)
      expect([what, await hiddenBy(styles, own)]).toEqual([what, hidden]);
    // A style of paragraphs hides whole ones.
    expect(await hiddenBy([{ properties: VANISH }], [0x35, 8, 1])).toBe(true);
    expect(await hiddenBy([{ properties: VANISH }], SHOW)).toBe(false);
  });

  it('says that it is encrypted', async () => {
    expect((await seen(write(streams(0x0100)), 'a.doc')).findings).toEqual(['encrypted @ a.doc']);
  });

  it('ends in a Report, whatever happens to the bytes', async () => {
    const change = fc.record({ at: fc.nat(700), byte: fc.nat(255), table: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const spec = streams();
        for (const { at, byte, table } of changes) {
          const bytes = table ? spec.table : spec.stream;
          bytes[at % bytes.length] = byte;
        }
        const { inspection } = await collect(write(spec));
        expect(inspection.findings.filter((f) => f.message.includes('breaks the rules'))).toEqual([]);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});
