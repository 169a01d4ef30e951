// Reads XML of no known kind: elements with leaves in them are records, the rest is text. Nothing is expanded; what a
// DOCTYPE declares is text as well.
import { readStream } from '../container/zip.ts';
import type { Reader } from '../reader.ts';
import { XmlReader } from '../xml/reader.ts';
import { Records } from './records.ts';

interface Element {
  name: string;
  text: string;
  /** Leaves below it, and its attributes. */
  fields: [string, string][];
  leaf: boolean;
}

/** Characters of one leaf's text at most; what is longer goes on as text. */
const LONGEST = 1 << 16;

export const xmlReader: Reader = {
  formats: ['xml', 'svg'],
  async read(file, _format, context) {
    const records = new Records(context);
    const stack: Element[] = [];
    const finish = (element: Element) => {
      const text = element.text.trim();
      const parent = stack[stack.length - 1];
      if (element.leaf && text !== '' && parent && parent.fields.length < 1024) {
        parent.fields.push([element.name, text], ...prefixed(element));
        return;
      }
      if (element.leaf && element.fields.length === 1 && text === '' && parent) {
        // `<name value="x"/>` is a leaf as well.
        parent.fields.push([element.name, element.fields[0]![1]]);
        return;
      }
      records.say(text);
      if (element.fields.length > 1) records.add(element.name, numbered(element.fields));
      else for (const [name, value] of element.fields) records.say(`${name}: ${value}`);
    };
    const reader = new XmlReader({
      open(name, attributes) {
        const parent = stack[stack.length - 1];
        if (parent) {
          parent.leaf = false;
          if (parent.text.trim() !== '') records.say(parent.text.trim());
          parent.text = '';
        }
        stack.push({ name: local(name), text: '', fields: namesAside(attributes.entries()), leaf: true });
      },
      text(text) {
        const element = stack[stack.length - 1];
        if (!element) return;
        element.text += text;
        if (element.text.length > LONGEST) {
          records.say(element.text);
          element.text = '';
        }
      },
      close() {
        const element = stack.pop();
        if (element) finish(element);
      },
      comment: (text) => records.say(text.trim()),
      doctype: (text) => {
        const declared = text.slice(text.indexOf('[') + 1, Math.max(0, text.lastIndexOf(']')));
        if (declared) records.say(declared);
      },
    });
    try {
      for await (const piece of readStream(file.stream())) {
        context.signal.throwIfAborted();
        context.budget.spend(piece.length);
        reader.write(piece);
      }
      reader.end();
    } finally {
      while (stack.length > 0) finish(stack.pop()!);
      records.end();
    }
    return 'full';
  },
};

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Attributes with a text in them, by their local names. */
function namesAside(attributes: readonly [string, string][]): [string, string][] {
  return attributes
    .filter(([name, value]) => value.trim() !== '' && !name.startsWith('xml:') && !name.startsWith('xsi:'))
    .map(([name, value]) => [local(name), value.trim()]);
}

function prefixed(element: Element): [string, string][] {
  return element.fields.map(([name, value]) => [`${element.name} ${name}`, value]);
}

/** Fields of one name are told apart by a number: `phone`, `phone 2`. */
function numbered(fields: readonly [string, string][]): [string, string][] {
  const seen = new Map<string, number>();
  return fields.map(([name, value]) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [count === 1 ? name : `${name} ${count}`, value];
  });
}
