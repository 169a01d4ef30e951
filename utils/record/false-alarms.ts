// How often people said that Cordon was mistaken, from the record.
import { SEVERITIES } from '../inspect/report.ts';
import type { RuleId } from '../inspect/rules.ts';
import { type CordonEvent, isPolicyEvent, type RuleCount } from './event.ts';

/** Cordon's own reason for sending anyway that says the same. */
const MISTAKEN = 'not-personal';

/** What the warning was about: what is milder (a hidden worksheet, properties) was only named below it. */
function worst(rules: readonly RuleCount[]): RuleCount[] {
  const most = SEVERITIES.findLast((level) => rules.some(({ severity }) => severity === level));
  return rules.filter(({ severity }) => severity === most);
}

/** By rule, most often first: reported with one click, or sent anyway because "Cordon is mistaken". */
export function countFalseAlarms(events: readonly CordonEvent[]): { rule: RuleId; times: number }[] {
  const times = new Map<RuleId, number>();
  for (const event of events) {
    if (isPolicyEvent(event)) continue;
    if (event.outcome !== 'false-alarm' && event.reason !== MISTAKEN) continue;
    for (const { rule } of worst(event.rules)) times.set(rule, (times.get(rule) ?? 0) + 1);
  }
  return [...times].map(([rule, n]) => ({ rule, times: n })).sort((a, b) => b.times - a.times);
}
