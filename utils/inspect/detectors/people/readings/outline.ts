// Pivot tables as they stand in the cells: a column of labels with figures beside them, in which a group's figure is the sum of
// those below it. Its lines are read as the list that they were made from: the groups of each, and the label itself.
import type { TableChunk } from '../../../part.ts';
import { type Child, Sums } from './sums.ts';

/** Rows that are kept, rows at the top that may be titles and headings, rows that may be something else; columns of figures. */
const ROWS = { most: 200_000, top: 24, others: 8 };
const FIGURES = 4;
/** Groups and members that make an outline, the share of its lines that must belong to groups, and how deep groups may stand. */
const OUTLINE = { groups: 2, members: 5, share: 0.8, depth: 4 };

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

/** The number that a cell says; undefined where it says something else. */
function figureOf(text: string): number | undefined {
  if (!/^[-(£]? ?[\d.]/.test(text.trim())) return undefined;
  const number = Number(text.replace(/[,£()\s]/g, ''));
  return Number.isFinite(number) ? number : undefined;
}
