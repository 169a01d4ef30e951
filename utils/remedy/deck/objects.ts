// Embedded objects on slides: each becomes the picture that the slide shows of it.

import type { PartAtWork } from '../package/copy.ts';
import { isCroppedVml } from '../package/kinds.ts';
import { readTree, type XmlElement } from '../package/xml.ts';
import { Refused } from '../remedy.ts';

/** @throws Refused where an object has no picture. */
export async function objectsToPictures(tree: XmlElement, part: PartAtWork): Promise<void> {
  const found: { frame: XmlElement; object: XmlElement }[] = [];
  for (const frame of tree.all('p:graphicFrame')) {
    const [object] = frame.all('p:oleObj');
    if (object) found.push({ frame, object });
  }
  const pictures = new Map<XmlElement, XmlElement>();
  for (const { frame, object } of found) pictures.set(frame, await pictureOf(frame, object, part));
  tree.map((element) => pictures.get(element) ?? element);
}

async function pictureOf(frame: XmlElement, object: XmlElement, part: PartAtWork): Promise<XmlElement> {
  const fill = object.first('p:pic')?.first('p:blipFill') ?? (await fillOf(object, part));
  const place = frame.first('p:xfrm');
  if (!fill || !place) throw new Refused('foreign-content');
  const properties = frame.first('p:nvGraphicFramePr');
  const shape = object.first('p:pic')?.first('p:spPr');
  // Lines and fills around the picture are the frame's own; its place is that of the frame.
  const looks = (shape?.elements() ?? []).filter(({ name }) => !/^a:(xfrm|custGeom|prstGeom)$/.test(name));
  return frame.below('p:pic', {}, [
    frame.below('p:nvPicPr', {}, [
      properties?.first('p:cNvPr') ?? frame.below('p:cNvPr', { id: 0, name: '' }),
      frame.below('p:cNvPicPr'),
      properties?.first('p:nvPr') ?? frame.below('p:nvPr'),
    ]),
    fill,
    frame.below('p:spPr', {}, [
      object.below('a:xfrm', Object.fromEntries(place.attributes), place.children),
      object.below('a:prstGeom', { prst: 'rect' }, [object.below('a:avLst')]),
      ...looks,
    ]),
  ]);
}

/** Up to 2007 the picture stood in a drawing of the old kind, under the object's number. */
async function fillOf(object: XmlElement, part: PartAtWork): Promise<XmlElement | undefined> {
  const id = object.get('spid');
  if (id === undefined) return undefined;
  const { pack } = part.copy;
  for (const { target } of await pack.related(part.source, 'vmlDrawing')) {
    const drawing = await readTree(pack.source(target).inflated());
    for (const shape of drawing.all('v:shape')) {
      if (shape.get('id') !== id && shape.ns('o:spid') !== id) continue;
      const [data] = shape.all('v:imagedata');
      const relation = data?.ns('o:relid') ?? data?.ns('r:id');
      const image = (await pack.related(target, 'image')).find((one) => one.id === relation);
      if (!data || !image) return undefined;
      if (isCroppedVml(data)) throw new Refused('cropped');
      return object.below('p:blipFill', {}, [
        object.below('a:blip', { 'r:embed': part.link('image', image.target) }),
        object.below('a:stretch', {}, [object.below('a:fillRect')]),
      ]);
    }
  }
  return undefined;
}
