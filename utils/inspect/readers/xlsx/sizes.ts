// Rows and columns of which nobody sees anything though nothing says that they are hidden.

/** Points, of which a pixel has three quarters: Excel draws a lower row as nothing, or as a line. */
const LEAST_HEIGHT = 1;
/**
 * Widths of a digit, of which one has some seven pixels: a narrower column has less than one. What stands in a wider one may
 * be seen, because a text runs over into the empty cells beside it.
 */
const LEAST_WIDTH = 0.1;

const isBelow = (size: string | undefined, least: number): boolean =>
  size !== undefined && size.trim() !== '' && Math.abs(Number(size)) < least;

/** @param height `ht` of a `row` */
export const isFlat = (height: string | undefined): boolean => isBelow(height, LEAST_HEIGHT);

/** @param width of a `col` */
export const isThin = (width: string | undefined): boolean => isBelow(width, LEAST_WIDTH);
