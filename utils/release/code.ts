// How a release code is written: twelve characters that can be read out over the telephone, the last of them a check on
// the others. Pure.

/** Crockford's base 32: no I, L, O or U, so that nothing can be taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Letters that people write for a digit, and the digit. */
const TAKEN_FOR: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

/** Characters of the salt, of the seal, and in all with the check. Five bits each. */
const SALT_LENGTH = 2;
const SEAL_LENGTH = 9;
const BODY_LENGTH = SALT_LENGTH + SEAL_LENGTH;
export const CODE_LENGTH = BODY_LENGTH + 1;

/** A code in its parts, each a list of values from 0 to 31. */
export interface ReleaseCode {
  /** Two codes for the same thing are two codes: 10 bits, drawn at random. */
  salt: readonly number[];
  /** The start of the keyed hash: 45 bits. */
  seal: readonly number[];
}

/** Twice a value in the field of 32 elements (x^5 + x^2 + 1). */
const twice = (value: number) => (value & 16 ? (value << 1) ^ 0b100101 : value << 1);

/**
 * The check character: a sum of the others with weights that all differ, in a field, so that one wrong character and two
 * that changed places, wherever they stand, are always noticed.
 */
function checkOf(body: readonly number[]): number {
  // Horner's rule; the check itself has the weight 1.
  return body.reduce((sum, value) => twice(sum ^ value), 0);
}

/** The first characters' worth of five bits each of `bytes`. @throws RangeError where there are too few bytes. */
export function fiveBits(bytes: Uint8Array, count: number): number[] {
  if (bytes.length * 8 < count * 5) throw new RangeError(`${count} characters need more than that.`);
  return Array.from({ length: count }, (_, index) => {
    const bit = index * 5;
    const pair = ((bytes[bit >> 3] as number) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    return (pair >> (11 - (bit & 7))) & 31;
  });
}

/** A salt drawn at random. */
export function newSalt(): number[] {
  return fiveBits(crypto.getRandomValues(new Uint8Array(2)), SALT_LENGTH);
}

/** The seal that the start of a keyed hash makes. */
export const sealOf = (hash: Uint8Array) => fiveBits(hash, SEAL_LENGTH);

/** As it is shown and read out: `7K3M-90PQ-ZX4D`. */
export function writeCode({ salt, seal }: ReleaseCode): string {
  const body = [...salt, ...seal];
  const text = [...body, checkOf(body)].map((value) => ALPHABET[value]).join('');
  return (text.match(/.{4}/g) ?? []).join('-');
}

/** What somebody typed, whatever its case, spaces and dashes; undefined where it can be no code (a slip of the keyboard). */
export function readCode(typed: string): ReleaseCode | undefined {
  const plain = typed.toUpperCase().replace(/[\s\p{Pd}]/gu, '');
  const values = [...plain].map((letter) => ALPHABET.indexOf(TAKEN_FOR[letter] ?? letter));
  if (values.length !== CODE_LENGTH || values.includes(-1)) return undefined;
  const body = values.slice(0, BODY_LENGTH);
  if (checkOf(body) !== values[BODY_LENGTH]) return undefined;
  return { salt: body.slice(0, SALT_LENGTH), seal: body.slice(SALT_LENGTH) };
}
