// A staff list made into fingerprints: what each of its people can be told by, as keys in a filter, and what strangers match by chance.
import { build } from './filter.ts';
import { foldInitials, foldMail, foldName, foldNamePart, foldNumber, shapeOf } from './fold.ts';
import { encode } from './format.ts';
import { joined, joinedEither, type Key, keyed } from './keyed.ts';
import { ATOM, TAG } from './staff-list.ts';

/** One person, as a list has them: texts as they stand in its cells. */
export interface Person {
  /** The whole name in one cell. */
  name?: string;
  surname?: string;
  forename?: string;
  initials?: string;
  /** Staff, collar, warrant and pay numbers. */
  numbers: string[];
  mails: string[];
}

export interface Made {
  /** For `staffFingerprints`. */
  text: string;
  people: number;
  keys: { names: number; initials: number; numbers: number; numbered: number; mails: number };
  chance: { names: number; initials: number };
  shapes: Record<string, number>;
}

/** What somebody is told by, folded. */
interface Folded {
  pairs: [string, string][];
  initials: [string, string][];
  /** Words that may be the surname: both of a whole name, for lists do not say which comes first. */
  surnames: string[];
  numbers: string[];
  mails: string[];
}

function foldPerson(person: Person): Folded {
  const { name = '', surname = '', forename = '', initials = '' } = person;
  const folded: Folded = {
    pairs: [],
    initials: [],
    surnames: [],
    numbers: [...new Set(person.numbers.map(foldNumber).filter(Boolean))],
    mails: [
      ...new Set(
        person.mails
          .filter((mail) => mail.includes('@'))
          .map(foldMail)
          .filter(Boolean),
      ),
    ],
  };
  const family = foldNamePart(surname);
  if (family !== '') {
    folded.surnames.push(family);
    // Of several forenames the first counts.
    const given = forename
      .split(/\s+/)
      .map(foldNamePart)
      .filter((part) => part.length > 1);
    if (given[0]) folded.pairs.push([given[0], family]);
    const letter = given[0]?.charAt(0) || foldInitials(forename) || foldInitials(initials);
    if (letter) folded.initials.push([family, letter]);
  } else if (name !== '') {
    const whole = foldName(name);
    // Of a name in one cell the likeliest reading counts: more would let strangers in.
    const [pair] = whole.pairs;
    const [initial] = whole.initials;
    if (pair) folded.pairs.push([...pair]);
    if (initial) folded.initials.push([...initial]);
    folded.surnames.push(...(pair ?? (initial ? [initial[0]] : [])));
  }
  return folded;
}

/**
 * Makes the fingerprints of a staff list.
 * @param people one a line; lines in which nobody is named or numbered are left out, and the same person twice counts once
 * @param secret 16 random bytes, new for every file
 * @param made the day, for those who look at the policy later: `2026-11-24`
 */
export function makeFingerprints(people: Iterable<Person>, secret: Uint8Array, made: string): Made {
  const folded = new Map<string, Folded>();
  for (const person of people) {
    const one = foldPerson(person);
    if (one.pairs.length + one.initials.length + one.numbers.length + one.mails.length === 0) continue;
    folded.set(JSON.stringify([one.numbers[0] ?? one.mails[0] ?? '', one.pairs, one.initials]), one);
  }
  const key = keyed(secret);
  const memo = new Map<string, Key>();
  const word = (text: string): Key => {
    const known = memo.get(text) ?? key(text);
    memo.set(text, known);
    return known;
  };
  const keys = new Map<string, Key>();
  const counts = { names: 0, initials: 0, numbers: 0, numbered: 0, mails: 0 };
  const add = (sort: keyof typeof counts, one: Key): void => {
    const id = `${one.high}.${one.low}`;
    if (keys.has(id)) return;
    keys.set(id, one);
    counts[sort]++;
  };
  const sharing = { names: new Map<string, number>(), initials: new Map<string, number>() };
  const shapes = new Map<string, Set<string>>();
  const count = (map: Map<string, number>, text: string) => map.set(text, (map.get(text) ?? 0) + 1);
  for (const one of folded.values()) {
    for (const [a, b] of one.pairs) {
      add('names', joinedEither(word(ATOM.word + a), word(ATOM.word + b), TAG.pair));
      count(sharing.names, [a, b].sort().join(' '));
    }
    for (const [surname, letter] of one.initials) {
      add('initials', joined(word(ATOM.word + surname), word(ATOM.letter + letter), TAG.initial));
      count(sharing.initials, `${surname} ${letter}`);
    }
    for (const number of one.numbers) {
      const numberKey = key(ATOM.number + number);
      add('numbers', numberKey);
      for (const surname of one.surnames)
        add('numbered', joined(word(ATOM.word + surname), numberKey, TAG.numbered));
      const shape = shapeOf(number);
      const alike = shapes.get(shape) ?? new Set();
      shapes.set(shape, alike.add(number));
    }
    for (const mail of one.mails) add('mails', key(ATOM.mail + mail));
  }
  const chance = { names: sharedBy(sharing.names), initials: sharedBy(sharing.initials) };
  const shares = Object.fromEntries(
    [...shapes].map(([shape, numbers]) => [shape, rounded(Math.min(1, numbers.size / possible(shape)))]),
  );
  const filter = build([...keys.values()]);
  const hex = Array.from(secret, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const header = { made, people: folded.size, key: hex, keys: counts, chance, shapes: shares };
  return { text: encode(header, filter), people: folded.size, keys: counts, chance, shapes: shares };
}

/** Share of people who are not alone with their name. */
function sharedBy(names: ReadonlyMap<string, number>): number {
  let all = 0;
  let shared = 0;
  for (const times of names.values()) {
    all += times;
    if (times > 1) shared += times;
  }
  return all === 0 ? 0 : rounded(shared / all);
}

/** How many numbers look so; those that begin with a zero are told without it. */
function possible(shape: string): number {
  const letters = shape.replace(/9/g, '').length;
  const digits = shape.length - letters;
  return 26 ** letters * (shape.startsWith('9') ? 9 * 10 ** (digits - 1) : 10 ** digits);
}

/** Rounded up: chance is never told smaller than it is. */
const rounded = (share: number): number => Math.ceil(share * 1e5) / 1e5;
