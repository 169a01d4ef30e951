// What a picture shows, as far as faces go: a portrait of one person, several people, or nothing of the kind. The quick
// network looks first, at little more than a thumbnail; only in doubt, or for small faces, does the larger one look too.

import type { Picture } from '../pixels/pictures.ts';
import { cut, type Raster, shrink, turn } from '../pixels/raster.ts';
import type { LoadAsset } from '../reader.ts';
import { drawnShare, fingerprint } from './appearance.ts';
import { contentOf, inWhole, within } from './content.ts';
import { distinct, type Face, FULL_RANGE, findFaces, overlap, SHORT_RANGE } from './find.ts';
import { Network } from './network.ts';

/** Where faces are, in shares of the picture after so many quarter turns clockwise; centres and sizes. */
export interface FacesAt {
  quarters: 0 | 1 | 2 | 3;
  boxes: readonly { x: number; y: number; width: number; height: number }[];
}

/** What is in a picture. */
export interface Look {
  /** `portrait`: head and shoulders of one person. `face`: one or two people, otherwise. `none`: nobody. */
  kind: 'portrait' | 'group' | 'face' | 'none';
  /** How many faces there are. */
  faces: number;
  /** 0 to 1. */
  confidence: number;
  /** Of a portrait: bits by which the same photo is known again at another size, or compressed otherwise. */
  fingerprint?: Uint32Array;
  /** Side of the largest face as a share of the picture's. */
  share: number;
  /** Where the faces are. */
  at: FacesAt;
}

/** The face of a portrait, in shares of the picture. */
interface Found {
  face: Face;
  confidence: number;
}

export interface FaceFinder {
  /**
   * @param page which page of the picture.
   * @returns undefined where the page can't be decoded.
   */
  look(picture: Picture, page: number): Promise<Look | undefined>;
}

/** Smaller pictures (shorter side) are icons. */
const LEAST_SIDE = 40;
/** A strip longer than this is a banner or a rule. */
const MOST_ASPECT = 5;

/** Sizes that the networks see, and the one at which small faces are looked for. */
const NEAR_SIDE = 128;
const FAR_SIDE = 192;
const GROUP_SIDE = 1024;

/** A near face counts as seen from here on; what is below that is no reason to look closer. */
const NEAR_SEEN = 0.5;
/**
 * Scores of the near network on the whole picture and on the picture with a margin: faces of 700 portraits reach 1.75, what
 * is no face stays below 1.5.
 */
const SURE = 1.7;
/** The same with the far network's score added, where that is not enough. */
const CONFIRMED = 2.15;
/** Of a picture that lies on its side or upside down, more is asked. */
const TURNED_SEEN = 0.75;

/** A portrait's face: side as a share of the picture's (both as roots of areas), and how far it may be from the middle. */
const PORTRAIT_SHARE = 0.2;
const PORTRAIT_OFF_X = 0.3;
const PORTRAIT_OFF_Y = 0.34;
/** Another face of this share of its area makes it a picture of several people. */
const OTHER_FACE = 0.25;
/**
 * Another face counts with so much in the scores of three looks (passers-by out of focus reach 0.9, people 1.9), or where the far
 * network sees it as surely as that.
 */
const OTHER_SEEN = 1.3;
const OTHER_SURE = 0.7;
/** Where the face is smaller than this there is room for others beside it, which the near network may not see. */
const ROOM_FOR_OTHERS = 0.3;
/** A larger face is more than the far network knows, unless it is given much room. */
const FILLS_PICTURE = 0.7;

