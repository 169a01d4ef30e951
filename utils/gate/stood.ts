// A form as it stood when it was sent. Its verdict comes later, and a page may have emptied the form by then, given it another
// address or taken it away: for the length of one call it stands again as it did (held/stood.ts).
import type { Gate } from './channel.ts';
import { attributeOf, elementsOf } from './forms.ts';

/** What says where a form goes to; of a button that sends it, by `form` before the name. */
const ATTRIBUTES = ['action', 'method', 'enctype', 'target', 'accept-charset'];
/** What says whether a field goes with it, and with what. */
const PROPERTIES = ['name', 'disabled', 'value', 'checked', 'selected'] as const;

export type Field = HTMLInputElement & { selected?: boolean } & Partial<Pick<HTMLSelectElement, 'options'>>;

/** One thing that a page may have changed: an attribute, a property, or the files of a field. */
export interface Mark {
  element: Element;
  key: string;
  stood: unknown;
}

export interface Stood {
  form: HTMLFormElement;
  fields: Field[];
  /** Parent and next sibling of the form and of each field. */
  homes: Map<Element, (Node | null)[]>;
  marks: Mark[];
}

export const fieldsOf = (form: HTMLFormElement): Field[] => Array.from(elementsOf(form)) as Field[];

/** Of the node itself: a form shows its fields by their names ahead of its own members. */
export const around = (node: Node): (Node | null)[] =>
  (['parentNode', 'nextSibling'] as const).map(
    (key) => Reflect.get(Node.prototype, key, node) as Node | null,
  );

export const isAttribute = (key: string): boolean => ATTRIBUTES.includes(key.replace(/^form/, ''));

export function read(element: Element, key: string): unknown {
  if (isAttribute(key)) return attributeOf(element, key);
  const value = (element as unknown as Record<string, unknown>)[key];
  return key === 'files' ? Array.from(value as FileList) : value;
}

/** As it stands now. */
export function standing(gate: Gate, form: HTMLFormElement): Stood {
  const fields = fieldsOf(form);
  const homes = new Map([form, ...fields].map((element) => [element, around(element)]));
  const marks: Mark[] = [];
  const mark = (element: Element, key: string) => marks.push({ element, key, stood: read(element, key) });
  for (const name of ATTRIBUTES) mark(form, name);
  for (const field of fields.flatMap((each) => [each, ...((each.options ?? []) as Field[])])) {
    if (field.type === 'submit') for (const name of ATTRIBUTES) mark(field, `form${name}`);
    if (field.type !== 'file') for (const key of PROPERTIES) mark(field, key);
    // Those that are held come back by themselves.
    else if (!gate.inputHolds.has(field)) mark(field, 'files');
  }
  return { form, fields, homes, marks };
}
