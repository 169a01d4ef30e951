// Character references and the five entities that XML knows by itself.
import { wordTable } from '../word-table.ts';

const NAMED = wordTable<string>({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" });

/** The text with its references resolved. What is no reference (a bare `&`, an entity of the file's own) stays. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (all, hex, decimal, name) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? all;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}
