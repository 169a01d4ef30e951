// One sheet of a BIFF workbook: every cell, which rows and columns are hidden, notes, text boxes, headers.
import { CELL_FLAG, type Place, type TableEnd, type TableSink } from '../../part.ts';
import type { RuleId } from '../../rules.ts';
import { CellBuffer } from '../cell-buffer.ts';
import { type CellStream, ERRORS, rkNumber } from '../cell-stream.ts';
import type { Voice } from '../ole/office.ts';
import { NO_HEIGHT, NO_WIDTH } from '../thin.ts';
import { plainHeader } from '../xlsx/sheet-frame.ts';
import type { Book } from './book.ts';
import type { Segments } from './records.ts';

const ROWS = 65_536;

/** Twentieths of a point; the highest bit says something else. */
const isLowRow = (height: number): boolean => (height & 0x7fff) <= NO_HEIGHT * 20;
/** Parts of a character, of 256. */
const isNarrowColumn = (width: number): boolean => width <= NO_WIDTH * 256;

export class Sheet {
  private readonly book: Book;
  private readonly cells: CellStream;
  private readonly voice: Voice;
  private readonly place: Place;
  private readonly hidden: readonly RuleId[];
  private readonly table: TableSink;
  private readonly index: number;
  private readonly hiddenColumns = new Uint8Array(256);
  /** By row: 0 not said, 1 shown, 2 hidden. */
  private readonly rowStates = new Uint8Array(ROWS);
  private rowsHidden = false;
  private filtered = false;
  private pending: { row: number; col: number; flags: number } | undefined;
  private objectKind = 0;
  private noteAuthors: string[] = [];
  private noteTexts: string[] = [];
  private notes = 0;
  private lastNote = '';
  private readonly boxes: string[] = [];
  private readonly printed: string[] = [];
  private readonly validations: string[] = [];
  readonly links: string[] = [];
  private readonly charts: ChartData[] = [];

  constructor(
    book: Book,
    cells: CellStream,
    voice: Voice,
    place: Place,
    own: readonly RuleId[],
    index: number,
  ) {
    this.book = book;
    this.cells = cells;
    this.voice = voice;
    this.place = place;
    this.hidden = own;
    this.index = index;
    this.table = voice.context.sink.table({
      place,
      hidden: [...voice.context.hidden, ...own],
      addressing: 'a1',
    });
    cells.begin((chunk) => this.table.chunk(chunk));
  }

  private rowState(row: number, hidden: boolean): void {
    this.rowStates[row] = hidden ? 2 : 1;
    if (hidden) this.cells.hideRow(row);
  }

  /** A record that says where cells are, or how they look. @returns false where it is of another kind. */
  cell(type: number, bytes: Uint8Array, view: DataView, at: number, length: number): boolean {
    const { book, cells } = this;
    switch (type) {
      case 0x00fd: // LABELSST
        if (length < 10) return true;
        cells.shared(
          u16(bytes, at),
          u16(bytes, at + 2),
          view.getUint32(at + 6, true),
          this.style(bytes, at) & ~CELL_FLAG.date,
        );
        return true;
      case 0x027e: // RK
        if (length < 10) return true;
        cells.number(
          u16(bytes, at),
          u16(bytes, at + 2),
          rkNumber(view.getInt32(at + 6, true)),
          this.style(bytes, at),
        );
        return true;
      case 0x00bd: {
        // MULRK
        const row = u16(bytes, at);
        let col = u16(bytes, at + 2);
        for (let from = at + 4; from + 6 <= at + length - 2; from += 6, col++) {
          const flags = this.flags(row, col, book.styles[u16(bytes, from)] ?? 0);
          cells.number(row, col, rkNumber(view.getInt32(from + 2, true)), flags);
        }
        return true;
      }
      case 0x0203: // NUMBER
        if (length < 14) return true;
        cells.number(
          u16(bytes, at),
          u16(bytes, at + 2),
          view.getFloat64(at + 6, true),
          this.style(bytes, at),
        );
        return true;
      case 0x0003: // NUMBER of Excel 2
        if (length < 15) return true;
        cells.number(
          u16(bytes, at),
          u16(bytes, at + 2),
          view.getFloat64(at + 7, true),
          this.style(bytes, at),
        );
        return true;
      case 0x0002: // INTEGER of Excel 2
        if (length < 9) return true;
        cells.number(u16(bytes, at), u16(bytes, at + 2), u16(bytes, at + 7), this.style(bytes, at));
        return true;
      case 0x0205: // BOOLERR
        if (length < 8) return true;
        this.boolOrError(
          u16(bytes, at),
          u16(bytes, at + 2),
          bytes[at + 6]!,
          bytes[at + 7]! !== 0,
          this.style(bytes, at),
        );
        return true;
      case 0x0005: // BOOLERR of Excel 2
        if (length < 9) return true;
        this.boolOrError(
          u16(bytes, at),
          u16(bytes, at + 2),
          bytes[at + 7]!,
          bytes[at + 8]! !== 0,
          this.style(bytes, at),
        );
        return true;
      case 0x0006:
      case 0x0206:
      case 0x0406: // FORMULA
        this.formula(bytes, view, at, length);
        return true;
      case 0x0208: // ROW
        if (length >= 14) {
          const low = isLowRow(u16(bytes, at + 6));
          this.rowState(u16(bytes, at), low || (bytes[at + 12]! & 0x20) !== 0);
        }
        return true;
      case 0x0008: // ROW of Excel 2
        if (length >= 8) this.rowState(u16(bytes, at), isLowRow(u16(bytes, at + 6)));
        return true;
      case 0x0225: // DEFAULTROWHEIGHT
        // Hidden, or of a height of its own that shows nothing.
        this.rowsHidden =
          length >= 2 &&
          ((bytes[at]! & 2) !== 0 || (length >= 4 && (bytes[at]! & 1) !== 0 && isLowRow(u16(bytes, at + 2))));
        return true;
      case 0x007d: {
        // COLINFO
        if (length < 10) return true;
        const hidden = (bytes[at + 8]! & 1) !== 0 || isNarrowColumn(u16(bytes, at + 4));
        if (hidden) this.hiddenColumns.fill(CELL_FLAG.hiddenColumn, u16(bytes, at), u16(bytes, at + 2) + 1);
        return true;
      }
      case 0x0024: // COLWIDTH of Excel 2
        if (length >= 4 && isNarrowColumn(u16(bytes, at + 2)))
          this.hiddenColumns.fill(CELL_FLAG.hiddenColumn, bytes[at]!, bytes[at + 1]! + 1);
        return true;
      case 0x009b: // FILTERMODE
      case 0x009e: // AUTOFILTER
        this.filtered = true;
        return true;
      default:
        return false;
    }
  }

