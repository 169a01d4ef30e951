// Which program is this? Two commits can have one version, and what a mended reader sees anew must be looked at again.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listAssets } from '../assets.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** All that an Inspection comes from. */
const SOURCES = ['utils/inspect', 'utils/inspector'];

/** SHA-256 over the code of inspections, its libraries by the lock file, and what it loads. */
export async function buildDigest(): Promise<string> {
  const hash = createHash('sha256');
  const add = async (name: string, file: string) => {
    const data = await readFile(file).catch(() => '');
    hash.update(`${name}\n${data.length}\n`).update(data);
  };
  for (const folder of SOURCES) {
    const names = await readdir(path.join(root, folder), { recursive: true });
    for (const name of names.filter((file) => file.endsWith('.ts')).sort())
      await add(name, path.join(root, folder, name));
  }
  await add('package-lock.json', path.join(root, 'package-lock.json'));
  for (const { name, path: file } of listAssets()) await add(name, file);
  return hash.digest('hex');
}
