// The content of an OpenDocument file as it streams by: texts, sheets, slides and drawings have one vocabulary, so one
// handler reads them all. What a program would not show goes on with the rule ids that say why. Which element does what
// is in elements.ts.
import { CELL_FLAG, type PartSink, type Place } from '../../part.ts';
import type { RuleId } from '../../rules.ts';
import { wordTable } from '../../word-table.ts';
import type { Attributes, XmlHandlers } from '../../xml/reader.ts';
import { CROPPED } from '../crop.ts';
import { countWords, isSubstance, Prose } from '../prose.ts';
import { CLOSE, OPEN } from './elements.ts';
import { SheetTable } from './sheet.ts';
import { type Ground, hasGround, type OdfStyles, points } from './styles.ts';

/** What is counted over all parts of a file. */
export interface OdfTally {
  comments: number;
  commentAuthors: Set<string>;
  changes: number;
  changeAuthors: Set<string>;
  deletedWords: number;
  macros: number;
}

/** Where the content goes. */
export interface OdfTarget {
  sink: PartSink;
  /** How the file itself is hidden; `text` and `found` put it before what they are given. */
  hidden: readonly RuleId[];
  text(place: Place, hidden: readonly RuleId[], text: string): void;
  found(rule: RuleId, place: Place, message: string, counts?: Record<string, number>, medium?: boolean): void;
  /** A picture or a file that stands in the XML itself (flat files), as base64. */
  binary?(base64: string, kind: 'image' | 'object', place: Place): void;
}

interface CellText {
  lines: string[];
  hiddenLines: string[];
  repeat: number;
  /** Columns and rows that it lies over. */
  across: number;
  down: number;
  /** It lies under another one. */
  covered: boolean;
  value: string | undefined;
  flags: number;
}

/** A text of its own. There is one for each cell of a large sheet, so it costs nothing until it is written to. */
class Flow {
  readonly place: Place;
  readonly hidden: readonly RuleId[];
  /** The element whose end ends it. */
  readonly element: string;
  /** Set for the text of a cell, which is gathered there. */
  cell: CellText | undefined;
  /** Open elements of the same name within: their ends do not end it. */
  nested = 0;
  /** Set for an object that is not shown: the words in it. */
  unshownWords: number | undefined;
  private readonly target: OdfTarget;
  private readonly unit: string | undefined;
  private visible: Prose | undefined;
  private unseen: Prose | undefined;

  constructor(target: OdfTarget, place: Place, hidden: readonly RuleId[], element: string, unit?: string) {
    this.target = target;
    this.place = place;
    this.hidden = hidden;
    this.element = element;
    this.unit = unit;
  }

  add(text: string, concealed: string): void {
    this.visible ??= this.prose(this.hidden);
    this.visible.add(text);
    if (concealed.trim() === '') return;
    const { hidden } = this;
    this.unseen ??= this.prose(hidden.includes('hidden-text') ? hidden : [...hidden, 'hidden-text']);
    this.unseen.add(concealed, this.visible.count);
  }

  flush(): void {
    this.visible?.flush();
    this.unseen?.flush();
  }

  private prose(hidden: readonly RuleId[]): Prose {
    return new Prose(this.place, hidden, (where, how, text) => this.target.text(where, how, text), this.unit);
  }
}

/** Why letters are not seen: their style hides them, or they have the colour of what is behind them. */
interface Look {
  hidden: boolean;
  pale: boolean;
}

interface Paragraph extends Look {
  text: string;
  concealed: string;
  style: string | undefined;
  /** Of each open span. */
  spans: Look[] | undefined;
  /** Of each open field: how long the text was before it. */
  fields: number[] | undefined;
}

interface Page {
  place: Place;
  hidden: boolean;
  size: { width: number; height: number } | undefined;
  words: number;
  notes: number;
  off: number;
  cropped: number;
}

