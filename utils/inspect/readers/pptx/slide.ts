// One slide (or its notes, its layout, its master): shapes with their text and tables, where they stand, whether they are
// shown, and which pictures are cropped.
import { CELL_FLAG, type Place, type TableSink } from '../../part.ts';
import type { RuleId } from '../../rules.ts';
import { type Attributes, isTrue, type XmlHandlers } from '../../xml/reader.ts';
import { CellBuffer } from '../cell-buffer.ts';
import { isSame } from '../colour.ts';
import { CROPPED, isCropped } from '../crop.ts';
import type { Walk } from '../ooxml/walk.ts';
import { countWords, isSubstance } from '../prose.ts';
import { type Backdrop, isOver } from './backdrop.ts';
import { type Box, isBeside, type Scale, scaleOf } from './place.ts';

export type SlideKind = 'slide' | 'notes' | 'master';

/** In English Metric Units. */
export interface PageSize {
  width: number;
  height: number;
}

/** Placeholders on a notes page whose text is not the speaker's. */
const NOT_NOTES = new Set(['sldNum', 'sldImg', 'hdr', 'ftr', 'dt']);

/** How letters are called that are not filled, and those that are nothing to see: not filled, or transparent. */
const NO_FILL = 'none';
const NO_INK = /^none$| alpha 0%?$/;

/** Elements that are shapes: each has its own place, and may be hidden. */
const SHAPES = new Set(['p:sp', 'p:pic', 'p:graphicFrame', 'p:cxnSp', 'p:grpSp', 'p:contentPart']);

interface Shape {
  name: string;
  hidden: boolean;
  placeholder: string | undefined;
  box: Box | undefined;
  /** About its middle, as the file says it. */
  turned: number;
  scale: Scale;
  child: Box | undefined;
  lines: string[];
  /** Letters in the colour of the shape behind them. */
  pale: string[];
  /** What it is filled with, as the file names the colour; undefined where nothing is said. */
  fill: string | undefined;
  /** Filled by a style of the theme. */
  styled: boolean;
  crop: boolean;
  picture: boolean;
}

interface Table {
  sink: TableSink;
  cells: CellBuffer;
  row: number;
  column: number;
  lines: string[];
  /** The cell at hand lies under one above, or under the one before it. */
  under: 'down' | 'across' | undefined;
  /** Texts of cells that are seen: the last one, and by column. */
  head: string;
  heads: Map<number, string>;
}

export class Slide implements XmlHandlers {
  /** Whether the slide is left out of the show. */
  hidden = false;
  private readonly walk: Walk;
  private readonly place: Place;
  private readonly deck: PageSize;
  private readonly kind: SlideKind;
  private readonly unlisted: boolean;
  private readonly shapes: Shape[] = [];
  private readonly chosen: boolean[] = [];
  private readonly texts = new Map<string, { hidden: readonly RuleId[]; lines: string[] }>();
  private readonly descriptions: string[] = [];
  private table: Table | undefined;
  private tables = 0;
  private paragraph = '';
  private palePart = '';
  private paleWords = 0;
  /** Whose colour is being told: the shape's, or that of the letters at hand. */
  private painting: 'shape' | 'letters' | undefined;
  private lines = 0;
  private letters: string | undefined;
  /** Something is seen of the letters at hand, whatever their colour: an outline, a mark, a link. */
  private adorned = false;
  private readonly backdrop: Backdrop | undefined;
  /** Where the slide has drawn something so far; undefined among them for what stands nobody knows where. */
  private readonly drawn: (Box | undefined)[];
  private take = false;
  private skip = 0;
  private cropped = 0;
  private offSlide = 0;
  private concealed = 0;
  private words = 0;

  /** @param backdrop of a slide: where it is not known, letters count as seen unless they have their own shape's colour. */
  constructor(
    walk: Walk,
    place: Place,
    deck: PageSize,
    kind: SlideKind,
    unlisted: boolean,
    backdrop: Backdrop | undefined,
  ) {
    this.walk = walk;
    this.backdrop = backdrop;
    this.drawn = [...(backdrop?.drawn ?? [])];
    this.place = place;
    this.deck = deck;
    this.kind = kind;
    this.unlisted = unlisted;
    this.hidden = unlisted;
  }

  open(name: string, attributes: Attributes): void {
    if (this.skip > 0) {
      this.skip++;
      return;
    }
    if (SHAPES.has(name)) this.shapes.push(newShape(name));
    else OPEN[name]?.(this, attributes);
  }

  close(name: string): void {
    if (this.skip > 0) {
      this.skip--;
      return;
    }
    if (SHAPES.has(name)) this.endShape();
    else CLOSE[name]?.(this);
  }

