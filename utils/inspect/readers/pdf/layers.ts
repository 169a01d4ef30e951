// Layers that are switched off. Which objects belong to which layer, and whether that shows, only drawing tells: the page
// is drawn without one layer after the other, and where no pixel changes, the layer was not to be seen.
import type { Layered } from './objects.ts';
import type { Pdfium, Pointer } from './pdfium.ts';
import { changed, lookingScale, render } from './render.ts';

/** More layers on a page than these are drawn together. */
const MOST_LAYERS = 24;

/** The objects of layers that are not shown. */
export function objectsOff(pdfium: Pdfium, page: Pointer, objects: readonly Layered[]): Set<Pointer> {
  const off = new Set<Pointer>();
  if (objects.length === 0) return off;
  const groups = new Map<string, Layered[]>();
  for (const object of objects) {
    const key = groups.has(object.layer) || groups.size < MOST_LAYERS ? object.layer : '';
    const group = groups.get(key);
    if (group) group.push(object);
    else groups.set(key, [object]);
  }
  const scale = lookingScale(pdfium, page);
  const before = render(pdfium, page, scale);
  if (!before) return off;
  for (const group of groups.values()) {
    for (const { pointer } of group) pdfium.call.FPDFPageObj_SetIsActive!(pointer, 0);
    const after = render(pdfium, page, scale);
    for (const { pointer } of group) pdfium.call.FPDFPageObj_SetIsActive!(pointer, 1);
    if (!after) return off;
    const around = ({ left, top, right, bottom }: Layered) => ({
      left: left - 1,
      top: top - 1,
      right: right + 1,
      bottom: bottom + 1,
    });
    // A layer is on or off as a whole: one object that shows is enough.
    if (group.some((object) => changed(before, after, around(object)) > 0)) continue;
    for (const { pointer } of group) off.add(pointer);
  }
  return off;
}
