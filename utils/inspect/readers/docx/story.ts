// One story of a Word document (body, header, notes, comments, building blocks): paragraphs, tables within tables, text
// boxes within paragraphs, and what of it cannot be seen. Streams: nothing but the paragraph and the cells at hand is kept.
import { CELL_FLAG, type Place, type TableSink } from '../../part.ts';
import type { RuleId } from '../../rules.ts';
import type { Attributes, XmlHandlers } from '../../xml/reader.ts';
import { CellBuffer } from '../cell-buffer.ts';
import { colour, isSame } from '../colour.ts';
import { isCropped } from '../crop.ts';
import type { Walk } from '../ooxml/walk.ts';
import { countWords, isSubstance, Prose, range } from '../prose.ts';
import { RUN_PROPERTIES, type RunLook, type Styles, shading } from './styles.ts';

/** Half points: smaller letters cannot be read. */
const TINY = 4;

/** Elements whose inside belongs to the past, to the program, or to another telling of the same content. */
const SKIPPED = new Set([
  'w:rPrChange',
  'w:pPrChange',
  'w:sectPrChange',
  'w:tblPrChange',
  'w:tblPrExChange',
  'w:tblGridChange',
  'w:tcPrChange',
  'w:trPrChange',
  'w:numberingChange',
]);

/** Elements that begin a text of its own, in a part that holds many: what it is called, and how it is hidden. */
const ITEMS: Readonly<Record<string, { what: string; hidden: readonly RuleId[] }>> = {
  'w:comment': { what: 'comment', hidden: ['comments'] },
  'w:footnote': { what: 'footnote', hidden: [] },
  'w:endnote': { what: 'endnote', hidden: [] },
  'w:docPart': { what: 'building block', hidden: ['hidden-text'] },
};

/** Attributes with text that a form or a drop-down list keeps. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'w:listItem': ['w:displayText', 'w:value'],
  'w:listEntry': ['w:val'],
  'w:default': ['w:val'],
  'w:helpText': ['w:val'],
  'w:statusText': ['w:val'],
};

interface Flow {
  place: Place;
  hidden: readonly RuleId[];
  prose: Prose;
  concealed: Prose;
  deleted: Prose;
  tables: number;
  /** What is behind the text here, where it is known: a hex colour, or `unknown`. */
  fill: string;
  /** Set for a cell: its text is gathered here. */
  cell?: Cell;
}

interface Cell {
  texts: string[];
  concealed: string[];
  deleted: string[];
  span: number;
}

interface Table {
  place: Place;
  sink: TableSink;
  cells: CellBuffer;
  /** Cells whose text was deleted with changes tracked; opened when there are any. */
  deletedSink?: TableSink;
  deletedCells?: CellBuffer;
  row: number;
  column: number;
  fill: string;
}

interface Paragraph {
  text: string;
  concealed: string;
  deleted: string;
  style: string | undefined;
  fill: RunLook['fill'];
}

/** What a document counts over all of its stories. */
export interface Tally {
  insertions: number;
  deletions: number;
  moves: number;
  formats: number;
  /** Words of deleted text. */
  deletedWords: number;
  authors: Set<string>;
  comments: number;
  commentAuthors: Set<string>;
  /** Pictures of which a part is cut off. */
  cropped: number;
}

export class Story implements XmlHandlers {
  private readonly walk: Walk;
  private readonly styles: Styles;
  private readonly tally: Tally;
  private readonly flows: Flow[] = [];
  private readonly tables: Table[] = [];
  private readonly paragraphs: Paragraph[] = [];
  private readonly root: Place;
  private run: RunLook = {};
  private runStyle: string | undefined;
  private inRun = false;
  private inParagraphProperties = false;
  /** Below `w:del` and `w:moveFrom`. */
  private gone = 0;
  private skip = 0;
  private take: 'text' | 'deleted' | 'field' | undefined;
  private instruction = '';
  private readonly instructions: string[] = [];
  private readonly choices: string[] = [];
  private readonly descriptions: string[] = [];
  private readonly items = new Map<string, number>();
  private boxes = 0;
  private chosen: boolean[] = [];
  private page = 'FFFFFF';
  private boxFill = 'FFFFFF';
  private inShape = 0;
  private hiddenWords = 0;
  private hiddenRuns = 0;
  private hiddenFirst = 0;
  private hiddenLast = 0;
  private vanished = 0;

