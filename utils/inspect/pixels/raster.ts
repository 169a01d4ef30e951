// Pixels in memory, and the few things that are done to them before anybody looks: smaller, turned, on white.

/** A decoded picture, upright: rows from the top, four bytes a pixel (red, green, blue, alpha), alpha 255 throughout. */
export interface Raster {
  width: number;
  height: number;
  /** `width × height × 4` bytes without gaps. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** Pixels as a Reader has them: 1 byte a pixel is grey, 3 are red, green, blue; rows without gaps. */
export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint8Array;
}

/** Not larger than `longest` a side. */
export function rasterOf(source: Pixels, longest: number): Raster {
  if (source.channels === 3) return shrink(inColour(source), longest);
  const { width, height, data } = shrunkGrey(source, longest);
  const pixels = new Uint8ClampedArray(width * height * 4);
  const words = new Uint32Array(pixels.buffer);
  for (let i = 0; i < words.length; i++) {
    const light = data[i]!;
    words[i] = -0x1000000 | (light << 16) | (light << 8) | light;
  }
  return { width, height, pixels };
}

function inColour({ width, height, data }: Pixels): Raster {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; to < pixels.length; from += 3, to += 4) {
    pixels[to] = data[from]!;
    pixels[to + 1] = data[from + 1]!;
    pixels[to + 2] = data[from + 2]!;
    pixels[to + 3] = 255;
  }
  return { width, height, pixels };
}

/** As `shrink`, a third of its work: most scans are grey. */
function shrunkGrey(source: Pixels, longest: number): Pixels {
  const { width, height } = fitted(source.width, source.height, longest);
  if (width === source.width && height === source.height) return source;
  const across = axis(source.width, width);
  const down = axis(source.height, height);
  const scale = across.scale * down.scale;
  const out = new Uint8ClampedArray(width * height);
  const sums = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const top = down.from[y]!;
    const bottom = down.to[y]!;
    for (let sourceY = top; sourceY <= bottom; sourceY++) {
      const weight = sourceY === top ? down.first[y]! : sourceY === bottom ? down.last[y]! : 1;
      addRow(source.data, sourceY * source.width, across, weight, sums);
    }
    for (let x = 0, to = y * width; x < width; x++, to++) out[to] = sums[x]! * scale;
  }
  return { width, height, channels: 1, data: new Uint8Array(out.buffer) };
}

function addRow(
  data: Uint8Array,
  base: number,
  { from, to, first, last }: Axis,
  weight: number,
  sums: Float32Array,
): void {
  for (let x = 0; x < sums.length; x++) {
    const end = base + to[x]!;
    let at = base + from[x]!;
    let sum = data[at]! * first[x]!;
    if (end > at) {
      for (at++; at < end; at++) sum += data[at]!;
      sum += data[end]! * last[x]!;
    }
    sums[x]! += sum * weight;
  }
}

/** How a stored picture has to be turned to be upright: the values of Exif's Orientation tag, 1 to 8. */
export type Orientation = number;

/** The size that fits a longest side of `longest`, in the same proportion; never larger than it was. */
function fitted(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Means over areas (pixels that lie across an edge count by their share), so that thin lines grow pale and do not vanish.
 * @returns the raster itself where it already fits.
 */
export function shrink(raster: Raster, longest: number): Raster {
  const { width, height } = fitted(raster.width, raster.height, longest);
  if (width === raster.width && height === raster.height) return raster;
  // First along rows into floats, then along columns.
  const across = axis(raster.width, width);
  const down = axis(raster.height, height);
  const pixels = new Uint8ClampedArray(width * height * 4);
  const sums = new Float32Array(width * 3);
  const row = new Float32Array(width * 3);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const top = down.from[y]!;
    const bottom = down.to[y]!;
    for (let sourceY = top; sourceY <= bottom; sourceY++) {
      shrinkRow(raster, sourceY, across, row);
      const weight = sourceY === top ? down.first[y]! : sourceY === bottom ? down.last[y]! : 1;
      for (let i = 0; i < sums.length; i++) sums[i]! += row[i]! * weight;
    }
    let to = y * width * 4;
    for (let i = 0; i < sums.length; i += 3, to += 4) {
      pixels[to] = sums[i]! * across.scale * down.scale;
      pixels[to + 1] = sums[i + 1]! * across.scale * down.scale;
      pixels[to + 2] = sums[i + 2]! * across.scale * down.scale;
      pixels[to + 3] = 255;
    }
  }
  return { width, height, pixels };
}

