// What is kept of one decision, or of a new policy: counts and rule ids, never content. Made only here, from closed lists,
// so that no path, page title or cell value can reach it, and a file name only into the local record, where policy asks.
import { type Report, SEVERITIES, type Severity, type VerdictKind } from '../inspect/report.ts';
import { RULE_IDS, type RuleId } from '../inspect/rules.ts';
import type { Policy, SiteKind } from '../policy/policy.ts';
import { POLICY_KEYS } from '../policy/schema.ts';

/** What became of it. */
export const OUTCOMES = [
  'allowed',
  'observed',
  'taken-out',
  /** Cleaned copies went in place of the files. */
  'cleaned',
  'sent-anyway',
  'failed',
  /** A second person's code was given, and it was sent. */
  'released',
  /** This user, as the second person, signed a file off for somebody else to send. */
  'signed-off',
  /** A cleaned copy was saved on the check page; nothing was about to be sent. */
  'copy-saved',
  /** The user says that what was found is nothing. How the hold ended is an event of its own. */
  'false-alarm',
  /** The last line broke a request off that no gate had held: a worker's, for one. */
  'cut-off',
  /** The last line saw such a request go, where the browser does not let it wait. */
  'unheld',
  /** The user was asked, and chose another file or left the page instead. */
  'abandoned',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

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

interface Stamp {
  /** Unguessable, and the same for all that is told of one decision: a collector that gets an event twice can tell. */
  id: string;
  /** Milliseconds since 1970, UTC. */
  time: number;
  /** Cordon's version. */
  version: string;
}

/** What became of one hold. */
export interface DecisionEvent extends Stamp {
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
  /** Names the codes of a second person's release, the same on both sides: digests, which nobody can send with. */
  releases?: string[];
  /** Names of the files, only where policy says `recordFileNames`. They never go to the collector. */
  fileNames?: string[];
}

/** Another policy came into force. */
export interface PolicyEvent extends Stamp {
  policy: {
    /** Set by the force, not by default. */
    managed: boolean;
    mode: Policy['mode'];
    /** Keys that were wrong, by name; names that Cordon does not know are `(unknown)`. */
    invalidKeys: string[];
    /** Start of the SHA-256 of what is in force: the same on all workstations with the same policy. */
    digest: string;
  };
}

/** One line of the record. */
export type CordonEvent = DecisionEvent | PolicyEvent;

export const isPolicyEvent = (event: CordonEvent): event is PolicyEvent => 'policy' in event;

export interface EventFacts {
  outcome: Outcome;
  verdict: VerdictKind;
  site: { kind: SiteKind; host: string };
  reports: readonly Report[];
  /** Held in all, with those that could not be inspected. */
  files: number;
  reason?: string;
  releases?: readonly string[];
  /** Left behind unless asked for. */
  fileNames?: readonly string[];
}

interface EventOptions {
  /** Milliseconds since 1970; now unless said. */
  time?: number;
  /** Where the same decision could be told twice. Unguessable; made here unless said. */
  id?: string;
  /** Keep the names of files: the policy's `recordFileNames`. */
  keepFileNames?: boolean;
}

function sizeClass(bytes: number): SizeClass {
  return (SIZE_CLASSES.find(({ below }) => bytes < below) ?? SIZE_CLASSES[0]).name;
}

/** A file's name without the folders that it was chosen with. */
const lastOf = (name: string) => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);

/** Makes the Event of a decision. What is not named here is left behind. */
export function eventOf(
  facts: EventFacts,
  version: string,
  { time = Date.now(), id = crypto.randomUUID(), keepFileNames = false }: EventOptions = {},
): DecisionEvent {
  const findings = facts.reports.flatMap((report) => report.findings);
  const rules = RULE_IDS.flatMap((rule): RuleCount[] => {
    const found = findings.filter((finding) => finding.rule === rule);
    const severity = SEVERITIES.findLast((level) => found.some((finding) => finding.severity === level));
    return severity ? [{ rule, severity, findings: found.length }] : [];
  });
  return {
    id,
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
    ...(facts.releases === undefined ? {} : { releases: [...facts.releases] }),
    ...(keepFileNames && facts.fileNames ? { fileNames: facts.fileNames.map(lastOf) } : {}),
  };
}

/** Is this Event of what `facts` say: the same things found, in as much, on the same site? How it ended is not asked. */
export function isAbout(event: CordonEvent, facts: EventFacts): boolean {
  if (isPolicyEvent(event)) return false;
  const what = ({ verdict, site, files, size, people, rules }: DecisionEvent) =>
    JSON.stringify([verdict, site.kind, site.host, files, size, people, rules]);
  return what(event) === what(eventOf(facts, event.version));
}

/** Makes the Event of a policy that came into force. */
export async function policyEventOf(
  { policy, managed, invalidKeys }: { policy: Policy; managed: boolean; invalidKeys: readonly string[] },
  version: string,
  time = Date.now(),
): Promise<PolicyEvent> {
  const known = invalidKeys.map((key) => (Object.hasOwn(POLICY_KEYS, key) ? key : '(unknown)'));
  const whole = new TextEncoder().encode(JSON.stringify([policy, managed, [...new Set(known)].sort()]));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  const digest = Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return {
    id: crypto.randomUUID(),
    time,
    version,
    policy: { managed, mode: policy.mode, invalidKeys: [...new Set(known)].sort(), digest },
  };
}
