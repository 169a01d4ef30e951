// What one string may say of somebody on the force's list: a word or a letter of a name, a whole name, a number, an address. What it
// could be is told by its characters, once; the list is asked only when somebody wants to know, for asking is dear.
import {
  type FoldedName,
  foldInitials,
  foldName,
  foldNamePart,
  foldNumber,
  nameInMail,
} from '../../fingerprints/fold.ts';
import type { Key } from '../../fingerprints/keyed.ts';
import type { StaffList } from '../../fingerprints/staff-list.ts';
import { foldedHash } from '../../lexicon/text.ts';

const NONE: readonly Key[] = [];

export class Cell {
  /** The same for the same text, however it is written. */
  readonly id: number;
  private text: string;
  private list: StaffList;
  /** One part of a name, to be read with the cells beside it. */
  readonly isWord: boolean;
  /** May be a whole name, with or without a rank. */
  readonly isName: boolean;
  /** A number that looks like those of the list, folded; empty otherwise. */
  readonly number: string;
  /** How often such a number is on the list by chance. */
  readonly chance: number;
  readonly isMail: boolean;
  /** A number with words around it. */
  readonly isNumbered: boolean;
  /** A first letter, where the text is initials. */
  readonly letter: string;
  private keys: readonly Key[] | undefined;
  private folded: FoldedName | undefined;
  private numberKeyed: Key | undefined;

  constructor(text: string, list: StaffList, shape: Shape, number: string, chance: number) {
    this.text = text;
    this.list = list;
    this.number = number;
    this.chance = chance;
    this.id = foldedHash(number === '' ? text : number);
    this.isMail = shape.at;
    this.isWord = !shape.at && !shape.digit && !shape.other && shape.letters > 1 && shape.words <= 3;
    this.isName = !shape.at && number === '' && shape.words > 1 && shape.letters > 2;
    this.isNumbered = !shape.at && number === '' && shape.digit && shape.blank && shape.letters > 1;
    this.letter = !shape.digit && shape.letters <= 4 && text.length <= 8 ? foldInitials(text) : '';
  }

  /** Digits and nothing else: how many; 0 otherwise. */
  get digits(): number {
    return /^\d+$/.test(this.number) ? this.number.length : 0;
  }

  /** The keys of a part of a name: all of it as one word, and the first of its words. */
  get words(): readonly Key[] {
    this.keys ??= this.readWords();
    return this.keys;
  }

  get numberKey(): Key {
    this.numberKeyed ??= this.list.number(this.number);
    return this.numberKeyed;
  }

  /** Whether the whole name is on the list; nothing where it has no two words. */
  hasName(): boolean | undefined {
    const { name } = this;
    return name.pairs.length === 0 ? undefined : this.list.hasName(name);
  }

  /** Whether surname and initial are on the list; nothing where the name is told in full, unless the list has initials only. */
  hasInitials(): boolean | undefined {
    const { name, list } = this;
    if (name.initials.length === 0 || (name.pairs.length > 0 && !list.byInitials)) return undefined;
    return list.hasInitials(name);
  }

  hasMail(): boolean {
    const name = nameInMail(this.text);
    return this.list.hasMail(this.text) || (name !== '' && this.list.hasName(foldName(name)));
  }

  /** `PC 1234 Smith`, `Smith, Jane (C4521)`: whether the number belongs to the name; nothing where there are no two such. */
  hasNumbered(): boolean | undefined {
    const { list } = this;
    const parts = this.text.split(/[\s,()/:;|]+/);
    const numbers = parts.map(foldNumber).filter((number) => number !== '' && list.chanceOfNumber(number));
    const words = parts.map(foldNamePart).filter((word) => word.length > 1);
    if (numbers.length === 0 || words.length === 0 || words.length > 6) return undefined;
    return numbers.some((number) => {
      const key = list.number(number);
      return words.some((word) => list.hasNumbered(list.word(word), key));
    });
  }

  private get name(): FoldedName {
    this.folded ??= foldName(this.text);
    return this.folded;
  }

  private readWords(): readonly Key[] {
    const whole = foldNamePart(this.text);
    if (whole.length < 2) return NONE;
    const gap = this.text.search(/[\s.]/);
    const first = gap < 0 ? '' : foldNamePart(this.text.slice(0, gap));
    return first.length > 1 ? [this.list.word(whole), this.list.word(first)] : [this.list.word(whole)];
  }
}

/** How the characters of a string look. */
interface Shape {
  letters: number;
  words: number;
  digit: boolean;
  at: boolean;
  blank: boolean;
  /** Commas, brackets and what else stands in names, but not within their parts. */
  other: boolean;
}

/** Longer strings are no names. */
const LONGEST = 60;

/** @returns nothing where the string can be nobody's name, number or address */
export function lookAt(given: string, list: StaffList): Cell | undefined {
  if (given.length > LONGEST) return undefined;
  const text = given.trim();
  const shape: Shape = { letters: 0, words: 0, digit: false, at: false, blank: false, other: false };
  let inside = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c >= 192) {
      shape.letters++;
      if (!inside) shape.words++;
      inside = true;
    } else if (c >= 48 && c <= 57) {
      shape.digit = true;
      inside = false;
    } else if (c === 64) shape.at = true;
    else if (c === 39 || c === 45 || c === 96) continue;
    else {
      // A blank or a dot; anything else keeps it from being one part of a name.
      if (c === 32 || c === 160) shape.blank = true;
      if (c !== 32 && c !== 46 && c !== 160) {
        if (!IN_NAMES.has(c)) return undefined;
        shape.other = true;
      }
      inside = false;
    }
  }
  if (shape.at) return shape.letters > 2 ? new Cell(text, list, shape, '', 0) : undefined;
  if (shape.digit && !shape.other && shape.words <= 2 && shape.letters <= 6) {
    const number = foldNumber(text);
    const chance = number === '' ? undefined : list.chanceOfNumber(number);
    if (chance !== undefined) return new Cell(text, list, shape, number, chance);
  }
  return shape.letters === 0 || (shape.digit && (shape.letters < 2 || !shape.blank))
    ? undefined
    : new Cell(text, list, shape, '', 0);
}

/** Marks in names: `, ( ) / : ; |` and the underscore of addresses. */
const IN_NAMES = new Set(Array.from(',()/:;|_’‘', (c) => c.charCodeAt(0)));
