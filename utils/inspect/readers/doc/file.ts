// The skeleton of a Word binary file ([MS-DOC]): its information block, the pieces that its text is made of, and the
// stretches of it that are deleted, inserted, hidden, or the end of a table's row.

/** Tables of the file by their place in FibRgFcLcb97. */
export const TABLE = {
  styles: 1,
  chpx: 12,
  papx: 13,
  assoc: 32,
  clx: 33,
  noteOwners: 36,
  drawings: 50,
  revisers: 51,
  savedBy: 71,
} as const;

/** Bits of what is known of a stretch of characters. */
export const LOOK = {
  deleted: 1,
  inserted: 2,
  vanish: 4,
  rowEnd: 8,
  /** Said not to be hidden, whatever its style says. */
  shown: 16,
  tiny: 32,
  inTable: 64,
  /** Hidden by its style. */
  styleVanish: 128,
  /** Hidden where its style is not, and the other way round. */
  inverted: 256,
  white: 512,
  /** Something else than paper is behind it. */
  shaded: 1024,
} as const;

/** Whether a look hides: what is said of the characters goes before what their style says. */
export function isVanished(look: number): boolean {
  if (look & LOOK.inverted) return (look & LOOK.styleVanish) === 0;
  return (look & LOOK.vanish) !== 0 || ((look & LOOK.styleVanish) !== 0 && (look & LOOK.shown) === 0);
}

/** Whether letters are white on paper, as far as can be told without drawing them. */
export function isPale(look: number): boolean {
  return (look & LOOK.white) !== 0 && (look & (LOOK.shaded | LOOK.inTable)) === 0;
}

export interface Piece {
  /** Characters from the document's beginning. */
  from: number;
  to: number;
  /** Where its bytes begin in the stream. */
  offset: number;
  /** One byte a character, windows-1252. */
  narrow: boolean;
}

/** A stretch of the stream's bytes with something to say of it. */
export interface Stretch {
  from: number;
  to: number;
  look: number;
}

export interface Fib {
  /** Word 6 and 95: no table stream, one byte a character. */
  old: boolean;
  encrypted: boolean;
  tableStream: '0Table' | '1Table';
  /** Characters of the stories, in their order in the text. */
  lengths: number[];
  /** Place and size of a table. */
  table(index: number): { at: number; size: number };
  pieces?: Piece[];
}

/** Stories by their order in the text: body, footnotes, headers, macros, comments, endnotes, text boxes. */
const STORIES = 8;

/** @returns undefined where it is no Word document. */
export function readFib(stream: Uint8Array): Fib | undefined {
  if (stream.length < 96) return undefined;
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  const version = view.getUint16(2, true);
  const flags = view.getUint16(10, true);
  const encrypted = (flags & 0x0100) !== 0;
  const tableStream = flags & 0x0200 ? '1Table' : '0Table';
  const word = (at: number) => (at + 4 <= stream.length ? view.getUint32(at, true) : 0);
  const bounded = (n: number) => Math.min(n, 0x7fffffff);
  if (version < 0x00c1 || view.getUint16(0, true) !== 0xa5ec) {
    const from = word(24);
    const lengths = Array.from({ length: STORIES }, (_, i) => bounded(word(52 + i * 4)));
    const to = Math.min(word(28), stream.length);
    const pieces = from < to ? [{ from: 0, to: to - from, offset: from, narrow: true }] : [];
    return { old: true, encrypted, tableStream, lengths, table: () => ({ at: 0, size: 0 }), pieces };
  }
  const lengths = [76, 80, 84, 88, 92, 96, 100, 104].map((at) => bounded(word(at)));
  return {
    old: false,
    encrypted,
    tableStream,
    lengths,
    table: (index) => ({ at: word(154 + index * 8), size: word(158 + index * 8) }),
  };
}

