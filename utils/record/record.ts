// The record as the background uses it: keep an Event, tell the collector, say what happened today.
import { type Browser, browser } from 'wxt/browser';
import type { CurrentPolicy, PolicyReader } from '../policy/managed.ts';
import { look } from './age.ts';
import { createCollector, type Pause } from './collector.ts';
import { type CordonEvent, type EventFacts, eventOf, policyEventOf } from './event.ts';
import { DAY_MS, type Found, MOST_DAYS, type OpenEvent, openRecord } from './store.ts';
import { countToday, startOfDay, type Today } from './today.ts';

export interface Recorder {
  /**
   * Never rejects, and never takes long: what cannot be written now (storage full, locked) is kept and written with the
   * next Event, or by the next background.
   * @param id of the decision, where it could be told twice: the second time nothing is recorded.
   * @param again the user has it tried again: what becomes of that is told under another id.
   */
  record(facts: EventFacts, id?: string, again?: boolean): Promise<void>;
  /** What was recorded under this id. Never rejects: undefined also where it can't be read. */
  decided(id: string): Promise<Found | undefined>;
  /**
   * The user is asked: should the browser be gone before there is an answer, this will be what is recorded.
   * @param heldBy the frame that holds what it is about.
   */
  open(facts: EventFacts, id: string, heldBy: OpenEvent['heldBy']): Promise<void>;
  /** The user could not be asked: nothing will be recorded under this id. */
  close(id: string): Promise<void>;
  /**
   * Records what was open when an earlier background or browser ended.
   * @param isOpen is it still held? Asked of each.
   */
  settle(isOpen: (event: OpenEvent) => Promise<boolean>): Promise<void>;
  /** What happened today, on one site and on all of them. */
  today(host: string): Promise<Today>;
}

const ALARM = 'collector';
/** Looks once in a while at what a day asks for, should the background not begin anew by itself. */
const DAILY = 'record:daily';
const DAILY_MINUTES = 6 * 60;
/** Digest of the policy that was recorded last, and when: a restart of the background is no new policy. */
const LAST_POLICY = 'record:policy';
interface LastPolicy {
  digest: string;
  /** Milliseconds since 1970. */
  time: number;
}
/** What is remembered of the clock: see age.ts. */
const CLOCK = 'record:clock';
/** Until when the collector asked not to be called. */
const PAUSE = 'record:pause';
const isPause = (value: unknown): value is Pause =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Pause).until === 'number' &&
  typeof (value as Pause).failures === 'number';
/**
 * What could not be written, in session storage, and where that takes nothing either in local storage: this background
 * may end before it can.
 */
const UNWRITTEN = 'record:unwritten';
/** After which writing is tried again, ms; each time twice as long, until the background sleeps. */
const WRITE_AGAIN_MS = 200;
const LONGEST_WRITE_PAUSE_MS = 20_000;
/** Storage that hangs must not hold up what waits for a verdict, milliseconds. */
const WRITE_WITHIN = 2_000;

