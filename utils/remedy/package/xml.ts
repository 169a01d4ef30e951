// XML that is read in order to be written again: small trees that keep the file's own prefixes, and a stream that hands
// a large part on child by child. Comments and processing instructions are left out: nobody sees them in the document.
import { SaxesParser } from 'saxes';
import { Damaged } from '../../inspect/errors.ts';
import { xmlDecoder } from '../../inspect/readers/ooxml/xml.ts';
import { canonicalName } from '../../inspect/xml/namespaces.ts';

export type Node = XmlElement | string;

/** One element. Names are known twice: as the file writes them and by the code's own prefix (`x:row`). */
export class XmlElement {
  /** As written: `row`, `x:row`. */
  readonly raw: string;
  /** By namespace: `x:row` whatever the file's prefix is. */
  readonly name: string;
  /** As written → value, in the file's order, namespace declarations among them. */
  readonly attributes: Map<string, string>;
  children: Node[];
  /** Prefix → namespace, as it holds inside this element. */
  readonly scope: ReadonlyMap<string, string>;

  constructor(
    raw: string,
    attributes: Map<string, string>,
    scope: ReadonlyMap<string, string>,
    children: Node[] = [],
  ) {
    this.raw = raw;
    this.attributes = attributes;
    this.scope = scope;
    this.children = children;
    const colon = raw.indexOf(':');
    const prefix = colon < 0 ? '' : raw.slice(0, colon);
    this.name = canonicalName(prefix, raw.slice(colon + 1), scope.get(prefix));
  }

  /** Value of an attribute without a prefix. */
  get(name: string): string | undefined {
    return this.attributes.get(name);
  }

  /** Sets an attribute without a prefix; `undefined` takes it away. */
  set(name: string, value: string | number | undefined): void {
    if (value === undefined) this.attributes.delete(name);
    else this.attributes.set(name, String(value));
  }

  /** The raw name of the attribute that `canonical` (`r:id`) names, if it is there. */
  private rawOf(canonical: string): string | undefined {
    for (const raw of this.attributes.keys()) {
      const colon = raw.indexOf(':');
      if (colon < 0) continue;
      const prefix = raw.slice(0, colon);
      if (prefix === 'xmlns') continue;
      if (canonicalName(prefix, raw.slice(colon + 1), this.scope.get(prefix)) === canonical) return raw;
    }
    return undefined;
  }

  /** Value of an attribute in a namespace: `ns('r:id')`. */
  ns(canonical: string): string | undefined {
    const raw = this.rawOf(canonical);
    return raw === undefined ? undefined : this.attributes.get(raw);
  }

  /** Sets an attribute in a namespace where it is there; `undefined` takes it away. */
  setNs(canonical: string, value: string | undefined): void {
    const raw = this.rawOf(canonical);
    if (raw === undefined) return;
    if (value === undefined) this.attributes.delete(raw);
    else this.attributes.set(raw, value);
  }

  /** Attributes with their canonical names, without namespace declarations. */
  *canonicalAttributes(): Generator<{ raw: string; name: string; value: string }> {
    for (const [raw, value] of this.attributes) {
      if (isDeclaration(raw)) continue;
      const colon = raw.indexOf(':');
      const prefix = colon < 0 ? '' : raw.slice(0, colon);
      const name = colon < 0 ? raw : canonicalName(prefix, raw.slice(colon + 1), this.scope.get(prefix));
      yield { raw, name, value };
    }
  }

  /** Child elements, all or those of one name. */
  elements(name?: string): XmlElement[] {
    const found: XmlElement[] = [];
    for (const child of this.children)
      if (typeof child !== 'string' && (name === undefined || child.name === name)) found.push(child);
    return found;
  }

  first(name: string): XmlElement | undefined {
    return this.elements(name)[0];
  }

  /** This element and everything below, in document order. */
  *all(name?: string): Generator<XmlElement> {
    if (name === undefined || this.name === name) yield this;
    for (const child of this.children) if (typeof child !== 'string') yield* child.all(name);
  }

  /** All text below. */
  text(): string {
    let out = '';
    for (const child of this.children) out += typeof child === 'string' ? child : child.text();
    return out;
  }

  /** Replaces each descendant by what `change` returns; called from the leaves up. `undefined` takes it away. */
  map(change: (element: XmlElement) => XmlElement | Node[] | undefined): void {
    const out: Node[] = [];
    for (const child of this.children) {
      if (typeof child === 'string') {
        out.push(child);
        continue;
      }
      child.map(change);
      const next = change(child);
      if (Array.isArray(next)) out.push(...next);
      else if (next) out.push(next);
    }
    this.children = out;
  }

