// Reads zip archives as an inspector has to: both directories and the gaps between. Readers of the same archive
// disagree (one follows the central directory, another the local headers), so what any of them could show is listed,
// and where the two directories differ is said. The file is read piece by piece, never as a whole.
import { checkSwelling } from '../budget.ts';
import { Damaged, Encrypted, OverLimit } from '../errors.ts';
import type { Budget } from '../reader.ts';
import { crc32 } from './crc32.ts';
import { joinBytes } from './join-bytes.ts';
import { BlobWindow } from './window.ts';

export interface ZipEntry {
  /** As the central directory has it (as the local header has it, where only that knows the entry). */
  name: string;
  /** The name in the local header, where it is another one. */
  localName?: string;
  /** Which directories know of it. `directory`: there is no local header where the directory points. */
  known: 'both' | 'directory' | 'local';
  /** 0 stored, 8 deflated, others in METHODS. For AES this is the method of what is encrypted. */
  method: number;
  encrypted: boolean;
  /** The general purpose flags as they stand (bit 1: an LZMA stream has an end mark). */
  flags: number;
  crc: number;
  /** Of the compressed bytes. */
  packedSize: number;
  /** Of the inflated bytes, as claimed. */
  size: number;
  /** Where the local header begins in the file. */
  offset: number;
  /** Where the compressed bytes begin in the file; -1 without a local header. */
  dataOffset: number;
  /** Whether `crc` and the sizes could be learnt (an entry known only locally may have them after its bytes). */
  measured: boolean;
  isFolder: boolean;
  isSymlink: boolean;
}

/** Ways in which an archive says two things at once. */
export type ZipDisagreement =
  | 'name-differs'
  | 'local-only'
  | 'no-local-header'
  | 'duplicate-name'
  | 'no-directory';

export interface ZipDirectory {
  /** In file order of the central directory; entries known only locally at the end. */
  entries: ZipEntry[];
  disagreements: { kind: ZipDisagreement; count: number }[];
  /** Bytes before the first local header. */
  prepended: number;
  /** Set where the directory is cut off or points outside the file: why. */
  damaged?: string;
}

/** Compression methods by their number, as messages name them. */
export const METHODS: Readonly<Record<number, string>> = {
  0: 'stored',
  1: 'shrink',
  6: 'implode',
  8: 'deflate',
  9: 'deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  96: 'JPEG',
  97: 'WavPack',
  98: 'PPMd',
  99: 'AES',
};

const TOO_MANY = 'The archive has more than 100,000 members, which is the most that Cordon lists.';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const DESCRIPTOR = 0x08074b50;
/** As many as the default policy allows of members in all; a list of more stands in memory as a whole. */
const MAX_ENTRIES = 100_000;

/**
 * Lists what is in a zip archive.
 * @throws Damaged where no entry at all can be found; OverLimit for more than 100,000 entries.
 */
export async function readZipDirectory(file: Blob): Promise<ZipDirectory> {
  const window = new BlobWindow(file);
  const counts = new Map<ZipDisagreement, number>();
  const note = (kind: ZipDisagreement) => counts.set(kind, (counts.get(kind) ?? 0) + 1);

  const end = await findEnd(file, window);
  const central: CentralRead = end
    ? await readCentral(window, end)
    : { entries: [], damaged: 'The archive has no directory.' };
  const { entries } = central;
  if (!end) note('no-directory');

  await readLocalHeaders(window, entries);
  for (const entry of entries) {
    if (entry.known === 'directory') note('no-local-header');
    if (entry.localName !== undefined) note('name-differs');
  }
  const locals = await readGaps(window, entries, end?.directory ?? file.size);
  for (const entry of locals) {
    entries.push(entry);
    note('local-only');
  }
  const names = new Set<string>();
  for (const entry of entries) {
    if (names.has(entry.name)) note('duplicate-name');
    names.add(entry.name);
  }
  if (entries.length === 0 && (!end || end.count > 0)) {
    throw new Damaged('The archive is cut off or damaged: none of its members can be found.');
  }
  let prepended = entries.length ? Number.POSITIVE_INFINITY : 0;
  for (const entry of entries) if (entry.known !== 'directory') prepended = Math.min(prepended, entry.offset);
  return {
    entries,
    disagreements: [...counts].map(([kind, count]) => ({ kind, count })),
    prepended: Number.isFinite(prepended) ? prepended : 0,
    ...(central.damaged === undefined ? {} : { damaged: central.damaged }),
  };
}

