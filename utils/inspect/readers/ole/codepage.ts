// Windows code pages, by number, as old Office files name them.

/** Code page → encoding label; what a browser cannot decode is read as windows-1252. */
const LABELS: Readonly<Record<number, string>> = {
  367: 'windows-1252',
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  1201: 'utf-16be',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  20866: 'koi8-r',
  28592: 'iso-8859-2',
  28595: 'iso-8859-5',
  32768: 'macintosh',
  65001: 'utf-8',
};

/** A decoder for a code page. */
export function decoderFor(codepage: number): TextDecoder {
  if (codepage >= 1250 && codepage <= 1258) return new TextDecoder(`windows-${codepage}`);
  return new TextDecoder(LABELS[codepage & 0xffff] ?? 'windows-1252');
}
