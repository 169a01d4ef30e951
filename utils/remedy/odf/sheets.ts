// Sheets of an OpenDocument workbook: hidden ones go; hidden rows and columns stay hidden and are emptied, so that nothing
// moves. Formulas become the values that they show.
import type { OdfStyles } from '../../inspect/readers/odf/styles.ts';
import { XmlElement } from '../package/xml.ts';
import { type ChangeId, type Ledger, type Named, Refused } from '../remedy.ts';
import { closeFormula, emptyCell } from './content.ts';

/** What may stand beside the sheets; all else defines names, rules and sources. */
const KEPT = new Set(['table:table', 'table:calculation-settings']);
const NOTED: ReadonlyMap<string, ChangeId> = new Map([
  ['table:content-validations', 'input-rules'],
  ['table:data-pilot-tables', 'pivot-to-values'],
  ['table:named-expressions', 'defined-names'],
  ['table:tracked-changes', 'tracked-changes'],
  ['table:dde-links', 'connections'],
] as const);
/** What goes from a sheet. */
const UNSEEN = /^(table:(named-expressions|table-source|scenario|detective|desc|title)|office:dde-source)$/;
/** Sheets that keep what was read from other files. */
const LINKED = /^'?(file|https?|ftp|smb|vnd\.sun\.star\.\w+):/i;
/** Conditions of colours that hold by themselves: no texts, no other cells. */
const PLAIN_CONDITION = /^[\w\s()<>=!.,;+-]*$/;
const REFERENCE = /\[|\$|\.[A-Z]{1,3}\d|[A-Z]{1,3}\d{1,7}/;

export const visibleSheets = (body: XmlElement): Set<string> =>
  new Set(body.elements('table:table').map((table) => table.ns('table:name') ?? ''));

export function cleanSheets(body: XmlElement, styles: OdfStyles, ledger: Ledger): void {
  for (const { name } of body.elements()) {
    const what = NOTED.get(name);
    if (what) ledger.add(what);
  }
  const tables = body.elements('table:table');
  const linked = tables.filter((table) => LINKED.test(table.ns('table:name') ?? ''));
  const shown = tables.filter(
    (table) =>
      !linked.includes(table) &&
      !styles.isSheetHidden(table.ns('table:name') ?? '', table.ns('table:style-name')),
  );
  if (shown.length === 0) throw new Refused('no-visible-sheet');
  ledger.add('external-link-cache', linked.length);
  for (const table of tables)
    if (!linked.includes(table) && !shown.includes(table)) ledger.add('hidden-sheet', 1, [namedSheet(table)]);
  body.children = body
    .elements()
    .filter(
      (element) => KEPT.has(element.name) && (element.name !== 'table:table' || shown.includes(element)),
    );
  for (const table of shown) new Sheet(table, styles, ledger).clean();
}

/** A sheet by its name and by how many of its rows have something in them. */
function namedSheet(table: XmlElement): Named {
  const name = table.ns('table:name') ?? '';
  const isFilled = (row: XmlElement) =>
    row
      .elements()
      .some((cell) => cell.ns('office:value-type') !== undefined || cell.elements('text:p').length > 0);
  const rows = [...rowsOf(table)].filter(isFilled).length;
  return rows > 0 ? { name, rows } : { name };
}

/** Rows stand in groups and headings, too. */
function* rowsOf(element: XmlElement): Generator<XmlElement> {
  for (const child of element.elements()) {
    if (child.name === 'table:table-row') yield child;
    else if (/^table:table-(row-group|header-rows|rows)$/.test(child.name)) yield* rowsOf(child);
  }
}

interface Row {
  element: XmlElement;
  first: number;
  times: number;
  hidden: boolean;
}

class Sheet {
  private readonly table: XmlElement;
  private readonly styles: OdfStyles;
  private readonly ledger: Ledger;
  /** Hidden columns from 0, inclusive. */
  private readonly columns: { from: number; to: number }[] = [];
  /** Styles of the cells that name none of their own. */
  private readonly columnStyles: { from: number; to: number; style: string }[] = [];
  private readonly rows: Row[] = [];
  private nextColumn = 0;
  private nextRow = 0;
  private coloured = false;
  private readonly notedColumns = new Set<number>();

  constructor(table: XmlElement, styles: OdfStyles, ledger: Ledger) {
    this.table = table;
    this.styles = styles;
    this.ledger = ledger;
  }

  clean(): void {
    const { table, ledger } = this;
    table.children = table.elements().filter((element) => !UNSEEN.test(element.name));
    this.colourRules();
    this.survey(table, false);
    let emptied = 0;
    for (const row of this.rows) if (this.cleanRow(row) && row.hidden) emptied++;
    ledger.add('hidden-rows', emptied);
  }

  /** Colours by rules stay where the rules say nothing that is not seen. */
  private colourRules(): void {
    for (const formats of this.table.elements('calcext:conditional-formats')) {
      for (const format of formats.elements()) {
        const before = format.elements().length;
        format.children = format
          .elements()
          .filter((rule) =>
            [...rule.all()].every((part) =>
              [part.ns('calcext:value'), part.ns('calcext:condition')].every(
                (text) => text === undefined || (PLAIN_CONDITION.test(text) && !REFERENCE.test(text)),
              ),
            ),
          );
        for (const entry of format.all()) entry.setNs('calcext:base-cell-address', undefined);
        this.ledger.add('format-rules', before - format.elements().length);
      }
      formats.children = formats.elements().filter((format) => format.elements().length > 0);
    }
    this.table.children = this.table
      .elements()
      .filter(({ name, children }) => name !== 'calcext:conditional-formats' || children.length > 0);
    this.coloured = this.table.first('calcext:conditional-formats') !== undefined;
  }

  /** Where rows and columns are, and which of them are hidden. */
  private survey(around: XmlElement, folded: boolean): void {
    for (const element of around.elements()) {
      if (element.name === 'table:table-column') this.column(element, folded);
      else if (element.name === 'table:table-row') this.row(element, folded);
      else if (/^table:table-(row|column)-group$/.test(element.name))
        this.survey(element, folded || element.ns('table:display') === 'false');
      else if (/^table:table-(header-)?(rows|columns)$/.test(element.name)) this.survey(element, folded);
    }
  }

  private column(element: XmlElement, folded: boolean): void {
    const count = timesOf(element, 'table:number-columns-repeated');
    const style = element.ns('table:default-cell-style-name');
    if (style !== undefined)
      this.columnStyles.push({ from: this.nextColumn, to: this.nextColumn + count - 1, style });
    const narrow = this.styles.get('table-column', element.ns('table:style-name'), 'zeroWidth') ?? false;
    if (folded || narrow || (element.ns('table:visibility') ?? 'visible') !== 'visible') {
      this.columns.push({ from: this.nextColumn, to: this.nextColumn + count - 1 });
      // Its criteria are gone, and with them what could show it again.
      element.setNs('table:visibility', 'collapse');
    }
    this.nextColumn += count;
  }

  private row(element: XmlElement, folded: boolean): void {
    const times = timesOf(element, 'table:number-rows-repeated');
    const visibility = element.ns('table:visibility') ?? 'visible';
    const low = this.styles.get('table-row', element.ns('table:style-name'), 'zeroHeight') ?? false;
    const hidden = folded || low || visibility !== 'visible';
    if (visibility === 'filter') element.setNs('table:visibility', 'collapse');
    this.rows.push({ element, first: this.nextRow, times, hidden });
    this.nextRow += times;
  }

  /** The end of the hidden or visible stretch of columns that begins at `from`. */
  private stretch(from: number): { hidden: boolean; to: number } {
    let next = Number.POSITIVE_INFINITY;
    for (const column of this.columns) {
      if (from >= column.from && from <= column.to) return { hidden: true, to: column.to };
      if (column.from > from) next = Math.min(next, column.from);
    }
    return { hidden: false, to: next - 1 };
  }

  /** @returns whether a cell of it had something in it that went. */
  private cleanRow({ element, first, hidden }: Row): boolean {
    let col = 0;
    let went = false;
    element.children = element.elements().flatMap((cell) => {
      if (!/^table:(covered-)?table-cell$/.test(cell.name)) return [];
      const times = timesOf(cell, 'table:number-columns-repeated');
      const at = col;
      col += times;
      cell.setNs('table:content-validation-name', undefined);
      if (!hasContent(cell)) return [cell];
      const pieces: XmlElement[] = [];
      for (let from = at; from < at + times; ) {
        const { hidden: narrow, to } = this.stretch(from);
        const last = Math.min(to, at + times - 1);
        const piece = times === last - from + 1 ? cell : copyOf(cell);
        if (piece !== cell) setTimes(piece, last - from + 1);
        const start = from;
        from = last + 1;
        pieces.push(piece);
        if ((hidden || narrow) && !this.isSeenInPart(piece, first, at)) {
          went = true;
          if (!hidden) this.noteColumns(start, last);
          emptyCell(piece);
        } else this.value(piece, element.ns('table:default-cell-style-name') ?? this.columnStyle(start));
      }
      return pieces;
    });
    return went;
  }

  private noteColumns(first: number, last: number): void {
    const before = this.notedColumns.size;
    // A file may say that a cell is there four billion times.
    for (let col = first; col <= Math.min(last, first + MOST_NOTED); col++) this.notedColumns.add(col);
    this.ledger.add('hidden-columns', this.notedColumns.size - before);
  }

  /** A merged cell is seen where any of its rows and any of its columns is. */
  private isSeenInPart(cell: XmlElement, row: number, col: number): boolean {
    const across = timesOf(cell, 'table:number-columns-spanned');
    const down = timesOf(cell, 'table:number-rows-spanned');
    if (across * down === 1) return false;
    let wide = false;
    for (let c = col; c < col + across && !wide; ) {
      const { hidden, to } = this.stretch(c);
      wide = !hidden;
      c = to + 1;
    }
    const tall = this.rows.some(
      ({ first, times, hidden }) => !hidden && first < row + down && first + times > row,
    );
    return wide && tall;
  }

  private columnStyle(column: number): string | undefined {
    return this.columnStyles.find(({ from, to }) => column >= from && column <= to)?.style;
  }

  private value(cell: XmlElement, usual: string | undefined): void {
    const style = cell.ns('table:style-name') ?? usual;
    const locked =
      this.table.ns('table:protected') === 'true' &&
      this.styles.get('table-cell', style, 'hiddenIfProtected');
    if (locked || (!this.coloured && this.styles.conceals('table-cell', style))) {
      this.ledger.add('hidden-text');
      emptyCell(cell);
      return;
    }
    if (cell.ns('table:formula') === undefined) return;
    if (cell.ns('office:value-type') === undefined && cell.text() === '')
      throw new Refused('no-stored-values');
    closeFormula(cell);
    this.ledger.add('formulas-to-values');
  }
}

/** Columns counted of one cell with its repetitions. */
const MOST_NOTED = 1000;

const hasContent = (cell: XmlElement): boolean =>
  cell.children.length > 0 ||
  cell.ns('table:formula') !== undefined ||
  cell.ns('office:value-type') !== undefined;

function timesOf(element: XmlElement, attribute: string): number {
  const number = Number.parseInt(element.ns(attribute) ?? '1', 10);
  return number >= 1 ? number : 1;
}

const setTimes = (cell: XmlElement, times: number): void =>
  cell.setNs('table:number-columns-repeated', String(times));

const copyOf = ({ raw, attributes, scope, children }: XmlElement): XmlElement =>
  new XmlElement(raw, new Map(attributes), scope, [...children]);
