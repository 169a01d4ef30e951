// Large members of archives: texts are read as they are unpacked, everything else stands whole, bombs end early.
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../../bin/assets.ts';
import { KEPT, UnpackedBlob } from '../../../../utils/inspect/container/unpacked-blob.ts';
import type { Detector } from '../../../../utils/inspect/detector.ts';
import { inspect } from '../../../../utils/inspect/inspect.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { writeZip } from '../../../fixtures/zip.ts';

describe('a Blob that is unpacked as it is read', () => {
  const bytes = Uint8Array.from({ length: 3 * KEPT }, (_, i) => (i * 7919) >> 5);
  let opened = 0;
  const blob = new UnpackedBlob({
    size: bytes.length,
    head: bytes.slice(0, KEPT),
    tail: bytes.slice(-KEPT),
    async *open() {
      opened++;
      for (let at = 0; at < bytes.length; at += 10_007) yield bytes.subarray(at, at + 10_007);
      throw new Error('Nobody should ask for more than there is.');
    },
  });
  const range = async (start?: number, end?: number) =>
    new Uint8Array(await blob.slice(start, end).arrayBuffer());

  it('gives the bytes of a true Blob for every range', async () => {
    const at = [
      0,
      1,
      KEPT - 1,
      KEPT,
      KEPT + 1,
      2 * KEPT,
      2 * KEPT + 1,
      bytes.length,
      bytes.length + 5,
      -1,
      -KEPT - 1,
    ];
    for (const start of at) {
      for (const end of at) {
        expect([start, end, Buffer.from(await range(start, end)).equals(bytes.slice(start, end))]).toEqual([
          start,
          end,
          true,
        ]);
      }
    }
  });

  it('gives ranges of ranges', async () => {
    const inner = blob.slice(5, bytes.length - 5).slice(KEPT, -KEPT);
    expect(new Uint8Array(await inner.arrayBuffer())).toEqual(bytes.slice(5 + KEPT, -5 - KEPT));
    expect(inner.size).toBe(bytes.length - 10 - 2 * KEPT);
  });

  it('keeps its ends at hand', async () => {
    const before = opened;
    await range(0, KEPT);
    await range(-KEPT);
    expect(opened).toBe(before);
  });

  it('streams, and can be left early', async () => {
    expect(new Uint8Array(await new Response(blob.stream()).arrayBuffer())).toEqual(bytes);
    const reader = blob.stream().getReader();
    expect((await reader.read()).value?.[1]).toBe(bytes[1]);
    await reader.cancel();
  });
});

/** Counts cells and keeps the last of them: a large table is not to stand in memory here either. */
async function count(bytes: Uint8Array, name: string) {
  let cells = 0;
  let last = '';
  const counter: Detector = {
    id: 'counter',
    start: () => ({
      table: () => ({
        chunk: ({ count, values, strings }) => {
          cells += count;
          last = strings[values[count - 1]!]!;
        },
        end: () => undefined,
      }),
      end: () => [],
    }),
  };
  const { inspected, findings } = await inspect(new Blob([new Uint8Array(bytes)]), name, {
    asset: loadAsset,
    detectors: [counter],
    limits: { seconds: 600 },
  });
  return { cells, last, inspected, rules: findings.map(({ rule }) => rule) };
}

describe('a large table in an archive', { timeout: 120_000 }, () => {
  const line = `Northgate,Early,Tuesday,${'a long remark '.repeat(40)}\n`;
  const rows = Math.ceil((9 * 1024 ** 2) / line.length);
  const csv = `${line.repeat(rows)}Southgate,Late,Friday,End\n`;
  const whole = { cells: (rows + 1) * 4, last: 'End', inspected: 'full', rules: [] };

  it('is read to its last cell, from a zip and from a gzip', async () => {
    expect(await count(writeZip([{ name: 'a.csv', data: csv }]), 'a.zip')).toEqual(whole);
    expect(await count(gzipSync(csv), 'a.csv.gz')).toEqual(whole);
  });

  it('is read as far as it goes where it is damaged, and that is said', async () => {
    const found = await count(writeZip([{ name: 'a.csv', data: csv, claimedCrc: 1 }]), 'a.zip');
    expect(found).toEqual({ ...whole, inspected: 'partial', rules: ['damaged'] });
    const packed = deflateRawSync(csv);
    const cut = writeZip([{ name: 'a.csv', data: packed.subarray(0, packed.length - 200), packed: true }]);
    const rest = await count(cut, 'a.zip');
    expect(rest.rules).toEqual(['damaged']);
    expect(rest.cells).toBeGreaterThan(whole.cells * 0.5);
  });

  it('with a zip behind it is read as that zip', async () => {
    const behind = writeZip([{ name: 'in.csv', data: 'Station,Shift\nNorth,Early\nSouth,Late\n' }]);
    const stub = Buffer.concat([Buffer.from('\0\u0001stub\n'.repeat(1_400_000)), behind]);
    const { tables } = await seen(writeZip([{ name: 'a.bin', data: stub }]), 'a.zip');
    expect(tables.map(({ where }) => where)).toEqual(['a.zip > a.bin > in.csv']);
  });
});

describe('members that say how large they are', () => {
  it('are refused before they are unpacked where that is more than may be unpacked', async () => {
    const packed = deflateRawSync(new Uint8Array(4_000_000));
    const limits = { bytes: 1_000_000 };
    const honest = writeZip([
      { name: 'a.txt', data: packed, packed: true, claimedSize: 4_000_000 },
      { name: 'b.txt', data: 'The next one is read.' },
    ]);
    const { findings, texts } = await seen(honest, 'a.zip', { limits });
    expect(findings).toEqual(['over-limit @ a.zip > a.txt']);
    expect(texts.map((one) => one.text)).toEqual(['The next one is read.']);
  });

  it('are read where they cannot be as large as they say', async () => {
    const text = 'A short text, said to be long.';
    const lying = writeZip([{ name: 'a.txt', data: text, claimedSize: 2 ** 31 }]);
    const { texts } = await seen(lying, 'a.zip', { limits: { bytes: 1_000_000 } });
    expect(texts.map((one) => one.text)).toEqual([text]);
  });
});

describe('archives of more members than are listed', () => {
  it('are refused, whatever number of them the directory gives', async () => {
    const one = Buffer.from(writeZip([{ name: 'a', data: '', method: 0 }]));
    const [directory, end] = [one.indexOf('PK\x01\x02'), one.indexOf('PK\x05\x06')];
    const header = one.subarray(directory, end);
    const count = 100_001;
    const tail = Buffer.from(one.subarray(end));
    // The field is 16 bits wide, and wraps.
    for (const at of [8, 10]) tail.writeUInt16LE(count % 65_536, at);
    tail.writeUInt32LE(header.length * count, 12);
    const many = [one.subarray(0, directory), ...Array.from({ length: count }, () => header), tail];
    expect((await seen(new Uint8Array(Buffer.concat(many)), 'a.zip')).findings).toEqual([
      'over-limit @ a.zip',
    ]);
  });
});
