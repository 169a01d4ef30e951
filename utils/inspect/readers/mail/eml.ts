// Mails (.eml) and mailboxes (mbox): headers, bodies, every attachment, mails within mails. Recipient lists are rosters
// too, so they are judged as text.

import { Damaged, Encrypted, OverLimit } from '../../errors.ts';
import type { ReadContext, Reader } from '../../reader.ts';
import { textRuns } from '../../text-runs.ts';
import { wordTable } from '../../word-table.ts';
import { Members } from '../members.ts';
import { decodeCharset, decodeText, findUuencoded, type MimePart, parseMime } from './mime.ts';
import { isDetachedSignature, signedContent } from './pkcs7.ts';

/** A mail is held in memory while it is taken apart. */
const MOST_BYTES = 512 * 1024 ** 2;

/** Headers that people read, or that name people. */
const SHOWN = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'resent-from',
  'resent-to',
  'resent-cc',
  'delivered-to',
  'x-original-to',
  'disposition-notification-to',
  'subject',
  'comments',
  'keywords',
  'thread-topic',
  'organization',
];

/** Endings for parts without a name. */
const ENDINGS = wordTable<string>({
  'text/html': 'html',
  'text/calendar': 'ics',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'text/directory': 'vcf',
  'text/csv': 'csv',
  'text/rtf': 'rtf',
  'message/rfc822': 'eml',
  'message/global': 'eml',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'application/pdf': 'pdf',
  'application/ms-tnef': 'dat',
});

export const emlReader: Reader = {
  formats: ['eml'],
  async read(file, _format, context) {
    if (file.size > MOST_BYTES) {
      throw new OverLimit('The mail is larger than 512 MB, which is the most that Cordon takes apart.');
    }
    const mail = parseMime(new Uint8Array(await file.arrayBuffer()));
    const members = new Members(context);
    const { sink, place, hidden } = context;
    const shown = mail.headers.filter(({ name, value }) => SHOWN.includes(name) && value !== '');
    if (shown.length > 0) {
      const text = shown
        .map(({ name, value }) => `${name.replace(/(^|-)[a-z]/g, (l) => l.toUpperCase())}: ${value}`)
        .join('\n');
      sink.text({ place: [...place, 'headers'], hidden, text });
    }
    await readPart(mail, context, members, new Namer());
    return members.result();
  },
};

/** Gives each part a name of its own within the mail. */
class Namer {
  private readonly counts = new Map<string, number>();

  name(wanted: string): string {
    const count = (this.counts.get(wanted) ?? 0) + 1;
    this.counts.set(wanted, count);
    return count === 1 ? wanted : `${wanted} (${count})`;
  }
}

async function readPart(part: MimePart, context: ReadContext, members: Members, namer: Namer): Promise<void> {
  const { sink, place, hidden } = context;
  context.signal.throwIfAborted();
  context.budget.spend(part.content.length);
  if (part.type === 'multipart/encrypted') {
    members.cannot(
      namer.name('body'),
      new Encrypted('The mail is encrypted, so Cordon cannot see what is in it.'),
    );
    return;
  }
  if (part.parts.length > 0) {
    // "This is a multi-part message in MIME format." is there in most mails: nothing, but cheap to judge.
    if (part.around !== '') {
      sink.text({
        place: [...place, namer.name('around the parts')],
        hidden: [...hidden, 'hidden-text'],
        text: part.around,
      });
    }
    for (const inner of part.parts) await readPart(inner, context, members, namer);
    return;
  }
  if (part.content.length === 0) return;
  const smime = /^application\/(x-)?pkcs7-mime$/.test(part.type);
  if (smime) {
    const inner = signedContent(part.content);
    if (inner) {
      context.budget.member();
      await members.file(namer.name('signed.eml'), new Blob([inner]));
    } else {
      const name = namer.name(part.name ?? 'smime.p7m');
      members.cannot(name, new Encrypted('The mail is encrypted, so Cordon cannot see what is in it.'));
    }
    return;
  }
  if (isDetachedSignature(part.content)) {
    const { runs } = textRuns(part.content, 5);
    if (runs.length > 0)
      sink.text({ place: [...place, namer.name(part.name ?? 'signature')], hidden, text: runs.join('\n') });
    return;
  }
  const attached = part.disposition === 'attachment' || part.name !== undefined;
  if (
    !attached &&
    (part.type === 'text/plain' ||
      /^message\/(?!rfc822|global$|partial)|^text\/(enriched|rfc822-headers)/.test(part.type))
  ) {
    await readBody(decodeCharset(part.content, part.parameters.get('charset')), context, members, namer);
    return;
  }
  context.budget.member();
  const ending = ENDINGS[part.type];
  const fallback =
    part.type === 'text/html' ? 'body.html' : `part${ending === undefined ? '' : `.${ending}`}`;
  const name = namer.name(part.name || fallback);
  if (part.type === 'text/html' && !attached) {
    // In UTF-8 and marked as HTML, so that a fragment is known for what it is.
    const html = decodeCharset(part.content, part.parameters.get('charset') ?? metaCharset(part.content));
    const marked = /^\s*<(!doctype|html)/i.test(html) ? html : `<!doctype html>${html}`;
    await members.file(name, new Blob(['\ufeff', marked]));
    return;
  }
  await members.file(name, new Blob([part.content]));
}

