// The inflater agrees with zlib on thousands of streams, sound and corrupted, and bounds what it puts out.
import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { loadAsset } from '../../../../../../bin/assets.ts';
import { Damaged, OverLimit } from '../../../../../../utils/inspect/errors.ts';
import { inflateEntry } from '../../../../../../utils/inspect/readers/xlsx/scan-wasm/inflate.ts';
import { compileScanModule } from '../../../../../../utils/inspect/readers/xlsx/scan-wasm/module.ts';
import { randomFrom } from './random.ts';

let module: WebAssembly.Module;

beforeAll(async () => {
  module = await compileScanModule(loadAsset);
});

/** The inflated bytes, or undefined where they are Damaged. */
async function inflate(
  packed: Uint8Array<ArrayBuffer>,
  crc: number,
  method = 8,
): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let spent = 0;
  try {
    await inflateEntry(
      module,
      { bytes: new Blob([packed]), method, crc, size: 0 },
      (bytes) => {
        spent += bytes;
      },
      (bytes) => pieces.push(bytes.slice()),
    );
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
  const whole = Buffer.concat(pieces);
  expect(spent).toBe(whole.length);
  return whole;
}

type Random = ReturnType<typeof randomFrom>;

/** Bytes of many tempers: noise, runs, near and far repetitions, few symbols, XML. */
function sample(random: Random): Buffer {
  const size = random.pick([0, 1, 2, 100, 1_000, 5_000, 40_000]) + random.below(300);
  const out = Buffer.alloc(size);
  const kind = random.below(6);
  const alphabet = 1 + random.below(kind === 4 ? 3 : 256);
  for (let i = 0; i < size; ) {
    if (kind === 0) out[i++] = random.below(256);
    else if (kind === 5) {
      i += out.write(`<c r="A${random.below(999)}" t="s"><v>${random.below(99)}</v></c>`, i);
    } else if (i > 0 && random.below(4) > 0) {
      const distance = 1 + random.below(Math.min(i, random.pick([1, 3, 9, 20, 300, 33_000])));
      for (let n = random.below(random.pick([4, 30, 300])); n > 0 && i < size; n--, i++)
        out[i] = out[i - distance]!;
    } else out[i++] = random.below(alphabet);
  }
  return out;
}

function deflate(random: Random, data: Buffer): Buffer<ArrayBuffer> {
  return deflateRawSync(data, {
    level: random.below(10),
    memLevel: 1 + random.below(9),
    windowBits: 9 + random.below(7),
    strategy: random.pick([
      constants.Z_DEFAULT_STRATEGY,
      constants.Z_FIXED,
      constants.Z_HUFFMAN_ONLY,
      constants.Z_RLE,
      constants.Z_FILTERED,
    ]),
  });
}

test('2,000 sound streams come out as they went in', { timeout: 120_000 }, async () => {
  const random = randomFrom(1);
  for (let i = 0; i < 2_000; i++) {
    const data = sample(random);
    const out = await inflate(deflate(random, data), crc32(data));
    expect(out && data.equals(out), `stream ${i}`).toBe(true);
  }
});

test('of 3,000 corrupted streams it refuses those that zlib refuses', { timeout: 120_000 }, async () => {
  const random = randomFrom(2);
  let refused = 0;
  for (let i = 0; i < 3_000; i++) {
    const packed = deflate(random, sample(random).subarray(0, random.pick([200, 1_000, 20_000])));
    const broken = damage(random, packed);
    let expected: Buffer | undefined;
    try {
      expected = inflateRawSync(broken, { maxOutputLength: 1 << 26 });
    } catch {
      refused++;
    }
    const out = await inflate(broken, expected ? crc32(expected) : 0);
    expect(out === undefined, `stream ${i}`).toBe(expected === undefined);
    if (expected && out) expect(expected.equals(out), `stream ${i}`).toBe(true);
  }
  // The damage is neither always found nor never.
  expect(refused).toBeGreaterThan(1_000);
  expect(refused).toBeLessThan(2_900);
});

function damage(random: Random, packed: Buffer): Buffer<ArrayBuffer> {
  const out = Buffer.from(packed);
  switch (random.below(5)) {
    case 0:
      return out.subarray(0, random.below(out.length + 1));
    case 1:
      return Buffer.concat([out, Buffer.from([random.below(256), random.below(256)])]);
    case 2:
      for (let n = 1 + random.below(5); n > 0; n--)
        out[random.below(Math.min(out.length, 80))] = random.below(256);
      return out;
    case 3:
      return Buffer.from(Array.from({ length: 1 + random.below(400) }, () => random.below(256)));
    default:
      out[random.below(out.length)]! ^= 1 << random.below(8);
      return out;
  }
}

test('stored entries pass through', async () => {
  const random = randomFrom(3);
  for (const size of [0, 1, 65_536, 1_000_000]) {
    const data = Buffer.from(Array.from({ length: size }, () => random.below(256)));
    const out = await inflate(data, crc32(data), 0);
    expect(out && data.equals(out), `${size} bytes`).toBe(true);
  }
});

test('a checksum that does not fit is damage', async () => {
  for (const size of [0, 7, 100, 4_095, 4_096, 4_097, 500_000]) {
    const data = Buffer.alloc(size, 'checksum');
    const packed = deflateRawSync(data);
    expect(await inflate(packed, crc32(data)), `${size} bytes`).toHaveLength(size);
    expect(await inflate(packed, crc32(data) ^ 1), `${size} bytes`).toBeUndefined();
  }
});

test('a bomb goes off no further than what may be spent, and takes no memory', async () => {
  const packed = deflateRawSync(Buffer.alloc(200 << 20), { level: 9 });
  let left = 10 << 20;
  let seen = 0;
  const bomb = inflateEntry(
    module,
    { bytes: new Blob([packed]), method: 8, crc: 0, size: 12 },
    (bytes) => {
      left -= bytes;
      if (left < 0) throw new OverLimit('too much');
    },
    (bytes) => {
      seen += bytes.length;
    },
  );
  await expect(bomb).rejects.toThrow(OverLimit);
  expect(seen).toBeLessThanOrEqual(10 << 20);
});
