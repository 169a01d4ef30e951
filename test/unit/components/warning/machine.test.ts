// The warning's states: which button does what, when, and what is sent for it.
import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  type Action,
  EMPTY,
  step,
  type Tried,
  type WarningState,
} from '../../../../components/warning/machine.ts';
import type { Mend } from '../../../../utils/messages/protocol.ts';
import type { CopyKind } from '../../../../utils/remedy/remedy.ts';
import { VIEWS } from '../../../fixtures/views.ts';

const showing = (view: keyof typeof VIEWS, change: Partial<WarningState> = {}): WarningState => ({
  ...step(EMPTY, { type: 'show', view: VIEWS[view] }).state,
  ...change,
});
const press = (state: WarningState, action: Action) => step(state, { type: 'action', action });
const COPY: Mend = {
  outcome: 'copy',
  name: 'a-cleaned.xlsx',
  changes: [{ what: 'hidden-sheet', count: 2 }],
};
const NONE: Mend = { outcome: 'refused', reason: 'cropped' };
const tried = (...mends: Mend[]): Tried => ({ outcome: 'tried', mends });
/** Copies of this kind were tried, of what is held under the view's id. */
const made = (copies: Tried, kind: CopyKind = 'clean') => ({ copies: { [`view ${kind}`]: copies } });

/** Buttons that change something in this state. */
const alive = (state: WarningState) => ACTIONS.filter((action) => press(state, action).state !== state);

it('a choice that the background did not take can be made again', () => {
  const before = showing('blocked');
  const { state } = press(before, 'remove');
  expect(state.step).toBe('sent');
  expect(step(state, { type: 'untaken', id: 'another' }).state).toBe(state);
  expect(step(state, { type: 'untaken', id: before.queue[0]!.id }).state).toEqual(before);
});

describe('buttons', () => {
  it.each([
    ['blocked', {}, ['remove', 'falseAlarm']],
    ['blocked', { reported: true }, ['remove']],
    ['mayOverride', {}, ['remove', 'falseAlarm', 'override']],
    ['mayOverride', { step: 'reason' }, ['remove', 'back']],
    ['mayOverride', { step: 'reason', reason: 1 }, ['remove', 'back']],
    ['mayOverride', { step: 'reason', confirmed: true }, ['remove', 'back']],
    ['mayOverride', { step: 'reason', reason: 9, confirmed: true }, ['remove', 'back']],
    ['mayOverride', { step: 'reason', reason: 1, confirmed: true }, ['remove', 'back', 'send']],
    ['blocked', { step: 'reason', reason: 1, confirmed: true }, ['remove', 'back']],
    ['mayClean', {}, ['remove', 'falseAlarm']],
    ['mayClean', made('failed'), ['remove', 'falseAlarm']],
    ['mayClean', made(tried(NONE)), ['remove', 'falseAlarm']],
    ['mayClean', made(tried(COPY)), ['remove', 'clean', 'falseAlarm']],
    ['mayClean', made(tried(COPY), 'csv'), ['remove', 'falseAlarm']],
    ['mayTable', made(tried(COPY), 'csv'), ['remove', 'table', 'falseAlarm']],
    ['mayMask', made(tried(COPY), 'mask'), ['remove', 'mask', 'falseAlarm']],
    ['mayCover', made(tried(COPY), 'faces'), ['remove', 'cover', 'falseAlarm']],
    ['blocked', made(tried(COPY)), ['remove', 'falseAlarm']],
    ['severalClean', made(tried(COPY, NONE, NONE)), ['remove', 'clean', 'falseAlarm']],
    ['severalClean', made(tried(NONE, NONE, NONE)), ['remove', 'falseAlarm']],
    ['mayClean', { step: 'copies', kind: 'clean' }, ['remove', 'back']],
    ['mayClean', { step: 'copies', kind: 'clean', ...made('failed') }, ['remove', 'back']],
    ['mayClean', { step: 'copies', kind: 'clean', ...made(tried(COPY)) }, ['remove', 'sendCopies', 'back']],
    ['mayClean', { step: 'copies', kind: 'csv', ...made(tried(COPY)) }, ['remove', 'back']],
    [
      'severalClean',
      { step: 'copies', kind: 'clean', ...made(tried(COPY, NONE)) },
      ['remove', 'sendCopies', 'back'],
    ],
    [
      'severalMayOverride',
      { step: 'copies', kind: 'clean', ...made(tried(COPY, NONE)) },
      ['remove', 'sendCopies', 'keep', 'back'],
    ],
    [
      'severalMayOverride',
      { step: 'copies', kind: 'clean', ...made(tried(COPY, COPY)) },
      ['remove', 'sendCopies', 'back'],
    ],
    ['mayRelease', {}, ['remove', 'falseAlarm', 'release']],
    ['mayChoose', {}, ['remove', 'another', 'falseAlarm']],
    ['mayChoose', { step: 'reason' }, ['remove', 'back']],
    ['mayRelease', { step: 'release' }, ['remove', 'back']],
    ['mayRelease', { step: 'release', codes: [' '] }, ['remove', 'back']],
    ['mayRelease', { step: 'release', codes: ['7K3M'] }, ['remove', 'sendReleased', 'back']],
    ['mayRelease', { step: 'release', codes: ['7K3M'], release: 'checking' }, ['remove', 'back']],
    ['mayRelease', { step: 'reason', reason: 1, confirmed: true }, ['remove', 'back']],
    ['failed', {}, ['remove', 'retry']],
    ['blocked', { step: 'sent' }, []],
    ['blocked', { step: 'lost' }, ['close']],
  ] as const)('of %s with %j are %j', (view, change, buttons) => {
    expect(alive(showing(view, change))).toEqual(buttons);
  });
  it('are none where no reason can be chosen', () => {
    const state = step(EMPTY, { type: 'show', view: { ...VIEWS.mayOverride, reasons: [] } }).state;
    expect(alive(state)).toEqual(['remove', 'falseAlarm']);
  });
});

