// The place in the page where the warning stands: a modal <dialog> in a closed shadow root, on top of whatever the
// page does. The page cannot read it, click it, style it or put something over it for long; what it can do (remove
// the host) only makes the stage put it back. This shape was tried under hostile CSS, strict CSP,
// `inert`, page modals and later popovers.
//
// A layer of the page that stands above it and lets clicks fall through would have people press what they do not see. Where the
// browser says whether something can be seen (Chromium), a click counts only while all of the dialog can. Elsewhere the dialog
// is put on top again as soon as something else is.

import { hearEarly } from '../../utils/gate/early.ts';

/** Buttons do nothing for so long after the dialog or its content appeared, milliseconds: nobody reads faster. */
const ALIVE_AFTER = 500;

/** How often the browser says whether the dialog can be seen, at most, milliseconds: no browser takes less. */
const SEEN_EVERY = 100;

/** How often the stage looks whether the page has taken the dialog away, milliseconds. */
const LOOK_EVERY = 250;

const HOST_STYLE = {
  all: 'initial',
  display: 'block',
  position: 'fixed',
  inset: '0 auto auto 0',
  width: '0',
  height: '0',
  margin: '0',
  padding: '0',
  border: '0',
  visibility: 'visible',
  opacity: '1',
  transform: 'none',
  filter: 'none',
  'clip-path': 'none',
  contain: 'none',
  'content-visibility': 'visible',
  'pointer-events': 'auto',
  'z-index': '2147483647',
} as const;

export interface StageOptions {
  css: string;
  /** A trusted click, or the keyboard, on something with `data-action`. */
  onAction(action: string): void;
  /** A trusted change of a form control. */
  onForm(form: HTMLFormElement): void;
  /** Escape. */
  onEscape(): void;
}

export interface Stage {
  /** Where to render. */
  dialog: HTMLDialogElement;
  /** Raises the dialog, or keeps it raised. */
  raise(): void;
  /** What is shown has changed: the half second begins anew, the focus goes to the heading (`[data-focus]`). */
  renewed(): void;
  /** Which buttons stand where, to be compared. */
  places(): Places;
  /** Buttons that stood elsewhere before, or nowhere, wait for half a second; all others go on as they were. */
  moved(before: Places): void;
  /** Takes the dialog away and gives the focus back. */
  lower(): void;
  /** Takes everything away for good. */
  destroy(): void;
}

/** Where each button stands, by its action. */
export type Places = ReadonlyMap<string, string>;

/** Intersection Observer, second version: https://w3c.github.io/IntersectionObserver/v2/. TypeScript's types leave it out. */
interface SightOptions extends IntersectionObserverInit {
  trackVisibility: boolean;
  delay: number;
}

/** Tells when the browser says that nothing stands above `element`, or that something does; undefined where it never says so. */
function watchSight(element: Element, tell: (visible: boolean) => void): IntersectionObserver | undefined {
  if (!('isVisible' in IntersectionObserverEntry.prototype)) return undefined;
  const options: SightOptions = { trackVisibility: true, delay: SEEN_EVERY, threshold: [0, 1] };
  const observer = new IntersectionObserver((entries) => {
    const last = entries.at(-1);
    // What is not on the screen at all (the dialog is closed for a moment) says nothing.
    if (last?.isIntersecting && 'isVisible' in last) tell(last.isVisible === true);
  }, options);
  observer.observe(element);
  return observer;
}

