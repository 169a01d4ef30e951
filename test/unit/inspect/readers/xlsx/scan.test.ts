import { describe, expect, it } from 'vitest';
import { Damaged } from '../../../../../utils/inspect/errors.ts';
import { CELL_FLAG } from '../../../../../utils/inspect/part.ts';
import {
  type CellContext,
  type PartSource,
  serialToIso,
} from '../../../../../utils/inspect/readers/xlsx/scan.ts';
import { scanSheetTs } from '../../../../../utils/inspect/readers/xlsx/scan-ts.ts';
import { SheetFrameReader } from '../../../../../utils/inspect/readers/xlsx/sheet-frame.ts';

function source(bytes: Uint8Array, pieceLength: number): PartSource {
  return {
    async *inflated() {
      for (let i = 0; i < bytes.length; i += pieceLength) yield bytes.subarray(i, i + pieceLength);
    },
    packed: async () => {
      throw new Error('not asked for');
    },
    spend() {},
  };
}

type Cell = [row: number, column: number, text: string, flags: number];

async function scan(xml: string | Uint8Array, options: Partial<CellContext> & { piece?: number } = {}) {
  const bytes = typeof xml === 'string' ? new TextEncoder().encode(xml) : xml;
  const strings = ['zero', 'one', ''];
  const context: CellContext = {
    strings,
    sharedCount: 3,
    used: new Uint8Array(3),
    styles: Uint8Array.of(0, CELL_FLAG.date, CELL_FLAG.hiddenText),
    date1904: false,
    ...options,
  };
  const frame = new SheetFrameReader();
  const cells: Cell[] = [];
  await scanSheetTs(source(bytes, options.piece ?? 1 << 16), context, frame, (chunk) => {
    for (let i = 0; i < chunk.count; i++) {
      cells.push([chunk.rows[i]!, chunk.cols[i]!, chunk.strings[chunk.values[i]!]!, chunk.flags[i]!]);
    }
    expect(chunk.stable).toBe(context.sharedCount);
  });
  frame.end();
  expect(context.strings.length).toBe(context.sharedCount);
  return { cells, frame, used: [...context.used] };
}

const sheet = (rows: string, head = '', tail = '') =>
  `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="m">${head}<sheetData>${rows}</sheetData>${tail}</worksheet>`;
const { number, date, hiddenRow, hiddenColumn, hiddenText } = CELL_FLAG;

/** A sheet with one of everything, and what stands in it. */
const EVERYTHING = sheet(
  `<!-- <c r="Z9"><v>9</v></c> --><row r="2" spans="1:9" x14ac:dyDescent="0.25">
   <c r="A2" t="s"><v>1</v></c><c r="B2" s="2"><f>1&lt;2</f><v>-1.50E+3</v></c><c r="C2" t="b"><v>1</v></c>
   <c t="e" r="D2"><v>#REF!</v></c><c r="E2" t="str"><f>x</f><v>a &amp; b &#x41;&#233;&#128512;</v></c><c r='F2' s='1'><v>45146</v></c></row>
   <row r="5" hidden="true"><c r="AB5" t="inlineStr"><is><r><rPr><b/></rPr><t>rich</t></r><r><t xml:space="preserve"> text</t></r><rPh sb="0"><t>no</t></rPh></is></c>
   <c r="AC5" t="d"><v>2020-01-02</v></c><c r="AD5"/><c r="AE5" t="s"><v>2</v></c><c r="AF5" t="s"><v>77</v></c><c r="AG5" t="str"><v></v></c></row>
   <row><c t="str"><v><![CDATA[<raw> & ]]>x</v></c><c><v>7</v><extLst><ext><v>8</v></ext></extLst></c></row>
   <row r="9" ht="0" customHeight="1"><c r="C9"><v>3</v></c></row>`,
  '<cols><col min="3" max="3" hidden="1"/><col min="4" max="4" width="0"/></cols>',
  '<autoFilter ref="A2:C9"><filterColumn colId="0"/></autoFilter>',
);
const EXPECTED: Cell[] = [
  [1, 0, 'one', 0],
  [1, 1, '-1.50E+3', number | hiddenText],
  [1, 2, 'TRUE', number | hiddenColumn],
  [1, 3, '#REF!', number | hiddenColumn],
  [1, 4, 'a & b Aé😀', 0],
  [1, 5, '2023-08-08', date],
  [4, 27, 'rich text', hiddenRow],
  [4, 28, '2020-01-02', date | hiddenRow],
  [5, 0, '<raw> & x', 0],
  [5, 1, '7', number],
  [8, 2, '3', number | hiddenRow | hiddenColumn],
];

