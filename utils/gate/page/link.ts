// The page world's end of the private channel to the gate (see ../bus.ts).
import type { Channel } from '../../messages/protocol.ts';
import { HELLO, LANGUAGE } from '../bus.ts';
import * as TO_GATE from '../to-gate.ts';
import * as TO_PAGE from '../to-page.ts';
import {
  addItem,
  addListener,
  apply,
  bare,
  blobType,
  dataOf,
  detailOf,
  dispatch,
  fileAt,
  filesOf,
  getter,
  inputFiles,
  isFile,
  itemsOf,
  iterableOf,
  lengthOfFiles,
  mapDelete,
  mapGet,
  mapSet,
  method,
  Native,
  push,
  put,
  relatedOf,
  setString,
  weakAdd,
  weakHas,
} from './primordials.ts';

/** One thing that is about to leave: a text, or a blob. */
export interface Part {
  name: string;
  text: string;
  /** Null for a text. */
  blob: Blob | null;
}

/** What came of it. `replacements`: cleaned copies by the number of the blob among the request's blobs. */
export interface Settled {
  released: boolean;
  replacements: (File | undefined)[];
}

export type Settle = (settled: Settled) => void;

interface Waiting {
  settle: Settle;
  /** The request's blobs that the gate was asked about, and the number of each among all of its blobs. */
  blobs: Blob[];
  numbers: number[];
  replacements: (File | undefined)[];
}

/**
 * Blobs that were released: by identity in this world, where a page can't pass another one off as one of them. What
 * it sends of them, or cuts out of them, is not asked about again.
 */
const released = new Native.WeakSet<Blob>();

const bus = document.createElement('i');
const waiting = new Native.Map<number, Waiting>();
let lastId = 0;
let carried = new Native.DataTransfer();
let stringType = '';
/** The event type by which a later gate asks for the bus. */
let secret = '';
/** The answer to the request that is being asked: set by the gate while `dispatch` runs. */
let answer: 'pass' | 'wait' | '' = '';
let late = 0;

/** A form that was just asked about waits for files that will be put into it. */
export const isLate = (): boolean => late > 0;

function on(type: string, listener: (event: Event) => void): void {
  addListener(bus, [type, listener]);
}

/** Listens for what the gate says; used by the parts of the adapter that replay drops and pastes. */
export const onGate = on;

function tellMouse(type: string, id: number, relatedTarget: EventTarget | null): void {
  dispatch(bus, [new Native.MouseEvent(type, bare({ detail: id, relatedTarget }))]);
}

function tellData(type: string, id: number, data: string, dataTransfer: DataTransfer | null = null): void {
  dispatch(bus, [new Native.InputEvent(type, bare({ detail: id, data, dataTransfer }))]);
}

/** A blob as a file, because only files go into a DataTransfer. */
function asFile(blob: Blob): File {
  if (isFile(blob)) return blob as File;
  return new Native.File(iterableOf<BlobPart>([blob]), '', bare({ type: blobType(blob) }));
}

function begin(settle: Settle, blobs: Blob[] = [], numbers: number[] = []): number {
  lastId += 1;
  mapSet(waiting, [lastId, { settle, blobs, numbers, replacements: [] }]);
  answer = '';
  return lastId;
}

/**
 * 0: nothing to wait for. Without any answer the gate is gone (the extension was updated, and its new gate has not taken
 * over yet), and what it would have held is refused.
 */
function conclude(id: number): number {
  // What runs within the gate's own call can't change it: it is read at once.
  const given = answer as 'pass' | 'wait' | '';
  answer = '';
  if (given === 'wait') return id;
  const entry = mapGet(waiting, [id]) as Waiting | undefined;
  mapDelete(waiting, [id]);
  if (given === 'pass' && entry) markReleased(entry);
  if (given === 'pass' || !entry) return 0;
  entry.settle({ released: false, replacements: [] });
  return id;
}

/** Texts and files of the request `id`, without those that were released before. */
export function tellParts(id: number, parts: Part[]): void {
  for (let i = 0; i < parts.length; i += 1) {
    const { name, text, blob } = parts[i]!;
    if (!blob) {
      tellData(TO_GATE.name, id, name);
      tellData(TO_GATE.text, id, text);
    } else if (!weakHas(released, [blob])) {
      const transfer = new Native.DataTransfer();
      addItem(itemsOf(transfer), [asFile(blob)]);
      tellData(TO_GATE.file, id, '', transfer);
    }
  }
}

/**
 * Asks the gate about `parts`. 0: go on within this call, `settle` will not be called. Otherwise the number of the
 * request, and `settle` is called later, or was called already with a refusal.
 */
export function ask(channel: Channel, parts: Part[], settle: Settle): number {
  const blobs: Blob[] = [];
  const numbers: number[] = [];
  const open: Part[] = [];
  let number = 0;
  for (let i = 0; i < parts.length; i += 1) {
    const { blob } = parts[i]!;
    if (!blob) push(open, parts[i]!);
    else {
      if (!weakHas(released, [blob])) {
        push(open, parts[i]!);
        push(blobs, blob);
        push(numbers, number);
      }
      number += 1;
    }
  }
  if (open.length === 0) return 0;
  const id = begin(settle, blobs, numbers);
  tellData(TO_GATE.channel, id, channel);
  tellParts(id, open);
  tellData(TO_GATE.end, id, '');
  return conclude(id);
}

