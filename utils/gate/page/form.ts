// `form.submit()`: sends without a submit event, so the gate is asked about the form itself.
import { askForm } from './link.ts';
import { replaceMethod } from './mask.ts';
import { apply, getter } from './primordials.ts';

const formMethod = getter<string>(HTMLFormElement.prototype, 'method');

export function watchForms(): void {
  replaceMethod(HTMLFormElement.prototype, 'submit', (self, args, native) => {
    // Throws for anything that is not a form, as the browser does.
    if (formMethod(self) === 'dialog') return apply(native, self, args);
    const id = askForm(self as HTMLFormElement, ({ released }) => {
      if (released) apply(native, self, args);
    });
    return id === 0 ? apply(native, self, args) : undefined;
  });
}
