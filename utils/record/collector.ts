// Brings the record to the force's own collector: in batches, oldest first, again after a failure, and marked as sent
// only when the collector has said that it has them.
import type { Policy } from '../policy/policy.ts';
import { exportRequest } from './otlp.ts';
import type { RecordStore } from './store.ts';

/** Events in one request at most. */
export const BATCH = 200;
const TIME_OUT_MS = 10_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
/** Answers after which the same request may succeed later, by the OTLP specification. */
const TRY_AGAIN = new Set([408, 429, 502, 503, 504]);

export interface CollectorOptions {
  store: RecordStore;
  policy: () => Promise<Pick<Policy, 'collector'>>;
  fetch: typeof fetch;
  /** Calls `flush` again after so many milliseconds, however the background sleeps in between. */
  wake: (afterMs: number) => void;
}

export interface Collector {
  /** Sends what has not been sent. Never rejects: what fails is tried again later. */
  flush(): Promise<void>;
}

/** The address for logs: a base URL gets OTLP's path, a full one is taken as it is. */
export function logsAddress(endpoint: string): string {
  const url = new URL(endpoint);
  if (!url.pathname.endsWith('/v1/logs')) url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/logs`;
  return url.href;
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after'));
  return seconds > 0 ? seconds * 1000 : undefined;
}

/** Milliseconds to wait after so many failures in a row. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
}

/** @see Collector */
export function createCollector({ store, policy, fetch, wake }: CollectorOptions): Collector {
  let running: Promise<void> | undefined;
  let failures = 0;

  const pause = () => pauseAfter(failures);

  /** @returns milliseconds to wait before the next try, or undefined when there is nothing left to send. */
  async function sendAll(): Promise<number | undefined> {
    for (;;) {
      const { collector } = await policy();
      if (!collector.endpoint) return undefined;
      const events = await store.unsent(BATCH);
      if (events.length === 0) return undefined;
      const response = await fetch(logsAddress(collector.endpoint), {
        method: 'POST',
        headers: { ...collector.headers, 'content-type': 'application/json' },
        body: JSON.stringify(exportRequest(events)),
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(TIME_OUT_MS),
      });
      if (!response.ok && TRY_AGAIN.has(response.status)) {
        failures++;
        return retryAfter(response) ?? pause();
      }
      if (!response.ok) {
        // A wrong address or key: keep everything until the administrator has mended it.
        failures++;
        return LONGEST_PAUSE_MS;
      }
      failures = 0;
      await store.markSent(events.map(({ id }) => id));
    }
  }

  return {
    flush() {
      running ??= sendAll()
        .catch(() => {
          failures++;
          return pause();
        })
        .then((again) => {
          if (again !== undefined) wake(again);
        })
        .finally(() => {
          running = undefined;
        });
      return running;
    },
  };
}
