import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIn, isProse } from '../../../utils/gate/text.ts';

const LONG = 'PC 1234 Ainscow, Custody, Bethel Street. '.repeat(10);
const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ surname: `Ainscow${i}`, rank: 'PC', unit: 'Custody suite' }));

describe('isProse', () => {
  it.each([
    ['sentences', LONG, true],
    ['cells', Array.from({ length: 60 }, (_, i) => `a${i},b`).join('\n'), true],
    ['short text', 'PC Ainscow', false],
    ['a token', 'eyJhbGciOiJIUzI1NiJ9'.repeat(40), false],
    ['a view state', '/wEPDwUKLTg3NjU0MzIxMA9kFgJmD2QWAgID'.repeat(30), false],
  ])('%s', (_, text, expected) => expect(isProse(text)).toBe(expected));
});

describe('findIn', () => {
  const found = (text: string) => [...findIn('field', text)];

  it('finds nothing in ordinary traffic', () => {
    const telemetry = {
      event: 'click',
      session: 'c0ffee'.repeat(50),
      agent: 'Mozilla/5.0',
      at: 1_700_000_000,
    };
    expect(found(JSON.stringify(telemetry))).toEqual([]);
    expect(found(new URLSearchParams({ token: 'a1b2'.repeat(90), page: '/request' }).toString())).toEqual([]);
  });

  it('finds long text within JSON within form encoding', () => {
    const inner = JSON.stringify({ payload: JSON.stringify({ body: LONG }) });
    expect(found(new URLSearchParams({ batch: inner }).toString())).toEqual([{ name: 'body', text: LONG }]);
  });

  it.each([
    ['alone', encodeURIComponent(LONG)],
    ['behind another pair', `a=1&${encodeURIComponent(LONG)}`],
  ])('finds text that is percent-encoded, %s', (_, text) => {
    expect(found(text).map(({ text }) => text)).toEqual([LONG]);
  });

  it('finds percent-encoded text in a path', () => {
    expect(found(`https://example.org/up/${encodeURIComponent(LONG)}`)).toEqual([
      { name: 'field', text: `https://example.org/up/${LONG}` },
    ]);
  });

  it('leaves addresses with a few blanks alone', () => {
    expect(found(`https://example.org/${'a%20b/'.repeat(4)}${'c0ffee'.repeat(60)}`)).toEqual([]);
  });

  it('reads rows of JSON as a table with its headings', () => {
    const [table] = found(JSON.stringify({ staff: rows(15) }));
    expect(table?.name).toBe('staff');
    expect(table?.text?.split('\n').slice(0, 2)).toEqual([
      'surname\trank\tunit',
      'Ainscow0\tPC\tCustody suite',
    ]);
    expect(table?.text?.split('\n').length).toBe(16);
  });

  it('takes a file out of a data URL', async () => {
    const bytes = 'x'.repeat(400);
    const [file] = found(JSON.stringify({ image: `data:image/png;base64,${btoa(bytes)}` }));
    expect(file?.file?.type).toBe('image/png');
    expect(await file?.file?.text()).toBe(bytes);
  });

  it('takes files and texts out of bare base64, and lets tokens go', async () => {
    const zip = `PK\u0003\u0004${'x'.repeat(400)}`;
    const [file] = found(JSON.stringify({ data: btoa(zip) }));
    expect(await file?.file?.text()).toBe(zip);
    const [cell] = found(JSON.stringify(rows(6).map((row) => ({ ...row, scan: btoa(zip) })))).filter(
      (one) => one.file,
    );
    expect(await cell?.file?.text()).toBe(zip);
    expect(found(JSON.stringify({ data: btoa(LONG) }))).toEqual([{ name: 'data', text: LONG }]);
    expect(found(btoa(JSON.stringify({ body: LONG })))).toEqual([{ name: 'body', text: LONG }]);
    const packed = String.fromCharCode(...Array.from({ length: 600 }, (_, at) => (at * 89) % 256));
    expect(found(JSON.stringify({ state: btoa(packed), sum: 'deadbeef'.repeat(60) }))).toEqual([]);
  });

  it('reads what only looks like JSON as text', () => {
    expect(found(`[${LONG}`)).toEqual([{ name: 'field', text: `[${LONG}` }]);
  });

  it('never throws, and finds every long text that is planted in JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const all = found(JSON.stringify({ value, planted: { deep: [{ text: LONG, list: [1, [2]] }] } }));
        return all.some(({ text }) => text?.includes(LONG));
      }),
    );
  });
});
