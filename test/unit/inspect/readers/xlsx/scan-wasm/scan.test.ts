// The fused scanner reads what the scanner in TypeScript reads: the same cells, frames, marks and errors, on generated
// sheets of every shape, on mutilated ones, however the bytes are cut, and on the workbooks of CORDON_CORPUS.
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAsset } from '../../../../../../bin/assets.ts';
import { createBudget, DEFAULT_LIMITS } from '../../../../../../utils/inspect/budget.ts';
import { ReadError } from '../../../../../../utils/inspect/errors.ts';
import { CELL_FLAG } from '../../../../../../utils/inspect/part.ts';
import { OpcPackage } from '../../../../../../utils/inspect/readers/ooxml/package.ts';
import type {
  CellContext,
  PartSource,
  ScanSheet,
} from '../../../../../../utils/inspect/readers/xlsx/scan.ts';
import { scanSheetTs } from '../../../../../../utils/inspect/readers/xlsx/scan-ts.ts';
import { compileScanModule } from '../../../../../../utils/inspect/readers/xlsx/scan-wasm/module.ts';
import {
  createReadSharedStrings,
  createScanSheet,
} from '../../../../../../utils/inspect/readers/xlsx/scan-wasm/scan.ts';
import { readSharedStringsTs } from '../../../../../../utils/inspect/readers/xlsx/shared-strings.ts';
import { type Random, randomFrom } from './random.ts';

let module: WebAssembly.Module;

beforeAll(async () => {
  module = await compileScanModule(loadAsset);
});

/** Used where the module should do the work itself. */
const nobody = (): never => {
  throw new Error('The other scanner was asked.');
};

function sourceOf(xml: string | Uint8Array, stored: boolean, piece: number): PartSource & { spent: number } {
  const bytes = Buffer.from(typeof xml === 'string' ? new TextEncoder().encode(xml) : xml);
  return {
    spent: 0,
    async *inflated() {
      for (let i = 0; i < bytes.length; i += piece) yield bytes.subarray(i, i + piece);
    },
    async packed() {
      const packed = stored ? bytes : deflateRawSync(bytes, { level: 1 });
      return { bytes: new Blob([packed]), method: stored ? 0 : 8, crc: crc32(bytes), size: bytes.length };
    },
    spend(count) {
      this.spent += count;
    },
  };
}

const SHARED = ['zero', 'one', '', 'three', 'fünf', 'six', 'seven'];

interface Seen {
  cells: string[];
  used: number[];
  frame: string;
  problem: string | undefined;
}

async function see(
  scan: ScanSheet,
  source: PartSource,
  context?: Partial<CellContext>,
  lowRows = false,
): Promise<Seen> {
  const full: CellContext = {
    strings: [...SHARED],
    sharedCount: SHARED.length,
    used: new Uint8Array(SHARED.length),
    styles: Uint8Array.of(0, CELL_FLAG.date, CELL_FLAG.hiddenText, CELL_FLAG.date | CELL_FLAG.hiddenText),
    date1904: false,
    ...context,
  };
  const frame = { bytes: [] as Buffer[], hiddenColumns: Uint8Array.of(0, 0, CELL_FLAG.hiddenColumn) };
  const cells: string[] = [];
  let problem: string | undefined;
  try {
    await scan(
      source,
      full,
      { write: (bytes) => frame.bytes.push(Buffer.from(bytes)), hiddenColumns: frame.hiddenColumns, lowRows },
      (chunk) => {
        expect(chunk.stable).toBe(full.sharedCount);
        for (let i = 0; i < chunk.count; i++) {
          const text = chunk.strings[chunk.values[i]!];
          cells.push(`${chunk.rows[i]} ${chunk.cols[i]} ${chunk.flags[i]} ${text}`);
        }
      },
    );
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    problem = error.rule;
  }
  expect(full.strings.length).toBe(full.sharedCount);
  return { cells, used: [...full.used], frame: Buffer.concat(frame.bytes).toString('latin1'), problem };
}

