// Streams XML as tags and text: bytes in, in pieces of any size; names come out by namespace (`w:p` whatever prefix
// the file uses). Written for speed, as the content of a 100,000-row .ods is one part of 80 MB: attributes are only
// cut out when they are asked for, and text is found by `indexOf`. docs say what it was measured against.
//
// It is forgiving where an inspector should be (undeclared prefixes, forbidden characters, bare ampersands): what can be
// read is read. Tags that do not match are remembered and said at the end.
import { Damaged } from '../errors.ts';
import { decodeEntities } from './entities.ts';
import { canonicalName } from './namespaces.ts';

/** Attributes of the tag at hand. Valid until the handler returns. */
export interface Attributes {
  /** The value of the attribute with this canonical name (`r:id`, `val`), entities resolved. */
  get(name: string): string | undefined;
  /** All of them, without namespace declarations. */
  entries(): [name: string, value: string][];
}

export interface XmlHandlers {
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  /** Text between tags, in pieces; CDATA too. */
  text?(text: string): void;
  comment?(text: string): void;
  /** What stands in a DOCTYPE. Where there is no handler, a DOCTYPE is refused. */
  doctype?(text: string): void;
}

const LT = 60;
const GT = 62;
const SLASH = 47;
const QUOTE = 34;
const APOSTROPHE = 39;
const EQUALS = 61;
const BANG = 33;
const QUESTION = 63;

/** Text is handed on in pieces of this size, and a tag longer than this is no tag. */
const LONGEST_TEXT = 1 << 16;
const LONGEST_TAG = 1 << 26;
const DEEPEST = 4096;

/** An element's name as it stands in the file, and as the code knows it. */
interface ElementName {
  raw: string;
  name: string;
}

/** What prefixes are bound to at one place, with what has been worked out from that. */
class Scope {
  readonly uris: Map<string, string>;
  /** By a hash over the characters of the raw name: cutting the name out of the buffer for each tag costs more. */
  private readonly elements = new Map<number, ElementName>();
  private readonly rawNames = new Map<string, readonly string[]>();

  constructor(uris: Map<string, string>) {
    this.uris = uris;
  }

  element(buffer: string, from: number, to: number, hash: number): ElementName {
    const known = this.elements.get(hash);
    if (known && known.raw.length === to - from && stands(known.raw, buffer, from)) return known;
    const raw = buffer.slice(from, to);
    const found = { raw, name: this.canonical(raw) };
    if (!known) this.elements.set(hash, found);
    return found;
  }

  canonical(raw: string): string {
    const colon = raw.indexOf(':');
    const prefix = colon < 0 ? '' : raw.slice(0, colon);
    return canonicalName(prefix, raw.slice(colon + 1), this.uris.get(prefix));
  }

  /** An attribute's canonical name; the default namespace does not reach attributes. */
  attribute(raw: string): string {
    return raw.includes(':') ? this.canonical(raw) : raw;
  }

  /** The ways in which the attribute with this canonical name may be written here. */
  rawAttributes(name: string): readonly string[] {
    let list = this.rawNames.get(name);
    if (!list) {
      const colon = name.indexOf(':');
      const local = name.slice(colon + 1);
      list =
        colon < 0
          ? [name]
          : [...new Set([...this.uris.keys(), name.slice(0, colon), 'xml'])]
              .map((prefix) => `${prefix}:${local}`)
              .filter((raw) => this.canonical(raw) === name);
      this.rawNames.set(name, list);
    }
    return list;
  }
}

/** Parses one XML part. @throws Damaged from `write` and `end`; what was read before has reached the handlers. */
export class XmlReader {
  private readonly handlers: XmlHandlers;
  private decoder: TextDecoder | undefined;
  private rest = '';
  /** The open elements. */
  private readonly stack: ElementName[] = [];
  private scope = new Scope(new Map());
  /** Scopes to go back to, with the depth of the element that opened the one after it. */
  private readonly scopes: { depth: number; scope: Scope }[] = [];
  private readonly tag = new Tag();
  private mismatched = false;
  private seen = false;

  constructor(handlers: XmlHandlers) {
    this.handlers = handlers;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.decoder ??= new TextDecoder(xmlEncoding(bytes));
    this.parse(this.rest + this.decoder.decode(bytes, { stream: true }), false);
  }

