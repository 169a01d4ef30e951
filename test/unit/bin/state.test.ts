import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildDigest } from '../../../bin/check/build.ts';
import { checkFiles } from '../../../bin/check/files.ts';
import { openState, stampOf } from '../../../bin/check/state.ts';
import type { Inspection } from '../../../utils/inspect/report.ts';

/** Folders that may not be read. Root may read all of them, so permissions alone would not do here. */
const closed = vi.hoisted(() => new Set<string>());
const disk = vi.hoisted(() => ({ full: false }));
/** Files that read otherwise than they stand there. */
const edited = vi.hoisted(() => new Map<string, Buffer>());
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  const opendir = async (folder: string) => {
    if (closed.has(folder)) throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    return fs.opendir(folder);
  };
  const open = async (...args: Parameters<typeof fs.open>) => {
    const handle = await fs.open(...args);
    const write = handle.appendFile.bind(handle);
    handle.appendFile = async (...data: Parameters<typeof write>) => {
      if (disk.full) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      return write(...data);
    };
    return handle;
  };
  const readFile = async (...args: Parameters<typeof fs.readFile>) =>
    edited.get(String(args[0])) ?? fs.readFile(...args);
  return { ...fs, open, opendir, readFile };
});

let folder: string;
let state: string;
const KEY = { build: 'a', settings: { limits: { seconds: 60 } } };

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cordon-state-'));
  state = path.join(folder, 'run.state');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inspection = (file: string): Inspection => ({
  schema: 'cordon.report/1',
  file,
  bytes: 10,
  format: 'csv',
  inspected: 'full',
  findings: [],
  ms: 7,
});
const stamp = { bytes: 10, sha256: 'ab' };

async function filled(...files: string[]): Promise<void> {
  const run = await openState(state, KEY);
  for (const file of files) await run.keep(file, stamp, inspection(file));
  await run.close();
}

describe('openState', () => {
  it('gives back what was kept, however its path is spelt', async () => {
    await filled('a.csv', 'sub/Dŵr.csv', 'c.csv');
    const run = await openState(state, KEY);
    expect(run.known).toBe(3);
    expect(await run.find('./sub/Dŵr.csv', stamp)).toEqual(inspection('sub/Dŵr.csv'));
    expect(await run.find('d.csv', stamp)).toBeUndefined();
    await run.close();
  });

  it('forgets a file that has changed, other settings and another version', async () => {
    await filled('a.csv');
    const run = await openState(state, KEY);
    expect(await run.find('a.csv', { ...stamp, bytes: 11 })).toBeUndefined();
    expect(await run.find('a.csv', { ...stamp, sha256: 'ac' })).toBeUndefined();
    await run.close();
    for (const other of [
      { ...KEY, build: 'b' },
      { ...KEY, settings: { limits: { seconds: 5 } } },
    ]) {
      const fresh = await openState(state, other);
      expect(fresh.known).toBe(0);
      await fresh.close();
    }
  });

  it('knows every file again, whatever counts as an end of line in a name', async () => {
    const names = [
      'a\u2028b.csv',
      'a\u2029b.csv',
      'a\u0085b.csv',
      'a\rb.csv',
      'a\nb.csv',
      'a\vb\f.csv',
      'z.csv',
    ];
    await filled(...names);
    for (let again = 0; again < 3; again++) {
      const run = await openState(state, KEY);
      expect(run.known).toBe(names.length);
      for (const name of names) expect(await run.find(name, stamp)).toEqual(inspection(name));
      await run.close();
    }
  });

  it('says so where it could not be written to its end, and does not make the files bad', async () => {
    disk.full = true;
    const run = await openState(state, KEY);
    expect(run.incomplete).toBe(false);
    await run.keep('a.csv', stamp, inspection('a.csv'));
    disk.full = false;
    expect(run.incomplete).toBe(true);
    await run.keep('b.csv', stamp, inspection('b.csv'));
    await run.close();
    const next = await openState(state, KEY);
    expect(next.known).toBe(1);
    expect(await next.find('b.csv', stamp)).toEqual(inspection('b.csv'));
    await next.close();
  });

  it('survives a crash at any byte: whole lines count, the torn one does not, and the next run can write on', async () => {
    await filled('a.csv', 'b.csv', 'c.csv');
    const whole = readFileSync(state);
    for (let cut = 1; cut < whole.length; cut += 37) {
      writeFileSync(state, whole.subarray(0, cut));
      const lines = whole
        .subarray(0, cut)
        .toString()
        .split('\n')
        .filter((line) => line.endsWith('}}'));
      const run = await openState(state, KEY);
      expect(run.known, `cut at ${cut}`).toBe(lines.length);
      await run.keep('d.csv', stamp, inspection('d.csv'));
      await run.close();
      const next = await openState(state, KEY);
      expect(await next.find('d.csv', stamp)).toEqual(inspection('d.csv'));
      expect(next.known).toBe(lines.length + 1);
      await next.close();
    }
  });
});

