// Text that is formatted as hidden, by itself or by a style: it goes, and so does a paragraph that is hidden as a whole. One
// that was empty stays: it takes no room, and without it two tables would become one, or a section would lose its end.
import type { XmlElement } from '../package/xml.ts';

/** Is a property switched on (`<w:vanish/>`), off (`w:val="0"`), or not said? */
function toggle(properties: XmlElement | undefined, name: string): boolean | undefined {
  const found = properties?.first(name);
  if (!found) return undefined;
  return !/^(0|false|off)$/.test(found.ns('w:val') ?? '1');
}

/** `w:webHidden` is not asked for: it hides page numbers of tables of contents on the web, and paper shows them. */
const vanishes = (properties: XmlElement | undefined): boolean | undefined => toggle(properties, 'w:vanish');

/** What styles say of whether text is hidden. */
export interface HidingStyles {
  /** Of a style by its id, with what it is based on; undefined where it says nothing. */
  readonly byId: ReadonlyMap<string, boolean | undefined>;
  /** The paragraph style where none is named, or one that there is not. */
  readonly usual: string | undefined;
  /** Where no style says anything. */
  readonly otherwise: boolean;
}

/** @param styles the part with the styles, if there is one. */
export function hidingStyles(styles: XmlElement | undefined): HidingStyles {
  const all = new Map(
    (styles?.elements('w:style') ?? []).map((style) => [style.ns('w:styleId') ?? '', style]),
  );
  const hides = (id: string, depth = 0): boolean | undefined => {
    const style = all.get(id);
    if (!style || depth > 20) return undefined;
    return vanishes(style.first('w:rPr')) ?? hides(style.first('w:basedOn')?.ns('w:val') ?? '', depth + 1);
  };
  const isUsual = (style: XmlElement) =>
    (style.ns('w:type') ?? 'paragraph') === 'paragraph' && /^(1|true|on)$/.test(style.ns('w:default') ?? '');
  return {
    byId: new Map([...all.keys()].map((id) => [id, hides(id)])),
    usual: [...all].findLast(([, style]) => isUsual(style))?.[0],
    otherwise: vanishes(styles?.first('w:docDefaults')?.first('w:rPrDefault')?.first('w:rPr')) ?? false,
  };
}

/** @returns how many runs, paragraphs and rows went. */
export function dropHidden(tree: XmlElement, styles: HidingStyles): number {
  // The mark of a row's end may be hidden by itself: the row is drawn as long as anything in it is.
  const rows = [...tree.all('w:tr')].filter((row) => toggle(row.first('w:trPr'), 'w:hidden') === true);
  const full = new Set(rows.filter(hasContent));
  let dropped = dropContent(tree, styles);
  dropped += tree.prune((element) => full.has(element) && !hasContent(element) && isWhollyHidden(element));
  completeCells(tree);
  return dropped;
}

/** Is the mark of every paragraph hidden? */
const isWhollyHidden = (row: XmlElement): boolean =>
  [...row.all('w:p')].every((paragraph) => vanishes(paragraph.first('w:pPr')?.first('w:rPr')) === true);

/** Runs, and paragraphs of which nothing is left. */
function dropContent(tree: XmlElement, styles: HidingStyles): number {
  let dropped = 0;
  const emptied = new Set<XmlElement>();
  for (const paragraph of [...tree.all('w:p')]) {
    const properties = paragraph.first('w:pPr');
    const named = properties?.first('w:pStyle')?.ns('w:val') ?? '';
    const ofParagraph = styles.byId.get(styles.byId.has(named) ? named : (styles.usual ?? ''));
    const runs = paragraph.prune((element) => {
      if (element.name !== 'w:r') return false;
      const run = element.first('w:rPr');
      const ofLetters = styles.byId.get(run?.first('w:rStyle')?.ns('w:val') ?? '');
      return vanishes(run) ?? ofLetters ?? ofParagraph ?? styles.otherwise;
    });
    dropped += runs;
    const whole = vanishes(properties?.first('w:rPr')) === true && !properties?.first('w:sectPr');
    if (runs > 0 && whole && !hasContent(paragraph)) emptied.add(paragraph);
  }
  for (const parent of tree.all()) dropped += dropParagraphs(parent, emptied);
  return dropped;
}

/** A cell wants a paragraph, however empty. */
function completeCells(tree: XmlElement): void {
  for (const cell of tree.all('w:tc')) if (!hasParagraph(cell)) cell.children.push(cell.sibling('p'));
}

/** Whether there is a paragraph in it that is in no table of its own: by itself, or in a content control. */
function hasParagraph(element: XmlElement): boolean {
  return element
    .elements()
    .some((child) => child.name === 'w:p' || (child.name !== 'w:tbl' && hasParagraph(child)));
}

/** What is seen without being text. */
const DRAWN = /^w:(drawing|pict|object|sym|tab|ptab|br)$/;

/** Whether there is something in a paragraph or a row: letters, a drawing. */
function hasContent(element: XmlElement): boolean {
  for (const inner of element.elements()) {
    if (inner.name === 'w:pPr') continue;
    if (DRAWN.test(inner.name) || (/^[wm]:t$/.test(inner.name) && inner.text() !== '')) return true;
    if (hasContent(inner)) return true;
  }
  return false;
}

/** Takes paragraphs out of what they stand in, but for one behind a table that no other paragraph follows. */
function dropParagraphs(parent: XmlElement, gone: ReadonlySet<XmlElement>): number {
  const inner = parent.elements();
  if (!inner.some((child) => gone.has(child))) return 0;
  let dropped = 0;
  let before: XmlElement | undefined;
  parent.children = parent.children.filter((child) => {
    if (typeof child === 'string') return true;
    const after = inner.slice(inner.indexOf(child) + 1).find((other) => !gone.has(other));
    if (gone.has(child) && !(before?.name === 'w:tbl' && after?.name !== 'w:p')) {
      dropped++;
      return false;
    }
    before = child;
    return true;
  });
  return dropped;
}
