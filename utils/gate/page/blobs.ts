// Where a page's blobs come from. A slice of a file is judged as the file that it was cut from (uploads go in chunks, and
// a chunk alone is no workbook); a blob that was put together from strings is judged as text, within the call.
//
// Nothing is taken on the page's word: what a blob is made of is read once, by us, and the browser makes it of that.
import { replaceMethod, watchConstructor } from './mask.ts';
import {
  apply,
  bare,
  blobType,
  fileName,
  isBlob,
  isBuffer,
  isFile,
  isView,
  iterableOf,
  Native,
  push,
  weakGet,
  weakSet,
} from './primordials.ts';

const roots = new Native.WeakMap<object, Blob>();
const texts = new Native.WeakMap<object, string>();
/** Keeps the files that we put into a form alive with it: the browser keeps their bytes, but not the objects. */
const inForms = new Native.WeakMap<object, File[]>();

/** The blob that `blob` was sliced from, or itself. */
export function rootOf(blob: Blob): Blob {
  return (weakGet(roots, [blob]) as Blob | undefined) ?? blob;
}

/** The text of a blob that a page made from strings alone. */
export function textOf(blob: Blob): string | undefined {
  return weakGet(texts, [blob]) as string | undefined;
}

const joined = Array.prototype.join;
const iteratorKey: typeof Symbol.iterator = Symbol.iterator;
/** Text blobs larger than this are left to be read from the blob, in UTF-16 units. */
const MOST_TEXT = 1 << 20;

/** The members of a sequence, each read once and turned into what the browser would make of it. */
function membersOf(list: unknown): unknown[] | undefined {
  if (list === null || (typeof list !== 'object' && typeof list !== 'function')) return undefined;
  const start = (list as Iterable<unknown>)[iteratorKey];
  if (typeof start !== 'function') return undefined;
  const iterator = apply(start, list, []) as Iterator<unknown>;
  const { next } = iterator;
  const members: unknown[] = [];
  for (;;) {
    const step = apply(next, iterator, []) as IteratorResult<unknown>;
    if (step.done) return members;
    const { value } = step;
    push(members, isBlob(value) || isBuffer(value) || isView(value) ? value : `${value as string}`);
  }
}

/** What was read of each list that is on its way to the browser. */
const read = new Native.WeakMap<object, unknown[]>();

function readOnce(args: unknown[]): unknown[] {
  const members = membersOf(args[0]);
  if (!members) return args;
  const list = iterableOf(members);
  weakSet(read, [list, members]);
  const safe: unknown[] = [list];
  for (let i = 1; i < args.length; i += 1) push(safe, args[i]);
  return safe;
}

/** What has a name of its own is judged as the file that it says it is. */
function rememberText(blob: object, text: string | undefined): void {
  if (text !== undefined && (!isFile(blob) || fileName(blob) === 'blob')) weakSet(texts, [blob, text]);
}

function remember(blob: object, args: unknown[]): void {
  const list = args[0];
  const members =
    typeof list === 'object' && list !== null ? (weakGet(read, [list]) as unknown[] | undefined) : undefined;
  if (!members) return;
  if (members.length === 1 && isBlob(members[0])) {
    // The same bytes under another name or type.
    const only = members[0] as Blob;
    weakSet(roots, [blob, rootOf(only)]);
    rememberText(blob, textOf(only));
    return;
  }
  let size = 0;
  for (let i = 0; i < members.length; i += 1) {
    if (typeof members[i] !== 'string') return;
    size += (members[i] as string).length;
  }
  if (size <= MOST_TEXT) rememberText(blob, apply(joined, members, ['']) as string);
}

/** As the browser does with a blob that goes into a form, but of a file that is known to be the same. */
function asFormFile(blob: Blob, name: unknown): File {
  const named = name === undefined ? (isFile(blob) ? undefined : 'blob') : `${name as string}`;
  if (named === undefined) return blob as File;
  const file = new Native.File(iterableOf<BlobPart>([blob]), named, bare({ type: blobType(blob) }));
  weakSet(roots, [file, rootOf(blob)]);
  rememberText(file, textOf(blob));
  return file;
}

function watchForm(key: 'append' | 'set'): void {
  replaceMethod(FormData.prototype, key, (self, args, native) => {
    if (args.length < 2 || !isBlob(args[1])) return apply(native, self, args);
    const file = asFormFile(args[1] as Blob, args[2]);
    const result = apply(native, self, [args[0], file]);
    const kept = weakGet(inForms, [self]) as File[] | undefined;
    if (kept) push(kept, file);
    else weakSet(inForms, [self, [file]]);
    return result;
  });
}

export function watchBlobs(): void {
  replaceMethod(Blob.prototype, 'slice', (self, args, native) => {
    const slice = apply(native, self, args) as Blob;
    if (isBlob(slice)) weakSet(roots, [slice, rootOf(self as Blob)]);
    return slice;
  });
  watchConstructor(globalThis, 'Blob', remember, readOnce);
  watchConstructor(globalThis, 'File', remember, readOnce);
  watchForm('append');
  watchForm('set');
}
