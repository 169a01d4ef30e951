import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../../bin/assets.ts';
import { joinBytes } from '../../../../utils/inspect/container/join-bytes.ts';
import { unpack } from '../../../../utils/inspect/container/seven-zip.ts';
import { innerName } from '../../../../utils/inspect/readers/compressed.ts';
import { type TarMember, writeRar4, writeSevenZip, writeTar } from '../../../fixtures/archives.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { writeZip } from '../../../fixtures/zip.ts';

const A = 'Station,Shift\nNorth,Early\nSouth,Late\nWest,Night\n';
const CELLS = ['Station', 'Shift', 'North', 'Early', 'South', 'Late', 'West', 'Night'];
const utf8 = new TextEncoder();

describe('zip', () => {
  it('hands on every member with its path as one step', async () => {
    const { tables, inspection, findings } = await seen(
      writeZip([
        { name: 'a.csv', data: A },
        { name: 'sub/', data: '', method: 0 },
        { name: 'sub/../../b.csv', data: A, method: 0 },
      ]),
      'x.zip',
    );
    expect(tables.map((t) => t.where)).toEqual(['x.zip > a.csv', 'x.zip > sub/../../b.csv']);
    expect(tables[1]!.cells).toEqual(CELLS);
    expect([inspection.inspected, inspection.format, findings]).toEqual(['full', 'zip', []]);
  });

  it('reports encrypted members one by one and reads the others', async () => {
    const { tables, inspection, findings } = await seen(
      writeZip([
        { name: '1.csv', data: A, encrypted: true },
        { name: '2.csv', data: A },
        { name: '3.csv', data: A, encrypted: true },
      ]),
      'x.zip',
    );
    expect(tables.map((t) => t.where)).toEqual(['x.zip > 2.csv']);
    expect(findings).toEqual(['encrypted @ x.zip > 1.csv', 'encrypted @ x.zip > 3.csv']);
    expect(inspection.inspected).toBe('partial');
  });

  it('judges members that no directory lists, and says that they are hidden', async () => {
    const { tables, findings } = await seen(
      writeZip([
        { name: 'shown.csv', data: A },
        { name: 'unlisted.csv', data: A, localOnly: true },
        { name: 'shown.csv', data: A },
      ]),
      'x.zip',
    );
    expect(tables.map((t) => [t.where, t.hidden])).toEqual([
      ['x.zip > shown.csv', []],
      ['x.zip > shown.csv', []],
      ['x.zip > unlisted.csv', ['embedded-file']],
    ]);
    expect(findings).toEqual(['embedded-file @ x.zip']);
  });

  it('hands on what inflates of a damaged member, and says so', async () => {
    const long = A.repeat(2000);
    for (const method of [0, 8]) {
      const { tables, findings, inspection } = await seen(
        writeZip([
          { name: 'bad.csv', data: long, claimedCrc: 1, method },
          { name: 'good.csv', data: A },
        ]),
        'x.zip',
      );
      expect(tables.map((t) => [t.where, t.cells.length])).toEqual([
        ['x.zip > bad.csv', 16_000],
        ['x.zip > good.csv', 8],
      ]);
      expect(findings).toEqual(['damaged @ x.zip > bad.csv']);
      expect(inspection.inspected).toBe('partial');
    }
  });

  it.each(['Deflate64', 'BZip2', 'LZMA', 'PPMd'])('unpacks %s', async (method) => {
    const bytes = await writeSevenZip(
      { 'a.csv': A.repeat(500), 'b/c.csv': A },
      { type: 'zip', switches: [`-mm=${method}`] },
    );
    const { tables, findings } = await seen(bytes, 'x.zip');
    expect(tables.map((t) => [t.where, t.cells.length])).toEqual([
      ['x.zip > a.csv', 4000],
      ['x.zip > b/c.csv', 8],
    ]);
    expect(findings).toEqual([]);
  });

  it('says plainly of a member that it cannot unpack', async () => {
    const { findings, inspection } = await seen(
      writeZip([{ name: 'song.wv', data: A, method: 97 }]),
      'x.zip',
    );
    expect(findings).toEqual(['unknown-format @ x.zip > song.wv']);
    expect(inspection.inspected).toBe('none');
  });

  it('says that WinZip AES is encrypted', async () => {
    const bytes = await writeSevenZip({ 'a.csv': A }, { type: 'zip', switches: ['-psecret', '-mem=AES256'] });
    expect((await seen(bytes, 'x.zip')).findings).toEqual(['encrypted @ x.zip > a.csv']);
  });

  it('ends a bomb at the limit, in few steps', async () => {
    const zeros = new Uint8Array(20 * 1024 ** 2);
    const bomb = writeZip(Array.from({ length: 10 }, (_, i) => ({ name: `${i}`, data: zeros })));
    const { findings, inspection } = await seen(bomb, 'x.zip', { limits: { bytes: 30 * 1024 ** 2 } });
    expect(findings.filter((f) => f.startsWith('over-limit'))).toEqual(['over-limit @ x.zip']);
    expect(inspection.inspected).not.toBe('full');
  });

  it('ends at the limits of members and depth', async () => {
    const many = writeZip(Array.from({ length: 20 }, (_, i) => ({ name: `${i}.csv`, data: A })));
    const members = await seen(many, 'x.zip', { limits: { members: 10 } });
    expect([members.tables.length, members.findings]).toEqual([10, ['over-limit @ x.zip']]);
    let nested = writeZip([{ name: 'a.csv', data: A }]);
    for (let i = 0; i < 4; i++) nested = writeZip([{ name: `${i}.zip`, data: nested }]);
    const depth = await seen(nested, 'x.zip', { limits: { depth: 3 } });
    expect(depth.findings).toEqual(['over-limit @ x.zip > 3.zip > 2.zip > 1.zip > 0.zip']);
    expect((await seen(nested, 'x.zip', { limits: { depth: 5 } })).tables.map((t) => t.where)).toEqual([
      'x.zip > 3.zip > 2.zip > 1.zip > 0.zip > a.csv',
    ]);
  });
});