const FAR_SEEN = 0.55;
/** Rows of small faces leave no more than a trace in a look at the whole: so weak, and no larger share of its side. */
const FAR_TRACE = 0.2;
const TRACE_SHARE = 0.1;
/** The three surest faces of a group are as sure as this: buttons and figures on cloth reach 0.69, people rarely less than 0.75. */
const GROUP_SURE = 0.7;
/** Smaller faces (pixels at GROUP_SIDE) are looked at more closely, in more tiles. */
const SMALL_FACE = 45;
const SMALLEST_FACE = 30;
/** So many of the smallest faces are a parade. */
const PARADE = 20;
/** Faces that lie on their side are seen as well, but less surely than this. */
const UPRIGHT = 0.75;
const GROUP = 3;
/** So much of a face in flat colour is a drawing: of 290 photographs none reached 0.42, of twelve drawings none fell below 0.48. */
const DRAWN = 0.45;

const MARGIN = 0.15;
const WIDE_MARGIN = 0.3;

/** Tiles that overlap: so many a side, each so large a share of it. */
interface Tiling {
  across: number;
  share: number;
}
const COARSE: Tiling = { across: 2, share: 0.6 };
const FINE: Tiling = { across: 3, share: 0.4 };
const FINEST: Tiling = { across: 5, share: 0.25 };

export type Quarters = FacesAt['quarters'];

let kernels: Promise<WebAssembly.Module> | undefined;
const networks = new Map<string, Promise<Network>>();

/** Loads a network when it is asked for first; it stays until the worker ends. */
export function network(asset: LoadAsset, name: string): Promise<Network> {
  let loading = networks.get(name);
  if (!loading) {
    kernels ??= asset('faces.wasm').then((bytes) => WebAssembly.compile(bytes));
    loading = Promise.all([kernels, asset(name)]).then(([module, model]) => new Network(module, model));
    networks.set(name, loading);
    // A failed load is tried again with the next picture.
    loading.catch(() => {
      kernels = undefined;
      networks.delete(name);
    });
  }
  return loading;
}

/**
 * @param isWriting whether a picture (longest side GROUP_SIDE) is a page with nothing but writing on it: nobody is looked for
 *   there, which takes longest where there is nobody.
 */
