// Zip archives: every member that any directory knows of. Members that only a local header knows are shown by no
// program, so they count as hidden. What the browser cannot inflate goes to 7-Zip, one member at a time.
import { unpack } from '../container/seven-zip.ts';
import { METHODS, openEntry, packedBytes, readZipDirectory, type ZipEntry } from '../container/zip.ts';
import { Damaged, OverLimit, ReadError } from '../errors.ts';
import type { ReadContext, Reader } from '../reader.ts';
import type { RuleId } from '../rules.ts';
import { Members } from './members.ts';
import { unpackMember } from './unpack-member.ts';

/** Methods that 7-Zip unpacks and the browser does not. */
const BY_SEVEN_ZIP = new Set([1, 6, 9, 12, 14, 93, 95, 98]);

export const zipReader: Reader = {
  formats: ['zip', 'epub'],
  async read(file, _format, context) {
    const directory = await readZipDirectory(file);
    const members = new Members(context);
    if (directory.damaged !== undefined) members.archive(new Damaged(directory.damaged));
    const listed = directory.entries.some((entry) => entry.known !== 'local');
    let unlisted = 0;
    const most = context.budget.left;
    for (const entry of directory.entries) {
      context.signal.throwIfAborted();
      context.budget.member();
      if (entry.isSymlink || (entry.isFolder && entry.packedSize === 0)) continue;
      if (entry.encrypted) {
        members.encrypted(entry.name);
        continue;
      }
      if (isTooLarge(entry, most)) {
        members.cannot(
          entry.name,
          new OverLimit('This member of the archive is larger than what Cordon unpacks.'),
        );
        continue;
      }
      const hidden = listed && entry.known === 'local' && directory.damaged === undefined;
      if (hidden) unlisted++;
      await members.attempt(entry.name, () => readMember(file, entry, context, members, hidden));
    }
    if (unlisted > 0) {
      context.sink.finding({
        rule: 'embedded-file',
        severity: 'medium',
        where: [...context.place],
        hidden: [...context.hidden],
        message: 'The archive holds members that its directory does not list, so that no program shows them.',
        counts: { members: unlisted },
      });
    }
    return members.result();
  },
};

async function readMember(
  file: Blob,
  entry: ZipEntry,
  context: ReadContext,
  members: Members,
  hidden: boolean,
): Promise<void> {
  const how = hidden ? (['embedded-file'] as const) : [];
  if (BY_SEVEN_ZIP.has(entry.method)) {
    let found = 0;
    const alone = aloneInZip(file, entry);
    const { unsupported, damaged } = await unpack(
      alone,
      'zip',
      { ...context, solo: true },
      async (_, bytes) => {
        found++;
        await members.file(entry.name, bytes, how);
      },
    );
    if (unsupported.length > 0) members.unsupported(entry.name, METHODS[entry.method]);
    else if (damaged.length > 0 || (found === 0 && entry.size > 0)) members.damaged(entry.name);
    return;
  }
  if (entry.method !== 0 && entry.method !== 8) {
    members.unsupported(entry.name, METHODS[entry.method] ?? `method ${entry.method}`);
    return;
  }
  if (entry.method === 0) {
    await readStored(file, entry, context, members, how);
    return;
  }
  const { blob, failure } = await unpackMember(
    (budget) => openEntry(file, entry, budget),
    entry.packedSize,
    context.budget,
  );
  if (failure !== undefined && !(failure instanceof ReadError)) throw failure;
  if (blob.size > 0) await members.file(entry.name, blob, how);
  if (failure) members.cannot(entry.name, failure);
}

/** Deflate swells so far at most. */
const MOST_DEFLATE = 1032;

/** It says that it is larger than `most`, and it can be: then none of it is unpacked, and the others are still read. */
function isTooLarge({ method, size, packedSize }: ZipEntry, most: number): boolean {
  return size > most && method === 8 && size <= packedSize * MOST_DEFLATE;
}

/** Stored bytes stay where they are; they are only checked on the way. */
async function readStored(
  file: Blob,
  entry: ZipEntry,
  context: ReadContext,
  members: Members,
  how: readonly RuleId[],
): Promise<void> {
  let failure: ReadError | undefined;
  try {
    for await (const _ of openEntry(file, entry, context.budget));
  } catch (error) {
    if (!(error instanceof ReadError) || error instanceof OverLimit || error.rule === 'timed-out')
      throw error;
    failure = error;
  }
  const bytes =
    entry.dataOffset >= 0 ? file.slice(entry.dataOffset, entry.dataOffset + entry.packedSize) : undefined;
  if (bytes && bytes.size > 0) await members.file(entry.name, bytes, how);
  if (failure) members.cannot(entry.name, failure);
}

/** An archive with nothing but this one entry, its packed bytes taken from where they stand. */
function aloneInZip(file: Blob, entry: ZipEntry): Blob {
  const packed = packedBytes(file, entry);
  const name = new TextEncoder().encode('member');
  if (packed.size >= 0xffffffff || entry.size >= 0xffffffff) {
    throw new OverLimit('A member of the archive is larger than Cordon unpacks of this kind.');
  }
  /** Version to extract … lengths of name and extra: the fields that both headers share. */
  const shared = (view: DataView, at: number) => {
    view.setUint16(at, 63, true);
    // Of the flags, only what says how the bytes are packed.
    view.setUint16(at + 2, entry.flags & 6, true);
    view.setUint16(at + 4, entry.method, true);
    view.setUint32(at + 10, entry.crc, true);
    view.setUint32(at + 14, packed.size, true);
    view.setUint32(at + 18, entry.size, true);
    view.setUint16(at + 22, name.length, true);
  };
  const local = new DataView(new ArrayBuffer(30));
  local.setUint32(0, 0x04034b50, true);
  shared(local, 4);
  const central = new DataView(new ArrayBuffer(46));
  central.setUint32(0, 0x02014b50, true);
  central.setUint16(4, 63, true);
  shared(central, 6);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, 1, true);
  end.setUint16(10, 1, true);
  end.setUint32(12, 46 + name.length, true);
  end.setUint32(16, 30 + name.length + packed.size, true);
  return new Blob([local.buffer, name, packed, central.buffer, name, end.buffer]);
}
