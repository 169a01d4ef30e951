// Says where cells are hidden, and how many: on hidden sheets, in hidden rows and columns, behind filters, in letters
// that cannot be seen, far away from the rest. What they hold is other detectors' business. Blank cells do not count:
// rows that are hidden and blank are nothing. A hidden sheet is never nothing: its name goes out with the file.
import type { Detector, DetectorRun } from '../detector.ts';
import { CELL_FLAG, type TableEnd, type TablePart, type TableSink } from '../part.ts';
import type { Finding } from '../report.ts';
import type { RuleId } from '../rules.ts';

/** So many hidden cells are a list that feeds a drop-down, and low; more are worth a warning. */
export const HANDFUL = 20;

/** So many blank columns, or rows, lie between a block of cells and one that is far away from it: more than a screen. */
const FAR_COLUMNS = 30;
const FAR_ROWS = 300;

export const hiddenDetector: Detector = {
  id: 'hidden',
  start(): DetectorRun {
    const findings: Finding[] = [];
    return {
      table: (part) => watch(part, findings),
      end: () => findings,
    };
  },
};

/** `0` → `A`, `27` → `AB`. */
function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** A block of cells: its bounds, and how much is in it. */
class Block {
  firstRow = Number.POSITIVE_INFINITY;
  lastRow = -1;
  firstColumn = Number.POSITIVE_INFINITY;
  lastColumn = -1;
  cells = 0;

  add(row: number, column: number, cells = 1): void {
    if (row < this.firstRow) this.firstRow = row;
    if (row > this.lastRow) this.lastRow = row;
    if (column < this.firstColumn) this.firstColumn = column;
    if (column > this.lastColumn) this.lastColumn = column;
    this.cells += cells;
  }

  /** `A1:I10800`, or rows where columns have no letters. */
  range(addressing: TablePart['addressing']): string {
    if (addressing === 'rows') return `rows ${this.firstRow + 1} to ${this.lastRow + 1}`;
    const from = `${columnName(this.firstColumn)}${this.firstRow + 1}`;
    const to = `${columnName(this.lastColumn)}${this.lastRow + 1}`;
    return from === to ? from : `${from}:${to}`;
  }
}

/** A run of rows (or columns) with cells, and from where to where these go across it. */
interface Segment {
  first: number;
  last: number;
  low: number;
  high: number;
  cells: number;
}

/**
 * Rows (or columns) that are told apart; those beyond count as the last of them. No program has more, and a file can say any
 * number: lists of four thousand million rows would take minutes and gigabytes.
 */
const MOST_LINES = 1 << 22;

/** Cells in each row (or column), by its number, and how far they go across; grows as needed. */
class Tally {
  private counts = new Uint32Array(64);
  private low = new Uint32Array(64);
  private high = new Uint32Array(64);

  add(line: number, across: number): void {
    const at = line < MOST_LINES ? line : MOST_LINES - 1;
    if (at >= this.counts.length) this.grow(at);
    const count = this.counts[at]!;
    if (count === 0 || across < this.low[at]!) this.low[at] = across;
    if (across > this.high[at]!) this.high[at] = across;
    this.counts[at] = count + 1;
  }

  /** Some cells at once, from `low` to `high` across. */
  addRun(line: number, low: number, high: number, cells: number): void {
    const at = line < MOST_LINES ? line : MOST_LINES - 1;
    if (at >= this.counts.length) this.grow(at);
    const count = this.counts[at]!;
    if (count === 0 || low < this.low[at]!) this.low[at] = low;
    if (high > this.high[at]!) this.high[at] = high;
    this.counts[at] = count + cells;
  }

  private grow(at: number): void {
    const length = Math.max(at + 1, this.counts.length * 2);
    this.counts = grown(this.counts, length);
    this.low = grown(this.low, length);
    this.high = grown(this.high, length);
  }

  /** How many rows (or columns) have cells. */
  get size(): number {
    let size = 0;
    for (let i = 0; i < this.counts.length; i++) if (this.counts[i] !== 0) size++;
    return size;
  }

  *filled(): Generator<readonly [at: number, cells: number]> {
    for (let i = 0; i < this.counts.length; i++) if (this.counts[i]) yield [i, this.counts[i]!];
  }

  /** Runs of filled rows (or columns) with fewer than `far` blank ones between. */
  segments(far: number): Segment[] {
    const list: Segment[] = [];
    let open: Segment | undefined;
    for (let at = 0; at < this.counts.length; at++) {
      const cells = this.counts[at]!;
      if (cells === 0) continue;
      const low = this.low[at]!;
      const high = this.high[at]!;
      if (open && at - open.last <= far) {
        open.last = at;
        open.low = Math.min(open.low, low);
        open.high = Math.max(open.high, high);
        open.cells += cells;
      } else {
        open = { first: at, last: at, low, high, cells };
        list.push(open);
      }
    }
    return list;
  }
}

function grown(from: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(length);
  to.set(from);
  return to;
}

