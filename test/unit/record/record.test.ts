// What the record could not write: it waits in one place or another, and the next background writes it.
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import type { EventFacts } from '../../../utils/record/event.ts';

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
  return { session: area(), local: area(), database: { name: '', full: false } };
});
vi.mock('wxt/browser', () => ({
  browser: {
    runtime: { getManifest: () => ({ version: '1.0.0' }) },
    alarms: { create: async () => undefined, onAlarm: { addListener: () => undefined } },
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

const facts: EventFacts = {
  outcome: 'taken-out',
  verdict: 'block',
  site: { kind: 'publication', host: 'foi.example' },
  reports: [],
  files: 1,
};
const start = () =>
  startRecorder({
    current: async () => ({ policy: STRICT_POLICY, managed: true, invalidKeys: [] }),
    onRead: () => undefined,
  });
const recorded = async () => (await openRecord('').since(0)).map(({ id }) => id);

let count = 0;
beforeEach(() => {
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
  await vi.waitFor(() => expect(area.kept.size).toBe(1));
  expect(await recorded()).toEqual([]);
  // Known all the same.
  expect(await first.decided('two')).toMatchObject({ event: { outcome: 'failed' }, again: true });

  world.session.full = false;
  world.database.full = false;
  const second = start();
  await second.record(facts, 'three');
  await vi.waitFor(async () => expect(await recorded()).toEqual(['one', 'two', 'three']));
  await vi.waitFor(() => expect([world.session.kept.size, world.local.kept.size]).toEqual([0, 0]));
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