  /** Takes away the children (at any depth) for which `unwanted` holds; their own children are not asked about. */
  prune(unwanted: (element: XmlElement) => boolean): number {
    let pruned = 0;
    this.children = this.children.filter((child) => {
      if (typeof child === 'string') return true;
      if (unwanted(child)) {
        pruned++;
        return false;
      }
      pruned += child.prune(unwanted);
      return true;
    });
    return pruned;
  }

  /** A new element in this one's namespace and prefix. */
  sibling(local: string, attributes: Record<string, string> = {}, children: Node[] = []): XmlElement {
    const colon = this.raw.indexOf(':');
    const raw = colon < 0 ? local : `${this.raw.slice(0, colon)}:${local}`;
    return new XmlElement(raw, new Map(Object.entries(attributes)), this.scope, children);
  }

  /**
   * A new element by its canonical name (`a:blip`), to stand somewhere below this one; attributes by theirs.
   * @throws Damaged where the file has no prefix for the namespace here.
   */
  below(
    canonical: string,
    attributes: Record<string, string | number> = {},
    children: Node[] = [],
  ): XmlElement {
    const own = Object.entries(attributes).map(
      ([name, value]) => [name.includes(':') ? this.written(name) : name, String(value)] as const,
    );
    return new XmlElement(this.written(canonical), new Map(own), this.scope, children);
  }

  /** How this file writes a name. An element may go without a prefix, an attribute may not: `r:id` never does. */
  private written(canonical: string): string {
    const [wanted, local] = canonical.split(':') as [string, string];
    for (const [prefix, uri] of this.scope)
      if (canonicalName(prefix, local, uri) === `${wanted}:${local}`)
        return prefix === '' ? local : `${prefix}:${local}`;
    throw new Damaged('A part of the file lacks a namespace that it needs.');
  }

  /**
   * As XML. What came here from somewhere else in the part, without the elements around it, brings along the namespaces that
   * were declared on those.
   * @param around the namespaces that hold where it is written; its own where they are not said.
   */
  toString(around: ReadonlyMap<string, string> = this.scope): string {
    const missing = this.scope === around ? [] : this.undeclared(around);
    const within = missing.length > 0 || this.declares() ? this.scopeWithin(around, missing) : around;
    const inner = this.inner(within);
    const open = this.openTag(inner === '', missing);
    return inner === '' ? open : `${open}${inner}${this.closeTag()}`;
  }

  inner(within: ReadonlyMap<string, string> = this.scope): string {
    let out = '';
    for (const child of this.children)
      out += typeof child === 'string' ? escapeText(child) : child.toString(within);
    return out;
  }

  openTag(selfClosing = false, declared: readonly (readonly [prefix: string, uri: string])[] = []): string {
    let out = `<${this.raw}`;
    for (const [prefix, uri] of declared)
      out += ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(uri)}"`;
    for (const [name, value] of this.attributes) out += ` ${name}="${escapeAttribute(value)}"`;
    return out + (selfClosing ? '/>' : '>');
  }

  private declares(): boolean {
    for (const name of this.attributes.keys()) if (isDeclaration(name)) return true;
    return false;
  }

  /** Namespaces of this element's own prefixes that it was read with and that do not hold where it is written. */
  private undeclared(around: ReadonlyMap<string, string>): [prefix: string, uri: string][] {
    const missing = new Map<string, string>();
    const look = (name: string, isAttribute: boolean) => {
      const colon = name.indexOf(':');
      if (colon < 0 && isAttribute) return;
      const prefix = colon < 0 ? '' : name.slice(0, colon);
      const uri = this.scope.get(prefix);
      const own = this.attributes.get(prefix === '' ? 'xmlns' : `xmlns:${prefix}`);
      if (uri !== undefined && own === undefined && around.get(prefix) !== uri) missing.set(prefix, uri);
    };
    look(this.raw, false);
    for (const name of this.attributes.keys()) if (!isDeclaration(name)) look(name, true);
    return [...missing];
  }

  private scopeWithin(
    around: ReadonlyMap<string, string>,
    declared: readonly (readonly [prefix: string, uri: string])[],
  ): ReadonlyMap<string, string> {
    const within = new Map([...around, ...declared]);
    for (const [name, value] of this.attributes) if (isDeclaration(name)) within.set(name.slice(6), value);
    return within;
  }

  closeTag(): string {
    return `</${this.raw}>`;
  }
}

