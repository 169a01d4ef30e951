// Messages of WebSockets and RTC data channels. One that has to be judged holds up those behind it, so that they keep
// their order; a refused one is left out.
import { frozen, partsOf, readBody, withReplacements } from './body.ts';
import { ask } from './link.ts';
import { replaceMethod, type Scope } from './mask.ts';
import { apply, Native, push, put, weakGet, weakSet } from './primordials.ts';

export interface Queue {
  /** What waits: each with what it does when its turn comes, once it is `ready`. */
  entries: { ready: boolean; run: () => void }[];
  /** The first that has not gone yet. */
  next: number;
}

const queues = new Native.WeakMap<object, Queue>();

export function flush(queue: Queue): void {
  while (queue.next < queue.entries.length && queue.entries[queue.next]!.ready) {
    const entry = queue.entries[queue.next]!;
    queue.next += 1;
    try {
      entry.run();
    } catch {
      // The connection was lost meanwhile, of which the page has its own event.
    }
  }
  if (queue.next === queue.entries.length) {
    queue.entries = [];
    queue.next = 0;
  }
}

function watch(prototype: object): void {
  replaceMethod(prototype, 'send', (self, args, native) => {
    const body = readBody(args[0]);
    if (args.length > 0) put(args, 0, body);
    const queue = weakGet(queues, [self]) as Queue | undefined;
    const waits = queue !== undefined && queue.entries.length > 0;
    const parts = partsOf(body);
    if (parts.length === 0 && !waits) return apply(native, self, args);

    const mine = queue ?? { entries: [], next: 0 };
    const kept = frozen(body);
    const entry = { ready: false, run: () => void apply(native, self, [kept]) };
    const id = ask('socket', parts, ({ released, replacements }) => {
      const changed = withReplacements(kept, replacements);
      entry.run =
        released && changed !== undefined ? () => void apply(native, self, [changed]) : () => undefined;
      entry.ready = true;
      flush(mine);
    });
    if (id === 0) {
      if (!waits) return apply(native, self, args);
      entry.ready = true;
    }
    weakSet(queues, [self, mine]);
    push(mine.entries, entry);
    flush(mine);
    return undefined;
  });

  replaceMethod(prototype, 'close', (self, args, native) => {
    const queue = weakGet(queues, [self]) as Queue | undefined;
    if (!queue || queue.entries.length === 0) return apply(native, self, args);
    push(queue.entries, { ready: true, run: () => void apply(native, self, args) });
    return undefined;
  });
}

export function watchSockets(scope: Scope = globalThis): void {
  watch(scope.WebSocket.prototype);
  if ('RTCDataChannel' in scope) watch(scope.RTCDataChannel.prototype);
}
