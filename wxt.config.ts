// The extension's manifest and build. What each permission is for is said where it is asked for.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { listAssets } from './bin/assets.ts';
import { buildAssets } from './bin/build-assets.ts';
import { noticesOf } from './bin/release/notices.ts';
import { noting, packagesFile } from './bin/release/packages.ts';
import { shrink } from './bin/shrink.ts';
import { CORDON_FIREFOX_ID } from './utils/policy/ids.ts';

/** Libraries whose glue names its WebAssembly by URL, which would put it into the package twice: it comes by `LoadAsset`. */
const NAMED_BY_URL = [
  { library: '7z-wasm', url: 'new URL("7zz.wasm",import.meta.url).href', name: '"7zz.wasm"' },
  {
    library: '@embedpdf/pdfium',
    url: "new URL('pdfium.wasm', import.meta.url).href",
    name: '"pdfium.wasm"',
  },
];

const assetsOnce = {
  name: 'assets-once',
  transform: (code: string, id: string) => {
    const named = NAMED_BY_URL.find(({ library }) => id.includes(library));
    return named && code.replace(named.url, named.name);
  },
};

/** WXT puts around each unlisted script what logs an error twice, and nothing in production: the gate is weighed by the byte. */
const bareScripts = {
  name: 'bare-scripts',
  transform(code: string, id: string) {
    // Both of ours are functions.
    if (id.endsWith('/define-unlisted-script.mjs'))
      return 'export const defineUnlistedScript = (main) => ({ main });';
    if (!id.includes('wxt-unlisted-script-entrypoint?')) return undefined;
    const [definition] = /^import definition from .+;$/m.exec(code) ?? [];
    if (!definition) throw new Error('WXT wraps unlisted scripts in another way than before.');
    return `${definition}\nexport default definition.main();`;
  },
};

/** Packages of others that this build put something of into the extension. */
const packages = new Set<string>();

export default defineConfig({
  modules: ['@wxt-dev/webextension-polyfill'],
  imports: false,
  vite: () => ({
    plugins: [preact(), assetsOnce, bareScripts, noting(packages)],
    build: { sourcemap: false },
    // Readers of rare formats are chunks of their own, which only module workers can load.
    worker: { format: 'es', plugins: () => [assetsOnce, noting(packages)] },
  }),
  hooks: {
    'build:before': buildAssets,
    'build:done': async ({ config }) => {
      for (const name of ['gate.js', 'page.js']) {
        const file = path.join(config.outDir, name);
        writeFileSync(file, await shrink(readFileSync(file, 'utf8')));
      }
      // Our frames in the stack of an error that a page sees must not name the extension.
      appendFileSync(path.join(config.outDir, 'page.js'), '\n//# sourceURL=<anonymous>\n');
      writeFileSync(path.join(config.outDir, 'third-party.txt'), noticesOf(packages));
      writeFileSync(packagesFile(config.outDir), `${JSON.stringify([...packages].sort(), null, 2)}\n`);
    },
    'build:publicAssets': (_wxt, files) => {
      for (const { name, path } of listAssets()) {
        files.push({ absoluteSrc: path, relativeDest: `inspect/${name}` });
      }
    },
  },
  manifest: ({ browser }) => ({
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    permissions: [
      // Settings from the force's policy (storage.managed), holds that survive a restart of the background (storage.session).
      'storage',
      // The gate is registered on guarded sites only, and the warning put into a page only when there is something to say.
      'scripting',
      // Finds the frames of pages that were open before the gate, and frames of other sites in guarded pages.
      'webNavigation',
      // Tries again to reach the force's own collector after a failure, however the background sleeps.
      'alarms',
      // The last line: sees what workers of guarded sites send, where no gate can be. Firefox breaks it off, Chromium reports it.
      'webRequest',
      ...(browser === 'firefox' ? ['webRequestBlocking'] : []),
      // Chromium: the inspector's workers need a document to live in.
      ...(browser === 'firefox' ? [] : ['offscreen']),
    ],
    // Files can leave on any site; the policy says which sites are guarded.
    host_permissions: ['<all_urls>'],
    ...(browser === 'firefox'
      ? {
          // Chromium's button is pinned by policy. Here it would stand in a menu, where nobody looks what is guarded.
          action: { default_area: 'navbar' },
          browser_specific_settings: {
            gecko: {
              id: CORDON_FIREFOX_ID,
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : {
          minimum_chrome_version: '152',
          message_serialization: 'structured_clone',
          // Firefox has no schema for managed settings and warns of the key.
          storage: { managed_schema: 'managed-schema.json' },
        }),
    content_security_policy: {
      extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'",
    },
  }),
});
