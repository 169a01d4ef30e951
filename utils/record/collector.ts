// Brings the record to the force's own collector: in batches, oldest first, again after a failure, and marked as sent
// only when the collector has said that it has them.
import type { Policy } from '../policy/policy.ts';
import type { CordonEvent } from './event.ts';
import { exportRequest } from './otlp.ts';
import type { RecordStore } from './store.ts';

/** Events in one request at most. */
export const BATCH = 200;
const TIME_OUT_MS = 10_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
/** Answers after which the same request may succeed later, by the OTLP specification. */
const TRY_AGAIN = new Set([408, 429, 502, 503, 504]);

/** A pause that a collector asks for counts for a day at most: one that is wrong must not silence a workstation. */
const LONGEST_ASKED_MS = 24 * 60 * 60_000;
/** By how much a pause is made longer at most, at random, so that a fleet whose pauses began together does not end them together. */
const SPREAD = 0.25;
/** A pause that a collector asked for is made longer by up to this at least: it may have asked the whole fleet for one moment. */
const SPREAD_ASKED_MS = 5 * 60_000;
/** A new Event waits so long for others to be sent with it, or until there are so many. */
export const GATHER_MS = 3_000;
export const GATHER_MOST = 20;
/** Should the background end before that: browsers' alarms are not sooner than this. */
const GATHER_ALARM_MS = 30_000;
/** Answers that refuse what is in a request, not who sends it or where to. */
const REFUSES_CONTENT = new Set([400, 413, 422]);
/** So many refusals without one acceptance, and it is not the Events that are wrong. */
const MOST_REFUSALS = 20;

/** Until when the collector asked not to be called. Kept, for the background sleeps in between. */
export interface Pause {
  /** Milliseconds since 1970. */
  until: number;
  failures: number;
}

export interface CollectorOptions {
  store: RecordStore;
  policy: () => Promise<Pick<Policy, 'collector'>>;
  fetch: typeof fetch;
  /** Tells whoever looks into the browser's list of the extension's errors. */
  say?: (sentence: string) => void;
  /** Calls `flush` again after so many milliseconds, however the background sleeps in between. */
  wake: (afterMs: number) => void;
  /** A pause that an earlier background was asked for. */
  pause?: { read(): Promise<Pause | undefined>; write(pause: Pause | undefined): Promise<void> };
  now?: () => number;
  /** Between 0 and 1. */
  random?: () => number;
}

export interface Collector {
  /** There is a new Event: it goes soon, with others that come meanwhile. Nothing is sent within a pause. */
  gather(): void;
  /** Sends what has not been sent, unless within a pause. Never rejects: what fails is tried again later. */
  flush(): Promise<void>;
  /** The same, whatever was asked for before: the policy has changed. */
  resume(): Promise<void>;
}

const REDIRECTED =
  'The collector answers with a redirect, and Cordon follows none: the events are kept. Name its own address in the policy (collector.endpoint).';

/** In browsers the answer itself cannot be seen; elsewhere its status can. */
const isRedirect = ({ type, status }: Response) =>
  type === 'opaqueredirect' || (status >= 300 && status < 400);

/** The address for logs: a base URL gets OTLP's path, a full one is taken as it is. */
export function logsAddress(endpoint: string): string {
  const url = new URL(endpoint);
  let path = url.pathname;
  while (path.endsWith('/')) path = path.slice(0, -1);
  url.pathname = path.endsWith('/v1/logs') ? path : `${path}/v1/logs`;
  return url.href;
}

/** Milliseconds that an answer asks to wait, by seconds or by date; undefined where it does not. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return ms > 0 ? Math.min(ms, LONGEST_ASKED_MS) : undefined;
}

/** Milliseconds to wait after so many failures in a row, before they are spread. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
}

/**
 * A pause, longer at random and never shorter.
 * @param asked by the collector, perhaps of everybody and for the same moment.
 * @param random between 0 and 1.
 */
export function spread(ms: number, asked: boolean, random: number): number {
  return Math.round(ms + random * Math.max(ms * SPREAD, asked ? SPREAD_ASKED_MS : 0));
}

