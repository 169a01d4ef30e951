// Tar headers (their sums made good again) and what is in a gzip.
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Random } from '../../fixtures/people.ts';
import { MOST_BYTES, mutateBytes } from './bytes.ts';
import type { Mutate } from './mutate.ts';

export function mutateTar(random: Random, bytes: Uint8Array, inner: Mutate): Uint8Array {
  if (random.chance(0.2) || bytes.length < 512) return mutateBytes(random, bytes);
  const out = bytes.slice();
  const at = 512 * random.int(0, Math.floor(out.length / 512) - 1);
  const header = out.subarray(at, at + 512);
  if (Buffer.from(header.subarray(257, 262)).toString('latin1') !== 'ustar') {
    return Buffer.concat([out.subarray(0, at), inner(random, out.subarray(at))]);
  }
  const put = (text: string, offset: number) => header.set(Buffer.from(text, 'latin1'), offset);
  const kind = random.int(0, 4);
  if (kind === 0)
    put(`${random.pick(['77777777777', '00000000000', '99999999999', '-1', '00000001000'])}\0`, 124);
  else if (kind === 1)
    put(random.pick(['\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff', '\xff'.repeat(12)]), 124);
  else if (kind === 2)
    put(random.pick(['0', '1', '2', '3', '5', '6', '7', 'x', 'g', 'L', 'K', 'S', 'V', '\0']), 156);
  else if (kind === 3) header.fill(random.pick([0, 0x41, 0xff]), 0, 100);
  else header.set(mutateBytes(random, header).subarray(0, 512));
  put('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return out;
}

export function mutateGzip(random: Random, bytes: Uint8Array, inner: Mutate): Uint8Array {
  if (random.chance(0.3)) return mutateBytes(random, bytes);
  try {
    return new Uint8Array(gzipSync(inner(random, gunzipSync(bytes, { maxOutputLength: 16 * MOST_BYTES }))));
  } catch {
    return mutateBytes(random, bytes);
  }
}
