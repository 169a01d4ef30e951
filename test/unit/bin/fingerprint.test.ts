import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../utils/inspect/report.ts';
import { Random } from '../../fixtures/people.ts';
import { listOf } from '../../fixtures/staff-list.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const FORCE = listOf(new Random(21), 400);
let folder: string;
const inFolder = (name: string) => path.join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cordon-fingerprint-'));
  const staff = FORCE.map(({ surname, forename, numbers, mails }) =>
    [surname, forename, numbers[0], mails[0]].join(','),
  );
  writeFileSync(inFolder('staff.csv'), ['Surname,Forename,Collar No,E-mail', ...staff].join('\n'));
  // A team sheet that is nothing by itself: five surnames and forenames among tasks.
  const team = FORCE.slice(30, 42).map(({ surname, forename }, i) => `${i},${forename},${surname}`);
  writeFileSync(inFolder('team.csv'), ['Week,A,B', ...team].join('\n'));
  writeFileSync(inFolder('nobody.csv'), 'Month,Calls\nMay,4\n');
  writeFileSync(inFolder('policy.json'), JSON.stringify({ peopleBlock: 50 }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, ...args: string[]) {
  return spawnSync(process.execPath, [path.join(root, `bin/${program}.ts`), ...args], {
    cwd: root,
    env: { ...process.env, INIT_CWD: folder },
    encoding: 'utf8',
  });
}

function rules(...args: string[]): string[] {
  const { stdout } = run('check', '--format', 'json', ...args);
  return stdout
    .trim()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as Report).findings.map(({ rule }) => rule));
}

describe('npm run fingerprint', { timeout: 90_000 }, () => {
  it('writes a policy that check takes, with which the people of the list are known', () => {
    const { status, stdout, stderr } = run('fingerprint', 'staff.csv');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^400 people, by .*surname.*staff-number.*e-mail/);
    const wrong = Number(/Wrong answers: ([\d.]+) %/.exec(stdout)?.[1]);
    expect(wrong).toBeGreaterThan(0.3);
    expect(wrong).toBeLessThan(0.5);
    expect(rules('team.csv')).not.toContain('staff-match');
    expect(rules('--policy', 'staff.csv.fingerprints.json', 'team.csv')).toContain('staff-match');
    expect(rules('--policy', 'staff.csv.fingerprints.json', 'nobody.csv')).not.toContain('staff-match');
    const explained = run('policy', 'check', 'staff.csv.fingerprints.json');
    expect(explained.status).toBe(0);
    expect(explained.stdout).toContain('400 people');
  });

  it('quotes nobody of the list, neither in what it prints nor in what it writes', () => {
    const { stdout } = run('fingerprint', '--out', 'f.json', 'staff.csv');
    const written = readFileSync(inFolder('f.json'), 'utf8');
    const bytes = Buffer.from(JSON.parse(written).staffFingerprints, 'base64').toString('latin1');
    for (const { surname = '', forename = '', numbers } of FORCE)
      for (const value of [surname, forename, ...numbers].filter(({ length }) => length >= 5))
        expect([stdout, written, bytes].some((text) => text.includes(value))).toBe(false);
  });

  it('puts them into a policy that is there, and leaves its other keys', () => {
    expect(run('fingerprint', '--into', 'policy.json', 'staff.csv').status).toBe(0);
    const policy = JSON.parse(readFileSync(inFolder('policy.json'), 'utf8'));
    expect(Object.keys(policy)).toEqual(['peopleBlock', 'staffFingerprints']);
    // One that names its keys names this one too; and Windows editors put a byte order mark before it.
    writeFileSync(inFolder('named.json'), '\ufeff{"peopleBlock":5,"expectKeys":["peopleBlock"]}');
    expect(run('fingerprint', '--into', 'named.json', 'staff.csv').status).toBe(0);
    const named = JSON.parse(readFileSync(inFolder('named.json'), 'utf8'));
    expect(named.expectKeys).toEqual(['peopleBlock', 'staffFingerprints']);
  });

  it('says why it wrote nothing', () => {
    const nobody = run('fingerprint', 'nobody.csv');
    expect([nobody.status, nobody.stdout]).toEqual([1, '']);
    expect(nobody.stderr).toContain('Nobody was found');
    expect(run('fingerprint').status).toBe(2);
    expect(run('fingerprint', 'missing.csv').status).toBe(2);
    expect(run('fingerprint', '--out', 'a', '--into', 'b', 'staff.csv').status).toBe(2);
    expect(run('fingerprint', '--into', 'team.csv', 'staff.csv').status).toBe(2);
  });
});
