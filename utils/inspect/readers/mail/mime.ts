// Takes a mail apart (RFC 5322, MIME): headers, parts, their bytes. Own code rather than postal-mime, which serves as
// the cross-check in tests: that joins the bodies of all parts into one text, and drops preambles, epilogues and
// uuencoded files, all of which are places where something can be.
import { joinBytes } from '../../container/join-bytes.ts';

export interface MimePart {
  headers: Header[];
  /** In lower case, `text/plain` where nothing is said. */
  type: string;
  /** Parameters of the content type, names in lower case. */
  parameters: ReadonlyMap<string, string>;
  /** `attachment`, `inline`, or empty. */
  disposition: string;
  /** The file name that disposition or type give, decoded. */
  name: string | undefined;
  /** Decoded bytes; empty for a multipart. */
  content: Uint8Array<ArrayBuffer>;
  parts: MimePart[];
  /** What stands before the first and behind the last boundary of a multipart. */
  around: string;
}

export interface Header {
  /** In lower case. */
  name: string;
  /** Unfolded, encoded words decoded. */
  value: string;
  /** Unfolded, as it stands. */
  raw: string;
}

/** Deeper multiparts are read as text. */
const MOST_DEPTH = 50;
const MOST_PARTS = 10_000;

/** @param bytes a whole mail, or one of its parts. */
export function parseMime(bytes: Uint8Array): MimePart {
  return parsePart(bytes, 0, { left: MOST_PARTS });
}

function parsePart(bytes: Uint8Array, depth: number, count: { left: number }): MimePart {
  const { headers, body } = splitHeaders(bytes);
  const get = (name: string) => headers.find((header) => header.name === name)?.value ?? '';
  const contentType = parseValue(get('content-type'));
  const disposition = parseValue(get('content-disposition'));
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(contentType.value)
    ? contentType.value.toLowerCase()
    : 'text/plain';
  const part: MimePart = {
    headers,
    type,
    parameters: contentType.parameters,
    disposition: disposition.value.toLowerCase(),
    name: disposition.parameters.get('filename') ?? contentType.parameters.get('name'),
    content: new Uint8Array(0),
    parts: [],
    around: '',
  };
  const boundary = contentType.parameters.get('boundary');
  if (type.startsWith('multipart/') && boundary !== undefined && boundary !== '' && depth < MOST_DEPTH) {
    const { sections, around } = splitMultipart(body, boundary);
    if (sections.length > 0) {
      part.around = around.map(decodeText).join('\n').trim();
      for (const section of sections) {
        if (count.left-- <= 0) break;
        part.parts.push(parsePart(section, depth + 1, count));
      }
      return part;
    }
  }
  part.content = decodeTransfer(body, get('content-transfer-encoding').trim().toLowerCase());
  return part;
}

/** UTF-8 where it is UTF-8, else windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Text in a charset that a part names; an unknown one, or none, is guessed. */
export function decodeCharset(bytes: Uint8Array, charset: string | undefined): string {
  const label = (charset ?? '')
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase();
  if (label === '' || label === 'us-ascii' || label === 'utf-8') return decodeText(bytes);
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return decodeText(bytes);
  }
}

const CR = 13;
const LF = 10;

function splitHeaders(bytes: Uint8Array): { headers: Header[]; body: Uint8Array } {
  let at = 0;
  let end = bytes.length;
  let bodyAt = bytes.length;
  while (at < bytes.length) {
    let eol = at;
    while (eol < bytes.length && bytes[eol] !== LF && bytes[eol] !== CR) eol++;
    const next = bytes[eol] === CR && bytes[eol + 1] === LF ? eol + 2 : eol + 1;
    if (eol === at) {
      end = at;
      bodyAt = next;
      break;
    }
    at = next;
  }
  const headers: Header[] = [];
  for (const line of decodeText(bytes.subarray(0, end)).split(/\r\n|\n|\r/)) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last) last.raw += line.replace(/^[ \t]+/, ' ');
    else {
      const colon = line.indexOf(':');
      if (colon > 0)
        headers.push({
          name: line.slice(0, colon).trim().toLowerCase(),
          value: '',
          raw: line.slice(colon + 1).trim(),
        });
    }
  }
  for (const header of headers) header.value = decodeWords(header.raw);
  return { headers, body: bytes.subarray(Math.min(bodyAt, bytes.length)) };
}

/** Encoded words of RFC 2047: `=?charset?q?…?=`, those side by side joined before they are decoded. */
export function decodeWords(text: string): string {
  const joined = text
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/\?==\?([^?\s]+)\?b\?/gi, (match, charset: string, at: number, whole: string) => {
      // A character may be cut in two: neighbours in base64 and in the same charset become one.
      const before = /=\?([^?\s]+)\?b\?[^?\s]*$/i.exec(whole.slice(0, at));
      return before?.[1]?.toLowerCase() === charset.toLowerCase() ? '' : match;
    });
  return joined.replace(
    /=\?([^?\s]+)\?([bq])\?([^?]*)\?=/gi,
    (_, charset: string, kind: string, data: string) => {
      const label = charset.split('*', 1)[0]!;
      if (kind.toLowerCase() === 'b') return decodeCharset(decodeBase64(ascii(data)), label);
      return decodeCharset(decodeQuoted(ascii(data.replaceAll('_', '=20'))), label);
    },
  );
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 255);
}

