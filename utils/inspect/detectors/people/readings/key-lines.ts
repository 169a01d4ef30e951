// Another reading of a text: records with a line for each field (`surname = "Smith"`, `Officer 3 team: Fleet`, a line `[4411]` before
// each), whatever the fields are called. The same keys again and again make a table.
import { headingOf } from '../../../lexicon/headers.ts';
import type { Framed } from './frames.ts';

/** Lines that are kept; records at least, and share of the lines that keys must stand in; how long keys and values are. */
const LINES = { most: 40_000, records: 3, share: 0.5, value: 400, columns: 40 };
/** What stands before `:` or `=`, without the dash of a list and quotes. */
const KEY = /^\p{L}[\p{L}\d_ .()/-]{0,40}$/u;
const LONGEST_KEY = 48;
/** A line of its own between brackets. */
const SECTION = /^\[{1,2}([^[\]]{1,60})\]{1,2}$/;

/** `key: value`, `"key": "value",`, `- key = value`, taken apart; nothing where a line is none. */
function fieldOf(line: string): [key: string, value: string] | undefined {
  const text = line.replace(/^[-*•] /, '');
  const end = text.search(/[=:]/);
  if (end < 1 || end > LONGEST_KEY) return undefined;
  const key = unquoted(text.slice(0, end));
  const from = text.startsWith('=>', end) ? end + 2 : end + 1;
  if (!KEY.test(key) || text.startsWith('//', from)) return undefined;
  const value = text.slice(from).trim();
  return [key, unquoted(/[,;]$/.test(value) ? value.slice(0, -1) : value)];
}

function unquoted(text: string): string {
  const bare = text.trim();
  const [mark] = bare;
  const isQuoted = bare.length >= 2 && (mark === '"' || mark === "'") && bare.endsWith(mark);
  return isQuoted ? bare.slice(1, -1).trim() : bare;
}

interface Field {
  row: number;
  key: string;
  /** The number in the key, if it has one: `3` of `Officer 3 team`. */
  number: string;
  value: string;
}

export class KeyLines {
  private fields: (Field | 'break')[] = [];
  private count = 0;

  /** Takes the next line, blank ones as well. */
  add(text: string, row: number): void {
    if (this.fields.length >= LINES.most) return;
    const line = text.trim();
    if (line === '') {
      this.pause();
      return;
    }
    this.count++;
    const [, section] = SECTION.exec(line) ?? [];
    if (section !== undefined) {
      this.pause();
      this.fields.push({ row, key: '', number: '', value: section });
      return;
    }
    const [key, value] = fieldOf(line) ?? [];
    if (key === undefined || value === undefined || value.length > LINES.value) return;
    const [number = ''] = /\d+/.exec(key) ?? [];
    this.fields.push({ row, key: key.replace(/\d+/, '#').toLowerCase().trim(), number, value });
  }

  /** Notes that what follows may be another record. */
  private pause(): void {
    if (this.fields.at(-1) !== 'break') this.fields.push('break');
  }

  table(): Framed | undefined {
    const times = new Map<string, number>();
    for (const field of this.fields)
      if (field !== 'break') times.set(field.key, (times.get(field.key) ?? 0) + 1);
    const keys = [...times].filter(([, n]) => n >= LINES.records).map(([key]) => key);
    const inKeys = keys.reduce((sum, key) => sum + (times.get(key) as number), 0);
    // A key by itself is the frame of a line, which is read as such.
    if (keys.filter((key) => key !== '').length < 2 && !keys.includes('')) return undefined;
    if (keys.length === 0 || keys.length > LINES.columns || inKeys < LINES.share * this.count)
      return undefined;
    const columns = new Map(keys.map((key, at) => [key, at]));
    const rows: Framed['rows'] = [];
    let isBroken = true;
    let last = '';
    let number = '';
    for (const field of this.fields) {
      if (field === 'break') {
        isBroken = true;
        continue;
      }
      const column = columns.get(field.key);
      if (column === undefined) continue;
      const record = rows.at(-1);
      const isOther = field.number !== '' && field.number !== number;
      const isAgain = record?.cells[column] !== '' && field.key !== last;
      if (!record || isOther || isAgain || (isBroken && record.cells[column] !== ''))
        rows.push({ row: field.row, cells: keys.map(() => '') });
      const cells = (rows.at(-1) as Framed['rows'][number]).cells;
      if (cells[column] === '') cells[column] = field.value;
      isBroken = false;
      last = field.key;
      number = field.number;
    }
    if (rows.length < LINES.records) return undefined;
    const headings = keys.map((key) => {
      const bare = key.replace(/[#_.]+/g, ' ').trim();
      const heading = headingOf(bare);
      return heading && !heading.loose ? bare : '';
    });
    return { headings, rows };
  }
}
