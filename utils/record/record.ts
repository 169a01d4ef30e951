// The record as the background uses it: keep an Event, tell the collector, say what happened today.
import { type Browser, browser } from 'wxt/browser';
import type { CurrentPolicy, PolicyReader } from '../policy/managed.ts';
import { createCollector } from './collector.ts';
import { type CordonEvent, type EventFacts, eventOf, policyEventOf } from './event.ts';
import { openRecord } from './store.ts';
import { countToday, startOfDay, type Today } from './today.ts';

export interface Recorder {
  /**
   * Never rejects, and never takes long: what cannot be written now (storage full, locked) is kept and written with the
   * next Event, or by the next background.
   * @param id of the decision, where it could be told twice: the second time nothing is recorded.
   */
  record(facts: EventFacts, id?: string): Promise<void>;
  /** The user is asked: should the browser be gone before there is an answer, this will be what is recorded. */
  open(facts: EventFacts, id: string): Promise<void>;
  /**
   * Records what was open when an earlier background or browser ended.
   * @param isOpen is the user still being asked about it?
   */
  settle(isOpen: (ids: string[]) => Promise<string[]>): Promise<void>;
  /** What happened today, on one site and on all of them. */
  today(host: string): Promise<Today>;
}

const ALARM = 'collector';
/** Digest of the policy that was recorded last, so that a restart of the background is no new policy. */
const LAST_POLICY = 'record:policy';
/** What could not be written, in session storage: this background may end before it can. */
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
    wake: (afterMs) => void browser.alarms.create(ALARM, { when: Date.now() + afterMs }),
  });
  browser.alarms.onAlarm.addListener(({ name }: Browser.alarms.Alarm) => {
    if (name === ALARM) void collector.flush();
  });
  let unwritten: CordonEvent[] = [];
  let noted = false;
  const restored = browser.storage.session.get(UNWRITTEN).then(
    ({ [UNWRITTEN]: left }) => {
      if (!Array.isArray(left) || left.length === 0) return;
      noted = true;
      unwritten = [...(left as CordonEvent[]), ...unwritten];
      void keep();
    },
    () => undefined,
  );
  async function write(): Promise<void> {
    for (let event = unwritten[0]; event; event = unwritten[0]) {
      await store.add(event);
      unwritten.shift();
    }
    pauseMs = WRITE_AGAIN_MS;
    if (!noted) return;
    noted = false;
    await browser.storage.session.remove(UNWRITTEN);
  }
  let pauseMs = WRITE_AGAIN_MS;
  let again: ReturnType<typeof setTimeout> | undefined;
  async function note(): Promise<void> {
    noted = true;
    if (!again) {
      again = setTimeout(() => {
        again = undefined;
        void keep();
      }, pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_WRITE_PAUSE_MS);
    }
    await browser.storage.session.set({ [UNWRITTEN]: unwritten }).catch(() => undefined);
  }
  let writing: Promise<void> = Promise.resolve();
  async function keep(event?: CordonEvent): Promise<void> {
    if (event) unwritten.push(event);
    writing = writing.then(write).catch(note);
    if ((await within(writing)) === 'late') await within(note());
    void collector.flush();
  }

  async function recordPolicy(current: CurrentPolicy): Promise<void> {
    const event = await policyEventOf(current, browser.runtime.getManifest().version);
    const { [LAST_POLICY]: last } = await browser.storage.local.get(LAST_POLICY);
    if (last === event.policy.digest) return;
    await keep(event);
    await browser.storage.local.set({ [LAST_POLICY]: event.policy.digest });
  }
  let recording: Promise<void> = Promise.resolve();
  policyReader.onRead((current) => {
    // One after the other: two reads at once must not both find the same last digest.
    recording = recording.then(() => recordPolicy(current)).catch(() => undefined);
    // What waited for a collector to be named goes now.
    void collector.flush();
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
    record: async (facts, id) => keep(await make(facts, id)),
    async open(facts, id) {
      // What cannot be kept now is told when it ends, as long as this browser runs.
      await within(store.open(await make(facts, id)).catch(() => undefined));
    },
    async settle(isOpen) {
      await restored;
      const open = await store.opened();
      if (open.length === 0) return;
      const still = new Set(await isOpen(open.map(({ id }) => id)));
      for (const event of open) if (!still.has(event.id)) await keep(event);
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
