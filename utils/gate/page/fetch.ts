// `fetch`: a request whose body holds files or long text waits for the verdict; any other goes within the call.
import { LONG_TEXT } from '../bus.ts';
import { addAddress, frozen, partsOf, readBody, withReplacements } from './body.ts';
import { ask, cancel, type Part } from './link.ts';
import { replaceMethod, type Scope, watchConstructor } from './mask.ts';
import {
  addListener,
  apply,
  bare,
  brand,
  construct,
  getter,
  isStream,
  Native,
  push,
  put,
  weakGet,
  weakSet,
  whenDone,
} from './primordials.ts';

type Init = Record<string, unknown>;

let keys: string[] | undefined;

/** What this browser reads of the options, in its order: a page can see what is read, so it has to be the same. */
function optionKeys(): string[] {
  if (keys) return keys;
  const read: string[] = [];
  const log = bare({ get: (_: object, key: string) => push(read, key) });
  void new Native.Request('data:,', new Native.Proxy({}, log));
  keys = read;
  return read;
}

const isObject = (value: unknown): value is object =>
  value !== null && (typeof value === 'object' || typeof value === 'function');

/** The options, each read once. */
function copyInit(init: object): Init {
  const copy = bare<Init>({});
  const wanted = optionKeys();
  for (let i = 0; i < wanted.length; i += 1) {
    const key = wanted[i]!;
    const value = (init as Init)[key];
    if (value !== undefined) put(copy, key, value);
  }
  return copy;
}

const requestMethod = getter<string>(Request.prototype, 'method');
const requestUrl = getter<string>(Request.prototype, 'url');
const requestSignal = getter<AbortSignal>(Request.prototype, 'signal');
const requestUsed = getter<boolean>(Request.prototype, 'bodyUsed');
const requestHeaders = getter<Headers>(Request.prototype, 'headers');
const headersGet = Headers.prototype.get;
const signalAborted = getter<boolean>(AbortSignal.prototype, 'aborted');
const signalReason = getter<unknown>(AbortSignal.prototype, 'reason');
const requestClone = Request.prototype.clone;
const requestBlob = Request.prototype.blob;
const requestForm = Request.prototype.formData;
const responseBlob = Response.prototype.blob;
const startsWith = String.prototype.startsWith;

export const isRequest = brand(requestMethod);

/** What the browser itself says of a request that failed. */
const failure =
  'mozInnerScreenX' in window ? 'NetworkError when attempting to fetch resource.' : 'Failed to fetch';
function networkError(): TypeError {
  return new Native.TypeError(failure);
}

/** Bodies that were given to `new Request`, so that they can be judged within the call. */
const bodies = new Native.WeakMap<object, { parts: Part[] }>();

/** Asks, then sends `request` or fails as a network error does. */
function judged(
  parts: Part[],
  native: (request: Request) => unknown,
  self: unknown,
  snapshot: (replacements: (File | undefined)[]) => Request | undefined,
  signal: AbortSignal | undefined,
  direct: () => unknown,
): unknown {
  let resolve!: (value: unknown) => void;
  let reject!: (error: unknown) => void;
  let open = true;
  const promise = new Native.Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  const id = ask('fetch', parts, ({ released, replacements }) => {
    if (!open) return;
    open = false;
    const request = released ? snapshot(replacements) : undefined;
    if (request) resolve(apply(native as (...args: unknown[]) => unknown, self, [request]));
    else reject(networkError());
  });
  if (id === 0) return direct();
  if (signal)
    addListener(signal, [
      'abort',
      () => {
        if (!open) return;
        open = false;
        cancel(id);
        reject(signalReason(signal));
      },
    ]);
  return promise;
}

function later(promise: Promise<unknown>, step: (value: unknown) => unknown): unknown {
  return new Native.Promise((resolve, reject) => {
    whenDone(
      promise,
      (value) => {
        try {
          resolve(step(value));
        } catch (error) {
          reject(error);
        }
      },
      reject,
    );
  });
}

/** What there is to judge in a request whose body need not be read for it. */
function partsAtHand(request: Request): Part[] | undefined {
  const address = addAddress([], requestUrl(request));
  const method = requestMethod(request);
  if (method === 'GET' || method === 'HEAD' || requestUsed(request)) return address;
  const known = weakGet(bodies, [request]) as { parts: Part[] } | undefined;
  if (!known) return undefined;
  for (let i = 0; i < known.parts.length; i += 1) push(address, known.parts[i]!);
  return address;
}

function readCopy(request: Request): { read: Promise<unknown>; multipart: boolean } {
  const copy = apply(requestClone, request, []);
  const type = (apply(headersGet, requestHeaders(request), ['content-type']) as string | null) ?? '';
  const multipart = apply(startsWith, type, ['multipart/form-data']) as boolean;
  return { read: apply(multipart ? requestForm : requestBlob, copy, []) as Promise<unknown>, multipart };
}

