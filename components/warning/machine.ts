// What the warning is showing: a pure state, so that every step can be tested without a browser.
import type { Choice, WarningView } from '../../utils/messages/protocol.ts';

/** ask: what was found. reason: why it has to go. sent: the choice is on its way. lost: nobody is there to take it. */
export type Step = 'ask' | 'reason' | 'sent' | 'lost';

export interface WarningState {
  /** Everything that waits for an answer, in the order in which it came; the first is on screen. */
  queue: readonly WarningView[];
  step: Step;
  /** Index into the view's reasons, or -1. */
  reason: number;
  confirmed: boolean;
}

export type WarningEvent =
  | { type: 'show'; view: WarningView }
  | { type: 'close'; id: string }
  | { type: 'action'; action: Action }
  | { type: 'form'; reason: number; confirmed: boolean }
  | { type: 'lost' };

/** What a button does: its `data-action`. */
export const ACTIONS = ['remove', 'override', 'back', 'send', 'retry', 'close'] as const;
export type Action = (typeof ACTIONS)[number];

export const EMPTY: WarningState = { queue: [], step: 'ask', reason: -1, confirmed: false };

/** Sending anyway needs the policy's leave and a reason to choose. */
export function mayOverride(view: WarningView): boolean {
  return view.state === 'ask' && view.mayOverride && view.reasons.length > 0;
}

const fresh = (queue: readonly WarningView[]): WarningState => ({ ...EMPTY, queue });

/** The next state, and the choice to be sent, if this event made one. */
export function step(state: WarningState, event: WarningEvent): { state: WarningState; choice?: Choice } {
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
    case 'form':
      return { state: { ...state, reason: event.reason, confirmed: event.confirmed } };
    case 'lost':
      return { state: { ...state, step: 'lost' } };
    case 'action':
      return view ? act(state, view, event.action) : { state };
  }
}

function act(
  state: WarningState,
  view: WarningView,
  action: Action,
): { state: WarningState; choice?: Choice } {
  const sent: WarningState = { ...state, step: 'sent' };
  const reason = view.reasons[state.reason];
  const allowed: Record<Action, boolean> = {
    remove: state.step === 'ask' || state.step === 'reason',
    override: state.step === 'ask' && mayOverride(view),
    back: state.step === 'reason',
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
    case 'override':
      return { state: { ...state, step: 'reason', reason: -1, confirmed: false } };
    case 'back':
      return { state: { ...state, step: 'ask' } };
    case 'close':
      return { state: EMPTY };
  }
}
