// A look at the place of a Finding: what its columns are and a few of its rows, masked here, in the worker that reads the
// file. No value of a cell goes any further.
import type { Detector } from '../inspect/detector.ts';
import { type InspectOptions, inspect } from '../inspect/inspect.ts';
import { headingOf } from '../inspect/lexicon/headers.ts';
import { FIELDS, type Field } from '../inspect/report.ts';
import { maskValue } from './mask.ts';
import { type Range, rangeOf } from './place.ts';

/** Rows and columns shown at most. */
export const MOST_ROWS = 5;
const MOST_COLUMNS = 12;

export interface LookColumn {
  /** As a sheet has it: `A`, `B`… */
  letter: string;
  /** What the heading says, where Cordon knows it: from a closed list, never the heading's own words. */
  field?: Field;
}

export interface Look {
  columns: LookColumn[];
  /** Masked values, a list for each row and column; '' where there is none. */
  rows: { number: number; values: string[] }[];
}

function letterOf(column: number): string {
  const rest = Math.floor(column / 26) - 1;
  return (rest >= 0 ? letterOf(rest) : '') + String.fromCharCode(65 + (column % 26));
}

/** The field of a heading that is known for certain. */
function fieldOf(text: string): Field | undefined {
  const heading = headingOf(text);
  if (!heading || heading.loose) return undefined;
  return FIELDS.find((field) => field === heading.what);
}

type Cells = Map<number, Map<number, string>>;

/** Headings over values: two at least that the lexicon knows for certain. */
function isHeadings(row: ReadonlyMap<number, string> | undefined): boolean {
  return [...(row?.values() ?? [])].filter((text) => fieldOf(text) !== undefined).length >= 2;
}

function lookOf(cells: Cells, range: Range): Look | undefined {
  const numbers = [...cells.keys()].sort((a, b) => a - b);
  const headings = numbers.find((number) => number <= range.firstRow + 1 && isHeadings(cells.get(number)));
  const shown = numbers
    .filter((number) => number >= range.firstRow && (headings === undefined || number > headings))
    .slice(0, MOST_ROWS);
  const all = [...shown, ...(headings === undefined ? [] : [headings])];
  const columns = [...new Set(all.flatMap((number) => [...(cells.get(number)?.keys() ?? [])]))]
    .sort((a, b) => a - b)
    .slice(0, MOST_COLUMNS);
  if (shown.length === 0 || columns.length === 0) return undefined;
  return {
    columns: columns.map((column) => {
      const field = fieldOf(cells.get(headings ?? -1)?.get(column) ?? '');
      return { letter: letterOf(column), ...(field ? { field } : {}) };
    }),
    rows: shown.map((number) => ({
      number: number + 1,
      values: columns.map((column) => maskValue(cells.get(number)?.get(column) ?? '')),
    })),
  };
}

/**
 * Reads the file again as far as the place.
 * @param where of a Finding in this file.
 * @returns undefined where there is no table at that place.
 * @throws what the signal was aborted with.
 */
export async function lookAt(
  file: Blob,
  name: string,
  where: readonly string[],
  options: InspectOptions,
): Promise<Look | undefined> {
  const range = rangeOf(where.at(-1));
  if (!range) return undefined;
  const place = where.slice(0, -1);
  // One row above, where headings may be, and some to spare for blank ones.
  const [first, last] = [range.firstRow - 1, range.firstRow + 4 * MOST_ROWS];
  const cells: Cells = new Map();
  const seen = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, seen.signal]) : seen.signal;
  const onlooker: Detector = {
    id: 'look',
    start: () => ({
      table(part) {
        const isPlace =
          part.place.length === place.length && place.every((step, at) => part.place[at] === step);
        if (!isPlace || cells.size > 0) return { chunk() {}, end() {} };
        return {
          chunk({ count, rows, cols, values, strings }) {
            for (let i = 0; i < count; i++) {
              const [row, col] = [rows[i] as number, cols[i] as number];
              if (row > last) return seen.abort();
              if (row < first || row > range.lastRow || col < range.firstColumn || col > range.lastColumn)
                continue;
              const line = cells.get(row) ?? new Map<number, string>();
              cells.set(row, line);
              line.set(col, strings[values[i] as number] as string);
            }
          },
          end: () => {
            if (cells.size > 0) seen.abort();
          },
        };
      },
      end: () => [],
    }),
  };
  try {
    await inspect(file, name, { ...options, signal, detectors: [onlooker] });
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!seen.signal.aborted) throw error;
  }
  return lookOf(cells, range);
}