describe('a false alarm', () => {
  const { state, falseAlarm, choice } = press(showing('blocked'), 'falseAlarm');
  it('is told to the background under the id of the hold, and chooses nothing', () => {
    expect(falseAlarm).toBe('view');
    expect(choice).toBeUndefined();
    expect(state.step).toBe('ask');
  });
  it('is told once, until something else is shown', () => {
    expect(press(state, 'falseAlarm').falseAlarm).toBeUndefined();
    expect(press(press(state, 'remove').state, 'falseAlarm').falseAlarm).toBeUndefined();
    const next = step(state, { type: 'show', view: VIEWS.mayChoose }).state;
    expect(press(next, 'falseAlarm').falseAlarm).toBe('view');
  });
});

describe('a choice', () => {
  it('carries the reason as policy has it', () => {
    const { state, choice } = press(
      showing('mayOverride', { step: 'reason', reason: 2, confirmed: true }),
      'send',
    );
    expect(choice).toEqual({ id: 'view', choice: 'send', reason: 'required' });
    expect(state.step).toBe('sent');
  });
  it('of another file takes this one out', () => {
    const { state, choice } = press(showing('mayChoose'), 'another');
    expect(choice).toEqual({ id: 'view', choice: 'another' });
    expect(state.step).toBe('sent');
  });
  it('is made once', () => {
    const { state, choice } = press(showing('blocked'), 'remove');
    expect(choice).toEqual({ id: 'view', choice: 'remove' });
    expect(press(state, 'remove').choice).toBeUndefined();
  });
  it('does not keep the tick of an earlier try', () => {
    const tried = press(showing('mayOverride', { step: 'reason', reason: 1, confirmed: true }), 'back').state;
    expect(press(tried, 'override').state).toMatchObject({ reason: -1, confirmed: false });
  });
});

describe('a second person’s codes', () => {
  const typed = { step: 'release', codes: [' 7k3m '] } as const;
  const asked = press(showing('mayRelease', typed), 'sendReleased');
  const refused = { outcome: 'refused', problem: 'wrong', at: 0, left: 4 } as const;
  it('go to the background as they were typed, and nothing is chosen by that', () => {
    expect(asked.release).toEqual({ id: 'view', codes: [' 7k3m '] });
    expect(asked.choice).toBeUndefined();
    expect(press(asked.state, 'sendReleased').release).toBeUndefined();
  });
  it('that are refused stay, and can be mended', () => {
    const { state } = step(asked.state, { type: 'release', id: 'view', release: refused });
    expect(state).toMatchObject({ step: 'release', codes: [' 7k3m '], release: refused });
    expect(press(state, 'sendReleased').release).toBeDefined();
  });
  it('that are taken end this warning, and the next one stands', () => {
    const both = { ...asked.state, queue: [VIEWS.mayRelease, VIEWS.several] };
    const { state } = step(both, { type: 'release', id: 'view', release: { outcome: 'released' } });
    expect(state).toEqual({ ...EMPTY, queue: [VIEWS.several] });
  });
  it('that are answered too late change nothing', () => {
    const back = press(asked.state, 'back').state;
    expect(step(back, { type: 'release', id: 'view', release: refused }).state).toBe(back);
    const late = step(asked.state, { type: 'release', id: 'other', release: { outcome: 'released' } });
    expect(late.state).toBe(asked.state);
  });
  it('do not outlast a step back', () => {
    const again = press(press(asked.state, 'back').state, 'release').state;
    expect(again).toMatchObject({ codes: [], release: undefined });
  });
});

