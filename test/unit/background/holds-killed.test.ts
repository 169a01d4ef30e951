// The background ends at each single moment in which it waits for something, and another one takes its place. However that
// falls: what is recorded is what became of the hold, once, and nothing is released that was not decided.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Choice, HoldAnswer, HoldOutcome, HoldRequest } from '../../../utils/messages/protocol.ts';
import type { Policy } from '../../../utils/policy/policy.ts';
import { type DecisionEvent, eventOf } from '../../../utils/record/event.ts';
import type { Recorder } from '../../../utils/record/record.ts';
import type { Found, OpenEvent } from '../../../utils/record/store.ts';
import { turns } from '../../fixtures/turns.ts';
import { inspectionOf, page, policyReaderOf } from './held.ts';

/** The browser: what outlives the background, and the means to end it. */
const world = vi.hoisted(() => ({
  session: new Map<string, unknown>(),
  tabs: [{ id: 1 }],
  /** Steps until the background ends; from then on nothing that it waits for comes. */
  left: Number.POSITIVE_INFINITY,
  full: false,
  told: [] as HoldOutcome[],
  step<T>(work: () => T): Promise<T> {
    // In half of the cases it was done and nobody heard of it.
    if (this.left-- === 0) return new Promise(() => undefined);
    const done = work();
    if (this.left-- === 0) return new Promise(() => undefined);
    return this.left < 0 ? new Promise(() => undefined) : Promise.resolve(done);
  },
}));

vi.mock('wxt/browser', () => ({
  browser: {
    runtime: { getPlatformInfo: async () => ({}) },
    tabs: { query: async () => world.tabs },
    storage: {
      session: {
        get: (key: string | null) =>
          world.step(() =>
            structuredClone(
              Object.fromEntries([...world.session].filter(([name]) => key === null || name === key)),
            ),
          ),
        set: (values: object) =>
          world.step(() => {
            if (world.full) throw new Error('QUOTA_BYTES quota exceeded');
            for (const [key, value] of Object.entries(values)) world.session.set(key, structuredClone(value));
          }),
        remove: (keys: string | string[]) =>
          world.step(() => {
            for (const key of [keys].flat()) world.session.delete(key);
          }),
      },
    },
  },
}));
vi.mock('../../../utils/background/ask.ts', () => ({ ask: () => world.step(() => 0) }));
vi.mock('../../../utils/messages/messages.ts', () => ({
  sendToFrame: (_tab: number, _frame: number, name: string, data: HoldOutcome) =>
    world.step(() => {
      if (world.tabs.length === 0) return undefined;
      if (name === 'holdOutcome') world.told.push(data);
      return null;
    }),
}));

const { createHolds } = await import('../../../utils/background/holds.ts');
type Holds = ReturnType<typeof createHolds>;

/** The record, as the database keeps it: by id, and what is told twice is kept once. */
const record = { events: new Map<string, Found>(), open: new Map<string, OpenEvent>() };
const outcomes = () => Array.from(record.events.values(), ({ event }) => (event as DecisionEvent).outcome);

function recorder(): Recorder {
  return {
    record: (facts, id = 'none', again = false) =>
      world.step(() => {
        if (!record.events.has(id)) record.events.set(id, { event: eventOf(facts, '1', { id }), again });
        record.open.delete(id);
      }),
    decided: (id) => world.step(() => record.events.get(id)),
    open: (facts, id, heldBy) =>
      world.step(() => {
        if (!record.events.has(id))
          record.open.set(id, { ...eventOf(facts, '1', { id }), ...(heldBy ? { heldBy } : {}) });
      }),
    close: (id) => world.step(() => void record.open.delete(id)),
    async settle(isOpen) {
      for (const [id, event] of record.open)
        if (!(await isOpen(event))) {
          record.events.set(id, { event, again: false });
          record.open.delete(id);
        }
    },
    today: async () => ({}) as never,
  };
}

/** Another life of the background. */
function start(found: boolean | 'fails', changes: Partial<Policy> = {}): Holds {
  const inspect = () =>
    world.step(() => {
      if (found === 'fails') throw new Error('The worker died.');
      return inspectionOf(found);
    });
  return createHolds(
    { inspect, cancel: async () => undefined } as never,
    policyReaderOf(changes),
    recorder(),
    {} as never,
    { digests: async () => [], remember: () => world.step(() => undefined), has: async () => false },
  );
}

const request: HoldRequest = {
  id: 'one',
  channel: 'input',
  items: [{ name: 'a.csv', kind: 'file', bytes: new Blob(['a']) }],
};

/** What came of it, or undefined where the background ended over it. */
async function orEnd<T>(work: Promise<T>): Promise<T | undefined> {
  let result: T | undefined;
  work
    .then((value) => {
      result = value;
    })
    .catch(() => undefined);
  await turns(300);
  return result;
}

