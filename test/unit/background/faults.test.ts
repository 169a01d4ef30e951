// Faults at seeded random moments, with everything of ours that a hold goes through: the gate's judge, the holds, the
// recorder and its database. What is ours is real; the browser around it is played, so that it can end the background,
// itself or the tab between any two steps. (`npm run faults` does the same to a real one.) CORDON_FAULTS runs more of them.
import 'fake-indexeddb/auto';
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, expect, it, vi } from 'vitest';
import type { Choice, HoldAnswer, HoldOutcome, WarningView } from '../../../utils/messages/protocol.ts';
import { type DecisionEvent, isPolicyEvent } from '../../../utils/record/event.ts';
import type { RecordStore } from '../../../utils/record/store.ts';
import { random } from '../../faults/random.ts';
import { inspectionOf, page, policyReaderOf } from './held.ts';

/** One life of the background. When it is over, nothing that it asks the browser for is answered. */
interface Life {
  over: boolean;
  end: () => void;
  ended: Promise<never>;
}

const sim = vi.hoisted(() => ({
  life: undefined as unknown as { getStore(): Life | undefined },
  session: new Map<string, unknown>(),
  local: new Map<string, unknown>(),
  tabs: [] as { id: number }[],
  /** They refuse everything. */
  broken: { session: false, local: false, database: false },
  database: 'none',
  next: (() => 0) as () => number,
  shown: undefined as ((view: WarningView) => void) | undefined,
  toGate: undefined as ((name: string, data: unknown) => unknown) | undefined,
}));

const never = () => new Promise<never>(() => undefined);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const moment = () => pause(sim.next() < 0.5 ? 0 : sim.next() * 3);

/** A call to the browser: it takes a moment before and after, and a life that is over hears no answer. */
async function call<T>(work: () => T | Promise<T>): Promise<T> {
  const life = sim.life.getStore();
  await moment();
  if (life?.over) return never();
  const done = await work();
  await moment();
  return life?.over ? never() : done;
}

/** An area of `browser.storage`. */
const area = (name: 'session' | 'local') => ({
  get: (key: string | null) =>
    call(() =>
      structuredClone(Object.fromEntries([...sim[name]].filter(([at]) => key === null || at === key))),
    ),
  set: (values: object) =>
    call(() => {
      if (sim.broken[name]) throw new Error('QUOTA_BYTES quota exceeded');
      for (const [key, value] of Object.entries(values)) sim[name].set(key, structuredClone(value));
    }),
  remove: (keys: string | string[]) =>
    call(() => {
      for (const key of [keys].flat()) sim[name].delete(key);
    }),
});

vi.mock('wxt/browser', () => ({
  browser: {
    runtime: { getPlatformInfo: async () => ({}), getManifest: () => ({ version: '1.0.0' }) },
    tabs: { query: () => call(() => sim.tabs) },
    alarms: { create: async () => undefined, onAlarm: { addListener: () => undefined } },
    storage: {
      local: area('local'),
      session: area('session'),
    },
  },
}));
vi.mock('../../../utils/record/store.ts', async (original) => {
  const { openRecord, ...rest } = await original<typeof import('../../../utils/record/store.ts')>();
  const broken = <T>(work: () => Promise<T>) =>
    call(() => {
      if (sim.broken.database) throw new DOMException('The disk is full.', 'QuotaExceededError');
      return work();
    });
  return {
    ...rest,
    openRecord: (): RecordStore => {
      const store = openRecord(sim.database);
      return {
        add: (event, again) => broken(() => store.add(event, again)),
        find: (id) => broken(() => store.find(id)),
        open: (event) => broken(() => store.open(event)),
        close: (id) => broken(() => store.close(id)),
        opened: () => broken(() => store.opened()),
        since: (from) => store.since(from),
        unsent: async () => [],
        markSent: async () => undefined,
        setAside: async () => undefined,
        forget: async () => undefined,
      };
    },
  };
});
vi.mock('../../../utils/background/ask.ts', () => ({
  ask: (_tab: number, _frame: number, view: WarningView) =>
    call(() => {
      if (!sim.shown) throw new Error('No tab with id');
      sim.shown(view);
      return 0;
    }),
}));
vi.mock('../../../utils/messages/messages.ts', () => ({
  sendToFrame: (_tab: number, _frame: number, name: string, data: HoldOutcome) =>
    call(() => {
      if (!sim.toGate) throw new Error('Could not establish connection. Receiving end does not exist.');
      return name === 'warningClose' ? null : sim.toGate(name, structuredClone(data));
    }),
}));

