// Outlook messages (.msg, [MS-OXMSG]): a compound file of properties, with a storage for each recipient and attachment.
// A message within the message is a storage too, so it is read here; other attachments are handed on.
import { type OleEntry, type OleFile, openOle } from '../../container/ole.ts';
import { Damaged, Encrypted, OverLimit, ReadError } from '../../errors.ts';
import type { Place } from '../../part.ts';
import type { ReadContext, Reader } from '../../reader.ts';
import { trimNul } from '../../trim.ts';
import { Members } from '../members.ts';
import { decoderFor, PROPERTY, TYPE } from './mapi.ts';
import { decodeCharset } from './mime.ts';
import { signedContent } from './pkcs7.ts';
import { decompressRtf, htmlInRtf } from './rtf-compressed.ts';

/** Messages within messages. */
const MOST_DEPTH = 32;

export const msgReader: Reader = {
  formats: ['msg'],
  async read(file, _format, context) {
    const ole = await openOle(file);
    const members = new Members(context);
    if (ole.damaged !== undefined) members.archive(new Damaged(ole.damaged));
    await new Message(ole, ole.root, context, members).read(0);
    return members.result();
  },
};

class Message {
  private readonly ole: OleFile;
  private readonly storage: OleEntry;
  private readonly context: ReadContext;
  private readonly members: Members;

  constructor(ole: OleFile, storage: OleEntry, context: ReadContext, members: Members) {
    this.ole = ole;
    this.storage = storage;
    this.context = context;
    this.members = members;
  }

  async read(depth: number): Promise<void> {
    if (depth > MOST_DEPTH) throw new OverLimit('Messages are packed inside one another too deep.');
    const { sink, place, hidden, budget } = this.context;
    const fixed = await this.fixedProperties();
    const decoder = decoderFor(fixed.get(PROPERTY.internetCodePage) ?? fixed.get(PROPERTY.codePage));
    const bag = new Bag(this.ole, this.storage, decoder);

    const lines: string[] = [];
    const line = (name: string, value: string | undefined) => {
      if (value) lines.push(`${name}: ${value}`);
    };
    const sender = [
      await bag.text(PROPERTY.senderName),
      (await bag.text(PROPERTY.senderSmtp)) ?? (await bag.text(PROPERTY.senderAddress)),
    ];
    line('From', sender.filter(Boolean).join(' '));
    line('On behalf of', await bag.text(PROPERTY.representingName));
    for (const entry of this.children('__recip_version1.0')) {
      const recipient = new Bag(this.ole, entry, decoder);
      const address = (await recipient.text(PROPERTY.smtp)) ?? (await recipient.text(PROPERTY.address));
      line('Recipient', [await recipient.text(PROPERTY.displayName), address].filter(Boolean).join(' '));
    }
    line('To', await bag.text(PROPERTY.displayTo));
    line('Cc', await bag.text(PROPERTY.displayCc));
    line('Bcc', await bag.text(PROPERTY.displayBcc));
    line('Subject', await bag.text(PROPERTY.subject));
    const headers = await bag.text(PROPERTY.headers);
    if (headers) lines.push(headers);
    if (lines.length > 0) sink.text({ place: [...place, 'headers'], hidden, text: lines.join('\n') });

    const body = await bag.text(PROPERTY.body);
    if (body?.trim()) {
      budget.spend(body.length);
      sink.text({ place: [...place, 'text'], hidden, text: body.replaceAll('\r\n', '\n') });
    }
    await this.richBody(bag, decoder, (body ?? '').trim() !== '');
    // Contacts, appointments and tasks keep what people typed in properties of their own.
    const others = await bag.otherTexts();
    if (others !== '') sink.text({ place: [...place, 'properties'], hidden, text: others });

    for (const entry of this.children('__attach_version1.0')) {
      await this.members.attempt(entry.name, () => this.attachment(entry, decoder, depth));
    }
  }

