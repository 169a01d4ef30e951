// Embedded and linked objects on a worksheet: each becomes the picture that the sheet shows of it. Where it stands, and which
// picture it is, says a drawing of the old kind that every writer adds.
import type { OpcPackage } from '../../inspect/readers/ooxml/package.ts';
import { isCroppedVml } from '../package/kinds.ts';
import { readTree, type XmlElement } from '../package/xml.ts';
import { Refused } from '../remedy.ts';

export interface SheetObject {
  /** Part with its picture. */
  image: string;
  /** The old drawing that it stands in. */
  drawing: string;
  /** Id of the picture in the old drawing's relationships. */
  relation: string;
  /** Column, pixels into it, row, pixels into it: of the upper left corner, and of the lower right one. */
  anchor: readonly number[];
}

/** A pixel in English Metric Units. */
const PIXEL = 9525;

/**
 * @param shapes numbers of the shapes that show objects.
 * @throws Refused where one of them is drawn, and nothing is known of its picture or its place. Without a shape it is not drawn.
 */
export async function objectsOf(
  pack: OpcPackage,
  sheet: string,
  shapes: ReadonlySet<string>,
): Promise<SheetObject[]> {
  if (shapes.size === 0) return [];
  const left = new Set([...shapes].map((id) => `_x0000_s${id}`));
  const found: SheetObject[] = [];
  for (const { target } of await pack.related(sheet, 'vmlDrawing')) {
    const images = await pack.related(target, 'image');
    for (const shape of (await readTree(pack.source(target).inflated())).all('v:shape')) {
      const id = [shape.get('id'), shape.ns('o:spid')].find((one) => left.has(one ?? ''));
      if (id === undefined) continue;
      left.delete(id);
      if (/visibility\s*:\s*hidden/i.test(shape.get('style') ?? '')) continue;
      found.push({ ...objectOf(shape, images), drawing: target });
    }
  }
  return found;
}

function objectOf(
  shape: XmlElement,
  images: readonly { id: string; target: string }[],
): Omit<SheetObject, 'drawing'> {
  const [data] = shape.all('v:imagedata');
  const relation = data?.ns('o:relid') ?? data?.ns('r:id');
  const image = images.find(({ id }) => id === relation);
  const place = [...shape.all()].find(({ raw }) => /(^|:)Anchor$/.test(raw))?.text() ?? '';
  const anchor = place.split(',').map((number) => Number.parseInt(number, 10));
  if (!data || !image || anchor.length !== 8 || !anchor.every((number) => number >= 0))
    throw new Refused('foreign-content');
  if (isCroppedVml(data)) throw new Refused('cropped');
  return { image: image.target, relation: image.id, anchor };
}

/** A drawing with the pictures of objects. @param idOf the id under which the drawing knows an object's picture. */
export function drawingOfObjects(
  objects: readonly SheetObject[],
  idOf: (object: SheetObject) => string,
  firstNumber = 1,
): string {
  const corner = (name: string, [col = 0, right = 0, row = 0, down = 0]: readonly number[]) =>
    `<xdr:${name}><xdr:col>${col}</xdr:col><xdr:colOff>${right * PIXEL}</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>${down * PIXEL}</xdr:rowOff></xdr:${name}>`;
  const pictures = objects.map((object, at) => {
    const number = firstNumber + at;
    const place = corner('from', object.anchor.slice(0, 4)) + corner('to', object.anchor.slice(4));
    return `<xdr:twoCellAnchor>${place}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="${number}" name="Shape ${number}"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="${idOf(object)}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:twoCellAnchor>`;
  });
  return `<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">${pictures.join('')}</xdr:wsDr>`;
}

/** The same as elements, to stand in a drawing that there is. */
export async function anchorsOfObjects(
  ...drawing: Parameters<typeof drawingOfObjects>
): Promise<XmlElement[]> {
  async function* bytes() {
    yield new TextEncoder().encode(drawingOfObjects(...drawing));
  }
  return (await readTree(bytes())).elements();
}