  constructor(walk: Walk, place: Place, styles: Styles, tally: Tally, hidden: readonly RuleId[] = []) {
    this.walk = walk;
    this.styles = styles;
    this.tally = tally;
    this.root = place;
    this.flows.push(this.flow(place, hidden, 'FFFFFF', 'paragraph'));
  }

  private flow(place: Place, hidden: readonly RuleId[], fill: string, unit?: string): Flow {
    const give = (where: Place, how: readonly RuleId[], text: string) => this.walk.text(where, how, text);
    return {
      place,
      hidden,
      prose: new Prose(place, hidden, give, unit),
      concealed: new Prose(place, withRule(hidden, 'hidden-text'), give, unit),
      deleted: new Prose(place, withRule(hidden, 'tracked-changes'), give, unit),
      tables: 0,
      fill,
    };
  }

  private get here(): Flow {
    return this.flows[this.flows.length - 1]!;
  }

  open(name: string, attributes: Attributes): void {
    if (this.skip > 0) {
      this.skip++;
      return;
    }
    const handler = OPEN[name];
    if (handler) handler(this, attributes, name);
    else if (this.inRun && Object.hasOwn(RUN_PROPERTIES, name)) {
      if (!this.inParagraphProperties) RUN_PROPERTIES[name]!(this.run, attributes);
    }
  }

  close(name: string): void {
    if (this.skip > 0) {
      this.skip--;
      return;
    }
    CLOSE[name]?.(this, name);
  }

  text(text: string): void {
    if (this.take === undefined || this.skip > 0) return;
    if (this.take === 'field') this.instruction += text;
    else this.say(text, this.take === 'deleted');
  }

  /** Text of the run at hand, put where it belongs by how it looks. */
  private say(text: string, deleted: boolean): void {
    const paragraph = this.paragraphs[this.paragraphs.length - 1];
    if (!paragraph) return;
    if (deleted || this.gone > 0) paragraph.deleted += text;
    else if (text.trim() !== '' && this.isConcealed(paragraph)) {
      paragraph.concealed += text;
      this.hiddenRuns++;
      this.hiddenWords += countWords(text);
    } else paragraph.text += text;
  }

  private isConcealed(paragraph: Paragraph): boolean {
    const { defaults, byId } = this.styles;
    const { run } = this;
    const character = this.runStyle === undefined ? undefined : byId.get(this.runStyle);
    const styleId = paragraph.style ?? this.styles.paragraph;
    const style = styleId === undefined ? undefined : byId.get(styleId);
    const vanish = run.vanish ?? character?.vanish ?? style?.vanish ?? defaults.vanish ?? false;
    if (vanish) {
      this.vanished++;
      return true;
    }
    const size = run.size ?? character?.size ?? style?.size ?? defaults.size;
    if (size !== undefined && size < TINY) return true;
    const letters = run.colour ?? character?.colour ?? style?.colour ?? defaults.colour;
    if (letters === undefined || letters === 'auto') return false;
    const fills = [run.fill, character?.fill, paragraph.fill, style?.fill];
    const fill = fills.find((f) => f !== undefined && f !== 'auto') ?? this.here.fill;
    return fill !== 'pattern' && fill !== 'unknown' && isSame(letters, fill);
  }

  /** The paragraph at hand is over: its text goes to its flow, or to the cell around it. */
  endParagraph(): void {
    const paragraph = this.paragraphs.pop();
    if (!paragraph) return;
    const flow = this.here;
    const { cell } = flow;
    if (paragraph.deleted.trim() !== '') this.tally.deletedWords += countWords(paragraph.deleted);
    if (cell) {
      if (paragraph.text !== '') cell.texts.push(paragraph.text);
      if (paragraph.concealed !== '') cell.concealed.push(paragraph.concealed);
      if (paragraph.deleted !== '') cell.deleted.push(paragraph.deleted);
      return;
    }
    flow.prose.add(paragraph.text);
    const at = flow.prose.count;
    if (paragraph.concealed !== '') {
      this.hiddenFirst ||= at;
      this.hiddenLast = at;
      flow.concealed.add(paragraph.concealed, at);
    }
    flow.deleted.add(paragraph.deleted, at);
  }

  private flush(flow: Flow): void {
    flow.prose.flush();
    flow.concealed.flush();
    flow.deleted.flush();
  }

