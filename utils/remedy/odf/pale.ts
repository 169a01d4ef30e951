// Letters of a text document that have the colour of what is behind them: blanks stand in their place, so that nothing moves.
import { type Ground, hasGround, type OdfStyles } from '../../inspect/readers/odf/styles.ts';
import type { XmlElement } from '../package/xml.ts';

/** Something that is drawn can lie behind letters: then nobody knows whether they are seen. */
const DRAWN =
  /^draw:(frame|custom-shape|rect|ellipse|circle|line|connector|polyline|polygon|path|regular-polygon|caption|g)$/;

/** What is around a piece of text. */
interface Around {
  ground: Ground;
  paragraph: string | undefined;
  pale: boolean;
}

/**
 * @returns in how many paragraphs and spans such letters went; none where something floats in the document: they stay there,
 *   and the copy is not sent.
 */
export function blankPale(body: XmlElement, styles: OdfStyles): number {
  for (const element of body.all()) if (DRAWN.test(element.name)) return 0;
  return blankIn(body, styles, { ground: styles.paper, paragraph: undefined, pale: false });
}

function blankIn(element: XmlElement, styles: OdfStyles, around: Around): number {
  const here = lookOf(element, styles, around);
  let blanked = 0;
  element.children = element.children.map((child) => {
    if (typeof child !== 'string') {
      blanked += blankIn(child, styles, here);
      return child;
    }
    if (!here.pale || child.trim() === '') return child;
    blanked++;
    return child.replace(/\S/g, ' ');
  });
  return blanked;
}

function lookOf(element: XmlElement, styles: OdfStyles, around: Around): Around {
  const { name } = element;
  const style = element.ns('text:style-name') ?? element.ns('table:style-name');
  const { ground } = around;
  if (name === 'text:p' || name === 'text:h')
    return { ground, paragraph: style, pale: styles.isPale(undefined, style, ground) === true };
  if (name === 'text:span')
    return { ...around, pale: styles.isPale(style, around.paragraph, ground) ?? around.pale };
  return hasGround(name) ? { ...around, ground: styles.behind(name, style, ground) } : around;
}
