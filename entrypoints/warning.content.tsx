// The warning in the page: put there by the background when there is something to say (the top frame as a rule).
// Wiring only: messages in, views out, choices back.
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import {
  ACTIONS,
  type Action,
  EMPTY,
  type Stepped,
  step,
  type Tried,
  type WarningEvent,
} from '../components/warning/machine.ts';
import { createStage, type Stage } from '../components/warning/stage.ts';
import { WarningDialog } from '../components/warning/WarningDialog.tsx';
import css from '../components/warning/warning.css?inline';
import { browserTranslator } from '../utils/i18n.ts';
import { listen, send } from '../utils/messages/messages.ts';
import type { Choice, WarningView } from '../utils/messages/protocol.ts';
import type { CopyKind } from '../utils/remedy/remedy.ts';

/** Set in this isolated world (the page cannot see it), so that a second injection does nothing. */
const RUNNING = Symbol.for('cordon.warning');

/** How often a choice is sent to a background that does not take it, and the pause after the first time. */
const ATTEMPTS = 4;
const AGAIN_AFTER_MS = 300;

/** What has to be said when the extension is gone, and nothing more can be read. */
const LAST_WORDS = [
  'warning_held',
  'warning_moment',
  'warning_lost',
  'warning_lost_body',
  'warning_close',
] as const;

function isAction(text: string): text is Action {
  return ACTIONS.some((action) => action === text);
}

/** Is the extension that put this script here still running? */
function isAlive(): boolean {
  return browser.runtime?.id !== undefined;
}

function start(): void {
  const words = browserTranslator(LAST_WORDS);
  let state = EMPTY;
  let stage: Stage | undefined;

  function happen(event: WarningEvent): void {
    const before = state;
    const next = step(state, event);
    state = next.state;
    try {
      paint(before);
    } catch (error) {
      if (isAlive()) throw error;
      // A word that had not been read before: the extension is gone.
      state = step(state, { type: 'lost' }).state;
      paint(before);
    }
    if (next.choice) void choose(next.choice);
    if (next.makeCopies) void makeCopies(next.makeCopies);
    if (next.release) void release(next.release);
    if (next.falseAlarm) void send('falseAlarm', { id: next.falseAlarm }).catch(() => undefined);
    // Where no window opens, the warning stands as it did.
    if (next.openLook) void send('openLook', { id: next.openLook }).catch(() => undefined);
  }

  async function release({ id, codes }: { id: string; codes: string[] }): Promise<void> {
    try {
      happen({ type: 'release', id, release: await send('release', { id, codes }) });
    } catch {
      happen(isAlive() ? { type: 'release', id, release: 'failed' } : { type: 'lost' });
    }
  }

  /** One kind after the other, while the user reads. Nothing is offered before it is there. */
  async function makeCopies({ id, kinds }: NonNullable<Stepped['makeCopies']>): Promise<void> {
    const view = state.queue.find((queued) => queued.id === id);
    for (const kind of kinds) {
      const copies = await tryCopies(id, kind);
      // Answered meanwhile, or begun anew: the one that is shown now asks for its own.
      if (copies === 'again' || !state.queue.includes(view as WarningView)) return;
      happen({ type: 'copies', id, kind, copies });
    }
  }

  async function tryCopies(id: string, kind: CopyKind): Promise<Tried | 'again'> {
    for (let attempt = 1; attempt <= ATTEMPTS && isAlive(); attempt++) {
      try {
        const copies = await send('makeCopies', { id, kind });
        return copies.outcome === 'again' ? 'again' : copies;
      } catch {
        // The background ended over it, or it is decided.
        if (!state.queue.some((queued) => queued.id === id)) return 'again';
        await new Promise((resolve) => setTimeout(resolve, attempt * AGAIN_AFTER_MS));
      }
    }
    return 'failed';
  }

  async function choose(choice: Choice): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS && isAlive(); attempt++) {
      try {
        await send('choose', choice);
        return happen({ type: 'close', id: choice.id });
      } catch {
        // The background ended over it. What was chosen twice counts once.
        await new Promise((resolve) => setTimeout(resolve, attempt * AGAIN_AFTER_MS));
      }
    }
    // The extension was reloaded or updated under this page, or can't take it now. The gate keeps holding.
    happen(isAlive() ? { type: 'untaken', id: choice.id } : { type: 'lost' });
  }

  function paint(before: typeof state): void {
    const [view] = state.queue;
    if (!view) {
      stage?.destroy();
      stage = undefined;
      return;
    }
    stage ??= createStage({
      css,
      onAction: (action) => isAction(action) && happen({ type: 'action', action }),
      onForm(form) {
        const data = new FormData(form);
        const reason = data.get('reason');
        happen({
          type: 'form',
          reason: reason === null ? -1 : Number(reason),
          confirmed: data.get('confirmed') !== null,
          codes: data.getAll('code').map(String),
        });
      },
      onEscape: () =>
        happen({
          type: 'action',
          action: ['reason', 'copies', 'release'].includes(state.step) ? 'back' : 'remove',
        }),
    });
    const { dialog } = stage;
    dialog.lang = words.language;
    dialog.setAttribute('role', 'alertdialog');
    dialog.setAttribute('aria-labelledby', 'cordon-title');
    const places = stage.places();
    render(<WarningDialog view={view} state={state} words={words} />, dialog);
    stage.raise();
    if (view !== before.queue[0] || state.step !== before.step) stage.renewed();
    // No button is pressed that stood elsewhere a moment ago.
    else if (state.copies !== before.copies) stage.moved(places);
  }

  listen({
    async warning(view) {
      happen({ type: 'show', view });
      return { shown: true };
    },
    async warningClose({ id }) {
      happen({ type: 'close', id });
      return null;
    },
  });
}

export default defineContentScript({
  matches: ['<all_urls>'],
  registration: 'runtime',
  noScriptStartedPostMessage: true,
  main() {
    const world = globalThis as { [RUNNING]?: boolean };
    if (world[RUNNING]) return;
    world[RUNNING] = true;
    start();
  },
});
