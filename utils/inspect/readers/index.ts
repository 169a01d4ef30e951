// The list of Readers. A new format family is a file beside this one and a line here.
import type { Reader } from '../reader.ts';
import { compoundFileReader } from './compound-file.ts';
import { compressedReader } from './compressed.ts';
import { delimitedReader } from './delimited.ts';
import { docReader } from './doc/index.ts';
import { docxReader } from './docx/index.ts';
import { encryptedReader } from './encrypted.ts';
import { imageReader } from './image/index.ts';
import { emlReader, mboxReader } from './mail/eml.ts';
import { icalReader } from './mail/ical.ts';
import { msgReader } from './mail/msg.ts';
import { tnefReader } from './mail/tnef.ts';
import { vcardReader } from './mail/vcard.ts';
import { htmlReader } from './markup-html.ts';
import { jsonReader } from './markup-json.ts';
import { xmlReader } from './markup-xml.ts';
import { mediaReader } from './media.ts';
import { flatOdfReader } from './odf/flat.ts';
import { odfReader } from './odf/index.ts';
import { packedArchiveReader } from './packed-archive.ts';
import { pdfReader } from './pdf/index.ts';
import { pptReader } from './ppt/index.ts';
import { pptxReader } from './pptx/index.ts';
import { rtfReader } from './rtf/index.ts';
import { sylkReader } from './sylk.ts';
import { tarReader } from './tar.ts';
import { xlsReader } from './xls/index.ts';
import { xlsbReader } from './xlsb/index.ts';
import { xlsxReader } from './xlsx/index.ts';
import { zipReader } from './zip-archive.ts';

const READERS: readonly Reader[] = [
  delimitedReader,
  sylkReader,
  docReader,
  docxReader,
  encryptedReader,
  pdfReader,
  pptReader,
  pptxReader,
  odfReader,
  flatOdfReader,
  rtfReader,
  htmlReader,
  xmlReader,
  jsonReader,
  xlsReader,
  xlsbReader,
  xlsxReader,
  zipReader,
  tarReader,
  compressedReader,
  compoundFileReader,
  packedArchiveReader,
  emlReader,
  mboxReader,
  msgReader,
  tnefReader,
  vcardReader,
  icalReader,
  imageReader,
  mediaReader,
];

const byFormat = new Map(
  READERS.flatMap((reader) => reader.formats.map((format) => [format, reader] as const)),
);

/** The Reader for a format as `identify` names it, or undefined where there is none. */
export function readerFor(format: string): Reader | undefined {
  return byFormat.get(format);
}
