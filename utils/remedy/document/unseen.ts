// Letters that nobody sees though nothing says that they are hidden: of no size or width, in the colour of what is behind
// them, in cells under others, in rows of no height and columns of no width. They go, and blanks of the same number stand in their place, so that the
// lines around them break where they did.
import { colour } from '../../inspect/readers/colour.ts';
import { RUN_PROPERTIES, type RunLook, type Styles, shading } from '../../inspect/readers/docx/styles.ts';
import { isNoHeight, isNoWidth } from '../../inspect/readers/docx/tables.ts';
import { howConcealed } from '../../inspect/readers/docx/unseen.ts';
import type { Attributes } from '../../inspect/xml/reader.ts';
import type { XmlElement } from '../package/xml.ts';

const PAPER = 'FFFFFF';

/** What may stand anywhere, so that nothing is known of what is behind a letter: drawings and boxes that float. */
const FLOATING = /^(wp:anchor|v:shape|v:rect|v:roundrect|v:group|v:oval|w:background|w:framePr)$/;

/** Does something float in a story, or is the paper of a colour? */
export function hasFloating(tree: XmlElement): boolean {
  for (const element of tree.all()) if (FLOATING.test(element.name)) return true;
  return false;
}

/**
 * @param sure nothing floats in the whole document, so that what is behind a letter is what the file says.
 * @returns how many texts went.
 */
export function blankUnseen(tree: XmlElement, styles: Styles, sure: boolean): number {
  let blanked = 0;
  const table = (element: XmlElement, around: string): void => {
    const properties = element.first('w:tblPr');
    const style = properties?.first('w:tblStyle')?.ns('w:val') ?? '';
    const fill = fillOf(properties, styles.shadedTables.has(style) ? 'unknown' : around);
    const fixed = properties?.first('w:tblLayout')?.ns('w:type') === 'fixed';
    const columns = element.first('w:tblGrid')?.elements('w:gridCol') ?? [];
    const grid = columns.map((one) => numberOf(one, 'w:w', 0));
    for (const row of element.elements().flatMap((child) => partsOf(child, 'w:tr'))) {
      const height = row.first('w:trPr')?.first('w:trHeight');
      const low = isNoHeight(height?.ns('w:val'), height?.ns('w:hRule'));
      let column = numberOf(row.first('w:trPr')?.first('w:gridBefore'), 'w:val', 0);
      for (const cell of row.elements().flatMap((child) => partsOf(child, 'w:tc'))) {
        const cellProperties = cell.first('w:tcPr');
        const width = cellProperties?.first('w:tcW');
        const span = numberOf(cellProperties?.first('w:gridSpan'), 'w:val', 1);
        const narrow =
          fixed && isNoWidth(width?.ns('w:w'), width?.ns('w:type'), grid.slice(column, column + span));
        column += span;
        if (low || narrow || isCovered(cellProperties)) {
          blanked += blank(cell);
          continue;
        }
        walk(cell, fillOf(cellProperties, fill));
      }
    }
  };
  const paragraph = (element: XmlElement, behind: string): void => {
    const properties = element.first('w:pPr');
    const said = properties?.first('w:shd');
    const own = {
      style: properties?.first('w:pStyle')?.ns('w:val'),
      fill: said && shading(attributesOf(said)),
    };
    const runs = (around: XmlElement): void => {
      for (const child of around.elements()) {
        if (child.name === 'w:r') run(child, own, behind);
        else if (child.name !== 'w:pPr') runs(child);
      }
    };
    runs(element);
  };
  const run = (
    element: XmlElement,
    own: { style: string | undefined; fill: RunLook['fill'] },
    behind: string,
  ) => {
    const properties = element.first('w:rPr');
    const look: RunLook = {};
    for (const property of properties?.elements() ?? [])
      if (Object.hasOwn(RUN_PROPERTIES, property.name))
        RUN_PROPERTIES[property.name]?.(look, attributesOf(property));
    const how = howConcealed(styles, look, properties?.first('w:rStyle')?.ns('w:val'), own, behind);
    if (how === 'tiny' || (how === 'colour' && sure) || (properties && hasNoInk(properties)))
      blanked += blank(element);
    else if (how === undefined) for (const box of element.all('w:txbxContent')) walk(box, 'unknown');
  };
  const walk = (around: XmlElement, behind: string): void => {
    for (const element of around.elements()) {
      if (element.name === 'w:p') paragraph(element, behind);
      else if (element.name === 'w:tbl') table(element, behind);
      else walk(element, behind);
    }
  };
  walk(tree, PAPER);
  return blanked;
}

/** Letters that are not filled, or transparent, and have neither an outline nor a mark: effects of Word since 2010. */
function hasNoInk(properties: XmlElement): boolean {
  const effect = (name: string) => properties.elements().find(({ raw }) => raw === `w14:${name}`);
  const [fill] = effect('textFill')?.elements() ?? [];
  if (!fill || properties.first('w:highlight') || properties.first('w:shd')) return false;
  const isSeen = (name: string) =>
    [...(effect(name)?.all() ?? [])].some(({ raw }) => /:(solidFill|gradFill|srgbClr|schemeClr)$/.test(raw));
  if (isSeen('textOutline') || isSeen('shadow') || isSeen('glow')) return false;
  // How much of it is let through.
  const clear = [...fill.all()].some(
    (part) => /:alpha$/.test(part.raw) && [...part.attributes.values()].includes('100000'),
  );
  return /:noFill$/.test(fill.raw) || (/:solidFill$/.test(fill.raw) && clear);
}

const numberOf = (element: XmlElement | undefined, attribute: string, otherwise: number): number => {
  const number = Number(element?.ns(attribute) ?? otherwise);
  return number >= 0 ? number : otherwise;
};

/** Rows and cells may stand within controls and custom elements. */
const partsOf = (element: XmlElement, name: string): XmlElement[] =>
  element.name === name ? [element] : element.elements().flatMap((child) => partsOf(child, name));

const isCovered = (properties: XmlElement | undefined): boolean =>
  ['w:vMerge', 'w:hMerge'].some((name) => {
    const merge = properties?.first(name);
    return merge !== undefined && merge.ns('w:val') !== 'restart';
  });

/** What a table, or a cell, is filled with; `around` where it says nothing. */
function fillOf(properties: XmlElement | undefined, around: string): string {
  const said = properties?.first('w:shd');
  const fill = said && shading(attributesOf(said));
  if (fill === undefined || fill === 'auto') return around;
  return fill === 'pattern' ? 'unknown' : (colour(fill) ?? 'unknown');
}

const attributesOf = (element: XmlElement): Attributes => ({
  get: (name) => element.ns(name),
  entries: () => [],
});

/** Puts blanks where letters were. @returns how many texts had some. */
function blank(element: XmlElement): number {
  let texts = 0;
  for (const text of element.all()) {
    if (text.name !== 'w:t' && text.name !== 'm:t') continue;
    const said = text.text();
    if (said.trim() === '') continue;
    texts++;
    text.children = [said.replace(/\S/gu, '\u00a0')];
    text.attributes.set('xml:space', 'preserve');
  }
  return texts;
}