  /** For text that is decoded already. */
  writeText(text: string): void {
    this.parse(this.rest + text, false);
  }

  end(): void {
    this.parse(this.rest + (this.decoder?.decode() ?? ''), true);
    if (!this.seen) throw new Damaged('A part of the file that should be XML is empty.');
    if (this.stack.length > 0) throw new Damaged('A part of the file is cut off.');
    if (this.mismatched) throw new Damaged('A part of the file is not well-formed XML.');
  }

  private parse(buffer: string, last: boolean): void {
    let at = 0;
    const { length } = buffer;
    while (at < length) {
      const open = buffer.indexOf('<', at);
      if (open !== at) {
        at = this.text(buffer, at, open, last);
        if (open < 0) break;
      }
      const next = buffer.charCodeAt(open + 1);
      let end: number;
      if (next === SLASH) end = this.closeTag(buffer, open);
      else if (next === BANG) end = this.declaration(buffer, open);
      else if (next === QUESTION) end = after(buffer, '?>', open);
      else if (isNameStart(next)) end = this.openTag(buffer, open);
      else if (Number.isNaN(next)) end = -1;
      else {
        // A bare `<` is text to an inspector.
        this.mismatched = true;
        this.handlers.text?.('<');
        end = open + 1;
      }
      if (end < 0) {
        if (last) throw new Damaged('A part of the file is cut off.');
        if (length - open > LONGEST_TAG) throw new Damaged('A part of the file is not well-formed XML.');
        at = open;
        break;
      }
      at = end;
    }
    this.rest = at < length ? buffer.slice(at) : '';
  }

  /** Hands on the text in [from, to); where its end is not in sight, all but what may be half an entity. */
  private text(buffer: string, from: number, to: number, last: boolean): number {
    let end = to;
    if (end < 0) {
      end = buffer.length;
      if (!last) {
        if (end - from < LONGEST_TEXT) return from;
        const ampersand = buffer.lastIndexOf('&');
        if (ampersand >= from && end - ampersand < 64) end = ampersand;
      }
    }
    // Text before the root is nothing but white space (or a byte order mark).
    if (this.stack.length > 0 && this.handlers.text && end > from) {
      this.handlers.text(decodeEntities(buffer.slice(from, end)));
    }
    return end;
  }

  private openTag(buffer: string, open: number): number {
    const { tag } = this;
    const end = tag.read(buffer, open);
    if (end < 0) return -1;
    this.seen = true;
    if (this.stack.length >= DEEPEST) throw new Damaged('The XML of the file is nested too deep.');
    if (tag.declares) this.enter();
    tag.scope = this.scope;
    const element = this.scope.element(buffer, open + 1, tag.nameEnd, tag.hash);
    this.handlers.open?.(element.name, tag);
    if (tag.empty) {
      this.handlers.close?.(element.name);
      if (tag.declares) this.leave(this.stack.length);
    } else {
      this.stack.push(element);
    }
    return end;
  }

  private closeTag(buffer: string, open: number): number {
    const { stack } = this;
    const top = stack[stack.length - 1];
    if (top) {
      const { raw } = top;
      const end = open + 2 + raw.length;
      if (buffer.charCodeAt(end) === GT && stands(raw, buffer, open + 2)) {
        this.pop();
        return end + 1;
      }
    }
    return this.oddCloseTag(buffer, open);
  }

  /** An end tag with white space in it, or one that does not fit what is open. */
  private oddCloseTag(buffer: string, open: number): number {
    const gt = buffer.indexOf('>', open);
    if (gt < 0) return -1;
    const name = buffer.slice(open + 2, gt).trim();
    const { stack } = this;
    if (stack[stack.length - 1]?.raw !== name) {
      // Close what is open above the element that is meant; an end tag that nothing opened is left out.
      this.mismatched = true;
      if (!stack.some((element) => element.raw === name)) return gt + 1;
      while (stack[stack.length - 1]!.raw !== name) this.pop();
    }
    this.pop();
    return gt + 1;
  }

  private pop(): void {
    const { name } = this.stack.pop()!;
    this.handlers.close?.(name);
    if (this.scopes.length > 0) this.leave(this.stack.length);
  }

