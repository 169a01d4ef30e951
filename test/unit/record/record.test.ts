// What the record could not write: it waits in one place or another, and the next background writes it.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import type { EventFacts } from '../../../utils/record/event.ts';
import { turns } from '../../fixtures/turns.ts';

/** How long something may take before it is said never to come: a machine that is busy elsewhere is no failure. */
const SOON = { timeout: 15_000 };

const world = vi.hoisted(() => {
  const area = () => {
    const kept = new Map<string, unknown>();
    const place = {
      kept,
      full: false,
      get: async (key: string) => structuredClone(kept.has(key) ? { [key]: kept.get(key) } : {}),
      set: async (values: object) => {
        if (place.full) throw new Error('QUOTA_BYTES quota exceeded');
        for (const [key, value] of Object.entries(values)) kept.set(key, structuredClone(value));
      },
      remove: async (key: string) => void kept.delete(key),
    };
    return place;
  };
  const alarms: ((alarm: { name: string }) => void)[] = [];
  return { session: area(), local: area(), database: { name: '', full: false }, alarms };
});
vi.mock('wxt/browser', () => ({
  browser: {
    runtime: { getManifest: () => ({ version: '1.0.0' }) },
    alarms: {
      create: async () => undefined,
      onAlarm: { addListener: (listener: (alarm: { name: string }) => void) => world.alarms.push(listener) },
    },
    storage: { session: world.session, local: world.local },
  },
}));
vi.mock('../../../utils/record/store.ts', async (original) => {
  const { openRecord, ...rest } = await original<typeof import('../../../utils/record/store.ts')>();
  const open = () => {
    const store = openRecord(world.database.name);
    const add: typeof store.add = async (...args) => {
      if (world.database.full) throw new DOMException('The disk is full.', 'QuotaExceededError');
      await store.add(...args);
    };
    return { ...store, add };
  };
  return { ...rest, openRecord: open };
});

const { startRecorder } = await import('../../../utils/record/record.ts');
const { openRecord } = await import('../../../utils/record/store.ts');

const UNWRITTEN = 'record:unwritten';
const facts: EventFacts = {
  outcome: 'taken-out',
  verdict: 'block',
  site: { kind: 'publication', host: 'foi.example' },
  reports: [],
  files: 1,
};
const CURRENT = { policy: STRICT_POLICY, managed: true, invalidKeys: [] };
/** Policy is told only where a test asks for it. */
let tellPolicy = false;
const start = () =>
  startRecorder({
    current: async () => CURRENT,
    onRead: (listener) => void (tellPolicy && listener(CURRENT)),
  });
const recorded = async () => (await openRecord('').since(0)).map(({ id }) => id);

let count = 0;
afterEach(() => void vi.useRealTimers());
beforeEach(() => {
  tellPolicy = false;
  world.alarms.length = 0;
  world.database = { name: `record ${count++}`, full: false };
  for (const area of [world.session, world.local]) {
    area.kept.clear();
    area.full = false;
  }
});

it.each([
  ['session storage', false],
  ['local storage, where session storage is full', true],
])('keeps what the database does not take in %s, until a later background can write it', async (_, full) => {
  world.session.full = full;
  world.database.full = true;
  const first = start();
  await first.record(facts, 'one');
  await first.record({ ...facts, outcome: 'failed' }, 'two', true);
  const area = full ? world.local : world.session;
  await vi.waitFor(() => expect(area.kept.has(UNWRITTEN)).toBe(true), SOON);
  expect(await recorded()).toEqual([]);
  // Known all the same.
  expect(await first.decided('two')).toMatchObject({ event: { outcome: 'failed' }, again: true });

  world.session.full = false;
  world.database.full = false;
  const second = start();
  await second.record(facts, 'three');
  await vi.waitFor(async () => expect(await recorded()).toEqual(['one', 'two', 'three']), SOON);
  await vi.waitFor(
    () =>
      expect([world.session.kept.has(UNWRITTEN), world.local.kept.has(UNWRITTEN)]).toEqual([false, false]),
    SOON,
  );
  expect(await second.decided('two')).toMatchObject({ event: { outcome: 'failed' }, again: true });
  expect(await second.decided('four')).toBeUndefined();
});

it('says of nothing that it was decided where the database cannot be read', async () => {
  const indexed = globalThis.indexedDB;
  globalThis.indexedDB = {
    open: () => {
      throw new DOMException('Refused.', 'UnknownError');
    },
  } as never;
  try {
    expect(await start().decided('one')).toBeUndefined();
  } finally {
    globalThis.indexedDB = indexed;
  }
});

it('records what is open and no longer held, without who held it', async () => {
  const first = start();
  await first.open({ ...facts, outcome: 'abandoned' }, 'gone', { tabId: 1, frameId: 0 });
  await first.open({ ...facts, outcome: 'abandoned' }, 'held', { tabId: 2, frameId: 0 });
  await first.open({ ...facts, outcome: 'abandoned' }, 'closed', { tabId: 3, frameId: 0 });
  await first.close('closed');
  await start().settle(async ({ heldBy }) => heldBy?.tabId === 2);
  const events = await openRecord('').since(0);
  expect(events).toMatchObject([{ id: 'gone', outcome: 'abandoned' }]);
  expect(events[0]).not.toHaveProperty('heldBy');
  expect((await openRecord('').opened()).map(({ id }) => id)).toEqual(['held']);
});

const DAY = 86_400_000;
/** The alarm that looks after the days rings. */
const ring = () => {
  for (const listener of world.alarms) listener({ name: 'record:daily' });
};

it('forgets what is older than 400 days though no event ever comes again, and not by a clock that is ahead for an hour', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const begin = new Date(2026, 10, 2, 9).getTime();
  vi.setSystemTime(begin);
  await start().record(facts, 'old');
  /** Is it still there, so many days later, once the clock was looked at? */
  const at = async (days: number) => {
    const now = begin + days * DAY;
    vi.setSystemTime(now);
    ring();
    await vi.waitFor(() => expect(world.local.kept.get('record:clock')).toMatchObject({ last: now }), SOON);
    return recorded();
  };
  for (let day = 1; day <= 390; day += 9) expect(await at(day)).toContain('old');
  expect(await at(3000)).toContain('old');
  expect(await at(3000.1)).toContain('old');
  expect(await at(399)).toContain('old');
  await at(401.5);
  await vi.waitFor(async () => expect(await recorded()).not.toContain('old'), SOON);
});

it('says once a day that it runs, by the policy in force, and no more often however often it begins', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  tellPolicy = true;
  const told = async () => (await openRecord('').since(0)).map(({ time }) => new Date(time).getDate());
  const begin = (day: number, hour: number) => {
    vi.setSystemTime(new Date(2026, 10, day, hour));
    start();
  };
  begin(2, 9);
  await vi.waitFor(() => expect(world.local.kept.has('record:policy')).toBe(true), SOON);
  begin(2, 10);
  begin(2, 23);
  ring();
  await turns();
  await vi.waitFor(async () => expect(await told()).toEqual([2]), SOON);
  begin(3, 8);
  await vi.waitFor(async () => expect(await told()).toEqual([2, 3]), SOON);
  // A browser that is never closed: more than one background hears of it here, and the first that has told is enough.
  world.alarms.splice(0, world.alarms.length - 1);
  vi.setSystemTime(new Date(2026, 10, 4, 3));
  ring();
  await vi.waitFor(async () => expect(await told()).toEqual([2, 3, 4]), SOON);
});
