// What an independent reader (SheetJS) sees of a workbook: the cells of visible sheets outside hidden rows and columns.
import * as XLSX from 'xlsx';
import { collect } from '../fixtures/collect.ts';

interface SeenSheet {
  name: string;
  /** Address → formatted text as the reader shows it. */
  cells: Map<string, string>;
}

/**
 * Visible cells by sheet. SheetJS takes `hidden="1"` only for hidden, and knows of no hidden sheets in OpenDocument, so
 * others may be named: `sheet!address`, or the sheet alone.
 */
function seenBy(bytes: Uint8Array, unseen: ReadonlySet<string> = new Set()): SeenSheet[] {
  const book = XLSX.read(bytes, { cellStyles: true, cellHTML: false, cellFormula: false });
  return book.SheetNames.flatMap((name, i) => {
    const sheet = book.Sheets[name] as XLSX.WorkSheet;
    // Of a chart sheet it shows what the chart keeps beside its references.
    if (unseen.has(name) || (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) > 0 || sheet['!type'] === 'chart')
      return [];
    const cells = new Map<string, string>();
    for (const [address, cell] of Object.entries(sheet)) {
      if (address.startsWith('!') || unseen.has(`${name}!${address}`)) continue;
      const { r, c } = XLSX.utils.decode_cell(address);
      const row = sheet['!rows']?.[r];
      const col = sheet['!cols']?.[c] as (XLSX.ColInfo & { customwidth?: string }) | undefined;
      if (row?.hidden || row?.hpx === 0 || col?.hidden || col?.width === 0) continue;
      const { v, t } = cell as XLSX.CellObject;
      if (v === undefined || v === '' || t === 'z') continue;
      // XML makes one of both ways to end a line.
      cells.set(address, String(v).replaceAll('\r\n', '\n'));
    }
    return [{ name, cells }];
  });
}

/** Cells and sheets that Cordon itself takes for hidden. */
async function unseenCells(bytes: Uint8Array<ArrayBuffer>): Promise<Set<string>> {
  const { tables } = await collect(bytes);
  const unseen = new Set<string>();
  for (const { place, flags, hidden } of tables) {
    const sheet = /^sheet "([\s\S]*)"$/.exec(place[1] ?? '')?.[1];
    if (sheet !== undefined && hidden.includes('hidden-sheet')) unseen.add(sheet);
    for (const [at, flag] of flags) {
      const [r = 0, c = 0] = at.split(',').map(Number);
      if ((flag & 7) !== 0) unseen.add(`${sheet}!${XLSX.utils.encode_cell({ r, c })}`);
    }
  }
  return unseen;
}

/** Addresses where the copy shows something else than the original. */
export async function differences(
  before: Uint8Array<ArrayBuffer>,
  after: Uint8Array<ArrayBuffer>,
): Promise<string[]> {
  const unseen = await unseenCells(before);
  const [a, b] = [seenBy(before, unseen), seenBy(after, unseen)];
  if (a.map((sheet) => sheet.name).join('\n') !== b.map((sheet) => sheet.name).join('\n'))
    return ['other sheets'];
  return a.flatMap((sheet, i) => {
    const other = b[i]?.cells ?? new Map<string, string>();
    return [...new Set([...sheet.cells.keys(), ...other.keys()])]
      .filter((address) => sheet.cells.get(address) !== other.get(address))
      .map((address) => `${i + 1}!${address}`);
  });
}
