// Replays drops and pastes in the page's world. A replayed drop carries the native entries and handles of the real one, so
// that directories work; a replayed paste has its `clipboardData` in Firefox too, whose constructor takes none.
import { TO_PAGE } from '../bus.ts';
import { onGate, takeCarried } from './link.ts';
import { replaceAccessor } from './mask.ts';
import {
  apply,
  bare,
  defineProperty,
  detailOf,
  dispatch,
  dragTransferOf,
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
} from './primordials.ts';

interface KeptItem {
  entry: FileSystemEntry | null;
  handle: unknown;
}

const drops = new Native.Map<number, KeptItem[]>();
const kind = getter<string>(DataTransferItem.prototype, 'kind');
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
  mapSet(drops, [detailOf(event), kept]);
}

/** The item list of a replayed DataTransfer: its own items, with the entries and handles of the real drop. */
function listWith(transfer: DataTransfer, kept: KeptItem[]): object {
  const native = itemsOf(transfer);
  const list = { __proto__: DataTransferItemList.prototype } as object;
  let number = 0;
  const length = lengthOfItems(native);
  for (let i = 0; i < length; i += 1) {
    const item = native[i] as DataTransferItem;
    const own = kind(item) === 'file' ? kept[number] : undefined;
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

const lists = new Native.WeakMap<object, object>();

export function watchTransfers(): void {
  onGate(TO_PAGE.keepDrop, keep);
  replaceAccessor(DataTransfer.prototype, 'items', 'get', (self, args, native) => {
    const own = weakGet(lists, [self]);
    return own ?? apply(native, self, args);
  });

  onGate(TO_PAGE.drop, (event) => {
    const target = relatedOf(event);
    const dataTransfer = takeCarried();
    if (!target) return;
    const id = detailOf(event);
    const kept = mapGet(drops, [id]) as KeptItem[] | undefined;
    mapDelete(drops, [id]);
    if (kept) weakSet(lists, [dataTransfer, listWith(dataTransfer, kept)]);
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
    // Firefox ignores it, and makes an empty one.
    if (replay.clipboardData !== clipboardData)
      defineProperty(replay, 'clipboardData', bare({ value: clipboardData }));
    if (!dispatch(target, [replay])) preventDefault(event, []);
  });
}
