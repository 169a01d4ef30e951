// Another reading of a table: people who stand over its columns (`Skill`, `Smith 4411`, `Jones 5121`, …), a row of them at a time.

import type { Block } from '../cells/blocks.ts';
import { personsWithin } from '../cells/within.ts';
import type { Mentioned } from './mentioned.ts';

/** Rows that are tried, people in a row at least, share of its texts that they are, and cells that are looked at before a row is left. */
const ROWS = { tried: 400, people: 6, share: 0.8, first: 4 };

export class Heads {
  readonly people: Mentioned[] = [];
  private tried = 0;
  private span = { firstCol: 0xffffffff, lastCol: 0 };

  block(block: Block): void {
    for (let i = 0; i < block.count && this.tried < ROWS.tried; ) {
      let end = i + 1;
      while (end < block.count && block.rows[end] === block.rows[i]) end++;
      if (end - i >= ROWS.people) {
        this.tried++;
        this.row(block, i, end);
      }
      i = end;
    }
  }

  /** Where the people stand. */
  where(firstRow: number, lastRow: number): [number, number, number, number] {
    return [firstRow, lastRow, this.span.firstCol, this.span.lastCol];
  }

  private row(block: Block, from: number, end: number): void {
    const found: Mentioned[] = [];
    let texts = 0;
    for (let i = from; i < end; i++) {
      const text = block.texts[i] as string;
      if (!/\p{L}{2}/u.test(text)) continue;
      texts++;
      const [person] = text.length <= 60 ? personsWithin(text) : [];
      if (person?.isSure && person.from === 0 && person.to === text.length)
        found.push({
          row: block.rows[i] as number,
          name: person.name,
          number: person.number,
          flags: block.flags[i] as number,
          isSure: true,
        });
      // A row of anything else is known by its first cells.
      if (texts === ROWS.first && found.length < ROWS.first / 2) return;
    }
    if (found.length < ROWS.people || found.length < ROWS.share * texts) return;
    this.people.push(...found);
    this.span.firstCol = Math.min(this.span.firstCol, block.cols[from] as number);
    this.span.lastCol = Math.max(this.span.lastCol, block.cols[end - 1] as number);
  }
}