  private children(prefix: string): OleEntry[] {
    return this.storage.children
      .filter(({ name, kind }) => kind === 'storage' && name.startsWith(prefix))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Numbers in the table of fixed-length properties. */
  private async fixedProperties(storage = this.storage): Promise<Map<number, number>> {
    const found = new Map<number, number>();
    const entry = storage.children.find(({ name }) => name === '__properties_version1.0');
    if (!entry) return found;
    const bytes = await this.ole.bytes(entry);
    const view = new DataView(bytes.buffer);
    // The header before the table is 32 bytes in a message, 24 in one within another, 8 in attachments; the table
    // itself is known by entries that make sense.
    const start = bytes.length % 16 === 8 ? 8 : 0;
    for (let at = start; at + 16 <= bytes.length; at += 16) {
      if (view.getUint16(at, true) === TYPE.long)
        found.set(view.getUint16(at + 2, true), view.getInt32(at + 8, true));
    }
    return found;
  }

  private async richBody(bag: Bag, decoder: TextDecoder, hasText: boolean): Promise<void> {
    const html = await bag.bytes(PROPERTY.html, TYPE.binary);
    let page =
      html && html.length > 0
        ? decodeCharset(
            html,
            /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(decoder.decode(html.subarray(0, 4096)))?.[1] ??
              decoder.encoding,
          )
        : await bag.text(PROPERTY.html);
    const packed = await bag.bytes(PROPERTY.rtf, TYPE.binary);
    if (packed && packed.length > 0) {
      await this.members.attempt('body.rtf', async () => {
        const rtf = decompressRtf(packed, this.context.budget);
        page ??= htmlInRtf(rtf, decoder.encoding);
        // Plain text is in the body already; RTF of its own is judged where it is all there is.
        if (page === undefined && !hasText && rtf.length > 0)
          await this.members.file('body.rtf', new Blob([rtf]));
      });
    }
    if (page?.trim()) {
      const marked = /^\s*<(!doctype|html)/i.test(page) ? page : `<!doctype html>${page}`;
      await this.members.file('body.html', new Blob(['\ufeff', marked]));
    }
  }

  private async attachment(entry: OleEntry, decoder: TextDecoder, depth: number): Promise<void> {
    this.context.signal.throwIfAborted();
    this.context.budget.member();
    const bag = new Bag(this.ole, entry, decoder);
    const name =
      (await bag.text(PROPERTY.attachName)) ||
      (await bag.text(PROPERTY.attachShortName)) ||
      (await bag.text(PROPERTY.displayName)) ||
      'attachment';
    const mime = (await bag.text(PROPERTY.attachMime)) ?? '';
    const object = entry.children.find(({ name: stream }) => /^__substg1\.0_3701000D$/i.test(stream));
    if (object) {
      const place: Place = [...this.context.place, name];
      if (object.children.some(({ name: stream }) => stream === '__properties_version1.0')) {
        const context = { ...this.context, place };
        const inner = new Members(context);
        await new Message(this.ole, object, context, inner).read(depth + 1);
        this.members.include(inner);
      } else await this.oleObject(object, name);
      return;
    }
    const data = entry.children.find(({ name: stream }) => /^__substg1\.0_37010102$/i.test(stream));
    if (!data || data.size === 0) return;
    const bytes = await this.ole.blob(data);
    this.context.budget.spend(bytes.size);
    if (/^application\/(x-)?pkcs7-mime|^multipart\/(signed|encrypted)/i.test(mime) || name === 'smime.p7m') {
      await this.signed(name, bytes);
      return;
    }
    await this.members.file(name, bytes);
  }

  /** S/MIME in Outlook: the whole mail is one attachment, a mail of its own or a CMS message. */
  private async signed(name: string, bytes: Blob): Promise<void> {
    const head = new Uint8Array(await bytes.slice(0, 1).arrayBuffer());
    if (head[0] !== 0x30) {
      await this.members.file(name, bytes);
      return;
    }
    const inner = signedContent(new Uint8Array(await bytes.arrayBuffer()));
    if (!inner) throw new Encrypted('The mail is encrypted, so Cordon cannot see what is in it.');
    await this.members.file('signed.eml', new Blob([inner]));
  }

  /** An embedded OLE object: its streams, one by one, as far as they have content. */
  private async oleObject(object: OleEntry, name: string): Promise<void> {
    for (const child of object.children) {
      // Streams of OLE's own (class, links) begin with a control character; only the package among them has content.
      const own = child.name.charCodeAt(0) < 32;
      if (child.kind !== 'stream' || child.size === 0 || (own && !child.name.endsWith('Ole10Native')))
        continue;
      const readable = own ? child.name.slice(1) : child.name;
      await this.members.file(`${name}/${readable}`, await this.ole.blob(child));
    }
  }
}

/** The properties of one storage that stand in streams of their own. */
class Bag {
  private readonly ole: OleFile;
  private readonly storage: OleEntry;
  private readonly decoder: TextDecoder;

  constructor(ole: OleFile, storage: OleEntry, decoder: TextDecoder) {
    this.ole = ole;
    this.storage = storage;
    this.decoder = decoder;
  }

  private stream(id: number, type: number): OleEntry | undefined {
    const code = ((id << 16) | type) >>> 0;
    const wanted = `__substg1.0_${code.toString(16).padStart(8, '0').toUpperCase()}`;
    return this.storage.children.find(({ name }) => name.toUpperCase() === wanted.toUpperCase());
  }

  async bytes(id: number, type: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const stream = this.stream(id, type);
    return stream && this.ole.bytes(stream);
  }

  /** A text, whichever of the two types it has; undefined where there is none. */
  async text(id: number): Promise<string | undefined> {
    const wide = await this.bytes(id, TYPE.unicode);
    if (wide) return trimNul(new TextDecoder('utf-16le').decode(wide));
    const narrow = await this.bytes(id, TYPE.string8);
    return narrow && trimNul(this.decoder.decode(narrow));
  }

  /** Texts in properties that are not read by name: named ones, and those of contacts. */
  async otherTexts(): Promise<string> {
    const texts = new Set<string>();
    for (const { name, kind, size } of this.storage.children) {
      const code = /^__substg1\.0_([0-9A-F]{4})(001[EF])$/i.exec(name);
      if (!code || kind !== 'stream' || size === 0 || size > 65_536) continue;
      const id = Number.parseInt(code[1]!, 16);
      const contact = (id >= 0x3a00 && id <= 0x3aff) || id >= 0x8000 || id === 0x3001;
      if (!contact) continue;
      try {
        const text = await this.text(id);
        if (text && text.trim().length > 2) texts.add(text.trim());
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
      }
    }
    return [...texts].join('\n');
  }
}
