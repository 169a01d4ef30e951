// Reads OLE2 compound files (.msg, .xls, .doc, .ppt, encrypted OOXML): a small file system of storages and streams.
// Own code rather than a library: `cfb` copies every stream into memory on opening and follows chains without a
// bound; here streams stay slices of the file until they are asked for, and a damaged chain costs no more than its length.
// Format: [MS-CFB].
import { Damaged } from '../errors.ts';
import { BlobWindow } from './window.ts';

export interface OleEntry {
  /** As stored: a leading control character (`\x05SummaryInformation`) is part of it. */
  name: string;
  kind: 'storage' | 'stream' | 'root';
  /** Bytes, as claimed; 0 for storages. */
  size: number;
  /** Class id, 32 hex digits in byte order. */
  clsid: string;
  /** Names from the root's child down to this entry. */
  path: readonly string[];
  children: OleEntry[];
  /** First sector (mini sector for streams below the cutoff). */
  start: number;
}

export interface OleFile {
  root: OleEntry;
  /** Entries that hang in no storage (a deleted stream that is still in the directory). */
  orphans: OleEntry[];
  /** Set where the directory is cut off or broken: why. */
  damaged?: string;
  /** An entry by its path, names compared without case; undefined where it is not there. */
  find(...path: string[]): OleEntry | undefined;
  /** A stream's bytes as slices of the file. @throws Damaged where its chain is cut off or broken. */
  blob(entry: OleEntry): Promise<Blob>;
  /** As `blob`, as far as the chain goes: nothing is thrown for what is missing. */
  available(entry: OleEntry): Promise<{ blob: Blob; cutOff: boolean }>;
  /** A stream's bytes. @throws Damaged as `blob`. */
  bytes(entry: OleEntry): Promise<Uint8Array<ArrayBuffer>>;
}

const END_OF_CHAIN = 0xfffffffe;
const LAST_SECTOR = 0xfffffffa;
const NONE = 0xffffffff;
const MOST_ENTRIES = 200_000;

/** @throws Damaged where header or directory cannot be read at all. */
export async function openOle(file: Blob): Promise<OleFile> {
  const window = new BlobWindow(file);
  if (!(await window.need(0, 512)) || window.u32(0) !== 0xe011cfd0) {
    throw new Damaged('The file is no compound file, or its header is cut off.');
  }
  const sectorShift = window.u16(30);
  const miniShift = window.u16(32);
  if (sectorShift < 7 || sectorShift > 16 || miniShift < 2 || miniShift > sectorShift) {
    throw new Damaged('The header of the compound file is broken.');
  }
  const sectorSize = 1 << sectorShift;
  const miniSize = 1 << miniShift;
  const wideSizes = sectorShift > 9;
  const directoryStart = window.u32(48);
  const cutoff = window.u32(56) || 4096;
  const miniFatStart = window.u32(60);
  const fatSectors: number[] = [];
  for (let i = 0; i < 109; i++) fatSectors.push(window.u32(76 + i * 4));
  await readDifat(window, window.u32(68), sectorSize, fatSectors);
  const fat = await readFat(window, fatSectors, sectorSize);

  const mostSectors = Math.ceil(file.size / sectorSize) + 1;
  let damaged: string | undefined;

  /** Sectors of a chain in order; stops where it runs in a circle or off the table. */
  function chain(start: number, table: Uint32Array, most: number): { sectors: number[]; broken: boolean } {
    const sectors: number[] = [];
    let sector = start;
    while (sector < LAST_SECTOR) {
      // More sectors than the file has: a circle.
      if (sectors.length >= most) return { sectors, broken: true };
      sectors.push(sector);
      const next = table[sector];
      if (next === undefined) return { sectors, broken: true };
      sector = next;
    }
    return { sectors, broken: sector !== END_OF_CHAIN };
  }

  /** Runs of neighbouring sectors become one slice each. */
  function slices(source: Blob, sectors: readonly number[], unit: number, base: number): Blob {
    const pieces: Blob[] = [];
    for (let i = 0; i < sectors.length; ) {
      let end = i + 1;
      while (end < sectors.length && sectors[end] === sectors[end - 1]! + 1) end++;
      const from = base + sectors[i]! * unit;
      pieces.push(source.slice(from, from + (end - i) * unit));
      i = end;
    }
    return pieces.length === 1 ? pieces[0]! : new Blob(pieces);
  }

  const directoryChain = chain(directoryStart, fat, mostSectors);
  if (directoryChain.broken) damaged = 'The directory of the compound file is cut off or damaged.';
  const directory = slices(file, directoryChain.sectors, sectorSize, sectorSize);
  const entries = parseDirectory(new Uint8Array(await directory.arrayBuffer()), wideSizes);
  const root = entries[0];
  if (!root) throw new Damaged('The directory of the compound file is missing.');
  const { orphans, tangled } = hang(entries);
  if (tangled) damaged = 'The directory of the compound file is damaged.';

  let mini: Promise<{ table: Uint32Array; store: Blob }> | undefined;
  async function readMini(): Promise<{ table: Uint32Array; store: Blob }> {
    const { sectors } = chain(miniFatStart, fat, mostSectors);
    const bytes = await slices(file, sectors, sectorSize, sectorSize).arrayBuffer();
    const table = new Uint32Array(bytes.slice(0, bytes.byteLength & ~3));
    const rootChain = chain(root!.entry.start, fat, mostSectors);
    return { table, store: slices(file, rootChain.sectors, sectorSize, sectorSize) };
  }

  async function available(entry: OleEntry): Promise<{ blob: Blob; cutOff: boolean }> {
    if (entry.kind !== 'stream' || entry.size === 0) return { blob: new Blob([]), cutOff: false };
    let found: Blob;
    if (entry.size < cutoff) {
      mini ??= readMini();
      const { table, store } = await mini;
      const { sectors } = chain(entry.start, table, Math.ceil(cutoff / miniSize) + 1);
      found = slices(store, sectors, miniSize, 0);
    } else {
      const { sectors } = chain(entry.start, fat, mostSectors);
      found = slices(file, sectors, sectorSize, sectorSize);
    }
    return { blob: found.slice(0, entry.size), cutOff: found.size < entry.size };
  }

  async function blob(entry: OleEntry): Promise<Blob> {
    const found = await available(entry);
    if (found.cutOff) throw new Damaged('A stream of the compound file is cut off.');
    return found.blob;
  }

  return {
    root: root.entry,
    orphans,
    ...(damaged === undefined ? {} : { damaged }),
    find(...path) {
      let at: OleEntry | undefined = root.entry;
      for (const name of path) {
        const wanted = name.toLowerCase();
        at = at?.children.find((child) => child.name.toLowerCase() === wanted);
      }
      return at;
    },
    blob,
    available,
    bytes: async (entry) => new Uint8Array(await (await blob(entry)).arrayBuffer()),
  };
}