  startTable(): void {
    const flow = this.here;
    // What stands before the table comes before it.
    if (!flow.cell) this.flush(flow);
    flow.tables++;
    const above = this.tables[this.tables.length - 1];
    const nested = flow.cell !== undefined && above !== undefined;
    const place = nested
      ? [...above.place, `row ${above.row + 1}`, `table ${flow.tables}`]
      : [...flow.place, `table ${flow.tables}`];
    const hidden = [...this.walk.context.hidden, ...flow.hidden];
    const sink = this.walk.context.sink.table({ place, hidden, addressing: 'rows' });
    this.tables.push({ place, sink, cells: new CellBuffer(sink), row: -1, column: 0, fill: flow.fill });
  }

  endTable(): void {
    const table = this.tables.pop();
    if (!table) return;
    table.cells.flush();
    table.sink.end();
    table.deletedCells?.flush();
    table.deletedSink?.end();
  }

  startCell(): void {
    const table = this.tables[this.tables.length - 1];
    if (!table) return;
    const flow = this.flow(table.place, this.here.hidden, table.fill);
    flow.cell = { texts: [], concealed: [], deleted: [], span: 1 };
    this.flows.push(flow);
  }

  endCell(): void {
    const table = this.tables[this.tables.length - 1];
    const { cell } = this.here;
    if (!table || !cell) return;
    this.flows.pop();
    const { row, column } = table;
    table.column += cell.span;
    if (row < 0) return;
    const text = cell.texts.join('\n');
    const concealed = cell.concealed.join('\n');
    if (text.trim() !== '') {
      table.cells.add(row, column, text);
      // A cell is shown or not as a whole: what is hidden beside visible text goes as a text of its own.
      if (concealed !== '') {
        const where = [...table.place, `row ${row + 1}`];
        this.walk.text(where, withRule(this.here.hidden, 'hidden-text'), concealed);
      }
    } else if (concealed !== '') table.cells.add(row, column, concealed, CELL_FLAG.hiddenText);
    const deleted = cell.deleted.join('\n');
    if (deleted.trim() === '') return;
    if (!table.deletedCells) {
      table.deletedSink = this.walk.context.sink.table({
        place: table.place,
        hidden: withRule([...this.walk.context.hidden, ...this.here.hidden], 'tracked-changes'),
        addressing: 'rows',
      });
      table.deletedCells = new CellBuffer(table.deletedSink);
    }
    table.deletedCells.add(row, column, deleted);
  }

  startBox(): void {
    const inner = this.flows[0]!;
    const place = [...this.root, `text box ${++this.boxes}`];
    this.flows.push(this.flow(place, inner.hidden, this.boxFill));
  }

  startItem(what: string, hidden: readonly RuleId[]): void {
    const number = (this.items.get(what) ?? 0) + 1;
    this.items.set(what, number);
    this.flows.push(this.flow([...this.root, `${what} ${number}`], hidden, 'FFFFFF'));
  }

  endFlow(): void {
    if (this.flows.length > 1) this.flush(this.flows.pop()!);
  }

  /** To be called when the part has been read, as far as it could be. */
  end(): void {
    while (this.paragraphs.length > 0) this.endParagraph();
    while (this.here.cell) this.endCell();
    while (this.tables.length > 0) this.endTable();
    for (const flow of this.flows.reverse()) this.flush(flow);
    const { walk, root } = this;
    const base = this.flows[this.flows.length - 1]!.hidden;
    walk.text([...root, 'field codes'], withRule(base, 'hidden-text'), this.instructions.join('\n'));
    walk.text([...root, 'form fields'], withRule(base, 'hidden-text'), this.choices.join('\n'));
    walk.text([...root, 'descriptions'], withRule(base, 'metadata'), this.descriptions.join('\n'));
    if (this.hiddenRuns === 0) return;
    const where =
      this.hiddenLast > 0 ? [...root, range('paragraph', this.hiddenFirst, this.hiddenLast)] : root;
    // Letters in the colour of the paper may yet stand on a picture: only what is marked as hidden is sure.
    const sure = this.vanished > 0;
    const message = sure
      ? 'There is hidden text in the document.'
      : 'There is text in the document that cannot be seen: it has the colour of what is behind it, or no size.';
    walk.found(
      'hidden-text',
      where,
      message,
      { words: this.hiddenWords },
      sure && isSubstance(this.hiddenWords),
    );
  }

