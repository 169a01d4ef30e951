// What is kept of one decision: counts and rule ids, never content. Made only here, from closed lists, so that no file
// name, path, page title or cell value can reach it.
import { type Report, SEVERITIES, type Severity, type VerdictKind } from '../inspect/report.ts';
import { RULE_IDS, type RuleId } from '../inspect/rules.ts';
import type { SiteKind } from '../policy/policy.ts';

/** What became of it. */
export type Outcome = 'allowed' | 'observed' | 'taken-out' | 'sent-anyway' | 'failed';

/** Size of everything that was held, so coarse that no file can be recognised by it. */
export const SIZE_CLASSES = [
  { name: 'under 100 kB', below: 100_000 },
  { name: 'under 1 MB', below: 1_000_000 },
  { name: 'under 10 MB', below: 10_000_000 },
  { name: 'under 100 MB', below: 100_000_000 },
  { name: '100 MB or more', below: Number.POSITIVE_INFINITY },
] as const;
export type SizeClass = (typeof SIZE_CLASSES)[number]['name'];

export interface RuleCount {
  rule: RuleId;
  /** The gravest of its findings. */
  severity: Severity;
  findings: number;
}

/** One line of the record. */
export interface CordonEvent {
  /** Unguessable, made once: a collector that gets an event twice can tell. */
  id: string;
  /** Milliseconds since 1970, UTC. */
  time: number;
  /** Cordon's version. */
  version: string;
  outcome: Outcome;
  verdict: VerdictKind;
  site: { kind: SiteKind; host: string };
  files: number;
  size: SizeClass;
  /** Distinct people in the gravest finding. */
  people: number;
  rules: RuleCount[];
  /** The reason that was chosen from the policy's list. */
  reason?: string;
}

export interface EventFacts {
  outcome: Outcome;
  verdict: VerdictKind;
  site: { kind: SiteKind; host: string };
  reports: readonly Report[];
  /** Held in all, with those that could not be inspected. */
  files: number;
  reason?: string;
}

function sizeClass(bytes: number): SizeClass {
  return (SIZE_CLASSES.find(({ below }) => bytes < below) ?? SIZE_CLASSES[0]).name;
}

/** Makes an Event. What is not named here is left behind. */
export function eventOf(facts: EventFacts, version: string, time = Date.now()): CordonEvent {
  const findings = facts.reports.flatMap((report) => report.findings);
  const rules = RULE_IDS.flatMap((rule): RuleCount[] => {
    const found = findings.filter((finding) => finding.rule === rule);
    const severity = SEVERITIES.findLast((level) => found.some((finding) => finding.severity === level));
    return severity ? [{ rule, severity, findings: found.length }] : [];
  });
  return {
    id: crypto.randomUUID(),
    time,
    version,
    outcome: facts.outcome,
    verdict: facts.verdict,
    site: { kind: facts.site.kind, host: facts.site.host },
    files: facts.files,
    size: sizeClass(facts.reports.reduce((sum, report) => sum + report.bytes, 0)),
    people: Math.max(0, ...findings.map((finding) => finding.people)),
    rules,
    ...(facts.reason === undefined ? {} : { reason: facts.reason }),
  };
}
