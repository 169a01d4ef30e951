// What the warning is showing: a pure state, so that every step can be tested without a browser.
import type { Choice, CopiesView, ReleaseView, WarningView } from '../../utils/messages/protocol.ts';
import type { CopyKind } from '../../utils/remedy/remedy.ts';

/**
 * ask: what was found. copies: what a cleaned copy would be. reason: why it has to go. release: a second person's code is
 * asked for. sent: the choice is on its way. lost: nobody is there to take it.
 */
export type Step = 'ask' | 'copies' | 'reason' | 'release' | 'sent' | 'lost';

export interface WarningState {
  /** Everything that waits for an answer, in the order in which it came; the first is on screen. */
  queue: readonly WarningView[];
  step: Step;
  /** Index into the view's reasons, or -1. */
  reason: number;
  confirmed: boolean;
  /** The cleaned copies: missing while they are being made, `failed` where that came to no end. */
  copies?: CopiesView | 'failed' | undefined;
  /** A second person's codes as they were typed, one for each of the view's reports. */
  codes: readonly string[];
  /** What became of them: `checking` on their way, `failed` where no answer came. */
  release?: Extract<ReleaseView, { outcome: 'refused' }> | 'checking' | 'failed' | undefined;
  /** The user has said that this is a false alarm. */
  reported?: boolean;
}

export type WarningEvent =
  | { type: 'show'; view: WarningView }
  | { type: 'close'; id: string }
  | { type: 'action'; action: Action }
  | { type: 'copies'; id: string; copies: CopiesView | 'failed' }
  | { type: 'release'; id: string; release: ReleaseView | 'failed' }
  | { type: 'form'; reason: number; confirmed: boolean; codes: readonly string[] }
  /** The background is there, and did not take the choice: it can be made again. */
  | { type: 'untaken'; id: string }
  | { type: 'lost' };

/** What a button does: its `data-action`. */
export const ACTIONS = [
  'remove',
  'another',
  'clean',
  'table',
  'mask',
  'cover',
  'sendCopies',
  'look',
  'falseAlarm',
  'override',
  'release',
  'sendReleased',
  'back',
  'send',
  'retry',
  'close',
] as const;
export type Action = (typeof ACTIONS)[number];

export const EMPTY: WarningState = { queue: [], step: 'ask', reason: -1, confirmed: false, codes: [] };

/** Sending anyway needs the policy's leave and a reason to choose. */
export function mayOverride(view: WarningView): boolean {
  return view.state === 'ask' && view.mayOverride && view.reasons.length > 0;
}

const fresh = (queue: readonly WarningView[]): WarningState => ({ ...EMPTY, queue });

/** What comes of an event: the next state, and what is to be asked of the background, if anything. */
export interface Stepped {
  state: WarningState;
  choice?: Choice;
  /** Cleaned copies of this kind are to be made of what is held under this id. */
  makeCopies?: { id: string; kind: CopyKind };
  /** A window of ours is to be opened with a look at the place. */
  openLook?: string;
  /** What is held under this id is a false alarm, the user says. */
  falseAlarm?: string;
  /** A second person's codes for what is held under this id. */
  release?: { id: string; codes: string[] };
}

/** @see Stepped */
export function step(state: WarningState, event: WarningEvent): Stepped {
  const [view] = state.queue;
  switch (event.type) {
    case 'show': {
      const at = state.queue.findIndex((queued) => queued.id === event.view.id);
      if (at < 0) return { state: { ...state, queue: [...state.queue, event.view] } };
      const queue = state.queue.with(at, event.view);
      return { state: at === 0 ? fresh(queue) : { ...state, queue } };
    }
    case 'close': {
      const queue = state.queue.filter((queued) => queued.id !== event.id);
      return { state: view?.id === event.id ? fresh(queue) : { ...state, queue } };
    }
    case 'copies': {
      if (view?.id !== event.id || state.step !== 'copies') return { state };
      // The hold begins anew, and with it the warning.
      if (event.copies !== 'failed' && event.copies.outcome === 'again') return { state: fresh(state.queue) };
      return { state: { ...state, copies: event.copies } };
    }
    case 'release': {
      if (view?.id !== event.id || state.step !== 'release') return { state };
      if (event.release === 'failed') return { state: { ...state, release: 'failed' } };
      if (event.release.outcome === 'refused') return { state: { ...state, release: event.release } };
      return { state: fresh(state.queue.slice(1)) };
    }
    case 'form': {
      const { reason, confirmed, codes } = event;
      return { state: { ...state, reason, confirmed, codes } };
    }
    case 'untaken':
      return { state: view?.id === event.id ? fresh(state.queue) : state };
    case 'lost':
      return { state: { ...state, step: 'lost' } };
    case 'action':
      return view ? act(state, view, event.action) : { state };
  }
}

