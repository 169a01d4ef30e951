// What the user is being asked about a hold, and what the record is told of it.
import type { VerdictKind } from '../../inspect/report.ts';
import type { HoldOutcome, WarningView } from '../../messages/protocol.ts';
import type { EventFacts } from '../../record/event.ts';
import type { CopyKind } from '../../remedy/remedy.ts';

/** A hold about which the user is being asked, or has just answered. */
export interface Asked {
  tabId: number;
  /** The frame that holds, and the frame in which the warning stands. */
  frameId: number;
  askedIn: number;
  view: WarningView;
  verdict: VerdictKind;
  files: number;
  /** Of the files among what is held; a text has only the label of its field. */
  fileNames: string[];
  /** By index into the view's reports: which of the held items it is about. */
  items: number[];
  /** SHA-256 of each of the view's reports' files, where a second person can release them. */
  hashes?: string[];
  /** By which the last line knows them again, once they are released. */
  digests: string[];
  /** Files in which nothing was found, which go on when the others are taken out: by index into what is held, and digests. */
  staying: { items: number[]; digests: string[] };
  /** The user has said that it is a false alarm: once is enough. */
  falseAlarm?: boolean;
  /** How often the user has had a failed check tried again. */
  asking: number;
  /** Set once it is decided, and before anything comes of it: the gate may have missed the message and asks again. */
  decision?: Decision;
}

export interface Decision {
  outcome: Exclude<HoldOutcome['outcome'], 'retry'>;
  /** What the record is told. */
  told: Pick<EventFacts, 'outcome' | 'reason' | 'releases'>;
  /** Cleaned copies of this kind go in place of originals: without them nothing is released. */
  copies?: CopyKind;
  /** Taken out while the rest is released, by index into what is held. */
  without?: number[];
}

/** What is recorded if no answer comes. */
export function unansweredOutcome({ view }: Asked): 'failed' | 'abandoned' {
  return view.state === 'failed' ? 'failed' : 'abandoned';
}

/** What the record is told of a hold that the user was asked about, but for how it ended. */
export function factsOf({ view, verdict, files, fileNames }: Asked): Omit<EventFacts, 'outcome'> {
  const { host, kind } = view.site;
  return { verdict, site: { host, kind }, reports: view.reports, files, fileNames };
}

/** Are copies of this kind offered? */
export const mayCopy = ({ mayClean, mayTable, mayMask, mayCover }: WarningView, kind: CopyKind): boolean =>
  ({ clean: mayClean, csv: mayTable, mask: mayMask, faces: mayCover })[kind] === true;

/** Are the files wanted once more while the user is being asked? */
export const needsFiles = ({ mayClean, mayTable, mayMask, mayCover, mayLook }: WarningView): boolean =>
  Boolean(mayClean || mayTable || mayMask || mayCover || mayLook);
