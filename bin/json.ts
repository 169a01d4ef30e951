/** JSON from a file that an administrator wrote: Windows editors put a byte order mark in front. @throws SyntaxError */
export function parseJson(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}
