// What is told of holds to the record, and what the record says of them where nothing else knows of them any more.
import { sendToFrame } from '../../messages/messages.ts';
import { isPolicyEvent, type Outcome } from '../../record/event.ts';
import type { Recorder } from '../../record/record.ts';
import type { Found, OpenEvent } from '../../record/store.ts';
import { type Asked, factsOf, unansweredOutcome } from './asked.ts';
import type { Kept } from './kept.ts';

/** One asking of a hold, and what the record says of it already. */
export interface Turn {
  asking: number;
  told: Found | undefined;
}

/** After which a page that says nothing to a question counts as frozen, milliseconds. */
const SILENT_MS = 2_000;

/** Of the Event of an asking: the same for whoever tells it, so that what is told twice is recorded once. */
export const eventId = (id: string, asking: number) => (asking === 0 ? id : `${id}.${asking}`);
export const eventOf = (id: string, { asking }: Asked) => eventId(id, asking);
const holdOf = (event: string) => event.replace(/\.\d+$/, '');

/** What comes now is another asking: the user had it tried again, or nobody seemed to wait for an answer any more. */
const isPast = ({ event, again }: Found) => again || isPolicyEvent(event) || event.outcome === 'abandoned';

/** Copies that are lost release nothing. */
export const isRefusal = ({ event }: Found) =>
  !isPolicyEvent(event) && event.verdict !== 'allow' && REFUSALS.includes(event.outcome);
const REFUSALS: readonly string[] = ['taken-out', 'failed', 'cleaned'] satisfies Outcome[];

/** The gate answers with null; where nobody knew of the hold there is no answer. */
export const isHeard = (answer: unknown) => answer === null;

/** The first asking from this one on that is not over yet, or of which it is known what was decided. */
export async function turnFrom(recorder: Recorder, id: string, asking: number): Promise<Turn> {
  const told = await recorder.decided(eventId(id, asking));
  return told && isPast(told) ? turnFrom(recorder, id, asking + 1) : { asking, told };
}

/**
 * How it ended, as far as that is known; told twice it is recorded once.
 * @param again the user has it tried again.
 */
export function recordEnd(recorder: Recorder, id: string, asked: Asked, again = false): Promise<void> {
  const told = asked.decision?.told ?? { outcome: unansweredOutcome(asked) };
  return recorder.record({ ...factsOf(asked), ...told }, eventOf(id, asked), again);
}

/** Does the gate still hold what an earlier background asked about, though nothing else is known of it any more? */
export async function isHeld(kept: Kept, { id, heldBy }: OpenEvent): Promise<boolean> {
  for (const [hold, asked] of await kept.loadAll()) if (eventOf(hold, asked) === id) return true;
  if (!heldBy) return false;
  const answer = sendToFrame(heldBy.tabId, heldBy.frameId, 'holdStill', { id: holdOf(id) });
  // A page that does not even say no (it is frozen) may go on later.
  const silent = new Promise<null>((resolve) => setTimeout(resolve, SILENT_MS, null));
  return Promise.race([answer, silent]).then(isHeard, () => false);
}