  text(text: string): void {
    if (!this.take || this.skip > 0) return;
    const { letters, shape } = this;
    const pale =
      letters !== undefined &&
      ((NO_INK.test(letters) && !this.adorned) ||
        (!this.table && (letters === shape?.fill || this.isBackground(letters, shape))));
    if (pale) this.palePart += text;
    else this.paragraph += text;
  }

  /** Whether letters have the background's colour, and nothing else lies behind them. */
  private isBackground(letters: string, shape: Shape | undefined): boolean {
    const { backdrop } = this;
    if (!backdrop || !shape || this.shapes.length > 1 || this.adorned || isFilled(shape)) return false;
    if (shape.placeholder !== undefined && backdrop.fillsPlaceholders) return false;
    const colour = backdrop.colourOf(letters);
    if (colour === undefined || !isSame(colour, backdrop.colour)) return false;
    return !isOver(shape.turned === 0 ? shape.box : undefined, this.drawn);
  }

  /** A colour by its name in the file: the same name is the same colour. What changes it becomes part of the name. */
  private paint(name: string): void {
    if (this.lines > 0) {
      if (this.painting === 'letters') this.adorned = true;
      return;
    }
    if (this.painting === 'letters') this.letters = name;
    else if (this.painting === 'shape' && this.shape) this.shape.fill = name;
  }

  private repaint(how: string, value: string | undefined): void {
    if (this.lines > 0) return;
    if (this.painting === 'letters' && this.letters) this.letters += ` ${how} ${value}`;
    else if (this.painting === 'shape' && this.shape?.fill) this.shape.fill += ` ${how} ${value}`;
  }

  /** Colours of outlines, shadows and marks are not those of letters and shapes. */
  private static beside(s: Slide): void {
    s.lines++;
  }

  private static beyond(s: Slide): void {
    s.lines--;
  }

  private get shape(): Shape | undefined {
    return this.shapes[this.shapes.length - 1];
  }

  private hiddenBy(...rules: readonly RuleId[]): RuleId[] {
    const own: RuleId[] = this.kind === 'notes' ? ['speaker-notes'] : [];
    if (this.hidden) own.push('hidden-slide');
    return [...own, ...rules];
  }

  private endShape(): void {
    const shape = this.shapes.pop();
    if (!shape) return;
    if (shape.crop && this.kind === 'slide') this.cropped++;
    const drawn = isFilled(shape) || (shape.name !== 'p:sp' && shape.name !== 'p:cxnSp');
    if (this.shapes.length === 0 && drawn && !shape.hidden)
      this.drawn.push(shape.turned === 0 ? shape.box : undefined);
    const lines = shape.lines.filter((line) => line.trim() !== '');
    if (shape.pale.length > 0 && this.kind !== 'master') {
      const text = shape.pale.join('\n');
      this.paleWords += countWords(text);
      this.add(['hidden-text'], text);
    }
    const content = lines.length > 0 || shape.picture;
    if (!content) return;
    // On a master a placeholder holds the prompt that is shown while a slide is written, never in the show.
    if (this.kind === 'master' && shape.placeholder !== undefined) return;
    if (this.kind === 'notes' && shape.placeholder !== undefined && NOT_NOTES.has(shape.placeholder)) return;
    const hidden = shape.hidden || this.shapes.some((around) => around.hidden);
    const off = this.kind === 'slide' && this.isOff(shape);
    if (off) this.offSlide++;
    if (lines.length === 0) return;
    const text = lines.join('\n');
    if (hidden) this.concealed += countWords(text);
    this.words += countWords(text);
    const rules: RuleId[] = [];
    if (hidden) rules.push('hidden-text');
    if (off) rules.push('off-slide');
    this.add(rules, text);
  }

  private add(rules: readonly RuleId[], text: string): void {
    const key = rules.join();
    const entry = this.texts.get(key) ?? { hidden: rules, lines: [] };
    this.texts.set(key, entry);
    entry.lines.push(text);
  }

  /** Whether a shape stands wholly beside the slide. */
  private isOff(shape: Shape): boolean {
    if (!shape.box) return false;
    const groups = [...this.shapes].reverse().map((around) => around.scale);
    return isBeside(shape.box, shape.turned, groups, this.deck);
  }

  private endTable(): void {
    const { table } = this;
    if (!table) return;
    table.cells.flush();
    table.sink.end();
    this.table = undefined;
  }

