// What the popup says of today, from the record.
import { type CordonEvent, isPolicyEvent } from './event.ts';

export interface DayCounts {
  checked: number;
  warned: number;
  stopped: number;
  /** Cleaned copies went in their place. */
  cleaned: number;
  sentAnyway: number;
  /** Left without having been held, and would have been stopped. */
  unheld: number;
}

/** Midnight where the user is, milliseconds since 1970. */
export function startOfDay(now = new Date()): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
}

/** The same of one site, and of all of them. */
export interface Today {
  here: DayCounts;
  everywhere: DayCounts;
}

/** @see Today */
export function countToday(events: readonly CordonEvent[], host: string): Today {
  const here = events.filter((event) => !isPolicyEvent(event) && event.site.host === host);
  return { here: countEvents(here), everywhere: countEvents(events) };
}

/** Files checked; decisions that needed the user, and how they ended. */
export function countEvents(events: readonly CordonEvent[]): DayCounts {
  const counts: DayCounts = { checked: 0, warned: 0, stopped: 0, cleaned: 0, sentAnyway: 0, unheld: 0 };
  for (const event of events) {
    if (isPolicyEvent(event)) continue;
    const { files, verdict, outcome } = event;
    // On the check page nothing is held: what was signed off there is sent elsewhere.
    if (outcome === 'signed-off' || outcome === 'copy-saved' || outcome === 'false-alarm') continue;
    counts.checked += files;
    if (verdict !== 'allow') counts.warned++;
    if (outcome === 'taken-out' || outcome === 'cut-off') counts.stopped++;
    if (outcome === 'cleaned') counts.cleaned++;
    if (outcome === 'unheld') counts.unheld++;
    if (outcome === 'sent-anyway' || outcome === 'released') counts.sentAnyway++;
  }
  return counts;
}
