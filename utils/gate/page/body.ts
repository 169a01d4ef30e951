// What there is to judge in something that a page sends. Read once: a page whose getters answer differently each time
// sends exactly what was read here.
import { LONG_TEXT } from '../bus.ts';
import { looksLikeFile } from '../sniff.ts';
import { rootOf, textOf } from './blobs.ts';
import type { Part } from './link.ts';
import {
  appendParam,
  apply,
  bare,
  blobSize,
  brand,
  bufferLength,
  construct,
  decode,
  eachOfForm,
  getter,
  isBlob,
  isBuffer,
  isForm,
  isParams,
  isStream,
  isView,
  iterableOf,
  Native,
  nodeType,
  paramsText,
  push,
} from './primordials.ts';

const strictUtf8 = new Native.TextDecoder('utf-8', bare({ fatal: true }));
/** A buffer that is longer than this is not read within the call, in bytes. */
const MOST_TEXT = 8 << 20;

const TypedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
const arrayBuffer = getter<ArrayBuffer>(TypedArray, 'buffer');
const arrayOffset = getter<number>(TypedArray, 'byteOffset');
const arrayBytes = getter<number>(TypedArray, 'byteLength');
const viewBuffer = getter<ArrayBuffer>(DataView.prototype, 'buffer');
const viewOffset = getter<number>(DataView.prototype, 'byteOffset');
const viewBytes = getter<number>(DataView.prototype, 'byteLength');
const sliceBuffer = ArrayBuffer.prototype.slice;

function addText(parts: Part[], name: string, text: string): void {
  if (text.length >= LONG_TEXT) push(parts, bare({ name, text, blob: null }));
}

function addBlob(parts: Part[], blob: Blob): void {
  const text = textOf(blob);
  if (text !== undefined) addText(parts, '', text);
  else if (blobSize(blob) > 0) push(parts, bare({ name: '', text: '', blob: rootOf(blob) }));
}

function bytesOf(value: object): Uint8Array {
  if (!isView(value)) return new Native.Uint8Array(value as ArrayBuffer);
  try {
    return new Native.Uint8Array(arrayBuffer(value), arrayOffset(value), arrayBytes(value));
  } catch {
    // A DataView is a view, but no typed array.
    return new Native.Uint8Array(viewBuffer(value), viewOffset(value), viewBytes(value));
  }
}

function addBytes(parts: Part[], value: object): void {
  const bytes = bytesOf(value);
  const length = arrayBytes(bytes);
  if (length < LONG_TEXT) return;
  // gzip: unpacked where there is time for it.
  if (length > MOST_TEXT || looksLikeFile(bytes) || (bytes[0] === 0x1f && bytes[1] === 0x8b)) {
    const blob = new Native.Blob(iterableOf<BlobPart>([bytes as Uint8Array<ArrayBuffer>]));
    push(parts, bare({ name: '', text: '', blob }));
    return;
  }
  try {
    addText(parts, '', decode(strictUtf8, [bytes]));
  } catch {
    // Not text: the page's own packing.
  }
}

const indexOf = String.prototype.indexOf;
const sliceText = String.prototype.slice;

/** Text in an address: what stands before the question mark and what stands behind it. */
export function addAddress(parts: Part[], address: string): Part[] {
  if (address.length < LONG_TEXT) return parts;
  const at = apply(indexOf, address, ['?']) as number;
  addText(parts, '', at < 0 ? address : (apply(sliceText, address, [0, at]) as string));
  if (at >= 0) addText(parts, '', apply(sliceText, address, [at + 1]) as string);
  return parts;
}

const cloneNode = Node.prototype.cloneNode;
const serialize = XMLSerializer.prototype.serializeToString;
const serializer = new XMLSerializer();

/** XMLHttpRequest sends a document as its source. */
const isNode = brand(nodeType);
const isDocument = (body: unknown) => isNode(body) && nodeType(body) === 9;

/**
 * `body` as the browser reads it: what is of none of its kinds is sent as its string, which is taken here, once.
 * `documents`: they are one of its kinds here.
 */
export function readBody(body: unknown, documents = false): unknown {
  if (body === null || (typeof body !== 'object' && typeof body !== 'function')) return body;
  if (isBlob(body) || isForm(body) || isParams(body) || isBuffer(body) || isView(body) || isStream(body))
    return body;
  return documents && isDocument(body) ? body : `${body as unknown as string}`;
}

/** What is worth asking about in `body`, of whatever kind. */
export function partsOf(body: unknown): Part[] {
  const parts: Part[] = [];
  if (typeof body === 'string') addText(parts, '', body);
  else if (isBlob(body)) addBlob(parts, body as Blob);
  else if (isForm(body)) {
    // Rows in many short fields: together, as a form that the browser sends.
    const short = new Native.URLSearchParams();
    eachOfForm(body, [
      (value: unknown, name: string) => {
        if (typeof value !== 'string') addBlob(parts, value as Blob);
        else if (value.length < LONG_TEXT) appendParam(short, [name, value]);
        else addText(parts, name, value);
      },
    ]);
    addText(parts, '', paramsText(short, []));
  } else if (isParams(body)) addText(parts, '', paramsText(body, []));
  else if (isBuffer(body) || isView(body)) addBytes(parts, body as object);
  else if (isDocument(body)) addText(parts, '', apply(serialize, serializer, [body]) as string);
  return parts;
}

/** Bodies that a page could change while they are held are copied. FormData is copied by `new Request`. */
export function frozen(body: unknown): unknown {
  if (isBuffer(body)) return apply(sliceBuffer, body, [0, bufferLength(body)]);
  if (isView(body)) {
    const bytes = bytesOf(body as object);
    return construct(Native.Uint8Array, [bytes]);
  }
  if (isParams(body)) return construct(Native.URLSearchParams, [paramsText(body, [])]);
  if (isForm(body)) return copyForm(body as FormData, []);
  if (isDocument(body)) return apply(cloneNode, body, [true]);
  return body;
}

const appendForm = FormData.prototype.append;

/** The same form with cleaned copies in place of its files, by their number among the files. */
function copyForm(form: FormData, replacements: (File | undefined)[]): FormData {
  const copy = new Native.FormData();
  let number = 0;
  eachOfForm(form, [
    (value: unknown, name: string) => {
      if (typeof value === 'string') return void apply(appendForm, copy, [name, value]);
      const file = replacements[number] ?? (value as File);
      // Blobs that are not asked about have no number.
      if (textOf(value as Blob) === undefined && blobSize(value) > 0) number += 1;
      // Without its name as a third argument the same object goes into the copy.
      apply(appendForm, copy, [name, file]);
    },
  ]);
  return copy;
}

/** `body` with cleaned copies in it; undefined where they can't be put into it. */
export function withReplacements(body: unknown, replacements: (File | undefined)[]): unknown {
  if (replacements.length === 0) return body;
  if (isForm(body)) return copyForm(body as FormData, replacements);
  // A cleaned copy of the whole can't go in place of a piece.
  if (isBlob(body)) return rootOf(body as Blob) === body ? replacements[0] : undefined;
  return undefined;
}