  /** `<!-- -->`, `<![CDATA[ ]]>` and `<!DOCTYPE >`. */
  private declaration(buffer: string, open: number): number {
    if (buffer.length - open < 9 && buffer.indexOf('>', open) < 0) return -1;
    if (buffer.startsWith('<!--', open)) {
      const end = after(buffer, '-->', open + 4);
      if (end > 0) this.handlers.comment?.(buffer.slice(open + 4, end - 3));
      return end;
    }
    if (buffer.startsWith('<![CDATA[', open)) {
      const end = after(buffer, ']]>', open + 9);
      if (end > 0) this.handlers.text?.(buffer.slice(open + 9, end - 3));
      return end;
    }
    if (!this.handlers.doctype) {
      throw new Damaged('A part of the file declares entities of its own, which Cordon does not expand.');
    }
    const end = doctypeEnd(buffer, open);
    if (end > 0) this.handlers.doctype(buffer.slice(open + 2, end - 1));
    return end;
  }

  private enter(): void {
    this.scopes.push({ depth: this.stack.length, scope: this.scope });
    const uris = new Map(this.scope.uris);
    for (const [name, value] of this.tag.declarations()) {
      uris.set(name === 'xmlns' ? '' : name.slice(6), value);
    }
    this.scope = new Scope(uris);
  }

  private leave(depth: number): void {
    const last = this.scopes[this.scopes.length - 1];
    if (last?.depth === depth) {
      this.scopes.pop();
      this.scope = last.scope;
    }
  }
}

/** The start tag at hand: where its attributes stand in the buffer. One object is used for all tags. */
class Tag implements Attributes {
  /** Where the element's name ends in the buffer, and a hash over its characters. */
  nameEnd = 0;
  hash = 0;
  empty = false;
  /** Whether there are namespace declarations among the attributes. */
  declares = false;
  scope: Scope | undefined;
  private buffer = '';
  private count = 0;
  /** Four offsets for each attribute: name from, to; value from, to. */
  private offsets = new Int32Array(64);

  /** Reads the tag that begins at `open`. @returns the offset behind it, or -1 where it is not whole. */
  read(buffer: string, open: number): number {
    const { length } = buffer;
    let at = open + 1;
    let code = 0;
    let hash = 0;
    while (at < length) {
      code = buffer.charCodeAt(at);
      if (code <= 32 || code === GT || code === SLASH) break;
      hash = (Math.imul(hash, 31) + code) | 0;
      at++;
    }
    this.nameEnd = at;
    this.hash = hash;
    this.buffer = buffer;
    this.count = 0;
    this.declares = false;
    let slash = false;
    while (at < length) {
      code = buffer.charCodeAt(at);
      if (code === GT) {
        this.empty = slash;
        return at + 1;
      }
      if (code <= 32) {
        at++;
      } else if (code === SLASH) {
        slash = true;
        at++;
      } else if (code === LT) {
        // A new tag begins inside this one: take this one as ended.
        this.empty = slash;
        return at;
      } else {
        slash = false;
        at = this.readAttribute(buffer, at, length);
        if (at < 0) return -1;
      }
    }
    return -1;
  }

  private readAttribute(buffer: string, from: number, length: number): number {
    let at = from;
    let code = 0;
    while (at < length) {
      code = buffer.charCodeAt(at);
      if (code === EQUALS || code <= 32 || code === GT || code === SLASH || code === LT) break;
      at++;
    }
    const nameEnd = at;
    while (at < length && buffer.charCodeAt(at) <= 32) at++;
    if (at >= length) return -1;
    // Without a value (`<td nowrap>`): not XML, passed over.
    if (buffer.charCodeAt(at) !== EQUALS) return Math.max(nameEnd, from + 1);
    at++;
    while (at < length && buffer.charCodeAt(at) <= 32) at++;
    if (at >= length) return -1;
    const quote = buffer.charCodeAt(at);
    let valueFrom = at;
    let valueTo: number;
    if (quote === QUOTE || quote === APOSTROPHE) {
      valueFrom = at + 1;
      valueTo = buffer.indexOf(quote === QUOTE ? '"' : "'", valueFrom);
      if (valueTo < 0) return -1;
      at = valueTo + 1;
    } else {
      while (at < length) {
        code = buffer.charCodeAt(at);
        if (code <= 32 || code === GT) break;
        at++;
      }
      valueTo = at;
    }
    if (
      buffer.charCodeAt(from) === 120 &&
      stands('xmlns', buffer, from) &&
      (nameEnd === from + 5 || buffer.charCodeAt(from + 5) === 58)
    ) {
      this.declares = true;
    }
    const slot = this.count * 4;
    if (slot + 4 > this.offsets.length) {
      const larger = new Int32Array(this.offsets.length * 2);
      larger.set(this.offsets);
      this.offsets = larger;
    }
    this.offsets[slot] = from;
    this.offsets[slot + 1] = nameEnd;
    this.offsets[slot + 2] = valueFrom;
    this.offsets[slot + 3] = valueTo;
    this.count++;
    return at;
  }

