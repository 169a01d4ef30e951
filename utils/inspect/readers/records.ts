// Tables out of nested data (XML, JSON): records of one kind become the rows of one table, their fields its columns.
import type { Place } from '../part.ts';
import type { ReadContext } from '../reader.ts';
import { CellBuffer } from './cell-buffer.ts';

/** Records by which the columns are decided; a field that first comes later is a text. */
const SAMPLE = 512;
/** Kinds of records with a table of their own; what comes beyond them is text. */
const MOST_KINDS = 256;
const TEXT_PIECE = 1 << 16;

/** A record's fields in their order. */
export type Fields = readonly (readonly [name: string, value: string])[];

interface Kind {
  place: Place;
  waiting: Fields[];
  columns?: Map<string, number>;
  cells?: CellBuffer;
  close?: () => void;
  row: number;
}

export class Records {
  private readonly context: ReadContext;
  private readonly kinds = new Map<string, Kind>();
  private lines: string[] = [];
  private size = 0;

  constructor(context: ReadContext) {
    this.context = context;
  }

  /** @param name what records of this kind are called in the file. */
  add(name: string, fields: Fields): void {
    let kind = this.kinds.get(name);
    if (!kind) {
      if (this.kinds.size >= MOST_KINDS) {
        this.say(fields.map(([key, value]) => `${key}: ${value}`).join('\n'));
        return;
      }
      kind = { place: [...this.context.place, `table ${this.kinds.size + 1}`], waiting: [], row: 0 };
      this.kinds.set(name, kind);
    }
    if (kind.cells) this.put(kind, fields);
    else {
      kind.waiting.push(fields);
      if (kind.waiting.length >= SAMPLE) this.start(kind);
    }
  }

  /** Text that belongs to no record. */
  say(text: string): void {
    if (text.trim() === '') return;
    this.lines.push(text);
    this.size += text.length;
    if (this.size > TEXT_PIECE) this.flush();
  }

  private start(kind: Kind): void {
    const columns = new Map<string, number>();
    for (const fields of kind.waiting) {
      for (const [name] of fields) if (!columns.has(name)) columns.set(name, columns.size);
    }
    const sink = this.context.sink.table({
      place: kind.place,
      hidden: this.context.hidden,
      addressing: 'rows',
    });
    kind.columns = columns;
    kind.cells = new CellBuffer(sink);
    kind.close = () => sink.end();
    for (const [name, column] of columns) kind.cells.add(0, column, name);
    kind.row = 1;
    for (const fields of kind.waiting.splice(0)) this.put(kind, fields);
  }

  private put(kind: Kind, fields: Fields): void {
    const row = kind.row++;
    const sorted: [number, string][] = [];
    for (const [name, value] of fields) {
      const column = kind.columns!.get(name);
      if (column === undefined) this.say(`${name}: ${value}`);
      else sorted.push([column, value]);
    }
    sorted.sort((a, b) => a[0] - b[0]);
    for (const [column, value] of sorted) kind.cells!.add(row, column, value);
  }

  private flush(): void {
    const { sink, place, hidden } = this.context;
    if (this.lines.length > 0) sink.text({ place, hidden, text: this.lines.join('\n') });
    this.lines = [];
    this.size = 0;
  }

  end(): void {
    for (const kind of this.kinds.values()) {
      // One of its kind is no table.
      if (!kind.cells && kind.waiting.length === 1) {
        this.say(kind.waiting[0]!.map(([name, value]) => `${name}: ${value}`).join('\n'));
        continue;
      }
      if (!kind.cells) this.start(kind);
      kind.cells!.flush();
      kind.close!();
    }
    this.flush();
  }
}
