// Reads the shared strings in plain TypeScript, and decodes texts from bytes.
import { Damaged, Encrypted } from '../../errors.ts';
import type { ReadSharedStrings } from './scan.ts';
import { asUtf8, isName, TextArena, XmlBytes } from './xml-bytes.ts';

/** Bytes decoded at once. */
const BATCH = 1 << 20;

class SharedStrings extends XmlBytes {
  readonly strings: string[] = [];
  private readonly arena = new TextArena();
  /** Where each string of the batch ends in the arena. */
  private ends: number[] = [];
  private phonetic = 0;
  private inItem = false;

  protected open(
    bytes: Uint8Array,
    start: number,
    end: number,
    _attributes: number,
    selfClosing: boolean,
  ): void {
    if (isName(bytes, start, end, 'si')) {
      this.inItem = true;
      if (selfClosing) this.endItem();
    } else if (selfClosing) return;
    else if (isName(bytes, start, end, 'rPh')) this.phonetic++;
    else if (isName(bytes, start, end, 't')) this.wantText = this.inItem && this.phonetic === 0;
  }

  protected close(bytes: Uint8Array, start: number, end: number): void {
    if (isName(bytes, start, end, 't')) this.wantText = false;
    else if (isName(bytes, start, end, 'rPh')) this.phonetic = Math.max(0, this.phonetic - 1);
    else if (isName(bytes, start, end, 'si')) this.endItem();
  }

  protected text(bytes: Uint8Array, start: number, end: number, raw: boolean): void {
    this.arena.add(bytes, start, end, raw);
  }

  private endItem(): void {
    this.inItem = false;
    this.wantText = false;
    this.phonetic = 0;
    this.ends.push(this.arena.length);
    if (this.arena.length > BATCH) this.flush();
  }

  /** Decodes what has come in. Slices of one long string are cheap; only where bytes are not characters, one by one. */
  flush(): void {
    decodeTexts(this.arena, this.ends, this.strings);
    this.arena.clear();
    this.ends = [];
  }
}

/**
 * Excel writes characters that XML cannot hold as `_x000D_`, and an underscore before such a run as `_x005F_`: makes
 * these what they stand for, in place.
 */
export function unescapeStrings(strings: string[]): void {
  for (let i = 0; i < strings.length; i++) {
    const text = strings[i]!;
    if (!text.includes('_x')) continue;
    strings[i] = text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  }
}

/** Appends the texts that end at `ends` in the arena to `strings`. */
export function decodeTexts(arena: TextArena, ends: readonly number[], strings: string[]): void {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let start = 0;
  if (arena.ascii) {
    const all = decoder.decode(arena.bytes.subarray(0, arena.length));
    for (const end of ends) {
      strings.push(all.slice(start, end));
      start = end;
    }
    return;
  }
  for (const end of ends) {
    strings.push(decoder.decode(arena.bytes.subarray(start, end)));
    start = end;
  }
}

/** See ReadSharedStrings. */
export const readSharedStringsTs: ReadSharedStrings = async (source) => {
  const reader = new SharedStrings();
  try {
    for await (const piece of asUtf8(source.inflated())) reader.write(piece);
    reader.finish();
    reader.flush();
  } catch (error) {
    if (!(error instanceof Damaged || error instanceof Encrypted)) throw error;
    reader.flush();
    return { strings: reader.strings, problem: error };
  }
  return { strings: reader.strings };
};
