// What of Word's styles decides whether text can be seen: hidden, colour, size, shading, by style id with all that a
// style is based on.

import { wordTable } from '../../word-table.ts';
import type { Attributes, XmlHandlers } from '../../xml/reader.ts';
import { isTrue } from '../../xml/reader.ts';
import { type Colour, colour } from '../colour.ts';

/** Character properties; undefined is "not said here". */
export interface RunLook {
  vanish?: boolean | undefined;
  /** `auto` is a colour that the program picks so that it can be read. */
  colour?: Colour | 'auto';
  /** Behind the text. */
  fill?: Colour | 'auto' | 'pattern';
  /** Half points. */
  size?: number | undefined;
  /** Of letters, in per cent of their usual width. */
  width?: number | undefined;
}

export interface Styles {
  defaults: RunLook;
  byId: Map<string, RunLook>;
  /** Ids of table styles that shade cells: what is behind the text there is not worked out. */
  shadedTables: Set<string>;
  /** The paragraph style in use where none is named. */
  paragraph: string | undefined;
}

export const NO_STYLES: Styles = {
  defaults: {},
  byId: new Map(),
  shadedTables: new Set(),
  paragraph: undefined,
};

/** Puts one property element of `w:rPr` into a look. */
export const RUN_PROPERTIES = wordTable<(look: RunLook, attributes: Attributes) => void>({
  'w:vanish': (look, attributes) => {
    look.vanish = isTrue(attributes.get('w:val'), true);
  },
  'w:specVanish': () => {},
  'w:color': (look, attributes) => {
    look.colour = colour(attributes.get('w:val')) ?? 'auto';
  },
  'w:sz': (look, attributes) => {
    const size = Number(attributes.get('w:val'));
    if (Number.isFinite(size)) look.size = size;
  },
  'w:w': (look, attributes) => {
    const width = Number.parseFloat(attributes.get('w:val') ?? '');
    if (Number.isFinite(width)) look.width = width;
  },
  'w:shd': (look, attributes) => {
    look.fill = shading(attributes);
  },
  'w:highlight': (look, attributes) => {
    const value = attributes.get('w:val');
    if (value !== 'none') look.fill = colour(value) ?? 'pattern';
  },
});

/** The colour of a `w:shd`; `pattern` for what mixes two. */
export function shading(attributes: Attributes): RunLook['fill'] {
  const pattern = attributes.get('w:val');
  if (pattern === 'solid') return colour(attributes.get('w:color')) ?? 'pattern';
  if (pattern !== undefined && pattern !== 'clear' && pattern !== 'nil') return 'pattern';
  return colour(attributes.get('w:fill')) ?? 'auto';
}

/** Handlers for the styles part. @param styles is filled; call `resolve` at the end. */
export function stylesHandlers(styles: Styles): { handlers: XmlHandlers; resolve(): void } {
  const bases = new Map<string, string>();
  let id = '';
  let type = '';
  let look: RunLook | undefined;
  let inParagraph = false;
  let depth = 0;
  const handlers: XmlHandlers = {
    open(name, attributes) {
      if (name === 'w:style') {
        id = attributes.get('w:styleId') ?? '';
        type = attributes.get('w:type') ?? 'paragraph';
        look = {};
        styles.byId.set(id, look);
        if (type === 'paragraph' && isTrue(attributes.get('w:default'))) styles.paragraph = id;
      } else if (name === 'w:rPrDefault') look = styles.defaults;
      else if (name === 'w:basedOn') bases.set(id, attributes.get('w:val') ?? '');
      else if (name === 'w:tblStylePr' || name === 'w:tcPr' || name === 'w:tblPr') depth++;
      else if (name === 'w:pPr') inParagraph = true;
      if (!look || !Object.hasOwn(RUN_PROPERTIES, name)) return;
      if (type === 'table') {
        const fill = name === 'w:shd' ? shading(attributes) : undefined;
        if (fill !== undefined && fill !== 'auto' && fill !== 'FFFFFF') styles.shadedTables.add(id);
      }
      if (depth > 0) return;
      // A paragraph's shading stands behind the text as well.
      if (!inParagraph || name === 'w:shd') RUN_PROPERTIES[name]!(look, attributes);
    },
    close(name) {
      if (name === 'w:style' || name === 'w:rPrDefault') look = undefined;
      else if (name === 'w:tblStylePr' || name === 'w:tcPr' || name === 'w:tblPr') depth--;
      else if (name === 'w:pPr') inParagraph = false;
    },
  };
  const resolve = () => {
    const done = new Map<string, RunLook>();
    for (const style of styles.byId.keys()) {
      const chain: RunLook[] = [];
      const seen = new Set<string>();
      for (let at: string | undefined = style; at !== undefined && !seen.has(at); at = bases.get(at)) {
        seen.add(at);
        if (styles.shadedTables.has(at)) styles.shadedTables.add(style);
        chain.unshift(styles.byId.get(at) ?? {});
      }
      done.set(style, Object.assign({}, ...chain) as RunLook);
    }
    for (const [style, resolved] of done) styles.byId.set(style, resolved);
  };
  return { handlers, resolve };
}
