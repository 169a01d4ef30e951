// Bytes and small numbers as text that a source file can hold as it is: 91 printable letters without quotes, the backslash and the dollar
// sign, two for 13 bits. Base64 would be a thirteenth longer.

/** Letters, and so the base. */
export const LETTERS = 91;
const ALPHABET = Uint8Array.from(
  Array.from({ length: 95 }, (_, at) => 32 + at).filter(
    (code) => !`"'\\$`.includes(String.fromCharCode(code)),
  ),
);
const DIGITS = new Uint8Array(128);
for (const [digit, code] of ALPHABET.entries()) DIGITS[code] = digit;

/** The letter of a digit from 0 to 90. */
export const letterOf = (digit: number): string => String.fromCharCode(ALPHABET[digit] as number);
/** The digit that stands at a place of a text. */
export const digitAt = (text: string, at: number): number => DIGITS[text.charCodeAt(at)] as number;

const BITS = 13;

export function packBytes(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let count = 0;
  const put = (): void => {
    const value = held & (2 ** BITS - 1);
    text += letterOf(Math.floor(value / LETTERS)) + letterOf(value % LETTERS);
    held >>>= BITS;
    count -= BITS;
  };
  for (const byte of bytes) {
    held |= byte << count;
    count += 8;
    if (count >= BITS) put();
  }
  if (count > 0) put();
  return text;
}

/** The bytes; there may be one of zeros more than were packed. */
export function unpackBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor(((text.length / 2) * BITS) / 8));
  let held = 0;
  let count = 0;
  let to = 0;
  for (let at = 0; at < text.length; at += 2) {
    held |= (digitAt(text, at) * LETTERS + digitAt(text, at + 1)) << count;
    count += BITS;
    for (; count >= 8; count -= 8) {
      bytes[to++] = held & 0xff;
      held >>>= 8;
    }
  }
  return bytes;
}
