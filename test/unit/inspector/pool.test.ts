import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Inspection } from '../../../utils/inspect/report.ts';
import type { Job } from '../../../utils/inspector/jobs.ts';
import { createPool, InspectorFailed, type WorkerListener } from '../../../utils/inspector/pool.ts';

/** A worker under the test's control: the pool's contract with any worker, without threads. */
interface Puppet {
  listener: WorkerListener;
  jobs: Job[];
  terminated: boolean;
}

function puppetPool(size: number) {
  const puppets: Puppet[] = [];
  const pool = createPool({
    size,
    idleMs: 1000,
    createWorker: (listener) => {
      const puppet: Puppet = { listener, jobs: [], terminated: false };
      puppets.push(puppet);
      return {
        post: (message) => message.type !== 'prewarm' && puppet.jobs.push(message.job),
        terminate: () => {
          puppet.terminated = true;
        },
      };
    },
  });
  const finish = (puppet: Puppet | undefined) => {
    const job = puppet?.jobs.at(-1);
    if (job) puppet?.listener.message({ type: 'done', id: job.id, inspection: inspectionOf(job.name) });
  };
  return { pool, puppets, finish };
}

function inspectionOf(file: string): Inspection {
  return { schema: 'cordon.report/1', file, bytes: 0, format: 'csv', inspected: 'full', findings: [], ms: 1 };
}

const blob = new Blob(['x']);

