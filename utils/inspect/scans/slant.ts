// How the lines of a page run: skew of a scanner, and the perspective of a photograph, in which lines converge. A line that
// crosses the page's middle at height r has the slope `skew + fan × r`; so the page can be set straight.
import type { Chain, Writing } from './chains.ts';
import type { Components } from './components.ts';
import type { Grey } from './grey.ts';

export interface Slant {
  /** Slope of a line through the page's middle, pixels down a pixel right. */
  skew: number;
  /** How much the slope grows a pixel downwards. */
  fan: number;
}

/** Chains with fewer letters say too little of a slope. */
const LEAST_LETTERS = 5;

/** Measured on the feet of letters; none where there are too few chains. */
export function slantOf(
  parts: Components,
  { chains, letter }: Writing,
  width: number,
  height: number,
): Slant {
  const slopes: { slope: number; row: number; weight: number }[] = [];
  for (const chain of chains) {
    if (chain.letters.length < LEAST_LETTERS || chain.right - chain.left < 4 * letter) continue;
    const slope = footSlope(parts, chain, letter);
    if (slope === undefined) continue;
    const x = (chain.left + chain.right) / 2 - width / 2;
    const y = (chain.top + chain.bottom) / 2 - height / 2;
    const long = chain.right - chain.left;
    slopes.push({ slope, row: y - x * slope, weight: Math.min(long, 40 * letter) ** 2 });
  }
  if (slopes.length < 3) return { skew: slopes.length > 0 ? weightedMedian(slopes) : 0, fan: 0 };
  const middle = weightedMedian(slopes);
  let skew = middle;
  let fan = 0;
  let bound = 0.06;
  for (let round = 0; round < 4; round++) {
    let w = 0;
    let sy = 0;
    let sx = 0;
    let sxx = 0;
    let sxy = 0;
    for (const { slope, row, weight } of slopes) {
      const off = Math.abs(slope - skew - fan * row);
      if (off > bound) continue;
      w += weight;
      sx += weight * row;
      sy += weight * slope;
      sxx += weight * row * row;
      sxy += weight * row * slope;
    }
    if (w === 0) break;
    const spread = sxx - (sx * sx) / w;
    // Lines that all stand at one height say nothing of a fan.
    fan = spread / w < (height / 12) ** 2 ? 0 : (sxy - (sx * sy) / w) / spread;
    skew = (sy - fan * sx) / w;
    bound = Math.max(0.008, bound / 2);
  }
  // Half a pixel over the page is no fan.
  return { skew, fan: Math.abs(fan) * height < 0.002 ? 0 : fan };
}

function weightedMedian(slopes: readonly { slope: number; weight: number }[]): number {
  const sorted = [...slopes].sort((a, b) => a.slope - b.slope);
  let left = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  for (const { slope, weight } of sorted) {
    left -= weight;
    if (left <= 0) return slope;
  }
  return 0;
}

/** Least squares through the letters' feet; those that stand off (g, commas, quotes) are left out. */
function footSlope(parts: Components, { letters }: Chain, letter: number): number | undefined {
  let slope = 0;
  let base = Number.NaN;
  let bound = letter;
  for (let round = 0; round < 3; round++) {
    let n = 0;
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let sxy = 0;
    for (const i of letters) {
      const x = (parts.left[i]! + parts.right[i]!) / 2;
      const y = parts.bottom[i]!;
      if (round > 0 && Math.abs(y - base - slope * x) > bound) continue;
      n++;
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
    }
    const spread = sxx - (sx * sx) / n;
    if (n < 4 || spread <= 0) return undefined;
    slope = (sxy - (sx * sy) / n) / spread;
    base = (sy - slope * sx) / n;
    bound = round === 0 ? letter * 0.35 : letter * 0.2;
  }
  return Math.abs(slope) < 0.35 ? slope : undefined;
}

/** Slopes smaller than this need no setting straight. */
const STRAIGHT = 0.0025;

export function isStraight({ skew, fan }: Slant, height: number): boolean {
  return Math.abs(skew) + (Math.abs(fan) * height) / 2 < STRAIGHT;
}

/** A pixel, in the steps in which the source is walked through. Pages are a few thousand pixels a side: 2³¹ is far away. */
const ONE = 65_536;

/** The page with its lines level. What comes from outside is white. */
export function levelled({ width, height, data }: Grey, { skew, fan }: Slant): Grey {
  const out = new Uint8Array(data.length).fill(255);
  const stretch = 1 / Math.sqrt(1 + skew * skew);
  const stepX = Math.round(stretch * ONE);
  for (let y = 0; y < height; y++) {
    const row = y - height / 2;
    const slope = skew + fan * row;
    // Letters are turned, not only shifted: what is higher lies farther aside.
    const dx = (-width / 2) * stretch - skew * row;
    // Places in the source in 65,536ths of a pixel: whole numbers throughout.
    const stepY = Math.round(slope * stretch * ONE);
    let sx = Math.round((dx + width / 2) * ONE);
    let sy = Math.round((y + slope * dx) * ONE);
    const end = (y + 1) * width;
    for (let at = y * width; at < end; at++, sx += stepX, sy += stepY) {
      const x0 = sx >> 16;
      const y0 = sy >> 16;
      if (x0 < 0 || y0 < 0 || x0 >= width - 1 || y0 >= height - 1) continue;
      const from = y0 * width + x0;
      const fx = (sx >> 8) & 255;
      const fy = (sy >> 8) & 255;
      const upper = data[from]! * (256 - fx) + data[from + 1]! * fx;
      const lower = data[from + width]! * (256 - fx) + data[from + width + 1]! * fx;
      out[at] = (upper * (256 - fy) + lower * fy) >> 16;
    }
  }
  return { width, height, data: out };
}
