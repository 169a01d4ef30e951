// Finds faces in a Raster with BlazeFace (Bazarevsky et al., 2019), the short-range network for faces that are large in
// the picture and the full-range one for those that are small. What a network sees is a square: the picture is laid into
// its middle, smaller or larger, the rest is grey.
import type { Raster } from '../pixels/raster.ts';
import type { Network } from './network.ts';

/** A face, in pixels of the raster. */
export interface Face {
  /** 0 to 1. */
  score: number;
  /** Centre and size of the box from the brows to the chin. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** Both eyes, nose, mouth, both ears (as the viewer sees them: left first), x and y by turns. */
  points: number[];
}

/** How the anchors of a network lie: from the first to the last layer, so many in each cell of so many pixels a side. */
export interface Anchors {
  strides: readonly number[];
  perCell: readonly number[];
}

/** Anchors of the short-range network (face_detection_short_range_common.pbtxt: layers of equal stride are one here). */
export const SHORT_RANGE: Anchors = { strides: [8, 16], perCell: [2, 6] };
/** Of the full-range one (face_detection_full_range_common.pbtxt). */
export const FULL_RANGE: Anchors = { strides: [4], perCell: [1] };

/** Boxes that overlap by more than this are one face (min_suppression_threshold of the same files). */
const SAME_FACE = 0.3;

/**
 * @param least score from which a box counts.
 * @param margin share of the square that is left free at each side; a face that fills the picture is found with one.
 * @returns faces, surest first.
 */
export function findFaces(
  network: Network,
  { strides, perCell }: Anchors,
  raster: Raster,
  least: number,
  margin = 0,
): Face[] {
  const { scale, left, top } = layIn(network, raster, margin);
  network.run();
  const scores = network.scores();
  const logit = Math.log(least / (1 - least));
  const faces: Face[] = [];
  let boxes: Float32Array | undefined;
  for (let layer = 0, anchor = 0; layer < strides.length; layer++) {
    const stride = strides[layer]!;
    const cells = network.side / stride;
    const inCell = perCell[layer]!;
    for (let cell = 0; cell < cells * cells; cell++) {
      for (let k = 0; k < inCell; k++, anchor++) {
        const score = scores[anchor]!;
        if (score < logit) continue;
        boxes ??= network.boxes();
        const x0 = ((cell % cells) + 0.5) * stride - left;
        const y0 = (Math.floor(cell / cells) + 0.5) * stride - top;
        const box = boxes.subarray(anchor * 16, anchor * 16 + 16);
        const points: number[] = [];
        for (let i = 4; i < 16; i += 2) points.push((box[i]! + x0) / scale, (box[i + 1]! + y0) / scale);
        faces.push({
          score: 1 / (1 + Math.exp(-score)),
          x: (box[0]! + x0) / scale,
          y: (box[1]! + y0) / scale,
          width: box[2]! / scale,
          height: box[3]! / scale,
          points,
        });
      }
    }
  }
  return distinct(faces);
}

/** Of faces that overlap the surest; it takes the mean place of those that it stands for, weighted by their scores. */
export function distinct(faces: Face[]): Face[] {
  const rest = faces.sort((a, b) => b.score - a.score);
  const kept: Face[] = [];
  for (const face of rest) if (!kept.some((other) => overlap(face, other) > SAME_FACE)) kept.push(face);
  return kept;
}

/** Intersection over union. */
export function overlap(a: Face, b: Face): number {
  const width =
    Math.min(a.x + a.width / 2, b.x + b.width / 2) - Math.max(a.x - a.width / 2, b.x - b.width / 2);
  const height =
    Math.min(a.y + a.height / 2, b.y + b.height / 2) - Math.max(a.y - a.height / 2, b.y - b.height / 2);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

/** Writes the picture into the network's input. @returns how a pixel of the raster lies there. */
function layIn(
  network: Network,
  raster: Raster,
  margin: number,
): { scale: number; left: number; top: number } {
  const { side, input, inputStart, inputRow } = network;
  const scale = (side * (1 - 2 * margin)) / Math.max(raster.width, raster.height);
  const width = Math.max(1, Math.round(raster.width * scale));
  const height = Math.max(1, Math.round(raster.height * scale));
  const left = (side - width) >> 1;
  const top = (side - height) >> 1;
  for (let y = 0; y < side; y++) {
    const row = inputStart + y * inputRow;
    if (y < top || y >= top + height) {
      input.fill(0, row, row + side * 3);
      continue;
    }
    input.fill(0, row, row + left * 3);
    input.fill(0, row + (left + width) * 3, row + side * 3);
    layRow(raster, (y - top + 0.5) / scale - 0.5, scale, width, input, row + left * 3);
  }
  return { scale, left, top };
}

/** One row, linear between pixels. */
function layRow(
  { width: columns, height: rows, pixels }: Raster,
  v: number,
  scale: number,
  width: number,
  input: Float32Array,
  to: number,
): void {
  const y0 = Math.min(rows - 1, Math.max(0, Math.floor(v)));
  const y1 = Math.min(rows - 1, y0 + 1);
  const fy = Math.min(1, Math.max(0, v - y0));
  for (let x = 0, at = to; x < width; x++, at += 3) {
    const u = (x + 0.5) / scale - 0.5;
    const x0 = Math.min(columns - 1, Math.max(0, Math.floor(u)));
    const x1 = Math.min(columns - 1, x0 + 1);
    const fx = Math.min(1, Math.max(0, u - x0));
    const a = (y0 * columns + x0) * 4;
    const b = (y0 * columns + x1) * 4;
    const c = (y1 * columns + x0) * 4;
    const d = (y1 * columns + x1) * 4;
    for (let k = 0; k < 3; k++) {
      const above = pixels[a + k]! + (pixels[b + k]! - pixels[a + k]!) * fx;
      const below = pixels[c + k]! + (pixels[d + k]! - pixels[c + k]!) * fx;
      input[at + k] = (above + (below - above) * fy) / 127.5 - 1;
    }
  }
}
