// What stands in a worksheet around its cells: hidden columns, the filter, headers and footers, lists that validate
// entries. Small, read with the ordinary XML reader while the scanner goes over the cells.

import { CELL_FLAG, type TableChunk, type TableEnd } from '../../part.ts';
import { type Attributes, isTrue, XmlReader } from '../ooxml/xml.ts';
import { isLow, isNarrow } from '../thin.ts';
import type { ColourRule } from './colour-rules.ts';
import type { SheetFrame } from './scan.ts';

/** More rules than this on one sheet were copied there by accident. */
const MOST_RULES = 1000;
/** Merges looked at on one sheet. */
const MOST_MERGES = 100_000;
const MOST_COLUMNS = 16_384;

export class SheetFrameReader implements SheetFrame {
  hiddenColumns = new Uint8Array(0);
  lowRows = false;
  /** Rows from the first on that no scrolling brings back, since panes are frozen below them. Columns are among the hidden ones. */
  rowsAbove = 0;
  /** Rows that filters with a criterion govern (the sheet's own; tables have theirs in parts of their own). */
  readonly filters: NonNullable<TableEnd['filter']>[] = [];
  /** Headers and footers as printed, without their codes. */
  readonly printed: string[] = [];
  /** Lists written out in data validations, and their prompts. */
  readonly validations: string[] = [];
  /** Hyperlinks' tooltips and places; scenarios' users. */
  readonly others: string[] = [];

  /** Ranges of cells that are one, as the sheet has them. */
  readonly merges: string[] = [];
  /** Conditional formats that have a format of their own. */
  readonly rules: ColourRule[] = [];

  private readonly reader: XmlReader;
  /** Columns that say no width of their own are too narrow to be seen. */
  private narrowColumns = false;
  /** Of each view of the sheet: the rows above and the columns before the cell that its frozen panes begin with. */
  private readonly views: { first: { row: number; column: number }; rows: number; columns: number }[] = [];
  private ranges = '';
  private text: string | undefined;
  private filter: NonNullable<TableEnd['filter']> | undefined;
  private listValidation = false;
  private anything = false;

  constructor() {
    // Bytes come as UTF-8, whatever the declaration says.
    this.reader = new XmlReader(
      {
        open: (name, attributes) => this.open(name, attributes),
        close: (name) => this.close(name),
        text: (text) => {
          if (this.text !== undefined) this.text += text;
        },
      },
      'utf-8',
    );
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.anything = true;
    this.reader.write(bytes);
  }

  /** @throws Damaged where the sheet's XML is not complete. */
  end(): void {
    if (this.anything) this.reader.end();
  }

