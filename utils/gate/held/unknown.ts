// What is known by its bytes only, because a page copied or cut it: to be asked about before anything is judged.
import type { Channel, HeldItem } from '../../messages/protocol.ts';
import { type Gate, heldFiles } from '../channel.ts';
import type { Outcome } from './judge.ts';

async function sameBytes(a: Blob, b: Blob): Promise<boolean> {
  // Little at first: most differ at once.
  for (let at = 0, step = 4096; at < a.size; at += step, step = 4 << 20) {
    const [left, right] = await Promise.all(
      [a, b].map(async (blob) => new Uint8Array(await blob.slice(at, at + step).arrayBuffer())),
    );
    if (left!.length !== right!.length || left!.some((byte, index) => byte !== right![index])) return false;
  }
  return true;
}

/**
 * Has it the same bytes as a file that is known, or as the beginning of one? Uploaders cut files up in memory, and of such
 * pieces only the first looks like a file.
 */
export async function hasBytes(known: Iterable<File>, file: Blob): Promise<boolean> {
  if (file.size === 0) return false;
  for (const other of known) {
    if (other.size < file.size) continue;
    try {
      if (await sameBytes(file, other.slice(0, file.size))) return true;
    } catch {
      // One of them can't be read any more (changed on the disk, for one): nothing is known of it.
    }
  }
  return false;
}

/** The items that are not known by their bytes. */
export async function unknownOf(gate: Gate, items: HeldItem[]): Promise<HeldItem[]> {
  const known = await Promise.all(
    items.map(async ({ kind, bytes }) => kind === 'file' && (await hasBytes(gate.known.files(), bytes))),
  );
  return items.filter((_, index) => !known[index]);
}

/** Has what was dropped or pasted judged. Where a script does that with files that are known, it is no new choice. */
export async function judgeGiven(
  gate: Gate,
  channel: Channel,
  { isTrusted }: Event,
  files: File[],
): Promise<Outcome> {
  const items = heldFiles(files);
  if (!isTrusted && (await unknownOf(gate, items)).length === 0)
    return { outcome: 'release', replacements: new Map() };
  return gate.judge(channel, items);
}
