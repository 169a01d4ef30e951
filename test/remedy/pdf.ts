// What a PDF says to who looks for it below its pages: every stream unpacked, every hexadecimal string read. And what an
// independent reader (PDF.js) shows of it.
import { inflateSync } from 'node:zlib';
import { extractText, getDocumentProxy } from 'unpdf';

/** All that the file says, wherever it stands, as Latin-1. */
export async function innards(file: Blob): Promise<string> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const text = bytes.toString('latin1');
  const pieces = [text];
  for (const { index, 0: word } of text.matchAll(/stream\r?\n/g)) {
    const from = index + word.length;
    try {
      pieces.push(inflateSync(bytes.subarray(from)).toString('latin1'));
    } catch {
      // Not deflated: it stands in the text already.
    }
  }
  const all = pieces.join('\n');
  const hexadecimal = [...all.matchAll(/<([0-9a-fA-F\s]+)>/g)].map(([, hex]) =>
    Buffer.from(hex!.replaceAll(/\s/g, ''), 'hex').toString('latin1'),
  );
  // Letters with blanks between them are UTF-16; so are those of a TJ with its gaps.
  const whole = `${all}\n${hexadecimal.join('\n')}`;
  return `${whole}\n${whole.replaceAll('\0', '')}\n${whole.replaceAll(/\)\s*-?[\d.]+\s*\(/g, '')}`;
}

/** The text of each page as PDF.js reads it. */
export async function textOfPages(bytes: Uint8Array): Promise<string[]> {
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  const { text } = await extractText(document, { mergePages: false });
  return text.map((page) => page.replaceAll(/\s+/g, ' ').trim());
}
