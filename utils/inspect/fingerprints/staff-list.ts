// A staff list that can only be asked: is this name, this number, this address one of theirs? It tells no name of itself.
import { has } from './filter.ts';
import { type FoldedName, foldMail, shapeOf } from './fold.ts';
import { decode, type Fingerprints } from './format.ts';
import { joined, joinedEither, type Key, keyed } from './keyed.ts';

/** What two keys are to each other. */
export const TAG = { pair: 1, initial: 2, numbered: 3 } as const;
/** Prefixes keep atoms of different sorts apart. */
export const ATOM = { word: 'w:', letter: 'i:', number: 'n:', mail: 'm:' } as const;

/** One wrong answer in so many, for a key that is not in the filter. */
export const WRONG = 1 / 256;

/** Atoms that are remembered, so that a surname is keyed once in a table. */
const REMEMBERED = 100_000;

export class StaffList {
  private fingerprints: Fingerprints;
  private key: (atom: string) => Key;
  private known = new Map<string, Key>();
  /** Shares of numbers without letters, by length. */
  private digits: (number | undefined)[];

  constructor(fingerprints: Fingerprints) {
    this.fingerprints = fingerprints;
    const { key, shapes } = fingerprints.header;
    this.digits = Array.from({ length: 16 }, (_, length) => shapes['9'.repeat(length)]);
    this.key = keyed(Uint8Array.from(key.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)));
  }

  get size(): number {
    return this.fingerprints.header.people;
  }

  /** Whether the list tells people by surname and initial only, as HR systems of some forces do. */
  get byInitials(): boolean {
    const { names, initials } = this.fingerprints.header.keys;
    return names < 0.5 * initials;
  }

  /** How often a stranger matches by chance, by sort of key. */
  get chance(): { names: number; initials: number } {
    return this.fingerprints.header.chance;
  }

  /** How often a stranger's number of the same look matches by chance; nothing where no number of the list looks so. */
  chanceOfNumber(number: string): number | undefined {
    const length = /^\d+$/.test(number) ? number.length : 0;
    const share = length > 0 ? this.digits[length] : this.fingerprints.header.shapes[shapeOf(number)];
    return share === undefined ? undefined : share + WRONG;
  }

  /** The key of a word of a name, once. */
  word(word: string): Key {
    return this.atom(ATOM.word + word);
  }

  number(number: string): Key {
    return this.key(ATOM.number + number);
  }

  hasPair(a: Key, b: Key): boolean {
    return has(this.fingerprints.filter, joinedEither(a, b, TAG.pair));
  }

  hasInitial(surname: Key, letter: string): boolean {
    return has(this.fingerprints.filter, joined(surname, this.atom(ATOM.letter + letter), TAG.initial));
  }

  hasNumber(number: Key): boolean {
    return has(this.fingerprints.filter, number);
  }

  /** Whether somebody of this surname has this number. */
  hasNumbered(surname: Key, number: Key): boolean {
    return has(this.fingerprints.filter, joined(surname, number, TAG.numbered));
  }

  hasMail(address: string): boolean {
    const local = foldMail(address);
    return (
      this.fingerprints.header.keys.mails > 0 &&
      local !== '' &&
      has(this.fingerprints.filter, this.key(ATOM.mail + local))
    );
  }

  /** Whether any reading of a whole name is on the list. */
  hasName(name: FoldedName): boolean {
    return name.pairs.some(([a, b]) => this.hasPair(this.word(a), this.word(b)));
  }

  hasInitials(name: FoldedName): boolean {
    return name.initials.some(([surname, letter]) => this.hasInitial(this.word(surname), letter));
  }

  private atom(atom: string): Key {
    let key = this.known.get(atom);
    if (!key) {
      if (this.known.size >= REMEMBERED) this.known.clear();
      key = this.key(atom);
      this.known.set(atom, key);
    }
    return key;
  }
}

let last: { text: string; list: StaffList | undefined } | undefined;

/** The staff list of a policy; nothing where there is none. The same text is opened once. */
export function openStaffList(text: string): StaffList | undefined {
  if (text === '') return undefined;
  if (last?.text !== text) {
    const fingerprints = decode(text);
    last = { text, list: fingerprints && new StaffList(fingerprints) };
  }
  return last.list;
}
