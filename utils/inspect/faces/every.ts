// Every face in a picture, the doubtful ones too: whoever covers faces would rather cover a button than miss a person.

import { cut, type Raster, shrink, turn } from '../pixels/raster.ts';
import type { LoadAsset } from '../reader.ts';
import { distinct, type Face, FULL_RANGE, findFaces, SHORT_RANGE } from './find.ts';
import { network } from './look.ts';

/** Sizes that the networks are shown, as in `look.ts`. */
const NEAR_SIDE = 128;
const LARGE_SIDE = 1024;
/** A face counts from here on: lower than where a picture is judged by its faces. */
const LEAST = 0.35;
/** Room around the picture: a face that fills it is seen only with some. */
const MARGINS = [0, 0.15, 0.3];
/** Tiles that overlap: so many a side, each so large a share of it. */
const TILINGS = [
  { across: 2, share: 0.6 },
  { across: 3, share: 0.4 },
  { across: 5, share: 0.25 },
];

/** Looks at a picture that lies on its side, or on its head, where nobody is seen upright. @returns faces in pixels of `raster`. */
export async function everyFace(asset: LoadAsset, raster: Raster): Promise<Face[]> {
  const seen = await uprightFaces(asset, raster);
  if (seen.length > 0) return seen;
  for (const quarters of [1, 3, 2] as const) {
    const found = await uprightFaces(asset, turn(raster, quarters));
    if (found.length > 0) return found.map((face) => turnedBack(face, quarters, raster));
  }
  return [];
}

function turnedBack(face: Face, quarters: 1 | 2 | 3, { width, height }: Raster): Face {
  const { x, y } = face;
  if (quarters === 2) return { ...face, x: width - x, y: height - y };
  const across = { ...face, width: face.height, height: face.width };
  return quarters === 1 ? { ...across, x: y, y: height - x } : { ...across, x: width - y, y: x };
}

async function uprightFaces(asset: LoadAsset, raster: Raster): Promise<Face[]> {
  const [near, far] = [await network(asset, 'faces-near.bin'), await network(asset, 'faces-far.bin')];
  const large = shrink(raster, LARGE_SIDE);
  const small = shrink(raster, NEAR_SIDE);
  const faces: Face[] = [];
  for (const margin of MARGINS) {
    faces.push(...scaled(findFaces(near, SHORT_RANGE, small, LEAST, margin), raster.width / small.width));
    faces.push(...scaled(findFaces(far, FULL_RANGE, large, LEAST, margin), raster.width / large.width));
  }
  for (const { across, share } of TILINGS) {
    const width = Math.round(large.width * share);
    const height = Math.round(large.height * share);
    for (let i = 0; i < across * across; i++) {
      const x = Math.round(((large.width - width) * (i % across)) / (across - 1));
      const y = Math.round(((large.height - height) * Math.floor(i / across)) / (across - 1));
      const found = findFaces(far, FULL_RANGE, cut(large, x, y, width, height), LEAST);
      const placed = found.map((face) => ({ ...face, x: face.x + x, y: face.y + y }));
      faces.push(...scaled(placed, raster.width / large.width));
    }
  }
  return distinct(faces);
}

function scaled(faces: readonly Face[], scale: number): Face[] {
  return faces.map((face) => ({
    ...face,
    x: face.x * scale,
    y: face.y * scale,
    width: face.width * scale,
    height: face.height * scale,
    points: face.points.map((value) => value * scale),
  }));
}
