// The objects of a PDF that PDFium has written: plain ones, each by itself. And the same the other way round: a file of the
// objects that are to be kept, and nothing else.
import { TooLargeToWrite } from '../package/zip-writer.ts';
import {
  BadSyntax,
  bytesOf,
  type Dict,
  Lexer,
  latin1,
  Ref,
  Stream,
  type Value,
  Word,
  written,
} from './syntax.ts';

/** The source: objects by number, read when they are asked for. */
export class Objects {
  readonly root: Dict;
  private readonly bytes: Uint8Array<ArrayBuffer>;
  private readonly offsets = new Map<number, number>();
  private readonly known = new Map<number, Value>();

  /** @throws BadSyntax where it is not as PDFium writes. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
    const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(latin1(bytes.subarray(-64)))?.[1];
    const lexer = new Lexer(bytes, Number(start ?? bytes.length));
    if (!isWord(lexer.next(), 'xref')) throw new BadSyntax('There is no table of objects.');
    for (;;) {
      const first = lexer.next();
      if (isWord(first, 'trailer')) break;
      const count = lexer.next();
      if (typeof first !== 'number' || typeof count !== 'number') throw new BadSyntax('The table is torn.');
      for (let i = 0; i < count; i++) {
        const offset = lexer.next();
        lexer.next();
        if (isWord(lexer.next(), 'n') && typeof offset === 'number') this.offsets.set(first + i, offset);
      }
    }
    const trailer = lexer.value();
    const root = trailer instanceof Map ? this.get(trailer.get('Root')) : null;
    if (!(root instanceof Map)) throw new BadSyntax('There is no catalogue.');
    this.root = root;
  }

  /** What a reference stands for; anything else as it is. What is missing is null. */
  get(value: Value | undefined): Value {
    let found = value ?? null;
    for (let i = 0; found instanceof Ref; i++) {
      if (i > 20) return null;
      found = this.object(found.number);
    }
    return found;
  }

  dict(value: Value | undefined): Dict | undefined {
    const found = this.get(value);
    if (found instanceof Map) return found;
    return found instanceof Stream ? found.dict : undefined;
  }

  array(value: Value | undefined): Value[] {
    const found = this.get(value);
    return Array.isArray(found) ? found : [];
  }

  private object(number: number): Value {
    const known = this.known.get(number);
    if (known !== undefined) return known;
    const offset = this.offsets.get(number);
    if (offset === undefined) return null;
    const lexer = new Lexer(this.bytes, offset);
    lexer.next();
    lexer.next();
    if (!isWord(lexer.next(), 'obj')) throw new BadSyntax('An object is not where it should be.');
    let value = lexer.value();
    if (value instanceof Map && isWord(lexer.next(), 'stream')) {
      const { bytes } = this;
      let from = lexer.at;
      if (bytes[from] === 13) from++;
      if (bytes[from] === 10) from++;
      const length = this.get(value.get('Length'));
      if (typeof length !== 'number' || length < 0 || from + length > bytes.length)
        throw new BadSyntax('A stream does not say how long it is.');
      value = new Stream(value, bytes.subarray(from, from + length));
    }
    this.known.set(number, value);
    return value;
  }
}

function isWord(found: Value | Word | undefined, word: string): boolean {
  return found instanceof Word && found.value === word;
}

/** Offsets have ten digits. */
const MOST_BYTES = 2 ** 31;

/** A file in the making. */
export class Writer {
  private readonly objects: (Value | undefined)[] = [];

  /** A number for an object that comes later. */
  reserve(): Ref {
    this.objects.push(undefined);
    return new Ref(this.objects.length);
  }

  set(ref: Ref, value: Value): void {
    this.objects[ref.number - 1] = value;
  }

  add(value: Value): Ref {
    const ref = this.reserve();
    this.set(ref, value);
    return ref;
  }

  /** @throws TooLargeToWrite */
  file(root: Ref): Blob {
    const pieces: Uint8Array<ArrayBuffer>[] = [bytesOf('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')];
    let at = pieces[0]!.length;
    const put = (piece: Uint8Array<ArrayBuffer>) => {
      pieces.push(piece);
      at += piece.length;
      if (at > MOST_BYTES) throw new TooLargeToWrite();
    };
    const offsets: number[] = [];
    for (const [i, value = null] of this.objects.entries()) {
      offsets.push(at);
      if (value instanceof Stream) {
        const dict = new Map(value.dict).set('Length', value.data.length);
        put(bytesOf(`${i + 1} 0 obj\n${written(dict)}\nstream\n`));
        put(value.data);
        put(bytesOf('\nendstream\nendobj\n'));
      } else put(bytesOf(`${i + 1} 0 obj\n${written(value)}\nendobj\n`));
    }
    const start = at;
    const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
    put(
      bytesOf(
        `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${lines.join('')}` +
          `trailer\n<</Size ${offsets.length + 1} /Root ${written(root)}>>\nstartxref\n${start}\n%%EOF\n`,
      ),
    );
    return new Blob(pieces, { type: 'application/pdf' });
  }
}
