// Puts the adapter's functions in place of native ones. They print as native and have the native name and length: each is
// a Proxy of the native function, and `Function.prototype.toString` prints the function behind it.
import {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  Native,
  weakGet,
  weakSet,
} from './primordials.ts';

type Callable = (...args: unknown[]) => unknown;
export type Replacement = (self: unknown, args: unknown[], native: Callable) => unknown;

const natives = new Native.WeakMap<object, object>();

function disguise<F extends object>(native: F, handler: ProxyHandler<F>): F {
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
  descriptor[part] = disguise(native, {
    apply: (target, self, args) => replacement(self, args, target),
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

/** Once, before anything else is replaced. */
export function maskToString(): void {
  replaceMethod(Function.prototype, 'toString', (self, args, native) => {
    const hidden = typeof self === 'function' ? weakGet(natives, [self]) : undefined;
    return apply(native, hidden ?? self, args);
  });
}
