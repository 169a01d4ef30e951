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

/** Is this long text of words or cells? A token, a hash, a long address or packed binary is not. */
export function isProse(text: string): boolean {
  if (text.length < LONG_TEXT) return false;
  let gaps = 0;
  for (const gap of text.matchAll(/[\s,;|]+/g)) {
    void gap;
    gaps += 1;
    if (gaps >= GAPS) return true;
  }
  return false;
}

const DATA_URL = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w.+-]+=[^;,]*)*;base64,/;

/** @throws where it is no base64. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
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

/** Base64 without a head that would say so: a file where it begins like one, or the text that it is. */
function* inBase64(name: string, text: string, depth: number): Generator<Found> {
  let bytes: Uint8Array<ArrayBuffer>;
  let inner: string;
  try {
    bytes = bytesOf(text.replaceAll('-', '+').replaceAll('_', '/'));
    if (looksLikeFile(bytes)) {
      yield { name, file: new File([bytes], name) };
      return;
    }
    inner = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return; // A token, or packed by the page in a way of its own.
  }
  yield* findIn(name, inner, depth + 1);
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

function* leaves(name: string, value: unknown, depth: number): Generator<Found> {
  if (typeof value === 'string') yield* findIn(name, value, depth + 1);
  else if (Array.isArray(value)) {
    const table = asTable(value);
    if (table !== undefined) {
      if (isProse(table)) yield { name, text: table };
      // A cell can be a file in base64 as well.
      for (const row of value)
        for (const cell of Object.values(row as Row))
          if (typeof cell === 'string' && (cell.startsWith('data:') || BASE64.test(cell)))
            yield* findIn(name, cell, depth + 1);
    } else if (value.length >= ROWS && value.every((entry) => typeof entry === 'string')) {
      const text = value.join('\n');
      if (isProse(text)) yield { name, text };
    } else for (const entry of value) yield* leaves(name, entry, depth + 1);
  } else if (isRow(value))
    for (const [key, entry] of Object.entries(value)) yield* leaves(key, entry, depth + 1);
}

/** JSON within JSON, form encoding within JSON: followed this deep. */
const DEPTH = 12;
/** `a=b&c=d` without any blank. */
const FORM_ENCODED = /^[^\s=&?/<>{}"]{1,200}=[^\s<>{}"]*$/;

/** As `encodeURIComponent` writes a text, without a key before it: in an address, or as a body. */
function isPercentEncoded(text: string): boolean {
  if (/[\s<>"]/.test(text)) return false;
  let gaps = 0;
  for (const gap of text.matchAll(/%(?:20|0A|09|2C)/gi)) {
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
      yield* leaves(name, value, depth);
      return;
    }
  }
  if (depth < DEPTH && FORM_ENCODED.test(text)) {
    for (const [key, value] of new URLSearchParams(text)) {
      yield* findIn(key, value, depth + 1);
      // `a=1&TEXT`: the text stands where a key would.
      yield* findIn(name, key, depth + 1);
    }
    return;
  }
  if (depth < DEPTH && isPercentEncoded(text)) {
    const decoded = percentDecoded(text);
    if (decoded !== undefined) {
      yield* findIn(name, decoded, depth + 1);
      return;
    }
  }
  if (depth < DEPTH && BASE64.test(text)) yield* inBase64(name, text, depth);
  else if (isProse(text)) yield { name, text };
}
