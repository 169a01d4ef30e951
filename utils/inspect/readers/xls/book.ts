// What a BIFF workbook says for all of its sheets: their names and states, strings, styles, names, links elsewhere.
import { CELL_FLAG } from '../../part.ts';
import type { CellBook } from '../cell-stream.ts';
import { decoderFor } from '../ole/codepage.ts';
import { INDEXED, styleFlags } from '../xlsx/styles.ts';
import type { DefinedName } from '../xlsx/workbook.ts';
import { Segments } from './records.ts';

export interface BoundSheet {
  name: string;
  /** Where its substream begins. */
  position: number;
  hidden: boolean;
  /** 0 worksheet, 1 macro sheet, 2 chart, 6 VBA module. */
  kind: number;
}

/** A run of rows, from 0, that a filter governs. */
export interface FilterRange {
  firstRow: number;
  lastRow: number;
}

/** Another workbook that formulas refer to. */
export interface Link {
  internal: boolean;
  sheets: string[];
}

export class Book implements CellBook {
  biff = 8;
  decoder = decoderFor(1252);
  strings: string[] = [];
  /** Shared strings that stand behind the workbook's own records, where no cell can mean them. */
  late: string[] = [];
  sharedCount = 0;
  used = new Uint8Array(0);
  styles = new Uint8Array(0);
  date1904 = false;
  readonly sheets: BoundSheet[] = [];
  readonly names: DefinedName[] = [];
  /** By sheet, from 0. */
  readonly filters = new Map<number, FilterRange>();
  readonly links: Link[] = [];
  /** By number: which link, and which sheet of it (negative: none, or gone). */
  readonly references: { link: number; sheet: number }[] = [];
  readonly traces: string[] = [];
  /** Addresses of other workbooks. */
  readonly addresses: string[] = [];

  private isFinished = false;
  private readonly fonts: (number | undefined)[] = [];
  private readonly formats = new Map<number, string>();
  private readonly formatList: string[] = [];
  private readonly looks: { font: number; format: number; background: number | undefined }[] = [];
  private palette: number[] = [];

  /** The colour of an index; undefined for automatic and unknown ones. */
  private colour(index: number): number | undefined {
    if (index >= 8 && index < 64 && this.palette[index - 8] !== undefined) return this.palette[index - 8];
    if (index === 65) return 0xffffff;
    if (index >= 64) return undefined;
    return Number.parseInt(INDEXED.slice(index * 6, index * 6 + 6), 16);
  }

  /** A string with its length before it, as this version writes it. @param short one byte of length. */
  text(source: Segments, short: boolean): string {
    const count = short ? source.u8() : source.u16();
    return this.biff >= 8 ? source.unicode(count) : source.coded(count, this.decoder);
  }

  codepage(number: number): void {
    if (number !== 1200) this.decoder = decoderFor(number);
  }

  boundSheet(source: Segments): void {
    const position = source.u32();
    const state = source.u8() & 3;
    const kind = source.u8();
    this.sheets.push({ position, hidden: state !== 0, kind, name: this.text(source, true) });
  }

  font(source: Segments): void {
    source.skip(4);
    const index = this.biff > 2 ? source.u16() : 0x7fff;
    this.fonts.push(index);
    // There is no font 4: records refer past it.
    if (this.fonts.length === 4) this.fonts.push(undefined);
  }

  setPalette(source: Segments): void {
    const count = Math.min(source.u16(), 56);
    for (let i = 0; i < count && source.more; i++) {
      const rgb = (source.u8() << 16) | (source.u8() << 8) | source.u8();
      source.skip(1);
      this.palette.push(rgb);
    }
  }

  format(source: Segments): void {
    if (this.biff <= 3) {
      this.formatList.push(source.coded(source.u8(), this.decoder));
      return;
    }
    const index = source.u16();
    if (this.biff === 4) this.formatList.push(source.coded(source.u8(), this.decoder));
    else this.formats.set(index, this.text(source, this.biff < 8));
  }

  /** Cell style. */
  look(source: Segments, length: number): void {
    if (this.biff === 2) {
      source.skip(2);
      this.looks.push({ font: 0, format: source.u8() & 0x3f, background: 0xffffff });
      return;
    }
    if (this.biff <= 4) {
      const font = source.u8();
      this.looks.push({ font, format: source.u8(), background: 0xffffff });
      return;
    }
    const font = source.u16();
    const format = source.u16();
    let background: number | undefined = 0xffffff;
    if (this.biff >= 8 && length >= 20) {
      source.skip(10);
      const pattern = source.u32() >>> 26;
      const fore = source.u16() & 0x7f;
      if (pattern === 1) background = this.colour(fore);
      else if (pattern !== 0) background = undefined;
    } else {
      source.skip(4);
      const fill = source.u32();
      const pattern = (fill >>> 16) & 0x3f;
      if (pattern === 1) background = this.colour(fill & 0x7f);
      else if (pattern !== 0) background = undefined;
    }
    this.looks.push({ font, format, background });
  }

  /** A table of shared strings: there is one, ahead of the sheets. What a second one says is seen by nobody. */
  share(strings: readonly string[]): void {
    const to = this.isFinished ? this.late : this.strings;
    for (const text of strings) to.push(text);
  }

  /** To be called when all of the workbook's own records are read. */
  finish(): void {
    this.isFinished = true;
    this.styles = Uint8Array.from(this.looks, ({ font, format, background }) => {
      const index = this.fonts[font];
      const letters = index === undefined || index === 0x7fff ? undefined : this.colour(index);
      const code = this.biff <= 4 ? this.formatList[format] : this.formats.get(format);
      return styleFlags(format, code, letters, background);
    });
    this.sharedCount = this.strings.length;
    this.used = new Uint8Array(this.sharedCount);
  }

