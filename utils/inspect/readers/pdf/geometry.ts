// Boxes on a page, in points. As they are shown: x from the left, y from the top, after the page's rotation.

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function area(box: Box): number {
  return Math.max(0, box.right - box.left) * Math.max(0, box.bottom - box.top);
}

/** The part of `box` that lies in `other`, from 0 to 1; a box without area counts by its middle. */
export function share(box: Box, other: Box): number {
  const whole = area(box);
  if (whole === 0) {
    const x = (box.left + box.right) / 2;
    const y = (box.top + box.bottom) / 2;
    return x >= other.left && x <= other.right && y >= other.top && y <= other.bottom ? 1 : 0;
  }
  const width = Math.min(box.right, other.right) - Math.max(box.left, other.left);
  const height = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
  return width > 0 && height > 0 ? (width * height) / whole : 0;
}

/** From the page's own coordinates (y upwards, not rotated) to those in which it is shown. */
export type Project = (x0: number, y0: number, x1: number, y1: number) => Box;

/**
 * @param shown the box of the page that is shown, in the page's own coordinates.
 * @param turns quarter turns clockwise (`FPDFPage_GetRotation`).
 */
export function projection(
  shown: { left: number; bottom: number; right: number; top: number },
  turns: number,
): Project {
  return (x0, y0, x1, y1) => {
    const left = Math.min(x0, x1);
    const right = Math.max(x0, x1);
    const low = Math.min(y0, y1);
    const high = Math.max(y0, y1);
    switch (turns & 3) {
      case 1:
        return {
          left: low - shown.bottom,
          right: high - shown.bottom,
          top: left - shown.left,
          bottom: right - shown.left,
        };
      case 2:
        return {
          left: shown.right - right,
          right: shown.right - left,
          top: low - shown.bottom,
          bottom: high - shown.bottom,
        };
      case 3:
        return {
          left: shown.top - high,
          right: shown.top - low,
          top: shown.right - right,
          bottom: shown.right - left,
        };
      default:
        return {
          left: left - shown.left,
          right: right - shown.left,
          top: shown.top - high,
          bottom: shown.top - low,
        };
    }
  };
}
