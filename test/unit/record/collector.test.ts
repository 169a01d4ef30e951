import 'fake-indexeddb/auto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createCollector,
  GATHER_MOST,
  GATHER_MS,
  logsAddress,
  type Pause,
  retryAfter,
  spread,
} from '../../../utils/record/collector.ts';
import { eventOf } from '../../../utils/record/event.ts';
import { openRecord } from '../../../utils/record/store.ts';
import { readLogs } from '../../fixtures/otlp.ts';

/** What the receiver was sent, and how it answers next. */
let received: { path: string; authorization: string | undefined; uids: string[] }[];
let answers: number[];
/** Events that the collector takes in no request, and what it says of them. */
let poison: Set<string>;
let askedToWait: string | undefined;
/** Where a redirect leads. */
let elsewhere: string | undefined;
let server: ReturnType<typeof createServer>;
let endpoint: string;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}

beforeEach(async () => {
  received = [];
  answers = [];
  poison = new Set();
  askedToWait = undefined;
  server = createServer(async (request, response) => {
    const uids = readLogs(await bodyOf(request)).map(({ attributes }) =>
      String(attributes['log.record.uid']),
    );
    received.push({ path: request.url ?? '', authorization: request.headers.authorization, uids });
    const usual = uids.some((uid) => poison.has(uid)) ? 400 : 200;
    response.writeHead(answers.shift() ?? usual, {
      'content-type': 'application/json',
      ...(askedToWait === undefined ? {} : { 'retry-after': askedToWait }),
      ...(elsewhere === undefined ? {} : { location: elsewhere }),
    });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

let databases = 0;
async function start(events: number) {
  const store = openRecord(`collector ${databases++}`);
  const ids: string[] = [];
  for (let time = 1; time <= events; time++) {
    const site = { kind: 'supplier' as const, host: 'bids.example' };
    const event = eventOf({ outcome: 'allowed', verdict: 'allow', site, reports: [], files: 1 }, '1.0.0', {
      time,
    });
    ids.push(event.id);
    await store.add(event);
  }
  const pauses: number[] = [];
  const said: string[] = [];
  const clock = { now: 1_800_000_000_000 };
  const chance = { next: 0 };
  const kept: { pause?: Pause | undefined } = {};
  /** A background that begins: it knows what an earlier one left. */
  const begin = () =>
    createCollector({
      store,
      now: () => clock.now,
      pause: {
        read: async () => kept.pause,
        write: async (pause) => {
          kept.pause = pause;
        },
      },
      policy: async () => ({ collector: { endpoint, headers: { authorization: 'Bearer x' } } }),
      fetch,
      say: (sentence) => said.push(sentence),
      wake: (afterMs) => pauses.push(afterMs),
      random: () => chance.next,
    });
  const add = async (id: string) => {
    const site = { kind: 'other' as const, host: 'x.example' };
    const facts = { outcome: 'allowed' as const, verdict: 'allow' as const, site, reports: [], files: 1 };
    await store.add(eventOf(facts, '1.0.0', { id }));
  };
  return { store, ids, collector: begin(), begin, pauses, said, clock, chance, add };
}

describe('createCollector', () => {
  it('sends everything once, in batches and in order, with the headers of the policy', async () => {
    const { collector, ids, store } = await start(450);
    await collector.flush();
    await collector.flush();
    expect(received.map(({ uids }) => uids.length)).toEqual([200, 200, 50]);
    expect(received.flatMap(({ uids }) => uids)).toEqual(ids);
    expect(received[0]).toMatchObject({ path: '/v1/logs', authorization: 'Bearer x' });
    expect(await store.unsent(1)).toEqual([]);
  });

  it('keeps everything while the collector cannot be reached or is busy, with longer and longer pauses', async () => {
    const { collector, ids, pauses, clock } = await start(3);
    answers = [503, 429];
    await collector.flush();
    clock.now += 30_000;
    await collector.flush();
    clock.now += 60_000;
    await collector.flush();
    expect(pauses).toEqual([30_000, 60_000]);
    expect(received.map(({ uids }) => uids)).toEqual([ids, ids, ids]);
    await collector.flush();
    expect(received).toHaveLength(3);
  });

  it('keeps everything when the collector refuses', async () => {
    const { collector, store, pauses } = await start(1);
    answers = [401];
    await collector.flush();
    expect(pauses).toEqual([3_600_000]);
    expect(await store.unsent(5)).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])(
    'follows no redirect (%i): nobody else gets the events or the headers',
    async (status) => {
      const strangers: (string | undefined)[] = [];
      const stranger = createServer((request, response) => {
        strangers.push(request.headers.authorization);
        response.end('{}');
      });
      await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
      elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/v1/logs`;
      try {
        const { collector, ids, pauses, store, said } = await start(3);
        answers = [status];
        await collector.flush();
        expect(strangers).toEqual([]);
        expect(received.map(({ uids }) => uids)).toEqual([ids]);
        expect(await store.unsent(5)).toHaveLength(3);
        expect(pauses).toEqual([3_600_000]);
        expect(said).toEqual([expect.stringContaining('follows none')]);
      } finally {
        elsewhere = undefined;
        stranger.close();
      }
    },
  );

  it.each([
    ['seconds', '3600'],
    ['a date', new Date(1_800_000_000_000 + 3_600_000).toUTCString()],
  ])(
    'is left alone for as long as it asks, in %s: whatever comes meanwhile, and by the next background too',
    async (_, asked) => {
      const { collector, begin, pauses, clock, add, store } = await start(1);
      answers = [429];
      askedToWait = asked;
      await collector.flush();
      askedToWait = undefined;
      expect(pauses).toEqual([3_600_000]);
      for (let count = 0; count < GATHER_MOST + 5; count++) {
        await add(`new ${count}`);
        collector.gather();
        await collector.flush();
      }
      clock.now += 1_800_000;
      const next = begin();
      await next.flush();
      expect(received).toHaveLength(1);
      // Should the alarm be gone, the next background sets it again.
      expect(pauses.at(-1)).toBe(1_800_000);
      clock.now += 1_800_000;
      await next.flush();
      expect(received.slice(1).flatMap(({ uids }) => uids)).toHaveLength(1 + GATHER_MOST + 5);
      expect(await store.unsent(5)).toEqual([]);
    },
  );

  it('is tried at once where the policy has changed', async () => {
    const { collector, begin } = await start(1);
    answers = [401];
    await collector.flush();
    await collector.resume();
    expect(received).toHaveLength(2);
    await begin().flush();
    expect(received).toHaveLength(2);
  });

  it('takes no pause that a wrong clock left for more than a day', async () => {
    const { collector, begin, clock } = await start(1);
    answers = [429];
    askedToWait = '86400';
    await collector.flush();
    clock.now -= 12 * 3_600_000;
    await begin().flush();
    expect(received).toHaveLength(2);
  });

  it('keeps to the longest pause, spread the most, in the next background too', async () => {
    const { collector, begin, chance, pauses } = await start(1);
    answers = [429];
    askedToWait = '86400';
    chance.next = 0.999_999;
    await collector.flush();
    await begin().flush();
    expect(received).toHaveLength(1);
    expect(pauses[0]).toBeGreaterThan(86_400_000);
  });

  it.each([
    ['that it asked for', 503, '60', 60_000, 300_000],
    ['that it asked for, a long one', 429, '7200', 7_200_000, 1_800_000],
    ['after a failure', 503, undefined, 30_000, 7_500],
    ['after a wrong key', 401, undefined, 3_600_000, 900_000],
  ])(
    'makes a pause %s longer at random, never shorter, so that a fleet does not come back as one',
    async (_, answer, asked, least, more) => {
      for (const random of [0, 0.5, 0.999_999]) {
        const { collector, chance, pauses } = await start(1);
        answers = [answer];
        askedToWait = asked;
        chance.next = random;
        await collector.flush();
        expect(pauses).toEqual([Math.round(least + random * more)]);
      }
    },
  );

  it('gets a hundred verdicts in few requests, and none is lost', async () => {
    const { collector, store } = await start(100);
    for (let count = 0; count < 100; count++) collector.gather();
    await vi.waitFor(async () => expect(await store.unsent(1)).toEqual([]), { timeout: GATHER_MS + 15_000 });
    expect(received.length).toBeLessThanOrEqual(100 / GATHER_MOST + 1);
    expect(new Set(received.flatMap(({ uids }) => uids)).size).toBe(100);
  });

  it('gets a single Event a moment later, and an alarm is set should the background end before', async () => {
    const { collector, pauses } = await start(1);
    collector.gather();
    expect(pauses).toEqual([30_000]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(received).toEqual([]);
    await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: GATHER_MS + 5_000 });
  });

  it.each([0, 3, 99])('gets every Event but the one that it never takes (number %d)', async (wrong) => {
    const { collector, ids, store, clock } = await start(100);
    poison.add(ids[wrong] ?? '');
    await collector.flush();
    expect(await store.unsent(5)).toEqual([]);
    const others = ids.filter((id) => !poison.has(id));
    const taken = received.filter(({ uids }) => !uids.some((uid) => poison.has(uid)));
    expect(taken.flatMap(({ uids }) => uids).sort()).toEqual([...others].sort());
    // It stays in the record, and is not sent again.
    expect((await store.since(0)).map(({ id }) => id)).toContain(ids[wrong]);
    const requests = received.length;
    clock.now += 86_400_000;
    await collector.flush();
    expect(received).toHaveLength(requests);
  });

  it('keeps everything where it takes nothing, and does not try each of them', async () => {
    const { collector, ids, store, pauses } = await start(100);
    for (const id of ids) poison.add(id);
    await collector.flush();
    expect(received.length).toBeLessThan(25);
    expect(pauses).toEqual([3_600_000]);
    expect(await store.unsent(200)).toHaveLength(100);
  });

  it('is not called twice at the same time', async () => {
    const { collector } = await start(1);
    await Promise.all([collector.flush(), collector.flush()]);
    expect(received).toHaveLength(1);
  });
});

describe('the receiver of these tests', () => {
  it('refuses what the published definitions do not know', () => {
    const record = { timeUnixNano: '1', body: { stringValue: 'x' }, attributes: [] };
    const request = (logRecord: object) =>
      JSON.stringify({
        resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ logRecords: [logRecord] }] }],
      });
    expect(readLogs(request(record))).toHaveLength(1);
    for (const wrong of [
      { timeUnixNanos: '1' },
      { severityNumber: 'high' },
      { timeUnixNano: 1.5 },
      { body: 'x' },
    ])
      expect(() => readLogs(request({ ...record, ...wrong })), JSON.stringify(wrong)).toThrow();
  });
});

describe('logsAddress', () => {
  it('adds the path of the protocol to a base address', () => {
    expect(logsAddress('https://otel.example')).toBe('https://otel.example/v1/logs');
    expect(logsAddress('https://otel.example/in/')).toBe('https://otel.example/in/v1/logs');
    expect(logsAddress('https://otel.example/v1/logs')).toBe('https://otel.example/v1/logs');
    expect(logsAddress('https://otel.example/v1/logs/')).toBe('https://otel.example/v1/logs');
    expect(logsAddress('https://otel.example/in//?key=1')).toBe('https://otel.example/in/v1/logs?key=1');
  });
});

describe('spread', () => {
  it('takes what the machine gives where nothing else is said, so that no two workstations wait alike', async () => {
    const store = openRecord(`collector ${databases++}`);
    const site = { kind: 'other' as const, host: 'x.example' };
    await store.add(eventOf({ outcome: 'allowed', verdict: 'allow', site, reports: [], files: 1 }, '1.0.0'));
    const pauses = new Set<number>();
    for (let workstation = 0; workstation < 20; workstation++) {
      const away = async () => new Response('', { status: 503, headers: { 'retry-after': '3600' } });
      const policy = async () => ({ collector: { endpoint: 'http://127.0.0.1', headers: {} } });
      await createCollector({ store, policy, fetch: away, wake: (ms) => pauses.add(ms) }).flush();
    }
    expect(pauses.size).toBeGreaterThan(15);
    for (const ms of pauses) expect(ms).toBeGreaterThanOrEqual(3_600_000);
  });

  it('is never shorter than what was asked for', () => {
    for (const ms of [0, 1, 30_000, 86_400_000])
      for (const random of [0, 0.3, 1]) expect(spread(ms, true, random)).toBeGreaterThanOrEqual(ms);
  });
});

describe('retryAfter', () => {
  const now = Date.parse('2026-11-30T08:00:00Z');
  it.each([
    [null, undefined],
    ['', undefined],
    ['soon', undefined],
    ['0', undefined],
    ['-5', undefined],
    ['120', 120_000],
    ['Mon, 30 Nov 2026 10:00:00 GMT', 7_200_000],
    ['Mon, 30 Nov 2026 07:00:00 GMT', undefined],
    ['999999999', 86_400_000],
  ])('%j: %j ms', (header, expected) => {
    expect(retryAfter(header, now)).toBe(expected);
  });
});
