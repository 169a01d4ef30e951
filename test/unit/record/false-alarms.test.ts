// How often Cordon was mistaken, as people say, by rule.
import { expect, it } from 'vitest';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { eventOf, type Outcome, policyEventOf } from '../../../utils/record/event.ts';
import { countFalseAlarms } from '../../../utils/record/false-alarms.ts';
import { VIEWS } from '../../fixtures/views.ts';

const site = { kind: 'publication' as const, host: 'foi.example' };
const made = (outcome: Outcome, reason?: string) =>
  eventOf(
    {
      outcome,
      verdict: 'block',
      site,
      reports: VIEWS.blocked.reports,
      files: 1,
      ...(reason ? { reason } : {}),
    },
    '1.0.0',
  );

it('counts what was reported and what was sent anyway as a mistake, by rule, and nothing else', async () => {
  const policy = await policyEventOf({ policy: STRICT_POLICY, managed: true, invalidKeys: [] }, '1.0.0');
  const [report] = VIEWS.blocked.reports;
  const roster = eventOf(
    {
      outcome: 'false-alarm',
      verdict: 'block',
      site,
      reports: [{ ...report!, findings: report!.findings.slice(0, 1) }],
      files: 1,
    },
    '1.0.0',
  );
  const events = [policy, made('taken-out'), made('sent-anyway', 'agreed')];
  expect(countFalseAlarms(events)).toEqual([]);
  expect(
    countFalseAlarms([...events, made('false-alarm'), made('sent-anyway', 'not-personal'), roster]),
  ).toEqual([{ rule: 'staff-roster', times: 3 }]);
});

it('counts against what the warning was about, not against what was only named below it', () => {
  const event = made('false-alarm');
  const rule = (severity: 'low' | 'medium') => ({ rule: 'hidden-sheet' as const, severity, findings: 1 });
  const mild = {
    ...event,
    rules: [rule('low'), { rule: 'metadata' as const, severity: 'low' as const, findings: 1 }],
  };
  expect(countFalseAlarms([{ ...event, rules: [...event.rules, rule('medium')] }])).toEqual([
    { rule: 'staff-roster', times: 1 },
  ]);
  // Worth a word on some sites though nothing in it is grave: all of it was said alike.
  expect(countFalseAlarms([mild]).map((one) => one.rule)).toEqual(['hidden-sheet', 'metadata']);
});
