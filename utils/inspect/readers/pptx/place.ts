// Where things stand on a slide, in English Metric Units.

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How coordinates inside a group become those around it. */
export interface Scale {
  x: number;
  y: number;
  dx: number;
  dy: number;
}

/** `a:xfrm` gives angles in sixty-thousandths of a degree. */
const HALF_TURN = 180 * 60_000;

/** The scale of a group that stands in `box` and whose inside is counted by `child`. */
export function scaleOf(box: Box, child: Box): Scale {
  const x = child.width ? box.width / child.width : 1;
  const y = child.height ? box.height / child.height : 1;
  return { x, y, dx: box.x - child.x * x, dy: box.y - child.y * y };
}

/** A line along the very edge is seen: it has a thickness. */
const isApart = (middle: number, half: number, length: number): boolean =>
  (middle < 0 && middle + half <= 0) || (middle > length && middle - half >= length);

/**
 * Does a box stand wholly beside the slide, however it is turned about its middle?
 * @param turned as `rot` says it.
 * @param groups the groups around it, from the innermost outwards.
 */
export function isBeside(
  box: Box,
  turned: number,
  groups: Iterable<Scale>,
  slide: { width: number; height: number },
): boolean {
  const angle = (turned / HALF_TURN) * Math.PI;
  const across = Math.abs(Math.cos(angle));
  const along = Math.abs(Math.sin(angle));
  let x = box.x + box.width / 2;
  let y = box.y + box.height / 2;
  let halfX = (box.width * across + box.height * along) / 2;
  let halfY = (box.width * along + box.height * across) / 2;
  for (const scale of groups) {
    x = x * scale.x + scale.dx;
    y = y * scale.y + scale.dy;
    halfX *= scale.x;
    halfY *= scale.y;
  }
  return isApart(x, halfX, slide.width) || isApart(y, halfY, slide.height);
}