/** The piece table. */
export function readPieces(clx: Uint8Array): Piece[] {
  const view = new DataView(clx.buffer, clx.byteOffset, clx.length);
  let at = 0;
  while (at + 3 <= clx.length && clx[at] === 1) at += 3 + view.getUint16(at + 1, true);
  if (at + 5 > clx.length || clx[at] !== 2) return [];
  const size = Math.min(view.getUint32(at + 1, true), clx.length - at - 5);
  const count = Math.floor((size - 4) / 12);
  const base = at + 5;
  const pieces: Piece[] = [];
  for (let i = 0; i < count; i++) {
    const from = view.getUint32(base + i * 4, true);
    const to = view.getUint32(base + i * 4 + 4, true);
    const fc = view.getUint32(base + (count + 1) * 4 + i * 8 + 2, true);
    const narrow = (fc & 0x40000000) !== 0;
    const offset = narrow ? (fc & 0x3fffffff) >>> 1 : fc & 0x3fffffff;
    // Pieces follow one another; anything else is damage.
    if (to > from && (pieces.length === 0 || from >= pieces.at(-1)!.to))
      pieces.push({ from, to, offset, narrow });
  }
  return pieces;
}

/** Bytes of an operand by the property's upper three bits; 0 where it says so itself. */
const OPERANDS = [1, 1, 2, 4, 2, 2, 0, 3];

/** Properties that colour what is behind the text: of characters, of paragraphs, of cells. */
const SHADINGS = new Set([0x4866, 0xca71, 0x442d, 0xc64d, 0x2a0c]);
const WHITE = 0x00ffffff;
const WHITE_INDEX = 8;

/** What a list of properties says. @param styles what each style says, for those that name one. */
function lookOf(list: Uint8Array, styles: readonly number[]): number {
  let look = 0;
  const set = (bit: number, on: boolean) => {
    look = on ? look | bit : look & ~bit;
  };
  for (let at = 0; at + 2 < list.length; ) {
    const property = list[at]! | (list[at + 1]! << 8);
    const value = list[at + 2]!;
    const wide = value | ((list[at + 3] ?? 0) << 8);
    if (property === 0x0800) set(LOOK.deleted, value === 1);
    else if (property === 0x0801) set(LOOK.inserted, value === 1);
    else if (property === 0x083c) {
      set(LOOK.vanish, value === 1);
      set(LOOK.shown, value === 0);
      set(LOOK.inverted, value === 0x81);
    } else if (property === 0x4a30) look |= styles[wide] ?? 0;
    else if (property === 0x2a42) set(LOOK.white, value === WHITE_INDEX);
    else if (property === 0x6870) {
      const colour = wide | ((list[at + 4] ?? 0) << 16) | ((list[at + 5] ?? 0) << 24);
      set(LOOK.white, colour === WHITE);
    } else if (property === 0x2416) set(LOOK.inTable, value === 1);
    else if (property === 0x2417) set(LOOK.rowEnd, value === 1);
    else if (property === 0x4a43) set(LOOK.tiny, wide < 4);
    else if (SHADINGS.has(property)) look |= LOOK.shaded;
    at += 2;
    const fixed = OPERANDS[property >> 13]!;
    if (fixed > 0) at += fixed;
    else if (property === 0xd608) at += wide + 1;
    else at += value + 1;
  }
  return look;
}

/** Of a style's look only this reaches the text that has it. */
const INHERITED = LOOK.styleVanish | LOOK.white | LOOK.shaded;

