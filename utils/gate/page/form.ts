// Forms: `form.submit()`, which sends without a submit event, so the gate is asked about the form itself; and what scripts
// add to a form when it is sent, by `formdata` listeners and by form-associated custom elements. The gate can read the
// fields, but not these: it asks here.
import * as TO_PAGE from '../to-page.ts';
import { partsOf } from './body.ts';
import { appendChild, ask, askForm, isLate, isOpened, make, onGate, removeChild, tellParts } from './link.ts';
import { replaceAccessor, replaceMethod, type Scope } from './mask.ts';
import {
  addItem,
  addListener,
  apply,
  attributeOf,
  blobSize,
  detailOf,
  eachOfForm,
  fileName,
  filesOf,
  getOwnPropertyDescriptor,
  getter,
  itemsOf,
  method,
  Native,
  nodeType,
  ownerOf,
  preventDefault,
  relatedOf,
  stopAll,
  targetOf,
  treeOf,
  weakAdd,
  weakDelete,
  weakHas,
} from './primordials.ts';

const formMethod = getter<string>(HTMLFormElement.prototype, 'method');
const closest = Element.prototype.closest;

/** Has a script of this page begun to listen for `formdata`, or to give values to custom elements? */
let scripted = false;

/** Only then is the form's data made ahead of the browser, which the listeners notice as one more event. */
function mayAdd(form: unknown): boolean {
  return scripted || apply(closest, form, ['[onformdata]']) !== null;
}

function watchAdditions(): void {
  const note = (self: unknown, args: unknown[], native: (...args: unknown[]) => unknown) => {
    scripted = true;
    return apply(native, self, args);
  };
  replaceMethod(EventTarget.prototype, 'addEventListener', (self, args, native) => {
    // An object has a string of its own at each reading.
    if (args[0] === 'formdata' || typeof args[0] !== 'string') scripted = true;
    return apply(native, self, args);
  });
  replaceAccessor(HTMLElement.prototype, 'onformdata', 'set', note);
  replaceAccessor(Document.prototype, 'onformdata', 'set', note);
  replaceAccessor(window, 'onformdata', 'set', note);
  if ('ElementInternals' in globalThis) replaceMethod(ElementInternals.prototype, 'setFormValue', note);

  onGate(TO_PAGE.entries, (event) => {
    const form = relatedOf(event) as HTMLFormElement | null;
    if (!form || !mayAdd(form)) return;
    made = new Native.FormData(form);
    tellParts(detailOf(event), partsOf(made));
  });
}

/** What was made of a form to be judged, while it is asked about. */
let made: FormData | undefined;

const action = getter<string>(HTMLFormElement.prototype, 'action');
const rootElement = getter<Element>(Document.prototype, 'documentElement');
const setAttribute = method(Element.prototype.setAttribute);
const { set: setFiles } = getOwnPropertyDescriptor(HTMLInputElement.prototype, 'files')!;

/**
 * A form of ours in place of the page's: it sends `data` to where `form` would send it now, whatever becomes of that. It
 * stands in a closed shadow tree, and in the page only while it is sent.
 */
function standIn(form: unknown, data: FormData, native: (...args: unknown[]) => unknown): () => void {
  const own = ownerOf(form);
  const copy = make(own, 'form');
  setAttribute(copy, ['action', action(form)]);
  const keys = ['method', 'enctype', 'target', 'accept-charset', 'rel'];
  for (let i = 0; i < keys.length; i += 1) {
    const value = attributeOf(form, [keys[i]!]);
    if (value !== null) setAttribute(copy, [keys[i]!, value]);
  }
  eachOfForm(data, [
    (value: unknown, name: string) => {
      const field = make(own, 'input');
      const text = typeof value === 'string';
      setAttribute(field, ['type', text ? 'hidden' : 'file']);
      setAttribute(field, ['name', name]);
      if (text) setAttribute(field, ['value', value]);
      else if (fileName(value) || blobSize(value)) {
        const transfer = new Native.DataTransfer();
        addItem(itemsOf(transfer), [value as File]);
        apply(setFiles!, field, [filesOf(transfer)]);
      }
      appendChild(copy, [field]);
    },
  ]);
  return () => {
    isOpened(own, copy, (host) => {
      const root = rootElement(own);
      appendChild(root, [host]);
      apply(native, copy, []);
      removeChild(root, [host]);
    });
  };
}

