import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJson } from '../../../bin/json.ts';
import { explainPolicy } from '../../../bin/policy/explain.ts';
import { SEVERITIES, VERDICTS } from '../../../utils/inspect/report.ts';
import { SITE_KINDS, STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { POLICY_KEYS } from '../../../utils/policy/schema.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const words = (policy: unknown) => explainPolicy(policy).lines.join('\n');

describe('explainPolicy', () => {
  it('says something of every key', () => {
    const { lines, sound } = explainPolicy({});
    expect(sound).toBe(true);
    for (const key of Object.keys(POLICY_KEYS)) expect(lines).toContain(`${key} (strict value)`);
  });

  it('names each wrong key, where in it the fault is, and what holds instead', () => {
    const { lines, sound } = explainPolicy({
      mode: 'lax',
      verdicts: { publication: { high: 'maybe' } },
      colour: 'blue',
      peopleWarn: 3,
    });
    expect(sound).toBe(false);
    const text = lines.join('\n');
    expect(text).toMatch(/ {2}mode\n {4}.*"observe"/);
    expect(text).toMatch(/ {2}verdicts\n {4}at publication\.high: /);
    expect(text).toContain('  colour\n    there is no such key');
    expect(text).toContain('mode (strict value)\n  Files are stopped');
    expect(text).toContain('peopleWarn (set)\n  A finding that names 3 people');
    expect(words([])).toContain('the policy as a whole');
  });

  it('says that the rest of the web is guarded where the list of sites is wrong', () => {
    const sites = [{ match: ['https://a b/*'], kind: 'publication' }];
    expect(words({ everywhere: false, sites })).toContain(
      'everywhere (strict value, because sites is wrong)\n  Sites in no list are guarded too.',
    );
    expect(words({ everywhere: false })).toContain('everywhere (set)\n  Sites in no list are NOT guarded');
  });

  it('says which keys are named and not there, and gives the line that names those that are', () => {
    const settings = { mode: 'warn', peopleWarn: 3 };
    const line = '"expectKeys": ["mode","peopleWarn"]';
    expect(words(settings)).toContain('expectKeys does not name the keys of this policy.');
    expect(words(settings)).toContain(line);
    expect(explainPolicy(settings).sound).toBe(true);
    expect(words({ ...settings, expectKeys: ['mode'] })).toContain('expectKeys does not name peopleWarn.');
    expect(words({ ...settings, expectKeys: ['mode'] })).toContain(line);
    const named = words({ ...settings, expectKeys: ['mode', 'peopleWarn'] });
    expect(named).not.toContain('expectKeys does not name');
    expect(named).toContain('expectKeys (set)\n  Where one of these does not arrive it counts as wrong');
    expect(words({})).not.toContain('expectKeys does not name');
    const missing = explainPolicy({ everywhere: false, expectKeys: ['everywhere', 'sites', 'site'] });
    expect(missing.sound).toBe(false);
    const text = missing.lines.join('\n');
    expect(text).toContain('  sites\n    expectKeys names it, and it is not here\n');
    expect(text).toContain('  site\n    expectKeys names it, and it is not here\n    there is no such key');
    expect(text).toContain('everywhere (strict value, because sites is wrong)');
    expect(words({ everywhere: false, expectKeys: 'sites' })).toContain('everywhere (strict value, because');
  });

  it('says what is missing for a second person, and never the key', () => {
    expect(words({ secondPerson: true })).toContain('There is no releaseKey');
    const text = words({ secondPerson: true, releaseKey: 'k'.repeat(40) });
    expect(text).toContain('a key of 40 characters');
    expect(text).not.toContain('kkkk');
    expect(explainPolicy({ releaseKey: 'short' }).sound).toBe(false);
  });

  it('warns of what lets more out than Cordon by itself', () => {
    expect(words({})).not.toContain('Less strict');
    for (const looser of [
      { mode: 'observe' },
      { everywhere: false },
      { onUninspectable: 'allow' },
      { peopleBlock: 5000 },
      { peopleBlock: 50, peopleWarn: 40 },
      { secondPerson: true, releaseKey: 'k'.repeat(40) },
      ...[
        '<all_urls>',
        '*://*/*',
        '*://*:*/*',
        'https://*.uk/*',
        '*://*.gov.uk/*',
        '*://*.police.uk/x/*',
      ].map((pattern) => ({ sites: [{ match: [pattern], kind: 'trusted' }] })),
      // Every tenant's, and parts of what the catalogue has.
      ...[
        '*://*.sharepoint.com/*',
        'https://outlook.office.com/*',
        'https://www.whatdotheyknow.com/*',
        'https://uk.eu-supply.com/*',
        'https://app.box.com/*',
        'https://drive.google.com/drive/*',
        'https://*.essex.police.uk/*',
        'http://app.box.com:8080/up*',
      ].map((pattern) => ({ sites: [{ match: [pattern], kind: 'trusted' }] })),
      { everywhere: false, sites: [{ match: ['*://*.box.com/*'], kind: 'other' }] },
    ])
      expect(words(looser), JSON.stringify(looser)).toContain('Less strict');
  });

  it('warns of each verdict that is laxer than the strict one, and of no other', () => {
    for (const kind of SITE_KINDS)
      for (const severity of SEVERITIES)
        for (const verdict of VERDICTS) {
          const strict = STRICT_POLICY.verdicts[kind][severity];
          const laxer = VERDICTS.indexOf(verdict) < VERDICTS.indexOf(strict);
          const text = words({ verdicts: { [kind]: { [severity]: verdict } } });
          expect(text.includes('Less strict'), `${kind} ${severity} ${verdict}`).toBe(laxer);
          if (laxer) expect(text).toContain(`${severity} → ${verdict} (${strict} by itself)`);
        }
    expect(VERDICTS).toEqual(['allow', 'warn', 'block']);
  });

  it('says nothing of sites that are narrower than what nobody owns', () => {
    expect(
      words({
        sites: [
          { match: ['https://*.force.police.uk/*', 'https://force.sharepoint.com/*'], kind: 'trusted' },
          { match: ['https://*.uk/*'], kind: 'publication' },
        ],
      }),
    ).not.toContain('Less strict');
  });

  it('says why a text does not do that no file can carry', () => {
    expect(words({ contact: { name: 'a\u0007' } })).toContain(
      '  contact\n    it holds a character that no file',
    );
  });

  it('says why a list does not do where names with values belong', () => {
    for (const key of ['verdicts', 'limits', 'contact', 'messages', 'collector'])
      expect(words({ [key]: [] }), key).toContain(`  ${key}\n    a list stands where`);
  });

  it("reads Cordon's settings out of a browser's own policy file", () => {
    const settings = { mode: 'warn' };
    for (const file of [
      { '3rdparty': { extensions: { abc: settings } } },
      { policies: { '3rdparty': { Extensions: { 'cordon@example': settings } } } },
    ])
      expect(words(file)).toContain('mode (set)');
  });

  it('never prints the value of a header: it may be a secret', () => {
    const collector = { endpoint: 'https://otel.example', headers: { authorization: 'Bearer SECRET' } };
    expect(words({ collector })).toContain('with the headers authorization');
    expect(words({ collector })).not.toContain('SECRET');
  });
});

it('takes a file with a byte order mark, as editors on Windows write it', () => {
  expect(parseJson('\ufeff{"mode":"warn"}')).toEqual({ mode: 'warn' });
  expect(() => parseJson('\ufeff{"mode":')).toThrow(SyntaxError);
});

describe('npm run policy -- check', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cordon-policy-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(root, 'bin/policy.ts'), ...args], {
      cwd: root,
      env: { ...process.env, INIT_CWD: folder },
      encoding: 'utf8',
    });

  it('exits with 0, 1 or 2', { timeout: 60_000 }, () => {
    writeFileSync(path.join(folder, 'good.json'), '{"mode":"warn"}');
    writeFileSync(path.join(folder, 'bad.json'), '{"mode":"lax"}');
    writeFileSync(path.join(folder, 'torn.json'), '{"mode":');
    expect(run('check', 'good.json')).toMatchObject({ status: 0, stderr: '' });
    expect(run('check', 'bad.json').status).toBe(1);
    expect(run('check', 'torn.json').status).toBe(1);
    expect(run('check', 'missing.json').status).toBe(2);
    expect(run().status).toBe(2);
    expect(run('check', path.join(root, 'deploy/linux/chrome.json')).status).toBe(0);
    expect(run('check', path.join(root, 'deploy/firefox/policies.json')).status).toBe(0);
  });
});
