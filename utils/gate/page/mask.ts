// Puts the adapter's functions in place of native ones. They print as native and have the native name and length: each is
// a Proxy of the native function, and `Function.prototype.toString` prints the function behind it.
import {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  Native,
  push,
  weakGet,
  weakSet,
} from './primordials.ts';

type Callable = (...args: unknown[]) => unknown;
export type Replacement = (self: unknown, args: unknown[], native: Callable) => unknown;

/** A window's global object: this page's own, or that of a frame that it has just made. */
export type Scope = typeof globalThis;

const natives = new Native.WeakMap<object, object>();

/** What puts back what was replaced, while somebody wants to be able to. */
let undoing: (() => void)[] | undefined;
/** Whether what is replaced now is still to be used, each time that it is called. */
let counting: (() => boolean) | undefined;

/**
 * Runs `work`, and gives what takes back every replacement that it made. Calls go to the replacements as long as `counts`
 * says so.
 */
export function undoable(counts: () => boolean, work: () => void): () => void {
  const before = undoing;
  const countedBefore = counting;
  counting = counts;
  const steps: (() => void)[] = [];
  undoing = steps;
  try {
    work();
  } finally {
    undoing = before;
    counting = countedBefore;
  }
  return () => {
    for (let i = 0; i < steps.length; i += 1) steps[i]!();
  };
}

function disguise<F extends object>(native: F, handler: ProxyHandler<F>): F {
  // Firefox lists a function's own keys in the order in which somebody asked for them first.
  getOwnPropertyDescriptor(native, 'length');
  const proxy = new Native.Proxy(native, { __proto__: null, ...handler } as ProxyHandler<F>);
  weakSet(natives, [proxy, native]);
  return proxy;
}

/** Calls to `owner[key]` go to `replacement`. Nothing happens where the browser has no such function. */
export function replaceMethod(owner: object | undefined, key: PropertyKey, replacement: Replacement): void {
  replacePart(owner, key, 'value', replacement);
}

/** Reads (`get`) or writes (`set`) of `owner[key]` go to `replacement`. */
export function replaceAccessor(
  owner: object | undefined,
  key: PropertyKey,
  part: 'get' | 'set',
  replacement: Replacement,
): void {
  replacePart(owner, key, part, replacement);
}

function replacePart(
  owner: object | undefined,
  key: PropertyKey,
  part: 'value' | 'get' | 'set',
  replacement: Replacement,
): void {
  const descriptor = owner && getOwnPropertyDescriptor(owner, key);
  const native = descriptor?.[part] as Callable | undefined;
  if (!owner || !descriptor || typeof native !== 'function') return;
  const counts = counting;
  if (undoing)
    push(undoing, () => {
      descriptor[part] = native;
      defineProperty(owner, key, descriptor);
    });
  descriptor[part] = disguise(native, {
    apply: (target, self, args) =>
      counts && !counts() ? apply(target, self, args) : replacement(self, args, target),
  });
  defineProperty(owner, key, descriptor);
}

/**
 * `new owner[key](…)` tells `made` what it made of which arguments. `before` may put safe copies in place of arguments,
 * which the browser then reads.
 */
export function watchConstructor(
  owner: object,
  key: PropertyKey,
  made: (object: object, args: unknown[]) => void,
  before: (args: unknown[]) => unknown[] = (args) => args,
): void {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  const native = descriptor?.value as (new () => object) | undefined;
  if (!descriptor || typeof native !== 'function') return;
  const proxy = disguise(native, {
    construct(target, given, newTarget) {
      const args = before(given);
      const object = construct(target, args, newTarget) as object;
      made(object, args);
      return object;
    },
  });
  descriptor.value = proxy;
  defineProperty(owner, key, descriptor);
  // `new X().constructor === X` stays true.
  const back = getOwnPropertyDescriptor(native.prototype as object, 'constructor');
  if (back) {
    back.value = proxy;
    defineProperty(native.prototype as object, 'constructor', back);
  }
}

const print = Function.prototype.toString;
const { getPrototypeOf } = Object;
/** What is in front of a native function prints so, its name being left out. */
const UNNAMED = apply(print, new Native.Proxy(print, {}), []) as string;

/** How a function prints that the adapter of another frame has put somewhere: that frame's own printing knows. */
function printedElsewhere(fn: object, printed: unknown): unknown {
  if (printed !== UNNAMED) return printed;
  const prototype = getPrototypeOf(fn) as object | null;
  const other = prototype && getOwnPropertyDescriptor(prototype, 'toString');
  const own = other && (other.value as unknown);
  // A native one would say no more than ours did, and a function of the page is not to hear of it.
  if (typeof own !== 'function' || weakGet(natives, [own]) || apply(print, own, []) !== UNNAMED)
    return printed;
  return apply(own, fn, []);
}

/** Once, before anything else is replaced. */
export function maskToString(scope: Scope = globalThis): void {
  replaceMethod(scope.Function.prototype, 'toString', (self, args, native) => {
    const hidden = typeof self === 'function' ? weakGet(natives, [self]) : undefined;
    const printed = apply(native, hidden ?? self, args);
    return hidden || typeof self !== 'function' ? printed : printedElsewhere(self, printed);
  });
}
