// Forms: `form.submit()`, which sends without a submit event, so the gate is asked about the form itself; and what scripts
// add to a form when it is sent, by `formdata` listeners and by form-associated custom elements. The gate can read the
// fields, but not these: it asks here.
import * as TO_PAGE from '../to-page.ts';
import { partsOf } from './body.ts';
import { ask, askForm, onGate, tellParts } from './link.ts';
import { replaceAccessor, replaceMethod, type Scope } from './mask.ts';
import {
  addListener,
  apply,
  detailOf,
  getter,
  Native,
  preventDefault,
  relatedOf,
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
    if (form && mayAdd(form)) tellParts(detailOf(event), partsOf(new Native.FormData(form)));
  });
}

/** `form.submit()` in a frame that has no gate yet: what the form would send is made here, and asked about as any data. */
function submitElsewhere(self: unknown, args: unknown[], native: (...args: unknown[]) => unknown): unknown {
  const went = askData(self, (released) => {
    if (released) apply(native, self, args);
  });
  return went ? apply(native, self, args) : undefined;
}

/** Asks about what a form would send. True: nothing to wait for, and `done` is not called. */
function askData(form: unknown, done: (released: boolean) => void): boolean {
  const parts = partsOf(new Native.FormData(form as HTMLFormElement));
  return (
    ask('submit', parts, ({ released, replacements }) => done(released && replacements.length === 0)) === 0
  );
}

export function watchSubmit(scope: Scope): void {
  replaceMethod(scope.HTMLFormElement.prototype, 'submit', submitElsewhere);
}

const rootNode = Node.prototype.getRootNode;
const nodeType = getter<number>(Node.prototype, 'nodeType');
const roots = new Native.WeakSet<object>();
const targetOf = getter<EventTarget | null>(Event.prototype, 'target');
const prevented = getter<boolean>(Event.prototype, 'defaultPrevented');
const submitterOf = getter<HTMLElement | null>(SubmitEvent.prototype, 'submitter');
const attributeOf = Element.prototype.getAttribute;
const requestSubmit = HTMLFormElement.prototype.requestSubmit;
const stopAll = Event.prototype.stopImmediatePropagation;
const held = new Native.WeakSet<object>();
const removeListener = EventTarget.prototype.removeEventListener;

const stopIt = (event: Event) => {
  apply(stopAll, event, []);
  preventDefault(event, []);
};

/** In a shadow tree, whose `submit` no listener outside of it hears: ahead of the page's own there, and once more behind them. */
function onSubmit(event: Event): void {
  if (!event.isTrusted || prevented(event)) return;
  const form = targetOf(event) as HTMLFormElement;
  const submitter = submitterOf(event);
  const method = submitter && (apply(attributeOf, submitter, ['formmethod']) as string | null);
  if ((method ?? formMethod(form)) === 'dialog') return;
  if (weakHas(held, [form])) {
    stopIt(event);
    return;
  }
  const went = askData(form, (released) => {
    weakDelete(held, [form]);
    if (released) apply(requestSubmit, form, [submitter]);
  });
  if (went) return;
  weakAdd(held, [form]);
  stopIt(event);
}

/** Holds what forms in the same shadow tree send. */
export function holdSubmitsAround(node: unknown): void {
  const root = apply(rootNode, node, []) as Node;
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
    if (apply(rootNode, self, []) !== document) return submitElsewhere(self, args, native);
    const id = askForm(self as HTMLFormElement, ({ released }) => {
      if (released) apply(native, self, args);
    });
    return id === 0 ? apply(native, self, args) : undefined;
  });
}
