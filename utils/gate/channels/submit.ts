// Forms that the browser itself sends. Held before the page's own handlers run; on release the form is submitted again
// by the same button as it stood, and they run then, once. Read a second time after them, because they may fill in fields.
import { type Gate, type GateChannel, heldFiles, heldText, judgeWith, stop, unknownOf } from '../channel.ts';
import { type Unjudged, unjudgedOf } from '../form.ts';
import { attributeOf, isElement, submit as submitForm } from '../forms.ts';
import { standing } from '../stood.ts';
import { findIn } from '../text.ts';

const held = new WeakSet<HTMLFormElement>();

/** File inputs of this form whose files are still being judged. */
function waitsFor(gate: Gate, form: HTMLFormElement): Promise<boolean>[] {
  return Array.from(gate.inputHolds)
    .filter(([input]) => input.form === form)
    .map(([, over]) => over);
}

/** Does the browser send anything over the network for this submission? */
function leaves(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
  const method = (submitter && attributeOf(submitter, 'formmethod')) ?? attributeOf(form, 'method') ?? '';
  return method.trim().toLowerCase() !== 'dialog';
}

/**
 * Files that scripts add to a form that is being released, by `signature`. A listener for `formdata` may make them anew for
 * each event, so they are known by nothing else within this one submission.
 */
const adding = new WeakMap<HTMLFormElement, Set<string>>();

const signature = ({ name, size, type }: File): string => JSON.stringify([name, size, type]);

/** Files and long texts that were not judged before: of its fields, and what scripts add to them. */
function unjudgedIn(gate: Gate, form: HTMLFormElement): Unjudged & { added: File[] } {
  const { items, texts, files } = unjudgedOf(form, gate.known);
  const added: File[] = [];
  const more = gate.page.entries(form);
  for (const { name, text } of more.texts)
    for (const found of findIn(name, text)) {
      if (found.file) items.push(...heldFiles([found.file]));
      if (found.text === undefined || texts.includes(found.text) || gate.known.hasText(found.text)) continue;
      texts.push(found.text);
      items.push(heldText(found.name, found.text));
    }
  for (const file of more.files) {
    if (files.includes(file) || gate.known.hasFile(file) || adding.get(form)?.has(signature(file))) continue;
    added.push(file);
    items.push(...heldFiles([file]));
  }
  return { items, texts, files, added };
}

/**
 * Holds what `form` would send; `done` is called in its turn. 'pass': there is nothing to judge, and it is not called.
 * 'late': a file of it is still being judged, and comes into the form before `done`.
 * @param itself `done` sends the form itself: it stands then as it stood.
 */
export function holdForm(
  gate: Gate,
  form: HTMLFormElement,
  itself: boolean,
  done: (released: boolean) => void,
): 'pass' | 'wait' | 'late' {
  const waits = waitsFor(gate, form);
  let unjudged = unjudgedIn(gate, form);
  const late = waits.length > 0;
  if (!late && unjudged.items.length === 0) return 'pass';
  const asItStood = standing(gate, form);
  const signatures = new Set<string>();
  const verdict = Promise.all(waits).then(async (went) => {
    // Its file was taken out: the form is not sent without it behind the user's back.
    if (went.includes(false)) return false;
    if (late)
      asItStood(() => {
        unjudged = unjudgedIn(gate, form);
      });
    const { texts, files, added } = unjudged;
    for (const file of added) signatures.add(signature(file));
    const items = await unknownOf(gate, unjudged.items);
    if (items.length === 0) {
      gate.known.addFiles(files);
      return true;
    }
    const { outcome, replacements } = await judgeWith(gate, 'submit', items, texts);
    if (outcome !== 'release' || replacements.size > 0) return false;
    gate.known.addFiles(files);
    for (const text of texts) gate.known.addText(text);
    return true;
  });
  gate.inOrder(verdict, async () => {
    const released = await verdict;
    if (released) adding.set(form, signatures);
    // The browser sends the form within this call.
    if (released && (late || itself)) asItStood(() => done(true));
    else done(released);
    adding.delete(form);
  });
  return late ? 'late' : 'wait';
}

function onSubmit(gate: Gate, event: SubmitEvent): void {
  const form = event.composedPath()[0];
  if (!event.isTrusted || !isElement(form, 'form') || event.defaultPrevented) return;
  const { submitter } = event;
  if (!leaves(form, submitter)) return;
  if (held.has(form)) {
    stop(event);
    return;
  }
  const answer = holdForm(gate, form, true, (released) => {
    held.delete(form);
    // A button that the page took out of the form meanwhile can't submit it any more.
    const button = submitter && 'form' in submitter && submitter.form === form ? submitter : null;
    if (released) submitForm(form, button);
  });
  if (answer !== 'pass') {
    held.add(form);
    stop(event);
  }
}

let late: ((event: Event) => void) | undefined;

export const submit: GateChannel = {
  submit(gate, event) {
    onSubmit(gate, event as SubmitEvent);
    const on = event.currentTarget;
    if (event.defaultPrevented || !on) return;
    late ??= (again) => onSubmit(gate, again as SubmitEvent);
    // Registered anew during each event, so this comes after the page's handlers on the same target.
    on.removeEventListener('submit', late);
    on.addEventListener('submit', late, { once: true, signal: gate.over });
  },
};