  get(name: string): string | undefined {
    if (this.count === 0) return undefined;
    const raws = this.scope!.rawAttributes(name);
    for (let i = 0; i < this.count; i++) {
      const from = this.offsets[i * 4]!;
      const length = this.offsets[i * 4 + 1]! - from;
      for (const raw of raws) {
        if (raw.length === length && stands(raw, this.buffer, from)) return this.value(i);
      }
    }
    return undefined;
  }

  entries(): [string, string][] {
    const list: [string, string][] = [];
    for (let i = 0; i < this.count; i++) {
      const raw = this.rawName(i);
      if (raw !== 'xmlns' && !raw.startsWith('xmlns:'))
        list.push([this.scope!.attribute(raw), this.value(i)]);
    }
    return list;
  }

  declarations(): [string, string][] {
    const list: [string, string][] = [];
    for (let i = 0; i < this.count; i++) {
      const raw = this.rawName(i);
      if (raw === 'xmlns' || raw.startsWith('xmlns:')) list.push([raw, this.value(i)]);
    }
    return list;
  }

  private rawName(i: number): string {
    return this.buffer.slice(this.offsets[i * 4]!, this.offsets[i * 4 + 1]!);
  }

  private value(i: number): string {
    return decodeEntities(this.buffer.slice(this.offsets[i * 4 + 2]!, this.offsets[i * 4 + 3]!));
  }
}

/** Whether `name` stands in `buffer` at `from`. (`startsWith` is two orders slower on a string that was put together.) */
function stands(name: string, buffer: string, from: number): boolean {
  for (let i = name.length - 1; i >= 0; i--) {
    if (buffer.charCodeAt(from + i) !== name.charCodeAt(i)) return false;
  }
  return true;
}

function isNameStart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 58 || code >= 128
  );
}

/** Offset behind the next `mark`, or -1. */
function after(buffer: string, mark: string, from: number): number {
  const found = buffer.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

/** Offset behind a DOCTYPE with its internal subset, or -1. */
function doctypeEnd(buffer: string, open: number): number {
  let depth = 0;
  for (let at = open + 2; at < buffer.length; at++) {
    const char = buffer[at];
    if (char === '"' || char === "'") {
      const close = buffer.indexOf(char, at + 1);
      if (close < 0) return -1;
      at = close;
    } else if (char === '[' || char === '<') depth++;
    else if (char === ']') depth--;
    else if (char === '>') {
      if (depth <= 0) return at + 1;
      depth--;
    }
  }
  return -1;
}

/**
 * What an XML part is encoded in, by its first bytes (XML 1.0, appendix F). A declaration that names an encoding which
 * it cannot itself be written in, or an unknown one, is passed over.
 */
function xmlEncoding(head: Uint8Array): string {
  const [a, b] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  const start = String.fromCharCode(...head.subarray(0, 200));
  const label = /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
  if (label === undefined || /^utf-?16|^ucs-?2|^utf-?32/i.test(label)) return 'utf-8';
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return 'utf-8';
  }
}

/** Reads a whole part. @throws Damaged and whatever `source` throws. */
export async function readXml(source: AsyncIterable<Uint8Array>, handlers: XmlHandlers): Promise<void> {
  const reader = new XmlReader(handlers);
  for await (const piece of source) reader.write(piece);
  reader.end();
}

/** `1`, `true`, `on` and `t` are all true (Office reads each of them); an attribute that is not there is `otherwise`. */
export function isTrue(value: string | undefined, otherwise = false): boolean {
  if (value === undefined) return otherwise;
  return value === '1' || value === 'true' || value === 'on' || value === 't';
}
