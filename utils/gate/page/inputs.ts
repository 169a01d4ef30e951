// File inputs that the gate's listeners on the window don't hear: detached ones, and those in shadow trees. Before their
// picker opens they are handed over, and the gate listens on them.
import { holdSubmitsAround } from './form.ts';
import { emptied, guardInput, mayBeSeen } from './link.ts';
import { replaceAccessor, replaceMethod } from './mask.ts';
import { addListener, apply, brand, getter, localName, stopAll, targetOf, treeOf } from './primordials.ts';

const typeOf = getter<string>(HTMLInputElement.prototype, 'type');
const hostOf = getter<Element>(ShadowRoot.prototype, 'host');
const labelControl = getter<HTMLElement | null>(HTMLLabelElement.prototype, 'control');

const isInput = brand(typeOf);
const isFileInput = (value: unknown) => isInput(value) && typeOf(value) === 'file';

/**
 * Hands the input over, wherever it is: the gate gets ready. For one in a shadow tree its outermost host, because an event
 * names no more than that.
 */
function handOver(input: Element): void {
  let node: Node = input;
  for (;;) {
    const root = treeOf(node, []);
    let host: Element | undefined;
    try {
      host = hostOf(root);
    } catch {
      break; // A document, or the top of a detached tree.
    }
    node = host;
  }
  guardInput(node);
}

function onClick(self: unknown): void {
  try {
    const name = localName(self);
    holdSubmitsAround(self);
    // A script's click on what is no such element is frequent, and errors are dear.
    const input = name === 'input' ? self : name === 'label' && labelControl(self);
    if (isFileInput(input)) handOver(input as Element);
  } catch {
    // No element, or no label for all its name.
  }
}

const kindOf = getter<string>(Event.prototype, 'type');

/** At the top of a shadow tree, before any listener of the page there. (What is not trusted is a replay, or the page's own.) */
function onChoice(event: Event): void {
  if (!event.isTrusted) return;
  const target = targetOf(event);
  if (isFileInput(target) && !mayBeSeen(target as Element, kindOf(event))) stopAll(event, []);
}

export function watchInputs(): void {
  replaceMethod(Element.prototype, 'attachShadow', (self, args, native) => {
    const root = apply(native, self, args) as ShadowRoot;
    addListener(root, ['input', onChoice, true]);
    addListener(root, ['change', onChoice, true]);
    holdSubmitsAround(root);
    return root;
  });
  // What a page does to a field during a hold comes after the choice, so it counts, as if there had been no hold.
  const keys = ['value', 'files'];
  for (let i = 0; i < keys.length; i += 1)
    replaceAccessor(HTMLInputElement.prototype, keys[i]!, 'set', (self, args, native) => {
      const result = apply(native, self, args);
      if (isFileInput(self)) emptied(self as Element);
      return result;
    });
  replaceMethod(HTMLElement.prototype, 'click', (self, args, native) => {
    onClick(self);
    return apply(native, self, args);
  });
  replaceMethod(HTMLInputElement.prototype, 'showPicker', (self, args, native) => {
    onClick(self);
    return apply(native, self, args);
  });
  replaceMethod(EventTarget.prototype, 'dispatchEvent', (self, args, native) => {
    try {
      if (kindOf(args[0]) === 'click') onClick(self);
    } catch {
      // No event, as the browser says in its own words.
    }
    return apply(native, self, args);
  });
}
