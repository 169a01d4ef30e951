// How a worksheet is read: the interface between the workbook reader and whoever scans the bytes of a sheet. There
// are two scanners behind it: scan-ts.ts (plain TypeScript, over inflated bytes, the oracle) and scan-wasm/ (inflate
// and scan fused). Both see only `<sheetData>`; everything around it is small, and is read by sheet-frame.ts.
import type { ReadError } from '../../errors.ts';
import type { TableChunk } from '../../part.ts';

/**
 * One part of the package, as a scanner gets at it. Use one of the two, once (a scanner that finds in the first bytes
 * of `packed()` that the part is not for it may hand it on to one that uses `inflated()`).
 */
export interface PartSource {
  /**
   * The inflated bytes in order, counted against the budget, CRC and size checked at the end. A piece is only valid
   * until the next one is asked for.
   * @throws Damaged, OverLimit, Encrypted
   */
  inflated(): AsyncIterable<Uint8Array>;
  /** The entry as it stands in the zip, for a scanner that inflates by itself (and then checks, and spends, itself). */
  packed(): Promise<PackedEntry>;
  /** Account for bytes that were inflated from `packed()`. @throws OverLimit */
  spend(bytes: number): void;
}

export interface PackedEntry {
  /** The compressed bytes (file-backed where the workbook is: read it piece by piece). */
  bytes: Blob;
  /** 0 stored, 8 deflated. */
  method: number;
  /** What the directory says of the inflated bytes. Sizes may lie; a CRC that does not fit is `Damaged`. */
  crc: number | undefined;
  size: number;
}

/** What the cells of a sheet refer to; the same object for every sheet of a workbook. */
export interface CellContext {
  /**
   * The shared strings, `sharedCount` of them. A scanner puts the texts of other cells (numbers, dates, inline
   * strings) behind them, hands the array out as `TableChunk.strings` with `stable` = `sharedCount`, and cuts it
   * back to `sharedCount` after the chunk.
   */
  strings: string[];
  sharedCount: number;
  /** 1 for each shared string that a cell refers to: what is left is an orphan. */
  used: Uint8Array;
  /** By cell style (`s=`): `CELL_FLAG.date` and `CELL_FLAG.hiddenText` bits. A style beyond its end is 0. */
  styles: Uint8Array;
  /** Whether date serials count from 1904. */
  date1904: boolean;
}

/**
 * Takes the XML around `<sheetData>`, so that a scanner need not understand it.
 * Bytes are UTF-8: a scanner transcodes UTF-16 first, or leaves such a part to the other scanner.
 */
export interface SheetFrame {
  /**
   * The bytes from the part's beginning up to the `<` of `<sheetData`, then those from the `</sheetData>` end tag's
   * `>` (exclusive) to the part's end, in pieces of any size. A sheet without sheetData goes here whole.
   * @throws Damaged for a DOCTYPE (seen in the head) and for XML that is not well-formed.
   */
  write(bytes: Uint8Array): void;
  /** To be read once the head is written: `CELL_FLAG.hiddenColumn` or 0 for each column from 0; beyond its end, 0. */
  readonly hiddenColumns: Uint8Array;
  /** Are rows that say no height of their own too low to be seen? To be read with `hiddenColumns`. */
  readonly lowRows: boolean;
}

/**
 * Reads every cell of one worksheet. A cell is emitted where it has a text: `v`, or `is`; blank cells are left out.
 * - `t="s"`: index into the shared strings (out of range: nothing). `inlineStr`: all `t` below `is`, without those
 *   below `rPh`. `str`, `e`: as written (`e` has `CELL_FLAG.number`). `b`: `TRUE`/`FALSE`, flagged number. `d`: as
 *   written, flagged date. `n` or none: as written, flagged number; with a date style, ISO 8601 by `serialToIso`,
 *   flagged date only. A formula's text is not a value.
 * - Entities and CDATA are resolved; `_xHHHH_` is not. Element names are compared without their prefix.
 * - `r=` missing: one row below the last, one column right of the last. Rows with `hidden` (`1`, `true`, `on`) or
 *   an `ht` of at most `NO_HEIGHT` points flag their cells `hiddenRow`.
 * - The order is the file's. Chunk arrays are used again after `emit` returns.
 * @throws Damaged for what breaks XML or has a DOCTYPE; what was read until then has been emitted.
 */
export type ScanSheet = (
  source: PartSource,
  context: CellContext,
  frame: SheetFrame,
  emit: (chunk: TableChunk) => void,
) => Promise<void>;

/**
 * Reads the shared strings, every text that cells refer to by number, without phonetic runs. As far as it can: a
 * string's number is its place in the file, so those before a damage are right.
 * @throws OverLimit
 */
export type ReadSharedStrings = (source: PartSource) => Promise<{ strings: string[]; problem?: ReadError }>;

/** Cells in a chunk at the most. */
export const CHUNK_CELLS = 16_384;

const DAY = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);

/**
 * A date serial as ISO 8601: `2023-08-08`, `2023-08-08T14:30:00`, or `14:30:00` below one day. Excel's 29 February
 * 1900 does not exist, so serials below 61 of the 1900 system count from a day later.
 * @returns undefined where it is no date that Excel can show; the text is then shown as a number.
 */
export function serialToIso(text: string, date1904: boolean): string | undefined {
  const serial = Number(text);
  if (text === '' || !(serial >= 0 && serial < 2_958_466)) return undefined;
  const epoch = date1904 ? EPOCH_1904 : EPOCH_1900;
  const early = !date1904 && serial >= 1 && serial < 60 ? 1 : 0;
  const ms = Math.round((serial + early) * 86_400) * 1000;
  const iso = new Date(epoch + ms).toISOString();
  if (serial < 1) return iso.slice(11, 19);
  return ms % DAY === 0 ? iso.slice(0, 10) : iso.slice(0, 19);
}
