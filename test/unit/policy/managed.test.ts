import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';

const fake = vi.hoisted(() => ({
  managed: {} as Record<string, unknown>,
  listeners: [] as ((changes: object, area: string) => void)[],
  os: 'linux',
}));

vi.mock('wxt/browser', () => ({
  browser: {
    storage: {
      managed: { get: async () => fake.managed },
      onChanged: {
        addListener: (listener: (typeof fake.listeners)[number]) => fake.listeners.push(listener),
      },
    },
    management: { getSelf: async () => ({ installType: 'admin' }) },
    runtime: {
      getURL: (path: string) => `chrome-extension://cordon${path}`,
      getPlatformInfo: async () => ({ os: fake.os }),
    },
  },
}));

const { watchPolicy } = await import('../../../utils/policy/managed.ts');

beforeEach(() => {
  vi.useFakeTimers();
  fake.managed = {};
  fake.listeners = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('watchPolicy', () => {
  it('is strict until the policy is there', async () => {
    const reader = watchPolicy();
    expect(await reader.current()).toEqual({ policy: STRICT_POLICY, invalidKeys: [], managed: false });
  });

  it('hears of a policy that comes while it polls', async () => {
    const reader = watchPolicy();
    const read: boolean[] = [];
    reader.onRead(({ managed }) => read.push(managed));
    await vi.advanceTimersByTimeAsync(1000);
    fake.managed = { mode: 'warn' };
    await vi.advanceTimersByTimeAsync(1000);
    expect(read.at(0)).toBe(false);
    expect(read.at(-1)).toBe(true);
  });

  it('finds a policy that a slow machine fills after the polling, without any event', async () => {
    const reader = watchPolicy();
    await vi.advanceTimersByTimeAsync(60_000);
    fake.managed = { mode: 'warn' };
    expect(await reader.current()).toMatchObject({ managed: true, policy: { mode: 'warn' } });
  });

  it('follows a change, and the policy being taken away', async () => {
    fake.managed = { peopleWarn: 3 };
    const reader = watchPolicy();
    expect((await reader.current()).policy.peopleWarn).toBe(3);
    fake.managed = { peopleWarn: 4, mode: 'lax' };
    for (const listener of fake.listeners) listener({}, 'managed');
    expect(await reader.current()).toMatchObject({ policy: { peopleWarn: 4 }, invalidKeys: ['mode'] });
    fake.managed = {};
    for (const listener of fake.listeners) listener({}, 'managed');
    expect(await reader.current()).toMatchObject({ managed: false, policy: STRICT_POLICY });
  });

  it('takes 1 and 0 for yes and no from Firefox on a Mac, and from nobody else', async () => {
    fake.managed = { everywhere: 0, secondPerson: 1 };
    for (const [firefox, os, invalidKeys] of [
      [true, 'mac', []],
      [true, 'win', ['everywhere', 'secondPerson']],
      [false, 'mac', ['everywhere', 'secondPerson']],
    ] as const) {
      vi.stubEnv('FIREFOX', firefox ? 'yes' : undefined);
      fake.os = os;
      expect((await watchPolicy().current()).invalidKeys).toEqual(invalidKeys);
    }
  });
});
