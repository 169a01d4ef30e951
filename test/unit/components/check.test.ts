// The check page's pure parts: running many files, and the order of what is shown.
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../../components/check/csv.ts';
import { filtered } from '../../../components/check/Filter.tsx';
import { createPause } from '../../../components/check/pause.ts';
import { count, judge, type Standing, sayCounts } from '../../../components/check/results.ts';
import { type Checked, runChecks } from '../../../components/check/run.ts';
import type { Finding, Inspection } from '../../../utils/inspect/report.ts';
import type { RuleId } from '../../../utils/inspect/rules.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { turns } from '../../fixtures/turns.ts';
import { english, welsh } from '../wording/words.ts';

const inspection = (file: string, findings: Partial<Finding>[] = []): Inspection => ({
  schema: 'cordon.report/1',
  file,
  bytes: 1,
  format: 'csv',
  inspected: 'full',
  ms: 1,
  findings: findings.map((finding) => ({
    rule: 'staff-roster',
    severity: 'high',
    confidence: 1,
    people: 0,
    fields: [],
    where: [file],
    hidden: [],
    message: '',
    ...finding,
  })),
});
const files = (n: number) => Array.from({ length: n }, (_, index) => ({ path: `f${index}`, file: index }));

/** Runs over `n` files, file 3 failing. */
async function run(n: number, options: { width: number; stopAfter?: number }) {
  const stop = new AbortController();
  const checked: Checked[] = [];
  let under = 0;
  let most = 0;
  await runChecks(files(n), {
    width: options.width,
    signal: stop.signal,
    onStart: () => undefined,
    async inspect(file, path) {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setImmediate(resolve));
      under--;
      if (file === 3) throw new Error('worker died');
      return inspection(path);
    },
    onChecked(one) {
      checked.push(one);
      if (checked.length === options.stopAfter) stop.abort();
    },
  });
  return { checked, most };
}

describe('a run', () => {
  it('checks every file once, no more at a time than asked for', async () => {
    const { checked, most } = await run(20, { width: 4 });
    expect(checked.map(({ path }) => path).sort()).toEqual(
      files(20)
        .map(({ path }) => path)
        .sort(),
    );
    expect(most).toBe(4);
  });
  it('keeps a file whose check failed as a result', async () => {
    const { checked } = await run(5, { width: 2 });
    expect(checked.filter(({ inspection: done }) => !done)).toEqual([{ path: 'f3' }]);
  });
  it('starts nothing more once it is stopped', async () => {
    const { checked } = await run(100, { width: 2, stopAfter: 10 });
    expect(checked.length).toBeLessThanOrEqual(12);
  });
  it('begins nothing while it is paused, goes on where it was, and can be stopped from there', async () => {
    const pause = createPause();
    const stop = new AbortController();
    const checked: string[] = [];
    const over = runChecks(files(10), {
      width: 2,
      signal: stop.signal,
      pause,
      onStart: () => undefined,
      async inspect(_file, path) {
        await new Promise((resolve) => setImmediate(resolve));
        return inspection(path);
      },
      onChecked({ path }) {
        checked.push(path);
        if (checked.length === 4 || checked.length === 7) pause.pause();
      },
    });
    await turns();
    // What was under way when it was paused has come to its end.
    expect(checked.length).toBeGreaterThanOrEqual(4);
    expect(checked.length).toBeLessThanOrEqual(5);
    const held = checked.length;
    await turns();
    expect(checked.length).toBe(held);
    pause.resume();
    await turns();
    expect(checked.length).toBeGreaterThanOrEqual(7);
    expect(checked.length).toBeLessThanOrEqual(8);
    stop.abort();
    await over;
    expect(new Set(checked).size).toBe(checked.length);
    expect(checked.length).toBeLessThanOrEqual(8);
  });
  it('of nothing ends at once', async () => {
    expect((await run(0, { width: 4 })).checked).toEqual([]);
  });
});

describe('results', () => {
  const checked: Checked[] = [
    { path: 'clear', inspection: inspection('clear') },
    { path: 'small', inspection: inspection('small', [{ people: 12 }]) },
    { path: 'look', inspection: inspection('look', [{ rule: 'hidden-sheet', severity: 'medium' }]) },
    { path: 'large', inspection: inspection('large', [{ people: 9483 }]) },
    { path: 'failed' },
  ];
  it('stand worst first', () => {
    const results = judge(checked, STRICT_POLICY, 'publication');
    expect(results.map(({ path, standing }) => `${path} ${standing}`)).toEqual([
      'failed failed',
      'large block',
      'small block',
      'look warn',
      'clear allow',
    ]);
    expect(count(results)).toEqual({ failed: 1, block: 2, warn: 1, allow: 1 });
    expect(sayCounts(results, english)).toBe(
      '1 could not be checked, 2 must not go, 1 needs a look, 1 not held',
    );
    expect(sayCounts(results.slice(4), welsh)).toBe('1 heb ei dal');
  });
  it('are filtered by standing and by rule, in their order', () => {
    const results = judge(checked, STRICT_POLICY, 'publication');
    const paths = (standing: Standing | '', rule: RuleId | '') =>
      filtered(results, { standing, rule }).map(({ path }) => path);
    expect(paths('', '')).toHaveLength(5);
    expect(paths('block', '')).toEqual(['large', 'small']);
    expect(paths('', 'hidden-sheet')).toEqual(['look']);
    expect(paths('block', 'hidden-sheet')).toEqual([]);
    expect(paths('failed', '')).toEqual(['failed']);
  });
  it('are written as CSV that no workbook takes for a formula', () => {
    const odd: Checked[] = [
      {
        path: '=HYPERLINK("x"), a.xlsx',
        inspection: inspection('a', [
          {
            people: 12,
            fields: ['surname', 'rank'],
            where: ['a', 'sheet "S, 1"', 'A1:B9'],
            hidden: ['hidden-sheet'],
          },
        ]),
      },
      { path: 'clear.csv', inspection: inspection('clear.csv') },
      { path: 'failed.csv' },
    ];
    const first = (path: string) =>
      csvOf(judge([{ path }], STRICT_POLICY, 'publication'))
        .split('\r\n')[1]
        ?.split(',')[0];
    expect([' =1', '\u00a0@x', '\u200b+1', '\uff1d1', ' a=1'].map(first)).toEqual([
      "' =1",
      "'\u00a0@x",
      "'\u200b+1",
      "'\uff1d1",
      ' a=1',
    ]);
    expect(csvOf(judge(odd, STRICT_POLICY, 'publication')).split('\r\n')).toEqual([
      'file,verdict,format,bytes,inspected,rule,severity,people,fields,where,hidden',
      'failed.csv,failed,,,,,,,,,',
      `"'=HYPERLINK(""x""), a.xlsx",block,csv,1,full,staff-roster,high,12,surname; rank,"sheet ""S, 1""; A1:B9",hidden-sheet`,
      'clear.csv,allow,csv,1,full,,,,,,',
      '',
    ]);
  });
  it('follow the policy', () => {
    const results = judge(checked, { ...STRICT_POLICY, mode: 'warn' }, 'publication');
    expect(count(results)).toEqual({ failed: 1, block: 0, warn: 3, allow: 1 });
  });
});
