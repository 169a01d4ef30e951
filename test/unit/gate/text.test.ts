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
    ['a table of markup without a blank', '<tr><td>Ainscow</td><td>PC</td></tr>'.repeat(15), true],
    ['elements without a blank', '<p><surname>Ainscow</surname></p>'.repeat(15), true],
    ['quoted words', '"Ainscow"'.repeat(40), true],
    ['short text', 'PC Ainscow', false],
    ['an address', `https://example.org/${'a%2Fb?c=d&e=(f)-g.h~i:'.repeat(30)}`, false],
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

  it('finds markup that is percent-encoded, in a path or in a field', () => {
    const table = '<td>Ainscow</td>'.repeat(20);
    expect(found(`/up/${encodeURIComponent(table)}`)).toEqual([{ name: 'field', text: `/up/${table}` }]);
    expect(found(new URLSearchParams({ table }).toString())).toEqual([{ name: 'table', text: table }]);
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

  const staff = Array.from(
    { length: 12 },
    (_, at) => `PC ${1207 + at * 37} Ainscow${at}, Custody, Bethel Street`,
  );

  it.each([
    [
      'paragraphs of a document',
      {
        type: 'doc',
        content: staff.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
      },
      staff.join('\n'),
    ],
    [
      'cells of a table in a document',
      {
        type: 'table',
        content: staff.map((row) => ({
          type: 'tableRow',
          content: row.split(' ').map((text) => ({ type: 'tableCell', content: [{ text }] })),
        })),
      },
      staff.join('\n').replaceAll(' ', '\n'),
    ],
    [
      'fields of the same form',
      Object.fromEntries(staff.map((row, at) => [`row_${at}`, row])),
      staff.join('\n'),
    ],
  ])('reads short texts together: %s', (_, value, text) => {
    // And once more as it is, which says what stands in a row and what below.
    const whole = JSON.stringify(value);
    expect(found(whole)).toEqual([
      { name: 'field', text },
      { name: 'field', text: whole },
    ]);
  });

  it.each([
    ['capital letters', (text: string) => text.toUpperCase()],
    ['names with a mark', (text: string) => `O’${text}`],
  ])('reads short texts together, in %s', (_, write) => {
    const names = ['Ainscow', 'Bell', 'Chakraborty', 'Dunmore', 'Eccles', 'Farrow', 'Gant', 'Harding'].map(
      write,
    );
    const records = names.map((surname) => ({
      surname,
      rank: { name: write('Sergeant') },
      unit: { name: write('Custody') },
    }));
    const whole = JSON.stringify({ records: [...records, ...records] });
    const [text, ...others] = found(whole);
    expect(others).toEqual([{ name: 'field', text: whole }]);
    for (const name of names) expect(text?.text?.split('\n')).toContain(name);
  });

  it('reads short fields of a form encoding together', () => {
    const fields = new URLSearchParams(staff.map((row, at) => [`rows[${at}]`, row]));
    expect(found(fields.toString())).toEqual([{ name: 'field', text: staff.join('\n') }]);
  });

  it('leaves short texts that are no words alone', () => {
    const events = Array.from({ length: 40 }, (_, at) => ({
      id: `a${at}f`,
      kind: 'button-click',
      at: { x: at, page: '/request' },
    }));
    expect(found(JSON.stringify({ session: 'A Session', events }))).toEqual([]);
  });

  it('takes a file out of the numbers of its bytes', async () => {
    const zip = `PK\u0003\u0004${'x'.repeat(400)}`;
    const bytes = Array.from(zip, (char) => char.charCodeAt(0));
    for (const value of [{ type: 'Buffer', data: bytes }, { file: { ...bytes } }]) {
      const [file] = found(JSON.stringify(value));
      expect(await file?.file?.text()).toBe(zip);
    }
  });

  it('takes files out of the text around them, and leaves the text', async () => {
    const zip = `PK\u0003\u0004${'x'.repeat(400)}`;
    const lines = btoa(zip).replace(/.{76}/g, '$&\r\n');
    for (const [before, base64, after] of [
      ['<p>See <img src="', `data:image/png;base64,${btoa(zip)}`, '"></p>'],
      ['<value><base64>', btoa(zip), '</base64></value>'],
      ['Content-Transfer-Encoding: base64\r\n\r\n', lines, '\r\n--end'],
      [`${LONG}<a href="`, `data:application/x;name=a;base64,${btoa(zip)}`, `">${LONG}`],
    ] as const) {
      const all = found(before + base64 + after);
      expect(await all[0]?.file?.text()).toBe(zip);
      const rest = before + after;
      expect(all.slice(1)).toEqual(isProse(rest) ? [{ name: 'field', text: rest }] : []);
    }
    expect(found(`<p>${'deadbeef'.repeat(60)}</p>`)).toEqual([]);
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
