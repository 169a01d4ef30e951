// Mutations of text that has tokens: XML, HTML, RTF, mail, CSV, JSON, the objects of a PDF. Words change places with
// words of the same file, numbers become extreme ones, tokens are repeated, left out, and nested.
import type { Random } from '../../fixtures/people.ts';
import { MOST_BYTES, mutateBytes } from './bytes.ts';

/** Characters that one change adds at most. */
const MOST_GROWTH = 20_000;

const TOKEN = /[A-Za-z_][\w:.-]*|\d+|\s+|[^\w\s]/g;

const NUMBERS = [
  '0',
  '-1',
  '1',
  '65536',
  '1048577',
  '2147483647',
  '4294967295',
  '99999999999999999999',
  '1e308',
  'NaN',
];

/** Words that mean something to one reader or another, or to the language that readers are written in. */
const WORDS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'prototype',
  'true',
  'null',
  '<![CDATA[',
  ']]>',
  '<!--',
  '<!DOCTYPE x [<!ENTITY y "&y;">]>',
  '&#0;',
  '&#x110000;',
  '&#xd800;',
  '&y;',
  '\u0000',
  '\ufffe',
  '"',
  "'",
  '<',
  '>',
  '{',
  '}',
  '\\',
  '\\bin4000000000 ',
  "\\'",
  '\\u-1',
  '/Parent 1 0 R',
  '1 0 R',
  '[',
  ']',
  '<<',
  '>>',
  'stream\n',
  'endobj',
  '=?utf-8?B?////?=',
  'Content-Type: multipart/mixed; boundary=""',
  'Content-Transfer-Encoding: base64',
  '\r\n\r\n',
  'XFD1048576',
  'A0',
  '../../',
];

function change(random: Random, tokens: string[]): void {
  const at = random.int(0, tokens.length - 1);
  const kind = random.int(0, 8);
  if (kind === 0) tokens.splice(at, random.pick([1, 1, 2, 5, 20]));
  else if (kind === 1) {
    const piece = tokens.slice(at, at + random.int(1, 12));
    const most = MOST_GROWTH / (piece.join('').length + 1);
    const times = Math.min(random.pick([1, 2, 10, 200]), most);
    tokens.splice(at, 0, ...Array.from({ length: times }, () => piece).flat());
  } else if (kind === 2) {
    const other = random.int(0, tokens.length - 1);
    [tokens[at], tokens[other]] = [tokens[other]!, tokens[at]!];
  } else if (kind === 3) {
    const numbers = tokens.flatMap((token, i) => (/^\d/.test(token) ? [i] : []));
    if (numbers.length > 0) tokens[random.pick(numbers)] = random.pick(NUMBERS);
  } else if (kind === 4) {
    const words = tokens.flatMap((token, i) => (/^[A-Za-z_]/.test(token) ? [i] : []));
    if (words.length > 1) tokens[random.pick(words)] = tokens[random.pick(words)]!;
  } else if (kind === 5) tokens[at] = random.pick(WORDS);
  else if (kind === 6) tokens.splice(at, 0, random.pick(WORDS));
  else if (kind === 7) {
    // Open again and again what is open here, without an end to it.
    const from = Math.max(0, tokens.lastIndexOf(random.pick(['<', '{', '[', '(', '/']), at));
    const piece = tokens.slice(from, from + random.int(1, 8)).join('');
    tokens.splice(
      from,
      0,
      piece.repeat(Math.min(random.pick([10, 10, 300, 300, 20_000]), MOST_GROWTH / (piece.length + 1))),
    );
  } else tokens.length = at + 1;
}

/** @returns other text of at most MOST_BYTES characters. */
export function mutateText(random: Random, text: string): string {
  const tokens = text.slice(0, MOST_BYTES).match(TOKEN) ?? [''];
  for (let i = random.pick([1, 1, 2, 4, 12]); i > 0 && tokens.length > 0; i--) change(random, tokens);
  return tokens.join('').slice(0, MOST_BYTES);
}

/** The same over bytes, each of which is taken for a character: nothing is lost on the way. */
export function mutateTokens(random: Random, bytes: Uint8Array): Uint8Array {
  if (random.chance(0.15)) return mutateBytes(random, bytes);
  return new Uint8Array(Buffer.from(mutateText(random, Buffer.from(bytes).toString('latin1')), 'latin1'));
}