interface End {
  /** Where the central directory begins in the file. */
  directory: number;
  length: number;
  count: number;
  /** To be added to every offset that the directory names (bytes before the archive). */
  shift: number;
}

/** Finds the end record: the last one whose comment fits and whose directory is there. */
async function findEnd(file: Blob, window: BlobWindow): Promise<End | undefined> {
  const start = Math.max(0, file.size - 65_557);
  const tail = new Uint8Array(await file.slice(start).arrayBuffer());
  for (let i = tail.length - 22; i >= 0; i--) {
    if (tail[i] !== 0x50 || tail[i + 1] !== 0x4b || tail[i + 2] !== 5 || tail[i + 3] !== 6) continue;
    const end = await readEnd(window, start + i);
    if (end) return end;
  }
  return undefined;
}

async function readEnd(window: BlobWindow, at: number): Promise<End | undefined> {
  if (!(await window.need(at, 22)) || window.u32(at) !== END) return undefined;
  let count = window.u16(at + 10);
  let length = window.u32(at + 12);
  let offset = window.u32(at + 16);
  let before = at;
  if (count === 0xffff || length === 0xffffffff || offset === 0xffffffff) {
    const locator = at - 20;
    if ((await window.need(locator, 20)) && window.u32(locator) === LOCATOR64) {
      // The locator's offset is wrong where bytes were put before the archive: then look right before the locator.
      for (const end64 of [window.u64(locator + 8), locator - 56]) {
        if (!(await window.need(end64, 56)) || window.u32(end64) !== END64) continue;
        count = window.u64(end64 + 32);
        length = window.u64(end64 + 40);
        offset = window.u64(end64 + 48);
        before = end64;
        break;
      }
    }
  }
  if (count === 0) return { directory: Math.min(before, window.size), length: 0, count, shift: 0 };
  for (const directory of [before - length, offset]) {
    if ((await window.need(directory, 46)) && window.u32(directory) === CENTRAL) {
      return { directory, length, count, shift: directory - offset };
    }
  }
  return undefined;
}

interface CentralRead {
  entries: ZipEntry[];
  damaged?: string;
}

async function readCentral(window: BlobWindow, end: End): Promise<CentralRead> {
  if (end.count > MAX_ENTRIES && end.length >= end.count * 46) throw new OverLimit(TOO_MANY);
  const entries: ZipEntry[] = [];
  const cut = 'The directory of the archive is cut off or damaged.';
  let at = end.directory;
  // The count is 16 bits wide and wraps in archives of old programs: the signature decides.
  while ((await window.need(at, 46)) && window.u32(at) === CENTRAL) {
    if (entries.length >= MAX_ENTRIES) throw new OverLimit(TOO_MANY);
    const flags = window.u16(at + 8);
    const nameLength = window.u16(at + 28);
    const extraLength = window.u16(at + 30);
    const commentLength = window.u16(at + 32);
    const total = 46 + nameLength + extraLength + commentLength;
    if (!(await window.need(at, 46 + nameLength + extraLength))) return { entries, damaged: cut };
    const rawName = window.slice(at + 46, nameLength);
    const extra = readExtra(window.slice(at + 46 + nameLength, extraLength), rawName);
    const rawSize = window.u32(at + 24);
    const rawPacked = window.u32(at + 20);
    const rawOffset = window.u32(at + 42);
    let field = 0;
    const wide = (raw: number): number => (raw === 0xffffffff ? (extra.zip64[field++] ?? raw) : raw);
    const size = wide(rawSize);
    const packedSize = wide(rawPacked);
    const offset = wide(rawOffset) + end.shift;
    const name = extra.unicodeName ?? decodeName(rawName, flags);
    const unixMode = window.u16(at + 4) >> 8 === 3 ? window.u16(at + 40) : 0;
    entries.push({
      name,
      known: 'directory',
      method: extra.aesMethod ?? window.u16(at + 10),
      encrypted: (flags & 1) !== 0,
      flags,
      crc: window.u32(at + 16),
      packedSize,
      size,
      offset,
      dataOffset: -1,
      measured: extra.aesMethod === undefined,
      isFolder: name.endsWith('/'),
      isSymlink: (unixMode & 0xf000) === 0xa000,
    });
    at += total;
  }
  return entries.length < end.count % 65_536 ? { entries, damaged: cut } : { entries };
}

