// A zip with every member cleaned in its turn. What cannot be cleaned is left out and named. Members that nothing is known of
// stay as they are: the copy as a whole is inspected again, and made once more without those that still hold something.
import { entryBlob, readZipDirectory } from '../inspect/container/zip.ts';
import { ReadError } from '../inspect/errors.ts';
import type { Budget } from '../inspect/reader.ts';
import { ZipWriter } from './package/zip-writer.ts';
import { type Ledger, type RefusalId, Refused } from './remedy.ts';

/**
 * @param clean what a member becomes.
 * @param without members that are left out.
 * @throws Refused where the archive cannot be read as one thing, or nothing of it would be left.
 */
export async function cleanArchive(
  file: Blob,
  budget: Budget,
  ledger: Ledger,
  without: ReadonlySet<string>,
  clean: (bytes: Blob, name: string) => Promise<Blob>,
): Promise<Blob> {
  const directory = await readZipDirectory(file);
  if (directory.damaged !== undefined) throw new Refused('unread');
  const zip = new ZipWriter();
  const names = new Set<string>();
  let left = 0;

  /** The member as it goes on, or why it does not. */
  async function member(entry: (typeof directory.entries)[number]): Promise<Blob | RefusalId | 'asked'> {
    if (without.has(entry.name)) return 'asked';
    if (entry.encrypted) return 'password';
    if (entry.method !== 0 && entry.method !== 8) return 'unread';
    try {
      return await clean(await entryBlob(file, entry, budget), entry.name);
    } catch (error) {
      if (error instanceof Refused && error.reason !== 'too-large') return error.reason;
      if (error instanceof ReadError && error.rule === 'damaged') return 'unread';
      throw error;
    }
  }

  for (const entry of directory.entries) {
    budget.member();
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
    const made = await member(entry);
    if (typeof made === 'string') {
      ledger.add('members-out', 1, [{ name: entry.name, ...(made === 'asked' ? {} : { reason: made }) }]);
      continue;
    }
    await zip.add(entry.name, made);
    left++;
  }
  if (left === 0) throw new Refused('nothing-left');
  return zip.end();
}

/** What systems leave beside files. */
function isLeftover(name: string): boolean {
  return /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$)/i.test(name);
}
