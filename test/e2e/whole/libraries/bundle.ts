// Bundles the pages of this folder with the bundler of the extension: one script a library.
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'vite';

const PAGES = path.join(import.meta.dirname, 'pages');

/** Writes NAME.js into `outDir` for each page pages/NAME.ts. */
export async function bundlePages(names: string[], outDir: string): Promise<void> {
  // Uppy's packages would each bring the Preact that npm put beside them, and one tree can't be drawn by two.
  const preact = path.dirname(
    createRequire(import.meta.resolve('@uppy/dashboard')).resolve('preact/package.json'),
  );
  await build({
    configFile: false,
    // Fine Uploader's `eval` is known.
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias: [{ find: /^preact(?=$|\/)/, replacement: preact }] },
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'esnext',
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name, path.join(PAGES, `${name}.ts`)])),
        output: { entryFileNames: '[name].js', chunkFileNames: 'shared-[hash].js' },
        preserveEntrySignatures: false,
      },
    },
  });
}
