// Replays drops and pastes in the page's world. A replayed drop carries the native entries and handles of the real one, so
// that directories work, and its effects, which upload libraries look at; where not all of it goes on, each file that does
// has an entry of ours, because browsers have none for files that a script puts there. A replayed paste has its
// `clipboardData` in Firefox too, whose constructor takes none.
import * as TO_PAGE from '../to-page.ts';
import { onGate, takeCarried } from './link.ts';
import { replaceAccessor } from './mask.ts';
import {
  apply,
  bare,
  defineProperty,
  detailOf,
  dispatch,
  dragTransferOf,
  fileName,
  getter,
  itemsOf,
  lengthOfItems,
  mapDelete,
  mapGet,
  mapSet,
  Native,
  preventDefault,
  push,
  relatedOf,
  weakGet,
  weakSet,
  whenDone,
} from './primordials.ts';

interface KeptItem {
  entry: FileSystemEntry | null;
  handle: unknown;
}

interface KeptDrop {
  items: KeptItem[] | undefined;
  effectAllowed: string;
  dropEffect: string;
}

/** What a DataTransfer shows in place of what the browser gave it. */
interface Face {
  items?: object;
  types?: readonly string[];
  effectAllowed: string;
  dropEffect: string;
}

const drops = new Native.Map<number, KeptDrop>();
const faces = new Native.WeakMap<object, Face>();
const effectAllowedOf = getter<string>(DataTransfer.prototype, 'effectAllowed');
const dropEffectOf = getter<string>(DataTransfer.prototype, 'dropEffect');
const { freeze } = Object;
const kind = getter<string>(DataTransferItem.prototype, 'kind');
const asFile = DataTransferItem.prototype.getAsFile;
/** Chromium has no such name. */
const fileEntry = globalThis.FileSystemFileEntry?.prototype ?? Object.prototype;
const entryOf = DataTransferItem.prototype.webkitGetAsEntry;
type WithHandle = { getAsFileSystemHandle?: () => Promise<unknown> };
const handleOf = (DataTransferItem.prototype as WithHandle).getAsFileSystemHandle;

function keep(event: Event): void {
  const transfer = dragTransferOf(event);
  if (!transfer) return;
  const items = itemsOf(transfer);
  const kept: KeptItem[] = [];
  for (let i = 0; i < lengthOfItems(items); i += 1) {
    const item = items[i];
    if (kind(item) !== 'file') continue;
    push(kept, {
      entry: apply(entryOf, item, []) as FileSystemEntry | null,
      handle: handleOf ? apply(handleOf, item, []) : undefined,
    });
  }
  const effects = { effectAllowed: effectAllowedOf(transfer), dropEffect: dropEffectOf(transfer) };
  mapSet(drops, [detailOf(event), bare({ items: kept, ...effects })]);
}

function takeKept(event: Event): KeptDrop | undefined {
  const id = detailOf(event);
  const kept = mapGet(drops, [id]) as KeptDrop | undefined;
  mapDelete(drops, [id]);
  return kept;
}

/** Calls a page's function later, as browsers do, with one thing. */
function later(done: unknown, value: unknown): void {
  if (typeof done !== 'function') return;
  const call = () => apply(done as (value: unknown) => void, undefined, [value]);
  whenDone(new Native.Promise<void>((resolve) => resolve()), call, () => undefined);
}

/** An entry for a file that stands by itself, as a browser gives one for a file that is dropped. */
function entryFor(file: File): FileSystemEntry {
  const entry = { __proto__: fileEntry } as object;
  const give = (key: string, value: unknown) =>
    defineProperty(entry, key, bare({ value, writable: true, enumerable: true, configurable: true }));
  const name = fileName(file);
  give('isFile', true);
  give('isDirectory', false);
  give('name', name);
  give('fullPath', `/${name}`);
  give('filesystem', null);
  give('file', (done: unknown) => later(done, file));
  give('getParent', (_done: unknown, failed: unknown) =>
    later(failed, new Native.DOMException('There is no directory.', 'NotFoundError')),
  );
  return entry as FileSystemEntry;
}

/** What an item of a file that a script put there has, which is nothing by itself. */
function alone(item: DataTransferItem): KeptItem | undefined {
  const file = apply(asFile, item, []) as File | null;
  return file ? bare({ entry: entryFor(file), handle: undefined }) : undefined;
}

/**
 * The item list of a replayed DataTransfer: its own items, with the entries and handles of the real drop.
 * @param kept undefined where not all of the drop goes on: each file then has an entry by itself.
 */
