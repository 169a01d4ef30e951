// Titles above a table without headings: cells alone in their rows, above rows of several.
import { foldedHash } from '../../../lexicon/text.ts';
import type { Block } from '../cells/blocks.ts';
import { personOf, surnameOf } from '../cells/classes.ts';
import { lookClosely } from '../cells/classify.ts';
import type { Head } from '../columns/layout.ts';

/** Lines of a title, at most; rows that must follow; share of these with several cells; from what name score on a line is somebody. */
const TITLES = { most: 6, rows: 3, wide: 0.8, person: 0.5 };

/** The lines above the first row of several cells, as a head without headings; nothing where the block begins with such a row. */
export function titlesOf(block: Block): Head | undefined {
  const titles: { row: number; text: string }[] = [];
  let dataRow = -1;
  let rows = 0;
  let wide = 0;
  for (let i = 0; i < block.count; ) {
    const row = block.rows[i] as number;
    let end = i + 1;
    while (end < block.count && block.rows[end] === row) end++;
    if (dataRow < 0 && end - i === 1) {
      const text = block.texts[i] as string;
      if (titles.length >= TITLES.most || isSomebody(text)) return undefined;
      titles.push({ row, text });
    } else {
      if (dataRow < 0) dataRow = row;
      rows++;
      if (end - i > 1) wide++;
    }
    i = end;
  }
  const [first] = titles;
  if (!first || rows < TITLES.rows || wide < TITLES.wide * rows) return undefined;
  return { firstRow: dataRow, dataRow, headings: new Map(), titles: titles.map(({ text }) => text) };
}

/** Whether a line is rather a row of the table that has only its name. */
function isSomebody(text: string): boolean {
  const kind = lookClosely(text, foldedHash(text));
  return Math.max(personOf(kind), /\s/.test(text.trim()) ? 0 : surnameOf(kind)) >= TITLES.person;
}
