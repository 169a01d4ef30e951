// Makes a compound file out of one storage of another: an embedded object is a storage, and is inspected as a file.
// Only what openOle and rootStreamNames read is written; contents stay slices of the file that they come from.
import type { OleEntry, OleFile } from './ole.ts';

const SECTOR = 512;
const END_OF_CHAIN = 0xfffffffe;
const FAT_SECTOR = 0xfffffffd;
const NONE = 0xffffffff;
/** Storages within storages, at the most: a directory may be made to run in circles. */
const MOST_ENTRIES = 10_000;

/** The storage as a file of its own. @throws Damaged where a stream of it is cut off. */
export async function storageAsFile(ole: OleFile, storage: OleEntry): Promise<Blob> {
  const entries: OleEntry[] = [storage];
  for (let i = 0; i < entries.length && entries.length < MOST_ENTRIES; i++) {
    if (entries[i]!.kind !== 'stream') entries.push(...entries[i]!.children);
  }
  const indices = new Map(entries.map((entry, index) => [entry, index]));
  const directorySectors = Math.ceil((entries.length * 128) / SECTOR);
  const contents: Blob[] = [];
  const starts: number[] = [];
  const chains: number[] = [directorySectors];
  let sector = directorySectors;
  for (const entry of entries) {
    if (entry.kind !== 'stream' || entry.size === 0) {
      starts.push(END_OF_CHAIN);
      continue;
    }
    const content = await ole.blob(entry);
    const sectors = Math.ceil(content.size / SECTOR);
    contents.push(content, new Blob([new Uint8Array(sectors * SECTOR - content.size)]));
    starts.push(sector);
    chains.push(sectors);
    sector += sectors;
  }
  // The table describes its own sectors and the list of its sectors beyond the header's 109 as well.
  let fatSectors = 0;
  let listSectors = 0;
  for (let grown = true; grown; ) {
    const needed = Math.ceil((sector + fatSectors + listSectors) / (SECTOR / 4));
    const listed = Math.ceil(Math.max(0, needed - 109) / (SECTOR / 4 - 1));
    grown = needed !== fatSectors || listed !== listSectors;
    fatSectors = needed;
    listSectors = listed;
  }
  const fat = new Uint32Array(fatSectors * (SECTOR / 4)).fill(NONE);
  let at = 0;
  for (const length of chains) {
    for (let i = 1; i <= length; i++, at++) fat[at] = i === length ? END_OF_CHAIN : at + 1;
  }
  fat.fill(FAT_SECTOR, at, at + fatSectors);

  const header = new DataView(new ArrayBuffer(SECTOR));
  header.setUint32(0, 0xe011cfd0, true);
  header.setUint32(4, 0xe11ab1a1, true);
  header.setUint16(24, 0x3e, true);
  header.setUint16(26, 3, true);
  header.setUint16(28, 0xfffe, true);
  header.setUint16(30, 9, true);
  header.setUint16(32, 6, true);
  header.setUint32(44, fatSectors, true);
  header.setUint32(48, 0, true);
  // No stream is below this size, so that there is no store of small ones.
  header.setUint32(56, 1, true);
  header.setUint32(60, END_OF_CHAIN, true);
  header.setUint32(68, listSectors > 0 ? sector + fatSectors : END_OF_CHAIN, true);
  header.setUint32(72, listSectors, true);
  for (let i = 0; i < 109; i++) header.setUint32(76 + i * 4, i < fatSectors ? sector + i : NONE, true);
  const list = new Uint32Array(listSectors * (SECTOR / 4)).fill(NONE);
  for (let i = 109, slot = 0; i < fatSectors; i++, slot++) {
    if (slot % 128 === 127) list[slot++] = sector + fatSectors + (slot >> 7);
    list[slot] = sector + i;
  }

  const directory = new DataView(new ArrayBuffer(directorySectors * SECTOR));
  entries.forEach((entry, index) => {
    const base = index * 128;
    const name = index === 0 ? 'Root Entry' : entry.name.slice(0, 31);
    for (let i = 0; i < name.length; i++) directory.setUint16(base + i * 2, name.charCodeAt(i), true);
    directory.setUint16(base + 64, (name.length + 1) * 2, true);
    directory.setUint8(base + 66, index === 0 ? 5 : entry.kind === 'stream' ? 2 : 1);
    directory.setUint32(base + 68, NONE, true);
    directory.setUint32(base + 72, NONE, true);
    const first = entry.children[0];
    directory.setUint32(base + 76, (first && indices.get(first)) ?? NONE, true);
    for (let i = 0; i < 16; i++) {
      directory.setUint8(base + 80 + i, Number.parseInt(entry.clsid.slice(i * 2, i * 2 + 2), 16) || 0);
    }
    directory.setUint32(base + 116, starts[index]!, true);
    directory.setUint32(base + 120, entry.kind === 'stream' ? entry.size : 0, true);
  });
  // Brothers hang on each other's right: a list is a tree too.
  for (const entry of entries) {
    entry.children.forEach((child, i) => {
      const next = entry.children[i + 1];
      const index = indices.get(child);
      const nextIndex = next && indices.get(next);
      if (index !== undefined && nextIndex !== undefined)
        directory.setUint32(index * 128 + 72, nextIndex, true);
    });
  }
  return new Blob([header.buffer, directory.buffer, ...contents, fat, list]);
}
