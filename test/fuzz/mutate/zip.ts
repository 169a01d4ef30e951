// Packages and zips: what is inside is inflated, changed by its own kind and packed again, so that mutations reach the
// readers of parts; or the archive lies about itself.
import { unzipSync } from 'fflate';
import type { Random } from '../../fixtures/people.ts';
import { writeZip, type ZipMember } from '../../fixtures/zip.ts';
import { mutateBytes } from './bytes.ts';
import type { Mutate } from './mutate.ts';

/** What one member says of itself that is not so. */
const LIES: readonly ((random: Random) => Partial<ZipMember>)[] = [
  (random) => ({ claimedSize: random.pick([0, 1, 10_000_000, 0xfffffffe]) }),
  () => ({ claimedCrc: 0x12345678 }),
  () => ({ localName: 'other.xml' }),
  () => ({ localOnly: true }),
  () => ({ encrypted: true }),
  () => ({ streamed: true }),
  (random) => ({ method: random.pick([0, 1, 9, 12, 14, 99, 77]) }),
  () => ({ packed: true }),
  (random) => ({
    name: random.pick(['__proto__', 'constructor', '../x', '', 'a/', 'xl/workbook.xml', '\u202e']),
  }),
];

/** @param inner mutates a member by its own kind. */
export function mutateZip(random: Random, bytes: Uint8Array, inner: Mutate): Uint8Array {
  if (random.chance(0.15)) return mutateBytes(random, bytes);
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes);
  } catch {
    return mutateBytes(random, bytes);
  }
  const members: ZipMember[] = Object.entries(files).map(([name, data]) => ({ name, data }));
  if (members.length === 0) return mutateBytes(random, bytes);
  for (let i = random.pick([1, 1, 1, 2, 4]); i > 0; i--) {
    const at = random.int(0, members.length - 1);
    const member = members[at]!;
    const kind = random.next();
    if (kind < 0.75) member.data = inner(random, member.data as Uint8Array);
    else if (kind < 0.8) members.push({ ...member });
    else if (kind < 0.85 && members.length > 1) members.splice(at, 1);
    else if (kind < 0.9) member.data = random.pick(members).data;
    else Object.assign(member, random.pick(LIES)(random));
  }
  const lies = random.chance(0.1)
    ? { prepend: new Uint8Array(random.int(1, 600)), offsetsFromStart: random.chance(0.5) }
    : {};
  const zip = writeZip(members, { ...lies, zip64: random.chance(0.05) });
  return random.chance(0.05) ? mutateBytes(random, zip) : zip;
}
