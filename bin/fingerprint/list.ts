// A staff list, of any kind that Cordon reads, as people: which columns there are is told by their headings.
import type { Detector } from '../../utils/inspect/detector.ts';
import type { Person } from '../../utils/inspect/fingerprints/make.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import { headingOf } from '../../utils/inspect/lexicon/headers.ts';
import { loadAsset } from '../assets.ts';

/** Headings that are used; a column under another one is not looked at. */
const USED = ['name', 'surname', 'forename', 'initials', 'staff-number', 'e-mail'] as const;
type Used = (typeof USED)[number];

/** Rows in which headings are looked for. */
const HEAD_ROWS = 30;

export interface List {
  people: Person[];
  /** The headings that were understood, as the lexicon names them, each with how many columns it stands above. */
  columns: Partial<Record<Used, number>>;
  /** Whether every part of the file was read. */
  full: boolean;
}

type Row = Map<number, string>;

/** Reads a list. Sheets without a known heading are passed over; hidden ones count like others. */
export async function readList(file: Blob, name: string): Promise<List> {
  const tables: Row[][] = [];
  const keep: Detector = {
    id: 'keep',
    start: () => ({
      table() {
        const rows = new Map<number, Row>();
        return {
          chunk({ count, rows: at, cols, values, strings }) {
            for (let i = 0; i < count; i++) {
              const row: Row = rows.get(at[i] as number) ?? new Map();
              rows.set(at[i] as number, row.set(cols[i] as number, strings[values[i] as number] as string));
            }
          },
          end: () => void tables.push([...rows].sort(([a], [b]) => a - b).map(([, row]) => row)),
        };
      },
      end: () => [],
    }),
  };
  const { inspected } = await inspect(file, name, { asset: loadAsset, detectors: [keep] });
  const list: List = { people: [], columns: {}, full: inspected === 'full' };
  for (const rows of tables) addTable(rows, list);
  return list;
}

function addTable(rows: readonly Row[], list: List): void {
  let head = -1;
  let columns = new Map<number, Used>();
  for (let at = 0; at < Math.min(rows.length, HEAD_ROWS); at++) {
    const known = headingsOf(rows[at] as Row);
    if (known.size > columns.size) [head, columns] = [at, known];
  }
  if (columns.size === 0) return;
  for (const what of columns.values()) list.columns[what] = (list.columns[what] ?? 0) + 1;
  for (const row of rows.slice(head + 1)) {
    const person: Person = { numbers: [], mails: [] };
    for (const [col, what] of columns) {
      const text = row.get(col)?.trim() ?? '';
      if (text === '') continue;
      if (what === 'staff-number') person.numbers.push(text);
      else if (what === 'e-mail') person.mails.push(text);
      else person[what] ??= text;
    }
    list.people.push(person);
  }
}

function headingsOf(row: Row): Map<number, Used> {
  const found = new Map<number, Used>();
  for (const [col, text] of row) {
    const heading = headingOf(text);
    const what = USED.find((used) => used === heading?.what);
    // `Line manager's name` is a name, but of somebody else; managers are on the list themselves.
    if (what && heading?.owner !== 'other-person' && !heading?.loose) found.set(col, what);
  }
  return found;
}
