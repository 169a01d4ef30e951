// The local record of what Cordon did: an Event for each outcome, counted by day. Counts and rule ids, never content.
import { browser } from 'wxt/browser';
import type { RuleId } from '../inspect/rules.ts';
import type { SiteKind } from '../policy/policy.ts';

export type Outcome = 'allowed' | 'taken-out' | 'sent-anyway' | 'failed' | 'observed';

/** What is kept of one decision. No contents, no names, no file names, no paths, no page titles. */
export interface CordonEvent {
  /** ISO 8601, UTC. */
  time: string;
  outcome: Outcome;
  verdict: 'allow' | 'warn' | 'block';
  site: { kind: SiteKind; host: string };
  rules: RuleId[];
  /** Distinct people in the gravest finding. */
  people: number;
  files: number;
  /** Key or text of the reason that was chosen from the policy's list. */
  reason?: string;
}

export interface DayCounts {
  checked: number;
  warned: number;
  stopped: number;
  sentAnyway: number;
}

const KEY = 'record';
/** Events kept at most; the oldest go first. */
const MOST_EVENTS = 2000;

const today = () => new Date().toISOString().slice(0, 10);

async function readEvents(): Promise<CordonEvent[]> {
  const stored = await browser.storage.local.get(KEY);
  const events = stored[KEY];
  return Array.isArray(events) ? (events as CordonEvent[]) : [];
}

let writing: Promise<unknown> = Promise.resolve();

/** Adds an Event. Writers in one background take turns, so that none overwrites another's. */
export function recordEvent(event: Omit<CordonEvent, 'time'>): Promise<void> {
  const write = writing.then(async () => {
    const events = await readEvents();
    events.push({ time: new Date().toISOString(), ...event });
    await browser.storage.local.set({ [KEY]: events.slice(-MOST_EVENTS) });
  });
  writing = write.catch(() => undefined);
  return write;
}

/** What happened on this workstation since midnight UTC. */
export async function countToday(): Promise<DayCounts> {
  const counts: DayCounts = { checked: 0, warned: 0, stopped: 0, sentAnyway: 0 };
  const day = today();
  for (const event of await readEvents()) {
    if (!event.time.startsWith(day)) continue;
    counts.checked += event.files;
    if (event.verdict !== 'allow') counts.warned++;
    if (event.outcome === 'taken-out') counts.stopped++;
    if (event.outcome === 'sent-anyway') counts.sentAnyway++;
  }
  return counts;
}
