// Takes what is not wanted off the ends of texts. `/x+$/` would try again at each `x` in the middle: over a long text of a
// hostile file that takes minutes.

/** @param dropped fits one character that is to go. */
export function trimEnd(text: string, dropped: RegExp): string {
  let end = text.length;
  while (end > 0) {
    const isPair =
      end > 1 && /[\udc00-\udfff]/.test(text[end - 1]!) && /[\ud800-\udbff]/.test(text[end - 2]!);
    const start = end - (isPair ? 2 : 1);
    if (!dropped.test(text.slice(start, end))) break;
    end = start;
  }
  return text.slice(0, end);
}

/** Without the NULs that fill a field up. */
export function trimNul(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\0') end--;
  return text.slice(0, end);
}

/** What stands before the first NUL. */
export function untilNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