describe('tar', () => {
  const long = `${'folder/'.repeat(30)}staff.csv`;

  it.each<[string, TarMember, string]>([
    ['plain', { name: 'a.csv', data: A }, 'a.csv'],
    ['traversal', { name: '../../etc/a.csv', data: A }, '../../etc/a.csv'],
    ['a GNU long name', { name: 'short', data: A, longName: long }, long],
    ['a pax path', { name: 'short', data: A, pax: { path: 'ståff.csv' } }, 'ståff.csv'],
    ['a pax size', { name: 'a.csv', data: A, pax: { size: String(A.length) }, claimedSize: 1 }, 'a.csv'],
  ])('reads %s', async (_, member, name) => {
    const { tables, findings, inspection } = await seen(
      writeTar([member, { name: 'z.csv', data: A }]),
      'x.tar',
    );
    expect(tables.map((t) => [t.where, t.cells])).toEqual([
      [`x.tar > ${name}`, CELLS],
      ['x.tar > z.csv', CELLS],
    ]);
    expect([findings, inspection.inspected]).toEqual([[], 'full']);
  });

  it('puts the holes back into a sparse file (pax 1.0)', async () => {
    const data = utf8.encode(A);
    const map = `1\n2048\n${data.length}\n`;
    const { texts, tables, findings } = await seen(
      writeTar([
        {
          name: 'GNUSparseFile.0/a',
          data: joinBytes([utf8.encode(map.padEnd(512, '\0')), data]),
          pax: {
            'GNU.sparse.major': '1',
            'GNU.sparse.minor': '0',
            'GNU.sparse.name': 'a.bin',
            'GNU.sparse.realsize': String(2048 + data.length),
          },
        },
        { name: 'z.csv', data: A },
      ]),
      'x.tar',
    );
    expect(tables.map((t) => t.where)).toEqual(['x.tar > z.csv']);
    expect(texts.map((t) => [t.where, t.text])).toEqual([['x.tar > a.bin', A.trimEnd()]]);
    expect(findings).toEqual(['unknown-format @ x.tar > a.bin']);
  });

  it('says that a tar is cut off, after what is there', async () => {
    const whole = writeTar([
      { name: 'a.csv', data: A },
      { name: 'b.csv', data: A.repeat(100) },
    ]);
    const { tables, findings, inspection } = await seen(whole.slice(0, 512 * 4), 'x.tar');
    expect(tables.map((t) => t.where)).toEqual(['x.tar > a.csv', 'x.tar > b.csv']);
    expect([findings, inspection.inspected]).toEqual([['damaged @ x.tar'], 'partial']);
  });

  it('counts the holes of a sparse file', async () => {
    const bomb = writeTar([
      {
        name: 'a',
        data: '1\n0\n0\n'.padEnd(512, '\0'),
        pax: { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': String(2 ** 45) },
      },
    ]);
    expect((await seen(bomb, 'x.tar')).findings).toEqual(['over-limit @ x.tar']);
  });
});

describe('compressed single files', () => {
  it.each([
    ['staff.csv.gz', 'staff.csv'],
    ['a.tgz', 'a.tar'],
    ['a.TBZ2', 'a.tar'],
    ['folder/a.csv.zst', 'a.csv'],
    ['a.tar.xz', 'a.tar'],
    ['odd', 'content'],
    ['.gz', 'content'],
  ])('%s holds %s', (outer, inner) => {
    expect(innerName(outer)).toBe(inner);
  });

  const tar = writeTar([{ name: 'b.csv', data: A }]);
  it.each<[string, () => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>]>([
    ['gz', () => new Uint8Array(gzipSync(tar))],
    ['bz2', () => writeSevenZip({ 'a.tar': tar }, { type: 'bzip2' })],
    ['xz', () => writeSevenZip({ 'a.tar': tar }, { type: 'xz' })],
    ['zst', () => new Uint8Array(zstdCompressSync(tar))],
  ])('reads a tar in %s', async (ending, write) => {
    const { tables, findings, inspection } = await seen(await write(), `a.tar.${ending}`);
    expect(tables.map((t) => [t.where, t.cells])).toEqual([[`a.tar.${ending} > a.tar > b.csv`, CELLS]]);
    expect([findings, inspection.format, inspection.inspected]).toEqual([[], ending, 'full']);
  });

  it('joins the members of a gzip file', async () => {
    const two = joinBytes([gzipSync(A), gzipSync(A)]);
    const { tables, findings } = await seen(two, 'a.csv.gz');
    expect(tables.map((t) => [t.where, t.cells])).toEqual([['a.csv.gz > a.csv', [...CELLS, ...CELLS]]]);
    expect(findings).toEqual([]);
  });

  it('reads what comes before the damage', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `row ${i},${(i * 7919) % 1000}\n`).join('');
    const cut = new Uint8Array(gzipSync(rows)).slice(0, -2000);
    const { tables, findings, inspection } = await seen(cut, 'a.csv.gz');
    expect(tables[0]!.cells.length).toBeGreaterThan(1000);
    expect([findings, inspection.inspected]).toEqual([['damaged @ a.csv.gz'], 'partial']);
  });

  it.each([
    ['gz', async () => new Uint8Array(gzipSync(tar))],
    ['bz2', () => writeSevenZip({ 'a.tar': tar }, { type: 'bzip2' })],
  ] as const)('does not mind padding behind %s', async (ending, write) => {
    const bytes = joinBytes([await write(), new Uint8Array(600)]);
    const { tables, findings } = await seen(bytes, `a.tar.${ending}`);
    expect([tables.length, findings]).toEqual([1, []]);
  });

  it('ends bombs, whoever unpacks them', async () => {
    const zeros = new Uint8Array(60 * 1024 ** 2);
    const limits = { bytes: 20 * 1024 ** 2 };
    for (const bytes of [gzipSync(zeros), zstdCompressSync(zeros)]) {
      const { findings, inspection } = await seen(new Uint8Array(bytes), 'bomb', { limits });
      expect([findings, inspection.inspected]).toEqual([['over-limit @ bomb'], 'none']);
    }
  });
});