/** Builds the stage; nothing is seen until `raise()`. */
export function createStage(options: StageOptions): Stage {
  const ends = new AbortController();
  const { signal } = ends;
  const host = document.createElement('div');
  for (const [property, value] of Object.entries(HOST_STYLE)) {
    host.style.setProperty(property, value, 'important');
  }
  const shadow = host.attachShadow({ mode: 'closed', delegatesFocus: false });
  const style = document.createElement('style');
  style.textContent = options.css;
  const dialog = document.createElement('dialog');
  shadow.append(style, dialog);

  let up = false;
  /** False while something stands above the dialog, as far as the browser says so. */
  let seen = true;
  let raisedAt = 0;
  let shownAt = 0;
  /** When a button came to where it stands, by its action: only of those that moved since everything was shown. */
  const movedAt = new Map<string, number>();
  let returnTo: Element | null = null;
  const aliveTimer = { id: 0 };

  function pause(): void {
    shownAt = performance.now();
    movedAt.clear();
    dialog.dataset.alive = 'no';
    clearTimeout(aliveTimer.id);
    aliveTimer.id = window.setTimeout(() => {
      if (seen) dialog.dataset.alive = 'yes';
    }, ALIVE_AFTER);
  }

  function renewed(): void {
    pause();
    dialog.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: true });
    dialog.scrollTop = 0;
  }

  /** Puts host and dialog where they belong. Moving a node closes its dialog, so it is opened again. */
  function raise(): void {
    if (!up) {
      returnTo = document.activeElement;
      seen = true;
    }
    up = true;
    if (host.parentNode !== document.documentElement) {
      if (dialog.open) dialog.close();
      document.documentElement.append(host);
    }
    for (const [property, value] of Object.entries(HOST_STYLE)) {
      if (host.style.getPropertyPriority(property) !== 'important') {
        host.style.setProperty(property, value, 'important');
      }
    }
    for (const name of ['inert', 'hidden', 'popover', 'aria-hidden']) host.removeAttribute(name);
    if (!dialog.open) dialog.showModal();
  }

  function again(): void {
    if (!up) return;
    const focused = shadow.activeElement;
    raisedAt = performance.now();
    dialog.close();
    dialog.showModal();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }

  /** Does a popover or a modal of the page open, which would stand above ours? */
  const isOpening = (event: Event): boolean =>
    event.target !== host && 'newState' in event && event.newState === 'open';

  /** Puts it on top again, now and then at most: what is covered again at once is left to the clock. */
  function uncover(): void {
    if (up && performance.now() - raisedAt >= LOOK_EVERY) again();
  }

  const sight = watchSight(dialog, (visible) => {
    if (visible === seen) return;
    seen = visible;
    // From now on it takes half a second again until a click counts.
    if (up) pause();
    if (!visible) uncover();
  });

  /** Does something of the page stand above the middle of the dialog? */
  function isCovered(): boolean {
    const { left, top, width, height } = dialog.getBoundingClientRect();
    const at = document.elementFromPoint(left + width / 2, top + height / 2);
    return at !== null && at !== host;
  }

  function lower(): void {
    if (!up) return;
    up = false;
    dialog.close();
    host.remove();
    if (returnTo instanceof HTMLElement && returnTo.isConnected) returnTo.focus({ preventScroll: true });
    returnTo = null;
  }

  const placeOf = (control: Element): string => JSON.stringify(control.getBoundingClientRect());

  function places(): Places {
    const controls = [...dialog.querySelectorAll<HTMLElement>('[data-action]')];
    return new Map(controls.map((control) => [control.dataset.action ?? '', placeOf(control)]));
  }

  /** Has this one stood where it is for long enough to be seen? */
  const isSettled = (action: string): boolean =>
    performance.now() - (movedAt.get(action) ?? Number.NEGATIVE_INFINITY) >= ALIVE_AFTER;

  /** The control under a click; for the keyboard (no position) the one with the focus. */
  function controlOf(event: MouseEvent): Element | null {
    const byKeyboard = event.detail === 0;
    const at = byKeyboard ? shadow.activeElement : shadow.elementFromPoint(event.clientX, event.clientY);
    return at?.closest('[data-action]') ?? null;
  }

  /**
   * The first stop of Tab is the first button, not a link or a fold on the way there: the focus goes to where the buttons
   * stand, and from there the browser takes it on.
   */
  function firstStop({ key, shiftKey }: KeyboardEvent): void {
    if (key !== 'Tab' || shiftKey || !shadow.activeElement?.hasAttribute('data-focus')) return;
    dialog.querySelector<HTMLElement>('[data-first]')?.focus({ preventScroll: true });
  }

  /**
   * Events on the dialog that the page does not get to see or to stop: they come here before its focus trap can swallow
   * them. What they do by themselves (typing, ticking, moving the focus) is left to the browser.
   */
  function onKept(event: Event): void {
    if (!up || event.target !== host) return;
    event.stopImmediatePropagation();
    if (!event.isTrusted) return;
    if (event instanceof KeyboardEvent && event.type === 'keydown') firstStop(event);
    else if (event.type === 'click' && event instanceof MouseEvent) {
      const control = controlOf(event);
      const action = control?.getAttribute('data-action') ?? '';
      if (!control || performance.now() - shownAt < ALIVE_AFTER || !isSettled(action)) return;
      // Whoever comes by keyboard has been led there by the focus, which nothing can cover.
      const blind = !seen && event.detail !== 0;
      if (blind) uncover();
      if (blind || control.getAttribute('aria-disabled') === 'true') return;
      options.onAction(action);
    } else if (event.type === 'input') {
      // Not `change`: that one does not leave a shadow root.
      const form = dialog.querySelector('form');
      if (form) options.onForm(form);
    }
  }
  hearEarly(onKept, signal);

  // Escape is a choice of ours, not a way round the question.
  dialog.addEventListener(
    'cancel',
    (event) => {
      event.preventDefault();
      if (event.isTrusted && performance.now() - shownAt >= ALIVE_AFTER) options.onEscape();
    },
    { signal },
  );
  dialog.addEventListener('close', () => up && raise(), { signal });
  // It is opened within this call, and before anything is drawn ours is on top of it. Browsers that do not tell of it
  // before tell of it afterwards.
  window.addEventListener('beforetoggle', (event) => isOpening(event) && queueMicrotask(again), {
    capture: true,
    signal,
  });
  document.addEventListener('toggle', (event) => isOpening(event) && again(), { capture: true, signal });
  document.addEventListener('fullscreenchange', again, { signal });
  // A page that takes away whatever it does not know would answer each raise at once, and the two would go on within one
  // turn for ever: the first is answered at once, further ones by the clock below.
  let answeredAt = Number.NEGATIVE_INFINITY;
  const watcher = new MutationObserver(() => {
    if (!up || performance.now() - answeredAt < LOOK_EVERY) return;
    answeredAt = performance.now();
    raise();
  });
  watcher.observe(document, { childList: true });
  watcher.observe(document.documentElement, { childList: true });
  // document.open() replaces the root element and what watches it, and what a closed shadow root of the page puts
  // on top tells nobody: look now and then as well.
  const timer = window.setInterval(() => {
    if (!up) return;
    raise();
    if (isCovered() || !seen) again();
  }, LOOK_EVERY);

  return {
    dialog,
    raise,
    renewed,
    places,
    moved(before) {
      const now = performance.now();
      for (const control of dialog.querySelectorAll<HTMLElement>('[data-action]')) {
        const action = control.dataset.action ?? '';
        if (before.get(action) === placeOf(control)) continue;
        movedAt.set(action, now);
        control.dataset.alive = 'no';
        // A little later: timers and clock are not read at one and the same moment.
        setTimeout(() => isSettled(action) && delete control.dataset.alive, ALIVE_AFTER + 50);
      }
    },
    lower,
    destroy() {
      lower();
      ends.abort();
      watcher.disconnect();
      sight?.disconnect();
      clearInterval(timer);
      clearTimeout(aliveTimer.id);
    },
  };
}
