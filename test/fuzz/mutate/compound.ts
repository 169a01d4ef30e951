// Compound files (.xls, .doc, .ppt, .msg): a stream's records are changed and the file written again, or its sectors,
// chains and directory are changed where they stand.
import * as CFB from 'cfb';
import type { Random } from '../../fixtures/people.ts';
import { mutateBytes } from './bytes.ts';

/** Chains that loop, end early or point outside, names and sizes that lie. */
function mutateSectors(random: Random, bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer, out.byteOffset, out.length);
  if (out.length < 1024) return mutateBytes(random, bytes);
  const size = 1 << Math.min(12, view.getUint16(30, true));
  const sectors = Math.floor(out.length / size);
  const sector = random.chance(0.3)
    ? -1
    : random.chance(0.5)
      ? view.getUint32(76, true) // the first sector of the table of chains
      : random.chance(0.7)
        ? view.getUint32(48, true) // the first of the directory
        : random.int(0, sectors);
  const start = (sector + 1) * size;
  for (let i = random.int(1, 4); i > 0; i--) {
    const at = start + 4 * random.int(0, size / 4 - 1);
    if (at + 4 > out.length) continue;
    const value = random.pick([
      0,
      1,
      sector,
      random.int(0, sectors),
      0xffffffff,
      0xfffffffe,
      0xfffffffd,
      0x7fffffff,
    ]);
    view.setUint32(at, value >>> 0, true);
  }
  return out;
}

/** A record's length (types of two bytes, lengths of two: BIFF and its kin) or anything else in the stream. */
function mutateRecords(random: Random, stream: Uint8Array): Uint8Array {
  const out = stream.slice();
  const view = new DataView(out.buffer, out.byteOffset, out.length);
  const starts: number[] = [];
  for (let at = 0; at + 4 <= out.length && starts.length < 20_000; at += 4 + view.getUint16(at + 2, true)) {
    starts.push(at);
  }
  if (starts.length < 4 || random.chance(0.4)) return mutateBytes(random, stream);
  const at = random.pick(starts);
  const length = view.getUint16(at + 2, true);
  const kind = random.int(0, 3);
  if (kind === 0)
    view.setUint16(at + 2, random.pick([0, 1, length - 1, length + 1, 0xffff, 8224]) & 0xffff, true);
  else if (kind === 1) view.setUint16(at, view.getUint16(random.pick(starts), true), true);
  else {
    for (let i = random.int(1, 4); i > 0 && length > 0; i--) {
      const field = at + 4 + random.int(0, length - 1);
      if (field < out.length) out[field] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.int(0, 255)]);
    }
  }
  return out;
}

export function mutateCompound(random: Random, bytes: Uint8Array): Uint8Array {
  const kind = random.next();
  if (kind < 0.15) return mutateBytes(random, bytes);
  if (kind < 0.45) return mutateSectors(random, bytes);
  try {
    const file = CFB.read(Buffer.from(bytes), { type: 'buffer' });
    const streams = file.FileIndex.filter((entry) => entry.type === 2 && entry.content.length > 0);
    for (let i = random.pick([1, 1, 2]); i > 0; i--) {
      // Long streams hold what is read; the others name and describe it.
      const largest = streams.reduce((a, b) => (b.content.length > a.content.length ? b : a));
      const entry = random.chance(0.5) ? largest : random.pick(streams);
      const content = mutateRecords(random, new Uint8Array(Buffer.from(entry.content as Uint8Array)));
      entry.content = Buffer.from(content);
      entry.size = content.length;
    }
    return new Uint8Array(CFB.write(file, { type: 'buffer' }) as Uint8Array);
  } catch {
    return mutateSectors(random, bytes);
  }
}
