// Frames and windows that a page has just made. The browser brings the gate into them a moment later; until then, what such
// a frame can send with is held by this page's own adapter, and put back when the frame's own gate has come.
import { HELLO, PROBE } from '../bus.ts';
import { watchBeaconsAndLater } from './beacon.ts';
import { watchFetch } from './fetch.ts';
import { watchSubmit } from './form.ts';
import { isOpenedByGate } from './link.ts';
import { maskToString, replaceAccessor, replaceMethod, type Scope, undoable } from './mask.ts';
import {
  addListener,
  apply,
  bare,
  getOwnPropertyDescriptor,
  getter,
  localName,
  Native,
  ownerOf,
  targetOf,
  viewOf,
  weakAdd,
  weakHas,
} from './primordials.ts';
import { watchSockets } from './sockets.ts';
import { watchXhr } from './xhr.ts';

const documentOf = getter<Document>(window, 'document');
const print = Function.prototype.toString;
const search = String.prototype.indexOf;
/** Documents that were looked at. */
const seen = new Native.WeakSet<object>();

const WATCHES: readonly ((scope: Scope) => void)[] = [
  maskToString,
  watchFetch,
  watchXhr,
  watchBeaconsAndLater,
  watchSockets,
  watchSubmit,
  watchFrames,
];

/** An adapter of the frame's own shows: what it puts in place of functions prints without their name. */
function isBare(scope: Scope): boolean {
  const fetch = getOwnPropertyDescriptor(scope, 'fetch')?.value as unknown;
  return typeof fetch === 'function' && (apply(search, apply(print, fetch, []), ['fetch']) as number) >= 0;
}

function arm(scope: Scope | null): void {
  if (!scope || scope === window) return;
  try {
    const own = documentOf(scope);
    if (weakHas(seen, [own])) return;
    weakAdd(seen, [own]);
    if (!isBare(scope)) return;
    // A frame that is sent on may keep its window, and has its own adapter there.
    const undo = undoable(
      () => documentOf(scope) === own,
      () => {
        for (let i = 0; i < WATCHES.length; i += 1) WATCHES[i]!(scope);
      },
    );
    let over = false;
    const onHello = () => {
      if (over) return;
      // Not twice, and not for its own question.
      over = true;
      over = isOpenedByGate(scope, own, PROBE);
      if (over) undo();
    };
    addListener(scope, [HELLO, onHello, true]);
  } catch {
    // Of another origin: nothing in it can be taken by this page.
  }
}

/** `document.open` takes listeners away. */
export function hearFrames(scope: Scope = window): void {
  // Where the browser tells of an empty frame within the call that puts it into the page, nothing else is in time for `frames[0]`.
  addListener(documentOf(scope), ['load', onLoad, true]);
}

/** Elements that have a window of their own; that of an `embed` is to be had by its number only. */
const OWNERS = bare<Record<string, true>>({ iframe: true, frame: true, object: true, embed: true });
const framesIn = getter<number>(window, 'length');

function onLoad(event: Event): void {
  const target = targetOf(event);
  try {
    if (!OWNERS[localName(target)]) return;
    const view = viewOf(ownerOf(target)) as unknown as Scope[];
    for (let i = 0; i < framesIn(view); i += 1) arm(view[i]!);
  } catch {
    // The document itself loads as well.
  }
}

export function watchFrames(scope: Scope = window): void {
  const owners = [scope.HTMLIFrameElement, scope.HTMLFrameElement, scope.HTMLObjectElement];
  for (let i = 0; i < owners.length; i += 1) {
    const prototype = owners[i]?.prototype;
    replaceAccessor(prototype, 'contentWindow', 'get', (self, args, native) => {
      const inner = apply(native, self, args) as Scope | null;
      arm(inner);
      return inner;
    });
    replaceAccessor(prototype, 'contentDocument', 'get', (self, args, native) => {
      const inner = apply(native, self, args) as Document | null;
      if (inner) arm(viewOf(inner));
      return inner;
    });
  }
  replaceMethod(scope, 'open', (self, args, native) => {
    const inner = apply(native, self, args) as Scope | null;
    arm(inner);
    return inner;
  });
  hearFrames(scope);
}
