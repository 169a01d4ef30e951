// Pivot tables as they stand in the cells: a column of labels with figures beside them, in which a group's figure is the sum of
// those below it. Its lines are read as the list that they were made from: the groups of each, and the label itself.
import type { TableChunk } from '../../part.ts';

/** Rows that are kept, rows at the top that may be titles and headings, rows that may be something else; columns of figures. */
const ROWS = { most: 200_000, top: 24, others: 8 };
const FIGURES = 4;
/** Groups and members that make an outline, the share of its lines that must belong to groups, and how deep groups may stand. */
const OUTLINE = { groups: 2, members: 5, share: 0.8, depth: 4 };
/** Sums of decimals are seldom exact to the last place. */
const NEARLY = 1e-6;

interface Line {
  row: number;
  flags: number;
  label: string;
  figures: number[];
}

export class Outline {
  private lines: Line[] = [];
  private others = 0;
  private isOver = false;
  private row = -1;
  private flags = 0;
  private cells: string[] = [];
  private first = 0;
  private column = -1;
  private last = 0;
  /** Lines of the list, by its rows. */
  private members: Line[] = [];

  /** Takes the next cells of the table. Costs nothing once it is no outline. */
  chunk({ count, rows, cols, values, flags, strings }: TableChunk): void {
    for (let i = 0; i < count && !this.isOver; i++) {
      const text = strings[values[i] as number] as string;
      if (text === '') continue;
      const row = rows[i] as number;
      if (row !== this.row) {
        this.take();
        this.row = row;
        this.first = cols[i] as number;
        this.flags = flags[i] as number;
        this.cells = [];
      }
      // One more than can be: then it is something else.
      if (this.cells.length <= FIGURES + 1) this.cells.push(text);
      this.last = cols[i] as number;
    }
  }

  private take(): void {
    const { cells, row } = this;
    if (row < 0) return;
    const label = cells[0] as string;
    const figures = cells.slice(1).map(figureOf);
    const isLine =
      cells.length > 1 &&
      cells.length <= FIGURES + 1 &&
      !figures.includes(undefined) &&
      figureOf(label) === undefined &&
      (this.column < 0 || this.first === this.column);
    if (isLine) {
      this.column = this.first;
      this.lines.push({ row, flags: this.flags, label: label.trim(), figures: figures as number[] });
    } else this.others++;
    this.isOver =
      this.others > (this.lines.length === 0 ? ROWS.top : ROWS.others + ROWS.top) ||
      this.lines.length >= ROWS.most;
    if (this.isOver) this.lines = [];
  }

  /** The members as a list, each behind its groups; nothing where the table is no outline. */
  list(): TableChunk | undefined {
    this.take();
    this.row = -1;
    if (this.isOver) return undefined;
    for (let at = 0; at < FIGURES; at++) {
      const list = this.by(at);
      if (list) return list;
    }
    return undefined;
  }

  /** Where in the sheet these rows of the list stand: rows and columns, inclusive. */
  where(first: number, last: number): [firstRow: number, lastRow: number, firstCol: number, lastCol: number] {
    const rowOf = (at: number) => (this.members[Math.min(at, this.members.length - 1)] as Line).row;
    return [rowOf(first), rowOf(last), this.column, Math.max(this.column, this.last)];
  }

  private by(figure: number): TableChunk | undefined {
    const { lines } = this;
    const figures = Float64Array.from(lines, (line) => line.figures[figure] ?? Number.NaN);
    if (figures.includes(Number.NaN)) return undefined;
    const last = lines.length - 1;
    const sums = new Sums(
      figures,
      TOTAL.test((lines[last] as Line | undefined)?.label ?? '') ? last : last + 1,
    );
    const strings: string[] = [];
    const [rows, cols, flags]: [number[], number[], number[]] = [[], [], []];
    const members: Line[] = [];
    let [groups, grouped] = [0, 0];
    const walk = (children: readonly Child[], path: readonly string[]): void => {
      for (const { at, below } of children) {
        const line = lines[at] as Line;
        if (below) {
          groups++;
          grouped++;
          if (path.length < OUTLINE.depth) walk(below, [...path, line.label]);
          continue;
        }
        // Outside of every group stands the sum of all, or what is no member.
        if (path.length === 0) continue;
        grouped++;
        for (const [depth, label] of [...path, line.label].entries()) {
          rows.push(members.length);
          // The label always in the same column, however deep its groups are.
          cols.push(depth === path.length ? OUTLINE.depth : depth);
          flags.push(line.flags);
          strings.push(label);
        }
        members.push(line);
      }
    };
    walk(sums.top(), []);
    if (groups < OUTLINE.groups || members.length < OUTLINE.members) return undefined;
    if (grouped < OUTLINE.share * lines.length) return undefined;
    this.members = members;
    return {
      count: strings.length,
      rows: Uint32Array.from(rows),
      cols: Uint32Array.from(cols),
      values: Uint32Array.from(strings.keys()),
      flags: Uint8Array.from(flags),
      strings,
    };
  }
}

