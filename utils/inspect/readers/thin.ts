// Rows and columns that are not called hidden and show nothing all the same: they are thinner than letters can be. Lines
// that separate are made that way as well, and nothing stands in those.

/** Points: a row of so much or less shows nothing of a text (two and a half pixels). */
export const NO_HEIGHT = 2;

/**
 * Characters: a column of so much or less is one pixel wide. Wider ones count as seen, for a text runs over from them into
 * empty cells beside it.
 */
export const NO_WIDTH = 0.1;

/** The same in points, for formats that measure columns so. */
export const NO_WIDTH_POINTS = 1;

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

const isAtMost = (size = '', most: number): boolean => {
  // Without the white space of XML and what is taken for it, as the other scanner does it byte by byte.
  let from = 0;
  let to = size.length;
  while (from < to && size.charCodeAt(from) <= 32) from++;
  while (to > from && size.charCodeAt(to - 1) <= 32) to--;
  if (to - from > 40) return false;
  const said = size.slice(from, to);
  if (!NUMBER.test(said)) return false;
  const value = Number(said);
  return value >= 0 && value <= most;
};

/** Is a row so low that nothing of it is seen? @param height in points, as the file has it. */
export const isLow = (height: string | undefined): boolean => isAtMost(height, NO_HEIGHT);

/** Is a column so narrow that nothing of it is seen? @param width in characters, as the file has it. */
export const isNarrow = (width: string | undefined): boolean => isAtMost(width, NO_WIDTH);
