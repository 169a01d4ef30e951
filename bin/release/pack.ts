// Zip archives that are the same, byte for byte, on every machine: names in order, no dates, no modes, and deflate in
// plain JavaScript (zlib's output differs between its builds).
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Zippable, zipSync } from 'fflate';

/** Files of a folder, path with slashes → bytes, in the order of their names. */
export async function readFolder(folder: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
  const files = new Map<string, Uint8Array>();
  for (const name of names) files.set(name, await readFile(path.join(folder, name)));
  return files;
}

/** One zip archive of all `files`. */
export function pack(files: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const members: Zippable = {};
  for (const name of [...files.keys()].sort()) members[name] = files.get(name) ?? new Uint8Array();
  // The earliest that zip knows, in local time, which is how it is written.
  const mtime = new Date(1980, 0, 1);
  return zipSync(members, { level: 9, mtime }) as Uint8Array<ArrayBuffer>;
}
