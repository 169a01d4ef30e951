// Which kind of text a text is: mark-up, mail, structured data, a table, or plain text. It goes by the first 64 kB.
import { FLAT_ODF } from './formats.ts';
import { separatorOf } from './readers/delimited-shape.ts';

/** Patterns over the beginning of the text, white space and comments of mark-up skipped; first match wins. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^\{\\rtf/, 'rtf'],
  [/^ID;P/, 'sylk'],
  [/^BEGIN:VCARD\b/i, 'vcf'],
  [/^BEGIN:VCALENDAR\b/i, 'ics'],
  [/^From \S.{0,300} \d\d:\d\d(:\d\d)?( .{0,100})?\r?\n/, 'mbox'],
  [/^From \S{1,256}@\S.{0,300}\r?\n[\w-]{1,100}:/, 'mbox'],
  [/^<(!doctype\s+html|html|head|body|table|meta|title|div|style|script)\b/i, 'html'],
];

/** Header fields with which a mail begins. Two of them, in a block of nothing but header fields, make a mail. */
const MAIL_FIELDS =
  /^(received|return-path|delivered-to|from|to|cc|bcc|subject|date|message-id|mime-version|content-type|content-transfer-encoding|reply-to|sender|x-[\w-]+|dkim-signature|arc-seal|authentication-results|thread-topic|thread-index|references|in-reply-to|user-agent|importance|accept-language):/i;

/**
 * @param text the first 64 kB of the file, decoded.
 * @param whole that is all of it.
 */
export function identifyText(text: string, whole: boolean): string {
  const start = text.replace(/^[\s\ufeff]+/, '');
  const behind = behindComments(start.slice(0, 4096));
  const beginning = BEGINNINGS.find(([pattern]) => pattern.test(behind))?.[1];
  if (beginning) return beginning;
  if (isXml(start)) return xmlKind(start);
  if (isMail(start)) return 'eml';
  if (isJson(start, whole)) return 'json';
  const separator = separatorOf(text, whole);
  if (separator === '\t') return 'tsv';
  return separator === undefined ? 'txt' : 'csv';
}

/** What stands behind `<!-- … -->` at the beginning. */
function behindComments(start: string): string {
  let text = start;
  while (text.startsWith('<!--')) {
    const end = text.indexOf('-->', 4);
    if (end < 0) return text;
    text = text.slice(end + 3).trimStart();
  }
  return text;
}

function isXml(start: string): boolean {
  return (
    /^<\?xml[\s?]/.test(start) ||
    /^<([A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*(\s+[\w:.-]+\s*=\s*["'][^"']*["'])*\s*\/?>/.test(start)
  );
}

function xmlKind(start: string): string {
  const root = /<(?:[\w.-]+:)?([\w.-]+)(\s[^<>]*|\/)?>/.exec(start.slice(0, 16_384));
  const mimetype = /office:mimetype\s*=\s*["']([^"']+)["']/.exec(root?.[2] ?? '')?.[1];
  if (mimetype && Object.hasOwn(FLAT_ODF, mimetype)) return FLAT_ODF[mimetype]!;
  const name = root?.[1]?.toLowerCase();
  if (name === 'html') return 'html';
  return name === 'svg' ? 'svg' : 'xml';
}

function isMail(start: string): boolean {
  const lines = start.slice(0, 32_768).split(/\r?\n|\r/);
  let fields = 0;
  for (const line of lines) {
    if (line === '') break;
    if (/^[ \t]/.test(line) && fields > 0) continue;
    if (!/^[!-9;-~]+:/.test(line)) return fields >= 3;
    if (MAIL_FIELDS.test(line)) fields++;
  }
  return fields >= 2;
}

function isJson(start: string, whole: boolean): boolean {
  if (!/^[[{]\s*(["{[\]}\d-]|true\b|false\b|null\b)/.test(start)) return false;
  if (!whole) return /^(\{\s*"[^"\n]*"\s*:|\[\s*([[{"]|-?\d[\d.eE+-]*\s*,))/.test(start);
  if (parses(start)) return true;
  const lines = start.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.every(parses);
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