/** Is there something in every field for a code? Whether it is one is for the background to say. */
export function hasCodes({ codes }: Pick<WarningState, 'codes'>, view: WarningView): boolean {
  return view.reports.every((_report, at) => (codes[at] ?? '').trim() !== '');
}

/** The kind of copy that a button asks for. */
const COPIES = { clean: 'clean', table: 'csv', mask: 'mask', cover: 'faces' } as const;

/** May the copies that are shown be sent? */
function copiesMayGo(copies: WarningState['copies']): boolean {
  return copies !== undefined && copies !== 'failed' && copies.outcome === 'ready';
}

function act(state: WarningState, view: WarningView, action: Action): Stepped {
  const sent: WarningState = { ...state, step: 'sent' };
  const reason = view.reasons[state.reason];
  const allowed: Record<Action, boolean> = {
    remove: ['ask', 'reason', 'copies', 'release'].includes(state.step),
    another: state.step === 'ask' && view.mayChoose === true,
    falseAlarm: state.step === 'ask' && view.state === 'ask' && !state.reported,
    clean: state.step === 'ask' && view.state === 'ask' && view.mayClean === true,
    table: state.step === 'ask' && view.state === 'ask' && view.mayTable === true,
    mask: state.step === 'ask' && view.state === 'ask' && view.mayMask === true,
    cover: state.step === 'ask' && view.state === 'ask' && view.mayCover === true,
    sendCopies: state.step === 'copies' && copiesMayGo(state.copies),
    override: state.step === 'ask' && mayOverride(view),
    look: state.step === 'ask' && view.state === 'ask' && view.mayLook === true,
    release: state.step === 'ask' && view.state === 'ask' && view.mayRelease === true,
    sendReleased: state.step === 'release' && state.release !== 'checking' && hasCodes(state, view),
    back: ['reason', 'copies', 'release'].includes(state.step),
    send: state.step === 'reason' && mayOverride(view) && reason !== undefined && state.confirmed,
    retry: state.step === 'ask' && view.state === 'failed',
    close: state.step === 'lost',
  };
  if (!allowed[action]) return { state };
  switch (action) {
    case 'remove':
      return { state: sent, choice: { id: view.id, choice: 'remove' } };
    case 'another':
      return { state: sent, choice: { id: view.id, choice: 'another' } };
    case 'falseAlarm':
      return { state: { ...state, reported: true }, falseAlarm: view.id };
    case 'retry':
      return { state: sent, choice: { id: view.id, choice: 'retry' } };
    case 'send':
      return { state: sent, choice: { id: view.id, choice: 'send', reason: reason ?? '' } };
    case 'clean':
    case 'table':
    case 'mask':
    case 'cover':
      return {
        state: { ...state, step: 'copies', copies: undefined },
        makeCopies: { id: view.id, kind: COPIES[action] },
      };
    case 'sendCopies':
      return { state: sent, choice: { id: view.id, choice: 'sendCopies' } };
    case 'override':
      return { state: { ...state, step: 'reason', reason: -1, confirmed: false } };
    case 'look':
      return { state: { ...state }, openLook: view.id };
    case 'release':
      return { state: { ...state, step: 'release', codes: [], release: undefined } };
    case 'sendReleased':
      return {
        state: { ...state, release: 'checking' },
        release: { id: view.id, codes: view.reports.map((_report, at) => state.codes[at] ?? '') },
      };
    case 'back':
      return { state: { ...state, step: 'ask' } };
    case 'close':
      return { state: EMPTY };
  }
}
