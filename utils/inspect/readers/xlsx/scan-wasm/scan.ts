// The fused scanner behind the interfaces of scan.ts: worksheets, shared strings, and plain bytes.
import { Damaged, Encrypted } from '../../../errors.ts';
import { CELL_FLAG, type TableChunk } from '../../../part.ts';
import { xmlEncoding } from '../../ooxml/xml.ts';
import { type CellContext, type ReadSharedStrings, type ScanSheet, serialToIso } from '../scan.ts';
import { ScanRun, WHAT } from './module.ts';

/** For shared strings that are '' (cells.ts, EMPTY). */
const EMPTY_STRING = 128;

/** Whether the part can be scanned as it is; everything else is for the scanner in TypeScript, which transcodes. */
function isUtf8(preview: Uint8Array): boolean {
  return /^(utf-?8|us-ascii|utf-16)$/.test(xmlEncoding(preview));
}

/** Only deflated and stored entries; the rest is for the other scanner as well. */
function isPlain(method: number): boolean {
  return method === 0 || method === 8;
}

/** A ScanSheet over the module. `other` takes what it does not do: UTF-16 and other encodings, rare compression. */
export function createScanSheet(module: WebAssembly.Module, other: ScanSheet, step = 0): ScanSheet {
  return async (source, context, frame, emit) => {
    const packed = await source.packed();
    if (!isPlain(packed.method)) return other(source, context, frame, emit);
    const run = new ScanRun(module, WHAT.sheet, packed, (bytes) => source.spend(bytes), step);
    giveContext(run, context);
    try {
      const done = await run.drive({
        started: isUtf8,
        frame: (bytes) => frame.write(bytes),
        dataBegins: () => {
          const { hiddenColumns, lowRows } = frame;
          const at = run.exports.columnsAt(hiddenColumns.length);
          run.bytes(at, hiddenColumns.length).set(hiddenColumns);
          run.exports.setLowRows(lowRows);
        },
        chunk: () => handOut(run, context, emit),
      });
      if (done) return;
    } finally {
      takeUsed(run, context);
    }
    return other(source, context, frame, emit);
  };
}

function giveContext(run: ScanRun, context: CellContext): void {
  const { exports } = run;
  const { strings, sharedCount, styles } = context;
  exports.cellContext(sharedCount, styles.length, context.date1904);
  run.bytes(exports.stylesAt(), styles.length).set(styles);
  const used = run.bytes(exports.usedAt(), sharedCount);
  for (let i = strings.indexOf(''); i >= 0 && i < sharedCount; i = strings.indexOf('', i + 1))
    used[i] = EMPTY_STRING;
}

function takeUsed(run: ScanRun, context: CellContext): void {
  const marks = run.bytes(run.exports.usedAt(), context.sharedCount);
  for (let i = 0; i < marks.length; i++) if (marks[i]! & 1) context.used[i] = 1;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The complete texts in the arena, decoded in one call. */
function texts(run: ScanRun): string[] {
  const { exports } = run;
  const size = exports.arenaBytes();
  if (size === 0) return [];
  // Each text ends with a NUL; the last one's is left out, so that there is nothing behind it.
  return decoder.decode(run.bytes(exports.arenaStart(), size - 1)).split('\0');
}

function handOut(run: ScanRun, context: CellContext, emit: (chunk: TableChunk) => void): void {
  const { exports } = run;
  const count = exports.cellCount();
  if (count > 0) {
    const { strings, sharedCount } = context;
    const own = texts(run);
    const flags = run.bytes(exports.flagsAt(), count);
    const serials = run.words(exports.serialsAt(), exports.serialCount() * 2);
    for (let i = 0; i < serials.length; i += 2) {
      const text = serials[i]!;
      const cell = serials[i + 1]!;
      const iso = serialToIso(own[text]!, context.date1904);
      if (iso === undefined) flags[cell] = (flags[cell]! & ~CELL_FLAG.date) | CELL_FLAG.number;
      else own[text] = iso;
    }
    let all = own;
    if (sharedCount > 0) {
      for (let i = 0; i < own.length; i++) strings[sharedCount + i] = own[i]!;
      all = strings;
    }
    try {
      emit({
        count,
        rows: run.words(exports.rowsAt(), count),
        cols: run.words(exports.colsAt(), count),
        values: run.words(exports.valuesAt(), count),
        flags,
        strings: all,
        stable: sharedCount,
      });
    } finally {
      if (sharedCount > 0) strings.length = sharedCount;
    }
  }
  exports.chunkReset();
}

/** Shared strings over the module; `other` takes what it does not do. */
export function createReadSharedStrings(
  module: WebAssembly.Module,
  other: ReadSharedStrings,
  step = 0,
): ReadSharedStrings {
  return async (source) => {
    const strings: string[] = [];
    try {
      const packed = await source.packed();
      if (!isPlain(packed.method)) return other(source);
      const run = new ScanRun(module, WHAT.strings, packed, (bytes) => source.spend(bytes), step);
      const done = await run.drive({
        started: isUtf8,
        chunk: () => {
          for (const text of texts(run)) strings.push(text);
          run.exports.chunkReset();
        },
      });
      return done ? { strings } : other(source);
    } catch (error) {
      if (!(error instanceof Damaged || error instanceof Encrypted)) throw error;
      return { strings, problem: error };
    }
  };
}
