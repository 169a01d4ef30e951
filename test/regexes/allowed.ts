// Regular expressions that could take longer than linear time, but never get the text for it: what bounds them.

/** `source` of the expression, and why it is harmless. */
export const BOUNDED: ReadonlyMap<string, string> = new Map([
  [
    String.raw`(?:police|psni|scotland|heddlu|btp|sheriff|polizei|politie)\b.*\.|\.police\.|@(?:city-of-london|met)\.|\.pnn\.`,
    'only asked of mail addresses of at most 254 characters (LONGEST_EMAIL)',
  ],
  [
    String.raw`\n|;|\s[&+/]\s|[,/|][\s\S]*[,/|]|[,/&+]\s*(?:[pdw]?[pd][cs]|[dt]\/?[cs]?|sgt|insp|con|pcso|a\/[ps]s)\b`,
    'only asked of texts of at most 1,000 characters (SEVERAL.longest)',
  ],
  [
    String.raw`^(\d)\1*$`,
    'the group is one digit, so there is one way only; the checker takes a back reference for anything',
  ],
  [String.raw`\s*[([{][^)\]}]*[)\]}]\s*`, 'names of at most 80 characters (MAX_LENGTH)'],
  [String.raw`^[^\p{Ll}]*\p{Lu}[^\p{Ll}]*$`, 'names of at most 80 characters (MAX_LENGTH)'],
  ["^['‘’.-]+|['’.:;-]+$", 'names of at most 80 characters (MAX_LENGTH)'],
  [String.raw`<meta[^>]+charset\s*=\s*["']?([\w-]+)`, 'the first 4,096 characters of a page'],
  [String.raw`^From [^\r\n]*(\d{4}|@)[^\r\n]*\r?\n[!-9;-~]+:`, '2,048 characters behind each place (BEHIND)'],
  [String.raw`^\S{2,}@\S{2,}\.\S{2,}$|@\S*police`, 'words of at most 254 characters (LONGEST_WORD)'],
]);

/** Files that build expressions at run time, and why that is harmless. */
export const BUILT: Readonly<Record<string, string>> = {
  'bin/measure-remedy.ts': 'from the command line of a developer',
  'utils/inspect/detectors/people/cells/own-numbers.ts':
    "the force's own patterns, over values of at most 16 characters (LONGEST)",
  'utils/inspect/readers/image/xmp.ts':
    'from the names in its own table; `"[^"]*"` after a fixed name is linear',
  'utils/policy/schema.ts': 'is compiled, but given no text',
};
