// What the warning is showing: a pure state, so that every step can be tested without a browser.
import type { Choice, CopiesView, WarningView } from '../../utils/messages/protocol.ts';

/** ask: what was found. copies: what a cleaned copy would be. reason: why it has to go. sent: the choice is on its way. lost: nobody is there to take it. */
export type Step = 'ask' | 'copies' | 'reason' | 'sent' | 'lost';

export interface WarningState {
  /** Everything that waits for an answer, in the order in which it came; the first is on screen. */
  queue: readonly WarningView[];
  step: Step;
  /** Index into the view's reasons, or -1. */
  reason: number;
  confirmed: boolean;
  /** The cleaned copies: missing while they are being made, `failed` where that came to no end. */
  copies?: CopiesView | 'failed' | undefined;
}

export type WarningEvent =
  | { type: 'show'; view: WarningView }
  | { type: 'close'; id: string }
  | { type: 'action'; action: Action }
  | { type: 'copies'; id: string; copies: CopiesView | 'failed' }
  | { type: 'form'; reason: number; confirmed: boolean }
  | { type: 'lost' };

/** What a button does: its `data-action`. */
export const ACTIONS = [
  'remove',
  'clean',
  'sendCopies',
  'override',
  'back',
  'send',
  'retry',
  'close',
] as const;
export type Action = (typeof ACTIONS)[number];

export const EMPTY: WarningState = { queue: [], step: 'ask', reason: -1, confirmed: false };

/** Sending anyway needs the policy's leave and a reason to choose. */
export function mayOverride(view: WarningView): boolean {
  return view.state === 'ask' && view.mayOverride && view.reasons.length > 0;
}

const fresh = (queue: readonly WarningView[]): WarningState => ({ ...EMPTY, queue });

/** What comes of an event: the next state, and what is to be asked of the background, if anything. */
export interface Stepped {
  state: WarningState;
  choice?: Choice;
  /** Cleaned copies are to be made of what is held under this id. */
  makeCopies?: string;
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
    case 'form':
      return { state: { ...state, reason: event.reason, confirmed: event.confirmed } };
    case 'lost':
      return { state: { ...state, step: 'lost' } };
    case 'action':
      return view ? act(state, view, event.action) : { state };
  }
}

/** May the copies that are shown be sent? */
function copiesMayGo(copies: WarningState['copies']): boolean {
  return copies !== undefined && copies !== 'failed' && copies.outcome === 'ready';
}

function act(state: WarningState, view: WarningView, action: Action): Stepped {
  const sent: WarningState = { ...state, step: 'sent' };
  const reason = view.reasons[state.reason];
  const allowed: Record<Action, boolean> = {
    remove: state.step === 'ask' || state.step === 'reason' || state.step === 'copies',
    clean: state.step === 'ask' && view.state === 'ask' && view.mayClean === true,
    sendCopies: state.step === 'copies' && copiesMayGo(state.copies),
    override: state.step === 'ask' && mayOverride(view),
    back: state.step === 'reason' || state.step === 'copies',
    send: state.step === 'reason' && mayOverride(view) && reason !== undefined && state.confirmed,
    retry: state.step === 'ask' && view.state === 'failed',
    close: state.step === 'lost',
  };
  if (!allowed[action]) return { state };
  switch (action) {
    case 'remove':
      return { state: sent, choice: { id: view.id, choice: 'remove' } };
    case 'retry':
      return { state: sent, choice: { id: view.id, choice: 'retry' } };
    case 'send':
      return { state: sent, choice: { id: view.id, choice: 'send', reason: reason ?? '' } };
    case 'clean':
      return { state: { ...state, step: 'copies', copies: undefined }, makeCopies: view.id };
    case 'sendCopies':
      return { state: sent, choice: { id: view.id, choice: 'sendCopies' } };
    case 'override':
      return { state: { ...state, step: 'reason', reason: -1, confirmed: false } };
    case 'back':
      return { state: { ...state, step: 'ask' } };
    case 'close':
      return { state: EMPTY };
  }
}
