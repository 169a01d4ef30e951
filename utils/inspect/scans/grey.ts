// A page as light and dark: one byte a pixel, its shadows taken out, its ink told from its paper.
import type { Raster } from '../pixels/raster.ts';

/** 0 is black, 255 white; rows from the top without gaps. */
export interface Grey {
  width: number;
  height: number;
  data: Uint8Array;
}

/** 1 is ink, 0 is paper. */
export interface Ink {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Luminance (ITU-R BT.601). A dark page with light writing, as screens show it, is turned over. */
export function greyOf({ width, height, pixels }: Raster): Grey {
  const data = new Uint8Array(width * height);
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, data.length);
  const histogram = new Uint32Array(256);
  for (let i = 0; i < data.length; i++) {
    const word = words[i]!;
    const light = ((word & 255) * 77 + ((word >> 8) & 255) * 150 + ((word >> 16) & 255) * 29) >> 8;
    data[i] = light;
    histogram[light]!++;
  }
  const flat = { width, height, data };
  return isDark(histogram, data.length) ? inverted(flat) : flat;
}

/** More than two thirds nearly black, and something light in it: a screen in dark mode, no photograph at night. */
function isDark(histogram: Uint32Array, count: number): boolean {
  let dark = 0;
  for (let i = 0; i < 72; i++) dark += histogram[i]!;
  return dark > count * 0.67;
}

function inverted({ width, height, data }: Grey): Grey {
  return { width, height, data: data.map((value) => 255 - value) };
}

/** Squares of so many pixels have one shade of paper. */
const TILE = 24;
/** Light is measured on every second pixel. */
const STEP = 2;
/** The brightest fifth of a square is paper. */
const PAPER = 0.8;

/**
 * Takes shadows and veils out: everything is held against the paper around it, which becomes white. Where most of a
 * square is dark and its writing is light (headings in white on blue), it is turned over.
 */
export function flattened(grey: Grey): Grey {
  const { width, height, data } = grey;
  const across = Math.max(1, Math.ceil(width / TILE));
  const down = Math.max(1, Math.ceil(height / TILE));
  const paper = new Float32Array(across * down);
  const histogram = new Uint16Array(64);
  for (let ty = 0; ty < down; ty++) {
    for (let tx = 0; tx < across; tx++) {
      histogram.fill(0);
      let count = 0;
      const bottom = Math.min(height, (ty + 1) * TILE);
      const right = Math.min(width, (tx + 1) * TILE);
      for (let y = ty * TILE; y < bottom; y += STEP) {
        for (let x = tx * TILE, at = y * width + x; x < right; x += STEP, at += STEP) {
          histogram[data[at]! >> 2]!++;
          count++;
        }
      }
      let left = count * (1 - PAPER);
      let level = 63;
      while (level > 0 && left > histogram[level]!) left -= histogram[level--]!;
      paper[ty * across + tx] = level * 4 + 3;
    }
  }
  const smooth = smoothed(widened(paper, across, down), across, down);
  const out = new Uint8Array(data.length);
  const row = new Float32Array(across + 1);
  for (let y = 0; y < height; y++) {
    const fy = Math.max(0, Math.min(down - 1, (y + 0.5) / TILE - 0.5));
    const y0 = Math.floor(fy);
    const y1 = Math.min(down - 1, y0 + 1);
    for (let tx = 0; tx < across; tx++) {
      row[tx] = smooth[y0 * across + tx]! * (1 - (fy - y0)) + smooth[y1 * across + tx]! * (fy - y0);
    }
    row[across] = row[across - 1]!;
    let at = y * width;
    for (let tx = -1; tx < across; tx++) {
      // Between the middles of two squares the paper's light changes evenly.
      const from = tx < 0 ? 0 : tx * TILE + TILE / 2;
      const to = Math.min(width, tx < 0 ? TILE / 2 : from + TILE);
      const a = row[Math.max(0, tx)]!;
      const slope = tx < 0 ? 0 : (row[tx + 1]! - a) / TILE;
      let light = a;
      for (let x = from; x < to; x++, at++) {
        const value = (data[at]! * 255) / light;
        out[at] = value > 255 ? 255 : value;
        light += slope;
      }
    }
  }
  return { width, height, data: out };
}

/** A square full of ink takes the paper of its neighbours, where that is much lighter. */
function widened(paper: Float32Array, across: number, down: number): Float32Array {
  const out = paper.slice();
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      let most = 0;
      let sum = 0;
      let count = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          if (y + dy < 0 || y + dy >= down || x + dx < 0 || x + dx >= across) continue;
          const value = paper[(y + dy) * across + x + dx]!;
          sum += value;
          count++;
          if (value > most) most = value;
        }
      }
      const own = paper[y * across + x]!;
      if (own < 0.75 * (sum / count)) out[y * across + x] = Math.max(sum / count, own);
      // Nothing is darker than this: a desk around the page stays a desk.
      if (out[y * across + x]! < 24) out[y * across + x] = 24;
    }
  }
  return out;
}

function smoothed(paper: Float32Array, across: number, down: number): Float32Array {
  const out = new Float32Array(paper.length);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      let sum = 0;
      let weight = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          if (y + dy < 0 || y + dy >= down || x + dx < 0 || x + dx >= across) continue;
          const share = (2 - Math.abs(dy)) * (2 - Math.abs(dx));
          sum += paper[(y + dy) * across + x + dx]! * share;
          weight += share;
        }
      }
      out[y * across + x] = sum / weight;
    }
  }
  return out;
}

/** Darker than this after flattening (of 255) is ink. */
const INK = 178;

export function inkOf({ width, height, data }: Grey, below = INK): Ink {
  const out = new Uint8Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = data[i]! < below ? 1 : 0;
  return { width, height, data: out };
}

/** A quarter turn clockwise. */
export function quarterTurned({ width, height, data }: Grey): Grey {
  const out = new Uint8Array(data.length);
  // In squares, so that reading and writing both stay in the cache.
  for (let by = 0; by < height; by += 32) {
    for (let bx = 0; bx < width; bx += 32) {
      const bottom = Math.min(height, by + 32);
      const right = Math.min(width, bx + 32);
      for (let y = by; y < bottom; y++) {
        for (let x = bx; x < right; x++) out[x * height + (height - 1 - y)] = data[y * width + x]!;
      }
    }
  }
  return { width: height, height: width, data: out };
}

/** Upside down. */
export function halfTurned({ width, height, data }: Grey): Grey {
  return { width, height, data: data.slice().reverse() };
}

/** Twice as high: faxes at standard resolution have pixels that are twice as high as wide. */
export function stretched({ width, height, data }: Grey): Grey {
  const out = new Uint8Array(data.length * 2);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    out.set(row, 2 * y * width);
    const next = data.subarray(
      Math.min(height - 1, y + 1) * width,
      (Math.min(height - 1, y + 1) + 1) * width,
    );
    for (let x = 0, at = (2 * y + 1) * width; x < width; x++, at++) out[at] = (row[x]! + next[x]!) >> 1;
  }
  return { width, height: height * 2, data: out };
}