/** The gate: sends `hold`, and again where nobody answers; asks for what it may have missed. */
async function outcomeAtGate(
  holds: Holds,
  answer: HoldAnswer | undefined,
): Promise<HoldOutcome['outcome'] | 'asked'> {
  let last = answer ?? (await holds.hold(request, page));
  if (last.outcome === 'asked') last = await holds.status('one', page);
  if (last.outcome === 'unknown') last = await holds.hold(request, page);
  return last.outcome as HoldOutcome['outcome'] | 'asked';
}

beforeEach(() => {
  world.session.clear();
  world.told.length = 0;
  world.left = Number.POSITIVE_INFINITY;
  world.full = false;
  world.tabs = [{ id: 1 }];
  record.events.clear();
  record.open.clear();
});

/** More than there are in any of these stories, so that the last ones end by themselves. */
const MOMENTS = Array.from({ length: 60 }, (_, at) => at);

describe('the background ends', () => {
  it.each(MOMENTS)('at moment %i of a hold that is allowed', async (moment) => {
    world.left = moment;
    const answer = await orEnd(start(false).hold(request, page));
    world.left = Number.POSITIVE_INFINITY;
    const holds = start(false);
    await holds.settle();
    expect(await outcomeAtGate(holds, answer)).toBe('release');
    expect(outcomes()).toEqual(['allowed']);
  });

  const CHOICES: [Choice, 'release' | 'refuse', string][] = [
    [{ id: 'one', choice: 'remove' }, 'refuse', 'taken-out'],
    [{ id: 'one', choice: 'send', reason: 'agreed' }, 'release', 'sent-anyway'],
  ];
  describe.each(CHOICES)('%o', (choice, outcome, told) => {
    it.each(MOMENTS)('at moment %i after the choice', async (moment) => {
      const first = start(true);
      expect(await first.hold(request, page)).toEqual({ outcome: 'asked' });
      world.left = moment;
      await orEnd(first.choose(choice, page));
      world.left = Number.POSITIVE_INFINITY;
      const holds = start(true);
      await holds.settle();
      // The warning heard nothing and says it again; the gate asks now and then.
      await holds.choose(choice, page);
      if (!world.told.some((message) => message.outcome === outcome))
        expect(await outcomeAtGate(holds, { outcome: 'asked' })).toBe(outcome);
      expect(outcomes()).toEqual([told]);
      // The end came after the gate had heard: what is left is no hold any more, and goes with its tab.
      expect([await holds.busy(), record.open.size]).toEqual([false, 0]);
      await holds.forgetTab(1);
      expect([world.session.size, outcomes()]).toEqual([0, [told]]);
    });
  });

  // Nothing but the record is left then of what was decided.
  describe.each(CHOICES)('%o, and session storage takes nothing', (choice, outcome, told) => {
    it.each(MOMENTS)('at moment %i after the choice', async (moment) => {
      world.full = true;
      const first = start(true);
      await first.hold(request, page);
      world.left = moment;
      await orEnd(first.choose(choice, page));
      world.left = Number.POSITIVE_INFINITY;
      const holds = start(true);
      await holds.settle();
      const heard = world.told.some((message) => message.outcome === outcome);
      if (!heard && (await outcomeAtGate(holds, { outcome: 'asked' })) === 'asked')
        // It was not decided: the warning is shown once more, and the user says it again.
        await holds.choose(choice, page);
      expect(outcomes()).toEqual([told]);
      expect(record.open.size).toBe(0);
    });
  });

  it.each(MOMENTS)('at moment %i of a failed check that is tried again', async (moment) => {
    const first = start('fails');
    expect(await first.hold(request, page)).toEqual({ outcome: 'asked' });
    world.left = moment;
    await orEnd(first.choose({ id: 'one', choice: 'retry' }, page));
    world.left = Number.POSITIVE_INFINITY;
    const holds = start(true);
    await holds.settle();
    await holds.choose({ id: 'one', choice: 'retry' }, page);
    const { asking = 0 } = world.told.find((message) => message.outcome === 'retry') ?? {};
    expect(await holds.hold({ ...request, asking }, page)).toEqual({ outcome: 'asked' });
    await holds.choose({ id: 'one', choice: 'remove' }, page);
    expect(outcomes()).toEqual(['failed', 'taken-out']);
    expect([world.session.size, record.open.size]).toEqual([0, 0]);
  });

  it.each(MOMENTS)('at moment %i of a hold that is asked about', async (moment) => {
    world.left = moment;
    const answer = await orEnd(start(true).hold(request, page));
    world.left = Number.POSITIVE_INFINITY;
    const holds = start(true);
    await holds.settle();
    expect(await outcomeAtGate(holds, answer)).toBe('asked');
    expect(outcomes()).toEqual([]);
    await holds.choose({ id: 'one', choice: 'remove' }, page);
    expect(outcomes()).toEqual(['taken-out']);
    expect([world.session.size, record.open.size]).toEqual([0, 0]);
  });

  it.each(MOMENTS)('at moment %i of a tab that goes', async (moment) => {
    const first = start(true);
    await first.hold(request, page);
    world.tabs = [];
    world.left = moment;
    await orEnd(first.forgetTab(1));
    world.left = Number.POSITIVE_INFINITY;
    await start(true).settle();
    expect(outcomes()).toEqual(['abandoned']);
    expect([world.session.size, record.open.size]).toEqual([0, 0]);
  });

  it.each(MOMENTS)('with its browser, at moment %i', async (moment) => {
    world.left = moment;
    const answer = await orEnd(start(true).hold(request, page));
    world.session.clear();
    world.tabs = [];
    world.left = Number.POSITIVE_INFINITY;
    await start(true).settle();
    // A warning that was on the screen has been a verdict.
    if (answer) expect(outcomes()).toEqual(['abandoned']);
    expect(record.events.size).toBeLessThanOrEqual(1);
    expect(record.open.size).toBe(0);
  });
});