describe('checkFiles in folders', () => {
  const CSV = 'month,calls\nApril,3\n';
  const checked = async (...given: string[]) => {
    const found: Inspection[] = [];
    for await (const one of checkFiles(given, { locate: (name) => path.join(folder, name), jobs: 1 }))
      found.push(one);
    return found;
  };

  it('reads each file once where links lead in circles, and follows those that lead out', async () => {
    for (const name of ['log/sub', 'log/zone', 'other'])
      mkdirSync(path.join(folder, name), { recursive: true });
    for (const name of ['log/a.csv', 'log/sub/b.csv', 'log/zone/c.csv', 'other/d.csv'])
      writeFileSync(path.join(folder, name), CSV);
    for (const [to, from] of [
      ['.', 'log/again'],
      ['.', 'log/once more'],
      ['..', 'log/sub/up'],
      ['zone', 'log/before'],
      ['../other', 'log/out'],
      ['../log', 'other/back'],
      ['../other', 'log/twice'],
      ['a.csv', 'log/file.csv'],
      ['nowhere', 'log/broken.csv'],
      ['circle.csv', 'log/circle.csv'],
    ] as const)
      symlinkSync(to, path.join(folder, from));
    // What is given twice is answered twice.
    const found = await checked('log', 'log/zone');
    expect(found.map(({ file }) => file)).toEqual([
      'log/a.csv',
      'log/broken.csv',
      'log/circle.csv',
      'log/file.csv',
      'log/out/d.csv',
      'log/sub/b.csv',
      'log/zone/c.csv',
      'log/zone/c.csv',
    ]);
    expect(found.map(({ inspected }) => inspected)).toEqual([
      'full',
      'none',
      'none',
      'full',
      'full',
      'full',
      'full',
      'full',
    ]);
  }, 120_000);

  it('goes on where a folder cannot be read, and says so of it', async () => {
    for (const name of ['log/closed', 'log/open']) mkdirSync(path.join(folder, name), { recursive: true });
    for (const name of ['log/a.csv', 'log/open/b.csv']) writeFileSync(path.join(folder, name), CSV);
    closed.add(path.join(folder, 'log/closed'));
    const found = await checked('log');
    expect(found.map(({ file, inspected }) => [file, inspected])).toEqual([
      ['log/a.csv', 'full'],
      ['log/closed', 'none'],
      ['log/open/b.csv', 'full'],
    ]);
    expect(found[1]?.findings).toMatchObject([
      { rule: 'damaged', message: expect.stringContaining('folder cannot be read') },
    ]);
  }, 60_000);
});

describe('checkFiles with a state', () => {
  it('inspects only what is not known, and keeps the order', async () => {
    const files = ['a.csv', 'b.csv', 'c.csv'].map((name) => path.join(folder, name));
    for (const file of files) writeFileSync(file, 'month,calls\nApril,3\n');
    const before = await openState(state, KEY);
    await before.keep(files[1] ?? '', await stampOf(files[1] ?? ''), { ...inspection('b'), ms: 987_654 });
    await before.close();
    const run = await openState(state, KEY);
    const found: Inspection[] = [];
    for await (const one of checkFiles(files, { locate: (file) => file, jobs: 1, state: run }))
      found.push(one);
    await run.close();
    expect(found.map(({ file }) => file)).toEqual(files);
    expect(found.map(({ ms }) => ms === 987_654)).toEqual([false, true, false]);
    const after = await openState(state, KEY);
    expect(after.known).toBe(3);
    await after.close();
  }, 60_000);

  it('looks again at a file with other contents of the same size and time, and at one of the same name elsewhere', async () => {
    const CLEAN = 'month,calls\nApril,3\n';
    const OTHER = 'month,calls\nApril,4\n';
    for (const name of ['here', 'there']) mkdirSync(path.join(folder, name));
    const here = path.join(folder, 'here', 'a.csv');
    writeFileSync(here, CLEAN);
    const { atime, mtime } = statSync(here);
    const run = async (from: string) => {
      const opened = await openState(state, KEY);
      const locate = (name: string) => path.join(folder, from, name);
      let known = 0;
      const find = opened.find;
      const counting = {
        ...opened,
        find: async (...asked: Parameters<typeof find>) => {
          const found = await find(...asked);
          if (found) known++;
          return found;
        },
      };
      for await (const one of checkFiles(['a.csv'], { locate, jobs: 1, state: counting }))
        expect(one).toMatchObject({ file: 'a.csv', inspected: 'full' });
      await opened.close();
      return known;
    };
    expect(await run('here')).toBe(0);
    expect(await run('here')).toBe(1);
    writeFileSync(here, OTHER);
    utimesSync(here, atime, mtime);
    expect(statSync(here)).toMatchObject({ size: CLEAN.length, mtime });
    expect(await run('here')).toBe(0);
    writeFileSync(path.join(folder, 'there', 'a.csv'), OTHER);
    utimesSync(path.join(folder, 'there', 'a.csv'), atime, mtime);
    expect(await run('there')).toBe(0);
    expect(await run('there')).toBe(1);
  }, 120_000);
});

it('knows the program by what is in it, not by its version', async () => {
  const digest = await buildDigest();
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(await buildDigest()).toBe(digest);
  const real = readFileSync('utils/inspect/rules.ts');
  expect(real.length).toBeGreaterThan(0);
  edited.set(path.resolve('utils/inspect/rules.ts'), Buffer.concat([real, Buffer.from(' ')]));
  try {
    expect(await buildDigest()).not.toBe(digest);
  } finally {
    edited.clear();
  }
});
