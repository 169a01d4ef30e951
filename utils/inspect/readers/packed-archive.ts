// Archives that 7-Zip opens for us: 7z and rar, and the rarer kinds that it knows as well.
import { type SevenZipType, unpack } from '../container/seven-zip.ts';
import { Damaged, Encrypted } from '../errors.ts';
import type { Reader } from '../reader.ts';
import { Members } from './members.ts';

/** Our format → 7-Zip's type. */
const TYPES: Readonly<Record<string, SevenZipType>> = {
  '7z': '7z',
  rar: 'rar',
  cab: 'cab',
  iso: 'iso',
  ar: 'ar',
  rpm: 'rpm',
  cpio: 'cpio',
};

export const packedArchiveReader: Reader = {
  formats: Object.keys(TYPES),
  async read(file, format, context) {
    let type = TYPES[format]!;
    if (type === 'rar') {
      const version = new Uint8Array(await file.slice(6, 7).arrayBuffer())[0];
      if (version === 1) type = 'rar5';
    }
    const members = new Members(context);
    const unpacked = await unpack(file, type, context, async (name, bytes) => {
      context.signal.throwIfAborted();
      await members.file(name, bytes);
    });
    if (unpacked.listEncrypted) {
      throw new Encrypted(
        'The archive is protected with a password, its list of members too, so Cordon cannot see what is in it.',
      );
    }
    for (const path of unpacked.encrypted) members.encrypted(path);
    for (const path of unpacked.unsupported) members.unsupported(path);
    for (const path of unpacked.damaged) members.damaged(path);
    if (unpacked.listDamaged) {
      members.archive(new Damaged('The archive is cut off or damaged: not all of its members can be found.'));
    }
    return members.result();
  },
};
