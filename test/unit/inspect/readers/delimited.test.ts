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
});
