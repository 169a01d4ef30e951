import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Detector } from '../../../utils/inspect/detector.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';

const asset = () => Promise.reject(new Error('no assets in this test'));
const options = { asset, detectors: [] };
const csv = (rows: number) =>
  new Blob(['a,b,c\n', ...Array.from({ length: rows }, (_, at) => `${at},x,y\n`)]);

/** A Detector that does something at every chunk. */
const meddling = (chunk: () => void): Detector => ({
  id: 'meddling',
  start: () => ({ table: () => ({ chunk, end: () => undefined }), end: () => [] }),
});

describe('inspect', () => {
  it('says what it read', async () => {
    const inspection = await inspect(csv(3), 'a.csv', options);
    expect(inspection).toMatchObject({
      file: 'a.csv',
      bytes: csv(3).size,
      format: 'csv',
      inspected: 'full',
      findings: [],
    });
  });

  it('gives an Inspection of an empty file', async () => {
    const inspection = await inspect(new Blob([]), 'empty.txt', options);
    expect(inspection.bytes).toBe(0);
    expect(inspection.findings).toEqual([]);
  });

  it('stops where the file holds more than may be read, and says so', async () => {
    const { inspected, findings } = await inspect(csv(100_000), 'a.csv', {
      ...options,
      limits: { bytes: 10_000 },
    });
    expect(findings.map(({ rule }) => rule)).toEqual(['over-limit']);
    expect(inspected).not.toBe('full');
  });

  it('stops when the time is used up, also where nothing is awaited', async () => {
    const slow = meddling(() => {
      const until = performance.now() + 600;
      while (performance.now() < until);
    });
    const { inspected, findings } = await inspect(csv(200_000), 'a.csv', {
      asset,
      detectors: [slow],
      limits: { seconds: 1 },
    });
    expect(findings.map(({ rule }) => rule)).toEqual(['timed-out']);
    expect(inspected).toBe('partial');
  });

  it('turns a defect into a finding without the text of the exception', async () => {
    const broken = meddling(() => {
      throw new Error('Ainscow, PC 1234');
    });
    const inspection = await inspect(csv(10), 'a.csv', { asset, detectors: [broken] });
    expect(inspection.findings.map(({ rule }) => rule)).toEqual(['damaged']);
    expect(JSON.stringify(inspection)).not.toContain('Ainscow');
  });

  it('says that a file could not be opened where its bytes cannot be had, and calls it damaged by rule alone', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cordon-unreadable-'));
    const file = path.join(folder, 'moved.csv');
    await writeFile(file, 'a,b\n1,2\n');
    const moved = await openAsBlob(file);
    await rm(folder, { recursive: true });
    const { findings, inspected } = await inspect(moved, 'moved.csv', options);
    expect([inspected, findings.map(({ rule, unreadable }) => [rule, unreadable])]).toEqual([
      'none',
      [['damaged', true]],
    ]);
    const broken = await inspect(new Blob(['PK\u0003\u0004 and no more']), 'broken.zip', options);
    expect(broken.findings.map(({ unreadable }) => unreadable)).not.toContain(true);
  });

  it('throws only what it was aborted with', async () => {
    const stop = new AbortController();
    const aborting = meddling(() => stop.abort(new Error('cancelled')));
    const inspection = inspect(csv(200_000), 'a.csv', { asset, detectors: [aborting], signal: stop.signal });
    await expect(inspection).rejects.toThrow('cancelled');
  });
});
