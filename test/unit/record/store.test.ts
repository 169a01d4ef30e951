import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import { type CordonEvent, eventOf } from '../../../utils/record/event.ts';
import { MOST_DAYS, openRecord } from '../../../utils/record/store.ts';

const DAY = 86_400_000;

const event = (time: number): CordonEvent =>
  eventOf(
    { outcome: 'allowed', verdict: 'allow', site: { kind: 'other', host: '' }, reports: [], files: 1 },
    '1.0.0',
    { time },
  );

describe('openRecord', () => {
  it('keeps events in order, also when it is opened again', async () => {
    const events = [event(1000), event(2000), event(3000)];
    for (const one of events) await openRecord('order').add(one);
    expect(await openRecord('order').since(2000)).toEqual(events.slice(1));
  });

  it('takes an event only once', async () => {
    const store = openRecord('once');
    const one = event(1000);
    await store.add(one);
    await store.add(one);
    expect(await store.since(0)).toEqual([one]);
  });

  it('remembers what has been sent, oldest unsent first', async () => {
    const store = openRecord('sent');
    const events = [event(1000), event(2000), event(3000)];
    for (const one of events) await store.add(one);
    expect(await store.unsent(2)).toEqual(events.slice(0, 2));
    await store.markSent(events.slice(0, 2).map(({ id }) => id));
    expect(await openRecord('sent').unsent(10)).toEqual(events.slice(2));
  });

  it('lets go of what is too old, once a second day has said so', async () => {
    const store = openRecord('old');
    const now = Date.UTC(2026, 10, 23);
    const old = event(now - (MOST_DAYS + 2) * DAY);
    const recent = event(now);
    const later = event(now + DAY);
    await store.add(old);
    await store.add(recent);
    expect(await store.since(0)).toEqual([old, recent]);
    await store.add(later);
    expect(await store.since(0)).toEqual([recent, later]);
  });

  it('loses nothing to a clock that is years ahead for some hours', async () => {
    const store = openRecord('clock');
    const now = Date.UTC(2026, 10, 23);
    const before = [event(now), event(now + DAY)];
    const ahead = [event(now + 4 * 365 * DAY), event(now + 4 * 365 * DAY + DAY / 3)];
    const after = event(now + 2 * DAY);
    for (const one of [...before, ...ahead, after]) await store.add(one);
    expect(await store.since(0)).toEqual([...before, after, ...ahead]);
  });

  it('keeps what is open beside the record, until its end is told', async () => {
    const store = openRecord('open');
    const one = event(1000);
    await store.open(one);
    await store.open({ ...one, time: 1500 });
    expect([await store.since(0), await openRecord('open').opened()]).toEqual([[], [{ ...one, time: 1500 }]]);
    await store.add({ ...one, time: 2000 });
    expect([await store.since(0), await store.opened()]).toEqual([[{ ...one, time: 2000 }], []]);
    // Told already: it can't be open again.
    await store.open(one);
    expect(await store.opened()).toEqual([]);
  });

  it('finds an event by its id, and whether it was tried again', async () => {
    const store = openRecord('find');
    const [one, two] = [event(1000), event(2000)];
    await store.add(one);
    await store.add(two, true);
    expect(await store.find(one.id)).toEqual({ event: one, again: false });
    expect(await store.find(two.id)).toEqual({ event: two, again: true });
    expect(await store.find('none')).toBeUndefined();
  });

  it('says who holds what is open, and forgets what is closed', async () => {
    const store = openRecord('close');
    const open = { ...event(1000), heldBy: { tabId: 3, frameId: 0 } };
    await store.open(open);
    expect(await store.opened()).toEqual([open]);
    await store.close(open.id);
    expect([await store.opened(), await store.since(0)]).toEqual([[], []]);
  });

  it('takes over the record of the version before', async () => {
    const one = event(1000);
    const db = await openDB('older', 1, {
      upgrade(db) {
        const events = db.createObjectStore('events', { autoIncrement: true });
        events.createIndex('time', 'event.time');
        events.createIndex('sent', 'sent');
        events.createIndex('id', 'event.id', { unique: true });
      },
    });
    await db.add('events', { event: one, sent: 0 });
    db.close();
    const store = openRecord('older');
    expect(await store.unsent(10)).toEqual([one]);
    expect(await store.opened()).toEqual([]);
  });
});