/** Opens the record and starts to send what was left unsent; call it once, when the background starts. */
export function startRecorder(policyReader: PolicyReader): Recorder {
  const store = openRecord();
  const collector = createCollector({
    store,
    policy: async () => (await policyReader.current()).policy,
    fetch: (...args) => fetch(...args),
    say: (sentence) => reportError(new Error(sentence)),
    wake: (afterMs) => void browser.alarms.create(ALARM, { when: Date.now() + afterMs }),
    pause: {
      async read() {
        const { [PAUSE]: kept } = await browser.storage.local.get(PAUSE);
        return isPause(kept) ? kept : undefined;
      },
      write: (pause) =>
        pause ? browser.storage.local.set({ [PAUSE]: pause }) : browser.storage.local.remove(PAUSE),
    },
  });
  browser.alarms.onAlarm.addListener(({ name }: Browser.alarms.Alarm) => {
    if (name === ALARM) void collector.flush();
  });
  let unwritten: Found[] = [];
  const { session, local } = browser.storage;
  /** Where there is a note of it. */
  const noted = new Set<typeof session | typeof local>();
  const restore = async (area: typeof session | typeof local) => {
    const { [UNWRITTEN]: left } = await area.get(UNWRITTEN);
    if (!Array.isArray(left) || left.length === 0) return;
    noted.add(area);
    unwritten = [...(left as Found[]), ...unwritten];
    void keep();
  };
  const restored = Promise.allSettled([restore(session), restore(local)]);
  async function write(): Promise<void> {
    for (let next = unwritten[0]; next; next = unwritten[0]) {
      const { event, again } = next;
      await store.add(event, again);
      // Those that were left by an earlier background may have come before it meanwhile.
      unwritten = unwritten.filter((other) => other !== next);
    }
    pauseMs = WRITE_AGAIN_MS;
    for (const area of noted) {
      noted.delete(area);
      await area.remove(UNWRITTEN);
    }
  }
  let pauseMs = WRITE_AGAIN_MS;
  let again: ReturnType<typeof setTimeout> | undefined;
  async function note(): Promise<void> {
    if (!again) {
      again = setTimeout(() => {
        again = undefined;
        void keep();
      }, pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_WRITE_PAUSE_MS);
    }
    for (const area of [session, local]) {
      noted.add(area);
      if (
        await area.set({ [UNWRITTEN]: unwritten }).then(
          () => true,
          () => false,
        )
      )
        return;
    }
  }
  let writing: Promise<void> = Promise.resolve();
  async function keep(event?: CordonEvent, again = false): Promise<void> {
    if (event) unwritten.push({ event, again });
    writing = writing.then(write).catch(note);
    if ((await within(writing)) === 'late') await within(note());
    collector.gather();
  }

  async function recordPolicy(current: CurrentPolicy): Promise<void> {
    const event = await policyEventOf(current, browser.runtime.getManifest().version);
    const { digest } = event.policy;
    const { [LAST_POLICY]: kept } = await browser.storage.local.get(LAST_POLICY);
    const last = kept as LastPolicy | undefined;
    const same = last?.digest === digest;
    // Once a day all the same: who hears nothing of a workstation knows that Cordon does not run there.
    if (same && last.time >= startOfDay(new Date(event.time)) && last.time <= event.time) return;
    await keep(event);
    await browser.storage.local.set({ [LAST_POLICY]: { digest, time: event.time } satisfies LastPolicy });
    // What another collector, or another key, asked for is over.
    if (!same) void collector.resume();
  }
  async function forgetOld(): Promise<void> {
    const now = Date.now();
    const { [CLOCK]: kept } = await browser.storage.local.get(CLOCK);
    const { clock, believed } = look(kept, now);
    await browser.storage.local.set({ [CLOCK]: clock });
    if (believed) await store.forget(now - MOST_DAYS * DAY_MS);
  }
  let recording: Promise<void> = Promise.resolve();
  policyReader.onRead((current) => {
    // One after the other: two reads at once must not both find the same last digest.
    recording = recording.then(() => recordPolicy(current)).catch(() => undefined);
    // What waited for a collector to be named goes now.
    void collector.flush();
  });

  void browser.alarms.create(DAILY, { periodInMinutes: DAILY_MINUTES });
  forgetOld().catch(() => undefined);
  browser.alarms.onAlarm.addListener(({ name }: Browser.alarms.Alarm) => {
    if (name !== DAILY) return;
    forgetOld().catch(() => undefined);
    recording = recording.then(async () => recordPolicy(await policyReader.current())).catch(() => undefined);
  });

  async function make(facts: EventFacts, id?: string): Promise<CordonEvent> {
    const keepFileNames = await policyReader.current().then(
      ({ policy }) => policy.recordFileNames,
      () => false,
    );
    const { version } = browser.runtime.getManifest();
    return eventOf(facts, version, { keepFileNames, ...(id === undefined ? {} : { id }) });
  }

  return {
    record: async (facts, id, again) => keep(await make(facts, id), again),
    async decided(id) {
      await within(restored);
      const waiting = unwritten.find(({ event }) => event.id === id);
      if (waiting) return waiting;
      let found: Found | undefined;
      await within(
        store.find(id).then(
          (there) => {
            found = there;
          },
          () => undefined,
        ),
      );
      return found;
    },
    async open(facts, id, heldBy) {
      // What cannot be kept now is told when it ends, as long as this browser runs.
      const event = { ...(await make(facts, id)), ...(heldBy ? { heldBy } : {}) };
      await within(store.open(event).catch(() => undefined));
    },
    async close(id) {
      await within(store.close(id).catch(() => undefined));
    },
    async settle(isOpen) {
      await restored;
      const settleOne = async (open: OpenEvent) => {
        if (await isOpen(open)) return;
        const { heldBy, ...event } = open;
        await keep(event);
      };
      await Promise.all((await store.opened()).map(settleOne));
    },
    async today(host) {
      return countToday(await store.since(startOfDay()), host);
    },
  };
}

/** Waits for `work`, but not for long; what it comes to then is nobody's business here. */
async function within(work: Promise<unknown>): Promise<'done' | 'late'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, WRITE_WITHIN, 'late');
  });
  try {
    return await Promise.race([work.then(() => 'done' as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
