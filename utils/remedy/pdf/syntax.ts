// PDF's own notation (ISO 32000, 7.2 and 7.3), read and written: numbers, names, strings, arrays, dictionaries. The same
// words make up objects and the instructions of a page.
import { trimEnd } from '../../inspect/trim.ts';

export class Name {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

/** A reference to an object by its number. */
export class Ref {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
}

/** A string, as bytes: only fonts know what they mean. */
export class Bytes {
  readonly value: Uint8Array;
  constructor(value: Uint8Array) {
    this.value = value;
  }
}

export type Dict = Map<string, Value>;

export class Stream {
  readonly dict: Dict;
  /** As it lies in the file: its filters are not undone. */
  readonly data: Uint8Array<ArrayBuffer>;
  constructor(dict: Dict, data: Uint8Array<ArrayBuffer>) {
    this.dict = dict;
    this.data = data;
  }
}

export type Value = null | boolean | number | Name | Ref | Bytes | Value[] | Dict | Stream;

/** A word that is no value: `obj`, `stream`, an instruction. */
export class Word {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

/** What stands in the file is not PDF's notation. */
export class BadSyntax extends Error {}

const DELIMITERS = new Set('()<>[]{}/%'.split('').map((c) => c.charCodeAt(0)));
/** Values stand in one another so deep at most. */
const MOST_DEPTH = 100;

export function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9 || byte === 12 || byte === 0;
}

const END = Symbol('end');
const CLOSE_ARRAY = new Word(']');
const CLOSE_DICT = new Word('>>');

/** Reads values and words one after the other. */
export class Lexer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  at: number;
  /** `12 0 R` is a reference; in the instructions of a page there are none. */
  private readonly references: boolean;

  constructor(bytes: Uint8Array<ArrayBuffer>, at = 0, references = true) {
    this.bytes = bytes;
    this.at = at;
    this.references = references;
  }

  /** undefined at the end. @throws BadSyntax */
  next(): Value | Word | undefined {
    const found = this.token(0);
    return found === END ? undefined : found;
  }

  /** @throws BadSyntax where a word stands there. */
  value(): Value {
    const found = this.token(0);
    if (found === END || found instanceof Word) throw new BadSyntax('A value is missing.');
    return found;
  }

