// Which texts of a form or request are worth a judgement: long ones that people could have written or pasted, wherever
// they sit in JSON or form encoding, and files in base64. Tokens, view states and telemetry are not.
import { LONG_TEXT } from './bus.ts';
import { looksLikeFile } from './sniff.ts';

/** A text or a file found within what is sent. */
export interface Found {
  name: string;
  text?: string;
  /** From base64. */
  file?: File;
}

/** Gaps that a text of the shortest length needs in order to be words or cells rather than a token. */
const GAPS = 8;

/** Is this text of words or cells, of `least` characters? A token, a hash, a long address or packed binary is not. */
export function isProse(text: string, least = LONG_TEXT): boolean {
  if (text.length < least) return false;
  let gaps = 0;
  // Tags and quotes too: an editor's table has no blank between its cells.
  for (const gap of text.matchAll(/[\s,;|<>"^\\{}[\]]+/g)) {
    void gap;
    gaps += 1;
    if (gaps >= GAPS) return true;
  }
  return false;
}

const DATA_URL = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w.+-]+=[^;,]*)*;base64,/;

/** Plain, or safe for addresses. @throws where it is no base64. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
    char.charCodeAt(0),
  );
}

function fromDataUrl(name: string, text: string): File | undefined {
  const head = DATA_URL.exec(text);
  if (!head) return undefined;
  try {
    return new File([bytesOf(text.slice(head[0].length))], name, { type: head[1] ?? '' });
  } catch {
    return undefined; // Not base64 after all: it is judged as the text that it is.
  }
}

/** Base64, plain or safe for addresses, in lines or in one. */
const BASE64 = /^[A-Za-z0-9+/_\-\r\n]+(?:={1,2}\s*|[ \t]\s*)?$/;

/** Bytes without a head that would say what they are: a file where they begin like one, or the text that they are. */
function* inBytes(name: string, bytes: Uint8Array<ArrayBuffer>, depth: number): Generator<Found> {
  if (looksLikeFile(bytes)) {
    yield { name, file: new File([bytes], name) };
    return;
  }
  let inner: string;
  try {
    inner = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return; // A token, or packed by the page in a way of its own.
  }
  yield* findIn(name, inner, depth + 1);
}

function* inBase64(name: string, text: string, depth: number): Generator<Found> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = bytesOf(text);
  } catch {
    return; // Words of the right letters.
  }
  yield* inBytes(name, bytes, depth);
}