/** What each style says, with all that it is based on, by number ([MS-DOC] 2.9.271 STSH). */
export function readStyles(sheet: Uint8Array): number[] {
  const view = new DataView(sheet.buffer, sheet.byteOffset, sheet.length);
  if (sheet.length < 6) return [];
  const header = view.getUint16(0, true);
  const count = Math.min(view.getUint16(2, true), 4096);
  const base = view.getUint16(4, true);
  const looks: number[] = [];
  const parents: number[] = [];
  let at = 2 + header;
  for (let i = 0; i < count && at + 2 <= sheet.length; i++) {
    const size = view.getUint16(at, true);
    const from = at + 2;
    const to = Math.min(from + size, sheet.length);
    at = from + size;
    looks.push(0);
    parents.push(0xfff);
    if (to - from < base + 2 || base < 6) continue;
    const kind = view.getUint16(from + 2, true) & 15;
    parents[i] = view.getUint16(from + 2, true) >> 4;
    const lists = view.getUint16(from + 4, true) & 15;
    // Behind the name: lists of properties, each at an even place; of paragraphs first.
    let next = from + base + 2 + (view.getUint16(from + base, true) + 1) * 2;
    for (let list = 0; list < lists && next + 2 <= to; list++) {
      const length = view.getUint16(next, true);
      const ofParagraph = kind === 1 && list === 0;
      const begin = next + 2 + (ofParagraph ? 2 : 0);
      const look = lookOf(sheet.subarray(begin, Math.min(next + 2 + length, to)), []);
      looks[i]! |= (look & (LOOK.white | LOOK.shaded)) | (look & LOOK.vanish ? LOOK.styleVanish : 0);
      if (look & LOOK.shown) looks[i]! |= LOOK.shown;
      next += 2 + length + (length & 1);
    }
  }
  return looks.map((_, style) => {
    let look = 0;
    let said = false;
    for (let one = style, steps = 0; one < looks.length && steps < 16; one = parents[one]!, steps++) {
      const own = looks[one]!;
      // The style itself goes before those that it is based on.
      look |= said ? own & ~LOOK.styleVanish : own;
      said ||= (own & (LOOK.styleVanish | LOOK.shown)) !== 0;
    }
    return look & INHERITED;
  });
}

/**
 * Stretches of characters (or of paragraphs) that have something to be said of, in order.
 * @param table the list of pages. @param paragraphs its pages are those of paragraphs. @param styles by readStyles.
 */
export function readStretches(
  stream: Uint8Array,
  table: Uint8Array,
  paragraphs: boolean,
  styles: readonly number[],
): Stretch[] {
  const list = new DataView(table.buffer, table.byteOffset, table.length);
  const count = Math.max(0, Math.floor((table.length - 4) / 8));
  const stretches: Stretch[] = [];
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  const seen = new Set<number>();
  for (let i = 0; i < count; i++) {
    const number = list.getUint32((count + 1) * 4 + i * 4, true) & 0x3fffff;
    const page = number * 512;
    if (page + 512 > stream.length || seen.has(number)) continue;
    seen.add(number);
    const runs = stream[page + 511]!;
    for (let run = 0; run < runs && (run + 2) * 4 < 511; run++) {
      const from = view.getUint32(page + run * 4, true);
      const to = view.getUint32(page + run * 4 + 4, true);
      const slot = page + (runs + 1) * 4 + run * (paragraphs ? 13 : 1);
      const offset = (stream[slot] ?? 0) * 2;
      if (offset === 0 || offset >= 511) {
        // A paragraph without properties has the style of the text as such.
        if (paragraphs && styles[0] && to > from) stretches.push({ from, to, look: styles[0] });
        continue;
      }
      let style = 0;
      let start = page + offset + 1;
      let size = stream[page + offset]!;
      if (paragraphs) {
        // The length is in words; 0 says that the next byte has it.
        size = size === 0 ? stream[start++]! * 2 : size * 2 - 1;
        style = styles[(stream[start] ?? 0) | ((stream[start + 1] ?? 0) << 8)] ?? 0;
        start += 2;
        size -= 2;
      }
      const own = size > 0 ? lookOf(stream.subarray(start, Math.min(start + size, page + 511)), styles) : 0;
      const look = own | style;
      if (look !== 0 && to > from) stretches.push({ from, to, look });
    }
  }
  return stretches.sort((a, b) => a.from - b.from);
}

/** A list of texts as Word keeps them (STTB), with two bytes a character or with one. */
export function readTexts(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 6) return [];
  const wide = view.getUint16(0, true) === 0xffff;
  let at = wide ? 2 : 0;
  const count = view.getUint16(at, true);
  const extra = view.getUint16(at + 2, true);
  at += 4;
  const decoder = new TextDecoder(wide ? 'utf-16le' : 'windows-1252');
  const texts: string[] = [];
  for (let i = 0; i < count && at + 2 <= bytes.length; i++) {
    const length = wide ? view.getUint16(at, true) * 2 : bytes[at]!;
    at += wide ? 2 : 1;
    texts.push(decoder.decode(bytes.subarray(at, at + length)));
    at += length + extra;
  }
  return texts;
}