  /** To be called when the part has been read, as far as it could be. */
  end(): void {
    this.endTable();
    while (this.shapes.length > 0) this.endShape();
    const { walk, place } = this;
    for (const { hidden, lines } of this.texts.values()) {
      walk.text(place, this.hiddenBy(...hidden), lines.join('\n'));
    }
    walk.text([...place, 'descriptions'], this.hiddenBy('metadata'), this.descriptions.join('\n'));
    const { words } = this;
    if (this.kind === 'notes') {
      if (words > 0) {
        walk.found('speaker-notes', place, 'There are notes for the speaker.', { words }, isSubstance(words));
      }
    } else if (this.hidden && this.kind === 'slide') {
      const message = this.unlisted
        ? 'A slide is in the file that is in no list of slides.'
        : 'A slide is hidden: it is left out of the show.';
      walk.found('hidden-slide', place, message, { words }, isSubstance(words));
    }
    if (this.offSlide > 0) {
      walk.found('off-slide', place, 'There is something beside the slide, where no show shows it.', {
        shapes: this.offSlide,
      });
    }
    if (this.cropped > 0) {
      walk.found('cropped-image', place, CROPPED, {
        pictures: this.cropped,
      });
    }
    if (this.concealed > 0) {
      walk.found(
        'hidden-text',
        place,
        'There are hidden shapes with text.',
        { words: this.concealed },
        isSubstance(this.concealed),
      );
    } else if (this.paleWords > 0) {
      const message = 'There is text that cannot be seen: it has the colour of what is behind it.';
      walk.found('hidden-text', place, message, { words: this.paleWords });
    }
  }

  static readonly opening: Readonly<Record<string, (s: Slide, a: Attributes) => void>> = {
    'p:sld': (s, a) => {
      if (!isTrue(a.get('show'), true)) s.hidden = true;
    },
    'p:cNvPr': (s, a) => {
      const { shape } = s;
      if (shape && isTrue(a.get('hidden'))) shape.hidden = true;
      for (const name of ['descr', 'title']) {
        const text = a.get(name)?.trim();
        if (text) s.descriptions.push(text);
      }
    },
    'p:ph': (s, a) => {
      if (s.shape) s.shape.placeholder = a.get('type') ?? 'obj';
    },
    'a:xfrm': (s, a) => {
      if (s.shape) s.shape.turned = Number(a.get('rot')) || 0;
    },
    'a:off': (s, a) => setBox(s.shape, 'box', a, 'x', 'y'),
    'a:ext': (s, a) => setBox(s.shape, 'box', a, 'cx', 'cy'),
    'a:chOff': (s, a) => setBox(s.shape, 'child', a, 'x', 'y'),
    'a:chExt': (s, a) => {
      const { shape } = s;
      setBox(shape, 'child', a, 'cx', 'cy');
      if (!shape?.box || !shape.child) return;
      shape.scale = scaleOf(shape.box, shape.child);
    },
    'p:spPr': (s) => {
      s.painting = 'shape';
    },
    'a:r': (s) => {
      s.letters = undefined;
      s.adorned = false;
    },
    'a:rPr': (s) => {
      s.painting = 'letters';
    },
    'a:ln': Slide.beside,
    'a:effectLst': Slide.beside,
    'a:effectDag': Slide.beside,
    'a:highlight': Slide.beside,
    'a:hlinkClick': (s) => {
      s.adorned = true;
    },
    'a:fillRef': (s, a) => {
      if (s.shape && a.get('idx') !== '0') s.shape.styled = true;
    },
    'a:srgbClr': (s, a) => s.paint(a.get('val')?.toUpperCase() ?? ''),
    'a:schemeClr': (s, a) => s.paint(a.get('val') ?? ''),
    'a:gradFill': (s) => s.paint('unknown'),
    'a:noFill': (s) => {
      if (s.painting === 'letters' && s.lines === 0) s.letters = NO_FILL;
    },
    'a:lumMod': (s, a) => s.repaint('mod', a.get('val')),
    'a:lumOff': (s, a) => s.repaint('off', a.get('val')),
    'a:tint': (s, a) => s.repaint('tint', a.get('val')),
    'a:shade': (s, a) => s.repaint('shade', a.get('val')),
    'a:alpha': (s, a) => s.repaint('alpha', a.get('val')),
    'a:blip': (s) => {
      if (s.shape) s.shape.picture = true;
    },
    'a:srcRect': (s, a) => {
      if (s.shape && isCropped((side) => a.get(side))) s.shape.crop = true;
    },
    'a:t': (s) => {
      s.take = true;
    },
    'm:t': (s) => {
      s.take = true;
    },
    'a:fld': (s, a) => {
      s.letters = undefined;
      s.adorned = false;
      // A number that the program puts there is not what the speaker wrote.
      if (s.kind === 'notes' && /^(slidenum|datetime)/.test(a.get('type') ?? '')) s.skip = 1;
    },
    'a:br': (s) => {
      s.paragraph += '\n';
    },
    'a:tab': () => {},
    'a:tbl': (s) => {
      const number = ++s.tables;
      const off = s.kind === 'slide' && s.shape !== undefined && s.isOff(s.shape);
      if (off) s.offSlide++;
      const sink = s.walk.context.sink.table({
        place: [...s.place, `table ${number}`],
        hidden: [...s.walk.context.hidden, ...s.hiddenBy(...(off ? (['off-slide'] as const) : []))],
        addressing: 'rows',
      });
      s.table = {
        sink,
        cells: new CellBuffer(sink),
        row: -1,
        column: 0,
        lines: [],
        under: undefined,
        head: '',
        heads: new Map(),
      };
    },
    'a:tr': (s) => {
      if (!s.table) return;
      s.table.row++;
      s.table.column = 0;
    },
    'a:tc': (s, a) => {
      if (!s.table) return;
      s.table.lines = [];
      s.table.under = isTrue(a.get('vMerge')) ? 'down' : isTrue(a.get('hMerge')) ? 'across' : undefined;
    },
    'mc:AlternateContent': (s) => {
      s.chosen.push(false);
    },
    'mc:Choice': (s) => {
      s.chosen[s.chosen.length - 1] = true;
    },
    'mc:Fallback': (s) => {
      if (s.chosen[s.chosen.length - 1]) s.skip = 1;
    },
  };

