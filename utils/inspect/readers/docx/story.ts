// One story of a Word document (body, header, notes, comments, building blocks): paragraphs, tables within tables, text
// boxes within paragraphs. Streams: nothing but the paragraph and the cells at hand is kept. What each element means to it
// stands in elements.ts.
import type { Place } from '../../part.ts';
import type { RuleId } from '../../rules.ts';
import type { Attributes, XmlHandlers } from '../../xml/reader.ts';
import { colour } from '../colour.ts';
import type { Walk } from '../ooxml/walk.ts';
import { Asides } from './asides.ts';
import { CLOSE, OPEN } from './elements.ts';
import { type Flow, flush, newFlow, type Paragraph } from './flow.ts';
import { RUN_PROPERTIES, type RunLook, type Styles } from './styles.ts';
import { Tables } from './tables.ts';
import type { Tally } from './tally.ts';
import { Unseen } from './unseen.ts';

const PAPER = 'FFFFFF';

export class Story implements XmlHandlers {
  readonly styles: Styles;
  readonly tally: Tally;
  readonly tables: Tables;
  readonly asides = new Asides();
  /** The look of the run at hand. */
  run: RunLook = {};
  runStyle: string | undefined;
  inRun = false;
  inParagraphProperties = false;
  /** Below `w:del` and `w:moveFrom`. */
  gone = 0;
  /** How many elements deep we are in one that is passed over. */
  skip = 0;
  /** What text is, where it is something. */
  take: 'text' | 'deleted' | 'field' | undefined;
  /** For each `mc:AlternateContent` around us: whether its choice was read. */
  readonly chosen: boolean[] = [];
  private readonly walk: Walk;
  private readonly root: Place;
  private readonly unseen: Unseen;
  private readonly flows: Flow[] = [];
  private readonly paragraphs: Paragraph[] = [];
  private readonly items = new Map<string, number>();
  private boxes = 0;
  private page = PAPER;
  private boxFill = PAPER;
  private inShape = 0;

  constructor(walk: Walk, place: Place, styles: Styles, tally: Tally, hidden: readonly RuleId[] = []) {
    this.walk = walk;
    this.styles = styles;
    this.tally = tally;
    this.root = place;
    this.tables = new Tables(walk);
    this.unseen = new Unseen(styles);
    this.flows.push(newFlow(walk, place, hidden, PAPER, 'paragraph'));
  }

  /** The innermost flow. */
  get here(): Flow {
    return this.flows[this.flows.length - 1]!;
  }

  get paragraph(): Paragraph | undefined {
    return this.paragraphs[this.paragraphs.length - 1];
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
    if (this.take === 'field') this.asides.code(text);
    else this.say(text, this.take === 'deleted');
  }

  /** Text of the run at hand, put where it belongs by how it looks. */
  say(text: string, deleted = false): void {
    const { paragraph } = this;
    if (!paragraph) return;
    if (deleted || this.gone > 0) paragraph.deleted += text;
    else if (this.unseen.takes(text, this.run, this.runStyle, paragraph, this.here.fill)) {
      paragraph.concealed += text;
    } else paragraph.text += text;
  }

  startParagraph(): void {
    this.paragraphs.push({ text: '', concealed: '', deleted: '', style: undefined, fill: undefined });
  }

  /** The paragraph at hand is over: its text goes to its flow, or to the cell around it. */
  endParagraph(): void {
    const paragraph = this.paragraphs.pop();
    if (!paragraph) return;
    const flow = this.here;
    const { cell } = flow;
    if (paragraph.deleted.trim() !== '') this.tally.deleted(paragraph.deleted);
    if (cell) {
      if (paragraph.text !== '') cell.texts.push(paragraph.text);
      if (paragraph.concealed !== '') cell.concealed.push(paragraph.concealed);
      if (paragraph.deleted !== '') cell.deleted.push(paragraph.deleted);
      return;
    }
    flow.prose.add(paragraph.text);
    const at = flow.prose.count;
    if (paragraph.concealed !== '') {
      this.unseen.note(at);
      flow.concealed.add(paragraph.concealed, at);
    }
    flow.deleted.add(paragraph.deleted, at);
  }

  startTable(): void {
    const flow = this.here;
    // What stands before the table comes before it.
    if (!flow.cell) flush(flow);
    this.tables.start(flow);
  }

  startCell(): void {
    const table = this.tables.here;
    if (!table) return;
    const flow = newFlow(this.walk, table.place, this.here.hidden, table.fill);
    flow.cell = { texts: [], concealed: [], deleted: [], span: 1, unseen: table.low };
    this.flows.push(flow);
  }

  endCell(): void {
    const table = this.tables.here;
    const { cell } = this.here;
    if (!table || !cell) return;
    this.flows.pop();
    this.tables.put(table, cell, this.here);
  }

  /** The paper's colour. */
  setPage(said: string | undefined): void {
    if (said) this.page = said;
    this.flows[0]!.fill = said ?? PAPER;
  }

  startBox(): void {
    const inner = this.flows[0]!;
    const place = [...this.root, `text box ${++this.boxes}`];
    this.flows.push(newFlow(this.walk, place, inner.hidden, this.boxFill));
  }

  /** A shape begins: what it is filled with is behind the text of its box. @param attributes undefined where unknown. */
  startShape(attributes?: Attributes): void {
    this.inShape++;
    const filled = attributes?.get('filled');
    this.boxFill =
      filled === 'f' || filled === 'false' ? this.page : (colour(attributes?.get('fillcolor')) ?? 'unknown');
  }

  endShape(): void {
    this.inShape--;
    if (this.inShape === 0) this.boxFill = PAPER;
  }

  /** A text of its own begins, in a part that holds many: a comment, a note. */
  startItem(what: string, hidden: readonly RuleId[]): void {
    const number = (this.items.get(what) ?? 0) + 1;
    this.items.set(what, number);
    this.flows.push(newFlow(this.walk, [...this.root, `${what} ${number}`], hidden, PAPER));
  }

  endFlow(): void {
    if (this.flows.length > 1) flush(this.flows.pop()!);
  }

  /** To be called when the part has been read, as far as it could be. */
  end(): void {
    while (this.paragraphs.length > 0) this.endParagraph();
    while (this.here.cell) this.endCell();
    this.tables.endAll();
    for (const flow of this.flows.reverse()) flush(flow);
    this.asides.give(this.walk, this.root, this.flows[this.flows.length - 1]!.hidden);
    this.unseen.tell(this.walk, this.root);
  }
}
