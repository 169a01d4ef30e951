// The text of a page in reading order: as the page draws it, which is how its author wrote it, with each table's rows
// put together where its first word stands.

import { trimEnd } from '../../trim.ts';
import type { Table } from './tables.ts';
import type { Word } from './words.ts';

/** Lines divided by `\n`, cells of a row by a tab. */
export function textOf(words: readonly Word[], tables: readonly Table[]): string {
  const tableOf = new Map<Word, Table>();
  for (const table of tables) for (const row of table.words) for (const word of row) tableOf.set(word, table);
  const written = new Set<Table>();
  let text = '';
  for (const word of words) {
    const table = tableOf.get(word);
    if (table) {
      if (written.has(table)) continue;
      written.add(table);
      if (text !== '' && !text.endsWith('\n')) text += '\n';
      text += `${table.rows.map((row) => trimEnd(row.join('\t'), /\t/)).join('\n')}\n`;
      continue;
    }
    if (text === '' || text.endsWith('\n')) text += word.text;
    else text += `${word.newLine ? '\n' : ' '}${word.text}`;
  }
  return text.trimEnd();
}
