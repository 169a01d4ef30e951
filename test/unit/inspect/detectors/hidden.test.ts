import { describe, expect, it } from 'vitest';
import { hiddenDetector } from '../../../../utils/inspect/detectors/hidden.ts';
import { inspect } from '../../../../utils/inspect/inspect.ts';
import { type SheetSpec, writeWorkbook } from '../../../fixtures/workbook.ts';

const block = (height: number, width: number) =>
  Array.from({ length: height }, (_, r) => Array.from({ length: width }, (_, c) => r * width + c));

async function findings(...sheets: SheetSpec[]) {
  const inspection = await inspect(new Blob([writeWorkbook({ sheets })]), 'f', {
    asset: async () => new Uint8Array(0),
    detectors: [hiddenDetector],
  });
  return inspection.findings.map((f) => [f.rule, f.severity, f.where.slice(1).join(' '), f.hidden, f.counts]);
}

describe('hiddenDetector', () => {
  it('says nothing of plain sheets, and nothing where hidden places are blank', async () => {
    const blank: SheetSpec = {
      name: 'A',
      rows: [...block(9, 3), [null, ' ', null], [null]],
      hiddenRows: [9, 10],
      hiddenColumns: [7],
      filter: 'A1:C9',
    };
    expect(await findings(blank)).toEqual([]);
  });

  it('says that a blank sheet is hidden, because of its name, and holds nothing for it', async () => {
    const data: SheetSpec = { name: 'D', state: 'veryHidden', rows: block(50, 9) };
    expect(await findings(data, { name: 'B', state: 'hidden', rows: [] })).toEqual([
      ['hidden-sheet', 'medium', 'sheet "D" A1:I50', ['hidden-sheet'], { rows: 50, cells: 450 }],
      ['hidden-sheet', 'low', 'sheet "B"', ['hidden-sheet'], { rows: 0, cells: 0 }],
    ]);
  });

  it('counts what is on hidden sheets: a short list is low, more is a warning', async () => {
    const list: SheetSpec = { name: 'L', state: 'hidden', rows: block(10, 1) };
    const data: SheetSpec = { name: 'D', state: 'veryHidden', rows: [[], ...block(50, 9)] };
    expect(await findings(list, data)).toEqual([
      ['hidden-sheet', 'medium', 'sheet "D" A2:I51', ['hidden-sheet'], { rows: 50, cells: 450 }],
      ['hidden-sheet', 'low', 'sheet "L" A1:A10', ['hidden-sheet'], { rows: 10, cells: 10 }],
    ]);
  });

  it('counts hidden rows and columns, and tells filtered rows apart', async () => {
    const sheet: SheetSpec = {
      name: 'S',
      rows: block(40, 4),
      hiddenRows: [5, 6, 30],
      zeroWidthColumns: [3],
      filter: 'A1:D10',
    };
    expect(await findings(sheet)).toEqual([
      ['hidden-columns', 'medium', 'sheet "S" D1:D40', ['hidden-columns'], { columns: 1, cells: 40 }],
      ['hidden-rows', 'low', 'sheet "S" A6:D31', ['hidden-rows'], { rows: 3, cells: 12 }],
      ['filtered-rows', 'low', 'sheet "S" A6:D7', ['filtered-rows'], { rows: 2, cells: 8 }],
    ]);
  });

  it('counts cells that cannot be seen', async () => {
    const sheet: SheetSpec = { name: 'S', rows: block(3, 3), whiteCells: [[1, 1]], invisibleCells: [[2, 2]] };
    expect(await findings(sheet)).toEqual([
      ['hidden-text', 'low', 'sheet "S" B2:C3', ['hidden-text'], { cells: 2 }],
    ]);
  });

  it('finds cells far to the right or far below', async () => {
    const far = block(3, 3).map((row, r) => (r === 1 ? [...row, ...Array(60).fill(null), 5] : row));
    expect(await findings({ name: 'S', rows: far })).toEqual([
      ['remote-cells', 'low', 'sheet "S" BL2', ['remote-cells'], { cells: 1 }],
    ]);
    const below = [...block(30, 2), ...Array(400).fill([]), ...block(4, 2)];
    expect(await findings({ name: 'S', rows: below })).toEqual([
      ['remote-cells', 'low', 'sheet "S" A431:B434', ['remote-cells'], { cells: 8 }],
    ]);
  });

  it('takes no memory for rows and columns that only their number says', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const run = hiddenDetector.start({} as never);
    const table = run.table?.({ place: ['a.xlsx', 'sheet "S"'], hidden: [], addressing: 'a1' });
    const far = 4_294_967_000;
    table?.chunk({
      count: 4,
      rows: Uint32Array.of(0, 1, far, far + 1),
      cols: Uint32Array.of(0, far, 0, far),
      values: Uint32Array.of(0, 0, 0, 0),
      flags: new Uint8Array(4),
      strings: ['x'],
    });
    const taken = process.memoryUsage().arrayBuffers - before;
    table?.end();
    expect(taken).toBeLessThan(200 * 1024 ** 2);
    expect((await run.end()).map(({ rule }) => rule)).toEqual(['remote-cells']);
  });
});
