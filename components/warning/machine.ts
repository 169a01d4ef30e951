// What the warning is showing: a pure state, so that every step can be tested without a browser.
import type { Choice, CopiesView, Mend, ReleaseView, WarningView } from '../../utils/messages/protocol.ts';
import { COPY_KINDS, type CopyKind } from '../../utils/remedy/remedy.ts';

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
  /** What became of the copies, by `copiesKey`: missing while they are being made, `failed` where that came to no end. */
  copies: Readonly<Record<string, Tried>>;
  /** The copies that are shown, or that go along where the rest is sent anyway. */
  kind?: CopyKind | undefined;
  /** A second person's codes as they were typed, one for each of the view's reports. */
  codes: readonly string[];
  /** What became of them: `checking` on their way, `failed` where no answer came. */
  release?: Extract<ReleaseView, { outcome: 'refused' }> | 'checking' | 'failed' | undefined;
  /** The user has said that this is a false alarm. */
  reported?: boolean;
}

/** What became of copies of one kind. */
export type Tried = Extract<CopiesView, { outcome: 'tried' }> | 'failed';

const copiesKey = (view: Pick<WarningView, 'id'>, kind: CopyKind): string => `${view.id} ${kind}`;

export type WarningEvent =
  | { type: 'show'; view: WarningView }
  | { type: 'close'; id: string }
  | { type: 'action'; action: Action }
  | { type: 'copies'; id: string; kind: CopyKind; copies: Tried }
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
  'keep',
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

export const EMPTY: WarningState = {
  queue: [],
  step: 'ask',
  reason: -1,
  confirmed: false,
  codes: [],
  copies: {},
};

/** Sending anyway needs the policy's leave and a reason to choose. */
export function mayOverride(view: WarningView): boolean {
  return view.state === 'ask' && view.mayOverride && view.reasons.length > 0;
}

/** The question anew; copies that were made stay as they are. */
const fresh = (queue: readonly WarningView[], { copies }: WarningState): WarningState => ({
  ...EMPTY,
  queue,
  copies,
});

/** What comes of an event: the next state, and what is to be asked of the background, if anything. */
export interface Stepped {
  state: WarningState;
  choice?: Choice;
  /** Cleaned copies of these kinds are to be made of what is held under this id: nothing is offered before there are any. */
  makeCopies?: { id: string; kinds: CopyKind[] };
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
      const kinds = offeredKinds(event.view);
      const makeCopies = kinds.length > 0 ? { makeCopies: { id: event.view.id, kinds } } : {};
      if (at < 0) return { state: { ...state, queue: [...state.queue, event.view] }, ...makeCopies };
      const queue = state.queue.with(at, event.view);
      // It begins anew, and with it the copies.
      const copies = without(state.copies, event.view.id);
      const next = { ...state, copies };
      return { state: at === 0 ? fresh(queue, next) : { ...next, queue }, ...makeCopies };
    }
    case 'close': {
      const queue = state.queue.filter((queued) => queued.id !== event.id);
      const next = { ...state, copies: without(state.copies, event.id) };
      return { state: view?.id === event.id ? fresh(queue, next) : { ...next, queue } };
    }
    case 'copies': {
      if (!state.queue.some(({ id }) => id === event.id)) return { state };
      return {
        state: { ...state, copies: { ...state.copies, [copiesKey(event, event.kind)]: event.copies } },
      };
    }
    case 'release': {
      if (view?.id !== event.id || state.step !== 'release') return { state };
      if (event.release === 'failed') return { state: { ...state, release: 'failed' } };
      if (event.release.outcome === 'refused') return { state: { ...state, release: event.release } };
      return { state: fresh(state.queue.slice(1), { ...state, copies: without(state.copies, event.id) }) };
    }
    case 'form': {
      const { reason, confirmed, codes } = event;
      return { state: { ...state, reason, confirmed, codes } };
    }
    case 'untaken':
      return { state: view?.id === event.id ? fresh(state.queue, state) : state };
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

/** The kind of copy that a button is about. */
export const COPIES = { clean: 'clean', table: 'csv', mask: 'mask', cover: 'faces' } as const;

/** The kinds of copies that are worth a try, the one that changes least first. */
export function offeredKinds({ state, mayClean, mayTable, mayMask, mayCover }: WarningView): CopyKind[] {
  if (state !== 'ask') return [];
  const offered = { clean: mayClean, csv: mayTable, mask: mayMask, faces: mayCover };
  return COPY_KINDS.filter((kind) => offered[kind]);
}

const without = (copies: WarningState['copies'], id: string): WarningState['copies'] =>
  Object.fromEntries(Object.entries(copies).filter(([key]) => !key.startsWith(`${id} `)));

/** What became of the copies of this kind; undefined while they are being made. */
export const triedOf = (state: Pick<WarningState, 'copies'>, view: WarningView, kind: CopyKind) =>
  state.copies[copiesKey(view, kind)];

/** `making`: not known yet. `ready`: there are copies that may go. `none`: there is no such copy. */
export function standingOf(
  state: Pick<WarningState, 'copies'>,
  view: WarningView,
  kind: CopyKind,
): 'making' | 'ready' | 'none' {
  if (!offeredKinds(view).includes(kind)) return 'none';
  const tried = triedOf(state, view, kind);
  if (tried === undefined) return 'making';
  if (tried === 'failed') return 'none';
  const isCopy = ({ outcome }: Mend) => outcome === 'copy';
  return (view.mayPart ? tried.mends.some(isCopy) : tried.mends.every(isCopy)) ? 'ready' : 'none';
}

/** Is something taken out where copies of this kind are sent? */
export function leavesOut(tried: Tried | undefined): boolean {
  return tried !== undefined && tried !== 'failed' && tried.mends.some(({ outcome }) => outcome !== 'copy');
}

function act(state: WarningState, view: WarningView, action: Action): Stepped {
  const sent: WarningState = { ...state, step: 'sent' };
  const reason = view.reasons[state.reason];
  const { kind } = state;
  const allowed: Record<Action, boolean> = {
    remove: ['ask', 'reason', 'copies', 'release'].includes(state.step),
    another: state.step === 'ask' && view.mayChoose === true,
    falseAlarm: state.step === 'ask' && view.state === 'ask' && !state.reported,
    clean: state.step === 'ask' && standingOf(state, view, 'clean') === 'ready',
    table: state.step === 'ask' && standingOf(state, view, 'csv') === 'ready',
    mask: state.step === 'ask' && standingOf(state, view, 'mask') === 'ready',
    cover: state.step === 'ask' && standingOf(state, view, 'faces') === 'ready',
    sendCopies: state.step === 'copies' && kind !== undefined && standingOf(state, view, kind) === 'ready',
    keep:
      state.step === 'copies' &&
      kind !== undefined &&
      mayOverride(view) &&
      leavesOut(triedOf(state, view, kind)),
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
      return {
        state: sent,
        choice: { id: view.id, choice: 'send', reason: reason ?? '', ...(kind ? { kind } : {}) },
      };
    case 'clean':
    case 'table':
    case 'mask':
    case 'cover':
      return { state: { ...state, step: 'copies', kind: COPIES[action] } };
    case 'sendCopies':
      return { state: sent, choice: { id: view.id, choice: 'sendCopies', kind: kind ?? 'clean' } };
    case 'keep':
      return { state: { ...state, step: 'reason', reason: -1, confirmed: false } };
    case 'override':
      return { state: { ...state, step: 'reason', kind: undefined, reason: -1, confirmed: false } };
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
      return { state: { ...state, step: 'ask', kind: undefined } };
    case 'close':
      return { state: EMPTY };
  }
}
