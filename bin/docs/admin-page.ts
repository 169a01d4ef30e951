// docs/admin.md is written by hand; the policies in it are written by this, so that each names the keys that it sets.
import { readFileSync } from 'node:fs';
import { type Json, naming, type Tree } from '../deploy/rollout.ts';

/** As wide as a line of a sample may be. */
const WIDTH = 110;

/** JSON with spaces in it, on one line where that is short enough. */
function pretty(value: Json, indent = ''): string {
  const flat = JSON.stringify(value, null, 1)
    .replaceAll(/\n\s*/g, ' ')
    .replaceAll(/\[ (.*?) \]/g, '[$1]');
  if (typeof value !== 'object' || flat.length + indent.length <= WIDTH) return flat;
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

/** The page, with `expectKeys` in each of its samples. */
export function adminPage(): string {
  const page = readFileSync(new URL('../../docs/admin.md', import.meta.url), 'utf8');
  return page.replaceAll(
    /```json\n(.*?)```/gs,
    (_, sample: string) => `\`\`\`json\n${pretty(naming(JSON.parse(sample) as Tree))}\n\`\`\``,
  );
}
