// How texts are compared: folded to lower-case letters and digits without accents, punctuation and spaces, and hashed
// so, because the speed of the detectors hangs on never building a second string for a cell.

/** Lower-case letters and digits by ASCII character; 0 for what is left out. */
export const FOLD = new Uint8Array(128);
for (let c = 48; c <= 57; c++) FOLD[c] = c;
for (let c = 97; c <= 122; c++) {
  FOLD[c] = c;
  FOLD[c - 32] = c;
}

export const SEED = 0x811c9dc5;

/** The last step of a hash. */
export function finish(h: number): number {
  h ^= h >>> 15;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  return h >>> 0;
}

/** Mixes two hashes into one; order counts. */
export function mix(a: number, b: number): number {
  return finish(Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x01000193) + b);
}

/**
 * Hash of a text as folded (unsigned 32 bits). Equal for `Smith-Jones`, `SMITH JONES` and `smith jones`; a text without
 * letters and digits gives `EMPTY`.
 */
export function foldedHash(text: string): number {
  let h = SEED;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 128) return foldedHash(plain(text));
    const f = FOLD[c] as number;
    if (f !== 0) h = Math.imul(h ^ f, 0x01000193);
  }
  return finish(h);
}

/** The hash of a text with nothing in it. */
export const EMPTY = finish(SEED);

/** Says of most hashes that they are not among some thousand, without a look-up. */
export class HashFilter {
  private bits = new Uint8Array(1 << 15);

  add(hash: number): void {
    const at = (hash >>> 3) & 0x7fff;
    this.bits[at] = (this.bits[at] as number) | (1 << (hash & 7));
  }

  mayHave(hash: number): boolean {
    return (((this.bits[(hash >>> 3) & 0x7fff] as number) >> (hash & 7)) & 1) !== 0;
  }
}

const SPECIAL: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  ł: 'l',
  Ł: 'L',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '`': "'",
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '\u00a0': ' ',
  '\u202f': ' ',
};

/** Without accents and typographic marks: letters of other scripts become `\u007f`, so that they still count as something. */
export function plain(text: string): string {
  let out = '';
  for (const c of text.normalize('NFKD')) {
    const code = c.charCodeAt(0);
    if (code < 128) out += c;
    else if (code >= 0x300 && code < 0x370) continue;
    else out += SPECIAL[c] ?? (/\p{L}/u.test(c) ? `u${code.toString(36)}` : ' ');
  }
  return out;
}

/** Lower case, no accents, words divided by one space; `LastName`, `EMP_NO` and `Pers.No.` come apart into words. */
export function words(text: string): string[] {
  const apart = plain(text)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return apart.match(/[a-z]+|\d+|#|£|%/g) ?? [];
}

/** Whether two words are the same but for one slip of the keyboard (one letter more, less, other, or two swapped). */
export function oneSlip(a: string, b: string): boolean {
  if (a === b) return true;
  const d = a.length - b.length;
  if (d > 1 || d < -1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  if (d === 0) {
    if (a.slice(i + 1) === b.slice(i + 1)) return true;
    return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
  }
  return d > 0 ? a.slice(i + 1) === b.slice(i) : a.slice(i) === b.slice(i + 1);
}
