// Names that a stranger chose (of files, worksheets, hosts), made fit to stand in a sentence of ours.

/** Longest name shown, characters. The middle goes first: the ending tells the kind of file. */
const LONGEST = 60;

/** Controls, line ends and the marks that turn the writing direction round (`exe.xslx` shown as `xlsx.exe`). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters out is the point
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A name without marks that could mislead, shortened in the middle. */
export function showName(name: string): string {
  const characters = [...name.replace(UNSAFE, '')];
  if (characters.length <= LONGEST) return characters.join('');
  const end = Math.floor(LONGEST / 3);
  return `${characters.slice(0, LONGEST - end - 1).join('')}…${characters.slice(-end).join('')}`;
}

/** The last step of a path: `2026/reply.xlsx` → `reply.xlsx`. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1) || path;
}