  private style(bytes: Uint8Array, at: number): number {
    const row = u16(bytes, at);
    const col = u16(bytes, at + 2);
    const style =
      this.book.biff === 2
        ? this.book.styleOfFormat(bytes[at + 5]! & 0x3f)
        : (this.book.styles[u16(bytes, at + 4)] ?? 0);
    return this.flags(row, col, style);
  }

  private flags(row: number, col: number, style: number): number {
    const state = this.rowStates[row];
    const hidden = state === 2 || (state === 0 && this.rowsHidden);
    return style | (hidden ? CELL_FLAG.hiddenRow : 0) | (this.hiddenColumns[col] ?? 0);
  }

  private boolOrError(row: number, col: number, value: number, isError: boolean, flags: number): void {
    const text = isError ? (ERRORS[value] ?? '#ERROR') : value ? 'TRUE' : 'FALSE';
    this.cells.text(row, col, text, (flags & ~CELL_FLAG.date) | CELL_FLAG.number);
  }

  private formula(bytes: Uint8Array, view: DataView, at: number, length: number): void {
    const result = at + (this.book.biff === 2 ? 7 : 6);
    if (result + 8 > at + length) return;
    const row = u16(bytes, at);
    const col = u16(bytes, at + 2);
    const flags = this.style(bytes, at);
    this.pending = undefined;
    if (u16(bytes, result + 6) !== 0xffff) {
      this.cells.number(row, col, view.getFloat64(result, true), flags);
      return;
    }
    const kind = bytes[result]!;
    if (kind === 0) this.pending = { row, col, flags: flags & ~CELL_FLAG.date };
    else if (kind === 1 || kind === 2) this.boolOrError(row, col, bytes[result + 2]!, kind === 2, flags);
  }

  /** LABEL and RSTRING: a cell with its text. @param old the attributes and lengths of Excel 2. */
  label(source: Segments, old: boolean): void {
    const row = source.u16();
    const col = source.u16();
    let style: number;
    if (old) {
      source.skip(1);
      style = this.book.styleOfFormat(source.u8() & 0x3f);
      source.skip(1);
    } else style = this.book.styles[source.u16()] ?? 0;
    const text = this.book.text(source, old);
    this.cells.text(row, col, text, this.flags(row, col, style & ~CELL_FLAG.date));
  }

  /** The text that is the result of the formula before. */
  formulaText(source: Segments, old: boolean): void {
    if (!this.pending) return;
    const { row, col, flags } = this.pending;
    this.pending = undefined;
    this.cells.text(row, col, this.book.text(source, old), flags);
  }

  object(source: Segments): void {
    this.objectKind = 0;
    if (this.book.biff >= 8 && source.u16() === 0x15) {
      source.skip(2);
      this.objectKind = source.u16();
    }
  }

  /** The text of an object: its record, then the characters in those that continue it. */
  objectText(source: Segments): void {
    source.skip(10);
    const length = source.u16();
    if (length === 0 || !source.skipSegment()) return;
    const text = source.chars(length, (source.u8() & 1) !== 0);
    if (this.objectKind === NOTE) this.noteTexts.push(text);
    else this.boxes.push(text);
  }

