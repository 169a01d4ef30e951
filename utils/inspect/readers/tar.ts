// Tar archives: old, POSIX, GNU and pax, long names and sparse files. Members are slices of the file: nothing is
// copied, whatever the size.
import { Damaged } from '../errors.ts';
import type { ReadContext, Reader } from '../reader.ts';
import { Members } from './members.ts';

const BLOCK = 512;
/** Pax headers and long names beyond this are an attack on memory. */
const MOST_HEADER = 1024 ** 2;
/** Holes of sparse files are this many zeros at a time, the same Blob over and over. */
const ZEROS = 1024 ** 2;

export const tarReader: Reader = {
  formats: ['tar'],
  async read(file, _format, context) {
    const members = new Members(context);
    await walk(file, context, members);
    return members.result();
  },
};

interface Header {
  name: string;
  size: number;
  type: string;
  block: Uint8Array;
}

async function walk(file: Blob, context: ReadContext, members: Members): Promise<void> {
  let at = 0;
  let longName: string | undefined;
  let pax = new Map<string, string>();
  let globals = new Map<string, string>();
  let seen = 0;
  const damaged = () =>
    members.archive(
      new Damaged('The archive is cut off or damaged: what stands before the damage was inspected.'),
    );
  while (at + BLOCK <= file.size) {
    context.signal.throwIfAborted();
    const block = new Uint8Array(await file.slice(at, at + BLOCK).arrayBuffer());
    if (block.every((byte) => byte === 0)) return;
    const header = parseHeader(block);
    if (!header) return damaged();
    at += BLOCK;
    let size = header.size;
    const said = pax.get('size') ?? globals.get('size');
    const saidWrong = said !== undefined && !/^\d{1,15}$/.test(said);
    if (said !== undefined && !saidWrong) size = Number(said);
    // Links and folders have no data, whatever their size field says.
    if ('12345'.includes(header.type) && header.type !== '') size = 0;
    if (!Number.isSafeInteger(size) || size < 0) return damaged();
    const data = file.slice(at, Math.min(file.size, at + size));
    const cut = at + size > file.size;
    at += Math.ceil(size / BLOCK) * BLOCK;

    if (header.type === 'L' || header.type === 'x' || header.type === 'g' || header.type === 'X') {
      if (size > MOST_HEADER || cut) return damaged();
      const bytes = new Uint8Array(await data.arrayBuffer());
      if (header.type === 'L') longName = text(bytes);
      else if (header.type === 'g') globals = new Map([...globals, ...parsePax(bytes)]);
      else pax = parsePax(bytes);
      continue;
    }
    if (header.type === 'K' || header.type === 'V' || header.type === 'N') continue;

    context.budget.member();
    seen++;
    const path =
      pax.get('GNU.sparse.name') ?? pax.get('path') ?? longName ?? globals.get('path') ?? header.name;
    let blob = data;
    if (header.type === 'S') {
      const { map, real, extra } = await oldSparse(file, header.block, at - Math.ceil(size / BLOCK) * BLOCK);
      const start = at - Math.ceil(size / BLOCK) * BLOCK + extra;
      at += extra;
      blob = spread(file.slice(start, Math.min(file.size, start + size)), map, real, context);
    } else if (pax.has('GNU.sparse.realsize') || pax.has('GNU.sparse.size')) {
      const sparse = await paxSparse(data, pax);
      blob = sparse ? spread(sparse.data, sparse.map, sparse.real, context) : data;
      if (!sparse) members.damaged(path);
    } else context.budget.spend(data.size);
    pax = new Map();
    longName = undefined;
    if (blob.size > 0) await members.file(path, blob);
    if (saidWrong) members.damaged(path);
    if (cut) return damaged();
  }
  if (at < file.size || seen === 0) damaged();
}

function parseHeader(block: Uint8Array): Header | undefined {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : block[i]!;
  let signed = 0;
  for (let i = 0; i < BLOCK; i++) signed += i >= 148 && i < 156 ? 32 : (block[i]! << 24) >> 24;
  const said = number(block.subarray(148, 156));
  // Some old programs summed signed bytes.
  if (said !== sum && said !== signed) return undefined;
  const type = String.fromCharCode(block[156]!).replace('\0', '');
  const magic = text(block.subarray(257, 263));
  const prefix = magic === 'ustar' ? text(block.subarray(345, 500)) : '';
  const name = text(block.subarray(0, 100));
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size: number(block.subarray(124, 136)),
    type,
    block,
  };
}

