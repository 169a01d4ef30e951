// Goes over the records of a workbook: what holds for all of it first, then sheet by sheet.
import { HANDFUL } from '../../detectors/hidden.ts';
import { Damaged, Encrypted } from '../../errors.ts';
import type { Place, TableSink } from '../../part.ts';
import type { RuleId } from '../../rules.ts';
import { CellBuffer } from '../cell-buffer.ts';
import { CellStream } from '../cell-stream.ts';
import type { Voice } from '../ole/office.ts';
import { textRuns } from '../ooxml/places/properties.ts';
import { Book } from './book.ts';
import { readStrings, Segments, scanRecords } from './records.ts';
import { ChartData, Sheet } from './sheet.ts';

export interface WorkbookScan {
  book: Book;
  /** Whether all of it was read: else a string that no cell seems to use may be used. */
  complete: boolean;
  printers: string[];
}

const BOF = new Set([0x0809, 0x0409, 0x0209, 0x0009]);
const EOF = 0x0a;
const CONTINUE = 0x3c;

/** Records that others may continue, or that are read by Segments: kept until their end is seen. */
const KEPT = new Set([
  0x00fc, 0x0207, 0x0007, 0x01b6, 0x005d, 0x001c, 0x0014, 0x0015, 0x01be, 0x0018, 0x0218, 0x01ae, 0x0017,
  0x0204, 0x0004, 0x00d6, 0x005a, 0x004d, 0x01b8, 0x0800, 0x00eb,
]);

const BOUNDSHEET = 0x85;

/** @throws Encrypted where it needs a password. */
export async function scanWorkbook(voice: Voice, stream: Blob): Promise<WorkbookScan> {
  const scan = new Scan(voice);
  const { budget, signal } = voice.context;
  let complete = true;
  try {
    await scanRecords(stream, {
      budget,
      signal,
      isOver: () => scan.isOver,
      onRecord: (type, bytes, view, start, length, position) =>
        scan.record(type, bytes, view, start, length, position),
    });
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    complete = false;
    voice.problem(error, voice.place);
  } finally {
    scan.end();
  }
  if (scan.book.sheets.length > 0 ? scan.sheetsRead < scan.book.sheets.length : scan.sheetsRead === 0) {
    // Modules of Excel 5 are listed as sheets and stand elsewhere.
    const missing = scan.book.sheets.filter(({ kind }) => kind <= 2).length > scan.sheetsRead;
    if (complete && (missing || scan.sheetsRead === 0)) {
      voice.problem(new Damaged('Sheets that the workbook lists are not in the file.'), voice.place);
      complete = false;
    }
  }
  return {
    book: scan.book,
    complete: complete && !scan.broken,
    printers: scan.printers,
  };
}

class Scan {
  readonly book = new Book();
  readonly printers: string[] = [];
  sheetsRead = 0;
  broken = false;
  private readonly voice: Voice;
  private cells: CellStream | undefined;
  private readonly open: ('globals' | 'sheet' | 'chart' | 'other')[] = [];
  private sheet: Sheet | undefined;
  private chart: ChartData | undefined;
  private chartPlace: { place: Place; hidden: readonly RuleId[] } | undefined;
  private kept: { type: number; segments: Uint8Array[]; length: number } | undefined;
  private cache:
    | { place: Place; sink: TableSink; cells: CellBuffer; rows: Set<number>; count: number }
    | undefined;
  private links = 0;
  private finished = false;
  private began = false;
  private hasGlobals = false;

  constructor(voice: Voice) {
    this.voice = voice;
  }

  get isOver(): boolean {
    return this.began && this.open.length === 0;
  }

  record(
    type: number,
    bytes: Uint8Array,
    view: DataView,
    start: number,
    length: number,
    position: number,
  ): void {
    if (type === CONTINUE) {
      this.kept?.segments.push(bytes.slice(start, start + length));
      return;
    }
    if (this.kept) this.endKept();
    if (BOF.has(type)) {
      this.begin(type, bytes, start, length, position);
      return;
    }
    const inside = this.open[this.open.length - 1];
    if (type === EOF) {
      this.close();
      return;
    }
    if (inside === 'sheet' && this.sheet?.cell(type, bytes, view, start, length)) return;
    if (KEPT.has(type)) {
      this.kept = { type, segments: [bytes.slice(start, start + length)], length };
      return;
    }
    const source = () => new Segments([bytes.subarray(start, start + length)]);
    if (inside === 'chart') {
      if (type === 0x1065 || type === 0x100d || type === 0x1051 || type === 0x0203)
        this.chart?.record(type, source());
      return;
    }
    // Old workbooks have no part for all sheets: a sheet says everything itself.
    if (inside === 'globals' || inside === 'sheet') this.global(type, source, length);
  }

