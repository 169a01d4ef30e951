// The record as the background uses it: keep an Event, tell the collector, say what happened today.
import { type Browser, browser } from 'wxt/browser';
import type { CurrentPolicy, PolicyReader } from '../policy/managed.ts';
import { createCollector } from './collector.ts';
import { type CordonEvent, type EventFacts, eventOf, policyEventOf } from './event.ts';
import { openRecord } from './store.ts';
import { countEvents, type DayCounts, startOfDay } from './today.ts';

export interface Recorder {
  /** Never rejects: what cannot be written now (storage full, locked) is kept and written with the next Event. */
  record(facts: EventFacts): Promise<void>;
  today(): Promise<DayCounts>;
}

const ALARM = 'collector';
/** Digest of the policy that was recorded last, so that a restart of the background is no new policy. */
const LAST_POLICY = 'record:policy';

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
  const unwritten: CordonEvent[] = [];
  async function write(): Promise<void> {
    for (let event = unwritten[0]; event; event = unwritten[0]) {
      await store.add(event);
      unwritten.shift();
    }
  }
  let writing: Promise<void> = Promise.resolve();
  async function keep(event: CordonEvent): Promise<void> {
    unwritten.push(event);
    writing = writing.then(write).catch(() => undefined);
    await writing;
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

  return {
    async record(facts) {
      const keepFileNames = await policyReader.current().then(
        ({ policy }) => policy.recordFileNames,
        () => false,
      );
      await keep(eventOf(facts, browser.runtime.getManifest().version, { keepFileNames }));
    },
    async today() {
      return countEvents(await store.since(startOfDay()));
    },
  };
}
