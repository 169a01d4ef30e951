// docs/admin.md is written by hand; the policies in it are written by this, so that each names the keys that it sets.
import { readFileSync } from 'node:fs';
import { type Json, naming, type Tree } from '../deploy/rollout.ts';

/** As wide as a line of a sample may be. */
const WIDTH = 110;

/** JSON with spaces in it, on one line. */
function flat(value: Json): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flat).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${flat(item)}`);
  return `{ ${entries.join(', ')} }`;
}

/** The same on several lines where one is not enough. */
function pretty(value: Json, indent = ''): string {
  const line = flat(value);
  if (typeof value !== 'object' || line.length + indent.length <= WIDTH) return line;
  const inner = `${indent}  `;
  const [open, close, items] = Array.isArray(value)
    ? ['[', ']', value.map((item) => pretty(item, inner))]
    : [
        '{',
        '}',
        Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${pretty(item, inner)}`),
      ];
  return `${open}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${close}`;
}

const BEGIN = '```json\n';
const END = '\n```';

/** The page, with `expectKeys` in each of its samples. */
export function adminPage(): string {
  const page = readFileSync(new URL('../../docs/admin.md', import.meta.url), 'utf8');
  const [first = '', ...others] = page.split(BEGIN);
  const samples = others.map((text) => {
    const end = text.indexOf(END);
    return pretty(naming(JSON.parse(text.slice(0, end)) as Tree)) + text.slice(end);
  });
  return [first, ...samples].join(BEGIN);
}
