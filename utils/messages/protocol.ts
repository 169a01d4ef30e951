// Every message between Cordon's own contexts, in one map: who sends it, what it carries, what comes back.
// Chromium serialises by structured clone too (`message_serialization`), so Files cross by reference.

import type { Finding, Inspection, Report } from '../inspect/report.ts';
import type { Look } from '../look/look.ts';
import type { Contact, InspectionSettings, Policy, SiteKind } from '../policy/policy.ts';
import type { Reach } from '../policy/site.ts';
import type { Today } from '../record/today.ts';
import type { ReleaseProblem, SignedOff } from '../release/desk.ts';
import type { CheckedCopy } from '../remedy/checked.ts';
import type { Change, CopyKind, RefusalId, RemedyKind } from '../remedy/remedy.ts';

/** @see Policy.messages */
type OwnMessages = Policy['messages'];

/** By which door something was about to enter or leave the page. */
export type Channel =
  | 'input'
  | 'drop'
  | 'paste'
  | 'picker'
  | 'submit'
  | 'fetch'
  | 'xhr'
  | 'beacon'
  | 'socket';

/** One thing that is held: a file, or text that was typed or pasted (as a text/plain Blob). */
export interface HeldItem {
  /** File name; for text, the field's label or name if it has one, else ''. */
  name: string;
  kind: 'file' | 'text';
  bytes: Blob;
}

export interface HoldRequest {
  /** Made by the gate, unguessable: crypto.randomUUID(). */
  id: string;
  channel: Channel;
  items: HeldItem[];
  /** How often the user has had a failed check tried again; 0 unless said. */
  asking?: number;
}

/** A cleaned copy that goes in place of an original, by index into `HoldRequest.items`. */
export interface Replacement {
  index: number;
  file: File;
}

/**
 * What the gate does with a hold. `without`: files that are taken out, by index into `HoldRequest.items`; the others go on.
 * `asked`: the user is being asked, a `holdOutcome` follows. `unknown`, to `holdStatus`:
 * nobody knows of it, so the gate sends `hold` again.
 */
export type HoldAnswer =
  | { outcome: 'release'; replacements?: Replacement[]; without?: number[] }
  | { outcome: 'refuse' }
  | { outcome: 'asked' }
  | { outcome: 'unknown' };

export interface HoldOutcome {
  id: string;
  /** retry: send `hold` again, with the same id and the same items. */
  outcome: 'release' | 'refuse' | 'retry';
  /** With `retry`: the number that goes with it (see `HoldRequest.asking`). */
  asking?: number;
  replacements?: Replacement[];
  /** Files that are taken out, by index into the items; the others go on. */
  without?: number[];
  /** Refused, and the user wants to choose another file: the picker is to be opened again. */
  another?: boolean;
}

/** What became of one file of which a cleaned copy was tried. */
export type Mend =
  /** The copy may go: nothing is found in it any more that would keep it here. */
  | { outcome: 'copy'; name: string; changes: Change[] }
  /** A copy was made, and this is still found in it. */
  | { outcome: 'left'; report: Report }
  | { outcome: 'refused'; reason: RefusalId };

/** What the warning is told of the cleaned copies, before any of them is sent. */
export type CopiesView =
  /** By index into the view's reports. */
  | { outcome: 'tried'; mends: Mend[] }
  /** The files are not at hand any more; the gate brings them again, and the warning is shown anew. */
  | { outcome: 'again' };

/** What the warning shows. Reports are in order of gravity, worst first. */
export interface WarningView {
  id: string;
  /**
   * ask: something was found. failed: the inspection did not come to an end (worker died, no answer); the hold
   * stays and the user can try again or take the file out.
   */
  state: 'ask' | 'failed';
  reports: Report[];
  /** What each of `reports` is about, by index; `file` where it is not said. */
  kinds?: HeldItem['kind'][];
  /** Names of the files that could not be inspected, where `state` is `failed`. */
  failed: string[];
  channel: Channel;
  site: { kind: SiteKind; host: string };
  /** May the user send it all the same? Then one of `reasons` has to be chosen. */
  mayOverride: boolean;
  reasons: string[];
  contact: Contact;
  /** The force's own words, by language and message key. */
  messages?: OwnMessages;
  /** Cleaned copies are worth a try. Whether there are any that may go is known once they were made (`makeCopies`). */
  mayClean?: boolean;
  /** So are the visible sheets as CSV. */
  mayTable?: boolean;
  /** So are copies without the columns that name people. */
  mayMask?: boolean;
  /** So are copies with the faces covered. */
  mayCover?: boolean;
  /** Some of what is held can be taken out while the rest goes on. */
  mayPart?: boolean;
  /** How many files, in which nothing was found, stay when the others are taken out. */
  staying?: number;
  /** It was chosen with a file input whose picker can be opened again from the warning. */
  mayChoose?: boolean;
  /** People were found in a table, so that there is a place to look at. */
  mayLook?: boolean;
  /** A second person can release it: one code for each of `reports`. */
  mayRelease?: boolean;
}

/** What became of the codes that were typed into the warning. */
export type ReleaseView =
  | { outcome: 'released' }
  /** `at`: index into the view's reports. `left`: wrong codes that are still taken for that file today. */
  | { outcome: 'refused'; problem: ReleaseProblem; at: number; left: number };

