// winmail.dat (TNEF, [MS-OXTNEF]): what Outlook wraps bodies and attachments in when it forgets that others read mail.
import { Damaged } from '../../errors.ts';
import type { Reader } from '../../reader.ts';
import { trimNul, untilNul } from '../../trim.ts';
import { Members } from '../members.ts';
import { decoderFor, PROPERTY, TYPE } from './mapi.ts';
import { decodeText } from './mime.ts';
import { decompressRtf, htmlInRtf } from './rtf-compressed.ts';

const ATTRIBUTE = {
  subject: 0x8004,
  body: 0x800c,
  attachStart: 0x9002,
  attachTitle: 0x8010,
  attachData: 0x800f,
  attachProperties: 0x9005,
  properties: 0x9003,
  codePage: 0x9007,
  from: 0x8000,
} as const;

interface Attachment {
  title: string;
  longName?: string;
  data?: Uint8Array<ArrayBuffer>;
}

export const tnefReader: Reader = {
  formats: ['tnef'],
  async read(file, _format, context) {
    const { sink, place, hidden, budget } = context;
    const members = new Members(context);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const view = new DataView(bytes.buffer);
    let decoder = decoderFor(undefined);
    const attachments: Attachment[] = [];
    let cut = false;
    for (let at = 6; at + 9 <= bytes.length; ) {
      const id = view.getUint16(at + 1, true);
      const length = view.getUint32(at + 5, true);
      const data = bytes.subarray(at + 9, at + 9 + length);
      cut = data.length < length;
      at += 9 + length + 2;
      const last = attachments.at(-1);
      if (id === ATTRIBUTE.codePage && data.length >= 4)
        decoder = decoderFor(view.getUint32(at - length - 2, true));
      else if (id === ATTRIBUTE.attachStart) attachments.push({ title: '' });
      else if (id === ATTRIBUTE.attachTitle && last) last.title = untilNul(decoder.decode(data));
      else if (id === ATTRIBUTE.attachData && last) last.data = data.slice();
      else if (id === ATTRIBUTE.attachProperties && last) {
        const properties = readProperties(data, decoder);
        const name = properties.get(PROPERTY.attachName);
        if (typeof name === 'string' && name !== '') last.longName = name;
        const object = properties.get(PROPERTY.attachData);
        // An embedded message is TNEF of its own behind a 16-byte interface id.
        if (object instanceof Uint8Array && !last.data?.length) last.data = object.slice(16);
      } else if (id === ATTRIBUTE.subject || id === ATTRIBUTE.body || id === ATTRIBUTE.from) {
        const text = trimNul(decoder.decode(data));
        if (text.trim() !== '') sink.text({ place, hidden, text });
      } else if (id === ATTRIBUTE.properties) {
        const properties = readProperties(data, decoder);
        const texts = [...properties.values()].filter(
          (value) => typeof value === 'string' && value.length > 2,
        );
        if (texts.length > 0) sink.text({ place: [...place, 'properties'], hidden, text: texts.join('\n') });
        const html = properties.get(PROPERTY.html);
        const rtf = properties.get(PROPERTY.rtf);
        if (html instanceof Uint8Array)
          await members.file('body.html', new Blob(['\ufeff<!doctype html>', decodeText(html)]));
        else if (rtf instanceof Uint8Array) {
          await members.attempt('body.rtf', async () => {
            const unpacked = decompressRtf(rtf, budget);
            const page = htmlInRtf(unpacked, decoder.encoding);
            if (page === undefined) await members.file('body.rtf', new Blob([unpacked]));
            else await members.file('body.html', new Blob(['\ufeff<!doctype html>', page]));
          });
        }
      }
    }
    for (const { title, longName, data } of attachments) {
      if (!data || data.length === 0) continue;
      budget.member();
      budget.spend(data.length);
      await members.file(longName ?? (title || 'attachment'), new Blob([data]));
    }
    if (cut)
      members.archive(new Damaged('The attachment of Outlook is cut off: what could be read was inspected.'));
    return members.result();
  },
};

/** Length of the values of a fixed type; what is not here has a length of its own. */
const FIXED: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};

/** A property list; ends where a type is not known. */
function readProperties(data: Uint8Array, decoder: TextDecoder): Map<number, string | Uint8Array> {
  const found = new Map<number, string | Uint8Array>();
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const count = data.length >= 4 ? view.getUint32(0, true) : 0;
  let at = 4;
  for (let i = 0; i < count && at + 4 <= data.length; i++) {
    const type = view.getUint16(at, true);
    let id = view.getUint16(at + 2, true);
    at += 4;
    if (id >= 0x8000) {
      if (at + 20 > data.length) break;
      const kind = view.getUint32(at + 16, true);
      at += 20;
      if (kind === 1) {
        if (at + 4 > data.length) break;
        at += 4 + ((view.getUint32(at, true) + 3) & ~3);
      } else at += 4;
      id = 0x10000 + i;
    }
    const fixed = FIXED[type & 0xfff];
    const many = (type & 0x1000) !== 0;
    if (fixed !== undefined && !many) {
      at += fixed;
      continue;
    }
    if (at + 4 > data.length) break;
    const values = view.getUint32(at, true);
    at += 4;
    for (let k = 0; k < values && at + 4 <= data.length; k++) {
      if (fixed !== undefined) {
        at += fixed;
        continue;
      }
      const length = view.getUint32(at, true);
      const value = data.subarray(at + 4, at + 4 + length);
      at += 4 + Math.ceil(length / 4) * 4;
      const base = type & 0xfff;
      if (base === TYPE.unicode) found.set(id, trimNul(new TextDecoder('utf-16le').decode(value)));
      else if (base === TYPE.string8) found.set(id, trimNul(decoder.decode(value)));
      else found.set(id, value.slice());
    }
  }
  return found;
}
