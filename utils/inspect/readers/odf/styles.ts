// What of OpenDocument styles decides whether something can be seen, by family and name, with what a style inherits.

import { wordTable } from '../../word-table.ts';
import type { Attributes } from '../../xml/reader.ts';
import { type Colour, colour, isSame } from '../colour.ts';
import { NO_HEIGHT, NO_WIDTH_POINTS } from '../thin.ts';

interface OdfStyle {
  parent: string | undefined;
  /** `text:display="none"`: hidden text. */
  textHidden?: boolean;
  colour?: Colour;
  /** Behind the text: paragraph, text or cell background. */
  fill?: Colour;
  /** `table:display="false"`: a hidden sheet. */
  tableHidden?: boolean;
  zeroWidth?: boolean;
  zeroHeight?: boolean;
  pageHidden?: boolean;
  cropped?: boolean;
  /** Letters in a colour that is wholly transparent. */
  inkless?: boolean;
  /** A cell that shows nothing while its sheet is protected. */
  hiddenIfProtected?: boolean;
  /** Points. */
  size?: number;
}

interface PageSize {
  /** Points. */
  width: number;
  height: number;
}

/** Points: smaller letters cannot be read. */
const TINY = 2;

export class OdfStyles {
  /** Of a workbook whose window shows one sheet only. */
  onlySheet: string | undefined;
  private readonly styles = new Map<string, OdfStyle>();
  /** By family, then name. */
  private readonly concealing = new Map<string, Map<string, boolean | undefined>>();
  private readonly masters = new Map<string, string>();
  private readonly layouts = new Map<string, PageSize>();
  /** Some page of the document has a colour or a picture behind it. */
  private paperIsPlain = true;
  /** Layers of drawings that are not shown. */
  private readonly hiddenLayers = new Set<string>();
  private current: OdfStyle | undefined;
  private layout = '';

  /** Takes an element of the styles. @returns whether it was one with nothing else to it. */
  open(name: string, attributes: Attributes): boolean {
    if (name === 'draw:layer' && isOff(attributes.get('draw:display')))
      this.hiddenLayers.add(attributes.get('draw:name') ?? '');
    if (!name.startsWith('style:')) return false;
    if (name === 'style:style' || name === 'style:default-style') {
      const family = attributes.get('style:family') ?? '';
      this.current = { parent: attributes.get('style:parent-style-name') };
      this.styles.set(`${family} ${attributes.get('style:name') ?? ''}`, this.current);
      return true;
    }
    if (name === 'style:master-page') {
      this.masters.set(attributes.get('style:name') ?? '', attributes.get('style:page-layout-name') ?? '');
      return false;
    }
    if (name === 'style:page-layout') {
      this.layout = attributes.get('style:name') ?? '';
      return true;
    }
    if (name === 'style:page-layout-properties') {
      if (!isPlain(attributes)) this.paperIsPlain = false;
      const width = points(attributes.get('fo:page-width'));
      const height = points(attributes.get('fo:page-height'));
      if (width !== undefined && height !== undefined) this.layouts.set(this.layout, { width, height });
      return true;
    }
    if (name === 'style:background-image' && attributes.get('xlink:href')) {
      if (this.current) this.current.fill = UNKNOWN;
      else this.paperIsPlain = false;
    }
    const take = PROPERTIES[name];
    if (!take || !this.current) return false;
    take(this.current, attributes);
    return true;
  }

  close(name: string): void {
    if (name === 'style:style' || name === 'style:default-style') this.current = undefined;
  }

  /**
   * Is an object not shown: by itself (LibreOffice says so in a namespace of its own), or by the layer that it is on? What is
   * only printed counts as not shown. @param get value of an attribute.
   */
  isUnshown(get: (attribute: string) => string | undefined): boolean {
    if (isOff(get('draw:display')) || isOff(get('drawooo:display'))) return true;
    const layer = get('draw:layer');
    return layer !== undefined && this.hiddenLayers.has(layer);
  }