describe('scanSheetTs', () => {
  it.each([1, 2, 3, 7, 64, 65_536])('reads every kind of cell in pieces of %i bytes', async (piece) => {
    const { cells, frame, used } = await scan(EVERYTHING, { piece });
    expect(cells).toEqual(EXPECTED);
    expect(used).toEqual([0, 1, 1]);
    expect(frame.filters).toEqual([{ firstRow: 2, lastRow: 8 }]);
  });

  it('takes rows and columns that are too thin to be seen for hidden, and narrow ones for shown', async () => {
    const cols = ['0.02', '0.09', '0.5', '']
      .map((width, at) => `<col min="${at + 2}" max="${at + 2}"${width && ` width="${width}"`}/>`)
      .join('');
    const rows = ['0.1', '5.0000000000000003E-2', '2.25', '3', '']
      .map((height, at) => `<row r="${at + 2}"${height && ` ht="${height}"`}><c><v>${at}</v></c></row>`)
      .join('');
    const across =
      '<row r="1"><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c><c><v>5</v></c></row>';
    const { cells } = await scan(sheet(across + rows, `<cols>${cols}</cols>`));
    const flagsOf = (of: Cell[]) => of.map(([, , , flags]) => flags & ~number);
    expect(flagsOf(cells.slice(0, 5))).toEqual([0, hiddenColumn, hiddenColumn, 0, 0]);
    expect(flagsOf(cells.slice(5))).toEqual([hiddenRow, hiddenRow, 0, 0, 0]);
  });

  it('reads prefixed elements', async () => {
    const prefixed = EVERYTHING.replace(/<(\/?)(?![!?])/g, '<$1x:')
      .replace('<x:raw>', '<raw>')
      .replaceAll('xmlns="m"', 'xmlns:x="m"');
    expect((await scan(prefixed)).cells).toEqual(EXPECTED);
  });

  it.each([1, 1000])('reads UTF-16 in pieces of %i bytes', async (piece) => {
    const text = EVERYTHING.replace('UTF-8', 'UTF-16');
    const bytes = new Uint8Array(
      new Uint16Array([0xfeff, ...Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))]).buffer,
    );
    expect((await scan(bytes, { piece: piece === 1 ? 2 : piece })).cells).toEqual(EXPECTED);
  });

  it('counts on where references are missing', async () => {
    const rows =
      '<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r="4"><c r="C4"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>';
    expect((await scan(sheet(rows))).cells).toEqual([
      [0, 0, '1', number],
      [0, 2, '2', number],
      [3, 2, '3', number],
      [3, 3, '4', number],
      [4, 0, '5', number],
    ]);
  });

  it('reads a sheet without cells, and one without sheetData', async () => {
    expect(
      (await scan('<worksheet><sheetData/><autoFilter ref="A1:B2"><filterColumn/></autoFilter></worksheet>'))
        .frame.filters,
    ).toHaveLength(1);
    expect(
      (
        await scan(
          '<chartsheet><headerFooter><oddHeader>&amp;LLeft &amp;&amp; x&amp;P</oddHeader></headerFooter></chartsheet>',
        )
      ).frame.printed,
    ).toEqual(['Left & x']);
  });

  it('fills many chunks, own texts behind the shared strings of each', async () => {
    const count = 50_000;
    let rows = '';
    for (let i = 0; i < count; i++)
      rows += `<row><c t="s"><v>0</v></c><c><v>${i}</v></c><c t="str"><v>né${i}</v></c></row>`;
    const { cells } = await scan(sheet(rows));
    expect(cells.length).toBe(3 * count);
    expect(cells.every(([r, c, text]) => text === (c === 0 ? 'zero' : c === 1 ? String(r) : `né${r}`))).toBe(
      true,
    );
  });

  it('keeps what it read before a damage', async () => {
    const { strings, cells } = { strings: ['zero'], cells: [] as string[] };
    const cut = new TextEncoder().encode(EVERYTHING.slice(0, EVERYTHING.indexOf('AC5')));
    const context = {
      strings,
      sharedCount: 1,
      used: new Uint8Array(1),
      styles: new Uint8Array(0),
      date1904: false,
    };
    const run = scanSheetTs(source(cut, 100), context, new SheetFrameReader(), (chunk) => {
      for (let i = 0; i < chunk.count; i++) cells.push(chunk.strings[chunk.values[i]!]!);
    });
    await expect(run).rejects.toThrow(Damaged);
    expect(cells).toContain('rich text');
  });

  it.each([
    '<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>',
    sheet('<!DOCTYPE x><row/>'),
  ])('refuses a DOCTYPE', async (xml) => {
    await expect(scan(xml)).rejects.toThrow(Damaged);
  });
});

describe('serialToIso', () => {
  it.each<[string, boolean, string | undefined]>([
    ['1', false, '1900-01-01'],
    ['59', false, '1900-02-28'],
    ['61', false, '1900-03-01'],
    ['45146', false, '2023-08-08'],
    ['45146.6041666667', false, '2023-08-08T14:30:00'],
    ['0.25', false, '06:00:00'],
    ['43684', true, '2023-08-08'],
    ['-1', false, undefined],
    ['2958466', false, undefined],
    ['', false, undefined],
  ])('%s (1904: %s) is %s', (text, date1904, expected) => {
    expect(serialToIso(text, date1904)).toBe(expected);
  });
});
