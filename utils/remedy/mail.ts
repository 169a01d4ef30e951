// A cleaned copy of a mail: who wrote to whom about what, the words that are seen, and each attachment cleaned in its turn.
// Everything else that mails carry (blind copies, the way that they took, programs, answers within) stays out.
import { identify } from '../inspect/identify.ts';
import type { PartSink } from '../inspect/part.ts';
import type { Budget, LoadAsset } from '../inspect/reader.ts';
import { mailboxMessages } from '../inspect/readers/mail/eml.ts';
import { decodeCharset, findUuencoded, type MimePart, parseMime } from '../inspect/readers/mail/mime.ts';
import { isDetachedSignature, signedContent } from '../inspect/readers/mail/pkcs7.ts';
import { htmlReader } from '../inspect/readers/markup-html.ts';
import { type Ledger, Refused } from './remedy.ts';

/** Headers that every program shows. */
const SHOWN = ['from', 'to', 'cc', 'date', 'subject'];
/** Headers that say how a mail is packed; the copy has its own. */
const PACKING = /^(mime-version|content-)/;
const SIGNATURE = /^application\/(?:(?:x-)?pkcs7|pgp)-signature$/;
const MOST_BYTES = 256 * 1024 ** 2;
/** What stands before the first part for programs that know no parts. */
const USUAL = /^this is a (cryptographically signed )?multi-?part message in mime format\.?$/i;

export interface MailOptions {
  budget: Budget;
  asset: LoadAsset;
  signal?: AbortSignal;
  /** What an attachment becomes; undefined where it cannot be cleaned, and so has to go. */
  clean: (bytes: Blob, name: string) => Promise<Blob | undefined>;
}

interface Attachment {
  name: string;
  bytes: Blob;
  /** Headers by which programs show it: its type, and whether in line or beside the text. */
  looks: readonly string[];
}

/** @throws Refused */
export async function cleanMail(file: Blob, options: MailOptions, ledger: Ledger): Promise<Blob> {
  if (file.size > MOST_BYTES) throw new Refused('too-large');
  options.budget.spend(file.size);
  const mail = parseMime(new Uint8Array(await file.arrayBuffer()));
  const body = new Body(options, ledger);
  await body.add(mail);
  const headers = mail.headers.filter(({ name }) => SHOWN.includes(name));
  const others = mail.headers.filter(({ name }) => !SHOWN.includes(name) && !PACKING.test(name));
  if (others.length > 0) ledger.add('metadata');
  const lines = headers.map(
    ({ name, raw }) => `${name.replace(/^[a-z]/, (l) => l.toUpperCase())}: ${folded(raw)}`,
  );
  return written([...lines, 'MIME-Version: 1.0'], body.lines.join('\n'), body.attachments);
}

/** @throws Refused */
export async function cleanMailbox(file: Blob, options: MailOptions, ledger: Ledger): Promise<Blob> {
  const pieces: Blob[] = [];
  for await (const message of mailboxMessages(file)) {
    options.budget.member();
    // Nobody's name and no day: programs only want such a line to be there.
    pieces.push(new Blob(['From - Thu Jan  1 00:00:00 1970\r\n']));
    pieces.push(await cleanMail(message, options, ledger), new Blob(['\r\n']));
  }
  if (pieces.length === 0) throw new Refused('unread');
  return new Blob(pieces, { type: 'application/mbox' });
}

/** Gathers what is seen of a mail: its words, and its attachments. */
class Body {
  readonly lines: string[] = [];
  readonly attachments: Attachment[] = [];
  private readonly options: MailOptions;
  private readonly ledger: Ledger;

  constructor(options: MailOptions, ledger: Ledger) {
    this.options = options;
    this.ledger = ledger;
  }

  async add(part: MimePart): Promise<void> {
    this.options.signal?.throwIfAborted();
    this.options.budget.spend(part.content.length);
    if (part.type === 'multipart/encrypted') throw new Refused('password');
    if (part.parts.length > 0) {
      if (part.around !== '' && !USUAL.test(part.around)) this.ledger.add('hidden-text');
      for (const inner of part.type === 'multipart/alternative' ? this.shown(part) : part.parts)
        await this.add(inner);
      return;
    }
    if (part.content.length === 0) return;
    if (/^application\/(x-)?pkcs7-mime$/.test(part.type)) {
      const inner = signedContent(part.content);
      if (!inner) throw new Refused('password');
      await this.add(parseMime(inner));
      return;
    }
    // It would not hold for the copy any more, and names who signed.
    if (SIGNATURE.test(part.type) || isDetachedSignature(part.content)) {
      this.ledger.add('metadata');
      return;
    }
    // Outlook's own wrapping, which other programs do not show.
    if (part.type === 'application/ms-tnef' || part.name?.toLowerCase() === 'winmail.dat') {
      this.ledger.add('attachments-out');
      return;
    }
    const attached = part.disposition === 'attachment' || part.name !== undefined;
    if (!attached && part.type === 'text/html') await this.page(part);
    else if (!attached && /^text\/(plain|enriched)$/.test(part.type)) this.text(part);
    else await this.attach(part.name ?? nameless(part.type), new Blob([part.content]), looksOf(part));
  }

  /** Of several ways to say the same, the last one is shown; what stands beside it may say something else. */
  private shown(part: MimePart): MimePart[] {
    const texts = part.parts.filter((inner) => /^(text\/(html|plain)|multipart\/)/.test(inner.type));
    const others = part.parts.filter((inner) => !texts.includes(inner));
    return [...texts.slice(-1), ...others];
  }