/** Up to the first NUL; UTF-8, or windows-1252 where it is none. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const used = end < 0 ? bytes : bytes.subarray(0, end);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(used);
  } catch {
    return new TextDecoder('windows-1252').decode(used);
  }
}

/** Octal digits, or (first bit set) a big-endian binary number. NaN for anything else. */
function number(field: Uint8Array): number {
  if ((field[0] ?? 0) & 0x80) {
    let value = (field[0]! & 0x40) !== 0 ? Number.NaN : field[0]! & 0x3f;
    for (const byte of field.subarray(1)) value = value * 256 + byte;
    return value;
  }
  const digits = text(field).trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

/** Records of `length key=value\n`; a broken one ends the list. Sparse maps repeat their keys: they are joined. */
function parsePax(bytes: Uint8Array): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(text(bytes.subarray(at, space)));
    if (!Number.isInteger(length) || length <= space - at || at + length > bytes.length) break;
    const record = text(bytes.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    if (equals > 0) {
      const key = record.slice(0, equals);
      const value = record.slice(equals + 1);
      const joined =
        key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes' ? found.get(key) : undefined;
      found.set(key, joined === undefined ? value : `${joined},${value}`);
    }
    at += length;
  }
  return found;
}

type SparseMap = (readonly [offset: number, length: number])[];

/** GNU's old way: the map in the header, and in further blocks behind it. */
async function oldSparse(
  file: Blob,
  header: Uint8Array,
  after: number,
): Promise<{ map: SparseMap; real: number; extra: number }> {
  const map: SparseMap = [];
  const take = (block: Uint8Array, from: number, count: number) => {
    for (let i = 0; i < count; i++) {
      const entry = block.subarray(from + i * 24, from + i * 24 + 24);
      if (entry[0] === 0) continue;
      map.push([number(entry.subarray(0, 12)), number(entry.subarray(12, 24))]);
    }
  };
  take(header, 386, 4);
  let extra = 0;
  let more = header[482] !== 0;
  while (more && after + extra + BLOCK <= file.size && map.length < 1_000_000) {
    const block = new Uint8Array(await file.slice(after + extra, after + extra + BLOCK).arrayBuffer());
    take(block, 0, 21);
    more = block[504] !== 0;
    extra += BLOCK;
  }
  return { map, real: number(header.subarray(483, 495)), extra };
}

/** Pax sparse formats 0.0, 0.1 (map in the header) and 1.0 (map before the data); undefined where it makes no sense. */
async function paxSparse(
  data: Blob,
  pax: ReadonlyMap<string, string>,
): Promise<{ map: SparseMap; real: number; data: Blob } | undefined> {
  const real = Number(pax.get('GNU.sparse.realsize') ?? pax.get('GNU.sparse.size'));
  let numbers: number[];
  let skip = 0;
  if (pax.get('GNU.sparse.major') === '1') {
    const head = text(new Uint8Array(await data.slice(0, MOST_HEADER).arrayBuffer()));
    const lines = head.split('\n');
    const count = Number(lines[0]);
    numbers = lines.slice(1, 1 + count * 2).map(Number);
    skip = Math.ceil(lines.slice(0, 1 + count * 2).join('\n').length / BLOCK) * BLOCK;
    if (numbers.length !== count * 2) return undefined;
  } else if (pax.has('GNU.sparse.map')) numbers = pax.get('GNU.sparse.map')!.split(',').map(Number);
  else {
    const offsets = (pax.get('GNU.sparse.offset') ?? '').split(',').map(Number);
    const lengths = (pax.get('GNU.sparse.numbytes') ?? '').split(',').map(Number);
    numbers = offsets.flatMap((offset, i) => [offset, lengths[i] ?? 0]);
  }
  if (!Number.isSafeInteger(real) || numbers.some((n) => !Number.isSafeInteger(n) || n < 0)) return undefined;
  const map: SparseMap = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) map.push([numbers[i]!, numbers[i + 1]!]);
  return { map, real, data: data.slice(skip) };
}

/** The file as it was before its holes were left out; the holes count as unpacked bytes. */
function spread(data: Blob, map: SparseMap, real: number, { budget }: ReadContext): Blob {
  const zeros = new Blob([new Uint8Array(ZEROS)]);
  const pieces: Blob[] = [];
  let at = 0;
  let from = 0;
  const hole = (length: number) => {
    budget.spend(length);
    for (let left = length; left > 0; left -= ZEROS)
      pieces.push(left >= ZEROS ? zeros : zeros.slice(0, left));
  };
  for (const [offset, length] of map) {
    if (!(offset >= at) || from >= data.size) continue;
    if (offset > at) hole(offset - at);
    const piece = data.slice(from, Math.min(data.size, from + length));
    budget.spend(piece.size);
    pieces.push(piece);
    at = offset + piece.size;
    from += length;
  }
  if (Number.isSafeInteger(real) && real > at) hole(real - at);
  return new Blob(pieces);
}
