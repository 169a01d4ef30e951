// Where the background's inspections run: on Chromium in an offscreen document (a service worker cannot have
// workers), on Firefox in workers of the background page. Both speak this one interface.
import { browser } from 'wxt/browser';
import type { Inspection } from '../inspect/report.ts';
import { createBrowserPool } from '../inspector/browser-pool.ts';
import type { Look } from '../look/look.ts';
import { send } from '../messages/messages.ts';
import type {
  AnswerOf,
  InspectRequest,
  LookRequest,
  RemedyRequest,
  RequestOf,
} from '../messages/protocol.ts';
import type { CheckedCopy } from '../remedy/checked.ts';

export interface Inspector {
  /** @throws when the inspection could not be done at all (worker died, document gone). */
  inspect(request: InspectRequest): Promise<Inspection>;
  /** Makes a cleaned copy and inspects it. @throws as `inspect`. */
  remedy(request: RemedyRequest): Promise<CheckedCopy>;
  /** A masked look at the place of a Finding; null where there is none. @throws as `inspect`. */
  look(request: LookRequest): Promise<Look | null>;
  /** Stops an inspection at once; its promise rejects. Nothing happens when it is over. */
  cancel(job: string): Promise<void>;
  prepare(): Promise<void>;
}

/** An Inspector over a pool of our own. */
export function createLocalInspector(): Inspector {
  const pool = createBrowserPool();
  const running = new Map<string, { stop: AbortController; result: Promise<unknown> }>();

  /** A background that was restarted asks for the same job again: it gets the one that is under way. */
  function cancellable<T>(job: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const already = running.get(job);
    if (already) return already.result as Promise<T>;
    const stop = new AbortController();
    const result = work(stop.signal).finally(() => running.delete(job));
    running.set(job, { stop, result });
    return result;
  }

  return {
    inspect: ({ job, bytes, name, ...settings }) =>
      cancellable(job, (signal) => pool.inspect(bytes, name, { ...settings, signal })),
    // Copies are made while the warning is read: no verdict waits for one.
    remedy: ({ job, bytes, name, kind, without, ...settings }) =>
      cancellable(job, (signal) =>
        pool.remedy(bytes, name, kind, { ...settings, signal, ahead: true }, without),
      ),
    look: ({ job, bytes, name, where, limits }) =>
      cancellable(job, async (signal) => (await pool.look(bytes, name, where, { limits, signal })) ?? null),
    cancel: async (job) => running.get(job)?.stop.abort(),
    prepare: async () => pool.prewarm(),
  };
}

/** Chromium's part of the API, which the polyfill's types leave out. */
declare const chrome: {
  offscreen: {
    createDocument(options: { url: string; reasons: string[]; justification: string }): Promise<void>;
    hasDocument(): Promise<boolean>;
  };
};

/** How often the document may be lost over one inspection. */
const ATTEMPTS = 3;

/** An Inspector that has its pool in the offscreen document, which is made when it is missing. */
export function createOffscreenInspector(): Inspector {
  let creating: Promise<void> | undefined;
  /** How many documents this background has made. */
  let made = 0;

  function ensureDocument(): Promise<void> {
    creating ??= (async () => {
      if (await chrome.offscreen.hasDocument()) return;
      made++;
      await chrome.offscreen.createDocument({
        url: browser.runtime.getURL('/offscreen.html'),
        reasons: ['WORKERS'],
        justification: 'Files are inspected in workers on this machine before they are sent.',
      });
    })().finally(() => {
      creating = undefined;
    });
    return creating;
  }

  /** Asks the document; where it is gone without an answer (the browser ended it, its process died), a new one. */
  async function ask<N extends 'offscreenInspect' | 'offscreenRemedy' | 'offscreenLook'>(
    name: N,
    request: RequestOf<N>,
  ): Promise<AnswerOf<N>> {
    for (let attempt = 1; ; attempt++) {
      let document = made;
      try {
        await ensureDocument();
        document = made;
        const answer = await send(name, request);
        if (answer !== undefined) return answer;
        throw new Error('The document did not answer.');
      } catch (error) {
        const lost = document !== made || !(await chrome.offscreen.hasDocument());
        if (!lost || attempt === ATTEMPTS) throw error;
      }
    }
  }

  return {
    inspect: (request) => ask('offscreenInspect', request),
    remedy: (request) => ask('offscreenRemedy', request),
    look: (request) => ask('offscreenLook', request),
    async cancel(job) {
      if (await chrome.offscreen.hasDocument()) await send('offscreenCancel', { job });
    },
    async prepare() {
      await ensureDocument();
      await send('offscreenPrepare', null);
    },
  };
}
