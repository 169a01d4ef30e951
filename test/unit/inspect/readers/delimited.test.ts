import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect, grid } from '../../../fixtures/collect.ts';

const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const utf16 = (text: string) =>
  Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]));

describe('delimitedReader', () => {
  it('reads quotes, line ends and blanks as spreadsheets do', async () => {
    const { tables, inspection } = await collect(
      'sep=;\r\nid;note;x\r\n1;"two\r\nlines; and a ""quote""";\r\n\r\n 2 ;"a" b;3\r4;5;6\n',
    );
    expect(inspection).toMatchObject({ format: 'csv', inspected: 'full', findings: [] });
    expect(grid(tables[0])).toEqual([
      ['id', 'note', 'x'],
      ['1', 'two\r\nlines; and a "quote"'],
      [],
      ['2', 'a b', '3'],
      ['4', '5', '6'],
    ]);
    expect(tables[0]!.flags.size).toBe(0);
  });

  it.each<[string, Uint8Array<ArrayBuffer>]>([
    ['windows-1252', latin1('Ort,Zahl\nK\xf6ln,1\nM\xfcnchen,2\n')],
    ['UTF-16 without a mark', utf16('Ort,Zahl\nKöln,1\nMünchen,2\n')],
    ['UTF-8 with a mark', new TextEncoder().encode('\ufeffOrt,Zahl\nKöln,1\nMünchen,2\n')],
  ])('reads %s', async (_, bytes) => {
    expect(grid((await collect(bytes)).tables[0])).toEqual([
      ['Ort', 'Zahl'],
      ['Köln', '1'],
      ['München', '2'],
    ]);
  });

  it('goes on as windows-1252 where UTF-8 ends far down, and loses no row', async () => {
    const lines = 30_000;
    const bytes = new Blob([
      'Town,Count\n',
      'Ashford,1\n'.repeat(lines),
      latin1('K\xf6ln,2\n'),
      'Ashford,1\n'.repeat(lines),
    ]);
    const { tables } = await collect(bytes);
    expect(tables[0]!.cells).toBe(2 * (2 * lines + 2));
    expect(tables[0]!.rows.get(lines + 1)!.get(0)).toBe('Köln');
  });

  it('does not cut a character or a field between two pieces', async () => {
    const row = 'Żółć—ü,"naïve ""x""",3\n';
    const { tables } = await collect(`a,b,c\n${row.repeat(20_000)}`);
    const distinct = new Set([...tables[0]!.rows.values()].map((r) => [...r.values()].join('|')));
    expect([...distinct]).toEqual(['a|b|c', 'Żółć—ü|naïve "x"|3']);
    expect(tables[0]!.cells).toBe(60_003);
  });

  it('gives any table back as it was written', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'B', '7', ',', '"', '\n', ' ', 'é'), maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 3, maxLength: 8 }), async (rows) => {
        const quoted = [['h1', 'h2', 'h3'], ...rows]
          .map((r) => r.map((c) => `"${c.replaceAll('"', '""')}"`).join(';'))
          .join('\n');
        const { tables } = await collect(`sep=;\n${quoted}`);
        const table = tables[0]!;
        rows.forEach((r, i) => {
          r.forEach((c, j) => {
            expect(table.rows.get(i + 1)?.get(j) ?? '').toBe(c.trim());
          });
        });
      }),
      { numRuns: 60 },
    );
  });

  it('hands on text that is no table in pieces that end with a line', async () => {
    const line = 'A line of a list and no comma\n';
    const { inspection, texts, tables } = await collect(`Notes\n\n${line.repeat(30_000)}the end`);
    expect(inspection.format).toBe('txt');
    expect(tables).toEqual([]);
    expect(texts.length).toBeGreaterThan(2);
    expect(texts.map((t) => t.text).join('')).toBe(`Notes\n\n${line.repeat(30_000)}the end`);
    expect(texts.slice(0, -1).every((t) => t.text.endsWith('\n') && t.text.length <= 1 << 18)).toBe(true);
  });

  it('reads an empty file as such', async () => {
    expect((await collect('')).inspection).toMatchObject({
      format: 'empty',
      inspected: 'full',
      findings: [],
    });
  });

  const people = (count: number) => Array.from({ length: count }, (_, i) => `Town${i},AB,PC`);
  const three = (count: number) => Array.from({ length: count }, (_, i) => [`Town${i}`, 'AB', 'PC']);

  it.each([0, 1, 50])('is not swallowed by a quote that is never closed (record %d)', async (at) => {
    const lines = ['Place,Initials,Rank', ...people(100)];
    lines[at] = `"${lines[at]}`;
    const { tables, inspection } = await collect(`${lines.join('\n')}\n`);
    expect(inspection).toMatchObject({ format: 'csv', inspected: 'full' });
    expect(grid(tables[0])).toEqual([['Place', 'Initials', 'Rank'], ...three(100)]);
  });

  it('takes a quote for a stray one where the next field that is quoted would close it', async () => {
    const lines = ['"Place,Initials,Rank', ...people(60), '"Hill, the",CD,""', ...people(3)];
    const { tables } = await collect(lines.join('\r\n'));
    expect(grid(tables[0])).toEqual([
      ['Place', 'Initials', 'Rank'],
      ...three(60),
      ['Hill, the', 'CD'],
      ...three(3),
    ]);
  });

  it('recovers from a quote in a large file, however many there are', async () => {
    const block = ['"stray,AB,PC', ...people(120_000)];
    const { tables } = await collect(['Place,Initials,Rank', ...block, ...block, ...block].join('\n'));
    expect(tables[0]!.rows.size).toBe(1 + 3 * 120_001);
    expect(tables[0]!.cells).toBe(3 * (1 + 3 * 120_001));
  });

  it('keeps a field of many lines that is closed as it should be', async () => {
    const note = Array.from({ length: 40 }, (_, i) => `line ${i}, and ""so"" on`).join('\n');
    const { tables } = await collect(`id,note,x\n1,"${note}",2\n2,"${note}",3\n3,short,4\n`);
    expect(grid(tables[0])[1]).toEqual(['1', note.replaceAll('""', '"'), '2']);
    expect(tables[0]!.rows.size).toBe(4);
  });
});
