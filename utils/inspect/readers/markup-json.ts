// Reads JSON, and JSON line by line: lists of objects are tables, the rest is text.
import { detectEncoding, TextPieces } from '../container/text.ts';
import { Damaged } from '../errors.ts';
import type { Reader } from '../reader.ts';
import { Records } from './records.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Bytes that are parsed as a whole; what is larger is read line by line, or as text. */
const LARGEST = 256 * 1024 ** 2;
const DEEPEST = 512;

export const jsonReader: Reader = {
  formats: ['json'],
  async read(file, _format, context) {
    context.budget.spend(file.size);
    if (file.size > LARGEST) throw new Damaged('The JSON file is larger than Cordon reads at once.');
    const bytes = new Uint8Array(await file.arrayBuffer());
    const encoding = detectEncoding(bytes.subarray(0, 65_536), bytes.length <= 65_536) ?? 'utf-8';
    const text = new TextPieces(encoding).decode(bytes, true).replace(/^\ufeff/, '');
    const records = new Records(context);
    try {
      const whole = parse(text);
      if (whole !== undefined) walk(records, whole, 'item', 0);
      else {
        let damaged = 0;
        for (const line of text.split(/\r?\n/)) {
          if (line.trim() === '') continue;
          const value = parse(line);
          if (value === undefined) {
            damaged++;
            records.say(line);
          } else walk(records, [value], 'line', 0);
        }
        if (damaged > 0) throw new Damaged('The file is not well-formed JSON; it was read as text.');
      }
    } finally {
      records.end();
    }
    return 'full';
  },
};

/** The value, or undefined where the text is no JSON. */
function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Goes through a value; `name` is that of what it stands in. */
function walk(records: Records, value: Json, name: string, depth: number): void {
  if (depth > DEEPEST) throw new Damaged('The JSON of the file is nested too deep.');
  if (Array.isArray(value)) {
    for (const item of value) {
      if (isObject(item)) records.add(name, fields(records, item, '', name, depth + 1));
      else if (Array.isArray(item) && item.every((cell) => !isObject(cell) && !Array.isArray(cell))) {
        // Rows without names: the columns are numbered.
        records.add(
          `${name} rows`,
          item.map((cell, i) => [String(i + 1), plain(cell)] as const).filter(([, cell]) => cell !== ''),
        );
      } else if (Array.isArray(item)) walk(records, item, name, depth + 1);
      else records.say(plain(item));
    }
  } else if (isObject(value)) {
    for (const [key, text] of fields(records, value, '', name, depth + 1)) records.say(`${key}: ${text}`);
  } else records.say(plain(value));
}

/** The fields of a record, nested objects flattened (`home.phone`); lists of objects in it are tables of their own. */
function fields(
  records: Records,
  object: { [key: string]: Json },
  prefix: string,
  name: string,
  depth: number,
): [string, string][] {
  if (depth > DEEPEST) throw new Damaged('The JSON of the file is nested too deep.');
  const list: [string, string][] = [];
  for (const [key, value] of Object.entries(object)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (Array.isArray(value)) {
      if (value.every((item) => !isObject(item) && !Array.isArray(item))) {
        const text = value.map(plain).filter(Boolean).join(', ');
        if (text !== '') list.push([path, text]);
      } else walk(records, value, `${name}.${path}`, depth + 1);
    } else if (isObject(value)) list.push(...fields(records, value, path, name, depth + 1));
    else if (plain(value) !== '') list.push([path, plain(value)]);
  }
  return list;
}

function plain(value: Json): string {
  return value === null ? '' : String(value);
}
