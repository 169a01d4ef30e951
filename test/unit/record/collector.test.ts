import 'fake-indexeddb/auto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCollector, logsAddress } from '../../../utils/record/collector.ts';
import { eventOf } from '../../../utils/record/event.ts';
import { openRecord } from '../../../utils/record/store.ts';
import { readLogs } from '../../fixtures/otlp.ts';

/** What the receiver was sent, and how it answers next. */
let received: { path: string; authorization: string | undefined; uids: string[] }[];
let answers: number[];
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
  server = createServer(async (request, response) => {
    const uids = readLogs(await bodyOf(request)).map(({ attributes }) =>
      String(attributes['log.record.uid']),
    );
    received.push({ path: request.url ?? '', authorization: request.headers.authorization, uids });
    response.writeHead(answers.shift() ?? 200, { 'content-type': 'application/json' });
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
  const collector = createCollector({
    store,
    policy: async () => ({ collector: { endpoint, headers: { authorization: 'Bearer x' } } }),
    fetch,
    wake: (afterMs) => pauses.push(afterMs),
  });
  return { store, ids, collector, pauses };
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
    const { collector, ids, pauses } = await start(3);
    answers = [503, 429];
    await collector.flush();
    await collector.flush();
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
  });
});