  note(source: Segments): void {
    if (this.book.biff >= 8) {
      source.skip(8);
      this.noteAuthors.push(source.unicode());
      this.notes++;
      return;
    }
    const row = source.u16();
    source.skip(2);
    const length = source.u16();
    const text = source.coded(Math.min(length, 2048), this.book.decoder);
    if (row === 0xffff) this.lastNote += text;
    else {
      this.endNote();
      this.notes++;
      this.lastNote = text;
    }
  }

  private endNote(): void {
    if (this.lastNote !== '') this.noteTexts.push(this.lastNote);
    this.lastNote = '';
  }

  header(source: Segments): void {
    if (!source.more) return;
    const text = plainHeader(this.book.text(source, this.book.biff < 8));
    if (text !== '') this.printed.push(text);
  }

  /** DV: prompts, and a list written out. */
  validation(source: Segments): void {
    const flags = source.u32();
    for (let i = 0; i < 4; i++) {
      const said = source.unicode();
      if (said !== '\0' && said.trim() !== '') this.validations.push(said);
    }
    const length = source.u16();
    source.skip(2);
    if ((flags & 0x0f) !== 3 || length < 3 || source.u8() !== 0x17) return;
    this.validations.push(source.unicode(source.u8()).replaceAll('\0', '\n'));
  }

  chart(): ChartData {
    const chart = new ChartData(this.book);
    this.charts.push(chart);
    return chart;
  }

  /** To be called when the sheet's records are read, as far as they go. */
  end(): void {
    this.cells.flush();
    const range = this.filtered
      ? (this.book.filters.get(this.index) ?? { firstRow: 0, lastRow: ROWS })
      : undefined;
    const info: TableEnd | undefined = range && { filter: range, filters: [range] };
    this.table.end(info);
    this.endNote();
    const { voice, place, hidden } = this;
    const text = (step: string, lines: readonly string[], rules: readonly RuleId[] = []) =>
      voice.text([...place, step], [...hidden, ...rules], lines.join('\n'));
    text('header and footer', this.printed);
    text('data validation', this.validations);
    text('links', this.links);
    text('drawing', this.boxes);
    text('comments', [...new Set(this.noteAuthors), ...this.noteTexts], ['comments']);
    if (this.notes > 0) {
      const what = this.notes === 1 ? 'There is a comment' : `There are ${this.notes} comments`;
      const message = `${what} on the sheet, with the names of those who wrote.`;
      voice.found('comments', [...place, 'comments'], message, { comments: this.notes }, false, hidden);
    }
    for (const chart of this.charts) chart.end(voice, place, hidden);
  }
}

const NOTE = 0x19;

/** What a chart keeps of the data that it shows. */
export class ChartData {
  private readonly book: Book;
  private readonly points: { row: number; col: number; text: string }[] = [];
  private readonly texts: string[] = [];
  private part = 1;
  private elsewhere = false;

  constructor(book: Book) {
    this.book = book;
  }

  record(type: number, source: Segments): void {
    if (type === 0x1065) this.part = source.u16();
    else if (type === 0x100d) {
      source.skip(2);
      const text = this.book.text(source, true);
      if (text !== '') this.texts.push(text);
    } else if (type === 0x1051 && this.book.biff >= 8) {
      source.skip(6);
      const length = source.u16();
      const token = length > 0 ? source.u8() & 0x1f : 0;
      if (token === 0x1a || token === 0x1b) this.elsewhere ||= this.book.isElsewhere(source.u16());
      else if (token === 0x1c || token === 0x1d) this.elsewhere = true;
    } else if (type === 0x0203 || type === 0x0204) {
      if (this.points.length >= MOST_POINTS) return;
      const row = source.u16() + 1;
      const col = source.u16() * 2 + (this.part === 2 ? 0 : 1);
      source.skip(2);
      const text = type === 0x0203 ? String(source.f64()) : this.book.text(source, false);
      this.points.push({ row, col, text });
    }
  }

  end(voice: Voice, place: Place, hidden: readonly RuleId[]): void {
    if (this.points.length + this.texts.length === 0) return;
    const here = [...place, `chart ${voice.next('chart')}`];
    voice.text(here, hidden, this.texts.join('\n'));
    if (this.points.length === 0) return;
    const table = voice.context.sink.table({
      place: here,
      hidden: [...voice.context.hidden, ...hidden, 'chart-cache'],
      addressing: 'rows',
    });
    const cells = new CellBuffer(table);
    for (const { row, col, text } of this.points) cells.add(row, col, text);
    cells.flush();
    table.end();
    if (this.elsewhere) {
      const message = 'A chart keeps a copy of data that no visible sheet has.';
      voice.found('chart-cache', here, message, { cells: this.points.length }, false, hidden);
    }
  }
}

/** A chart shows 32,000 points a series at the most. */
const MOST_POINTS = 500_000;

function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}
