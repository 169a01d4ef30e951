// Reads flat OpenDocument files (.fodt, .fods, .fodp): the whole document, pictures and all, as one XML.
import { readStream } from '../../container/zip.ts';
import { identify } from '../../identify.ts';
import type { Reader } from '../../reader.ts';
import { XmlReader } from '../../xml/reader.ts';
import { OdfContent } from './content.ts';
import { metadataHandlers, type OdfMetadata } from './metadata.ts';
import { newTally, reportMetadata, reportTally, targetFor } from './report.ts';
import { OdfStyles } from './styles.ts';
import { WindowSettings } from './window.ts';

export const flatOdfReader: Reader = {
  formats: ['fodt', 'fods', 'fodp', 'fodg'],
  async read(file, _format, context) {
    const { place, sink } = context;
    const target = targetFor(context);
    const waiting: { bytes: Blob; kind: 'image' | 'object'; place: readonly string[] }[] = [];
    target.binary = (base64, kind, where) => {
      waiting.push({ bytes: new Blob([fromBase64(base64)]), kind, place: where });
    };
    const tally = newTally();
    const metadata: OdfMetadata = { lines: [], named: new Set() };
    const content = new OdfContent(target, place, new OdfStyles(), tally);
    const meta = metadataHandlers(metadata);
    const window = new WindowSettings();
    const reader = new XmlReader({
      open(name, attributes) {
        meta.open!(name, attributes);
        // Settings stand before the content.
        window.open(name, attributes);
        if (name === 'office:spreadsheet') content.styles.onlySheet = window.onlySheet;
        content.open(name, attributes);
      },
      text(text) {
        meta.text!(text);
        window.text(text);
        content.text(text);
      },
      close(name) {
        meta.close!(name);
        window.close(name);
        content.close(name);
      },
      // Nothing is expanded: text in a declaration is not content.
      doctype: () => {},
    });
    let count = 0;
    const drain = async () => {
      for (const { bytes, kind, place: where } of waiting.splice(0)) {
        const name = `${kind} ${++count}`;
        const { format } = await identify(bytes);
        if (kind === 'image') {
          await sink.image({ place: [...where, name], hidden: context.hidden, name, format, bytes });
          continue;
        }
        const here = [...where, `embedded "${name}"`];
        target.found('embedded-file', here, 'There is a file inside the file.', { bytes: bytes.size });
        await sink.file({ place: here, hidden: [...context.hidden, 'embedded-file'], name, bytes });
      }
    };
    try {
      for await (const piece of readStream(file.stream())) {
        context.signal.throwIfAborted();
        reader.write(piece);
        if (waiting.length > 0) await drain();
      }
      reader.end();
    } finally {
      content.end();
      // Who wrote the file is also in dc:creator within comments: those of the head alone count as properties.
      reportMetadata(target, place, metadata);
      reportTally(target, place, tally);
    }
    await drain();
    return 'full';
  },
};

/** Base64 with white space in it; what is no base64 gives no bytes. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  let binary: string;
  try {
    binary = atob(text.replace(/\s+/g, ''));
  } catch {
    return new Uint8Array(0);
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