  static readonly closing: Readonly<Record<string, (s: Slide) => void>> = {
    'a:t': (s) => {
      s.take = false;
    },
    'm:t': (s) => {
      s.take = false;
    },
    'p:spPr': (s) => {
      s.painting = undefined;
    },
    'a:rPr': (s) => {
      s.painting = undefined;
    },
    'a:ln': Slide.beyond,
    'a:effectLst': Slide.beyond,
    'a:effectDag': Slide.beyond,
    'a:highlight': Slide.beyond,
    'a:p': (s) => {
      const pale = s.palePart.trim();
      s.palePart = '';
      if (pale !== '') s.shape?.pale.push(pale);
      const text = s.paragraph;
      s.paragraph = '';
      if (text.trim() === '') return;
      if (s.table) s.table.lines.push(text);
      else if (s.shape) s.shape.lines.push(text);
      else s.add([], text);
    },
    'a:tc': (s) => {
      const { table } = s;
      if (!table) return;
      const text = table.lines.join('\n');
      s.words += countWords(text);
      const { under, column } = table;
      if (under === undefined) {
        table.head = text;
        table.heads.set(column, text);
        table.cells.add(Math.max(0, table.row), column, text);
      } else if (text.trim() !== '' && text !== (under === 'down' ? table.heads.get(column) : table.head)) {
        const flags = CELL_FLAG.hiddenText | CELL_FLAG.covered;
        table.cells.add(Math.max(0, table.row), column, text, flags);
      }
      table.column++;
      table.lines = [];
    },
    'a:tbl': (s) => s.endTable(),
    'mc:AlternateContent': (s) => {
      s.chosen.pop();
    },
  };
}

const OPEN: Record<string, (s: Slide, a: Attributes) => void> = Object.assign(
  Object.create(null),
  Slide.opening,
);
const CLOSE: Record<string, (s: Slide) => void> = Object.assign(Object.create(null), Slide.closing);

/** Whether a shape has a fill of its own, or may have one. */
function isFilled({ fill, styled, picture }: Shape): boolean {
  return fill !== undefined || styled || picture;
}

function newShape(name: string): Shape {
  return {
    name,
    hidden: false,
    placeholder: undefined,
    box: undefined,
    turned: 0,
    scale: { x: 1, y: 1, dx: 0, dy: 0 },
    child: undefined,
    lines: [],
    pale: [],
    fill: undefined,
    styled: false,
    crop: false,
    picture: name === 'p:pic',
  };
}

/** Puts an offset or an extent into a shape's box; extents of extension lists have no numbers and are passed over. */
function setBox(
  shape: Shape | undefined,
  which: 'box' | 'child',
  attributes: Attributes,
  first: 'x' | 'cx',
  second: 'y' | 'cy',
): void {
  const a = attributes.get(first);
  const b = attributes.get(second);
  if (!shape || a === undefined || b === undefined) return;
  const box = shape[which] ?? { x: 0, y: 0, width: 0, height: 0 };
  shape[which] = box;
  if (first === 'x') {
    box.x = Number(a) || 0;
    box.y = Number(b) || 0;
  } else {
    box.width = Number(a) || 0;
    box.height = Number(b) || 0;
  }
}
