// What lies on paper: a small photo or a card on the glass of a scanner, most of the picture around it being nothing but paper.
import { cut, type Raster } from '../pixels/raster.ts';
import type { FacesAt, Quarters } from './look.ts';

/** A part of a picture, in shares of it. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Paper around a photo differs by no more than this (of 255) from what the picture's rim shows. */
const SAME_PAPER = 26;
/** So much of the rim is paper, and so much of the picture at most is not. */
const PAPER_RIM = 0.85;
const MOST_CONTENT = 0.55;
/** Specks of dust take up less (of a row's pixels). */
const LEAST_OF_ROW = 3;

/** Where something lies on paper, where that is a small part of the picture. */
export function contentOf({ width, height, pixels }: Raster): Area | undefined {
  const rim: number[] = [];
  const lightAt = (at: number) =>
    (pixels[at * 4]! * 77 + pixels[at * 4 + 1]! * 150 + pixels[at * 4 + 2]! * 29) >> 8;
  for (let x = 0; x < width; x++) rim.push(lightAt(x), lightAt((height - 1) * width + x));
  for (let y = 0; y < height; y++) rim.push(lightAt(y * width), lightAt(y * width + width - 1));
  const paper = [...rim].sort((a, b) => a - b)[rim.length >> 1]!;
  const isPaper = (light: number) => Math.abs(light - paper) <= SAME_PAPER;
  if (rim.filter(isPaper).length < PAPER_RIM * rim.length) return undefined;
  const rows = new Uint16Array(height);
  const columns = new Uint16Array(width);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (isPaper(lightAt(at))) continue;
      rows[y]!++;
      columns[x]!++;
    }
  }
  const isUsed = (count: number) => count >= LEAST_OF_ROW;
  const [top, bottom] = [rows.findIndex(isUsed), rows.findLastIndex(isUsed) + 1];
  const [left, right] = [columns.findIndex(isUsed), columns.findLastIndex(isUsed) + 1];
  if (top < 0 || left < 0) return undefined;
  const area = {
    left: Math.max(0, left - 1) / width,
    top: Math.max(0, top - 1) / height,
    right: Math.min(width, right + 1) / width,
    bottom: Math.min(height, bottom + 1) / height,
  };
  return (area.right - area.left) * (area.bottom - area.top) <= MOST_CONTENT ? area : undefined;
}

export function within(raster: Raster, { left, top, right, bottom }: Area): Raster {
  const x = Math.floor(left * raster.width);
  const y = Math.floor(top * raster.height);
  const width = Math.max(1, Math.floor(right * raster.width) - x);
  const height = Math.max(1, Math.floor(bottom * raster.height) - y);
  return cut(raster, x, y, width, height);
}

/** Faces of the part that was looked at, in shares of the whole, turned as the part was. */
export function inWhole({ quarters, boxes }: FacesAt, area: Area): FacesAt {
  const { left, top, right, bottom } = turnedArea(area, quarters);
  return {
    quarters,
    boxes: boxes.map(({ x, y, width, height }) => ({
      x: left + x * (right - left),
      y: top + y * (bottom - top),
      width: width * (right - left),
      height: height * (bottom - top),
    })),
  };
}

function turnedArea({ left, top, right, bottom }: Area, quarters: Quarters): Area {
  if (quarters === 1) return { left: 1 - bottom, top: left, right: 1 - top, bottom: right };
  if (quarters === 2) return { left: 1 - right, top: 1 - bottom, right: 1 - left, bottom: 1 - top };
  if (quarters === 3) return { left: top, top: 1 - right, right: bottom, bottom: 1 - left };
  return { left, top, right, bottom };
}