const HIDDEN = CELL_FLAG.hiddenRow | CELL_FLAG.hiddenColumn | CELL_FLAG.hiddenText;

/** Rows with cells in the same columns, one after the other, as most tables have: their columns are counted together. */
class Alike {
  width = 0;
  low = 0;
  high = 0;
  private columns = new Uint32Array(0);
  private times = 0;
  private firstRow = 0;
  private lastRow = 0;

  /** The columns of a row that has been counted, for those that follow. */
  begin(columns: Uint32Array, low: number, high: number): void {
    this.columns = columns.slice();
    this.width = columns.length;
    this.low = low;
    this.high = high;
  }

  /** Whether the row that begins at `from` is like the last. */
  has(from: number, rows: Uint32Array, cols: Uint32Array, count: number): boolean {
    const { columns, width } = this;
    const row = rows[from];
    if (width === 0 || from + width > count || rows[from + width - 1] !== row) return false;
    if (from + width < count && rows[from + width] === row) return false;
    for (let i = 0; i < width; i++) if (cols[from + i] !== columns[i]) return false;
    return true;
  }

  again(row: number): void {
    if (this.times === 0 || row < this.firstRow) this.firstRow = row;
    if (this.times === 0 || row > this.lastRow) this.lastRow = row;
    this.times++;
  }

  /** Adds what has been counted. */
  flush(columns: Tally, all: Block): void {
    const { times, firstRow, lastRow, width } = this;
    if (times === 0) return;
    for (let i = 0; i < width; i++) columns.addRun(this.columns[i]!, firstRow, lastRow, times);
    all.add(firstRow, this.low, times * width);
    all.add(lastRow, this.high, 0);
    this.times = 0;
  }
}

/** Which texts of a table are blank. */
class Blanks {
  any = false;
  /** 1 for each blank one; valid where there is any. */
  marks = new Uint8Array(0);
  private seen: readonly string[] | undefined;

  /** Looks at texts that are new: those from `stable` on are others in every chunk. */
  look(strings: readonly string[], stable = strings.length): void {
    const isKnown = strings === this.seen;
    this.seen = strings;
    let { any } = this;
    if (!isKnown) any = false;
    if (any) this.size(strings.length);
    for (let i = isKnown ? stable : 0; i < strings.length; i++) {
      const text = strings[i]!;
      // Most texts do not begin with a blank: only then look further.
      const isBlank = text.charCodeAt(0) <= 32 && text.trim() === '';
      if (isBlank && !any) {
        any = true;
        this.size(strings.length);
        this.marks.fill(0);
      }
      if (any) this.marks[i] = isBlank ? 1 : 0;
    }
    this.any = any;
  }

  private size(length: number): void {
    if (this.marks.length >= length) return;
    const longer = new Uint8Array(2 * length);
    longer.set(this.marks);
    this.marks = longer;
  }
}

