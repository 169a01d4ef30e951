// The bodies of Outlook messages in RTF: compressed ([MS-OXRTFCP]), and often an HTML text in disguise ([MS-OXRTFEX]).
import { Damaged, OverLimit } from '../../errors.ts';
import type { Budget } from '../../reader.ts';
import { wordTable } from '../../word-table.ts';

const PRELOAD =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const MOST = 64 * 1024 ** 2;

/** @throws Damaged for another kind of compression; OverLimit beyond 64 MB. */
export function decompressRtf(bytes: Uint8Array, budget: Budget): Uint8Array<ArrayBuffer> {
  if (bytes.length < 16) throw new Damaged('The body of the message is cut off.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const rawSize = view.getUint32(4, true);
  const kind = view.getUint32(8, true);
  if (rawSize > MOST) throw new OverLimit('The body of the message is larger than 64 MB.');
  budget.spend(rawSize);
  if (kind === 0x414c454d) return bytes.slice(16, 16 + rawSize);
  if (kind !== 0x75465a4c) throw new Damaged('The body of the message is packed in a way that is not known.');
  const window = new Uint8Array(4096);
  for (let i = 0; i < PRELOAD.length; i++) window[i] = PRELOAD.charCodeAt(i);
  let write = PRELOAD.length;
  const out = new Uint8Array(rawSize);
  let length = 0;
  const put = (byte: number) => {
    out[length++] = byte;
    window[write] = byte;
    write = (write + 1) & 4095;
  };
  let at = 16;
  while (at < bytes.length && length < rawSize) {
    const control = bytes[at++]!;
    for (let bit = 0; bit < 8 && at < bytes.length && length < rawSize; bit++) {
      if (((control >> bit) & 1) === 0) {
        put(bytes[at++]!);
        continue;
      }
      const reference = (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
      at += 2;
      let from = reference >> 4;
      if (from === write) return out.slice(0, length);
      for (let i = (reference & 15) + 2; i > 0 && length < rawSize; i--) {
        put(window[from]!);
        from = (from + 1) & 4095;
      }
    }
  }
  return out.slice(0, length);
}

/** The HTML that an RTF text carries, or undefined where it carries none. @param charset of its `\'hh` bytes. */
export function htmlInRtf(rtf: Uint8Array, charset: string): string | undefined {
  const source = new TextDecoder('windows-1252').decode(rtf);
  if (!/\\fromhtml1/.test(source.slice(0, 4096))) return undefined;
  let decoder = new TextDecoder(charset);
  const codePage = /\\ansicpg(\d+)/.exec(source)?.[1];
  if (codePage) {
    try {
      decoder = new TextDecoder(codePage === '65001' ? 'utf-8' : `windows-${codePage}`);
    } catch {
      // A code page that the browser does not know: the message's own has to do.
    }
  }
  let html = '';
  let bytes: number[] = [];
  const flush = () => {
    if (bytes.length > 0) html += decoder.decode(Uint8Array.from(bytes));
    bytes = [];
  };
  /** What a group is: text that is shown, a tag of the HTML, or something to pass over. */
  interface Group {
    skip: boolean;
    tag: boolean;
    /** Between `\htmlrtf` and `\htmlrtf0`: for readers of RTF only. */
    rtfOnly: boolean;
  }
  const groups: Group[] = [];
  let group: Group = { skip: false, tag: false, rtfOnly: false };
  const token = /\\([a-z]+)(-?\d+)? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+/gy;
  let skipCharacters = 0;
  for (let match = token.exec(source); match; match = token.exec(source)) {
    const [, word, number, hex, symbol, brace, plain] = match;
    const shown = !group.skip && !group.rtfOnly;
    if (brace === '{') {
      groups.push(group);
      group = { ...group };
    } else if (brace === '}') {
      group = groups.pop() ?? { skip: false, tag: false, rtfOnly: false };
    } else if (word !== undefined) {
      if (word === 'htmlrtf') group.rtfOnly = number !== '0';
      else if (word === 'htmltag') {
        group.tag = true;
        group.skip = false;
      } else if (
        /^(fonttbl|colortbl|stylesheet|info|pntext|mhtmltag|listtable|listoverridetable|generator)$/.test(
          word,
        )
      ) {
        group.skip = true;
      } else if (!shown) continue;
      else if (word === 'par' || word === 'line') bytes.push(13, 10);
      else if (word === 'tab') bytes.push(9);
      else if (word === 'u' && number !== undefined) {
        flush();
        html += String.fromCharCode(Number(number) & 0xffff);
        skipCharacters = 1;
      } else if (Object.hasOwn(SYMBOLS, word)) {
        flush();
        html += SYMBOLS[word];
      }
    } else if (hex !== undefined) {
      if (skipCharacters > 0) skipCharacters--;
      else if (shown) bytes.push(Number.parseInt(hex, 16));
    } else if (symbol !== undefined) {
      if (symbol === '*') {
        // `{\*\unknown …}` is passed over, `{\*\htmltag …}` is what is wanted.
        if (!source.startsWith('\\htmltag', token.lastIndex)) group.skip = true;
      } else if (shown) {
        if (symbol === '~') bytes.push(...new TextEncoder().encode('&nbsp;'));
        else if ('\\{}'.includes(symbol)) bytes.push(symbol.charCodeAt(0));
      }
    } else if (plain !== undefined && shown) {
      for (let i = skipCharacters; i < plain.length; i++)
        bytes.push(TO_1252.get(plain[i]!) ?? plain.charCodeAt(i) & 255);
      skipCharacters = 0;
    }
  }
  flush();
  return html;
}

const SYMBOLS = wordTable<string>({
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
});

/** Back from windows-1252 to its bytes. */
const TO_1252 = new Map(
  Array.from({ length: 256 }, (_, byte) => [
    new TextDecoder('windows-1252').decode(Uint8Array.of(byte)),
    byte,
  ]),
);