export class OdfContent implements XmlHandlers {
  readonly target: OdfTarget;
  readonly styles: OdfStyles;
  readonly tally: OdfTally;
  readonly root: Place;
  /** Set by `office:text`, `office:spreadsheet` and `office:chart`. */
  kind: 'text' | 'spreadsheet' | 'chart' | 'other' = 'other';
  /** Below an element whose inside is left out. */
  skip = 0;
  binaryKind: 'image' | 'object' | undefined;
  /** Takes the text of an element that is not content. */
  gathered: string | undefined;
  readonly paragraphs: Paragraph[] = [];
  private page: Page | undefined;
  private readonly flows: Flow[] = [];
  private readonly tables: SheetTable[] = [];
  private readonly groups: boolean[] = [];
  private readonly documents: OdfContent['kind'][] = [];
  private readonly counters = new Map<string, number>();
  /** What is behind the text of a document, within each element that may have a colour of its own. */
  private readonly grounds: Ground[] = [];
  private hiddenWords = 0;

  constructor(target: OdfTarget, place: Place, styles: OdfStyles, tally: OdfTally) {
    this.target = target;
    this.root = place;
    this.styles = styles;
    this.tally = tally;
    this.flows.push(this.flow(place, [], '', 'paragraph'));
  }

  private flow(place: Place, hidden: readonly RuleId[], element: string, unit?: string): Flow {
    return new Flow(this.target, place, hidden, element, unit);
  }

  get here(): Flow {
    return this.flows[this.flows.length - 1]!;
  }

  /** Where things stand that have no place of their own. */
  get around(): Place {
    return this.page?.place ?? this.tables[0]?.place ?? this.root;
  }

  get inNotes(): boolean {
    return this.here.hidden.includes('speaker-notes');
  }

  /** 1, 2, 3… for the things of one kind. */
  next(what: string): number {
    const count = (this.counters.get(what) ?? 0) + 1;
    this.counters.set(what, count);
    return count;
  }

  open(name: string, attributes: Attributes): void {
    if (this.skip > 0) {
      this.skip++;
      return;
    }
    if (this.styles.open(name, attributes)) return;
    const flows = this.flows.length;
    OPEN[name]?.(this, attributes, name);
    if (this.skip === 0 && this.flows.length === flows && flows > 1 && this.here.element === name)
      this.here.nested++;
    if (this.skip > 0 || this.kind !== 'text' || !hasGround(name)) return;
    const style = attributes.get('table:style-name') ?? attributes.get('text:style-name');
    this.grounds.push(this.styles.behind(name, style, this.ground));
  }

  private get ground(): Ground {
    return this.grounds[this.grounds.length - 1] ?? this.styles.paper;
  }

  close(name: string): void {
    if (this.skip > 0) {
      this.skip--;
      return;
    }
    this.styles.close(name);
    CLOSE[name]?.(this);
    if (this.kind === 'text' && hasGround(name)) this.grounds.pop();
    if (this.flows.length === 1 || this.here.element !== name) return;
    if (this.here.nested > 0) this.here.nested--;
    else this.endFlow();
  }

  text(text: string): void {
    if (this.skip > 0) return;
    if (this.gathered !== undefined) this.gathered += text;
    else if (this.paragraphs.length > 0) {
      // White space in the XML is one blank, however much there is.
      this.put(/[\t\r\n]/.test(text) ? text.replace(/[\t\r\n ]+/g, ' ') : text);
    }
  }

  /** Adds to the paragraph at hand. */
  put(text: string): void {
    const paragraph = this.paragraphs[this.paragraphs.length - 1];
    if (!paragraph) return;
    const { hidden, pale } = paragraph.spans?.at(-1) ?? paragraph;
    if (hidden || pale) paragraph.concealed += text;
    else paragraph.text += text;
  }

  /** A reading of the text that is not shown. */
  conceal(text: string | undefined): void {
    const paragraph = this.paragraphs[this.paragraphs.length - 1];
    if (paragraph && text) paragraph.concealed += `${text} `;
  }

  startField(): void {
    const paragraph = this.paragraphs[this.paragraphs.length - 1];
    if (!paragraph) return;
    paragraph.fields ??= [];
    paragraph.fields.push(paragraph.text.length);
  }