function text(random: Random): string {
  const pieces = [
    'PC',
    'Ainscow',
    ' ',
    'x',
    'é',
    '&amp;',
    '&lt;',
    '&#65;',
    '&#x1F600;',
    '\n',
    '\t',
    'longer words here',
    '😀',
    '>',
    '"',
    "'",
    '_x000D_',
    '12',
    '&bogus;',
    '&',
  ];
  let out = '';
  for (let n = random.below(6); n >= 0; n--) out += random.pick(pieces);
  if (random.below(60) === 0) out = out.repeat(1 + random.below(300));
  return out;
}

function columnLetters(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : columnLetters(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));
}

/** A worksheet: mostly as Excel writes it, with now and then everything else that XML allows. */
function worksheet(random: Random, rows: number): string {
  const p = random.pick(['', '', '', 'x:', 'ssml:', 'averylongprefix:']);
  const oddity = random.pick([0, 0, 1, 5, 30]);
  const odd = () => random.below(100) < oddity;
  const space = () => (odd() ? random.pick([' ', '\n', '\r\n\t', '<!-- <c r="A1"/> -->', '<?pi <v>?>']) : '');
  const references = random.below(6) > 0;
  const body = (): string => (odd() ? `<![CDATA[${text(random).replaceAll(']]>', '')}]]>` : text(random));
  const attribute = (name: string, value: string | number): string =>
    odd() ? ` ${name}\n= '${value}'` : ` ${name}="${value}"`;

  function cell(row: number, column: number): string {
    const style = random.below(3) === 0 ? attribute('s', random.pick([0, 1, 2, 3, 4, 77])) : '';
    const where = references && !odd() ? attribute('r', columnLetters(column) + row) : '';
    const v = (value: string) => `<${p}v>${value}</${p}v>`;
    const wrap = (type: string, content: string) => {
      const t = type && attribute('t', type);
      const attributes = odd() ? t + where + style : where + (odd() ? t + style : style + t);
      return `<${p}c${attributes}>${space()}${content}${space()}</${p}c>`;
    };
    const formula = () =>
      random.pick([
        '',
        `<${p}f>A1+B2</${p}f>`,
        `<${p}f t="shared" ref="A1:A9" si="0">IF(A1&lt;2,"x",1)</${p}f>`,
        `<${p}f t="shared" si="0"/>`,
        `<${p}f a='>'>1</${p}f>`,
      ]);
    switch (random.below(12)) {
      case 0:
        return `<${p}c${where}${style}/>`;
      case 1:
        return wrap('inlineStr', `<${p}is><${p}t>${body()}</${p}t></${p}is>`);
      case 2:
        return wrap('inlineStr', `<${p}is><${p}t xml:space="preserve">${body()}</${p}t></${p}is>`);
      case 3:
        return wrap(
          'inlineStr',
          `<${p}is><${p}r><${p}rPr><${p}b/></${p}rPr><${p}t>${body()}</${p}t></${p}r><${p}rPh sb="0"><${p}t>no</${p}t></${p}rPh><${p}r><${p}t>${body()}</${p}t></${p}r></${p}is>`,
        );
      case 4:
        return wrap('str', formula() + v(body()));
      case 5:
        return wrap(
          random.pick(['b', 'e', 'd', 'n', 'zz']),
          v(random.pick(['1', '0', 'true', '#N/A', '2020-01-02', ' 1 ', ''])),
        );
      case 6:
        return wrap(
          '',
          formula() +
            v(
              String(
                random.pick([
                  1,
                  60,
                  61,
                  45_146,
                  45_146.604,
                  -3,
                  '1E5',
                  2_958_465,
                  2_958_466,
                  0.5,
                  '007',
                  99_999_999,
                ]),
              ),
            ),
        );
      case 7:
        return wrap(
          '',
          `${v(String(random.below(1000)))}<${p}extLst><${p}ext><${p}v>8</${p}v></${p}ext></${p}extLst>`,
        );
      default:
        return wrap('s', v(String(random.below(9))));
    }
  }

  let out = '';
  let row = 0;
  for (let i = 0; i < rows; i++) {
    row += 1 + (random.below(20) === 0 ? random.below(5000) : 0);
    const hidden =
      random.below(9) === 0
        ? random.pick([
            ' hidden="1"',
            ' hidden="true"',
            ' hidden="0"',
            ' ht="0" customHeight="1"',
            ' ht="0.0"',
            ' ht="0.4" customHeight="1"',
            ' ht="5.0000000000000003E-2"',
            ' ht="0.75e1"',
            ' ht="12.75"',
            ' ht="1"',
            ' ht="0.9999"',
            " hidden='on'",
          ])
        : '';
    const r = references && !odd() ? attribute('r', row) : '';
    const spans = random.below(3) === 0 ? '' : ' spans="1:8" x14ac:dyDescent="0.25"';
    if (random.below(30) === 0) {
      out += `<${p}row${r}${spans}${hidden}/>`;
      continue;
    }
    out += `${space()}<${p}row${r}${spans}${hidden}>`;
    let column = 0;
    for (let n = random.below(12); n > 0; n--) {
      out += space() + cell(row, column);
      column += 1 + (random.below(15) === 0 ? random.below(900) : 0);
    }
    out += `${space()}</${p}row>`;
  }
  const head = odd() ? '<!-- <sheetData> -->' : '';
  const data = rows === 0 ? `<${p}sheetData/>` : `<${p}sheetData>${out}</${p}sheetData>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${p}worksheet>${head}<${p}cols/>${data}<${p}autoFilter ref="A1"/></${p}worksheet>`;
}