/** Goes to each entry's local header, in file order, and learns where its bytes begin and what it is called there. */
async function readLocalHeaders(window: BlobWindow, entries: readonly ZipEntry[]): Promise<void> {
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    const local = await readLocal(window, entry.offset);
    if (!local) continue;
    entry.known = 'both';
    entry.dataOffset = local.dataOffset;
    if (local.name !== entry.name) entry.localName = local.name;
  }
}

/** The entry that a local header describes, or undefined where there is no local header. */
async function readLocal(window: BlobWindow, at: number): Promise<ZipEntry | undefined> {
  if (!(await window.need(at, 30)) || window.u32(at) !== LOCAL) return undefined;
  const flags = window.u16(at + 6);
  const nameLength = window.u16(at + 26);
  const extraLength = window.u16(at + 28);
  if (!(await window.need(at, 30 + nameLength + extraLength))) return undefined;
  const rawName = window.slice(at + 30, nameLength);
  const extra = readExtra(window.slice(at + 30 + nameLength, extraLength), rawName);
  const rawPacked = window.u32(at + 18);
  const rawSize = window.u32(at + 22);
  const name = extra.unicodeName ?? decodeName(rawName, flags);
  return {
    name,
    known: 'local',
    method: extra.aesMethod ?? window.u16(at + 8),
    encrypted: (flags & 1) !== 0,
    flags,
    crc: window.u32(at + 14),
    size: rawSize === 0xffffffff ? (extra.zip64[0] ?? rawSize) : rawSize,
    packedSize: rawPacked === 0xffffffff ? (extra.zip64[1] ?? rawPacked) : rawPacked,
    offset: at,
    dataOffset: at + 30 + nameLength + extraLength,
    measured: (flags & 8) === 0 && extra.aesMethod === undefined,
    isFolder: name.endsWith('/'),
    isSymlink: false,
  };
}

/** Looks for local headers where the central directory knows of nothing. */
async function readGaps(window: BlobWindow, known: readonly ZipEntry[], limit: number): Promise<ZipEntry[]> {
  const regions = known
    .filter((entry) => entry.dataOffset >= 0)
    .map((entry) => [entry.offset, entry.dataOffset + entry.packedSize] as const)
    .sort((a, b) => a[0] - b[0]);
  regions.push([limit, limit]);
  const found: ZipEntry[] = [];
  let at = 0;
  for (const [start, end] of regions) {
    while (at + 30 <= start) {
      const header = await findSignature(window, at, start, LOCAL);
      if (header < 0) break;
      const entry = await readLocal(window, header);
      if (!entry || !plausible(entry, start)) {
        at = header + 4;
        continue;
      }
      if (found.length >= MAX_ENTRIES) throw new OverLimit(TOO_MANY);
      if (!entry.measured && !entry.encrypted) await measure(window, entry, start);
      found.push(entry);
      at = Math.min(start, entry.dataOffset + entry.packedSize);
    }
    at = Math.max(at, end);
  }
  return found;
}

/** Four bytes that look like a signature turn up by chance: a header has a known method and a name without controls. */
function plausible(entry: ZipEntry, limit: number): boolean {
  return (
    entry.method in METHODS &&
    entry.name.length > 0 &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    !/[\u0000-\u001f]/.test(entry.name) &&
    entry.dataOffset <= limit
  );
}

