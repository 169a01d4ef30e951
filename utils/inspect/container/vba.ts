// The source text of macros: every module of a VBA project stands compressed in a stream of its name, and `dir` says
// where in that stream it begins. Format: [MS-OVBA] 2.3.4.2 (dir) and 2.4.1 (compression).
import type { OleEntry, OleFile } from './ole.ts';

/** Modules and bytes of source, at the most: projects have dozens of modules of some kilobytes. */
const MOST_MODULES = 2000;
const MOST_SOURCE = 16 * 1024 ** 2;
const CHUNK = 4096;

/**
 * Unpacks a compressed container; what can be read of a damaged one.
 * @param most bytes that are unpacked at the most.
 */
export function decompressVba(packed: Uint8Array, most = MOST_SOURCE): Uint8Array<ArrayBuffer> {
  let out = new Uint8Array(Math.min(most, Math.max(CHUNK, packed.length * 4)));
  let size = 0;
  const put = (byte: number) => {
    if (size === out.length) {
      const wider = new Uint8Array(Math.min(most, size * 2));
      wider.set(out);
      out = wider;
    }
    out[size++] = byte;
  };
  if (packed[0] !== 1) return new Uint8Array(0);
  for (let at = 1; at + 2 <= packed.length && size < most; ) {
    const header = packed[at]! | (packed[at + 1]! << 8);
    const end = Math.min(packed.length, at + (header & 0xfff) + 3);
    const first = size;
    at += 2;
    if ((header & 0x8000) === 0) {
      for (; at < end && size < most; at++) put(packed[at]!);
      continue;
    }
    while (at < end && size < most) {
      const flags = packed[at++]!;
      for (let bit = 0; bit < 8 && at < end && size < most; bit++) {
        if ((flags & (1 << bit)) === 0) {
          put(packed[at++]!);
          continue;
        }
        if (at + 2 > end) break;
        const token = packed[at]! | (packed[at + 1]! << 8);
        at += 2;
        // The further into a chunk, the more bits of a token say how far back, and the fewer how much.
        let bits = 4;
        while (1 << bits < size - first) bits++;
        const length = (token & (0xffff >> bits)) + 3;
        const from = size - (token >> (16 - bits)) - 1;
        if (from < first) return out.slice(0, size);
        for (let i = 0; i < length && size < most; i++) put(out[from + i]!);
      }
    }
    at = end;
  }
  return out.slice(0, size);
}

export interface VbaModule {
  name: string;
  source: string;
}

/** What `dir` says of a module: its stream, and where its source begins in it. */
interface Listed {
  name: string;
  stream: string;
  offset: number;
}

/** Records of `dir` that are of use here. */
const CODEPAGE = 0x0003;
const VERSION = 0x0009;
const MODULE_NAME = 0x0019;
const MODULE_STREAM = 0x001a;
const MODULE_STREAM_WIDE = 0x0032;
const MODULE_OFFSET = 0x0031;
const MODULE_END = 0x002b;

function readDir(dir: Uint8Array): { modules: Listed[]; decoder: TextDecoder } {
  const view = new DataView(dir.buffer, dir.byteOffset, dir.length);
  const modules: Listed[] = [];
  let decoder = new TextDecoder('windows-1252');
  let one: Listed = { name: '', stream: '', offset: 0 };
  for (let at = 0; at + 6 <= dir.length && modules.length < MOST_MODULES; ) {
    const id = view.getUint16(at, true);
    // The version's length leaves its last two bytes out.
    const length = view.getUint32(at + 2, true) + (id === VERSION ? 2 : 0);
    const data = dir.subarray(at + 6, at + 6 + length);
    if (id === CODEPAGE && data.length >= 2) decoder = decoderOf(data[0]! | (data[1]! << 8));
    else if (id === MODULE_NAME) one = { name: decoder.decode(data), stream: '', offset: 0 };
    else if (id === MODULE_STREAM) one.stream = decoder.decode(data);
    else if (id === MODULE_STREAM_WIDE) one.stream = new TextDecoder('utf-16le').decode(data) || one.stream;
    else if (id === MODULE_OFFSET && data.length >= 4) one.offset = view.getUint32(at + 6, true);
    else if (id === MODULE_END && (one.stream || one.name)) modules.push(one);
    at += 6 + length;
  }
  return { modules, decoder };
}

function decoderOf(codepage: number): TextDecoder {
  try {
    return new TextDecoder(codepage === 65_001 ? 'utf-8' : `windows-${codepage}`);
  } catch {
    return new TextDecoder('windows-1252');
  }
}

/** A module's source, without the lines that every module begins with. */
function plainSource(text: string): string {
  return text
    .split(/\r\n?|\n/)
    .filter((line) => !/^Attribute (?:\w+\.)?VB_\w+ = /.test(line))
    .join('\n')
    .trim();
}

/**
 * The modules of a project.
 * @param project the storage that holds the storage `VBA`, or that storage itself.
 * @param spend pays for what is unpacked. @throws what it throws, and Damaged for a broken chain of sectors.
 */
export async function readVbaModules(
  ole: OleFile,
  project: OleEntry,
  spend: (bytes: number) => void,
): Promise<VbaModule[]> {
  const named = (entry: OleEntry, name: string) =>
    entry.children.find((child) => child.name.toLowerCase() === name.toLowerCase());
  const vba = named(project, 'VBA') ?? project;
  const dir = named(vba, 'dir');
  if (dir?.kind !== 'stream') return [];
  const unpacked = decompressVba(await ole.bytes(dir));
  spend(unpacked.length);
  const { modules, decoder } = readDir(unpacked);
  const found: VbaModule[] = [];
  for (const { name, stream, offset } of modules) {
    const entry = named(vba, stream || name);
    if (entry?.kind !== 'stream') continue;
    const source = decompressVba((await ole.bytes(entry)).subarray(offset));
    spend(source.length);
    const text = plainSource(decoder.decode(source));
    if (text !== '') found.push({ name: name || stream, source: text });
  }
  return found;
}
