// A form as it stood when it was sent. Its verdict comes later, and a page may have emptied the form by then, given it another
// address or taken it away: for the length of one call it stands again as it did, and the page's own handlers see it so.
import { type Gate, transferOf } from './channel.ts';
import { attributeOf, elementsOf, isConnected } from './forms.ts';

/** What says where a form goes to. */
const ATTRIBUTES = ['action', 'method', 'enctype', 'target', 'accept-charset'];
/** What says whether a field goes with it, and with what. */
const PROPERTIES = ['name', 'disabled', 'value', 'checked', 'selected'] as const;

type Field = HTMLInputElement & { selected?: boolean } & Partial<Pick<HTMLSelectElement, 'options'>>;

/** One thing that a page may have changed. */
interface Mark {
  read(): unknown;
  write(value: unknown): void;
}

const fieldsOf = (form: HTMLFormElement) => Array.from(elementsOf(form)) as Field[];

/** Of the node itself: a form shows its fields by their names ahead of its own members. */
const around = (node: Node) =>
  (['parentNode', 'nextSibling'] as const).map(
    (key) => Reflect.get(Node.prototype, key, node) as Node | null,
  );

function place(element: Element, [parent, next]: (Node | null | undefined)[]): void {
  const before = next && around(next)[0] === parent ? next : null;
  if (parent) Reflect.apply(Node.prototype.insertBefore, parent, [element, before]);
  else Reflect.apply(Element.prototype.remove, element, []);
}

const property = (field: Field, key: (typeof PROPERTIES)[number]): Mark => ({
  read: () => field[key],
  write: (value) => Reflect.set(field, key, value),
});

function* marksOf(gate: Gate, form: HTMLFormElement, fields: Field[]): Generator<Mark> {
  for (const name of ATTRIBUTES)
    yield {
      read: () => attributeOf(form, name) ?? '',
      write: (value) => Reflect.apply(Element.prototype.setAttribute, form, [name, value as string]),
    };
  for (const field of fields.flatMap((each) => [each, ...((each.options ?? []) as Field[])]))
    if (field.type !== 'file') for (const key of PROPERTIES) yield property(field, key);
    // Those that are held come back by themselves.
    else if (!gate.inputHolds.has(field))
      yield {
        read: () => Array.from(field.files ?? []),
        write(files) {
          field.files = transferOf(files as File[]).files;
          gate.known.addFiles(field.files);
        },
      };
}

const isSame = (a: unknown, b: unknown) =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((file, at) => file === b[at])
    : a === b;

/** @returns what calls `send` with the form as it stands now, and then leaves everything as the page has it. */
export function standing(gate: Gate, form: HTMLFormElement): (send: () => void) => void {
  const fields = fieldsOf(form);
  const homes = new Map([form, ...fields].map((element) => [element, around(element)]));
  const marks = Array.from(marksOf(gate, form, fields), (mark) => ({ mark, stood: mark.read() }));

  return (send) => {
    const undo: (() => void)[] = [];
    const putBack = (element: HTMLFormElement | Field, otherwise: Element) => {
      const now = around(element);
      const home = homes.get(element)!;
      place(element, isConnected(home[0]) ? home : [otherwise]);
      undo.unshift(() => place(element, now));
    };
    const set = ({ read, write }: Mark, wanted: unknown) => {
      const now = read();
      if (isSame(now, wanted)) return;
      write(wanted);
      undo.unshift(() => write(now));
    };
    if (!isConnected(form)) putBack(form, document.documentElement);
    const here = fieldsOf(form);
    // From the last on, so that each finds the one behind it.
    for (const field of fields.toReversed()) if (!here.includes(field)) putBack(field, form);
    for (const { mark, stood } of marks) set(mark, stood);
    // What has come since is no part of it.
    for (const field of here) if (!fields.includes(field)) set(property(field, 'disabled'), true);
    try {
      send();
    } finally {
      for (const step of undo) step();
    }
  };
}