  /** Cell styles of Excel 2 stand in the cell: a number format. */
  styleOfFormat(format: number): number {
    const code = this.formatList[format];
    return code === undefined ? 0 : styleFlags(format, code, undefined, 0xffffff) & CELL_FLAG.date;
  }

  link(source: Segments, length: number): void {
    const count = source.u16();
    const marker = source.u16();
    if (length <= 4 || marker === 0x0401 || marker === 0x3a01) {
      this.links.push({ internal: marker === 0x0401, sheets: [] });
      return;
    }
    const address = source.unicode(marker);
    const sheets: string[] = [];
    for (let i = 0; i < count && source.more; i++) sheets.push(source.unicode());
    this.links.push({ internal: false, sheets });
    const plain = plainAddress(address);
    if (plain !== '') this.addresses.push(plain);
  }

  externSheet(source: Segments): void {
    if (this.biff < 8) {
      const count = source.u8();
      const marker = source.u8();
      const text = source.coded(count, this.decoder);
      // 3: a sheet of this workbook; 4: this sheet itself; 1 and 2: another workbook.
      const internal = marker === 3 || marker === 4 || marker === 2;
      this.links.push({ internal, sheets: [text.replace(/^.*\]/, '')] });
      if (!internal && plainAddress(text) !== '') this.addresses.push(plainAddress(text));
      return;
    }
    const count = source.u16();
    for (let i = 0; i < count && source.more; i++) {
      const link = source.u16();
      const sheet = (source.u16() << 16) >> 16;
      source.skip(2);
      this.references.push({ link, sheet });
    }
  }

  /** Whether a reference leads to another workbook, or to a sheet that is hidden or gone. */
  isElsewhere(reference: number): boolean {
    const found = this.references[reference];
    if (!found) return false;
    const link = this.links[found.link];
    if (!link?.internal) return true;
    if (found.sheet === -1) return true;
    return found.sheet >= 0 && (this.sheets[found.sheet]?.hidden ?? true);
  }

  name(source: Segments): void {
    if (this.biff < 5) return;
    const flags = source.u16();
    source.skip(1);
    const length = source.u8();
    const codes = source.u16();
    source.skip(2);
    const sheet = source.u16();
    source.skip(4);
    const name = this.biff >= 8 ? source.unicode(length) : source.coded(length, this.decoder);
    const formula: number[] = [];
    for (let i = 0; i < codes && source.more; i++) formula.push(source.u8());
    const bytes = Uint8Array.from(formula);
    const builtIn = (flags & 0x20) !== 0;
    const isFilter = (builtIn && name.charCodeAt(0) === 13) || /^_FilterDatabase$/i.test(name);
    if (isFilter) {
      const range = this.areaRows(bytes);
      if (range && sheet > 0) this.filters.set(sheet - 1, range);
      return;
    }
    // Functions and commands of macro sheets are names as well.
    if (builtIn || flags & 0x0e) return;
    this.names.push({ name, hidden: (flags & 1) !== 0, value: this.nameValue(bytes, source) });
  }

  /** The rows below the header row of a formula that is one area. */
  private areaRows(formula: Uint8Array): FilterRange | undefined {
    const at = this.biff >= 8 ? 3 : 15;
    if ((formula[0]! & 0x1f) !== 0x1b || formula.length < at + 4) return undefined;
    const firstRow = formula[at]! | (formula[at + 1]! << 8);
    const lastRow = formula[at + 2]! | (formula[at + 3]! << 8);
    return { firstRow: firstRow + 1, lastRow: Math.max(firstRow + 1, lastRow) };
  }

  /** A text or a list written out, as a formula would have it; what else a name stands for is not told. */
  private nameValue(formula: Uint8Array, rest: Segments): string {
    if (formula.length === 0) return '';
    const source = new Segments([formula]);
    const token = source.u8();
    if (token === 0x17) return `"${this.text(source, true)}"`;
    if ((token & 0x1f) !== 0x00 || token < 0x20) return 'a reference or formula';
    const columns = rest.u8() + (this.biff >= 8 ? 1 : 0);
    const rows = rest.u16() + (this.biff >= 8 ? 1 : 0);
    const lines: string[] = [];
    for (let r = 0; r < rows && rest.more; r++) {
      const cells: string[] = [];
      for (let c = 0; c < columns && rest.more; c++) cells.push(this.constant(rest));
      lines.push(cells.join(','));
    }
    return `{${lines.join(';')}}`;
  }

  /** A value that stands in a list or in the cache of a link: a type, then eight bytes or a string. */
  constant(source: Segments): string {
    const type = source.u8();
    if (type === 2) return this.text(source, this.biff < 8);
    if (type === 1) return String(source.f64());
    const value = source.u8();
    source.skip(7);
    return type === 4 ? (value ? 'TRUE' : 'FALSE') : '';
  }
}

/** The address of another workbook without the codes that stand for drives and folders ([MS-XLS] 2.5.277). */
function plainAddress(encoded: string): string {
  const [volume, folder, up] = ['\u0001', '\u0003', '\u0004'];
  return encoded
    .replaceAll(`${volume}@`, '\\\\')
    .replaceAll(volume, '')
    .replaceAll(folder, '\\')
    .replaceAll(up, '..\\')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
}
