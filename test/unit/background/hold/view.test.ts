// What the warning offers for what was found, on which site, by whose policy.
import { describe, expect, it } from 'vitest';
import { flaggedOf, stayingOf, viewOf, worst } from '../../../../utils/background/hold/view.ts';
import type { Finding, Report, VerdictKind } from '../../../../utils/inspect/report.ts';
import type { RuleId } from '../../../../utils/inspect/rules.ts';
import type { HoldRequest } from '../../../../utils/messages/protocol.ts';
import { STRICT_POLICY } from '../../../../utils/policy/policy.ts';

const finding = (rule: RuleId, where = ['a.xlsx', 'sheet "Staff"', 'A1:C60']): Finding => ({
  rule,
  severity: 'high',
  confidence: 1,
  people: rule === 'staff-roster' ? 60 : 0,
  fields: ['surname'],
  where,
  hidden: [],
  message: '',
});
const report = (verdict: VerdictKind, rules: RuleId[], format = 'xlsx'): Report => ({
  schema: 'cordon.report/1',
  file: `a.${format}`,
  bytes: 1,
  format,
  verdict,
  inspected: 'full',
  findings: rules.map((rule) => finding(rule)),
  ms: 1,
});

const request: HoldRequest = { id: 'one', channel: 'input', items: [] };
const page = {
  from: 'page',
  tabId: 1,
  frameId: 0,
  frameUrl: 'https://foi.example/',
  tabUrl: 'https://foi.example/',
} as const;
const policy = { ...STRICT_POLICY, mode: 'warn' as const, reasons: ['agreed'] };
const site = { kind: 'publication', host: 'foi.example', guarded: true } as const;
const place = { policy, site };

/** What the warning would say of these reports. */
function shown(
  reports: Report[],
  {
    failed = [],
    kind = 'file',
    ...changes
  }: {
    failed?: string[];
    kind?: 'file' | 'text';
    sender?: object;
    channel?: 'drop' | 'fetch';
    policy?: object;
  } = {},
) {
  const judged = reports.map((report, at) => ({ report, kind, at }));
  return viewOf(
    { ...request, channel: changes.channel ?? 'input' },
    { ...page, ...changes.sender },
    { ...place, policy: { ...policy, ...changes.policy } },
    {
      flagged: flaggedOf(judged),
      failed,
      verdict: failed.length > 0 ? 'block' : worst(reports),
      staying: stayingOf(judged).length,
    },
  );
}

it('the worst of nothing is that it may go', () => {
  expect(worst([])).toBe('allow');
  expect(worst([report('warn', []), report('block', []), report('allow', [])])).toBe('block');
});

it('shows what is not allowed, worst first, and says which of the held things it is', () => {
  const judged = [report('allow', []), report('warn', ['hidden-sheet']), report('block', ['staff-roster'])];
  const flagged = flaggedOf(judged.map((report, at) => ({ report, kind: 'file', at })));
  expect(flagged.map(({ at }) => at)).toEqual([2, 1]);
});

describe('send anyway', () => {
  it.each([
    ['of a warning', [report('warn', ['hidden-sheet'])], {}, true],
    ['of nothing that is blocked', [report('block', ['staff-roster'])], {}, false],
    ['without a reason to choose', [report('warn', ['hidden-sheet'])], { policy: { reasons: [] } }, false],
    ['beside a file that could not be read', [report('warn', ['hidden-sheet'])], { failed: ['b'] }, false],
  ])('is offered %s', (_, reports, changes, offered) => {
    expect(shown(reports, changes).mayOverride).toBe(offered);
  });
});

describe('cleaned copies and a look', () => {
  const roster = report('block', ['staff-roster']);
  it.each([
    ['a workbook with people', [roster], {}, { mayLook: true }],
    ['text', [roster], { kind: 'text' }, { mayClean: false, mayMask: false, mayLook: false }],
    [
      'a file beside one that could not be read',
      [roster],
      { failed: ['b'] },
      { mayClean: false, mayMask: false },
    ],
    [
      'a workbook with a hidden sheet',
      [report('warn', ['hidden-sheet'])],
      {},
      { mayClean: true, mayTable: true, mayLook: true },
    ],
    [
      'one file of two that no copy can be made of, which can be taken out',
      [report('warn', ['hidden-sheet']), report('block', ['encrypted'], 'doc')],
      {},
      { mayClean: true, mayPart: true },
    ],
    [
      'the same, where a page sends both as one thing',
      [report('warn', ['hidden-sheet']), report('block', ['encrypted'], 'doc')],
      { channel: 'fetch' },
      { mayClean: false, mayPart: false },
    ],
    [
      'files of which no copy can be made at all',
      [report('block', ['staff-roster'], 'doc'), report('block', ['encrypted'], 'doc')],
      {},
      { mayClean: false },
    ],
    [
      'a file beside two that need nothing',
      [roster, report('allow', []), report('allow', [])],
      {},
      { staying: 2 },
    ],
    [
      'the same, where a page sends all as one thing',
      [roster, report('allow', []), report('allow', [])],
      { channel: 'fetch' },
      { staying: 0 },
    ],
  ] as const)('are offered of %s, or not', (_, reports, changes, offered) => {
    expect(shown([...reports], changes as never)).toMatchObject(offered);
  });
});

describe('another file', () => {
  it.each([
    ['in the page itself', {}, true],
    ['in a frame of the same origin', { sender: { frameId: 3 } }, true],
    ['in a frame of another origin', { sender: { frameId: 3, frameUrl: 'https://other.example/' } }, false],
    ['in a frame without an address', { sender: { frameId: 3, frameUrl: 'about:blank' } }, false],
    ['where it was dropped', { channel: 'drop' }, false],
  ] as const)('can be chosen %s: %o', (_, changes, offered) => {
    expect(shown([report('block', ['staff-roster'])], changes as never).mayChoose).toBe(offered);
  });
});

describe('a second person', () => {
  const second = { policy: { secondPerson: true, releaseKey: 'k'.repeat(32) } };
  const roster = report('block', ['staff-roster']);

  it('can release what the user may not send alone', () => {
    expect(shown([roster], second).mayRelease).toBe(true);
  });

  it.each([
    ['policy knows none', [roster], {}],
    ['it is text', [roster], { ...second, kind: 'text' }],
    ['the user may send it alone', [report('warn', ['hidden-sheet'])], second],
    ['a file could not be read', [roster], { ...second, failed: ['b'] }],
  ] as const)('is not asked where %s', (_, reports, changes) => {
    expect(shown([...reports], changes as never).mayRelease).toBe(false);
  });
});
