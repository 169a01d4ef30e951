// The directory of an OLE2 compound file (.xls, .doc, .ppt, .msg, encrypted OOXML): which streams stand at its root.
// Only names are read here, to tell the formats apart.
import { BlobWindow } from './window.ts';

const FREE = 0xffffffff;
const MOST_ENTRIES = 20_000;

/** Names of the root storage's direct children; [] where the directory cannot be followed. */
export async function rootStreamNames(file: Blob): Promise<string[]> {
  const window = new BlobWindow(file);
  if (!(await window.need(0, 512))) return [];
  const shift = window.u16(30);
  if (shift < 7 || shift > 16) return [];
  const sectorSize = 1 << shift;
  const fatSectors = Array.from({ length: 109 }, (_, i) => window.u32(76 + i * 4));
  let sector = window.u32(48);
  const perSector = sectorSize / 128;
  const entries: { name: string; left: number; right: number; child: number }[] = [];
  for (const seen = new Set<number>(); sector < 0xfffffffa && !seen.has(sector); ) {
    seen.add(sector);
    const at = (sector + 1) * sectorSize;
    if (!(await window.need(at, sectorSize)) || entries.length > MOST_ENTRIES) break;
    for (let i = 0; i < perSector; i++) {
      const entry = at + i * 128;
      const length = Math.min(64, window.u16(entry + 64));
      entries.push({
        name: new TextDecoder('utf-16le').decode(window.slice(entry, Math.max(0, length - 2))),
        left: window.u32(entry + 68),
        right: window.u32(entry + 72),
        child: window.u32(entry + 76),
      });
    }
    const fat = fatSectors[Math.floor((sector * 4) / sectorSize)] ?? FREE;
    const link = (fat + 1) * sectorSize + ((sector * 4) % sectorSize);
    // Beyond the header's 109 FAT sectors (7 MB), or a broken chain: what was found has to do.
    if (fat >= 0xfffffffa || !(await window.need(link, 4))) break;
    sector = window.u32(link);
  }
  const names: string[] = [];
  const waiting = [entries[0]?.child ?? FREE];
  const seen = new Set<number>();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const entry = entries[id];
    if (!entry || seen.has(id)) continue;
    seen.add(id);
    names.push(entry.name);
    waiting.push(entry.left, entry.right);
  }
  return names;
}
