import { describe, expect, it } from 'vitest';
import { createBudget, DEFAULT_LIMITS } from '../../../../utils/inspect/budget.ts';
import { crc32 } from '../../../../utils/inspect/container/crc32.ts';
import {
  entryBlob,
  openEntry,
  readEntry,
  readZipDirectory,
} from '../../../../utils/inspect/container/zip.ts';
import { Damaged, Encrypted, OverLimit } from '../../../../utils/inspect/errors.ts';
import { writeZip, type ZipMember, type ZipOptions } from '../../../fixtures/zip.ts';

const budget = () => createBudget(DEFAULT_LIMITS);
const zip = (members: ZipMember[], options?: ZipOptions) => new Blob([writeZip(members, options)]);
const long = 'Station,Shift\n'.repeat(20_000);

async function text(file: Blob, name: string): Promise<string> {
  const { entries } = await readZipDirectory(file);
  const entry = entries.find((e) => e.name === name)!;
  return new TextDecoder().decode(await readEntry(file, entry, budget()));
}

describe('readZipDirectory', () => {
  it.each<[string, ZipOptions]>([
    ['plain', {}],
    ['zip64', { zip64: true }],
    ['bytes before, offsets from the first entry', { prepend: new Uint8Array(5000).fill(77) }],
    [
      'bytes before, offsets from the start',
      { prepend: new Uint8Array(5000).fill(77), offsetsFromStart: true },
    ],
    ['zip64 with bytes before', { prepend: new Uint8Array(99).fill(77), zip64: true }],
    ['a comment that holds an end signature', { comment: 'x PK\u0005\u0006 y' }],
  ])('reads %s', async (_, options) => {
    const file = zip(
      [
        { name: 'a.txt', data: long },
        { name: 'sub/b.txt', data: 'stored', method: 0 },
      ],
      options,
    );
    const directory = await readZipDirectory(file);
    expect(directory.entries.map((e) => [e.name, e.known])).toEqual([
      ['a.txt', 'both'],
      ['sub/b.txt', 'both'],
    ]);
    expect(directory.disagreements).toEqual([]);
    expect(directory.prepended).toBe(options.prepend?.length ?? 0);
    expect(await text(file, 'a.txt')).toBe(long);
    expect(await text(file, 'sub/b.txt')).toBe('stored');
  });

  it('finds entries that only a local header knows, first, in the middle and last', async () => {
    const file = zip([
      { name: 'first', data: 'one', localOnly: true },
      { name: 'listed', data: long },
      { name: 'middle', data: long, localOnly: true, streamed: true },
      { name: 'listed2', data: 'x', streamed: true },
      { name: 'last', data: 'three', localOnly: true },
    ]);
    const directory = await readZipDirectory(file);
    expect(directory.entries.map((e) => e.name)).toEqual(['listed', 'listed2', 'first', 'middle', 'last']);
    expect(directory.disagreements).toEqual([{ kind: 'local-only', count: 3 }]);
    expect(await text(file, 'first')).toBe('one');
    expect(await text(file, 'middle')).toBe(long);
    expect(await text(file, 'last')).toBe('three');
  });

  it('says where names differ or come twice, and keeps both', async () => {
    const file = zip([
      { name: 'xl/a.xml', localName: 'xl/z.xml', data: 'one' },
      { name: 'same', data: 'two' },
      { name: 'same', data: 'three' },
    ]);
    const directory = await readZipDirectory(file);
    expect(directory.entries.map((e) => [e.name, e.localName])).toEqual([
      ['xl/a.xml', 'xl/z.xml'],
      ['same', undefined],
      ['same', undefined],
    ]);
    expect(directory.disagreements).toEqual([
      { kind: 'name-differs', count: 1 },
      { kind: 'duplicate-name', count: 1 },
    ]);
  });

  it('reads what is left of an archive without its directory', async () => {
    const whole = writeZip([
      { name: 'a', data: long },
      { name: 'b', data: 'x' },
    ]);
    const file = new Blob([whole.subarray(0, whole.length - 60)]);
    const directory = await readZipDirectory(file);
    expect(directory.damaged).toBe('The archive has no directory.');
    expect(directory.entries.map((e) => [e.name, e.known])).toEqual([
      ['a', 'local'],
      ['b', 'local'],
    ]);
    expect(await text(file, 'a')).toBe(long);
  });

  it('refuses bytes that are no archive and takes an empty one', async () => {
    await expect(readZipDirectory(new Blob(['PK\u0003\u0004 nothing']))).rejects.toThrow(Damaged);
    expect((await readZipDirectory(zip([]))).entries).toEqual([]);
  });
});

