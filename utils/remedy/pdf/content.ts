// The instructions of a page, a form or a letter (ISO 32000, annex A): read one by one and written anew. Comments, marks
// with their texts, unknown words and what belongs to layers that are switched off stay out.
import {
  BadSyntax,
  bytesOf,
  type Dict,
  isBlank,
  Lexer,
  latin1,
  Name,
  type Value,
  Word,
  written,
} from './syntax.ts';

/** Instruction → how many values stand before it; -1: as many as there are. Those of marks are not among them. */
const OPERANDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...counts(0, 'q Q h S s f F f* B B* b b* n W W* BT ET T* BX EX'),
    ...counts(1, "w J j M ri i gs CS cs G g Do sh Tc Tw Tz TL Tr Ts Tj TJ '"),
    ...counts(2, 'd m l Td TD Tf d0'),
    ...counts(3, 'RG rg "'),
    ...counts(4, 'v y re K k'),
    ...counts(6, 'cm c Tm d1'),
    ...counts(-1, 'SC SCN sc scn'),
  }),
);

function counts(count: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word) => [word, count]));
}

/** Paint a path. */
const PAINTS = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*']);
/** Colour spaces that need no resource. */
const OWN_SPACES = new Set(['DeviceGray', 'DeviceRGB', 'DeviceCMYK', 'Pattern', 'G', 'RGB', 'CMYK', 'I']);
/** Entries of a picture within the instructions. */
const INLINE = new Set(
  'W H BPC CS D DP F I IM Width Height BitsPerComponent ColorSpace Decode DecodeParms Filter Interpolate ImageMask'.split(
    ' ',
  ),
);
/** Values before one instruction. */
const MOST_OPERANDS = 600;

/** Kinds of resources that instructions call by name. */
export type Category = 'Font' | 'XObject' | 'ExtGState' | 'ColorSpace' | 'Pattern' | 'Shading';

export interface Surroundings {
  /** Is the named layer shown? */
  isShown(layer: string): boolean;
  /**
   * A resource is used. @returns whether it may be: a form of a layer that is switched off may not, nor one that
   * is not there.
   */
  use(category: Category, name: string): boolean;
}

/** @throws BadSyntax */
export function filteredContent(
  bytes: Uint8Array<ArrayBuffer>,
  { isShown, use }: Surroundings,
): Uint8Array<ArrayBuffer> {
  const lexer = new Lexer(bytes, 0, false);
  const out: string[] = [];
  /** Marks that are open: does this one switch off? */
  const marks: boolean[] = [];
  let off = 0;
  let operands: Value[] = [];
  for (;;) {
    const found = lexer.next();
    if (found === undefined) break;
    if (!(found instanceof Word)) {
      operands.push(found);
      if (operands.length > MOST_OPERANDS) operands.shift();
      continue;
    }
    one(found.value, operands);
    operands = [];
  }
  return bytesOf(out.join(''));

  function one(word: string, values: Value[]): void {
    if (word === 'BMC' || word === 'BDC') {
      const [tag, name] = values.slice(-2);
      const hides =
        word === 'BDC' &&
        tag instanceof Name &&
        tag.value === 'OC' &&
        name instanceof Name &&
        !isShown(name.value);
      marks.push(hides);
      if (hides) off++;
    } else if (word === 'EMC') {
      if (marks.pop()) off--;
    } else if (word === 'BI') inlineImage();
    else {
      const count = OPERANDS.get(word);
      if (count === undefined) return;
      const kept = count < 0 ? values : count === 0 ? [] : values.slice(-count);
      if (off > 0 && hidden(word, kept)) return;
      if (usable(word, kept)) out.push(`${kept.map(written).join(' ')} ${word}\n`);
    }
  }

  /** Within a layer that is switched off nothing is painted; where things stand goes on. */
  function hidden(word: string, values: readonly Value[]): boolean {
    if (PAINTS.has(word)) out.push('n\n');
    else if (word === "'") out.push('T*\n');
    else if (word === '"') {
      out.push(`${written(values[0] ?? 0)} Tw ${written(values[1] ?? 0)} Tc T*\n`);
    } else if (!['Do', 'sh', 'Tj', 'TJ'].includes(word)) return false;
    return true;
  }

  function usable(word: string, values: readonly Value[]): boolean {
    const last = values.at(-1);
    const name = last instanceof Name ? last.value : undefined;
    switch (word) {
      case 'Tf': {
        const font = values[0];
        return font instanceof Name && use('Font', font.value);
      }
      case 'Do':
        return name !== undefined && use('XObject', name);
      case 'gs':
        return name !== undefined && use('ExtGState', name);
      case 'sh':
        return name !== undefined && use('Shading', name);
      case 'CS':
      case 'cs':
        return name !== undefined && (OWN_SPACES.has(name) || use('ColorSpace', name));
      case 'SCN':
      case 'scn':
        return name === undefined || use('Pattern', name);
      default:
        return true;
    }
  }

  function inlineImage(): void {
    const dict: Dict = new Map();
    for (;;) {
      const key = lexer.next();
      if (key instanceof Word && key.value === 'ID') break;
      if (!(key instanceof Name)) throw new BadSyntax('A picture within the instructions is torn.');
      const value = lexer.value();
      if (INLINE.has(key.value)) dict.set(key.value, value);
    }
    const from = lexer.at + 1;
    const to = endOfImage(bytes, from);
    lexer.at = to + 2;
    const space = dict.get('CS') ?? dict.get('ColorSpace');
    if (space instanceof Name && !OWN_SPACES.has(space.value)) use('ColorSpace', space.value);
    if (off > 0) return;
    const entries = [...dict].map(([key, value]) => `${written(new Name(key))} ${written(value)}`);
    out.push(`BI ${entries.join(' ')} ID `, latin1(bytes.subarray(from, to)), '\nEI\n');
  }
}

/** Where `EI` stands: between blanks, with something that reads like instructions behind it. */
function endOfImage(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x45, from); at >= 0; at = bytes.indexOf(0x45, at + 1)) {
    if (bytes[at + 1] !== 0x49 || !isBlank(bytes[at - 1])) continue;
    if (at + 2 < bytes.length && !isBlank(bytes[at + 2])) continue;
    const behind = bytes.subarray(at + 2, at + 12);
    if (behind.every((byte) => isBlank(byte) || (byte >= 0x20 && byte < 0x7f))) return at;
  }
  throw new BadSyntax('A picture within the instructions has no end.');
}
