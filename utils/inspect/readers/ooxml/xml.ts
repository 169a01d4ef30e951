// Small XML parts, read as a stream of tags by local name: prefixes are the writer's choice and namespaces come in two
// flavours (transitional and strict), so both are left out of the comparison. Sheets have scanners of their own.
import { SaxesParser } from 'saxes';
import { TextPieces } from '../../container/text.ts';
import { Damaged } from '../../errors.ts';

/** Attributes by local name (`r:id` is `id`); one without a prefix wins over one with. */
export type Attributes = Readonly<Record<string, string>>;

export interface XmlHandlers {
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  /** Text between tags, in pieces; CDATA too. */
  text?(text: string): void;
}

/** `x:row` → `row` */
function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** What an XML part is encoded in, from its first bytes (XML 1.0, appendix F). */
export function xmlEncoding(head: Uint8Array): string {
  const [a, b] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  const declaration = String.fromCharCode(...head.subarray(0, 120));
  const label = /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(
    declaration,
  )?.[1];
  return label?.toLowerCase() ?? 'utf-8';
}

/** A decoder for an XML part, by its first bytes. */
export function xmlDecoder(head: Uint8Array): { decode(bytes: Uint8Array, last?: boolean): string } {
  const label = xmlEncoding(head);
  // "utf-16" in a declaration that could be read byte by byte is a lie.
  const known = label === 'utf-16' ? 'utf-8' : label;
  if (known === 'utf-8') return new TextPieces('utf-8');
  try {
    const decoder = new TextDecoder(known);
    return { decode: (bytes, last) => decoder.decode(bytes, { stream: !last }) };
  } catch {
    return new TextPieces('utf-8');
  }
}

/** Nearly no tag of a large part has prefixed attributes: then they are taken as they are. */
function localAttributes(attributes: Record<string, string>): Attributes {
  let prefixed = false;
  for (const name in attributes) if (name.includes(':')) prefixed = true;
  if (!prefixed) return attributes;
  const local: Record<string, string> = Object.create(null);
  for (const name in attributes) {
    const short = localName(name);
    if (short === name || !(short in local)) local[short] = attributes[name]!;
  }
  return local;
}

/** Breaks of XML's rules that many exporters make, that every reader reads over, and that lose nothing. */
const TOLERATED =
  /^(disallowed character\.|malformed character entity\.|the string "]]>" is|text data outside of root|duplicate attribute|no whitespace between attributes|an XML declaration must be|the XML declaration must|encoding value must|standalone value must)/;

/** Elements in one another: the parser keeps all that are open. */
const DEEPEST = 4096;

/** An exporter's habit, not a part that consists of nothing else: each costs an exception. */
const MOST_TOLERATED = 100_000;

/** Parses one XML part, fed in pieces. @throws Damaged for a DOCTYPE and for what is not well-formed. */
export class XmlReader {
  private readonly parser: SaxesParser<{ xmlns: false; position: false }>;
  private decoder: { decode(bytes: Uint8Array, last?: boolean): string } | undefined;

  /** @param encoding known beforehand; by the part's first bytes unless said. */
  constructor(handlers: XmlHandlers, encoding?: 'utf-8') {
    if (encoding) this.decoder = new TextPieces(encoding);
    const parser = new SaxesParser({ xmlns: false, position: false });
    let tolerated = 0;
    parser.on('doctype', () => {
      throw new Damaged('A part of the file declares entities of its own, which Cordon does not expand.');
    });
    parser.on('error', (error) => {
      if (TOLERATED.test(error.message) && ++tolerated <= MOST_TOLERATED) return;
      throw new Damaged('A part of the file is not well-formed XML.');
    });
    let depth = 0;
    parser.on('opentag', (tag) => {
      if (++depth > DEEPEST) throw new Damaged('The XML of the file is nested too deep.');
      handlers.open?.(localName(tag.name), localAttributes(tag.attributes));
    });
    parser.on('closetag', (tag) => {
      depth--;
      handlers.close?.(localName(tag.name));
    });
    if (handlers.text) {
      parser.on('text', (text) => handlers.text!(text));
      parser.on('cdata', (text) => handlers.text!(text));
    }
    this.parser = parser;
  }

  write(bytes: Uint8Array): void {
    this.decoder ??= xmlDecoder(bytes);
    this.parser.write(this.decoder.decode(bytes));
  }

  end(): void {
    if (this.decoder) this.parser.write(this.decoder.decode(new Uint8Array(0), true));
    this.parser.close();
  }
}

/** Reads a whole part. @throws Damaged and whatever `source` throws. */
export async function readXml(source: AsyncIterable<Uint8Array>, handlers: XmlHandlers): Promise<void> {
  const reader = new XmlReader(handlers);
  for await (const piece of source) if (piece.length) reader.write(piece);
  reader.end();
}

/** `1`, `true` and `on` are all true (Excel reads each of them). */
export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}
