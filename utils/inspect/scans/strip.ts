// One line of writing as the recogniser likes it: level, of one size, without the wide gaps between columns.
import type { Grey } from './grey.ts';
import type { Line } from './lines.ts';

export interface Strip {
  grey: Grey;
  /** Where each segment lies on the strip, and where it comes from. */
  pieces: { from: number; to: number; left: number; scale: number }[];
  /** Columns of the strip without any ink, `[from, to)`, from left to right. */
  blanks: { from: number; to: number }[];
}

/** Capitals on a strip are so high (pixels); the recogniser makes lines 36 pixels high. */
const CAP = 24;
const ABOVE = 14;
const BELOW = 14;
/** Gaps between columns are made so wide. */
const GAP = 40;
const MARGIN = 12;

export function stripOf(page: Grey, line: Line): Strip {
  const height = ABOVE + CAP + BELOW;
  const scale = CAP / Math.max(3, line.cap);
  const pad = line.cap * 0.25;
  let width = MARGIN;
  const pieces = line.segments.map(({ left, right }) => {
    const from = width;
    const span = Math.ceil((right - left + 2 * pad) * scale);
    width += span + GAP;
    return { from, to: from + span, left: left - pad, scale };
  });
  width = width - GAP + MARGIN;
  const data = new Uint8Array(width * height).fill(255);
  for (const [at, piece] of pieces.entries()) {
    const { foot } = line.segments[at]!;
    // A single letter's foot says less than its line's.
    const base = line.segments[at]!.letters < 3 ? line.foot * 0.5 + foot * 0.5 : foot;
    draw(page, { width, height, data }, piece, base - (ABOVE + CAP) / scale, scale);
  }
  return { grey: { width, height, data }, pieces, blanks: blanksOf({ width, height, data }) };
}

/** Paler than this is no ink. */
const PALE = 150;

function blanksOf({ width, height, data }: Grey): { from: number; to: number }[] {
  const blanks: { from: number; to: number }[] = [];
  let from = 0;
  for (let x = 0; x <= width; x++) {
    let ink = x === width;
    // What hangs above and below the letters is not asked: neighbours' feet, specks.
    for (let y = 8; y < height - 4 && !ink; y++) ink = data[y * width + x]! < PALE;
    if (!ink) continue;
    if (x - from >= 3) blanks.push({ from, to: x });
    from = x + 1;
  }
  return blanks;
}

function draw(
  page: Grey,
  to: Grey,
  piece: { from: number; to: number; left: number },
  top: number,
  scale: number,
): void {
  const { width, height, data } = page;
  const shrinking = scale < 0.75;
  const step = 1 / scale;
  for (let y = 0; y < to.height; y++) {
    const sy = top + (y + 0.5) * step - 0.5;
    for (let x = piece.from; x < piece.to; x++) {
      const sx = piece.left + (x - piece.from + 0.5) * step - 0.5;
      const at = y * to.width + x;
      if (shrinking) {
        to.data[at] = mean(page, sx - step / 2 + 0.5, sy - step / 2 + 0.5, step);
        continue;
      }
      const x0 = Math.floor(sx);
      const y0 = Math.floor(sy);
      if (x0 < 0 || y0 < 0 || x0 >= width - 1 || y0 >= height - 1) continue;
      const from = y0 * width + x0;
      const fx = sx - x0;
      const fy = sy - y0;
      to.data[at] =
        (data[from]! * (1 - fx) + data[from + 1]! * fx) * (1 - fy) +
        (data[from + width]! * (1 - fx) + data[from + width + 1]! * fx) * fy;
    }
  }
}

function mean({ width, height, data }: Grey, x: number, y: number, step: number): number {
  const left = Math.max(0, Math.round(x));
  const right = Math.min(width, Math.max(left + 1, Math.round(x + step)));
  const top = Math.max(0, Math.round(y));
  const bottom = Math.min(height, Math.max(top + 1, Math.round(y + step)));
  if (left >= width || top >= height || right <= 0 || bottom <= 0) return 255;
  let sum = 0;
  for (let j = top; j < bottom; j++) for (let i = left; i < right; i++) sum += data[j * width + i]!;
  return sum / ((right - left) * (bottom - top));
}
