// Where shapes stand on a slide, with the groups around them and their turning taken into account.
import { type Box, isBeside, type Scale, scaleOf } from '../../inspect/readers/pptx/place.ts';
import type { XmlElement } from '../package/xml.ts';

/** Elements that are shapes. */
export const SHAPES: ReadonlySet<string> = new Set([
  'p:sp',
  'p:pic',
  'p:graphicFrame',
  'p:cxnSp',
  'p:grpSp',
  'p:contentPart',
]);

/** The groups around a shape, from the innermost outwards. undefined where one of them is turned: nothing is said of that. */
export type Groups = readonly Scale[] | undefined;

function frameOf(shape: XmlElement): XmlElement | undefined {
  if (shape.name === 'p:graphicFrame') return shape.first('p:xfrm');
  return (shape.first('p:spPr') ?? shape.first('p:grpSpPr'))?.first('a:xfrm');
}

function boxOf(frame: XmlElement | undefined, at: string, size: string): Box | undefined {
  const [corner, extent] = [frame?.first(at), frame?.first(size)];
  if (!corner || !extent) return undefined;
  const number = (element: XmlElement, name: string) => Number(element.get(name)) || 0;
  return {
    x: number(corner, 'x'),
    y: number(corner, 'y'),
    width: number(extent, 'cx'),
    height: number(extent, 'cy'),
  };
}

/** Where a shape that is in no group stands; undefined where that is not said, or where it is turned. */
export function placeOf(shape: XmlElement): Box | undefined {
  const frame = frameOf(shape);
  return turnOf(frame) === 0 ? boxOf(frame, 'a:off', 'a:ext') : undefined;
}

const turnOf = (frame: XmlElement | undefined): number => Number(frame?.get('rot')) || 0;

/** The groups around what is in a group. */
export function within(group: XmlElement, around: Groups): Groups {
  const frame = frameOf(group);
  const box = boxOf(frame, 'a:off', 'a:ext');
  const child = boxOf(frame, 'a:chOff', 'a:chExt');
  if (!around || turnOf(frame) !== 0) return undefined;
  return box && child ? [scaleOf(box, child), ...around] : around;
}

/** Three points, where a theme may say how thick a line is. */
const USUAL_LINE = 38_100;

/** Does a shape stand wholly beside the slide? One whose place is not said does not. */
export function isShapeBeside(
  shape: XmlElement,
  around: Groups,
  slide: { width: number; height: number },
): boolean {
  const frame = frameOf(shape);
  const box = boxOf(frame, 'a:off', 'a:ext');
  if (!box || !around) return false;
  // The outline stands half outside of the box.
  const line = shape.first('p:spPr')?.first('a:ln');
  const outline = (Number(line?.get('w')) || USUAL_LINE) / 2;
  const whole = {
    x: box.x - outline,
    y: box.y - outline,
    width: box.width + 2 * outline,
    height: box.height + 2 * outline,
  };
  return isBeside(whole, turnOf(frame), around, slide);
}
