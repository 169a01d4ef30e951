// The formats that bytes can be recognised as, in one table: signature, and where it stands. What the bytes are
// decides, never the name. Containers (zip, OLE2) and text are looked into further by identify.ts.
import { wordTable } from './word-table.ts';

/** Bytes in latin-1 (`\x89PNG`), at an offset; `?` in `mask` leaves a byte out of the comparison. */
export interface Signature {
  format: string;
  at?: number;
  bytes: string;
  /** A second signature that has to be there as well. */
  and?: { at: number; bytes: string };
}

/** First match wins; longer and surer signatures stand before shorter ones. */
export const SIGNATURES: readonly Signature[] = [
  { format: 'pdf', bytes: '%PDF-' },
  { format: 'png', bytes: '\x89PNG\r\n\x1a\n' },
  { format: 'jpeg', bytes: '\xff\xd8\xff' },
  { format: 'gif', bytes: 'GIF87a' },
  { format: 'gif', bytes: 'GIF89a' },
  { format: 'webp', bytes: 'RIFF', and: { at: 8, bytes: 'WEBP' } },
  { format: 'tiff', bytes: 'II*\0' },
  { format: 'tiff', bytes: 'MM\0*' },
  { format: 'tiff', bytes: 'II+\0' },
  { format: 'tiff', bytes: 'MM\0+' },
  { format: 'jxl', bytes: '\0\0\0\x0cJXL \r\n\x87\n' },
  { format: 'jp2', bytes: '\0\0\0\x0cjP  \r\n\x87\n' },
  { format: 'psd', bytes: '8BPS' },
  { format: 'ico', bytes: '\0\0\x01\0', and: { at: 5, bytes: '\0' } },
  { format: 'wmf', bytes: '\xd7\xcd\xc6\x9a' },
  { format: 'wmf', bytes: '\x01\0\x09\0\0\x03' },
  { format: 'wmf', bytes: '\x01\0\x09\0\0\x01' },
  { format: 'emf', bytes: '\x01\0\0\0', and: { at: 40, bytes: ' EMF' } },
  { format: 'djvu', bytes: 'AT&TFORM' },

  { format: 'ole', bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { format: 'rtf', bytes: '{\\rt' },
  // BIFF without a compound file around it: Excel 2 to 5.
  { format: 'xls', bytes: '\x09\0\x04\0' },
  { format: 'xls', bytes: '\x09\x02\x06\0' },
  { format: 'xls', bytes: '\x09\x04\x06\0' },
  { format: 'xls', bytes: '\x09\x08\x08\0\0\x05' },
  { format: 'xls', bytes: '\x09\x08\x10\0\0\x06' },
  { format: 'tnef', bytes: '\x78\x9f\x3e\x22' },
  { format: 'pst', bytes: '!BDN' },
  { format: 'access', at: 4, bytes: 'Standard ACE DB' },
  { format: 'access', at: 4, bytes: 'Standard Jet DB' },
  { format: 'sqlite', bytes: 'SQLite format 3\0' },
  { format: 'parquet', bytes: 'PAR1' },
  { format: 'hdf5', bytes: '\x89HDF\r\n\x1a\n' },
  { format: 'chm', bytes: 'ITSF' },

  // What macOS leaves beside files in archives.
  { format: 'ds-store', bytes: '\0\0\0\x01Bud1' },
  { format: 'appledouble', bytes: '\0\x05\x16\x07\0\x02\0\0' },

  { format: '7z', bytes: '7z\xbc\xaf\x27\x1c' },
  { format: 'rar', bytes: 'Rar!\x1a\x07' },
  { format: 'gz', bytes: '\x1f\x8b' },
  { format: 'bz2', bytes: 'BZh', and: { at: 4, bytes: '1AY&SY' } },
  { format: 'bz2', bytes: 'BZh', and: { at: 4, bytes: '\x17rE8P\x90' } },
  { format: 'xz', bytes: '\xfd7zXZ\0' },
  { format: 'zst', bytes: '\x28\xb5\x2f\xfd' },
  { format: 'lz4', bytes: '\x04\x22\x4d\x18' },
  { format: 'compress', bytes: '\x1f\x9d' },
  { format: 'cab', bytes: 'MSCF\0\0\0\0' },
  { format: 'tar', at: 257, bytes: 'ustar' },
  { format: 'cpio', bytes: '07070' },
  { format: 'ar', bytes: '!<arch>\n' },
  { format: 'rpm', bytes: '\xed\xab\xee\xdb' },
  { format: 'iso', at: 32_769, bytes: 'CD001' },

  { format: 'wav', bytes: 'RIFF', and: { at: 8, bytes: 'WAVE' } },
  { format: 'avi', bytes: 'RIFF', and: { at: 8, bytes: 'AVI ' } },
  { format: 'aiff', bytes: 'FORM', and: { at: 8, bytes: 'AIF' } },
  { format: 'ogg', bytes: 'OggS' },
  { format: 'flac', bytes: 'fLaC' },
  { format: 'mp3', bytes: 'ID3' },
  { format: 'midi', bytes: 'MThd' },
  { format: 'amr', bytes: '#!AMR' },
  { format: 'mkv', bytes: '\x1a\x45\xdf\xa3' },
  { format: 'wmv', bytes: '\x30\x26\xb2\x75\x8e\x66\xcf\x11' },
  { format: 'flv', bytes: 'FLV\x01' },
  { format: 'mpg', bytes: '\0\0\x01\xba' },
  { format: 'mpg', bytes: '\0\0\x01\xb3' },
  { format: 'mov', at: 4, bytes: 'moov' },
  { format: 'mov', at: 4, bytes: 'mdat' },

  { format: 'ttf', bytes: '\0\x01\0\0\0' },
  { format: 'ttf', bytes: 'true\0' },
  { format: 'otf', bytes: 'OTTO' },
  { format: 'ttc', bytes: 'ttcf' },
  { format: 'woff', bytes: 'wOFF' },
  { format: 'woff2', bytes: 'wOF2' },
  { format: 'eot', at: 34, bytes: 'LP' },

  { format: 'exe', bytes: 'MZ' },
  { format: 'elf', bytes: '\x7fELF' },
  { format: 'macho', bytes: '\xcf\xfa\xed\xfe' },
  { format: 'macho', bytes: '\xce\xfa\xed\xfe' },
  { format: 'class', bytes: '\xca\xfe\xba\xbe' },
  { format: 'wasm', bytes: '\0asm' },
  { format: 'lnk', bytes: 'L\0\0\0\x01\x14\x02\0' },
  { format: 'swf', bytes: 'FWS' },
  { format: 'swf', bytes: 'CWS' },
  { format: 'dwg', bytes: 'AC10' },
  { format: 'cdx', bytes: 'VjCD0100' },
  { format: 'shp', bytes: '\0\0\x27\x0a' },
  { format: 'pcap', bytes: '\xd4\xc3\xb2\xa1' },
  { format: 'ps', bytes: '%!PS' },
  { format: 'bplist', bytes: 'bplist00' },
  // Two bytes only: after everything else that begins with them.
  { format: 'bmp', bytes: 'BM', and: { at: 6, bytes: '\0\0\0\0' } },
];

/** Brands of ISO base media files (`ftyp`); what is not here is mp4. */
export const MEDIA_BRANDS = wordTable<string>({
  avif: 'avif',
  avis: 'avif',
  heic: 'heic',
  heix: 'heic',
  heim: 'heic',
  heis: 'heic',
  hevc: 'heic',
  hevx: 'heic',
  'qt  ': 'mov',
  'M4A ': 'm4a',
  'M4B ': 'm4a',
});

/** Main parts of OOXML packages by their content type (in lower case), without `.main+xml`. */
export const OOXML_KINDS = wordTable<string>({
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.template': 'xltx',
  'application/vnd.ms-excel.sheet.macroenabled': 'xlsm',
  'application/vnd.ms-excel.template.macroenabled': 'xltm',
  'application/vnd.ms-excel.addin.macroenabled': 'xlsm',
  'application/vnd.ms-excel.sheet.binary.macroenabled': 'xlsb',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.template': 'dotx',
  'application/vnd.ms-word.document.macroenabled': 'docm',
  'application/vnd.ms-word.template.macroenabledtemplate': 'dotm',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.openxmlformats-officedocument.presentationml.template': 'potx',
  'application/vnd.openxmlformats-officedocument.presentationml.slideshow': 'ppsx',
  'application/vnd.ms-powerpoint.presentation.macroenabled': 'pptm',
  'application/vnd.ms-powerpoint.template.macroenabled': 'potm',
  'application/vnd.ms-powerpoint.slideshow.macroenabled': 'ppsm',
});

/** The same by the main part's root element, for packages whose content types say nothing. */
export const OOXML_ROOTS = wordTable<string>({
  workbook: 'xlsx',
  document: 'docx',
  presentation: 'pptx',
});

/** `mimetype` members of OpenDocument and EPUB packages. */
export const ZIP_MIMETYPES = wordTable<string>({
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.spreadsheet-template': 'ots',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.text-template': 'ott',
  'application/vnd.oasis.opendocument.text-master': 'odt',
  'application/vnd.oasis.opendocument.text-web': 'odt',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'application/vnd.oasis.opendocument.presentation-template': 'otp',
  'application/vnd.oasis.opendocument.graphics': 'odg',
  'application/vnd.oasis.opendocument.graphics-template': 'odg',
  'application/vnd.oasis.opendocument.formula': 'odf',
  'application/vnd.oasis.opendocument.chart': 'odc',
  'application/vnd.oasis.opendocument.base': 'odb',
  'application/vnd.sun.xml.calc': 'sxc',
  'application/vnd.sun.xml.writer': 'sxw',
  'application/vnd.sun.xml.impress': 'sxi',
  'application/epub+zip': 'epub',
});

/** Flat OpenDocument, by `office:mimetype`. */
export const FLAT_ODF = wordTable<string>({
  'application/vnd.oasis.opendocument.spreadsheet': 'fods',
  'application/vnd.oasis.opendocument.text': 'fodt',
  'application/vnd.oasis.opendocument.presentation': 'fodp',
  'application/vnd.oasis.opendocument.graphics': 'fodg',
});

/** Streams at the root of a compound file that tell what it is; first match wins. */
export const COMPOUND_STREAMS: readonly (readonly [stream: string, format: string])[] = [
  // Office's own encryption; a rights-managed file has the package in a stream of another name.
  ['EncryptedPackage', 'ooxml-encrypted'],
  ['\tDRMContent', 'ooxml-encrypted'],
  ['\tDRMViewerContent', 'ooxml-encrypted'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
  ['WordDocument', 'doc'],
  ['PowerPoint Document', 'ppt'],
  ['PP97_DUALSTORAGE', 'ppt'],
  ['PP40', 'ppt'],
  ['__properties_version1.0', 'msg'],
  ['__nameid_version1.0', 'msg'],
  ['VisioDocument', 'vsd'],
];

/**
 * What its reader reads once, from front to back, with nothing but the first bytes looked at beforehand: it need not stand
 * in memory. `unknown` is read like that for its runs of text.
 */
export const READ_FROM_FRONT: ReadonlySet<string> = new Set([
  'csv',
  'tsv',
  'txt',
  'html',
  'xml',
  'sylk',
  'unknown',
]);

/** Pictures that are not packed themselves: an empty page of one swells as far as anything. */
export const BITMAPS: ReadonlySet<string> = new Set(['bmp', 'tiff']);
