// Hears what the user does before the page does: listeners that the gate puts on the window at document_start, ahead of
// every script of the page. The warning and the gate's own notices come later, and a page that swallows clicks in capture
// on the window would make their buttons dead; they are handed the events from here.
//
// They are scripts of their own, so what joins them is an object on the global of the isolated world, which no page sees.

const KEY = Symbol.for('cordon.early');

type Hearer = (event: Event) => void;

const world = globalThis as { [KEY]?: Set<Hearer> };

const EVENTS = [
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'touchstart',
  'touchend',
  'keydown',
  'keypress',
  'keyup',
  'beforeinput',
  'input',
  'focusin',
  'focusout',
] as const;

/**
 * For the gate: called at document_start, and again when `document.open` has taken the listeners away. `then` is the gate's
 * own, for these and for `types`, and hears what nobody has kept: one listener for each type, because a page can dispatch
 * thousands of events a second and pays for each.
 */
export function listenEarly(types: Iterable<string>, then: Hearer, signal: AbortSignal): void {
  world[KEY] ??= new Set();
  const hearers = world[KEY];
  const tell = (event: Event) => {
    if (hearers.size) {
      const before = event.cancelBubble;
      for (const hear of hearers) hear(event);
      if (event.cancelBubble !== before) return;
    }
    then(event);
  };
  // Those of touch are passive by themselves on a window.
  for (const type of [...EVENTS, ...types]) window.addEventListener(type, tell, { capture: true, signal });
}

/** Has a gate of this frame tell `hear` of the user's pointer, keyboard and focus, before any listener of the page. */
export function joinEarly(hear: Hearer, signal: AbortSignal): boolean {
  const hearers = world[KEY];
  hearers?.add(hear);
  signal.addEventListener('abort', () => hearers?.delete(hear));
  return hearers !== undefined;
}

/** The same also where no gate runs in this frame: as early as is possible now. */
export function hearEarly(hear: Hearer, signal: AbortSignal): void {
  if (joinEarly(hear, signal)) return;
  for (const type of EVENTS) window.addEventListener(type, hear, { capture: true, passive: true, signal });
}