/** The FAT's own sectors beyond the first 109, which the header holds. */
async function readDifat(
  window: BlobWindow,
  start: number,
  sectorSize: number,
  fatSectors: number[],
): Promise<void> {
  const seen = new Set<number>();
  let sector = start;
  while (sector < LAST_SECTOR && !seen.has(sector)) {
    seen.add(sector);
    const at = (sector + 1) * sectorSize;
    if (!(await window.need(at, sectorSize))) return;
    for (let i = 0; i < sectorSize - 4; i += 4) fatSectors.push(window.u32(at + i));
    sector = window.u32(at + sectorSize - 4);
  }
}

async function readFat(
  window: BlobWindow,
  fatSectors: readonly number[],
  sectorSize: number,
): Promise<Uint32Array> {
  let count = 0;
  for (let i = 0; i < fatSectors.length; i++) if (fatSectors[i]! < LAST_SECTOR) count = i + 1;
  const perSector = sectorSize / 4;
  // A table cannot describe more sectors than the file has room for, whatever the header says.
  const most = Math.ceil(window.size / sectorSize / perSector) + 1;
  const fat = new Uint32Array(Math.min(count, most) * perSector).fill(NONE);
  for (let i = 0; i < Math.min(count, most); i++) {
    const sector = fatSectors[i]!;
    if (sector >= LAST_SECTOR) continue;
    const at = (sector + 1) * sectorSize;
    const here = Math.min(sectorSize, window.size - at) & ~3;
    if (here <= 0 || !(await window.need(at, here))) continue;
    for (let k = 0; k < here; k += 4) fat[i * perSector + k / 4] = window.u32(at + k);
  }
  return fat;
}

interface DirectoryEntry {
  entry: OleEntry;
  left: number;
  right: number;
  child: number;
}

function parseDirectory(bytes: Uint8Array, wideSizes: boolean): (DirectoryEntry | undefined)[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const utf16 = new TextDecoder('utf-16le');
  const entries: (DirectoryEntry | undefined)[] = [];
  for (let at = 0; at + 128 <= bytes.length && entries.length < MOST_ENTRIES; at += 128) {
    const type = bytes[at + 66];
    const nameLength = Math.min(64, view.getUint16(at + 64, true));
    if (type !== 1 && type !== 2 && type !== 5) {
      entries.push(undefined);
      continue;
    }
    let clsid = '';
    for (let i = 0; i < 16; i++) clsid += bytes[at + 80 + i]!.toString(16).padStart(2, '0');
    entries.push({
      entry: {
        name: utf16.decode(bytes.subarray(at, at + Math.max(0, nameLength - 2))),
        kind: type === 5 ? 'root' : type === 2 ? 'stream' : 'storage',
        // The upper half of the size is rubbish in files of old programs with small sectors.
        size:
          type === 2
            ? wideSizes
              ? Number(view.getBigUint64(at + 120, true))
              : view.getUint32(at + 120, true)
            : 0,
        clsid,
        path: [],
        children: [],
        start: view.getUint32(at + 116, true),
      },
      left: view.getUint32(at + 68, true),
      right: view.getUint32(at + 72, true),
      child: view.getUint32(at + 76, true),
    });
  }
  return entries;
}

/** Hangs every entry into its storage by walking the sibling trees; each entry once, however they are tangled. */
function hang(entries: readonly (DirectoryEntry | undefined)[]): { orphans: OleEntry[]; tangled: boolean } {
  const hung = new Set<number>([0]);
  let tangled = false;
  const storages = [0];
  for (let index = storages.pop(); index !== undefined; index = storages.pop()) {
    const storage = entries[index]!;
    const waiting = [storage.child];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (id === NONE) continue;
      const found = entries[id];
      if (!found || hung.has(id)) {
        tangled = true;
        continue;
      }
      hung.add(id);
      found.entry.path = [...storage.entry.path, found.entry.name];
      storage.entry.children.push(found.entry);
      waiting.push(found.right, found.left);
      if (found.entry.kind === 'storage') storages.push(id);
    }
  }
  const orphans = entries.flatMap((found, id) => (found && !hung.has(id) ? [found.entry] : []));
  return { orphans, tangled };
}