  private global(type: number, source: () => Segments, length: number): void {
    const { book } = this;
    switch (type) {
      case 0x0042:
        book.codepage(source().u16());
        break;
      case BOUNDSHEET:
        book.boundSheet(source());
        break;
      case 0x0031:
      case 0x0231:
        book.font(source());
        break;
      case 0x0092:
        book.setPalette(source());
        break;
      case 0x001e:
      case 0x041e:
        book.format(source());
        break;
      case 0x00e0:
      case 0x0043:
      case 0x0243:
      case 0x0443:
        book.look(source(), length);
        if (book.biff < 5) book.finish();
        break;
      case 0x0022:
        book.date1904 = source().u16() === 1;
        break;
      case 0x005c:
        this.userName(source());
        break;
      case 0x005b: {
        // FILESHARING: who reserved the file.
        const said = source();
        said.skip(4);
        if (said.more) this.trace(book.text(said, book.biff < 8));
        break;
      }
      case 0x0059:
        this.startCache(source());
        break;
      case 0x002f: // FILEPASS: everything behind it is encrypted.
        throw new Encrypted();
    }
  }

  private userName(source: Segments): void {
    const { book } = this;
    this.trace(book.biff >= 8 ? source.unicode() : source.coded(source.u8(), book.decoder));
  }

  private trace(text: string): void {
    const name = text.replace(/[\p{Cc}\ufffd]/gu, ' ').trim();
    // Programs write their own name, or what stood in memory.
    if (/[\p{L}\p{N}]/u.test(name) && !this.book.traces.includes(name)) this.book.traces.push(name);
  }

  private begin(type: number, bytes: Uint8Array, start: number, length: number, position: number): void {
    const { book } = this;
    this.began = true;
    const version = length >= 2 ? bytes[start]! | (bytes[start + 1]! << 8) : 0;
    const kind = length >= 4 ? bytes[start + 2]! | (bytes[start + 3]! << 8) : 0x10;
    const listed = book.sheets.findIndex((sheet) => sheet.position === position);
    // A listed sheet begins here, whatever was left open before.
    if (listed >= 0) while (this.open.length > 0) this.close();
    if (this.open.length > 0) {
      if (kind === 0x20 && this.sheet) {
        this.chart = this.sheet.chart();
        this.open.push('chart');
      } else
        this.open.push(this.open[0] === 'globals' && kind === 0x10 ? this.startSheet(-1, kind) : 'other');
      return;
    }
    // Sheets may claim another version than the workbook's own part, which is the one that holds.
    if (!this.hasGlobals) {
      book.biff =
        type === 0x0809 ? (version >= 0x0600 ? 8 : 5) : type === 0x0409 ? 4 : type === 0x0209 ? 3 : 2;
    }
    if (kind === 0x05 || kind === 0x0100) {
      this.hasGlobals = true;
      this.open.push('globals');
      return;
    }
    this.open.push(this.startSheet(listed >= 0 ? listed : -1, kind));
  }

  private startSheet(listed: number, kind: number): 'sheet' | 'chart' | 'other' {
    const { book, voice } = this;
    if (!this.finished) {
      this.finished = true;
      book.finish();
    }
    this.endCache();
    this.cells ??= new CellStream(book);
    const index = listed >= 0 ? listed : this.sheetsRead;
    const bound = book.sheets[index];
    this.sheetsRead++;
    const name = bound?.name ?? `Sheet${this.sheetsRead}`;
    // A sheet that a workbook does not list is shown by no program.
    const unlisted = book.sheets.length > 0 && !bound;
    const hidden: RuleId[] = bound?.hidden || unlisted ? ['hidden-sheet'] : [];
    const place = [...voice.place, `sheet "${name}"`];
    if (kind === 0x40 || bound?.kind === 1) {
      const message = 'There are macros of the old kind on a sheet.';
      voice.found('macros', place, message, undefined, false, hidden);
    }
    if ((kind === 0x20 || kind === 0x06) && hidden.length > 0) {
      // No cells are on it, but that it is there is worth knowing.
      const all = [...voice.context.hidden, ...hidden];
      voice.context.sink.table({ place, hidden: all, addressing: 'a1' }).end();
    }
    if (kind === 0x20) {
      this.chart = new ChartData(book);
      this.chartPlace = { place, hidden };
      return 'chart';
    }
    if (kind === 0x06) return 'other';
    this.sheet = new Sheet(book, this.cells, voice, place, hidden, index);
    return 'sheet';
  }