/** Bytes changed, dropped, doubled or cut off behind the head. */
function mutilate(random: Random, xml: string): string {
  const from = xml.indexOf('sheetData') + 12;
  let out = xml;
  for (let n = 1 + random.below(4); n > 0; n--) {
    const at = from + random.below(Math.max(1, out.length - from));
    const size = random.pick([1, 1, 1, 5, 40]);
    switch (random.below(5)) {
      case 0:
        out = out.slice(0, at) + out.slice(at + size);
        break;
      case 1:
        out = out.slice(0, at) + out.slice(at, at + size) + out.slice(at);
        break;
      case 2:
        out = out.slice(0, at);
        break;
      default:
        out =
          out.slice(0, at) +
          random.pick([
            '<',
            '>',
            '"',
            '/',
            '&',
            ';',
            "'",
            '<!--',
            ']]>',
            '<![CDATA[',
            'v',
            ' ',
            '</c>',
            '<is>',
            '</row>',
            '<!x 12345',
          ]) +
          out.slice(at + random.below(2));
    }
  }
  return out;
}

describe('the fused scanner', () => {
  it('reads 600 generated sheets as the other one does', { timeout: 120_000 }, async () => {
    const random = randomFrom(4);
    let cells = 0;
    for (let i = 0; i < 600; i++) {
      const xml = worksheet(random, random.pick([0, 1, 5, 40, 300]));
      const context = { date1904: random.below(4) === 0 };
      const step = random.pick([0, 0, 1, 7, 600, 1500]);
      const source = sourceOf(xml, random.below(2) === 0, 1 << 16);
      const lowRows = random.below(3) === 0;
      const expected = await see(scanSheetTs, source, context, lowRows);
      const got = await see(createScanSheet(module, nobody, step), source, context, lowRows);
      expect(got, `sheet ${i}, step ${step}`).toEqual(expected);
      expect(got.problem).toBeUndefined();
      expect(source.spent).toBe(Buffer.byteLength(xml));
      cells += got.cells.length;
    }
    expect(cells).toBeGreaterThan(100_000);
  });

  it.each([false, true])('takes rows for low as the other one does (by default: %s)', async (lowRows) => {
    const sizes =
      '0|0.1|2|2.0|2.01|15| 1.5 |20E-1|2e0|2e1|1e|e1|-1|-0|+.5|1.|.|..1|1.5.5||auto|0x1|1e-999|0e999|\u00a01|' +
      '0.00000000000000000000000000000000000000001';
    const row = (attributes: string, at: number) =>
      `<row r="${at + 1}"${attributes}><c r="A${at + 1}"><v>${at}</v></c></row>`;
    const rows = ['', ' hidden="1"', ...sizes.split('|').map((size) => ` ht="${size}" customHeight="1"`)];
    const xml = `<worksheet><sheetData>${rows.map(row).join('')}</sheetData></worksheet>`;
    const source = () => sourceOf(xml, true, 1 << 16);
    const expected = await see(scanSheetTs, source(), undefined, lowRows);
    const got = await see(createScanSheet(module, nobody), source(), undefined, lowRows);
    expect(got).toEqual(expected);
    const flag = (at: number) => Number(got.cells[at]?.split(' ')[2]) & CELL_FLAG.hiddenRow;
    const hidden = rows.filter((_, at) => flag(at) !== 0).map((row) => /ht="(.*?)"/.exec(row)?.[1] ?? row);
    expect(hidden).toEqual([
      ...(lowRows ? [''] : []),
      ...[
        ' hidden="1"',
        '0',
        '0.1',
        '2',
        '2.0',
        ' 1.5 ',
        '20E-1',
        '2e0',
        '-0',
        '+.5',
        '1.',
        '1e-999',
        '0e999',
      ],
    ]);
  });

  it('reads 2,000 mutilated sheets as the other one does', { timeout: 120_000 }, async () => {
    const random = randomFrom(5);
    let broken = 0;
    for (let i = 0; i < 2_000; i++) {
      const xml = mutilate(random, worksheet(random, random.pick([1, 5, 40])));
      const source = sourceOf(xml, true, 1 << 16);
      const expected = await see(scanSheetTs, source);
      const got = await see(createScanSheet(module, nobody, random.pick([0, 1, 600])), source);
      expect(got, `sheet ${i}`).toEqual(expected);
      if (got.problem) broken++;
    }
    expect(broken).toBeGreaterThan(300);
    expect(broken).toBeLessThan(1_900);
  });

  it('reads many chunks, long texts and wide sheets', async () => {
    const long = 'A text of some length, ünd not only ASCII. '.repeat(5_000);
    const rows = Array.from(
      { length: 9_000 },
      (_, r) =>
        `<row r="${r + 1}"><c r="A${r + 1}" t="s"><v>${r % 7}</v></c><c r="B${r + 1}"><v>${r}.5</v></c><c r="XFD${r + 1}" t="inlineStr"><is><t>${r % 1000 === 3 ? long : `name ${r}`}</t></is></c></row>`,
    );
    const source = sourceOf(`<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`, false, 1 << 16);
    expect(await see(createScanSheet(module, nobody), source)).toEqual(await see(scanSheetTs, source));
  });

  it('hands UTF-16 to the other scanner', async () => {
    const xml =
      '\ufeff<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData><row><c t="s"><v>1</v></c></row></sheetData></worksheet>';
    const source = sourceOf(Buffer.from(xml, 'utf16le'), false, 1 << 16);
    const got = await see(createScanSheet(module, scanSheetTs), source);
    expect(got.cells).toEqual(['0 0 0 one']);
  });

  it.each([
    '<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>',
    '<worksheet><sheetData><!DOCTYPE x><row/></sheetData></worksheet>',
  ])('refuses a DOCTYPE', async (xml) => {
    const got = await see(createScanSheet(module, nobody), sourceOf(xml, false, 1 << 16));
    expect(got.problem).toBe('damaged');
  });

  it('says damaged where the checksum is wrong, and keeps the cells', async () => {
    const source = sourceOf(
      '<worksheet><sheetData><row><c t="s"><v>1</v></c></row></sheetData></worksheet>',
      false,
      1,
    );
    const packed = await source.packed();
    const got = await see(createScanSheet(module, nobody), {
      ...source,
      packed: async () => ({ ...packed, crc: (packed.crc! ^ 1) >>> 0 }),
    });
    expect(got).toMatchObject({ cells: ['0 0 0 one'], problem: 'damaged' });
    expect(got.used[1]).toBe(1);
  });
});

