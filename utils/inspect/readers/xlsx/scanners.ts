// Which scanner reads the two large parts of a workbook: the WebAssembly one wherever it can be had, and the one in
// TypeScript for what that does not do. The module is compiled once for all files, and can be warmed up beforehand.
import type { LoadAsset } from '../../reader.ts';
import type { ReadSharedStrings, ScanSheet } from './scan.ts';
import { scanSheetTs } from './scan-ts.ts';
import { compileScanModule } from './scan-wasm/module.ts';
import { createReadSharedStrings, createScanSheet } from './scan-wasm/scan.ts';
import { warmUp } from './scan-wasm/warm-up.ts';
import { readSharedStringsTs } from './shared-strings.ts';

export interface Scanners {
  scanSheet: ScanSheet;
  readSharedStrings: ReadSharedStrings;
}

const IN_TYPESCRIPT: Scanners = { scanSheet: scanSheetTs, readSharedStrings: readSharedStringsTs };

let compiled: Promise<WebAssembly.Module | undefined> | undefined;
let warmed: Promise<void> | undefined;

/** Undefined where there is no WebAssembly (a browser's policy can switch it off): then it goes slower, not wrong. */
function scanModule(asset: LoadAsset): Promise<WebAssembly.Module | undefined> {
  compiled ??= compileScanModule(asset).catch(() => undefined);
  return compiled;
}

/** The quickest scanners that can be had here. */
export async function scanners(asset: LoadAsset): Promise<Scanners> {
  const module = await scanModule(asset);
  if (!module) return IN_TYPESCRIPT;
  return {
    scanSheet: createScanSheet(module, scanSheetTs),
    readSharedStrings: createReadSharedStrings(module, readSharedStringsTs),
  };
}

/** Has the module compiled and optimised before there is a file. Costs once; ends early when `isWanted` says that there is one. */
export async function prewarmScanners(asset: LoadAsset, isWanted: () => boolean): Promise<void> {
  const module = await scanModule(asset);
  if (!module) return;
  warmed ??= warmUp(await scanners(asset), isWanted);
  await warmed;
}
