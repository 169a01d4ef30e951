// In which encoding are bytes text? What spreadsheets and editors write on workstations: UTF-8, UTF-16 ("Unicode text") and
// windows-1252 ("CSV"). Both worlds ask, so nothing here uses a method of a built-in object that a page could have replaced.

/** UTF-16 by its mark, or by the zeros in it where it has none; '' for anything else. */
export function wideEncoding(bytes: Uint8Array): string {
  const a = bytes[0]!;
  const b = bytes[1]!;
  if (a + b === 0x1fd || a * b + bytes[2]! * bytes[3]! === 0) {
    if (a === 0xff || (a && !b && bytes[2])) return 'utf-16le';
    if (a === 0xfe || (b && !a && bytes[3])) return 'utf-16be';
  }
  return '';
}

/** Of bytes that are no UTF-8: could they be a text of one byte a letter, most of them plain ones? */
export function isOneByteText(bytes: Uint8Array, length: number): boolean {
  let others = 0;
  for (let i = 0; i < length; i += 1) {
    const byte = bytes[i]!;
    if (byte < 9 || (byte > 13 && byte < 32)) return false;
    if (byte > 127) others += 1;
  }
  return others * 4 < length;
}

/** The text that these bytes are, whichever of these encodings they are in; undefined where they are a page's own packing. */
export function textIn(bytes: Uint8Array, stream = false): string | undefined {
  const wide = wideEncoding(bytes);
  if (wide) return new TextDecoder(wide).decode(bytes, { stream });
  try {
    // What the end of a piece cuts in two is no error.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
  } catch {
    return isOneByteText(bytes, bytes.length) ? new TextDecoder('windows-1252').decode(bytes) : undefined;
  }
}