describe('shared strings', () => {
  async function both(xml: string, step = 0) {
    const source = sourceOf(xml, step % 2 === 0, 1 << 16);
    const expected = await readSharedStringsTs(source);
    const got = await createReadSharedStrings(module, readSharedStringsTs, step)(source);
    expect(got.strings).toEqual(expected.strings);
    expect(got.problem?.rule).toBe(expected.problem?.rule);
    return got;
  }

  function table(random: Random, count: number): string {
    const p = random.pick(['', '', 'x:']);
    let out = '';
    for (let i = 0; i < count; i++) {
      const t = (how = '') =>
        `<${p}t${how}>${random.below(9) === 0 ? `<![CDATA[${text(random)}]]>` : text(random)}</${p}t>`;
      out += random.pick([
        () => `<${p}si>${t()}</${p}si>`,
        () => `<${p}si>${t()}</${p}si>`,
        () => `<${p}si>${t(' xml:space="preserve"')}</${p}si>`,
        () => `<${p}si/>`,
        () => `<${p}si><${p}t/></${p}si>\n`,
        () =>
          `<${p}si><${p}r>${t()}</${p}r><!-- x --><${p}r>${t()}</${p}r><${p}rPh sb="0" eb="1">${t()}</${p}rPh><${p}phoneticPr/></${p}si>`,
      ])();
    }
    return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><${p}sst count="3">${out}</${p}sst>`;
  }

  it('are those that the other reader finds', async () => {
    const random = randomFrom(6);
    for (let i = 0; i < 300; i++) {
      const xml = table(random, random.pick([0, 3, 50, 2_000]));
      const { strings, problem } = await both(xml, random.pick([0, 1, 700]));
      expect(problem).toBeUndefined();
      if (i % 3 === 0) await both(mutilate(random, xml), random.pick([0, 1, 700]));
      expect(strings.length).toBeGreaterThanOrEqual(0);
    }
  });

  it('may be very many and very long', async () => {
    const items = Array.from(
      { length: 60_000 },
      (_, i) => `<si><t>${i} Straße ${'x'.repeat(i % 5000 === 0 ? 900_000 : 3)}</t></si>`,
    );
    expect((await both(`<sst>${items.join('')}</sst>`)).strings).toHaveLength(60_000);
  });
});

const corpus = process.env.CORDON_CORPUS;

describe.skipIf(!corpus)('the workbooks of CORDON_CORPUS (skipped where that is not set)', () => {
  it('are read alike by both scanners', { timeout: 300_000 }, async () => {
    const lines = readFileSync(path.join(corpus!, 'manifest.tsv'), 'utf8').split('\n').slice(1);
    let sheets = 0;
    for (const line of lines) {
      const name = line.split('\t')[0]!;
      const file = path.join(corpus!, 'files', name);
      if (!/\.(xlsx|xlsm|xltx|xltm)$/i.test(name) || !existsSync(file)) continue;
      const blob = new Blob([new Uint8Array(await readFile(file))]);
      const pack = await OpcPackage.open(blob, createBudget(DEFAULT_LIMITS)).catch(() => undefined);
      for (const part of pack?.names ?? []) {
        const source = () => pack!.source(part);
        if (/sharedstrings[^/]*\.xml$/i.test(part)) {
          const expected = await readSharedStringsTs(source());
          const got = await createReadSharedStrings(module, readSharedStringsTs)(source());
          expect(got.strings, `${name} ${part}`).toEqual(expected.strings);
          expect(got.problem?.rule, `${name} ${part}`).toBe(expected.problem?.rule);
        } else if (/sheets\/[^/]*\.xml$/i.test(part)) {
          const strings = Array.from({ length: 500 }, (_, i) => `s${i}`);
          const context = () => ({ strings: [...strings], sharedCount: 500, used: new Uint8Array(500) });
          const expected = await see(scanSheetTs, source(), context());
          const got = await see(createScanSheet(module, scanSheetTs), source(), context());
          expect(got, `${name} ${part}`).toEqual(expected);
          sheets++;
        }
      }
    }
    expect(sheets).toBeGreaterThan(300);
  });
});
