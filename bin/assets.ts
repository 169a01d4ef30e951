// Data that an inspection loads when it needs it (WASM, models): where each comes from. The build copies them into
// the package as inspect/NAME; the command line and the tests read them from where they are.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);

/** Asset name → file, relative to the repository. A new asset is a line here. */
const ASSETS: Record<string, string> = {
  'scan.wasm': '.cache/wasm/scan.wasm',
  '7zz.wasm': 'node_modules/7z-wasm/7zz.wasm',
  // Not loaded by anything: the terms under which 7-Zip may be passed on.
  '7zz.License.txt': 'node_modules/7z-wasm/License.txt',
  '7zz.unRarLicense.txt': 'node_modules/7z-wasm/unRarLicense.txt',
  'faces.wasm': '.cache/wasm/faces.wasm',
  'faces-near.bin': '.cache/models/faces-near.bin',
  'faces-far.bin': '.cache/models/faces-far.bin',
  'libheif.wasm': 'node_modules/libheif-js/libheif-wasm/libheif.wasm',
  // Not loaded by anything: the terms under which libheif may be passed on.
  'libheif.License.txt': 'node_modules/libheif-js/LICENSE',
  'tesseract.wasm': 'node_modules/tesseract.js-core/tesseract-core-simd-lstm.wasm',
  'eng.traineddata.gz': 'node_modules/@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz',
  'pdfium.wasm': 'node_modules/@embedpdf/pdfium/dist/pdfium.wasm',
};

/** Every asset with the absolute path of its file. */
export function listAssets(): { name: string; path: string }[] {
  return Object.entries(ASSETS).map(([name, file]) => ({ name, path: fileURLToPath(new URL(file, root)) }));
}

/** The Node side of `LoadAsset`. */
export async function loadAsset(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = ASSETS[name];
  if (!file) throw new Error(`There is no asset named ${name}: add it to bin/assets.ts.`);
  const url = new URL(file, root);
  // Made by the postinstall script; missing where that was left out.
  if (file.startsWith('.cache/') && !existsSync(url)) await (await import('./build-assets.ts')).buildAssets();
  return new Uint8Array(await readFile(url));
}