const lives = new AsyncLocalStorage<Life>();
sim.life = lives;
const { createHolds } = await import('../../../utils/background/holds.ts');
const { startRecorder } = await import('../../../utils/record/record.ts');
const { createJudge } = await import('../../../utils/gate/judge.ts');

const FAULTS = [
  'background',
  'background, thrice',
  'inspector',
  'session storage and database',
  'session storage and database, then background',
  'session storage, then background',
  'database, then background',
  'tab',
  'tab with background',
  'browser',
] as const;
const PATIENCE = { poll: 8, retry: 4, attempts: 3, longest: 16, silence: 4_000, silences: 1, status: 1 };

/** The browser with one tab, in which one hold is held. */
function startBrowser(roster: boolean) {
  const policyReader = policyReaderOf();
  let current: { life: Life; holds: ReturnType<typeof createHolds> } | undefined;
  let failInspections = false;

  function background() {
    if (current && !current.life.over) return current;
    let end!: () => void;
    const ended = new Promise<never>((_, reject) => {
      end = () => reject(new Error('The message channel closed before a response was received.'));
    });
    ended.catch(() => undefined);
    const life: Life = { over: false, end, ended };
    const holds = lives.run(life, () => {
      const inspect = () =>
        call(() => {
          if (failInspections) throw new Error('The document is gone.');
          return inspectionOf(roster);
        });
      const made = createHolds(
        { inspect, cancel: async () => undefined } as never,
        policyReader,
        startRecorder(policyReader),
        {} as never,
        { digests: async () => [], remember: () => call(() => undefined), has: async () => false },
      );
      made.settle().catch(() => undefined);
      return made;
    });
    current = { life, holds };
    return current;
  }

  /** Wakes the background where it is over, as any message does. */
  async function message<T>(work: (holds: ReturnType<typeof createHolds>) => Promise<T>): Promise<T> {
    await moment();
    const { life, holds } = background();
    return Promise.race([lives.run(life, () => work(holds)), life.ended]);
  }

  return {
    message,
    endBackground() {
      if (!current || current.life.over) return;
      current.life.over = true;
      current.life.end();
    },
    failInspections(on: boolean) {
      failInspections = on;
    },
  };
}

/** Tells the gate what is said to it, by the browser's own API as the gate uses it. */
const gateListeners: ((
  message: unknown,
  sender: { id: string },
  respond: (answer: unknown) => void,
) => void)[] = [];
let handle: (name: string, data: never) => Promise<unknown> = never;
Object.assign(globalThis, {
  chrome: {
    runtime: {
      id: 'cordon',
      sendMessage: ({ cordon, data }: { cordon: string; data: never }) => handle(cordon, data),
      onMessage: { addListener: (listener: (typeof gateListeners)[number]) => gateListeners.push(listener) },
    },
  },
});

interface Trial {
  fault: (typeof FAULTS)[number];
  roster: boolean;
  answer: 'remove' | 'send';
}

