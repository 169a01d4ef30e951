// The module's inflater by itself: an entry's bytes, inflated and checked, piece by piece.
import type { PackedEntry } from '../scan.ts';
import { ScanRun, WHAT } from './module.ts';

/**
 * Inflates an entry (stored or deflated).
 * @param take gets the bytes in order, 64 kB at the most at once; only valid until it returns.
 * @param spend accounts for bytes inflated. @throws Damaged; what `spend` throws
 */
export async function inflateEntry(
  module: WebAssembly.Module,
  packed: PackedEntry,
  spend: (bytes: number) => void,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  await new ScanRun(module, WHAT.bytes, packed, spend).drive({ frame: take });
}
