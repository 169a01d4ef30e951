// White letters in tables: seen where the table's style lays a colour behind them, and nowhere else. Reader and copy agree.
import { describe, expect, it } from 'vitest';
import { loadAsset as asset } from '../../../../../bin/assets.ts';
import { inspect } from '../../../../../utils/inspect/inspect.ts';
import { STRICT_POLICY } from '../../../../../utils/policy/policy.ts';
import { remedy } from '../../../../../utils/remedy/index.ts';
import { judgeCopy } from '../../../../../utils/remedy/judge.ts';
import { type SheetSpec, writeWorkbook } from '../../../../fixtures/workbook.ts';

const ROWS = [
  ['Head', 'Count'],
  ['Needle', 4],
  ['Others', 7],
  ['Total', 11],
];
const SITE = { kind: 'publication', host: 'foi.example', guarded: true } as const;
const bookOf = (more: Partial<SheetSpec>) =>
  new Blob([writeWorkbook({ sheets: [{ name: 'Answer', rows: ROWS, ...more }] })]);
const isHidden = async (file: Blob) =>
  (await inspect(file, 'a.xlsx', { asset })).findings.some(({ rule }) => rule === 'hidden-text');

const HEAD = [[0, 0]] as const;
const BODY = [[1, 0]] as const;
const TOTALS = [[3, 1]] as const;
const at = (style: string | undefined, more = {}) => ({ ref: 'A1:B4', ...(style ? { style } : {}), ...more });

describe('white letters in a table', () => {
  it.each([
    ['the head of a medium style', HEAD, at('TableStyleMedium2')],
    ['the head of a light style that has a band', HEAD, at('TableStyleLight9')],
    ['any cell of a dark style', BODY, at('TableStyleDark3')],
    ['any cell of a style of the workbook’s own', BODY, at('House style')],
    ['the totals of a strong medium style', TOTALS, at('TableStyleMedium9', { totals: true })],
    ['the first column of a strong medium style', BODY, at('TableStyleMedium9', { firstColumn: true })],
  ] as const)('are seen in %s, and the copy may go with them', async (_, whiteCells, table) => {
    const file = bookOf({ whiteCells, table });
    expect(await isHidden(file)).toBe(false);
    const copy = await remedy(file, 'a.xlsx', { kind: 'clean', asset });
    if (copy.outcome !== 'cleaned') throw new Error(copy.reason);
    const again = await inspect(copy.file, copy.name, { asset });
    expect(judgeCopy(again, STRICT_POLICY, SITE).verdict).toBe('allow');
    expect(copy.changes.map(({ what }) => what)).not.toContain('hidden-text');
  });

  it.each([
    ['below the head of a medium style', BODY, at('TableStyleMedium2')],
    ['in a light style without a band', BODY, at('TableStyleLight1')],
    ['in a table without a style', BODY, at(undefined)],
    [
      'in the totals of a medium style that has none of its own',
      TOTALS,
      at('TableStyleMedium2', { totals: true }),
    ],
    ['beside the table', [[3, 1]], { ref: 'A1:B3', style: 'TableStyleDark3' }],
  ] as const)('are hidden %s, and go from the copy', async (_, whiteCells, table) => {
    const file = bookOf({ whiteCells: [...whiteCells] as [number, number][], table });
    expect(await isHidden(file)).toBe(true);
    const copy = await remedy(file, 'a.xlsx', { kind: 'clean', asset });
    if (copy.outcome !== 'cleaned') throw new Error(copy.reason);
    expect(await isHidden(copy.file)).toBe(false);
    expect(copy.changes).toContainEqual({ what: 'hidden-text', count: 1 });
  });

  it('that a number format shows nothing of are hidden whatever lies behind them', async () => {
    expect(await isHidden(bookOf({ invisibleCells: HEAD, table: at('TableStyleMedium2') }))).toBe(true);
  });
});