/** A piece of base64 within other text, in one line or in lines: what stands in an attribute, an element or a mail. */
const EMBEDDED = /(?:data:[^\s,"'<>()]{0,200},)?([A-Za-z0-9+/_-]{60,}(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2})/g;

/** Takes files and texts in base64 out of `text`, and gives back what is left of it. */
function* takeEmbedded(name: string, text: string, depth: number): Generator<Found, string> {
  let rest = '';
  let at = 0;
  for (const match of text.matchAll(EMBEDDED)) {
    const [whole, base64 = ''] = match;
    if (base64.length < LONG_TEXT) continue;
    const found = [...inBase64(name, base64, depth)];
    if (found.length === 0) continue;
    yield* found;
    rest += text.slice(at, match.index);
    at = match.index + whole.length;
  }
  return rest + text.slice(at);
}

type Row = Record<string, unknown> | unknown[];
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;
const isCell = (value: unknown) => !isRow(value);
/** Rows of plain values from this many on are read as a table. */
const ROWS = 5;

/** A JSON array of flat rows, as tab-separated text with its keys for a heading; undefined if it is something else. */
function asTable(value: unknown[]): string | undefined {
  if (value.length < ROWS || !value.every((row) => isRow(row) && Object.values(row).every(isCell)))
    return undefined;
  const keys = [...new Set(value.flatMap((row) => Object.keys(row as Row)))];
  const line = (row: unknown) =>
    keys
      .map((key) => String((row as Record<string, unknown>)[key] ?? '').replace(/[\t\r\n]+/g, ' '))
      .join('\t');
  const heading = value.some((row) => Array.isArray(row)) ? [] : [keys.join('\t')];
  return [...heading, ...value.map(line)].join('\n');
}

/** Node types, flags and formats, which editors write beside every piece of text. */
const MARK = /^[a-z][\w-]*$/;
/** A name, or words: as many different ones make a list that somebody could have written or pasted. */
const WORDS = /^\p{Lu}\P{N}*\p{L}|\p{L}[ ,]+\p{L}/u;

/** Short texts that belong together: the paragraphs and cells of an editor's document, the fields of a form. */
function* together(name: string, short: string[]): Generator<Found> {
  const words = new Set(short.filter((text) => WORDS.test(text)));
  const text = short.join('\n');
  if (words.size >= GAPS && isProse(text)) yield { name, text };
}

/** A file's bytes, as numbers in an array or in what `JSON.stringify` makes of a typed array. */
function asBytes(value: Row): Uint8Array<ArrayBuffer> | undefined {
  const numbers = Object.values(value) as number[];
  return numbers.length >= LONG_TEXT && numbers.every((n) => Number.isInteger(n) && n >= 0 && n < 256)
    ? Uint8Array.from(numbers)
    : undefined;
}

/** @param short Takes the texts that are too short to be judged alone, in their order. */
function* leaves(name: string, value: unknown, depth: number, short: string[]): Generator<Found> {
  if (typeof value === 'string') {
    if (value.length >= LONG_TEXT) yield* findIn(name, value, depth + 1);
    else if (value.trim() && !MARK.test(value)) short.push(value);
    return;
  }
  if (!isRow(value)) return;
  const bytes = asBytes(value);
  if (bytes) return yield* inBytes(name, bytes, depth);
  if (Array.isArray(value)) {
    const table = asTable(value);
    if (table !== undefined && isProse(table)) {
      yield { name, text: table };
      // A cell can be a file in base64 as well.
      for (const row of value)
        for (const cell of Object.values(row as Row))
          if (typeof cell === 'string' && (cell.startsWith('data:') || BASE64.test(cell)))
            yield* findIn(name, cell, depth + 1);
      return;
    }
    const text =
      value.length >= ROWS && value.every((entry) => typeof entry === 'string') && value.join('\n');
    if (text && isProse(text)) return yield { name, text };
    for (const entry of value) yield* leaves(name, entry, depth, short);
  } else for (const [key, entry] of Object.entries(value)) yield* leaves(key, entry, depth, short);
}

/** JSON within JSON, form encoding within JSON: followed this deep. */
const DEPTH = 12;
/** `a=b&c=d` without any blank. */
const FORM_ENCODED = /^[^\s=&?/<>{}"]{1,200}=[^\s<>{}"]*$/;

/** As `encodeURIComponent` writes a text, without a key before it: in an address, or as a body. */
function isPercentEncoded(text: string): boolean {
  if (/[\s<>"]/.test(text)) return false;
  let gaps = 0;
  for (const gap of text.matchAll(/%(?:0[9A]|2[02C]|3[BCE]|[57][B-D])/gi)) {
    void gap;
    gaps += 1;
    if (gaps >= GAPS) return true;
  }
  return false;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // A stray percent sign: it is judged as it stands.
  }
}

/** What is worth judging in one text that is about to leave. */
export function* findIn(name: string, text: string, depth = 0): Generator<Found> {
  if (text.length < LONG_TEXT) return;
  if (text.startsWith('data:')) {
    const file = fromDataUrl(name, text);
    if (file) {
      yield { name, file };
      return;
    }
  }
  if (depth < DEPTH && /^\s*[[{]/.test(text)) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined; // Looked like JSON and is not: a text like any other.
    }
    if (isRow(value)) {
      const short: string[] = [];
      yield* leaves(name, value, depth, short);
      // In a row or one below the other, the cells do not say any more what belongs to what: that stands in the JSON.
      for (const found of together(name, short)) yield* [found, { name, text }];
      return;
    }
  }
  if (depth < DEPTH && FORM_ENCODED.test(text)) {
    const short: string[] = [];
    for (const [key, value] of new URLSearchParams(text)) {
      yield* leaves(key, value, depth, short);
      // `a=1&TEXT`: the text stands where a key would.
      yield* findIn(name, key, depth + 1);
    }
    yield* together(name, short);
    return;
  }
  if (depth < DEPTH && isPercentEncoded(text)) {
    const decoded = percentDecoded(text);
    if (decoded !== undefined) {
      yield* findIn(name, decoded, depth + 1);
      return;
    }
  }
  if (depth >= DEPTH) {
    if (isProse(text)) yield { name, text };
  } else if (BASE64.test(text)) yield* inBase64(name, text, depth);
  else {
    const rest = yield* takeEmbedded(name, text, depth);
    if (isProse(rest)) yield { name, text: rest };
  }
}
