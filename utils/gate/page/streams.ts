// Streams that lead to the network: those of WebTransport and WebSocketStream. What a page writes is judged piece by piece, as
// messages of a socket are, and what has to wait holds up the pieces behind it. A refused message is left out; a stream
// of bytes with a hole in it would be another file, so that one is broken off.
import { frozen, partsOf, readBody } from './body.ts';
import { ask } from './link.ts';
import { replaceAccessor, replaceMethod, watchConstructor } from './mask.ts';
import { apply, bare, Native, push, weakGet, weakSet, whenDone } from './primordials.ts';
import { flush, type Queue } from './sockets.ts';

interface Sink {
  stream: WritableStream;
  /** Each piece is a message of its own. */
  messages: boolean;
  /** The writer that has the stream's lock. */
  writer: object | undefined;
  queue: Queue;
}

type Scope = Record<string, { prototype: object } | undefined>;

const sinks = new Native.WeakMap<object, Sink>();
/** By writer. */
const written = new Native.WeakMap<object, Sink>();
const sinkOf = (stream: unknown) =>
  stream !== null && typeof stream === 'object' ? (weakGet(sinks, [stream]) as Sink | undefined) : undefined;
const writtenBy = (writer: unknown) =>
  writer !== null && typeof writer === 'object'
    ? (weakGet(written, [writer]) as Sink | undefined)
    : undefined;

const getWriter = WritableStream.prototype.getWriter;
const { write, close, abort, releaseLock } = WritableStreamDefaultWriter.prototype;

function note(stream: unknown, messages: boolean): void {
  if (stream === null || typeof stream !== 'object' || sinkOf(stream)) return;
  const queue: Queue = { entries: [], next: 0 };
  weakSet(sinks, [stream, { stream: stream as WritableStream, messages, writer: undefined, queue }]);
}

function take(sink: Sink | undefined, writer: object): void {
  if (!sink) return;
  sink.writer = writer;
  weakSet(written, [writer, sink]);
}

/** By the writer that has the lock; the page may have let go of it since. */
function withWriter(sink: Sink, use: (writer: object) => Promise<unknown>): Promise<unknown> {
  if (sink.writer) return use(sink.writer);
  const own = apply(getWriter, sink.stream, []) as WritableStreamDefaultWriter;
  const result = use(own);
  apply(releaseLock, own, []);
  return result;
}

/** Does `step` in its turn. */
function inTurn(sink: Sink, parts: ReturnType<typeof partsOf>, step: () => Promise<unknown>): unknown {
  if (parts.length === 0 && sink.queue.entries.length === 0) return step();
  return new Native.Promise((resolve, reject) => {
    const go = () => {
      try {
        whenDone(step(), resolve, reject);
      } catch (error) {
        reject(error); // Somebody else has its lock now.
      }
    };
    const stop = () => {
      if (sink.messages) return resolve(undefined);
      const failure = new Native.TypeError('The stream was closed by the network.');
      whenDone(
        withWriter(sink, (writer) => apply(abort, writer, [failure]) as Promise<unknown>),
        () => undefined,
        () => undefined,
      );
      reject(failure);
    };
    const entry = { ready: false, run: go };
    const id = ask('socket', parts, ({ released, replacements }) => {
      if (!released || replacements.length > 0) entry.run = stop;
      entry.ready = true;
      flush(sink.queue);
    });
    if (id === 0) entry.ready = true;
    push(sink.queue.entries, entry);
    flush(sink.queue);
  });
}

function writeTo(sink: Sink, chunk: unknown): unknown {
  const body = sink.messages ? readBody(chunk) : chunk;
  const parts = partsOf(body);
  const kept = frozen(body);
  return inTurn(sink, parts, () =>
    withWriter(sink, (writer) => apply(write, writer, [kept]) as Promise<unknown>),
  );
}

function closeIt(sink: Sink): unknown {
  return inTurn(sink, [], () => withWriter(sink, (writer) => apply(close, writer, []) as Promise<unknown>));
}

