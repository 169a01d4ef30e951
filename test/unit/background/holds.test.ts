// What stands in the record of a hold whose inspection did not come to an end.
import { beforeEach, expect, it, vi } from 'vitest';
import type { HoldRequest } from '../../../utils/messages/protocol.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import type { EventFacts } from '../../../utils/record/event.ts';

const session = vi.hoisted(() => new Map<string, unknown>());
const shows = vi.hoisted(() => ({ warning: true }));
vi.mock('wxt/browser', () => ({
  browser: {
    storage: {
      session: {
        get: async (key: string | null) =>
          Object.fromEntries([...session].filter(([name]) => key === null || name === key)),
        set: async (values: object) => {
          for (const [key, value] of Object.entries(values)) session.set(key, structuredClone(value));
        },
        remove: async (keys: string | string[]) => {
          for (const key of [keys].flat()) session.delete(key);
        },
      },
    },
  },
}));
vi.mock('../../../utils/background/ask.ts', () => ({
  ask: async () => {
    if (!shows.warning) throw new Error('There is no frame to ask in.');
    return 0;
  },
}));
vi.mock('../../../utils/messages/messages.ts', () => ({ sendToFrame: async () => null }));

const { createHolds } = await import('../../../utils/background/holds.ts');

type Holds = ReturnType<typeof createHolds>;
type Sender = Parameters<Holds['hold']>[1];
const sender = {
  from: 'page',
  tabId: 1,
  frameId: 0,
  frameUrl: 'https://foi.example/',
  tabUrl: 'https://foi.example/',
} as Sender;
const request: HoldRequest = {
  id: 'one',
  channel: 'input',
  items: [
    { name: 'reply.xlsx', kind: 'file', bytes: new Blob(['a']) },
    { name: 'Your message', kind: 'text', bytes: new Blob(['b']) },
  ],
};

function start(mode: 'observe' | 'enforce') {
  const recorded: EventFacts[] = [];
  const ids: string[] = [];
  const policy = { ...STRICT_POLICY, mode };
  const refused = async () => {
    throw new Error('The worker died.');
  };
  const holds = createHolds(
    {
      inspect: refused,
      remedy: refused,
      cancel: async () => undefined,
      prepare: async () => undefined,
    } as never,
    { current: async () => ({ policy, managed: true, invalidKeys: [] }), onRead: () => undefined },
    {
      record: async (facts, id = '') => {
        ids.push(id);
        recorded.push(facts);
      },
      decided: async () => undefined,
      open: async () => undefined,
      close: async () => undefined,
      settle: async () => undefined,
      today: async () => ({}) as never,
    },
    {} as never,
    { digests: async () => [], remember: async () => undefined, has: async () => false },
  );
  return { holds, recorded, ids };
}

const failure = {
  outcome: 'failed',
  site: { kind: 'other', host: 'foi.example' },
  reports: [],
  files: 2,
  fileNames: ['reply.xlsx'],
};

beforeEach(() => {
  session.clear();
  shows.warning = true;
});

it('where nobody is asked, a failure is let go and recorded as one, with the names of files alone', async () => {
  const { holds, recorded } = start('observe');
  expect(await holds.hold(request, sender)).toEqual({ outcome: 'release' });
  expect(recorded).toMatchObject([failure]);
});

it.each([
  ['tried again', (holds: Holds) => holds.choose({ id: 'one', choice: 'retry' }, sender)],
  ['taken out', (holds: Holds) => holds.choose({ id: 'one', choice: 'remove' }, sender)],
  ['left by the gate', (holds: Holds) => holds.cancel('one', sender)],
  ['closed with its tab', (holds: Holds) => holds.forgetTab(1)],
])('a failure that is %s is recorded once', async (_, end) => {
  const { holds, recorded } = start('enforce');
  expect(await holds.hold(request, sender)).toEqual({ outcome: 'asked' });
  expect(recorded).toEqual([]);
  await end(holds);
  expect(recorded).toMatchObject([{ ...failure, verdict: 'block' }]);
});

it('a failure of which the user cannot even be told is recorded, and nothing is released', async () => {
  shows.warning = false;
  const { holds, recorded, ids } = start('enforce');
  await expect(holds.hold(request, sender)).rejects.toThrow();
  expect(recorded).toMatchObject([failure]);
  // The gate comes again and again: that is the same failure each time, and not the end of the hold.
  await expect(holds.hold(request, sender)).rejects.toThrow();
  expect(new Set(ids)).toEqual(new Set(['one-unasked']));
});