/** Which source pixels make up each target pixel, and how much the first and the last of them count. */
interface Axis {
  from: Uint32Array;
  to: Uint32Array;
  first: Float32Array;
  last: Float32Array;
  scale: number;
}

function axis(source: number, target: number): Axis {
  const step = source / target;
  const result: Axis = {
    from: new Uint32Array(target),
    to: new Uint32Array(target),
    first: new Float32Array(target),
    last: new Float32Array(target),
    scale: target / source,
  };
  for (let i = 0; i < target; i++) {
    const begin = i * step;
    const end = Math.min(source, begin + step);
    const from = Math.min(source - 1, Math.floor(begin + 1e-6));
    const to = Math.min(source - 1, Math.max(from, Math.ceil(end - 1e-6) - 1));
    result.from[i] = from;
    result.to[i] = to;
    result.first[i] = from === to ? end - begin : from + 1 - begin;
    result.last[i] = end - to;
  }
  return result;
}

function shrinkRow(raster: Raster, y: number, { from, to, first, last }: Axis, out: Float32Array): void {
  const { pixels, width } = raster;
  const base = y * width * 4;
  for (let x = 0, at = 0; x < from.length; x++, at += 3) {
    const begin = from[x]!;
    const end = to[x]!;
    let source = base + begin * 4;
    const f = first[x]!;
    let r = pixels[source]! * f;
    let g = pixels[source + 1]! * f;
    let b = pixels[source + 2]! * f;
    if (end > begin) {
      for (source += 4; source < base + end * 4; source += 4) {
        r += pixels[source]!;
        g += pixels[source + 1]!;
        b += pixels[source + 2]!;
      }
      const l = last[x]!;
      r += pixels[source]! * l;
      g += pixels[source + 1]! * l;
      b += pixels[source + 2]! * l;
    }
    out[at] = r;
    out[at + 1] = g;
    out[at + 2] = b;
  }
}

/** Makes a stored picture upright (TIFF 6.0, Orientation). @returns the raster itself where it is. */
export function upright(raster: Raster, orientation: Orientation): Raster {
  if (orientation < 2 || orientation > 8) return raster;
  const { width, height } = raster;
  const turned = orientation >= 5;
  const target: Raster = {
    width: turned ? height : width,
    height: turned ? width : height,
    pixels: new Uint8ClampedArray(raster.pixels.length),
  };
  const from = new Uint32Array(raster.pixels.buffer, raster.pixels.byteOffset, width * height);
  const to = new Uint32Array(target.pixels.buffer);
  // The tag says at which edges of the upright picture row 0 and column 0 stand: 5 to 8 swap the axes, and then either
  // is mirrored or not.
  const mirrorX = orientation === 2 || orientation === 3 || orientation === 6 || orientation === 7;
  const mirrorY = orientation === 3 || orientation === 4 || orientation === 7 || orientation === 8;
  for (let y = 0; y < target.height; y++) {
    const v = mirrorY ? target.height - 1 - y : y;
    for (let x = 0; x < target.width; x++) {
      const u = mirrorX ? target.width - 1 - x : x;
      to[y * target.width + x] = turned ? from[u * width + v]! : from[v * width + u]!;
    }
  }
  return target;
}

/** Turns clockwise by quarters: 1 is 90°, 2 is 180°, 3 is 270°. */
export function turn(raster: Raster, quarters: 1 | 2 | 3): Raster {
  return upright(raster, quarters === 1 ? 6 : quarters === 2 ? 3 : 8);
}

/** Lays what is transparent on white, in place. */
export function onWhite(raster: Raster): Raster {
  const { pixels } = raster;
  for (let i = 3; i < pixels.length; i += 4) {
    const alpha = pixels[i]!;
    if (alpha === 255) continue;
    const white = 255 - alpha;
    for (let c = i - 3; c < i; c++) pixels[c] = (pixels[c]! * alpha) / 255 + white;
    pixels[i] = 255;
  }
  return raster;
}

/** A part as a raster of its own, whole pixels. */
export function cut(raster: Raster, left: number, top: number, width: number, height: number): Raster {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * raster.width + left) * 4;
    pixels.set(raster.pixels.subarray(from, from + width * 4), y * width * 4);
  }
  return { width, height, pixels };
}