/** An entry known only locally whose sizes come after its bytes: look for the descriptor, or the next header. */
async function measure(window: BlobWindow, entry: ZipEntry, limit: number): Promise<void> {
  let at = entry.dataOffset;
  for (;;) {
    const found = await findSignature(window, at, limit, DESCRIPTOR);
    if (found < 0) break;
    if ((await window.need(found, 16)) && window.u32(found + 8) === found - entry.dataOffset) {
      entry.crc = window.u32(found + 4);
      entry.packedSize = found - entry.dataOffset;
      entry.size = window.u32(found + 12);
      entry.measured = true;
      return;
    }
    at = found + 4;
  }
  const next = await findSignature(window, entry.dataOffset, limit, LOCAL);
  entry.packedSize = (next < 0 ? limit : next) - entry.dataOffset;
}

/** Offset of a signature in [from, to), or -1. */
async function findSignature(
  window: BlobWindow,
  from: number,
  to: number,
  signature: number,
): Promise<number> {
  const third = (signature >> 16) & 255;
  const fourth = signature >>> 24;
  let at = from;
  while (at + 4 <= to) {
    await window.need(at, 4);
    const bytes = window.rest(at);
    const end = Math.min(bytes.length, to - at) - 3;
    for (let i = bytes.indexOf(0x50); i >= 0 && i < end; i = bytes.indexOf(0x50, i + 1)) {
      if (bytes[i + 1] === 0x4b && bytes[i + 2] === third && bytes[i + 3] === fourth) return at + i;
    }
    at += Math.max(1, end);
  }
  return -1;
}

interface Extra {
  /** The 64-bit fields of the zip64 record, in its order. */
  zip64: number[];
  unicodeName?: string;
  aesMethod?: number;
}

/** @param name as the header has it, in bytes. */
function readExtra(bytes: Uint8Array, name: Uint8Array): Extra {
  const extra: Extra = { zip64: [] };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 4 <= bytes.length; ) {
    const id = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    const start = at + 4;
    at = start + length;
    if (at > bytes.length) break;
    if (id === 1) {
      for (let i = start; i + 8 <= at; i += 8) extra.zip64.push(Number(view.getBigUint64(i, true)));
    } else if (id === 0x7075 && length > 5 && view.getUint32(start + 1, true) === crc32(name)) {
      // Made for another name (the member was renamed since) it says nothing: APPNOTE 4.6.9.
      extra.unicodeName = new TextDecoder().decode(bytes.subarray(start + 5, at));
    } else if (id === 0x9901 && length >= 7) {
      extra.aesMethod = view.getUint16(start + 5, true);
    }
  }
  return extra;
}

/** The upper half of code page 437, which names have had since DOS. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

function decodeName(bytes: Uint8Array, flags: number): string {
  try {
    // Many writers give UTF-8 without saying so; text that is UTF-8 by chance is rare.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    if (flags & 0x800) return new TextDecoder().decode(bytes);
    let name = '';
    for (const byte of bytes) name += byte < 128 ? String.fromCharCode(byte) : CP437[byte - 128];
    return name;
  }
}

/** The compressed bytes of an entry. @throws Damaged where its local header is missing or it reaches beyond the file. */
export function packedBytes(file: Blob, entry: ZipEntry): Blob {
  if (entry.dataOffset < 0) {
    throw new Damaged('The directory of the archive points to a member that is not there.');
  }
  if (entry.dataOffset + entry.packedSize > file.size) {
    throw new Damaged('The archive is cut off: a member reaches beyond its end.');
  }
  return file.slice(entry.dataOffset, entry.dataOffset + entry.packedSize);
}

/**
 * The inflated bytes of an entry, in pieces, each counted against the budget. What the headers say of its size
 * bounds nothing; the CRC is checked after the last piece.
 * @throws Encrypted; OverLimit, also for a bomb; Damaged for bytes that do not inflate, a wrong CRC (after the last piece), or a
 *   compression method other than stored and deflate.
 */