  /** @param isCode what stood in the field until here says what to fetch; what it shows follows. */
  endField(isCode: boolean): void {
    const paragraph = this.paragraphs[this.paragraphs.length - 1];
    const start = paragraph?.fields?.pop();
    if (!paragraph || start === undefined || !isCode) return;
    this.conceal(paragraph.text.slice(start));
    paragraph.text = paragraph.text.slice(0, start);
  }

  /** The document of a flat file; within it, one that is embedded, such as a chart. */
  startDocument(): void {
    const outer = this.documents.length > 0;
    this.documents.push(this.kind);
    this.kind = 'other';
    if (!outer) return;
    const here = [...this.around, `embedded "object ${this.next('object')}"`];
    this.target.found('embedded-file', here, 'There is a document inside the document.');
  }

  endDocument(): void {
    this.kind = this.documents.pop() ?? 'other';
  }

  startParagraph(style: string | undefined): void {
    const pale = this.kind === 'text' && this.styles.isPale(undefined, style, this.ground) === true;
    const hidden = this.styles.conceals('paragraph', style) ?? false;
    this.paragraphs.push({
      text: '',
      concealed: '',
      hidden,
      pale,
      style,
      spans: undefined,
      fields: undefined,
    });
  }

  startSpan(style: string | undefined): void {
    const paragraph = this.paragraphs[this.paragraphs.length - 1];
    if (!paragraph) return;
    const around = paragraph.spans?.at(-1) ?? paragraph;
    paragraph.spans ??= [];
    const pale = this.kind === 'text' ? this.styles.isPale(style, paragraph.style, this.ground) : undefined;
    paragraph.spans.push({
      hidden: this.styles.conceals('text', style) ?? around.hidden,
      pale: pale ?? around.pale,
    });
  }

  endParagraph(): void {
    const paragraph = this.paragraphs.pop();
    if (!paragraph) return;
    const { text, concealed } = paragraph;
    const flow = this.here;
    const { hidden, cell } = flow;
    if (hidden.length > 0 && hidden.includes('tracked-changes')) this.tally.deletedWords += countWords(text);
    if (hidden.length > 0 && hidden.includes('hidden-text')) {
      const object = this.flows.findLast(({ unshownWords }) => unshownWords !== undefined);
      if (object) object.unshownWords = (object.unshownWords ?? 0) + countWords(text + concealed);
      else this.hiddenWords += countWords(text);
    }
    if (this.page && this.inNotes) this.page.notes += countWords(text);
    else if (this.page) this.page.words += countWords(text);
    if (concealed !== '') this.hiddenWords += countWords(concealed);
    if (cell) {
      cell.lines.push(text);
      if (concealed.trim() !== '') cell.hiddenLines.push(concealed);
      return;
    }
    flow.add(text, concealed);
  }

  /** Begins a text of its own; it ends with the element. @param step is added to where things stand here. */
  startFlow(element: string, step: string, hidden: readonly RuleId[]): void {
    this.flows.push(this.flow([...this.around, step], [...this.here.hidden, ...hidden], element));
  }

  private endFlow(): void {
    const { place, unshownWords } = this.flows[this.flows.length - 1]!;
    this.flows.pop()!.flush();
    if (!unshownWords) return;
    const message = 'There is text in an object that is not shown.';
    this.target.found('hidden-text', place, message, { words: unshownWords }, isSubstance(unshownWords));
  }

  startTable(name: string, style: string | undefined, isProtected: boolean): void {
    const flow = this.here;
    flow.flush();
    const own: RuleId[] = [];
    const isSheet = this.kind === 'spreadsheet' && this.tables.length === 0;
    let place: Place;
    if (isSheet) {
      place = [...this.root, `sheet "${name}"`];
      // What a sheet refers to in another file is kept in a table that has that file's address for a name.
      if (/^'?(file|https?|ftp|smb|vnd\.sun\.star\.\w+):/i.test(name)) {
        own.push('external-link-cache');
        place = [...this.root, `linked sheet ${this.next('linked sheet')}`];
      } else if (this.styles.isSheetHidden(name, style)) own.push('hidden-sheet');
    } else {
      const base = this.tables[this.tables.length - 1]?.place ?? this.page?.place ?? flow.place;
      place = [...base, `table ${this.next(`table in ${base.join('/')}`)}`];
    }
    if (this.kind === 'chart') own.push('chart-cache');
    const sink = this.target.sink.table({
      place,
      hidden: [...this.target.hidden, ...flow.hidden, ...own],
      addressing: isSheet ? 'a1' : 'rows',
    });
    this.tables.push(new SheetTable(place, sink, isProtected));
    if (own.includes('external-link-cache')) {
      this.target.found('external-link-cache', place, 'The workbook keeps a copy of cells of another file.');
    }
  }

