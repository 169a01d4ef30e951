// `navigator.sendBeacon` and `fetchLater`: both answer at once, so what has to be judged goes later, or never where the
// page is gone by then. That costs a page some telemetry at most; what is short, or was judged before, goes at once.
import { addAddress, frozen, partsOf, readBody, withReplacements } from './body.ts';
import { ask } from './link.ts';
import { replaceMethod, type Scope } from './mask.ts';
import { apply, bare, defineProperty, getter } from './primordials.ts';

type LaterResult = { activated: boolean };

function watchBeacons(scope: Scope): void {
  replaceMethod(scope.Navigator.prototype, 'sendBeacon', (self, args, native) => {
    if (args.length === 0) return apply(native, self, args);
    const address = `${args[0] as string}`;
    const body = readBody(args[1]);
    const parts = addAddress(partsOf(body), address);
    const kept = parts.length > 0 ? frozen(body) : body;
    const id = ask('beacon', parts, ({ released, replacements }) => {
      const changed = withReplacements(kept, replacements);
      if (released && (changed !== undefined || body === undefined)) apply(native, self, [address, changed]);
    });
    return id === 0 ? apply(native, self, [address, body]) : true;
  });
}

function watchFetchLater(scope: Scope & { FetchLaterResult?: { prototype: LaterResult } }): void {
  const prototype = scope.FetchLaterResult?.prototype;
  if (!prototype) return;
  const activatedOf = getter<boolean>(prototype, 'activated');
  replaceMethod(scope, 'fetchLater', (self, args, native) => {
    // The browser reads the request once, and we read what it made of it.
    const init = args[1] as { body?: unknown } | undefined;
    const given = init?.body;
    const body = readBody(given);
    const parts = partsOf(body);
    let later: unknown;
    const id = ask('beacon', parts, ({ released, replacements }) => {
      if (released && replacements.length === 0)
        later = apply(native, self, [args[0], { __proto__: init, body: kept }]);
    });
    const kept = frozen(body);
    if (id === 0) return apply(native, self, body === given ? args : [args[0], { __proto__: init, body }]);
    const result = { __proto__: prototype } as object;
    const get = () => later !== undefined && activatedOf(later);
    defineProperty(result, 'activated', bare({ get, enumerable: true, configurable: true }));
    return result;
  });
}

export function watchBeaconsAndLater(scope: Scope = globalThis): void {
  watchBeacons(scope);
  watchFetchLater(scope);
}
