// The built-in functions that the adapter lives on, taken before any script of the page can replace them.
//
// Nothing here, or in what uses it, may look a method up on a built-in object later: no `array.map`, no `instanceof`, no
// spread, no `for … of`, no destructuring of arrays, no `await`. Options are objects without a prototype, so that a
// polluted Object.prototype adds nothing to them.

const { apply, construct, defineProperty, getOwnPropertyDescriptor } = Reflect;

export { apply, construct, defineProperty, getOwnPropertyDescriptor };

/** An object without a prototype. */
export function bare<T extends object>(members: T): T {
  return { __proto__: null, ...members } as T;
}

/** `array.push(value)`, also where a page has put a setter on Array.prototype. */
export function push<T>(array: T[], value: T): void {
  put(array, array.length, value);
}

/** `object[key] = value`, likewise. */
export function put(object: object, key: PropertyKey, value: unknown): void {
  defineProperty(object, key, bare({ value, writable: true, enumerable: true, configurable: true }));
}

const iteratorKey: typeof Symbol.iterator = Symbol.iterator;

/** A sequence for a native function, with an iterator that no page can have changed: that of arrays it can. */
export function iterableOf<T>(members: T[]): T[] {
  const start = () => {
    let at = 0;
    const next = () => {
      at += 1;
      return at > members.length ? bare({ done: true }) : bare({ done: false, value: members[at - 1] });
    };
    return bare({ next });
  };
  const list = bare({});
  put(list, iteratorKey, start);
  return list as T[];
}

type AnyFunction = (...args: never[]) => unknown;

/** A method of a prototype as a function whose first argument is `this`. */
export function method<F extends AnyFunction>(fn: F): (self: unknown, args: unknown[]) => ReturnType<F> {
  return (self, args) => apply(fn, self, args) as ReturnType<F>;
}

/** A getter of a prototype as a function of the object. It throws for anything that is not one of those objects. */
export function getter<V = unknown>(prototype: object, key: PropertyKey): (self: unknown) => V {
  const get = getOwnPropertyDescriptor(prototype, key)?.get;
  if (!get) return () => undefined as V;
  return (self) => apply(get, self, []) as V;
}

/** Is `value` an object for which the getter works? The only test that a page can't fake (`Symbol.hasInstance`). */
export function brand(read: (self: unknown) => unknown): (value: unknown) => boolean {
  return (value) => {
    if (value === null || typeof value !== 'object') return false;
    try {
      read(value);
      return true;
    } catch {
      return false;
    }
  };
}

export const weakGet = method(WeakMap.prototype.get);
export const weakSet = method(WeakMap.prototype.set);
export const weakHas = method(WeakSet.prototype.has);
export const weakAdd = method(WeakSet.prototype.add);
export const weakDelete = method(WeakSet.prototype.delete);
export const mapGet = method(Map.prototype.get);
export const mapSet = method(Map.prototype.set);
export const mapDelete = method(Map.prototype.delete);

export const addListener = method(EventTarget.prototype.addEventListener);
export const dispatch = method(EventTarget.prototype.dispatchEvent);
export const preventDefault = method(Event.prototype.preventDefault);
export const detailOf = getter<number>(UIEvent.prototype, 'detail');
export const dataOf = getter<string | null>(InputEvent.prototype, 'data');
export const dragTransferOf = getter<DataTransfer | null>(DragEvent.prototype, 'dataTransfer');
export const relatedOf = getter<EventTarget | null>(MouseEvent.prototype, 'relatedTarget');

export const targetOf = getter<EventTarget | null>(Event.prototype, 'target');
export const localName = getter<string>(Element.prototype, 'localName');
export const nodeType = getter<number>(Node.prototype, 'nodeType');
export const ownerOf = getter<Document>(Node.prototype, 'ownerDocument');
export const viewOf = getter<(Window & typeof globalThis) | null>(Document.prototype, 'defaultView');
export const treeOf = method(Node.prototype.getRootNode);
export const stopAll = method(Event.prototype.stopImmediatePropagation);
export const attributeOf = method(Element.prototype.getAttribute);

export const filesOf = getter<FileList>(DataTransfer.prototype, 'files');
export const itemsOf = getter<DataTransferItemList>(DataTransfer.prototype, 'items');
export const lengthOfFiles = getter<number>(FileList.prototype, 'length');
export const fileAt = method(FileList.prototype.item);
export const addItem = method(DataTransferItemList.prototype.add as (file: File) => DataTransferItem | null);
export const lengthOfItems = getter<number>(DataTransferItemList.prototype, 'length');

export const inputFiles = getter<FileList | null>(HTMLInputElement.prototype, 'files');
export const setString = method(DataTransfer.prototype.setData);

export const blobSize = getter<number>(Blob.prototype, 'size');
export const blobType = getter<string>(Blob.prototype, 'type');
export const bufferLength = getter<number>(ArrayBuffer.prototype, 'byteLength');
export const fileName = getter<string>(File.prototype, 'name');
export const isView = ArrayBuffer.isView;
export const decode = method(TextDecoder.prototype.decode);
export const eachOfForm = method(FormData.prototype.forEach);
export const paramsText = method(URLSearchParams.prototype.toString);
export const appendParam = method(URLSearchParams.prototype.append);
const paramsHas = method(URLSearchParams.prototype.has);
const formHas = method(FormData.prototype.has);

export const isBlob = brand(blobSize);
export const isFile = brand(fileName);
export const isBuffer = brand(bufferLength);
export const isForm = brand((self) => formHas(self, ['']));
export const isParams = brand((self) => paramsHas(self, ['']));
export const isStream = brand(getter(ReadableStream.prototype, 'locked'));

/** Constructors, as they were. */
export const Native = bare({
  Blob,
  DataTransfer,
  DragEvent,
  ClipboardEvent,
  DOMException,
  File,
  FormData,
  InputEvent,
  Map,
  MouseEvent,
  Promise,
  ProgressEvent,
  Proxy,
  Request,
  Response,
  TextDecoder,
  TypeError,
  Uint8Array,
  URLSearchParams,
  WeakMap,
  WeakSet,
  WritableStream,
});

/** `promise.then` without looking `then` up. */
const then = method(Promise.prototype.then);
export function whenDone<T>(
  promise: Promise<T>,
  done: (value: T) => void,
  failed: (error: unknown) => void,
): void {
  then(promise, [done, failed]);
}
