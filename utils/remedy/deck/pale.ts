// Letters of a slide that nobody can see for their colour: none, that of their own shape, or of the slide's background where nothing
// else lies behind them. The same is asked of them as by the reader (readers/pptx/slide.ts), which looks at the copy.
import { isSame } from '../../inspect/readers/colour.ts';
import { type Backdrop, isOver } from '../../inspect/readers/pptx/backdrop.ts';
import type { Box } from '../../inspect/readers/pptx/place.ts';
import type { XmlElement } from '../package/xml.ts';
import { placeOf, SHAPES } from './place.ts';

const FILL = /^a:(solidFill|gradFill|blipFill|pattFill|grpFill)$/;

/** Puts blanks in their place, so that lines break where they did. @returns how many runs had something in them. */
export function blankPale(tree: XmlElement, backdrop: Backdrop | undefined): number {
  const pale = new Set([
    ...withoutInk(tree),
    ...inOwnShape(tree),
    ...(backdrop ? onBackground(tree, backdrop) : []),
  ]);
  for (const run of pale)
    for (const text of run.all('a:t')) text.children = [text.text().replace(/\S/gu, '\u00a0')];
  return pale.size;
}

const runsOf = (shape: XmlElement): XmlElement[] =>
  [...shape.all()]
    .filter(({ name }) => name === 'a:r' || name === 'a:fld')
    .filter((run) => run.text().trim() !== '');

/** Letters that are not filled, or with a colour that is transparent. */
function* withoutInk(tree: XmlElement): Generator<XmlElement> {
  for (const run of runsOf(tree)) {
    const letters = run.first('a:rPr');
    if (!letters || letters.first('a:hlinkClick') || isAdorned(letters)) continue;
    const [colour] = letters.first('a:solidFill')?.elements() ?? [];
    const last = colour?.elements().at(-1);
    if (letters.first('a:noFill') || (last?.name === 'a:alpha' && /^0%?$/.test(last.get('val') ?? '')))
      yield run;
  }
}

function* inOwnShape(tree: XmlElement): Generator<XmlElement> {
  for (const shape of tree.all('p:sp')) {
    const fill = shape.first('p:spPr')?.first('a:solidFill')?.inner();
    if (fill === undefined) continue;
    for (const run of runsOf(shape))
      if (run.first('a:rPr')?.first('a:solidFill')?.inner() === fill) yield run;
  }
}

function* onBackground(tree: XmlElement, backdrop: Backdrop): Generator<XmlElement> {
  const drawn: (Box | undefined)[] = [...backdrop.drawn];
  const [shapes] = tree.all('p:spTree');
  for (const shape of shapes?.elements() ?? []) {
    if (shape.name === 'p:cxnSp') continue;
    const place = placeOf(shape);
    if (shape.name !== 'p:sp' || isFilled(shape)) {
      // What is chosen by program may draw anything, anywhere.
      if (SHAPES.has(shape.name)) drawn.push(place);
      else if (shape.name === 'mc:AlternateContent') drawn.push(undefined);
      continue;
    }
    if (isOver(place, drawn)) continue;
    if (backdrop.fillsPlaceholders && [...shape.all('p:ph')].length > 0) continue;
    for (const run of runsOf(shape)) if (isBackground(run, backdrop)) yield run;
  }
}

function isFilled(shape: XmlElement): boolean {
  if (
    shape
      .first('p:spPr')
      ?.elements()
      .some(({ name }) => FILL.test(name))
  )
    return true;
  const [style] = shape.all('a:fillRef');
  return style !== undefined && style.get('idx') !== '0';
}

function isBackground(run: XmlElement, backdrop: Backdrop): boolean {
  const letters = run.first('a:rPr');
  const [name, ...changes] = letters?.first('a:solidFill')?.elements() ?? [];
  if (!letters || !name || changes.length > 0 || name.elements().length > 0) return false;
  if (letters.first('a:hlinkClick') || isAdorned(letters)) return false;
  const colour = backdrop.colourOf(name.get('val') ?? '');
  return colour !== undefined && isSame(colour, backdrop.colour);
}

/** An outline, a shadow or a mark with a colour. */
function isAdorned(letters: XmlElement): boolean {
  return ['a:ln', 'a:effectLst', 'a:effectDag', 'a:highlight'].some((effect) =>
    [...(letters.first(effect)?.all() ?? [])].some(({ name }) =>
      /^a:(srgbClr|schemeClr|gradFill)$/.test(name),
    ),
  );
}
