// Do these first bytes begin a file that an inspector could read? Both worlds ask, so nothing here uses a method of a
// built-in object that a page could have replaced.

/** Signatures by offset. Sources: the formats' own specifications; PRONOM for CFB and RTF. */
const SIGNATURES: readonly (readonly [offset: number, bytes: readonly number[]])[] = [
  [0, [0x50, 0x4b, 0x03, 0x04]], // zip: xlsx, docx, pptx, ods, zip
  [0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]], // CFB: xls, doc, ppt, msg, encrypted OOXML
  [0, [0x25, 0x50, 0x44, 0x46, 0x2d]], // %PDF-
  [0, [0x7b, 0x5c, 0x72, 0x74, 0x66]], // {\rtf
  [0, [0xff, 0xd8, 0xff]], // JPEG
  [0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]], // PNG
  [0, [0x47, 0x49, 0x46, 0x38]], // GIF8
  [8, [0x57, 0x45, 0x42, 0x50]], // RIFF....WEBP
  [4, [0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69]], // ftyphei: HEIC
  [4, [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66]], // ftypavif
  [0, [0x49, 0x49, 0x2a, 0x00]], // TIFF
  [0, [0x4d, 0x4d, 0x00, 0x2a]],
  [0, [0x42, 0x4d]], // BMP: with the check below, two letters are little
  [0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]], // 7z
  [0, [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]], // Rar!
  [0, [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]], // SQLite f
  [0, [0x50, 0x41, 0x52, 0x31]], // Parquet
];

/** `head`: the first 64 bytes, or all of them where there are fewer. */
export function looksLikeFile(head: Uint8Array): boolean {
  for (let s = 0; s < SIGNATURES.length; s += 1) {
    const entry = SIGNATURES[s]!;
    const offset = entry[0];
    const bytes = entry[1];
    let at = 0;
    while (at < bytes.length && head[offset + at] === bytes[at]) at += 1;
    if (at < bytes.length) continue;
    // A bitmap's reserved words are zero.
    if (bytes.length === 2 && (head[6] !== 0 || head[7] !== 0 || head[8] !== 0 || head[9] !== 0)) continue;
    return true;
  }
  return false;
}
