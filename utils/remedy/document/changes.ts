// Accepts tracked changes: what was put in stays, what was taken out goes, and so does who did it when.
import type { XmlElement } from '../package/xml.ts';

const ADDED = new Set(['w:ins', 'w:moveTo']);
const REMOVED = new Set(['w:del', 'w:moveFrom', 'w:cellDel']);
/** How something looked before, and where changes begin and end. */
const TRACES =
  /^w:((rPr|pPr|sectPr|tblPr|tblPrEx|tcPr|trPr|tblGrid|numbering)(Change)|(moveFrom|moveTo|customXmlIns|customXmlDel|customXmlMoveFrom|customXmlMoveTo)Range(Start|End)|cellIns|cellMerge)$/;

/** @returns how many changes there were. */
export function acceptChanges(tree: XmlElement): number {
  let changes = 0;
  // Rows and cells first: their marks stand in their properties.
  changes += tree.prune(
    (element) =>
      (element.name === 'w:tr' && element.first('w:trPr')?.first('w:del') !== undefined) ||
      (element.name === 'w:tc' && element.first('w:tcPr')?.first('w:cellDel') !== undefined),
  );
  changes += mergeParagraphs(tree);
  tree.map((element) => {
    if (REMOVED.has(element.name) || TRACES.test(element.name)) {
      changes++;
      return undefined;
    }
    if (!ADDED.has(element.name)) return element;
    changes++;
    return element.children;
  });
  return changes;
}

const markIsDeleted = (paragraph: XmlElement): boolean => {
  const mark = paragraph.first('w:pPr')?.first('w:rPr');
  return mark?.first('w:del') !== undefined || mark?.first('w:moveFrom') !== undefined;
};

/** A paragraph whose end was deleted runs into the next one, whose properties hold. */
function mergeParagraphs(tree: XmlElement): number {
  let merged = 0;
  for (const parent of [...tree.all()]) {
    const { children } = parent;
    for (let at = 0; at < children.length; at++) {
      const paragraph = children[at];
      if (
        !paragraph ||
        typeof paragraph === 'string' ||
        paragraph.name !== 'w:p' ||
        !markIsDeleted(paragraph)
      )
        continue;
      const next = children[at + 1];
      if (!next || typeof next === 'string' || next.name !== 'w:p') continue;
      const content = paragraph.children.filter(
        (child) => typeof child === 'string' || child.name !== 'w:pPr',
      );
      const properties = next.elements('w:pPr');
      const rest = next.children.filter((child) => typeof child === 'string' || child.name !== 'w:pPr');
      next.children = [...properties, ...content, ...rest];
      children.splice(at, 1);
      at--;
      merged++;
    }
  }
  return merged;
}