describe('7z and rar', () => {
  it('reads every member of a 7z', async () => {
    const bytes = await writeSevenZip({ 'a.csv': A, 'sub/b.csv': A }, { type: '7z' });
    const { tables, inspection, findings } = await seen(bytes, 'x.7z');
    expect(tables.map((t) => [t.where, t.cells])).toEqual([
      ['x.7z > a.csv', CELLS],
      ['x.7z > sub/b.csv', CELLS],
    ]);
    expect([inspection.format, inspection.inspected, findings]).toEqual(['7z', 'full', []]);
  });

  it('unpacks a solid archive piece by piece, so that it never stands in memory as a whole', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`${i}.txt`, `${i}`.repeat(i === 4 ? 5000 : 1000)]),
    );
    const bytes = await writeSevenZip(files, { type: '7z', switches: ['-ms=on'] });
    const held: number[] = [];
    let now = 0;
    const asked: string[] = [];
    const budget = {
      left: 1e9,
      member: () => undefined,
      spend: (size: number) => {
        now += size;
      },
    };
    const options = { asset: loadAsset, budget, atOnce: 2500 };
    await unpack(new Blob([bytes]), '7z', options, async (name, content) => {
      asked.push(name);
      expect(await content.text()).toBe(files[name]);
      if (now > 0) held.push(now);
      now = 0;
    });
    expect(asked).toEqual(Object.keys(files));
    // Two at once, and the large one alone.
    expect(held).toEqual([2000, 2000, 5000, 2000, 2000]);
  });

  it('says of each member of a 7z that it is encrypted, or of all where their list is', async () => {
    const files = { 'a.csv': A, 'b.csv': A };
    const content = await seen(await writeSevenZip(files, { type: '7z', switches: ['-psecret'] }), 'x.7z');
    expect(content.findings).toEqual(['encrypted @ x.7z > a.csv', 'encrypted @ x.7z > b.csv']);
    const all = await writeSevenZip(files, { type: '7z', switches: ['-psecret', '-mhe=on'] });
    expect((await seen(all, 'x.7z')).findings).toEqual(['encrypted @ x.7z']);
  });

  it('reads a rar, and says which members are encrypted', async () => {
    const { tables, inspection, findings } = await seen(
      writeRar4([
        { name: 'a.csv', data: A },
        { name: '-p@b.csv', data: A, encrypted: true },
        { name: '@c*.csv', data: A },
      ]),
      'x.rar',
    );
    expect(tables.map((t) => [t.where, t.cells])).toEqual([
      ['x.rar > a.csv', CELLS],
      ['x.rar > @c*.csv', CELLS],
    ]);
    expect(findings).toEqual(['encrypted @ x.rar > -p@b.csv']);
    expect([inspection.format, inspection.inspected]).toEqual(['rar', 'partial']);
  });

  it('says that a 7z is damaged', async () => {
    const bytes = await writeSevenZip({ 'a.csv': A.repeat(3000) }, { type: '7z', switches: ['-mx=1'] });
    const cut = await seen(bytes.slice(0, bytes.length - 20), 'x.7z');
    expect(cut.findings).toEqual(['damaged @ x.7z']);
    bytes[60]! ^= 255;
    expect((await seen(bytes, 'x.7z')).findings).toEqual(['damaged @ x.7z > a.csv']);
  });

  it('looks behind a program for the archive that it unpacks', async () => {
    const stub = new Uint8Array(40_000);
    stub.set(utf8.encode('MZ'));
    const bytes = joinBytes([stub, await writeSevenZip({ 'a.csv': A }, { type: '7z' })]);
    const { tables, inspection } = await seen(bytes, 'setup.exe');
    expect(tables.map((t) => [t.where, t.cells])).toEqual([['setup.exe > archive > a.csv', CELLS]]);
    expect(inspection.format).toBe('exe');
  });

  it('ends a bomb', async () => {
    const bytes = await writeSevenZip(
      { a: new Uint8Array(60 * 1024 ** 2) },
      { type: '7z', switches: ['-mx=1'] },
    );
    const { findings } = await seen(bytes, 'x.7z', { limits: { bytes: 20 * 1024 ** 2 } });
    expect(findings).toEqual(['over-limit @ x.7z']);
  });
});
