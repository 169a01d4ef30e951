// The gate of one frame: puts the channels, the judge and the link to the page's world together.
import type { Gate } from './channel.ts';
import { CHANNELS } from './channels/index.ts';
import { createPageRequests } from './channels/page.ts';
import { listenEarly } from './early.ts';
import { askForBus, readSecret, secretHere } from './handover.ts';
import { createJudge } from './judge.ts';
import { createKnown } from './known.ts';
import { createNotice } from './notice.ts';
import { listenForPage, type PageLink } from './page-link.ts';
import { send, shadowRootOf } from './runtime.ts';
import { createStatus } from './status.ts';
import { readWords } from './words.ts';

/** Set in this isolated world, which no page sees: a second injection into the same frame does nothing. */
const RUNNING = Symbol.for('cordon.gate');

/** After which the adapter is told the secret, in milliseconds: no part of the page's own beginning. */
const SHARE_AFTER = 2_000;

/** The inspector is asked to get ready at most this often, in milliseconds. */
const PREPARE_EVERY = 20_000;

/** @returns whether there is an adapter in the page's world, so that none has to be brought. */
export function startGate(): boolean {
  const world = globalThis as { [RUNNING]?: PageLink };
  world[RUNNING] ??= beginGate();
  return world[RUNNING].connected;
}

function beginGate(): PageLink {
  let secret = secretHere();
  const here = secret ? askForBus(secret) : undefined;
  let control = new AbortController();
  let early = new AbortController();
  let roots = new WeakSet<ShadowRoot>();
  let queue: Promise<void> = Promise.resolve();
  let prepared = 0;
  /** A replay is being dispatched: the first event that the gate sees now is it, whatever the page does in its handlers. */
  let replaying = false;
  let replayed: Event | undefined;

  /** Events that do not leave a shadow tree (`change`, `submit`) are listened for at its root, from the first touch on. */
  const onTouch = (event: Event) => {
    if (!event.isTrusted) return;
    readWords();
    // An open root stands in the path; a closed one is behind what it begins with.
    const path = event.composedPath();
    for (const root of [...path, shadowRootOf(path[0] as Element)])
      if (root instanceof ShadowRoot && !roots.has(root)) {
        roots.add(root);
        for (const type of types)
          root.addEventListener(type, hear, { capture: true, signal: control.signal });
      }
  };
  const touched = ['pointerdown', 'focusin', 'click', 'keydown'];
  const types = [...touched, ...Object.keys(CHANNELS)];
  const hear = (event: Event) => {
    if (over.signal.aborted) return;
    if (touched.includes(event.type)) onTouch(event);
    CHANNELS[event.type]?.(gate, event);
  };

  const over = new AbortController();
  /**
   * The extension was updated, and its new gate has taken this one's adapter: whatever this one would hold, that one
   * holds. The early listeners stay, since a warning or notice of ours that is still on the screen hears through them.
   */
  const retire = () => {
    over.abort();
    control.abort();
  };

  const arm = () => {
    if (over.signal.aborted) return;
    control.abort();
    control = new AbortController();
    roots = new WeakSet();
    early.abort();
    early = new AbortController();
    listenEarly(types, hear, early.signal);
    // What is held when the page goes away goes nowhere, and nobody needs to be asked about it any more.
    window.addEventListener('pagehide', cancelAll, { signal: control.signal });
    if (secret) gate.page.share(secret);
  };

  const notice = createNotice();
  const { judge, cancelAll } = createJudge(notice, createStatus());
  const gate: Gate = {
    judge,
    known: createKnown(),
    page: listenForPage(
      createPageRequests(() => gate, arm),
      here,
      retire,
    ),
    over: over.signal,
    inOrder(ready, replay) {
      const before = queue;
      queue = Promise.allSettled([before, ready]).then(replay);
      // One replay that fails (a page's own handler) must not hold up the rest.
      queue = queue.catch((error: unknown) => reportError(error));
    },
    inputHolds: new Map(),
    replay(dispatch) {
      replaying = true;
      try {
        return dispatch();
      } finally {
        replaying = false;
        replayed = undefined;
      }
    },
    isReplay(event) {
      if (replaying && !event.isTrusted) {
        replaying = false;
        replayed = event;
      }
      return replayed === event;
    },
    tellUnread: (names) => void notice.show('unread', names, () => undefined),
    prepare() {
      // Not by the clock on the wall, which can be set back.
      if (prepared > 0 && performance.now() - prepared < PREPARE_EVERY) return;
      prepared = performance.now();
      // Only a head start: a hold tells the user if there is nobody.
      send('prepare', null).catch(() => undefined);
    },
  };

  arm();
  if (!secret)
    setTimeout(async () => {
      secret = await readSecret();
      if (secret) gate.page.share(secret);
    }, SHARE_AFTER);
  return gate.page;
}
