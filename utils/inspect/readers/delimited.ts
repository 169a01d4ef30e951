// Reads text files: tables divided by a separator (csv, tsv), and text that is no table (txt), piece by piece.
// A text of lines is text: it reaches the detectors in pieces that end with a line.

import { detectEncoding, TextPieces } from '../container/text.ts';
import { readStream } from '../container/zip.ts';
import type { ReadContext, Reader } from '../reader.ts';
import { CellBuffer } from './cell-buffer.ts';
import { separatorOf } from './delimited-shape.ts';

/** Characters of text a piece at most. */
const TEXT_PIECE = 1 << 18;
/** A field longer than this ends: a quote that was never closed must not swallow the file into one string. */
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
  const parser = new DelimitedParser(separator, new CellBuffer(table));
  for await (const piece of pieces) parser.write(piece);
  parser.end();
  table.end();
}

/**
 * Fields as RFC 4180 has them, read as spreadsheets do: quotes only at a field's beginning, doubled quotes inside,
 * any line end, text behind a closing quote kept.
 */
class DelimitedParser {
  private readonly separator: number;
  private readonly cells: CellBuffer;
  private row = 0;
  private col = 0;
  /** Of a field that went over the end of a piece. */
  private field = '';
  private state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
  private afterReturn = false;
  private first = true;

  constructor(separator: string, cells: CellBuffer) {
    this.separator = separator.charCodeAt(0);
    this.cells = cells;
  }

  write(piece: string): void {
    let text = piece;
    if (this.first) {
      this.first = false;
      // The hint line is an instruction to the reader, no row.
      text = text.replace(/^\ufeff?(sep=[,;\t|]\r?\n)?/i, '');
    }
    const { separator } = this;
    const length = text.length;
    let i = 0;
    while (i < length) {
      if (this.state === 'quoted') {
        const close = text.indexOf('"', i);
        const end = close < 0 ? length : close;
        this.field += text.slice(i, end);
        i = end + 1;
        if (close >= 0) this.state = 'quote';
        if (this.field.length > LONGEST_FIELD) this.finishField();
        continue;
      }
      const c = text.charCodeAt(i);
      if (this.state === 'quote') {
        this.state = c === 34 ? 'quoted' : 'plain';
        if (c === 34) {
          this.field += '"';
          i++;
          continue;
        }
      }
      if (this.afterReturn) {
        this.afterReturn = false;
        if (c === 10) {
          i++;
          continue;
        }
      }
      if (c === separator) {
        this.finishField();
        this.col++;
        i++;
      } else if (c === 10 || c === 13) {
        this.finishField();
        this.row++;
        this.col = 0;
        this.afterReturn = c === 13;
        i++;
      } else if (c === 34 && this.state === 'start') {
        this.state = 'quoted';
        i++;
      } else {
        let end = i + 1;
        for (; end < length; end++) {
          const d = text.charCodeAt(end);
          if (d === separator || d === 10 || d === 13) break;
        }
        this.field += text.slice(i, end);
        this.state = 'plain';
        if (this.field.length > LONGEST_FIELD) this.finishField();
        i = end;
      }
    }
  }

  end(): void {
    this.finishField();
    this.cells.flush();
  }

  private finishField(): void {
    if (this.field !== '') {
      const text = this.field.trim();
      if (text !== '') this.cells.add(this.row, this.col, text);
      this.field = '';
    }
    this.state = 'start';
  }
}