  endTable(): void {
    const table = this.tables.pop();
    if (!table) return;
    table.end();
    if (this.page) this.page.words += table.filled;
    if (this.kind === 'chart' && table.filled > 0) {
      this.target.found('chart-cache', this.root, 'A chart keeps a copy of the data behind it.', {
        cells: table.filled,
      });
    }
  }

  addColumns(attributes: Attributes): void {
    const visibility = attributes.get('table:visibility') ?? 'visible';
    const narrow = this.styles.get('table-column', attributes.get('table:style-name'), 'zeroWidth') ?? false;
    const hidden = visibility !== 'visible' || narrow || this.groups.includes(true);
    this.tables[this.tables.length - 1]?.addColumns(
      times(attributes.get('table:number-columns-repeated')),
      hidden,
      attributes.get('table:default-cell-style-name'),
    );
  }

  startRow(attributes: Attributes): void {
    const visibility = attributes.get('table:visibility');
    const low = this.styles.get('table-row', attributes.get('table:style-name'), 'zeroHeight') ?? false;
    const hidden = visibility === 'collapse' || low || this.groups.includes(true);
    const repeat = times(attributes.get('table:number-rows-repeated'));
    this.tables[this.tables.length - 1]?.startRow(
      repeat,
      hidden,
      visibility === 'filter',
      attributes.get('table:default-cell-style-name'),
    );
  }

  endRow(): void {
    this.tables[this.tables.length - 1]?.endRow();
  }

  /** Rows or columns that are folded together. */
  startGroup(attributes: Attributes): void {
    this.groups.push(attributes.get('table:display') === 'false');
  }

  endGroup(): void {
    this.groups.pop();
  }

  startCell(attributes: Attributes, name: string): void {
    const table = this.tables[this.tables.length - 1];
    if (!table) return;
    const type = attributes.get('office:value-type');
    const take = type === undefined ? undefined : VALUES[type];
    const flow = this.flow(table.place, this.here.hidden, name);
    const look = attributes.get('table:style-name') ?? table.usualStyle;
    flow.cell = {
      lines: [],
      hiddenLines: [],
      repeat: times(attributes.get('table:number-columns-repeated')),
      across: times(attributes.get('table:number-columns-spanned')),
      down: times(attributes.get('table:number-rows-spanned')),
      covered: name === 'table:covered-table-cell',
      value: take ? attributes.get(take.attribute) : undefined,
      flags:
        (take?.flags ?? 0) |
        (this.styles.conceals('table-cell', look) ||
        (table.isProtected && this.styles.get('table-cell', look, 'hiddenIfProtected'))
          ? CELL_FLAG.hiddenText
          : 0),
    };
    if (type === 'boolean') flow.cell.value = flow.cell.value?.toUpperCase();
    this.flows.push(flow);
  }

  endCell(): void {
    const table = this.tables[this.tables.length - 1];
    const { cell, hidden } = this.here;
    if (!cell || !table) return;
    // The value of an error is blank: what is shown says more.
    const text = cell.value || cell.lines.join('\n');
    const concealed = cell.hiddenLines.join('\n');
    if (cell.across * cell.down > 1) table.spans(cell.across, cell.down, text);
    if (text.trim() === '') {
      const flags = cell.flags | (concealed === '' ? 0 : CELL_FLAG.hiddenText);
      table.addCell(concealed, cell.repeat, flags, cell.covered);
      return;
    }
    table.addCell(text, cell.repeat, cell.flags, cell.covered);
    if (concealed !== '') this.target.text(table.place, [...hidden, 'hidden-text'], concealed);
  }

