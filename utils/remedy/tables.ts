// The visible sheets of a workbook as text tables (CSV), as the regulator recommends: nothing can hide in them. Works for
// every kind of workbook that can be read, the old ones too.
import type { Detector } from '../inspect/detector.ts';
import { identify } from '../inspect/identify.ts';
import { inspect } from '../inspect/inspect.ts';
import { CELL_FLAG } from '../inspect/part.ts';
import type { Budget, Limits, LoadAsset } from '../inspect/reader.ts';
import { isUninspected } from '../inspect/report.ts';
import { isMaskedCell, type MaskedCells, noteMasked } from './masked.ts';
import { ZipWriter } from './package/zip-writer.ts';
import { cleanedName, Ledger, Refused } from './remedy.ts';
import { refuseUnstored, refuseUnstoredOdf } from './workbook/stored.ts';

const HIDDEN = CELL_FLAG.hiddenRow | CELL_FLAG.hiddenColumn | CELL_FLAG.hiddenText;

/** Formats whose Readers push a table for each sheet. */
const WORKBOOKS = new Set([
  'xlsx',
  'xlsm',
  'xltx',
  'xltm',
  'xlsb',
  'xls',
  'ods',
  'ots',
  'fods',
  'csv',
  'tsv',
]);

/** Of these, those of Excel whose formulas may lack a value. */
const PACKAGES = new Set(['xlsx', 'xlsm', 'xltx', 'xltm']);

function isWorkbook(format: string): boolean {
  return WORKBOOKS.has(format);
}

interface SheetText {
  name: string;
  pieces: Blob[];
  rows: number;
}

/** A field as RFC 4180 has it. */
function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Writes the cells that are seen, row by row. Rows and columns in which nothing is seen are left out at the ends only. */
class SheetWriter {
  private readonly name: string;
  private readonly masked: readonly MaskedCells[];
  private row = -1;
  private cells = new Map<number, string>();
  private text = '';
  private readonly pieces: Blob[] = [];
  private rows = 0;

  constructor(name: string, masked: readonly MaskedCells[]) {
    this.name = name;
    this.masked = masked;
  }

  cell(row: number, col: number, text: string): void {
    if (row !== this.row) this.flush(row);
    this.cells.set(col, isMaskedCell(this.masked, this.name, row, col) ? '' : text);
  }

  private flush(next: number): void {
    if (this.cells.size > 0) {
      const last = Math.max(...this.cells.keys());
      const line: string[] = [];
      for (let col = 0; col <= last; col++) line.push(field(this.cells.get(col) ?? ''));
      this.text += `${line.join(',')}\r\n`;
      this.rows++;
      if (this.text.length > 1 << 20) {
        this.pieces.push(new Blob([this.text]));
        this.text = '';
      }
    }
    this.cells = new Map();
    this.row = next;
  }

  end(): SheetText {
    this.flush(-1);
    return { name: this.name, pieces: [...this.pieces, new Blob([this.text])], rows: this.rows };
  }
}

export interface TablesOptions {
  asset: LoadAsset;
  budget: Budget;
  limits?: Partial<Limits>;
  signal?: AbortSignal;
  masked?: readonly MaskedCells[];
}

/**
 * One CSV file, or a zip of them where several sheets have something in them.
 * @throws Refused where the workbook cannot be read to its end, or nothing in it is seen.
 */
export async function visibleTables(
  file: Blob,
  name: string,
  { asset, budget, limits, signal, masked = [] }: TablesOptions,
): Promise<{ file: Blob; name: string; ledger: Ledger }> {
  const { format } = await identify(file);
  if (PACKAGES.has(format)) await refuseUnstored(file, budget);
  if (format === 'ods' || format === 'ots') await refuseUnstoredOdf(file, budget);
  const sheets: SheetText[] = [];
  const ledger = new Ledger();
  const writer: Detector = {
    id: 'csv',
    start: () => ({
      table(part) {
        // What is nested in the file, and what only caches hold, is no sheet of it.
        const step = part.place[1] ?? '';
        const sheet = /^sheet "([\s\S]*)"$/.exec(step)?.[1];
        const plain = part.place.length === 1;
        if (part.place.length > 2 || (!plain && sheet === undefined)) return { chunk() {}, end() {} };
        if (part.hidden.length > 0) {
          const rows = new Set<number>();
          return {
            chunk(chunk) {
              for (let i = 0; i < chunk.count; i++) rows.add(chunk.rows[i] as number);
            },
            end() {
              ledger.add('hidden-sheet', 1, [
                { name: sheet ?? '', ...(rows.size > 0 ? { rows: rows.size } : {}) },
              ]);
            },
          };
        }
        const out = new SheetWriter(sheet ?? '', masked);
        const rows = new Set<number>();
        const columns = new Set<number>();
        let texts = 0;
        return {
          chunk(chunk) {
            for (let i = 0; i < chunk.count; i++) {
              const [row, col] = [chunk.rows[i] as number, chunk.cols[i] as number];
              const flags = chunk.flags[i] as number;
              if ((flags & HIDDEN) === 0) {
                out.cell(row, col, chunk.strings[chunk.values[i] as number] as string);
                continue;
              }
              if (flags & CELL_FLAG.hiddenRow) rows.add(row);
              if (flags & CELL_FLAG.hiddenColumn) columns.add(col);
              if ((flags & HIDDEN) === CELL_FLAG.hiddenText) texts++;
            }
          },
          end() {
            ledger.add('hidden-rows', rows.size);
            ledger.add('hidden-columns', columns.size);
            ledger.add('hidden-text', texts);
            sheets.push(out.end());
          },
        };
      },
      end: () => [],
    }),
  };
  const inspection = await inspect(file, name, {
    asset,
    detectors: [writer],
    ...(limits ? { limits } : {}),
    ...(signal ? { signal } : {}),
  });
  if (!isWorkbook(inspection.format)) throw new Refused('format');
  // A damaged macro or embedded file takes nothing from the sheets.
  const lacking = inspection.findings.some(
    ({ rule, severity, where }) =>
      isUninspected({ rule, severity }) && (where.length < 2 || /^sheet /.test(where[1] ?? '')),
  );
  if (lacking || inspection.inspected === 'none') throw new Refused('unread');
  const filled = sheets.filter((sheet) => sheet.rows > 0);
  const [first] = filled;
  if (!first) throw new Refused('no-visible-sheet');
  noteMasked(masked, ledger);
  ledger.add('formats');
  const blobOf = ({ pieces }: SheetText) => new Blob(['\ufeff', ...pieces], { type: 'text/csv' });
  if (filled.length === 1) return { file: blobOf(first), name: cleanedName(name, 'csv'), ledger };
  const zip = new ZipWriter();
  const names = new Set<string>();
  for (const sheet of filled) await zip.add(memberName(sheet.name, names), blobOf(sheet));
  return { file: zip.end(), name: cleanedName(name, 'zip'), ledger };
}

/** A sheet's name as a file name, each once. */
function memberName(sheet: string, names: Set<string>): string {
  const base = sheet.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_').trim() || 'sheet';
  let name = `${base}.csv`;
  for (let n = 2; names.has(name.toLowerCase()); n++) name = `${base} (${n}).csv`;
  names.add(name.toLowerCase());
  return name;
}
