// Makes what inspections load and no package has ready: WebAssembly modules and networks. Runs after `npm ci`, before a
// build and before tests; does nothing where all is as it was the last time.
import { buildModels } from './build-models.ts';
import { buildWasm } from './build-wasm.ts';

export async function buildAssets(): Promise<void> {
  await buildWasm();
  await buildModels();
}

if (import.meta.main) await buildAssets();
