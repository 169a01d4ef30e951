// Lets a form stand again as it stood when it was sent, for the length of one call, in which the page's own handlers see it so.
import { type Gate, transferOf } from '../channel.ts';
import { isConnected } from '../forms.ts';
import { around, type Field, fieldsOf, isAttribute, read, type Stood } from '../stood.ts';

function place(element: Element, [parent, next]: (Node | null | undefined)[]): void {
  const before = next && around(next)[0] === parent ? next : null;
  if (parent) Reflect.apply(Node.prototype.insertBefore, parent, [element, before]);
  else Reflect.apply(Element.prototype.remove, element, []);
}

const isSame = (a: unknown, b: unknown) =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((file, at) => file === b[at])
    : a === b;

function write(gate: Gate, element: Element, key: string, value: unknown): void {
  if (key === 'files') {
    const field = element as Field;
    field.files = transferOf(value as File[]).files;
    gate.known.addFiles(field.files);
  } else if (!isAttribute(key)) Reflect.set(element, key, value);
  else if (value === null) Reflect.apply(Element.prototype.removeAttribute, element, [key]);
  else Reflect.apply(Element.prototype.setAttribute, element, [key, value as string]);
}

/** Calls `send` with the form as it stood, and then leaves everything as the page has it. */
export function asItStood(gate: Gate, { form, fields, homes, marks }: Stood, send: () => void): void {
  const undo: (() => void)[] = [];
  const putBack = (element: HTMLFormElement | Field, otherwise: Element) => {
    const now = around(element);
    const home = homes.get(element)!;
    place(element, isConnected(home[0]) ? home : [otherwise]);
    undo.unshift(() => place(element, now));
  };
  const set = (element: Element, key: string, wanted: unknown) => {
    const now = read(element, key);
    if (isSame(now, wanted)) return;
    write(gate, element, key, wanted);
    undo.unshift(() => write(gate, element, key, now));
  };
  if (!isConnected(form)) putBack(form, document.documentElement);
  const here = fieldsOf(form);
  // From the last on, so that each finds the one behind it.
  for (const field of fields.toReversed()) if (!here.includes(field)) putBack(field, form);
  for (const { element, key, stood } of marks) set(element, key, stood);
  // What has come since is no part of it.
  for (const field of here) if (!fields.includes(field)) set(field, 'disabled', true);
  try {
    send();
  } finally {
    for (const step of undo) step();
  }
}
