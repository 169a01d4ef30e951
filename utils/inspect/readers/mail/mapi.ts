// MAPI properties as Outlook's files have them: ids, types, and their text.

/** Property ids used here, [MS-OXPROPS]. */
export const PROPERTY = {
  subject: 0x0037,
  senderName: 0x0c1a,
  senderAddress: 0x0c1f,
  senderSmtp: 0x5d01,
  representingName: 0x0042,
  displayTo: 0x0e04,
  displayCc: 0x0e03,
  displayBcc: 0x0e02,
  headers: 0x007d,
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  address: 0x3003,
  smtp: 0x39fe,
  attachData: 0x3701,
  attachShortName: 0x3704,
  attachName: 0x3707,
  attachMethod: 0x3705,
  attachMime: 0x370e,
  codePage: 0x3ffd,
  internetCodePage: 0x3fde,
} as const;

export const TYPE = { long: 3, string8: 0x1e, unicode: 0x1f, binary: 0x102, object: 0x0d } as const;

/** The encoding of 8-bit texts, by Windows code page; windows-1252 where it is none that is known. */
export function decoderFor(codePage: number | undefined): TextDecoder {
  const special: Readonly<Record<number, string>> = {
    65001: 'utf-8',
    20127: 'windows-1252',
    28591: 'windows-1252',
    932: 'shift_jis',
    936: 'gbk',
    949: 'euc-kr',
    950: 'big5',
    874: 'windows-874',
    50220: 'iso-2022-jp',
  };
  if (codePage === undefined) return new TextDecoder('windows-1252');
  try {
    return new TextDecoder(special[codePage] ?? `windows-${codePage}`);
  } catch {
    return new TextDecoder('windows-1252');
  }
}
