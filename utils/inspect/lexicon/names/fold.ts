// Folding: what two spellings of one name have in common. "O'NEILL", "O’Neill" and "ONeill" fold to the same
// letters, so do "Wiśniewska" and "Wisniewska". Everything the name model sees has gone through here.

/** Letters that Unicode does not take apart, but that are written without their stroke or ligature in lists. */
const UNDIVIDED: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŋ: 'ng',
  ə: 'a',
};

const MARKS = /\p{M}+/gu;
const PLAIN = /^[A-Za-z]+$/;
const NOT_PLAIN = /[^a-z]/g;

/** Lower-case Latin letters only; hyphens, apostrophes, blanks, digits and other scripts fall away. */
export function foldWord(word: string): string {
  if (PLAIN.test(word)) return word.toLowerCase();
  return stripMarks(word).replace(NOT_PLAIN, '');
}

/** Lower case without accents and strokes; everything that is no letter stays. */
export function stripMarks(text: string): string {
  const lower = text.toLowerCase().normalize('NFD').replace(MARKS, '');
  return lower.replace(/[łøđðþßæœıħŋə]/g, (letter) => UNDIVIDED[letter] ?? letter);
}