/** `value; name=x; name*0*=utf-8''y` with the continuations and charsets of RFC 2231. */
export function parseValue(header: string): { value: string; parameters: Map<string, string> } {
  const semicolon = header.indexOf(';');
  const value = (semicolon < 0 ? header : header.slice(0, semicolon)).trim();
  const parameters = new Map<string, string>();
  const continued = new Map<string, { index: number; text: string; encoded: boolean }[]>();
  const rest = semicolon < 0 ? '' : header.slice(semicolon);
  for (const match of rest.matchAll(
    /;\s*([^\s=;*]+)(?:\*(\d+))?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/g,
  )) {
    const name = match[1]!.toLowerCase();
    const text = (match[4]?.replace(/\\(.)/g, '$1') ?? match[5] ?? '').trim();
    if (match[2] !== undefined || match[3] !== undefined) {
      const list = continued.get(name) ?? [];
      list.push({ index: Number(match[2] ?? 0), text, encoded: match[3] !== undefined });
      continued.set(name, list);
    } else if (!parameters.has(name)) parameters.set(name, decodeWords(text));
  }
  for (const [name, list] of continued) {
    list.sort((a, b) => a.index - b.index);
    const charset = list[0]?.encoded ? /^([^']*)'[^']*'/.exec(list[0].text)?.[1] : undefined;
    const bytes = list.map(({ text, encoded }, i) => {
      const data = i === 0 && charset !== undefined ? text.replace(/^[^']*'[^']*'/, '') : text;
      return encoded
        ? ascii(
            data.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
              String.fromCharCode(Number.parseInt(hex, 16)),
            ),
          )
        : new TextEncoder().encode(data);
    });
    parameters.set(name, decodeCharset(joinBytes(bytes), charset));
  }
  return { value, parameters };
}

/** The sections between lines that begin with `--boundary`. */
function splitMultipart(
  body: Uint8Array,
  boundary: string,
): { sections: Uint8Array[]; around: Uint8Array[] } {
  const mark = ascii(`--${boundary}`);
  const sections: Uint8Array[] = [];
  const around: Uint8Array[] = [];
  let from = 0;
  let inside = false;
  const close = (to: number) => {
    // The line end before a boundary belongs to the boundary.
    let end = to;
    if (end > from && body[end - 1] === LF) end--;
    if (end > from && body[end - 1] === CR) end--;
    (inside ? sections : around).push(body.subarray(from, Math.max(from, end)));
  };
  for (let at = 0; at < body.length; ) {
    let eol = body.indexOf(LF, at);
    if (eol < 0) eol = body.length;
    let matches = body.length - at >= mark.length;
    for (let i = 0; matches && i < mark.length; i++) matches = body[at + i] === mark[i];
    if (matches) {
      const rest = decodeText(body.subarray(at + mark.length, eol)).trimEnd();
      // `--boundary2` is another boundary.
      if (rest === '' || rest === '--' || /^\s/.test(rest)) {
        close(at);
        inside = rest !== '--';
        from = Math.min(eol + 1, body.length);
      }
    }
    at = eol + 1;
  }
  close(body.length);
  return { sections, around };
}

function decodeTransfer(body: Uint8Array, encoding: string): Uint8Array<ArrayBuffer> {
  if (encoding === 'base64') return decodeBase64(body);
  if (encoding === 'quoted-printable') return decodeQuoted(body);
  if (/^(x-)?uu(e|encode)?$|^x-uuencode$/.test(encoding)) {
    const file = findUuencoded(decodeText(body))[0];
    if (file) return file.bytes;
  }
  return body.slice();
}

const BASE64 = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) {
  BASE64['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charCodeAt(i)] = i;
}
BASE64[0x2d] = 62;
BASE64[0x5f] = 63;

/** Whatever is no base64 is skipped; padding ends a group, so that pieces joined together are read as well. */
export function decodeBase64(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(Math.ceil((bytes.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    if (byte === 0x3d) {
      bits = 0;
      continue;
    }
    const value = BASE64[byte]!;
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[length++] = (held >> bits) & 255;
    }
  }
  return out.slice(0, length);
}

function hex(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

export function decodeQuoted(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte !== 0x3d) {
      out[length++] = byte;
      continue;
    }
    const high = hex(bytes[at + 1]);
    const low = hex(bytes[at + 2]);
    if (high >= 0 && low >= 0) {
      out[length++] = high * 16 + low;
      at += 2;
      continue;
    }
    // A soft line break, perhaps with blanks before the line end.
    let end = at + 1;
    while (bytes[end] === 32 || bytes[end] === 9) end++;
    if (bytes[end] === CR && bytes[end + 1] === LF) at = end + 1;
    else if (bytes[end] === LF || bytes[end] === CR) at = end;
    else out[length++] = byte;
  }
  return out.slice(0, length);
}

/**
 * Files in uuencode within a text: `begin 644 name`, lines, `end`. Line by line, so that a text of a thousand beginnings
 * without an end costs no more than its length.
 */
export function findUuencoded(text: string): { name: string; bytes: Uint8Array<ArrayBuffer> }[] {
  const files: { name: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
  let open: { name: string; lines: Uint8Array[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const begin = /^begin [0-7]{3,4} (\S.*)$/.exec(line);
    if (begin) open = { name: begin[1]!.trim(), lines: [] };
    else if (open && line.trimEnd() === 'end') {
      files.push({ name: open.name, bytes: joinBytes(open.lines) });
      open = undefined;
    } else open?.lines.push(decodeUuLine(line));
  }
  return files;
}

/** One line: how many bytes it stands for, then four characters for each three of them. */
function decodeUuLine(line: string): Uint8Array {
  const at = (i: number) => (i < line.length ? (line.charCodeAt(i) - 32) & 63 : 0);
  const count = line === '' ? 0 : at(0);
  const out = new Uint8Array(count);
  for (let i = 1, to = 0; to < count; i += 4) {
    const word = (at(i) << 18) | (at(i + 1) << 12) | (at(i + 2) << 6) | at(i + 3);
    for (const shift of [16, 8, 0]) if (to < count) out[to++] = word >> shift;
  }
  return out;
}