export function createFaceFinder(
  asset: LoadAsset,
  isWriting: (large: Raster) => boolean = () => false,
): FaceFinder {
  const near = () => network(asset, 'faces-near.bin');
  const far = () => network(asset, 'faces-far.bin');

  return {
    async look(picture, page) {
      const medium = await picture.page(page, FAR_SIDE);
      if (!medium) return undefined;
      const { width, height } = medium;
      const isTiny = Math.min(picture.width, picture.height) < LEAST_SIDE;
      if (isTiny || Math.max(width, height) > MOST_ASPECT * Math.min(width, height)) return nobody();
      const whole = await lookAt(medium, async () => (await picture.page(page, GROUP_SIDE))!);
      if (!whole) return nobody();
      if (whole.kind !== 'none') return whole;
      // A small photo, or a card, on the glass of a scanner: most of the picture is nothing but paper.
      const area = contentOf(medium);
      if (!area) return whole;
      const side = GROUP_SIDE / Math.max(area.right - area.left, area.bottom - area.top);
      const part = within((await picture.page(page, Math.round(side)))!, area);
      const seen = await lookAt(shrink(part, FAR_SIDE), () => Promise.resolve(shrink(part, GROUP_SIDE)));
      return !seen || seen.kind === 'none' ? whole : { ...seen, at: inWhole(seen.at, area) };
    },
  };

  /** @returns undefined where there is nothing but writing. */
  async function lookAt(medium: Raster, closer: () => Promise<Raster>): Promise<Look | undefined> {
    const upright = await asPortrait(medium, NEAR_SEEN);
    if (upright) return asLook(upright, medium, 0);
    const large = await closer();
    if (isWriting(large)) return undefined;
    const seen = await crowdIn(medium, () => large, 0);
    if (seen?.kind === 'group') return seen;
    for (const quarters of [1, 3, 2] as const) {
      const turned = turn(medium, quarters);
      const found = await asPortrait(turned, TURNED_SEEN);
      if (found) return asLook(found, turned, quarters);
    }
    // A team photo that lies on its side. Upside down nobody keeps one.
    let aside: Look | undefined;
    for (const quarters of seen && seen.confidence >= UPRIGHT ? [] : ([1, 3] as const)) {
      const found = await crowdIn(turn(medium, quarters), () => turn(large, quarters), quarters);
      if (found?.kind === 'group') return found;
      if (found && found.confidence > (aside?.confidence ?? 0)) aside = found;
    }
    if (aside && aside.confidence >= UPRIGHT) return aside;
    return seen ?? nobody();
  }

  async function crowdIn(medium: Raster, large: () => Raster, quarters: Quarters): Promise<Look | undefined> {
    const hints = findFaces(await far(), FULL_RANGE, medium, FAR_TRACE);
    const isTrace = !hints.some(({ score }) => score >= FAR_SEEN);
    const side = Math.sqrt(medium.width * medium.height);
    if (isTrace && !hints.some(({ width, height }) => Math.sqrt(width * height) <= TRACE_SHARE * side))
      return undefined;
    const raster = large();
    const people = (await crowd(raster)).filter((face) => drawnShare(raster, face) <= DRAWN);
    if (people.length === 0) return undefined;
    const seen = asCrowd(people, raster, quarters);
    return isTrace && seen.kind !== 'group' ? undefined : seen;
  }

  /** The one face of a portrait, in shares of the picture; undefined where it is none. */
  async function asPortrait(medium: Raster, least: number): Promise<Found | undefined> {
    const small = shrink(medium, NEAR_SIDE);
    const whole = inShares(findFaces(await near(), SHORT_RANGE, small, 0.25), small);
    if (!whole.some((face) => face.score >= least && isPortraitFace(face))) {
      // A face that fills the picture is only seen with some room around it.
      if (least > NEAR_SEEN || !whole.some(({ score }) => score >= 0.25)) return undefined;
    }
    const within = inShares(findFaces(await near(), SHORT_RANGE, medium, 0.25, MARGIN), medium);
    const pairs = within.length === 0 ? [] : whole.concat(within).filter((face) => isPortraitFace(face));
    const [face] = pairs.sort(
      (a, b) => scoreIn(whole, b) + scoreIn(within, b) - scoreIn(whole, a) - scoreIn(within, a),
    );
    if (!face) return undefined;
    const sum = scoreIn(whole, face) + scoreIn(within, face);
    if (sum < 1) return undefined;
    const share = Math.sqrt(face.width * face.height);
    const isOther = (other: Face) =>
      overlap(other, face) < 0.1 && other.width * other.height > OTHER_FACE * share ** 2;
    const others = within.filter((other) => other.score >= NEAR_SEEN && isOther(other));
    if (sum >= SURE && others.length === 0 && share >= ROOM_FOR_OTHERS) return surely(face, sum);
    const margin = share > FILLS_PICTURE ? WIDE_MARGIN : MARGIN;
    const distant = inShares(findFaces(await far(), FULL_RANGE, medium, 0.25, margin), medium);
    const isSeen = (other: Face) =>
      scoreIn(whole, other) + scoreIn(within, other) + scoreIn(distant, other) >= OTHER_SEEN;
    if (others.some(isSeen)) return undefined;
    if (distant.some((other) => other.score >= OTHER_SURE && isOther(other))) return undefined;
    if (sum >= SURE) return surely(face, sum);
    const confirmed = sum + scoreIn(distant, face);
    return confirmed >= CONFIRMED ? { face, confidence: Math.min(0.95, confirmed / 2.8) } : undefined;
  }

  /** Faces of all sizes: the picture as a whole, and in tiles that overlap, the smaller the smaller the faces are. */
  async function crowd(large: Raster): Promise<Face[]> {
    const finder = await far();
    let faces = distinct([
      ...findFaces(finder, FULL_RANGE, large, FAR_SEEN),
      ...inTiles(finder, large, COARSE),
    ]);
    if (faces.length > 0 && usualSide(faces) < SMALL_FACE) {
      faces = distinct([...faces, ...inTiles(finder, large, FINE)]);
      if (faces.length >= PARADE && usualSide(faces) < SMALLEST_FACE)
        faces = distinct([...faces, ...inTiles(finder, large, FINEST)]);
    }
    return faces;
  }
}

