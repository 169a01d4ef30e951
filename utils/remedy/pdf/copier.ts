// Takes single objects of a PDF over into another: each one time, with the entries on a list and no others.
import type { Budget } from '../../inspect/reader.ts';
import { deflated } from './filters.ts';
import type { Objects, Writer } from './objects.ts';
import { Bytes, type Dict, Name, Ref, Stream, type Value } from './syntax.ts';

/** Nothing nests deeper than this within reason. */
export const MOST_DEPTH = 30;

/** A list of entries. */
export const keys = (list: string): readonly string[] => list.split(' ');

const PARAMETERS = keys(
  'K Columns Rows Predictor Colors BitsPerComponent BlackIs1 EncodedByteAlign EndOfLine EndOfBlock DamagedRowsBeforeError ColorTransform EarlyChange',
);

export function dictOf(entries: Readonly<Record<string, Value>>): Dict {
  return new Map(Object.entries(entries));
}

/** What is taken over from `objects` into `writer`. */
export class Copier {
  readonly objects: Objects;
  readonly writer: Writer;
  readonly budget: Budget;
  /** What was taken over already: kind and number in the source → number in the copy. */
  private readonly taken = new Map<string, Ref>();

  constructor(objects: Objects, writer: Writer, budget: Budget) {
    this.objects = objects;
    this.writer = writer;
    this.budget = budget;
  }

  /** Takes an object over one time only; what is no object of its own each time. */
  async once(kind: string, value: Value, take: () => Promise<Value>): Promise<Value> {
    if (!(value instanceof Ref)) {
      const taken = await take();
      return taken instanceof Stream ? this.writer.add(taken) : taken;
    }
    const key = `${kind} ${value.number}`;
    const known = this.taken.get(key);
    if (known) return known;
    const ref = this.writer.reserve();
    this.taken.set(key, ref);
    this.writer.set(ref, await take());
    return ref;
  }

  /** A stream of its own, packed. */
  async stream(dict: Dict, content: Uint8Array<ArrayBuffer>): Promise<Ref> {
    const data = await deflated(content);
    return this.writer.add(new Stream(new Map(dict).set('Filter', new Name('FlateDecode')), data));
  }

  /** How the data of a stream were packed. */
  async parameters(value: Value): Promise<Value> {
    const dict = this.objects.dict(value);
    if (!dict) return null;
    const copy = this.plainEntries(dict, PARAMETERS);
    const globals = this.objects.get(dict.get('JBIG2Globals'));
    if (globals instanceof Stream)
      copy.set('JBIG2Globals', await this.raw('globals', dict.get('JBIG2Globals') as Value, []));
    return copy;
  }

  /** A stream whose data are taken over as they are. */
  raw(kind: string, value: Value, list: readonly string[]): Promise<Value> {
    return this.once(kind, value, async () => {
      const stream = this.objects.get(value);
      if (!(stream instanceof Stream)) return null;
      return this.packedAs(this.plainEntries(stream.dict, list), stream);
    });
  }

  /** The data of a stream as they are, under other entries. */
  async packedAs(copy: Dict, { dict, data }: Stream): Promise<Stream> {
    const filter = dict.get('Filter');
    if (filter !== undefined) copy.set('Filter', this.plain(filter));
    const parameters = this.objects.get(dict.get('DecodeParms'));
    if (Array.isArray(parameters))
      copy.set('DecodeParms', await Promise.all(parameters.map((one) => this.parameters(one))));
    else if (parameters !== null) copy.set('DecodeParms', await this.parameters(parameters));
    return new Stream(copy, data);
  }

  /** The entries on a list, of those that are plain. */
  plainEntries(dict: Dict, list: readonly string[]): Dict {
    const copy: Dict = new Map();
    for (const key of list) {
      const value = dict.get(key);
      if (value === undefined) continue;
      const taken = this.plain(value);
      if (taken !== null) copy.set(key, taken);
    }
    return copy;
  }

  /** Numbers, names and lists of them; strings and streams are left out. */
  plain(value: Value, depth = 0): Value {
    if (depth > 10) return null;
    const found = this.objects.get(value);
    if (found instanceof Bytes || found instanceof Stream) return null;
    if (Array.isArray(found)) return found.map((one) => this.plain(one, depth + 1));
    if (found instanceof Map)
      return new Map([...found].map(([key, inner]) => [key, this.plain(inner, depth + 1)]));
    return found;
  }
}