/** @returns what is wrong. */
async function trial(seed: number): Promise<string[]> {
  const next = random(seed);
  sim.next = next;
  const { fault, roster, answer }: Trial = {
    fault: FAULTS[seed % FAULTS.length] as Trial['fault'],
    roster: next() < 0.6,
    answer: next() < 0.5 ? 'remove' : 'send',
  };
  sim.session.clear();
  sim.local.clear();
  sim.tabs = [{ id: 1 }];
  sim.broken = { session: false, local: false, database: false };
  sim.database = `faults ${seed}`;
  gateListeners.length = 0;
  const browser = startBrowser(roster);
  let present = true;
  let asked = 0;
  const pressed: Choice['choice'][] = [];

  handle = (name, data) => {
    if (!present) return never();
    return browser.message(async (holds): Promise<unknown> => {
      if (name === 'hold') return holds.hold(data, page);
      if (name === 'holdStatus') return holds.status((data as { id: string }).id, page);
      if (name === 'holdCancel') return holds.cancel((data as { id: string }).id, page);
      throw new Error(name);
    }) as Promise<HoldAnswer>;
  };
  sim.toGate = (name, said) => {
    let answered: unknown;
    for (const listener of gateListeners)
      listener({ cordon: name, data: said }, { id: 'cordon' }, (value) => {
        answered = value;
      });
    return answered;
  };
  // The user, who answers every warning once it stands, as the warning's own script sends it.
  const answering = new Set<string>();
  sim.shown = (view) => {
    asked++;
    if (answering.has(view.id)) return;
    answering.add(view.id);
    void (async () => {
      await pause(next() * 12);
      const choice: Choice =
        view.state === 'failed'
          ? { id: view.id, choice: 'retry' }
          : answer === 'send'
            ? { id: view.id, choice: 'send', reason: 'agreed' }
            : { id: view.id, choice: 'remove' };
      answering.delete(view.id);
      if (!present) return;
      pressed.push(choice.choice);
      for (let attempt = 1; attempt <= 4 && present; attempt++)
        try {
          return await browser.message((holds) => holds.choose(choice, page));
        } catch {
          await pause(attempt * 3);
        }
    })();
  };

  const notices = { show: () => ({ close: () => undefined }) };
  const { judge, cancelAll } = createJudge(notices, notices, PATIENCE);
  let outcome: string | undefined;
  const held = judge('input', [{ name: 'a.csv', kind: 'file', bytes: new Blob(['a']) }]).then((verdict) => {
    if (present) outcome = verdict.outcome;
  });

  await pause(next() * 25);
  const leave = () => {
    present = false;
    sim.shown = undefined;
    sim.toGate = undefined;
    sim.tabs = [];
  };
  const wasAsked = asked > 0 && sim.session.size > 0;
  if (fault.startsWith('background')) {
    browser.endBackground();
    if (fault.endsWith('thrice'))
      for (let i = 0; i < 2; i++) {
        await pause(next() * 10);
        browser.endBackground();
      }
  } else if (fault === 'inspector') {
    browser.failInspections(true);
    await pause(next() * 25);
    browser.failInspections(false);
  } else if (fault.startsWith('session storage') || fault.startsWith('database')) {
    sim.broken = {
      session: fault.startsWith('session'),
      local: fault.includes('local'),
      database: fault.includes('database'),
    };
    await pause(next() * 25);
    if (fault.endsWith('background')) browser.endBackground();
    sim.broken = { session: false, local: false, database: false };
  } else if (fault.startsWith('tab')) {
    leave();
    void browser.message((holds) => holds.forgetTab(1)).catch(() => undefined);
    if (fault.endsWith('background')) {
      await pause(next() * 5);
      browser.endBackground();
    }
  } else {
    browser.endBackground();
    leave();
    sim.session.clear();
  }
  if (present) await Promise.race([held, pause(3_000)]);
  // What could not be written is written soon.
  await pause(fault.startsWith('session storage and database') ? 700 : 40);
  // Something wakes the background once more; and then there is a last one, which finds what the others left.
  for (let i = 0; i < 2; i++) {
    await browser.message(async (holds) => void (await holds.busy())).catch(() => undefined);
    await pause(30);
    browser.endBackground();
  }
  await browser.message(async (holds) => void (await holds.settle().catch(() => undefined)));
  await pause(20);
  browser.endBackground();

  const { openRecord } = await vi.importActual<typeof import('../../../utils/record/store.ts')>(
    '../../../utils/record/store.ts',
  );
  // A gate whose tab is gone says nothing more: not to the browser of the next trial either.
  cancelAll();
  const store = openRecord(sim.database);
  const events = (await store.since(0)).filter((event): event is DecisionEvent => !isPolicyEvent(event));
  const of = (name: string) => events.filter((event) => event.outcome === name).length;
  const wrong: string[] = [];
  if (present && outcome === undefined) wrong.push('hangs');
  if (outcome === 'release' && roster && !pressed.includes('send')) wrong.push('released without a choice');
  if (outcome === 'release' && of('allowed') + of('sent-anyway') !== 1)
    wrong.push('one release, another number of events');
  if (outcome === 'refuse' && !pressed.includes('remove')) wrong.push('refused though nobody said so');
  if (outcome === 'refuse' && of('taken-out') !== 1) wrong.push('one refusal, another number of events');
  if (present && of('abandoned') > 0) wrong.push('abandoned by a user who stayed');
  // What failed was tried again by the user, and is an event each time.
  if (events.length - of('failed') > 1) wrong.push('an event is doubled');
  if (wasAsked && events.length === 0) wrong.push('a warning that nothing is known of');
  if ((await store.opened()).length > 0) wrong.push('an event stays open');
  return wrong.map(
    (what) =>
      `${seed} (${fault}, ${roster ? answer : 'clean'}): ${what}; ${events.map((event) => event.outcome)}`,
  );
}

const count = Number(process.env.CORDON_FAULTS ?? 160);
const first = Number(process.env.CORDON_FAULTS_SEED ?? 0);

it(
  `${count} faults: nothing goes without a verdict, nothing hangs, nothing is lost or told twice`,
  async () => {
    const wrong: string[] = [];
    for (let seed = first; seed < first + count; seed++) wrong.push(...(await trial(seed)));
    expect(wrong).toEqual([]);
  },
  60_000 + count * 2_000,
);

afterAll(() => {
  handle = never;
});
