// Forms that the browser itself sends. Held before the page's own handlers run; on release the form is submitted again
// by the same button, and they run then, once. Read a second time after them, because they may fill in fields.
import type { Channel } from '../../messages/protocol.ts';
import { type Gate, type GateChannel, stop, unknownOf } from '../channel.ts';
import { unjudgedOf } from '../form.ts';

const held = new WeakSet<HTMLFormElement>();

/** File inputs of this form whose files are still being judged. */
function waitsFor(gate: Gate, form: HTMLFormElement): Promise<boolean>[] {
  return Array.from(gate.inputHolds)
    .filter(([input]) => input.form === form)
    .map(([, over]) => over);
}

/** Does the browser send anything over the network for this submission? */
function leaves(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
  const method = submitter?.getAttribute('formmethod') ?? form.getAttribute('method') ?? '';
  return method.trim().toLowerCase() !== 'dialog';
}

/** Holds what `form` would send; `done` is called in its turn. 'pass': there is nothing to judge, and it is not called. */
export function holdForm(
  gate: Gate,
  form: HTMLFormElement,
  channel: Channel,
  done: (released: boolean) => void,
): 'pass' | 'wait' {
  const waits = waitsFor(gate, form);
  if (waits.length === 0 && unjudgedOf(form, gate.known).items.length === 0) return 'pass';
  const verdict = Promise.all(waits).then(async (went) => {
    // Its file was taken out: the form is not sent without it behind the user's back.
    if (went.includes(false)) return false;
    // What was typed meanwhile goes as well, so it is read now.
    const { items: unjudged, texts, files } = unjudgedOf(form, gate.known);
    const items = await unknownOf(gate, unjudged);
    if (items.length === 0) {
      gate.known.addFiles(files);
      return true;
    }
    const { outcome, replacements } = await gate.judge(channel, items);
    if (outcome !== 'release' || replacements.size > 0) return false;
    gate.known.addFiles(files);
    for (const text of texts) gate.known.addText(text);
    return true;
  });
  gate.inOrder(verdict, async () => done(await verdict));
  return 'wait';
}

function onSubmit(gate: Gate, event: SubmitEvent): void {
  const form = event.composedPath()[0];
  if (!event.isTrusted || !(form instanceof HTMLFormElement) || event.defaultPrevented) return;
  const { submitter } = event;
  if (!leaves(form, submitter)) return;
  if (held.has(form)) {
    stop(event);
    return;
  }
  const answer = holdForm(gate, form, 'submit', (released) => {
    held.delete(form);
    // A button that the page took out of the form meanwhile can't submit it any more.
    const button = submitter && 'form' in submitter && submitter.form === form ? submitter : null;
    if (released && form.isConnected) form.requestSubmit(button);
  });
  if (answer === 'wait') {
    held.add(form);
    stop(event);
  }
}

export const submit: GateChannel = {
  listen(gate, on, signal) {
    const late = (event: Event) => onSubmit(gate, event as SubmitEvent);
    on.addEventListener(
      'submit',
      (event) => {
        onSubmit(gate, event as SubmitEvent);
        if (event.defaultPrevented) return;
        // Registered anew during each event, so this comes after the page's handlers on the same target.
        on.removeEventListener('submit', late);
        on.addEventListener('submit', late, { once: true, signal });
      },
      { capture: true, signal },
    );
  },
};
