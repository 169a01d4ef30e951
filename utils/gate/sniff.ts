// Do these first bytes begin a file that an inspector could read? Both worlds ask, so nothing here uses a method of a
// built-in object that a page could have replaced.

/** Signatures, a character for each byte; `?` is any. Sources: the formats' own specifications; PRONOM for CFB and RTF. */
const SIGNATURES: readonly string[] = [
  'PK\x03\x04', // zip: xlsx, docx, pptx, ods, zip
  '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', // CFB: xls, doc, ppt, msg, encrypted OOXML
  '%PDF-',
  '{\\rtf',
  '\xff\xd8\xff', // JPEG
  '\x89PNG\r\n\x1a\n',
  'GIF8',
  'RIFF????WEBP',
  '????ftyphei', // HEIC
  '????ftypavif',
  'II*\0', // TIFF
  'MM\0*',
  'BM????\0\0\0\0', // BMP: two letters are little, its reserved words are zero
  "7z\xbc\xaf'\x1c",
  'Rar!\x1a\x07',
  'SQLite f',
  'PAR1', // Parquet
];

const { fromCharCode } = String;

/** `head`: the first 64 bytes, or all of them where there are fewer. */
export function looksLikeFile(head: Uint8Array): boolean {
  for (let s = 0; s < SIGNATURES.length; s += 1) {
    const signature = SIGNATURES[s]!;
    let at = 0;
    while (at < signature.length && (signature[at] === '?' || signature[at] === fromCharCode(head[at]!)))
      at += 1;
    if (at === signature.length) return true;
  }
  return false;
}
