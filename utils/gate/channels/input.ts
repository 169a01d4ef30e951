// Files chosen with a file input: single, multiple, a directory. The input is empty until the verdict; then its files
// come back and `input` and `change` are dispatched, as the browser does after a choice.
import { type Gate, type GateChannel, goingOf, heldFiles, innermost, stop, transferOf } from '../channel.ts';
import { isElement } from '../forms.ts';
import { shadowRootOf } from '../runtime.ts';

interface Hold {
  /** Aborted when a second choice replaces this one. */
  control: AbortController;
}

const holds = new WeakMap<HTMLInputElement, Hold>();
/** The `input` of a choice was taken, its `change` is about to come. */
const expectChange = new WeakSet<HTMLInputElement>();

function isFileInput(target: EventTarget | null | undefined): target is HTMLInputElement {
  return isElement(target, 'input') && target.type === 'file';
}

/**
 * The file input that an event is about. In a closed shadow tree the event names the host only, and the page may listen
 * above the input just as the gate does: whatever in there has files that nobody has judged is what was chosen.
 */
function* inputsOf(gate: Gate, event: Event): Generator<HTMLInputElement> {
  const target = innermost(event);
  if (isFileInput(target)) yield target;
  else if (target instanceof Element)
    for (const input of inputsUnder(target)) if (!guarded.has(input) || hasNewFiles(gate, input)) yield input;
}

function hasNewFiles(gate: Gate, input: HTMLInputElement): boolean {
  return Array.from(input.files ?? []).some((file) => !gate.known.hasFile(file));
}

/** Every file input in the (closed) shadow tree of `host`. */
function* inputsUnder(host: Element): Generator<HTMLInputElement> {
  const root = shadowRootOf(host);
  if (!root) return;
  for (const element of root.querySelectorAll('*')) {
    if (isFileInput(element)) yield element;
    yield* inputsUnder(element);
  }
}

function onChoice(gate: Gate, event: Event): void {
  if (!event.isTrusted) return;
  for (const input of inputsOf(gate, event)) {
    if (event.type === 'change' && expectChange.delete(input)) {
      stop(event);
      continue;
    }
    if (input.files?.length) {
      stop(event);
      if (event.type === 'input') expectChange.add(input);
      // `change` does not leave a shadow tree, so the window will not see it.
      guard(gate, input);
      hold(gate, input);
    } else holds.get(input)?.control.abort();
  }
}

function hold(gate: Gate, input: HTMLInputElement): void {
  holds.get(input)?.control.abort();
  const control = new AbortController();
  const mine: Hold = { control };
  holds.set(input, mine);

  const list = input.files!;
  const files = Array.from(list);
  input.files = transferOf([]).files;

  const verdict = gate.judge('input', heldFiles(files), control.signal);
  const over = new Promise<boolean>((resolve) => {
    gate.inOrder(verdict, async () => {
      const judged = await verdict;
      const { outcome, replacements, without, another } = judged;
      if (holds.get(input) !== mine) return resolve(true);
      holds.delete(input);
      gate.inputHolds.delete(input);
      if (another) chooseAgain(input);
      if (outcome !== 'release') return resolve(outcome === 'cancelled');
      const now = goingOf(files, judged);
      gate.known.addFiles(now);
      input.files = replacements.size || without?.length ? transferOf(now).files : list;
      // The objects that the input has now, which need not be those that it was given.
      gate.known.addFiles(input.files);
      gate.page.given(input);
      // A form that was sent meanwhile is not sent without the files that are taken out, behind the user's back.
      resolve(!without?.length);
      input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
  });
  gate.inputHolds.set(input, over);
}

/** Opens the input's picker, as the user asked for in the warning; where the browser does not let it, the focus is there. */
function chooseAgain(input: HTMLInputElement): void {
  try {
    // Not `click()`, which would tell the page.
    input.showPicker();
  } catch {
    input.focus();
  }
}

/**
 * What the adapter sees at the top of a shadow tree, ahead of every listener of the page in there: Firefox's `input` and
 * every `change` do not leave the tree. Says whether the page is to see the event.
 * @returns true where the choice is held, or the event belongs to one that is.
 */
export function takeChoice(gate: Gate, target: EventTarget, type: 'input' | 'change'): boolean {
  if (!(target instanceof Element)) return false;
  let taken = false;
  for (const input of isFileInput(target) ? [target] : inputsUnder(target)) {
    if (type === 'change' && expectChange.delete(input)) taken = true;
    else if (hasNewFiles(gate, input)) {
      if (type === 'input') expectChange.add(input);
      guard(gate, input);
      hold(gate, input);
      taken = true;
    }
  }
  return taken;
}

/** Gives up what is held of this input: the page has emptied it, or put other files into it. */
export function takeBack(input: EventTarget): void {
  if (isFileInput(input)) holds.get(input)?.control.abort();
}

const guarded = new WeakSet<EventTarget>();

/** Listens on the input itself, for those whose events do not reach the window: detached, or in a shadow tree. */
export function guard(gate: Gate, input: EventTarget): void {
  if (!isFileInput(input)) {
    if (input instanceof Element) for (const inner of inputsUnder(input)) guard(gate, inner);
    return;
  }
  if (guarded.has(input)) return;
  guarded.add(input);
  for (const type of ['input', 'change'])
    input.addEventListener(type, (event) => onChoice(gate, event), { capture: true, signal: gate.over });
}

export const input: GateChannel = {
  input: onChoice,
  change: onChoice,
  // A script's own click comes by the adapter.
  click(gate, event) {
    if (event.isTrusted)
      for (const target of inputsOf(gate, event)) {
        guard(gate, target);
        gate.prepare();
      }
  },
  // A form that is reset during a hold is empty afterwards.
  reset(gate, event) {
    for (const target of gate.inputHolds.keys())
      if (target.form === event.target) holds.get(target)?.control.abort();
  },
};