describe('session storage is full', () => {
  it('asks and decides all the same, and after a restart the gate begins anew', async () => {
    world.full = true;
    const first = start(true);
    expect(await first.hold(request, page)).toEqual({ outcome: 'asked' });
    expect(await first.status('one', page)).toEqual({ outcome: 'asked' });
    const second = start(true);
    expect(await second.status('one', page)).toEqual({ outcome: 'unknown' });
    expect(await second.hold(request, page)).toEqual({ outcome: 'asked' });
    await second.choose({ id: 'one', choice: 'remove' }, page);
    expect(world.told).toEqual([{ id: 'one', outcome: 'refuse' }]);
    expect(outcomes()).toEqual(['taken-out']);
  });
});

it('a hold that is given up while the warning is being brought is not asked about', async () => {
  const holds = start(true);
  const answer = holds.hold(request, page);
  while (world.session.size === 0) await Promise.resolve();
  await holds.cancel('one', page);
  expect(await answer).toEqual({ outcome: 'refuse' });
  expect(outcomes()).toEqual(['abandoned']);
  expect([world.session.size, record.open.size]).toEqual([0, 0]);
});

describe('the background ends after the decision was recorded, and nothing else is left of it', () => {
  const decide = async (choice: Choice) => {
    world.full = true;
    const first = start(true);
    await first.hold(request, page);
    world.left = 3;
    await orEnd(first.choose(choice, page));
    world.left = Number.POSITIVE_INFINITY;
  };

  it('asks anew where policy sees it differently by now, and records that as well', async () => {
    await decide({ id: 'one', choice: 'send', reason: 'agreed' });
    expect(outcomes()).toEqual(['sent-anyway']);
    const holds = start(true, { mode: 'enforce' });
    expect(await holds.hold(request, page)).toEqual({ outcome: 'asked' });
    await holds.choose({ id: 'one', choice: 'send', reason: 'agreed' }, page);
    expect(world.told).toEqual([]);
    await holds.choose({ id: 'one', choice: 'remove' }, page);
    expect(outcomes()).toEqual(['sent-anyway', 'taken-out']);
  });

  it('asks about other files under the same id', async () => {
    await decide({ id: 'one', choice: 'send', reason: 'agreed' });
    const more = { ...request, items: [...request.items, ...request.items] };
    expect(await start(true).hold(more, page)).toEqual({ outcome: 'asked' });
  });

  it('refuses what was refused without another look', async () => {
    await decide({ id: 'one', choice: 'remove' });
    expect(await start(false).hold(request, page)).toEqual({ outcome: 'refuse' });
    expect(outcomes()).toEqual(['taken-out']);
  });
});

it('an asking that nobody knows of any more stays open as long as its page holds, and one with no page is abandoned', async () => {
  world.full = true;
  await start(true).hold(request, page);
  await start(true).settle();
  expect([outcomes(), record.open.size]).toEqual([[], 1]);
  world.tabs = [];
  await start(true).settle();
  expect([outcomes(), record.open.size]).toEqual([['abandoned'], 0]);
});

it('what was taken for abandoned and comes back is asked about, and its end is recorded as well', async () => {
  world.full = true;
  await start(true).hold(request, page);
  world.tabs = [];
  await start(true).settle();
  world.tabs = [{ id: 1 }];
  const holds = start(true);
  expect(await holds.hold(request, page)).toEqual({ outcome: 'asked' });
  await holds.choose({ id: 'one', choice: 'remove' }, page);
  expect(outcomes()).toEqual(['abandoned', 'taken-out']);
});

it('what is decided and was never fetched does not keep an update waiting', async () => {
  const holds = start(true);
  await holds.hold(request, page);
  expect(await holds.busy()).toBe(true);
  world.left = 5;
  await orEnd(holds.choose({ id: 'one', choice: 'remove' }, page));
  world.left = Number.POSITIVE_INFINITY;
  expect(world.session.size).toBe(1);
  expect(await start(true).busy()).toBe(false);
});

it('nobody but the tab that holds learns what became of it', async () => {
  const holds = start(true);
  await holds.hold(request, page);
  const other = { ...page, tabId: 2 };
  expect(await holds.hold(request, other)).toEqual({ outcome: 'refuse' });
  await holds.choose({ id: 'one', choice: 'send', reason: 'agreed' }, other);
  await holds.cancel('one', other);
  expect(await holds.status('one', page)).toEqual({ outcome: 'asked' });
});