  /** What the tables OPEN and CLOSE do. */
  static readonly open: Readonly<Record<string, (s: Story, a: Attributes, name: string) => void>> = {
    'w:p': (s) => {
      s.paragraphs.push({ text: '', concealed: '', deleted: '', style: undefined, fill: undefined });
    },
    'w:pPr': (s) => {
      s.inParagraphProperties = true;
    },
    'w:pStyle': (s, a) => {
      const paragraph = s.paragraphs[s.paragraphs.length - 1];
      if (paragraph) paragraph.style = a.get('w:val');
    },
    'w:r': (s) => {
      s.run = {};
      s.runStyle = undefined;
      s.inRun = true;
    },
    'w:rStyle': (s, a) => {
      if (!s.inParagraphProperties) s.runStyle = a.get('w:val');
    },
    'w:t': (s) => {
      s.take = 'text';
    },
    'm:t': (s) => {
      s.take = 'text';
    },
    'w:delText': (s) => {
      s.take = 'deleted';
    },
    'w:instrText': (s) => {
      s.take = 'field';
    },
    'w:delInstrText': (s) => {
      s.take = 'field';
    },
    'w:fldSimple': (s, a) => {
      const code = a.get('w:instr')?.trim();
      if (code) s.instructions.push(code);
    },
    'w:fldChar': (s) => {
      if (s.instruction.trim() !== '') s.instructions.push(s.instruction.trim());
      s.instruction = '';
    },
    'w:tab': (s) => {
      if (!s.inParagraphProperties) s.say('\t', false);
    },
    'w:ptab': (s) => s.say('\t', false),
    'w:br': (s) => s.say('\n', false),
    'w:cr': (s) => s.say('\n', false),
    'w:noBreakHyphen': (s) => s.say('-', false),
    'w:ins': (s, a) => s.change('insertions', a),
    'w:del': (s, a) => {
      s.change('deletions', a);
      s.gone++;
    },
    'w:moveTo': (s, a) => s.change('moves', a),
    'w:moveFrom': (s, a) => {
      s.change('moves', a);
      s.gone++;
    },
    'w:cellIns': (s, a) => s.change('insertions', a),
    'w:cellDel': (s, a) => s.change('deletions', a),
    'w:tbl': (s) => s.startTable(),
    'w:tblStyle': (s, a) => {
      const table = s.tables[s.tables.length - 1];
      if (table && s.styles.shadedTables.has(a.get('w:val') ?? '')) table.fill = 'unknown';
    },
    'w:tr': (s) => {
      const table = s.tables[s.tables.length - 1];
      if (!table) return;
      table.row++;
      table.column = 0;
    },
    'w:gridBefore': (s, a) => {
      const table = s.tables[s.tables.length - 1];
      if (table) table.column += bounded(a.get('w:val'), 0);
    },
    'w:tc': (s) => s.startCell(),
    'w:gridSpan': (s, a) => {
      if (s.here.cell) s.here.cell.span = bounded(a.get('w:val'), 1);
    },
    'w:shd': (s, a) => {
      const fill = shading(a);
      const paragraph = s.paragraphs[s.paragraphs.length - 1];
      if (s.inParagraphProperties) {
        if (paragraph) paragraph.fill = fill;
      } else if (s.inRun) s.run.fill = fill;
      else if (fill !== undefined && fill !== 'auto') {
        // A cell's own shading, or (before any cell) that of the whole table.
        const known = fill === 'pattern' ? 'unknown' : fill;
        if (s.here.cell) s.here.fill = known;
        else if (s.tables.length > 0) s.tables[s.tables.length - 1]!.fill = known;
      }
    },
    'w:txbxContent': (s) => s.startBox(),
    'wps:wsp': (s) => {
      s.inShape++;
      s.boxFill = 'unknown';
    },
    'v:shape': (s, a) => s.startShape(a),
    'v:rect': (s, a) => s.startShape(a),
    'v:roundrect': (s, a) => s.startShape(a),
    'v:textpath': (s, a) => {
      const said = a.get('string');
      if (said) s.here.prose.add(said);
    },
    'wp:docPr': (s, a) => s.describe(a),
    'pic:cNvPr': (s, a) => s.describe(a),
    'a:srcRect': (s, a) => {
      if (isCropped((side) => a.get(side))) s.tally.cropped++;
    },
    'w:background': (s, a) => {
      const page = colour(a.get('w:color'));
      if (page) s.page = page;
      s.flows[0]!.fill = page ?? 'FFFFFF';
    },
    'mc:AlternateContent': (s) => {
      s.chosen.push(false);
    },
    'mc:Choice': (s) => {
      s.chosen[s.chosen.length - 1] = true;
    },
    'mc:Fallback': (s) => {
      // The same once more, for programs of before.
      if (s.chosen[s.chosen.length - 1]) s.skip = 1;
    },
  };

