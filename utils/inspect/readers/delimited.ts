// Reads text files: tables divided by a separator (csv, tsv), and text that is no table (txt), piece by piece.
// A text of lines is text: it reaches the detectors in pieces that end with a line.

import { detectEncoding, TextPieces } from '../container/text.ts';
import { readStream } from '../container/zip.ts';
import type { ReadContext, Reader } from '../reader.ts';
import { STRAY_LINES, separatorOf } from './delimited-shape.ts';
import { FieldBuffer } from './field-buffer.ts';

/** Characters of text a piece at most. */
const TEXT_PIECE = 1 << 18;
/** A field longer than this ends; if it is quoted, its quote is taken for a stray one. */
const LONGEST_FIELD = 1 << 20;
const HEAD = 65_536;

export const delimitedReader: Reader = {
  formats: ['csv', 'tsv', 'txt', 'empty'],
  async read(file, format, context) {
    if (file.size === 0) return 'full';
    const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
    const whole = file.size <= HEAD;
    const encoding = detectEncoding(head, whole) ?? 'windows-1252';
    // The same decision as identify made, from the same bytes; for `txt` none has to be made.
    const separator =
      format === 'txt' ? undefined : separatorOf(new TextPieces(encoding).decode(head), whole);
    const pieces = decodePieces(file, new TextPieces(encoding), context);
    if (separator === undefined) await readText(pieces, context);
    else await readTable(pieces, separator, context);
    return 'full';
  },
};

/** The file's text in pieces, counted against the budget; without a byte order mark. */
async function* decodePieces(file: Blob, decoder: TextPieces, context: ReadContext): AsyncGenerator<string> {
  for await (const bytes of readStream(file.stream())) {
    context.signal.throwIfAborted();
    context.budget.spend(bytes.length);
    const text = decoder.decode(bytes);
    if (text !== '') yield text;
  }
  const rest = decoder.decode(new Uint8Array(0), true);
  if (rest !== '') yield rest;
}

async function readText(pieces: AsyncIterable<string>, { sink, place, hidden }: ReadContext): Promise<void> {
  let pending = '';
  for await (const piece of pieces) {
    pending += piece;
    while (pending.length >= TEXT_PIECE) {
      const line = pending.lastIndexOf('\n', TEXT_PIECE);
      const cut = line > 0 ? line + 1 : TEXT_PIECE;
      sink.text({ place, hidden, text: pending.slice(0, cut) });
      pending = pending.slice(cut);
    }
  }
  if (pending.trim() !== '') sink.text({ place, hidden, text: pending });
}

async function readTable(
  pieces: AsyncIterable<string>,
  separator: string,
  context: ReadContext,
): Promise<void> {
  const table = context.sink.table({ place: context.place, hidden: context.hidden, addressing: 'rows' });
  const cells = new FieldBuffer(table);
  const parser = new DelimitedParser(separator, cells);
  const encoder = new TextEncoder();
  let first = true;
  for await (const piece of pieces) {
    // The hint line is an instruction to the reader, no row.
    parser.write(encoder.encode(first ? piece.replace(/^\ufeff?(sep=[,;\t|]\r?\n)?/i, '') : piece));
    first = false;
  }
  parser.end();
  cells.flush();
  table.end();
}

const QUOTE = 34;
const LF = 10;
const CR = 13;
const DOUBLED = Uint8Array.of(QUOTE, QUOTE);

/**
 * Fields as RFC 4180 has them, read as spreadsheets do: quotes only at a field's beginning, doubled quotes inside,
 * any line end, text behind a closing quote kept. A quote that is never closed would swallow the rest of the file into
 * one field: then it is a stray one, and what is behind it is read again without it. Over UTF-8 bytes: a field that stands whole in one piece, as nearly
 * all do, is never made into a string unless it is a new one.
 */
class DelimitedParser {
  private readonly separator: number;
  private readonly cells: FieldBuffer;
  private row = 0;
  private col = 0;
  /** `ended`: a field is done, and its separator or line end comes next. */
  private state: 'start' | 'plain' | 'quoted' | 'quote' | 'ended' = 'start';
  private afterReturn = false;
  /** The beginning of a field that is not whole in one piece, or has doubled quotes (which are still doubled here). */
  private field = new Uint8Array(1 << 10);
  private length = 0;

  constructor(separator: string, cells: FieldBuffer) {
    this.separator = separator.charCodeAt(0);
    this.cells = cells;
  }