/** A stream that hands what is piped into it to `sink` as if it were written. Undefined where the browser would refuse. */
function before(sink: Sink): { stream: WritableStream; done: () => void } | undefined {
  let writer: WritableStreamDefaultWriter;
  try {
    writer = apply(getWriter, sink.stream, []) as WritableStreamDefaultWriter;
  } catch {
    return undefined; // Its lock is taken: the browser says so itself.
  }
  take(sink, writer);
  const stream = new Native.WritableStream(
    bare({
      write: (chunk: unknown) => writeTo(sink, chunk) as Promise<void>,
      close: () => closeIt(sink) as Promise<void>,
      abort: (reason: unknown) => apply(abort, writer, [reason]) as Promise<void>,
    }),
  );
  const done = () => {
    sink.writer = undefined;
    apply(releaseLock, writer, []);
  };
  return { stream, done };
}

function watchWriters(): void {
  replaceMethod(WritableStream.prototype, 'getWriter', (self, args, native) => {
    const writer = apply(native, self, args) as object;
    take(sinkOf(self), writer);
    return writer;
  });
  watchConstructor(globalThis, 'WritableStreamDefaultWriter', (writer, args) =>
    take(sinkOf(args[0]), writer),
  );
  const { prototype } = WritableStreamDefaultWriter;
  replaceMethod(prototype, 'write', (self, args, native) => {
    const sink = writtenBy(self);
    return sink && sink.writer === self ? writeTo(sink, args[0]) : apply(native, self, args);
  });
  replaceMethod(prototype, 'close', (self, args, native) => {
    const sink = writtenBy(self);
    return sink && sink.writer === self ? closeIt(sink) : apply(native, self, args);
  });
  replaceMethod(prototype, 'releaseLock', (self, args, native) => {
    const sink = writtenBy(self);
    if (sink && sink.writer === self) sink.writer = undefined;
    return apply(native, self, args);
  });
  replaceMethod(WritableStream.prototype, 'close', (self, args, native) => {
    const sink = sinkOf(self);
    return sink && sink.queue.entries.length > 0 ? closeIt(sink) : apply(native, self, args);
  });
}

function watchPipes(): void {
  replaceMethod(ReadableStream.prototype, 'pipeTo', (self, args, native) => {
    const sink = sinkOf(args[0]);
    const ours = sink && before(sink);
    if (!ours) return apply(native, self, args);
    const piped = apply(native, self, [ours.stream, args[1]]) as Promise<unknown>;
    whenDone(piped, ours.done, ours.done);
    return piped;
  });
  replaceMethod(ReadableStream.prototype, 'pipeThrough', (self, args, native) => {
    const pair = args[0] as { readable?: unknown; writable?: unknown } | null | undefined;
    if (pair === null || typeof pair !== 'object') return apply(native, self, args);
    // In the browser's order, each once.
    const { readable, writable } = pair;
    const sink = sinkOf(writable);
    const ours = sink && before(sink);
    return apply(native, self, [bare({ readable, writable: ours ? ours.stream : writable }), args[1]]);
  });
}

export function watchStreams(): void {
  const scope = globalThis as unknown as Scope;
  const { WebTransport, WebTransportBidirectionalStream, WebTransportDatagramDuplexStream, WebSocketStream } =
    scope;
  if (!WebTransport && !WebSocketStream) return;
  watchWriters();
  watchPipes();
  replaceMethod(WebTransport?.prototype, 'createUnidirectionalStream', (self, args, native) => {
    const made = apply(native, self, args) as Promise<unknown>;
    // Before any reaction of the page's.
    whenDone(
      made,
      (stream) => note(stream, false),
      () => undefined,
    );
    return made;
  });
  const noteWritable = (owner: { prototype: object } | undefined, messages: boolean) =>
    replaceAccessor(owner?.prototype, 'writable', 'get', (self, args, native) => {
      const stream = apply(native, self, args);
      note(stream, messages);
      return stream;
    });
  noteWritable(WebTransportBidirectionalStream, false);
  noteWritable(WebTransportDatagramDuplexStream, true);
  replaceAccessor(WebSocketStream?.prototype, 'opened', 'get', (self, args, native) => {
    const opened = apply(native, self, args) as Promise<{ writable: unknown }>;
    whenDone(
      opened,
      ({ writable }) => note(writable, true),
      () => undefined,
    );
    return opened;
  });
}