function inTiles(finder: Network, raster: Raster, { across, share }: Tiling): Face[] {
  const width = Math.round(raster.width * share);
  const height = Math.round(raster.height * share);
  const faces: Face[] = [];
  for (let row = 0; row < across; row++) {
    for (let column = 0; column < across; column++) {
      const x = Math.round(((raster.width - width) * column) / (across - 1));
      const y = Math.round(((raster.height - height) * row) / (across - 1));
      for (const face of findFaces(finder, FULL_RANGE, cut(raster, x, y, width, height), FAR_SEEN))
        faces.push({ ...face, x: face.x + x, y: face.y + y });
    }
  }
  return faces;
}

/** The median. @param faces at least one. */
function usualSide(faces: readonly Face[]): number {
  const sides = faces.map(({ width, height }) => Math.sqrt(width * height)).sort((a, b) => a - b);
  return sides[sides.length >> 1]!;
}

function surely(face: Face, sum: number): Found {
  return { face, confidence: Math.min(0.99, sum / 2 + 0.04) };
}

function nobody(): Look {
  return { kind: 'none', faces: 0, confidence: 1, share: 0, at: { quarters: 0, boxes: [] } };
}

function asLook({ face, confidence }: Found, raster: Raster, quarters: Quarters): Look {
  if (drawnShare(raster, inPixels(face, raster)) > DRAWN) return nobody();
  const share = Math.sqrt(face.width * face.height);
  return {
    kind: 'portrait',
    faces: 1,
    confidence,
    share,
    fingerprint: fingerprint(raster),
    at: { quarters, boxes: [face] },
  };
}

/** @param faces in pixels, at least one. */
function asCrowd(faces: readonly Face[], raster: Raster, quarters: Quarters): Look {
  const { width, height } = raster;
  const sure = faces.slice(0, GROUP).reduce((sum, { score }) => sum + score, 0) / GROUP;
  const isGroup = faces.length >= GROUP && sure >= GROUP_SURE;
  return {
    kind: isGroup ? 'group' : 'face',
    faces: faces.length,
    confidence: isGroup ? sure : faces[0]!.score,
    share: Math.max(...faces.map((face) => Math.sqrt((face.width * face.height) / (width * height)))),
    at: { quarters, boxes: inShares(faces, raster) },
  };
}

function inPixels(face: Face, { width, height }: Raster): Face {
  return {
    ...face,
    x: face.x * width,
    y: face.y * height,
    width: face.width * width,
    height: face.height * height,
  };
}

/** From pixels to shares of the raster's width and height. */
function inShares(faces: readonly Face[], { width, height }: Raster): Face[] {
  return faces.map((face) => ({
    ...face,
    x: face.x / width,
    y: face.y / height,
    width: face.width / width,
    height: face.height / height,
    points: face.points.map((value, i) => value / (i % 2 === 0 ? width : height)),
  }));
}

/** Is this where the face of a portrait is, and as large? Shares. */
function isPortraitFace({ x, y, width, height }: Face): boolean {
  return (
    Math.sqrt(width * height) >= PORTRAIT_SHARE &&
    Math.abs(x - 0.5) <= PORTRAIT_OFF_X &&
    Math.abs(y - 0.5) <= PORTRAIT_OFF_Y
  );
}

function scoreIn(faces: readonly Face[], face: Face): number {
  return faces.reduce((most, other) => (overlap(other, face) > 0.3 ? Math.max(most, other.score) : most), 0);
}
