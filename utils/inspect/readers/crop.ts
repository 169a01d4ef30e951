// Pictures of which a part is cut off (`a:srcRect` in Office documents): the whole picture stays in the file.

/** Thousandths of a per cent: less than this is cut off by tools that round. */
const LEAST = 1000;

export const CROPPED = 'A picture is cropped: the part cut off is still in the file.';

/** @param side what `a:srcRect` says of a side, in thousandths of a per cent. */
export function isCropped(side: (name: 'l' | 't' | 'r' | 'b') => string | undefined): boolean {
  return (['l', 't', 'r', 'b'] as const).some((name) => Number.parseFloat(side(name) ?? '0') >= LEAST);
}
