// Builds the extension and makes a copy for the demo, with a policy that knows the demo's pages.
import { spawnSync } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserKind } from '../browsers.ts';
import { DEMO_POLICY } from './site.ts';

const BUILDS = {
  chromium: { args: ['build'], output: '.output/chrome-mv3' },
  firefox: { args: ['build', '-b', 'firefox', '--mv3'], output: '.output/firefox-mv3' },
} as const satisfies Record<BrowserKind, { args: string[]; output: string }>;

/**
 * Builds the extension for `kind`.
 * @returns the folder that it stands in
 * @throws Error when the build fails; its output has been shown then.
 */
export function buildExtension(kind: BrowserKind): string {
  const wxt = path.resolve('node_modules/wxt/bin/wxt.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [wxt, ...BUILDS[kind].args], {
    encoding: 'utf8',
  });
  if (status === 0) return BUILDS[kind].output;
  process.stderr.write(`${stdout}${stderr}`);
  throw new Error('The extension could not be built.');
}

/**
 * Copies what was built to `folder`, with `policy` as its development policy.
 * @returns the folder, absolute.
 */
export async function copyExtension(
  kind: BrowserKind,
  folder: string,
  policy: unknown = DEMO_POLICY,
): Promise<string> {
  const copy = path.resolve(folder);
  await rm(copy, { recursive: true, force: true });
  await mkdir(path.dirname(copy), { recursive: true });
  await cp(path.resolve(BUILDS[kind].output), copy, { recursive: true });
  await writeFile(path.join(copy, 'development-policy.json'), `${JSON.stringify(policy, null, 2)}\n`);
  return copy;
}
