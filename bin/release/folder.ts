// The folder that a release is written to. What an administrator keeps there is never deleted: only files that are byte for
// byte as an earlier release wrote them, which its checksums tell.
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';

/** The checksums of a release. */
export const SUMS = 'SHA256SUMS';

/** Every file below a folder, by its path from there with `/`; none where there is no such folder. */
async function filesIn(folder: string, recursive = true): Promise<string[]> {
  const entries = await readdir(folder, { recursive, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

/** What a release writes. Others keep lists of checksums under the same name, and what is on those is theirs. */
const OURS = /^(?:cordon-\d[\w.-]*\.(?:zip|crx|xpi)|update\.xml|sbom\.cdx\.json|SIZES\.md|deploy\/[\w./-]+)$/;

/** The checksums that an earlier release left in `folder`: name → SHA-256; undefined where the list is no release's. */
async function earlier(folder: string): Promise<Map<string, string> | undefined> {
  const text = await readFile(path.join(folder, SUMS), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n').filter((line) => line !== '');
  const known = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  return known.has('update.xml') && [...known.keys()].every((name) => OURS.test(name)) ? known : undefined;
}

/** Files in `folder` that are not those of an earlier release. @throws where it cannot be read */
export async function strangersIn(folder: string): Promise<string[]> {
  // Somebody's whole disk is not walked through to find what can be seen at its door.
  const top = (await filesIn(folder, false)).filter((file) => file !== SUMS && !OURS.test(file));
  if (top.length > 0) return top;
  const files = await filesIn(folder);
  const known = await earlier(folder);
  const strangers: string[] = [];
  for (const file of files) {
    if (file === SUMS && known) continue;
    const data = known?.has(file) ? await readFile(path.join(folder, file)) : undefined;
    if (!data || createHash('sha256').update(data).digest('hex') !== known?.get(file)) strangers.push(file);
  }
  return strangers;
}

/** Takes an earlier release away, so that no file of it stays beside the next. @throws where there is anything else */
export async function clearFolder(folder: string): Promise<void> {
  const [stranger] = await strangersIn(folder);
  if (stranger !== undefined) throw new Error(`${path.join(folder, stranger)} is no file of a release.`);
  const files = await filesIn(folder);
  for (const file of files) await rm(path.join(folder, file));
  // Folders that are empty now, the deepest first; one in which somebody has just put something stays.
  const folders = new Set<string>();
  for (const file of files)
    for (let name = path.posix.dirname(file); name !== '.'; name = path.posix.dirname(name))
      folders.add(name);
  const deepest = [...folders].sort((a, b) => b.length - a.length);
  for (const name of deepest) await rmdir(path.join(folder, name)).catch(() => undefined);
}