/** The sum of all, which stands at the end. */
const TOTAL = /^(?:grand )?total|^cyfanswm/i;

/** A line of a group: with what is below it, where it is a group itself. */
interface Child {
  at: number;
  below?: readonly Child[];
}

/** How many lines may be tried for one sum, and in all, before no more is looked for. */
const TRIES = 4000;
const MOST_TRIES = 400_000;

/** Lines from the top among which the first group of members is. */
const FIRST_GROUP = 8;

/** Which lines are the sums of which others below them. */
class Sums {
  private figures: Float64Array;
  private end: number;
  private below: (readonly Child[] | undefined)[] = [];
  private ends: Uint32Array;
  private tries = 0;

  /** @param end where the lines end, and the sum of all stands, if there is one */
  constructor(figures: Float64Array, end: number) {
    this.figures = figures;
    this.end = end;
    this.ends = new Uint32Array(figures.length + 1);
    // A group without groups in it stands near the top, else there are none.
    const isLikely = Array.from({ length: Math.min(FIRST_GROUP, end) }, (_, at) => at).some(
      (at) => (this.search(at + 1, figures[at] as number)?.length ?? 0) > 1,
    );
    if (!isLikely) return;
    // From the end: what a line's group takes in is known before the line is looked at.
    for (let i = end - 1; i >= 0; i--) {
      const found = this.search(i + 1, figures[i] as number);
      if (!found || found.length < 2) continue;
      this.below[i] = found;
      this.ends[i] = this.after(found.at(-1) as Child);
    }
  }

  /** All lines from the first on: by the sum of all where that stands below them, else as they come. */
  top(): readonly Child[] {
    const all = this.end < this.figures.length && this.search(0, this.figures[this.end] as number);
    if (all && this.after(all.at(-1) as Child) === this.end) return all;
    const children: Child[] = [];
    for (let at = 0; at < this.end; at = this.after(children.at(-1) as Child))
      children.push(this.readings(at)[0] as Child);
    return children;
  }

  /** What a line can be: a group, a group of one, a member. */
  private readings(at: number): Child[] {
    const { below, figures } = this;
    const readings: Child[] = [];
    if (below[at]) readings.push({ at, below: below[at] });
    readings.push({ at });
    if (at + 1 < this.end && figures[at] === figures[at + 1])
      readings.push({
        at,
        below: [below[at + 1] ? { at: at + 1, below: below[at + 1] } : { at: at + 1 }],
      } as Child);
    return readings;
  }

  /** The line behind a child and all that is below it. */
  private after({ at, below }: Child): number {
    if (!below) return at + 1;
    return below === this.below[at] ? (this.ends[at] as number) : this.after(below.at(-1) as Child);
  }

  /** Lines from `from` on, one after the other, that come to `sum`; the last of them may be nothing. */
  private search(from: number, sum: number): Child[] | undefined {
    const nearly = NEARLY * Math.max(1, Math.abs(sum));
    const failed = new Set<string>();
    const path: { child: Child; rest: number; left: Child[] }[] = [];
    let [at, rest] = [from, sum];
    // A plain sum needs as many tries as it has parts.
    for (let tries = 0; ; tries++) {
      if (tries > TRIES + 2 * path.length || ++this.tries > MOST_TRIES) return undefined;
      const isThere = Math.abs(rest) <= nearly && path.length > 0;
      if (isThere && (at >= this.end || this.figures[at] !== 0)) return path.map(({ child }) => child);
      const isLost = at >= this.end || rest < -nearly || failed.has(`${at} ${Math.round(rest * 1e4)}`);
      const left = isLost ? [] : this.readings(at);
      const child = left.shift();
      if (child) {
        path.push({ child, rest, left });
        rest -= this.figures[at] as number;
        at = this.after(child);
        continue;
      }
      // Back to the last line that can be something else.
      for (;;) {
        const step = path.at(-1);
        if (!step) return undefined;
        const other = step.left.shift();
        if (other) {
          step.child = other;
          at = this.after(other);
          rest = step.rest - (this.figures[other.at] as number);
          break;
        }
        failed.add(`${step.child.at} ${Math.round(step.rest * 1e4)}`);
        path.pop();
      }
    }
  }
}

/** The number that a cell says; undefined where it says something else. */
function figureOf(text: string): number | undefined {
  if (!/^[-(£]? ?[\d.]/.test(text.trim())) return undefined;
  const number = Number(text.replace(/[,£()\s]/g, ''));
  return Number.isFinite(number) ? number : undefined;
}
