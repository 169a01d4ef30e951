// Lines as vCard and iCalendar have them: `NAME;PARAMETER=x:value`, folded, nested between BEGIN and END.
import { detectEncoding, TextPieces } from '../../container/text.ts';
import { decodeCharset, decodeQuoted } from './mime.ts';

export interface ContentLine {
  /** In upper case, without the group in front (`item1.EMAIL`). */
  name: string;
  /** Names in upper case. */
  parameters: ReadonlyMap<string, string>;
  /** As it stands, quoted-printable undone; escapes are left to `unescapeText`. */
  value: string;
}

/** The text of a whole file, whatever its encoding. */
export async function fileText(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const encoding = detectEncoding(bytes, true) ?? 'windows-1252';
  return new TextPieces(encoding).decode(bytes, true).replace(/^\ufeff/, '');
}

export function* contentLines(text: string): Generator<ContentLine> {
  const lines = text.split(/\r\n|\n|\r/);
  for (let i = 0; i < lines.length; i++) {
    let line = lines[i]!;
    while (/^[ \t]/.test(lines[i + 1] ?? '')) line += lines[++i]!.slice(1);
    // vCard 2.1: a soft line break of quoted-printable goes on in the next line.
    while (/^[^:]*ENCODING=QUOTED-PRINTABLE/i.test(line) && line.endsWith('=') && i + 1 < lines.length) {
      line = line.slice(0, -1) + lines[++i]!;
    }
    const match = /^(?:[\w-]+\.)?([\w-]+)((?:;(?:[^":;]|"[^"]*")*)*):([\s\S]*)$/.exec(line);
    if (!match) continue;
    const parameters = new Map<string, string>();
    for (const parameter of match[2]!.matchAll(/;([^=;:"]+)(?:=("[^"]*"|[^;]*))?/g)) {
      parameters.set(parameter[1]!.toUpperCase(), (parameter[2] ?? '').replace(/^"|"$/g, ''));
    }
    let value = match[3]!;
    if (/^QUOTED-PRINTABLE$/i.test(parameters.get('ENCODING') ?? '') || parameters.has('QUOTED-PRINTABLE')) {
      value = decodeCharset(decodeQuoted(new TextEncoder().encode(value)), parameters.get('CHARSET'));
    }
    yield { name: match[1]!.toUpperCase(), parameters, value };
  }
}

/** `\n`, `\,`, `\;` and `\\` as what they stand for. */
export function unescapeText(value: string): string {
  return value.replace(/\\([nN,;:\\])/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c));
}

/** Parts of a structured value (`N`, `ADR`), divided by `;` where that is not escaped. */
export function valueParts(value: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at <= value.length; at++) {
    if (value[at] === '\\') at++;
    else if (at === value.length || value[at] === ';') {
      parts.push(unescapeText(value.slice(start, at)).trim());
      start = at + 1;
    }
  }
  return parts;
}
