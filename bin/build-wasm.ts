// Compiles the AssemblyScript modules into .cache/wasm, where assets.ts finds them; does nothing where sources, options
// and compiler are those of the last time.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const out = new URL('.cache/wasm/', root);

/** Module → the folder of its sources, whose index.ts is compiled. */
const MODULES: Record<string, string> = {
  'scan.wasm': 'utils/inspect/readers/xlsx/scan-wasm/assembly/',
  'faces.wasm': 'utils/inspect/faces/assembly/',
};

/** No runtime: memory is laid out by the sources themselves. SIMD: every browser that Cordon runs in has it. */
const OPTIONS = ['--runtime', 'stub', '-O3', '--noAssert', '--enable', 'simd'];

/** What the module is made from, as one hash. */
async function stampOf(sources: URL): Promise<string> {
  const hash = createHash('sha256').update(OPTIONS.join(' '));
  const compiler = new URL('node_modules/assemblyscript/package.json', root);
  hash.update(JSON.parse(await readFile(compiler, 'utf8')).version);
  for (const name of (await readdir(sources)).sort()) {
    if (name.endsWith('.ts')) hash.update(name).update(await readFile(new URL(name, sources)));
  }
  return hash.digest('hex');
}

/** Compiles what is stale. @throws with the compiler's own words where the sources do not compile. */
export async function buildWasm(): Promise<void> {
  for (const [name, folder] of Object.entries(MODULES)) {
    const sources = new URL(folder, root);
    const stampFile = new URL(`${name}.stamp`, out);
    const stamp = await stampOf(sources);
    if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) continue;
    await compile(sources, new URL(name, out));
    await writeFile(stampFile, stamp);
  }
}

async function compile(sources: URL, target: URL): Promise<void> {
  const asc = await import('assemblyscript/asc');
  await mkdir(out, { recursive: true });
  // Several processes may find it stale at once: each writes its own, the last one stays.
  const draft = new URL(`${target.href}.${process.pid}`);
  const { error, stderr } = await asc.main([
    fileURLToPath(new URL('index.ts', sources)),
    '--outFile',
    fileURLToPath(draft),
    ...OPTIONS,
  ]);
  if (error) {
    await rm(draft, { force: true });
    throw new Error(`${fileURLToPath(sources)} does not compile:\n${stderr.toString()}`);
  }
  await rename(draft, target);
}
