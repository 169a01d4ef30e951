// A build is made again from nothing, and has to be the same, byte for byte: else nobody could prove what a package was made of.
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildExtension } from '../demo/extension.ts';
import { readFolder } from '../release/pack.ts';

/** Builds twice. @returns the files that differ, a sentence each. */
export async function buildTwice(kind: 'chromium' | 'firefox'): Promise<string[]> {
  const first = buildExtension(kind);
  const aside = path.join(path.dirname(first), `.${path.basename(first)}-first`);
  await rm(aside, { recursive: true, force: true });
  await rename(first, aside);
  try {
    const [before, after] = [await readFolder(aside), await readFolder(buildExtension(kind))];
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
      const [one, other] = [before.get(name), after.get(name)];
      return one && other && Buffer.compare(one, other) === 0
        ? []
        : [`${name} is not the same in two builds for ${kind}`];
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