/** `form.submit()` in a frame that has no gate yet: what the form would send is made here, and asked about as any data. */
function submitElsewhere(self: unknown, args: unknown[], native: (...args: unknown[]) => unknown): unknown {
  const data = new Native.FormData(self as HTMLFormElement);
  let send: (() => void) | undefined;
  const went = askData(data, (released) => {
    if (released) send!();
  });
  if (went) return apply(native, self, args);
  send = standIn(self, data, native);
  return undefined;
}

/** Asks about what a form would send. True: nothing to wait for, and `done` is not called. */
function askData(data: FormData, done: (released: boolean) => void): boolean {
  return (
    ask('submit', partsOf(data), ({ released, replacements }) =>
      done(released && replacements.length === 0),
    ) === 0
  );
}

export function watchSubmit(scope: Scope): void {
  replaceMethod(scope.HTMLFormElement.prototype, 'submit', submitElsewhere);
}

const roots = new Native.WeakSet<object>();
const prevented = getter<boolean>(Event.prototype, 'defaultPrevented');
const submitterOf = getter<HTMLElement | null>(SubmitEvent.prototype, 'submitter');
const requestSubmit = HTMLFormElement.prototype.requestSubmit;
const held = new Native.WeakSet<object>();
const removeListener = EventTarget.prototype.removeEventListener;

const stopIt = (event: Event) => {
  stopAll(event, []);
  preventDefault(event, []);
};

/** In a shadow tree, whose `submit` no listener outside of it hears: ahead of the page's own there, and once more behind them. */
function onSubmit(event: Event): void {
  if (!event.isTrusted || prevented(event)) return;
  const form = targetOf(event) as HTMLFormElement;
  const submitter = submitterOf(event);
  const method = submitter && attributeOf(submitter, ['formmethod']);
  if ((method ?? formMethod(form)) === 'dialog') return;
  if (weakHas(held, [form])) {
    stopIt(event);
    return;
  }
  const went = askData(new Native.FormData(form), (released) => {
    weakDelete(held, [form]);
    if (released) apply(requestSubmit, form, [submitter]);
  });
  if (went) return;
  weakAdd(held, [form]);
  stopIt(event);
}

/** Holds what forms in the same shadow tree send. */
export function holdSubmitsAround(node: unknown): void {
  const root = treeOf(node, []);
  if (root === document || weakHas(roots, [root]) || nodeType(root) !== 11) return;
  weakAdd(roots, [root]);
  const first = (event: Event) => {
    onSubmit(event);
    apply(removeListener, root, ['submit', onSubmit]);
    addListener(root, ['submit', onSubmit]);
  };
  addListener(root, ['submit', first, true]);
}

export function watchForms(): void {
  watchAdditions();
  replaceMethod(HTMLFormElement.prototype, 'requestSubmit', (self, args, native) => {
    try {
      holdSubmitsAround(self);
    } catch {
      // No form, as the browser says in its own words.
    }
    return apply(native, self, args);
  });
  replaceMethod(HTMLFormElement.prototype, 'submit', (self, args, native) => {
    try {
      if (formMethod(self) === 'dialog') return apply(native, self, args);
    } catch {
      return apply(native, self, args); // No form, as the browser says in its own words.
    }
    // The gate is shown no form of another window, and of one in a shadow tree its host only.
    if (treeOf(self, []) !== document) return submitElsewhere(self, args, native);
    let send: () => unknown = () => apply(native, self, args);
    made = undefined;
    const id = askForm(self as HTMLFormElement, ({ released }) => {
      if (released) send();
    });
    if (id === 0) return apply(native, self, args);
    if (!isLate()) send = standIn(self, made ?? new Native.FormData(self as HTMLFormElement), native);
    return undefined;
  });
}