/** Asks about a form that a script submits without an event. As `ask`. */
export function askForm(form: EventTarget, settle: Settle): number {
  const id = begin(settle);
  tellMouse(TO_GATE.form, id, form);
  return conclude(id);
}

/** The page gave the request up: its `settle` is not called any more. */
export function cancel(id: number): void {
  mapDelete(waiting, [id]);
  tellMouse(TO_GATE.cancel, id, null);
}

export function guardInput(input: EventTarget): void {
  tellMouse(TO_GATE.input, 0, input);
}

/** Whether the page may see an `input` or `change` of this file input: not where the gate holds what was chosen. */
export function mayBeSeen(input: EventTarget, type: string): boolean {
  answer = '';
  tellMouse(TO_GATE.chosen, type === 'input' ? 1 : 0, input);
  const given = answer as 'pass' | 'wait' | '';
  answer = '';
  return given === 'pass';
}

/** A held choice that the page takes back must not return. */
export function emptied(input: EventTarget): void {
  tellMouse(TO_GATE.emptied, 0, input);
}

export function rearm(): void {
  tellMouse(TO_GATE.rearm, 0, null);
}

/** What the gate has sent ahead of a message, and nothing is left of it. */
export function takeCarried(): DataTransfer {
  const transfer = carried;
  carried = new Native.DataTransfer();
  return transfer;
}

function markReleased(entry: Waiting): void {
  for (let i = 0; i < entry.blobs.length; i += 1)
    if (!entry.replacements[entry.numbers[i]!]) weakAdd(released, [entry.blobs[i]!]);
}

function settled(event: Event, went: boolean): void {
  const id = detailOf(event);
  const entry = mapGet(waiting, [id]) as Waiting | undefined;
  mapDelete(waiting, [id]);
  if (!entry) return;
  if (went) markReleased(entry);
  entry.settle({ released: went, replacements: entry.replacements });
}

const createElement = document.createElement;
const attachShadow = Element.prototype.attachShadow;
const appendChild = method(Node.prototype.appendChild);
const removeChild = method(Node.prototype.removeChild);
const parentOf = getter<Node | null>(Node.prototype, 'parentNode');

export { appendChild, removeChild };

/** An element of the document `own`. */
export const make = (own: Document, name: string) => apply(createElement, own, [name]) as HTMLElement;

/** Makes a host with a closed root for `ask`, and says whether somebody opened it: no page can. */
export function isOpened(own: Document, inner: Element, ask: (host: Element) => void): boolean {
  const host = make(own, 'div');
  const root = apply(attachShadow, host, [bare({ mode: 'closed' })]) as ShadowRoot;
  appendChild(root, [inner]);
  ask(host);
  if (parentOf(inner) !== root) return true;
  removeChild(root, [inner]);
  return false;
}

/** Somebody who knows the secret asks for the bus: it is handed over in a root that no page can open. */
function handOver(event: Event): void {
  const door = relatedOf(event);
  if (!door || detailOf(event) !== LANGUAGE) return;
  // The one that took it begins to listen afterwards.
  if (
    isOpened(document, bus, (relatedTarget) => {
      dispatch(door, [new Native.MouseEvent(secret, bare({ relatedTarget }))]);
    })
  )
    tellMouse(TO_GATE.over, 0, null);
}

/** Is there a gate in the window `scope`, which has no adapter yet? */
export function isOpenedByGate(scope: EventTarget, own: Document, detail: number): boolean {
  const inner = make(own, 'i');
  return isOpened(own, inner, (relatedTarget) => {
    dispatch(scope, [new Native.MouseEvent(HELLO, bare({ detail, relatedTarget }))]);
  });
}

/**
 * Hands the bus over. Called once, at document_start as a rule.
 * @returns whether a gate took it. It does not where it has an adapter already.
 */
export function connect(): boolean {
  on(TO_PAGE.pass, () => {
    answer = 'pass';
  });
  on(TO_PAGE.wait, (event) => {
    answer = 'wait';
    late = detailOf(event);
  });
  on(TO_PAGE.release, (event) => settled(event, true));
  on(TO_PAGE.refuse, (event) => settled(event, false));
  on(TO_PAGE.files, (event) => {
    const files = inputFiles(relatedOf(event));
    if (!files) return;
    for (let i = 0; i < lengthOfFiles(files); i += 1) addItem(itemsOf(carried), [fileAt(files, [i])!]);
  });
  on(TO_PAGE.given, (event) => {
    const files = inputFiles(relatedOf(event));
    if (!files) return;
    for (let i = 0; i < lengthOfFiles(files); i += 1) weakAdd(released, [fileAt(files, [i])!]);
  });
  on(TO_PAGE.secret, (event) => {
    secret = dataOf(event) ?? '';
    // In capture, and before every script of the page; the same once more is no second listener.
    if (secret) addListener(window, [secret, handOver, true]);
  });
  on(TO_PAGE.type, (event) => {
    stringType = dataOf(event) ?? '';
  });
  on(TO_PAGE.string, (event) => setString(carried, [stringType, dataOf(event) ?? '']));
  on(TO_PAGE.replace, (event) => {
    const entry = mapGet(waiting, [detailOf(event)]) as Waiting | undefined;
    const file = fileAt(filesOf(takeCarried()), [0]);
    const number = entry?.numbers[+(dataOf(event) ?? 0)];
    if (entry && file && number !== undefined) put(entry.replacements, number, file);
  });
  return !dispatch(window, [new Native.MouseEvent(HELLO, bare({ relatedTarget: bus, cancelable: true }))]);
}