  private text(part: MimePart): void {
    const text = decodeCharset(part.content, part.parameters.get('charset'));
    if (/^-----BEGIN PGP MESSAGE-----/m.test(text)) throw new Refused('password');
    // Files between the lines: programs show them as attachments, and what they are cannot be told from here.
    if (findUuencoded(text).length > 0) throw new Refused('foreign-content');
    this.lines.push(text.replaceAll(/\r\n?/g, '\n'));
  }

  /** A page becomes its words: what a style or a script may hide is not in them. */
  private async page(part: MimePart): Promise<void> {
    const { budget, asset, signal = new AbortController().signal } = this.options;
    const html = decodeCharset(part.content, part.parameters.get('charset') ?? charsetOf(part.content));
    const pictures: { name: string; bytes: Blob }[] = [];
    const sink: PartSink = {
      text: ({ place, hidden, text }) => {
        if (place.length === 0 && hidden.length === 0) this.lines.push(text);
      },
      table: ({ hidden }) => {
        const rows = new Map<number, string[]>();
        return {
          chunk: ({ count, rows: at, values, strings }) => {
            for (let i = 0; i < count; i++) {
              const row = rows.get(at[i]!) ?? [];
              rows.set(at[i]!, row);
              row.push(strings[values[i]!]!.replaceAll('\n', ' '));
            }
          },
          end: () => {
            if (hidden.length === 0) this.lines.push(...[...rows.values()].map((row) => row.join('\t')));
          },
        };
      },
      image: async ({ name, bytes, hidden }) => {
        if (hidden.length === 0) pictures.push({ name, bytes });
      },
      file: async () => undefined,
      finding: ({ rule }) => this.ledger.add(rule),
    };
    await htmlReader.read(new Blob(['\ufeff', html]), 'html', {
      sink,
      place: [],
      hidden: [],
      signal,
      budget,
      asset,
    });
    this.ledger.add('plain-text');
    for (const { name, bytes } of pictures) {
      const { format } = await identify(bytes);
      const looks = looksOf({ type: `image/${format}`, disposition: 'inline', parameters: new Map() });
      await this.attach(`${name}.${format}`, bytes, looks);
    }
  }

  private async attach(name: string, bytes: Blob, looks: readonly string[]): Promise<void> {
    this.options.budget.member();
    const cleaned = await this.options.clean(bytes, name);
    if (cleaned) this.attachments.push({ name, bytes: cleaned, looks });
    else this.ledger.add('attachments-out', 1, [{ name }]);
  }
}

/**
 * How an attachment was shown. Mails and parts of mails may not be packed as the copy packs: they become plain files. A picture
 * that stood in the text stands below it, where nobody said that it is to be attached.
 */
function looksOf(part: Pick<MimePart, 'type' | 'disposition' | 'parameters'>): readonly string[] {
  const isPlain = /^(application|audio|font|image|model|text|video)\/[a-z\d][a-z\d.+-]{0,80}$/.test(
    part.type,
  );
  const isInline =
    part.disposition === 'inline' || (part.disposition === '' && part.type.startsWith('image/'));
  const charset = part.parameters.get('charset') ?? '';
  const words = part.type.startsWith('text/') && /^[\w-]{1,40}$/.test(charset) ? `; charset=${charset}` : '';
  return [
    `Content-Type: ${isPlain ? part.type + words : 'application/octet-stream'}`,
    `Content-Disposition: ${isInline ? 'inline' : 'attachment'}`,
  ];
}

/** The charset that an HTML text names for itself. */
function charsetOf(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 4096));
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
}

function nameless(type: string): string {
  const [, kind] = /^image\/([a-z\d]{1,8})$/.exec(type) ?? [];
  if (kind !== undefined) return `picture.${kind}`;
  return type.startsWith('message/') ? 'message.eml' : 'attachment';
}

/** Lines of a header are 998 letters at most, and better short ones. */
function folded(raw: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of raw.replaceAll(/[\r\n\0]/g, ' ').split(' ')) {
    if (line !== '' && line.length + word.length > 70) {
      lines.push(line);
      line = word;
    } else line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].join('\r\n ');
}

async function written(
  headers: readonly string[],
  text: string,
  attachments: readonly Attachment[],
): Promise<Blob> {
  const body = [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64(new TextEncoder().encode(text.replaceAll('\n', '\r\n'))),
  ].join('\r\n');
  if (attachments.length === 0)
    return new Blob([headers.join('\r\n'), '\r\n', body, '\r\n'], { type: 'message/rfc822' });
  // Base64 has no `_`: the boundary stands nowhere else.
  const boundary = '=_cordon_cleaned';
  const pieces: BlobPart[] = [
    `${headers.join('\r\n')}\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\n${body}`,
  ];
  for (const { name, bytes, looks } of attachments) {
    const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
    pieces.push(
      `\r\n--${boundary}\r\n${looks.join('\r\n')}; filename*=utf-8''${encoded}\r\n` +
        'Content-Transfer-Encoding: base64\r\n\r\n',
      base64(new Uint8Array(await bytes.arrayBuffer())),
    );
  }
  pieces.push(`\r\n--${boundary}--\r\n`);
  return new Blob(pieces, { type: 'message/rfc822' });
}

/** In lines of 76 letters. */
function base64(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 57)
    lines.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 57))));
  return lines.join('\r\n');
}
