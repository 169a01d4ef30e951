import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../utils/inspect/report.ts';

const root = path.resolve(import.meta.dirname, '../../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cordon-check-'));
  writeFileSync(path.join(folder, 'plain.csv'), 'month,calls\nJanuary,12\nFebruary,14\nMarch,9\n');
  writeFileSync(
    path.join(folder, 'noise.bin'),
    new Uint8Array(500).map((_, at) => (at * 37 + 11) % 256),
  );
  mkdirSync(path.join(folder, 'nested/deeper'), { recursive: true });
  writeFileSync(path.join(folder, 'nested/b.csv'), 'month,calls\nApril,3\n');
  writeFileSync(path.join(folder, 'nested/deeper/a.csv'), 'month,calls\nMay,4\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command as npm does: in the project's folder, with the user's own folder in INIT_CWD. */
function check(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'bin/check.ts'), ...args], {
    cwd: root,
    env: { ...process.env, INIT_CWD: folder },
    encoding: 'utf8',
  });
  const reports = () =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Report);
  return { status, stdout, stderr, reports };
}

describe('npm run check', () => {
  it('exits with 0 and prints one Report a line where everything may be sent', () => {
    const { status, reports } = check('--format', 'json', 'plain.csv');
    expect(status).toBe(0);
    expect(reports()).toMatchObject([
      {
        schema: 'cordon.report/1',
        file: 'plain.csv',
        format: 'csv',
        verdict: 'allow',
        inspected: 'full',
        findings: [],
      },
    ]);
  });

  it('ends quietly where nobody reads its output to the end', async () => {
    const many = Array.from({ length: 200 }, () => 'plain.csv');
    const command = spawn(process.execPath, [path.join(root, 'bin/check.ts'), '--format', 'json', ...many], {
      cwd: root,
      env: { ...process.env, INIT_CWD: folder },
    });
    let said = '';
    command.stderr.on('data', (data) => {
      said += data;
    });
    command.stdout.once('data', () => command.stdout.destroy());
    const [status] = await once(command, 'exit');
    expect([status, said]).toEqual([0, '']);
  }, 30_000);

  it('walks folders and keeps the order given', () => {
    const { reports } = check('--format', 'json', 'nested', 'plain.csv');
    expect(reports().map(({ file }) => file)).toEqual(['nested/b.csv', 'nested/deeper/a.csv', 'plain.csv']);
  });

  it('exits with 1 where something is to be warned of or blocked', () => {
    const { status, stderr, reports } = check('--format', 'json', 'plain.csv', 'noise.bin', 'missing.csv');
    expect(stderr).toBe('There is no file or folder missing.csv.\n');
    expect(status).toBe(1);
    expect(reports().map(({ verdict, inspected }) => [verdict, inspected])).toEqual([
      ['allow', 'full'],
      ['block', 'none'],
      ['block', 'none'],
    ]);
  });

  it('takes a policy, and says which of its keys are wrong', () => {
    writeFileSync(
      path.join(folder, 'policy.json'),
      JSON.stringify({ onUninspectable: 'allow', mode: 'soft' }),
    );
    const { status, stderr } = check('--policy', 'policy.json', 'noise.bin');
    expect(status).toBe(0);
    expect(stderr).toContain('mode');
  });

  it("takes a browser's own policy file, and what it says of Cordon counts", () => {
    const settings = { onUninspectable: 'allow' };
    const browsers = { '3rdparty': { extensions: { [`${'a'.repeat(32)}`]: settings } } };
    writeFileSync(path.join(folder, 'browser.json'), JSON.stringify(browsers));
    expect(check('--policy', 'browser.json', 'noise.bin')).toMatchObject({ status: 0, stderr: '' });
  });

  it('takes what an earlier run left from its state, in every format', () => {
    const args = ['--jobs', '1', '--state', 'run.state', 'plain.csv', 'noise.bin'];
    const first = check('--format', 'json', ...args);
    expect([first.status, first.stderr]).toEqual([1, '']);
    const second = check('--format', 'sarif', ...args);
    expect([second.status, second.stderr.trim()]).toEqual([1, '2 files are known from an earlier run.']);
    expect(JSON.parse(second.stdout).runs[0].results).toHaveLength(1);
  }, 60_000);

  it('prints SARIF that parses, with one result a finding', () => {
    const { stdout } = check('--format', 'sarif', 'noise.bin', 'plain.csv', 'missing.csv');
    const { version, runs } = JSON.parse(stdout);
    expect(version).toBe('2.1.0');
    expect(runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual([
      'unknown-format',
      'damaged',
    ]);
  });

  it('is `cordon check` where it is installed, from any folder', () => {
    const { bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const command = path.join(root, bin.cordon);
    const run = (...args: string[]) =>
      spawnSync(command, args, {
        cwd: folder,
        env: { ...process.env, INIT_CWD: root },
        encoding: 'utf8',
      });
    const { status, stdout } = run('check', '--format', 'json', 'noise.bin');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ file: 'noise.bin', verdict: 'block', bytes: 500 });
    expect(run('release')).toMatchObject({ status: 2, stdout: '' });
  }, 60_000);

  it.each([
    [[]],
    [['--format', 'xml', 'plain.csv']],
    [['--site', 'moon', 'plain.csv']],
    [['--colour', 'plain.csv']],
    [['--jobs', 'many', 'plain.csv']],
    [['--state', '.', 'plain.csv']],
    [['--policy', 'missing.json', 'plain.csv']],
  ])('exits with 2 and says how to use it: %j', (args) => {
    const { status, stdout, stderr } = check(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage');
  });
});
