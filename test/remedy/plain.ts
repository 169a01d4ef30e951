// Office files without what LibreOffice draws anew from data behind the page. Excel and Word show what the file has stored of
// it, and so does a cleaned copy: only without those can pages before and after be held against each other.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** Relationships to pivot tables, of which the cells hold what is shown. */
const PIVOT = /<Relationship\b[^>]*\/pivotTable"[^>]*\/>/g;
/** The object within what shows its picture. */
const OBJECT = /<o:OLEObject\b[^>]*?(?:\/>|>[\s\S]*?<\/o:OLEObject>)/g;

/** @returns the file itself where there is nothing of the kind in it, or it is no package. */
export function withoutRedrawn(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let parts: Record<string, Uint8Array>;
  try {
    parts = unzipSync(bytes);
  } catch {
    return bytes;
  }
  let changed = false;
  for (const [name, part] of Object.entries(parts)) {
    const pattern = /worksheets\/_rels\/[^/]*\.rels$/.test(name)
      ? PIVOT
      : /^word\/[^/]*\.xml$/.test(name)
        ? OBJECT
        : undefined;
    if (!pattern) continue;
    const text = strFromU8(part);
    // Without its object, what shows it is a picture.
    const without = text.replaceAll(pattern, '').replaceAll(/(<\/?w:)object\b/g, '$1pict');
    if (without === text) continue;
    parts[name] = strToU8(without);
    changed = true;
  }
  return changed ? new Uint8Array(zipSync(parts)) : bytes;
}