  write(bytes: Uint8Array): void {
    const end = bytes.length;
    let i = 0;
    while (i < end) {
      const c = bytes[i]!;
      switch (this.state) {
        case 'start':
          if (this.afterReturn) {
            this.afterReturn = false;
            if (c === LF) {
              i++;
              break;
            }
          }
          if (this.isEnd(c)) {
            this.divide(c);
            i++;
          } else if (c === QUOTE) i = this.openQuote(bytes, i + 1);
          else {
            const stop = this.plainEnd(bytes, i);
            if (stop < end) {
              this.cells.add(this.row, this.col, bytes, i, stop);
              this.divide(bytes[stop]!);
              i = stop + 1;
            } else {
              this.keep(bytes, i, end);
              this.state = 'plain';
              i = end;
            }
          }
          break;
        case 'ended':
          this.divide(c);
          i++;
          break;
        case 'plain': {
          const stop = this.plainEnd(bytes, i);
          this.keep(bytes, i, stop);
          if (stop < end) {
            this.finish();
            this.state = 'ended';
          }
          i = stop;
          break;
        }
        case 'quoted': {
          const close = bytes.indexOf(QUOTE, i);
          this.keep(bytes, i, close < 0 ? end : close);
          if (close >= 0) this.state = 'quote';
          i = close < 0 ? end : close + 1;
          break;
        }
        case 'quote':
          if (c === QUOTE) {
            this.keep(DOUBLED, 0, 2);
            this.state = 'quoted';
            i++;
          } else if (!this.isEnd(c) && this.lines() >= STRAY_LINES) {
            this.keep(DOUBLED, 0, 1);
            this.readAgain();
          } else {
            this.unquote();
            this.state = 'plain';
          }
          break;
      }
      if (this.length > LONGEST_FIELD) {
        if (this.state === 'quoted') this.readAgain();
        else if (this.state !== 'quote') {
          this.finish();
          this.state = 'start';
        }
      }
    }
  }

  end(): void {
    // Behind a quote that is not closed all others stand in pairs: only the very last may be one more.
    while (this.state === 'quoted') this.readAgain();
    if (this.state === 'quote') this.unquote();
    this.finish();
  }

  /**
   * The quote that opened this field is a stray: reads what was kept of it as if it were not there. Quotes within are
   * in pairs, and a pair that opens a field closes it as well: nothing is read more than twice.
   */
  private readAgain(): void {
    const again = this.field.slice(0, this.length);
    this.length = 0;
    this.state = 'start';
    this.write(again);
  }

  /** Line ends in what was kept, up to as many as matter. */
  private lines(): number {
    let count = 0;
    for (let i = 0; i < this.length && count < STRAY_LINES; i++) {
      const c = this.field[i];
      if (c === LF || (c === CR && this.field[i + 1] !== LF)) count++;
    }
    return count;
  }

  /** Makes single quotes of doubled ones in what was kept. */
  private unquote(): void {
    const { field } = this;
    let to = field.subarray(0, this.length).indexOf(QUOTE);
    if (to < 0) return;
    for (let i = to; i < this.length; i++) {
      field[to++] = field[i]!;
      if (field[i] === QUOTE) i++;
    }
    this.length = to;
  }

  private isEnd(c: number): boolean {
    return c === this.separator || c === LF || c === CR;
  }

  /** Goes on to the next field, or row. */
  private divide(c: number): void {
    if (c === this.separator) this.col++;
    else {
      this.row++;
      this.col = 0;
      this.afterReturn = c === CR;
    }
    this.state = 'start';
  }

  private plainEnd(bytes: Uint8Array, from: number): number {
    const { separator } = this;
    let i = from;
    for (; i < bytes.length; i++) {
      const c = bytes[i]!;
      if (c === separator || c === LF || c === CR) break;
    }
    return i;
  }

  /** @returns where to go on: behind the closing quote where the field is whole and simple. */
  private openQuote(bytes: Uint8Array, from: number): number {
    const close = bytes.indexOf(QUOTE, from);
    if (close >= 0 && close + 1 < bytes.length && this.isEnd(bytes[close + 1]!)) {
      this.cells.add(this.row, this.col, bytes, from, close);
      this.state = 'ended';
      return close + 1;
    }
    this.state = 'quoted';
    return from;
  }

  private keep(bytes: Uint8Array, start: number, end: number): void {
    const need = this.length + end - start;
    if (need > this.field.length) {
      const larger = new Uint8Array(Math.max(need, this.field.length * 2));
      larger.set(this.field.subarray(0, this.length));
      this.field = larger;
    }
    this.field.set(bytes.subarray(start, end), this.length);
    this.length = need;
  }

  private finish(): void {
    if (this.length > 0) this.cells.add(this.row, this.col, this.field, 0, this.length);
    this.length = 0;
  }
}
