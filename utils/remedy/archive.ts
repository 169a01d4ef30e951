// A zip with every member cleaned in its turn. Members that nothing is known of stay as they are: the copy as a whole is
// inspected again, and not released where they still hold something.
import { entryBlob, readZipDirectory } from '../inspect/container/zip.ts';
import type { Budget } from '../inspect/reader.ts';
import { ZipWriter } from './package/zip-writer.ts';
import { type Ledger, Refused } from './remedy.ts';

/** @param clean what a member becomes. @throws Refused where the archive cannot be read as one thing. */
export async function cleanArchive(
  file: Blob,
  budget: Budget,
  ledger: Ledger,
  clean: (bytes: Blob, name: string) => Promise<Blob>,
): Promise<Blob> {
  const directory = await readZipDirectory(file);
  if (directory.damaged !== undefined) throw new Refused('unread');
  const zip = new ZipWriter();
  const names = new Set<string>();
  for (const entry of directory.entries) {
    budget.member();
    if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) throw new Refused('unread');
    // Shown by no program, or by some only.
    if (entry.known !== 'both' || isLeftover(entry.name)) {
      ledger.add('embedded-file');
      continue;
    }
    if (entry.isSymlink || names.has(entry.name)) throw new Refused('unread');
    names.add(entry.name);
    if (entry.isFolder) {
      await zip.add(entry.name, '', true);
      continue;
    }
    await zip.add(entry.name, await clean(await entryBlob(file, entry, budget), entry.name));
  }
  return zip.end();
}

/** What systems leave beside files. */
function isLeftover(name: string): boolean {
  return /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$)/i.test(name);
}