function listWith(transfer: DataTransfer, kept: KeptItem[] | undefined): object {
  const native = itemsOf(transfer);
  const list = { __proto__: DataTransferItemList.prototype } as object;
  let number = 0;
  const length = lengthOfItems(native);
  for (let i = 0; i < length; i += 1) {
    const item = native[i] as DataTransferItem;
    const own = kind(item) === 'file' ? (kept ? kept[number] : alone(item)) : undefined;
    if (kind(item) === 'file') number += 1;
    if (own) {
      const give = (key: string, value: unknown) =>
        defineProperty(item, key, bare({ value, writable: true, enumerable: false, configurable: true }));
      give('webkitGetAsEntry', () => own.entry);
      if (own.handle) give('getAsFileSystemHandle', () => own.handle);
    }
    defineProperty(list, i, bare({ value: item, enumerable: true, configurable: true }));
  }
  defineProperty(list, 'length', bare({ value: length, enumerable: false, configurable: true }));
  return list;
}

const faceOf = (transfer: unknown) => weakGet(faces, [transfer]) as Face | undefined;

/** The words that a page may set; anything else is ignored, as the browser does. */
const EFFECTS = bare<Record<string, true>>({ none: true, copy: true, link: true, move: true });

function watchFaces(): void {
  const { prototype } = DataTransfer;
  for (let i = 0; i < 4; i += 1) {
    const key = (['items', 'types', 'effectAllowed', 'dropEffect'] as const)[i]!;
    replaceAccessor(
      prototype,
      key,
      'get',
      (self, args, native) => faceOf(self)?.[key] ?? apply(native, self, args),
    );
  }
  replaceAccessor(prototype, 'dropEffect', 'set', (self, args, native) => {
    const face = faceOf(self);
    if (!face) return apply(native, self, args);
    const effect = `${args[0] as string}`;
    if (EFFECTS[effect]) face.dropEffect = effect;
    return undefined;
  });
}

export function watchTransfers(): void {
  watchFaces();
  onGate(TO_PAGE.keepDrop, keep);
  onGate(TO_PAGE.forgetEntries, (event) => {
    const kept = mapGet(drops, [detailOf(event)]) as KeptDrop | undefined;
    if (kept) kept.items = undefined;
  });

  onGate(TO_PAGE.leave, (event) => {
    const target = relatedOf(event);
    const kept = takeKept(event);
    if (!target) return;
    const dataTransfer = new Native.DataTransfer();
    const { effectAllowed = 'none' } = kept ?? {};
    // As in a real drag that leaves: the page sees that there are files, but none of them.
    weakSet(faces, [dataTransfer, bare({ types: freeze(['Files']), effectAllowed, dropEffect: 'none' })]);
    const init = bare({ bubbles: true, cancelable: true, composed: true, dataTransfer });
    dispatch(target, [new Native.DragEvent('dragleave', init)]);
  });

  onGate(TO_PAGE.drop, (event) => {
    const target = relatedOf(event);
    const dataTransfer = takeCarried();
    const kept = takeKept(event);
    if (!target) return;
    if (kept) {
      const { items, effectAllowed, dropEffect } = kept;
      const face: Face = bare({ effectAllowed, dropEffect });
      face.items = listWith(dataTransfer, items);
      weakSet(faces, [dataTransfer, face]);
    }
    const from = event as DragEvent;
    const replay = new Native.DragEvent(
      'drop',
      bare({
        bubbles: true,
        cancelable: true,
        composed: true,
        dataTransfer,
        clientX: from.clientX,
        clientY: from.clientY,
        screenX: from.screenX,
        screenY: from.screenY,
        ctrlKey: from.ctrlKey,
        shiftKey: from.shiftKey,
        altKey: from.altKey,
        metaKey: from.metaKey,
      }),
    );
    if (!dispatch(target, [replay])) preventDefault(event, []);
  });

  onGate(TO_PAGE.paste, (event) => {
    const target = relatedOf(event);
    const clipboardData = takeCarried();
    if (!target) return;
    const replay = new Native.ClipboardEvent(
      'paste',
      bare({ bubbles: true, cancelable: true, composed: true, clipboardData }),
    );
    // Firefox ignores it, and makes an empty one. Editors copy what can be enumerated of an event.
    if (replay.clipboardData !== clipboardData)
      defineProperty(replay, 'clipboardData', bare({ value: clipboardData, enumerable: true }));
    if (!dispatch(target, [replay])) preventDefault(event, []);
  });
}