/** Asks about a request that the browser sends by itself later; `done` is called within the call where that can be. */
export function askAbout(request: Request, done: (released: boolean) => void): void {
  const askWith = (parts: Part[]) => {
    const id = ask('beacon', parts, ({ released, replacements }) =>
      done(released && replacements.length === 0),
    );
    if (id === 0) done(true);
  };
  const now = partsAtHand(request);
  if (now) askWith(now);
  else
    whenDone(
      readCopy(request).read,
      (body) => askWith(addAddress(partsOf(body), requestUrl(request))),
      () => done(false),
    );
}

/** A request made elsewhere, or before we could see its body: read from a copy. */
function fetchRequest(request: Request, native: (request: Request) => unknown, self: unknown): unknown {
  const go = () => apply(native as (...args: unknown[]) => unknown, self, [request]);
  const signal = requestSignal(request);
  if (signalAborted(signal)) return go();
  const now = partsAtHand(request);
  if (now) return judged(now, native, self, () => request, signal, go);
  const { read, multipart } = readCopy(request);
  return later(read, (body) => {
    const parts = addAddress(partsOf(body), requestUrl(request));
    return judged(
      parts,
      native,
      self,
      (replacements) => {
        if (replacements.length === 0) return request;
        const changed = withReplacements(body, replacements);
        // The boundary belongs to the body that is replaced, so only a form with a new one can be sent.
        return changed === undefined || multipart
          ? undefined
          : new Native.Request(request, bare({ body: changed as BodyInit }));
      },
      signal,
      go,
    );
  });
}

function onFetch(self: unknown, args: unknown[], native: (...args: unknown[]) => unknown): unknown {
  let init: Init | undefined;
  let body: unknown;
  // Once: an address, each option, and the string of a body that is of no kind of its own.
  try {
    if (isObject(args[0]) && !isRequest(args[0])) put(args, 0, `${args[0] as unknown as string}`);
    if (isObject(args[1])) {
      init = copyInit(args[1]);
      body = readBody(init.body);
      put(args, 1, init);
    }
  } catch (error) {
    return new Native.Promise((_, reject) => reject(error));
  }
  const input = args[0];
  const go = () => apply(native, self, args);
  if (!init || body === undefined || body === null) {
    if (!isRequest(input) && (typeof input !== 'string' || input.length < LONG_TEXT)) return go();
    let request = input as Request;
    try {
      if (init || !isRequest(input)) request = construct(Native.Request, args) as Request;
    } catch {
      return go(); // The browser says itself what is wrong with it.
    }
    return fetchRequest(request, native as never, self);
  }
  put(init, 'body', body);
  if (isStream(body)) return fetchStream(input, init, native, self);
  const parts = partsOf(body);
  if (typeof input === 'string') addAddress(parts, input);
  if (parts.length === 0) return go();
  const kept = frozen(body);
  put(init, 'body', kept);
  let request: Request;
  try {
    request = construct(Native.Request, args) as Request;
  } catch {
    return go(); // The browser says itself what is wrong with it.
  }
  return judged(
    parts,
    native as never,
    self,
    (replacements) => {
      if (replacements.length === 0) return request;
      const changed = withReplacements(kept, replacements);
      if (changed === undefined) return undefined;
      put(init, 'body', changed);
      return construct(Native.Request, [input, init]) as Request;
    },
    requestSignal(request),
    go,
  );
}

/** A stream is read to its end and sent as a blob: what has not been read can't be judged. */
function fetchStream(
  input: unknown,
  init: Init,
  native: (...args: unknown[]) => unknown,
  self: unknown,
): unknown {
  const read = apply(responseBlob, new Native.Response(init.body as ReadableStream), []) as Promise<Blob>;
  return later(read, (blob) => {
    put(init, 'body', blob);
    put(init, 'duplex', undefined);
    return onFetch(self, [input, init], native);
  });
}

export function watchRequests(): void {
  watchConstructor(
    globalThis,
    'Request',
    (request, args) => {
      const init = args[1] as Init | null | undefined;
      // Only strings: they can't change after the browser has read them.
      const body = init !== null && typeof init === 'object' ? init.body : undefined;
      if (typeof body === 'string') weakSet(bodies, [request, { parts: partsOf(body) }]);
    },
    // Each option is read once, by us, and the browser reads what we read.
    (args) => (isObject(args[1]) ? [args[0], copyInit(args[1])] : args),
  );
}

export function watchFetch(scope: Scope = globalThis): void {
  replaceMethod(scope, 'fetch', onFetch);
}
