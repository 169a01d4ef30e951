// The record as the background uses it: keep an Event, tell the collector, say what happened today.
import { type Browser, browser } from 'wxt/browser';
import type { PolicyReader } from '../policy/managed.ts';
import { createCollector } from './collector.ts';
import { type CordonEvent, type EventFacts, eventOf } from './event.ts';
import { openRecord } from './store.ts';
import { countEvents, type DayCounts, startOfDay } from './today.ts';

export interface Recorder {
  /** Never rejects: what cannot be written now (storage full, locked) is kept and written with the next Event. */
  record(facts: EventFacts): Promise<void>;
  today(): Promise<DayCounts>;
}

const ALARM = 'collector';

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
  void collector.flush();
  const unwritten: CordonEvent[] = [];
  async function write(): Promise<void> {
    for (let event = unwritten[0]; event; event = unwritten[0]) {
      await store.add(event);
      unwritten.shift();
    }
  }
  let writing: Promise<void> = Promise.resolve();
  return {
    async record(facts) {
      unwritten.push(eventOf(facts, browser.runtime.getManifest().version));
      writing = writing.then(write).catch(() => undefined);
      await writing;
      void collector.flush();
    },
    async today() {
      return countEvents(await store.since(startOfDay()));
    },
  };
}
