// XMLHttpRequest: a body with files or long text waits for the verdict. A synchronous request can't wait: it fails as a
// network error does, unless everything in it was judged before.
import { addAddress, frozen, partsOf, readBody, withReplacements } from './body.ts';
import { ask, cancel } from './link.ts';
import { replaceMethod, type Scope } from './mask.ts';
import { apply, bare, brand, dispatch, getter, Native, put, weakGet, weakSet } from './primordials.ts';

interface State {
  address: string;
  async: boolean;
  /** The number of the request that is held, 0 for none. */
  held: number;
}

const states = new Native.WeakMap<object, State>();
const stateOf = (xhr: unknown) => weakGet(states, [xhr]) as State | undefined;
const uploadOf = getter<XMLHttpRequestUpload>(XMLHttpRequest.prototype, 'upload');
const readyState = getter<number>(XMLHttpRequest.prototype, 'readyState');
const isXhr = brand(readyState);
const abortNatively = XMLHttpRequest.prototype.abort;

/** What a page hears of a request that ended before it was sent. */
function end(xhr: XMLHttpRequest, type: 'abort' | 'error'): void {
  const upload = uploadOf(xhr);
  for (let i = 0; i < 2; i += 1) {
    const target = i === 0 ? upload : xhr;
    dispatch(target, [new Native.ProgressEvent(type, bare({}))]);
    dispatch(target, [new Native.ProgressEvent('loadend', bare({}))]);
  }
}

function drop(state: State | undefined): boolean {
  if (!state || state.held === 0) return false;
  cancel(state.held);
  state.held = 0;
  return true;
}

export function watchXhr(scope: Scope = globalThis): void {
  const { prototype } = scope.XMLHttpRequest;

  replaceMethod(prototype, 'open', (self, args, native) => {
    drop(stateOf(self));
    // Turned into a string once, by us.
    const address = args.length > 1 ? `${args[1] as string}` : '';
    if (args.length > 1) put(args, 1, address);
    const result = apply(native, self, args);
    weakSet(states, [self, { address, async: args.length < 3 || Boolean(args[2]), held: 0 }]);
    return result;
  });

  replaceMethod(prototype, 'abort', (self, args, native) => {
    const held = drop(stateOf(self));
    const result = apply(native, self, args);
    if (held) end(self as XMLHttpRequest, 'abort');
    return result;
  });

  replaceMethod(prototype, 'send', (self, args, native) => {
    let state = stateOf(self);
    if (!state) {
      if (!isXhr(self) || readyState(self) !== 1) return apply(native, self, args);
      // By another frame's `open`.
      state = { address: '', async: true, held: 0 };
      weakSet(states, [self, state]);
    }
    const { address, async } = state;
    const body = readBody(args[0], true);
    if (args.length > 0) put(args, 0, body);
    if (state.held !== 0)
      throw new Native.DOMException(
        "Failed to execute 'send' on 'XMLHttpRequest': The object's state must be OPENED.",
        'InvalidStateError',
      );
    const parts = addAddress(partsOf(body), address);
    const kept = parts.length > 0 ? frozen(body) : body;
    let asked = false;
    const id = ask('xhr', parts, ({ released, replacements }) => {
      // A gate that is gone answers within the call.
      if (!asked && !async) return;
      state.held = 0;
      const changed = withReplacements(kept, replacements);
      if (released && (changed !== undefined || body === undefined)) apply(native, self, [changed]);
      else {
        apply(abortNatively, self, []);
        end(self as XMLHttpRequest, 'error');
      }
    });
    asked = true;
    if (id === 0) return apply(native, self, args);
    if (!async) {
      cancel(id);
      throw new Native.DOMException(
        "Failed to execute 'send' on 'XMLHttpRequest': Failed to load.",
        'NetworkError',
      );
    }
    state.held = id;
    return undefined;
  });
}