/** A reviewer's word on the check page: this file may go to this site. */
export interface SignOffRequest {
  /** SHA-256, hexadecimal. */
  hash: string;
  inspection: Inspection;
  /** The site, as it was typed. */
  site: string;
  /** One of the reasons that policy lists. */
  reason: string;
}

export type Choice =
  /** Take the file out (or, for text: do not send). */
  | { id: string; choice: 'remove' }
  /** Take the file out, and open the picker of its input again. */
  | { id: string; choice: 'another' }
  /** `kind`: with cleaned copies in place of the files of which there are such. */
  | { id: string; choice: 'send'; reason: string; kind?: CopyKind }
  /** Send the cleaned copies that were shown; what could not be cleaned is taken out. */
  | { id: string; choice: 'sendCopies'; kind: CopyKind }
  | { id: string; choice: 'retry' };

/** What the popup says of the page in front. */
export interface PageState {
  site: { kind: SiteKind; host: string; guarded: boolean };
  /** Today, on this site and on this workstation. */
  today: Today;
  policy: {
    managed: boolean;
    mode: 'observe' | 'warn' | 'enforce';
    reach: Reach;
    invalidKeys: string[];
    contact: Contact;
    messages?: OwnMessages;
  };
}

/** What was found in a file on the check page, for which kind of site. */
export interface CheckedNote {
  inspection: Inspection;
  kind: SiteKind;
}

export interface InspectRequest extends InspectionSettings {
  /** Names this inspection, so that it can be cancelled. */
  job: string;
  name: string;
  bytes: Blob;
}

export interface LookRequest extends InspectRequest {
  /** Of a Finding in this file. */
  where: string[];
}

/** What can be seen of a hold, masked: for each file in which people stand in a table, the gravest place. */
export type LookView =
  | { outcome: 'seen'; places: { finding: Finding; look: Look | undefined }[] }
  | { outcome: 'gone' };

export interface RemedyRequest extends InspectRequest {
  kind: RemedyKind;
  /** Members of an archive that are left out of the copy. */
  without: string[];
}

/** The map: message name → what it carries and what the answer is. */
export interface Protocol {
  /** Gate → background: judge this. Comes back when there is a verdict, or when the user is being asked. */
  hold: { request: HoldRequest; answer: HoldAnswer };
  /** Gate → background: is the user still being asked? Sent now and then, so that a lost message cannot hang a hold. */
  holdStatus: { request: { id: string }; answer: HoldAnswer };
  /** Gate → background: the hold is gone (a second choice replaced it, the frame went away). */
  holdCancel: { request: { id: string }; answer: null };
  /** Background → gate, in the frame that holds. */
  holdOutcome: { request: HoldOutcome; answer: null };
  /** Background → gate: is this still held? Answered where it is, and by nobody where it is not. */
  holdStill: { request: { id: string }; answer: null };
  /** Gate → background, while the user is picking: get the inspector ready. */
  prepare: { request: null; answer: null };
  /** Gate → background: bring what draws the status into this frame. */
  bringStatus: { request: null; answer: null };
  /** Background → top frame: show this, in place of what is shown for the same id. */
  warning: { request: WarningView; answer: { shown: true } };
  /** Background → top frame: the hold is gone, so close its warning. */
  warningClose: { request: { id: string }; answer: null };
  /** Warning → background. */
  choose: { request: Choice; answer: null };
  /** Warning → background: make cleaned copies of this kind of what is held, and say what they would be. */
  makeCopies: { request: { id: string; kind: CopyKind }; answer: CopiesView };
  /** Warning → background: open a window of ours with a look at the place. */
  openLook: { request: { id: string }; answer: null };
  /** That window → background. */
  lookAt: { request: { id: string }; answer: LookView };
  /** Warning → background: a second person's codes. Where they are right, the hold is released. */
  release: { request: { id: string; codes: string[] }; answer: ReleaseView };
  /** Check page → background: sign a file off. */
  signOff: { request: SignOffRequest; answer: SignedOff };
  /** Check page → background: a cleaned copy was saved. */
  savedCopy: { request: CheckedNote; answer: null };
  /** Warning → background: what was found is nothing. The hold stays as it is. */
  falseAlarm: { request: { id: string }; answer: null };
  /** Check page → background: the same of a file in its list. */
  checkedFalseAlarm: { request: CheckedNote; answer: null };
  /** Popup → background. */
  pageState: { request: { tabId: number }; answer: PageState };
  /** Background → offscreen document (Chromium only). */
  offscreenInspect: { request: InspectRequest; answer: Inspection };
  offscreenRemedy: { request: RemedyRequest; answer: CheckedCopy };
  offscreenLook: { request: LookRequest; answer: Look | null };
  offscreenCancel: { request: { job: string }; answer: null };
  offscreenPrepare: { request: null; answer: null };
}

export type MessageName = keyof Protocol;
export type RequestOf<N extends MessageName> = Protocol[N]['request'];
export type AnswerOf<N extends MessageName> = Protocol[N]['answer'];

/** How a message looks on its way. */
export interface Envelope<N extends MessageName = MessageName> {
  cordon: N;
  data: RequestOf<N>;
}

/** Is this one of our messages? Anything else is ignored. */
export function isEnvelope(message: unknown): message is Envelope {
  return (
    typeof message === 'object' &&
    message !== null &&
    'cordon' in message &&
    typeof message.cordon === 'string'
  );
}