describe('createPool', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gives each worker one job at a time and keeps the rest waiting', async () => {
    const { pool, puppets, finish } = puppetPool(2);
    const all = ['a', 'b', 'c'].map((name) => pool.inspect(blob, name));
    expect(puppets.map(({ jobs }) => jobs.map(({ name }) => name))).toEqual([['a'], ['b']]);
    finish(puppets[1]);
    expect(puppets[1]?.jobs.map(({ name }) => name)).toEqual(['b', 'c']);
    finish(puppets[1]);
    finish(puppets[0]);
    expect((await Promise.all(all)).map(({ file }) => file)).toEqual(['a', 'b', 'c']);
  });

  it('tries a file once more in a fresh worker when one dies, and gives up after that', async () => {
    const { pool, puppets } = puppetPool(1);
    const result = pool.inspect(blob, 'a');
    puppets[0]?.listener.death();
    expect(puppets[0]?.terminated).toBe(true);
    expect(puppets[1]?.jobs.map(({ name }) => name)).toEqual(['a']);
    const known = { bytes: 0, place: ['a'], begun: { format: 'xlsx', size: 1 } };
    puppets[1]?.listener.message({ type: 'progress', id: puppets[1].jobs[0]!.id, progress: known });
    puppets[1]?.listener.death();
    await expect(result).rejects.toMatchObject({ name: 'InspectorFailed', format: 'xlsx' });
  });

  it('kills a worker that is stuck and says so in a Report', async () => {
    const { pool, puppets } = puppetPool(1);
    const result = pool.inspect('/a', 'a', { limits: { seconds: 2 } });
    const waiting = pool.inspect(blob, 'b');
    const tell = (place: string[], format: string) =>
      puppets[0]?.listener.message({
        type: 'progress',
        id: puppets[0].jobs[0]!.id,
        progress: { bytes: 0, place, begun: { format, size: 70 } },
      });
    tell(['a'], 'zip');
    tell(['a', 'b.csv'], 'csv');
    await vi.advanceTimersByTimeAsync(6000);
    expect(puppets[0]?.terminated).toBe(true);
    // What it was is known, though nothing of what is in it.
    expect(await result).toMatchObject({
      bytes: 70,
      format: 'zip',
      inspected: 'none',
      findings: [{ rule: 'timed-out' }],
    });
    expect(puppets[1]?.jobs.map(({ name }) => name)).toEqual(['b']);
    pool.close();
    await expect(waiting).rejects.toBeInstanceOf(InspectorFailed);
  });

  it('stops at once when it is cancelled', async () => {
    const { pool, puppets } = puppetPool(1);
    const stop = new AbortController();
    const result = pool.inspect(blob, 'a', { signal: stop.signal });
    stop.abort(new Error('cancelled'));
    await expect(result).rejects.toThrow('cancelled');
    expect(puppets[0]?.terminated).toBe(true);
  });

  it('drops a waiting job when it is cancelled', async () => {
    const { pool, puppets, finish } = puppetPool(1);
    const first = pool.inspect(blob, 'a');
    const stop = new AbortController();
    const second = pool.inspect(blob, 'b', { signal: stop.signal });
    stop.abort(new Error('cancelled'));
    await expect(second).rejects.toThrow('cancelled');
    finish(puppets[0]);
    await first;
    expect(puppets[0]?.jobs.map(({ name }) => name)).toEqual(['a']);
  });

  const working = (puppets: Puppet[]) =>
    puppets.filter(({ terminated }) => !terminated).map(({ jobs }) => jobs.at(-1)?.name);

  it('leaves a worker free of what is made ahead, whatever waits', async () => {
    const { pool, puppets, finish } = puppetPool(2);
    const ahead = ['copy 1', 'copy 2'].map((name) => pool.remedy(blob, name, 'clean', { ahead: true }));
    expect(working(puppets)).toEqual(['copy 1']);
    const verdict = pool.inspect(blob, 'a');
    expect(working(puppets)).toEqual(['copy 1', 'a']);
    finish(puppets[1]);
    expect((await verdict).file).toBe('a');
    // The second copy waits for the first, not for a worker.
    expect(working(puppets)).toEqual(['copy 1', 'a']);
    const [first] = puppets;
    first?.listener.message({
      type: 'remedied',
      id: first.jobs[0]!.id,
      copy: { outcome: 'refused', reason: 'format' },
    });
    expect(await ahead[0]).toEqual({ outcome: 'refused', reason: 'format' });
    expect(working(puppets)).toEqual(['copy 2', 'a']);
    pool.close();
    await expect(ahead[1]).rejects.toBeInstanceOf(InspectorFailed);
  });

  it('makes room for what somebody waits for, and makes the copy anew afterwards', async () => {
    const { pool, puppets, finish } = puppetPool(2);
    const copy = pool.remedy(blob, 'copy', 'clean', { ahead: true });
    const verdicts = ['a', 'b', 'c'].map((name) => pool.inspect(blob, name));
    expect(puppets[0]?.terminated).toBe(true);
    expect(working(puppets)).toEqual(['a', 'b']);
    finish(puppets[1]);
    expect(working(puppets)).toEqual(['c', 'b']);
    // What the ended worker still says about the copy counts for nothing.
    puppets[0]?.listener.message({
      type: 'remedied',
      id: puppets[0].jobs[0]!.id,
      copy: { outcome: 'refused', reason: 'unread' },
    });
    finish(puppets[1]);
    finish(puppets[2]);
    await Promise.all(verdicts);
    const again = puppets.find(({ terminated, jobs }) => !terminated && jobs.at(-1)?.name === 'copy');
    again?.listener.message({
      type: 'remedied',
      id: again.jobs.at(-1)!.id,
      copy: { outcome: 'refused', reason: 'format' },
    });
    expect(await copy).toEqual({ outcome: 'refused', reason: 'format' });
  });

  it('takes a copy that somebody has asked for in its turn', () => {
    const { pool, puppets } = puppetPool(1);
    const jobs = [pool.remedy(blob, 'copy', 'clean'), pool.inspect(blob, 'a')];
    expect(working(puppets)).toEqual(['copy']);
    pool.close();
    return expect(Promise.allSettled(jobs)).resolves.toHaveLength(2);
  });

  it('ignores what a killed worker still says', async () => {
    const { pool, puppets } = puppetPool(1);
    const result = pool.inspect(blob, 'a');
    const [first] = puppets;
    first?.listener.death();
    first?.listener.message({ type: 'done', id: 1, inspection: inspectionOf('forged') });
    const second = puppets[1];
    second?.listener.message({ type: 'done', id: second.jobs[0]?.id ?? 0, inspection: inspectionOf('a') });
    expect((await result).file).toBe('a');
  });

  it('ends workers that have been idle, so that their memory is given back', async () => {
    const { pool, puppets, finish } = puppetPool(1);
    const result = pool.inspect(blob, 'a');
    finish(puppets[0]);
    await result;
    expect(puppets[0]?.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(1500);
    expect(puppets[0]?.terminated).toBe(true);
  });
});