  /** The size of the pages that have this master. */
  page(master: string | undefined): PageSize | undefined {
    return this.layouts.get(this.masters.get(master ?? '') ?? '');
  }

  /** A property of a style, or of what it is based on. */
  get<K extends keyof OdfStyle>(family: string, name: string | undefined, key: K): OdfStyle[K] | undefined {
    let at = name;
    for (let depth = 0; at !== undefined && depth < 32; depth++) {
      const style = this.styles.get(`${family} ${at}`);
      if (style?.[key] !== undefined) return style[key];
      at = style?.parent;
    }
    return undefined;
  }

  /** Whether text in this style cannot be seen; undefined where the style says nothing of it. */
  conceals(family: string, name: string | undefined): boolean | undefined {
    if (name === undefined) return undefined;
    let known = this.concealing.get(family);
    if (!known) {
      known = new Map();
      this.concealing.set(family, known);
    }
    if (!known.has(name)) known.set(name, this.judge(family, name));
    return known.get(name);
  }

  isSheetHidden(name: string, style: string | undefined): boolean {
    if (this.onlySheet !== undefined && name !== this.onlySheet) return true;
    return this.get('table', style, 'tableHidden') === true;
  }

  /** What is behind the text of a document, where nothing in it has a colour of its own. */
  get paper(): Ground {
    return this.paperIsPlain ? WHITE : UNKNOWN;
  }

  /** What is behind the text in an element of a text document, given what is behind the element. */
  behind(name: string, style: string | undefined, around: Ground): Ground {
    const family = FILLED[name];
    return family === undefined
      ? around
      : ((family && this.get(family, style, 'fill')) ?? (family ? around : UNKNOWN));
  }

  /**
   * Can letters in the colour of these styles not be told from what is behind them? A span's style comes before its paragraph's.
   * @returns undefined where the span says nothing of a colour.
   */
  isPale(span: string | undefined, paragraph: string | undefined, ground: Ground): boolean | undefined {
    if (span === undefined ? this.get('paragraph', paragraph, 'inkless') : this.get('text', span, 'inkless'))
      return true;
    const own = span === undefined ? undefined : this.get('text', span, 'colour');
    if (span !== undefined && own === undefined) return undefined;
    const letters = own ?? this.get('paragraph', paragraph, 'colour');
    if (letters === undefined) return false;
    const fill =
      (span === undefined ? undefined : this.get('text', span, 'fill')) ??
      this.get('paragraph', paragraph, 'fill') ??
      ground;
    return isSame(letters, fill);
  }

  private judge(family: string, name: string): boolean | undefined {
    const hidden = this.get(family, name, 'textHidden');
    if (hidden !== undefined) return hidden;
    if (this.get(family, name, 'inkless')) return true;
    const size = this.get(family, name, 'size');
    if (size !== undefined && size < TINY) return true;
    const letters = this.get(family, name, 'colour');
    if (letters === undefined) return undefined;
    const fill = this.get(family, name, 'fill');
    // Letters may stand on a shape or a page of any colour: only a cell has a background of its own, or white.
    if (fill === undefined && family !== 'table-cell') return undefined;
    return isSame(letters, fill ?? 'FFFFFF');
  }
}

/** A colour, or what is like none because nobody knows what it is. */
export type Ground = string;
const WHITE = 'FFFFFF';
const UNKNOWN = 'unknown';

/** Elements of a text that can have a colour behind them → the family of their styles; '' where it is not known what is there. */
const FILLED = wordTable<string>({
  'table:table': 'table',
  'table:table-row': 'table-row',
  'table:table-cell': 'table-cell',
  'text:section': 'section',
  'draw:frame': '',
  'draw:text-box': '',
  'draw:custom-shape': '',
  'draw:rect': '',
  'draw:ellipse': '',
  'draw:circle': '',
  'draw:polygon': '',
  'draw:path': '',
  'draw:regular-polygon': '',
  'draw:g': '',
  'style:header': '',
  'style:footer': '',
  'office:annotation': '',
  'officeooo:annotation': '',
});