  private close(): void {
    const what = this.open.pop();
    if (what === 'chart') {
      if (this.chartPlace) this.chart?.end(this.voice, this.chartPlace.place, this.chartPlace.hidden);
      this.chartPlace = undefined;
      this.chart = undefined;
    } else if (what === 'sheet') {
      this.endCache();
      this.sheet?.end();
      this.sheet = undefined;
    } else if (what === 'globals') this.endCache();
  }

  /** A record and those that continue it are there. */
  private endKept(): void {
    const { type, segments, length } = this.kept!;
    this.kept = undefined;
    const source = new Segments(segments);
    const { book, sheet } = this;
    const inside = this.open[this.open.length - 1];
    switch (type) {
      case 0x00fc: {
        const { strings, cutOff } = readStrings(segments);
        book.share(strings);
        if (cutOff) this.damage('The shared strings of the workbook are cut off.');
        return;
      }
      case 0x01ae:
        this.endCache();
        book.link(source, length);
        return;
      case 0x0017:
        this.endCache();
        book.externSheet(source);
        return;
      case 0x0018:
      case 0x0218:
        book.name(source);
        return;
      case 0x005a:
        this.cached(source);
        return;
      case 0x004d:
        for (const segment of segments) {
          for (const run of textRuns(segment)) if (!this.printers.includes(run)) this.printers.push(run);
        }
        return;
    }
    if (inside === 'chart' && type === 0x0204) this.chart?.record(type, source);
    if (!sheet || inside !== 'sheet') return;
    switch (type) {
      case 0x0204:
      case 0x00d6:
        sheet.label(source, false);
        break;
      case 0x0004:
        sheet.label(source, true);
        break;
      case 0x0207:
        sheet.formulaText(source, false);
        break;
      case 0x0007:
        sheet.formulaText(source, true);
        break;
      case 0x005d:
        sheet.object(source);
        break;
      case 0x01b6:
        sheet.objectText(source);
        break;
      case 0x001c:
        sheet.note(source);
        break;
      case 0x0014:
      case 0x0015:
        sheet.header(source);
        break;
      case 0x01be:
        sheet.validation(source);
        break;
      case 0x01b8:
      case 0x0800:
        for (const segment of segments) sheet.links.push(...textRuns(segment));
        break;
    }
  }

  /** XCT: the cells of one sheet of another workbook follow. */
  private startCache(source: Segments): void {
    this.endCache();
    const { book, voice } = this;
    source.skip(2);
    const link = book.links[book.links.length - 1];
    const name = (book.biff >= 8 ? link?.sheets[source.u16()] : link?.sheets[0]) ?? '';
    const place = [...voice.place, `external link ${++this.links}`];
    const sink = voice.context.sink.table({
      place: [...place, `sheet "${name}"`],
      hidden: [...voice.context.hidden, 'external-link-cache'],
      addressing: 'a1',
    });
    this.cache = { place, sink, cells: new CellBuffer(sink), rows: new Set(), count: 0 };
  }

  /** CRN: neighbouring cells of a row. */
  private cached(source: Segments): void {
    const { cache, book } = this;
    if (!cache) return;
    const last = source.u8();
    const first = source.u8();
    const row = source.u16();
    for (let col = first; col <= last && source.more; col++) {
      const text = book.constant(source);
      if (text === '') continue;
      cache.cells.add(row, col, text);
      cache.rows.add(row);
      cache.count++;
    }
  }

  private endCache(): void {
    const { cache, voice } = this;
    if (!cache) return;
    this.cache = undefined;
    cache.cells.flush();
    cache.sink.end();
    if (cache.count === 0) return;
    voice.found(
      'external-link-cache',
      cache.place,
      `The file keeps ${cache.count} cells of another workbook that its formulas refer to.`,
      { rows: cache.rows.size, cells: cache.count },
      cache.count > HANDFUL,
    );
  }

  private damage(message: string): void {
    this.broken = true;
    this.voice.problem(new Damaged(message), this.voice.place);
  }

  /** To be called when no more records come. */
  end(): void {
    if (this.kept) this.endKept();
    this.endCache();
    while (this.open.length > 0) this.close();
  }
}
