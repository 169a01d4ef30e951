import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** What of the browser an update needs, with the means to set things off. */
const fake = vi.hoisted(() => {
  const session = new Map<string, unknown>();
  const listeners: { update: (() => Promise<void>)[]; alarm: ((alarm: { name: string }) => void)[] } = {
    update: [],
    alarm: [],
  };
  return {
    session,
    listeners,
    reloads: 0,
    alarms: [] as { name: string; periodInMinutes: number }[],
  };
});

vi.mock('wxt/browser', () => ({
  browser: {
    storage: {
      session: {
        get: async (keys: string[]) =>
          Object.fromEntries(
            keys.flatMap((key) => (fake.session.has(key) ? [[key, fake.session.get(key)]] : [])),
          ),
        set: async (values: object) => {
          for (const [key, value] of Object.entries(values)) fake.session.set(key, value);
        },
      },
    },
    alarms: {
      create: async (name: string, { periodInMinutes }: { periodInMinutes: number }) =>
        void fake.alarms.push({ name, periodInMinutes }),
      onAlarm: {
        addListener: (listener: (typeof fake.listeners.alarm)[number]) => fake.listeners.alarm.push(listener),
      },
    },
    runtime: {
      onUpdateAvailable: {
        addListener: (listener: (typeof fake.listeners.update)[number]) =>
          fake.listeners.update.push(listener),
      },
      reload: () => void fake.reloads++,
    },
  },
}));

const { watchUpdates } = await import('../../../utils/background/update.ts');

const MINUTE = 60_000;
const updateComes = () => Promise.all(fake.listeners.update.map((listener) => listener()));
const minutePasses = async (minutes = 1) => {
  for (let passed = 0; passed < minutes; passed++) {
    vi.advanceTimersByTime(MINUTE);
    for (const listener of fake.listeners.alarm) for (const { name } of fake.alarms) listener({ name });
    // The listener reads storage and asks whether anything is held.
    for (let turns = 0; turns < 10; turns++) await Promise.resolve();
  }
};

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 12) });
  fake.session.clear();
  fake.listeners.update = [];
  fake.listeners.alarm = [];
  fake.alarms = [];
  fake.reloads = 0;
});
afterEach(() => vi.useRealTimers());

describe('watchUpdates', () => {
  it('puts an update in place at once where nothing was held', async () => {
    watchUpdates(async () => false);
    await updateComes();
    expect(fake.reloads).toBe(1);
  });

  it('never does so while something is held, however long that takes', async () => {
    let busy = true;
    watchUpdates(async () => busy).touched();
    await updateComes();
    await minutePasses(60);
    expect(fake.reloads).toBe(0);
    busy = false;
    await minutePasses();
    expect(fake.reloads).toBe(1);
  });

  it('leaves the form that a file was chosen for some minutes to be sent', async () => {
    const updates = watchUpdates(async () => false);
    updates.touched();
    await updateComes();
    await minutePasses(4);
    expect(fake.reloads).toBe(0);
    updates.touched();
    await minutePasses(4);
    expect(fake.reloads).toBe(0);
    await minutePasses();
    expect(fake.reloads).toBe(1);
  });

  it('finds it again when the background was restarted in between', async () => {
    watchUpdates(async () => true).touched();
    await updateComes();
    fake.listeners.alarm = [];
    watchUpdates(async () => false);
    await minutePasses(5);
    expect(fake.reloads).toBe(1);
  });

  it('does nothing by itself, and nothing more after the update', async () => {
    watchUpdates(async () => false);
    fake.alarms.push({ name: 'update', periodInMinutes: 1 }, { name: 'collector', periodInMinutes: 1 });
    await minutePasses(30);
    expect(fake.reloads).toBe(0);
  });
});