function watch(part: TablePart, findings: Finding[]): TableSink {
  const all = new Block();
  const rows = new Tally();
  const columns = new Tally();
  let hiddenRows: Tally | undefined;
  let hiddenColumns: Tally | undefined;
  const rowBlock = new Block();
  const columnBlock = new Block();
  const textBlock = new Block();
  const coveredBlock = new Block();
  const blanks = new Blanks();
  const alike = new Alike();
  const addHidden = (row: number, column: number, flag: number): void => {
    if (flag & CELL_FLAG.hiddenRow) {
      hiddenRows ??= new Tally();
      hiddenRows.add(row, column);
      rowBlock.add(row, column);
    }
    if (flag & CELL_FLAG.hiddenColumn) {
      hiddenColumns ??= new Tally();
      hiddenColumns.add(column, row);
      columnBlock.add(row, column);
    }
    if (flag & CELL_FLAG.covered) coveredBlock.add(row, column);
    else if (flag & CELL_FLAG.hiddenText) textBlock.add(row, column);
  };

  return {
    chunk({ count, rows: r, cols: c, values, flags, strings, stable }) {
      blanks.look(strings, stable);
      const { any: anyBlank, marks } = blanks;
      let anyHidden = 0;
      for (let i = 0; i < count; i++) anyHidden |= flags[i]!;
      const isPlain = !anyBlank && (anyHidden & HIDDEN) === 0;
      for (let i = 0; i < count; ) {
        // The cells of a row, one after the other.
        const row = r[i]!;
        if (isPlain && alike.has(i, r, c, count)) {
          i += alike.width;
          rows.addRun(row, alike.low, alike.high, alike.width);
          alike.again(row);
          continue;
        }
        alike.flush(columns, all);
        const from = i;
        let cells = 0;
        let low = 0xffffffff;
        let high = 0;
        for (; i < count && r[i] === row; i++) {
          const column = c[i]!;
          if (!isPlain) {
            if (anyBlank && marks[values[i]!] === 1) continue;
            addHidden(row, column, flags[i]!);
          }
          cells++;
          if (column < low) low = column;
          if (column > high) high = column;
          columns.add(column, row);
        }
        if (cells === 0) continue;
        if (isPlain) alike.begin(c.subarray(from, i), low, high);
        rows.addRun(row, low, high, cells);
        all.add(row, low, cells);
        all.add(row, high, 0);
      }
      alike.flush(columns, all);
    },
    end(info) {
      if (all.cells === 0) {
        if (part.hidden.at(-1) === 'hidden-sheet') findings.push(blankSheet(part));
        return;
      }
      const say = (
        rule: RuleId,
        block: Block,
        message: string,
        counts: Record<string, number>,
        severity: Finding['severity'] = block.cells > HANDFUL ? 'medium' : 'low',
      ) =>
        findings.push({
          rule,
          severity,
          confidence: 1,
          people: 0,
          fields: [],
          where: [...part.place, block.range(part.addressing)],
          hidden: part.hidden.at(-1) === rule ? [...part.hidden] : [...part.hidden, rule],
          message,
          counts: { ...counts, cells: block.cells },
        });

      // The sheet's own state stands last; before it stand the ways in which its file is hidden.
      if (part.hidden.at(-1) === 'hidden-sheet') {
        const filled = rows.size;
        say('hidden-sheet', all, `A hidden sheet has ${filled} rows that are not blank.`, { rows: filled });
      }
      if (hiddenRows) reportRows(hiddenRows, rowBlock, info, say);
      if (hiddenColumns) {
        const filled = hiddenColumns.size;
        say(
          'hidden-columns',
          columnBlock,
          `${plural(filled, 'hidden column')} that ${filled === 1 ? 'is' : 'are'} not blank.`,
          {
            columns: filled,
          },
        );
      }
      if (textBlock.cells > 0) {
        const message = `${plural(textBlock.cells, 'cell')} with text that cannot be seen (same colour as its background, or a format that shows nothing).`;
        say('hidden-text', textBlock, message, {}, 'low');
      }
      if (coveredBlock.cells > 0) {
        const { cells } = coveredBlock;
        const message = `${plural(cells, 'cell')} under a merged cell, where nobody sees ${cells === 1 ? 'it' : 'them'}.`;
        say('hidden-text', coveredBlock, message, { covered: cells });
      }
      if (part.addressing === 'a1' && part.hidden.at(-1) !== 'hidden-sheet') {
        const remote = remoteCells(rows, columns);
        if (remote) say('remote-cells', remote, 'Cells stand far away from the rest of the sheet.', {});
      }
    },
  };
}

/** A hidden sheet without cells. Its name can tell (of whom, of what case), and a chart may stand on it. */
function blankSheet(part: TablePart): Finding {
  return {
    rule: 'hidden-sheet',
    severity: 'low',
    confidence: 1,
    people: 0,
    fields: [],
    where: [...part.place],
    hidden: [...part.hidden],
    message: 'A hidden sheet has no cells, but its name goes out with the file.',
    counts: { rows: 0, cells: 0 },
  };
}

function plural(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

/** Hidden rows, and among them those that a filter hides. */
function reportRows(
  hiddenRows: Tally,
  bounds: Block,
  info: TableEnd | undefined,
  say: (rule: RuleId, block: Block, message: string, counts: Record<string, number>) => void,
): void {
  const filters = info?.filters ?? (info?.filter ? [info.filter] : []);
  const filtered = new Block();
  let filteredRows = 0;
  let rows = 0;
  for (const [row, cells] of hiddenRows.filled()) {
    rows++;
    if (!filters.some(({ firstRow, lastRow }) => row >= firstRow && row <= lastRow)) continue;
    filteredRows++;
    filtered.add(row, bounds.firstColumn, cells);
    filtered.add(row, bounds.lastColumn, 0);
  }
  // Filtered rows are hidden rows as well: both ways of looking for them find them.
  say('hidden-rows', bounds, `${plural(rows, 'hidden row')} that ${rows === 1 ? 'is' : 'are'} not blank.`, {
    rows,
  });
  if (filteredRows > 0) {
    say('filtered-rows', filtered, `${plural(filteredRows, 'row')} hidden by a filter, not blank.`, {
      rows: filteredRows,
    });
  }
}

/** The cells that lie beyond a wide gap from the block with the most cells, columns first. */
function remoteCells(rows: Tally, columns: Tally): Block | undefined {
  for (const [tally, far, byRow] of [
    [columns, FAR_COLUMNS, false],
    [rows, FAR_ROWS, true],
  ] as const) {
    const segments = tally.segments(far);
    if (segments.length < 2) continue;
    const main = segments.reduce((a, b) => (b.cells > a.cells ? b : a));
    const remote = new Block();
    for (const { first, last, low, high, cells } of segments.filter((segment) => segment !== main)) {
      remote.add(byRow ? first : low, byRow ? low : first, cells);
      remote.add(byRow ? last : high, byRow ? high : last, 0);
    }
    return remote;
  }
  return undefined;
}