/** What XML 1.0 forbids; some writers let it slip in, and a reader that is strict refuses the part. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** What has to be written otherwise; most texts have nothing of it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const SPECIAL = /[&<>"\u0000-\u001f\ufffe\uffff]/;

function escapeText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .replace(FORBIDDEN, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

export function escapeAttribute(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .replace(FORBIDDEN, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;');
}

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** What a tree may weigh: parts that are larger are not the small ones that trees are for. */
const MOST_NODES = 5_000_000;

/** How a stream of one part is taken. */
export interface StreamHandlers {
  /** The root as it is opened, without children: change its attributes here. */
  root?(root: XmlElement): void;
  /** Is this child of the root handed on child by child, since it may be large? */
  container?(child: XmlElement): boolean;
  /** A complete child of the root, or of a container: what comes out in its place. */
  child(
    element: XmlElement,
    container: XmlElement | undefined,
  ): XmlElement | readonly XmlElement[] | undefined;
  /** The container is about to end. */
  end?(container: XmlElement): readonly XmlElement[];
}

/**
 * Reads a part and yields what it becomes, in pieces of text.
 * @throws Damaged for a DOCTYPE and for what is not well-formed: what cannot be read to its end is not mended.
 */
export async function* streamXml(
  source: AsyncIterable<Uint8Array>,
  handlers: StreamHandlers,
): AsyncGenerator<string> {
  let out = XML_HEAD;
  const stack: XmlElement[] = [];
  let container: XmlElement | undefined;
  let root: XmlElement | undefined;
  let nodes = 0;
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('doctype', () => {
    throw new Damaged('A part of the file declares entities of its own, which Cordon does not expand.');
  });
  parser.on('error', (error) => {
    if (
      /^(disallowed character\.|malformed character entity\.|the string "]]>" is|text data outside of root)/.test(
        error.message,
      )
    )
      return;
    throw new Damaged('A part of the file is not well-formed XML.');
  });
  const emit = (made: ReturnType<StreamHandlers['child']>) => {
    if (!made) return;
    if (made instanceof XmlElement) out += made.toString();
    else for (const one of made) out += one.toString();
  };
  parser.on('opentag', (tag) => {
    const attributes = new Map(Object.entries(tag.attributes as Record<string, string>));
    const parent = stack.at(-1);
    const element = new XmlElement(tag.name, attributes, scopeOf(parent?.scope, attributes));
    if (++nodes > MOST_NODES) throw new Damaged('A part of the file is larger than Cordon mends.');
    if (!root) {
      root = element;
      handlers.root?.(root);
      out += root.openTag();
    } else if (stack.length === 1 && handlers.container?.(element)) {
      container = element;
      out += element.openTag();
    } else if (stack.length > (container ? 2 : 1)) parent?.children.push(element);
    stack.push(element);
  });
  parser.on('closetag', () => {
    const element = stack.pop() as XmlElement;
    if (stack.length === 0) out += element.closeTag();
    else if (element === container) {
      emit(handlers.end?.(element));
      out += element.closeTag();
      container = undefined;
    } else if (stack.length === (container ? 2 : 1)) {
      nodes = 0;
      emit(handlers.child(element, container));
    }
  });
  const text = (value: string) => {
    if (stack.length > (container ? 2 : 1)) stack.at(-1)?.children.push(value);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  let decoder: ReturnType<typeof xmlDecoder> | undefined;
  for await (const piece of source) {
    if (piece.length === 0) continue;
    decoder ??= xmlDecoder(piece);
    parser.write(decoder.decode(piece));
    if (out.length > 1 << 16) {
      yield out;
      out = '';
    }
  }
  if (decoder) parser.write(decoder.decode(new Uint8Array(0), true));
  parser.close();
  yield out;
}

const NO_SCOPE: ReadonlyMap<string, string> = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);

const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');

function scopeOf(
  outer: ReadonlyMap<string, string> = NO_SCOPE,
  attributes: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  let inner: Map<string, string> | undefined;
  for (const [name, value] of attributes) {
    if (!isDeclaration(name)) continue;
    inner ??= new Map(outer);
    inner.set(name.slice(6), value);
  }
  return inner ?? outer;
}

/** Reads a small part whole. @throws as `streamXml`. */
export async function readTree(source: AsyncIterable<Uint8Array>): Promise<XmlElement> {
  let root: XmlElement | undefined;
  const pieces = streamXml(source, {
    root(element) {
      root = element;
    },
    child(element) {
      root?.children.push(element);
      return undefined;
    },
  });
  for await (const _ of pieces);
  if (!root) throw new Damaged('A part of the file is empty.');
  return root;
}
