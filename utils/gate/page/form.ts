// Forms: `form.submit()`, which sends without a submit event, so the gate is asked about the form itself; and what scripts
// add to a form when it is sent, by `formdata` listeners and by form-associated custom elements. The gate can read the
// fields, but not these: it asks here.
import { TO_PAGE } from '../bus.ts';
import { partsOf } from './body.ts';
import { ask, askForm, onGate, tellParts } from './link.ts';
import { replaceAccessor, replaceMethod, type Scope } from './mask.ts';
import { apply, detailOf, getter, Native, relatedOf } from './primordials.ts';

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
    if (args[0] === 'formdata') scripted = true;
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
export function watchSubmit(scope: Scope): void {
  replaceMethod(scope.HTMLFormElement.prototype, 'submit', (self, args, native) => {
    const parts = partsOf(new Native.FormData(self as HTMLFormElement));
    const id = ask('submit', parts, ({ released, replacements }) => {
      if (released && replacements.length === 0) apply(native, self, args);
    });
    return id === 0 ? apply(native, self, args) : undefined;
  });
}

export function watchForms(): void {
  watchAdditions();
  replaceMethod(HTMLFormElement.prototype, 'submit', (self, args, native) => {
    try {
      if (formMethod(self) === 'dialog') return apply(native, self, args);
    } catch {
      return apply(native, self, args); // No form, as the browser says in its own words.
    }
    const id = askForm(self as HTMLFormElement, ({ released }) => {
      if (released) apply(native, self, args);
    });
    return id === 0 ? apply(native, self, args) : undefined;
  });
}
