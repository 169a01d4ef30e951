// Text that is formatted as hidden, by itself or by a style: it goes, and so does a paragraph that is hidden as a whole.
import type { XmlElement } from '../package/xml.ts';

/** Is a property switched on (`<w:vanish/>`), off (`w:val="0"`), or not said? */
function toggle(properties: XmlElement | undefined, name: string): boolean | undefined {
  const found = properties?.first(name);
  if (!found) return undefined;
  return !/^(0|false|off)$/.test(found.ns('w:val') ?? '1');
}

/** `w:webHidden` is not asked for: it hides page numbers of tables of contents on the web, and paper shows them. */
const vanishes = (properties: XmlElement | undefined): boolean | undefined => toggle(properties, 'w:vanish');

/** Ids of styles that hide text, by themselves or by what they are based on. */
export function hiddenStyles(styles: XmlElement | undefined): Set<string> {
  const all = new Map(
    (styles?.elements('w:style') ?? []).map((style) => [style.ns('w:styleId') ?? '', style]),
  );
  const hides = (id: string, depth = 0): boolean => {
    const style = all.get(id);
    if (!style || depth > 20) return false;
    return vanishes(style.first('w:rPr')) ?? hides(style.first('w:basedOn')?.ns('w:val') ?? '', depth + 1);
  };
  return new Set([...all.keys()].filter((id) => hides(id)));
}

/** @returns how many runs, paragraphs and rows went. */
export function dropHidden(tree: XmlElement, styles: ReadonlySet<string>): number {
  let dropped = tree.prune(
    (element) => element.name === 'w:tr' && toggle(element.first('w:trPr'), 'w:hidden') === true,
  );
  for (const paragraph of [...tree.all('w:p')]) {
    const properties = paragraph.first('w:pPr');
    const ofParagraph = styles.has(properties?.first('w:pStyle')?.ns('w:val') ?? '');
    dropped += paragraph.prune((element) => {
      if (element.name !== 'w:r') return false;
      const run = element.first('w:rPr');
      const style = run?.first('w:rStyle')?.ns('w:val');
      return vanishes(run) ?? (style !== undefined && styles.has(style) ? true : ofParagraph);
    });
  }
  dropped += tree.prune((element) => {
    if (element.name !== 'w:p') return false;
    const mark = vanishes(element.first('w:pPr')?.first('w:rPr'));
    return (
      mark === true && !element.elements().some((child) => child.name !== 'w:pPr' && child.text() !== '')
    );
  });
  // A cell wants a paragraph, however empty.
  for (const cell of tree.all('w:tc'))
    if (!cell.elements().some((child) => child.name === 'w:p')) cell.children.push(cell.sibling('p'));
  return dropped;
}