describe('openEntry', () => {
  async function drain(file: Blob, limits = DEFAULT_LIMITS): Promise<number> {
    const { entries } = await readZipDirectory(file);
    let size = 0;
    for await (const piece of openEntry(file, entries[0]!, createBudget(limits))) size += piece.length;
    return size;
  }

  it('goes by the bytes where the headers lie about the size', async () => {
    expect(await drain(zip([{ name: 'a', data: long, claimedSize: 3 }]))).toBe(long.length);
  });

  it('calls a wrong checksum damaged, after the last piece', async () => {
    await expect(drain(zip([{ name: 'a', data: long, claimedCrc: 1 }]))).rejects.toThrow(Damaged);
    await expect(drain(zip([{ name: 'a', data: long, claimedCrc: 1, method: 0 }]))).rejects.toThrow(Damaged);
  });

  it('calls bytes that do not inflate damaged', async () => {
    const bytes = writeZip([{ name: 'a', data: long }]);
    bytes.fill(0xff, 40, 60);
    await expect(drain(new Blob([bytes]))).rejects.toThrow(Damaged);
  });

  it('names a method that it cannot unpack', async () => {
    await expect(drain(zip([{ name: 'a', data: 'x', method: 14 }]))).rejects.toThrow(/LZMA/);
  });

  it('says encrypted', async () => {
    await expect(drain(zip([{ name: 'a', data: 'x', encrypted: true }]))).rejects.toThrow(Encrypted);
  });

  it('stops a bomb at the limit', async () => {
    const bomb = zip([{ name: 'a', data: new Uint8Array(50_000_000), claimedSize: 1 }]);
    await expect(drain(bomb, { ...DEFAULT_LIMITS, bytes: 1_000_000 })).rejects.toThrow(OverLimit);
  });

  it('gives an entry as a Blob', async () => {
    const file = zip([{ name: 'a', data: long }]);
    const { entries } = await readZipDirectory(file);
    expect(await (await entryBlob(file, entries[0]!, budget())).text()).toBe(long);
  });
});

describe('the Unicode name of a member', () => {
  /** A stored member with an Info-ZIP Unicode path field (0x7075) in both headers, made for the name `madeFor`. */
  function withUnicodePath(name: string, unicode: string, madeFor: string): Blob {
    const path = Buffer.from(unicode);
    const extra = Buffer.alloc(9 + path.length);
    extra.writeUInt16LE(0x7075, 0);
    extra.writeUInt16LE(5 + path.length, 2);
    extra.writeUInt8(1, 4);
    extra.writeUInt32LE(crc32(Buffer.from(madeFor)), 5);
    path.copy(extra, 9);
    const sizes = (header: Buffer, at: number) => {
      header.writeUInt16LE(name.length, at);
      header.writeUInt16LE(extra.length, at + 2);
    };
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    sizes(local, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    sizes(central, 28);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(46 + name.length + extra.length, 12);
    end.writeUInt32LE(30 + name.length + extra.length, 16);
    return new Blob([
      Buffer.concat([local, Buffer.from(name), extra, central, Buffer.from(name), extra, end]),
    ]);
  }

  it.each([
    ['a-b.csv', 'ä-b.csv', 'a-b.csv', 'ä-b.csv'],
    ['plain.csv', 'other.txt', 'renamed-since.csv', 'plain.csv'],
  ])('counts where its checksum is that of the name: %s', async (name, unicode, madeFor, expected) => {
    const { entries } = await readZipDirectory(withUnicodePath(name, unicode, madeFor));
    expect(entries.map((entry) => [entry.name, entry.localName])).toEqual([[expected, undefined]]);
  });
});
