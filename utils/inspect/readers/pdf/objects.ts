// What a page draws, in the order in which it is painted: texts, and whatever can cover them.
import { area, type Box, type Project } from './geometry.ts';
import type { Pdfium, Pointer } from './pdfium.ts';

/** `FPDF_PAGEOBJ_…` */
const OBJECT = { text: 1, path: 2, image: 3, shading: 4, form: 5 } as const;

export interface Cover extends Box {
  /** Position in the order of painting. */
  order: number;
  /** 0 black to 255 white; undefined for pictures, shadings and annotations: anything. */
  light: number | undefined;
  pointer: Pointer;
}

export interface TextObject {
  pointer: Pointer;
  order: number;
  /** `Tr`: 3 is invisible, 7 only clips. */
  mode: number;
  /** 0 black to 255 white. */
  light: number;
  /** 0 transparent to 255 opaque. */
  alpha: number;
}

export interface PageImage extends Box {
  pointer: Pointer;
  order: number;
}

/** Something that may belong to a layer: marked content, or the content of a form. */
export interface Layered extends Box {
  pointer: Pointer;
  /** Tells layers apart, within the page. */
  layer: string;
}

export interface PageObjects {
  texts: Map<Pointer, TextObject>;
  covers: Cover[];
  images: PageImage[];
  /** Lines, and fillings that are more than the page's ground. */
  drawings: Box[];
  /** Only looked for where the document has layers that are switched off. */
  layered: Layered[];
  /** More objects than are looked at. */
  tooMany: boolean;
}

/** So deep do forms stand in forms, and so many objects are looked at on a page. */
const MOST_DEPTH = 12;
const MOST_OBJECTS = 400_000;
/** Thinner than this (points) is a line. */
const LEAST_COVER = 3;

/** Affine map as PDF writes it: a b c d e f. */
type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

function times(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[1] * n[2],
    m[0] * n[1] + m[1] * n[3],
    m[2] * n[0] + m[3] * n[2],
    m[2] * n[1] + m[3] * n[3],
    m[4] * n[0] + m[5] * n[2] + n[4],
    m[4] * n[1] + m[5] * n[3] + n[5],
  ];
}

/** Perceived lightness, 0 to 255. */
function lightness(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

export function readObjects(
  pdfium: Pdfium,
  page: Pointer,
  project: Project,
  layersOff: boolean,
): PageObjects {
  const { call, scratch } = pdfium;
  const result: PageObjects = {
    texts: new Map(),
    covers: [],
    images: [],
    drawings: [],
    layered: [],
    tooMany: false,
  };
  let order = 0;

  const bounds = (object: Pointer, matrix: Matrix): Box | undefined => {
    if (!call.FPDFPageObj_GetBounds!(object, scratch, scratch + 4, scratch + 8, scratch + 12))
      return undefined;
    const [x0, y0, x1, y1] = [pdfium.float(0), pdfium.float(1), pdfium.float(2), pdfium.float(3)];
    if (matrix === IDENTITY) return project(x0, y0, x1, y1);
    const xs: number[] = [];
    const ys: number[] = [];
    for (const [x, y] of [
      [x0, y0],
      [x1, y0],
      [x0, y1],
      [x1, y1],
    ] as const) {
      xs.push(matrix[0] * x + matrix[2] * y + matrix[4]);
      ys.push(matrix[1] * x + matrix[3] * y + matrix[5]);
    }
    return project(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
  };
  const fill = (object: Pointer): { light: number; alpha: number } => {
    if (!call.FPDFPageObj_GetFillColor!(object, scratch, scratch + 4, scratch + 8, scratch + 12)) {
      return { light: 0, alpha: 255 };
    }
    return { light: lightness(pdfium.int(0), pdfium.int(1), pdfium.int(2)), alpha: pdfium.int(3) };
  };
  const one = (object: Pointer, matrix: Matrix, depth: number, layer: string): void => {
    if (object === 0) return;
    if (++order > MOST_OBJECTS) {
      result.tooMany = true;
      return;
    }
    const type = call.FPDFPageObj_GetType!(object);
    const inLayer = layersOff ? layerOf(pdfium, object) || layer || (depth > 0 ? `form ${order}` : '') : '';
    if (inLayer !== '' && type !== OBJECT.form) {
      const box = bounds(object, matrix);
      if (box) result.layered.push({ ...box, pointer: object, layer: inLayer });
    }
    if (type === OBJECT.text) {
      const mode = call.FPDFTextObj_GetTextRenderMode!(object);
      result.texts.set(object, {
        pointer: object,
        order,
        mode,
        ...fill(object),
      });
    } else if (type === OBJECT.path) {
      if (!call.FPDFPath_GetDrawMode!(object, scratch, scratch + 4)) return;
      const filled = pdfium.int(0) !== 0;
      const stroked = pdfium.int(1) !== 0;
      if (!filled && !stroked) return;
      const box = bounds(object, matrix);
      if (!box) return;
      if (stroked) result.drawings.push(box);
      if (!filled || box.right - box.left < LEAST_COVER || box.bottom - box.top < LEAST_COVER) return;
      const { light, alpha } = fill(object);
      if (alpha > 128) result.covers.push({ ...box, order, light, pointer: object });
    } else if (type === OBJECT.image || type === OBJECT.shading) {
      const box = bounds(object, matrix);
      if (!box || area(box) === 0) return;
      result.covers.push({ ...box, order, light: undefined, pointer: object });
      if (type === OBJECT.image) result.images.push({ ...box, pointer: object, order });
    } else if (type === OBJECT.form && depth < MOST_DEPTH) {
      const inner = call.FPDFPageObj_GetMatrix!(object, scratch)
        ? times(
            [
              pdfium.float(0),
              pdfium.float(1),
              pdfium.float(2),
              pdfium.float(3),
              pdfium.float(4),
              pdfium.float(5),
            ],
            matrix,
          )
        : matrix;
      const count = call.FPDFFormObj_CountObjects!(object);
      for (let i = 0; i < count && !result.tooMany; i++) {
        one(call.FPDFFormObj_GetObject!(object, i), inner, depth + 1, inLayer);
      }
    }
  };
  const count = call.FPDFPage_CountObjects!(page);
  for (let i = 0; i < count && !result.tooMany; i++) {
    one(call.FPDFPage_GetObject!(page, i), IDENTITY, 0, '');
  }
  return result;
}

/** The layer in whose `/OC … BDC` the object stands; '' for none. */
function layerOf(pdfium: Pdfium, object: Pointer): string {
  const { call, scratch } = pdfium;
  const count = Math.min(64, call.FPDFPageObj_CountMarks!(object));
  for (let i = 0; i < count; i++) {
    const mark = call.FPDFPageObj_GetMark!(object, i);
    if (mark === 0 || !call.FPDFPageObjMark_GetName!(mark, scratch, 256, scratch + 256)) continue;
    // "OC" and its end, in UTF-16LE.
    const { view } = pdfium;
    if (view.getUint32(scratch + 256, true) !== 6) continue;
    if (view.getUint16(scratch, true) !== 0x4f || view.getUint16(scratch + 2, true) !== 0x43) continue;
    const name = pdfium.withString('Name', (key) =>
      call.FPDFPageObjMark_GetParamStringValue!(mark, key, scratch, 256, scratch + 256)
        ? new TextDecoder('utf-16le').decode(pdfium.bytes(scratch, Math.min(256, pdfium.int(64))))
        : '',
    );
    // Conditions over several layers have no name: each object is a layer of its own.
    return name === '' ? `object ${object}` : `layer ${name}`;
  }
  return '';
}
