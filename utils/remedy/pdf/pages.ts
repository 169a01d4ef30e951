// Pages of a PDF: which there are, what part of them is shown, and one that is nothing but a picture.

import { dictOf } from './copier.ts';
import type { Objects, Writer } from './objects.ts';
import { bytesOf, type Dict, Name, type Ref, Stream, type Value } from './syntax.ts';

/** A page in its own size, points, and how it is turned. */
interface PageBox {
  box: [number, number, number, number];
  turned: number;
  unit: Value;
}

/** A page as a picture: RGB or grey, eight bits. */
export interface PagePicture {
  width: number;
  height: number;
  channels: 1 | 3;
  /** Deflated rows, each with PNG's filter byte before it. */
  data: Uint8Array<ArrayBuffer>;
  /** Size of the page as it is shown, points. */
  points: [width: number, height: number];
}

/** Every page with what it inherits. */
export function pagesOf(objects: Objects): Dict[] {
  const pages: Dict[] = [];
  const seen = new Set<Dict>();
  const walk = (node: Dict | undefined, inherited: Dict, depth: number): void => {
    if (!node || seen.has(node) || depth > 200) return;
    seen.add(node);
    const own: Dict = new Map(inherited);
    for (const key of ['Resources', 'MediaBox', 'CropBox', 'Rotate']) {
      const value = node.get(key);
      if (value !== undefined) own.set(key, value);
    }
    if (node.has('Kids'))
      for (const kid of objects.array(node.get('Kids'))) walk(objects.dict(kid), own, depth + 1);
    else pages.push(new Map([...node, ...own]));
  };
  walk(objects.dict(objects.root.get('Pages')), new Map(), 0);
  return pages;
}

/** The part that is shown is all that there is of the page. */
export function boxOf(objects: Objects, page: Dict): PageBox {
  const read = (key: string): [number, number, number, number] | undefined => {
    const numbers = objects.array(page.get(key)).map((one) => objects.get(one));
    const [a, b, c, d] = numbers;
    if (typeof a !== 'number' || typeof b !== 'number' || typeof c !== 'number' || typeof d !== 'number')
      return undefined;
    return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
  };
  let box = read('MediaBox') ?? [0, 0, 612, 792];
  if (box[2] <= box[0] || box[3] <= box[1]) box = [0, 0, 612, 792];
  const crop = read('CropBox');
  if (crop) {
    const both: typeof box = [
      Math.max(box[0], crop[0]),
      Math.max(box[1], crop[1]),
      Math.min(box[2], crop[2]),
      Math.min(box[3], crop[3]),
    ];
    if (both[2] > both[0] && both[3] > both[1]) box = both;
  }
  const rotate = objects.get(page.get('Rotate'));
  const turned = typeof rotate === 'number' ? ((rotate % 360) + 360) % 360 : 0;
  return { box, turned, unit: objects.get(page.get('UserUnit')) };
}

/** A page that shows a picture and has nothing else. */
export function ofPicture(writer: Writer, picture: PagePicture, parent: Ref): Dict {
  const { width, height, channels, data, points } = picture;
  const image = dictOf({
    Type: new Name('XObject'),
    Subtype: new Name('Image'),
    Width: width,
    Height: height,
    BitsPerComponent: 8,
    ColorSpace: new Name(channels === 1 ? 'DeviceGray' : 'DeviceRGB'),
    Filter: new Name('FlateDecode'),
    DecodeParms: dictOf({ Predictor: 15, Colors: channels, BitsPerComponent: 8, Columns: width }),
  });
  const drawn = bytesOf(`q ${points[0]} 0 0 ${points[1]} 0 0 cm /I0 Do Q\n`);
  return dictOf({
    Type: new Name('Page'),
    Parent: parent,
    MediaBox: [0, 0, ...points],
    Resources: dictOf({ XObject: dictOf({ I0: writer.add(new Stream(image, data)) }) }),
    Contents: writer.add(new Stream(new Map(), drawn)),
  });
}