/** The charset that an HTML text names for itself. */
function metaCharset(bytes: Uint8Array): string | undefined {
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(decodeText(bytes.subarray(0, 4096)))?.[1];
}

async function readBody(text: string, context: ReadContext, members: Members, namer: Namer): Promise<void> {
  const { sink, place, hidden } = context;
  const name = namer.name('text');
  if (text.trim() !== '') sink.text({ place: [...place, name], hidden, text: text.replaceAll('\r\n', '\n') });
  if (/^-----BEGIN PGP MESSAGE-----/m.test(text)) {
    members.cannot(
      name,
      new Encrypted('A part of the mail is encrypted, so Cordon cannot see what is in it.'),
    );
  }
  for (const file of findUuencoded(text)) {
    context.budget.member();
    await members.file(namer.name(file.name), new Blob([file.bytes]));
  }
}

export const mboxReader: Reader = {
  formats: ['mbox'],
  async read(file, _format, context) {
    const members = new Members(context);
    let first: Blob | undefined;
    let count = 0;
    for await (const message of mailboxMessages(file)) {
      context.signal.throwIfAborted();
      count++;
      if (count === 1) {
        first = message;
        continue;
      }
      if (count === 2) await one(first as Blob, 1);
      await one(message, count);
    }
    if (!first) throw new Damaged('The mailbox holds no message.');
    // One message with an envelope line before it is a mail.
    if (count === 1) return emlReader.read(first, 'eml', context);
    return members.result();

    // The first header field makes it a mail; a message without any is a text.
    async function one(message: Blob, number: number): Promise<void> {
      context.budget.member();
      await members.file(`message ${number}`, message);
    }
  },
};

/** The messages of a mailbox without the lines that divide them. */
export async function* mailboxMessages(file: Blob): AsyncGenerator<Blob> {
  let start = -1;
  for await (const at of separators(file)) {
    if (start >= 0) yield message(start, at);
    start = at;
  }
  if (start >= 0) yield message(start, file.size);

  async function message(from: number, to: number): Promise<Blob> {
    const head = new Uint8Array(await file.slice(from, Math.min(to, from + 4096)).arrayBuffer());
    return file.slice(from + head.indexOf(10) + 1, to);
  }
}

const BLOCK = 1024 ** 2;
/** How much of what stands before and behind a separator is looked at. */
const BEFORE = 4;
const BEHIND = 2048;

/** Offsets of the lines that begin a message: `From ` at the beginning, or behind an empty line and before a header. */
async function* separators(file: Blob): AsyncGenerator<number> {
  for (let block = 0; block < file.size; block += BLOCK) {
    const base = Math.max(0, block - BEFORE);
    const bytes = new Uint8Array(await file.slice(base, block + BLOCK + BEHIND).arrayBuffer());
    const end = Math.min(bytes.length, block + BLOCK - base);
    for (let i = bytes.indexOf(0x46, block - base); i >= 0 && i < end; i = bytes.indexOf(0x46, i + 1)) {
      if (bytes[i + 1] !== 0x72 || bytes[i + 2] !== 0x6f || bytes[i + 3] !== 0x6d || bytes[i + 4] !== 32)
        continue;
      const position = base + i;
      if (position === 0) yield 0;
      else if (/[\r\n]\r?\n$/.test(latin1(bytes.subarray(Math.max(0, i - BEFORE), i)))) {
        const after = latin1(bytes.subarray(i, i + BEHIND));
        if (/^From [^\r\n]*(\d{4}|@)[^\r\n]*\r?\n[!-9;-~]+:/.test(after)) yield position;
      }
    }
  }
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