/** @see Collector */
export function createCollector(options: CollectorOptions): Collector {
  const { store, policy, fetch, wake, now = Date.now, random = Math.random } = options;
  let running: Promise<void> | undefined;
  let pause: Pause | undefined;
  const restored = (options.pause?.read() ?? Promise.resolve(undefined)).then(
    (kept) => {
      // A clock that was ahead when it was kept must not make it last.
      if (kept && kept.until - now() <= spread(LONGEST_ASKED_MS, true, 1)) pause ??= kept;
    },
    () => undefined,
  );
  let gathered = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const paused = () => Math.max(0, (pause?.until ?? 0) - now());

  /** @param kept also by the next background: the collector's own wish, not a network that was away. */
  async function rest(ms: number, kept: boolean): Promise<void> {
    pause = { until: now() + ms, failures: (pause?.failures ?? 0) + 1 };
    wake(ms);
    if (kept) await options.pause?.write(pause).catch(() => undefined);
  }

  async function awake(): Promise<void> {
    if (!pause) return;
    pause = undefined;
    await options.pause?.write(undefined).catch(() => undefined);
  }

  const post = (collector: Policy['collector'], endpoint: string, events: readonly CordonEvent[]) =>
    fetch(logsAddress(endpoint), {
      method: 'POST',
      headers: { ...collector.headers, 'content-type': 'application/json' },
      body: JSON.stringify(exportRequest(events)),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      // Events, and the headers that may be secrets, go to the address that the policy names and to no other.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_OUT_MS),
    });

  /**
   * Sends Events of which the collector refuses at least one, by halves, so that one that it never takes holds up no other.
   * That one stays in the record. Where nothing is accepted the fault is elsewhere, and all are kept to be sent.
   * @returns the answer that ended it, if one did.
   */
  async function sift(
    events: readonly CordonEvent[],
    send: (events: readonly CordonEvent[]) => Promise<Response>,
  ): Promise<Response | undefined> {
    const refused: string[] = [];
    let refusals = 0;
    let accepted = false;
    const middle = Math.ceil(events.length / 2);
    // The whole was refused already.
    const parts = [events.slice(0, middle), events.slice(middle)];
    let answer: Response | undefined;
    for (let part = parts.shift(); part && part.length > 0; part = parts.shift()) {
      answer = await send(part);
      if (answer.ok) {
        accepted = true;
        await store.markSent(part.map(({ id }) => id));
        answer = undefined;
        continue;
      }
      if (!REFUSES_CONTENT.has(answer.status)) break;
      refusals++;
      if (!accepted && refusals > MOST_REFUSALS) break;
      if (part.length === 1) refused.push(...part.map(({ id }) => id));
      else {
        const half = Math.ceil(part.length / 2);
        parts.unshift(part.slice(0, half), part.slice(half));
      }
    }
    if (!accepted) return answer;
    await store.setAside(refused);
    return answer && !REFUSES_CONTENT.has(answer.status) ? answer : undefined;
  }

  async function sendAll(): Promise<void> {
    for (;;) {
      const { collector } = await policy();
      const { endpoint } = collector;
      if (!endpoint) return;
      const events = await store.unsent(BATCH);
      if (events.length === 0) return;
      const send = (part: readonly CordonEvent[]) => post(collector, endpoint, part);
      let response: Response | undefined = await send(events);
      if (response.ok) await store.markSent(events.map(({ id }) => id));
      else if (REFUSES_CONTENT.has(response.status) && events.length > 1) {
        response = await sift(events, send);
      }
      if (response && !response.ok) {
        if (isRedirect(response)) options.say?.(REDIRECTED);
        const asked = retryAfter(response.headers.get('retry-after'), now());
        // Else a wrong address or key: keep everything until the administrator has mended it.
        const usual = TRY_AGAIN.has(response.status)
          ? pauseAfter((pause?.failures ?? 0) + 1)
          : LONGEST_PAUSE_MS;
        return rest(spread(asked ?? usual, asked !== undefined, random()), true);
      }
      await awake();
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    gathered = 0;
    running ??= restored
      .then(async () => {
        const left = paused();
        if (left > 0) wake(left);
        else await sendAll();
      })
      .catch(() => rest(spread(pauseAfter((pause?.failures ?? 0) + 1), false, random()), false))
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  return {
    flush,
    gather() {
      gathered++;
      if (paused() > 0) return;
      if (gathered >= GATHER_MOST) void flush();
      else if (timer === undefined) {
        timer = setTimeout(() => void flush(), GATHER_MS);
        wake(GATHER_ALARM_MS);
      }
    },
    async resume() {
      await restored;
      await running;
      await awake();
      return flush();
    },
  };
}
