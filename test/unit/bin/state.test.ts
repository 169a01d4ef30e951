import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFiles } from '../../../bin/check/files.ts';
import { openState } from '../../../bin/check/state.ts';
import type { Inspection } from '../../../utils/inspect/report.ts';

let folder: string;
let state: string;
const KEY = { version: '1.0.0', settings: { limits: { seconds: 60 } } };

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
const stamp = { bytes: 10, changed: 1_700_000_000_123.5 };

async function filled(...files: string[]): Promise<void> {
  const run = await openState(state, KEY);
  for (const file of files) await run.keep(file, stamp, inspection(file));
  await run.close();
}

describe('openState', () => {
  it('gives back what was kept, under the spelling of now', async () => {
    await filled('a.csv', 'sub/Dŵr.csv', 'c.csv');
    const run = await openState(state, KEY);
    expect(run.known).toBe(3);
    expect(await run.find('./sub/Dŵr.csv', stamp)).toEqual(inspection('./sub/Dŵr.csv'));
    expect(await run.find('d.csv', stamp)).toBeUndefined();
    await run.close();
  });

  it('forgets a file that has changed, other settings and another version', async () => {
    await filled('a.csv');
    const run = await openState(state, KEY);
    expect(await run.find('a.csv', { ...stamp, bytes: 11 })).toBeUndefined();
    expect(await run.find('a.csv', { ...stamp, changed: stamp.changed + 1 })).toBeUndefined();
    await run.close();
    for (const other of [
      { ...KEY, version: '1.0.1' },
      { ...KEY, settings: { limits: { seconds: 5 } } },
    ]) {
      const fresh = await openState(state, other);
      expect(fresh.known).toBe(0);
      await fresh.close();
    }
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

describe('checkFiles with a state', () => {
  it('inspects only what is not known, and keeps the order', async () => {
    const files = ['a.csv', 'b.csv', 'c.csv'].map((name) => path.join(folder, name));
    for (const file of files) writeFileSync(file, 'month,calls\nApril,3\n');
    const { size, mtimeMs } = statSync(files[1] ?? '');
    const before = await openState(state, KEY);
    await before.keep(files[1] ?? '', { bytes: size, changed: mtimeMs }, { ...inspection('b'), ms: 987_654 });
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
});
