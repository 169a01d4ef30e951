import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { type CordonEvent, eventOf } from '../../../utils/record/event.ts';
import { MOST_DAYS, openRecord } from '../../../utils/record/store.ts';

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

  it('lets go of what is too old', async () => {
    const store = openRecord('old');
    const now = Date.UTC(2026, 10, 23);
    await store.add(event(now - (MOST_DAYS + 1) * 86_400_000));
    const recent = event(now);
    await store.add(recent);
    expect(await store.since(0)).toEqual([recent]);
  });
});
