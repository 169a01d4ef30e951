// Where a page's blobs come from. A slice of a file is judged as the file that it was cut from (uploads go in chunks, and
// a chunk alone is no workbook); a blob that was put together from strings is judged as text, within the call.

import { replaceMethod, watchConstructor } from './mask.ts';
import { apply, blobSize, isBlob, Native, weakGet, weakSet } from './primordials.ts';

const roots = new Native.WeakMap<object, Blob>();
const texts = new Native.WeakMap<object, string>();

/** The blob that `blob` was sliced from, or itself. */
export function rootOf(blob: Blob): Blob {
  return (weakGet(roots, [blob]) as Blob | undefined) ?? blob;
}

/** The text of a blob that a page made from strings alone. */
export function textOf(blob: Blob): string | undefined {
  return weakGet(texts, [blob]) as string | undefined;
}

const joined = Array.prototype.join;
const isArray = Array.isArray;
/** Text blobs larger than this are left to be read from the blob, in UTF-16 units. */
const MOST_TEXT = 1 << 20;

export function watchBlobs(): void {
  replaceMethod(Blob.prototype, 'slice', (self, args, native) => {
    const slice = apply(native, self, args) as Blob;
    if (isBlob(slice)) weakSet(roots, [slice, rootOf(self as Blob)]);
    return slice;
  });
  watchConstructor(globalThis, 'Blob', (blob, args) => {
    const list = args[0];
    if (!isArray(list)) return;
    if (list.length === 1 && isBlob(list[0]) && blobSize(list[0]) === blobSize(blob)) {
      // The same bytes under another type.
      weakSet(roots, [blob, rootOf(list[0] as Blob)]);
      return;
    }
    let size = 0;
    for (let i = 0; i < list.length; i += 1) {
      if (typeof list[i] !== 'string') return;
      size += (list[i] as string).length;
    }
    // Read once more by us after the browser: an accessor could answer differently, the size gives it away.
    const text = apply(joined, list, ['']) as string;
    if (size <= MOST_TEXT && blobSize(blob) >= size) weakSet(texts, [blob, text]);
  });
}