  startPage(attributes: Attributes): void {
    const place = [...this.root, `slide ${this.next('slide')}`];
    const hidden = this.styles.get('drawing-page', attributes.get('draw:style-name'), 'pageHidden') ?? false;
    const size = this.styles.page(attributes.get('draw:master-page-name'));
    this.flows.push(this.flow(place, hidden ? ['hidden-slide'] : [], 'draw:page'));
    this.page = { place, hidden, size, words: 0, notes: 0, off: 0, cropped: 0 };
  }

  startNotes(): void {
    if (!this.page) {
      // Those of a master page.
      this.skip = 1;
      return;
    }
    const { place, hidden } = this.here;
    const notes = [...place.slice(0, -1), `${place.at(-1)} notes`];
    this.flows.push(this.flow(notes, [...hidden, 'speaker-notes'], 'presentation:notes'));
  }

  endPage(): void {
    const { page, target } = this;
    if (!page) return;
    this.page = undefined;
    const { place, words, notes, off, cropped } = page;
    if (page.hidden) {
      const message = 'A slide is hidden: it is left out of the show.';
      target.found('hidden-slide', place, message, { words }, isSubstance(words));
    }
    if (notes > 0) {
      const where = [...place.slice(0, -1), `${place.at(-1)} notes`];
      const message = 'There are notes for the speaker.';
      target.found('speaker-notes', where, message, { words: notes }, isSubstance(notes));
    }
    if (off > 0) {
      const message = 'There is something beside the slide, where no show shows it.';
      target.found('off-slide', place, message, { shapes: off });
    }
    if (cropped > 0) target.found('cropped-image', place, CROPPED, { pictures: cropped });
  }

  startShape(attributes: Attributes, element: string): void {
    const { page } = this;
    if (this.styles.isUnshown((name) => attributes.get(name))) {
      this.startFlow(element, `text box ${this.next('text box')}`, ['hidden-text']);
      this.here.unshownWords = 0;
      return;
    }
    const style = attributes.get('draw:style-name') ?? attributes.get('presentation:style-name');
    if (this.styles.get('graphic', style, 'cropped') ?? this.styles.get('presentation', style, 'cropped')) {
      if (page) page.cropped++;
      else this.target.found('cropped-image', this.root, CROPPED);
    }
    if (!page?.size || this.inNotes) return;
    const x = points(attributes.get('svg:x'));
    const y = points(attributes.get('svg:y'));
    if (x === undefined || y === undefined) return;
    const width = points(attributes.get('svg:width')) ?? 0;
    const height = points(attributes.get('svg:height')) ?? 0;
    if (x >= page.size.width || y >= page.size.height || x + width < 0 || y + height < 0) page.off++;
  }

  /** Ends what `gathered` was begun for. @returns its text. */
  gatheredText(): string {
    const text = this.gathered ?? '';
    this.gathered = undefined;
    return text.trim();
  }

  /** To be called when the part has been read, as far as it could be. */
  end(): void {
    while (this.paragraphs.length > 0) this.endParagraph();
    while (this.tables.length > 0) this.endTable();
    this.endPage();
    while (this.flows.length > 0) this.endFlow();
    const words = this.hiddenWords;
    if (words > 0) {
      const message = 'There is hidden text in the document.';
      this.target.found('hidden-text', this.root, message, { words }, isSubstance(words));
    }
  }
}

/** Where a cell's value stands that is not its text. */
const VALUES = wordTable<{ attribute: string; flags: number }>({
  float: { attribute: 'office:value', flags: 0 },
  percentage: { attribute: 'office:value', flags: 0 },
  currency: { attribute: 'office:value', flags: 0 },
  date: { attribute: 'office:date-value', flags: CELL_FLAG.date },
  boolean: { attribute: 'office:boolean-value', flags: CELL_FLAG.number },
  string: { attribute: 'office:string-value', flags: 0 },
});

/** How often something is repeated: 1 where it is not said, never less. */
function times(value: string | undefined): number {
  const number = value === undefined ? 1 : Number.parseInt(value, 10);
  return number >= 1 && number <= 0x7fffffff ? number : 1;
}