  private open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'sheetView':
        this.views.push({ first: cellOf(attributes.topLeftCell), rows: 0, columns: 0 });
        break;
      case 'pane': {
        const view = this.views.at(-1);
        if (!view || !/^frozen/.test(attributes.state ?? '')) break;
        if (Number(attributes.ySplit) > 0) view.rows = view.first.row;
        if (Number(attributes.xSplit) > 0) view.columns = view.first.column;
        break;
      }
      case 'sheetFormatPr':
        // Of how many points rows are that say nothing of it.
        this.lowRows = isTrue(attributes.customHeight) && isLow(attributes.defaultRowHeight);
        this.narrowColumns = isNarrow(attributes.defaultColWidth);
        if (this.narrowColumns)
          this.hiddenColumns = new Uint8Array(MOST_COLUMNS).fill(CELL_FLAG.hiddenColumn);
        break;
      case 'col':
        this.column(attributes);
        break;
      case 'mergeCell':
        if (attributes.ref && this.merges.length < MOST_MERGES) this.merges.push(attributes.ref);
        break;
      case 'autoFilter':
        this.filter = rowsOf(attributes.ref);
        break;
      case 'filterColumn':
        if (this.filter) this.filters.push(this.filter);
        this.filter = undefined;
        break;
      case 'conditionalFormatting':
        this.ranges = attributes.sqref ?? '';
        break;
      case 'cfRule':
        this.rule(attributes);
        break;
      case 'formula':
        this.text = '';
        break;
      case 'dataValidation':
        this.listValidation = attributes.type === 'list';
        for (const said of [
          attributes.promptTitle,
          attributes.prompt,
          attributes.errorTitle,
          attributes.error,
        ]) {
          if (said) this.validations.push(said);
        }
        break;
      case 'hyperlink':
        for (const said of [attributes.tooltip, attributes.display]) if (said) this.others.push(said);
        break;
      case 'scenario':
        for (const said of [attributes.name, attributes.user, attributes.comment])
          if (said) this.others.push(said);
        break;
      case 'inputCells':
        if (attributes.val) this.others.push(attributes.val);
        break;
      case 'formula1':
      case 'oddHeader':
      case 'oddFooter':
      case 'evenHeader':
      case 'evenFooter':
      case 'firstHeader':
      case 'firstFooter':
        this.text = '';
        break;
    }
  }

  private close(name: string): void {
    if (name === 'sheetViews') this.beyondPanes();
    if (name === 'autoFilter') this.filter = undefined;
    if (this.text === undefined) return;
    if (name === 'formula') {
      const rule = this.rules.at(-1);
      if (rule && rule.formula === '') rule.formula = this.text;
      this.text = undefined;
    } else if (name === 'formula1') {
      // A list in the cell's own validation; a range is a reference only.
      const list = /^\s*"([\s\S]*)"\s*$/.exec(this.text)?.[1];
      if (list && this.listValidation)
        this.validations.push(list.replaceAll('""', '"').split(',').join('\n'));
      this.text = undefined;
    } else if (/^(odd|even|first)(Header|Footer)$/.test(name)) {
      const plain = plainHeader(this.text);
      if (plain !== '') this.printed.push(plain);
      this.text = undefined;
    }
  }

  /** A sheet that has several windows is out of reach where none of them can be scrolled to. */
  private beyondPanes(): void {
    if (this.views.length === 0) return;
    this.rowsAbove = Math.min(...this.views.map(({ rows }) => rows));
    const columns = Math.min(...this.views.map((view) => view.columns), MOST_COLUMNS);
    if (columns > 0) this.hiddenColumns = new Uint8Array(columns).fill(CELL_FLAG.hiddenColumn);
  }

  private rule({ type, operator, dxfId }: Attributes): void {
    if (dxfId === undefined || this.rules.length >= MOST_RULES) return;
    this.rules.push({ ranges: this.ranges, type: type ?? '', operator, format: Number(dxfId), formula: '' });
  }

  private column(attributes: Attributes): void {
    const min = Math.max(1, Number(attributes.min ?? 0) || 1);
    const max = Math.min(MOST_COLUMNS, Number(attributes.max ?? min) || min);
    if (max < min) return;
    if (!isTrue(attributes.hidden) && !isNarrow(attributes.width)) {
      if (this.narrowColumns) this.hiddenColumns.fill(0, min - 1, max);
      return;
    }
    if (this.hiddenColumns.length < max) {
      const larger = new Uint8Array(max);
      larger.set(this.hiddenColumns);
      this.hiddenColumns = larger;
    }
    this.hiddenColumns.fill(CELL_FLAG.hiddenColumn, min - 1, max);
  }
}

/** `C5` → 4 and 2; the first cell where it is none. */
function cellOf(ref: string | undefined): { row: number; column: number } {
  const match = /^([A-Z]{1,3})(\d{1,7})$/i.exec(ref ?? '');
  if (!match) return { row: 0, column: 0 };
  let column = 0;
  for (const letter of match[1]!.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(match[2]) - 1, column: column - 1 };
}

/** Marks the cells in rows that cannot be scrolled to. */
export function markAbove({ count, rows, flags }: TableChunk, above: number): void {
  if (above === 0) return;
  for (let i = 0; i < count; i++) if (rows[i]! < above) flags[i]! |= CELL_FLAG.hiddenRow;
}

/** `A1:C10` → its rows below the header row, from 0. */
export function rowsOf(ref: string | undefined): TableEnd['filter'] {
  const match = /^\$?[A-Za-z]*\$?(\d+)(?::\$?[A-Za-z]*\$?(\d+))?$/.exec(ref ?? '');
  if (!match) return undefined;
  const firstRow = Number(match[1]);
  return { firstRow, lastRow: Math.max(firstRow, Number(match[2] ?? match[1]) - 1) };
}

/** A header's text without its codes (`&L`, `&"Arial,Bold"`, `&12`, `&K00FF00`); fields such as `&P` become blanks. */
export function plainHeader(text: string): string {
  return text
    .replace(/&"[^"]*"/g, '')
    .replace(/&K[0-9A-Fa-f+-]{6}/g, '')
    .replace(/&\d+/g, '')
    .replace(/&[LCR]/g, '\n')
    .replace(/&&/g, '\u0000')
    .replace(/&[A-Za-z+-]/g, ' ')
    .replaceAll('\u0000', '&')
    .trim();
}
