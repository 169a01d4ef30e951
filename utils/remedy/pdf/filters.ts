// Undoes and makes the packings in which the instructions of pages stand (ISO 32000, 7.4). Pictures are not unpacked.
import { joinBytes } from '../../inspect/container/join-bytes.ts';
import type { Budget } from '../../inspect/reader.ts';
import type { Objects } from './objects.ts';
import { BadSyntax, isBlank, Name, type Stream } from './syntax.ts';

/** @throws BadSyntax where a filter is not known here, or breaks its own rules. */
export async function unpacked(
  objects: Objects,
  { dict, data }: Stream,
  budget: Budget,
): Promise<Uint8Array<ArrayBuffer>> {
  const filter = objects.get(dict.get('Filter') ?? dict.get('F'));
  const filters = (Array.isArray(filter) ? filter : filter === null ? [] : [filter]).map((one) =>
    objects.get(one),
  );
  const parameters = objects.get(dict.get('DecodeParms') ?? dict.get('DP'));
  const list = Array.isArray(parameters) ? parameters : [parameters];
  let bytes = data;
  for (const [at, one] of filters.entries()) {
    const settings = objects.dict(list[at] ?? null);
    if (!(one instanceof Name)) throw new BadSyntax('A filter has no name.');
    const predictor = objects.get(settings?.get('Predictor') ?? null);
    if (typeof predictor === 'number' && predictor > 1) throw new BadSyntax('Instructions are predicted.');
    bytes = await undo(one.value, bytes, objects.get(settings?.get('EarlyChange') ?? null) !== 0);
    budget.spend(bytes.length);
  }
  return bytes;
}

async function undo(
  filter: string,
  bytes: Uint8Array<ArrayBuffer>,
  early: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  switch (filter) {
    case 'FlateDecode':
    case 'Fl':
      return inflated(bytes);
    case 'ASCIIHexDecode':
    case 'AHx':
      return fromHex(bytes);
    case 'ASCII85Decode':
    case 'A85':
      return fromAscii85(bytes);
    case 'RunLengthDecode':
    case 'RL':
      return fromRuns(bytes);
    case 'LZWDecode':
    case 'LZW':
      return fromLzw(bytes, early);
    default:
      throw new BadSyntax('A filter is not known.');
  }
}

/** No page has more instructions than this, in bytes. */
const MOST_BYTES = 256 * 1024 ** 2;

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      length += value.length;
      if (length > MOST_BYTES) break;
    }
  } catch (error) {
    // A line end behind the data, or a stream that breaks off: readers take what came before.
    if (!(error instanceof TypeError)) throw error;
  }
  if (length > MOST_BYTES) {
    await reader.cancel();
    throw new BadSyntax('The instructions are too long.');
  }
  return joinBytes(pieces);
}

export async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function fromHex(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  let half = -1;
  for (const byte of bytes) {
    if (byte === 0x3e) break;
    const digit = Number.parseInt(String.fromCharCode(byte), 16);
    if (Number.isNaN(digit)) continue;
    if (half < 0) half = digit;
    else {
      out.push(half * 16 + digit);
      half = -1;
    }
  }
  if (half >= 0) out.push(half * 16);
  return Uint8Array.from(out);
}

function fromAscii85(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  let group: number[] = [];
  const flush = () => {
    if (group.length < 2) return;
    const count = group.length - 1;
    while (group.length < 5) group.push(84);
    const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
    for (let i = 0; i < count; i++) out.push(Math.floor(value / 256 ** (3 - i)) & 255);
    group = [];
  };
  for (const byte of bytes) {
    if (byte === 0x7e) break;
    if (isBlank(byte)) continue;
    if (byte === 0x7a && group.length === 0) out.push(0, 0, 0, 0);
    else if (byte < 0x21 || byte > 0x75) throw new BadSyntax('ASCII85 has a foreign letter.');
    else if (group.push(byte - 0x21) === 5) flush();
  }
  flush();
  return Uint8Array.from(out);
}

function fromRuns(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes[at++]!;
    if (length === 128) break;
    if (length < 128) {
      pieces.push(bytes.subarray(at, at + length + 1));
      at += length + 1;
    } else pieces.push(new Uint8Array(257 - length).fill(bytes[at++] ?? 0));
  }
  return joinBytes(pieces);
}

function fromLzw(bytes: Uint8Array, early: boolean): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  let table: Uint8Array[] = [];
  const reset = () => {
    table = Array.from({ length: 258 }, (_, i) => Uint8Array.of(i & 255));
  };
  reset();
  let width = 9;
  let bits = 0;
  let held = 0;
  let before: Uint8Array | undefined;
  let length = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >> bits) & ((1 << width) - 1);
    if (code === 257) break;
    if (code === 256) {
      reset();
      width = 9;
      before = undefined;
      continue;
    }
    const known = table[code];
    if (!known && (!before || code !== table.length)) throw new BadSyntax('LZW has a code of nothing.');
    const entry = known ?? joinBytes([before!, before!.subarray(0, 1)]);
    pieces.push(entry);
    length += entry.length;
    if (length > MOST_BYTES) throw new BadSyntax('The instructions are too long.');
    if (before && table.length < 4096) table.push(joinBytes([before, entry.subarray(0, 1)]));
    before = entry;
    const size = table.length + (early ? 1 : 0);
    width = size >= 2048 ? 12 : size >= 1024 ? 11 : size >= 512 ? 10 : 9;
  }
  return joinBytes(pieces);
}
