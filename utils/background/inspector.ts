// Where the background's inspections run: on Chromium in an offscreen document (a service worker cannot have
// workers), on Firefox in workers of the background page. Both speak this one interface.
import { browser } from 'wxt/browser';
import type { Inspection } from '../inspect/report.ts';
import { createBrowserPool } from '../inspector/browser-pool.ts';
import type { Look } from '../look/look.ts';
import { send } from '../messages/messages.ts';
import type { InspectRequest, LookRequest, RemedyRequest } from '../messages/protocol.ts';
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
  const running = new Map<string, AbortController>();

  async function cancellable<T>(job: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    running.set(job, stop);
    try {
      return await work(stop.signal);
    } finally {
      running.delete(job);
    }
  }

  return {
    inspect: ({ job, bytes, name, ...settings }) =>
      cancellable(job, (signal) => pool.inspect(bytes, name, { ...settings, signal })),
    remedy: ({ job, bytes, name, kind, ...settings }) =>
      cancellable(job, (signal) => pool.remedy(bytes, name, kind, { ...settings, signal })),
    look: ({ job, bytes, name, where, limits }) =>
      cancellable(job, async (signal) => (await pool.look(bytes, name, where, { limits, signal })) ?? null),
    cancel: async (job) => running.get(job)?.abort(),
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

/** An Inspector that has its pool in the offscreen document, which is made when it is missing. */
export function createOffscreenInspector(): Inspector {
  let creating: Promise<void> | undefined;

  function ensureDocument(): Promise<void> {
    creating ??= (async () => {
      if (await chrome.offscreen.hasDocument()) return;
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

  return {
    async inspect(request) {
      await ensureDocument();
      return send('offscreenInspect', request);
    },
    async remedy(request) {
      await ensureDocument();
      return send('offscreenRemedy', request);
    },
    async look(request) {
      await ensureDocument();
      return send('offscreenLook', request);
    },
    async cancel(job) {
      if (await chrome.offscreen.hasDocument()) await send('offscreenCancel', { job });
    },
    async prepare() {
      await ensureDocument();
      await send('offscreenPrepare', null);
    },
  };
}