export async function* openEntry(
  file: Blob,
  entry: ZipEntry,
  budget: Budget,
  what?: 'table' | 'document',
): AsyncGenerator<Uint8Array> {
  if (entry.encrypted) throw new Encrypted();
  if (entry.method !== 0 && entry.method !== 8) {
    const method = METHODS[entry.method] ?? `method ${entry.method}`;
    throw new Damaged(`A member is compressed with ${method}, which Cordon cannot unpack here.`);
  }
  const packed = packedBytes(file, entry);
  let crc = 0;
  let size = 0;
  try {
    for await (const piece of entry.method === 8 ? inflate(packed) : readStream(packed.stream())) {
      budget.spend(piece.length);
      crc = crc32(piece, crc);
      size += piece.length;
      checkSwelling(size, packed.size, what);
      yield piece;
    }
  } catch (error) {
    // Junk after the end of the deflate stream is an error to some inflaters: the CRC says whether all was there.
    if (!(error instanceof InflateError)) throw error;
    if (!entry.measured || crc !== entry.crc || size === 0) {
      throw new Damaged('A member of the archive is damaged and cannot be unpacked to its end.');
    }
  }
  if (entry.measured && crc !== entry.crc) {
    throw new Damaged('A member of the archive is damaged: its checksum is wrong.');
  }
}

/** All bytes of an entry at once, for small parts. @throws as `openEntry`; OverLimit beyond `most` bytes. */
export async function readEntry(
  file: Blob,
  entry: ZipEntry,
  budget: Budget,
  most = 64 * 1024 ** 2,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of openEntry(file, entry, budget)) {
    size += piece.length;
    if (size > most) throw new OverLimit('A part of the file is larger than Cordon reads at once.');
    pieces.push(piece.slice());
  }
  return joinBytes(pieces);
}

/**
 * An entry's inflated bytes as a Blob, to be inspected as a file of its own. Pieces become Blobs at once, so that the
 * browser may move them out of memory.
 */
export async function entryBlob(file: Blob, entry: ZipEntry, budget: Budget): Promise<Blob> {
  if (entry.method === 0 && !entry.encrypted) {
    const bytes = packedBytes(file, entry);
    budget.spend(bytes.size);
    return bytes;
  }
  const blobs: Blob[] = [];
  let pending: Uint8Array<ArrayBuffer>[] = [];
  let pendingSize = 0;
  const swells = /\.(bmp|dib|tiff?|emf|wmf)$/i.test(entry.name);
  for await (const piece of openEntry(file, entry, budget, swells ? undefined : 'document')) {
    pending.push(piece.slice());
    pendingSize += piece.length;
    if (pendingSize > 4 * 1024 ** 2) {
      blobs.push(new Blob(pending));
      pending = [];
      pendingSize = 0;
    }
  }
  return new Blob([...blobs, ...pending]);
}

class InflateError extends Error {}

/** Raw deflate through the browser's own inflater, written in pieces of 64 kB so that a bomb swells piece by piece. */
async function* inflate(packed: Blob): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  let stopped = false;
  const feed = (async () => {
    for await (const piece of readStream(packed.stream())) {
      for (let at = 0; at < piece.length && !stopped; at += 65_536) {
        await writer.ready;
        await writer.write(piece.slice(at, at + 65_536));
      }
      if (stopped) return;
    }
    await writer.close();
  })();
  // The reading side throws the same error: here it would only be an unhandled rejection.
  feed.catch(() => {});
  try {
    yield* readStream(stream.readable);
  } catch (error) {
    throw new InflateError('inflate', { cause: error });
  } finally {
    stopped = true;
  }
}

/** A stream as an async iterable, everywhere (not every browser can iterate a ReadableStream), cancelled when left early. */
export async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        ended = true;
        return;
      }
      yield value;
    }
  } catch (error) {
    ended = true;
    throw error;
  } finally {
    if (!ended) await reader.cancel();
  }
}