  skipBlanks(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (isBlank(byte)) this.at++;
      else if (byte === 0x25) {
        while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13)
          this.at++;
      } else return;
    }
  }

  private token(depth: number): Value | Word | typeof END {
    if (depth > MOST_DEPTH) throw new BadSyntax('Values stand too deep in one another.');
    this.skipBlanks();
    const byte = this.bytes[this.at];
    if (byte === undefined) return END;
    switch (byte) {
      case 0x2f:
        return this.name();
      case 0x28:
        return this.literal();
      case 0x5b:
        this.at++;
        return this.list(depth, CLOSE_ARRAY);
      case 0x5d:
        this.at++;
        return CLOSE_ARRAY;
      case 0x3c:
        if (this.bytes[this.at + 1] !== 0x3c) return this.hexadecimal();
        this.at += 2;
        return this.dictionary(depth);
      case 0x3e:
        this.at += this.bytes[this.at + 1] === 0x3e ? 2 : 1;
        return CLOSE_DICT;
      case 0x29:
      case 0x7b:
      case 0x7d:
        this.at++;
        return new Word(String.fromCharCode(byte));
      default:
        return this.plain(byte);
    }
  }

  private plain(first: number): Value | Word {
    const start = this.at;
    while (this.at < this.bytes.length) {
      const byte = this.bytes[this.at]!;
      if (isBlank(byte) || DELIMITERS.has(byte)) break;
      this.at++;
    }
    const text = latin1(this.bytes.subarray(start, this.at));
    const isNumeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
    if (!isNumeric) {
      if (text === 'true') return true;
      if (text === 'false') return false;
      if (text === 'null') return null;
      return new Word(text);
    }
    const number = numberOf(text);
    if (number === undefined) return new Word(text);
    if (this.references && /^\d+$/.test(text)) {
      const reference = /^[\s\0]{1,9}\d{1,5}[\s\0]{1,9}R(?![^\s\0()<>[\]{}/%])/.exec(
        latin1(this.bytes.subarray(this.at, this.at + 26)),
      );
      if (reference) {
        this.at += reference[0].length;
        return new Ref(number);
      }
    }
    return number;
  }

  private name(): Name {
    this.at++;
    const start = this.at;
    while (this.at < this.bytes.length) {
      const byte = this.bytes[this.at]!;
      if (isBlank(byte) || DELIMITERS.has(byte)) break;
      this.at++;
    }
    const text = latin1(this.bytes.subarray(start, this.at));
    return new Name(
      text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
  }

  private list(depth: number, close: Word): Value[] {
    const values: Value[] = [];
    for (;;) {
      const found = this.token(depth + 1);
      if (found === close || found === END) return values;
      // A stray word within an array: programs skip it.
      if (!(found instanceof Word)) values.push(found);
    }
  }

  private dictionary(depth: number): Dict {
    const dict: Dict = new Map();
    const values = this.list(depth, CLOSE_DICT);
    for (let i = 0; i + 1 < values.length; i += 2) {
      const key = values[i];
      if (!(key instanceof Name)) throw new BadSyntax('A dictionary has a key that is no name.');
      dict.set(key.value, values[i + 1] as Value);
    }
    return dict;
  }

  private hexadecimal(): Bytes {
    const out: number[] = [];
    let half = -1;
    for (this.at++; this.at < this.bytes.length; this.at++) {
      const byte = this.bytes[this.at]!;
      if (byte === 0x3e) {
        this.at++;
        break;
      }
      const digit = Number.parseInt(String.fromCharCode(byte), 16);
      if (Number.isNaN(digit)) continue;
      if (half < 0) half = digit;
      else {
        out.push(half * 16 + digit);
        half = -1;
      }
    }
    if (half >= 0) out.push(half * 16);
    return new Bytes(Uint8Array.from(out));
  }

  private literal(): Bytes {
    const out: number[] = [];
    let open = 1;
    for (this.at++; this.at < this.bytes.length; ) {
      const byte = this.bytes[this.at++]!;
      if (byte === 0x28) open++;
      else if (byte === 0x29 && --open === 0) break;
      if (byte !== 0x5c) {
        out.push(byte);
        continue;
      }
      const next = this.bytes[this.at++];
      if (next === undefined) break;
      if (next >= 0x30 && next <= 0x37) {
        let code = next - 0x30;
        for (let i = 0; i < 2; i++) {
          const digit = this.bytes[this.at]! - 0x30;
          if (!(digit >= 0 && digit <= 7)) break;
          code = code * 8 + digit;
          this.at++;
        }
        out.push(code & 255);
      } else if (next === 13) {
        if (this.bytes[this.at] === 10) this.at++;
      } else if (next !== 10) out.push(ESCAPES[next] ?? next);
    }
    return new Bytes(Uint8Array.from(out));
  }
}

/** `\n`, `\r`, `\t`, `\b`, `\f` */
const ESCAPES: Readonly<Record<number, number>> = { 110: 10, 114: 13, 116: 9, 98: 8, 102: 12 };

/** undefined for what is no number. Programs write `--5`, `5-3` and `.`; readers take what they can of it. */
function numberOf(text: string): number | undefined {
  let from = 0;
  while (text[from] === '+' || text[from] === '-') from++;
  let to = from;
  let point = false;
  while (to < text.length) {
    const code = text.charCodeAt(to);
    if (code === POINT && !point) point = true;
    else if (code < 0x30 || code > 0x39) break;
    to++;
  }
  if (to < text.length && text[to] !== '-' && text[to] !== '.') return undefined;
  const size = Number(text.slice(from, to)) || 0;
  return text.startsWith('-') ? -size : size;
}

const POINT = 0x2e;

export function latin1(bytes: Uint8Array): string {
  if (bytes.length < 4096) return String.fromCharCode(...bytes);
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** A value in PDF's notation, as Latin-1. @throws BadSyntax for a stream: it is an object of its own. */
export function written(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return writtenNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Name) {
    return `/${value.value.replace(/[^!-~]|[#()<>[\]{}/%]/g, (c) => `#${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
  }
  if (value instanceof Ref) return `${value.number} 0 R`;
  if (value instanceof Bytes) return writtenBytes(value.value);
  if (Array.isArray(value)) return `[${value.map(written).join(' ')}]`;
  if (value instanceof Stream) throw new BadSyntax('A stream stands within a value.');
  return `<<${[...value].map(([key, inner]) => `${written(new Name(key))} ${written(inner)}`).join(' ')}>>`;
}

function writtenNumber(value: number): string {
  if (Number.isInteger(value)) return value.toFixed(0);
  return trimEnd(trimEnd(value.toFixed(8), /0/), /\./);
}

function writtenBytes(bytes: Uint8Array): string {
  let text = '(';
  for (const byte of bytes) {
    if (byte === 0x28 || byte === 0x29 || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte === 13) text += '\\r';
    else text += String.fromCharCode(byte);
  }
  return `${text})`;
}