/** Has a page neither a colour but white nor a picture behind it? */
function isPlain(attributes: Attributes): boolean {
  const fill = colour(attributes.get('fo:background-color') ?? attributes.get('draw:fill-color'));
  const kind = attributes.get('draw:fill') ?? 'solid';
  return kind === 'none' || (kind === 'solid' && (fill === undefined || isSame(fill, WHITE)));
}

const isOff = (display: string | undefined): boolean => display === 'none' || display === 'printer';

export const hasGround = (name: string): boolean => FILLED[name] !== undefined;

const PROPERTIES = wordTable<(style: OdfStyle, attributes: Attributes) => void>({
  'style:text-properties': (style, attributes) => {
    const display = attributes.get('text:display');
    if (display !== undefined) style.textHidden = display === 'none';
    const letters = colour(attributes.get('fo:color'));
    if (letters && attributes.get('style:use-window-font-color') !== 'true') style.colour = letters;
    // With the colour that the program chooses, LibreOffice writes this as well: there it says nothing.
    if (letters)
      style.inkless =
        attributes.get('style:use-window-font-color') !== 'true' && attributes.get('loext:opacity') === '0%';
    background(style, attributes);
    const size = points(attributes.get('fo:font-size'));
    if (size !== undefined) style.size = size;
  },
  'style:paragraph-properties': background,
  'style:table-cell-properties': (style, attributes) => {
    background(style, attributes);
    const protection = attributes.get('style:cell-protect');
    if (protection !== undefined) style.hiddenIfProtected = protection === 'hidden-and-protected';
  },
  'style:table-properties': (style, attributes) => {
    const display = attributes.get('table:display');
    if (display !== undefined) style.tableHidden = display === 'false';
    background(style, attributes);
  },
  'style:section-properties': background,
  'style:table-column-properties': (style, attributes) => {
    const width = points(attributes.get('style:column-width'));
    if (width !== undefined) style.zeroWidth = width <= NO_WIDTH_POINTS;
  },
  'style:table-row-properties': (style, attributes) => {
    const height = points(attributes.get('style:row-height'));
    // Rows that are as high as their text are made so when the file is opened.
    const fits = attributes.get('style:use-optimal-row-height') === 'true';
    if (height !== undefined) style.zeroHeight = fits ? height === 0 : height <= NO_HEIGHT;
    background(style, attributes);
  },
  'style:drawing-page-properties': (style, attributes) => {
    const visibility = attributes.get('presentation:visibility');
    if (visibility !== undefined) style.pageHidden = visibility === 'hidden';
  },
  'style:graphic-properties': (style, attributes) => {
    const clip = attributes.get('fo:clip');
    if (clip === undefined) return;
    // `rect(0cm, 1.2cm, 0cm, 0cm)`: how much is cut off at each side; hundredths are left by rounding.
    style.cropped = (clip.match(/-?[\d.]+[a-z]*/g) ?? []).some((side) => (points(side) ?? 0) > 1);
  },
});

function background(style: OdfStyle, attributes: Attributes): void {
  const fill = colour(attributes.get('fo:background-color'));
  if (fill) style.fill = fill;
}

const UNITS = wordTable<number>({
  pt: 1,
  in: 72,
  cm: 28.3465,
  mm: 2.83465,
  pc: 12,
  px: 0.75,
});

/** A length in points; undefined for percentages and what is no length. */
export function points(length: string | undefined): number | undefined {
  const match = /^(-?[\d.]+)(pt|in|cm|mm|pc|px)?$/.exec(length ?? '');
  if (!match) return undefined;
  const value = Number(match[1]) * (UNITS[match[2] ?? 'pt'] ?? 1);
  return Number.isFinite(value) ? value : undefined;
}
