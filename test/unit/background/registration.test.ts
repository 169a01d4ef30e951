import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CurrentPolicy, PolicyReader } from '../../../utils/policy/managed.ts';
import { validatePolicy } from '../../../utils/policy/validate.ts';
import { turns } from '../../fixtures/turns.ts';

interface Script {
  id: string;
  matches: string[];
  excludeMatches?: string[];
}

/** The browser's registrations and open tabs, and what was put into them. */
const fake = vi.hoisted(() => ({
  scripts: new Map<string, { id: string; matches: string[] }>(),
  tabs: [] as { id: number; url: string; active: boolean }[],
  injected: [] as string[],
  installed: [] as (() => void)[],
  /** Frames whose page is busy: what is put into them never comes back. */
  stuck: new Set<number>(),
}));

vi.mock('wxt/browser', () => {
  const none = { addListener: () => undefined, removeListener: () => undefined, hasListener: () => false };
  return {
    browser: {
      scripting: {
        getRegisteredContentScripts: async () => [...fake.scripts.values()],
        registerContentScripts: async (scripts: Script[]) => {
          if (scripts.some(({ id }) => fake.scripts.has(id))) throw new Error('Duplicate script ID');
          for (const script of scripts) fake.scripts.set(script.id, script);
        },
        updateContentScripts: async (scripts: Script[]) => {
          for (const script of scripts) fake.scripts.set(script.id, script);
        },
        unregisterContentScripts: async ({ ids }: { ids: string[] }) => {
          for (const id of ids) fake.scripts.delete(id);
        },
        executeScript: async ({ target, files }: { target: { tabId: number }; files?: string[] }) => {
          if (fake.stuck.has(target.tabId)) return new Promise(() => undefined);
          if (files) fake.injected.push(`${target.tabId} ${files[0]}`);
          return [{}];
        },
      },
      storage: { local: { get: async () => ({}), set: async () => undefined } },
      tabs: { query: async () => [...fake.tabs] },
      webNavigation: {
        getAllFrames: async ({ tabId }: { tabId: number }) => [
          { frameId: 0, url: fake.tabs.find(({ id }) => id === tabId)?.url ?? '' },
        ],
        onCommitted: none,
      },
      runtime: {
        onInstalled: { addListener: (listener: () => void) => fake.installed.push(listener) },
        onStartup: none,
      },
    },
  };
});

const { keepRegistered } = await import('../../../utils/background/registration.ts');

/** A reader whose policy comes when `know` is called, and again with each further call. */
function reader() {
  const listeners: ((policy: CurrentPolicy) => void)[] = [];
  let now!: (policy: CurrentPolicy) => void;
  let current = new Promise<CurrentPolicy>((resolve) => {
    now = resolve;
  });
  const policyReader: PolicyReader = {
    current: () => current,
    onRead: (listener) => {
      listeners.push(listener);
      void current.then(listener);
    },
  };
  const know = (policy: object) => {
    const known = { ...validatePolicy(policy), managed: true };
    now(known);
    current = Promise.resolve(known);
    for (const listener of listeners) listener(known);
  };
  return { policyReader, know };
}

const matches = () => [...fake.scripts.values()].map(({ id, matches }) => `${id} ${matches.join(' ')}`);
const EVERYTHING = ['cordon-0-gate <all_urls>', 'cordon-0-page <all_urls>'];
const trusted = (host: string) => ({ sites: [{ match: [`https://${host}/*`], kind: 'trusted' }] });

beforeEach(() => {
  // Browsers have it, Node does not.
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error;
  });
  fake.scripts.clear();
  fake.tabs = [];
  fake.injected = [];
  fake.installed = [];
  fake.stuck.clear();
});

describe('keepRegistered', () => {
  it('guards everything in its first turn where nothing is registered, before the policy is known', () => {
    keepRegistered(reader().policyReader);
    expect(matches()).toEqual(EVERYTHING);
  });

  it('leaves what is registered as it is until the policy is known', async () => {
    fake.scripts.set('cordon-0-gate', { id: 'cordon-0-gate', matches: ['https://a.example/*'] });
    fake.scripts.set('cordon-0-page', { id: 'cordon-0-page', matches: ['https://a.example/*'] });
    const { policyReader, know } = reader();
    keepRegistered(policyReader);
    await turns();
    expect(matches()).toEqual(['cordon-0-gate https://a.example/*', 'cordon-0-page https://a.example/*']);
    know({});
    await turns();
    expect(matches()).toEqual(EVERYTHING);
  });

  it('brings the gate into pages that are open, the tab in front first, and not into trusted ones', async () => {
    fake.tabs = [
      { id: 1, url: 'https://behind.example/', active: false },
      { id: 2, url: 'https://own.example/', active: false },
      { id: 3, url: 'https://front.example/', active: true },
    ];
    const { policyReader, know } = reader();
    keepRegistered(policyReader);
    know(trusted('own.example'));
    await turns();
    expect(fake.injected.filter((line) => line.endsWith('gate.js'))).toEqual(['3 /gate.js', '1 /gate.js']);
  });

  it('brings nothing in when the background wakes again and nothing has changed', async () => {
    const first = reader();
    keepRegistered(first.policyReader);
    first.know({});
    await turns();
    fake.tabs = [{ id: 1, url: 'https://open.example/', active: true }];
    const second = reader();
    keepRegistered(second.policyReader);
    second.know({});
    await turns();
    expect(fake.injected).toEqual([]);
  });

  it('follows the next policy while a page that hangs has not taken the gate yet', async () => {
    fake.tabs = [{ id: 1, url: 'https://busy.example/', active: true }];
    fake.stuck.add(1);
    const { policyReader, know } = reader();
    keepRegistered(policyReader);
    know({});
    await turns();
    know(trusted('own.example'));
    await turns();
    const [script] = fake.scripts.values() as Iterable<Script>;
    expect(script?.excludeMatches).toEqual(['https://own.example/*']);
  });
});