  static readonly close: Readonly<Record<string, (s: Story, name: string) => void>> = {
    'w:p': (s) => s.endParagraph(),
    'w:pPr': (s) => {
      s.inParagraphProperties = false;
    },
    'w:r': (s) => {
      s.inRun = false;
    },
    'w:t': (s) => {
      s.take = undefined;
    },
    'm:t': (s) => {
      s.take = undefined;
    },
    'w:delText': (s) => {
      s.take = undefined;
    },
    'w:instrText': (s) => {
      s.take = undefined;
    },
    'w:delInstrText': (s) => {
      s.take = undefined;
    },
    'w:del': (s) => {
      s.gone--;
    },
    'w:moveFrom': (s) => {
      s.gone--;
    },
    'w:tbl': (s) => s.endTable(),
    'w:tc': (s) => s.endCell(),
    'w:txbxContent': (s) => s.endFlow(),
    'wps:wsp': (s) => s.endShape(),
    'v:shape': (s) => s.endShape(),
    'v:rect': (s) => s.endShape(),
    'v:roundrect': (s) => s.endShape(),
    'mc:AlternateContent': (s) => {
      s.chosen.pop();
    },
  };

  private change(kind: 'insertions' | 'deletions' | 'moves', attributes: Attributes): void {
    this.tally[kind]++;
    const author = attributes.get('w:author');
    if (author) this.tally.authors.add(author);
  }

  /** A format that was changed with changes tracked: what it was before is passed over. */
  skipFormat(attributes: Attributes): void {
    this.tally.formats++;
    const author = attributes.get('w:author');
    if (author) this.tally.authors.add(author);
    this.skip = 1;
  }

  remark(attributes: Attributes): void {
    this.tally.comments++;
    const author = attributes.get('w:author');
    if (author) this.tally.commentAuthors.add(author);
  }

  choice(attributes: Attributes, names: readonly string[]): void {
    for (const name of names) {
      const value = attributes.get(name)?.trim();
      if (value && value !== this.choices[this.choices.length - 1]) this.choices.push(value);
    }
  }

  private describe(attributes: Attributes): void {
    for (const name of ['descr', 'title']) {
      const text = attributes.get(name)?.trim();
      if (text) this.descriptions.push(text);
    }
  }

  private startShape(attributes: Attributes): void {
    this.inShape++;
    const filled = attributes.get('filled');
    this.boxFill =
      filled === 'f' || filled === 'false' ? this.page : (colour(attributes.get('fillcolor')) ?? 'unknown');
  }

  private endShape(): void {
    this.inShape--;
    if (this.inShape === 0) this.boxFill = 'FFFFFF';
  }
}

const OPEN: Record<string, (s: Story, a: Attributes, name: string) => void> = Object.assign(
  Object.create(null),
  Story.open,
);
const CLOSE: Record<string, (s: Story, name: string) => void> = Object.assign(
  Object.create(null),
  Story.close,
);
for (const name of SKIPPED) OPEN[name] = (s, a) => s.skipFormat(a);
for (const [name, { what, hidden }] of Object.entries(ITEMS)) {
  OPEN[name] = (s, a) => {
    if (what === 'comment') s.remark(a);
    s.startItem(what, hidden);
  };
  CLOSE[name] = (s) => s.endFlow();
}
for (const [name, names] of Object.entries(CHOICES)) OPEN[name] = (s, a) => s.choice(a, names);

function bounded(value: string | undefined, otherwise: number): number {
  const number = Number(value ?? otherwise);
  return Number.isFinite(number) ? Math.min(Math.max(number, 0), 1000) : otherwise;
}

/** `rule` behind the others, once. */
function withRule(hidden: readonly RuleId[], rule: RuleId): readonly RuleId[] {
  return hidden.includes(rule) ? hidden : [...hidden, rule];
}