describe('several holds', () => {
  const second = { ...VIEWS.several, id: 'second' };
  const both = step(showing('blocked'), { type: 'show', view: second }).state;
  it('wait for one another', () => {
    expect(both.queue.map((view) => view.id)).toEqual(['view', 'second']);
    expect(step(both, { type: 'close', id: 'view' }).state.queue).toEqual([second]);
  });
  it('that are replaced keep their place and begin anew', () => {
    const asking = { ...both, step: 'sent' as const };
    const again = step(asking, { type: 'show', view: VIEWS.failed }).state;
    expect(again.queue).toEqual([VIEWS.failed, second]);
    expect(again.step).toBe('ask');
  });
  it('that close behind the first leave it as it is', () => {
    const asking = { ...both, step: 'reason' as const, reason: 1 };
    expect(step(asking, { type: 'close', id: 'second' }).state).toMatchObject({ step: 'reason', reason: 1 });
  });
});

describe('cleaned copies', () => {
  it.each([
    ['mayClean', ['clean']],
    ['mayTable', ['clean', 'csv']],
    ['mayMask', ['mask']],
    ['mayCover', ['faces']],
  ] as const)('of %s are made as soon as it is shown: %j', (view, kinds) => {
    const { makeCopies } = step(EMPTY, { type: 'show', view: VIEWS[view] });
    expect(makeCopies).toEqual({ id: 'view', kinds });
  });
  it('are made of what waits as well, and of nothing that needs none', () => {
    const waiting = step(showing('blocked'), { type: 'show', view: { ...VIEWS.mayClean, id: 'second' } });
    expect(waiting.makeCopies).toEqual({ id: 'second', kinds: ['clean'] });
    expect(step(EMPTY, { type: 'show', view: VIEWS.blocked }).makeCopies).toBeUndefined();
    expect(
      step(EMPTY, { type: 'show', view: { ...VIEWS.failed, mayClean: true } }).makeCopies,
    ).toBeUndefined();
  });
  it('are shown before they are sent', () => {
    const ready = step(showing('mayClean'), {
      type: 'copies',
      id: 'view',
      kind: 'clean',
      copies: tried(COPY),
    });
    const asked = press(ready.state, 'clean');
    expect(asked.choice).toBeUndefined();
    expect(asked.state).toMatchObject({ step: 'copies', kind: 'clean' });
    expect(press(asked.state, 'sendCopies').choice).toEqual({
      id: 'view',
      choice: 'sendCopies',
      kind: 'clean',
    });
  });
  it('go along where the rest is sent with a reason, and not where everything is', () => {
    const shown = showing('severalMayOverride', made(tried(COPY, NONE)));
    const reason = { type: 'form', reason: 1, confirmed: true, codes: [] } as const;
    const kept = press(press(shown, 'clean').state, 'keep').state;
    expect(press(step(kept, reason).state, 'send').choice).toMatchObject({ choice: 'send', kind: 'clean' });
    const all = press(press(press(shown, 'clean').state, 'back').state, 'override').state;
    expect(press(step(all, reason).state, 'send').choice).not.toHaveProperty('kind');
  });
  it('that come too late change nothing', () => {
    const late = { type: 'copies', id: 'other', kind: 'clean', copies: tried(COPY) } as const;
    const state = showing('mayClean');
    expect(step(state, late).state).toBe(state);
  });
  it('are kept while something else is answered, and gone with their own hold', () => {
    const two = step(showing('blocked'), { type: 'show', view: { ...VIEWS.mayClean, id: 'second' } }).state;
    const ready = step(two, { type: 'copies', id: 'second', kind: 'clean', copies: tried(COPY) }).state;
    const next = step(ready, { type: 'close', id: 'view' }).state;
    expect(alive(next)).toContain('clean');
    expect(step(next, { type: 'close', id: 'second' }).state.copies).toEqual({});
  });
  it('begin anew with the hold', () => {
    const ready = showing('mayClean', made(tried(COPY)));
    const again = step(ready, { type: 'show', view: VIEWS.mayClean });
    expect(again.state.copies).toEqual({});
    expect(again.makeCopies).toEqual({ id: 'view', kinds: ['clean'] });
  });
});
