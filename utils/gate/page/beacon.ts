// `navigator.sendBeacon` and `fetchLater`: both answer at once, so what has to be judged goes later, or never where the
// page is gone by then. That costs a page some telemetry at most; what is short, or was judged before, goes at once.

import { addAddress, frozen, partsOf, readBody, withReplacements } from './body.ts';
import { askAbout, isRequest } from './fetch.ts';
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
    const init = args[1] as { body?: unknown } | undefined;
    const given = init?.body;
    const request = isRequest(args[0]);
    // What is no request is an address; either is read once, and what we read is what the browser gets.
    const input = request || args.length === 0 ? args[0] : `${args[0] as string}`;
    const body = readBody(given);
    const kept = frozen(body);
    let later: unknown;
    let answered = false;
    let released = false;
    const send = () =>
      apply(native, self, args.length === 0 ? [] : [input, init && { __proto__: init, body: kept }]);
    const done = (went: boolean) => {
      released = went;
      if (answered && went) later = send();
    };
    if (request && (given === undefined || given === null)) askAbout(input as Request, done);
    else {
      const parts = request ? partsOf(body) : addAddress(partsOf(body), input as string);
      const id = ask('beacon', parts, (settled) =>
        done(settled.released && settled.replacements.length === 0),
      );
      if (id === 0) released = true;
    }
    if (released) return send();
    answered = true;
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
